"""The facts that a text states, to hold them against what they should rest on (R4).

Times, prices, telephone numbers, mail addresses, links, rooms, people and other numbers, in the
guest languages. Reading is strict in what a reply says and generous in what a source may mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from jack.model.fact_words import (
    BEFORE,
    BEFORE_LATE,
    CURRENCY,
    DOMAINS,
    EVENING,
    FREE,
    INCLUDED,
    MORNING,
    NOON,
    TITLE,
    TO,
    WIDE,
    WORD_AMOUNT,
)
from jack.model.languages import fold
from jack.model.numbers import NUMBERS, WIDE_HOURS, plain_digits
from jack.model.rooms import room_spans

HALF_DAY = 12 * 60
DAY = 24 * 60


class FactKind(StrEnum):
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    PRICE = "price"
    TIME = "time"
    ROOM = "room"
    PERSON = "person"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Fact:
    """`shown` is how the text says it; `values` are what it may mean, any of which will do."""

    kind: FactKind
    shown: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What may be said: the values of each kind that some texts hold."""

    values: dict[FactKind, frozenset[str]] = field(default_factory=dict)

    def hold(self, fact: Fact) -> bool:
        if fact.kind is FactKind.NUMBER and fact.values & HARMLESS:
            return True
        return not fact.values.isdisjoint(self.values.get(fact.kind, frozenset()))


HARMLESS = frozenset({"0", "1", "2", "24"})
"""Numbers of everyday speech: one thing, two people, round the clock."""
NOTHING = "0"
"""The price of what costs nothing."""


def facts(text: str) -> list[Fact]:
    """Every fact a text states, each once."""
    plain = plain_digits(_LIST_MARK.sub("", text))
    found: list[Fact] = []
    for read in _READERS:
        taken = list(read(plain))
        found += [fact for fact, _ in taken]
        for _, (start, end) in taken:
            plain = plain[:start] + "\0" * (end - start) + plain[end:]
    return list(dict.fromkeys(found + list(_people(text))))


def grounds(texts: Iterable[str]) -> Grounds:
    """What the texts allow to be said."""
    values: dict[FactKind, set[str]] = {kind: set() for kind in FactKind}
    for text in texts:
        plain = plain_digits(text)
        for fact in facts(text):
            values[fact.kind] |= fact.values
        if _INCLUDED.search(plain):
            values[FactKind.PRICE].add(NOTHING)
        for run in _DIGITS.findall(plain):
            values[FactKind.NUMBER] |= _readings(run)
            values[FactKind.NUMBER] |= {str(int(part)) for part in re.findall(r"\d+", run)}
        for loose in _LOOSE_TIME.finditer(plain):
            for hour, minute in (loose.group(1, 2), loose.group(3, 4), loose.group(5, 6)):
                if hour is not None:
                    values[FactKind.TIME] |= _meant(int(hour), int(minute or 0), "")
        for fact in facts(_ISO_DATE.sub(" ", text)):
            if fact.kind is FactKind.NUMBER:
                values[FactKind.PRICE] |= fact.values
                values[FactKind.ROOM] |= fact.values
        values[FactKind.PERSON] |= set(re.findall(r"[^\W\d_]+", fold(text)))
    return Grounds({kind: frozenset(of_kind) for kind, of_kind in values.items()})


def unheld(text: str, *allowed: Grounds) -> list[Fact]:
    """The facts of a text that none of the grounds hold."""
    return [fact for fact in facts(text) if not any(each.hold(fact) for each in allowed)]


# -- links, addresses, telephone numbers -----------------------------------------------------------

_Found = Iterator[tuple[Fact, tuple[int, int]]]

_MAIL = re.compile(r"(?:mailto:)?[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:javascript|data|vbscript|tel|sms|whatsapp|file):|www\.)[^\s<>\"'`)\]}，。、]+"
    rf"|(?<![\w.@-])(?:[a-z0-9-]{{2,}}\.)+(?:{DOMAINS})(?![\w-])(?:[/?#:][^\s<>\"'`)\]}}，。、]*)?"
)
_PHONE = re.compile(r"(?<![\w])(?:\+|00)?\d(?:[\s\u00a0().\-/]{0,2}\d){6,15}(?!\w)")
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")


def _links(plain: str) -> _Found:
    for found in _LINK.finditer(plain):
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", found[0].rstrip(".,;:!?")).rstrip("/")
        yield Fact(FactKind.LINK, found[0], frozenset({bare})), found.span()


def _mails(plain: str) -> _Found:
    for found in _MAIL.finditer(plain):
        address = re.sub(r"\s|^mailto:", "", found[0]).replace("(at)", "@").replace("[at]", "@")
        yield Fact(FactKind.EMAIL, found[0], frozenset({address.rstrip(".")})), found.span()


def _phones(plain: str) -> _Found:
    for found in _PHONE.finditer(plain):
        if _ISO_DATE.search(found[0]):
            continue
        digits = re.sub(r"\D", "", found[0])
        if len(digits) >= 7:
            yield Fact(FactKind.PHONE, found[0], frozenset({digits[-7:]})), found.span()


# -- prices ------------------------------------------------------------------------------------------

_AMOUNT = r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_PRICE = re.compile(
    rf"(?P<before>{_AMOUNT})\s?(?:{CURRENCY})|(?:{CURRENCY})\s?(?P<after>{_AMOUNT})"
    rf"|(?<!\w)(?P<word>{WORD_AMOUNT}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\s(?:{CURRENCY})"
)
_FREE, _INCLUDED = re.compile(FREE), re.compile(INCLUDED)


def _prices(plain: str) -> _Found:
    for found in _PRICE.finditer(plain):
        amount = found["before"] or found["after"]
        meant = _readings(amount) if amount else {_worded(found["word"])}
        yield Fact(FactKind.PRICE, found[0], frozenset(meant)), found.span()
    for found in _FREE.finditer(plain):
        yield Fact(FactKind.PRICE, found[0], frozenset({NOTHING})), found.span()


def _worded(word: str) -> str:
    return str(NUMBERS[word]) if word in NUMBERS else f"word {word}"


# -- times -------------------------------------------------------------------------------------------

LONGEST_TO = 9
"""Characters between the two ends of a range of times."""
_TIME = re.compile(
    rf"(?:(?<![\w.,:])(?P<range>[01]?\d|2[0-3])(?=(?:{TO})\d))"
    rf"|(?P<lead>{BEFORE}|{BEFORE_LATE})?\s?(?<![\d.,:])(?P<hour>[01]?\d|2[0-4]|(?:{WIDE})(?=[点時]))"
    r"(?:(?:\s?[:：h時点]\s?(?P<minute>[0-5]\d)(?!\d)分?|\.(?P<dotted>[0-5]\d)(?=\s?(?:uhr|h\b|a\.?m|p\.?m|bis|[-–]))|(?P<half>[点時]半))"
    rf"\s?(?P<mark>{MORNING}|{EVENING})?"
    rf"|\s?(?:(?P<bare>{MORNING}|{EVENING})|uhr(?!\w)|o'clock|h(?![\w])|heures?(?!\w)(?! par)|[点時](?!間|间)"
    r"|बजे|часов(?! утра)|часа|час(?!\w)))"
)
_LOOSE_TIME = re.compile(
    r"(?<![\d.,])([01]?\d|2[0-3])(?:\.([0-5]\d))?\s?[-–]\s?([01]?\d|2[0-4])(?:\.([0-5]\d))?(?![\d.,])"
    r"|(?<![\d.,])([01]?\d|2[0-3])\.([0-5]\d)(?![\d.,])"
)
"""What may be a time in a source: "7-10", "7.30 - 10.30", "22.00"."""
_HALF_PAST = re.compile(r"half past (\w+)|halb (\w+)")
_NAMED = re.compile("|".join(rf"(?<!\w){fold(word)}(?!\w)" for word in NOON))
_SPOKEN = re.compile(
    r"(?<!\w)(?:at|until|till|from|um|ab|a las|hasta las|desde las|alle|dalle|as|das|à|в|до|с) ("
    + "|".join(
        sorted(
            (word for word, n in NUMBERS.items() if n > 1 and word != "once"), key=len, reverse=True
        )
    )
    + r")(?=\s*(?:$|[.,;!?)]|to\b|until\b|o'clock|uhr\b|in the|sharp|am\b|pm\b|bis\b|de la\b"
    r"|and\b|every|daily|on\b|heures))"
)


def _times(plain: str) -> _Found:
    opened: re.Match[str] | None = None
    for found in _TIME.finditer(plain):
        if found["range"]:
            opened = found
            continue
        if opened is not None and found.start("hour") - opened.end() <= LONGEST_TO:
            values = frozenset(_meant(int(opened["range"]), 0, ""))
            yield Fact(FactKind.TIME, opened[0].strip(), values), opened.span()
        opened = None
        yield Fact(FactKind.TIME, found[0].strip(), frozenset(_clock(found))), found.span()
    for found in _NAMED.finditer(plain):
        minutes = next(value for word, value in NOON.items() if fold(word) == found[0])
        yield Fact(FactKind.TIME, found[0], frozenset({str(minutes)})), found.span()
    for found in _HALF_PAST.finditer(plain):
        word = found[1] or found[2]
        if (spoken := NUMBERS.get(word) or (int(word) if word.isdecimal() else None)) is not None:
            hour = spoken if found[1] else (spoken - 1) % 12
            yield Fact(FactKind.TIME, found[0], frozenset(_meant(hour, 30, ""))), found.span()
    for found in _SPOKEN.finditer(plain):
        values = frozenset(_meant(NUMBERS[found[1]], 0, ""))
        yield Fact(FactKind.TIME, found[0], values), found.span()


def _clock(found: re.Match[str]) -> set[str]:
    hour = WIDE_HOURS.get(found["hour"]) or int(found["hour"])
    minute = 30 if found["half"] else int(found["minute"] or found["dotted"] or 0)
    if mark := found["mark"] or found["bare"]:
        return _meant(hour, minute, "pm" if re.fullmatch(EVENING, mark) else "am")
    if lead := found["lead"]:
        return _meant(hour, minute, "am" if re.fullmatch(BEFORE, lead) else "pm")
    return _meant(hour, minute, "")


def _meant(hour: int, minute: int, sign: str) -> set[str]:
    """Minutes of the day that a clock time may mean; "6:30" alone is morning or evening."""
    minutes = hour % 24 * 60 + minute
    if sign == "pm":
        return {str(minutes if hour >= 12 else minutes + HALF_DAY)}
    if sign == "am":
        return {str(minutes % HALF_DAY if hour == 12 else minutes)}
    if 1 <= hour <= 12:
        return {str(minutes), str((minutes + HALF_DAY) % DAY)}
    return {str(minutes)}


# -- rooms, people, numbers --------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+(?:[.,'\u00a0\u202f]\d+)*")
_LIST_MARK = re.compile(r"(?m)^\s*\d{1,2}[.)]\s")
_NAMED_PERSON = re.compile(
    rf"(?<!\w){TITLE}\.?\s+((?:[^\W\d_a-zа-я][\w'’-]+)(?:\s+[^\W\d_a-zа-я][\w'’-]+){{0,2}})"
    r"|([一-龥ァ-ヴー]{1,6})(?:先生|女士|小姐)|([一-龥ァ-ヴー]{2,6})様"
)
_NOBODY = frozenset({"お客", "客", "各位", "您的", "皆"})


def _rooms(plain: str) -> _Found:
    for start, end in room_spans(plain):
        number = re.search(r"\d{1,4}\s?[a-z]?(?!\w)", plain[start:end])
        if number is not None:
            shown = number[0].replace(" ", "").upper()
            yield Fact(FactKind.ROOM, plain[start:end].strip(), frozenset({shown})), (start, end)


def _people(text: str) -> Iterator[Fact]:
    for found in _NAMED_PERSON.finditer(text):
        name = next(group for group in found.groups() if group)
        if name in _NOBODY:
            continue
        words = frozenset(fold(name).split())
        yield Fact(FactKind.PERSON, found[0].strip(), words)


def _numbers(plain: str) -> _Found:
    for found in _DIGITS.finditer(plain):
        runs = re.findall(r"\d+", found[0]) if _ISO_DATE.fullmatch(found[0]) else [found[0]]
        for run in runs:
            yield Fact(FactKind.NUMBER, run, frozenset(_readings(run))), found.span()


def _readings(number: str) -> set[str]:
    """What digits may mean: "1.234,50", "1,234.50" and "1234.5" are one number."""
    parts = re.split(r"[.,'\u00a0\u202f ]", number)
    whole = str(int("".join(parts)))
    if len(parts) == 1:
        return {whole}
    tail = parts[-1].rstrip("0")
    head = str(int("".join(parts[:-1])))
    decimal = f"{head}.{tail}" if tail else head
    return {decimal} if len(parts[-1]) != 3 else {decimal, whole}


_READERS = (_mails, _links, _prices, _times, _phones, _rooms, _numbers)
