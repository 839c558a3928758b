"""The inbox of staff and its threads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jack.channels.base import Channel
from jack.db import (
    escalations,
    guests,
    inbox_list,
    messages,
    search,
    tasks,
    timeline,
    translations,
)
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Invalid
from jack.events import ConversationChanged, Event, EventBus
from jack.model.clock import Clock, Micros
from jack.model.conversations import Conversation, Escalation
from jack.model.inbox import (
    Filters,
    Found,
    FoundGuest,
    Line,
    Note,
    Order,
    Position,
    Reach,
    SystemEvent,
)
from jack.model.messages import Message
from jack.model.staff import Permission, Staff
from jack.model.tasks import Task
from jack.model.windows import closes_at
from jack.services import consent
from jack.services.announce import announce
from jack.services.conversations import must as must_exist
from jack.services.permits import must

FOREVER: Micros = 2**62
MOST_TASKS = 100


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of a conversation: its messages, newest first, and all else of the same time."""

    conversation: Conversation
    messages: list[Message]
    names: Mapping[int, str]
    notes: list[Note]
    events: list[SystemEvent]
    escalations: list[Escalation]
    tasks: list[Task]
    originals: Mapping[int, str]
    """What staff wrote of messages that were sent translated, by message."""
    window_ends_at: Micros | None
    takes_files: Mapping[str, int]
    is_last: bool


@dataclass(frozen=True, slots=True)
class InboxList:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    clock: Clock

    async def listed(
        self, by: Staff, filters: Filters, *, order: Order, after: Position | None, limit: int
    ) -> tuple[list[Line], Position | None]:
        """A page of the inbox, and where the next begins."""
        must(by, Permission.READ_CONVERSATIONS)
        return await self.db.read(
            inbox_list.listed, filters, order=order, viewer_id=by.id, after=after, limit=limit
        )

    async def counts(self, by: Staff) -> dict[str, int]:
        """How many open conversations each view has."""
        must(by, Permission.READ_CONVERSATIONS)
        return await self.db.read(inbox_list.counts, by.id)

    async def shown(self, by: Staff, conversation_id: int) -> tuple[Line, list[Escalation]]:
        """One conversation with its names, wherever in the inbox it is."""
        must(by, Permission.READ_CONVERSATIONS)

        def read() -> tuple[Line, list[Escalation]]:
            must_exist(conversation_id)
            return inbox_list.line(conversation_id, by.id), escalations.of(conversation_id)

        return await self.db.read(read)

    async def thread(
        self, by: Staff, conversation_id: int, *, before: int | None, limit: int
    ) -> Thread:
        """Messages before the one with the id `before`, with what happened between them."""
        must(by, Permission.READ_CONVERSATIONS)

        def read() -> Thread:
            conversation = must_exist(conversation_id)
            found = messages.page(conversation_id, before=before, limit=limit)
            is_last = len(found) < limit
            until = _created_at(before, conversation_id)
            since = 0 if is_last else found[-1].created_at
            ids = {m.staff_id for m in found if m.staff_id is not None}
            known = {i: person for i in ids if (person := people.get(i)) is not None}
            return Thread(
                conversation=conversation,
                messages=found,
                names={i: person.name for i, person in known.items()},
                notes=timeline.notes(conversation_id, since=since, before=until),
                events=timeline.events(conversation_id, since=since, before=until),
                escalations=[
                    e for e in escalations.of(conversation_id) if since <= e.created_at < until
                ],
                tasks=[
                    task
                    for task in tasks.listed(conversation_id=conversation_id, limit=MOST_TASKS)
                    if since <= task.created_at < until
                ],
                originals=translations.originals([m.id for m in found]),
                window_ends_at=_window_end(conversation),
                takes_files=self._takes(conversation.channel),
                is_last=is_last,
            )

        return await self.db.read(read)

    def _takes(self, channel: str) -> Mapping[str, int]:
        return self.channels[channel].traits.files if channel in self.channels else {}

    async def reaches(self, by: Staff, conversation_id: int) -> list[Reach]:
        """Where the guest can be written to, on channels that are switched on."""
        must(by, Permission.READ_CONVERSATIONS)

        def read() -> list[Reach]:
            return reaches_of(must_exist(conversation_id).guest_id, self.channels)

        return await self.db.read(read)

    async def see(self, by: Staff, conversation_id: int, up_to: int) -> None:
        """This person has seen the thread up to a message."""
        must(by, Permission.READ_CONVERSATIONS)

        def work() -> list[Event]:
            conversation = must_exist(conversation_id)
            message = messages.get(up_to)
            if message is None or message.conversation_id != conversation_id:
                raise Invalid(f"Message {up_to} is not of this conversation.", field="messageId")
            is_news = inbox_list.see(conversation_id, by.id, up_to)
            return [ConversationChanged(conversation_id, conversation.state)] if is_news else []

        announce(self.bus, await self.db.write(work))

    async def search(
        self, by: Staff, text: str, *, before: int | None, limit: int
    ) -> tuple[list[Found], list[FoundGuest]]:
        """Messages and guests that have all the words; guests on the first page only."""
        must(by, Permission.READ_CONVERSATIONS)

        def read() -> tuple[list[Found], list[FoundGuest]]:
            found = search.by_guest(text, limit=20) if before is None else []
            return search.by_message(text, limit=limit, before=before), found

        return await self.db.read(read)


def reaches_of(guest_id: int, channels: Collection[str]) -> list[Reach]:
    """Where a guest can be written to. By SMS also at a number that another channel proved.

    Runs inside a read or write.
    """
    found = [reach for reach in timeline.reaches(guest_id) if reach.channel in channels]
    if "sms" in channels and all(reach.channel != "sms" for reach in found):
        proven = [i for i in guests.identities(guest_id) if i.is_proven and i.phone]
        if proven and (phone := proven[-1].phone):
            is_stopped = not consent.may_start(guest_id, "sms")
            found.append(Reach("sms", "", phone, is_stopped, None))
    return found


def _created_at(message_id: int | None, conversation_id: int) -> Micros:
    found = messages.get(message_id) if message_id is not None else None
    is_of_it = found is not None and found.conversation_id == conversation_id
    return found.created_at if found is not None and is_of_it else FOREVER


def _window_end(conversation: Conversation) -> Micros | None:
    wrote_at = guests.wrote_at(conversation.channel, conversation.address)
    return closes_at(conversation.channel, wrote_at)
