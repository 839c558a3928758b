"""R2: what a crash hid is asked of the vendor where it can tell, and never repeated blindly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from jack.db import sql
from jack.db.database import Database
from jack.errors import Ambiguous
from jack.model.clock import SECOND
from jack.model.messages import Delivery, Message, OutboxItem, Parsed, StatusReport
from jack.workers.outbox import OutboxWorker
from tests.conftest import FakeClock
from tests.house import ANA, House, with_sms
from tests.standins.base import Fault
from tests.standins.twilio import TwilioStandin


@pytest.fixture
async def twilio(clock: FakeClock) -> AsyncIterator[TwilioStandin]:
    def now() -> datetime:
        return datetime.fromtimestamp(clock() / SECOND, tz=UTC)

    async with TwilioStandin(clock=now) as twilio:
        yield twilio


@pytest.fixture
async def house(db: Database, clock: FakeClock, twilio: TwilioStandin) -> AsyncIterator[House]:
    house = House(db, clock, config=with_sms(api_url=twilio.url, timeout_s=20))
    await house.channels["sms"].start()
    yield house
    await house.channels["sms"].close()


async def taken(house: House, text: str = "Hello") -> OutboxItem:
    """A guest's SMS answered, and its answer in the hands of the worker."""
    await house.write(text, channel="sms")
    await house.turn()
    (item,) = await house.queues.claim_sends(limit=1)
    return item


def answer(house: House) -> Message:
    return house.by_jack()[-1]


# -- after a crash ---------------------------------------------------------------------------------


async def test_r2_a_send_that_went_through_before_the_crash_is_found(
    house: House, twilio: TwilioStandin
) -> None:
    item = await taken(house)
    sid = await house.channels["sms"].send(item)
    await house.queues.recover()

    settled = await house.queues.reconcile()

    assert settled == 1
    assert answer(house).delivery is Delivery.SENT
    assert house.sends()[0].vendor_id == sid
    assert len(twilio.accepted) == 1


async def test_r2_a_send_that_the_crash_prevented_is_sent_when_that_is_sure(
    house: House, twilio: TwilioStandin
) -> None:
    await taken(house)
    await house.queues.recover()

    too_soon = await house.queues.reconcile()
    shown = answer(house).delivery
    house.clock.forward(house.config.outbox.settle_s)
    settled = await house.queues.reconcile()
    (again,) = await house.queues.claim_sends(limit=1)

    assert (too_soon, shown, settled) == (0, Delivery.UNCERTAIN, 1)
    assert not again.in_doubt
    assert twilio.accepted == []


async def test_r2_a_vendor_that_cannot_tell_leaves_it_uncertain(
    house: House, twilio: TwilioStandin
) -> None:
    await taken(house)
    await house.queues.recover()
    house.clock.forward(house.config.outbox.settle_s)
    twilio.faults_by(lambda _: Fault("status", status=500))

    settled = await house.queues.reconcile()
    twilio.clear_faults()

    assert settled == 0
    assert answer(house).delivery is Delivery.UNCERTAIN
    assert await house.queues.reconcile() == 1, "it is asked again later"


async def test_r2_a_status_may_settle_it_first(house: House) -> None:
    item = await taken(house)
    await house.queues.recover()
    report = StatusReport("sms", Delivery.DELIVERED, "SM1", item.id)

    await house.intake.accept("sms", Parsed([], [report]), payload=b"x")

    assert await house.queues.reconcile() == 0
    assert answer(house).delivery is Delivery.DELIVERED


async def test_r2_the_same_words_sent_before_are_not_taken_for_it(
    house: House, twilio: TwilioStandin
) -> None:
    first = await taken(house)
    await house.queues.sent(first, await house.channels["sms"].send(first))
    house.clock.forward(5)
    second = await taken(house, "Hello again")
    house.db.write_now(_same_text, second.id, first.text)
    await house.queues.recover()
    house.clock.forward(house.config.outbox.settle_s)

    await house.queues.reconcile()

    assert [send.state for send in house.sends()] == [Delivery.SENT, Delivery.QUEUED]


def _same_text(outbox_id: int, text: str) -> None:
    sql.run("UPDATE outbox SET text = ? WHERE id = ?", text, outbox_id)


async def test_r2_two_sends_of_the_same_words_find_one_message_each(
    house: House, twilio: TwilioStandin
) -> None:
    first = await taken(house)
    await house.channels["sms"].send(first)
    await house.queues.recover()
    second = await taken(house, "Hello again")
    house.db.write_now(_same_text, second.id, first.text)
    await house.channels["sms"].send(first)
    await house.queues.recover()

    assert await house.queues.reconcile() == 2

    assert {send.vendor_id for send in house.sends()} == {m.sid for m in twilio.accepted}


async def test_a_failed_send_that_is_found_says_why(house: House, twilio: TwilioStandin) -> None:
    item = await taken(house)
    await house.channels["sms"].send(item)
    twilio.accepted[0].status, twilio.accepted[0].error_code = "undelivered", 30006
    await house.queues.recover()

    await house.queues.reconcile()

    assert answer(house).delivery is Delivery.FAILED
    assert "landline" in str(answer(house).failure)


async def test_channels_whose_vendor_cannot_tell_are_left_to_people(house: House) -> None:
    await house.write("Hello")
    await house.turn()
    await house.queues.claim_sends(limit=1)
    await house.queues.recover()
    house.clock.forward(3600)

    assert await house.queues.reconcile() == 0
    assert answer(house).delivery is Delivery.UNCERTAIN


async def test_without_such_a_channel_nobody_is_asked(db: Database, clock: FakeClock) -> None:
    assert await House(db, clock).queues.reconcile() == 0


# -- an answer that was lost while running ---------------------------------------------------------


def worker(house: House) -> OutboxWorker:
    return OutboxWorker(house.queues, house.channels, house.bus, house.config, house.clock)


async def one_round(house: House) -> None:
    """Everything that is due now, sent."""
    working: Any = worker(house)
    await working._dispatch()
    while working._running:
        await asyncio.wait(set(working._running))


async def test_r2_before_a_doubtful_send_is_repeated_the_vendor_is_asked(
    house: House, twilio: TwilioStandin
) -> None:
    await house.write("Hello", channel="sms")
    await house.turn()
    twilio.fail_next(1, Fault("accept_then_reset"))
    await one_round(house)
    waiting = answer(house).delivery

    house.clock.forward(house.config.outbox.settle_s * 2)
    await one_round(house)

    assert waiting is Delivery.QUEUED
    assert answer(house).delivery is Delivery.SENT
    assert len(twilio.accepted) == 1


async def test_r1_a_doubtful_send_that_was_never_taken_is_repeated(
    house: House, twilio: TwilioStandin
) -> None:
    await house.write("Hello", channel="sms")
    await house.turn()
    twilio.fail_next(1, Fault("reset"))
    await one_round(house)

    house.clock.forward(house.config.outbox.settle_s * 2)
    await one_round(house)

    assert answer(house).delivery is Delivery.SENT
    assert [message.to for message in twilio.accepted] == [f"+{ANA}"]


async def test_r2_while_the_vendor_cannot_tell_nothing_is_repeated(
    house: House, twilio: TwilioStandin
) -> None:
    await house.write("Hello", channel="sms")
    await house.turn()
    twilio.fail_next(1, Fault("accept_then_reset"))
    await one_round(house)
    twilio.faults_by(lambda call: Fault("garbage") if call.method == "GET" else None)

    house.clock.forward(house.config.outbox.settle_s * 2)
    await one_round(house)

    assert len(twilio.accepted) == 1
    assert answer(house).delivery is Delivery.QUEUED


async def test_what_was_never_in_doubt_is_sent_without_asking(
    house: House, twilio: TwilioStandin
) -> None:
    await house.write("Hello", channel="sms")
    await house.turn()

    await one_round(house)

    assert [call.method for call in twilio.calls] == ["POST"]
    assert not await house.queues.settle(house.sends()[0])


async def test_r2_r11_what_stays_unknown_to_the_end_is_shown_and_goes_nowhere_else(
    house: House,
) -> None:
    await house.write("Hello")
    await house.claim()
    await house.conversations.reply(1, house.staff(), "Approved.", is_important=True)
    items = [item for _ in range(2) for item in await house.queues.claim_sends(limit=1)]
    lost = Ambiguous("WhatsApp did not answer in time.", reason="timeout")

    await house.queues.not_sent(items[0], lost, retry_at=None)

    (message,) = [m for m in house.said() if m.id == items[0].message_id]
    assert (message.delivery, message.channel) == (Delivery.UNCERTAIN, "whatsapp")
    assert message.failure == "WhatsApp did not answer in time. It may not have arrived."
