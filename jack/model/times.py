"""The time of day that a guest names."""

from __future__ import annotations

import re

from jack.model.languages import fold
from jack.model.numbers import NUMBERS, WIDE_HOURS, plain_digits

_AT = r"(?:at|by|um|gegen|a las|a la|alle|all'|as|vers|в|к)"
_WIDE_HOUR = "[一二两三四五六七八九十]{1,2}"
_HALF = re.compile(rf"half past (\w+)|(\d{{1,2}}|{_WIDE_HOUR})\s*[点時]半|{fold('साढ़े')} (\S+)")
_CLOCK = re.compile(
    r"(?<![\d.,])(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s?[:h時点]\s?(?P<minute>[0-5]\d)分?|\.(?P<dotted>[0-5]\d)(?!\d))?"
    r"\s?(?P<mark>a\.?m\.?(?!\w)|p\.?m\.?(?!\w)|uhr|o'clock|h(?!\w)|点|時|बजे|часов|часа|час|утра|вечера)?"
    r"(?!\d|\s?[€$£%])"
)
_WORDED = re.compile(rf"(?<!\w){_AT}\s*([^\W\d_]+)(?:\s+(am|pm))?|(?<!\w)([^\W\d_]\S*) (?:बजे|uhr)")
_WIDE_CLOCK = re.compile(rf"({_WIDE_HOUR})[点時]")


_TOMORROW = re.compile(
    fold(
        r"(?<!\w)(?:tomorrow|(?<!de la )(?<!por la )mañana|demain|morgen(?! fruh)|domani|amanhã|завтра|कल)"
        r"(?!\w)|غد[اً]|明天|明日|あした"
    )
)


def clock_time(text: str) -> str | None:
    """The first time of day a text names, as "07:30"; None when it names none."""
    plain = plain_digits(text)
    if match := _HALF.search(plain):
        word = next(group for group in match.groups() if group)
        hour = _hour(word)
        if hour is not None:
            return f"{hour:02}:30"
    for match in _CLOCK.finditer(plain):
        minute = match["minute"] or match["dotted"]
        if minute is None and match["mark"] is None:
            continue
        return _as_time(int(match["hour"]), int(minute or 0), match["mark"] or "")
    if match := _WIDE_CLOCK.search(plain):
        hour = _hour(match[1])
        return f"{hour:02}:00" if hour is not None else None
    for match in _WORDED.finditer(plain):
        hour = _hour(match[1] or match[3])
        if hour is not None:
            return _as_time(hour, 0, match[2] or "")
    return None


def is_tomorrow(text: str) -> bool:
    """Whether a text names the next day, and not the morning by the same word."""
    return _TOMORROW.search(fold(text)) is not None


def _hour(word: str) -> int | None:
    hour = int(word) if word.isdecimal() else WIDE_HOURS.get(word) or NUMBERS.get(word)
    return hour if hour is not None and hour < 24 else None


def _as_time(hour: int, minute: int, mark: str) -> str:
    if mark.startswith("p") or mark == "вечера":
        hour = hour % 12 + 12
    elif mark.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}"
