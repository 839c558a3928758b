"""Committed facts, told to whoever listens right now. Nothing that must not be lost lives here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageAdded:
    conversation_id: int
    message_id: int
    sender: str
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class MessageStatus:
    conversation_id: int
    message_id: int
    status: str
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class ConversationChanged:
    conversation_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Escalated:
    conversation_id: int
    escalation_id: int
    priority: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskCreated:
    task_id: int
    department: str


@dataclass(frozen=True, slots=True)
class TaskChanged:
    """A task, or what is known of it: its history, what its guest was told."""

    task_id: int
    status: str


@dataclass(frozen=True, slots=True)
class TaskOverdue:
    """A task climbed to a step of the ladder: 1 department, 2 duty manager, 3 general manager."""

    task_id: int
    step: int


@dataclass(frozen=True, slots=True)
class ReservationChanged:
    """`was` is the status before; None for a new stay. `fields` are the columns that changed."""

    reservation_id: int
    was: str | None
    status: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuestRated:
    """A guest said how they liked the stay, 1 to 5."""

    rating_id: int
    guest_id: int
    reservation_id: int | None
    score: int


@dataclass(frozen=True, slots=True)
class PmsWanted:
    """Somebody, a webhook or a person, wants the PMS to be read now."""


@dataclass(frozen=True, slots=True)
class PmsFailing:
    """The PMS could not be read so many times in a row; staff have to know."""

    provider: str
    failures: int


@dataclass(frozen=True, slots=True)
class MailboxFailing:
    """Mail cannot be fetched; staff have to know."""

    account: str


@dataclass(frozen=True, slots=True)
class ChannelLocked:
    """A vendor does not take our credentials any more; staff have to know."""

    channel: str


@dataclass(frozen=True, slots=True)
class TroublesChanged:
    """Something keeps Jack from his work, or does not any more."""


@dataclass(frozen=True, slots=True)
class TemplatesWanted:
    """A vendor's template has changed, or is not what it was thought to be: read them soon."""


@dataclass(frozen=True, slots=True)
class Typing:
    channel: str
    address: str
    sender: str


@dataclass(frozen=True, slots=True)
class InboxFilled:
    """Rows wait for the inbox worker from `due_at` on."""

    due_at: int


@dataclass(frozen=True, slots=True)
class OutboxFilled:
    """Rows wait for the outbox worker."""


@dataclass(frozen=True, slots=True)
class FilesWaiting:
    """Files of guests' messages have to be fetched or looked at."""


@dataclass(frozen=True, slots=True)
class FileChanged:
    """A file of a message is there, or will not be."""

    file_id: int
    message_id: int
    state: str


Event = (
    MessageAdded
    | MessageStatus
    | ConversationChanged
    | Escalated
    | TaskCreated
    | TaskChanged
    | TaskOverdue
    | ReservationChanged
    | GuestRated
    | PmsWanted
    | PmsFailing
    | MailboxFailing
    | ChannelLocked
    | TroublesChanged
    | TemplatesWanted
    | Typing
    | InboxFilled
    | OutboxFilled
    | FilesWaiting
    | FileChanged
)

Listener = Callable[[Event], None]


class EventBus:
    """Calls every listener at once, on the event loop. Listeners are quick and never raise."""

    def __init__(self) -> None:
        self._listeners: dict[int, Listener] = {}
        self._next = 0

    def subscribe(self, listener: Listener) -> int:
        """A number to unsubscribe with."""
        self._next += 1
        self._listeners[self._next] = listener
        return self._next

    def unsubscribe(self, subscription: int) -> None:
        self._listeners.pop(subscription, None)

    def publish(self, *events: Event) -> None:
        for event in events:
            for listener in list(self._listeners.values()):
                listener(event)
