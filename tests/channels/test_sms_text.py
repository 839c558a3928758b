"""How long texts are by SMS: GSM-7 and UCS-2, by Twilio's own examples and limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.channels.sms_text import BASIC, EXTENDED, PLAINER, Alphabet, Size, measure, plainer

GSM, UCS = Alphabet.GSM_7, Alphabet.UCS_2


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", Size(GSM, 0, 0)),
        ("a", Size(GSM, 1, 1)),
        ("a" * 160, Size(GSM, 160, 1)),
        ("a" * 161, Size(GSM, 161, 2)),
        ("a" * 306, Size(GSM, 306, 2)),
        ("a" * 307, Size(GSM, 307, 3)),
        ("Room 305 costs 90 €", Size(GSM, 20, 1)),
        ("[]" * 40, Size(GSM, 160, 1)),
        ("^{}\\[~]|€", Size(GSM, 18, 1)),
        ("é" * 160, Size(GSM, 160, 1)),
        ("a" * 152 + "€" + "a" * 10, Size(GSM, 164, 2)),
        ("ç", Size(UCS, 1, 1)),
        ("a" * 69 + "’", Size(UCS, 70, 1)),
        ("a" * 70 + "’", Size(UCS, 71, 2)),
        ("你" * 70, Size(UCS, 70, 1)),
        ("你" * 71, Size(UCS, 71, 2)),
        ("你" * 134, Size(UCS, 134, 2)),
        ("你" * 135, Size(UCS, 135, 3)),
        ("🛎", Size(UCS, 2, 1)),
        ("🛎" * 35, Size(UCS, 70, 1)),
        ("🛎" * 36, Size(UCS, 72, 2)),
        ("مرحبا", Size(UCS, 5, 1)),
        ("शुभ", Size(UCS, 3, 1)),
    ],
)
def test_a_text_has_its_alphabet_units_and_segments(text: str, size: Size) -> None:
    assert measure(text) == size


def test_no_escape_and_no_emoji_is_torn_between_two_segments() -> None:
    assert measure("a" * 152 + "€" + "a" * 153).segments == 3
    assert measure("你" * 66 + "🛎" + "你" * 67).segments == 3


@given(st.text(max_size=600))
def test_more_text_never_takes_fewer_segments(text: str) -> None:
    assert measure(text).segments <= measure(f"{text}a").segments


def test_the_alphabet_is_that_of_the_standard() -> None:
    assert len(BASIC) == 127, "128 places, one of them the escape"
    assert len(EXTENDED) == 10
    assert not BASIC & EXTENDED


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("“Breakfast” – it’s from 7…", '"Breakfast" - it\'s from 7...'),
        ("12\u202f€", "12 €"),
        ("“Frühstück” ab 7 🥐", "“Frühstück” ab 7 🥐"),
        ("„你好“", "„你好“"),
        ("plain", "plain"),
    ],
)
def test_typography_gives_way_where_that_alone_would_double_the_price(text: str, sent: str) -> None:
    assert plainer(text) == sent


def test_every_plainer_spelling_is_in_the_cheap_alphabet() -> None:
    assert {measure(plain).alphabet for plain in PLAINER.values()} == {GSM}
