"""A whole turn: what the model is asked, and what is written when it fails."""

from __future__ import annotations

import pytest

from jack.db.database import Database
from jack.errors import Transient
from jack.model.inbox import Filters, Order
from jack.model.media import IncomingFile
from jack.model.messages import Delivery, Kind, Sender
from jack.model.phrases import Phrase, disclosure, say
from jack.services.turns import Committed
from tests.conftest import FakeClock
from tests.house import House, Model, answer, draft


async def test_one_turn_asks_the_model_once_with_what_the_hotel_knows(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock, model=Model(answer("At eight.")))
    await house.know("Breakfast", "Breakfast is served at eight.")

    await house.talk("When is breakfast served?")

    (question,) = house.model.asked
    assert question.text == "When is breakfast served?"
    assert question.language == "en"
    assert [passage.title for passage in question.passages] == ["Breakfast"]


async def test_r2_a_burst_is_one_question_and_one_answer(db: Database, clock: FakeClock) -> None:
    house = House(db, clock)

    await house.talk("hi", "can I get", "2 towels")

    (question,) = house.model.asked
    assert question.text == "hi\ncan I get\n2 towels"
    assert len(house.by_jack()) == 1


async def test_r2_a_message_that_comes_meanwhile_starts_the_turn_again(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock)
    house.model.meanwhile = lambda: house.write("and a pillow")
    await house.write("towels please")

    first = await house.turn()
    second = await house.turn()

    assert (first, second) == (Committed.SUPERSEDED, Committed.DONE)
    assert house.model.asked[-1].text == "towels please\nand a pillow"
    assert len(house.by_jack()) == 1


async def test_r3_staff_who_take_over_while_jack_thinks_get_a_suggestion(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock)
    house.model.meanwhile = lambda: house.conversations.claim(1, house.staff())
    await house.write("Good morning")

    committed = await house.turn()

    assert committed is Committed.OWNED
    assert house.by_jack()[-1].delivery is Delivery.DRAFT


async def test_r3_jack_does_not_even_think_where_staff_answer(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock)
    await house.write("Good morning")
    await house.conversations.claim(1, house.staff())

    await house.turn()

    assert house.model.asked == []
    assert house.by_jack() == []


async def test_r6_a_web_chat_visitor_s_stay_never_reaches_the_model(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock)

    await house.talk("What is my room?", channel="webchat")

    assert house.model.asked[0].stay is None


async def test_r12_when_every_model_fails_the_guest_is_told_and_a_person_called(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock, model=Model(Transient("down", reason="down")))

    await house.talk("When is breakfast?")

    opening = disclosure("en", "Harbour Inn")
    assert house.by_jack()[0].text == f"{opening}\n\n{say(Phrase.SYSTEM_TROUBLE, 'en')}"
    assert house.escalations()[0].reasons == ("failure",)


@pytest.mark.parametrize("channel", ["whatsapp", "webchat"])
async def test_photos_in_one_message_or_several_go_to_staff_with_one_polite_word(
    db: Database, clock: FakeClock, channel: str
) -> None:
    house = House(db, clock, model=Model(draft("never said")))
    files = (IncomingFile(data=b"one"), IncomingFile(data=b"two"))

    await house.write("", kind=Kind.IMAGE, channel=channel, vendor_id="1", files=files)
    await house.write("", kind=Kind.AUDIO, channel=channel, vendor_id="2")
    await house.turn()

    [polite] = house.by_jack()
    assert polite.text.endswith(say(Phrase.CANNOT_READ_MEDIA, "en"))
    assert house.escalations()[0].reasons == ("unreadable",)
    lines, _ = await house.inbox_list.listed(
        house.staff(), Filters(needs_attention=True), order=Order.ATTENTION, after=None, limit=9
    )
    assert [line.conversation.id for line in lines] == [1]


@pytest.mark.parametrize("texts", [("When is breakfast?",), ("When is breakfast?", "")])
async def test_words_beside_a_photo_are_answered_and_a_person_looks_at_it(
    db: Database, clock: FakeClock, texts: tuple[str, ...]
) -> None:
    house = House(db, clock, model=Model(answer("From seven to ten.")))
    await house.know("Breakfast", "From seven to ten.")

    for number, text in enumerate(texts):
        has_photo = number == len(texts) - 1
        kind = Kind.IMAGE if has_photo else Kind.TEXT
        await house.write(text, kind=kind, vendor_id=f"wamid.{number}")
    await house.turn()

    [said] = house.by_jack()
    polite = say(Phrase.CANNOT_READ_MEDIA, "en")
    assert said.text.endswith(f"{polite}\n\nFrom seven to ten.")
    assert said.sources
    assert house.escalations()[0].reasons == ("unreadable",)

    await house.talk("And tea?", kind=Kind.IMAGE, vendor_id="wamid.again")

    assert polite not in house.by_jack()[-1].text
    assert len(house.escalations()) == 1


async def test_a_photo_without_words_goes_to_staff_with_a_polite_word(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock, model=Model(draft("never said")))

    await house.talk("", kind=Kind.IMAGE, vendor_id="wamid.photo")

    assert house.by_jack()[0].text.endswith(say(Phrase.CANNOT_READ_MEDIA, "en"))
    assert house.escalations()[0].reasons == ("unreadable",)
    assert house.said()[0].sender is Sender.GUEST
