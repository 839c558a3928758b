"""What may be done to a task in which state: every pair, and every path."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jack.errors import Conflict
from jack.model.clock import MINUTE
from jack.model.task_states import LADDER, TRANSITIONS, Action, act, due_step, possible
from jack.model.tasks import (
    SLA,
    Department,
    Priority,
    Result,
    Task,
    TaskKind,
    TaskStatus,
    deadlines,
    more_pressing,
)
from tests.db.samples import NOW

MARIA, RUI = 3, 4
FINAL = {Result.DONE, Result.NOT_POSSIBLE, Result.APPROVED, Result.DECLINED}


def task(
    kind: TaskKind = TaskKind.REQUEST,
    status: TaskStatus = TaskStatus.PENDING,
    *,
    priority: Priority = Priority.STANDARD,
    due_at: int | None = None,
) -> Task:
    """A task made NOW, as it would be in `status`."""
    response_due_at, resolution_due_at = deadlines(priority, NOW, due_at)
    is_approval = kind is TaskKind.APPROVAL
    is_busy = status in (TaskStatus.ASSIGNED, TaskStatus.IN_PROGRESS)
    results = {
        TaskStatus.COMPLETED: Result.APPROVED if is_approval else Result.DONE,
        TaskStatus.IN_PROGRESS: Result.COUNTERED if is_approval else None,
    }
    is_open = status not in (TaskStatus.COMPLETED, TaskStatus.CANCELLED)
    return Task(
        id=7,
        kind=kind,
        status=status,
        department=Department.HOUSEKEEPING,
        priority=priority,
        title="2 towels",
        items=(),
        room="204",
        note="",
        intent="",
        conversation_id=None,
        message_id=None,
        guest_id=None,
        reservation_id=None,
        assigned_to=MARIA if is_busy else None,
        due_at=due_at,
        response_due_at=response_due_at,
        resolution_due_at=resolution_due_at,
        result=results.get(status),
        reason=None,
        is_waiting=False,
        responded_at=NOW if is_busy else None,
        finished_at=None if is_open else NOW,
        escalation_step=0,
        created_at=NOW,
        updated_at=NOW,
    )


# -- every pair ------------------------------------------------------------------------------------

EVERY_PAIR = list(itertools.product(TaskKind, TaskStatus, Action))
ALLOWED = [
    (kind, status, action, after)
    for kind, table in TRANSITIONS.items()
    for (status, action), after in table.items()
]
REFUSED = [
    (kind, status, action)
    for kind, status, action in EVERY_PAIR
    if (status, action) not in TRANSITIONS[kind]
]


@pytest.mark.parametrize(("kind", "status", "action", "after"), ALLOWED)
def test_an_allowed_action_leads_where_the_table_says(
    kind: TaskKind, status: TaskStatus, action: Action, after: TaskStatus
) -> None:
    changed = act(task(kind, status), action, NOW + MINUTE, by=MARIA, to=RUI, words="Because.")

    assert changed.status is after
    assert (changed.finished_at is None) == changed.is_open


@pytest.mark.parametrize(("kind", "status", "action"), REFUSED)
def test_any_other_action_is_a_conflict_that_names_state_and_what_is_possible(
    kind: TaskKind, status: TaskStatus, action: Action
) -> None:
    with pytest.raises(Conflict) as refused:
        act(task(kind, status), action, NOW, by=MARIA)

    said = str(refused.value)
    assert f"{kind.capitalize()} 7 is {status.replace('_', ' ')}" in said
    assert all(can in said for can in possible(kind, status))


@pytest.mark.parametrize("kind", TaskKind)
def test_what_is_finished_can_only_be_reopened_or_spoken_about(kind: TaskKind) -> None:
    for status in (TaskStatus.COMPLETED, TaskStatus.CANCELLED):
        assert set(possible(kind, status)) == {Action.REOPEN, Action.COMMENT}


def test_only_approvals_are_decided_and_only_requests_are_done() -> None:
    decisions = {Action.APPROVE, Action.DECLINE, Action.COUNTER}
    work = {Action.START, Action.COMPLETE, Action.NOT_POSSIBLE, Action.WAIT}

    requests = {action for _, action in TRANSITIONS[TaskKind.REQUEST]}
    approvals = {action for _, action in TRANSITIONS[TaskKind.APPROVAL]}

    assert (requests & decisions, approvals & work) == (set(), set())
    assert requests | approvals == set(Action)


# -- what an action leaves behind ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "action", "result", "reason"),
    [
        (TaskKind.REQUEST, Action.COMPLETE, Result.DONE, None),
        (TaskKind.REQUEST, Action.NOT_POSSIBLE, Result.NOT_POSSIBLE, "None left."),
        (TaskKind.APPROVAL, Action.APPROVE, Result.APPROVED, None),
        (TaskKind.APPROVAL, Action.DECLINE, Result.DECLINED, "None left."),
        (TaskKind.APPROVAL, Action.COUNTER, Result.COUNTERED, "None left."),
    ],
)
def test_an_outcome_is_kept_with_its_reason(
    kind: TaskKind, action: Action, result: Result, reason: str | None
) -> None:
    words = "" if reason is None else reason

    changed = act(task(kind), action, NOW + MINUTE, by=MARIA, words=words)

    assert (changed.result, changed.reason) == (result, reason)
    assert changed.responded_at == NOW + MINUTE


def test_a_counter_offer_keeps_the_approval_open_until_it_is_settled() -> None:
    offered = act(task(TaskKind.APPROVAL), Action.COUNTER, NOW, by=MARIA, words="Until 13:00")

    settled = act(offered, Action.APPROVE, NOW + MINUTE, by=RUI)

    assert (offered.status, offered.is_on_hold) == (TaskStatus.IN_PROGRESS, True)
    assert (settled.result, settled.reason) == (Result.APPROVED, "Until 13:00")


def test_the_waiting_list_is_left_by_starting_or_ending() -> None:
    waiting = act(task(), Action.WAIT, NOW, by=MARIA)

    assert act(waiting, Action.CLAIM, NOW, by=MARIA).is_waiting
    for action in (Action.START, Action.COMPLETE, Action.NOT_POSSIBLE, Action.CANCEL):
        assert not act(waiting, action, NOW, by=MARIA).is_waiting
    with pytest.raises(Conflict, match="on the waiting list"):
        act(waiting, Action.WAIT, NOW, by=MARIA)


def test_moving_to_a_department_takes_it_from_its_holder() -> None:
    held = task(status=TaskStatus.ASSIGNED)

    moved = act(held, Action.MOVE, NOW, by=MARIA, department=Department.MAINTENANCE)
    given = act(held, Action.REASSIGN, NOW, by=MARIA, to=RUI)

    assert (moved.assigned_to, moved.department) == (None, Department.MAINTENANCE)
    assert (given.assigned_to, given.department) == (RUI, Department.HOUSEKEEPING)


def test_reopening_begins_anew() -> None:
    done = act(task(), Action.NOT_POSSIBLE, NOW + 90 * MINUTE, by=MARIA, words="None left.")

    again = act(replace(done, escalation_step=2), Action.REOPEN, NOW + 100 * MINUTE, by=RUI)

    assert (again.status, again.assigned_to, again.escalation_step) == (TaskStatus.PENDING, None, 0)
    assert (again.result, again.reason, again.responded_at) == (None, None, None)
    assert again.response_due_at == NOW + 115 * MINUTE


def test_a_reopened_wake_up_call_whose_time_has_passed_is_for_now() -> None:
    missed = act(task(due_at=NOW + MINUTE), Action.CANCEL, NOW, by=MARIA)

    again = act(missed, Action.REOPEN, NOW + 2 * MINUTE, by=MARIA)

    assert again.due_at is None
    assert again.resolution_due_at == NOW + 62 * MINUTE


# -- deadlines and the ladder ----------------------------------------------------------------------


def test_a_scheduled_task_counts_back_from_its_time() -> None:
    morning = NOW + 600 * MINUTE

    assert deadlines(Priority.STANDARD, NOW, morning) == (morning - 15 * MINUTE, morning)


@pytest.mark.parametrize(("ahead", "response"), [(10, 10), (20, 15), (30, 15), (31, 16)])
def test_a_task_scheduled_for_soon_is_answered_by_its_time_at_the_latest(
    ahead: int, response: int
) -> None:
    found = deadlines(Priority.STANDARD, NOW, NOW + ahead * MINUTE)

    assert found == (NOW + response * MINUTE, NOW + ahead * MINUTE)


@pytest.mark.parametrize("priority", Priority)
def test_the_ladder_is_climbed_at_the_deadline_half_an_sla_and_a_whole_sla_later(
    priority: Priority,
) -> None:
    made = task(priority=priority)
    due_at, sla = made.response_due_at, SLA[priority][0]

    steps = [
        due_step(made, due_at + late) for late in (-1, 0, sla // 2 - 1, sla // 2, sla - 1, sla)
    ]

    assert steps == [0, 1, 1, 2, 2, 3]
    assert due_step(made, due_at + 50 * sla) == len(LADDER)


def test_a_late_answer_settles_the_ladder_until_the_resolution_is_late() -> None:
    late = replace(task(), escalation_step=2)

    taken = act(late, Action.CLAIM, NOW + 25 * MINUTE, by=MARIA)

    assert taken.escalation_step == 0
    assert due_step(taken, NOW + 59 * MINUTE) == 0
    assert due_step(taken, NOW + 60 * MINUTE) == 1


def test_who_answers_after_the_last_deadline_does_not_call_the_managers_again() -> None:
    late = replace(task(), escalation_step=3)

    taken = act(late, Action.CLAIM, NOW + 95 * MINUTE, by=MARIA)

    assert taken.escalation_step == 2


@pytest.mark.parametrize("status", [TaskStatus.COMPLETED, TaskStatus.CANCELLED])
def test_nothing_finished_is_overdue(status: TaskStatus) -> None:
    finished = task(status=status)

    assert not finished.is_overdue(NOW + 999 * MINUTE)
    assert due_step(finished, NOW + 999 * MINUTE) == 0


def test_nothing_on_hold_is_overdue() -> None:
    waiting = act(task(), Action.WAIT, NOW, by=MARIA)
    offered = act(task(TaskKind.APPROVAL), Action.COUNTER, NOW, by=MARIA, words="No")

    for held in (waiting, offered):
        assert not held.is_overdue(NOW + 999 * MINUTE)
        assert due_step(held, NOW + 999 * MINUTE) == 0


def test_overdue_is_what_is_unanswered_or_unfinished_in_time() -> None:
    made = task()
    taken = act(made, Action.CLAIM, NOW, by=MARIA)

    assert [made.is_overdue(NOW + n * MINUTE) for n in (14, 15)] == [False, True]
    assert [taken.is_overdue(NOW + n * MINUTE) for n in (15, 59, 60)] == [False, False, True]


def test_the_more_pressing_of_two_priorities() -> None:
    assert more_pressing(Priority.LOW, Priority.HIGH) is Priority.HIGH
    assert more_pressing(Priority.URGENT, Priority.HIGH) is Priority.URGENT


# -- every path ------------------------------------------------------------------------------------


class Life(RuleBasedStateMachine):
    """Any task, done anything to in any order and at any pace."""

    @initialize(kind=st.sampled_from(TaskKind), priority=st.sampled_from(Priority))
    def make(self, kind: TaskKind, priority: Priority) -> None:
        self.task = task(kind, priority=priority)
        self.at = NOW

    @rule(
        action=st.sampled_from(Action),
        by=st.sampled_from([MARIA, RUI]),
        minutes=st.integers(0, 300),
    )
    def do(self, action: Action, by: int, minutes: int) -> None:
        self.at += minutes * MINUTE
        before = self.task
        to = RUI if action is Action.REASSIGN else None
        try:
            self.task = act(before, action, self.at, by=by, to=to, words="Words")
        except Conflict:
            assert (before.status, action) not in TRANSITIONS[before.kind] or before.is_waiting
            return
        assert self.task.status is TRANSITIONS[before.kind][(before.status, action)]
        if action is not Action.REOPEN and before.responded_at is not None:
            assert self.task.responded_at == before.responded_at

    @rule()
    def climb(self) -> None:
        step = due_step(self.task, self.at)
        self.task = replace(self.task, escalation_step=max(step, self.task.escalation_step))

    @invariant()
    def the_parts_agree(self) -> None:
        now = self.task
        assert (now.finished_at is None) == now.is_open
        assert (now.result in FINAL) == (now.status is TaskStatus.COMPLETED)
        assert now.result is not Result.COUNTERED or now.status is TaskStatus.IN_PROGRESS
        assert now.is_open or not now.is_waiting
        assert 0 <= now.escalation_step <= len(LADDER)
        if now.status is TaskStatus.PENDING:
            assert now.assigned_to is None
        if now.status is TaskStatus.ASSIGNED:
            assert now.assigned_to is not None


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
