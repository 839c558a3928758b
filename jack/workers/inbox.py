"""Gives every conversation with due messages to the pipeline, one turn at a time each."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from jack import metrics
from jack.config import Config
from jack.events import EventBus, InboxFilled
from jack.model.clock import MINUTE, SECOND, Clock
from jack.model.messages import InboxItem
from jack.pipeline.pipeline import Pipeline
from jack.services.queues import Queues
from jack.services.rush import Rush
from jack.services.turns import Committed, Turns
from jack.workers.wake import Alarm, back_off_s, insist

log = logging.getLogger(__name__)

LEASE = 2 * MINUTE
TURN_TIMEOUT_S = 90.0
FIRST_RETRY_S = 1.0
MAX_RETRY_S = 60.0
RUSH_S = 0.1
"""How long new turns wait for webhooks that are being taken in."""


@dataclass(slots=True)
class InboxWorker:
    queues: Queues
    turns: Turns
    pipeline: Pipeline
    bus: EventBus
    config: Config
    clock: Clock
    rush: Rush = field(default_factory=Rush)
    concurrency: int = 16
    first_retry_s: float = FIRST_RETRY_S
    _alarm: Alarm = field(default_factory=Alarm)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; then finish the turns under way."""
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
        if isinstance(event, InboxFilled):
            self._alarm.ring()

    async def _dispatch(self) -> None:
        try:
            await self.rush.over(within_s=RUSH_S)
            while free := self.concurrency - len(self._running):
                items = await self.queues.claim_turns(lease=LEASE, limit=free)
                for item in items:
                    task = asyncio.create_task(self._turn(item))
                    self._running.add(task)
                    task.add_done_callback(self._finished)
                if len(items) < free:
                    return
        except Exception:
            metrics.ERRORS.labels("inbox").inc()
            log.exception("inbox not readable")

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._alarm.ring()

    async def _sleep_s(self) -> float:
        if len(self._running) >= self.concurrency:
            return MAX_RETRY_S  # the end of a turn rings the bell
        try:
            due = await self.queues.next_turn()
        except Exception:
            log.exception("inbox not readable")
            return FIRST_RETRY_S
        return (due - self.clock()) / SECOND if due is not None else MAX_RETRY_S

    async def _turn(self, item: InboxItem) -> None:
        try:
            async with asyncio.timeout(TURN_TIMEOUT_S):
                committed = await self.pipeline.run(item)
        except Exception as error:
            await self._failed(item, error)
            return
        if committed is Committed.LOST:
            log.warning("turn lost its lease", extra={"conversation_id": item.conversation_id})

    async def _failed(self, item: InboxItem, error: Exception) -> None:
        metrics.ERRORS.labels("pipeline").inc()
        log.error(
            "turn failed",
            exc_info=error,
            extra={"conversation_id": item.conversation_id, "attempts": item.attempts},
        )
        retry_s = back_off_s(item.attempts, first=self.first_retry_s, most=MAX_RETRY_S)

        async def give_back() -> None:
            if item.attempts >= self.config.conversation.max_turn_attempts:
                await self.turns.give_up(item, type(error).__name__)
            else:
                await self.turns.retry_later(item, retry_s)

        # Where the store stays down, the lease runs out and the turn comes back by itself.
        await insist(give_back, first_s=self.first_retry_s)
