"""What staff do with tasks: who sees them, who may do what, and what each step leaves behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jack.db import sql
from jack.db import staff as people
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.events import TaskChanged, TaskCreated, TaskOverdue
from jack.model.clock import HOUR, MINUTE
from jack.model.staff import Role, Staff
from jack.model.tasks import (
    Department,
    Item,
    Priority,
    Result,
    TaskKind,
    TaskProposal,
    TaskStatus,
)
from jack.services.tasks import (
    MAX_ITEMS,
    MAX_NOTE_CHARS,
    MAX_TITLE_CHARS,
    MAX_WORDS_CHARS,
    visible_departments,
)
from tests.house import House
from tests.services.errands import Errands

LAMP = TaskProposal(Department.MAINTENANCE, "Broken lamp", room="204")


@pytest.fixture
async def errands(house: House) -> Errands:
    await house.talk("Hello")
    return Errands(house)


@pytest.fixture
def maria(house: House) -> Staff:
    """Front desk."""
    return house.staff()


@pytest.fixture
def jonas(house: House) -> Staff:
    """Maintenance, and of the front desk's department too."""
    return house.staff("Jonas Weber", Role.MAINTENANCE)


@pytest.fixture
def rosa(house: House) -> Staff:
    return of_departments(house, "Rosa Lima", Role.HOUSEKEEPING)


def of_departments(house: House, name: str, role: Role, *departments: str) -> Staff:
    email = f"{name.split()[0].casefold()}@hotel.example"

    def work() -> Staff:
        found = people.get(people.add(email, name, role, departments, house.clock()))
        assert found is not None
        return found

    return house.db.write_now(work)


# -- who sees what ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "departments", "visible"),
    [
        (Role.ADMIN, (), None),
        (Role.MANAGER, (), None),
        (Role.FRONT_DESK, ("front_desk",), None),
        (Role.CONCIERGE, (), None),
        (Role.HOUSEKEEPING, (), {"housekeeping"}),
        (Role.HOUSEKEEPING, ("room_service", "spa"), {"housekeeping", "room_service", "spa"}),
        (Role.MAINTENANCE, (), {"maintenance"}),
    ],
)
def test_who_works_in_a_department_sees_its_tasks(
    house: House, role: Role, departments: tuple[str, ...], visible: set[str] | None
) -> None:
    assert visible_departments(of_departments(house, "Ida Holm", role, *departments)) == visible


async def test_other_departments_tasks_are_neither_listed_nor_shown(
    errands: Errands, rosa: Staff, maria: Staff
) -> None:
    towels = errands.ask("towels")
    lamp = errands.ask(department=Department.MAINTENANCE)

    assert [task.id for task in await errands.tasks.listed(viewer=rosa)] == [towels]
    assert [task.id for task in await errands.tasks.listed(viewer=maria)] == [lamp, towels]
    assert [task.id for task in await errands.tasks.listed()] == [lamp, towels]
    for look in (errands.tasks.get, errands.tasks.history):
        with pytest.raises(Forbidden, match="belongs to maintenance"):
            await look(lamp, viewer=rosa)
        with pytest.raises(NotFound, match="no task 99"):
            await look(99, viewer=rosa)


async def test_overdue_is_asked_of_the_clock(errands: Errands) -> None:
    towels = errands.ask("towels")

    assert await errands.tasks.listed(is_overdue=True) == []
    errands.house.clock.forward(15 * 60)
    assert [task.id for task in await errands.tasks.listed(is_overdue=True)] == [towels]


# -- making ----------------------------------------------------------------------------------------


async def test_anybody_may_ask_another_department(errands: Errands, rosa: Staff) -> None:
    errands.house.heard.clear()

    task = await errands.tasks.create(LAMP, rosa)

    assert (task.status, task.title, task.room) == (TaskStatus.PENDING, "Broken lamp", "204")
    assert errands.house.heard == [TaskCreated(task.id, Department.MAINTENANCE)]
    [event] = await errands.tasks.history(task.id)
    assert (event.action, event.staff_id, event.staff_name) == ("created", rosa.id, "Rosa Lima")
    assert errands.house.rows("SELECT actor, action, subject FROM audit") == [
        (f"staff:{rosa.id}", "task.create", f"task:{task.id}")
    ]


async def test_a_task_of_a_conversation_is_its_guests_and_tells_them(
    errands: Errands, maria: Staff
) -> None:
    task = await errands.tasks.create(LAMP, maria, conversation_id=1, guest_id=99)

    assert task.guest_id == errands.house.conversation().guest_id
    await errands.tasks.complete(task.id, maria)
    assert await errands.later() == 1


async def test_a_task_of_a_stay_is_its_guests(errands: Errands, maria: Staff) -> None:
    guest_id = errands.house.stay(phone="+351911111111")

    task = await errands.tasks.create(LAMP, maria, reservation_id=1)

    assert (task.guest_id, task.reservation_id) == (guest_id, 1)


@pytest.mark.parametrize("about", ["conversation_id", "guest_id", "reservation_id"])
async def test_a_task_about_nobody_there_is_refused(
    errands: Errands, maria: Staff, about: str
) -> None:
    with pytest.raises(Invalid, match="There is no"):
        await errands.tasks.create(LAMP, maria, **{about: 99})


async def test_who_sees_no_guests_makes_no_tasks_of_theirs(errands: Errands, rosa: Staff) -> None:
    with pytest.raises(Forbidden, match="tasks of guests"):
        await errands.tasks.create(LAMP, rosa, conversation_id=1)


@pytest.mark.parametrize("role", [Role.CONCIERGE, Role.HOUSEKEEPING, Role.MAINTENANCE])
async def test_approvals_are_for_those_who_decide(errands: Errands, role: Role) -> None:
    person = of_departments(errands.house, "Ida Holm", role, "front_desk")
    late = replace(LAMP, kind=TaskKind.APPROVAL, department=Department.FRONT_DESK)
    asked = errands.ask_leave()

    with pytest.raises(Forbidden, match="may not make approvals"):
        await errands.tasks.create(late, person)
    with pytest.raises(Forbidden, match="may not decide"):
        await errands.tasks.approve(asked, person)
    commented = await errands.tasks.comment(asked, person, "The room is free until three.")

    assert commented.status is TaskStatus.PENDING


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * (MAX_TITLE_CHARS + 1)}, "title"),
        ({"note": "x" * (MAX_NOTE_CHARS + 1)}, "note"),
        ({"items": (Item("towel"),) * (MAX_ITEMS + 1)}, "items"),
        ({"due_at": 1}, "dueAt"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_its_field(
    errands: Errands, maria: Staff, changes: dict[str, Any], field: str
) -> None:
    known = errands.ask("towels")

    with pytest.raises(Invalid) as making:
        await errands.tasks.create(replace(LAMP, **changes), maria)
    with pytest.raises(Invalid) as changing:
        await errands.tasks.edit(known, maria, **changes)

    assert making.value.details["field"] == changing.value.details["field"] == field
    assert errands.history(known) == ["created"]


# -- changing --------------------------------------------------------------------------------------


async def test_an_edit_says_what_changed(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels", room="204")

    task = await errands.tasks.edit(towels, maria, room="205", title="Request")

    assert task.room == "205"
    assert errands.history(towels) == ["created", "edit"]
    assert errands.last_words(towels) == "room"


async def test_an_edit_that_changes_nothing_leaves_no_trace(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels", room="204")
    errands.house.heard.clear()

    await errands.tasks.edit(towels, maria, room="204")

    assert errands.history(towels) == ["created"]
    assert errands.house.heard == []


async def test_a_new_priority_counts_from_when_the_task_was_opened(
    errands: Errands, maria: Staff
) -> None:
    opened_at = errands.house.clock()
    towels = errands.ask("towels")
    errands.house.clock.forward(120)

    task = await errands.tasks.edit(towels, maria, priority=Priority.URGENT)

    assert task.response_due_at == opened_at + 5 * MINUTE
    assert task.resolution_due_at == opened_at + 15 * MINUTE


async def test_a_time_makes_it_a_scheduled_task(errands: Errands, maria: Staff) -> None:
    at = errands.house.clock() + 5 * HOUR

    task = await errands.tasks.edit(errands.ask("towels"), maria, due_at=at)

    assert task.resolution_due_at == at
    assert task.response_due_at == at - 15 * MINUTE


@pytest.mark.parametrize("words", ["", "  ", "x" * (MAX_WORDS_CHARS + 1)])
async def test_words_for_a_guest_or_colleague_are_neither_empty_nor_endless(
    errands: Errands, maria: Staff, words: str
) -> None:
    towels, leave = errands.ask("towels"), errands.ask_leave()

    for said in (
        errands.tasks.comment(towels, maria, words),
        errands.tasks.not_possible(towels, maria, words),
        errands.tasks.decline(leave, maria, words),
        errands.tasks.counter(leave, maria, words),
    ):
        with pytest.raises(Invalid):
            await said
    assert errands.history(towels) == errands.history(leave) == ["created"]


# -- working off -----------------------------------------------------------------------------------


async def test_a_task_goes_from_hand_to_hand_with_its_history(
    errands: Errands, maria: Staff, jonas: Staff
) -> None:
    lamp = errands.ask(department=Department.MAINTENANCE)

    claimed = await errands.tasks.claim(lamp, maria)
    given = await errands.tasks.reassign(lamp, maria, to=jonas.id)
    started = await errands.tasks.start(lamp, jonas)
    done = await errands.tasks.complete(lamp, jonas)

    assert (claimed.status, claimed.assigned_to) == (TaskStatus.ASSIGNED, maria.id)
    assert given.assigned_to == jonas.id
    assert started.status is TaskStatus.IN_PROGRESS
    assert (done.status, done.result) == (TaskStatus.COMPLETED, Result.DONE)
    assert done.finished_at == errands.house.clock()
    assert errands.history(lamp) == ["created", "claim", "reassign", "start", "complete"]
    history = await errands.tasks.history(lamp)
    assert history[2].text == "Jonas Weber, maintenance"


async def test_what_a_colleague_has_is_theirs(errands: Errands, maria: Staff, jonas: Staff) -> None:
    lamp = errands.ask(department=Department.MAINTENANCE)
    await errands.tasks.claim(lamp, maria)

    for take in (errands.tasks.claim, errands.tasks.start):
        with pytest.raises(Conflict, match="Maria Costa has task"):
            await take(lamp, jonas)


async def test_claiming_twice_is_claiming_once(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels")

    first = await errands.tasks.claim(towels, maria)
    second = await errands.tasks.claim(towels, maria)

    assert first == second
    assert errands.history(towels) == ["created", "claim"]


async def test_a_task_moves_to_another_department(
    errands: Errands, maria: Staff, jonas: Staff
) -> None:
    towels = errands.ask("towels")
    await errands.tasks.claim(towels, maria)

    moved = await errands.tasks.reassign(towels, maria, department=Department.MAINTENANCE)

    assert (moved.department, moved.assigned_to) == (Department.MAINTENANCE, None)
    assert moved.status is TaskStatus.PENDING
    assert errands.last_words(towels) == "maintenance"


async def test_a_task_is_given_to_a_person_who_may_work_on_it(
    errands: Errands, maria: Staff, rosa: Staff
) -> None:
    lamp = errands.ask(department=Department.MAINTENANCE)
    leave = errands.ask_leave()
    gone = errands.house.staff("Gil Gone")
    errands.house.db.write_now(sql.run, "UPDATE staff SET disabled_at = 1 WHERE id = ?", gone.id)

    with pytest.raises(Invalid, match="a person, a department, or both"):
        await errands.tasks.reassign(lamp, maria)
    with pytest.raises(Invalid, match="may not work on this request of maintenance"):
        await errands.tasks.reassign(lamp, maria, to=rosa.id)
    with pytest.raises(Invalid, match="may not work on this approval"):
        await errands.tasks.reassign(leave, maria, to=rosa.id)
    for nobody in (99, gone.id):
        with pytest.raises(Invalid, match="no active person"):
            await errands.tasks.reassign(lamp, maria, to=nobody)

    given = await errands.tasks.reassign(
        lamp, maria, to=rosa.id, department=Department.HOUSEKEEPING
    )

    assert (given.department, given.assigned_to) == (Department.HOUSEKEEPING, rosa.id)


async def test_other_departments_tasks_are_not_worked_on(errands: Errands, rosa: Staff) -> None:
    lamp = errands.ask(department=Department.MAINTENANCE)

    with pytest.raises(Forbidden):
        await errands.tasks.complete(lamp, rosa)
    with pytest.raises(NotFound):
        await errands.tasks.complete(99, rosa)


async def test_cancelled_and_reopened(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels")

    cancelled = await errands.tasks.cancel(towels, maria)
    errands.house.clock.forward(3600)
    reopened = await errands.tasks.reopen(towels, maria)

    assert (cancelled.status, cancelled.result) == (TaskStatus.CANCELLED, None)
    assert reopened.status is TaskStatus.PENDING
    assert reopened.response_due_at == errands.house.clock() + 15 * MINUTE
    assert await errands.later() == 0


async def test_every_step_is_announced_and_on_record(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels")
    errands.house.heard.clear()

    await errands.tasks.wait(towels, maria)

    assert errands.house.heard == [TaskChanged(towels, "pending")]
    assert errands.house.rows("SELECT actor, action FROM audit") == [
        (f"staff:{maria.id}", "task.wait")
    ]


# -- the ladder ------------------------------------------------------------------------------------


async def test_an_overdue_task_climbs_once_for_each_step(errands: Errands) -> None:
    towels = errands.ask("towels")
    errands.house.heard.clear()

    climbed = [await errands.tasks.escalate_overdue()]
    for minutes in (15, 0, 8, 8, 600):
        errands.house.clock.forward(minutes * 60)
        climbed.append(await errands.tasks.escalate_overdue())

    assert climbed == [0, 1, 0, 1, 1, 0]
    assert errands.history(towels) == ["created", "overdue", "overdue", "overdue"]
    steps = [event.step for event in errands.house.heard if isinstance(event, TaskOverdue)]
    assert steps == [1, 2, 3]
    assert errands.last_words(towels).endswith("step 3, general manager")


async def test_after_a_long_stop_no_step_is_left_out(errands: Errands) -> None:
    towels = errands.ask("towels")
    errands.house.clock.forward(24 * 3600)

    assert await errands.tasks.escalate_overdue() == 1
    assert errands.history(towels) == ["created", "overdue", "overdue", "overdue"]
    assert errands.task(towels).escalation_step == 3


async def test_what_waits_or_is_done_climbs_nowhere(errands: Errands, maria: Staff) -> None:
    waiting, finished = errands.ask("towels"), errands.ask("crib")
    await errands.tasks.wait(waiting, maria)
    await errands.tasks.complete(finished, maria)
    errands.house.clock.forward(24 * 3600)

    assert await errands.tasks.escalate_overdue() == 0
