"""The report of a shift, and the board of tasks: what is open, what is late, for who may see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db import sql, tasks
from jack.errors import Forbidden, Invalid
from jack.model.clock import HOUR, MINUTE, SECOND
from jack.model.reports import Column
from jack.model.staff import Role, Staff
from jack.model.tasks import Department, Priority, TaskProposal
from jack.services.reports import Reports
from tests.house import House


@pytest.fixture
def reports(house: House) -> Reports:
    return Reports(house.db, house.config, house.clock)


def task(house: House, department: Department, priority: Priority = Priority.STANDARD) -> int:
    proposal = TaskProposal(department, f"{priority} {department}", priority)
    return house.db.write_now(tasks.add, proposal, house.clock())


async def shift(house: House) -> Staff:
    """Before the shift a task and a conversation; in it a note, a transfer and an escalation."""
    maria = house.staff()
    task(house, Department.HOUSEKEEPING)
    await house.talk("Hello")
    house.clock.forward(9 * HOUR / SECOND)
    task(house, Department.SPA, Priority.URGENT)
    await house.write("There is a fire!", channel="webchat")
    await house.conversations.claim(1, maria)
    await house.handover.note(1, maria, "A regular.")
    await house.handover.to_place(1, maria, "concierge")
    house.clock.forward(1)
    return maria


async def test_the_next_shift_learns_what_is_open_and_what_happened(
    house: House, reports: Reports
) -> None:
    maria = await shift(house)

    found = await reports.handover(maria)

    assert found.until - found.since == 8 * HOUR
    assert {line.conversation.id for line in found.conversations} == {1, 2}
    assert [e.reasons for e in found.escalations] == [("emergency_fire",), ("transferred",)]
    assert found.tasks[0].task.priority is Priority.URGENT
    assert [(event.action, event.data.get("toPlace")) for event in found.events] == [
        ("conversation.transfer", "concierge")
    ]
    assert [(note.guest_name, note.text) for note in found.notes] == [("Ana Silva", "A regular.")]
    assert (found.counts.messages_in, found.counts.conversations) == (1, 1)
    assert found.counts.tasks_created == 2


async def test_an_older_escalation_nobody_came_for_is_handed_over(
    house: House, reports: Reports
) -> None:
    maria = house.staff()
    await house.write("There is a fire!")
    house.clock.forward(20 * HOUR / SECOND)
    assert len((await reports.handover(maria)).escalations) == 1

    await house.conversations.claim(1, maria)

    assert (await reports.handover(maria)).escalations == ()


async def test_who_came_is_named(house: House, reports: Reports) -> None:
    maria = house.staff()
    await house.write("There is a fire!")
    await house.conversations.claim(1, maria)
    house.clock.forward(1)

    (escalation,) = (await reports.handover(maria)).escalations

    assert (escalation.acknowledged_by, escalation.guest_name) == ("Maria Costa", "Ana Silva")


async def test_a_shift_has_an_order_and_an_end(house: House, reports: Reports) -> None:
    maria, now = house.staff(), house.clock()

    for since, until in ((now, now), (now + 1, now), (now - 8 * 24 * HOUR, now)):
        with pytest.raises(Invalid):
            await reports.handover(maria, since=since, until=until)


async def test_the_report_is_not_for_housekeeping(house: House, reports: Reports) -> None:
    with pytest.raises(Forbidden):
        await reports.handover(house.staff("Rosa Melo", Role.HOUSEKEEPING))


async def test_the_board_counts_by_department(house: House, reports: Reports) -> None:
    first, second, third, _ = (task(house, Department.HOUSEKEEPING) for _ in range(4))
    task(house, Department.SPA)

    def change() -> None:
        sql.run("UPDATE task SET status = 'assigned', is_waiting = 1 WHERE id = ?", first)
        sql.run("UPDATE task SET status = 'in_progress', responded_at = 1 WHERE id = ?", second)
        sql.run(
            "UPDATE task SET status = 'completed', finished_at = ? WHERE id = ?",
            house.clock(),
            third,
        )

    house.db.write_now(change)
    house.clock.forward(16 * MINUTE / SECOND)

    housekeeping, spa = await reports.board(house.staff())

    assert housekeeping == Column("housekeeping", 1, 1, 1, waiting=1, overdue=1, completed=1,
                                  cancelled=0)  # fmt: skip
    assert (spa.department, spa.pending, spa.overdue) == ("spa", 1, 1)


async def test_what_was_finished_yesterday_is_off_the_board(house: House, reports: Reports) -> None:
    done = task(house, Department.SPA)
    house.db.write_now(
        sql.run,
        "UPDATE task SET status = 'completed', finished_at = ? WHERE id = ?",
        house.clock() - 24 * HOUR,
        done,
    )

    assert await reports.board(house.staff()) == []


async def test_housekeeping_sees_its_own_and_no_names_of_guests(
    house: House, reports: Reports
) -> None:
    await house.talk("Hello")
    for department in (Department.HOUSEKEEPING, Department.MAINTENANCE):
        task(house, department)
    maid, desk = house.staff("Rosa Melo", Role.HOUSEKEEPING), house.staff()
    house.db.write_now(sql.run, "UPDATE task SET guest_id = 1, assigned_to = ?", desk.id)
    housekeeper = replace(maid, departments=("housekeeping",))

    (own,) = await reports.worklist(housekeeper, department=None)
    both = await reports.worklist(desk, department=None)

    assert (own.task.department, own.guest_name) == ("housekeeping", None)
    assert own.assigned_name == "Maria Costa"
    assert [work.guest_name for work in both] == ["Ana Silva", "Ana Silva"]
    assert [c.department for c in await reports.board(housekeeper)] == ["housekeeping"]
    with pytest.raises(Forbidden):
        await reports.worklist(housekeeper, department="maintenance")


async def test_the_most_pressing_comes_first(house: House, reports: Reports) -> None:
    for priority in (Priority.LOW, Priority.URGENT, Priority.STANDARD, Priority.HIGH):
        task(house, Department.SPA, priority)

    found = await reports.worklist(house.staff(), department="spa")

    assert [work.task.priority for work in found] == list(Priority)
