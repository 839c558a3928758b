"""Webhooks of ours that have to reach somebody: tried until they do, or given up and shown."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import sql
from jack.model.automations import CallState, WebhookCall
from jack.model.clock import Micros

_COLUMNS = "id, run_id, url, body, state, attempts, next_at, status, error, created_at"


def add(run_id: int, url: str, body: str, at: Micros) -> int:
    return sql.insert(
        "automation_call",
        run_id=run_id,
        url=url,
        body=body,
        state=CallState.QUEUED,
        next_at=at,
        error="",
        created_at=at,
        updated_at=at,
    )


def get(call_id: int) -> WebhookCall | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM automation_call WHERE id = ?", call_id)
    return _call(found) if found else None


def due(at: Micros, *, limit: int) -> list[WebhookCall]:
    return [
        _call(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM automation_call WHERE state = 'queued' AND next_at <= ?"
            " ORDER BY next_at, id LIMIT ?",
            at,
            limit,
        )
    ]


def next_due() -> Micros | None:
    found: Micros | None = sql.value(
        "SELECT min(next_at) FROM automation_call WHERE state = 'queued'"
    )
    return found


def sent(call_id: int, status: int, at: Micros) -> None:
    sql.run(
        "UPDATE automation_call SET state = 'sent', status = ?, error = '',"
        " attempts = attempts + 1, updated_at = ? WHERE id = ?",
        status,
        at,
        call_id,
    )


def not_sent(
    call_id: int, status: int | None, error: str, at: Micros, *, next_at: Micros | None
) -> None:
    """Try it again at `next_at`, or give it up when that is None."""
    sql.run(
        "UPDATE automation_call SET state = ?, status = ?, error = ?, attempts = attempts + 1,"
        " next_at = coalesce(?, next_at), updated_at = ? WHERE id = ?",
        CallState.DEAD if next_at is None else CallState.QUEUED,
        status,
        error,
        next_at,
        at,
        call_id,
    )


def again(call_id: int, at: Micros) -> bool:
    """From the beginning; False where it was not given up."""
    return bool(
        sql.run(
            "UPDATE automation_call SET state = 'queued', attempts = 0, next_at = ?, updated_at = ?"
            " WHERE id = ? AND state = 'dead'",
            at,
            at,
            call_id,
        )
    )


def listed(
    *, states: Sequence[str] = (), before: int | None = None, limit: int = 50
) -> list[WebhookCall]:
    """Newest first."""
    wanted = f" AND state IN ({sql.marks(states)})" if states else ""
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM automation_call WHERE id < ?{wanted} ORDER BY id DESC LIMIT ?",
        before if before is not None else 2**62,
        *states,
        limit,
    )
    return [_call(row) for row in found]


def _call(row: sql.Row) -> WebhookCall:
    return WebhookCall(
        id=row[0],
        run_id=row[1],
        url=row[2],
        body=row[3],
        state=CallState(row[4]),
        attempts=row[5],
        next_at=row[6],
        status=row[7],
        error=row[8],
        created_at=row[9],
    )
