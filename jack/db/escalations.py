"""Calls for a person."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import pushes, sql
from jack.model.clock import Micros
from jack.model.conversations import Escalation

_COLUMNS = (
    "id, conversation_id, message_id, reasons, priority, department, created_at, acknowledged_at,"
    " acknowledged_by"
)


def add(
    conversation_id: int,
    *,
    message_id: int | None,
    reasons: Sequence[str],
    priority: str,
    department: str,
    at: Micros,
) -> int:
    """Call, and have the people who are called told, in one write."""
    pushes.escalated(conversation_id, department, priority, at)
    return sql.insert(
        "escalation",
        conversation_id=conversation_id,
        message_id=message_id,
        reasons=sql.dumps(list(reasons)),
        priority=priority,
        department=department,
        created_at=at,
        next_alert_at=at,
    )


def get(escalation_id: int) -> Escalation | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM escalation WHERE id = ?", escalation_id)
    return _escalation(found) if found else None


def acknowledge(conversation_id: int, staff_id: int, at: Micros) -> int:
    """Somebody has seen them; how many were open."""
    return sql.run(
        "UPDATE escalation SET acknowledged_at = ?, acknowledged_by = ?"
        " WHERE conversation_id = ? AND acknowledged_at IS NULL",
        at,
        staff_id,
        conversation_id,
    )


def of(conversation_id: int) -> list[Escalation]:
    """Oldest first."""
    return [
        _escalation(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM escalation WHERE conversation_id = ? ORDER BY id",
            conversation_id,
        )
    ]


def _escalation(row: sql.Row) -> Escalation:
    return Escalation(
        id=row[0],
        conversation_id=row[1],
        message_id=row[2],
        reasons=tuple(sql.loads(row[3])),
        priority=row[4],
        department=row[5],
        created_at=row[6],
        acknowledged_at=row[7],
        acknowledged_by=row[8],
    )
