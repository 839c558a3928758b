"""Sends notices to staff's browsers as soon as there are some."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from jack import metrics
from jack.events import Escalated, EventBus, TaskChanged
from jack.model.clock import SECOND, Clock
from jack.services.push import Push
from jack.workers.wake import Alarm

log = logging.getLogger(__name__)

FAILED_S = 5.0


@dataclass(slots=True)
class PushWorker:
    push: Push
    bus: EventBus
    clock: Clock
    _alarm: Alarm = field(default_factory=Alarm)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; a notice under way is cut off and sent after the next start."""
        if not self.push.is_enabled:
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
                await self._alarm.wait(working.result())
        finally:
            self.bus.unsubscribe(subscription)
            ending.cancel()

    async def _once(self) -> float:
        """Seconds until there is something to do again."""
        try:
            due = await self.push.next_at()
            if due is not None and due <= self.clock():
                await self.push.run()
                return 0.0
        except Exception:
            metrics.ERRORS.labels("push").inc()
            log.exception("notices not sent")
            return FAILED_S
        return (due - self.clock()) / SECOND if due is not None else 60.0

    def _hear(self, event: object) -> None:
        if isinstance(event, Escalated | TaskChanged):
            self._alarm.ring()
