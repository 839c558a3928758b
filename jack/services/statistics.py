"""Numbers about the whole house, for health pages and gauges."""

from __future__ import annotations

from dataclasses import dataclass

from jack import metrics
from jack.db import conversations, guests, inbox, knowledge, outbox, pms, tasks
from jack.db.database import Database
from jack.model.clock import SECOND, Clock


@dataclass(frozen=True, slots=True)
class Numbers:
    guests: int
    open_conversations: int
    pending_tasks: int
    knowledge_entries: int
    inbox_waiting: int
    outbox_waiting: int
    oldest_unanswered_s: float
    pms_age_s: float | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """`provider` is the hotel's PMS, empty without one."""

    db: Database
    clock: Clock
    provider: str = ""

    async def now(self) -> Numbers:
        return await self.db.read(self._read)

    async def refresh_gauges(self) -> None:
        numbers = await self.now()
        metrics.ACTIVE_CONVERSATIONS.set(numbers.open_conversations)
        metrics.PENDING_TASKS.set(numbers.pending_tasks)
        metrics.INBOX_PENDING.set(numbers.inbox_waiting)
        metrics.OUTBOX_PENDING.set(numbers.outbox_waiting)
        metrics.OLDEST_UNANSWERED_SECONDS.set(numbers.oldest_unanswered_s)
        if numbers.pms_age_s is not None:
            metrics.PMS_SYNC_AGE_SECONDS.set(numbers.pms_age_s)

    def _read(self) -> Numbers:
        waiting, oldest = inbox.waiting()
        synced = pms.synced_at(self.provider) if self.provider else None
        age = (self.clock() - oldest) / SECOND if oldest is not None else 0.0
        return Numbers(
            guests=guests.count(),
            open_conversations=conversations.count_open(),
            pending_tasks=tasks.count_pending(),
            knowledge_entries=knowledge.count(),
            inbox_waiting=waiting,
            outbox_waiting=outbox.waiting(),
            oldest_unanswered_s=round(max(age, 0.0), 3),
            pms_age_s=(self.clock() - synced) / SECOND if synced is not None else None,
        )
