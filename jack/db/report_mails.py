"""Shift reports that go out by mail: a row for each time and address, so that each goes out once."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.reports import MailState, ReportMail

_COLUMNS = "id, day, time, address, since, until, state, attempts, next_at, failure, updated_at"


def put(day: str, time: str, address: str, since: Micros, until: Micros, at: Micros) -> bool:
    """Queue one; False when there is one for that time already."""
    return (
        sql.run(
            "INSERT INTO report_mail (day, time, address, since, until, state, next_at, created_at,"
            " updated_at) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?)"
            " ON CONFLICT (day, time, address) DO NOTHING",
            day,
            time,
            address,
            since,
            until,
            at,
            at,
            at,
        )
        == 1
    )


def claim(at: Micros) -> ReportMail | None:
    """Take the next one that is due, and mark it `sending`."""
    found = sql.row(
        "UPDATE report_mail SET state = 'sending', attempts = attempts + 1, updated_at = ?"
        " WHERE id = (SELECT id FROM report_mail WHERE state = 'queued' AND next_at <= ?"
        f"  ORDER BY id LIMIT 1) RETURNING {_COLUMNS}",
        at,
        at,
    )
    return _mail(found) if found else None


def has_due(at: Micros) -> bool:
    return bool(
        sql.value("SELECT 1 FROM report_mail WHERE state = 'queued' AND next_at <= ? LIMIT 1", at)
    )


def is_queued_for(day: str, time: str, address: str) -> bool:
    """Whether there is one for that time, whatever became of it."""
    return bool(
        sql.value(
            "SELECT 1 FROM report_mail WHERE day = ? AND time = ? AND address = ?",
            day,
            time,
            address,
        )
    )


def settle(
    mail_id: int,
    state: MailState,
    at: Micros,
    *,
    failure: str | None = None,
    next_at: Micros | None = None,
) -> None:
    """What became of a try."""
    sql.run(
        "UPDATE report_mail SET state = ?, failure = ?, next_at = coalesce(?, next_at),"
        " updated_at = ? WHERE id = ?",
        state,
        failure,
        next_at,
        at,
        mail_id,
    )


def cut_off(at: Micros) -> int:
    """Those that a crash caught while they were sent: they may have arrived. How many."""
    return sql.run(
        "UPDATE report_mail SET state = 'uncertain', failure = 'crash', updated_at = ?"
        " WHERE state = 'sending'",
        at,
    )


def newest(limit: int) -> list[ReportMail]:
    return [
        _mail(row)
        for row in sql.rows(f"SELECT {_COLUMNS} FROM report_mail ORDER BY id DESC LIMIT ?", limit)
    ]


def forget(before: Micros) -> None:
    sql.run("DELETE FROM report_mail WHERE until < ?", before)


def _mail(row: sql.Row) -> ReportMail:
    return ReportMail(
        id=row[0],
        day=row[1],
        time=row[2],
        address=row[3],
        since=row[4],
        until=row[5],
        state=MailState(row[6]),
        attempts=row[7],
        next_at=row[8],
        failure=row[9],
        updated_at=row[10],
    )
