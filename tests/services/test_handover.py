"""Passing conversations on: the human wins (R3), and somebody is always called."""

from __future__ import annotations

import pytest

from jack.db import sql
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.events import ConversationChanged, Escalated
from jack.model.clock import HOUR, SECOND
from jack.model.conversations import State
from jack.model.messages import Delivery, Sender
from jack.model.phrases import Phrase, say
from jack.model.staff import Role
from jack.model.tasks import Priority
from jack.services.housekeeping import Housekeeping
from tests.house import House, answer


async def test_r3_a_colleague_takes_over_and_the_guest_is_told_who(house: House) -> None:
    await house.talk("Hello")
    maria, rui = house.staff(), house.staff("Rui Dias", Role.CONCIERGE)
    await house.conversations.claim(1, maria)

    conversation = await house.handover.to_person(1, maria, rui.id)

    assert (conversation.owner_id, conversation.state) == (rui.id, State.ACTIVE)
    assert house.said()[-1].text == say(Phrase.STAFF_JOINED, "en", name="Rui Dias")
    assert house.said()[-1].sender is Sender.SYSTEM


async def test_r3_passing_on_takes_back_what_jack_was_about_to_say(house: House) -> None:
    await house.talk("Hello")
    maria, rui = house.staff(), house.staff("Rui Dias")

    await house.handover.to_person(1, maria, rui.id)

    assert [m.delivery for m in house.by_jack()] == [Delivery.DRAFT]


async def test_only_the_owner_or_a_manager_passes_on_what_is_owned(house: House) -> None:
    await house.talk("Hello")
    maria, rui = house.staff(), house.staff("Rui Dias")
    boss = house.staff("Bea Boss", Role.MANAGER)
    await house.conversations.claim(1, maria)

    with pytest.raises(Conflict, match="Maria Costa is answering"):
        await house.handover.to_person(1, rui, rui.id)
    with pytest.raises(Conflict, match="has this conversation already"):
        await house.handover.to_person(1, maria, maria.id)

    assert (await house.handover.to_person(1, boss, rui.id)).owner_id == rui.id


@pytest.mark.parametrize("role", [Role.HOUSEKEEPING, None])
async def test_who_cannot_answer_guests_gets_no_conversation(
    house: House, role: Role | None
) -> None:
    await house.talk("Hello")
    colleague = house.staff("Rui Dias", role).id if role else 99

    with pytest.raises(Invalid, match="cannot answer guests"):
        await house.handover.to_person(1, house.staff(), colleague)


async def test_a_department_is_called_and_nobody_owns_the_conversation(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    house.heard.clear()

    conversation = await house.handover.to_place(1, maria, "concierge")

    (escalation,) = house.escalations()
    assert (conversation.owner_id, conversation.state) == (None, State.ESCALATED)
    assert (escalation.department, escalation.reasons) == ("concierge", ("transferred",))
    assert Escalated(1, escalation.id, "standard", ("transferred",)) in house.heard
    assert ConversationChanged(1, State.ESCALATED) in house.heard


async def test_r3_after_that_jack_says_no_more_than_in_any_escalation(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    await house.handover.to_place(1, maria, "concierge")
    before = len(house.by_jack())

    await house.talk("So what about my tickets?")

    assert len(house.by_jack()) == before


async def test_the_called_claim_it_like_any_other(house: House) -> None:
    await house.talk("Hello")
    rui = house.staff("Rui Dias", Role.CONCIERGE)
    await house.handover.to_place(1, house.staff(), "concierge")

    await house.conversations.claim(1, rui)

    assert house.conversation().owner_id == rui.id
    assert house.escalations()[0].acknowledged_by == rui.id


async def test_a_person_calls_for_more_help_and_keeps_the_conversation(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.claim(1, maria)

    conversation = await house.handover.escalate(
        1, maria, place="manager", priority=Priority.URGENT, note=" He wants his money back. "
    )

    (escalation,) = house.escalations()
    assert (conversation.owner_id, conversation.state) == (maria.id, State.ESCALATED)
    assert (escalation.department, escalation.priority) == ("manager", "urgent")
    thread = await house.inbox_list.thread(maria, 1, before=None, limit=50)
    assert [note.text for note in thread.notes] == ["He wants his money back."]


async def test_there_is_no_such_department(house: House) -> None:
    await house.talk("Hello")
    staff = house.staff()

    for call in (
        house.handover.to_place(1, staff, "garage"),
        house.handover.escalate(1, staff, place="garage", priority=Priority.LOW),
    ):
        with pytest.raises(Invalid, match="garage is no department"):
            await call


async def test_what_is_over_is_reopened_before_it_is_passed_on(house: House) -> None:
    await house.talk("Hello")
    maria, rui = house.staff(), house.staff("Rui Dias")
    await house.conversations.resolve(1, maria)

    for call in (
        house.handover.to_person(1, maria, rui.id),
        house.handover.to_place(1, maria, "concierge"),
        house.handover.escalate(1, maria, place="manager", priority=Priority.LOW),
    ):
        with pytest.raises(Conflict, match="Reopen it first"):
            await call

    assert (await house.handover.reopen(1, maria)).state is State.ACTIVE
    with pytest.raises(Conflict, match="is open"):
        await house.handover.reopen(1, maria)


async def test_what_was_reopened_is_not_closed_at_once_for_being_old(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.resolve(1, maria)
    house.clock.forward(100 * HOUR / SECOND)

    await house.handover.reopen(1, maria)
    await Housekeeping(house.db, house.bus, house.config, house.clock, house.media).run()

    assert house.conversation().state is State.ACTIVE


async def test_a_conversation_that_goes_on_elsewhere_is_not_reopened(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.resolve(1, maria)
    house.clock.forward(100 * HOUR / SECOND)
    await house.write("Hello again")

    with pytest.raises(Conflict, match="goes on in conversation 2"):
        await house.handover.reopen(1, maria)


async def test_a_note_is_for_colleagues_and_no_model_reads_it(house: House) -> None:
    house.model.says = [answer("From seven to ten.")]
    await house.know("Breakfast", "Breakfast is from seven to ten.")
    await house.talk("Hello")

    note = await house.handover.note(1, house.staff(), "  He is a critic. ")
    await house.talk("When is breakfast?")

    assert (note.text, note.staff_name) == ("He is a critic.", "Maria Costa")
    assert "critic" not in str(house.model.asked)
    assert "critic" not in str(house.said())
    assert "critic" not in str(house.rows("SELECT text FROM outbox"))


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
async def test_a_note_has_words_and_an_end(house: House, text: str) -> None:
    await house.talk("Hello")

    with pytest.raises(Invalid):
        await house.handover.note(1, house.staff(), text)


async def test_housekeeping_may_do_none_of_it(house: House) -> None:
    await house.talk("Hello")
    maid = house.staff("Rosa Melo", Role.HOUSEKEEPING)

    for call in (
        house.handover.to_person(1, maid, maid.id),
        house.handover.to_place(1, maid, "concierge"),
        house.handover.escalate(1, maid, place="manager", priority=Priority.LOW),
        house.handover.reopen(1, maid),
        house.handover.note(1, maid, "x"),
        house.drafts.asked(1, maid),
        house.drafts.approve(1, maid),
        house.drafts.discard(1, maid),
        house.drafts.retry(1, maid),
        house.inbox_list.thread(maid, 1, before=None, limit=1),
        house.inbox_list.reaches(maid, 1),
        house.inbox_list.see(maid, 1, 1),
        house.inbox_list.search(maid, "hello", before=None, limit=1),
        house.inbox_list.counts(maid),
    ):
        with pytest.raises(Forbidden):
            await call


async def test_what_does_not_exist_is_not_found(house: House) -> None:
    maria = house.staff()

    for call in (
        house.handover.to_person(9, maria, maria.id),
        house.handover.note(9, maria, "x"),
        house.handover.reopen(9, maria),
        house.drafts.asked(9, maria),
        house.drafts.approve(9, maria),
        house.inbox_list.thread(maria, 9, before=None, limit=1),
    ):
        with pytest.raises(NotFound):
            await call


async def test_everything_is_on_record(house: House) -> None:
    await house.talk("Hello")
    maria, rui = house.staff(), house.staff("Rui Dias")
    await house.handover.to_person(1, maria, rui.id)
    await house.handover.to_place(1, rui, "concierge")
    await house.conversations.resolve(1, maria)
    await house.handover.reopen(1, maria)

    thread = await house.inbox_list.thread(maria, 1, before=None, limit=50)

    assert [(e.action, e.staff_name) for e in thread.events] == [
        ("transfer", "Maria Costa"),
        ("transfer", "Rui Dias"),
        ("resolve", "Maria Costa"),
        ("reopen", "Maria Costa"),
    ]
    assert thread.events[0].data["to"] == "Rui Dias"
    assert thread.events[1].data["toPlace"] == "concierge"
    assert house.db.read_now(sql.value, "SELECT count(*) FROM audit") >= 4
