"""Fetches guests' files from vendors and looks what they are, as soon as their message is stored."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from functools import partial

from jack import metrics
from jack.events import EventBus, FilesWaiting
from jack.model.clock import SECOND, Clock, seconds
from jack.model.media import File
from jack.services.media import MOST_AT_ONCE, Media
from jack.workers.wake import Alarm, back_off_s

log = logging.getLogger(__name__)

FETCH_TIMEOUT_S = 120.0
FIRST_RETRY_S = 5.0
MAX_RETRY_S = 3600.0


@dataclass(slots=True)
class MediaWorker:
    """A file under way when the process dies is still pending, and is done again."""

    media: Media
    bus: EventBus
    clock: Clock
    _alarm: Alarm = field(default_factory=Alarm)
    _running: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; what is under way then is left for the next start."""
        subscription = self.bus.subscribe(self._hear)
        try:
            while not stop.is_set():
                await self._dispatch()
                await self._alarm.wait(await self._sleep_s())
        finally:
            self.bus.unsubscribe(subscription)
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _hear(self, event: object) -> None:
        if isinstance(event, FilesWaiting):
            self._alarm.ring()

    async def _dispatch(self) -> None:
        free = MOST_AT_ONCE - len(self._running)
        if free <= 0:
            return
        try:
            files = await self.media.due(limit=free, without=list(self._running))
        except Exception:
            metrics.ERRORS.labels("media").inc()
            log.exception("files not readable")
            return
        for file in files:
            task = asyncio.create_task(self._settle(file))
            self._running[file.id] = task
            task.add_done_callback(partial(self._finished, file.id))

    def _finished(self, file_id: int, _task: asyncio.Task[None]) -> None:
        self._running.pop(file_id, None)
        self._alarm.ring()

    async def _sleep_s(self) -> float:
        if len(self._running) >= MOST_AT_ONCE:
            return 60.0
        try:
            due = await self.media.next_due(without=list(self._running))
        except Exception:
            log.exception("files not readable")
            return 1.0
        return (due - self.clock()) / SECOND if due is not None else 60.0

    async def _settle(self, file: File) -> None:
        wait = back_off_s(file.attempts + 1, first=FIRST_RETRY_S, most=MAX_RETRY_S)
        retry_at = self.clock() + seconds(wait)
        try:
            async with asyncio.timeout(FETCH_TIMEOUT_S):
                await self.media.settle(file, retry_at=retry_at)
        except Exception:
            # A full disk, or a fault of ours: the row waits, whatever it was.
            metrics.ERRORS.labels("media").inc()
            log.exception("file not settled", extra={"message_id": file.message_id})
            await self._later(file, retry_at)

    async def _later(self, file: File, retry_at: int) -> None:
        try:
            await self.media.put_off(file, retry_at=retry_at)
        except Exception:
            log.exception("file not put off", extra={"message_id": file.message_id})
            await asyncio.sleep(1.0)
