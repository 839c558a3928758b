"""Reads the PMS every few minutes, and at once when a webhook or a person asks for it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from jack import metrics
from jack.events import EventBus, PmsWanted
from jack.services.pms_sync import PmsSync
from jack.workers.wake import Alarm

log = logging.getLogger(__name__)


@dataclass(slots=True)
class PmsWorker:
    """When the next sync is due stands in the table: another process may ask for one there."""

    sync: PmsSync
    bus: EventBus
    _alarm: Alarm = field(default_factory=Alarm)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; a sync under way is cut off: it goes on from its cursor."""
        if self.sync.pms is None:
            return
        subscription = self.bus.subscribe(self._hear)
        ending = asyncio.create_task(stop.wait())
        ending.add_done_callback(lambda _: self._alarm.ring())
        try:
            while not stop.is_set():
                working = asyncio.create_task(self._once())
                await asyncio.wait([working, ending], return_when=asyncio.FIRST_COMPLETED)
                if not working.done():
                    working.cancel()
                    await asyncio.wait([working])
                    return
                await self._alarm.wait(60)
        finally:
            self.bus.unsubscribe(subscription)
            ending.cancel()

    async def _once(self) -> None:
        try:
            await self.sync.run_due()
        except Exception:
            metrics.ERRORS.labels("pms").inc()
            log.exception("pms sync broke")

    def _hear(self, event: object) -> None:
        if isinstance(event, PmsWanted):
            self._alarm.ring()
