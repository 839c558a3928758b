"""Golden questions are written by hand or marked in the inbox, without their guest."""

from __future__ import annotations

import pytest

from jack.db import sql
from jack.errors import Conflict, Forbidden, NotFound
from jack.model.golden import Answer, Expected, Verdict, judged
from jack.model.staff import Role, Staff
from jack.services.goldens import Goldens
from tests.house import House, answer


@pytest.fixture
def goldens(house: House) -> Goldens:
    return Goldens(house.db, house.clock)


@pytest.fixture
def boss(house: House) -> Staff:
    return house.staff("Bea Boss", Role.MANAGER)


async def answered(house: House) -> int:
    """Jack's answer to Ana's question; its id."""
    house.stay(room="305")
    await house.know("Breakfast", "From 7:00 to 10:30.")
    house.model.says = [answer("Breakfast is from 7:00 to 10:30 for 19 euros.")]
    await house.talk("Hello, Ana Silva from room 305 here. When is breakfast?")
    return house.by_jack()[-1].id


async def test_r6_an_answer_is_marked_without_its_guest(
    house: House, goldens: Goldens, boss: Staff
) -> None:
    message_id = await answered(house)

    golden = await goldens.mark(boss, message_id)

    assert golden.question == "When is breakfast?"
    assert golden.expected == Expected(
        sources=("Breakfast",),
        phrases=("19 euros", "7:00", "10:30"),
        escalates=False,
        language="en",
    )
    with pytest.raises(Conflict, match="golden already"):
        await goldens.mark(boss, message_id)
    with pytest.raises(Conflict, match="Only an answer"):
        await goldens.mark(boss, house.said()[0].id)
    with pytest.raises(NotFound):
        await goldens.mark(boss, 4711)


async def test_r14_what_was_marked_goes_with_the_guests_words(
    house: House, goldens: Goldens, boss: Staff
) -> None:
    golden = await goldens.mark(boss, await answered(house))
    run_id = await goldens.begin(boss, "manual", 1)
    assert golden.id is not None
    await goldens.finish(run_id, {golden.id: judged(golden, Answer("x", "en"))})

    house.db.write_now(sql.run, "DELETE FROM guest")

    assert await goldens.listed(boss) == []
    assert house.rows("SELECT count(*) FROM golden_result") == [(0,)]


async def test_the_last_run_is_shown_with_each_question(
    house: House, goldens: Goldens, boss: Staff
) -> None:
    golden = await goldens.add(boss, "Is there a gym?", Expected(phrases=("gym",)))
    assert golden.id is not None
    for text in ("No.", "Yes, a gym."):
        run_id = await goldens.begin(boss, "manual", 1)
        await goldens.finish(run_id, {golden.id: judged(golden, Answer(text, "en"))})

    (kept,) = await goldens.listed(boss)

    assert (kept.verdict, kept.answer, kept.problems) == (Verdict.PASSED, "Yes, a gym.", ())
    changed = await goldens.edit(boss, golden.id, "A gym?", Expected(locked="Yes."))
    assert (changed.question, changed.expected.locked) == ("A gym?", "Yes.")
    await goldens.remove(boss, golden.id)
    assert await goldens.listed(boss) == []
    with pytest.raises(NotFound):
        await goldens.remove(boss, golden.id)
    with pytest.raises(NotFound):
        await goldens.edit(boss, golden.id, "A gym?", Expected())


async def test_who_may_not_write_knowledge_changes_nothing(house: House, goldens: Goldens) -> None:
    maria = house.staff()

    assert await goldens.listed(maria) == []
    with pytest.raises(Forbidden):
        await goldens.add(maria, "Is there a gym?", Expected())
    with pytest.raises(Forbidden):
        await goldens.mark(maria, 1)
