"""An answer held against what is expected of it."""

from __future__ import annotations

from typing import Any

import pytest

from jack.model.golden import Answer, Expected, Golden, Verdict, holds, judged

ANSWER = Answer(
    "Breakfast is served from 7 am to 10:30 and costs 19 €.", "en", sources=(("4", "Breakfast"),)
)


def problems(answer: Answer = ANSWER, **expected: Any) -> tuple[str, ...]:
    return judged(Golden("When is breakfast?", Expected(**expected)), answer).problems


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"sources": ("breakfast",)},
        {"sources": ("4",)},
        {"phrases": ("7:00", "10.30 am", "19 euros", "served")},
        {"phrases": ("lunch|breakfast",)},
        {"must_not": ("11:00", "free")},
        {"escalates": False, "language": "en"},
        {"locked": "breakfast is  served from 7 am to 10:30 and costs 19 €."},
    ],
)
def test_what_is_as_expected_passes(expected: dict[str, Any]) -> None:
    assert problems(**expected) == ()


@pytest.mark.parametrize(
    ("expected", "problem"),
    [
        ({"sources": ("Parking",)}, "it does not rest on “Parking”"),
        ({"phrases": ("11:00",)}, "“11:00” is missing"),
        ({"must_not": ("19 euros",)}, "“19 euros” must not be said"),
        ({"escalates": True}, "no person is called"),
        ({"language": "de"}, "it is in en, not in de"),
        ({"locked": "Breakfast is from 7."}, "it is not the locked answer"),
    ],
)
def test_what_is_not_as_expected_says_why(expected: dict[str, Any], problem: str) -> None:
    assert problems(**expected) == (problem,)


def test_a_call_for_a_person_names_its_reasons() -> None:
    called = Answer("I will ask.", "en", reasons=("no_answer",))

    assert problems(called, escalates=False) == ("a person is called: no_answer",)
    assert problems(called, escalates=True) == ()


def test_only_another_locked_answer_is_a_change_and_not_a_failure() -> None:
    other = Expected(locked="Another one.")

    assert judged(Golden("?", other), ANSWER).verdict is Verdict.CHANGED
    wrong = Expected(locked="Another one.", phrases=("lunch",))
    assert judged(Golden("?", wrong), ANSWER).verdict is Verdict.FAILED
    assert judged(Golden("?", Expected()), ANSWER, before="Before.").is_other


@pytest.mark.parametrize(
    ("text", "phrase", "does"),
    [
        ("from 8 pm", "20:00", True),
        ("from 8:00", "from 9:00", False),
        ("18 euros a night", "€18", True),
        ("The pool is warm", "pool", True),
        ("Room 12 has it", "12 guests in the garden", False),
    ],
)
def test_a_phrase_is_words_or_facts(text: str, phrase: str, does: bool) -> None:
    assert holds(text, phrase) is does
