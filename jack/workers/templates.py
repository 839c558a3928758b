"""Reads vendors' templates at the start, every hour, and soon after one has changed."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import ClassVar

from jack import metrics
from jack.events import EventBus, TemplatesWanted
from jack.model.clock import HOUR, MINUTE, Clock, Micros
from jack.services.vendor_templates import VendorTemplates
from jack.workers.wake import Alarm

log = logging.getLogger(__name__)


@dataclass(slots=True)
class TemplatesWorker:
    templates: VendorTemplates
    bus: EventBus
    clock: Clock
    _alarm: Alarm = field(default_factory=Alarm)
    _due_at: Micros = 0

    every: ClassVar[Micros] = HOUR
    after_failure: ClassVar[Micros] = 5 * MINUTE

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`."""
        if not self.templates.sources:
            return
        subscription = self.bus.subscribe(self._hear)
        try:
            while not stop.is_set():
                if self.clock() >= self._due_at:
                    is_read = await self._once()
                    self._due_at = self.clock() + (self.every if is_read else self.after_failure)
                await self._alarm.wait(60)
        finally:
            self.bus.unsubscribe(subscription)

    async def _once(self) -> bool:
        try:
            return await self.templates.read_quietly()
        except Exception:
            metrics.ERRORS.labels("templates").inc()
            log.exception("templates not read")
            return False

    def _hear(self, event: object) -> None:
        if isinstance(event, TemplatesWanted):
            self._due_at = 0
            self._alarm.ring()
