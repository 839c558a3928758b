"""Tells guests that their message was read, once it is stored, and that Jack is writing.

A courtesy: it comes after the message is on disk, what fails is dropped, and of several messages from
one guest only the newest is told, which counts for those before it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from jack.channels.base import Channel, Receipts
from jack.errors import Delivery
from jack.events import EventBus, MessageAdded
from jack.model.clock import SECOND, Clock, Micros
from jack.model.messages import Sender
from jack.services.queues import Queues
from jack.workers.wake import Alarm

log = logging.getLogger(__name__)

AT_ONCE = 4
BREATH_S = 0.1
MOST_WAITING = 100
"""In a rush answers come first: so many calls at once, so long apart, and the rest is never told."""
PAUSE: Micros = 30 * SECOND
"""How long a vendor that refused one is left alone."""


@dataclass(slots=True)
class ReceiptsWorker:
    queues: Queues
    channels: Mapping[str, Channel]
    bus: EventBus
    clock: Clock
    _waiting: dict[tuple[str, str], MessageAdded] = field(default_factory=dict)
    _paused_until: dict[str, Micros] = field(default_factory=dict)
    _alarm: Alarm = field(default_factory=Alarm)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; what waits then is never told."""
        able = {
            name: channel
            for name, channel in self.channels.items()
            if isinstance(channel, Receipts) and channel.has_receipts
        }
        if not able:
            return
        subscription = self.bus.subscribe(lambda event: self._hear(event, able))
        try:
            while not stop.is_set():
                batch = [self._waiting.pop(key) for key in list(self._waiting)[:AT_ONCE]]
                await asyncio.gather(*(self._tell(each, able[each.channel]) for each in batch))
                await (asyncio.sleep(BREATH_S) if batch else self._alarm.wait(60))
        finally:
            self.bus.unsubscribe(subscription)

    def _hear(self, event: object, able: Mapping[str, Receipts]) -> None:
        if not isinstance(event, MessageAdded) or event.channel not in able:
            return
        if event.sender != Sender.GUEST:
            return
        if self._paused_until.get(event.channel, 0) > self.clock():
            return
        key = (event.channel, event.address)
        if key in self._waiting or len(self._waiting) < MOST_WAITING:
            self._waiting[key] = event
            self._alarm.ring()

    async def _tell(self, heard: MessageAdded, channel: Receipts) -> None:
        try:
            if (found := await self.queues.receipt(heard)) is not None:
                vendor_id, is_for_jack = found
                await channel.mark_read(vendor_id, is_answering=is_for_jack)
        except Delivery as error:
            self._paused_until[heard.channel] = self.clock() + PAUSE
            log.info("read mark not taken", extra={"reason": error.reason})
        except Exception:
            log.exception("read mark broke", extra={"channel": heard.channel})
