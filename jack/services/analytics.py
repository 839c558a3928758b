"""The figures of the house, by the days of the hotel's own clock."""

from __future__ import annotations

import asyncio
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import analytics as store
from jack.db.database import Database
from jack.errors import Invalid
from jack.model.analytics import (
    Called,
    Course,
    Figures,
    Rated,
    Report,
    TaskCourse,
    Volume,
    durations,
    figures,
    task_figures,
)
from jack.model.clock import Clock, Micros, from_datetime, to_datetime
from jack.model.ratings import BEST
from jack.model.staff import Permission, Staff
from jack.services.permits import must

LONGEST_DAYS = 366
USUAL_DAYS = 30
FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_TOPICS = 30

T = TypeVar("T")
K = TypeVar("K")


class Table(StrEnum):
    """What can be had for a spreadsheet."""

    DAYS = "days"
    CHANNELS = "channels"
    LANGUAGES = "languages"
    ESCALATIONS = "escalations"
    TOPICS = "topics"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the hotel's own clock, both included; the last 30 without them. Empty texts are all."""

    first: date | None = None
    last: date | None = None
    channel: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Facts:
    courses: list[Course]
    volumes: list[Volume]
    called: list[Called]
    tasks: list[TaskCourse]
    topics: list[tuple[str, int]]
    rated: list[Rated]


@dataclass(frozen=True, slots=True)
class Analytics:
    db: Database
    config: Config
    clock: Clock

    async def report(self, by: Staff, period: Period) -> Report:
        """Raises Invalid for a period that is none, or longer than a year."""
        must(by, Permission.READ_ANALYTICS)
        zone = ZoneInfo(self.config.hotel.timezone)
        last = period.last or to_datetime(self.clock()).astimezone(zone).date()
        if not FIRST_YEAR <= last.year <= LAST_YEAR:
            raise Invalid(f"Years are {FIRST_YEAR} to {LAST_YEAR}.", field="last")
        first = period.first or last - timedelta(days=USUAL_DAYS - 1)
        if not first <= last or (last - first).days >= LONGEST_DAYS:
            raise Invalid(f"The period ends after it begins, within {LONGEST_DAYS} days.")
        since, until = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
        facts = await self.db.read(_read, since, until, period.channel, period.language)
        return await asyncio.to_thread(_report, facts, first, last, zone)

    async def table(self, by: Staff, table: Table, period: Period) -> str:
        """One of the report's tables as CSV (RFC 4180)."""
        return to_csv(rows_of(await self.report(by, period), table))


def rows_of(report: Report, table: Table) -> list[list[object]]:
    """A table with its head."""
    if table is Table.ESCALATIONS:
        return [["reason", "count"], *([r, n] for r, n in report.escalations)]
    if table is Table.TOPICS:
        return [["topic", "count"], *([t, n] for t, n in report.topics)]
    if table is Table.TASKS:
        names = (
            "department", "created", "completed", "cancelled", "open", "responded",
            "responded_in_time", "finished", "finished_in_time",
        )  # fmt: skip
        return [list(names), *([getattr(t, name) for name in names] for t in report.tasks)]
    head, groups = {
        Table.DAYS: ("date", [(str(day), f) for day, f in report.by_day]),
        Table.CHANNELS: ("channel", list(report.by_channel)),
        Table.LANGUAGES: ("language", list(report.by_language)),
    }[table]
    return [[head, *FIGURES], *([key, *figures_row(found)] for key, found in groups)]


FIGURES = (
    "conversations", "answered", "handled_by_jack", "share_by_jack", "messages_in",
    "messages_by_jack", "messages_by_staff", "escalations", "first_response_median_s",
    "first_response_p90_s", "resolution_median_s", "cost_micro_usd", "cost_per_conversation",
    "ratings", "rating_average",
)  # fmt: skip


def figures_row(found: Figures) -> list[object]:
    return [
        found.conversations,
        found.answered,
        found.handled_by_jack,
        found.share_by_jack,
        found.messages_in,
        found.messages_by_jack,
        found.messages_by_staff,
        found.escalations,
        found.first_response.median_s,
        found.first_response.p90_s,
        found.resolution.median_s,
        found.cost_micro_usd,
        found.cost_per_conversation,
        found.ratings,
        found.rating_average,
    ]


def to_csv(rows: Iterable[Sequence[object]]) -> str:
    """No cell begins like a formula: spreadsheets would run it (OWASP, CSV Injection)."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def _read(since: Micros, until: Micros, channel: str, language: str) -> _Facts:
    return _Facts(
        store.courses(since, until, channel, language),
        store.volumes(since, until, channel, language),
        store.called(since, until, channel, language),
        store.tasks(since, until),
        store.topics(since, until, channel, language),
        store.ratings(since, until, channel, language),
    )


def _report(facts: _Facts, first: date, last: date, zone: ZoneInfo) -> Report:
    def day(at: Micros) -> date:
        return to_datetime(at).astimezone(zone).date()

    by_day = _grouped(
        facts,
        lambda c: day(c.began_at),
        lambda v: day(v.at),
        lambda e: day(e.at),
        lambda r: day(r.at),
    )
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    by_channel = _grouped(facts, _channel, _channel, _channel, _channel)
    by_language = _grouped(facts, _language, _language, _language, _language)
    scores = Counter(one.score for one in facts.rated)
    reasons = Counter(reason for call in facts.called for reason in call.reasons)
    departments = sorted({task.department for task in facts.tasks})
    return Report(
        first=first,
        last=last,
        total=figures(facts.courses, facts.volumes, facts.called, facts.rated),
        by_day=tuple((each, by_day.get(each) or figures([], [], [])) for each in days),
        by_channel=tuple(sorted(by_channel.items())),
        by_language=tuple(sorted(by_language.items())),
        escalations=tuple(sorted(reasons.items(), key=lambda found: (-found[1], found[0]))),
        called=durations(
            call.acknowledged_at - call.at
            for call in facts.called
            if call.acknowledged_at is not None
        ),
        tasks=tuple(
            task_figures(each, [task for task in facts.tasks if task.department == each])
            for each in departments
        ),
        topics=tuple(facts.topics[:MOST_TOPICS]),
        scores=tuple((score, scores[score]) for score in range(BEST, 0, -1)),
    )


def _grouped(
    facts: _Facts,
    of_course: Callable[[Course], K],
    of_volume: Callable[[Volume], K],
    of_call: Callable[[Called], K],
    of_rating: Callable[[Rated], K],
) -> dict[K, Figures]:
    courses, volumes, called, rated = (
        _split(facts.courses, of_course),
        _split(facts.volumes, of_volume),
        _split(facts.called, of_call),
        _split(facts.rated, of_rating),
    )
    keys = dict.fromkeys([*courses, *volumes, *called, *rated])
    return {
        key: figures(
            courses.get(key, []), volumes.get(key, []), called.get(key, []), rated.get(key, [])
        )
        for key in keys
    }


def _channel(each: Course | Volume | Called | Rated) -> str:
    return each.channel


def _language(each: Course | Volume | Called | Rated) -> str:
    return each.language


def _split(found: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    return groups


def _midnight(day: date, zone: ZoneInfo) -> Micros:
    return from_datetime(datetime.combine(day, time(), tzinfo=zone))
