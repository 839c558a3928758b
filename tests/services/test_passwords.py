"""What a good password is, how it is hashed and how often anybody may try (R15)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jack.errors import Invalid, RateLimited
from jack.model.clock import SECOND
from jack.services.passwords import Argon2, Attempts, Passwords, check_password
from tests.conftest import FakeClock
from tests.services.conftest import CountingHasher

ANA = "ana@hotel.example"
PASSWORD = "correct horse battery"
AT = 1_777_627_800 * SECOND

# -- passwords -----------------------------------------------------------------------------


async def test_real_passwords_are_argon2id_with_64_mebibytes() -> None:
    passwords = Passwords(Argon2())

    hashed = await passwords.hash(PASSWORD)

    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.verify(PASSWORD, hashed)
    assert not await passwords.verify(PASSWORD + " ", hashed)
    passwords.close()


@pytest.mark.parametrize(
    ("password", "hashed", "matches"),
    [(PASSWORD, "known", True), (PASSWORD, None, False), ("x" * 201, "known", False)],
)
async def test_nothing_matches_a_missing_hash_or_an_endless_password(
    password: str, hashed: str | None, matches: bool
) -> None:
    class Credulous(CountingHasher):
        def verify(self, password: bytes, hashed: str) -> bool:
            return True

    passwords = Passwords(Credulous())

    assert await passwords.verify(password, hashed) is matches
    passwords.close()


@pytest.mark.parametrize("password", ["", "x" * 9, "x" * 201, ANA, ANA.upper(), f" {ANA} "])
def test_short_endless_and_address_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid):
        check_password(password, ANA)


@given(st.text(min_size=10, max_size=200))
def test_any_letters_make_a_password_that_can_be_used(password: str) -> None:
    assume(password.strip().casefold() != ANA)
    hasher = CountingHasher()
    passwords = Passwords(hasher)

    check_password(password, ANA)

    assert asyncio.run(_round_trip(passwords, password))
    passwords.close()


async def _round_trip(passwords: Passwords, password: str) -> bool:
    return await passwords.verify(password, await passwords.hash(password))


# -- attempts ------------------------------------------------------------------------------


def wait_for(attempts: Attempts, key: str) -> int:
    """0 for an attempt that was allowed, else the microseconds until the next."""
    try:
        attempts.take(key)
    except RateLimited as limited:
        return round(limited.retry_after_s * SECOND)
    return 0


@given(
    gaps=st.lists(st.integers(0, 40), max_size=60),
    limit=st.integers(1, 5),
    window_s=st.integers(1, 60),
)
def test_no_window_holds_more_attempts_than_the_limit(
    gaps: list[int], limit: int, window_s: int
) -> None:
    clock = FakeClock(AT)
    attempts = Attempts(limit, timedelta(seconds=window_s), clock=clock)
    allowed: list[int] = []
    waits: list[int] = []

    for gap in gaps:
        clock.at += gap * SECOND
        wait = wait_for(attempts, "key")
        if wait:
            clock.at += wait
            assert wait_for(attempts, "key") == 0
        allowed.append(clock.at)
        waits.append(wait)

    window = window_s * SECOND
    assert all(0 <= wait <= window for wait in waits)
    assert all(
        late - early >= window for early, late in zip(allowed, allowed[limit:], strict=False)
    )
    assert not any(waits[:limit])


def test_the_memory_of_attempts_is_bounded(clock: FakeClock) -> None:
    attempts = Attempts(1, clock=clock, max_keys=3)
    for key in ("a", "b", "c"):
        attempts.take(key)

    attempts.take("d")

    attempts.take("a")  # the oldest was forgotten
    with pytest.raises(RateLimited):
        attempts.take("d")


class Gate(CountingHasher):
    """A hasher that works only once it is opened, and knows how many were in it together."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()
        self.together = threading.Semaphore(0)
        self.inside = 0
        self.most_inside = 0
        self._lock = threading.Lock()

    def hash(self, password: bytes) -> str:
        with self._lock:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
        self.together.release()
        self.opened.wait(10)
        with self._lock:
            self.inside -= 1
        return super().hash(password)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.opened.set()


async def test_a_flood_is_hashed_two_at_a_time_and_turned_away_beyond_the_queue(gate: Gate) -> None:
    passwords = Passwords(gate, places=5)
    waiting = [asyncio.ensure_future(passwords.hash(PASSWORD)) for _ in range(5)]
    await asyncio.to_thread(gate.together.acquire)
    await asyncio.to_thread(gate.together.acquire)

    with pytest.raises(RateLimited) as limited:
        await passwords.hash(PASSWORD)

    assert limited.value.retry_after_s > 0
    gate.opened.set()
    await asyncio.gather(*waiting)
    assert gate.most_inside == 2
    assert await passwords.hash(PASSWORD)
    passwords.close()


async def test_a_caller_who_hangs_up_keeps_the_place_until_the_thread_is_done(gate: Gate) -> None:
    passwords = Passwords(gate, places=1)
    caller = asyncio.ensure_future(passwords.hash(PASSWORD))
    await asyncio.sleep(0)
    await asyncio.to_thread(gate.together.acquire)
    caller.cancel()
    with suppress(asyncio.CancelledError):
        await caller

    with pytest.raises(RateLimited):
        await passwords.hash(PASSWORD)

    gate.opened.set()
    passwords.close()
