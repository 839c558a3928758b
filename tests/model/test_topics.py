"""The names of what requests are about."""

from __future__ import annotations

import pytest

from jack.model.intents import INTENTS
from jack.model.languages import Language, by_script
from jack.model.tasks import TaskKind
from jack.model.topics import listed, topic

OWN_SCRIPT = [Language.AR, Language.ZH, Language.JA, Language.HI, Language.RU]
NAMELESS = {"request.service.other", "request.concierge.other"}
MACHINES_KEEP_OUT = ("emergency.",)
TASKS = [
    name
    for name, row in INTENTS.items()
    if row.kind is not None and not name.startswith(MACHINES_KEEP_OUT) and name not in NAMELESS
]


@pytest.mark.parametrize("intent", TASKS)
def test_every_intent_that_makes_a_task_has_a_name_in_every_language(intent: str) -> None:
    names = [topic(intent, language) for language in Language]

    assert all(name and name == name.strip() for name in names)


@pytest.mark.parametrize("language", OWN_SCRIPT)
def test_names_are_written_in_the_script_of_their_language(language: Language) -> None:
    names = [topic(name, language) for name in TASKS if name != "request.technical.wifi"]

    text = " ".join(name for name in names if name)

    assert by_script(text) is language


def test_an_unknown_third_level_is_about_what_its_family_is_about() -> None:
    assert topic("request.room.late_checkout.weekend", "de") == "später Check-out"
    assert topic("complaint.something", "fr") == "réclamation"


def test_what_has_no_name_has_none() -> None:
    assert topic("request.service.other", "en") is None
    assert topic("", "en") is None


def test_every_approval_is_named() -> None:
    approvals = [name for name, row in INTENTS.items() if row.kind is TaskKind.APPROVAL]

    assert approvals
    assert all(topic(name, "ru") for name in approvals)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "a, b"), ("ar", "a، b"), ("zh", "a、b"), ("ja", "a、b")]
)
def test_a_list_has_the_comma_of_its_language(language: str, text: str) -> None:
    assert listed(["a", "b"], language) == text
