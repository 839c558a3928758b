"""The inbox of staff, its threads, and searching them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.conversations import State
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
from jack.model.media import ENDINGS
from jack.model.messages import Message
from jack.model.phrases import past_disclosure
from jack.model.staff import Permission
from jack.model.tasks import Task
from jack.model.vendor_templates import TemplateCategory
from jack.services.inbox_list import Thread
from jack.services.sendable import Offer, Way
from jack.web.api.conversations import EscalationShape, MessageShape
from jack.web.api.shapes import Page, as_id, as_iso, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("conversations")

READ = Permission.READ_CONVERSATIONS


class InboxQuery(Page):
    """`order=attention` puts what needs a person first, by deadline; then the newest."""

    state: Literal["new", "active", "escalated", "resolved", "closed", "open"] | None = Field(
        default=None, description="`open` is new, active or escalated."
    )
    assigned_to: str | None = Field(
        default=None, pattern=r"^(me|none|\d{1,18})$", description="An id, `me` or `none`."
    )
    mine: bool = False
    unassigned: bool = False
    escalated: bool = False
    needs_attention: bool = False
    channel: str | None = Field(default=None, max_length=20)
    q: str = Field(default="", max_length=200, description="Words in names and messages.")
    order: Order = Order.ATTENTION


class AttentionShape(Model):
    """Why a person is needed: `escalated`, `failed`, `draft`, `waiting` (the guest, for staff).

    `dueAt` is when somebody should have answered.
    """

    wants: list[str]
    waiting_since: str
    due_at: str | None
    is_overdue: bool
    priority: str | None


class LastMessage(Model):
    """`content` is cut to 200 characters, and leaves out Jack's word that he is a machine."""

    id: str
    sender: str
    kind: str
    content: str
    delivery: str | None
    created_at: str

    @classmethod
    def of(cls, message: Message) -> LastMessage:
        return cls(
            id=str(message.id),
            sender=message.sender,
            kind=message.kind,
            content=past_disclosure(message.text)[:200],
            delivery=message.delivery,
            created_at=to_iso(message.created_at),
        )


class InboxLine(Model):
    """`unreadCount` is what the guest wrote since the caller last looked, up to 100."""

    id: str
    guest_id: str
    guest_name: str
    is_vip: bool
    room: str | None
    channel: str
    state: str
    language: str | None
    assigned_to: str | None
    assigned_name: str | None
    last_message: LastMessage | None
    last_message_at: str
    attention: AttentionShape | None
    unread_count: int
    failed_count: int
    draft_count: int

    @classmethod
    def of(cls, line: Line, at: int) -> InboxLine:
        conversation, attention = line.conversation, line.attention
        return cls(
            id=str(conversation.id),
            guest_id=str(conversation.guest_id),
            guest_name=line.guest_name,
            is_vip=line.is_vip,
            room=line.room,
            channel=conversation.channel,
            state=conversation.state,
            language=conversation.language,
            assigned_to=as_id(conversation.owner_id),
            assigned_name=line.owner_name,
            last_message=LastMessage.of(line.last) if line.last else None,
            last_message_at=to_iso(conversation.last_message_at),
            attention=AttentionShape(
                wants=list(attention.wants),
                waiting_since=to_iso(attention.since),
                due_at=as_iso(attention.due_at),
                is_overdue=attention.due_at is not None and attention.due_at <= at,
                priority=attention.priority,
            )
            if attention
            else None,
            unread_count=line.unread,
            failed_count=line.failed,
            draft_count=line.drafts,
        )


class InboxLines(Model):
    conversations: list[InboxLine]
    cursor: str | None


class Counts(Model):
    """How many open conversations each view of the inbox has."""

    open: int
    mine: int
    unassigned: int
    escalated: int
    needs_attention: int


class ThreadMessage(MessageShape):
    """`content` is what was said to or by the guest; `translation` is what a person wrote where that was
    sent translated, else null: ask for others by `POST /api/v1/messages/{id}/translation`."""

    staff_name: str | None
    translation: str | None = None

    @classmethod
    def by(
        cls, message: Message, staff_name: str | None, translation: str | None = None
    ) -> ThreadMessage:
        return cls(
            **MessageShape.of(message).model_dump(),
            staff_name=staff_name,
            translation=translation,
        )


class NoteShape(Model):
    id: str
    content: str
    staff_id: str | None
    staff_name: str | None
    created_at: str

    @classmethod
    def of(cls, note: Note) -> NoteShape:
        return cls(
            id=str(note.id),
            content=note.text,
            staff_id=as_id(note.staff_id),
            staff_name=note.staff_name,
            created_at=to_iso(note.created_at),
        )


class EventShape(Model):
    """What was done with the conversation. `to` names the colleague or department it went to."""

    id: str
    action: str
    staff_id: str | None
    staff_name: str | None
    to: str | None
    created_at: str

    @classmethod
    def of(cls, event: SystemEvent) -> EventShape:
        to = event.data.get("to") or event.data.get("toPlace")
        return cls(
            id=str(event.id),
            action=event.action,
            staff_id=as_id(event.staff_id),
            staff_name=event.staff_name,
            to=str(to) if to else None,
            created_at=to_iso(event.at),
        )


class ThreadTask(Model):
    id: str
    title: str
    department: str
    status: str
    priority: str
    assigned_to: str | None
    resolution_due_at: str
    created_at: str

    @classmethod
    def of(cls, task: Task) -> ThreadTask:
        return cls(
            id=str(task.id),
            title=task.title,
            department=task.department,
            status=task.status,
            priority=task.priority,
            assigned_to=as_id(task.assigned_to),
            resolution_due_at=to_iso(task.resolution_due_at),
            created_at=to_iso(task.created_at),
        )


class Item(Model):
    """One thing of a thread; the field that `kind` names holds it."""

    kind: Literal["message", "note", "event", "escalation", "task"]
    at: str
    message: ThreadMessage | None = None
    note: NoteShape | None = None
    event: EventShape | None = None
    escalation: EscalationShape | None = None
    task: ThreadTask | None = None


class FileLimit(Model):
    """A type of files, how their names end, and how large one may be."""

    content_type: str
    ending: str
    max_bytes: int


class Timeline(Model):
    """Newest first. `limit` counts messages; what happened between them comes with them."""

    items: list[Item]
    window_ends_at: str | None = Field(
        description="Until then WhatsApp takes free text; null where there is no such window."
    )
    takes_files: list[FileLimit] = Field(
        description="Which files the guest's channel takes; empty where it takes none."
    )
    cursor: str | None


class ReachShape(Model):
    """`isStopped`: the guest said stop there (R8)."""

    channel: str
    address: str
    is_stopped: bool
    last_used_at: str | None

    @classmethod
    def of(cls, reach: Reach) -> ReachShape:
        return cls(
            channel=reach.channel,
            address=reach.address,
            is_stopped=reach.is_stopped,
            last_used_at=as_iso(reach.last_used_at),
        )


class Reaches(Model):
    channels: list[ReachShape]


class OfferShape(Model):
    """A template with what fills its gaps for this guest; `missing` names the gaps without words."""

    template_id: str
    name: str
    language: str
    category: TemplateCategory
    own_name: str | None = Field(description="Jack's template that it stands for.")
    header: str
    body: str
    footer: str
    gaps: list[str]
    values: list[str]
    missing: list[str]
    text: str

    @classmethod
    def of(cls, offer: Offer) -> OfferShape:
        template = offer.template
        return cls(
            template_id=str(template.id),
            name=template.name,
            language=template.language,
            category=template.category,
            own_name=offer.own.name if offer.own is not None else None,
            header=template.header,
            body=template.body,
            footer=template.footer,
            gaps=list(template.gaps),
            values=list(offer.values),
            missing=list(offer.missing),
            text=offer.text,
        )


class SendableShape(Model):
    """`way`: free `text`, a `template`, or `nothing`; `reason` says why it is not text."""

    way: Way
    reason: str
    until: str | None
    offers: list[OfferShape]


class TemplateSend(Model):
    template_id: str = Field(pattern=r"^\d{1,18}$", description="Of `vendor-templates`.")
    values: list[Annotated[str, Field(max_length=1000)]] = Field(
        default_factory=list, max_length=50, description="What fills its gaps, in their order."
    )
    replaces: str | None = Field(
        default=None,
        pattern=r"^\d{1,18}$",
        description="A message that did not arrive: it is given up.",
    )


class Seen(Model):
    message_id: str = Field(pattern=r"^\d{1,18}$")


class SearchQuery(Page):
    q: str = Field(min_length=1, max_length=200, description="Words; their beginnings suffice.")


class FoundMessage(Model):
    id: str
    conversation_id: str
    guest_name: str
    sender: str
    content: str
    created_at: str

    @classmethod
    def of(cls, found: Found) -> FoundMessage:
        message = found.message
        return cls(
            id=str(message.id),
            conversation_id=str(message.conversation_id),
            guest_name=found.guest_name,
            sender=message.sender,
            content=message.text[:500],
            created_at=to_iso(message.created_at),
        )


class FoundGuestShape(Model):
    id: str
    name: str
    phone: str | None
    email: str | None
    room: str | None
    conversation_id: str | None

    @classmethod
    def of(cls, guest: FoundGuest) -> FoundGuestShape:
        return cls(
            id=str(guest.id),
            name=guest.name,
            phone=guest.phone,
            email=guest.email,
            room=guest.room,
            conversation_id=as_id(guest.conversation_id),
        )


class Results(Model):
    """Guests come with the first page."""

    messages: list[FoundMessage]
    guests: list[FoundGuestShape]
    cursor: str | None


@routes.add("GET", "/api/v1/inbox", query=InboxQuery, answer=InboxLines, needs=READ)
async def list_inbox(call: Call[InboxQuery, Nothing]) -> InboxLines:
    """The inbox as staff work it: what needs attention first, then the newest."""
    ask = call.query
    after = decode(ask.cursor, 3)
    lines, end = await call.desk.inbox_list.listed(
        call.who,
        _filters(ask, call.who.id),
        order=ask.order,
        after=Position(bool(after[0]), after[1], after[2]) if after else None,
        limit=ask.limit,
    )
    at = call.desk.clock()
    return InboxLines(
        conversations=[InboxLine.of(line, at) for line in lines],
        cursor=encode(int(end.is_urgent), end.key, end.conversation_id) if end else None,
    )


@routes.add("GET", "/api/v1/inbox/counts", answer=Counts, needs=READ)
async def count_inbox(call: Call[Nothing, Nothing]) -> Counts:
    """How many open conversations each view has."""
    return Counts(**await call.desk.inbox_list.counts(call.who))


@routes.add(
    "GET",
    "/api/v1/conversations/{id}/timeline",
    query=Page,
    answer=Timeline,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def get_timeline(call: Call[Page, Nothing]) -> Timeline:
    """A thread with all that happened in it: messages, notes, events, escalations and tasks."""
    before = decode(call.query.cursor, 1)
    thread = await call.desk.inbox_list.thread(
        call.who, call.id(), before=before[0] if before else None, limit=call.query.limit
    )
    return Timeline(
        items=_items(thread),
        window_ends_at=as_iso(thread.window_ends_at),
        takes_files=[
            FileLimit(content_type=each, ending=ENDINGS.get(each, ""), max_bytes=most)
            for each, most in thread.takes_files.items()
        ],
        cursor=None if thread.is_last else encode(thread.messages[-1].id),
    )


@routes.add(
    "GET",
    "/api/v1/conversations/{id}/channels",
    answer=Reaches,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def list_reaches(call: Call[Nothing, Nothing]) -> Reaches:
    """Where the guest of a conversation can be written to."""
    found = await call.desk.inbox_list.reaches(call.who, call.id())
    return Reaches(channels=[ReachShape.of(reach) for reach in found])


@routes.add(
    "GET",
    "/api/v1/conversations/{id}/sendable",
    answer=SendableShape,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def get_sendable(call: Call[Nothing, Nothing]) -> SendableShape:
    """What can be sent to the guest now: free text, an approved template, or nothing."""
    found = await call.desk.template_sends.sendable(call.who, call.id())
    return SendableShape(
        way=found.way,
        reason=found.reason,
        until=as_iso(found.until),
        offers=[OfferShape.of(offer) for offer in found.offers],
    )


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/templates",
    body=TemplateSend,
    answer=MessageShape,
    status=201,
    needs=Permission.WRITE_CONVERSATIONS,
    errors=("NOT_FOUND", "CONFLICT"),
    is_sending=True,
)
async def send_template(call: Call[Nothing, TemplateSend]) -> MessageShape:
    """Write to the guest with an approved template, which needs no open window."""
    body = call.body
    return MessageShape.of(
        await call.desk.template_sends.send(
            call.who,
            call.id(),
            int(body.template_id),
            body.values,
            replaces=int(body.replaces) if body.replaces else None,
        )
    )


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/seen",
    body=Seen,
    status=204,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def see_conversation(call: Call[Nothing, Seen]) -> None:
    """The caller has read a thread up to a message: it counts as unread no more."""
    await call.desk.inbox_list.see(call.who, call.id(), int(call.body.message_id))


@routes.add("GET", "/api/v1/search", query=SearchQuery, answer=Results, needs=READ)
async def search(call: Call[SearchQuery, Nothing]) -> Results:
    """Messages and guests by their words, the newest first."""
    ask = call.query
    before = decode(ask.cursor, 1)
    messages, guests = await call.desk.inbox_list.search(
        call.who, ask.q, before=before[0] if before else None, limit=ask.limit
    )
    is_full = len(messages) == ask.limit
    return Results(
        messages=[FoundMessage.of(found) for found in messages],
        guests=[FoundGuestShape.of(guest) for guest in guests],
        cursor=encode(messages[-1].message.id) if is_full else None,
    )


def _filters(ask: InboxQuery, me: int) -> Filters:
    state = State.ESCALATED if ask.escalated else ask.state
    states = ("new", "active", "escalated") if state == "open" else (state,)
    owner = int(ask.assigned_to) if ask.assigned_to and ask.assigned_to.isdecimal() else None
    return Filters(
        states=tuple(str(state) for state in states if state),
        owner_id=me if ask.mine or ask.assigned_to == "me" else owner,
        is_unassigned=ask.unassigned or ask.assigned_to == "none",
        needs_attention=ask.needs_attention,
        channel=ask.channel,
        query=ask.q.strip(),
    )


def _items(thread: Thread) -> list[Item]:
    items: list[tuple[int, int, Item]] = []
    for message in thread.messages:
        name = thread.names.get(message.staff_id) if message.staff_id else None
        shape = ThreadMessage.by(message, name, thread.originals.get(message.id))
        items.append(
            (message.created_at, 0, Item(kind="message", at=shape.created_at, message=shape))
        )
    for note in thread.notes:
        item = Item(kind="note", at=to_iso(note.created_at), note=NoteShape.of(note))
        items.append((note.created_at, 1, item))
    for event in thread.events:
        item = Item(kind="event", at=to_iso(event.at), event=EventShape.of(event))
        items.append((event.at, 2, item))
    for escalation in thread.escalations:
        called = EscalationShape.of(escalation)
        item = Item(kind="escalation", at=called.created_at, escalation=called)
        items.append((escalation.created_at, 3, item))
    for task in thread.tasks:
        item = Item(kind="task", at=to_iso(task.created_at), task=ThreadTask.of(task))
        items.append((task.created_at, 4, item))
    # Of one moment, messages stay in their own order: sorting is stable.
    return [item for _, _, item in sorted(items, key=lambda entry: entry[:2], reverse=True)]
