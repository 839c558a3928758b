"""Long texts are cut where a person would cut them, and nothing of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model.lengths import AIM_CHARS, MAX_CHARS, shorten, split

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("Short.", 10, ["Short."]),
        ("", 10, []),
        ("One two. Three four. Five.", 20, ["One two. Three four.", "Five."]),
        ("First part.\n\nSecond part is here.", 22, ["First part.", "Second part is here."]),
        ("one two three four five", 12, ["one two", "three four", "five"]),
        ("朝食は七時です。プールは八時です。", 10, ["朝食は七時です。", "プールは八時です。"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
    ],
)
def test_a_text_is_split_at_paragraphs_sentences_or_words(
    text: str, limit: int, pieces: list[str]
) -> None:
    assert split(text, limit) == pieces


@given(texts, st.integers(10, 60))
def test_nothing_but_spaces_is_lost_and_every_piece_fits(text: str, limit: int) -> None:
    pieces = split(text, limit)

    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Fits.", 10, "Fits."),
        ("Breakfast is from 7. It ends at 10. Enjoy!", 36, "Breakfast is from 7. It ends at 10."),
        ("Breakfast is served in the garden room", 20, "Breakfast is served…"),
        ("Dr. Who is served in the garden", 20, "Dr. Who is served…"),
        ("朝食は七時です。プールは八時です。", 12, "朝食は七時です。"),
        ("x" * 30, 10, "x" * 9 + "…"),
    ],
)
def test_a_text_is_shortened_to_its_first_sentences(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(texts, st.integers(5, 60))
def test_what_is_shortened_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


def test_jack_aims_at_less_than_a_channel_takes() -> None:
    assert all(AIM_CHARS[channel] < MAX_CHARS[channel] for channel in AIM_CHARS)
