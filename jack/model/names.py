"""Names of people compared as people compare them: case, accents and order do not count."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)
_SPELLED_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
"""German writes ä as ae where a keyboard lacks it; both sides are folded the same way."""


def words(name: str) -> tuple[str, ...]:
    """The parts of a name, folded: `("nora", "whitcombe")` of "Whitcombe, NORA"; sorted."""
    folded = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    parts = "".join(c if c.isalnum() else " " for c in bare.replace("'", "").replace("’", ""))
    return tuple(sorted(_short(part) for part in parts.split()))


def is_same(one: str, other: str) -> bool:
    """The same words, whatever their order. Empty names are nobody's."""
    mine = words(one)
    return bool(mine) and mine == words(other)


def may_be_same(one: str, other: str) -> bool:
    """All words of the shorter name are in the longer one ("Ana" and "Ana Silva"), or one is empty."""
    mine, theirs = set(words(one)), set(words(other))
    return mine <= theirs or theirs <= mine


def _short(word: str) -> str:
    for long, letter in _SPELLED_OUT:
        word = word.replace(long, letter)
    return word
