"""Passwords: what a good one is, slow hashes on few threads, and how often anybody may try."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cached_property
from typing import Protocol, TypeVar

from jack.errors import Invalid, RateLimited
from jack.model.clock import SECOND, Clock, Micros

T = TypeVar("T")

MIN_PASSWORD = 10
MAX_PASSWORD = 200


def check_password(password: str, email: str) -> None:
    """Length, not rules about letters, makes a password good (NIST SP 800-63B). Raises Invalid."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Invalid(
            f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.", field="password"
        )
    if password.strip().casefold() == email.casefold():
        raise Invalid("The e-mail address cannot be the password.", field="password")


class Hasher(Protocol):
    """Slow on purpose; called on threads."""

    def hash(self, password: bytes) -> str: ...

    def verify(self, password: bytes, hashed: str) -> bool: ...


class Argon2:
    """Argon2id with the parameters RFC 9106, section 4, recommends second: 64 MiB, 3 passes."""

    def hash(self, password: bytes) -> str:
        from passlib.handlers.argon2 import argon2  # passlib.hash is not safe for two threads

        strong = argon2.using(type="ID", rounds=3, memory_cost=64 * 1024, parallelism=4)
        hashed: str = strong.hash(password)
        return hashed

    def verify(self, password: bytes, hashed: str) -> bool:
        from passlib.handlers.argon2 import argon2  # passlib.hash is not safe for two threads

        matches: bool = argon2.verify(password, hashed)
        return matches


class Passwords:
    """Hashes on two threads, so a flood of sign-ins costs 128 MiB and not the server.

    At most `places` calls run or wait; one more raises RateLimited.
    """

    def __init__(self, hasher: Hasher | None = None, *, places: int = 20) -> None:
        self._hasher = hasher or Argon2()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="passwords")
        self._places = threading.BoundedSemaphore(places)

    async def hash(self, password: str) -> str:
        return await self._run(lambda: self._hasher.hash(_password_bytes(password)))

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Whether they match. Where nothing can match, the same work is done on a decoy."""
        candidate = "" if len(password) > MAX_PASSWORD else password

        def work() -> bool:
            decoy = self._decoy
            matches = self._hasher.verify(_password_bytes(candidate), hashed or decoy)
            return matches and hashed is not None and candidate == password

        return await self._run(work)

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash(secrets.token_bytes(16))

    async def _run(self, work: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise RateLimited("Too many sign-ins at once. Try again shortly.", retry_after_s=2.0)
        future = self._threads.submit(work)
        # Not in a `finally`: a caller who hung up frees the place only when the thread is done.
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)


def _password_bytes(password: str) -> bytes:
    """NFC, so that "ü" is one password on every keyboard (RFC 8265, section 4.2)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _uptime() -> Micros:
    """Steady, so that setting the system's clock neither locks out nor lets in."""
    return time.monotonic_ns() // 1000


class Attempts:
    """At most `limit` attempts of a key in any `window`. In memory: a restart forgives."""

    def __init__(
        self,
        limit: int = 10,
        window: timedelta = timedelta(minutes=1),
        *,
        clock: Clock = _uptime,
        max_keys: int = 10_000,
    ) -> None:
        self._limit = limit
        self._window: Micros = window // timedelta(microseconds=1)
        self._clock = clock
        self._max_keys = max_keys
        self._taken: OrderedDict[str, list[Micros]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one attempt. Raises RateLimited, uncounted, with the time until the next one."""
        at = self._clock()
        recent = [taken for taken in self._taken.pop(key, ()) if taken > at - self._window]
        self._taken[key] = recent
        if len(self._taken) > self._max_keys:
            self._taken.popitem(last=False)
        if len(recent) >= self._limit:
            wait = recent[0] + self._window - at
            raise RateLimited("Too many attempts. Wait a moment.", retry_after_s=wait / SECOND)
        recent.append(at)
