"""What becomes of a draft, rule by rule."""

from __future__ import annotations

import pytest

from jack.db.database import Database
from jack.model.answers import Draft, EscalationProposal, Intent, Sentiment
from jack.model.phrases import Phrase, disclosure, say
from jack.model.tasks import Department, TaskProposal
from tests.conftest import FakeClock
from tests.house import House, Model, answer, draft

PROMISE = "Two towels are on their way."
TOWELS = TaskProposal(Department.HOUSEKEEPING, "Towels")


async def after(db: Database, clock: FakeClock, said: Draft, text: str = "Good morning") -> House:
    """A house where the guest wrote `text` second, so that no disclosure is in the way."""
    house = House(db, clock, model=Model(draft("Hello."), said))
    await house.talk("Hi there")
    await house.talk(text)
    return house


@pytest.mark.parametrize(
    ("said", "text", "phrase", "reason"),
    [
        (answer("At eight."), "let me talk to a human", Phrase.HANDOVER, "human_request"),
        (
            draft("I cancelled it.", "booking.cancel"),
            "cancel my booking please",
            Phrase.HANDOVER,
            "always_human",
        ),
        (answer("At eight.", sources=()), "breakfast?", Phrase.NOT_FOUND, "no_source"),
        (answer("At eight.", confidence=0.3), "breakfast?", Phrase.NOT_FOUND, "low_confidence"),
        (draft(PROMISE), "towels please", Phrase.HANDOVER, "uncovered_promise"),
    ],
)
async def test_words_that_must_not_be_said_give_way_to_a_person(
    db: Database, clock: FakeClock, said: Draft, text: str, phrase: Phrase, reason: str
) -> None:
    house = await after(db, clock, said, text)

    assert house.by_jack()[-1].text == say(phrase, "en")
    assert house.by_jack()[-1].sources == ()
    assert reason in house.escalations()[-1].reasons


async def test_r4_an_answer_keeps_the_sources_it_rests_on(db: Database, clock: FakeClock) -> None:
    house = await after(db, clock, answer("At eight."))

    (source,) = house.by_jack()[-1].sources
    assert (source.id, source.version, source.title) == ("1", 1, "Breakfast")
    assert house.escalations() == []


async def test_r5_a_promise_is_said_together_with_the_task_that_keeps_it(
    db: Database, clock: FakeClock
) -> None:
    house = await after(db, clock, draft(PROMISE, "request.service.towels", tasks=(TOWELS,)))

    assert house.by_jack()[-1].text == PROMISE
    assert [task.title for task in house.tasks()] == ["Towels"]


async def test_r7_the_first_answer_says_what_jack_is_and_later_ones_do_not(
    db: Database, clock: FakeClock
) -> None:
    house = await after(db, clock, draft("Second."))

    first, second = (message.text for message in house.by_jack())
    assert first == f"{disclosure('en', 'Harbour Inn')}\n\nHello."
    assert second == "Second."


async def test_a_complaint_in_anger_is_answered_and_a_person_called(
    db: Database, clock: FakeClock
) -> None:
    said = draft("I am sorry.", "complaint.noise", sentiment=Sentiment.NEGATIVE)

    house = await after(db, clock, said, "What a terrible noise again")

    assert house.by_jack()[-1].text == "I am sorry."
    assert house.escalations()[-1].reasons == ("negative_sentiment",)


async def test_an_escalation_of_the_models_is_not_doubled(db: Database, clock: FakeClock) -> None:
    said = draft(
        "I pass it on.",
        "complaint.noise",
        sentiment=Sentiment.NEGATIVE,
        escalation=EscalationProposal(reasons=("complaint",)),
    )

    house = await after(db, clock, said)

    assert [e.reasons for e in house.escalations()] == [("complaint",)]


async def test_an_always_human_topic_the_model_is_unsure_of_is_left_alone(
    db: Database, clock: FakeClock
) -> None:
    said = answer("At eight.")
    unsure = Draft(
        text=said.text,
        language="",
        intents=(*said.intents, Intent("booking.cancel", 0.2)),
        confidence=said.confidence,
        answered=True,
        provider="model",
        sources=said.sources,
    )

    house = await after(db, clock, unsure)

    assert house.by_jack()[-1].text == "At eight."
