"""Conversations: the inbox, its threads, and who answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.conversations import Conversation, ConversationCard, Escalation, State
from jack.model.extras import Extra
from jack.model.inbox import Line
from jack.model.media import WORDS, File
from jack.model.messages import Message
from jack.model.phrases import past_disclosure
from jack.model.staff import Permission
from jack.services.conversations import Original
from jack.web.api.shapes import Page, as_id, as_iso, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes, Written

routes = Routes("conversations")

READ = Permission.READ_CONVERSATIONS
WRITE = Permission.WRITE_CONVERSATIONS


class ConversationQuery(Page):
    state: Literal["new", "active", "escalated", "resolved", "closed", "open"] | None = Field(
        default=None, description="`open` is new, active or escalated."
    )
    assigned_to: str | None = Field(
        default=None, pattern=r"^(me|none|\d{1,18})$", description="An id, `me` or `none`."
    )
    channel: str | None = Field(default=None, max_length=20)
    guest_id: Annotated[str, Field(pattern=r"^\d{1,18}$")] | None = None
    q: str = Field(default="", max_length=200, description="Words in names and messages.")


class Card(Model):
    id: str
    guest_id: str
    guest_name: str
    channel: str
    state: str
    assigned_to: str | None
    assigned_name: str | None
    language: str | None
    room: str | None
    last_message: str
    last_sender: str
    last_message_at: str
    has_failed: bool


class Cards(Model):
    conversations: list[Card]
    cursor: str | None


def write_card(card: ConversationCard) -> dict[str, object]:
    """A `Card` as it is sent. The inbox of a large hotel is asked for all the time, and checking
    what our own query found takes longer than finding it; a test compares it with the model."""
    return {
        "id": str(card.id),
        "guestId": str(card.guest_id),
        "guestName": card.guest_name,
        "channel": card.channel,
        "state": card.state,
        "assignedTo": as_id(card.owner_id),
        "assignedName": card.owner_name,
        "language": card.language,
        "room": card.room,
        "lastMessage": past_disclosure(card.last_text)[:200],
        "lastSender": card.last_sender,
        "lastMessageAt": to_iso(card.last_message_at),
        "hasFailed": bool(card.has_failed),
    }


class EscalationShape(Model):
    id: str
    reasons: list[str]
    priority: str
    department: str
    created_at: str
    acknowledged_at: str | None
    acknowledged_by: str | None

    @classmethod
    def of(cls, escalation: Escalation) -> EscalationShape:
        at = escalation.acknowledged_at
        return cls(
            id=str(escalation.id),
            reasons=list(escalation.reasons),
            priority=escalation.priority,
            department=escalation.department,
            created_at=to_iso(escalation.created_at),
            acknowledged_at=as_iso(at),
            acknowledged_by=as_id(escalation.acknowledged_by),
        )


class ConversationShape(Model):
    id: str
    guest_id: str
    reservation_id: str | None
    channel: str
    state: str
    assigned_to: str | None
    language: str | None
    created_at: str
    updated_at: str
    last_message_at: str
    escalations: list[EscalationShape] = Field(default_factory=list)

    @classmethod
    def of(
        cls, conversation: Conversation, escalations: list[Escalation] | None = None
    ) -> ConversationShape:
        return cls(
            id=str(conversation.id),
            guest_id=str(conversation.guest_id),
            reservation_id=as_id(conversation.reservation_id),
            channel=conversation.channel,
            state=conversation.state,
            assigned_to=as_id(conversation.owner_id),
            language=conversation.language,
            created_at=to_iso(conversation.created_at),
            updated_at=to_iso(conversation.updated_at),
            last_message_at=to_iso(conversation.last_message_at),
            escalations=[EscalationShape.of(e) for e in escalations or []],
        )


class NamedConversation(ConversationShape):
    guest_name: str
    assigned_name: str | None
    room: str | None

    @classmethod
    def by(cls, line: Line, escalations: list[Escalation]) -> NamedConversation:
        shape = ConversationShape.of(line.conversation, escalations)
        return cls(
            **dict(shape),
            guest_name=line.guest_name,
            assigned_name=line.owner_name,
            room=line.room,
        )


class SourceShape(Model):
    """What an answer rests on (R4)."""

    kind: str
    id: str
    version: int | None
    title: str
    score: float | None


class FileShape(Model):
    """A photo, voice note or document. `state` is `pending` while it is fetched, `stored` when it is
    there, else `refused` or `failed` with `reason` as a code and in words. `kind` is `image`,
    `audio`, `video` or `document`; `size` is in bytes, `width` and `height` in pixels.
    GET /api/v1/media gives links to it.
    """

    id: str
    kind: str
    content_type: str
    name: str
    size: int
    width: int | None
    height: int | None
    has_thumbnail: bool
    state: str
    reason: str | None
    reason_text: str | None

    @classmethod
    def of(cls, file: File) -> FileShape:
        return cls(
            id=str(file.id),
            kind=file.kind,
            content_type=file.content_type,
            name=file.name,
            size=file.size,
            width=file.width,
            height=file.height,
            has_thumbnail=file.has_thumbnail,
            state=file.state,
            reason=file.reason,
            reason_text=WORDS[file.reason] if file.reason is not None else None,
        )


class ContactShape(Model):
    name: str
    phones: list[str]


class OrderedShape(Model):
    name: str
    quantity: int


class PlaceShape(Model):
    latitude: float
    longitude: float


class ExtraShape(Model):
    """What a message is beside its words. `reactsTo` is the id of a message; `problem` why the
    vendor could not hand the message over."""

    place: PlaceShape | None
    contacts: list[ContactShape]
    items: list[OrderedShape]
    reacts_to: str | None
    problem: str

    @classmethod
    def of(cls, extra: Extra) -> ExtraShape:
        place = extra.place
        return cls(
            place=PlaceShape(latitude=place[0], longitude=place[1]) if place else None,
            contacts=[ContactShape(name=c.name, phones=list(c.phones)) for c in extra.contacts],
            items=[OrderedShape(name=i.name, quantity=i.quantity) for i in extra.items],
            reacts_to=as_id(extra.reacts_to),
            problem=extra.problem,
        )


class MessageShape(Model):
    id: str
    conversation_id: str
    sender: str
    staff_id: str | None
    channel: str
    kind: str
    content: str
    language: str | None
    delivery: str | None
    failure: str | None
    sources: list[SourceShape]
    created_at: str
    page: str | None = Field(
        default=None, description="Where on the hotel's website the guest wrote it."
    )
    files: list[FileShape] = Field(default_factory=list)
    extra: ExtraShape | None = None

    @classmethod
    def of(cls, message: Message) -> MessageShape:
        return cls(
            id=str(message.id),
            conversation_id=str(message.conversation_id),
            sender=message.sender,
            staff_id=as_id(message.staff_id),
            channel=message.channel,
            kind=message.kind,
            content=message.text,
            language=message.language,
            delivery=message.delivery,
            failure=message.failure,
            sources=[
                SourceShape(kind=s.kind, id=s.id, version=s.version, title=s.title, score=s.score)
                for s in message.sources
            ],
            created_at=to_iso(message.created_at),
            page=message.page,
            files=[FileShape.of(file) for file in message.files],
            extra=ExtraShape.of(message.extra) if message.extra is not None else None,
        )


class Messages(Model):
    """Newest first."""

    messages: list[MessageShape]
    cursor: str | None


class OriginalShape(Model):
    content: str = Field(min_length=1, max_length=4000)
    language: str = Field(pattern=r"^[a-z]{2}$", description="ISO 639-1.")


class Reply(Model):
    content: str = Field(
        default="",
        max_length=4000,
        examples=["I'll bring them myself."],
        description="May be empty where there are files.",
    )
    media: list[Annotated[str, Field(pattern=r"^\d{1,18}$")]] = Field(
        default_factory=list,
        max_length=10,
        examples=[[]],
        description="Ids of files that the caller uploaded by POST /api/v1/media.",
    )
    original: OriginalShape | None = Field(
        default=None,
        examples=[None],
        description="What the writer wrote, where `content` is its translation. Both are kept.",
    )
    important: bool = Field(
        default=False,
        description="Go on to the guest's next channel where this one cannot deliver it.",
    )
    channel: str | None = Field(
        default=None, max_length=20, description="Another channel that the guest has (`/channels`)."
    )


@routes.add("GET", "/api/v1/conversations", query=ConversationQuery, answer=Cards, needs=READ)
async def list_conversations(call: Call[ConversationQuery, Nothing]) -> Written:
    """The inbox, newest message first."""
    ask = call.query
    before = decode(ask.cursor, 2)
    states = ("new", "active", "escalated") if ask.state == "open" else (ask.state,)
    cards = await call.desk.conversations.cards(
        states=[State(state) for state in states if state],
        assigned_to=_owner(ask.assigned_to, call.who.id),
        unassigned=ask.assigned_to == "none",
        channel=ask.channel,
        guest_id=int(ask.guest_id) if ask.guest_id else None,
        query=ask.q.strip(),
        before=(before[0], before[1]) if before else None,
        limit=ask.limit,
    )
    last = cards[-1] if len(cards) == ask.limit else None
    cursor = encode(last.last_message_at, last.id) if last else None
    return Written.of({"conversations": list(map(write_card, cards)), "cursor": cursor})


@routes.add(
    "GET",
    "/api/v1/conversations/{id}",
    answer=NamedConversation,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def get_conversation(call: Call[Nothing, Nothing]) -> NamedConversation:
    """One conversation with its escalations, and who they are: the guest and the owner."""
    return NamedConversation.by(*await call.desk.inbox_list.shown(call.who, call.id()))


@routes.add(
    "GET",
    "/api/v1/conversations/{id}/messages",
    query=Page,
    answer=Messages,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def list_messages(call: Call[Page, Nothing]) -> Messages:
    """A thread, newest message first."""
    before = decode(call.query.cursor, 1)
    found = await call.desk.conversations.messages(
        call.id(), before=before[0] if before else None, limit=call.query.limit
    )
    is_full = len(found) == call.query.limit
    return Messages(
        messages=[MessageShape.of(message) for message in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/messages",
    body=Reply,
    answer=MessageShape,
    status=201,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
    is_sending=True,
)
async def reply_to_guest(call: Call[Nothing, Reply]) -> MessageShape:
    """Write to the guest.

    A conversation nobody owns becomes the writer's; while somebody else owns it, this is a conflict.
    A file that the guest's channel does not take is refused in words, before anything is sent. Outside
    WhatsApp's window this is a conflict, too: send a template, or write by another `channel`.
    """
    if call.body.channel is not None:
        return MessageShape.of(
            await call.desk.drafts.write_by(
                call.id(), call.who, call.body.content, channel=call.body.channel
            )
        )
    return MessageShape.of(
        await call.desk.conversations.reply(
            call.id(),
            call.who,
            call.body.content,
            file_ids=[int(file_id) for file_id in call.body.media],
            is_important=call.body.important,
            original=_original(call.body.original),
        )
    )


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/claim",
    answer=ConversationShape,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def claim_conversation(call: Call[Nothing, Nothing]) -> ConversationShape:
    """Take over: from now on Jack is silent here."""
    return ConversationShape.of(await call.desk.conversations.claim(call.id(), call.who))


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/release",
    answer=ConversationShape,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def release_conversation(call: Call[Nothing, Nothing]) -> ConversationShape:
    """Hand back to Jack."""
    return ConversationShape.of(await call.desk.conversations.release(call.id(), call.who))


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/resolve",
    answer=ConversationShape,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def resolve_conversation(call: Call[Nothing, Nothing]) -> ConversationShape:
    """Nothing is left to do here."""
    return ConversationShape.of(await call.desk.conversations.resolve(call.id(), call.who))


def _original(shape: OriginalShape | None) -> Original | None:
    return Original(shape.content, shape.language) if shape is not None else None


def _owner(asked: str | None, me: int) -> int | None:
    if asked == "me":
        return me
    return int(asked) if asked and asked.isdecimal() else None
