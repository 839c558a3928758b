"""How often Mews may be called: 200 requests in any 30 seconds for each access token."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

LIMIT = 200
PER_S = 30.0


class Pace:
    """At most `limit` turns in any `per_s` seconds; who comes too early waits.

    Mews may lower its limit without notice, so 429 has to be obeyed all the same.
    """

    def __init__(
        self,
        *,
        limit: int = LIMIT,
        per_s: float = PER_S,
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
