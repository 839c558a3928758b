"""Golden questions asked as a stranger would: nothing is written, and models can be replayed."""

from __future__ import annotations

from jack.llm.recorded import Recorded, Recorder, dumped, loaded
from jack.model.answers import Draft
from jack.model.golden import Expected, Golden, Verdict
from jack.pipeline.evaluation import answer, evaluate
from tests.house import House, Model, greeting
from tests.house import answer as an_answer

WHEN = Golden("When is breakfast?", Expected(phrases=("7:00",), sources=("Breakfast",)))


async def test_nothing_is_written_by_asking(house: House) -> None:
    await house.know("Breakfast", "From 7:00.")
    house.model.says = [an_answer("Breakfast is from 7:00.")]

    (result,) = await evaluate(house.pipeline, [WHEN])

    assert (result.verdict, result.answer.text) == (Verdict.PASSED, "Breakfast is from 7:00.")
    for table in ("message", "conversation", "guest", "trace", "outbox", "knowledge_gap"):
        assert house.rows(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_the_rules_of_a_turn_decide(house: House) -> None:
    refund = await answer(house.pipeline, Golden("Can I speak to a human please?", Expected()))
    fire = await answer(house.pipeline, Golden("There is a fire in the kitchen!", Expected()))

    assert "human_request" in refund.reasons
    assert fire.reasons == ("emergency",)
    assert "112" in fire.text


async def test_what_a_model_said_is_said_again_and_held_against_todays_knowledge(
    house: House,
) -> None:
    await house.know("Breakfast", "From 7:00.")
    drafts: dict[str, Draft] = {}
    model = Model(an_answer("Breakfast is from 7:00."))
    (first,) = await evaluate(house.pipeline_with(Recorder(model, drafts)), [WHEN])
    replayed = {key: loaded(dumped(draft)) for key, draft in drafts.items()}

    (again,) = await evaluate(
        house.pipeline_with(Recorded(replayed)), [WHEN], before={WHEN.question: first.answer.text}
    )
    other = Golden("Is there a gym?", Expected())
    missing = await answer(house.pipeline_with(Recorded(replayed), Model(greeting())), other)

    assert (again.verdict, again.is_other, len(model.asked)) == (Verdict.PASSED, False, 1)
    assert again.answer.provider == "recorded"
    assert missing.provider == "model"
