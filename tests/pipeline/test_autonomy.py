"""Topics that staff keep to themselves, or approve before anything is sent."""

from __future__ import annotations

from typing import Any

from jack.config import Config
from jack.db.database import Database
from jack.model.conversations import State
from jack.model.messages import Delivery
from jack.model.phrases import Phrase, say
from jack.services.drafts import Drafts
from tests.conftest import FakeClock
from tests.house import House, Model, answer, configuration, draft


def hotel(**answers: dict[str, Any]) -> Config:
    config = configuration()
    return config.model_copy(update={"answers": config.answers.model_copy(update=answers)})


async def after(db: Database, clock: FakeClock, config: Config, text: str) -> House:
    said = Model(draft("Hello."), answer("At eight."))
    house = House(db, clock, config=config, model=said)
    await house.talk("Hi there")
    await house.talk(text)
    return house


async def test_a_topic_that_is_off_goes_to_a_person(db: Database, clock: FakeClock) -> None:
    house = await after(db, clock, hotel(autonomy={"inquiry.dining": "off"}), "breakfast?")

    assert house.by_jack()[-1].text == say(Phrase.HANDOVER, "en")
    assert house.escalations()[-1].reasons == ("topic_off",)


async def test_refunds_go_to_a_person_unless_the_hotel_says_otherwise(
    db: Database, clock: FakeClock
) -> None:
    house = await after(db, clock, configuration(), "I want a refund")

    assert house.by_jack()[-1].text == say(Phrase.HANDOVER, "en")
    assert house.escalations()[-1].reasons == ("topic_off",)


async def test_on_draft_nothing_is_sent_and_a_person_is_called(
    db: Database, clock: FakeClock
) -> None:
    house = await after(db, clock, hotel(autonomy={"inquiry": "draft"}), "breakfast?")

    waiting = house.by_jack()[-1]
    assert (waiting.text, waiting.delivery) == ("At eight.", Delivery.DRAFT)
    assert [item.text for item in house.sends()][-1] != "At eight."
    assert house.conversation().state is State.ESCALATED
    assert house.escalations()[-1].reasons == ("needs_approval",)


async def test_the_next_draft_joins_the_call_for_the_first(db: Database, clock: FakeClock) -> None:
    house = await after(db, clock, hotel(autonomy={"inquiry": "draft"}), "breakfast?")

    await house.talk("and on Sunday?")

    assert [m.delivery for m in house.by_jack()[-2:]] == [Delivery.DRAFT] * 2
    assert len(house.escalations()) == 1


async def test_the_call_is_over_when_the_last_draft_is_settled(
    db: Database, clock: FakeClock
) -> None:
    house = await after(db, clock, hotel(autonomy={"inquiry": "draft"}), "breakfast?")
    await house.talk("and on Sunday?")
    words = Drafts(house.conversations, house.channels)
    first, second = (m.id for m in house.by_jack()[-2:])
    maria = house.staff()

    await words.approve(first, maria)
    assert house.conversation().state is State.ESCALATED
    await words.discard(second, maria)

    assert house.conversation().state is State.ACTIVE
    assert house.escalations()[-1].acknowledged_by == maria.id
    assert [item.text for item in house.sends()][-1] == "At eight."


async def test_a_call_for_more_than_words_stays(db: Database, clock: FakeClock) -> None:
    house = await after(db, clock, hotel(autonomy={"inquiry": "draft"}), "breakfast?")
    (waiting,) = [m.id for m in house.by_jack() if m.delivery is Delivery.DRAFT]
    await house.talk("let me talk to a human")

    await Drafts(house.conversations, house.channels).approve(waiting, house.staff())

    assert house.conversation().state is State.ESCALATED


async def test_a_hotel_may_ask_for_more_certainty(db: Database, clock: FakeClock) -> None:
    house = await after(db, clock, hotel(thresholds={"inquiry": 0.99}), "breakfast?")

    assert house.escalations()[-1].reasons == ("low_confidence",)
