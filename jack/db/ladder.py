"""Calls that nobody answers, and what goes out because of them."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.ladder import By, Call, Page, PageState
from jack.model.tasks import Priority

_OPEN = (
    "e.acknowledged_at IS NULL AND e.conversation_id IN"
    " (SELECT id FROM conversation WHERE state = 'escalated')"
)


def due(at: Micros, *, limit: int) -> list[Call]:
    """The calls whose next rung is due, the oldest first; also those that are over."""
    return [
        Call(row[0], row[1], Priority(row[2]), row[3], row[4], row[5], bool(row[6]))
        for row in sql.rows(
            "SELECT e.id, e.conversation_id, e.priority, e.department, e.step, e.created_at,"
            f" {_OPEN} FROM escalation e WHERE e.next_alert_at <= ?"
            " ORDER BY e.next_alert_at, e.id LIMIT ?",
            at,
            limit,
        )
    ]


def climb(escalation_id: int, step: int, next_at: Micros | None) -> None:
    sql.run(
        "UPDATE escalation SET step = ?, next_alert_at = ? WHERE id = ?",
        step,
        next_at,
        escalation_id,
    )


# -- texts and mails -------------------------------------------------------------------------------


def put(escalation_id: int, by: By, address: str, at: Micros) -> int:
    return sql.insert(
        "page",
        escalation_id=escalation_id,
        way=by,
        address=address,
        state=PageState.QUEUED,
        next_at=at,
        created_at=at,
        updated_at=at,
    )


def claim(at: Micros) -> Page | None:
    """Take the next that is due and still wanted, and mark it `sending`."""
    sql.run(
        "UPDATE page SET state = 'dropped', updated_at = ? WHERE state = 'queued' AND next_at <= ?"
        f" AND escalation_id NOT IN (SELECT e.id FROM escalation e WHERE {_OPEN})",
        at,
        at,
    )
    page_id = sql.value(
        "UPDATE page SET state = 'sending', attempts = attempts + 1, updated_at = ? WHERE id ="
        " (SELECT id FROM page WHERE state = 'queued' AND next_at <= ? ORDER BY id LIMIT 1)"
        " RETURNING id",
        at,
        at,
    )
    if page_id is None:
        return None
    row = sql.row(
        "SELECT p.id, e.id, e.conversation_id, e.priority, p.way, p.address, p.attempts, e.created_at"
        " FROM page p JOIN escalation e ON e.id = p.escalation_id WHERE p.id = ?",
        page_id,
    )
    assert row is not None
    return Page(row[0], row[1], row[2], Priority(row[3]), By(row[4]), row[5], row[6], row[7])


def has_due(at: Micros) -> bool:
    found = sql.value("SELECT 1 FROM page WHERE state = 'queued' AND next_at <= ? LIMIT 1", at)
    return found is not None


def settle(
    page_id: int, state: PageState, at: Micros, *, failure: str | None = None, next_at: Micros = 0
) -> None:
    sql.run(
        "UPDATE page SET state = ?, failure = ?, next_at = max(next_at, ?), updated_at = ?"
        " WHERE id = ?",
        state,
        failure,
        next_at,
        at,
        page_id,
    )


def cut_off(at: Micros) -> int:
    """What a crash hid is sent again: people called twice lose less than people not called."""
    return sql.run(
        "UPDATE page SET state = 'queued', next_at = ?, updated_at = ? WHERE state = 'sending'",
        at,
        at,
    )


def forget(before: Micros) -> int:
    return sql.run("DELETE FROM page WHERE updated_at < ?", before)
