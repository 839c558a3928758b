"""A person was called and has not come yet: what Jack still does."""

from __future__ import annotations

import pytest

from jack.db.database import Database
from jack.model.answers import EscalationProposal
from jack.model.phrases import Phrase, say
from jack.model.tasks import Department, TaskProposal
from tests.conftest import FakeClock
from tests.house import House, Model, answer, draft

NO_ANSWER = draft(
    "I pass it on.",
    "inquiry.general",
    escalation=EscalationProposal(reasons=("no_answer",)),
)
ANGRY = draft(
    "I am sorry.",
    "complaint.service",
    escalation=EscalationProposal(reasons=("complaint",)),
)
TOWELS = draft(
    "Your request was passed on.",
    "request.service.towels",
    tasks=(TaskProposal(Department.HOUSEKEEPING, "Towels"),),
)


async def spoken(db: Database, clock: FakeClock, *says: object) -> House:
    """A house whose model says these in order, each after a message of the guest's."""
    house = House(db, clock, model=Model(*says))  # type: ignore[arg-type]
    for number in range(len(says)):
        await house.talk(f"message {number}")
    return house


async def test_a_question_of_knowledge_is_still_answered(db: Database, clock: FakeClock) -> None:
    house = await spoken(db, clock, ANGRY, answer("Breakfast is at eight."))

    assert house.by_jack()[-1].text == "Breakfast is at eight."


async def test_anything_else_joins_the_escalation(db: Database, clock: FakeClock) -> None:
    house = await spoken(db, clock, ANGRY, TOWELS)

    assert len(house.by_jack()) == 1
    assert house.tasks() == []


async def test_a_request_after_an_unanswered_question_still_becomes_its_task(
    db: Database, clock: FakeClock
) -> None:
    house = await spoken(db, clock, NO_ANSWER, TOWELS)

    assert house.by_jack()[-1].text == "Your request was passed on."
    assert [task.title for task in house.tasks()] == ["Towels"]


@pytest.mark.parametrize("first", [NO_ANSWER, ANGRY])
async def test_who_asks_for_a_person_again_is_told_that_one_was_called(
    db: Database, clock: FakeClock, first: object
) -> None:
    house = House(db, clock, model=Model(first, draft("…")))  # type: ignore[arg-type]
    await house.talk("Do you rent bicycles?")

    await house.talk("let me talk to a human")

    assert house.by_jack()[-1].text == say(Phrase.HANDOVER_ALREADY, "en")
    assert "human_request" in house.escalations()[-1].reasons
