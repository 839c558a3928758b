"""One guest and one stay are one conversation, whatever the guest writes by."""

from __future__ import annotations

import pytest

from jack.db import sql
from jack.db.database import Database
from jack.model.messages import Delivery
from tests.conftest import FakeClock
from tests.house import ANA, BEN, VISITOR, House, answer, with_sms

PHONE = f"+{ANA}"


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    return House(db, clock, config=with_sms())


def where(house: House) -> list[tuple[str, str, int]]:
    """(channel, sender, conversation) of every message, in order."""
    return [
        (row[0], row[1], row[2])
        for row in house.rows("SELECT channel, sender, conversation_id FROM message ORDER BY id")
    ]


async def test_a_guest_of_the_pms_goes_on_by_sms_where_whatsapp_ended(house: House) -> None:
    guest_id = house.stay()
    house.model.says = [answer("From seven."), answer("Until ten.")]

    await house.talk("When is breakfast?")
    said = await house.talk("And until when?", channel="sms")

    conversation = house.conversation()
    assert where(house) == [
        ("whatsapp", "guest", 1),
        ("whatsapp", "ai", 1),
        ("sms", "guest", 1),
        ("sms", "ai", 1),
    ]
    assert (conversation.guest_id, conversation.reservation_id) == (guest_id, 1)
    assert (conversation.channel, conversation.address) == ("sms", PHONE)
    assert "From seven." in [message.text for message in house.model.asked[1].history][-1]
    assert "Until ten." in said[-1].text


async def test_the_answer_goes_where_the_guest_wrote_last(house: House) -> None:
    house.stay()
    await house.write("Hello")
    await house.write("Hello by SMS", channel="sms")
    await house.turn()
    back = await house.write("Back on WhatsApp")
    await house.turn()

    assert back.new == 1
    assert [(send.channel, send.address) for send in house.sends()] == [
        ("sms", PHONE),
        ("whatsapp", ANA),
    ]
    assert house.conversation().channel == "whatsapp"


async def test_r7_jack_says_once_what_he_is_however_many_channels(house: House) -> None:
    house.stay()
    await house.talk("Hello")
    said = await house.talk("Hello again", channel="sms")

    assert "assistant" in said[1].text
    assert "assistant" not in said[3].text


async def test_a_guest_nobody_knew_is_one_person_by_whatsapp_and_sms(house: House) -> None:
    await house.talk("Hello")
    await house.talk("Hello", channel="sms", vendor_id="SM1")

    assert house.rows("SELECT count(*) FROM guest") == [(1,)]
    assert {conversation for _, _, conversation in where(house)} == {1}


async def test_r6_other_numbers_are_other_people(house: House) -> None:
    await house.talk("Hello")
    await house.write("Hello", channel="sms", address=f"+{BEN}")

    assert house.rows("SELECT count(*) FROM guest") == [(2,)]
    assert house.rows("SELECT count(*) FROM conversation") == [(2,)]


async def test_a_web_chat_that_is_proven_is_linked_to_the_stay_and_moves_nothing(
    house: House,
) -> None:
    house.stay()
    confirmed = "UPDATE reservation SET confirmation = 'AUR-4K7Q2'"
    house.db.write_now(sql.run, confirmed)
    await house.talk("Hello")

    await house.write("AUR-4K7Q2 Silva", channel="webchat")
    await house.turn()

    chat = house.conversation(2)
    assert (chat.guest_id, chat.reservation_id) == (2, 1)
    assert chat.verified_at is not None
    assert [(channel, conversation) for channel, _, conversation in where(house)] == [
        ("whatsapp", 1),
        ("whatsapp", 1),
        ("webchat", 2),
        ("webchat", 2),
    ]
    assert house.conversation(1).channel == "whatsapp"
    assert [send.address for send in house.sends()] == [ANA, VISITOR]


# -- lengths ---------------------------------------------------------------------------------------


async def test_by_sms_the_model_is_asked_to_be_short(house: House) -> None:
    await house.talk("When is breakfast?", channel="sms")
    await house.talk("When is breakfast?", vendor_id="w-1")

    assert [question.max_chars for question in house.model.asked] == [320, 4096]


async def test_an_answer_that_is_too_long_all_the_same_ends_with_a_sentence(house: House) -> None:
    house.model.says = [answer("The pool is open from seven to ten. " * 60)]

    await house.talk("When is the pool open?", channel="sms")

    (send,) = house.sends()
    assert 1000 < len(send.text) <= 1600
    assert send.text.endswith("ten.")


async def test_what_staff_write_is_split_into_several_sms_and_nothing_is_lost(
    house: House,
) -> None:
    await house.write("Hello", channel="sms")
    await house.claim()
    text = " ".join(f"This is sentence number {number}." for number in range(100))

    first = await house.conversations.reply(1, house.staff(), text, is_important=True)

    parts = [send for send in house.sends() if "sentence" in send.text]
    assert first.text == parts[0].text
    assert " ".join(part.text for part in parts) == text
    assert all(len(part.text) <= 1600 and part.is_important for part in parts)
    assert [m.delivery for m in house.said() if m.text == parts[1].text] == [Delivery.QUEUED]
