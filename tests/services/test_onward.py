"""What must reach a guest goes on to their next channel, once, and only to themselves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from jack.db import outbox
from jack.db.database import Database
from jack.errors import Permanent, Transient
from jack.events import MessageStatus, OutboxFilled
from jack.model.clock import MINUTE
from jack.model.consent import ConsentSource, Purpose
from jack.model.messages import Delivery, Message, OutboxItem, OutboxKind, Parsed, StatusReport
from jack.services import consent
from jack.services.onward import MAX_TRIES, TRY_AGAIN_AFTER
from tests.conftest import FakeClock
from tests.house import ANA, House, with_sms

PHONE = f"+{ANA}"
UNDELIVERABLE = Permanent("WhatsApp cannot deliver to this guest.", reason="131026")
WORDS = "Your late check-out is approved."


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    return House(db, clock, config=with_sms())


async def important(house: House, *, text: str = WORDS, is_important: bool = True) -> OutboxItem:
    """What staff write to Ana by WhatsApp, handed to the worker."""
    await house.write("Hello")
    await house.claim()
    await house.conversations.reply(1, house.staff(), text, is_important=is_important)
    items = await claim(house)
    return next(item for item in items if item.text == text)


async def claim(house: House) -> list[OutboxItem]:
    """Everything that can be sent now, one recipient after the other."""
    taken: list[OutboxItem] = []
    while items := await house.queues.claim_sends(limit=10):
        taken += items
        for item in items:
            if item.kind is OutboxKind.STAFF and item.text != WORDS and len(item.text) < 1600:
                await house.queues.sent(item, f"other-{item.id}")
    return taken


async def status(
    house: House, channel: str, state: Delivery, vendor_id: str, **more: object
) -> None:
    report = StatusReport(channel, state, vendor_id, None, **more)  # type: ignore[arg-type]
    await house.intake.accept(channel, Parsed([], [report]), payload=b"x")


def shown(house: House, text: str = WORDS) -> Message:
    (message,) = [message for message in house.said() if message.text == text]
    return message


async def on_the_way_by_sms(house: House) -> OutboxItem:
    """WhatsApp took it, said that it cannot be delivered, and SMS has its turn."""
    item = await important(house)
    await house.queues.sent(item, "wamid.1")
    await status(house, "whatsapp", Delivery.FAILED, "wamid.1", error_code="131026")
    (by_sms,) = await claim(house)
    return by_sms


# -- going on --------------------------------------------------------------------------------------


async def test_an_important_message_that_cannot_be_delivered_goes_on_by_sms(house: House) -> None:
    item = await important(house)
    house.heard.clear()

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)
    (by_sms,) = await claim(house)

    assert (by_sms.id, by_sms.channel, by_sms.address) == (item.id, "sms", PHONE)
    assert by_sms.attempts == 0
    assert house.heard == [
        MessageStatus(1, item.message_id, "queued", "sms", PHONE),
        OutboxFilled(),
    ]
    assert (shown(house).channel, shown(house).address) == ("sms", PHONE)


async def test_it_goes_on_when_the_vendor_says_so_later(house: House) -> None:
    by_sms = await on_the_way_by_sms(house)

    assert (by_sms.channel, by_sms.address, by_sms.vendor_id) == ("sms", PHONE, None)


async def test_the_way_it_went_is_written_down(house: House) -> None:
    await on_the_way_by_sms(house)

    assert house.rows("SELECT action, subject FROM audit WHERE action = 'outbox.rerouted'") == [
        ("outbox.rerouted", "outbox:2")
    ]
    assert house.rows("SELECT channel, vendor_id, error_code FROM send_attempt") == [
        ("whatsapp", "wamid.1", "131026")
    ]


async def test_it_stays_one_message_in_one_thread(house: House) -> None:
    by_sms = await on_the_way_by_sms(house)
    await house.queues.sent(by_sms, "SM1")

    assert house.rows("SELECT count(*) FROM conversation") == [(1,)]
    assert shown(house).delivery is Delivery.SENT
    assert house.conversation().channel == "whatsapp", "the channel is that of the last inbound"


async def test_r11_what_is_not_important_turns_red(house: House) -> None:
    item = await important(house, is_important=False)

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)

    assert (shown(house).delivery, shown(house).channel) == (Delivery.FAILED, "whatsapp")
    assert await claim(house) == []


async def test_r11_when_no_channel_is_left_it_is_red_and_says_why(house: House) -> None:
    by_sms = await on_the_way_by_sms(house)

    await house.queues.not_sent(by_sms, Permanent("A landline.", reason="21614"), retry_at=None)

    assert (shown(house).delivery, shown(house).failure) == (Delivery.FAILED, "A landline.")
    assert await claim(house) == []


async def test_a_retry_with_a_chance_stays_on_its_channel(house: House) -> None:
    item = await important(house)
    at = house.clock() + MINUTE

    await house.queues.not_sent(item, Transient("Busy.", reason="500"), retry_at=at)

    assert shown(house).channel == "whatsapp"


async def test_tries_that_are_used_up_are_a_failure_too(house: House) -> None:
    item = await important(house)

    await house.queues.not_sent(item, Transient("Busy.", reason="500"), retry_at=None)

    assert shown(house).channel == "sms"


async def test_it_goes_back_to_whatsapp_from_sms(house: House) -> None:
    await house.write("Hi")
    await house.write("Hi again", channel="sms")
    await house.conversations.reply(1, house.staff(), WORDS, is_important=True)
    items = await claim(house)
    item = next(item for item in items if item.text == WORDS)

    await house.queues.not_sent(item, Permanent("Filtered.", reason="30007"), retry_at=None)

    assert (item.channel, shown(house).channel, shown(house).address) == ("sms", "whatsapp", ANA)


# -- once ------------------------------------------------------------------------------------------


async def test_r2_a_late_arrival_of_the_first_calls_the_second_back(house: House) -> None:
    item = await important(house)
    await house.queues.sent(item, "wamid.1")
    await status(house, "whatsapp", Delivery.FAILED, "wamid.1", error_code="131026")

    await status(house, "whatsapp", Delivery.DELIVERED, "wamid.1")

    assert await claim(house) == [], "no SMS"
    assert (shown(house).delivery, shown(house).channel) == (Delivery.DELIVERED, "whatsapp")


async def test_r2_a_late_arrival_after_the_second_was_sent_ends_it(house: House) -> None:
    by_sms = await on_the_way_by_sms(house)
    await house.queues.sent(by_sms, "SM1")

    await status(house, "whatsapp", Delivery.DELIVERED, "wamid.1")
    await status(house, "sms", Delivery.FAILED, "SM1", error_code="30005", is_temporary=True)

    assert shown(house).delivery is Delivery.DELIVERED
    assert await claim(house) == []


async def test_r2_a_late_arrival_while_the_second_is_being_sent_is_kept(house: House) -> None:
    by_sms = await on_the_way_by_sms(house)

    await status(house, "whatsapp", Delivery.READ, "wamid.1")
    await house.queues.sent(by_sms, "SM1")

    assert shown(house).delivery is Delivery.READ


async def test_r2_a_late_arrival_turns_red_into_delivered(house: House) -> None:
    by_sms = await on_the_way_by_sms(house)
    await house.queues.not_sent(by_sms, Permanent("A landline.", reason="21614"), retry_at=None)

    await status(house, "whatsapp", Delivery.DELIVERED, "wamid.1")

    assert (shown(house).delivery, shown(house).channel) == (Delivery.DELIVERED, "whatsapp")
    assert shown(house).failure is None


@pytest.mark.parametrize("state", [Delivery.SENT, Delivery.FAILED])
async def test_r2_other_late_words_about_the_first_change_nothing(
    house: House, state: Delivery
) -> None:
    by_sms = await on_the_way_by_sms(house)

    await status(house, "whatsapp", state, "wamid.1", error_code="131026")
    await house.queues.sent(by_sms, "SM1")

    assert (shown(house).delivery, shown(house).channel) == (Delivery.SENT, "sms")
    assert await claim(house) == []


async def test_a_second_arrival_is_no_news(house: House) -> None:
    by_sms = await on_the_way_by_sms(house)
    await house.queues.sent(by_sms, "SM1")
    await status(house, "sms", Delivery.DELIVERED, "SM1")
    house.heard.clear()

    await status(house, "whatsapp", Delivery.DELIVERED, "wamid.1")

    assert house.heard == []


# -- to whom ---------------------------------------------------------------------------------------


async def test_r8_a_refused_channel_is_left_out(house: House) -> None:
    item = await important(house)
    house.db.write_now(
        consent.record,
        1,
        "sms",
        Purpose.MESSAGES,
        is_given=False,
        source=ConsentSource.STAFF,
        at=house.clock(),
    )

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)

    assert shown(house).delivery is Delivery.FAILED


async def test_r8_what_a_stopped_channel_may_not_take_goes_by_another(house: House) -> None:
    await house.write("Hi")
    await house.write("STOP", channel="sms")
    await house.conversations.reply(1, house.staff(), WORDS, is_important=True)

    items = await claim(house)

    assert [(item.channel, item.address) for item in items if item.text == WORDS] == [
        ("whatsapp", ANA)
    ]


async def test_r6_only_an_address_that_was_proven_is_written_to(house: House) -> None:
    """A guest of web chat may have typed any number."""
    await house.write("Hello", channel="webchat", phone=PHONE)
    await house.conversations.reply(1, house.staff(), WORDS, is_important=True)
    (item,) = [item for item in await claim(house) if item.text == WORDS]

    await house.queues.not_sent(item, Permanent("Gone.", reason="gone"), retry_at=None)

    assert shown(house).delivery is Delivery.FAILED


async def test_r6_an_address_of_somebody_else_is_not_used(house: House) -> None:
    await house.write("Hi", channel="sms", address="+4915112345678")
    await house.write("Hello", address="US.1349", phone=None)
    await house.conversations.reply(2, house.staff(), WORDS, is_important=True)
    (item,) = [item for item in await claim(house) if item.text == WORDS]

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)

    (failed,) = [message for message in house.said(2) if message.text == WORDS]
    assert failed.delivery is Delivery.FAILED


async def test_the_order_of_the_configuration_holds(db: Database, clock: FakeClock) -> None:
    config = with_sms()
    without = config.model_copy(
        update={"outbox": config.outbox.model_copy(update={"fallback": ("email",)})}
    )
    house = House(db, clock, config=without)
    item = await important(house)

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)

    assert shown(house).delivery is Delivery.FAILED


async def test_what_is_too_long_for_the_next_channel_does_not_go_on_cut(house: House) -> None:
    long = "word " * 400
    item = await important(house, text=long.strip())

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)

    assert shown(house, long.strip()).delivery is Delivery.FAILED


async def test_r12_what_is_no_longer_true_does_not_go_on(house: House) -> None:
    item = await important(house)
    house.clock.forward(24 * 3600)

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)

    assert shown(house).delivery is Delivery.FAILED


# -- safety texts ----------------------------------------------------------------------------------

FIRE = "Help, there is a fire in my room!"


async def test_r10_a_safety_text_does_not_wait_for_a_channel_in_trouble(house: House) -> None:
    await house.write(FIRE)
    (item,) = await claim(house)

    soon = house.clock() + MINUTE
    await house.queues.not_sent(item, Transient("Down.", reason="500"), retry_at=soon)
    (by_sms,) = await claim(house)

    assert (by_sms.id, by_sms.channel) == (item.id, "sms")


async def test_r10_it_waits_where_the_guest_has_no_other_channel(house: House) -> None:
    await house.write(FIRE, address="US.1349", phone=None)
    (item,) = await claim(house)

    soon = house.clock() + MINUTE
    await house.queues.not_sent(item, Transient("Down.", reason="500"), retry_at=soon)
    house.clock.forward(60)

    assert [(again.channel, again.attempts) for again in await claim(house)] == [("whatsapp", 1)]


async def test_r10_danger_comes_before_stop(house: House) -> None:
    await house.write("STOP", channel="sms")
    await house.write(FIRE)
    (item,) = [item for item in await claim(house) if item.kind is OutboxKind.SAFETY]

    await house.queues.not_sent(item, UNDELIVERABLE, retry_at=None)

    assert [by_sms.channel for by_sms in await claim(house)] == ["sms"]


# -- failures that may pass ------------------------------------------------------------------------


async def sent_by_sms(house: House, vendor_id: str = "SM1") -> OutboxItem:
    await house.write("Hi", channel="sms")
    await house.conversations.reply(1, house.staff(), WORDS)
    (item,) = [item for item in await claim(house) if item.text == WORDS]
    await house.queues.sent(item, vendor_id)
    return item


async def phone_is_off(house: House, vendor_id: str) -> None:
    await status(
        house, "sms", Delivery.FAILED, vendor_id, error_code="30003", is_temporary=True,
        error_text="The phone cannot be reached at the moment.",
    )  # fmt: skip


async def test_a_phone_that_was_off_is_tried_again_later(house: House) -> None:
    item = await sent_by_sms(house)

    await phone_is_off(house, "SM1")
    at_once = await claim(house)
    house.clock.forward(TRY_AGAIN_AFTER / 1_000_000)
    later = await claim(house)

    assert at_once == []
    assert [(again.id, again.vendor_id) for again in later] == [(item.id, None)]


async def test_r2_the_same_word_twice_is_one_more_try(house: House) -> None:
    item = await sent_by_sms(house)

    for _ in range(2):
        await phone_is_off(house, "SM1")
    house.clock.forward(TRY_AGAIN_AFTER / 1_000_000)
    (again,) = await claim(house)
    await phone_is_off(house, "SM1")
    await house.queues.sent(again, "SM2")

    assert (again.id, shown(house).delivery) == (item.id, Delivery.SENT)


async def test_r2_the_first_try_that_arrived_after_all_ends_it(house: House) -> None:
    await sent_by_sms(house)
    await phone_is_off(house, "SM1")

    await status(house, "sms", Delivery.DELIVERED, "SM1")
    house.clock.forward(3600)

    assert await claim(house) == []
    assert shown(house).delivery is Delivery.DELIVERED


async def test_r11_after_some_tries_it_is_red(house: House) -> None:
    await sent_by_sms(house, "SM0")

    tries: list[Sequence[OutboxItem]] = []
    for number in range(MAX_TRIES):
        await phone_is_off(house, f"SM{number}")
        house.clock.forward(4 * 3600)
        tries.append(await claim(house))
        for item in tries[-1]:
            await house.queues.sent(item, f"SM{number + 1}")

    assert [len(each) for each in tries] == [1] * (MAX_TRIES - 1) + [0]
    assert shown(house).delivery is Delivery.FAILED
    assert shown(house).failure == "The phone cannot be reached at the moment."


async def test_a_discarded_message_is_not_brought_back(house: House) -> None:
    item = await important(house)
    await house.queues.not_sent(item, Transient("Busy.", reason="500"), retry_at=None)
    house.db.write_now(outbox.discard, item.id, house.clock())

    await status(house, "whatsapp", Delivery.DELIVERED, "wamid.1")

    assert shown(house).delivery is Delivery.DISCARDED


async def test_r2_a_status_that_names_our_row_alone_is_understood(house: House) -> None:
    item = await important(house)
    report = StatusReport("whatsapp", Delivery.DELIVERED, None, item.id)

    await house.intake.accept("whatsapp", Parsed([], [report]), payload=b"x")

    assert shown(house).delivery is Delivery.DELIVERED


async def test_r2_a_late_failure_of_an_unknown_earlier_try_is_no_news(house: House) -> None:
    """A send with a lost answer was repeated: two messages of the vendor name one row."""
    item = await important(house)
    await house.queues.sent(item, "wamid.2")
    report = StatusReport("whatsapp", Delivery.FAILED, "wamid.1", item.id, "131026")

    await house.intake.accept("whatsapp", Parsed([], [report]), payload=b"x")

    assert shown(house).delivery is Delivery.SENT
