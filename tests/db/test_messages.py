"""What was said, what a guest can see of it, and how it got there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db import conversations, messages, outbox
from jack.db.database import Database
from jack.model.clock import SECOND
from jack.model.messages import Delivery, Kind, Message, Sender, Source
from tests.db.samples import ANA, NOW, colleague, conversation, queued, said

VISITOR = "v-1"


def get(db: Database, message_id: int) -> Message:
    found = db.read_now(messages.get, message_id)
    assert found is not None
    return found


def in_chat(text: str, *, sender: Sender = Sender.AI, address: str = VISITOR) -> int:
    """A web chat message that its visitor can see."""
    return messages.add(
        conversation_id=conversation(address, channel="webchat").id,
        sender=sender,
        channel="webchat",
        address=address,
        text=text,
        delivery=None if sender is Sender.GUEST else Delivery.SENT,
        seq=messages.next_seq(),
        at=NOW,
    )


def test_a_message_is_kept_with_all_that_belongs_to_it(db: Database) -> None:
    sources = (
        Source("entry", "7", version=2, title="Pool", score=0.91),
        Source("pms", "room"),
    )

    def store() -> int:
        return messages.add(
            conversation_id=conversation().id,
            sender=Sender.STAFF,
            staff_id=colleague(),
            channel="whatsapp",
            address=ANA,
            text="مرحبا 🛎️",
            kind=Kind.IMAGE,
            data={"id": "1"},
            language="ar",
            delivery=Delivery.QUEUED,
            sources=sources,
            client_id="c-1",
            at=NOW,
        )

    stored = get(db, db.write_now(store))

    assert stored == Message(
        id=stored.id,
        conversation_id=db.write_now(conversation).id,
        sender=Sender.STAFF,
        staff_id=stored.staff_id,
        channel="whatsapp",
        address=ANA,
        kind=Kind.IMAGE,
        text="مرحبا 🛎️",
        language="ar",
        delivery=Delivery.QUEUED,
        failure=None,
        sources=sources,
        client_id="c-1",
        seq=None,
        created_at=NOW,
    )
    assert stored.staff_id is not None


def test_there_is_no_message_that_was_not_stored(db: Database) -> None:
    assert db.read_now(messages.get, 1) is None
    assert db.read_now(messages.get_many, []) == []


@pytest.mark.parametrize(
    ("sender", "counts"), [(Sender.GUEST, True), (Sender.AI, False), (Sender.STAFF, False)]
)
def test_only_the_guests_messages_move_the_time_the_guest_last_wrote(
    db: Database, sender: Sender, *, counts: bool
) -> None:
    """WhatsApp's 24 hours run from there."""
    db.write_now(said, at=NOW)

    db.write_now(said, sender=sender, at=NOW + SECOND)

    found = db.read_now(conversations.get, db.write_now(conversation).id)
    assert found is not None
    assert found.last_message_at == NOW + SECOND
    assert found.last_guest_message_at == (NOW + SECOND if counts else NOW)


def test_several_messages_come_in_the_order_they_were_stored(db: Database) -> None:
    ids = [db.write_now(said, str(number)) for number in range(3)]

    found = db.read_now(messages.get_many, reversed(ids))

    assert [each.id for each in found] == ids


def test_a_thread_is_read_backwards_by_page(db: Database) -> None:
    ids = [db.write_now(said, str(number)) for number in range(5)]
    opened = db.write_now(conversation).id
    db.write_now(said, "elsewhere", address="49151")

    newest = db.read_now(messages.page, opened, before=None, limit=3)
    older = db.read_now(messages.page, opened, before=newest[-1].id, limit=3)

    assert [each.id for each in (*newest, *older)] == ids[::-1]


def test_history_is_what_guest_and_hotel_really_said(db: Database) -> None:
    unsaid = (Delivery.DRAFT, Delivery.DISCARDED, Delivery.EXPIRED)
    db.write_now(said, "Is there a pool?")
    db.write_now(said, "On the roof.", sender=Sender.AI, delivery=Delivery.SENT)
    db.write_now(said, "Owner changed", sender=Sender.SYSTEM)
    for delivery in unsaid:
        db.write_now(said, "never sent", sender=Sender.AI, delivery=delivery)
    db.write_now(said, "Until nine.", sender=Sender.STAFF, delivery=Delivery.FAILED)
    question = db.write_now(said, "And a gym?")
    db.write_now(said, "later")
    opened = db.write_now(conversation).id

    found = db.read_now(messages.history, opened, before=question, limit=10)
    newest = db.read_now(messages.history, opened, before=question, limit=2)

    assert [each.text for each in found] == ["Is there a pool?", "On the roof.", "Until nine."]
    assert [each.text for each in newest] == ["On the roof.", "Until nine."]


def test_a_delivery_comes_with_why_it_failed(db: Database) -> None:
    message_id = db.write_now(said, sender=Sender.AI, delivery=Delivery.QUEUED)

    db.write_now(messages.set_delivery, message_id, Delivery.FAILED, "Undeliverable.")

    stored = get(db, message_id)
    assert (stored.delivery, stored.failure) == (Delivery.FAILED, "Undeliverable.")


# -- web chat ------------------------------------------------------------------------------


def test_a_visitor_catches_up_from_the_last_number_seen(db: Database) -> None:
    ids = [db.write_now(in_chat, str(number)) for number in range(4)]
    second = get(db, ids[1]).seq
    assert second is not None

    found = db.read_now(messages.visible, "webchat", VISITOR, after=second)
    some = db.read_now(messages.visible, "webchat", VISITOR, after=second, limit=1)

    assert [each.id for each in found] == ids[2:]
    assert [each.id for each in some] == ids[2:3]


def test_r6_a_visitor_sees_nobody_elses_messages(db: Database) -> None:
    db.write_now(in_chat, "for another", address="v-2")
    db.write_now(said, "on another channel", address=VISITOR)

    assert db.read_now(messages.visible, "webchat", VISITOR, after=0) == []


def test_a_message_becomes_visible_once_in_the_order_of_sending(db: Database) -> None:
    early = db.write_now(said, sender=Sender.AI)
    late = db.write_now(said, sender=Sender.AI)

    for message_id in (late, early, late):
        db.write_now(messages.make_visible, message_id)

    found = db.read_now(messages.visible, "whatsapp", ANA, after=0)
    assert [each.id for each in found] == [late, early]
    assert [each.seq for each in found] == [1, 2]


def test_what_the_guest_has_read_is_read_up_to_there(db: Database) -> None:
    ids = [db.write_now(in_chat, str(number)) for number in range(3)]
    own = db.write_now(in_chat, "mine", sender=Sender.GUEST)
    upto = get(db, ids[1]).seq
    assert upto is not None

    changed = db.write_now(messages.mark_read, "webchat", VISITOR, up_to_seq=upto)
    again = db.write_now(messages.mark_read, "webchat", VISITOR, up_to_seq=upto)

    assert [message_id for _, message_id in changed] == ids[:2]
    assert again == []
    assert [get(db, each).delivery for each in (*ids, own)] == [
        Delivery.READ,
        Delivery.READ,
        Delivery.SENT,
        None,
    ]


def test_reading_shows_in_the_outbox_too(db: Database) -> None:
    outbox_id = db.write_now(queued, channel="webchat")
    db.write_now(outbox.claim, "server-1", NOW, limit=1, pacing={})
    db.write_now(outbox.sent, outbox_id, "1", NOW)
    item = db.read_now(outbox.get, outbox_id)
    assert item is not None
    db.write_now(messages.make_visible, item.message_id)

    db.write_now(messages.mark_read, "whatsapp", ANA, up_to_seq=1)

    assert db.read_now(outbox.get, outbox_id) == replace(
        item, state=Delivery.READ, attempts=item.attempts
    )
