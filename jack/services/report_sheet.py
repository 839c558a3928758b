"""A shift report as a mail: the same lines as plain text and as HTML.

What leaves the house is kept small: names, rooms and what is late, no word of a guest's messages, no
address and no number.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jack.model.clock import Micros, to_datetime
from jack.model.languages import direction
from jack.model.reports import Shift, ShiftStay
from jack.services.report_words import WORDS

MOST_LINES = 40
_TH = "margin:1.5em 0 .4em;font-size:16px"


@dataclass(frozen=True, slots=True)
class Sheet:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Clock:
    """The hotel's, as people of a language read it on the day of `now`."""

    now: Micros
    zone: ZoneInfo
    language: str

    def tells(self, at: Micros) -> str:
        """The time, with its day where that is another."""
        local, today = (to_datetime(each).astimezone(self.zone) for each in (at, self.now))
        return f"{local:%H:%M}" if local.date() == today.date() else self.moment(at)

    def moment(self, at: Micros) -> str:
        from babel.dates import format_datetime

        local = to_datetime(at).astimezone(self.zone)
        return str(format_datetime(local, "EEE d MMM HH:mm", locale=self.language))


@dataclass(frozen=True, slots=True)
class Section:
    """`none` is said where there are no lines; a heading alone would leave a question open."""

    title: str
    lines: Sequence[str]
    none: str = ""


def sheet(shift: Shift, *, hotel: str, language: str, zone: ZoneInfo, url: str) -> Sheet:
    """The report in `language`; `url` leads to the page, empty where there is none."""
    spoken = language if language in WORDS else "en"
    words = WORDS[spoken]
    clock = _Clock(shift.until, zone, spoken)
    since, until = clock.moment(shift.since), clock.moment(shift.until)
    title = f"{words['title']} · {hotel}" if hotel else words["title"]
    period = words["period"].format(since=since, until=until)
    sections = list(_sections(shift, words, clock))
    return Sheet(
        subject=f"{title} · {until}",
        text=_text(title, period, sections, words, url),
        html=_html(title, period, sections, words, url, spoken),
    )


def _sections(shift: Shift, words: Mapping[str, str], clock: _Clock) -> Iterator[Section]:
    waiting = [one for one in shift.escalations if one.acknowledged_at is None]
    yield Section(
        words["open"],
        [
            _joined(
                one.guest_name or "–",
                words["room"].format(room=one.room) if one.room else "",
                words["since"].format(time=clock.tells(one.created_at)),
            )
            for one in waiting
        ],
        words["none_open"],
    )
    late = [work for work in shift.tasks if work.task.is_overdue(shift.until)]
    yield Section(
        words["overdue"],
        [
            _joined(
                work.task.title,
                words["room"].format(room=work.task.room) if work.task.room else "",
                work.assigned_name or "",
                words["since"].format(time=clock.tells(work.task.resolution_due_at)),
            )
            for work in late
        ],
        words["none_overdue"],
    )
    yield Section(
        words["arrivals"],
        [_stay(stay, words, is_coming=True) for stay in shift.arrivals],
        words["none_arrivals"],
    )
    yield Section(
        words["special"],
        [_stay(stay, words, is_coming=False) for stay in shift.special],
        words["none_special"],
    )
    counts = shift.counts
    yield Section(
        words["did"],
        [
            words["messages"].format(
                count=counts.messages_in,
                jack=counts.messages_by_jack,
                staff=counts.messages_by_staff,
            ),
            words["tasks"].format(
                count=counts.tasks_created,
                jack=counts.tasks_by_jack,
                done=counts.tasks_completed,
                open=len(shift.tasks),
            ),
            words["called"].format(count=counts.escalations),
            words["ratings"].format(count=counts.ratings, low=counts.low_ratings),
        ],
    )


def _stay(stay: ShiftStay, words: Mapping[str, str], *, is_coming: bool) -> str:
    return _joined(
        stay.guest_name or "–",
        words["room"].format(room=stay.room) if stay.room else words["no_room"],
        (stay.room_type or "") if is_coming else "",
        words["nights"].format(count=stay.nights) if is_coming else "",
        words["people"].format(count=stay.people) if is_coming else "",
        words["vip"] if stay.is_vip else "",
        words["recovery"] if stay.in_recovery else "",
    )


def _text(
    title: str, period: str, sections: Sequence[Section], words: Mapping[str, str], url: str
) -> str:
    parts = [f"{title}\n{period}"]
    for section in sections:
        lines = [f"- {line}" for line in _shown(section, words)] or [section.none]
        parts.append("\n".join([section.title.upper(), *lines]))
    if url:
        parts.append(f"{words['page']} {url}")
    return "\n\n".join(parts) + "\n"


def _html(
    title: str,
    period: str,
    sections: Sequence[Section],
    words: Mapping[str, str],
    url: str,
    language: str,
) -> str:
    parts = [
        f'<h1 style="margin:0;font-size:20px">{html.escape(title)}</h1>',
        f'<p style="margin:.2em 0 0;color:#666">{html.escape(period)}</p>',
    ]
    for section in sections:
        parts.append(f'<h2 style="{_TH}">{html.escape(section.title)}</h2>')
        items = "".join(
            f'<li dir="auto">{html.escape(line)}</li>' for line in _shown(section, words)
        )
        parts.append(
            f'<ul style="margin:0;padding-inline-start:1.2em">{items}</ul>'
            if items
            else f'<p style="margin:0;color:#666">{html.escape(section.none)}</p>'
        )
    if url:
        link = html.escape(url)
        parts.append(
            f'<p style="margin:1.5em 0 0">{html.escape(words["page"])} <a href="{link}">{link}</a></p>'
        )
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction(language)}">'
        f'<head><meta charset="utf-8"><title>{html.escape(title)}</title></head>\n'
        '<body style="font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;'
        f'color:#222">\n{body}\n</body></html>\n'
    )


def _shown(section: Section, words: Mapping[str, str]) -> list[str]:
    shown = list(section.lines[:MOST_LINES])
    left = len(section.lines) - len(shown)
    return [*shown, words["more"].format(count=left)] if left else shown


def _joined(*parts: str) -> str:
    """In one line: what a guest or a task is called may hold anything."""
    return " · ".join(" ".join(part.split()) for part in parts if part)
