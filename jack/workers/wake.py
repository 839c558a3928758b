"""Sleeping until there is work: woken by events, and by the clock for what falls due."""

from __future__ import annotations

import asyncio
from contextlib import suppress

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
