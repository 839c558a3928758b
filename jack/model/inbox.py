"""The inbox as staff see it: who waits, since when, and what happened in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jack.model.clock import Micros
from jack.model.conversations import Conversation
from jack.model.messages import Message


class Want(StrEnum):
    """Why a conversation needs a person's attention."""

    ESCALATED = "escalated"
    FAILED = "failed"
    DRAFT = "draft"
    WAITING = "waiting"


class Order(StrEnum):
    ATTENTION = "attention"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Attention:
    """`due_at` is when somebody should have answered; None for what has no clock."""

    wants: tuple[Want, ...]
    since: Micros
    due_at: Micros | None
    priority: str | None

    @property
    def key(self) -> Micros:
        """What comes first: the earliest deadline, else the longest wait."""
        return self.due_at if self.due_at is not None else self.since


@dataclass(frozen=True, slots=True)
class Filters:
    """Which conversations of the inbox; the empty ones are all. `query` is full text."""

    states: tuple[str, ...] = ()
    owner_id: int | None = None
    is_unassigned: bool = False
    needs_attention: bool = False
    channel: str | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the inbox. `unread` is what the guest wrote since the viewer last looked."""

    conversation: Conversation
    guest_name: str
    is_vip: bool
    owner_name: str | None
    room: str | None
    last: Message | None
    attention: Attention | None
    unread: int
    failed: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page of the inbox ended. `is_urgent`: still among what needs attention."""

    is_urgent: bool
    key: Micros
    conversation_id: int


@dataclass(frozen=True, slots=True)
class Note:
    """What staff tell each other; no guest ever sees it."""

    id: int
    conversation_id: int
    staff_id: int | None
    staff_name: str | None
    text: str
    created_at: Micros


@dataclass(frozen=True, slots=True)
class SystemEvent:
    """Something that was done with a conversation: claimed, handed back, transferred, ..."""

    id: int
    action: str
    staff_id: int | None
    staff_name: str | None
    data: Mapping[str, object]
    at: Micros


@dataclass(frozen=True, slots=True)
class Reach:
    """An address a guest can be written to. `is_stopped`: the guest wants nothing there (R8)."""

    channel: str
    account: str
    address: str
    is_stopped: bool
    last_used_at: Micros | None


@dataclass(frozen=True, slots=True)
class Found:
    """A message that has the words searched for."""

    message: Message
    guest_name: str


@dataclass(frozen=True, slots=True)
class FoundGuest:
    id: int
    name: str
    phone: str | None
    email: str | None
    room: str | None
    conversation_id: int | None
