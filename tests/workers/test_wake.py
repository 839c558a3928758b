"""The bell that wakes a worker, and the patience with which it writes down what it did."""

from __future__ import annotations

import asyncio
import time

from hypothesis import given
from hypothesis import strategies as st

from jack.errors import DatabaseError
from jack.workers.wake import POLL_S, Alarm, back_off_s, insist


async def test_a_ring_before_the_wait_is_heard_once() -> None:
    alarm = Alarm()
    alarm.ring()
    alarm.ring()

    async with asyncio.timeout(POLL_S / 2):
        await alarm.wait(60)
    started = time.monotonic()
    await alarm.wait(0.05)

    assert time.monotonic() - started >= 0.04


async def test_a_ring_ends_a_wait() -> None:
    alarm = Alarm()
    waiting = asyncio.create_task(alarm.wait(60))
    await asyncio.sleep(0)

    alarm.ring()

    async with asyncio.timeout(POLL_S / 2):
        await waiting


async def test_nobody_sleeps_longer_than_the_poll() -> None:
    started = time.monotonic()

    await Alarm().wait(3600)

    assert POLL_S * 0.9 <= time.monotonic() - started < 4 * POLL_S


async def test_what_is_overdue_does_not_wait() -> None:
    async with asyncio.timeout(POLL_S / 2):
        await Alarm().wait(-5)


class Store:
    """Refuses a number of writes before it takes one."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.tried = 0

    async def write(self) -> None:
        self.tried += 1
        if self.tried <= self.refusals:
            raise DatabaseError("database or disk is full")


async def test_r1_what_a_full_disk_refused_is_written_as_soon_as_there_is_room() -> None:
    store = Store(refusals=3)

    assert await insist(store.write, first_s=0)
    assert store.tried == 4


async def test_r1_a_store_that_never_comes_back_is_not_asked_for_ever() -> None:
    store = Store(refusals=100)

    assert not await insist(store.write, first_s=0, tries=3)
    assert store.tried == 3


@given(st.integers(1, 10_000), st.floats(0.01, 10), st.floats(10, 600))
def test_waits_double_up_to_a_limit_with_jitter_of_a_half(
    attempts: int, first: float, most: float
) -> None:
    limit = min(most, first * 2.0 ** min(attempts - 1, 30))

    assert limit / 2 <= back_off_s(attempts, first=first, most=most) <= limit
