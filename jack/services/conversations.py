"""What staff do with conversations: look, take over, write, hand back, finish."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from jack.config import Config
from jack.db import (
    audit,
    conversations,
    escalations,
    gaps,
    knowledge,
    media,
    messages,
    outbox,
    shadows,
    traces,
    translations,
)
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.events import ConversationChanged, Event, EventBus, MessageAdded, OutboxFilled
from jack.knowledge.chunking import sentences
from jack.model.clock import Clock, Micros
from jack.model.conversations import Conversation, ConversationCard, Escalation, State
from jack.model.lengths import MAX_CHARS, split
from jack.model.media import File, FileId
from jack.model.messages import Delivery, Kind, Message, OutboxItem, OutboxKind, Sender
from jack.model.phrases import Phrase, say
from jack.model.staff import Role, Staff
from jack.model.support import supported
from jack.model.vendor_templates import TemplateCall
from jack.services.announce import announce, status_event
from jack.services.intake import expiry
from jack.services.media import Media, has_room_for
from jack.services.windows import must_take_text, takes_text

MAX_REPLY_CHARS = 4000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Original:
    """What a person wrote in their own language before it was translated for the guest."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Conversations:
    db: Database
    bus: EventBus
    config: Config
    clock: Clock
    media: Media

    # -- looking ---------------------------------------------------------------------------

    async def get(self, conversation_id: int) -> tuple[Conversation, list[Escalation]]:
        def read() -> tuple[Conversation, list[Escalation]]:
            return must(conversation_id), escalations.of(conversation_id)

        return await self.db.read(read)

    async def cards(
        self,
        *,
        states: Sequence[str],
        assigned_to: int | None,
        unassigned: bool,
        channel: str | None,
        query: str,
        before: tuple[Micros, int] | None,
        limit: int,
        guest_id: int | None = None,
    ) -> list[ConversationCard]:
        return await self.db.read(
            conversations.cards,
            states=states,
            assigned_to=assigned_to,
            unassigned=unassigned,
            channel=channel,
            guest_id=guest_id,
            query=query,
            before=before,
            limit=limit,
        )

    async def messages(
        self, conversation_id: int, *, before: int | None, limit: int
    ) -> list[Message]:
        """Newest first."""

        def read() -> list[Message]:
            must(conversation_id)
            return messages.page(conversation_id, before=before, limit=limit)

        return await self.db.read(read)

    async def explain(self, message_id: int) -> dict[str, Any]:
        """Why Jack said that, by either message of the turn (R13): the stored trace, with the texts of
        its sources as they were and what each sentence rests on."""

        def read() -> dict[str, Any]:
            if messages.get(message_id) is None:
                raise NotFound(f"There is no message {message_id}.")
            trace = traces.of_message(message_id)
            if trace is None:
                raise NotFound(
                    f"Message {message_id} belongs to no turn of Jack's: staff wrote it, it was a "
                    "fixed text, or its trace is older than the retention time."
                )
            for key in ("question", "answer"):
                found = messages.get(trace[f"{key}Id"]) if trace.get(f"{key}Id") else None
                trace[key] = found.text if found else None
                if key == "answer" and found:
                    trace["delivery"] = found.delivery
                    trace["sources"] = [asdict(source) for source in found.sources]
            for passage in trace.get("passages", ()):
                passage |= _as_it_was(passage["entryId"], passage["version"])
            return trace

        trace = await self.db.read(read)
        return trace | {"sentences": await asyncio.to_thread(_sentences, trace)}

    # -- acting ----------------------------------------------------------------------------

    async def claim(self, conversation_id: int, staff: Staff) -> Conversation:
        """From now on this person answers and Jack is silent (R3).

        Jack's replies that are not being sent yet come back as suggestions; the guest is told who
        is there. Claiming what is one's own changes nothing; another's is a Conflict.
        """

        def work(at: Micros) -> tuple[Conversation, list[Event]]:
            conversation = must(conversation_id)
            if conversation.owner_id == staff.id:
                return conversation, []
            if conversation.owner_id is not None:
                raise Conflict(f"{name_of(conversation.owner_id)} is answering this conversation.")
            if conversation.state is State.CLOSED:
                raise Conflict("This conversation is closed.")
            events: list[Event] = [
                status_event(moved) for moved in outbox.withdraw(conversation_id, at)
            ]
            conversations.set_owner(conversation_id, staff.id, at)
            conversations.set_state(conversation_id, State.ACTIVE, at)
            escalations.acknowledge(conversation_id, staff.id, at)
            events += self.tell(conversation, Phrase.STAFF_JOINED, at, name=staff.name)
            return self.done(conversation_id, staff, "claim", at, events)

        return await self.write(work)

    async def release(self, conversation_id: int, staff: Staff) -> Conversation:
        """Hand back to Jack. Only the owner, or a manager, can."""

        def work(at: Micros) -> tuple[Conversation, list[Event]]:
            conversation = must(conversation_id)
            must_own(conversation, staff)
            conversations.set_owner(conversation_id, None, at)
            events = self.tell(conversation, Phrase.STAFF_LEFT, at)
            return self.done(conversation_id, staff, "release", at, events)

        return await self.write(work)

    async def resolve(self, conversation_id: int, staff: Staff) -> Conversation:
        """Nothing is left to do; a message of the guest's reopens it."""

        def work(at: Micros) -> tuple[Conversation, list[Event]]:
            conversation = must(conversation_id)
            if conversation.owner_id is not None:
                must_own(conversation, staff)
            if conversation.state in (State.RESOLVED, State.CLOSED):
                raise Conflict(f"This conversation is {conversation.state} already.")
            conversations.set_owner(conversation_id, None, at)
            conversations.set_state(conversation_id, State.RESOLVED, at)
            escalations.acknowledge(conversation_id, staff.id, at)
            return self.done(conversation_id, staff, "resolve", at, [])

        return await self.write(work)

    async def reply(
        self,
        conversation_id: int,
        staff: Staff,
        text: str,
        *,
        file_ids: Sequence[FileId] = (),
        is_important: bool = False,
        original: Original | None = None,
    ) -> Message:
        """Write to the guest. An unowned conversation becomes the writer's by it (R3).

        `original` is what the writer wrote where `text` is its translation: both are kept (R9).

        What is important goes on to the guest's next channel where this one cannot deliver it. What
        the channel does not take in one message, a long text or several files, goes as several, of
        which this is the first. Raises Invalid where the channel does not take a file. Raises
        Conflict where the vendor takes no free text now.
        """
        text = text.strip()
        if not text and not file_ids:
            raise Invalid("The message is empty.")
        if len(text) > MAX_REPLY_CHARS:
            raise Invalid(f"The message is longer than {MAX_REPLY_CHARS} characters.")
        owner = await self.db.read(
            self._owner_to_be, conversation_id, file_ids, staff, self.clock()
        )
        if owner is None:
            await self.claim(conversation_id, staff)

        def work(at: Micros) -> tuple[Message, list[Event]]:
            conversation = must(conversation_id)
            if conversation.owner_id != staff.id:
                raise Conflict("Somebody else is answering this conversation.")
            must_take_text(conversation.channel, conversation.address, at)
            files = self.media.take_along(file_ids, conversation.channel, staff)
            written = [
                self.send(
                    conversation,
                    Sender.STAFF,
                    part,
                    OutboxKind.STAFF,
                    at,
                    staff_id=staff.id,
                    is_important=is_important,
                    files=along,
                )
                for part, along in self._parts(conversation.channel, text, files)
            ]
            gaps.propose(conversation_id, written[0][0].id, at)
            if original is not None:
                translations.put(
                    written[0][0].id, original.language, original.text, at, is_original=True
                )
            if self.config.answers.shadow != "off":
                shadows.answered(conversation_id, written[0][0].id, at, staff_id=staff.id)
            audit.add(
                f"staff:{staff.id}", "conversation.reply", f"conversation:{conversation_id}", at
            )
            return written[0][0], [event for _, events in written for event in events]

        return await self.write(work)

    def _parts(
        self, channel: str, text: str, files: Sequence[File]
    ) -> list[tuple[str, Sequence[File]]]:
        """What goes as one message each: files with the end of the text, or each alone after it."""
        texts = split(text, MAX_CHARS.get(channel, MAX_REPLY_CHARS)) if text else []
        if not files:
            return [(part, ()) for part in texts]
        traits = self.media.channels[channel].traits
        most = traits.max_files
        groups = [files[i : i + most] for i in range(0, len(files), most)]
        if not texts or not has_room_for(traits, text, files):
            return [*((part, ()) for part in texts), *(("", group) for group in groups)]
        first, *rest = groups
        return [
            *((part, ()) for part in texts[:-1]),
            (texts[-1], first),
            *(("", group) for group in rest),
        ]

    # -- the outbox ------------------------------------------------------------------------

    async def outbox(
        self, *, states: Sequence[str], before: int | None, limit: int
    ) -> list[OutboxItem]:
        return await self.db.read(outbox.listed, states=states, before=before, limit=limit)

    async def retry(self, outbox_id: int, *, actor: str) -> None:
        """Send again on a person's word: also what may have arrived already."""

        def work(at: Micros) -> tuple[None, list[Event]]:
            item = _must_have_sent(outbox_id)
            if item.template is None:
                must_take_text(item.channel, item.address, at)
            expires_at = at + expiry(self.config, item.kind, item.channel)
            moved = outbox.retry(outbox_id, at, expires_at=expires_at)
            if moved is None:
                raise Conflict(f"Message {outbox_id} is {item.state}: nothing to retry.")
            audit.add(actor, "outbox.retry", f"outbox:{outbox_id}", at)
            return None, [status_event(moved), OutboxFilled()]

        await self.write(work)

    async def discard(self, outbox_id: int, *, actor: str) -> None:
        def work(at: Micros) -> tuple[None, list[Event]]:
            item = _must_have_sent(outbox_id)
            moved = outbox.discard(outbox_id, at)
            if moved is None:
                raise Conflict(f"Message {outbox_id} is {item.state}: it cannot be discarded.")
            audit.add(actor, "outbox.discard", f"outbox:{outbox_id}", at)
            return None, [status_event(moved)]

        await self.write(work)

    # -- parts -----------------------------------------------------------------------------

    def _owner_to_be(
        self, conversation_id: int, file_ids: Sequence[FileId], by: Staff, at: Micros
    ) -> int | None:
        """Who owns what is to be written to; nobody is made its owner for what cannot go."""
        conversation = must(conversation_id)
        must_take_text(conversation.channel, conversation.address, at)
        self.media.take_along(file_ids, conversation.channel, by)
        return conversation.owner_id

    async def write(self, work: Callable[[Micros], tuple[T, list[Event]]]) -> T:
        """One transaction; what it tells is told after the commit."""
        result, events = await self.db.write(work, self.clock())
        announce(self.bus, events)
        return result

    def tell(
        self, conversation: Conversation, phrase: Phrase, at: Micros, **values: str
    ) -> list[Event]:
        """A fixed line of Jack's to the guest, who should know who is with them.

        Nothing where the vendor takes no free text now: it is no reason for a template.
        """
        if not takes_text(conversation.channel, conversation.address, at):
            return []
        language = conversation.language or self.config.hotel.language
        text = say(phrase, language, **values)
        return self.send(conversation, Sender.SYSTEM, text, OutboxKind.STAFF, at)[1]

    def send(
        self,
        conversation: Conversation,
        sender: Sender,
        text: str,
        kind: OutboxKind,
        at: Micros,
        *,
        staff_id: int | None = None,
        is_important: bool = False,
        files: Sequence[File] = (),
        template: TemplateCall | None = None,
    ) -> tuple[Message, list[Event]]:
        """Queue a message to the guest. Runs inside a write."""
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=sender,
            kind=Kind.TEXT if text or not files else Kind(files[0].kind),
            staff_id=staff_id,
            channel=conversation.channel,
            address=conversation.address,
            text=text,
            delivery=Delivery.QUEUED,
            at=at,
        )
        outbox.put(
            message_id=message_id,
            conversation_id=conversation.id,
            kind=kind,
            channel=conversation.channel,
            account=conversation.account,
            address=conversation.address,
            text=text,
            expires_at=at + expiry(self.config, kind, conversation.channel),
            at=at,
            is_important=is_important,
            template=template,
        )
        for place, file in enumerate(files):
            media.attach(file.id, message_id, conversation.channel, place=place)
        message = messages.get(message_id)
        assert message is not None
        added = MessageAdded(
            conversation.id, message_id, sender, conversation.channel, conversation.address
        )
        return message, [added, OutboxFilled()]

    def done(
        self,
        conversation_id: int,
        staff: Staff,
        action: str,
        at: Micros,
        events: list[Event],
        **data: object,
    ) -> tuple[Conversation, list[Event]]:
        """Put it on record; `data` is what the thread shows of it. Runs inside a write."""
        subject = f"conversation:{conversation_id}"
        audit.add(f"staff:{staff.id}", f"conversation.{action}", subject, at, **data)
        conversation = must(conversation_id)
        return conversation, [*events, ConversationChanged(conversation_id, conversation.state)]


def _as_it_was(entry_id: int, version: int) -> dict[str, Any]:
    """The text of an entry in the version that was used, and which one is used now; None: none."""
    versions = knowledge.versions(entry_id)
    entry = knowledge.get(entry_id)
    text = next((each.body for each in versions if each.version == version), None)
    return {"text": text, "versionNow": entry.version if entry else None}


def _sentences(trace: dict[str, Any]) -> list[dict[str, Any]]:
    """Each sentence of the answer with the entry and the words it rests on."""
    used = [passage for passage in trace.get("passages", ()) if passage["used"] and passage["text"]]
    texts = [f"{passage['title']}. {passage['text']}" for passage in used]
    found = supported(trace["answer"] or "", texts, split=sentences)
    return [
        {
            "text": each.sentence,
            "entryId": used[each.source]["entryId"] if each.source is not None else None,
            "quote": each.quote or None,
        }
        for each in found
    ]


def must(conversation_id: int) -> Conversation:
    conversation = conversations.get(conversation_id)
    if conversation is None:
        raise NotFound(f"There is no conversation {conversation_id}.")
    return conversation


def must_own(conversation: Conversation, staff: Staff) -> None:
    if conversation.owner_id is None:
        raise Conflict("Nobody has claimed this conversation.")
    if conversation.owner_id != staff.id and staff.role not in (Role.ADMIN, Role.MANAGER):
        raise Conflict(f"{name_of(conversation.owner_id)} is answering this conversation.")


def _must_have_sent(outbox_id: int) -> OutboxItem:
    item = outbox.get(outbox_id)
    if item is None:
        raise NotFound(f"There is no outgoing message {outbox_id}.")
    return item


def name_of(staff_id: int) -> str:
    found = people.get(staff_id)
    return found.name if found else "Somebody"
