"""One way out: in order, one at a time per guest, never blindly twice, statuses only forward."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jack.db import conversations, messages, outbox, sql
from jack.db.database import Database
from jack.db.outbox import Moved
from jack.model.clock import HOUR, MINUTE, SECOND, Micros
from jack.model.messages import Delivery, Message, OutboxItem, OutboxKind, StatusReport
from tests.db.samples import ANA, BEN, NOW, colleague, conversation, queued

ARRIVAL = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ)


def claim(
    db: Database, at: Micros = NOW, *, limit: int = 10, pacing: dict[str, Micros] | None = None
) -> list[OutboxItem]:
    return db.write_now(outbox.claim, "server-1", at, limit=limit, pacing=pacing or {})


def claim_ids(
    db: Database, at: Micros = NOW, *, limit: int = 10, pacing: dict[str, Micros] | None = None
) -> list[int]:
    return [item.id for item in claim(db, at, limit=limit, pacing=pacing)]


def item(db: Database, outbox_id: int) -> OutboxItem:
    found = db.read_now(outbox.get, outbox_id)
    assert found is not None
    return found


def state(db: Database, outbox_id: int) -> Delivery:
    return item(db, outbox_id).state


def message(db: Database, outbox_id: int) -> Message:
    found = db.read_now(messages.get, item(db, outbox_id).message_id)
    assert found is not None
    return found


def report(
    db: Database,
    status: Delivery,
    *,
    outbox_id: int | None = None,
    vendor_id: str | None = None,
    channel: str = "whatsapp",
    code: str | None = None,
    text: str | None = None,
) -> Moved | None:
    return db.write_now(
        outbox.apply_status,
        StatusReport(channel, status, vendor_id, outbox_id, error_code=code, error_text=text),
        NOW,
    )


def take_over(db: Database, address: str = ANA) -> int:
    """Staff claim the guest's conversation; the conversation's id."""

    def own() -> int:
        conversation_id = conversation(address).id
        conversations.set_owner(conversation_id, colleague(), NOW)
        return conversation_id

    return db.write_now(own)


# -- order and pace ------------------------------------------------------------------------


def test_a_claimed_message_is_being_sent_wherever_it_is_shown(db: Database) -> None:
    outbox_id = db.write_now(queued, "Breakfast is at seven.")

    [taken] = claim(db)

    assert (taken.id, taken.text, taken.address) == (outbox_id, "Breakfast is at seven.", ANA)
    assert state(db, outbox_id) is Delivery.SENDING
    assert item(db, outbox_id).attempts == 1
    assert message(db, outbox_id).delivery is Delivery.SENDING


def test_a_guest_gets_messages_in_order_one_at_a_time(db: Database) -> None:
    first = db.write_now(queued)
    second = db.write_now(queued)

    assert claim_ids(db) == [first]
    assert claim_ids(db) == []
    db.write_now(outbox.sent, first, "wamid.1", NOW)
    assert claim_ids(db) == [second]


def test_a_message_that_waits_for_another_try_holds_back_later_ones(db: Database) -> None:
    first = db.write_now(queued)
    second = db.write_now(queued)
    claim(db)

    db.write_now(outbox.retry_at, first, NOW + MINUTE, code="429", text="Too fast.", at=NOW)

    assert claim_ids(db, NOW + SECOND) == []
    assert claim_ids(db, NOW + MINUTE) == [first]
    db.write_now(outbox.failed, first, code="131026", text="Undeliverable.", at=NOW)
    assert claim_ids(db, NOW + MINUTE) == [second]


def test_one_guest_does_not_hold_up_another(db: Database) -> None:
    ids = [db.write_now(queued, address=address) for address in (ANA, BEN)]

    assert claim_ids(db) == ids


def test_no_more_than_the_limit_is_taken(db: Database) -> None:
    ids = [db.write_now(queued, address=f"4915100000{number}") for number in range(5)]

    assert claim_ids(db, limit=3) == ids[:3]
    assert claim_ids(db, limit=3) == ids[3:]


def test_what_is_not_due_waits(db: Database) -> None:
    outbox_id = db.write_now(queued, at=NOW + SECOND)

    assert claim_ids(db, NOW) == []
    assert claim_ids(db, NOW + SECOND) == [outbox_id]


def test_messages_to_one_guest_keep_the_channels_pace(db: Database) -> None:
    pacing = {"whatsapp": 6 * SECOND}
    first, second = db.write_now(queued), db.write_now(queued)
    claim(db, pacing=pacing)
    db.write_now(outbox.sent, first, "wamid.1", NOW)

    assert claim_ids(db, NOW + SECOND, pacing=pacing) == []
    assert db.read_now(outbox.next_due) == NOW + 6 * SECOND
    assert claim_ids(db, NOW + 6 * SECOND, pacing=pacing) == [second]


def test_another_channel_has_another_pace(db: Database) -> None:
    pacing = {"sms": 6 * SECOND}
    first, second = db.write_now(queued), db.write_now(queued)
    claim(db, pacing=pacing)
    db.write_now(outbox.sent, first, "wamid.1", NOW)

    assert claim_ids(db, pacing=pacing) == [second]


def test_r10_a_safety_text_does_not_queue_behind_an_answer_that_is_tried_again(
    db: Database,
) -> None:
    answer = db.write_now(queued)
    claim(db)
    db.write_now(outbox.retry_at, answer, NOW + 5 * MINUTE, code="500", text="Down.", at=NOW)

    safety = db.write_now(queued, "Leave the building.", kind=OutboxKind.SAFETY, at=NOW + SECOND)

    assert claim_ids(db, NOW + SECOND) == [safety]


def test_r10_a_safety_text_goes_before_answers(db: Database) -> None:
    answer = db.write_now(queued)
    safety = db.write_now(queued, "Leave the building.", kind=OutboxKind.SAFETY)

    assert claim_ids(db) == [safety]
    db.write_now(outbox.sent, safety, "wamid.1", NOW)
    assert claim_ids(db) == [answer]


def test_the_next_due_send_is_one_that_may_start(db: Database) -> None:
    assert db.read_now(outbox.next_due) is None
    first = db.write_now(queued)
    db.write_now(queued)
    assert db.read_now(outbox.next_due) == NOW

    claim(db)
    assert db.read_now(outbox.next_due) is None

    db.write_now(outbox.retry_at, first, NOW + MINUTE, code="500", text="Down.", at=NOW)
    assert db.read_now(outbox.next_due) == NOW + MINUTE


# -- staff own the conversation ------------------------------------------------------------


@pytest.mark.parametrize("kind", [OutboxKind.ANSWER, OutboxKind.NOTICE])
def test_r3_jacks_words_become_a_suggestion_when_staff_took_over_before_the_send(
    db: Database, kind: OutboxKind
) -> None:
    outbox_id = db.write_now(queued, kind=kind)
    take_over(db)

    assert claim_ids(db) == []
    assert state(db, outbox_id) is Delivery.DISCARDED
    assert message(db, outbox_id).delivery is Delivery.DRAFT


@pytest.mark.parametrize("kind", [OutboxKind.STAFF, OutboxKind.SAFETY])
def test_r3_r10_what_staff_write_and_safety_texts_go_out_all_the_same(
    db: Database, kind: OutboxKind
) -> None:
    outbox_id = db.write_now(queued, kind=kind)
    take_over(db)

    assert claim_ids(db) == [outbox_id]


def test_r3_other_conversations_are_answered_on(db: Database) -> None:
    db.write_now(queued, address=ANA)
    other = db.write_now(queued, address=BEN)
    take_over(db, ANA)

    assert claim_ids(db) == [other]


def test_r3_taking_over_withdraws_what_is_not_being_sent_yet(db: Database) -> None:
    sending = db.write_now(queued, "Being sent")
    claim(db)
    waiting = db.write_now(queued, "Waiting")
    staffs = db.write_now(queued, "By Maria", kind=OutboxKind.STAFF)

    moved = db.write_now(outbox.withdraw, conversation_of(db, waiting), NOW)

    assert [(each.outbox_id, each.state) for each in moved] == [(waiting, Delivery.DRAFT)]
    assert message(db, waiting).delivery is Delivery.DRAFT
    assert state(db, sending) is Delivery.SENDING
    assert state(db, staffs) is Delivery.QUEUED


def conversation_of(db: Database, outbox_id: int) -> int:
    return item(db, outbox_id).conversation_id


# -- statuses ------------------------------------------------------------------------------


def test_a_sent_message_is_followed_to_its_reader(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)

    for status in ARRIVAL[1:]:
        moved = report(db, status, vendor_id="wamid.1")

        assert moved is not None
        assert (moved.outbox_id, moved.state, moved.address) == (outbox_id, status, ANA)
        assert state(db, outbox_id) is status
        assert message(db, outbox_id).delivery is status


@pytest.mark.parametrize("order", list(permutations((*ARRIVAL, *ARRIVAL[:1]))))
def test_statuses_in_any_order_end_at_the_furthest(
    db: Database, order: tuple[Delivery, ...]
) -> None:
    outbox_id = db.write_now(queued)
    claim(db)

    for status in order:
        report(db, status, outbox_id=outbox_id, vendor_id="wamid.1")

    assert state(db, outbox_id) is Delivery.READ


def test_a_status_before_the_send_answer_is_not_undone_by_it(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)

    report(db, Delivery.DELIVERED, outbox_id=outbox_id, vendor_id="wamid.1")
    moved = db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)

    assert moved is None
    assert state(db, outbox_id) is Delivery.DELIVERED
    assert item(db, outbox_id).vendor_id == "wamid.1"


def test_r11_a_failure_before_the_send_answer_keeps_its_words(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    report(db, Delivery.FAILED, outbox_id=outbox_id, code="131026", text="Undeliverable.")

    db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)

    failed = item(db, outbox_id)
    assert (failed.state, failed.error_code) == (Delivery.FAILED, "131026")
    assert failed.error_text == message(db, outbox_id).failure == "Undeliverable."


def test_r11_a_failure_says_why_and_sticks(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)

    report(db, Delivery.FAILED, vendor_id="wamid.1", code="131047", text="Window closed.")
    later = report(db, Delivery.DELIVERED, vendor_id="wamid.1")

    assert later is None
    assert (item(db, outbox_id).error_code, message(db, outbox_id).failure) == (
        "131047",
        "Window closed.",
    )


def test_what_arrived_does_not_fail_afterwards(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    report(db, Delivery.DELIVERED, outbox_id=outbox_id)

    assert report(db, Delivery.FAILED, outbox_id=outbox_id, code="131000") is None
    assert message(db, outbox_id).failure is None


def test_a_success_after_failed_tries_forgets_their_errors(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(outbox.retry_at, outbox_id, NOW, code="500", text="Down.", at=NOW)
    assert (item(db, outbox_id).error_code, message(db, outbox_id).failure) == ("500", "Down.")

    claim(db)
    db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)

    assert item(db, outbox_id).error_code is None
    assert message(db, outbox_id).failure is None


def test_statuses_of_strangers_are_ignored(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)

    assert report(db, Delivery.READ, vendor_id="wamid.unknown") is None
    assert report(db, Delivery.READ, outbox_id=outbox_id + 100) is None
    assert report(db, Delivery.READ) is None
    assert report(db, Delivery.READ, outbox_id=outbox_id, channel="sms") is None
    assert report(db, Delivery.READ, vendor_id="wamid.1", channel="sms") is None
    assert state(db, outbox_id) is Delivery.SENT


def test_a_status_with_an_id_that_is_not_ours_is_found_by_the_vendors(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)

    assert report(db, Delivery.READ, outbox_id=outbox_id + 100, vendor_id="wamid.1") is not None


# -- lost answers and crashes --------------------------------------------------------------


def test_r2_a_status_settles_a_send_that_waits_for_another_try(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(
        outbox.retry_at, outbox_id, NOW + MINUTE, code="timeout", text="No answer.", at=NOW
    )

    report(db, Delivery.SENT, outbox_id=outbox_id, vendor_id="wamid.1")

    assert claim_ids(db, NOW + MINUTE) == []
    assert item(db, outbox_id).vendor_id == "wamid.1"


def test_r2_a_try_that_a_status_settled_is_not_queued_again(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    report(db, Delivery.SENT, outbox_id=outbox_id)

    moved = db.write_now(outbox.retry_at, outbox_id, NOW, code="timeout", text="No answer.", at=NOW)

    assert moved is None
    assert state(db, outbox_id) is Delivery.SENT


def test_r2_after_a_crash_a_send_under_way_is_uncertain_and_not_repeated(db: Database) -> None:
    outbox_id = db.write_now(queued)
    claim(db)

    moved = db.write_now(outbox.recover, NOW, repeatable=["webchat"])

    assert [(each.outbox_id, each.state) for each in moved] == [(outbox_id, Delivery.UNCERTAIN)]
    assert claim_ids(db) == []
    assert message(db, outbox_id).delivery is Delivery.UNCERTAIN
    assert message(db, outbox_id).failure == "It may not have arrived."


@pytest.mark.parametrize(
    ("is_ambiguous", "after_crash"), [(True, Delivery.UNCERTAIN), (False, Delivery.QUEUED)]
)
def test_r2_a_crash_while_the_vendors_word_is_awaited_makes_a_send_uncertain(
    db: Database, *, is_ambiguous: bool, after_crash: Delivery
) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(
        outbox.retry_at,
        outbox_id, NOW + MINUTE, code="reset", text="Lost.", at=NOW, is_ambiguous=is_ambiguous,
    )  # fmt: skip

    db.write_now(outbox.recover, NOW, repeatable=[])

    assert state(db, outbox_id) is message(db, outbox_id).delivery is after_crash


def test_after_a_crash_a_repeatable_send_is_simply_made_again(db: Database) -> None:
    outbox_id = db.write_now(queued, channel="webchat")
    claim(db)

    moved = db.write_now(outbox.recover, NOW, repeatable=["webchat"])

    assert [each.state for each in moved] == [Delivery.QUEUED]
    assert message(db, outbox_id).delivery is Delivery.QUEUED
    assert claim_ids(db) == [outbox_id]


def test_a_crash_leaves_alone_what_was_not_under_way(db: Database) -> None:
    sent = db.write_now(queued, address=ANA)
    claim(db)
    db.write_now(outbox.sent, sent, "wamid.1", NOW)
    waiting = db.write_now(queued, address=BEN)

    assert db.write_now(outbox.recover, NOW, repeatable=[]) == []
    assert (state(db, sent), state(db, waiting)) == (Delivery.SENT, Delivery.QUEUED)


@pytest.mark.parametrize("status", [*ARRIVAL, Delivery.FAILED])
def test_r2_the_vendors_status_settles_what_is_uncertain(db: Database, status: Delivery) -> None:
    outbox_id = db.write_now(queued)
    claim(db)
    db.write_now(outbox.recover, NOW, repeatable=[])

    report(db, status, outbox_id=outbox_id, vendor_id="wamid.1")

    assert state(db, outbox_id) is status
    assert message(db, outbox_id).delivery is status


def test_an_uncertain_message_does_not_hold_up_the_next(db: Database) -> None:
    db.write_now(queued)
    claim(db)
    db.write_now(outbox.recover, NOW, repeatable=[])

    second = db.write_now(queued)

    assert claim_ids(db) == [second]


# -- too late ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "row", "shown"),
    [
        (OutboxKind.ANSWER, Delivery.EXPIRED, Delivery.DRAFT),
        (OutboxKind.NOTICE, Delivery.EXPIRED, Delivery.EXPIRED),
        (OutboxKind.SAFETY, Delivery.EXPIRED, Delivery.EXPIRED),
        (OutboxKind.STAFF, Delivery.FAILED, Delivery.FAILED),
    ],
)
def test_r12_what_has_become_stale_is_not_sent(
    db: Database, kind: OutboxKind, row: Delivery, shown: Delivery
) -> None:
    outbox_id = db.write_now(queued, kind=kind, expires_at=NOW + HOUR)

    assert claim_ids(db, NOW + HOUR) == []
    assert state(db, outbox_id) is row
    assert message(db, outbox_id).delivery is shown
    assert message(db, outbox_id).failure == "It could not be sent in time."


def test_r12_what_is_still_true_is_sent_after_a_long_wait(db: Database) -> None:
    outbox_id = db.write_now(queued, expires_at=NOW + HOUR)

    assert claim_ids(db, NOW + HOUR - 1) == [outbox_id]


def test_a_send_under_way_does_not_expire(db: Database) -> None:
    outbox_id = db.write_now(queued, expires_at=NOW + HOUR)
    claim(db)

    assert db.write_now(outbox.expire, NOW + 2 * HOUR) == 0
    assert state(db, outbox_id) is Delivery.SENDING


def test_a_stale_message_does_not_hold_up_a_fresh_one(db: Database) -> None:
    db.write_now(queued, expires_at=NOW + SECOND)
    fresh = db.write_now(queued)

    assert claim_ids(db, NOW + SECOND) == [fresh]


# -- people decide -------------------------------------------------------------------------


def in_state(db: Database, wanted: Delivery) -> int:
    """An outbox row that got into this state the usual way."""
    outbox_id = db.write_now(queued, expires_at=NOW + HOUR)
    if wanted is Delivery.QUEUED:
        return outbox_id
    if wanted is Delivery.EXPIRED:
        db.write_now(outbox.expire, NOW + HOUR)
        return outbox_id
    if wanted is Delivery.DISCARDED:
        db.write_now(outbox.discard, outbox_id, NOW)
        return outbox_id
    claim(db)
    if wanted is Delivery.UNCERTAIN:
        db.write_now(outbox.recover, NOW, repeatable=[])
    elif wanted is not Delivery.SENDING:
        report(db, wanted, outbox_id=outbox_id, vendor_id="wamid.1", code="1", text="No.")
    assert state(db, outbox_id) is wanted
    return outbox_id


REPEATABLE = [Delivery.QUEUED, Delivery.FAILED, Delivery.UNCERTAIN, Delivery.EXPIRED]
FINAL = [Delivery.SENDING, *ARRIVAL, Delivery.DISCARDED]


@pytest.mark.parametrize("before", REPEATABLE)
def test_r11_staff_may_send_again_what_did_not_arrive(db: Database, before: Delivery) -> None:
    outbox_id = in_state(db, before)

    moved = db.write_now(outbox.retry, outbox_id, NOW, expires_at=NOW + HOUR)

    assert moved is not None
    assert message(db, outbox_id).delivery is Delivery.QUEUED
    assert message(db, outbox_id).failure is None
    again = item(db, outbox_id)
    assert (again.attempts, again.vendor_id, again.error_text) == (0, None, None)
    assert claim_ids(db) == [outbox_id]


@pytest.mark.parametrize("before", REPEATABLE)
def test_staff_may_discard_what_did_not_arrive(db: Database, before: Delivery) -> None:
    outbox_id = in_state(db, before)

    moved = db.write_now(outbox.discard, outbox_id, NOW)

    assert moved is not None
    assert message(db, outbox_id).delivery is Delivery.DISCARDED
    assert claim_ids(db) == []


@pytest.mark.parametrize("before", FINAL)
def test_r2_what_is_on_its_way_or_decided_is_neither_repeated_nor_discarded(
    db: Database, before: Delivery
) -> None:
    outbox_id = in_state(db, before)

    assert db.write_now(outbox.retry, outbox_id, NOW, expires_at=NOW + HOUR) is None
    assert db.write_now(outbox.discard, outbox_id, NOW) is None
    assert state(db, outbox_id) is before


def test_r2_a_late_status_of_the_first_try_stops_a_resend(db: Database) -> None:
    outbox_id = in_state(db, Delivery.UNCERTAIN)
    db.write_now(outbox.retry, outbox_id, NOW, expires_at=NOW + HOUR)

    report(db, Delivery.DELIVERED, outbox_id=outbox_id, vendor_id="wamid.1")

    assert claim_ids(db) == []
    assert state(db, outbox_id) is Delivery.DELIVERED


def test_nothing_can_be_done_to_a_row_that_does_not_exist(db: Database) -> None:
    assert db.read_now(outbox.get, 1) is None
    assert db.read_now(outbox.by_message, 1) is None
    assert db.write_now(outbox.sent, 1, "wamid.1", NOW) is None
    assert db.write_now(outbox.failed, 1, code="1", text="No.", at=NOW) is None
    assert db.write_now(outbox.retry, 1, NOW, expires_at=NOW) is None
    assert db.write_now(outbox.discard, 1, NOW) is None


# -- lists ---------------------------------------------------------------------------------


def test_the_list_shows_the_asked_states_newest_first_by_page(db: Database) -> None:
    ids = [db.write_now(queued) for _ in range(4)]
    db.write_now(outbox.discard, ids[1], NOW)

    def listed(before: int | None) -> list[int]:
        found = db.read_now(outbox.listed, states=["queued"], before=before, limit=2)
        return [each.id for each in found]

    assert listed(None) == [ids[3], ids[2]]
    assert listed(ids[2]) == [ids[0]]
    assert db.read_now(outbox.waiting) == 3


def test_a_row_is_found_by_its_message(db: Database) -> None:
    outbox_id = db.write_now(queued)

    assert db.read_now(outbox.by_message, item(db, outbox_id).message_id) == item(db, outbox_id)


def test_what_arrived_long_ago_is_forgotten_and_what_failed_is_not(db: Database) -> None:
    read, failed = in_state(db, Delivery.READ), in_state(db, Delivery.FAILED)
    message_id = item(db, read).message_id

    assert db.write_now(outbox.forget, NOW) == 0
    assert db.write_now(outbox.forget, NOW + 1) == 1

    assert db.read_now(outbox.get, read) is None
    kept = db.read_now(messages.get, message_id)
    assert kept is not None
    assert kept.delivery is Delivery.READ
    assert state(db, failed) is Delivery.FAILED


# -- any order of events -------------------------------------------------------------------

EVENTS = st.lists(
    st.one_of(
        st.sampled_from(["claim", "answer", "lose", "crash", "retry"]),
        st.sampled_from([*ARRIVAL, Delivery.FAILED]),
    ),
    max_size=25,
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EVENTS)
def test_r2_whatever_happens_a_message_that_arrived_is_never_sent_again(
    db: Database, events: list[str | Delivery]
) -> None:
    db.write_now(sql.run, "DELETE FROM guest")
    outbox_id = db.write_now(queued)
    furthest = -1

    for event in events:
        if event == "claim":
            taken = claim_ids(db)
            assert not (taken and furthest >= 0)
        elif event == "answer":
            if state(db, outbox_id) is Delivery.SENDING:
                db.write_now(outbox.sent, outbox_id, "wamid.1", NOW)
                furthest = max(furthest, 0)
        elif event == "lose":
            db.write_now(outbox.retry_at, outbox_id, NOW, code="timeout", text="?", at=NOW)
        elif event == "crash":
            db.write_now(outbox.recover, NOW, repeatable=[])
        elif event == "retry":
            db.write_now(outbox.retry, outbox_id, NOW, expires_at=NOW + HOUR)
            if state(db, outbox_id) is Delivery.QUEUED:
                furthest = -1
        elif isinstance(event, Delivery):
            moved = report(db, event, outbox_id=outbox_id)
            if moved and event in ARRIVAL:
                assert ARRIVAL.index(event) > furthest
                furthest = ARRIVAL.index(event)
        assert message(db, outbox_id).delivery is state(db, outbox_id)

    if furthest >= 0 and state(db, outbox_id) is not Delivery.FAILED:
        assert state(db, outbox_id) is ARRIVAL[furthest]
