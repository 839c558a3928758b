"""What of a reply to one guest holds for all guests: without greeting, names, rooms and days (R6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jack.model import names
from jack.model.impersonal_words import (
    CLOSINGS,
    CLOSINGS_UNSPACED,
    DAYS,
    DAYS_UNSPACED,
    GREETINGS,
    GREETINGS_UNSPACED,
    MONTHS,
    any_of,
)
from jack.model.languages import fold
from jack.model.numbers import plain_digits
from jack.model.rooms import room_spans
from jack.model.times import is_tomorrow


@dataclass(frozen=True, slots=True)
class Private:
    """What a conversation is about besides its words: names of the people in it, rooms, codes
    (confirmation numbers, phone numbers, mail addresses)."""

    names: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impersonal:
    """`left_out` are sentences that speak of one guest or one day; greetings are just gone."""

    text: str
    left_out: tuple[str, ...] = ()


MOST_WORDS = 9
"""A greeting or a farewell is no longer than this; a longer sentence says something besides."""
MOST_SPOKEN_TO = 5
_GREETINGS = re.compile(any_of(GREETINGS, GREETINGS_UNSPACED))
_CLOSINGS = re.compile(any_of(CLOSINGS, CLOSINGS_UNSPACED))
_DAYS = re.compile(rf"(?<!\w){any_of(DAYS, DAYS_UNSPACED)}")
_MONTH = "|".join(fold(month) for month in MONTHS.split())
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|(?<!\d)\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)?(?!\d)|\d{1,2}月\d{1,2}[日号]"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s?(?:de |of |di )?(?:{_MONTH})[^\W\d]*"
    rf"|(?<!\w)(?:{_MONTH})[^\W\d]*\s\d{{1,2}}(?![\d:.]|\s?(?:am|pm|h))"
)
_TITLES = r"(?:(?:mr|mrs|ms|dr|herr|frau|sr|sra|m|mme|signora?)\.?\s+)?"
_TO = r"[,:!،、]"
_LEAST_DIGITS = 7
"""Of a telephone number: with or without the code of a country it is the same."""


def impersonal(text: str, private: Private, *, split: Callable[[str], Sequence[str]]) -> Impersonal:
    """The sentences of a reply that are nobody's own. `split` cuts a text at its sentences."""
    lines: list[str] = []
    left_out: list[str] = []
    for line in _without_farewell(text.split("\n")):
        kept = []
        for sentence in split(line):
            bare = _without_greeting(_without_names(sentence, private.names))
            if _is_phrase(bare, _GREETINGS) or _is_phrase(bare, _CLOSINGS):
                continue
            if _is_private(bare, private):
                left_out.append(sentence.strip())
            elif re.search(r"\w", bare):
                kept.append(_capital(bare.strip()))
        lines.append(" ".join(kept))
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Impersonal(whole, tuple(left_out))


def _without_farewell(lines: Sequence[str]) -> Iterator[str]:
    """What stands under "Kind regards" is a name."""
    for line in lines:
        yield line
        if _is_phrase(line, _CLOSINGS):
            return


def _is_phrase(sentence: str, phrase: re.Pattern[str]) -> bool:
    plain = fold(sentence).lstrip(" -–—¡¿")
    words = len(re.findall(r"\w+", plain))
    is_short = words <= MOST_WORDS and not re.search(r"\d", plain)
    return is_short and phrase.match(plain) is not None


def _without_names(sentence: str, people: Sequence[str]) -> str:
    """Without the name of whom it is said to: "Yes, Ana, we have one" is "Yes, we have one"."""
    parts = {part for name in people for part in (name, *name.split()) if part}
    for name in sorted(parts, key=len, reverse=True):
        called = _TITLES + re.escape(name)
        sentence = re.sub(rf"^\s*{called}\s*{_TO}\s*", "", sentence, flags=re.I)
        inside = rf"\s*[,،、]\s*{called}(?=\s*[,.!?،。！？]|\s*$)"
        sentence = re.sub(inside, "", sentence, flags=re.I)
    return sentence


def _without_greeting(sentence: str) -> str:
    """Without "Good morning, Ms Silva," before what is said."""
    head, *rest = re.split(rf"{_TO}\s*", sentence, maxsplit=1)
    is_short = len(re.findall(r"\w+", head)) <= MOST_SPOKEN_TO
    return rest[0] if rest and rest[0] and is_short and _is_phrase(head, _GREETINGS) else sentence


def _is_private(sentence: str, private: Private) -> bool:
    plain = plain_digits(sentence)
    mine = {part for name in private.names for part in names.words(name) if len(part) > 1}
    said = set(names.words(re.sub(r"['’]s\b", "", sentence)))
    return bool(
        mine & said
        or any(re.search(rf"(?<!\w){re.escape(fold(room))}(?!\w)", plain) for room in private.rooms)
        or any(_holds(plain, code) for code in private.codes)
        or room_spans(plain)
        or _DAYS.search(plain)
        or is_tomorrow(sentence)
        or _DATE.search(plain)
    )


def _holds(plain: str, code: str) -> bool:
    squeezed, wanted = (re.sub(r"[\s().+-]", "", text) for text in (plain, fold(code)))
    if wanted.isdecimal() and len(wanted) > _LEAST_DIGITS:
        return wanted[-_LEAST_DIGITS:] in squeezed
    return re.search(rf"(?<!\w){re.escape(fold(code))}(?!\w)", plain) is not None


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
