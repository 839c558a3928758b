"""Proving a booking on a channel that proves nobody: the last name on it and its number (R6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from jack.model import names
from jack.model.clock import Micros

MIN_CODE, MAX_CODE = 4, 20
MAX_WORDS = 24
"""A longer message is no attempt: it could try many names at once."""
MAX_CODES = 2
_TOKEN = re.compile(r"[^\s,;:!?.()\"“”«»„：，。！？（）、；؟،؛।]+")


@cache
def _unspaced() -> re.Pattern[str]:
    """Scripts that write names without spaces between their parts. Wide ranges take long to compile:
    not at every start."""
    return re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Outcome(StrEnum):
    MATCHED = "matched"
    FAILED = "failed"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A guest's try, to be written down with the turn. `reservation_id` only where it matched.

    `is_last`: with this one the attempts are used up.
    """

    outcome: Outcome
    reservation_id: int | None = None
    is_last: bool = False
    method: str = "name+confirmation"


@dataclass(frozen=True, slots=True)
class Proven:
    """An attempt on record."""

    channel: str
    address: str
    reservation_id: int | None
    method: str
    outcome: Outcome
    created_at: Micros


@dataclass(frozen=True, slots=True)
class Said:
    """What a message offers as proof: words that may be a name, and numbers of bookings."""

    name: str
    codes: tuple[str, ...]


def read(text: str) -> Said | None:
    """The proof in a message; None when it offers none.

    A booking number is a word of 4 to 20 letters and digits with at least one digit, alone or
    with the word before it ("AUR 4K7Q2"); spelled with hyphens or without, in any case.
    """
    tokens = _TOKEN.findall(text)
    if not tokens or len(tokens) > MAX_WORDS:
        return None
    codes: list[str] = []
    used: set[int] = set()
    for at, token in enumerate(tokens):
        code = key(token)
        if not _has_digit(code) or not MIN_CODE <= len(code) <= MAX_CODE:
            continue
        before = key(tokens[at - 1]) if at else ""
        codes += [code, before + code] if len(before + code) <= MAX_CODE else [code]
        used.add(at)
    if not codes or len(used) > MAX_CODES:
        return None
    words = " ".join(token for at, token in enumerate(tokens) if at not in used)
    return Said(words, tuple(dict.fromkeys(codes)))


def key(confirmation: str) -> str:
    """A booking number as it is compared: capital letters and digits only."""
    return "".join(c for c in confirmation.upper() if c.isalnum())


def names_somebody(said: str, last_name: str) -> bool:
    """Whether every word of the last name was said, whatever else was said around it."""
    family = names.words(last_name)
    if _unspaced().search(last_name):
        return last_name.strip() in said
    return bool(family) and set(family) <= set(names.words(said))


def _has_digit(code: str) -> bool:
    return any(c.isdigit() for c in code)
