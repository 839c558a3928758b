"""What staff do with conversations, and that the human wins (R3)."""

from __future__ import annotations

import pytest

from jack.db import conversations, outbox
from jack.errors import Conflict, Invalid, NotFound, Permanent
from jack.events import ConversationChanged, MessageAdded, MessageStatus, OutboxFilled
from jack.model.conversations import State
from jack.model.messages import Delivery, OutboxKind, Sender, StatusReport
from jack.model.phrases import Phrase, say
from jack.model.staff import Role
from jack.services.conversations import MAX_REPLY_CHARS
from tests.house import ANA, House, answer

# -- looking ---------------------------------------------------------------------------------------


async def test_a_conversation_comes_with_its_escalations(house: House) -> None:
    await house.write("Help, there is a fire in my room!")

    conversation, escalations = await house.conversations.get(1)

    assert conversation.id == 1
    assert [e.reasons for e in escalations] == [("emergency_fire",)]


async def test_the_inbox_lists_conversations(house: House) -> None:
    await house.write("Hello")

    (card,) = await house.conversations.cards(
        states=(),
        assigned_to=None,
        unassigned=True,
        channel="whatsapp",
        query="Ana",
        before=None,
        limit=10,
    )

    assert (card.guest_name, card.last_text) == ("Ana Silva", "Hello")


async def test_a_thread_is_newest_first(house: House) -> None:
    await house.talk("Hello")

    page = await house.conversations.messages(1, before=None, limit=1)

    assert [m.sender for m in page] == [Sender.AI]


async def test_what_does_not_exist_is_not_found(house: House) -> None:
    staff = house.staff()

    for call in (
        house.conversations.get(9),
        house.conversations.messages(9, before=None, limit=1),
        house.conversations.claim(9, staff),
        house.conversations.explain(9),
        house.conversations.retry(9, actor="cli"),
        house.conversations.discard(9, actor="cli"),
    ):
        with pytest.raises(NotFound):
            await call


# -- R13: explaining -------------------------------------------------------------------------------


async def test_r13_an_answer_is_explained_by_either_message(house: House) -> None:
    await house.know("Breakfast", "Breakfast is from seven to ten.")
    house.model.says = [answer("From seven to ten.")]
    question, reply = await house.talk("When is breakfast?")

    by_question = await house.conversations.explain(question.id)
    by_answer = await house.conversations.explain(reply.id)

    assert by_question == by_answer
    assert by_answer["question"] == "When is breakfast?"
    assert by_answer["answer"] == reply.text
    assert by_answer["delivery"] == "queued"


async def test_r13_sources_are_told_as_they_were_and_what_each_sentence_rests_on(
    house: House,
) -> None:
    await house.know("Breakfast", "Breakfast is from 7:00 to 10:30. Children eat free.")
    house.model.says = [answer("We serve breakfast 7 am to 10:30. Sleep well!")]
    *_, reply = await house.talk("When is breakfast?")
    await house.know("Breakfast", "Breakfast is from 8:00.", key="breakfast")

    explained = await house.conversations.explain(reply.id)

    (passage,) = explained["passages"]
    assert passage["text"] == "Breakfast is from 7:00 to 10:30. Children eat free."
    assert (passage["version"], passage["versionNow"]) == (1, 2)
    assert [each["title"] for each in explained["sources"]] == ["Breakfast"]
    *_, served, well = explained["sentences"]
    assert served == {
        "text": "We serve breakfast 7 am to 10:30.",
        "entryId": 1,
        "quote": "Breakfast is from 7:00 to 10:30.",
    }
    assert well == {"text": "Sleep well!", "entryId": None, "quote": None}


async def test_r13_a_turn_that_said_nothing_is_explained_too(house: House) -> None:
    await house.talk("I want to speak to a person")
    *_, question = await house.talk("Hurry up")

    explained = await house.conversations.explain(question.id)

    assert (explained["question"], explained["answer"]) == ("Hurry up", None)
    assert explained["rules"] == ["joins_escalation"]


async def test_r13_what_staff_wrote_has_no_explanation_and_says_so(house: House) -> None:
    await house.write("Hello")
    message = await house.conversations.reply(1, house.staff(), "Good morning!")

    with pytest.raises(NotFound, match="staff wrote it"):
        await house.conversations.explain(message.id)


# -- R3: claiming ----------------------------------------------------------------------------------


async def test_r3_claiming_withdraws_queued_replies_as_suggestions(house: House) -> None:
    await house.talk("Hello")
    staff = house.staff()
    house.heard.clear()

    conversation = await house.conversations.claim(1, staff)

    assert conversation.owner_id == staff.id
    (suggestion,) = house.by_jack()
    assert suggestion.delivery is Delivery.DRAFT
    (waiting,) = house.sends(Delivery.QUEUED)
    assert waiting.text == say(Phrase.STAFF_JOINED, "en", name="Maria Costa")
    assert house.heard == [
        MessageStatus(1, suggestion.id, "draft", "whatsapp", ANA),
        MessageAdded(1, waiting.message_id, "system", "whatsapp", ANA),
        OutboxFilled(),
        ConversationChanged(1, State.ACTIVE),
    ]
    assert house.rows("SELECT actor, action FROM audit") == [
        (f"staff:{staff.id}", "conversation.claim")
    ]


async def test_r3_a_reply_that_is_being_sent_already_is_not_withdrawn(house: House) -> None:
    await house.talk("Hello")
    await house.queues.claim_sends(limit=1)

    await house.conversations.claim(1, house.staff())

    assert house.by_jack()[0].delivery is Delivery.SENDING


async def test_r10_claiming_does_not_withdraw_safety_texts(house: House) -> None:
    await house.write("Help, there is a fire in my room!")

    await house.conversations.claim(1, house.staff())

    assert [s.kind for s in house.sends(Delivery.QUEUED)] == [OutboxKind.SAFETY, OutboxKind.STAFF]


async def test_r3_the_owner_is_checked_again_when_the_reply_is_taken_to_be_sent(
    house: House,
) -> None:
    await house.talk("Hello")
    await house.conversations.claim(1, house.staff())
    reply = house.by_jack()[0]
    house.db.write_now(outbox.retry, 1, house.clock(), expires_at=house.clock() * 2)

    taken = await house.queues.claim_sends(limit=10)

    assert [item.kind for item in taken] == [OutboxKind.STAFF]
    assert house.by_jack()[0] == reply


async def test_claiming_acknowledges_escalations(house: House) -> None:
    await house.write("Help, there is a fire in my room!")
    staff = house.staff()

    conversation = await house.conversations.claim(1, staff)

    assert house.escalations()[0].acknowledged_by == staff.id
    assert conversation.state is State.ACTIVE


async def test_claiming_ones_own_conversation_changes_nothing(house: House) -> None:
    await house.write("Hello")
    staff = house.staff()
    await house.conversations.claim(1, staff)
    house.heard.clear()

    again = await house.conversations.claim(1, staff)

    assert again.owner_id == staff.id
    assert house.heard == []
    assert len(house.sends()) == 1


async def test_a_conversation_has_one_owner(house: House) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff("Maria Costa"))

    with pytest.raises(Conflict, match="Maria Costa is answering"):
        await house.conversations.claim(1, house.staff("Rui Alves"))


async def test_a_closed_conversation_is_not_claimed(house: House) -> None:
    await house.write("Hello")
    house.db.write_now(conversations.set_state, 1, State.CLOSED, house.clock())

    with pytest.raises(Conflict, match="closed"):
        await house.conversations.claim(1, house.staff())


# -- R3: handing back ------------------------------------------------------------------------------


async def test_r3_while_staff_own_it_jack_is_silent_until_handed_back(house: House) -> None:
    staff = house.staff()
    await house.talk("Hello")
    await house.conversations.claim(1, staff)

    await house.talk("Are you there?")
    silent = [m.text for m in house.by_jack()]
    asked = len(house.model.asked)
    await house.conversations.release(1, staff)
    await house.talk("And now?")

    assert len(silent) == 1
    assert asked == 1, "no model is asked for nothing"
    assert len(house.by_jack()) == 2
    assert house.conversation().owner_id is None


async def test_r3_the_guest_is_told_when_staff_leave(house: House) -> None:
    staff = house.staff()
    await house.write("Hello")
    await house.conversations.claim(1, staff)

    await house.conversations.release(1, staff)

    assert house.said()[-1].text == say(Phrase.STAFF_LEFT, "en")
    assert house.said()[-1].sender is Sender.SYSTEM


async def test_r3_time_alone_does_not_hand_back(house: House) -> None:
    staff = house.staff()
    await house.write("Hello")
    await house.conversations.claim(1, staff)

    house.clock.forward(7 * 86_400)
    await house.write("Still there?")

    assert house.conversation().owner_id == staff.id


async def test_only_the_owner_or_a_manager_hands_back(house: House) -> None:
    await house.write("Hello")
    colleague, boss = house.staff("Rui Alves"), house.staff("Eva Lind", Role.MANAGER)
    with pytest.raises(Conflict, match="Nobody has claimed"):
        await house.conversations.release(1, colleague)
    await house.conversations.claim(1, house.staff("Maria Costa"))

    with pytest.raises(Conflict, match="Maria Costa is answering"):
        await house.conversations.release(1, colleague)
    released = await house.conversations.release(1, boss)

    assert released.owner_id is None


# -- resolving -------------------------------------------------------------------------------------


async def test_resolving_ends_ownership_and_escalations(house: House) -> None:
    staff = house.staff()
    await house.write("Help, there is a fire in my room!")
    await house.conversations.claim(1, staff)

    resolved = await house.conversations.resolve(1, staff)

    assert (resolved.state, resolved.owner_id) == (State.RESOLVED, None)
    with pytest.raises(Conflict, match="resolved already"):
        await house.conversations.resolve(1, staff)


async def test_a_conversation_nobody_owns_can_be_resolved(house: House) -> None:
    await house.write("Help, there is a fire in my room!")
    staff = house.staff()

    await house.conversations.resolve(1, staff)

    assert house.escalations()[0].acknowledged_by == staff.id


async def test_another_persons_conversation_is_not_resolved(house: House) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff("Maria Costa"))

    with pytest.raises(Conflict):
        await house.conversations.resolve(1, house.staff("Rui Alves"))


# -- writing ---------------------------------------------------------------------------------------


async def test_r3_what_staff_write_goes_out_and_makes_the_conversation_theirs(
    house: House,
) -> None:
    staff = house.staff()
    await house.talk("Hello")

    message = await house.conversations.reply(1, staff, "  Good morning, Ana!  ")
    taken = await house.queues.claim_sends(limit=10)
    await house.queues.sent(taken[0], "wamid.joined")
    (next_one,) = await house.queues.claim_sends(limit=10)

    assert house.conversation().owner_id == staff.id
    assert (message.sender, message.staff_id) == (Sender.STAFF, staff.id)
    assert next_one.text == "Good morning, Ana!"
    assert house.by_jack()[0].delivery is Delivery.DRAFT


async def test_a_reply_needs_words_but_not_too_many(house: House) -> None:
    await house.write("Hello")
    staff = house.staff()

    for text in ("   ", "a" * (MAX_REPLY_CHARS + 1)):
        with pytest.raises(Invalid):
            await house.conversations.reply(1, staff, text)

    assert house.conversation().owner_id is None


async def test_nobody_writes_into_a_colleagues_conversation(house: House) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff("Maria Costa"))

    with pytest.raises(Conflict, match="Somebody else"):
        await house.conversations.reply(1, house.staff("Rui Alves"), "Hi")

    assert house.said()[-1].text != "Hi"


# -- the outbox ------------------------------------------------------------------------------------


async def test_r11_what_did_not_arrive_says_why_and_is_sent_again_on_a_persons_word(
    house: House,
) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    await house.queues.not_sent(
        send, Permanent("The window is closed.", reason="131047"), retry_at=None
    )
    failed = house.by_jack()[0]
    house.heard.clear()

    await house.conversations.retry(send.id, actor="staff:1")

    assert (failed.delivery, failed.failure) == (Delivery.FAILED, "The window is closed.")
    (again,) = house.sends(Delivery.QUEUED)
    assert (again.id, again.attempts, again.error_text) == (send.id, 0, None)
    assert house.by_jack()[0].failure is None
    assert house.heard == [
        MessageStatus(1, send.message_id, "queued", "whatsapp", ANA),
        OutboxFilled(),
    ]
    assert [
        item.id
        for item in await house.conversations.outbox(states=("queued",), before=None, limit=5)
    ] == [send.id]


async def test_r2_what_was_sent_is_not_sent_again(house: House) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    await house.queues.sent(send, "wamid.sent")

    with pytest.raises(Conflict, match="nothing to retry"):
        await house.conversations.retry(send.id, actor="cli")
    with pytest.raises(Conflict, match="cannot be discarded"):
        await house.conversations.discard(send.id, actor="cli")


async def test_what_waits_can_be_discarded(house: House) -> None:
    await house.talk("Hello")

    await house.conversations.discard(1, actor="cli")

    assert house.by_jack()[0].delivery is Delivery.DISCARDED
    assert await house.queues.claim_sends(limit=1) == []
    assert house.rows("SELECT actor, action, subject FROM audit") == [
        ("cli", "outbox.discard", "outbox:1")
    ]


async def test_r12_an_answer_that_became_stale_is_a_draft_and_a_person_may_still_send_it(
    house: House,
) -> None:
    await house.talk("Hello")
    house.clock.forward(6 * 3600)

    taken = await house.queues.claim_sends(limit=1)
    shown = house.by_jack()[0]
    await house.conversations.retry(1, actor="staff:1")

    assert taken == []
    assert (shown.delivery, shown.failure) == (Delivery.DRAFT, "It could not be sent in time.")
    assert [s.id for s in await house.queues.claim_sends(limit=1)] == [1]


async def test_a_turn_that_waits_survives_being_claimed_by_staff(house: House) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff())
    house.clock.forward(10)

    (item,) = await house.claim()

    assert item.message_ids == (1,)


async def test_a_status_of_a_withdrawn_reply_does_not_bring_it_back(house: House) -> None:
    await house.talk("Hello")
    await house.conversations.claim(1, house.staff())
    report = StatusReport("whatsapp", Delivery.SENT, "wamid.1", 1)

    moved = house.db.write_now(outbox.apply_status, report, house.clock())

    assert moved is None
    assert house.by_jack()[0].delivery is Delivery.DRAFT
