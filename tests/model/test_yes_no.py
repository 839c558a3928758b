"""A plain yes or no is understood, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model.languages import Language
from jack.model.phrases import Phrase, say
from jack.model.yes_no import is_yes


@pytest.mark.parametrize(
    "text",
    ["Yes", "yes please!", "OK", "sí", "Sí, por favor", "Oui", "d'accord", "Ja, bitte", "sì", "Sim",
     "نعم", "是的", "好的", "はい", "हाँ", "Да", "Да, пожалуйста"],
)  # fmt: skip
def test_a_yes(text: str) -> None:
    assert is_yes(text) is True


@pytest.mark.parametrize(
    "text",
    ["No", "no thanks", "Nein, danke", "non merci", "não", "لا", "不要", "いいえ", "नहीं", "нет",
     "yes no wait", "ok, cancel it", "please don't"],
)  # fmt: skip
def test_a_no_and_what_is_not_surely_a_yes(text: str) -> None:
    assert is_yes(text) is False


@pytest.mark.parametrize(
    "text",
    ["", "👍?", "What time is breakfast?", "Two burgers", "yes and also two beers and a salad",
     "maybe"],
)  # fmt: skip
def test_anything_else_is_neither(text: str) -> None:
    assert is_yes(text) is None


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert is_yes(text) in (True, False, None)


@pytest.mark.parametrize("language", list(Language))
def test_what_can_be_tapped_is_understood(language: Language) -> None:
    assert is_yes(say(Phrase.YES, language)) is True
    assert is_yes(say(Phrase.NO, language)) is False
