"""Shadow mode: what Jack would have said is held against what staff said; nobody sees it."""

from __future__ import annotations

import pytest

from jack.config import load
from jack.db import sql
from jack.model.autonomy import Autonomy
from jack.model.clock import DAY
from jack.model.shadows import Outcome
from jack.model.staff import Role, Staff
from jack.services.settings import Settings
from jack.services.shadowing import Shadowing
from tests.house import House, answer

SEVEN = "Breakfast is from 7:00 to 10:30."


@pytest.fixture
def boss(house: House) -> Staff:
    return house.staff("Bea Boss", Role.ADMIN)


@pytest.fixture
def shadowing(house: House) -> Shadowing:
    loaded = load(environ={}, data_dir=house.config.data.dir)
    settings = Settings(house.db, loaded, b"k" * 32, house.clock)
    return Shadowing(house.db, house.knowledge, settings, house.config, house.clock)


def with_autonomy(house: House, **changes: object) -> None:
    for name, value in changes.items():
        object.__setattr__(house.config.answers, name, value)


def shadows(house: House) -> list[tuple[object, ...]]:
    return [tuple(row) for row in house.rows("SELECT topic, outcome, agrees, text FROM shadow")]


async def asked(house: House, text: str = "When is breakfast?", **given: object) -> None:
    house.model.says = [answer(SEVEN)]
    number = house.rows("SELECT count(*) FROM message")[0][0]
    await house.write(text, vendor_id=f"wamid.{number}", **given)
    await house.turn()


async def test_a_draft_that_is_sent_changed_or_thrown_away_is_a_case(
    house: House, shadowing: Shadowing, boss: Staff
) -> None:
    with_autonomy(house, autonomy={"inquiry.dining": "draft"})
    await house.know("Breakfast", SEVEN)
    maria = house.staff()
    for number, decide in enumerate(("use", "edit", "spoil", "discard")):
        await asked(house, address=f"35191234567{number}")
        waiting = house.by_jack(number + 1)[-1]
        match decide:
            case "use":
                await house.drafts.approve(waiting.id, maria)
            case "edit":
                await house.drafts.approve(
                    waiting.id, maria, text="Breakfast is served from 7 am to 10.30, enjoy it!"
                )
            case "spoil":
                await house.drafts.approve(waiting.id, maria, text="Breakfast is from 8:00.")
            case "discard":
                await house.drafts.discard(waiting.id, maria)

    await shadowing.run()

    (found,) = await shadowing.agreement(boss)
    assert (found.topic, found.level, found.cases, found.agreed) == (
        "inquiry", Autonomy.AUTO, 4, 2,
    )  # fmt: skip
    assert dict(found.counts)[Outcome.EDITED] == 2
    assert shadows(house)[0][3] == SEVEN


async def test_a_topic_that_is_off_is_compared_without_anybody_seeing_it(
    house: House, shadowing: Shadowing
) -> None:
    with_autonomy(house, autonomy={"inquiry.dining": "off"})
    await house.know("Breakfast", SEVEN)
    await asked(house)
    await house.conversations.reply(1, house.staff(), "From 7 to 10:30, dear Ana.")

    await shadowing.run()

    assert SEVEN not in [message.text for message in house.said()]
    assert shadows(house) == [("inquiry.dining", "beside", 1, SEVEN)]


async def test_r3_where_staff_answer_jack_thinks_silently_if_the_hotel_wants_it(
    house: House, shadowing: Shadowing
) -> None:
    await house.know("Breakfast", SEVEN)
    maria = house.staff()
    await house.talk("Good morning")
    await house.conversations.claim(1, maria)
    await asked(house, "When is breakfast?")
    assert shadows(house) == []

    with_autonomy(house, shadow="all")
    await asked(house, "And when is breakfast on Sunday?")
    said = [message.text for message in house.said()]
    await house.conversations.reply(1, maria, "Breakfast is from 8:00 to 11:00.")
    await shadowing.run()

    assert SEVEN not in said
    assert [row[1:3] for row in shadows(house)] == [("beside", 0)]


async def test_nothing_is_compared_where_the_hotel_does_not_want_it(house: House) -> None:
    with_autonomy(house, shadow="off", autonomy={"inquiry.dining": "off"})
    await house.know("Breakfast", SEVEN)
    await asked(house)
    await house.conversations.reply(1, house.staff(), "From 7:00.")

    assert shadows(house) == []


async def correct(house: House, times: int, text: str = "Sorry, from 8:00 to 11:00.") -> None:
    """Jack answers, and a colleague writes another thing after him."""
    maria = house.staff(f"Maria{times} Costa")
    for number in range(times):
        await asked(house, address=f"3519100{times}000{number}")
        for statement in (
            "UPDATE outbox SET state = 'sent'",
            "UPDATE message SET delivery = 'sent'",
        ):
            house.db.write_now(sql.run, statement)
        conversation = house.rows("SELECT max(id) FROM conversation")[0][0]
        await house.conversations.reply(conversation, maria, text)


async def test_a_topic_corrected_again_and_again_goes_back_to_draft(
    house: House, shadowing: Shadowing, boss: Staff
) -> None:
    await house.know("Breakfast", SEVEN)
    await correct(house, 2)
    await shadowing.run()
    assert await shadowing.step_back() == []

    await correct(house, 1)
    await shadowing.run()

    kept = house.rows("SELECT value FROM setting WHERE key LIKE '%answers.autonomy'")
    assert '"inquiry":"draft"' in kept[0][0].replace(" ", "")
    audited = house.rows("SELECT actor, subject FROM audit WHERE action = 'autonomy.step_back'")
    assert audited == [("system", "topic:inquiry")]
    with_autonomy(house, autonomy={"inquiry": "auto"})
    assert await shadowing.step_back() == []


async def test_what_agrees_with_jack_or_is_long_ago_is_no_correction(
    house: House, shadowing: Shadowing
) -> None:
    await house.know("Breakfast", SEVEN)
    await correct(house, 3, "From 7:00 to 10:30, and coffee until noon, dear guest.")
    await correct(house, 5, "Enjoy your stay, and see you soon!")
    await shadowing.run()
    assert house.rows("SELECT count(*) FROM audit WHERE action = 'autonomy.step_back'") == [(0,)]
    await correct(house, 4)
    await shadowing.judge()
    house.clock.forward(8 * DAY / 1_000_000)

    assert await shadowing.step_back() == []


async def test_r14_jacks_words_go_with_the_guests(house: House) -> None:
    with_autonomy(house, autonomy={"inquiry.dining": "off"})
    await house.know("Breakfast", SEVEN)
    await asked(house)
    assert len(shadows(house)) == 1

    house.db.write_now(sql.run, "DELETE FROM guest")

    assert shadows(house) == []
