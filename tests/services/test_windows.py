"""WhatsApp's 24-hour window: nothing is handed over that Meta has to refuse, and staff know why."""

from __future__ import annotations

from typing import Any

import pytest

from jack.db import guests, messages, outbox
from jack.db.database import Database
from jack.errors import Ambiguous, Conflict, Invalid, NoOffers, WindowClosed
from jack.model.clock import DAY, HOUR, MINUTE, SECOND
from jack.model.consent import Purpose
from jack.model.messages import (
    Delivery,
    Kind,
    OutboxKind,
    Parsed,
    Sender,
    StatusReport,
    Whereabouts,
)
from jack.model.vendor_templates import TemplateCall
from jack.model.windows import CLOSED, MARGIN, WINDOWS
from jack.services.onward import Onward
from tests.conftest import FakeClock
from tests.house import ANA, House, with_sms

CLOSES = 24 * HOUR


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    house = House(db, clock)
    assert WINDOWS["whatsapp"] == CLOSES
    return house


def later(house: House, micros: int) -> None:
    house.clock.at += micros


def wrote_at(house: House, address: str = ANA) -> int | None:
    return house.db.read_now(guests.wrote_at, "whatsapp", address)


async def test_a_window_is_open_for_a_day_after_the_guest_wrote(house: House) -> None:
    await house.talk("Is there a pool?")
    maria = house.staff()

    later(house, CLOSES - 2 * MARGIN)
    await house.conversations.reply(1, maria, "There is, on the roof.")
    later(house, MARGIN + SECOND)

    with pytest.raises(Conflict, match="24-hour window") as refusal:
        await house.conversations.reply(1, maria, "And a sauna.")
    assert refusal.value.details["reason"] == CLOSED


async def test_the_end_that_staff_see_is_that_of_the_last_words_from_this_address(
    house: House,
) -> None:
    await house.talk("Is there a pool?")
    heard_at = house.said()[0].created_at
    later(house, HOUR)
    await house.write("From elsewhere", address="4915112345678", vendor_id="wamid.ben")

    thread = await house.inbox_list.thread(house.staff(), 1, before=None, limit=10)

    assert thread.window_ends_at == heard_at + CLOSES


async def test_a_message_that_came_late_opens_it_from_when_it_was_written(house: House) -> None:
    written = house.clock.at - 23 * HOUR
    await house.write("Is there a pool?", sent_at=written)

    later(house, HOUR)

    assert wrote_at(house) == written
    with pytest.raises(Conflict):
        await house.conversations.reply(1, house.staff(), "There is.")


async def test_a_vendors_clock_that_is_fast_does_not_lengthen_it(house: House) -> None:
    await house.write("Is there a pool?", sent_at=house.clock.at + HOUR)

    assert wrote_at(house) == house.clock.at


async def test_an_old_message_that_comes_after_a_new_one_does_not_shorten_it(house: House) -> None:
    await house.write("Is there a pool?")
    at = house.clock.at
    later(house, MINUTE)
    await house.write("Hello?", sent_at=at - HOUR)

    assert wrote_at(house) == at


@pytest.mark.parametrize("kind", [Kind.REACTION, Kind.SYSTEM])
async def test_what_is_no_writing_opens_nothing(house: House, kind: Kind) -> None:
    await house.write("👍", kind=kind)

    assert wrote_at(house) is None


async def test_a_new_number_has_not_written_yet(house: House) -> None:
    await house.write("Is there a pool?")
    moved = Whereabouts(address="351999999999", phone="+351999999999")

    await house.write("changed", kind=Kind.SYSTEM, moves_to=moved)

    assert wrote_at(house, "351999999999") is None


async def test_nobody_becomes_the_owner_for_words_that_cannot_go(house: House) -> None:
    await house.talk("Is there a pool?")
    later(house, CLOSES)

    with pytest.raises(Conflict):
        await house.conversations.reply(1, house.staff(), "There is.")

    assert house.conversation().owner_id is None


async def test_taking_over_says_nothing_to_a_guest_whose_window_is_closed(house: House) -> None:
    await house.talk("Is there a pool?")
    later(house, CLOSES)

    await house.conversations.claim(1, house.staff())

    assert Sender.SYSTEM not in [message.sender for message in house.said()]


async def test_a_draft_is_not_approved_into_a_closed_window(house: House) -> None:
    await house.talk("Is there a pool?")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    suggestion = await house.suggestions.suggest(1, maria)
    assert suggestion.message is not None
    later(house, CLOSES)

    with pytest.raises(Conflict, match="24-hour window"):
        await house.drafts.approve(suggestion.message.id, maria)


async def test_r11_words_whose_window_closes_while_they_wait_are_red_and_say_why(
    house: House,
) -> None:
    await house.talk("Is there a pool?")
    maria = house.staff()
    later(house, CLOSES - HOUR)
    await house.conversations.reply(1, maria, "There is.")
    later(house, HOUR)

    sends = await house.queues.claim_sends(limit=10)
    *_, message = house.said()

    assert sends == []
    assert message.delivery is Delivery.FAILED
    assert message.failure is not None
    assert "24-hour window" in message.failure
    assert house.sends()[-1].error_code == CLOSED
    with pytest.raises(Conflict, match="24-hour window"):
        await house.drafts.retry(message.id, maria)


async def test_words_are_sent_once_the_guest_has_written_again(house: House) -> None:
    await house.talk("Is there a pool?")
    maria = house.staff()
    later(house, CLOSES - HOUR)
    await house.conversations.reply(1, maria, "There is.")
    later(house, HOUR)
    await house.queues.claim_sends(limit=10)
    *_, message = house.said()

    await house.write("Hello? Is there?")
    await house.drafts.retry(message.id, maria)

    assert "There is." in [item.text for item in await house.queues.claim_sends(limit=10)]


async def test_a_template_needs_no_window(house: House) -> None:
    await house.write("Is there a pool?")
    later(house, 3 * DAY)
    put(house, template=TemplateCall("welcome", "en", body=(("1", "Ana"),)))

    (item,) = await house.queues.claim_sends(limit=10)

    assert item.template == TemplateCall("welcome", "en", body=(("1", "Ana"),))


async def test_r2_words_that_may_have_arrived_stay_open_when_the_window_closes(
    house: House,
) -> None:
    await house.write("Is there a pool?")
    put(house)
    (item,) = await house.queues.claim_sends(limit=10)
    retry_at = house.clock.at + MINUTE
    await house.queues.not_sent(item, Ambiguous("no answer"), retry_at=retry_at)
    later(house, CLOSES)
    await house.queues.claim_sends(limit=10)

    assert [each.state for each in house.sends()] == [Delivery.UNCERTAIN]


async def test_an_important_message_goes_on_by_a_channel_that_takes_it(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock, config=with_sms())
    await house.write("Is there a pool?")
    put(house, is_important=True)
    later(house, CLOSES)

    (item,) = await house.queues.claim_sends(limit=10)

    assert (item.channel, item.address) == ("sms", f"+{ANA}")


async def test_nothing_goes_on_to_whatsapp_while_its_window_is_closed(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock, config=with_sms())
    await house.write("Is there a pool?")
    await house.write("Hello", channel="sms", vendor_id="SM1")
    later(house, CLOSES)
    outbox_id = put(house, is_important=True, channel="sms", address=f"+{ANA}")

    onward = Onward(house.channels, house.config)
    db.write_now(lambda: onward.give_up(outbox_id, code="30005", text="no", at=clock.at))

    assert [each.state for each in house.sends()] == [Delivery.FAILED]


def put(house: House, **changes: Any) -> int:
    """Words that wait to be sent in conversation 1; the outbox row's id."""

    def work() -> int:
        given: dict[str, Any] = {
            "conversation_id": 1,
            "channel": "whatsapp",
            "address": ANA,
            "text": "Good morning",
            "at": house.clock.at,
            "kind": OutboxKind.STAFF,
            "expires_at": house.clock.at + 5 * DAY,
        } | changes
        told = {key: given[key] for key in ("conversation_id", "channel", "address", "text", "at")}
        message_id = messages.add(sender=Sender.STAFF, delivery=Delivery.QUEUED, **told)
        return outbox.put(
            message_id=message_id,
            account="hotel",
            **given,
        )

    return house.db.write_now(work)


# -- by another channel --------------------------------------------------------------------


async def test_staff_write_by_another_channel_where_the_window_is_closed(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock, config=with_sms())
    await house.write("Is there a pool?")
    maria = house.staff()
    later(house, CLOSES)

    message = await house.drafts.write_by(1, maria, "There is.", channel="sms")

    (item,) = await house.queues.claim_sends(limit=5)
    assert (message.channel, item.channel, item.address) == ("sms", "sms", f"+{ANA}")
    assert house.conversation().owner_id == maria.id
    assert house.conversation().channel == "whatsapp", "it stays where the guest writes"


@pytest.mark.parametrize(
    ("text", "channel", "error"),
    [("Hi", "webchat", Conflict), ("Hi", "fax", Invalid), ("  ", "sms", Invalid)],
)
async def test_where_the_guest_cannot_be_written_to_nothing_changes(
    db: Database, clock: FakeClock, text: str, channel: str, error: type[Exception]
) -> None:
    house = House(db, clock, config=with_sms())
    await house.write("Is there a pool?")

    with pytest.raises(error):
        await house.drafts.write_by(1, house.staff(), text, channel=channel)

    assert house.conversation().owner_id is None


async def test_a_reaction_knows_what_it_is_about(house: House) -> None:
    await house.write("Is there a pool?")
    put(house)
    (item,) = await house.queues.claim_sends(limit=5)
    await house.queues.sent(item, "wamid.ours")

    await house.write("👍", kind=Kind.REACTION, data={"message_id": "wamid.ours"})
    await house.write("🎉", kind=Kind.REACTION, data={"message_id": "wamid.Is there a pool?"})
    await house.write("🤷", kind=Kind.REACTION, data={"message_id": "wamid.unknown"})

    reactions = [message.extra for message in house.said() if message.kind is Kind.REACTION]
    assert [extra.reacts_to if extra else None for extra in reactions] == [item.message_id, 1, None]


# -- the vendor knows better ---------------------------------------------------------------


async def test_a_window_that_the_vendor_says_is_closed_is_closed(house: House) -> None:
    await house.write("Is there a pool?")
    put(house)
    (item,) = await house.queues.claim_sends(limit=5)

    await house.queues.not_sent(item, WindowClosed("closed", reason="131047"), retry_at=None)

    assert wrote_at(house) is None
    with pytest.raises(Conflict, match="24-hour window"):
        await house.conversations.reply(1, house.staff(), "Hello?")


async def test_it_may_say_so_later(house: House) -> None:
    await house.write("Is there a pool?")
    put(house)
    (item,) = await house.queues.claim_sends(limit=5)
    await house.queues.sent(item, "wamid.1")
    report = StatusReport(
        "whatsapp", Delivery.FAILED, "wamid.1", item.id, "131047", "closed", closes_window=True
    )

    await house.intake.accept("whatsapp", Parsed([], [report]), payload=b"{}")

    assert wrote_at(house) is None


async def test_r8_offers_that_were_stopped_at_the_vendor_are_a_consent(house: House) -> None:
    await house.write("Is there a pool?")
    put(house)
    (item,) = await house.queues.claim_sends(limit=5)

    await house.queues.not_sent(item, NoOffers("no offers", reason="131050"), retry_at=None)

    marketing = house.db.read_now(guests.has_consent, 1, "whatsapp", Purpose.MARKETING)
    messages_ = house.db.read_now(guests.has_consent, 1, "whatsapp", Purpose.MESSAGES)
    assert (marketing, messages_) == (False, None)
