"""Figures of the house: what came in, who answered, how fast, and what it cost."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from jack.model.clock import SECOND, Micros


@dataclass(frozen=True, slots=True)
class Course:
    """How one conversation went. Times are None for what did not happen.

    `resolved_at` is when staff resolved it; `cost` is what its turns cost, in micro-USD.
    """

    id: int
    channel: str
    language: str
    began_at: Micros
    asked_at: Micros | None
    answered_at: Micros | None
    by_jack: bool
    by_staff: bool
    was_escalated: bool
    resolved_at: Micros | None
    cost: int


@dataclass(frozen=True, slots=True)
class Volume:
    """Messages of a quarter of an hour that begins at `at`."""

    at: Micros
    channel: str
    language: str
    sender: str
    count: int


@dataclass(frozen=True, slots=True)
class Called:
    """An escalation: when, why, and when somebody came."""

    at: Micros
    acknowledged_at: Micros | None
    reasons: tuple[str, ...]
    channel: str
    language: str


@dataclass(frozen=True, slots=True)
class Rated:
    """How a guest liked a stay, 1 to 5: when they said so, and by which channel."""

    at: Micros
    channel: str
    language: str
    score: int


@dataclass(frozen=True, slots=True)
class TaskCourse:
    """How a task of the period went."""

    department: str
    status: str
    response_due_at: Micros
    resolution_due_at: Micros
    responded_at: Micros | None
    finished_at: Micros | None


@dataclass(frozen=True, slots=True)
class Durations:
    """Seconds; None without a case."""

    count: int
    median_s: float | None
    p90_s: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of conversations that began in the period, except messages, escalations and ratings: those are
    counted by their time.

    `handled_by_jack`: answered, and no person wrote, was called or took over.
    """

    conversations: int
    answered: int
    handled_by_jack: int
    messages_in: int
    messages_by_jack: int
    messages_by_staff: int
    escalations: int
    first_response: Durations
    resolution: Durations
    cost_micro_usd: int
    ratings: int = 0
    rating_average: float | None = None

    @property
    def share_by_jack(self) -> float | None:
        return round(self.handled_by_jack / self.answered, 4) if self.answered else None

    @property
    def cost_per_conversation(self) -> int | None:
        return round(self.cost_micro_usd / self.conversations) if self.conversations else None


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Of tasks made in the period. In time: by their own deadlines."""

    department: str
    created: int
    completed: int
    cancelled: int
    open: int
    responded_in_time: int
    responded: int
    finished_in_time: int
    finished: int


@dataclass(frozen=True, slots=True)
class Report:
    first: date
    last: date
    total: Figures
    by_day: tuple[tuple[date, Figures], ...]
    by_channel: tuple[tuple[str, Figures], ...]
    by_language: tuple[tuple[str, Figures], ...]
    escalations: tuple[tuple[str, int], ...]
    called: Durations
    tasks: tuple[TaskFigures, ...]
    topics: tuple[tuple[str, int], ...] = field(default=())
    scores: tuple[tuple[int, int], ...] = field(default=())


def figures(
    courses: Sequence[Course],
    volumes: Sequence[Volume],
    called: Sequence[Called],
    rated: Sequence[Rated] = (),
) -> Figures:
    sums = {"guest": 0, "ai": 0, "staff": 0}
    for volume in volumes:
        if volume.sender in sums:
            sums[volume.sender] += volume.count
    return Figures(
        conversations=len(courses),
        answered=sum(course.answered_at is not None for course in courses),
        handled_by_jack=sum(_is_jacks(course) for course in courses),
        messages_in=sums["guest"],
        messages_by_jack=sums["ai"],
        messages_by_staff=sums["staff"],
        escalations=len(called),
        first_response=durations(
            course.answered_at - course.asked_at
            for course in courses
            if course.answered_at is not None and course.asked_at is not None
        ),
        resolution=durations(
            course.resolved_at - course.began_at
            for course in courses
            if course.resolved_at is not None
        ),
        cost_micro_usd=sum(course.cost for course in courses),
        ratings=len(rated),
        rating_average=round(sum(one.score for one in rated) / len(rated), 2) if rated else None,
    )


def durations(spans: Iterable[Micros]) -> Durations:
    """Median, and the 90th percentile by nearest rank."""
    ordered = sorted(max(span, 0) / SECOND for span in spans)
    if not ordered:
        return Durations(0, None, None)
    rank = math.ceil(0.9 * len(ordered)) - 1
    return Durations(len(ordered), round(statistics.median(ordered), 3), round(ordered[rank], 3))


def task_figures(department: str, tasks: Sequence[TaskCourse]) -> TaskFigures:
    responded = [task for task in tasks if task.responded_at is not None]
    finished = [
        task for task in tasks if task.finished_at is not None and task.status == "completed"
    ]
    return TaskFigures(
        department=department,
        created=len(tasks),
        completed=sum(task.status == "completed" for task in tasks),
        cancelled=sum(task.status == "cancelled" for task in tasks),
        open=sum(task.status in ("pending", "assigned", "in_progress") for task in tasks),
        responded_in_time=sum(
            task.responded_at is not None and task.responded_at <= task.response_due_at
            for task in responded
        ),
        responded=len(responded),
        finished_in_time=sum(
            task.finished_at is not None and task.finished_at <= task.resolution_due_at
            for task in finished
        ),
        finished=len(finished),
    )


def _is_jacks(course: Course) -> bool:
    return course.by_jack and not course.by_staff and not course.was_escalated
