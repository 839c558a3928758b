"""Where what the hotel has written down says two things: other times, prices, numbers for one matter.

A pair is only worth a person's look when it is nearly surely one: sentences that speak of the same
in the same words, and differ on both sides.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jack.model.contradiction_words import (
    CHECK_IN,
    CHECK_OUT,
    NETWORK,
    QUALIFIERS,
    RECEPTION,
    WIFI,
)
from jack.model.facts import Fact, FactKind, facts
from jack.model.gaps import COMMON
from jack.model.languages import fold

Split = Callable[[str], Sequence[str]]

ALIKE = 0.6
"""Share of the shorter sentence's words that two about the same have in common."""


class Matter(StrEnum):
    TIME = "time"
    PRICE = "price"
    PHONE = "phone"
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    WIFI = "wifi"


_KINDS = {
    FactKind.TIME: Matter.TIME,
    FactKind.PRICE: Matter.PRICE,
    FactKind.PHONE: Matter.PHONE,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """An entry as it is compared."""

    entry_id: int
    version: int
    title: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the hotel's settings say that entries may say too. Times are like "15:00"."""

    checkin_time: str = ""
    checkout_time: str = ""
    phone: str = ""
    wifi_network: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and where it stands; without an entry it is the hotel's profile."""

    text: str
    entry_id: int | None = None
    version: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    matter: Matter
    one: Said
    other: Said

    @property
    def key(self) -> str:
        """The same for the same two sentences, and another once one of them is changed."""
        parts = sorted(f"{said.entry_id}:{said.text}" for said in (self.one, self.other))
        return hashlib.sha256("\x1f".join([self.matter, *parts]).encode()).hexdigest()[:32]


def between(one: Statement, other: Statement, *, split: Split) -> list[Contradiction]:
    """Two entries about the same thing, in one language or in two."""
    if one.language != other.language:
        return list(_translations(one, other))
    found: dict[Matter, Contradiction] = {}
    for mine in split(one.body):
        for theirs in split(other.body):
            if not _same_matter(f"{one.title} {mine}", f"{other.title} {theirs}", mine, theirs):
                continue
            for matter in differing(facts(mine), facts(theirs)):
                found.setdefault(
                    matter, Contradiction(matter, _said(one, mine), _said(other, theirs))
                )
    return list(found.values())


def with_profile(entry: Statement, hotel: Profile, *, split: Split) -> list[Contradiction]:
    """What an entry says of check-in, check-out, the reception's number and the Wi-Fi, against what
    the hotel's profile says."""
    return [
        Contradiction(matter, _said(entry, sentence), Said(text))
        for sentence in split(entry.body)
        for matter, text in _against_profile(entry, sentence, hotel)
    ]


def _against_profile(
    entry: Statement, sentence: str, hotel: Profile
) -> Iterator[tuple[Matter, str]]:
    plain, title = fold(sentence), fold(entry.title)
    found = facts(sentence)
    times = [fact for fact in found if fact.kind is FactKind.TIME]
    narrowed = _qualifiers(f"{title} {plain}")
    about_in, about_out = CHECK_IN.search(plain), CHECK_OUT.search(plain)
    if times and not narrowed and bool(about_in) != bool(about_out):
        matter = Matter.CHECK_IN if about_in else Matter.CHECK_OUT
        wanted = hotel.checkin_time if about_in else hotel.checkout_time
        if wanted and not any(_minutes(wanted) in fact.values for fact in times):
            yield matter, wanted
    phones = [fact for fact in found if fact.kind is FactKind.PHONE]
    own = [fact for fact in facts(hotel.phone) if fact.kind is FactKind.PHONE]
    if phones and own and RECEPTION.search(plain) and _unmatched(own, phones):
        yield Matter.PHONE, hotel.phone
    network = NETWORK.search(sentence)
    is_wifi = WIFI.search(plain) or WIFI.search(title)
    is_other = network and fold(network["name"].rstrip(".")) != fold(hotel.wifi_network)
    if hotel.wifi_network and is_other and is_wifi:
        yield Matter.WIFI, hotel.wifi_network


def _translations(one: Statement, other: Statement) -> Iterator[Contradiction]:
    """Texts that say the same in two languages hold the same facts, as many of each kind."""
    if _qualifiers(fold(one.title)) != _qualifiers(fold(other.title)):
        return
    mine, theirs = facts(one.body), facts(other.body)
    for matter in differing(mine, theirs):
        kind = next(kind for kind, name in _KINDS.items() if name is matter)
        counts = [sum(fact.kind is kind for fact in found) for found in (mine, theirs)]
        if counts[0] == counts[1]:
            yield Contradiction(
                matter, _said(one, _line(one.body, mine, theirs)),
                _said(other, _line(other.body, theirs, mine)),
            )  # fmt: skip


def _line(body: str, mine: Sequence[Fact], theirs: Sequence[Fact]) -> str:
    """The line that holds what only this side says."""
    alone = _unmatched(mine, theirs)
    lines = [line for line in re.split(r"\n|(?<=[.!?。！？])\s", body) if line.strip()]
    return next(
        (line for line in lines if any(each in alone for each in facts(line))), lines[0]
    ).strip()


def differing(mine: Sequence[Fact], theirs: Sequence[Fact]) -> Iterator[Matter]:
    """Kinds of facts of which each side has one that the other lacks."""
    for kind, matter in _KINDS.items():
        one = [fact for fact in mine if fact.kind is kind]
        other = [fact for fact in theirs if fact.kind is kind]
        if _unmatched(one, other) and _unmatched(other, one):
            yield matter


def _unmatched(mine: Sequence[Fact], theirs: Sequence[Fact]) -> list[Fact]:
    """Facts without one of their own on the other side: "8:00 to 20:00" has no 8:00 in "10:00 to
    20:00", though 8:00 may mean the evening."""
    left = {fact.values: fact for fact in mine}
    free = {fact.values for fact in theirs}
    for values in [*left]:
        if values in free:
            free.remove(values)
            del left[values]
    for values in [*left]:
        if (
            match := next((each for each in free if not values.isdisjoint(each)), None)
        ) is not None:
            free.remove(match)
            del left[values]
    return [*left.values()]


def _same_matter(one: str, other: str, mine: str, theirs: str) -> bool:
    if _qualifiers(fold(one)) != _qualifiers(fold(other)):
        return False
    words, others = _words(mine), _words(theirs)
    least = min(len(words), len(others))
    return least > 0 and len(words & others) >= ALIKE * least


def _qualifiers(plain: str) -> frozenset[str]:
    return frozenset(name for name, words in QUALIFIERS.items() if words.search(plain))


_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SHORT = 3


def _words(sentence: str) -> frozenset[str]:
    """What a sentence is made of: words by their first letters, which stay when they are bent; pairs
    of signs where there are no spaces."""
    found: set[str] = set()
    for word in _TOKEN.findall(fold(sentence)):
        if _SIGNS.search(word):
            found |= {word[i : i + 2] for i in range(max(1, len(word) - 1))}
        elif len(word) > _SHORT and word not in COMMON:
            found.add(word if "-" in word else word[:6])
    return frozenset(found)


def _minutes(clock: str) -> str:
    hour, _, minute = clock.partition(":")
    return str(int(hour) * 60 + int(minute))


def _said(entry: Statement, sentence: str) -> Said:
    return Said(sentence.strip(), entry.entry_id, entry.version, entry.title)
