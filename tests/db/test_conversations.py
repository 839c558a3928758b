"""Which conversation a message belongs to, who owns it, and what the inbox shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jack.db import conversations, escalations, guests, outbox, reservations, sql, traces
from jack.db.database import Database
from jack.model.clock import DAY, HOUR, MINUTE, SECOND, Micros
from jack.model.conversations import Conversation, ConversationCard, State
from jack.model.messages import Sender
from jack.model.reservations import ReservationStatus
from tests.db.samples import ANA, BEN, NOW, colleague, conversation, queued, said, stay

ARRIVAL, DEPARTURE = date(2027, 1, 10), date(2027, 1, 14)


def get(db: Database, conversation_id: int) -> Conversation:
    found = db.read_now(conversations.get, conversation_id)
    assert found is not None
    return found


def open_for(db: Database, guest_id: int, **changes: object) -> Conversation:
    arguments: dict[str, object] = {
        "channel": "whatsapp",
        "account": "hotel",
        "address": ANA,
        "reservation_id": None,
        "at": NOW,
        "reopen_after": NOW - DAY,
    }
    call: Callable[..., Conversation] = conversations.open_for
    return db.write_now(call, guest_id, **{**arguments, **changes})


@pytest.fixture
def guest(db: Database) -> int:
    return db.write_now(guests.add, "Ana", "Silva", NOW)


# -- where a message belongs ---------------------------------------------------------------


def test_a_first_message_opens_a_conversation(db: Database, guest: int) -> None:
    opened = open_for(db, guest)

    assert (opened.state, opened.owner_id, opened.is_owned) == (State.NEW, None, False)
    assert (opened.guest_id, opened.address, opened.created_at) == (guest, ANA, NOW)
    assert get(db, opened.id) == opened


@pytest.mark.parametrize("state", [State.NEW, State.ACTIVE, State.ESCALATED])
def test_an_open_conversation_goes_on(db: Database, guest: int, state: State) -> None:
    opened = open_for(db, guest)
    db.write_now(conversations.set_state, opened.id, state, NOW)

    again = open_for(db, guest, at=NOW + 30 * DAY, reopen_after=NOW + 29 * DAY)

    assert (again.id, again.state) == (opened.id, state)


def test_a_conversation_resolved_lately_is_reopened(db: Database, guest: int) -> None:
    opened = open_for(db, guest)
    db.write_now(conversations.set_state, opened.id, State.RESOLVED, NOW)

    again = open_for(db, guest, at=NOW + HOUR, reopen_after=NOW)

    assert (again.id, again.state) == (opened.id, State.ACTIVE)


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED])
def test_after_the_reopen_window_a_new_conversation_begins(
    db: Database, guest: int, state: State
) -> None:
    opened = open_for(db, guest)
    db.write_now(conversations.set_state, opened.id, state, NOW)

    again = open_for(db, guest, at=NOW + DAY, reopen_after=NOW + 1)

    assert again.id != opened.id
    assert get(db, opened.id).state is state


def test_a_closed_conversation_is_not_reopened(db: Database, guest: int) -> None:
    opened = open_for(db, guest)
    db.write_now(conversations.set_state, opened.id, State.CLOSED, NOW)

    assert open_for(db, guest).id != opened.id


def test_a_conversation_follows_its_guest_to_another_channel(db: Database, guest: int) -> None:
    opened = open_for(db, guest)

    moved = open_for(db, guest, channel="sms", account="", address="+351912345678")

    assert moved.id == opened.id
    assert (moved.channel, moved.account, moved.address) == ("sms", "", "+351912345678")


def test_guests_do_not_share_a_conversation(db: Database, guest: int) -> None:
    other = db.write_now(guests.add, "Ben", "Meyer", NOW)

    assert open_for(db, guest).id != open_for(db, other, address=BEN).id


def test_a_stay_is_attached_to_the_conversation_that_began_without_one(
    db: Database, guest: int
) -> None:
    opened = open_for(db, guest)
    stay_id = db.write_now(stay, guest, ARRIVAL, DEPARTURE)

    again = open_for(db, guest, reservation_id=stay_id)

    assert (again.id, again.reservation_id) == (opened.id, stay_id)


def test_a_new_stay_is_a_new_conversation(db: Database, guest: int) -> None:
    first = db.write_now(stay, guest, ARRIVAL, DEPARTURE)
    second = db.write_now(stay, guest, date(2027, 5, 1), date(2027, 5, 3))
    opened = open_for(db, guest, reservation_id=first)

    again = open_for(db, guest, reservation_id=second)

    assert again.id != opened.id
    assert open_for(db, guest, reservation_id=first).id == opened.id


# -- which stay ----------------------------------------------------------------------------


def test_the_stay_under_way_comes_before_one_to_come(db: Database, guest: int) -> None:
    today = date(2027, 1, 12)
    db.write_now(stay, guest, date(2027, 5, 1), date(2027, 5, 3))
    now = db.write_now(
        stay, guest, ARRIVAL, DEPARTURE, status=ReservationStatus.CHECKED_IN, room="204"
    )

    current = db.read_now(reservations.current, guest, today)

    assert current is not None
    assert (current.id, current.room, current.arrival) == (now, "204", ARRIVAL)
    assert db.read_now(reservations.get, now) == current


def test_the_next_stay_counts_before_arrival(db: Database, guest: int) -> None:
    db.write_now(stay, guest, date(2027, 5, 1), date(2027, 5, 3))
    soon = db.write_now(stay, guest, ARRIVAL, DEPARTURE)

    current = db.read_now(reservations.current, guest, date(2027, 1, 1))

    assert current is not None
    assert current.id == soon


@pytest.mark.parametrize(
    ("status", "today"),
    [
        (ReservationStatus.CONFIRMED, date(2027, 1, 15)),
        (ReservationStatus.CANCELLED, date(2027, 1, 12)),
        (ReservationStatus.NO_SHOW, date(2027, 1, 12)),
        (ReservationStatus.CHECKED_OUT, date(2027, 1, 14)),
    ],
)
def test_a_stay_that_is_over_or_off_is_not_current(
    db: Database, guest: int, status: ReservationStatus, today: date
) -> None:
    db.write_now(stay, guest, ARRIVAL, DEPARTURE, status=status)

    assert db.read_now(reservations.current, guest, today) is None


def test_the_day_of_departure_belongs_to_the_stay(db: Database, guest: int) -> None:
    db.write_now(stay, guest, ARRIVAL, DEPARTURE, status=ReservationStatus.CHECKED_IN)

    assert db.read_now(reservations.current, guest, DEPARTURE) is not None


# -- owner, language, disclosure -----------------------------------------------------------


def test_r3_an_owner_is_remembered_until_handed_back(db: Database) -> None:
    opened = db.write_now(conversation)
    maria = db.write_now(colleague)

    db.write_now(conversations.set_owner, opened.id, maria, NOW)
    assert get(db, opened.id).is_owned

    db.write_now(conversations.set_owner, opened.id, None, NOW)
    assert not get(db, opened.id).is_owned


def test_r7_the_first_disclosure_counts(db: Database) -> None:
    opened = db.write_now(conversation)

    db.write_now(conversations.set_disclosed, opened.id, NOW)
    db.write_now(conversations.set_disclosed, opened.id, NOW + HOUR)

    assert get(db, opened.id).disclosed_at == NOW


def test_r9_a_conversation_keeps_its_language(db: Database) -> None:
    opened = db.write_now(conversation)

    db.write_now(conversations.set_language, opened.id, "pt")

    assert get(db, opened.id).language == "pt"


# -- the inbox -----------------------------------------------------------------------------


def cards(db: Database, **filters: object) -> list[ConversationCard]:
    call: Callable[..., list[ConversationCard]] = conversations.cards
    return db.read_now(call, **filters)


def addresses(found: list[ConversationCard]) -> list[str]:
    return [card.address for card in found]


def test_a_card_shows_who_wrote_last_and_what(db: Database) -> None:
    db.write_now(said, "Is there a pool?")
    db.write_now(said, "Yes: on the roof", at=NOW + SECOND, sender=Sender.AI)

    [card] = cards(db)

    assert (card.guest_name, card.last_sender, card.last_text) == (
        "Ana Silva",
        "ai",
        "Yes: on the roof",
    )
    assert (card.owner_name, card.room, card.has_failed) == (None, None, 0)
    assert card.last_message_at == NOW + SECOND
    assert card.last_guest_message_at == NOW


def test_the_conversations_of_one_guest_are_found(db: Database, guest: int) -> None:
    other = db.write_now(guests.add, "Rui", "Mota", NOW)
    mine = open_for(db, guest)
    open_for(db, other, address="+351911111111")

    assert [card.id for card in cards(db, guest_id=guest)] == [mine.id]
    assert len(cards(db)) == 2


def test_a_card_without_messages_is_empty(db: Database) -> None:
    db.write_now(conversation)

    [card] = cards(db)

    assert (card.last_sender, card.last_text) == ("", "")


def test_a_card_shows_owner_and_room(db: Database, guest: int) -> None:
    stay_id = db.write_now(stay, guest, ARRIVAL, DEPARTURE, room="204")
    opened = open_for(db, guest, reservation_id=stay_id)
    db.write_now(conversations.set_owner, opened.id, db.write_now(colleague), NOW)

    [card] = cards(db)

    assert (card.owner_name, card.room) == ("Maria Costa", "204")


def test_r11_a_card_shows_that_something_did_not_arrive(db: Database) -> None:
    outbox_id = db.write_now(queued)
    assert not cards(db)[0].has_failed

    db.write_now(outbox.claim, "server-1", NOW, limit=1, pacing={})
    db.write_now(outbox.failed, outbox_id, code="131026", text="Undeliverable.", at=NOW)

    assert cards(db)[0].has_failed


def test_a_long_last_message_is_cut(db: Database) -> None:
    db.write_now(said, "ä" * 1000)

    assert cards(db)[0].last_text == "ä" * 400


def test_the_inbox_is_newest_first_and_goes_on_where_a_page_ended(db: Database) -> None:
    people = [f"4915100000{number}" for number in range(5)]
    for number, address in enumerate(people):
        db.write_now(said, address=address, at=NOW + (number // 2) * SECOND)

    seen: list[str] = []
    before: tuple[Micros, int] | None = None
    while page := cards(db, before=before, limit=2):
        seen += addresses(page)
        before = (page[-1].last_message_at, page[-1].id)

    assert seen == people[::-1]


def test_the_inbox_can_be_filtered(db: Database) -> None:
    db.write_now(said, address=ANA)
    bens = db.write_now(conversation, BEN).id
    maria = db.write_now(colleague)
    db.write_now(conversations.set_owner, bens, maria, NOW)
    db.write_now(conversations.set_state, bens, State.ESCALATED, NOW)

    assert addresses(cards(db, states=["escalated"])) == [BEN]
    assert addresses(cards(db, states=["new"])) == [ANA]
    assert addresses(cards(db, assigned_to=maria)) == [BEN]
    assert addresses(cards(db, unassigned=True)) == [ANA]
    assert len(cards(db, channel="whatsapp")) == 2
    assert cards(db, channel="webchat") == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("silva", True),
        ("Ana S", True),
        ("100% wool", True),
        ("blanket_", True),
        ("%", False),
        ("2%wool", False),
        ("' OR 1=1 --", False),
        ("\\", False),
    ],
)
def test_the_inbox_is_searched_by_name_and_words_signs_meaning_nothing(
    db: Database, query: str, *, is_found: bool
) -> None:
    db.write_now(said, "A blanket of 100% wool, please.")

    assert bool(cards(db, query=query)) is is_found


# -- closing -------------------------------------------------------------------------------


def test_idle_conversations_close_unless_staff_own_them_or_somebody_must_see_them(
    db: Database,
) -> None:
    idle, fresh, owned, escalated = (
        db.write_now(conversation, f"4915100000{number}").id for number in range(4)
    )
    db.write_now(said, address="49151000001", at=NOW + HOUR)
    db.write_now(conversations.set_owner, owned, db.write_now(colleague), NOW)
    db.write_now(conversations.set_state, escalated, State.ESCALATED, NOW)

    closed = db.write_now(conversations.close_idle, NOW + MINUTE, NOW + HOUR)

    assert closed == [idle]
    assert get(db, idle).state is State.CLOSED
    assert [get(db, each).state for each in (fresh, owned, escalated)] == [
        State.NEW,
        State.NEW,
        State.ESCALATED,
    ]
    assert db.read_now(conversations.count_open) == 3


# -- calls for a person, and why -----------------------------------------------------------


def test_an_escalation_stays_open_until_somebody_has_seen_it(db: Database) -> None:
    message_id = db.write_now(said, "I want a manager")
    opened, maria = db.write_now(conversation), db.write_now(colleague)
    for reason in ("human_request", "negative"):
        db.write_now(
            escalations.add,
            opened.id,
            message_id=message_id,
            reasons=[reason],
            priority="high",
            department="front_desk",
            at=NOW,
        )

    assert db.write_now(escalations.acknowledge, opened.id, maria, NOW + SECOND) == 2
    assert db.write_now(escalations.acknowledge, opened.id, maria, NOW + MINUTE) == 0

    found = db.read_now(escalations.of, opened.id)
    assert [each.reasons for each in found] == [("human_request",), ("negative",)]
    assert {(each.acknowledged_at, each.acknowledged_by) for each in found} == {
        (NOW + SECOND, maria)
    }


def test_r13_a_trace_is_found_from_the_question_and_from_the_answer(db: Database) -> None:
    opened = db.write_now(conversation)
    question = db.write_now(said, "Is there a pool?")
    answer = db.write_now(said, "On the roof.", sender=Sender.AI)
    data = {"provider": "local", "retrieved": [{"entry": 7, "score": 0.91}]}

    db.write_now(traces.add, opened.id, data, NOW, question_id=question, answer_id=answer)

    for message_id in (question, answer):
        found = db.read_now(traces.of_message, message_id)
        assert found == data | {
            "questionId": question,
            "answerId": answer,
            "conversationId": opened.id,
            "createdAt": NOW,
        }
    assert db.read_now(traces.of_message, answer + 1) is None
    assert db.write_now(traces.forget, NOW + 1) == 1
    assert db.read_now(traces.of_message, answer) is None


def test_a_guest_who_is_deleted_takes_everything_said_along(db: Database) -> None:
    db.write_now(queued)
    guest_id = db.write_now(conversation).guest_id

    db.write_now(sql.run, "DELETE FROM guest WHERE id = ?", guest_id)

    for table in ("guest_identity", "conversation", "message", "outbox"):
        assert db.read_now(sql.value, f"SELECT count(*) FROM {table}") == 0
