"""Sends what waits, in order per recipient, and writes down what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from jack import metrics
from jack.channels.base import Channel
from jack.config import Config
from jack.errors import Ambiguous, LockedOut, Permanent, Throttled, Transient
from jack.errors import Delivery as DeliveryError
from jack.events import EventBus, OutboxFilled
from jack.model.clock import SECOND, Clock, Micros, seconds
from jack.model.messages import OutboxItem
from jack.services.queues import Queues
from jack.workers.wake import Alarm, back_off_s, insist

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 60.0


@dataclass(slots=True)
class OutboxWorker:
    queues: Queues
    channels: Mapping[str, Channel]
    bus: EventBus
    config: Config
    clock: Clock
    first_retry_s: float = 1.0
    _alarm: Alarm = field(default_factory=Alarm)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; then finish the sends under way."""
        subscription = self.bus.subscribe(self._hear)
        try:
            while not stop.is_set():
                await self._dispatch()
                await self._alarm.wait(await self._sleep_s())
        finally:
            self.bus.unsubscribe(subscription)
            if self._running:
                await asyncio.wait(self._running)

    def wake(self) -> None:
        self._alarm.ring()

    def _hear(self, event: object) -> None:
        if isinstance(event, OutboxFilled):
            self._alarm.ring()

    async def _dispatch(self) -> None:
        try:
            while free := self.config.outbox.concurrency - len(self._running):
                items = await self.queues.claim_sends(limit=free)
                for item in items:
                    task = asyncio.create_task(self._send(item))
                    self._running.add(task)
                    task.add_done_callback(self._finished)
                if not items:
                    return
        except Exception:
            metrics.ERRORS.labels("outbox").inc()
            log.exception("outbox not readable")

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._alarm.ring()

    async def _sleep_s(self) -> float:
        try:
            due = await self.queues.next_send()
        except Exception:
            log.exception("outbox not readable")
            return 1.0
        # Due rows that were not claimed wait for an earlier one to the same recipient, whose end
        # rings the bell.
        wait = (due - self.clock()) / SECOND if due is not None else 60.0
        return wait if wait > 0 else 60.0

    async def _send(self, item: OutboxItem) -> None:
        try:
            vendor_id = await self._hand_over(item)
        except DeliveryError as error:
            await self._not_sent(item, error)
        except Exception as error:
            metrics.ERRORS.labels("outbox").inc()
            log.exception("channel failed", extra={"outbox_id": item.id})
            await self._not_sent(item, Ambiguous(type(error).__name__, reason="internal_error"))
        else:
            if vendor_id is not None:
                sent_as = vendor_id
                await self._write_down(lambda: self.queues.sent(item, sent_as))

    async def _hand_over(self, item: OutboxItem) -> str | None:
        """The vendor's id; None when an earlier try turns out to have been taken."""
        channel = self.channels.get(item.channel)
        if channel is None:
            raise Permanent(f"The channel {item.channel} is switched off.", reason="channel_off")
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                if await self.queues.settle(item):
                    return None
                return await channel.send(item)
        except TimeoutError as error:
            raise Ambiguous("The vendor did not answer in time.", reason="timeout") from error

    async def _not_sent(self, item: OutboxItem, error: DeliveryError) -> None:
        metrics.MESSAGES_SENT.labels(item.channel, "error").inc()
        log.warning(
            "send failed",
            extra={
                "outbox_id": item.id,
                "channel": item.channel,
                "reason": error.reason,
                "attempts": item.attempts + 1,
            },
        )
        retry_at = self._retry_at(item, error)
        await self._write_down(lambda: self.queues.not_sent(item, error, retry_at=retry_at))

    async def _write_down(self, write: Callable[[], Awaitable[None]]) -> None:
        """Where the store never takes it, the row stays `sending` until the next start (R2)."""
        if not await insist(write, first_s=self.first_retry_s):
            metrics.ERRORS.labels("outbox").inc()

    def _retry_at(self, item: OutboxItem, error: DeliveryError) -> Micros | None:
        """When to try again; None when there is no point.

        An ambiguous send waits for the vendor's status, which settles it, before it is repeated.
        While the vendor cannot be reached at all, tries do not count: what is stale expires (R12).
        Nor do they where the whole channel is held up.
        """
        settings = self.config.outbox
        attempts = item.attempts + 1
        is_held_up = error.reason == "unreachable" or isinstance(error, Throttled | LockedOut)
        is_used_up = attempts >= settings.max_attempts and not is_held_up
        if isinstance(error, Permanent) or is_used_up:
            return None
        wait = back_off_s(attempts, first=settings.first_retry_s, most=settings.max_retry_s)
        if isinstance(error, Ambiguous):
            wait = max(wait, settings.settle_s)
        elif isinstance(error, Transient) and error.retry_after_s is not None:
            wait = max(wait, error.retry_after_s)
        return self.clock() + seconds(wait)
