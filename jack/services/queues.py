"""The workers' side of inbox and outbox."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jack.channels.base import Channel, Ledger
from jack.config import Config
from jack.db import (
    attempts,
    audit,
    conversations,
    guests,
    inbox,
    mails,
    messages,
    outbox,
    pushes,
    rests,
)
from jack.db.database import Database
from jack.db.outbox import Moved
from jack.errors import Ambiguous, LockedOut, NoOffers, OptedOut, Throttled, WindowClosed
from jack.errors import Delivery as DeliveryError
from jack.events import ChannelLocked, Event, EventBus, MessageAdded, OutboxFilled, TroublesChanged
from jack.model.clock import DAY, MINUTE, SECOND, Clock, Micros, seconds
from jack.model.consent import Purpose
from jack.model.mails import Thread
from jack.model.messages import InboxItem, OutboxItem, StatusReport
from jack.model.rests import Rest
from jack.model.windows import OPENS_NOTHING
from jack.services.announce import announce, status_event
from jack.services.media import Media
from jack.services.onward import Onward

log = logging.getLogger(__name__)

FIRST_WAIT, MOST_WAIT = 30 * SECOND, 10 * MINUTE


@dataclass(frozen=True, slots=True)
class Queues:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    config: Config
    clock: Clock
    holder: str
    media: Media
    unknown: dict[int, tuple[Micros, Micros]] = field(default_factory=dict, init=False)
    """Sends of which the vendor does not know, either: when to ask again, and how long to wait then."""

    @property
    def onward(self) -> Onward:
        return Onward(self.channels, self.config)

    async def recover(self) -> tuple[int, int]:
        """After a start: (turns taken up again, sends whose outcome a crash hid)."""

        def work(at: Micros) -> tuple[int, list[Moved]]:
            repeatable = [n for n, channel in self.channels.items() if channel.traits.is_repeatable]
            rests.end_all()
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

    async def receipt(self, heard: MessageAdded) -> tuple[str, bool] | None:
        """(the vendor's id of a guest's words, whether Jack answers them); None for what is none."""

        def read() -> tuple[str, bool] | None:
            message = messages.get(heard.message_id)
            conversation = conversations.get(heard.conversation_id)
            if message is None or conversation is None or message.kind in OPENS_NOTHING:
                return None
            found = inbox.vendor_id_of(heard.conversation_id, heard.message_id)
            return (found[0], found[1] and not conversation.is_owned) if found else None

        return await self.db.read(read)

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

        def work(at: Micros) -> tuple[list[OutboxItem], list[Event]]:
            events = self.onward.hold_back(at)
            taken = outbox.claim(self.holder, at, limit=limit, pacing=pacing, resting=_resting(at))
            threaded = [self._in_thread(item, at) for item in taken]
            return self.media.outgoing(threaded), events

        items, events = await self.db.write(work, self.clock())
        announce(self.bus, events)
        return items

    def _in_thread(self, item: OutboxItem, at: Micros) -> OutboxItem:
        """A mail with the thread it continues and the Message-ID it will have."""
        if item.channel != "email":
            return item
        domain = self.config.channels.email.address.rpartition("@")[2] or "localhost"
        new_id = f"<{secrets.token_hex(16)}@{domain}>"
        return replace(item, thread=mails.thread_of(item, new_id, at))

    async def next_send(self) -> Micros | None:
        at = self.clock()
        return await self.db.read(lambda: outbox.next_due(resting=_resting(at)))

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

        is_ambiguous = isinstance(error, Ambiguous)

        def work(at: Micros) -> list[Event]:
            if isinstance(error, OptedOut):
                self.onward.refused(item.conversation_id, item.channel, at)
            if isinstance(error, NoOffers):
                self.onward.refused(item.conversation_id, item.channel, at, Purpose.MARKETING)
            if isinstance(error, WindowClosed):
                guests.silent(item.channel, item.address)
            events = self._rest(item.channel, error, at)
            if retry_at is None and is_ambiguous:
                # It may have arrived: no other channel, and staff decide (R2, R11).
                open_ = outbox.unsettled(item.id, code=error.reason, text=str(error), at=at)
                return [status_event(open_)] if open_ else []
            if retry_at is None:
                return self.onward.give_up(item.id, code=error.reason, text=str(error), at=at)
            if not is_ambiguous and (
                hurried := self.onward.hurry(item, code=error.reason, text=str(error), at=at)
            ):
                return [*events, *hurried]
            moved = outbox.retry_at(
                item.id,
                retry_at,
                code=error.reason,
                text=str(error),
                at=at,
                is_ambiguous=is_ambiguous,
            )
            return [*events, status_event(moved)] if moved else events

        announce(self.bus, await self.db.write(work, self.clock()))

    # -- channels at rest --------------------------------------------------------------------

    def _rest(self, channel: str, error: DeliveryError, at: Micros) -> list[Event]:
        """What a failure means for everything else on its channel; one alarm where it is locked."""
        if isinstance(error, Throttled):
            wait = error.retry_after_s or self.config.outbox.first_retry_s
            rests.begin(channel, error.reason, str(error), at, until=at + seconds(wait))
            return []
        if not isinstance(error, LockedOut):
            return []
        if not rests.begin(channel, error.reason, str(error), at, until=None):
            return []
        audit.add("system", "channel.locked", f"channel:{channel}", at, reason=error.reason)
        pushes.channel_locked(at)
        log.error("channel locked", extra={"channel": channel, "reason": error.reason})
        return [ChannelLocked(channel)]

    async def locked(self) -> list[Rest]:
        """Channels that send nothing until somebody mends them."""
        at = self.clock()
        found = await self.db.read(rests.current, at)
        return [rest for rest in found if rest.is_locked]

    async def try_locked(self) -> int:
        """Ask vendors that had refused our credentials; how many take them again."""
        mended = 0
        for rest in await self.locked():
            channel = self.channels.get(rest.channel)
            if channel is None:
                continue
            try:
                await channel.check()
            except DeliveryError:
                continue
            mended += await self.db.write(self._unlock, rest.channel, self.clock())
            announce(self.bus, [OutboxFilled(), TroublesChanged()])
        return mended

    @staticmethod
    def _unlock(channel: str, at: Micros) -> int:
        if not rests.end(channel):
            return 0
        audit.add("system", "channel.recovered", f"channel:{channel}", at)
        return 1

    # -- sends whose outcome is not known (R2) -----------------------------------------------

    async def reconcile(self) -> int:
        """Ask vendors that can tell what became of sends that a crash cut off; how many it settled.

        What a vendor surely never had is sent; what it cannot tell is asked again later, and more
        and more seldom where it could be asked but did not know.
        """
        ledgers = {n: c for n, c in self.channels.items() if isinstance(c, Ledger)}
        if not ledgers:
            return 0
        since = self.clock() - DAY
        open_ones = await self.db.read(outbox.crashed, list(ledgers), since=since)
        settled = 0
        for item in open_ones:
            next_at, wait = self.unknown.get(item.id, (0, FIRST_WAIT))
            if self.clock() < next_at:
                continue
            try:
                reports = await ledgers[item.channel].settle(await self._as_sent(item))
            except DeliveryError as error:
                log.warning("not settled", extra={"outbox_id": item.id, "reason": error.reason})
                continue
            if reports is None:
                self.unknown[item.id] = (self.clock() + wait, min(2 * wait, MOST_WAIT))
                continue
            self.unknown.pop(item.id, None)
            settled += await self._settle(item, reports) or await self._never_taken(item)
        return settled

    async def _as_sent(self, item: OutboxItem) -> OutboxItem:
        """With the Message-ID that a mail was, or was to be, sent under."""
        if item.channel != "email":
            return item
        message_id = await self.db.read(mails.sent_as, item.id)
        return replace(item, thread=Thread(message_id) if message_id else None)

    async def settle(self, item: OutboxItem) -> bool:
        """Whether an earlier try of this send turns out to have been taken. Raises Delivery."""
        channel: object = self.channels.get(item.channel)
        if not item.in_doubt or not isinstance(channel, Ledger):
            return False
        reports = await channel.settle(item)
        return reports is not None and await self._settle(item, reports)

    async def _settle(self, item: OutboxItem, reports: Sequence[StatusReport]) -> bool:
        """Take the first that is not known as another send."""

        def work(at: Micros) -> tuple[bool, list[Event]]:
            for report in reports:
                vendor_id = report.vendor_id
                if vendor_id and not attempts.is_taken(
                    report.channel, vendor_id, outbox_id=item.id
                ):
                    return True, self.onward.apply_status(report, at)
            return False, []

        is_settled, events = await self.db.write(work, self.clock())
        announce(self.bus, events)
        return is_settled

    async def _never_taken(self, item: OutboxItem) -> bool:
        def work(at: Micros) -> Moved | None:
            before = at - seconds(self.config.outbox.settle_s)
            return outbox.never_taken(item.id, before=before, at=at)

        moved = await self.db.write(work, self.clock())
        if moved is None:
            return False
        announce(self.bus, [status_event(moved), OutboxFilled()])
        return True

    def _tell(self, moved: list[Moved] | list[Moved | None]) -> None:
        announce(self.bus, [status_event(m) for m in moved if m is not None])


def _resting(at: Micros) -> list[str]:
    return [rest.channel for rest in rests.current(at)]
