"""What models cost: on record by conversation, warned of at 80 %, stopped at the limit."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from jack.config import Config
from jack.db import model_calls, sql
from jack.db import settings as store
from jack.llm.chain import Chain
from jack.llm.recorded import Recorded, Recorder
from jack.model.answers import Draft, Usage
from jack.model.clock import DAY
from jack.model.golden import Expected, Golden
from jack.model.spending import ModelCall, Purpose
from jack.pipeline.evaluation import evaluate
from jack.services.doctor import _model_budget
from jack.services.spending import WARNED, Spending
from tests.conftest import FakeClock
from tests.house import House, Model, answer, configuration

CENT = 10_000
PAID = Usage(input_tokens=100, output_tokens=10, cost_micro_usd=40 * CENT)


def limited(dollars: float) -> Config:
    """A hotel with a budget."""
    plain = configuration(timezone="Europe/Lisbon")
    return plain.model_copy(
        update={"llm": plain.llm.model_copy(update={"monthly_cost_limit_usd": dollars})}
    )


@pytest.fixture
def house(house: House) -> House:
    """A hotel that spends 40 cents on an answer and has a dollar a month."""
    return House(
        house.db, house.clock, config=limited(1.0), model=Model(answer("At eight.", usage=PAID))
    )


def calls(house: House) -> list[tuple[object, ...]]:
    return house.rows(
        "SELECT provider, purpose, conversation_id, cost_micro_usd FROM model_call ORDER BY id"
    )


async def test_every_call_is_on_record_with_its_conversation(house: House) -> None:
    await house.talk("When is breakfast?")

    assert calls(house) == [("model", "answer", 1, 40 * CENT)]
    assert (await house.spending.month()).spent == 40 * CENT
    assert (await house.spending.month(conversation_id=1)).by_purpose[0].calls == 1
    assert (await house.spending.month(conversation_id=2)).spent == 0


async def test_golden_questions_count_and_what_was_recorded_is_free(house: House) -> None:
    golden = [Golden("When is breakfast?", Expected())]
    drafts: dict[str, Draft] = {}
    await evaluate(house.pipeline_with(Recorder(house.model, drafts)), golden)
    paid = await house.spending.refresh()

    await evaluate(house.pipeline_with(Recorded(drafts)), golden)

    assert calls(house) == [("model", "golden", None, 40 * CENT)]
    assert (await house.spending.refresh()).spent == paid.spent == 40 * CENT


async def test_a_call_whose_turn_starts_again_is_paid_for_too(house: House) -> None:
    house.model.meanwhile = lambda: house.write("and on Sundays?")
    await house.write("When is breakfast?")

    await house.turn()
    await house.turn()

    assert len(calls(house)) == 2


async def test_what_rules_settle_leaves_no_row(house: House) -> None:
    house.model.says = [answer("At eight.")]

    await house.talk("When is breakfast?")

    assert calls(house) == []


async def test_suggestions_count_as_what_they_are(house: House) -> None:
    await house.write("When is breakfast?")

    await house.suggestions.suggest(1, house.staff())

    assert calls(house) == [("model", "suggestion", 1, 40 * CENT)]


async def test_staff_are_told_once_a_month_at_80_percent(house: House) -> None:
    for text in ("one?", "two?", "three?"):
        await house.talk(text)

    warned = house.rows("SELECT count(*) FROM audit WHERE action = 'llm.budget.warned'")
    assert warned == [(1,)]
    assert house.db.read_now(store.get, WARNED) == "2027-01-01"


async def test_below_80_percent_nobody_is_told(house: House) -> None:
    await house.talk("one?")

    assert not await house.spending.warn()
    assert house.db.read_now(store.get, WARNED) is None


async def test_r12_a_spent_budget_makes_paid_models_rest_and_others_answer(house: House) -> None:
    paid, free = (
        Model(answer("Paid.", usage=PAID), name="paid"),
        Model(answer("Free."), name="free"),
    )
    chain = Chain([paid, free], is_resting=lambda name: name == "paid" and house.spending.is_over)
    pipeline = replace(house.pipeline, models=chain)

    said = []
    for text in ("one?", "two?", "three?", "four?"):
        await house.write(text)
        (item,) = await house.claim()
        await pipeline.run(item)
        said.append(house.by_jack()[-1].text.splitlines()[-1])

    assert said == ["Paid.", "Paid.", "Paid.", "Free."]
    assert [each.usage.cost_micro_usd for each in (await house.spending.month()).by_provider] == [
        120 * CENT
    ]


async def test_a_new_month_begins_at_the_hotel_s_midnight(house: House, clock: FakeClock) -> None:
    await house.talk("one?")
    assert (await house.spending.refresh()).spent == 40 * CENT

    clock.forward(31 * DAY / 1_000_000)

    assert (await house.spending.refresh()).spent == 0


async def test_what_another_process_spent_is_seen_within_a_minute(
    house: House, clock: FakeClock
) -> None:
    await house.spending.refresh()
    other = Spending(house.db, house.config, clock)
    await other.record([ModelCall("anthropic", "claude", PAID)], Purpose.TRANSLATION)

    assert (await house.spending.refresh()).spent == 0
    clock.forward(61)
    assert (await house.spending.refresh()).spent == 40 * CENT


async def test_without_a_limit_everything_is_counted_and_nothing_stops(house: House) -> None:
    spending = Spending(house.db, configuration(), house.clock)
    await spending.record([ModelCall("anthropic", "claude", PAID)] * 9, Purpose.ANSWER)

    budget = await spending.refresh()

    assert (budget.spent, budget.share, budget.is_spent) == (360 * CENT, None, False)


async def test_a_limit_that_is_raised_counts_at_once(house: House) -> None:
    for text in ("one?", "two?", "three?"):
        await house.talk(text)
    assert house.spending.is_over

    object.__setattr__(house.config, "llm", limited(5.0).llm)
    await house.spending.refresh()

    assert not house.spending.is_over


async def test_r14_a_call_stays_without_its_conversation(house: House) -> None:
    await house.talk("one?")

    house.db.write_now(sql.run, "DELETE FROM conversation WHERE id = 1")

    assert calls(house) == [("model", "answer", None, 40 * CENT)]
    assert house.db.read_now(model_calls.cost, 0) == 40 * CENT


async def test_the_doctor_says_how_much_is_left(house: House) -> None:
    patient = cast(Any, SimpleNamespace(db=house.db, config=house.config, clock=house.clock))
    levels = []
    for _ in range(3):
        await house.spending.record([ModelCall("anthropic", "claude", PAID)], Purpose.ANSWER)
        found = await _model_budget(patient)
        assert found is not None
        levels.append((found.level.value, found.text.split(" for")[0]))

    assert levels == [
        ("OK", "$0.40 of this month's $1.00"),
        ("WARN", "$0.80 of this month's $1.00"),
        ("FAIL", "$1.20 of this month's $1.00"),
    ]
