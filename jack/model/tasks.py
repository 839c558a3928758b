"""Requests that somebody finishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from jack.model.clock import MINUTE, Micros


class TaskKind(StrEnum):
    REQUEST = "request"
    APPROVAL = "approval"


class Department(StrEnum):
    HOUSEKEEPING = "housekeeping"
    MAINTENANCE = "maintenance"
    CONCIERGE = "concierge"
    ROOM_SERVICE = "room_service"
    FRONT_DESK = "front_desk"
    VALET = "valet"
    SPA = "spa"
    OTHER = "other"


class Priority(StrEnum):
    """The most pressing first."""

    URGENT = "urgent"
    HIGH = "high"
    STANDARD = "standard"
    LOW = "low"


SLA: dict[Priority, tuple[Micros, Micros]] = {
    Priority.URGENT: (5 * MINUTE, 15 * MINUTE),
    Priority.HIGH: (10 * MINUTE, 30 * MINUTE),
    Priority.STANDARD: (15 * MINUTE, 60 * MINUTE),
    Priority.LOW: (30 * MINUTE, 240 * MINUTE),
}
"""First response and resolution, counted from the task's creation."""

PREPARATION: Micros = 15 * MINUTE
"""How long before its time a scheduled task has to be in somebody's hands."""


class TaskStatus(StrEnum):
    PENDING = "pending"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN = (TaskStatus.PENDING, TaskStatus.ASSIGNED, TaskStatus.IN_PROGRESS)


class Result(StrEnum):
    """What came of a task. `countered` is the one that a task may have while it is open."""

    DONE = "done"
    NOT_POSSIBLE = "not_possible"
    APPROVED = "approved"
    DECLINED = "declined"
    COUNTERED = "countered"


@dataclass(frozen=True, slots=True)
class Item:
    """A thing asked for: what, and how many."""

    name: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class TaskProposal:
    """What a turn wants done. Nothing exists until the turn is committed (R5).

    `due_at` is the time a scheduled task is for, a wake-up call's for one.
    """

    department: Department
    title: str
    priority: Priority = Priority.STANDARD
    kind: TaskKind = TaskKind.REQUEST
    items: tuple[Item, ...] = ()
    room: str | None = None
    note: str = ""
    intent: str = ""
    due_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """`reason` is what staff say to the guest: why not, or what they offer instead.

    `is_waiting`: on the waiting list. `escalation_step` counts the steps of the ladder climbed.
    """

    id: int
    kind: TaskKind
    status: TaskStatus
    department: Department
    priority: Priority
    title: str
    items: tuple[Item, ...]
    room: str | None
    note: str
    intent: str
    conversation_id: int | None
    message_id: int | None
    guest_id: int | None
    reservation_id: int | None
    assigned_to: int | None
    due_at: Micros | None
    response_due_at: Micros
    resolution_due_at: Micros
    result: Result | None
    reason: str | None
    is_waiting: bool
    responded_at: Micros | None
    finished_at: Micros | None
    escalation_step: int
    created_at: Micros
    updated_at: Micros

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_on_hold(self) -> bool:
        """No deadline runs: it is on the waiting list, or the guest has an offer to answer."""
        return self.is_waiting or self.result is Result.COUNTERED

    def is_overdue(self, at: Micros) -> bool:
        if not self.is_open or self.is_on_hold:
            return False
        is_unanswered = self.responded_at is None and self.response_due_at <= at
        return is_unanswered or self.resolution_due_at <= at


class TaskChanges(TypedDict, total=False):
    """What staff may edit; an absent field stays as it is."""

    title: str
    note: str
    items: tuple[Item, ...]
    room: str | None
    priority: Priority
    due_at: Micros | None


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """A line of a task's history. `staff_id` None: Jack did it."""

    id: int
    task_id: int
    staff_id: int | None
    staff_name: str | None
    action: str
    status: TaskStatus
    text: str
    created_at: Micros


class NoticeState(StrEnum):
    """`sent` has its message in the outbox; `withdrawn` stopped being true before it was due."""

    PENDING = "pending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a guest is to be told about a task; `text` is how it reads when it goes out alone."""

    id: int
    conversation_id: int
    task_id: int
    text: str
    state: NoticeState
    due_at: Micros
    message_id: int | None
    created_at: Micros


class QuestionKind(StrEnum):
    """What Jack asked before a request can be a task: which room, what time, which one, sure?"""

    ROOM = "room"
    TIME = "time"
    CHOICE = "choice"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    id: int
    conversation_id: int
    kind: QuestionKind
    proposals: tuple[TaskProposal, ...]
    expires_at: Micros
    created_at: Micros


def deadlines(
    priority: Priority, at: Micros, due_at: Micros | None = None
) -> tuple[Micros, Micros]:
    """When a task opened at `at` needs its first response and its resolution.

    A scheduled one counts back from `due_at`; made later than that allows, it has to be in hands
    within the ordinary response time, and in any case by its time.
    """
    response, resolution = SLA[priority]
    if due_at is None:
        return at + response, at + resolution
    return min(due_at, max(due_at - PREPARATION, at + response)), due_at


def more_pressing(one: Priority, other: Priority) -> Priority:
    ranks = list(Priority)
    return min(one, other, key=ranks.index)
