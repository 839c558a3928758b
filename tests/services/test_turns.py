"""One turn: what is read before thinking, and that everything after it is one write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db import guests, sql, traces
from jack.events import (
    ConversationChanged,
    Escalated,
    InboxFilled,
    MessageAdded,
    OutboxFilled,
    TaskCreated,
)
from jack.model.answers import EscalationProposal
from jack.model.clock import SECOND
from jack.model.conversations import State
from jack.model.messages import Delivery, InboxItem, Kind, Sender, Source
from jack.model.phrases import Phrase, disclosure, say
from jack.model.tasks import Department, Item, Priority, TaskProposal
from jack.services.turns import Committed, Outcome, Turn, Turns, Way
from tests.house import ANA, LEASE, VISITOR, House, inbound

TOWELS = TaskProposal(Department.HOUSEKEEPING, "Towels", items=(Item("towel", 2),), room="305")
REPLY = Outcome(Way.REPLY, "Two towels were asked for.", "en", guest_language="en")


async def begun(house: House, *texts: str) -> Turn:
    """A turn that is claimed and read, about to be thought out."""
    await house.write(*(texts or ("Two towels please",)))
    (item,) = await house.claim()
    return await house.turns.load(item)


# -- reading ---------------------------------------------------------------------------------------


async def test_a_turn_knows_what_was_said_before_and_what_is_new(house: House) -> None:
    await house.talk("Hello")

    turn = await begun(house, "Two towels", "and a pillow")

    assert turn.text == "Two towels\nand a pillow"
    assert [m.sender for m in turn.history] == [Sender.GUEST, Sender.AI]
    assert not turn.is_first_answer


async def test_a_turn_knows_the_requests_that_are_still_open(house: House) -> None:
    turn = await begun(house)
    await house.turns.commit(turn, replace(REPLY, tasks=(TOWELS,)))

    later = await begun(house, "And my towels?")

    assert later.open_requests == ("Towels",)


async def test_a_photo_without_words_is_unreadable(house: House) -> None:
    await house.write("", kind=Kind.IMAGE, vendor_id="wamid.photo")
    await house.write("see this")
    (item,) = await house.claim()

    turn = await house.turns.load(item)

    assert turn.has_unreadable
    assert turn.text == "see this"


async def test_r6_a_proven_guest_has_a_stay_with_its_sync_time(house: House) -> None:
    house.stay()

    turn = await begun(house)

    assert turn.stay is not None
    assert (turn.stay.guest_name, turn.stay.room, turn.stay.nights) == ("Ana Silva", "305", 4)
    assert (turn.stay.arrival, turn.stay.departure) == ("2027-01-14", "2027-01-18")
    assert turn.stay.synced_at == "08:00"


async def test_r6_an_unproven_address_sees_no_stay_even_in_a_conversation_that_has_one(
    house: House,
) -> None:
    house.stay()
    await house.write("Hello")
    unproven = inbound("Hello", channel="webchat")
    house.db.write_now(lambda: guests.identify(unproven, house.clock(), is_proven=False))
    house.db.write_now(sql.run, "UPDATE conversation SET channel = 'webchat', address = ?", VISITOR)
    (item,) = await house.claim()

    turn = await house.turns.load(item)

    assert turn.conversation.reservation_id is not None
    assert turn.stay is None


async def test_a_stay_that_is_gone_is_not_told(house: House) -> None:
    house.stay()
    turn = await begun(house)
    house.db.write_now(sql.run, "DELETE FROM reservation")

    again = await house.turns.load(turn.item)

    assert again.stay is None


# -- writing ---------------------------------------------------------------------------------------


async def test_r4_r5_a_reply_is_stored_with_its_sources_and_tasks(house: House) -> None:
    turn = await begun(house)
    source = Source("entry", "7", version=3, title="Towels", score=0.91)

    committed = await house.turns.commit(turn, replace(REPLY, sources=(source,), tasks=(TOWELS,)))

    assert committed is Committed.DONE
    (message,) = house.by_jack()
    assert (message.text, message.delivery, message.language) == (
        "Two towels were asked for.",
        Delivery.QUEUED,
        "en",
    )
    assert message.sources == (source,)
    (task,) = house.tasks()
    assert (task.title, task.room, task.items) == ("Towels", "305", (Item("towel", 2),))
    assert (task.conversation_id, task.message_id) == (1, turn.messages[-1].id)
    (send,) = house.sends(Delivery.QUEUED)
    assert (send.message_id, send.text) == (message.id, message.text)
    assert house.conversation().state is State.ACTIVE
    assert house.inbox() == [("wamid.Two towels please", "done")]


async def test_r5_reply_and_tasks_are_one_write_that_fails_as_one(house: House) -> None:
    turn = await begun(house)
    escalation = EscalationProposal(("complaint",))
    unwritable = replace(REPLY, tasks=(TOWELS,), escalation=escalation, trace={"no json": object()})
    house.heard.clear()

    with pytest.raises(TypeError):
        await house.turns.commit(turn, unwritable)

    assert house.by_jack() == []
    assert house.sends() == []
    assert house.tasks() == []
    assert house.escalations() == []
    assert house.conversation().state is State.NEW
    assert house.conversation().language is None
    assert house.conversation().disclosed_at is None
    assert house.inbox() == [("wamid.Two towels please", "working")]
    assert house.heard == [], "nothing is told that did not happen"


async def test_what_was_written_is_told_after(house: House) -> None:
    turn = await begun(house)
    house.heard.clear()

    await house.turns.commit(
        turn,
        replace(REPLY, tasks=(TOWELS,), escalation=EscalationProposal(("vip",), Priority.HIGH)),
    )

    assert house.heard == [
        MessageAdded(1, 2, "ai", "whatsapp", ANA),
        OutboxFilled(),
        TaskCreated(1, "housekeeping"),
        Escalated(1, 1, "high", ("vip",)),
        ConversationChanged(1, State.ESCALATED),
    ]


async def test_silence_writes_no_message_but_finishes_the_turn(house: House) -> None:
    turn = await begun(house)

    await house.turns.commit(turn, Outcome(Way.SILENT, "", "en"))

    assert house.by_jack() == []
    assert house.inbox()[0][1] == "done"
    assert house.conversation().state is State.ACTIVE


async def test_a_draft_is_shown_to_staff_and_not_sent(house: House) -> None:
    turn = await begun(house)

    await house.turns.commit(turn, replace(REPLY, way=Way.DRAFT))

    assert house.by_jack()[0].delivery is Delivery.DRAFT
    assert house.sends() == []
    assert house.conversation().disclosed_at is None


async def test_r13_the_trace_is_kept_with_question_and_answer(house: House) -> None:
    turn = await begun(house)
    house.clock.forward(1)

    await house.turns.commit(turn, replace(REPLY, trace={"rules": ["disclosure"]}))

    trace = house.db.read_now(traces.of_message, turn.messages[-1].id)
    assert trace == {
        "rules": ["disclosure"],
        "queuedAfterMs": 3000,
        "questionId": 1,
        "answerId": 2,
        "conversationId": 1,
        "createdAt": house.clock(),
    }


async def test_r9_a_language_that_nobody_recognised_is_not_kept(house: House) -> None:
    turn = await begun(house, "ok")

    await house.turns.commit(turn, replace(REPLY, guest_language=None))

    assert house.conversation().language is None


async def test_r2_a_newer_message_drops_the_draft_and_starts_again(house: House) -> None:
    turn = await begun(house)
    await house.write("Make it three")
    house.heard.clear()

    committed = await house.turns.commit(turn, replace(REPLY, tasks=(TOWELS,)))

    assert committed is Committed.SUPERSEDED
    assert (house.by_jack(), house.tasks()) == ([], [])
    assert house.heard == [InboxFilled(house.clock())]
    (item,) = await house.queues.claim_turns(lease=LEASE, limit=10)
    again = await house.turns.load(item)
    assert again.text == "Two towels please\nMake it three"


async def test_r2_a_turn_starts_again_at_most_twice(house: House) -> None:
    turn = await begun(house, "one")
    outcomes = []
    for text in ("two", "three", "four"):
        await house.write(text)
        outcomes.append(await house.turns.commit(turn, REPLY))
        if outcomes[-1] is Committed.SUPERSEDED:
            (item,) = await house.queues.claim_turns(lease=LEASE, limit=10)
            turn = await house.turns.load(item)

    assert outcomes == [Committed.SUPERSEDED, Committed.SUPERSEDED, Committed.DONE]
    assert len(house.by_jack()) == 1
    (rest,) = await house.claim()
    assert (await house.turns.load(rest)).text == "four"


async def test_r3_a_reply_finished_after_staff_took_over_is_a_suggestion(house: House) -> None:
    turn = await begun(house)
    await house.conversations.claim(1, house.staff())
    source = Source("entry", "7", version=3)

    committed = await house.turns.commit(
        turn,
        replace(
            REPLY,
            sources=(source,),
            tasks=(TOWELS,),
            escalation=EscalationProposal(("failure",)),
        ),
    )

    assert committed is Committed.OWNED
    (suggestion,) = house.by_jack()
    assert (suggestion.delivery, suggestion.sources) == (Delivery.DRAFT, (source,))
    assert [send.kind for send in house.sends()] == ["staff"], "only the word that staff joined"
    assert (house.tasks(), house.escalations()) == ([], [])
    assert house.conversation().disclosed_at is None
    assert (await house.conversations.explain(suggestion.id))["answer"] == suggestion.text


async def test_r3_silence_in_an_owned_conversation_suggests_nothing(house: House) -> None:
    turn = await begun(house)
    await house.conversations.claim(1, house.staff())

    committed = await house.turns.commit(turn, Outcome(Way.SILENT, "", "en"))

    assert committed is Committed.OWNED
    assert house.by_jack() == []


async def test_r2_a_turn_that_lost_its_lease_writes_nothing(house: House) -> None:
    turn = await begun(house)
    house.clock.forward(121)
    other = Turns(house.db, house.bus, house.config, house.clock, "another process")
    (taken_over,) = await replace(house.queues, holder="another process").claim_turns(
        lease=LEASE, limit=10
    )

    late = await house.turns.commit(turn, REPLY)
    in_time = await other.commit(await other.load(taken_over), REPLY)

    assert (late, in_time) == (Committed.LOST, Committed.DONE)
    assert len(house.by_jack()) == 1


async def test_r10_danger_while_jack_thinks_stays_escalated(house: House) -> None:
    turn = await begun(house)
    await house.write("Help, there is a fire in my room!")

    await house.turns.commit(turn, REPLY)

    assert house.conversation().state is State.ESCALATED


# -- failing ---------------------------------------------------------------------------------------


async def test_r1_a_turn_to_be_tried_again_waits_as_long_as_said(house: House) -> None:
    turn = await begun(house)
    house.heard.clear()

    await house.turns.retry_later(turn.item, 5.0)

    assert house.heard == [InboxFilled(house.clock() + 5 * SECOND)]
    assert await house.queues.claim_turns(lease=LEASE, limit=1) == []
    house.clock.forward(5)
    (again,) = await house.queues.claim_turns(lease=LEASE, limit=1)
    assert again == InboxItem(1, turn.item.row_ids, turn.item.message_ids, 2, turn.item.received_at)


async def test_r1_r12_a_turn_given_up_is_an_escalation_and_a_word_to_the_guest(
    house: House,
) -> None:
    turn = await begun(house)

    await house.turns.give_up(turn.item, "RuntimeError")

    trouble = say(Phrase.SYSTEM_TROUBLE, "en")
    assert house.by_jack()[0].text == f"{disclosure('en', 'Harbour Inn')}\n\n{trouble}"
    assert [send.state for send in house.sends()] == [Delivery.QUEUED]
    (escalation,) = house.escalations()
    assert (escalation.reasons, escalation.message_id) == (("failure",), turn.messages[-1].id)
    assert house.conversation().state is State.ESCALATED
    assert house.rows("SELECT state, failure FROM inbox") == [("failed", "RuntimeError")]
    assert house.rows("SELECT actor, action FROM audit") == [("system", "turn.failed")]


async def test_r7_the_word_of_trouble_discloses_only_if_it_is_the_first(house: House) -> None:
    await house.talk("Hello")
    turn = await begun(house)

    await house.turns.give_up(turn.item, "RuntimeError")

    assert house.by_jack()[-1].text == say(Phrase.SYSTEM_TROUBLE, "en")


async def test_r9_the_word_of_trouble_is_in_the_guests_language(house: House) -> None:
    house.stay()
    house.db.write_now(guests.set_language, 1, "fr", house.clock())
    turn = await begun(house, "204")

    await house.turns.give_up(turn.item, "RuntimeError")

    assert house.by_jack()[0].text.endswith(say(Phrase.SYSTEM_TROUBLE, "fr"))


async def test_r3_a_turn_given_up_where_staff_answer_says_nothing_to_the_guest(
    house: House,
) -> None:
    turn = await begun(house)
    await house.conversations.claim(1, house.staff())

    await house.turns.give_up(turn.item, "RuntimeError")

    assert house.by_jack() == []
    assert house.escalations()[0].reasons == ("failure",)
