"""Fetches mail as it comes, and goes on trying where the server cannot be read."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from jack import metrics
from jack.errors import Delivery
from jack.services.mailroom import Mailroom
from jack.workers.wake import back_off_s

log = logging.getLogger(__name__)


@dataclass(slots=True)
class EmailWorker:
    mailroom: Mailroom
    first_retry_s: float = 2.0
    max_retry_s: float = 300.0

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; what is cut off is fetched again, the cursor moves last."""
        if self.mailroom.mailbox is None:
            return
        ending = asyncio.create_task(stop.wait())
        working = asyncio.create_task(self._work())
        try:
            await asyncio.wait([working, ending], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (working, ending):
                task.cancel()
            await asyncio.gather(working, ending, return_exceptions=True)

    async def _work(self) -> None:
        failures = 0
        while True:
            try:
                await self._once()
                failures = 0
            except Exception as error:
                failures += 1
                if not isinstance(error, Delivery):
                    metrics.ERRORS.labels("email").inc()
                    log.exception("mail not fetched")
                wait = back_off_s(failures, first=self.first_retry_s, most=self.max_retry_s)
                await asyncio.sleep(wait)

    async def _once(self) -> None:
        while await self.mailroom.fetch():
            pass
        mailbox = self.mailroom.mailbox
        assert mailbox is not None
        await mailbox.wait()
