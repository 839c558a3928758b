"""Sleeping until there is work, and until what has to be written down can be."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

log = logging.getLogger(__name__)

POLL_S = 0.5
"""The longest sleep: another process may have written, and only the tables tell."""


class Alarm:
    """One worker's bell. Ringing it twice before it is heard is ringing it once."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return when rung, or after `seconds` (at most POLL_S)."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), min(max(seconds, 0.0), POLL_S))
        self._rung.clear()


async def insist(write: Callable[[], Awaitable[None]], *, first_s: float, tries: int = 6) -> bool:
    """Try `write` until the store takes it, with growing pauses; False when it never did.

    For what must not wait for the next start: a disk is often full for seconds only.
    """
    for attempt in range(1, tries + 1):
        try:
            await write()
        except Exception:
            log.exception("not written down", extra={"attempts": attempt})
            if attempt < tries:
                await asyncio.sleep(back_off_s(attempt, first=first_s, most=60.0))
        else:
            return True
    return False


def back_off_s(attempts: int, *, first: float, most: float) -> float:
    """Seconds to wait after the `attempts`th failure: doubling, with jitter of a half."""
    limit = min(most, first * 2.0 ** min(attempts - 1, 30))
    return limit * random.uniform(0.5, 1.0)  # noqa: S311 jitter is no secret
