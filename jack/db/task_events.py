"""The history of tasks: every line is written with the change it tells of."""

from __future__ import annotations

from jack.db import pushes, sql
from jack.model.clock import Micros
from jack.model.masking import mask
from jack.model.task_states import Action
from jack.model.tasks import TaskEvent, TaskStatus


def add(
    task_id: int,
    action: str,
    status: TaskStatus,
    at: Micros,
    *,
    staff_id: int | None = None,
    text: str = "",
) -> int:
    """`action` is an Action or a Happening of `jack.model.task_states`. Who is given a task by
    somebody else is told."""
    if action == Action.REASSIGN:
        given_to = sql.value("SELECT assigned_to FROM task WHERE id = ?", task_id)
        if given_to is not None and given_to != staff_id:
            pushes.assigned_task(task_id, given_to, at)
    return sql.insert(
        "task_event",
        task_id=task_id,
        staff_id=staff_id,
        action=action,
        status=status,
        text=mask(text),
        created_at=at,
    )


def of(task_id: int) -> list[TaskEvent]:
    """Oldest first."""
    return [
        TaskEvent(
            id=row[0],
            task_id=row[1],
            staff_id=row[2],
            staff_name=row[3],
            action=row[4],
            status=TaskStatus(row[5]),
            text=row[6],
            created_at=row[7],
        )
        for row in sql.rows(
            "SELECT e.id, e.task_id, e.staff_id, s.name, e.action, e.status, e.text, e.created_at"
            " FROM task_event e LEFT JOIN staff s ON s.id = e.staff_id"
            " WHERE e.task_id = ? ORDER BY e.id",
            task_id,
        )
    ]


def opened_at(task_id: int) -> Micros | None:
    """When its clock began to run: made, or reopened since. None without a history."""
    found: Micros | None = sql.value(
        "SELECT max(created_at) FROM task_event WHERE task_id = ? AND action IN ('created', 'reopen')",
        task_id,
    )
    return found
