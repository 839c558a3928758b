"""A conversation: one guest and one stay (or none yet), over all channels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from jack.model.clock import Micros

ConversationId = int


class Channel(StrEnum):
    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"
    WEBCHAT = "webchat"


class State(StrEnum):
    NEW = "new"
    ACTIVE = "active"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    CLOSED = "closed"


OPEN_STATES = (State.NEW, State.ACTIVE, State.ESCALATED)


@dataclass(frozen=True, slots=True)
class Conversation:
    id: ConversationId
    guest_id: int
    reservation_id: int | None
    channel: str
    account: str
    address: str
    state: State
    owner_id: int | None
    language: str | None
    disclosed_at: Micros | None
    last_message_at: Micros
    last_guest_message_at: Micros | None
    created_at: Micros
    updated_at: Micros
    verified_at: Micros | None = None

    @property
    def is_owned(self) -> bool:
        """A staff member answers here, so Jack is silent (R3)."""
        return self.owner_id is not None


class ConversationCard(NamedTuple):
    """One line of the inbox. `has_failed` is 0 or 1."""

    id: ConversationId
    guest_id: int
    channel: str
    address: str
    state: str
    owner_id: int | None
    owner_name: str | None
    language: str | None
    last_message_at: Micros
    last_guest_message_at: Micros | None
    room: str | None
    guest_name: str
    last_sender: str
    last_text: str
    has_failed: int


@dataclass(frozen=True, slots=True)
class Escalation:
    id: int
    conversation_id: ConversationId
    message_id: int | None
    reasons: tuple[str, ...]
    priority: str
    department: str
    created_at: Micros
    acknowledged_at: Micros | None
    acknowledged_by: int | None
