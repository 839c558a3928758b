"""The figures of the house, and the report of a shift."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from jack.model.analytics import Durations, Figures, Report, TaskFigures
from jack.model.staff import Permission
from jack.services.analytics import Period, Table
from jack.web.endpoint import Call, Csv, Model, Nothing, Routes

routes = Routes("analytics")

READ = Permission.READ_ANALYTICS


class AskFigures(Model):
    """Days of the hotel's own clock, both included; the last 30 without them."""

    first: date | None = None
    last: date | None = None
    channel: str = Field(default="", max_length=20)
    language: str = Field(default="", max_length=5)

    def period(self) -> Period:
        return Period(self.first, self.last, self.channel, self.language)


class AskTable(AskFigures):
    table: Table = Table.DAYS


class DurationsShape(Model):
    """Seconds; null without a case."""

    count: int
    median_s: float | None
    p90_s: float | None

    @classmethod
    def of(cls, found: Durations) -> DurationsShape:
        return cls(count=found.count, median_s=found.median_s, p90_s=found.p90_s)


class FiguresShape(Model):
    """Of conversations that began then; messages, escalations and ratings are counted by their own
    time.

    `handledByJack`: answered, and no person wrote, was called or took over. Costs are micro-USD.
    """

    conversations: int
    answered: int
    handled_by_jack: int
    share_by_jack: float | None
    messages_in: int
    messages_by_jack: int
    messages_by_staff: int
    escalations: int
    first_response: DurationsShape
    resolution: DurationsShape
    cost_micro_usd: int
    cost_per_conversation_micro_usd: int | None
    ratings: int
    rating_average: float | None

    @classmethod
    def of(cls, found: Figures) -> FiguresShape:
        return cls(
            conversations=found.conversations,
            answered=found.answered,
            handled_by_jack=found.handled_by_jack,
            share_by_jack=found.share_by_jack,
            messages_in=found.messages_in,
            messages_by_jack=found.messages_by_jack,
            messages_by_staff=found.messages_by_staff,
            escalations=found.escalations,
            first_response=DurationsShape.of(found.first_response),
            resolution=DurationsShape.of(found.resolution),
            cost_micro_usd=found.cost_micro_usd,
            cost_per_conversation_micro_usd=found.cost_per_conversation,
            ratings=found.ratings,
            rating_average=found.rating_average,
        )


class Group(Model):
    """`key` is a date, a channel or a language."""

    key: str
    figures: FiguresShape


class Counted(Model):
    key: str
    count: int


class TaskFiguresShape(Model):
    """Of tasks made then. In time: by their own deadlines."""

    department: str
    created: int
    completed: int
    cancelled: int
    open: int
    responded: int
    responded_in_time: int
    finished: int
    finished_in_time: int

    @classmethod
    def of(cls, found: TaskFigures) -> TaskFiguresShape:
        return cls(
            department=found.department,
            created=found.created,
            completed=found.completed,
            cancelled=found.cancelled,
            open=found.open,
            responded=found.responded,
            responded_in_time=found.responded_in_time,
            finished=found.finished,
            finished_in_time=found.finished_in_time,
        )


class ReportShape(Model):
    """`topics` are the intents of turns that are still on record (`retention.trace_days`).

    `called` is how long escalations waited until somebody came, `scores` how often stays were rated
    with five, four and so on.
    """

    first: str
    last: str
    total: FiguresShape
    by_day: list[Group]
    by_channel: list[Group]
    by_language: list[Group]
    escalations: list[Counted]
    called: DurationsShape
    tasks: list[TaskFiguresShape]
    topics: list[Counted]
    scores: list[Counted]

    @classmethod
    def of(cls, report: Report) -> ReportShape:
        return cls(
            first=report.first.isoformat(),
            last=report.last.isoformat(),
            total=FiguresShape.of(report.total),
            by_day=[Group(key=str(k), figures=FiguresShape.of(f)) for k, f in report.by_day],
            by_channel=[Group(key=k, figures=FiguresShape.of(f)) for k, f in report.by_channel],
            by_language=[Group(key=k, figures=FiguresShape.of(f)) for k, f in report.by_language],
            escalations=[Counted(key=k, count=n) for k, n in report.escalations],
            called=DurationsShape.of(report.called),
            tasks=[TaskFiguresShape.of(found) for found in report.tasks],
            topics=[Counted(key=k, count=n) for k, n in report.topics],
            scores=[Counted(key=str(k), count=n) for k, n in report.scores],
        )


@routes.add("GET", "/api/v1/analytics", query=AskFigures, answer=ReportShape, needs=READ)
async def get_analytics(call: Call[AskFigures, Nothing]) -> ReportShape:
    """The figures of a period: in all, by day, by channel and by language."""
    return ReportShape.of(await call.desk.analytics.report(call.who, call.query.period()))


@routes.add("GET", "/api/v1/analytics/csv", query=AskTable, answer=Csv, needs=READ)
async def get_analytics_csv(call: Call[AskTable, Nothing]) -> Csv:
    """One table of the figures for a spreadsheet."""
    ask = call.query
    text = await call.desk.analytics.table(call.who, ask.table, ask.period())
    return Csv(name=f"jack-{ask.table}.csv", text=text)
