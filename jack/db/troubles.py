"""One row for each thing that is, or was, in trouble."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.troubles import QUIET, Trouble, TroubleKind

URGENT = "urgent"


def arise(
    kind: TroubleKind,
    subject: str,
    *,
    failure: str,
    priority: str,
    worked_at: Micros | None,
    at: Micros,
) -> tuple[int, bool, bool]:
    """(id, whether it is a change, whether people are to be told)."""
    found = sql.row(
        "SELECT id, priority, told_at, ended_at, failure, since FROM trouble"
        " WHERE kind = ? AND subject = ?",
        kind,
        subject,
    )
    if found is None:
        trouble_id = sql.insert(
            "trouble",
            kind=kind,
            subject=subject,
            priority=priority,
            failure=failure,
            since=at,
            worked_at=worked_at,
            told_at=at,
            ended_at=None,
        )
        return trouble_id, True, True
    trouble_id, before, told_at, ended_at, said, since = found
    is_open = ended_at is None
    is_worse = priority == URGENT and before != URGENT
    is_told = is_worse or (not is_open and at - told_at >= QUIET)
    sql.run(
        "UPDATE trouble SET priority = ?, failure = ?, since = ?, worked_at = ?, told_at = ?,"
        " ended_at = NULL WHERE id = ?",
        priority if is_worse or not is_open else before,
        failure,
        since if is_open else at,
        worked_at,
        at if is_told else told_at,
        trouble_id,
    )
    return trouble_id, not is_open or is_worse or said != failure, is_told


def end(kind: TroubleKind, subject: str, at: Micros) -> bool:
    """Whether there was one."""
    return bool(
        sql.run(
            "UPDATE trouble SET ended_at = ? WHERE kind = ? AND subject = ? AND ended_at IS NULL",
            at,
            kind,
            subject,
        )
    )


def listed() -> list[Trouble]:
    """What is in trouble now, the oldest first."""
    return [
        Trouble(TroubleKind(row[0]), *row[1:])
        for row in sql.rows(
            "SELECT kind, subject, priority, failure, since, worked_at FROM trouble"
            " WHERE ended_at IS NULL ORDER BY since, id"
        )
    ]
