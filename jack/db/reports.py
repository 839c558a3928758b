"""What happened in a shift, and what of it is still to do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from jack.db import sql, tasks
from jack.model.clock import Micros
from jack.model.ratings import LOW
from jack.model.reports import (
    Column,
    Counts,
    ShiftEscalation,
    ShiftEvent,
    ShiftNote,
    ShiftStay,
    Work,
)
from jack.model.tasks import Priority

NOTABLE = (
    "conversation.transfer",
    "conversation.escalate",
    "conversation.reopen",
    "task.overdue",
    "task.not_possible",
    "task.decline",
    "turn.failed",
)
"""Lines of the audit that the next shift should know."""
_OPEN = "('pending', 'assigned', 'in_progress')"
_NAME = "trim(g.first_name || ' ' || g.last_name)"
_RANK = {priority: rank for rank, priority in enumerate(Priority)}


def counts(since: Micros, until: Micros) -> Counts:
    found = sql.row(
        "SELECT"
        " (SELECT count(*) FROM message WHERE created_at >= ?1 AND created_at < ?2"
        "   AND sender = 'guest'),"
        " (SELECT count(*) FROM message WHERE created_at >= ?1 AND created_at < ?2"
        "   AND sender = 'ai' AND delivery IN ('sent', 'delivered', 'read')),"
        " (SELECT count(*) FROM message WHERE created_at >= ?1 AND created_at < ?2"
        "   AND sender = 'staff'),"
        " (SELECT count(*) FROM conversation WHERE created_at >= ?1 AND created_at < ?2),"
        " (SELECT count(DISTINCT subject) FROM audit WHERE at >= ?1 AND at < ?2"
        "   AND action = 'conversation.resolve'),"
        " (SELECT count(*) FROM task WHERE created_at >= ?1 AND created_at < ?2),"
        " (SELECT count(*) FROM task WHERE finished_at >= ?1 AND finished_at < ?2"
        "   AND +status = 'completed'),"
        " (SELECT count(*) FROM escalation WHERE created_at >= ?1 AND created_at < ?2),"
        " (SELECT count(*) FROM task t WHERE t.created_at >= ?1 AND t.created_at < ?2"
        "   AND EXISTS (SELECT 1 FROM task_event e WHERE e.task_id = t.id"
        "    AND e.action = 'created' AND e.staff_id IS NULL)),"
        " (SELECT count(*) FROM rating WHERE rated_at >= ?1 AND rated_at < ?2),"
        f" (SELECT count(*) FROM rating WHERE rated_at >= ?1 AND rated_at < ?2 AND score <= {LOW})",
        since,
        until,
    )
    assert found is not None
    return Counts(*found)


def escalations(since: Micros, until: Micros, *, limit: int) -> list[ShiftEscalation]:
    """Those of the shift, and older ones nobody has come for; these first."""
    return [
        ShiftEscalation(
            conversation_id=row[0],
            guest_name=row[1],
            room=row[2],
            reasons=tuple(sql.loads(row[3])),
            priority=row[4],
            department=row[5],
            created_at=row[6],
            acknowledged_at=row[7],
            acknowledged_by=row[8],
        )
        for row in sql.rows(
            f"SELECT e.conversation_id, {_NAME}, r.room, e.reasons, e.priority, e.department,"
            " e.created_at, e.acknowledged_at, s.name FROM escalation e"
            " JOIN conversation c ON c.id = e.conversation_id JOIN guest g ON g.id = c.guest_id"
            " LEFT JOIN reservation r ON r.id = c.reservation_id"
            " LEFT JOIN staff s ON s.id = e.acknowledged_by"
            " WHERE e.id IN (SELECT id FROM escalation WHERE created_at >= ?1 AND created_at < ?2"
            "  UNION ALL SELECT id FROM escalation WHERE acknowledged_at IS NULL)"
            " AND e.created_at < ?2 AND (e.created_at >= ?1"
            "  OR (e.acknowledged_at IS NULL AND c.state IN ('new', 'active', 'escalated')))"
            " ORDER BY e.acknowledged_at IS NOT NULL, e.id LIMIT ?3",
            since,
            until,
            limit,
        )
    ]


def events(since: Micros, until: Micros, *, limit: int) -> list[ShiftEvent]:
    """Oldest first."""
    return [
        ShiftEvent(row[0], row[1], row[2], row[3], sql.loads(row[4]) or {})
        for row in sql.rows(
            "SELECT a.at, a.action, a.subject, s.name, a.data FROM audit a"
            " LEFT JOIN staff s ON a.actor = 'staff:' || s.id"
            f" WHERE a.at >= ? AND a.at < ? AND a.action IN ({sql.marks(NOTABLE)})"
            " ORDER BY a.at, a.id LIMIT ?",
            since,
            until,
            *NOTABLE,
            limit,
        )
    ]


def notes(since: Micros, until: Micros, *, limit: int) -> list[ShiftNote]:
    """Oldest first."""
    return [
        ShiftNote(*row)
        for row in sql.rows(
            f"SELECT n.conversation_id, {_NAME}, s.name, n.text, n.created_at"
            " FROM conversation_note n JOIN conversation c ON c.id = n.conversation_id"
            " JOIN guest g ON g.id = c.guest_id LEFT JOIN staff s ON s.id = n.staff_id"
            " WHERE n.created_at >= ? AND n.created_at < ? ORDER BY n.id LIMIT ?",
            since,
            until,
            limit,
        )
    ]


_STAY = (
    f"SELECT r.id, g.id, {_NAME}, r.room, r.room_type, r.arrival,"
    " julianday(r.departure) - julianday(r.arrival), r.adults + r.children, g.is_vip,"
    " g.in_recovery OR r.in_recovery FROM reservation r JOIN guest g ON g.id = r.guest_id"
)


def arrivals(first: date, last: date, *, limit: int) -> list[ShiftStay]:
    """Who is expected from one day to another and has not come: VIPs first, then by name."""
    return [
        _stay(row)
        for row in sql.rows(
            f"{_STAY} WHERE r.status = 'confirmed' AND r.arrival BETWEEN ? AND ?"
            " ORDER BY r.arrival, g.is_vip DESC, g.last_name, g.first_name, r.id LIMIT ?",
            first.isoformat(),
            last.isoformat(),
            limit,
        )
    ]


def special(*, limit: int) -> list[ShiftStay]:
    """VIPs and guests in service recovery who are in the house, by room."""
    return [
        _stay(row)
        for row in sql.rows(
            f"{_STAY} WHERE r.status = 'checked_in'"
            " AND (g.is_vip OR g.in_recovery OR r.in_recovery)"
            " ORDER BY g.is_vip DESC, r.room, r.id LIMIT ?",
            limit,
        )
    ]


def _stay(row: sql.Row) -> ShiftStay:
    return ShiftStay(
        reservation_id=row[0],
        guest_id=row[1],
        guest_name=row[2],
        room=row[3],
        room_type=row[4],
        arrival=row[5],
        nights=int(row[6]),
        people=row[7],
        is_vip=bool(row[8]),
        in_recovery=bool(row[9]),
    )


def work(
    departments: Collection[str] | None, *, department: str | None, with_guests: bool, limit: int
) -> list[Work]:
    """Open tasks, the most pressing first, then by their deadline."""
    found = tasks.listed(
        statuses=("pending", "assigned", "in_progress"),
        departments=departments,
        department=department,
        limit=limit,
    )
    found.sort(key=lambda task: (_RANK[task.priority], task.resolution_due_at, task.id))
    staff_ids = sorted({task.assigned_to for task in found if task.assigned_to is not None})
    guest_ids = sorted({task.guest_id for task in found if task.guest_id is not None})
    names = {
        row[0]: row[1]
        for row in sql.rows(
            f"SELECT id, name FROM staff WHERE id IN ({sql.marks(staff_ids)})", *staff_ids
        )
    }
    guests = {
        row[0]: row[1]
        for row in sql.rows(
            f"SELECT g.id, {_NAME} FROM guest g WHERE g.id IN ({sql.marks(guest_ids)})", *guest_ids
        )
    }
    return [
        Work(
            task,
            names.get(task.assigned_to) if task.assigned_to is not None else None,
            guests.get(task.guest_id) if with_guests and task.guest_id is not None else None,
        )
        for task in found
    ]


def board(departments: Collection[str] | None, *, at: Micros, since: Micros) -> list[Column]:
    """A column for every department that has tasks; closed ones are those finished since."""
    where, params = "1", list[object]()
    if departments is not None:
        where = f"department IN ({sql.marks(list(departments))})"
        params = list(departments)
    return [
        Column(*row)
        for row in sql.rows(
            "SELECT department, sum(status = 'pending'), sum(status = 'assigned'),"
            f" sum(status = 'in_progress'), sum(status IN {_OPEN} AND is_waiting),"
            f" sum(status IN {_OPEN} AND NOT is_waiting"
            "   AND coalesce(result, '') != 'countered' AND (resolution_due_at <= ?"
            "   OR (responded_at IS NULL AND response_due_at <= ?))),"
            " sum(status = 'completed'), sum(status = 'cancelled') FROM task"
            f" WHERE (status IN {_OPEN} OR finished_at >= ?) AND {where}"
            " GROUP BY department ORDER BY department",
            at,
            at,
            since,
            *params,
        )
    ]
