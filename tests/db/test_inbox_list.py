"""The inbox: who needs a person, in which order, and how it is cut into pages."""

from __future__ import annotations

import pytest

from jack.db import conversations, escalations, inbox_list, outbox, sql
from jack.db.database import Database
from jack.model.clock import MINUTE
from jack.model.conversations import State
from jack.model.inbox import Filters, Line, Order, Position, Want
from jack.model.messages import Delivery, Sender
from tests.db.samples import NOW, colleague, conversation, queued, said


def guest(number: int) -> str:
    return f"3519000000{number:02}"


def page(
    db: Database,
    *,
    order: Order = Order.ATTENTION,
    after: Position | None = None,
    limit: int = 50,
    viewer: int = 1,
    **filters: object,
) -> tuple[list[Line], Position | None]:
    return db.read_now(
        inbox_list.listed,
        Filters(**filters),  # type: ignore[arg-type]
        order=order,
        viewer_id=viewer,
        after=after,
        limit=limit,
    )


def ids(db: Database, **given: object) -> list[int]:
    return [line.conversation.id for line in page(db, **given)[0]]  # type: ignore[arg-type]


def call_for(conversation_id: int, priority: str, at: int) -> None:
    conversations.set_state(conversation_id, State.ESCALATED, at)
    escalations.add(
        conversation_id,
        message_id=None,
        reasons=("human_request",),
        priority=priority,
        department="front_desk",
        at=at,
    )


@pytest.fixture
def crowd(db: Database) -> list[int]:
    """Five conversations, the last one written in last."""
    for number in range(5):
        db.write_now(said, f"Hello {number}", address=guest(number), at=NOW + number)
    return [db.write_now(conversation, guest(number)).id for number in range(5)]


def test_without_need_the_newest_comes_first(db: Database, crowd: list[int]) -> None:
    assert ids(db) == crowd[::-1]
    assert all(line.attention is None for line in page(db)[0])


def test_what_needs_a_person_comes_first_by_its_deadline(db: Database, crowd: list[int]) -> None:
    db.write_now(call_for, crowd[0], "standard", NOW)
    db.write_now(call_for, crowd[1], "urgent", NOW + MINUTE)

    lines, _ = page(db)

    assert [line.conversation.id for line in lines] == [crowd[i] for i in (1, 0, 4, 3, 2)]
    urgent = lines[0].attention
    assert urgent is not None
    assert (urgent.wants, urgent.since) == ((Want.ESCALATED,), NOW + MINUTE)
    assert (urgent.due_at, urgent.priority) == (NOW + 6 * MINUTE, "urgent")


def test_it_may_be_asked_for_by_time_alone(db: Database, crowd: list[int]) -> None:
    db.write_now(call_for, crowd[0], "urgent", NOW)

    assert ids(db, order=Order.RECENT) == crowd[::-1]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_lose_and_repeat_nothing(
    db: Database, crowd: list[int], order: Order, limit: int
) -> None:
    db.write_now(call_for, crowd[2], "standard", NOW)
    db.write_now(call_for, crowd[3], "standard", NOW)
    found: list[int] = []
    after: Position | None = None
    while True:
        lines, after = page(db, order=order, after=after, limit=limit)
        found += [line.conversation.id for line in lines]
        if after is None:
            break

    assert found == ids(db, order=order)
    assert sorted(found) == crowd


def test_r11_a_message_that_did_not_arrive_needs_a_person(db: Database, crowd: list[int]) -> None:
    outbox_id = db.write_now(queued, address=guest(0), at=NOW)
    db.write_now(outbox.claim, "x", NOW, limit=9, pacing={})
    db.write_now(outbox.failed, outbox_id, code="131026", text="No WhatsApp there.", at=NOW)

    (line,) = page(db, needs_attention=True)[0]

    assert (line.conversation.id, line.failed) == (crowd[0], 1)
    assert line.attention is not None
    assert line.attention.wants == (Want.FAILED,)


def test_a_draft_waits_for_a_person_only_where_nobody_answers(
    db: Database, crowd: list[int]
) -> None:
    for number in (0, 1):
        db.write_now(
            said, "Shall I?", address=guest(number), sender=Sender.AI, delivery=Delivery.DRAFT
        )
    db.write_now(conversations.set_owner, crowd[1], db.write_now(colleague), NOW)
    db.write_now(said, "Here I am", address=guest(1), sender=Sender.STAFF, delivery=Delivery.SENT)

    (line,) = page(db, needs_attention=True)[0]

    assert (line.conversation.id, line.drafts) == (crowd[0], 1)


def test_a_guest_waits_for_staff_since_the_first_unanswered_message(
    db: Database, crowd: list[int]
) -> None:
    db.write_now(conversations.set_owner, crowd[0], db.write_now(colleague), NOW)
    db.write_now(said, "Yes?", address=guest(0), sender=Sender.STAFF, delivery=Delivery.SENT)
    assert page(db, needs_attention=True)[0] == []

    db.write_now(said, "A towel", address=guest(0), at=NOW + 5 * MINUTE)
    db.write_now(said, "Please!", address=guest(0), at=NOW + 9 * MINUTE)

    (line,) = page(db, needs_attention=True)[0]
    assert line.attention is not None
    assert (line.attention.wants, line.attention.since) == ((Want.WAITING,), NOW + 5 * MINUTE)
    assert line.attention.due_at == NOW + 20 * MINUTE


def test_several_needs_are_told_together(db: Database, crowd: list[int]) -> None:
    db.write_now(call_for, crowd[0], "low", NOW + MINUTE)
    db.write_now(call_for, crowd[0], "high", NOW + 2 * MINUTE)
    db.write_now(said, "?", address=guest(0), sender=Sender.AI, delivery=Delivery.DRAFT, at=NOW)

    (line,) = page(db, needs_attention=True)[0]

    assert line.attention is not None
    assert set(line.attention.wants) == {Want.ESCALATED, Want.DRAFT}
    assert (line.attention.since, line.attention.priority) == (NOW, "high")
    assert line.attention.due_at == NOW + 12 * MINUTE


def test_filters_hold_on_both_sides_of_the_list(db: Database, crowd: list[int]) -> None:
    maria = db.write_now(colleague)
    db.write_now(call_for, crowd[0], "urgent", NOW)
    db.write_now(conversations.set_owner, crowd[1], maria, NOW)
    db.write_now(said, "Yes?", address=guest(1), sender=Sender.STAFF, delivery=Delivery.SENT)

    assert ids(db, owner_id=maria) == [crowd[1]]
    assert crowd[1] not in ids(db, is_unassigned=True)
    assert ids(db, states=("escalated",)) == [crowd[0]]
    assert ids(db, channel="webchat") == []
    assert ids(db, query="hello 3") == [crowd[3]]
    assert ids(db, query="hello", states=("escalated",)) == [crowd[0]]


def test_unread_is_what_the_guest_wrote_since_one_looked(db: Database, crowd: list[int]) -> None:
    maria = db.write_now(colleague)
    last = db.write_now(said, "And a pillow", address=guest(4))

    def unread(viewer: int) -> int:
        return next(
            line.unread for line in page(db, viewer=viewer)[0] if line.conversation.id == crowd[4]
        )

    assert unread(maria) == 2
    assert db.write_now(inbox_list.see, crowd[4], maria, last) is True
    assert db.write_now(inbox_list.see, crowd[4], maria, last - 1) is False
    assert unread(maria) == 0
    assert unread(maria + 1) == 2


def test_the_last_message_is_one_that_was_said(db: Database, crowd: list[int]) -> None:
    db.write_now(said, "A suggestion", address=guest(4), sender=Sender.AI, delivery=Delivery.DRAFT)

    line = next(line for line in page(db)[0] if line.conversation.id == crowd[4])

    assert line.last is not None
    assert line.last.text == "Hello 4"


def test_the_views_are_counted(db: Database, crowd: list[int]) -> None:
    maria = db.write_now(colleague)
    db.write_now(conversations.set_owner, crowd[1], maria, NOW)
    db.write_now(said, "Yes?", address=guest(1), sender=Sender.STAFF, delivery=Delivery.SENT)
    db.write_now(call_for, crowd[0], "urgent", NOW)
    db.write_now(conversations.set_state, crowd[4], State.CLOSED, NOW)

    assert db.read_now(inbox_list.counts, maria) == {
        "open": 4, "mine": 1, "unassigned": 3, "escalated": 1, "needs_attention": 1,
    }  # fmt: skip


def test_the_list_reads_by_index_however_many_conversations_there_are(db: Database) -> None:
    plan = db.read_now(
        sql.rows,
        "EXPLAIN QUERY PLAN SELECT c.last_message_at, c.id FROM conversation c WHERE 1"
        " AND (c.last_message_at, c.id) < (?, ?) ORDER BY c.last_message_at DESC, c.id DESC LIMIT ?",
        2**62,
        0,
        50,
    )

    assert not any("TEMP B-TREE" in row[3] for row in plan)
