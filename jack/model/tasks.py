"""Requests that somebody finishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


class TaskStatus(StrEnum):
    PENDING = "pending"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Item:
    """A thing asked for: what, and how many."""

    name: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class TaskProposal:
    """What a turn wants done. Nothing exists until the turn is committed (R5)."""

    department: Department
    title: str
    priority: Priority = Priority.STANDARD
    kind: TaskKind = TaskKind.REQUEST
    items: tuple[Item, ...] = ()
    room: str | None = None
    note: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    id: int
    kind: TaskKind
    status: TaskStatus
    department: Department
    priority: Priority
    title: str
    items: tuple[Item, ...]
    room: str | None
    note: str
    conversation_id: int | None
    message_id: int | None
    guest_id: int | None
    assigned_to: int | None
    response_due_at: Micros
    resolution_due_at: Micros
    created_at: Micros
    updated_at: Micros
