"""Tasks and their deadlines."""

from __future__ import annotations

import pytest

from jack.db import audit, sql, tasks
from jack.db.database import Database
from jack.model.clock import MINUTE
from jack.model.tasks import Department, Item, Priority, TaskKind, TaskProposal, TaskStatus
from tests.db.samples import NOW, conversation, said

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
