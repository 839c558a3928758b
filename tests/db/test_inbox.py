"""A guest's message is work until a turn has finished it, once and in order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from jack.db import inbox, sql
from jack.db.database import Database
from jack.model.clock import MINUTE, SECOND, Micros
from jack.model.messages import InboxItem
from tests.db.samples import ANA, BEN, NOW, conversation, inbound, received, said

LEASE = MINUTE


def claim(
    db: Database, at: Micros = NOW, *, holder: str = "server-1", limit: int = 10
) -> list[InboxItem]:
    return db.write_now(inbox.claim, holder, at, lease=LEASE, limit=limit)


def state_of(db: Database, message_id: int) -> str:
    return str(db.read_now(sql.value, "SELECT state FROM inbox WHERE message_id = ?", message_id))


# -- repeats -------------------------------------------------------------------------------


def test_r2_a_vendor_message_enters_once(db: Database) -> None:
    db.write_now(received, vendor_id="wamid.1")

    with pytest.raises(sqlcipher.IntegrityError):
        db.write_now(received, vendor_id="wamid.1")

    assert db.read_now(inbox.waiting)[0] == 1
    assert db.read_now(sql.value, "SELECT count(*) FROM message") == 1


def test_r2_a_repeat_is_recognised_also_after_it_was_answered(db: Database) -> None:
    again = inbound(vendor_id="wamid.1")
    assert not db.read_now(inbox.is_known, again)

    db.write_now(received, vendor_id="wamid.1")
    [item] = claim(db)
    db.write_now(inbox.finish, item)

    assert db.read_now(inbox.is_known, again)


def test_the_same_vendor_id_of_another_account_is_another_message(db: Database) -> None:
    def other_account() -> None:
        inbox.put(
            inbound(vendor_id="wamid.1", account="sister-hotel"),
            message_id=said(),
            conversation_id=conversation().id,
            payload_id=None,
            due_at=NOW,
            at=NOW,
        )

    db.write_now(received, vendor_id="wamid.1")
    db.write_now(other_account)

    assert db.read_now(inbox.waiting)[0] == 2


def test_what_needs_no_answer_is_known_but_never_claimed(db: Database) -> None:
    def reaction() -> None:
        inbox.put(
            inbound(vendor_id="wamid.1"),
            message_id=said("❤️"),
            conversation_id=conversation().id,
            payload_id=None,
            due_at=NOW,
            at=NOW,
            is_done=True,
        )

    db.write_now(reaction)

    assert claim(db) == []
    assert db.read_now(inbox.is_known, inbound(vendor_id="wamid.1"))


# -- bursts --------------------------------------------------------------------------------


def test_r2_a_burst_is_one_turn_with_its_messages_in_order(db: Database) -> None:
    ids = [db.write_now(received, text) for text in ("Hi", "can I get", "2 towels")]

    [item] = claim(db)

    assert list(item.message_ids) == ids
    assert list(item.row_ids) == sorted(item.row_ids)
    assert (item.attempts, item.received_at) == (1, NOW)


def test_r2_a_burst_waits_for_its_last_message(db: Database) -> None:
    def write_twice() -> int:
        received("Hi", due_at=NOW + 2 * SECOND)
        received("2 towels", at=NOW + SECOND, due_at=NOW + 3 * SECOND)
        waiting = inbox.burst(conversation().id)
        assert waiting == (NOW, NOW + 3 * SECOND)
        inbox.hold_until(conversation().id, NOW + 3 * SECOND)
        return conversation().id

    db.write_now(write_twice)

    assert claim(db, NOW + 2 * SECOND) == []
    [item] = claim(db, NOW + 3 * SECOND)
    assert len(item.message_ids) == 2


def test_no_burst_waits_in_a_conversation_without_new_messages(db: Database) -> None:
    db.write_now(received)
    [item] = claim(db)

    assert db.read_now(inbox.burst, item.conversation_id) is None


def test_a_burst_does_not_hold_back_what_is_tried_again(db: Database) -> None:
    db.write_now(received, "first")
    [item] = claim(db)
    db.write_now(inbox.give_back, item, due_at=NOW + SECOND, counts=True)

    db.write_now(inbox.hold_until, item.conversation_id, NOW + MINUTE)

    assert [each.message_ids for each in claim(db, NOW + SECOND)] == [item.message_ids]


# -- claiming ------------------------------------------------------------------------------


def test_a_conversation_has_one_turn_at_a_time(db: Database) -> None:
    db.write_now(received, "first")
    [first] = claim(db)
    second_id = db.write_now(received, "second", at=NOW + SECOND)

    assert claim(db, NOW + SECOND) == []
    db.write_now(inbox.finish, first)
    [second] = claim(db, NOW + SECOND)

    assert second.message_ids == (second_id,)


def test_conversations_are_served_oldest_first_up_to_the_limit(db: Database) -> None:
    addresses = [f"4915100000{number}" for number in range(4)]
    ids = [db.write_now(received, address=address) for address in addresses]

    taken = claim(db, limit=3)

    assert [item.message_ids for item in taken] == [(each,) for each in ids[:3]]
    assert [item.message_ids for item in claim(db)] == [(ids[3],)]


def test_what_is_not_due_is_left_alone(db: Database) -> None:
    db.write_now(received, due_at=NOW + SECOND)

    assert claim(db, NOW) == []
    assert db.read_now(inbox.next_due) == NOW + SECOND
    assert len(claim(db, NOW + SECOND)) == 1


def test_r1_a_turn_that_lost_its_lease_is_taken_over(db: Database) -> None:
    db.write_now(received)
    [lost] = claim(db, holder="server-1")

    assert claim(db, NOW + LEASE, holder="server-2") == []
    [taken_over] = claim(db, NOW + LEASE + 1, holder="server-2")

    assert taken_over.message_ids == lost.message_ids
    assert taken_over.attempts == 2
    assert db.read_now(inbox.is_held, taken_over, "server-2")
    assert not db.read_now(inbox.is_held, lost, "server-1")


def test_r1_the_end_of_a_lease_is_something_to_wake_up_for(db: Database) -> None:
    db.write_now(received)
    claim(db)

    due = db.read_now(inbox.next_due)

    assert due is not None
    assert len(claim(db, due)) == 1


def test_nothing_is_due_when_all_is_done(db: Database) -> None:
    db.write_now(received)
    [item] = claim(db)

    db.write_now(inbox.finish, item)

    assert db.read_now(inbox.next_due) is None
    assert db.read_now(inbox.waiting) == (0, None)
    assert not db.read_now(inbox.is_held, item, "server-1")


def test_r1_after_a_crash_everything_unfinished_is_work_again(db: Database) -> None:
    for address in (ANA, BEN):
        db.write_now(received, address=address)
    finished, unfinished = claim(db, holder="dead")
    db.write_now(inbox.finish, finished)

    recovered = db.write_now(inbox.recover, "server-2")

    assert recovered == 1
    assert [item.message_ids for item in claim(db, holder="server-2")] == [unfinished.message_ids]


def test_recovering_leaves_the_callers_own_turns_alone(db: Database) -> None:
    db.write_now(received)
    [item] = claim(db, holder="server-1")

    assert db.write_now(inbox.recover, "server-1") == 0
    assert db.read_now(inbox.is_held, item, "server-1")


# -- the guest writes on -------------------------------------------------------------------


def test_r2_a_message_that_comes_while_jack_thinks_joins_the_next_try(db: Database) -> None:
    first_id = db.write_now(received, "A table for two")
    [item] = claim(db)
    assert not db.read_now(inbox.has_newer, item)

    second_id = db.write_now(received, "no, three", at=NOW + SECOND, due_at=NOW + 3 * SECOND)
    assert db.read_now(inbox.has_newer, item)

    def start_over() -> None:
        inbox.give_back(item, due_at=NOW + SECOND, counts=True)
        inbox.take_newer(item)

    db.write_now(start_over)
    [again] = claim(db, NOW + SECOND)

    assert again.message_ids == (first_id, second_id)
    assert again.attempts == 2


def test_another_guests_message_is_not_newer(db: Database) -> None:
    db.write_now(received, address=ANA)
    [item] = claim(db)

    db.write_now(received, address=BEN)

    assert not db.read_now(inbox.has_newer, item)


@pytest.mark.parametrize(("counts", "attempts"), [(True, 2), (False, 1)])
def test_a_turn_given_back_comes_again_when_it_is_due(
    db: Database, *, counts: bool, attempts: int
) -> None:
    db.write_now(received)
    [item] = claim(db)

    db.write_now(inbox.give_back, item, due_at=NOW + MINUTE, counts=counts)

    assert claim(db, NOW + MINUTE - 1) == []
    assert [each.attempts for each in claim(db, NOW + MINUTE)] == [attempts]


def test_a_failed_turn_is_not_tried_again_and_says_why(db: Database) -> None:
    message_id = db.write_now(received)
    [item] = claim(db)

    db.write_now(inbox.fail, item, "ModelDown")

    assert claim(db, NOW + 10 * LEASE) == []
    assert state_of(db, message_id) == "failed"
    assert db.read_now(sql.value, "SELECT failure FROM inbox") == "ModelDown"


def test_waiting_counts_what_is_worked_on_too(db: Database) -> None:
    db.write_now(received, at=NOW)
    claim(db)
    db.write_now(received, at=NOW + SECOND)

    assert db.read_now(inbox.waiting) == (2, NOW)


# -- raw payloads --------------------------------------------------------------------------


def test_raw_payloads_are_kept_as_they_came_and_forgotten_in_time(db: Database) -> None:
    body = '{"emoji": "🛎️"}'.encode() + b"\xff"
    old = db.write_now(inbox.keep_payload, "whatsapp", body, NOW)
    new = db.write_now(inbox.keep_payload, "whatsapp", body, NOW + MINUTE)

    assert db.read_now(sql.value, "SELECT body FROM webhook_payload WHERE id = ?", old) == body
    assert db.write_now(inbox.forget_payloads, NOW + MINUTE) == 1
    assert db.read_now(sql.rows, "SELECT id FROM webhook_payload") == [(new,)]


# -- any order of events -------------------------------------------------------------------

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "claim", "finish", "give back", "crash", "wait"]),
        st.integers(0, 2),
    ),
    max_size=40,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EVENTS)
def test_r1_r2_whatever_happens_each_message_is_finished_exactly_once_and_in_order(
    db: Database, events: list[tuple[str, int]]
) -> None:
    db.write_now(sql.run, "DELETE FROM guest")
    at, server = NOW, 1
    arrived: dict[str, list[int]] = {}
    finished: dict[int, list[int]] = {}
    under_way: list[InboxItem] = []

    def finish(item: InboxItem) -> None:
        if db.read_now(inbox.is_held, item, f"server-{server}"):
            db.write_now(inbox.finish, item)
            finished.setdefault(item.conversation_id, []).extend(item.message_ids)

    for event, guest in events:
        address = f"49151000{guest}"
        at += SECOND
        match event:
            case "arrive":
                arrived.setdefault(address, []).append(
                    db.write_now(received, address=address, at=at)
                )
            case "claim":
                under_way += claim(db, at, holder=f"server-{server}", limit=2)
            case "finish" if under_way:
                finish(under_way.pop(guest % len(under_way)))
            case "give back" if under_way:
                item = under_way.pop(guest % len(under_way))
                if db.read_now(inbox.is_held, item, f"server-{server}"):
                    db.write_now(inbox.give_back, item, due_at=at, counts=True)
            case "crash":
                server += 1
                under_way.clear()
                db.write_now(inbox.recover, f"server-{server}")
            case "wait":
                at += LEASE
    server += 1
    db.write_now(inbox.recover, f"server-{server}")
    while items := claim(db, at, holder=f"server-{server}"):
        for item in items:
            finish(item)

    assert sorted(finished.values()) == sorted(arrived.values())
