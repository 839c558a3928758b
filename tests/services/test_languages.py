"""Which language Jack answers in (R9)."""

from __future__ import annotations

import pytest

from jack.services.languages import choose, detect, recognise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What time is checkout?", "en"),
        ("¿Hay piscina?", "es"),
        ("hola", "es"),
        ("Wo kann ich parken?", "de"),
        ("C'è un parcheggio disponibile?", "it"),
        ("プールはありますか？", "ja"),
        ("هل يوجد مسبح؟", "ar"),
        ("Где можно позавтракать завтра утром?", "ru"),
        ("ok", None),
        ("204", None),
        ("👍", None),
    ],
)
def test_a_text_tells_its_language_or_nothing(text: str, language: str | None) -> None:
    assert detect(text)[0] == language


@pytest.mark.parametrize("text", ["ok", "204", "👍", "gracias", "Hotel Aurelane", "wifi"])
def test_r9_small_words_never_flip_a_conversation(text: str) -> None:
    assert recognise(text, known="en") == "en"


@pytest.mark.parametrize(
    ("text", "known", "language"),
    [
        ("¿Hay piscina?", "en", "es"),
        ("Can I bring my dog?", "es", "en"),
        ("Est-ce que le petit-déjeuner est compris ?", "en", "fr"),
        ("有游泳池吗，请问？", "en", "zh"),
    ],
)
def test_r9_a_sentence_plainly_in_another_language_does(
    text: str, known: str, language: str
) -> None:
    assert recognise(text, known=known) == language


def test_a_default_is_answered_in_but_not_kept() -> None:
    assert choose("ok", known=None, default="pt") == "pt"
    assert recognise("ok", known=None) is None
