"""Conditions are read by hand: typed, bounded, and with errors that say where and what instead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jack.automations.conditions import (
    MAX_CHARS,
    NAMES,
    Mistake,
    Type,
    Value,
    holds,
    names_in,
    parse,
)

ANA: dict[str, Value] = {
    "guest.language": "pt",
    "guest.is_vip": True,
    "guest.loyalty": None,
    "guest.tags": ("family", "Allergy"),
    "guest.is_first_stay": False,
    "stay.nights": 3,
    "stay.room_type": "Deluxe",
    "stay.arrival": date(2027, 6, 1),
    "channel": "whatsapp",
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "guest.is_vip",
        "guest.is_vip = yes",
        "not guest.is_first_stay",
        "stay.nights >= 3",
        "stay.nights > 2.5 and stay.nights < 4",
        'stay.room_type = "deluxe"',
        'stay.room_type in ("suite", "DELUXE")',
        "channel not in ('sms', 'email')",
        'guest.tags has "allergy"',
        "stay.arrival >= 2027-06-01 and stay.arrival < 2027-07-01",
        "guest.is_first_stay or (guest.is_vip and not (stay.nights = 1))",
        'guest.loyalty != "gold"',
        "not guest.is_first_stay and not not guest.is_vip",
    ],
)
def test_what_holds_for_ana(text: str) -> None:
    assert holds(parse(text), ANA)


@pytest.mark.parametrize(
    "text",
    [
        "guest.is_first_stay",
        "stay.nights < 3",
        "stay.nights = 4 or channel = 'sms'",
        'guest.tags has "fam"',
        'guest.loyalty = "gold"',
        'guest.loyalty in ("gold")',
        "stay.children > 0",
        "rating.score >= 4",
        "stay.departure > 2020-01-01",
    ],
)
def test_what_does_not_hold_for_ana(text: str) -> None:
    assert not holds(parse(text), ANA)


@pytest.mark.parametrize(
    ("text", "position", "part"),
    [
        ("guest.vip", 1, "Did you mean guest.is_vip?"),
        ("guest.is_vip and stay.night > 2", 18, "Did you mean stay.nights?"),
        ("stay.nights", 1, "compare it"),
        ('stay.nights = "3"', 15, "number"),
        ("stay.nights >", 14, "missing"),
        ('channel = "sms', 11, "quote"),
        ("channel > 'a'", 1, "numbers and dates"),
        ("stay.arrival = 2027-02-30", 16, "calendar"),
        ("(guest.is_vip", 14, ") is missing"),
        ("guest.is_vip guest.is_vip", 14, "not expected"),
        ("guest.tags = 'family'", 1, "has"),
        ("channel has 'sms'", 1, "has"),
        ("stay.nights in (1, 'two')", 20, "number"),
        ("channel in (guest.language)", 13, "no names"),
        ("__import__('os')", 1, "There is no __import__"),
        ("guest.__class__", 1, "There is no"),
        ("guest.is_vip; 1", 13, "no meaning"),
        ("and", 1, "not expected"),
        ("9" * 40, 1, "no meaning"),
    ],
)
def test_a_mistake_names_its_place_and_what_was_meant(text: str, position: int, part: str) -> None:
    with pytest.raises(Mistake) as caught:
        parse(text)

    assert caught.value.position == position
    assert part in str(caught.value)


def test_length_and_depth_are_bounded() -> None:
    with pytest.raises(Mistake, match="1000 characters"):
        parse("guest.is_vip and " * 100)
    with pytest.raises(Mistake, match="deeper"):
        parse("(" * 400 + "guest.is_vip" + ")" * 400)
    with pytest.raises(Mistake, match="deeper"):
        parse("not " * 200 + "guest.is_vip")


def test_it_tells_which_names_it_asks_for() -> None:
    condition = parse(
        "guest.is_vip and (stay.nights > 2 or channel in ('sms')) and not guest.has_phone"
    )

    assert names_in(condition) == {"guest.is_vip", "stay.nights", "channel", "guest.has_phone"}


_OF_TYPE: dict[Type, st.SearchStrategy[Value]] = {
    Type.TEXT: st.none() | st.text(max_size=8),
    Type.NUMBER: st.none() | st.integers(-5, 400) | st.decimals(0, 9, places=1),
    Type.FLAG: st.none() | st.booleans(),
    Type.DATE: st.none() | st.dates(),
    Type.TEXTS: st.lists(st.text(max_size=8), max_size=3).map(tuple),
}
VALUES = st.fixed_dictionaries({name: _OF_TYPE[known.type] for name, known in NAMES.items()})
_PIECES = (
    *NAMES,
    *("and", "or", "not", "in", "has", "yes", "no", "(", ")", ",", "=", "!=", "<", "<=", ">="),
    *('"suite"', "'sms'", "3", "2.5", "2027-06-01", "2027-13-40", ".", "__class__", "lambda", "\\"),
)
WORDS = st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join)


@settings(max_examples=500, deadline=None)
@given(text=st.text(max_size=MAX_CHARS + 20) | WORDS, values=VALUES)
def test_no_text_does_anything_but_be_a_condition_or_a_mistake(
    text: str, values: dict[str, Value]
) -> None:
    understood = position = None
    try:
        understood = parse(text)
    except Mistake as mistake:
        position = mistake.position

    if understood is None:
        assert position in range(1, max(len(text), MAX_CHARS) + 2)
    else:
        assert holds(understood, values) in (True, False)
        assert holds(understood, {}) in (True, False)
        assert names_in(understood) <= set(NAMES)


@st.composite
def sentences(draw: st.DrawFn, depth: int = 0) -> str:
    """Conditions that are right by construction."""
    if depth < 3 and draw(st.booleans()):
        left, right = draw(sentences(depth + 1)), draw(sentences(depth + 1))
        return draw(
            st.sampled_from((f"({left} and {right})", f"{left} or {right}", f"not ({left})"))
        )
    name = draw(st.sampled_from(sorted(NAMES)))
    match NAMES[name].type:
        case Type.FLAG:
            return draw(st.sampled_from((name, f"{name} = no", f"not {name}")))
        case Type.NUMBER:
            return f"{name} {draw(st.sampled_from(('=', '<', '>=')))} {draw(st.integers(0, 999))}"
        case Type.DATE:
            return f"{name} <= {draw(st.dates()).isoformat()}"
        case Type.TEXTS:
            return f'{name} has "family"'
        case _:
            return f'{name} in ("a", "b")'


@settings(max_examples=200, deadline=None)
@given(text=sentences(), values=VALUES)
def test_right_conditions_are_understood(text: str, values: dict[str, Value]) -> None:
    if len(text) > MAX_CHARS:
        return

    assert holds(parse(text), values) is not holds(parse(f"not ({text})"), values)


def test_numbers_are_exact() -> None:
    assert holds(parse("rating.score = 4.5"), {"rating.score": Decimal("4.5")})
