"""What is no longer needed goes, and what nobody writes in any more is closed."""

from __future__ import annotations

from dataclasses import dataclass

from jack.config import Config
from jack.db import automations, conversations, inbox, outbox, pushes, repeatable, staff, traces
from jack.db.database import Database
from jack.events import ConversationChanged, EventBus
from jack.model.clock import DAY, HOUR, Clock, Micros
from jack.model.conversations import State
from jack.services.announce import announce
from jack.services.media import Media


@dataclass(frozen=True, slots=True)
class Housekeeping:
    db: Database
    bus: EventBus
    config: Config
    clock: Clock
    media: Media

    async def run(self) -> None:
        closed = await self.db.write(self._work, self.clock())
        announce(self.bus, [ConversationChanged(i, State.CLOSED) for i in closed])
        await self.media.sweep()

    def _work(self, at: Micros) -> list[int]:
        keep = self.config.retention
        inbox.forget_payloads(at - keep.payload_days * DAY)
        outbox.forget(at - keep.outbox_days * DAY)
        traces.forget(at - keep.trace_days * DAY)
        staff.forget_sessions(at - DAY)
        repeatable.forget(at - DAY)
        automations.forget(at - self.config.automations.keep_days * DAY)
        pushes.forget_old(at - DAY)
        return conversations.close_idle(at - self.config.conversation.idle_close_hours * HOUR, at)
