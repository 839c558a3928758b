"""Dates as files write them, and which of day and month comes first in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from jack.errors import Invalid
from jack.pms.files.imported import Unreadable
from jack.pms.files.texts import fold

MONTH_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "ar", "hi")
YEARS_BACK, YEARS_AHEAD = 30, 5
"""Dates further from today are empty values (1900-01-01, 9999-12-31) or misread."""
LONG_STAY = timedelta(days=60)
"""Read in the wrong order two nights are two months. One month is not held against an order: there
are guests who stay from the first to the first."""
FEW, MANY = 0.1, 0.5
"""An order is believed when at most so many stays speak against it, and at least so many against
every other."""


class Order(StrEnum):
    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True, slots=True)
class Written:
    """A date in one of `orders`; a time of day counts only where its zone may move the day."""

    numbers: tuple[int, int, int]
    orders: tuple[Order, ...]
    at: time | None = None
    zone: tzinfo | None = None

    def day(self, order: Order, hotel: ZoneInfo) -> date | None:
        """The hotel's day; None if there is no such day. `order` counts only where it is open."""
        chosen = order if order in self.orders else self.orders[0]
        first, second, third = self.numbers
        year, month, day = {
            Order.DMY: (third, second, first),
            Order.MDY: (third, first, second),
            Order.YMD: (first, second, third),
        }[chosen]
        try:
            found = date(year + 2000 if year < 100 else year, month, day)
            if self.at is None or self.zone is None:
                return found
            return datetime.combine(found, self.at, self.zone).astimezone(hotel).date()
        except (ValueError, OverflowError):
            return None


# -- reading one -----------------------------------------------------------------------------------

_TIME = (
    r"(?:(?:\s+|\s*[T,]\s*)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"\s*(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?|[\[(]?[A-Za-z][\w/+-]{0,48}[\])]?)?)?"
)
_WORD = r"(?P<word>[^\W\d_][^\W\d_]*)\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_PATTERNS = tuple(
    re.compile(pattern + _TIME)
    for pattern in (
        r"(?P<a>\d{4})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,2})",
        r"(?P<a>\d{4})(?P<b>\d{2})(?P<c>\d{2})",
        r"(?P<a>\d{4})\s?年\s?(?P<b>\d{1,2})\s?月\s?(?P<c>\d{1,2})\s?日",
        r"(?P<a>\d{1,2})(?P<mark>[-/.])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<c>\d{4}|\d{2})",
        rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s/-]*(?:de |of )?{_WORD},?(?: de| del)?[\s/-]*{_YEAR}",
        rf"{_WORD}[\s-]*(?P<day>\d{{1,2}}){_ORDINAL},?[\s-]+(?P<year>\d{{4}})",
    )
)
_WEEKDAY = re.compile(r"[^\W\d_]{1,12}\.?,?\s+")
_OCLOCK = frozenset({"h", "hrs", "uhr"})
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")


def read(text: str) -> Written:
    """Raises Unreadable for what is no date, or one with a time in a zone that does not exist."""
    candidates = [text]
    if weekday := _WEEKDAY.match(text):
        candidates.append(text[weekday.end() :])
    for candidate in candidates:
        for pattern in _PATTERNS:
            found = pattern.fullmatch(candidate)
            if found and (written := _written(found.groupdict())):
                return written
    raise Unreadable("is no date")


def zone_of(name: str) -> ZoneInfo | None:
    """By its IANA name, Windows' own, or an IANA name at the end of a longer one (RFC 5545, 3.8.3.1);
    None for what is none of these."""
    parts = name.strip().strip('"').split("/")
    is_global = parts[0] == "" and len(parts) > 2
    tails = ["/".join(parts[at:]) for at in range(2, len(parts))] if is_global else []
    for zone in ("/".join(parts), *tails, _windows(name)):
        try:
            if zone and not zone.startswith(("/", ".")):
                return ZoneInfo(zone)
        except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
            continue
    return None


def _written(found: dict[str, str | None]) -> Written | None:
    at, zone = _time(found)
    if found.get("word"):
        month = _months().get(fold(found["word"] or ""))
        if month is None:
            return None
        numbers = (int(found["year"] or 0), month, int(found["day"] or 0))
        return Written(numbers, (Order.YMD,), at, zone)
    first, second, third = (found[name] or "" for name in "abc")
    numbers = (int(first), int(second), int(third))
    if len(first) == 4:
        orders: tuple[Order, ...] = (Order.YMD,)
    elif found.get("mark") == ".":
        orders = (Order.DMY,)
    elif len(third) == 4 or len(first) == 1:
        orders = (Order.DMY, Order.MDY)
    else:
        orders = (Order.DMY, Order.MDY, Order.YMD)
    return Written(numbers, orders, at, zone)


def _time(found: dict[str, str | None]) -> tuple[time | None, tzinfo | None]:
    if found["hour"] is None:
        return None, None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    zone = _zone(found["zone"])
    if zone is None:
        return None, None
    try:
        return time(hour, minute), zone
    except ValueError:
        raise Unreadable("has a time of day that does not exist") from None


def _zone(text: str | None) -> tzinfo | None:
    """None: the hotel's own clock."""
    name = (text or "").strip("[]()")
    if not name or fold(name) in _OCLOCK:
        return None
    if name in "Zz":
        return UTC
    if offset := _OFFSET.fullmatch(name):
        sign = -1 if offset[1] == "-" else 1
        away = sign * timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if abs(away) >= timedelta(hours=24):
            raise Unreadable("is in a time zone that does not exist")
        return timezone(away)
    known = zone_of(name)
    if known is None:
        raise Unreadable("is in a time zone that is not known (use a name like Europe/Lisbon)")
    return known


@cache
def _months() -> dict[str, int]:
    """Names of months, and what is short for them, in the languages that write them in letters."""
    from babel.dates import get_month_names  # heavy: loads a language's tables

    found: dict[str, int] = {}
    strange: set[str] = set()
    for language in MONTH_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, language).items():
                    word = fold(name)
                    if found.setdefault(word, month) != month:
                        strange.add(word)
    found |= {fold(name): month for name, month in (("sept", 9), ("Mrz", 3), ("Maerz", 3))}
    return {word: month for word, month in found.items() if word not in strange}


def _windows(name: str) -> str | None:
    """What Outlook calls "Romance Standard Time" is Europe/Paris (CLDR)."""
    from babel.core import get_global

    return get_global("windows_zone_mapping").get(name.strip().strip('"'))


# -- deciding for a file ---------------------------------------------------------------------------

Stay = tuple[Written, Written | None]
"""Arrival, and departure where the file has one."""


def is_near(day: date, today: date) -> bool:
    """Whether it may be a day of a stay that somebody keeps."""
    return -YEARS_BACK <= day.year - today.year <= YEARS_AHEAD


def order_of(stays: Sequence[Stay], *, hotel: ZoneInfo, today: date) -> Order:
    """The one order in which the open dates of a file make sense.

    A date that exists in one order only proves it. Without such a date the stays decide: read in
    the wrong order most of them end before they begin or last for months. Raises Invalid when both
    orders are proven, or none is.
    """
    written = [each for stay in stays for each in stay if each is not None and _is_open(each)]
    if not written:
        return Order.DMY
    proven = {orders[0] for each in written if len(orders := _possible(each, hotel, today)) == 1}
    if len(proven) > 1:
        raise Invalid(
            f"The file's dates are written in different orders ({' and '.join(sorted(proven))}). "
            "Which is meant cannot be told: export them as YYYY-MM-DD, or say --dates dmy or "
            "--dates mdy, and lines that do not fit are left out."
        )
    if not proven and all(_is_same_in_all(each, hotel, today) for each in written):
        return Order.DMY
    against = {order: _against(stays, order, hotel, today) for order in Order}
    best = next(iter(proven)) if proven else min(Order, key=lambda order: against[order])
    others = [against[order] for order in Order if order is not best]
    is_contradicted = against[best] > MANY and min(others) <= FEW
    is_clear = against[best] <= FEW and min(others) >= MANY
    if is_clear or (proven and not is_contradicted):
        return best
    first, second, third = next(
        (each for each in written if len(_possible(each, hotel, today)) > 1), written[0]
    ).numbers
    raise Invalid(
        f"{first}/{second}/{third} may be two days, and nothing in the file tells whether the day "
        "or the month comes first. Say which: --dates dmy or --dates mdy"
    )


def _is_open(written: Written) -> bool:
    return len(written.orders) > 1


def _possible(written: Written, hotel: ZoneInfo, today: date) -> list[Order]:
    return [
        order
        for order in written.orders
        if (day := written.day(order, hotel)) is not None and is_near(day, today)
    ]


def _is_same_in_all(written: Written, hotel: ZoneInfo, today: date) -> bool:
    return len({written.day(order, hotel) for order in _possible(written, hotel, today)}) <= 1


def _against(stays: Iterable[Stay], order: Order, hotel: ZoneInfo, today: date) -> float:
    """The share of stays with open dates that make no sense in this order."""
    judged = [_makes_sense(stay, order, hotel, today) for stay in stays if any(map(_open, stay))]
    return judged.count(False) / max(len(judged), 1)


def _open(written: Written | None) -> bool:
    return written is not None and _is_open(written)


def _makes_sense(stay: Stay, order: Order, hotel: ZoneInfo, today: date) -> bool:
    days = []
    for written in stay:
        if written is None:
            continue
        day = written.day(order, hotel) if order in written.orders or not _open(written) else None
        if day is None or not is_near(day, today):
            return False
        days.append(day)
    return len(days) < 2 or timedelta(0) <= days[1] - days[0] <= LONG_STAY
