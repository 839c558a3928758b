"""What may be done to a task in which state, and what that makes of it: one table and one function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from jack.errors import Conflict
from jack.model.clock import Micros
from jack.model.tasks import (
    SLA,
    Department,
    Result,
    Task,
    TaskKind,
    TaskStatus,
    deadlines,
)


class Action(StrEnum):
    """What a person does to a task. `reassign` gives it to somebody, `move` to a department."""

    CLAIM = "claim"
    START = "start"
    COMPLETE = "complete"
    NOT_POSSIBLE = "not_possible"
    WAIT = "wait"
    APPROVE = "approve"
    DECLINE = "decline"
    COUNTER = "counter"
    REASSIGN = "reassign"
    MOVE = "move"
    CANCEL = "cancel"
    REOPEN = "reopen"
    EDIT = "edit"
    COMMENT = "comment"


class Happening(StrEnum):
    """What else stands in a task's history."""

    CREATED = "created"
    APPENDED = "appended"
    OVERDUE = "overdue"
    TOLD = "told"
    NOT_TOLD = "not_told"


_PENDING, _ASSIGNED, _IN_PROGRESS, _COMPLETED, _CANCELLED = TaskStatus

TRANSITIONS: Mapping[TaskKind, Mapping[tuple[TaskStatus, Action], TaskStatus]] = {
    TaskKind.REQUEST: {
        (_PENDING, Action.CLAIM): _ASSIGNED,
        (_PENDING, Action.START): _IN_PROGRESS,
        (_PENDING, Action.COMPLETE): _COMPLETED,
        (_PENDING, Action.NOT_POSSIBLE): _COMPLETED,
        (_PENDING, Action.WAIT): _PENDING,
        (_PENDING, Action.REASSIGN): _ASSIGNED,
        (_PENDING, Action.MOVE): _PENDING,
        (_PENDING, Action.CANCEL): _CANCELLED,
        (_PENDING, Action.EDIT): _PENDING,
        (_PENDING, Action.COMMENT): _PENDING,
        (_ASSIGNED, Action.CLAIM): _ASSIGNED,
        (_ASSIGNED, Action.START): _IN_PROGRESS,
        (_ASSIGNED, Action.COMPLETE): _COMPLETED,
        (_ASSIGNED, Action.NOT_POSSIBLE): _COMPLETED,
        (_ASSIGNED, Action.WAIT): _ASSIGNED,
        (_ASSIGNED, Action.REASSIGN): _ASSIGNED,
        (_ASSIGNED, Action.MOVE): _PENDING,
        (_ASSIGNED, Action.CANCEL): _CANCELLED,
        (_ASSIGNED, Action.EDIT): _ASSIGNED,
        (_ASSIGNED, Action.COMMENT): _ASSIGNED,
        (_IN_PROGRESS, Action.COMPLETE): _COMPLETED,
        (_IN_PROGRESS, Action.NOT_POSSIBLE): _COMPLETED,
        (_IN_PROGRESS, Action.WAIT): _ASSIGNED,
        (_IN_PROGRESS, Action.REASSIGN): _ASSIGNED,
        (_IN_PROGRESS, Action.MOVE): _PENDING,
        (_IN_PROGRESS, Action.CANCEL): _CANCELLED,
        (_IN_PROGRESS, Action.EDIT): _IN_PROGRESS,
        (_IN_PROGRESS, Action.COMMENT): _IN_PROGRESS,
        (_COMPLETED, Action.REOPEN): _PENDING,
        (_COMPLETED, Action.COMMENT): _COMPLETED,
        (_CANCELLED, Action.REOPEN): _PENDING,
        (_CANCELLED, Action.COMMENT): _CANCELLED,
    },
    TaskKind.APPROVAL: {
        (_PENDING, Action.CLAIM): _ASSIGNED,
        (_PENDING, Action.APPROVE): _COMPLETED,
        (_PENDING, Action.DECLINE): _COMPLETED,
        (_PENDING, Action.COUNTER): _IN_PROGRESS,
        (_PENDING, Action.REASSIGN): _ASSIGNED,
        (_PENDING, Action.MOVE): _PENDING,
        (_PENDING, Action.CANCEL): _CANCELLED,
        (_PENDING, Action.EDIT): _PENDING,
        (_PENDING, Action.COMMENT): _PENDING,
        (_ASSIGNED, Action.CLAIM): _ASSIGNED,
        (_ASSIGNED, Action.APPROVE): _COMPLETED,
        (_ASSIGNED, Action.DECLINE): _COMPLETED,
        (_ASSIGNED, Action.COUNTER): _IN_PROGRESS,
        (_ASSIGNED, Action.REASSIGN): _ASSIGNED,
        (_ASSIGNED, Action.MOVE): _PENDING,
        (_ASSIGNED, Action.CANCEL): _CANCELLED,
        (_ASSIGNED, Action.EDIT): _ASSIGNED,
        (_ASSIGNED, Action.COMMENT): _ASSIGNED,
        (_IN_PROGRESS, Action.APPROVE): _COMPLETED,
        (_IN_PROGRESS, Action.DECLINE): _COMPLETED,
        (_IN_PROGRESS, Action.COUNTER): _IN_PROGRESS,
        (_IN_PROGRESS, Action.REASSIGN): _IN_PROGRESS,
        (_IN_PROGRESS, Action.MOVE): _IN_PROGRESS,
        (_IN_PROGRESS, Action.CANCEL): _CANCELLED,
        (_IN_PROGRESS, Action.EDIT): _IN_PROGRESS,
        (_IN_PROGRESS, Action.COMMENT): _IN_PROGRESS,
        (_COMPLETED, Action.REOPEN): _PENDING,
        (_COMPLETED, Action.COMMENT): _COMPLETED,
        (_CANCELLED, Action.REOPEN): _PENDING,
        (_CANCELLED, Action.COMMENT): _CANCELLED,
    },
}
"""Every allowed (state, action) and the state after it; what is not here is a conflict.

An approval is in progress while the guest has a counter-offer to answer: it stays open, its clock
stands still, and staff then approve (the offer), decline or make another offer.
"""

RESULTS = {
    Action.COMPLETE: Result.DONE,
    Action.NOT_POSSIBLE: Result.NOT_POSSIBLE,
    Action.APPROVE: Result.APPROVED,
    Action.DECLINE: Result.DECLINED,
    Action.COUNTER: Result.COUNTERED,
}
RESPONSES = frozenset({Action.CLAIM, Action.START, Action.WAIT, *RESULTS})
"""What counts as a first response: somebody has it, or has settled it."""

LADDER = ("department", "duty manager", "general manager")
"""Who hears of an overdue task: at the deadline, half an SLA later, a whole SLA later."""


def possible(kind: TaskKind, status: TaskStatus) -> tuple[Action, ...]:
    return tuple(action for at, action in TRANSITIONS[kind] if at is status)


def act(
    task: Task,
    action: Action,
    at: Micros,
    *,
    by: int,
    to: int | None = None,
    department: Department | None = None,
    words: str = "",
) -> Task:
    """The task after `action` by the person `by`.

    `to` is who gets it (reassign), `department` where it goes (reassign, move), `words` a reason or
    an offer. What `edit` changes and what `comment` says is the caller's. Raises Conflict.
    """
    status = _next(task, action)
    changed = replace(task, status=status)
    if action in RESPONSES:
        changed = _responded(changed, at)
    if action in RESULTS:
        reason = task.reason if action is Action.APPROVE else words or None
        changed = replace(changed, result=RESULTS[action], reason=reason)
    if action in (Action.CLAIM, Action.START, Action.COUNTER) and task.assigned_to is None:
        changed = replace(changed, assigned_to=by)
    if action in (Action.REASSIGN, Action.MOVE):
        place = department or task.department
        changed = replace(changed, assigned_to=to, department=place)
    if action is Action.WAIT:
        changed = replace(changed, is_waiting=True)
    elif action is Action.START or not changed.is_open:
        changed = replace(changed, is_waiting=False)
    if action is Action.CANCEL:
        changed = replace(changed, result=None, reason=None)
    if action is Action.REOPEN:
        changed = _reopened(changed, at)
    return replace(changed, finished_at=None if changed.is_open else task.finished_at or at)


def due_step(task: Task, at: Micros) -> int:
    """How far up the ladder this task belongs by now; 0 when nothing is overdue or it is on hold."""
    if not task.is_open or task.is_on_hold:
        return 0
    response, resolution = SLA[task.priority]
    late = _steps(task.resolution_due_at, resolution, at)
    if task.responded_at is None:
        late = max(late, _steps(task.response_due_at, response, at))
    return late


def _steps(due_at: Micros, sla: Micros, at: Micros) -> int:
    late = at - due_at
    return 0 if late < 0 else min(1 + 2 * late // sla, len(LADDER))


def _next(task: Task, action: Action) -> TaskStatus:
    status = TRANSITIONS[task.kind].get((task.status, action))
    if status is None or (action is Action.WAIT and task.is_waiting):
        can = [each.value for each in possible(task.kind, task.status) if each is not action]
        state = "on the waiting list" if task.is_waiting else task.status.replace("_", " ")
        raise Conflict(
            f"{task.kind.capitalize()} {task.id} is {state}: {action} is not possible now. "
            f"Possible: {', '.join(can)}.",
            status=task.status.value,
            possible=can,
        )
    return status


def _responded(task: Task, at: Micros) -> Task:
    """The late response is settled: from here the ladder counts the resolution alone."""
    if task.responded_at is not None:
        return task
    task = replace(task, responded_at=at)
    return replace(task, escalation_step=min(task.escalation_step, due_step(task, at)))


def _reopened(task: Task, at: Micros) -> Task:
    response_due_at, resolution_due_at = deadlines(task.priority, at, _still_ahead(task, at))
    return replace(
        task,
        assigned_to=None,
        due_at=_still_ahead(task, at),
        response_due_at=response_due_at,
        resolution_due_at=resolution_due_at,
        result=None,
        reason=None,
        responded_at=None,
        escalation_step=0,
    )


def _still_ahead(task: Task, at: Micros) -> Micros | None:
    """The time of a scheduled task, unless it has passed: then it is to be done now."""
    return task.due_at if task.due_at is not None and task.due_at > at else None
