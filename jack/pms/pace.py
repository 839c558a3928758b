"""How often a PMS may be called, and how long it asks to be left alone."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

from jack.model.clock import SECOND, Clock, from_datetime


class Pace:
    """At most `limit` turns in any `per_s` seconds; who comes too early waits.

    A vendor may lower its limit without notice, so 429 has to be obeyed all the same.
    """

    def __init__(
        self,
        *,
        limit: int,
        per_s: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rest = sleep
        self._per_s = per_s
        self._monotonic = monotonic
        self._taken: deque[float] = deque(maxlen=limit)
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until another call may be made."""
        async with self._lock:
            while (wait := self._wait_s()) > 0:
                await self.rest(wait)
            self._taken.append(self._monotonic())

    def _wait_s(self) -> float:
        if len(self._taken) < (self._taken.maxlen or 0):
            return 0.0
        return self._taken[0] + self._per_s - self._monotonic()


def retry_after_s(value: str, clock: Clock, *, otherwise: float) -> float:
    """`Retry-After` in seconds or as a date (RFC 9110, 10.2.3); `otherwise` without a readable one."""
    if re.fullmatch(r"\s*\d{1,6}(\.\d+)?\s*", value, re.ASCII):
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return otherwise
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (from_datetime(at) - clock()) / SECOND)
