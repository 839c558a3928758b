"""Whether two questions ask for the same, and whether a question is about its asker or the moment.

For answers that are kept: here it is worse to take two questions for one than to ask once more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jack.model.concepts import concepts
from jack.model.languages import fold
from jack.model.numbers import plain_digits
from jack.model.sameness_words import ASPECTS, FILLERS, OF_NOW, PERSONAL

_FILLERS = frozenset(fold(word) for word in FILLERS.split())

MOST_CHARS = 200
LEAST_WORDS = 2
"""A question of one word leans on what was said before."""
NEAR = 0.93
NEAR_IN_A_RESPECT = 0.90
"""So near lie two questions that ask for the same thing in other words (multilingual-e5-small). It
may be less where both name the same respect: when, how much, where."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question asks for: its words without fillers, things, aspects and numbers."""

    words: frozenset[str]
    things: frozenset[str]
    aspects: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=512)
def matter(text: str) -> Matter:
    plain = plain_digits(text)
    words = frozenset(re.findall(r"[^\W\d_]+", plain)) - _FILLERS
    aspects = frozenset(
        name for name, pattern in _compiled().items() if pattern.search(plain) is not None
    )
    return Matter(words, concepts(text), aspects, frozenset(re.findall(r"\d+", plain)))


def asks_the_same(one: Matter, other: Matter, similarity: float) -> bool:
    """The same words, or near in meaning and about the same things in the same respect."""
    if one.numbers != other.numbers or one.aspects != other.aspects:
        return False
    if one.words and one.words == other.words:
        return True
    is_about_the_same = bool(one.things) and one.things == other.things
    least = NEAR_IN_A_RESPECT if one.aspects else NEAR
    return is_about_the_same and similarity >= least


def is_general(text: str) -> bool:
    """Whether a question is about the hotel: not its asker, not the moment, and whole in itself."""
    plain = fold(text)
    if len(text) > MOST_CHARS or any(letter.isdigit() for letter in text):
        return False
    if _personal().search(plain) or _of_now().search(plain):
        return False
    found = matter(text)
    return bool(found.things) and (
        len(found.words) >= LEAST_WORDS or len(text.split()) >= LEAST_WORDS
    )


@lru_cache(maxsize=1)
def _compiled() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(fold(pattern)) for name, pattern in ASPECTS.items()}


@lru_cache(maxsize=1)
def _personal() -> re.Pattern[str]:
    return re.compile(PERSONAL)


@lru_cache(maxsize=1)
def _of_now() -> re.Pattern[str]:
    return re.compile(OF_NOW)
