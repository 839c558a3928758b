"""Tasks and their deadlines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jack.db import audit, sql, task_events, tasks
from jack.db.database import Database
from jack.model.clock import MINUTE, Micros
from jack.model.tasks import (
    Department,
    Item,
    Priority,
    Result,
    Task,
    TaskKind,
    TaskProposal,
    TaskStatus,
)
from tests.db.samples import BEN, NOW, colleague, conversation, said

TOWELS = TaskProposal(
    department=Department.HOUSEKEEPING,
    title="2 towels",
    items=(Item("towel", 2), Item("Kissen 枕")),
    room="204",
    note="Allergic to feathers",
)


def test_a_proposal_becomes_a_task_with_everything_in_it(db: Database) -> None:
    message_id = db.write_now(said, "2 towels please")
    opened = db.write_now(conversation)

    task_id = db.write_now(
        tasks.add,
        TOWELS,
        NOW,
        conversation_id=opened.id,
        message_id=message_id,
        guest_id=opened.guest_id,
    )

    task = db.read_now(tasks.get, task_id)
    assert task is not None
    assert (task.kind, task.status) == (TaskKind.REQUEST, TaskStatus.PENDING)
    assert (task.department, task.title, task.room) == (Department.HOUSEKEEPING, "2 towels", "204")
    assert task.items == TOWELS.items
    assert task.note == "Allergic to feathers"
    assert (task.conversation_id, task.message_id, task.guest_id) == (
        opened.id,
        message_id,
        opened.guest_id,
    )
    assert task.assigned_to is None


@pytest.mark.parametrize(
    ("priority", "response", "resolution"),
    [
        (Priority.URGENT, 5, 15),
        (Priority.HIGH, 10, 30),
        (Priority.STANDARD, 15, 60),
        (Priority.LOW, 30, 240),
    ],
)
def test_a_task_is_due_by_its_priority(
    db: Database, priority: Priority, response: int, resolution: int
) -> None:
    proposal = TaskProposal(Department.FRONT_DESK, "Fire alarm", priority)

    task = db.read_now(tasks.get, db.write_now(tasks.add, proposal, NOW))

    assert task is not None
    assert task.response_due_at == NOW + response * MINUTE
    assert task.resolution_due_at == NOW + resolution * MINUTE


def test_tasks_are_listed_newest_first_by_filter_and_page(db: Database) -> None:
    opened = db.write_now(conversation)
    taxi = TaskProposal(Department.CONCIERGE, "Taxi at nine")
    ids = [db.write_now(tasks.add, each, NOW) for each in (TOWELS, taxi, TOWELS)]
    ids.append(db.write_now(tasks.add, TOWELS, NOW, conversation_id=opened.id))
    db.write_now(sql.run, "UPDATE task SET status = 'completed' WHERE id = ?", ids[0])

    assert [task.id for task in db.read_now(tasks.listed)] == ids[::-1]
    assert [task.id for task in db.read_now(tasks.listed, department="concierge")] == [ids[1]]
    assert [task.id for task in db.read_now(tasks.listed, statuses=["completed"])] == [ids[0]]
    assert [t.id for t in db.read_now(tasks.listed, conversation_id=opened.id)] == [ids[3]]
    assert [task.id for task in db.read_now(tasks.listed, before=ids[2], limit=1)] == [ids[1]]


def test_what_is_finished_is_not_pending(db: Database) -> None:
    for status in TaskStatus:
        task_id = db.write_now(tasks.add, TOWELS, NOW)
        db.write_now(sql.run, "UPDATE task SET status = ? WHERE id = ?", status, task_id)

    assert db.read_now(tasks.count_pending) == 3


def test_r14_a_task_outlives_its_guest_without_a_person(db: Database) -> None:
    opened = db.write_now(conversation)
    task_id = db.write_now(
        tasks.add, TOWELS, NOW, conversation_id=opened.id, guest_id=opened.guest_id
    )

    db.write_now(sql.run, "DELETE FROM guest")

    task = db.read_now(tasks.get, task_id)
    assert task is not None
    assert (task.conversation_id, task.guest_id) == (None, None)


def test_an_audit_line_says_who_did_what(db: Database) -> None:
    db.write_now(audit.add, "staff:3", "claim", "conversation:7", NOW, reason="guest asked")

    assert db.read_now(sql.rows, "SELECT at, actor, action, subject, data FROM audit") == [
        (NOW, "staff:3", "claim", "conversation:7", '{"reason":"guest asked"}')
    ]


# -- placing ---------------------------------------------------------------------------------------

WINDOW = 15 * MINUTE


def place(
    db: Database, proposal: TaskProposal, at: Micros = NOW, *, guest_id: int | None = None
) -> tasks.Placed:
    opened = db.write_now(conversation)
    return db.write_now(
        tasks.place,
        proposal,
        at,
        append_after=at - WINDOW,
        conversation_id=opened.id if guest_id is None else None,
        guest_id=guest_id if guest_id is not None else opened.guest_id,
    )


def stored(db: Database, task_id: int) -> Task:
    task = db.read_now(tasks.get, task_id)
    assert task is not None
    return task


def ordered(*items: Item, **changes: Any) -> TaskProposal:
    given = {"title": "Things", "items": items, "intent": "request.service.towels"} | changes
    return TaskProposal(Department.HOUSEKEEPING, room=given.pop("room", "204"), **given)


@pytest.mark.parametrize(
    ("known", "asked", "merged"),
    [
        ([Item("towels", 2)], [Item("towels", 2)], [Item("towels", 2)]),
        ([Item("towels", 2)], [Item("towel")], [Item("towels", 2)]),
        ([Item("towel")], [Item("Towels", 3)], [Item("Towels", 3)]),
        ([Item("towels", 2)], [Item("crib")], [Item("towels", 2), Item("crib")]),
        ([Item("glass")], [Item("ice"), Item("glass")], [Item("glass"), Item("ice")]),
        ([], [Item("towels", 2)], [Item("towels", 2)]),
    ],
)
def test_the_same_again_is_a_repeat_and_something_else_joins(
    db: Database, known: list[Item], asked: list[Item], merged: list[Item]
) -> None:
    first = place(db, ordered(*known))

    second = place(db, ordered(*asked), NOW + MINUTE)

    assert second == tasks.Placed(first.task_id, False, TaskStatus.PENDING)
    assert stored(db, first.task_id).items == tuple(merged)


def test_what_joins_stands_in_title_note_and_history_and_moves_no_deadline(db: Database) -> None:
    first = place(db, ordered(Item("towels", 2), note="2 towels please", title="2 × towels"))

    place(
        db,
        ordered(Item("crib"), note="and a crib", priority=Priority.HIGH, intent="other"),
        NOW + 5 * MINUTE,
    )

    task = stored(db, first.task_id)
    assert task.title == "2 × towels, crib"
    assert task.note == "2 towels please\nand a crib"
    assert (task.priority, task.resolution_due_at) == (Priority.HIGH, NOW + 60 * MINUTE)
    created, appended = db.read_now(task_events.of, first.task_id)
    assert (created.action, created.created_at) == ("created", NOW)
    assert (appended.action, appended.text) == ("appended", "crib (before: 2 × towels)")


def test_a_repeat_changes_nothing_but_the_history_and_never_lowers_the_priority(
    db: Database,
) -> None:
    asked = ordered(Item("towels", 2), note="2 towels", title="2 × towels")
    first = place(db, replace(asked, priority=Priority.HIGH))
    before = stored(db, first.task_id)

    place(db, asked, NOW + MINUTE)

    after = stored(db, first.task_id)
    assert replace(after, updated_at=before.updated_at) == before
    assert db.read_now(task_events.of, first.task_id)[-1].text == "asked again: 2 × towels"


def test_another_trouble_of_the_same_sort_is_not_lost(db: Database) -> None:
    lamp = ordered(title="The lamp is broken", intent="complaint.maintenance")
    first = place(db, lamp)

    place(db, replace(lamp, title="The door squeaks"), NOW + MINUTE)

    task = stored(db, first.task_id)
    assert (task.title, task.note) == ("The lamp is broken", "The door squeaks")


@pytest.mark.parametrize(("minutes", "is_new"), [(0, False), (15, False), (15.01, True)])
def test_the_window_to_append_has_an_edge(db: Database, minutes: float, is_new: bool) -> None:
    place(db, TOWELS)

    later = place(db, TOWELS, NOW + round(minutes * MINUTE))

    assert later.is_new is is_new


def test_the_window_counts_from_the_first_request(db: Database) -> None:
    first = place(db, TOWELS)
    place(db, TOWELS, NOW + 10 * MINUTE)

    third = place(db, TOWELS, NOW + 20 * MINUTE)

    assert third.task_id != first.task_id


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"department": Department.MAINTENANCE}, id="department"),
        pytest.param({"room": "205"}, id="room"),
        pytest.param({"room": None}, id="no room"),
        pytest.param({"due_at": NOW + 60 * MINUTE}, id="time"),
        pytest.param({"items": (), "intent": "request.service.crib"}, id="wish"),
        pytest.param({"items": (), "intent": ""}, id="unknown wish"),
        pytest.param({"kind": TaskKind.APPROVAL}, id="approval"),
    ],
)
def test_what_differs_is_a_task_of_its_own(db: Database, other: dict[str, Any]) -> None:
    asked = ordered(Item("towels", 2))
    place(db, asked)

    second = place(db, replace(asked, **other))

    assert second.is_new


LATE = TaskProposal(
    Department.FRONT_DESK,
    "Late check-out",
    kind=TaskKind.APPROVAL,
    intent="request.room.late_checkout",
)


def test_an_approval_asked_again_is_the_same_question_and_learns_the_room(db: Database) -> None:
    first = place(db, LATE)

    second = place(db, replace(LATE, room="204"), NOW + MINUTE)

    assert second == tasks.Placed(first.task_id, False, TaskStatus.PENDING)
    assert stored(db, first.task_id).room == "204"


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ("result = 'countered', status = 'in_progress'", {}),
        ("result = 'declined', status = 'completed'", {}),
        ("room = '305'", {"room": "204"}),
        ("room = room", {"intent": "request.room.extend"}),
        ("room = room", {"intent": ""}),
    ],
)
def test_an_approval_that_was_decided_or_asks_for_another_thing_is_a_new_one(
    db: Database, change: str, asked: dict[str, Any]
) -> None:
    place(db, LATE)
    db.write_now(sql.run, f"UPDATE task SET {change}")

    assert place(db, replace(LATE, **asked)).is_new


def test_another_guest_has_a_task_of_their_own(db: Database) -> None:
    place(db, TOWELS)
    stranger = db.write_now(conversation, BEN)

    second = place(db, TOWELS, guest_id=stranger.guest_id)

    assert second.is_new


def test_the_same_guest_in_another_conversation_is_the_same_guest(db: Database) -> None:
    first = place(db, TOWELS)
    guest_id = stored(db, first.task_id).guest_id
    assert guest_id is not None

    second = place(db, TOWELS, guest_id=guest_id)

    assert second.task_id == first.task_id


@pytest.mark.parametrize(
    ("change", "is_new"),
    [
        ("status = 'in_progress'", False),
        ("status = 'completed'", True),
        ("status = 'cancelled'", True),
        ("is_waiting = 1", True),
        ("kind = 'approval'", True),
    ],
)
def test_nothing_is_added_to_what_is_finished_waits_or_needs_a_decision(
    db: Database, change: str, is_new: bool
) -> None:
    place(db, TOWELS)
    db.write_now(sql.run, f"UPDATE task SET {change}")

    assert place(db, TOWELS).is_new is is_new


def test_nobodys_requests_are_never_put_together(db: Database) -> None:
    for _ in range(2):
        placed = db.write_now(tasks.place, TOWELS, NOW, append_after=NOW - WINDOW)

        assert placed.is_new


# -- lists -----------------------------------------------------------------------------------------


def test_every_filter_finds_its_own(db: Database) -> None:
    maria = db.write_now(colleague)
    guest_id = db.write_now(conversation).guest_id
    proposals = [
        TaskProposal(Department.HOUSEKEEPING, "100% cotton", items=(Item("Decke"),), room="204"),
        TaskProposal(Department.CONCIERGE, "Taxi", kind=TaskKind.APPROVAL, priority=Priority.HIGH),
        TaskProposal(Department.SPA, "Massage", note="After 100 lunches"),
    ]
    towels, taxi, massage = (
        db.write_now(tasks.add, each, NOW, guest_id=guest_id if each.room else None)
        for each in proposals
    )
    db.write_now(sql.run, "UPDATE task SET assigned_to = ? WHERE id = ?", maria, taxi)

    def found(**filters: Any) -> list[int]:
        return [task.id for task in db.read_now(tasks.listed, **filters)]

    assert found(kind="approval") == found(priority="high") == found(assigned_to=maria) == [taxi]
    assert found(is_unassigned=True) == [massage, towels]
    assert found(room="204") == found(guest_id=guest_id) == found(query="decke") == [towels]
    assert found(departments=["spa", "concierge"]) == [massage, taxi]
    assert found(departments=["spa"], department="concierge") == found(departments=[]) == []
    assert found(query="100") == [massage, towels]
    assert found(query="100%") == [towels]
    assert found(query="_") == []


def test_overdue_are_open_tasks_past_a_deadline(db: Database) -> None:
    ids = [db.write_now(tasks.add, TOWELS, NOW) for _ in range(6)]
    for task_id, change in zip(
        ids,
        (
            "note = note",
            f"responded_at = {NOW}",
            "is_waiting = 1",
            "status = 'completed'",
            "status = 'in_progress', result = 'countered'",
            "escalation_step = 3",
        ),
        strict=True,
    ):
        db.write_now(sql.run, f"UPDATE task SET {change} WHERE id = ?", task_id)

    def overdue(minutes: int) -> list[int]:
        at = NOW + minutes * MINUTE
        listed = db.read_now(tasks.listed, overdue_at=at)
        assert all(task.is_overdue(at) for task in listed)
        return [task.id for task in listed]

    assert overdue(14) == []
    assert overdue(15) == [ids[5], ids[0]]
    assert overdue(60) == [ids[5], ids[1], ids[0]]
    assert [t.id for t in db.read_now(tasks.climbing, NOW + 60 * MINUTE)] == [ids[0], ids[1]]


def test_a_stored_task_is_read_as_it_was(db: Database) -> None:
    task = stored(db, db.write_now(tasks.add, TOWELS, NOW))
    changed = replace(
        task,
        status=TaskStatus.COMPLETED,
        department=Department.SPA,
        priority=Priority.LOW,
        title="Stones",
        items=(Item("stone", 4),),
        room=None,
        note="hot",
        assigned_to=db.write_now(colleague),
        due_at=NOW,
        response_due_at=NOW + 1,
        resolution_due_at=NOW + 2,
        result=Result.NOT_POSSIBLE,
        reason="cold",
        is_waiting=True,
        responded_at=NOW + 3,
        finished_at=NOW + 4,
        escalation_step=2,
        updated_at=NOW + 5,
    )

    db.write_now(tasks.save, changed, NOW + 5)

    assert stored(db, task.id) == changed
