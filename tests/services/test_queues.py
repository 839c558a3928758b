"""The workers' side of the queues."""

from __future__ import annotations

from dataclasses import replace

from jack.errors import Ambiguous, Permanent, Transient
from jack.events import MessageStatus
from jack.model.clock import SECOND
from jack.model.messages import Delivery
from tests.house import ANA, BEN, LEASE, VISITOR, House


async def test_r1_after_a_crash_between_claim_and_commit_the_message_is_answered(
    house: House,
) -> None:
    await house.write("Hello")
    await house.claim()
    after_the_crash = House(house.db, house.clock, model=house.model, holder="next process")

    recovered = await after_the_crash.queues.recover()
    (item,) = await after_the_crash.queues.claim_turns(lease=LEASE, limit=1)
    await after_the_crash.pipeline.run(item)

    assert recovered == (1, 0)
    assert item.attempts == 2
    assert len(house.by_jack()) == 1


async def test_r2_after_a_crash_a_send_is_not_repeated_but_shown(house: House) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    house.heard.clear()

    recovered = await house.queues.recover()

    assert recovered == (0, 1)
    assert house.by_jack()[0].delivery is Delivery.UNCERTAIN
    assert house.heard == [MessageStatus(1, send.message_id, "uncertain", "whatsapp", ANA)]
    assert await house.queues.claim_sends(limit=1) == []


async def test_after_a_crash_web_chat_is_simply_shown(house: House) -> None:
    await house.talk("Hello", channel="webchat")
    await house.queues.claim_sends(limit=1)

    await house.queues.recover()

    assert len(await house.queues.claim_sends(limit=1)) == 1


async def test_r1_a_turn_whose_process_hangs_comes_back_when_its_lease_ends(house: House) -> None:
    await house.write("Hello")
    await house.claim()

    house.clock.forward(119)
    before = await house.queues.claim_turns(lease=LEASE, limit=1)
    house.clock.forward(2)
    after = await house.queues.claim_turns(lease=LEASE, limit=1)

    assert before == []
    assert [item.attempts for item in after] == [2]


async def test_nothing_is_taken_before_it_is_due(house: House) -> None:
    await house.write("Hello")

    assert await house.queues.claim_turns(lease=LEASE, limit=1) == []
    assert await house.queues.next_turn() == house.clock() + 2 * SECOND
    assert await house.queues.claim_sends(limit=1) == []
    assert await house.queues.next_send() is None


async def test_a_message_finds_its_own_turn(house: House) -> None:
    first = (await house.write("Hello")).message_ids[0]
    second = (await house.write("Hi", address=BEN)).message_ids[0]
    house.clock.forward(2)

    item = await house.queues.claim_turn(second, lease=LEASE)

    assert item is not None
    assert item.message_ids == (second,)
    assert await house.queues.claim_turn(second, lease=LEASE) is None
    assert await house.queues.claim_turn(99, lease=LEASE) is None
    other = await house.queues.claim_turn(first, lease=LEASE)
    assert other is not None


async def test_what_waits_is_counted(house: House) -> None:
    await house.talk("Hello")
    house.clock.forward(60)
    await house.write("And another thing")

    assert await house.queues.waiting() == (1, house.clock(), 1)


async def test_a_sent_web_chat_message_becomes_visible(house: House) -> None:
    await house.talk("Hello", channel="webchat")
    (send,) = await house.queues.claim_sends(limit=1)
    before = house.by_jack()[0].seq

    await house.queues.sent(send, "1")

    (reply,) = house.by_jack()
    assert (before, reply.seq, reply.delivery) == (None, 2, Delivery.SENT)


async def test_a_visitor_without_a_worker_is_shown_what_waits_and_nobody_elses(
    house: House,
) -> None:
    await house.talk("Hello", channel="webchat")
    await house.talk("Hello")
    await house.write("Hi", channel="webchat", address="somebody else")
    await house.turn()

    await house.queues.show_chat(VISITOR)

    assert [house.by_jack(n)[0].delivery for n in (1, 2, 3)] == ["sent", "queued", "queued"]


async def test_r11_a_send_that_is_given_up_is_told_with_its_reason(house: House) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    house.heard.clear()

    await house.queues.not_sent(send, Permanent("No WhatsApp.", reason="131026"), retry_at=None)

    (row,) = house.sends(Delivery.FAILED)
    assert (row.error_code, row.error_text) == ("131026", "No WhatsApp.")
    assert house.by_jack()[0].failure == "No WhatsApp."
    assert house.heard == [MessageStatus(1, send.message_id, "failed", "whatsapp", ANA)]


async def test_a_send_to_be_tried_again_waits(house: House) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    later = house.clock() + 5 * SECOND

    await house.queues.not_sent(send, Transient("Busy."), retry_at=later)

    assert await house.queues.claim_sends(limit=1) == []
    assert await house.queues.next_send() == later
    house.clock.forward(5)
    assert [s.attempts for s in await house.queues.claim_sends(limit=1)] == [1]


async def test_r2_a_crash_while_waiting_for_the_vendors_word_is_uncertain(house: House) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    await house.queues.not_sent(send, Ambiguous("No answer."), retry_at=house.clock() + 30 * SECOND)

    await replace(house.queues, holder="next process").recover()

    assert house.by_jack()[0].delivery is Delivery.UNCERTAIN
