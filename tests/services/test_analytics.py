"""The figures of the house, against what was reckoned by hand."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jack.db import (
    audit,
    conversations,
    escalations,
    messages,
    model_calls,
    ratings,
    sql,
    tasks,
    traces,
)
from jack.db.database import Database
from jack.errors import Forbidden, Invalid
from jack.model.analytics import durations
from jack.model.answers import Usage
from jack.model.clock import HOUR, MINUTE, SECOND, Micros, from_datetime
from jack.model.messages import Delivery, Sender
from jack.model.spending import ModelCall, Purpose
from jack.model.staff import Role, Staff
from jack.model.tasks import Department, Priority, TaskProposal
from jack.services.analytics import Analytics, Period, Table, to_csv
from tests.conftest import FakeClock
from tests.db.samples import conversation
from tests.house import House, configuration


def moment(text: str) -> Micros:
    """A time UTC."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=UTC))


def say(
    conversation_id: int,
    sender: Sender,
    at: Micros,
    *,
    channel: str = "whatsapp",
    delivery: Delivery | None = Delivery.SENT,
) -> int:
    return messages.add(
        conversation_id=conversation_id,
        sender=sender,
        channel=channel,
        address="x",
        text="words",
        delivery=None if sender is Sender.GUEST else delivery,
        at=at,
    )


def began(address: str, at: Micros, *, language: str, channel: str = "whatsapp") -> int:
    opened = conversation(address, at=at, channel=channel)
    conversations.set_language(opened.id, language)
    return opened.id


def fill() -> None:
    """Three conversations of two days in Lisbon (UTC+0 in winter), and one of the day after.

    A (10 Jan, en, WhatsApp): asked 09:00, Jack answers after 10 s; costs 200 and 100 µ$.
    B (10 Jan 23:50, de, WhatsApp): asked, Jack answers after 20 s, escalated (2 reasons), staff come
      after 5 min and answer after 6 min; resolved after 1 h, on the 11th.
    C (11 Jan, en, web chat): asked, only a draft: never answered. Escalated, nobody came.
    D (12 Jan): outside.
    """
    a_at = moment("2027-01-10T09:00")
    a = began("351911111111", a_at, language="en")
    question = say(a, Sender.GUEST, a_at)
    say(a, Sender.AI, a_at + 10 * SECOND)
    second = say(a, Sender.GUEST, a_at + HOUR)
    say(a, Sender.AI, a_at + HOUR + 5 * SECOND)
    for message_id, cost, topic in (
        (question, 200, "inquiry.dining"),
        (second, 100, "request.service.towels"),
    ):
        data = {"intents": [{"name": topic}]}
        traces.add(a, data, a_at, question_id=message_id, answer_id=None)
        call = ModelCall("anthropic", "claude", Usage(input_tokens=9, cost_micro_usd=cost))
        model_calls.add(call, Purpose.ANSWER, a_at, conversation_id=a)

    b_at = moment("2027-01-10T23:50")
    b = began("351922222222", b_at, language="de")
    asked = say(b, Sender.GUEST, b_at)
    say(b, Sender.AI, b_at + 20 * SECOND)
    data = {"intents": [{"name": "inquiry.dining"}]}
    traces.add(b, data, b_at, question_id=asked, answer_id=None)
    escalations.add(
        b, message_id=asked, reasons=("human_request", "complaint"), priority="high",
        department="front_desk", at=b_at + 20 * SECOND,
    )  # fmt: skip
    escalations.acknowledge(b, 1, b_at + 20 * SECOND + 5 * MINUTE)
    say(b, Sender.STAFF, b_at + 6 * MINUTE)
    audit.add("staff:1", "conversation.resolve", f"conversation:{b}", b_at + HOUR)

    c_at = moment("2027-01-11T12:00")
    c = began("visitor", c_at, language="en", channel="webchat")
    say(c, Sender.GUEST, c_at, channel="webchat")
    say(c, Sender.AI, c_at + SECOND, channel="webchat", delivery=Delivery.DRAFT)
    escalations.add(
        c, message_id=None, reasons=("no_answer",), priority="standard",
        department="front_desk", at=c_at,
    )  # fmt: skip

    d_at = moment("2027-01-12T00:00")
    say(began("351933333333", d_at, language="en"), Sender.GUEST, d_at)

    for minutes, status in ((10, "completed"), (90, "completed"), (None, "pending")):
        task_id = tasks.add(
            TaskProposal(Department.HOUSEKEEPING, "Towels", Priority.STANDARD), a_at
        )
        if minutes is not None:
            sql.run(
                "UPDATE task SET status = ?, responded_at = ?, finished_at = ? WHERE id = ?",
                status, a_at + minutes * MINUTE, a_at + minutes * MINUTE, task_id,
            )  # fmt: skip
    moved = tasks.add(TaskProposal(Department.SPA, "Massage", Priority.LOW), a_at)
    sql.run("UPDATE task SET status = 'cancelled', finished_at = ? WHERE id = ?", a_at, moved)


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    house = House(db, clock, config=configuration(timezone="Europe/Lisbon"))
    house.staff()
    db.write_now(fill)
    return house


@pytest.fixture
def boss(house: House) -> Staff:
    return house.staff("Bea Boss", Role.MANAGER)


@pytest.fixture
def analytics(house: House) -> Analytics:
    return Analytics(house.db, house.config, house.clock)


DAYS = Period(date(2027, 1, 10), date(2027, 1, 11))


async def test_the_total(analytics: Analytics, boss: Staff) -> None:
    total = (await analytics.report(boss, DAYS)).total

    assert (total.conversations, total.answered, total.handled_by_jack) == (3, 2, 1)
    assert total.share_by_jack == 0.5
    assert (total.messages_in, total.messages_by_jack, total.messages_by_staff) == (4, 3, 1)
    assert total.escalations == 2
    assert (total.first_response.count, total.first_response.median_s) == (2, 15.0)
    assert total.first_response.p90_s == 20.0
    assert (total.resolution.count, total.resolution.median_s) == (1, 3600.0)
    assert (total.cost_micro_usd, total.cost_per_conversation) == (300, 100)


async def test_by_day_of_the_hotel(analytics: Analytics, boss: Staff) -> None:
    (tenth, eleventh) = (await analytics.report(boss, DAYS)).by_day

    assert (tenth[0], eleventh[0]) == (DAYS.first, DAYS.last)
    assert (tenth[1].conversations, eleventh[1].conversations) == (2, 1)
    # B is answered by staff at 23:56, still on the tenth.
    assert (tenth[1].messages_in, tenth[1].messages_by_staff) == (3, 1)
    assert (eleventh[1].messages_in, eleventh[1].answered) == (1, 0)
    assert eleventh[1].share_by_jack is None


async def test_the_day_is_that_of_the_hotels_clock(
    db: Database, house: House, boss: Staff, clock: FakeClock
) -> None:
    there = Analytics(db, configuration(timezone="Asia/Kolkata"), clock)

    by_day = dict((await there.report(boss, Period(date(2027, 1, 10), date(2027, 1, 12)))).by_day)

    # 23:50 UTC is 05:20 of the next day there; midnight UTC is 05:30 of the same.
    assert [by_day[date(2027, 1, day)].conversations for day in (10, 11, 12)] == [1, 2, 1]


async def test_by_channel_and_language(analytics: Analytics, boss: Staff) -> None:
    report = await analytics.report(boss, DAYS)

    assert [(k, f.conversations, f.escalations) for k, f in report.by_channel] == [
        ("webchat", 1, 1), ("whatsapp", 2, 1),
    ]  # fmt: skip
    assert [(k, f.conversations, f.messages_in) for k, f in report.by_language] == [
        ("de", 1, 1), ("en", 2, 3),
    ]  # fmt: skip


async def test_filters_hold_for_everything(analytics: Analytics, boss: Staff) -> None:
    report = await analytics.report(boss, replace(DAYS, channel="whatsapp", language="de"))

    assert (report.total.conversations, report.total.messages_in) == (1, 1)
    assert report.escalations == (("complaint", 1), ("human_request", 1))
    assert report.topics == (("inquiry.dining", 1),)
    assert (await analytics.report(boss, replace(DAYS, channel="sms"))).total.conversations == 0


async def test_escalations_topics_and_how_long_they_waited(
    analytics: Analytics, boss: Staff
) -> None:
    report = await analytics.report(boss, DAYS)

    assert report.escalations == (("complaint", 1), ("human_request", 1), ("no_answer", 1))
    assert (report.called.count, report.called.median_s) == (1, 300.0)
    assert report.topics == (("inquiry.dining", 2), ("request.service.towels", 1))


async def test_how_stays_were_rated_by_day_channel_and_score(
    house: House, analytics: Analytics, boss: Staff
) -> None:
    def rate() -> None:
        for conversation_id, score, at, channel in (
            (1, 5, "2027-01-10T10:00", "whatsapp"),
            (1, 2, "2027-01-11T00:10", "whatsapp"),
            (3, 4, "2027-01-11T13:00", "webchat"),
            (4, 1, "2027-01-12T10:00", "whatsapp"),
        ):
            question = say(conversation_id, Sender.AI, moment("2027-01-10T09:30"))
            opened = conversations.get(conversation_id)
            assert opened is not None
            rating = ratings.ask(
                guest_id=opened.guest_id,
                reservation_id=None,
                conversation_id=conversation_id,
                message_id=question,
                channel="email",
                at=0,
            )
            ratings.rate(rating, score, message_id=question, channel=channel, at=moment(at))

    house.db.write_now(rate)
    report = await analytics.report(boss, DAYS)
    chats = await analytics.report(boss, replace(DAYS, channel="webchat"))

    assert (report.total.ratings, report.total.rating_average) == (3, 3.67)
    assert [(f.ratings, f.rating_average) for _, f in report.by_day] == [(1, 5.0), (2, 3.0)]
    assert [(k, f.ratings) for k, f in report.by_channel] == [("webchat", 1), ("whatsapp", 2)]
    assert report.scores == ((5, 1), (4, 1), (3, 0), (2, 1), (1, 0))
    assert (chats.total.ratings, chats.total.rating_average) == (1, 4.0)
    assert (await analytics.report(boss, replace(DAYS, channel="sms"))).total.ratings == 0


async def test_tasks_and_their_deadlines(analytics: Analytics, boss: Staff) -> None:
    housekeeping, spa = (await analytics.report(boss, DAYS)).tasks

    # Standard: an answer within 15 minutes, done within 60.
    assert (housekeeping.created, housekeeping.completed, housekeeping.open) == (3, 2, 1)
    assert (housekeeping.responded_in_time, housekeeping.responded) == (1, 2)
    assert (housekeeping.finished_in_time, housekeeping.finished) == (1, 2)
    assert (spa.department, spa.cancelled, spa.finished) == ("spa", 1, 0)


async def test_without_a_period_it_is_the_last_thirty_days(
    analytics: Analytics, boss: Staff
) -> None:
    report = await analytics.report(boss, Period())

    assert (report.last, (report.last - report.first).days) == (date(2027, 1, 15), 29)
    assert report.total.conversations == 4


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 1, 2), date(2027, 1, 1)),
        (date(2025, 1, 1), date(2027, 1, 1)),
        (date.min, date.min),
        (None, date.min),
        (date.max, date.max),
    ],
)
async def test_a_period_has_an_order_and_an_end(
    analytics: Analytics, boss: Staff, first: date | None, last: date
) -> None:
    with pytest.raises(Invalid):
        await analytics.report(boss, Period(first, last))


@pytest.mark.parametrize("table", list(Table))
async def test_every_table_goes_into_a_spreadsheet(
    analytics: Analytics, boss: Staff, table: Table
) -> None:
    rows = list(csv.reader(io.StringIO(await analytics.table(boss, table, DAYS))))

    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    if table is Table.DAYS:
        assert rows[1][:4] == ["2027-01-10", "2", "2", "1"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_r15_no_cell_is_a_formula(cell: str) -> None:
    assert next(csv.reader(io.StringIO(to_csv([[cell]])))) == [f"'{cell}"]


def test_percentiles_are_by_nearest_rank() -> None:
    found = durations(seconds * SECOND for seconds in range(1, 11))

    assert (found.count, found.median_s, found.p90_s) == (10, 5.5, 9.0)
    assert durations([]).median_s is None
    assert durations([-5]).median_s == 0.0


async def test_the_desk_sees_no_figures(house: House, analytics: Analytics) -> None:
    with pytest.raises(Forbidden):
        await analytics.report(house.staff("Rui Dias"), Period())
