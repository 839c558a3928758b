"""Messages, the inbox they come through and the outbox they leave by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jack.model.clock import Micros
from jack.model.consent import ConsentReport, OptOut
from jack.model.extras import Extra
from jack.model.mails import Letter, Thread
from jack.model.media import File, IncomingFile, OutgoingFile
from jack.model.vendor_templates import TemplateCall, TemplateReport

MessageId = int


class Sender(StrEnum):
    GUEST = "guest"
    AI = "ai"
    STAFF = "staff"
    SYSTEM = "system"


class Delivery(StrEnum):
    """Where an outgoing message is. The names are the product's vocabulary."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    EXPIRED = "expired"
    DISCARDED = "discarded"


RANK: Mapping[Delivery, int] = {
    Delivery.QUEUED: 0,
    Delivery.SENDING: 1,
    Delivery.UNCERTAIN: 2,
    Delivery.SENT: 3,
    Delivery.DELIVERED: 4,
    Delivery.READ: 5,
}
"""Vendor statuses come repeated and out of order; a message only moves up this ladder."""


def moves_forward(current: Delivery, reported: Delivery) -> bool:
    """Whether a vendor's status may replace `current`. `failed` sticks, and never follows an arrival."""
    if current in (Delivery.FAILED, Delivery.DISCARDED, Delivery.DRAFT):
        return False
    if reported is Delivery.FAILED:
        return RANK.get(current, 0) < RANK[Delivery.DELIVERED]
    if reported not in RANK:
        return False
    return RANK[reported] > RANK.get(current, 0)


class Kind(StrEnum):
    """What a guest's message consists of."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACTS = "contacts"
    BUTTON = "button"
    REACTION = "reaction"
    ORDER = "order"
    SYSTEM = "system"
    UNSUPPORTED = "unsupported"


FILE_KINDS = frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.DOCUMENT})
"""A file came with it, also where its words are what is answered."""
SILENT_KINDS = frozenset({Kind.REACTION, Kind.STICKER, Kind.SYSTEM})
"""Stored and shown, but never answered (Cloud API: reactions and stickers trigger no answer)."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Who a person is on a channel from now on. What the vendor did not tell is None."""

    user_id: str | None = None
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message as a channel parsed it. (`channel`, `account`, `vendor_id`) is unique for ever.

    `user_id` is the vendor's own id of who writes, where it has one beside the address. `phone` and
    `email` are proven wherever the channel proves who writes. `moves_to`: the vendor says that this
    person will write as somebody else.
    `opt_out`: the vendor understood a keyword, settled it and answered it.
    `data` is what the vendor tells beside the text, such as where a picture can be fetched.
    `is_proven`: this one message proves who writes, on a channel that does not always (R6).
    `answers`: it proves by what it quotes that it goes on with this conversation.
    `locale`: the language of the page it was written on, where words do not tell (R9).
    `files`: photos, voice notes and documents, in hand or still at the vendor's.
    """

    channel: str
    account: str
    vendor_id: str
    address: str
    kind: Kind
    text: str
    sent_at: Micros | None = None
    name: str = ""
    phone: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    user_id: str | None = None
    email: str | None = None
    moves_to: Whereabouts | None = None
    opt_out: OptOut | None = None
    is_proven: bool = False
    answers: int | None = None
    letter: Letter | None = None
    locale: str | None = None
    files: tuple[IncomingFile, ...] = ()

    @property
    def is_immediate(self) -> bool:
        """A tapped button is a finished thought: no burst window."""
        return self.kind is Kind.BUTTON


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What a vendor says became of something we sent.

    `is_temporary`: a failure that another try may mend. `is_opt_out`: the guest refuses messages,
    `stops_offers`: marketing. `closes_window`: the guest has not written for too long.
    """

    channel: str
    status: Delivery
    vendor_id: str | None
    outbox_id: int | None
    error_code: str | None = None
    error_text: str | None = None
    at: Micros | None = None
    is_temporary: bool = False
    is_opt_out: bool = False
    stops_offers: bool = False
    closes_window: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything one webhook carried. `troubles` are codes of what the vendor says of the account."""

    messages: Sequence[Inbound]
    statuses: Sequence[StatusReport] = ()
    consents: Sequence[ConsentReport] = ()
    templates: Sequence[TemplateReport] = ()
    troubles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Message:
    id: MessageId
    conversation_id: int
    sender: Sender
    staff_id: int | None
    channel: str
    address: str
    kind: Kind
    text: str
    language: str | None
    delivery: Delivery | None
    failure: str | None
    sources: tuple[Source, ...]
    client_id: str | None
    seq: int | None
    created_at: Micros
    page: str | None = None
    """Where on the hotel's website a guest wrote it."""
    files: tuple[File, ...] = ()
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer rests on (R4): an entry and its version, or a PMS field and its sync time."""

    kind: str
    id: str
    version: int | None = None
    title: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class InboxItem:
    """All due rows of one conversation, claimed together: one turn of Jack's."""

    conversation_id: int
    row_ids: tuple[int, ...]
    message_ids: tuple[MessageId, ...]
    attempts: int
    received_at: Micros


class OutboxKind(StrEnum):
    """Decides how long an unsent message stays true (product.md, Expiry), and what may hold it back.

    `consent` is the last word after a stop: that it was understood.
    """

    ANSWER = "answer"
    SAFETY = "safety"
    NOTICE = "notice"
    STAFF = "staff"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """`is_important`: where it cannot be delivered it goes on to another channel of the guest.
    `in_doubt`: an earlier try may have arrived. `thread`: what a mail continues. `text` is empty
    where it is `files` alone. `template`: what goes out in place of the text, where the channel has
    templates. `options`: answers to choose from, where it can show them. `subject`: of a mail that
    begins a thread.
    """

    id: int
    message_id: MessageId
    conversation_id: int
    kind: OutboxKind
    channel: str
    account: str
    address: str
    text: str
    attempts: int
    state: Delivery
    next_at: Micros
    expires_at: Micros
    created_at: Micros
    vendor_id: str | None = None
    error_code: str | None = None
    error_text: str | None = None
    is_important: bool = False
    in_doubt: bool = False
    thread: Thread | None = None
    files: tuple[OutgoingFile, ...] = ()
    template: TemplateCall | None = None
    options: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an outbox row was sent before another try or another channel took its place."""

    outbox_id: int
    channel: str
    account: str
    address: str
    vendor_id: str | None
    error_code: str | None
    error_text: str | None
    ended_at: Micros
