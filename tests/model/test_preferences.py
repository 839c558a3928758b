"""Preferences: what was said stays said, what was learned fades."""

from __future__ import annotations

import pytest

from jack.model.clock import DAY
from jack.model.preferences import (
    HALF_LIFE,
    MAX_LEARNED,
    MAX_TOLD,
    Preference,
    PreferenceSource,
    seen_again,
    tidy,
    told,
)

AT = 1_800_000_000_000_000


def preference(
    value: str = "quiet room",
    *,
    name: str = "room",
    source: PreferenceSource = PreferenceSource.LEARNED,
    confidence: float = 0.8,
    seen_at: int = AT,
) -> Preference:
    return Preference(1, name, value, source, confidence, None, seen_at, seen_at)


def test_something_learned_is_half_as_sure_after_its_half_life() -> None:
    liked = preference()

    assert liked.confidence_at(AT) == pytest.approx(0.8)
    assert liked.confidence_at(AT + HALF_LIFE) == pytest.approx(0.4)
    assert liked.confidence_at(AT + 2 * HALF_LIFE) == pytest.approx(0.2)
    assert liked.confidence_at(AT - DAY) == pytest.approx(0.8)


@pytest.mark.parametrize("source", sorted(set(PreferenceSource) - {PreferenceSource.LEARNED}))
def test_what_somebody_said_does_not_fade(source: PreferenceSource) -> None:
    said = preference(source=source, confidence=1.0)

    assert said.confidence_at(AT + 20 * HALF_LIFE) == 1.0


def test_each_sign_halves_the_doubt_and_none_makes_certain() -> None:
    once = seen_again(0.0)
    twice = seen_again(once)

    assert (once, twice) == (0.5, 0.75)
    for _ in range(20):
        twice = seen_again(twice)
    assert twice == MAX_LEARNED


def test_models_hear_what_is_sure_the_surest_first() -> None:
    faded = preference("bathtub", seen_at=AT - 2 * HALF_LIFE)
    sure = preference("vegan", name="diet", source=PreferenceSource.STATED, confidence=1.0)
    from_pms = preference("Likes tea", name="note", source=PreferenceSource.PMS, confidence=1.0)

    heard = told([preference(), faded, sure, from_pms], AT)

    assert heard == ("diet: vegan", "Likes tea", "room: quiet room")
    assert len(told([preference(str(n)) for n in range(40)], AT)) == MAX_TOLD


def test_a_preference_is_one_line() -> None:
    assert tidy("  quiet\n room ") == "quiet room"
    assert len(tidy("x" * 999)) == 200
