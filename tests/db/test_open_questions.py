"""What Jack asked, and the requests it was about."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jack.db import open_questions
from jack.db.database import Database
from jack.model.clock import MINUTE
from jack.model.tasks import (
    Department,
    Item,
    OpenQuestion,
    Priority,
    QuestionKind,
    TaskKind,
    TaskProposal,
)
from tests.db.samples import BEN, NOW, conversation

CRIB = TaskProposal(Department.HOUSEKEEPING, "Crib", items=(Item("crib"),))
LATER = NOW + 30 * MINUTE

proposals = st.builds(
    TaskProposal,
    department=st.sampled_from(Department),
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    priority=st.sampled_from(Priority),
    kind=st.sampled_from(TaskKind),
    items=st.lists(st.builds(Item, name=st.just("枕"), quantity=st.integers(1, 9))).map(tuple),
    room=st.none() | st.just("204"),
    note=st.sampled_from(["", 'Say "hi"', "متى؟"]),
    intent=st.sampled_from(["", "request.service.crib"]),
    due_at=st.none() | st.integers(0, 2**60),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(proposals, max_size=3))
def test_proposals_come_back_as_they_were(db: Database, asked: list[TaskProposal]) -> None:
    opened = db.write_now(conversation)

    db.write_now(open_questions.put, opened.id, QuestionKind.ROOM, asked, LATER, NOW)

    found = db.read_now(open_questions.current, opened.id, NOW)
    assert found is not None
    assert found.proposals == tuple(asked)


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_is_open_until_it_expires(db: Database, kind: QuestionKind) -> None:
    opened = db.write_now(conversation)

    made = db.write_now(open_questions.put, opened.id, kind, [CRIB], LATER, NOW)

    assert db.read_now(open_questions.current, opened.id, LATER - 1) == OpenQuestion(
        made, opened.id, kind, (CRIB,), LATER, NOW
    )
    assert db.read_now(open_questions.current, opened.id, LATER) is None


def test_a_settled_question_is_not_open_and_is_settled_once(db: Database) -> None:
    opened = db.write_now(conversation)
    made = db.write_now(open_questions.put, opened.id, QuestionKind.CONFIRM, [CRIB], LATER, NOW)

    settled = [db.write_now(open_questions.settle, made, NOW + n) for n in (1, 2)]

    assert settled == [True, False]
    assert db.read_now(open_questions.current, opened.id, NOW + 3) is None


def test_a_new_question_takes_the_place_of_the_one_before(db: Database) -> None:
    opened = db.write_now(conversation)
    db.write_now(open_questions.put, opened.id, QuestionKind.ROOM, [CRIB], LATER, NOW)

    second = db.write_now(open_questions.put, opened.id, QuestionKind.TIME, [], LATER, NOW + 1)

    found = db.read_now(open_questions.current, opened.id, NOW + 2)
    assert found is not None
    assert (found.id, found.kind) == (second, QuestionKind.TIME)
    db.write_now(open_questions.settle, second, NOW + 3)
    assert db.read_now(open_questions.current, opened.id, NOW + 4) is None


def test_everybody_is_asked_on_their_own(db: Database) -> None:
    ana, ben = db.write_now(conversation), db.write_now(conversation, BEN)
    db.write_now(open_questions.put, ana.id, QuestionKind.ROOM, [CRIB], LATER, NOW)

    db.write_now(open_questions.put, ben.id, QuestionKind.TIME, [CRIB], LATER, NOW)

    found = db.read_now(open_questions.current, ana.id, NOW)
    assert found is not None
    assert found.kind is QuestionKind.ROOM
