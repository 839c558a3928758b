"""Tasks."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import sql
from jack.model.clock import Micros
from jack.model.tasks import (
    SLA,
    Department,
    Item,
    Priority,
    Task,
    TaskKind,
    TaskProposal,
    TaskStatus,
)

_COLUMNS = (
    "id, kind, status, department, priority, title, items, room, note, conversation_id,"
    " message_id, guest_id, assigned_to, response_due_at, resolution_due_at, created_at, updated_at"
)


def add(
    proposal: TaskProposal,
    at: Micros,
    *,
    conversation_id: int | None = None,
    message_id: int | None = None,
    guest_id: int | None = None,
    reservation_id: int | None = None,
) -> int:
    """Make a task of a proposal, its deadlines by its priority."""
    response, resolution = SLA[proposal.priority]
    return sql.insert(
        "task",
        kind=proposal.kind,
        status=TaskStatus.PENDING,
        department=proposal.department,
        priority=proposal.priority,
        title=proposal.title,
        items=sql.dumps([[item.name, item.quantity] for item in proposal.items]),
        room=proposal.room,
        note=proposal.note,
        conversation_id=conversation_id,
        message_id=message_id,
        guest_id=guest_id,
        reservation_id=reservation_id,
        intent=proposal.intent,
        response_due_at=at + response,
        resolution_due_at=at + resolution,
        created_at=at,
        updated_at=at,
    )


def get(task_id: int) -> Task | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM task WHERE id = ?", task_id)
    return _task(found) if found else None


def listed(
    *,
    statuses: Sequence[str] = (),
    department: str | None = None,
    conversation_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Task]:
    """Newest first."""
    where, params = ["id < ?"], list[object]([before if before is not None else 2**62])
    if statuses:
        where.append(f"status IN ({sql.marks(statuses)})")
        params += statuses
    if department:
        where.append("department = ?")
        params.append(department)
    if conversation_id is not None:
        where.append("conversation_id = ?")
        params.append(conversation_id)
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM task WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT ?",
        *params,
        limit,
    )
    return [_task(row) for row in found]


def count_pending() -> int:
    return int(
        sql.value("SELECT count(*) FROM task WHERE status IN ('pending','assigned','in_progress')")
    )


def _task(row: sql.Row) -> Task:
    return Task(
        id=row[0],
        kind=TaskKind(row[1]),
        status=TaskStatus(row[2]),
        department=Department(row[3]),
        priority=Priority(row[4]),
        title=row[5],
        items=tuple(Item(name, quantity) for name, quantity in sql.loads(row[6])),
        room=row[7],
        note=row[8],
        conversation_id=row[9],
        message_id=row[10],
        guest_id=row[11],
        assigned_to=row[12],
        response_due_at=row[13],
        resolution_due_at=row[14],
        created_at=row[15],
        updated_at=row[16],
    )
