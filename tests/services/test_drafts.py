"""Drafts and suggestions: sent on a person's word, with the tasks they speak of (R5)."""

from __future__ import annotations

import pytest

from jack.db import drafts, guests, messages, outbox
from jack.errors import Conflict, Invalid
from jack.events import MessageStatus, OutboxFilled, TaskCreated
from jack.model.messages import Delivery, Inbound, Kind, Message, OutboxKind, Sender
from jack.model.staff import Role, Staff
from jack.model.tasks import Department, Item, TaskProposal
from jack.services.inbox_list import reaches_of
from jack.services.intake import CONSENT_PURPOSE
from tests.house import ANA, House

TOWELS = TaskProposal(
    department=Department.HOUSEKEEPING,
    title="Two towels",
    items=(Item("towel", 2),),
    intent="request.service.towels",
)


def draft(house: House, text: str = "Two towels are on their way.") -> int:
    """Jack's words for Ana, waiting for a person."""

    def work() -> int:
        return messages.add(
            conversation_id=1,
            sender=Sender.AI,
            channel="whatsapp",
            address=ANA,
            text=text,
            delivery=Delivery.DRAFT,
            at=house.clock(),
        )

    return house.db.write_now(work)


def message(house: House, message_id: int) -> Message:
    return next(m for m in house.said() if m.id == message_id)


async def failed(house: House, state: Delivery = Delivery.FAILED) -> tuple[int, Staff]:
    """A reply of Maria's that did not arrive."""
    maria = house.staff()
    await house.talk("Hello")
    reply = await house.conversations.reply(1, maria, "I'll bring them.")
    for item in house.sends("queued"):
        if item.message_id != reply.id:
            await house.queues.sent(item, "wamid.1")

    def work(at: int) -> None:
        item = outbox.by_message(reply.id)
        assert item is not None
        outbox.claim("x", at, limit=9, pacing={})
        if state is Delivery.UNCERTAIN:
            outbox.recover(at, repeatable=())
        else:
            outbox.failed(item.id, code="131026", text="No WhatsApp at this number.", at=at)

    house.db.write_now(work, house.clock())
    assert message(house, reply.id).delivery is state
    return reply.id, maria


# -- approving -------------------------------------------------------------------------------------


async def test_a_draft_goes_out_as_jacks_where_nobody_answers(house: House) -> None:
    await house.talk("Hello")
    draft_id, maria = draft(house, "Breakfast is from seven."), house.staff()

    sent = await house.drafts.approve(draft_id, maria)

    assert (sent.sender, sent.staff_id, sent.delivery) == (Sender.AI, maria.id, Delivery.QUEUED)
    item = house.sends("queued")[-1]
    assert (item.message_id, item.kind, item.text) == (draft_id, OutboxKind.STAFF, sent.text)
    assert MessageStatus(1, draft_id, "queued", "whatsapp", ANA) in house.heard
    assert house.heard[-1] == OutboxFilled()


async def test_in_other_words_it_is_the_persons_own_and_found_by_them(house: House) -> None:
    await house.talk("Hello")
    draft_id, maria = draft(house), house.staff()

    sent = await house.drafts.approve(draft_id, maria, text=" Somebody comes by. ")

    assert (sent.sender, sent.text) == (Sender.STAFF, "Somebody comes by.")
    assert house.sends("queued")[-1].text == "Somebody comes by."
    found, _ = await house.inbox_list.search(maria, "somebody", before=None, limit=5)
    assert [f.message.id for f in found] == [draft_id]
    assert await house.inbox_list.search(maria, "way", before=None, limit=5) == ([], [])


async def test_where_a_person_answers_it_is_theirs(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.claim(1, maria)

    sent = await house.drafts.approve(draft(house), maria)

    assert sent.sender is Sender.STAFF


async def test_r3_what_a_person_approved_is_not_withdrawn_when_staff_claim(house: House) -> None:
    await house.talk("Hello")
    draft_id, maria = draft(house), house.staff()
    await house.drafts.approve(draft_id, maria)

    await house.conversations.claim(1, maria)
    house.clock.forward(10)
    sent = [i.message_id for _ in range(4) for i in await house.queues.claim_sends(limit=9)]

    assert message(house, draft_id).delivery is not Delivery.DRAFT
    assert sent or draft_id in [item.message_id for item in house.sends("queued", "sending")]


async def test_r5_the_tasks_a_draft_speaks_of_are_made_in_the_write_that_sends_it(
    house: House,
) -> None:
    await house.talk("Hello")
    draft_id = draft(house)
    house.db.write_now(drafts.keep_proposals, draft_id, [TOWELS])
    assert house.tasks() == []

    await house.drafts.approve(draft_id, house.staff())

    (task,) = house.tasks()
    assert (task.title, task.conversation_id) == ("Two towels", 1)
    assert task.guest_id == house.conversation().guest_id
    assert TaskCreated(task.id, "housekeeping") in house.heard


async def test_r5_a_promise_is_not_sent_without_its_task(house: House) -> None:
    await house.talk("Hello")
    draft_id, maria = draft(house), house.staff()
    house.db.write_now(drafts.keep_proposals, draft_id, [TOWELS])

    with pytest.raises(Conflict, match="promise"):
        await house.drafts.approve(draft_id, maria, makes_tasks=False)
    await house.drafts.approve(draft_id, maria, text="Which room is it?", makes_tasks=False)

    assert house.tasks() == []


async def test_the_same_wish_again_joins_the_task_that_is_there(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    for _ in range(2):
        draft_id = draft(house)
        house.db.write_now(drafts.keep_proposals, draft_id, [TOWELS])
        await house.drafts.approve(draft_id, maria)

    assert len(house.tasks()) == 1


async def test_r2_a_draft_is_sent_once(house: House) -> None:
    await house.talk("Hello")
    draft_id, maria = draft(house), house.staff()
    await house.drafts.approve(draft_id, maria)

    with pytest.raises(Conflict, match="it is no draft"):
        await house.drafts.approve(draft_id, maria)

    assert [i.message_id for i in house.sends("queued")].count(draft_id) == 1


async def test_only_who_answers_may_send_into_an_owned_conversation(house: House) -> None:
    await house.talk("Hello")
    await house.conversations.claim(1, house.staff())

    with pytest.raises(Conflict, match="Maria Costa is answering"):
        await house.drafts.approve(draft(house), house.staff("Rui Dias"))


async def test_what_a_claim_took_back_can_be_sent_after_all(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    (withdrawn,) = house.by_jack()
    assert withdrawn.delivery is Delivery.DRAFT

    await house.drafts.approve(withdrawn.id, maria)

    assert withdrawn.id in [item.message_id for item in house.sends("queued")]


@pytest.mark.parametrize("text", ["  ", "x" * 4001])
async def test_what_is_sent_has_words_and_an_end(house: House, text: str) -> None:
    await house.talk("Hello")

    with pytest.raises(Invalid):
        await house.drafts.approve(draft(house), house.staff(), text=text)


async def test_a_guests_message_is_no_draft(house: House) -> None:
    (hello, _) = await house.talk("Hello")

    with pytest.raises(Conflict):
        await house.drafts.approve(hello.id, house.staff())


# -- discarding ------------------------------------------------------------------------------------


async def test_a_discarded_draft_is_never_sent(house: House) -> None:
    await house.talk("Hello")
    draft_id, maria = draft(house), house.staff()

    gone = await house.drafts.discard(draft_id, maria)

    assert gone.delivery is Delivery.DISCARDED
    with pytest.raises(Conflict):
        await house.drafts.approve(draft_id, maria)


async def test_r11_what_did_not_arrive_may_be_let_go(house: House) -> None:
    message_id, maria = await failed(house)

    gone = await house.drafts.discard(message_id, maria)

    assert gone.delivery is Delivery.DISCARDED
    with pytest.raises(Conflict, match="cannot be discarded"):
        await house.drafts.discard(message_id, maria)


# -- repeating -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [Delivery.FAILED, Delivery.UNCERTAIN])
async def test_r11_what_did_not_arrive_is_sent_again_on_a_persons_word(
    house: House, state: Delivery
) -> None:
    message_id, maria = await failed(house, state)

    again = await house.drafts.retry(message_id, maria)

    assert (again.id, again.delivery, again.failure) == (message_id, Delivery.QUEUED, None)
    with pytest.raises(Conflict, match="nothing to repeat"):
        await house.drafts.retry(message_id, maria)


def known_on_web_chat(house: House) -> None:
    """Ana once wrote on the hotel's page, and proved who she is."""
    guest_id = house.conversation().guest_id

    def work() -> None:
        inbound = Inbound("webchat", "", "v:1", "ana-visitor", Kind.TEXT, "Hi")
        other = guests.identify(inbound, house.clock(), is_proven=False)
        from jack.db import sql

        sql.run("UPDATE guest_identity SET guest_id = ? WHERE guest_id = ?", guest_id, other)

    house.db.write_now(work)


async def test_r11_another_channel_carries_it(house: House) -> None:
    message_id, maria = await failed(house)
    known_on_web_chat(house)

    again = await house.drafts.retry(message_id, maria, channel="webchat")

    assert (again.id, again.delivery, again.failure) == (message_id, Delivery.QUEUED, None)
    assert (again.channel, again.address) == ("webchat", "ana-visitor")
    assert again.sender is Sender.STAFF
    assert [i.address for i in house.sends("queued")] == ["ana-visitor"]


async def test_a_channel_must_be_on_and_the_guest_must_be_there(house: House) -> None:
    message_id, maria = await failed(house)

    with pytest.raises(Conflict, match="no address on webchat"):
        await house.drafts.retry(message_id, maria, channel="webchat")
    with pytest.raises(Invalid, match="not switched on"):
        await house.drafts.retry(message_id, maria, channel="sms")

    assert message(house, message_id).delivery is Delivery.FAILED


async def test_r8_nothing_goes_where_the_guest_said_stop(house: House) -> None:
    message_id, maria = await failed(house)
    known_on_web_chat(house)
    house.db.write_now(
        guests.record_consent,
        house.conversation().guest_id,
        "webchat",
        CONSENT_PURPOSE,
        is_given=False,
        source="staff",
        at=house.clock(),
    )

    with pytest.raises(Conflict, match="said stop"):
        await house.drafts.retry(message_id, maria, channel="webchat")
    (whatsapp, webchat) = sorted(
        await house.inbox_list.reaches(maria, 1), key=lambda reach: reach.channel, reverse=True
    )
    assert (whatsapp.is_stopped, webchat.is_stopped) == (False, True)


async def test_by_sms_a_guest_is_reached_at_the_number_whatsapp_proved(house: House) -> None:
    await house.talk("Hello")
    guest_id = house.conversation().guest_id

    found = house.db.read_now(reaches_of, guest_id, ("whatsapp", "sms"))

    assert [(reach.channel, reach.address) for reach in found] == [
        ("whatsapp", ANA), ("sms", f"+{ANA}"),
    ]  # fmt: skip
    assert [reach.channel for reach in house.db.read_now(reaches_of, guest_id, ("sms",))] == ["sms"]


async def test_what_arrived_is_not_repeated(house: House) -> None:
    await house.talk("Hello")
    manager = house.staff("Bea Boss", Role.MANAGER)

    for found in house.said():
        with pytest.raises(Conflict, match="nothing to repeat"):
            await house.drafts.retry(found.id, manager)
