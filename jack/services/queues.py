"""The workers' side of inbox and outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jack.channels.base import Channel
from jack.db import inbox, messages, outbox
from jack.db.database import Database
from jack.db.outbox import Moved
from jack.errors import Ambiguous
from jack.errors import Delivery as DeliveryError
from jack.events import EventBus
from jack.model.clock import Clock, Micros
from jack.model.messages import InboxItem, OutboxItem
from jack.services.announce import announce, status_event


@dataclass(frozen=True, slots=True)
class Queues:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    clock: Clock
    holder: str

    async def recover(self) -> tuple[int, int]:
        """After a start: (turns taken up again, sends whose outcome a crash hid)."""

        def work(at: Micros) -> tuple[int, list[Moved]]:
            repeatable = [n for n, channel in self.channels.items() if channel.traits.is_repeatable]
            return inbox.recover(self.holder), outbox.recover(at, repeatable=repeatable)

        turns, moved = await self.db.write(work, self.clock())
        self._tell(moved)
        return turns, len(moved)

    # -- inbox -----------------------------------------------------------------------------

    async def claim_turns(self, *, lease: Micros, limit: int) -> list[InboxItem]:
        if await self._nothing_due():
            return []
        return await self.db.write(inbox.claim, self.holder, self.clock(), lease=lease, limit=limit)

    async def claim_turn(self, message_id: int, *, lease: Micros) -> InboxItem | None:
        """The turn that a message waits for, and no other; None when it waits for none."""

        def work(at: Micros) -> InboxItem | None:
            message = messages.get(message_id)
            if message is None:
                return None
            conversation_id = message.conversation_id
            items = inbox.claim(
                self.holder, at, lease=lease, limit=1, conversation_id=conversation_id
            )
            return items[0] if items else None

        return await self.db.write(work, self.clock())

    async def _nothing_due(self) -> bool:
        """Look before writing: an idle server commits nothing."""
        due = await self.next_turn()
        return due is None or due > self.clock()

    async def next_turn(self) -> Micros | None:
        return await self.db.read(inbox.next_due)

    async def waiting(self) -> tuple[int, Micros | None, int]:
        """(turns waiting, since when the oldest does, sends waiting)."""

        def read() -> tuple[int, Micros | None, int]:
            return (*inbox.waiting(), outbox.waiting())

        return await self.db.read(read)

    # -- outbox ----------------------------------------------------------------------------

    async def claim_sends(self, *, limit: int) -> list[OutboxItem]:
        due = await self.next_send()
        if due is None or due > self.clock():
            return []
        pacing = {name: channel.traits.pacing for name, channel in self.channels.items()}
        return await self.db.write(
            outbox.claim, self.holder, self.clock(), limit=limit, pacing=pacing
        )

    async def next_send(self) -> Micros | None:
        return await self.db.read(outbox.next_due)

    async def sent(self, item: OutboxItem, vendor_id: str) -> None:
        def work(at: Micros) -> Moved | None:
            moved = outbox.sent(item.id, vendor_id, at)
            if item.channel == "webchat":
                messages.make_visible(item.message_id)
            return moved

        self._tell([await self.db.write(work, self.clock())])

    async def show_chat(self, address: str) -> None:
        """Send a web chat visitor what waits, where no worker does: being visible is being sent."""
        waiting = await self.db.read(outbox.listed, states=("queued",), before=None, limit=50)
        for item in reversed(waiting):
            if item.channel == "webchat" and item.address == address:
                await self.sent(item, str(item.message_id))

    async def not_sent(
        self, item: OutboxItem, error: DeliveryError, *, retry_at: Micros | None
    ) -> None:
        """Queue it again at `retry_at`, or give up when that is None."""

        def work(at: Micros) -> Moved | None:
            if retry_at is None:
                return outbox.failed(item.id, code=error.reason, text=str(error), at=at)
            return outbox.retry_at(
                item.id,
                retry_at,
                code=error.reason,
                text=str(error),
                at=at,
                is_ambiguous=isinstance(error, Ambiguous),
            )

        self._tell([await self.db.write(work, self.clock())])

    def _tell(self, moved: list[Moved] | list[Moved | None]) -> None:
        announce(self.bus, [status_event(m) for m in moved if m is not None])
