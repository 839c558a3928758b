"""What one shift hands over to the next, and the board of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jack.model.clock import Micros
from jack.model.inbox import Line
from jack.model.tasks import Task


@dataclass(frozen=True, slots=True)
class ShiftEvent:
    """Something worth telling. `subject` is `conversation:7` or `task:3`."""

    at: Micros
    action: str
    subject: str
    staff_name: str | None
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ShiftNote:
    conversation_id: int
    guest_name: str
    staff_name: str | None
    text: str
    created_at: Micros


@dataclass(frozen=True, slots=True)
class ShiftEscalation:
    """`acknowledged_by` is the name of who came."""

    conversation_id: int
    guest_name: str
    room: str | None
    reasons: tuple[str, ...]
    priority: str
    department: str
    created_at: Micros
    acknowledged_at: Micros | None
    acknowledged_by: str | None


@dataclass(frozen=True, slots=True)
class ShiftStay:
    """Somebody who comes, or who is here and to be looked after with care."""

    reservation_id: int
    guest_id: int
    guest_name: str
    room: str | None
    room_type: str | None
    arrival: str
    nights: int
    people: int
    is_vip: bool
    in_recovery: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What the shift did."""

    messages_in: int
    messages_by_jack: int
    messages_by_staff: int
    conversations: int
    resolved: int
    tasks_created: int
    tasks_completed: int
    escalations: int
    tasks_by_jack: int
    ratings: int
    low_ratings: int


@dataclass(frozen=True, slots=True)
class Work:
    """A task with what a list on paper needs."""

    task: Task
    assigned_name: str | None
    guest_name: str | None


@dataclass(frozen=True, slots=True)
class Shift:
    """`since` and `until` are the shift; what is open is open at its end. `arrivals` are those who are
    still to come, `special` the VIPs and those in service recovery who are in the house."""

    since: Micros
    until: Micros
    counts: Counts
    conversations: tuple[Line, ...]
    escalations: tuple[ShiftEscalation, ...]
    tasks: tuple[Work, ...]
    events: tuple[ShiftEvent, ...]
    notes: tuple[ShiftNote, ...]
    arrivals: tuple[ShiftStay, ...]
    special: tuple[ShiftStay, ...]


class MailState(StrEnum):
    """Where a report that goes by mail is. `uncertain`: it may have arrived, and is not sent again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class ReportMail:
    """A shift report on its way to an address. `day` and `time` are those of the hotel's clock."""

    id: int
    day: str
    time: str
    address: str
    since: Micros
    until: Micros
    state: MailState
    attempts: int
    next_at: Micros
    failure: str | None
    updated_at: Micros


@dataclass(frozen=True, slots=True)
class Column:
    """The tasks of one department. `waiting` and `overdue` are among the open ones."""

    department: str
    pending: int
    assigned: int
    in_progress: int
    waiting: int
    overdue: int
    completed: int
    cancelled: int
