"""Whether webhooks are being taken in right now: vendors wait for their 2xx, thinking can wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

MANY = 8
LULL_S = 0.01
"""Many that are stored together are answered together, and the next come a moment later."""


class Rush:
    """Counts what is being stored. On one event loop only."""

    def __init__(self) -> None:
        self._count = 0
        self._most = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @property
    def is_on(self) -> bool:
        return self._count > 0

    @contextmanager
    def storing(self) -> Iterator[None]:
        self._count += 1
        self._most = max(self._most, self._count)
        self._calm.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._calm.set()

    async def over(self, *, within_s: float) -> None:
        """Return once nothing is being stored, or after `within_s`: a rush that does not end must
        not keep guests from their answers."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while True:
                    await self._calm.wait()
                    if self._most < MANY:
                        self._most = 0
                        return
                    self._most = 0
                    await asyncio.sleep(LULL_S)
