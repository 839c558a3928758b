"""Contradictions are found, settled by a person, and found again when words change."""

from __future__ import annotations

import pytest

from jack.errors import Forbidden, NotFound
from jack.model.contradictions import Matter
from jack.model.knowledge import Audience
from jack.model.staff import Role, Staff
from jack.services.contradictions import Contradictions
from tests.house import House


@pytest.fixture
def contradictions(house: House) -> Contradictions:
    return Contradictions(house.db, house.knowledge, lambda: house.config, house.clock)


@pytest.fixture
def boss(house: House) -> Staff:
    return house.staff("Bea Boss", Role.MANAGER)


async def test_entries_and_settings_that_differ_are_found(
    house: House, contradictions: Contradictions, boss: Staff
) -> None:
    await house.know("Breakfast", "Breakfast is served from 7:00 to 10:30.")
    await house.know("Breakfast hours", "Breakfast is served from 7:00 to 11:00.")
    await house.know("Check-in", "Check-in is from 14:00.")
    await house.know("Breakfast for staff", "Breakfast is from 5:00.", audience=Audience.INTERNAL)

    found = await contradictions.listed(boss)

    assert [(each.matter, each.one.entry_id, each.other.entry_id) for each in found] == [
        (Matter.CHECK_IN, 3, None),
        (Matter.TIME, 1, 2),
    ]


async def test_what_a_person_calls_none_is_gone_until_its_words_change(
    house: House, contradictions: Contradictions, boss: Staff
) -> None:
    await house.know("Pool", "The pool opens at 8:00.")
    await house.know("Pool hours", "The pool opens at 9:00.")
    (found,) = await contradictions.listed(boss)

    await contradictions.accept(boss, found.key)

    assert await contradictions.listed(boss) == []
    await house.know("Pool hours", "The pool opens at 10:00.", key="pool hours")
    assert len(await contradictions.listed(boss)) == 1
    with pytest.raises(NotFound):
        await contradictions.accept(boss, "nothing")


async def test_who_may_not_write_knowledge_settles_nothing(
    house: House, contradictions: Contradictions
) -> None:
    maria = house.staff()

    with pytest.raises(Forbidden):
        await contradictions.listed(maria)
    with pytest.raises(Forbidden):
        await contradictions.accept(maria, "x")
