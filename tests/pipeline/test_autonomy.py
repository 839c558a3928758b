"""Topics that staff keep to themselves, or approve before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from jack.config import Config, load
from jack.db.database import Database
from jack.model.answers import Intent
from jack.model.conversations import State
from jack.model.messages import Delivery
from jack.model.phrases import Phrase, say
from jack.model.staff import Role
from jack.model.tasks import Department, TaskProposal
from jack.services.drafts import Drafts
from jack.services.settings import Settings
from tests.conftest import FakeClock
from tests.house import House, Model, answer, configuration, draft

CALL = draft(
    "I've passed it on.",
    "request.wake_up.call",
    tasks=(TaskProposal(Department.FRONT_DESK, "Wake-up call", intent="request.wake_up.call"),),
)


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


async def test_a_topic_turned_off_in_the_ui_is_off_for_the_next_message(
    db: Database, clock: FakeClock, tmp_path: Path
) -> None:
    loaded = load(environ={}, data_dir=tmp_path, system_file=tmp_path / "none.toml")
    loaded = replace(loaded, config=configuration())
    house = House(db, clock, config=loaded.config, model=Model(CALL))
    await house.talk("wake me at seven please")
    assert house.escalations() == []

    settings = Settings(db, loaded, b"s" * 32, clock)
    boss = house.staff("Ida Alves", Role.ADMIN)
    await settings.change(boss, {"answers.autonomy": {"request.wake_up": "off"}})
    await house.talk("and wake me at eight on Sunday")

    assert house.escalations()[-1].reasons == ("topic_off",)
    assert house.by_jack()[-1].text == say(Phrase.HANDOVER, "en")


async def test_a_topic_that_is_off_goes_to_a_person_where_it_is_only_likely(
    db: Database, clock: FakeClock
) -> None:
    unsure = draft("Noted.", intents=(Intent("request.wake_up.call", 0.6),))
    house = House(db, clock, config=hotel(autonomy={"request.wake_up": "off"}), model=Model(unsure))

    await house.talk("wake up")

    assert house.escalations()[-1].reasons == ("topic_off",)


async def test_r5_an_order_on_a_topic_that_is_off_waits_for_no_yes(
    db: Database, clock: FakeClock
) -> None:
    burger = TaskProposal(Department.ROOM_SERVICE, "Burger", intent="request.dining.room_service")
    said = draft("A burger?", "request.dining.room_service", tasks=(burger,))
    off = hotel(autonomy={"request.dining": "off"})
    house = House(db, clock, config=off, model=Model(said))

    await house.talk("a burger please")
    await house.talk("yes")

    assert house.tasks() == []


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
