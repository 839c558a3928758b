"""Notices that have to reach a browser: rows, written with what they tell of, gone once delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jack.db import sql
from jack.model.clock import HOUR, Micros
from jack.model.staff import Role

MOST_BROWSERS = 20
LIFE: Micros = HOUR
"""A notice nobody could be shown within an hour is no news any more."""


@dataclass(frozen=True, slots=True)
class Due:
    """A notice and the browser it is for."""

    id: int
    subscription_id: int
    staff_id: int
    endpoint: str
    p256dh: str
    auth: str
    kind: str
    subject: int
    priority: str
    attempts: int
    expires_at: Micros


@dataclass(frozen=True, slots=True)
class Alert:
    """Who has to be told of what: one person, or those on duty at a place."""

    id: int
    kind: str
    subject: int
    place: str
    staff_id: int | None
    priority: str
    created_at: Micros


def escalated(conversation_id: int, place: str, priority: str, at: Micros) -> None:
    """Have those on duty at a place told, in the write that calls them."""
    _alert("escalation", conversation_id, priority, at, place=place)


def channel_locked(at: Micros) -> None:
    """Have admins and managers told that a channel takes nothing before somebody mends it."""
    _alert("channel", 0, "urgent", at, place="admin")


def trouble(trouble_id: int, priority: str, at: Micros) -> None:
    """Have managers and admins on duty told, in the write that shows the trouble."""
    _alert("trouble", trouble_id, priority, at)


def escalated_to(conversation_id: int, staff_id: int, priority: str, at: Micros) -> None:
    """Have one person told, wherever they are."""
    _alert("escalation", conversation_id, priority, at, staff_id=staff_id)


def assigned_conversation(conversation_id: int, staff_id: int, at: Micros) -> None:
    _alert("conversation", conversation_id, "standard", at, staff_id=staff_id)


def assigned_task(task_id: int, staff_id: int, at: Micros) -> None:
    priority = sql.value("SELECT priority FROM task WHERE id = ?", task_id)
    _alert("task", task_id, str(priority), at, staff_id=staff_id)


def automation(run_id: int, place: str, priority: str, at: Micros) -> None:
    """A rule has something to tell those on duty at a place."""
    _alert("automation", run_id, priority, at, place=place)


def budget(at: Micros) -> None:
    """Tell the admins that the month's budget for models is nearly spent."""
    _alert("budget", 0, "high", at, place=Role.ADMIN)


def autonomy(at: Micros) -> None:
    """Tell the admins that a topic went back to draft."""
    _alert("autonomy", 0, "standard", at, place=Role.ADMIN)


def _alert(
    kind: str,
    subject: int,
    priority: str,
    at: Micros,
    *,
    place: str = "",
    staff_id: int | None = None,
) -> None:
    """Nothing is written where no browser listens."""
    if sql.value("SELECT 1 FROM push_subscription LIMIT 1") is None:
        return
    sql.insert(
        "alert",
        kind=kind,
        subject=subject,
        place=place,
        staff_id=staff_id,
        priority=priority,
        created_at=at,
    )


def alerts(limit: int) -> list[Alert]:
    """The oldest first."""
    return [
        Alert(*row)
        for row in sql.rows(
            "SELECT id, kind, subject, place, staff_id, priority, created_at FROM alert"
            " ORDER BY id LIMIT ?",
            limit,
        )
    ]


def spread(alert: Alert, staff_ids: Sequence[int], at: Micros) -> int:
    """Make it a notice for every browser of these people; how many. The alert is done with.

    What happened too long ago, while nobody spread it, is no news.
    """
    sql.run("DELETE FROM alert WHERE id = ?", alert.id)
    until = alert.created_at + LIFE
    if until <= at:
        return 0
    return sum(
        put(i, alert.kind, alert.subject, alert.priority, at, expires_at=until) for i in staff_ids
    )


def put(
    staff_id: int, kind: str, subject: int, priority: str, at: Micros, *, expires_at: Micros
) -> int:
    """One row for each of the person's browsers; what waits there already is not said twice."""
    return sql.run(
        "INSERT INTO push (subscription_id, kind, subject, priority, next_at, expires_at, created_at)"
        " SELECT s.id, ?, ?, ?, ?, ?, ? FROM push_subscription s WHERE s.staff_id = ?"
        " AND NOT EXISTS (SELECT 1 FROM push p WHERE p.subscription_id = s.id AND p.kind = ?"
        "  AND p.subject = ? AND p.attempts = 0)",
        kind,
        subject,
        priority,
        at,
        expires_at,
        at,
        staff_id,
        kind,
        subject,
    )


def is_anybody_listening() -> bool:
    return sql.value("SELECT 1 FROM push_subscription LIMIT 1") is not None


def listening(staff_ids: Sequence[int]) -> list[int]:
    """Those of the people who have a browser that listens."""
    found = sql.rows(
        "SELECT DISTINCT staff_id FROM push_subscription"
        f" WHERE staff_id IN ({sql.marks(staff_ids)}) ORDER BY staff_id",
        *staff_ids,
    )
    return [row[0] for row in found]


# -- sending -------------------------------------------------------------------------------


def due(at: Micros, *, limit: int) -> list[Due]:
    """What may be sent now, the oldest first."""
    return [
        Due(*row)
        for row in sql.rows(
            "SELECT p.id, s.id, s.staff_id, s.endpoint, s.p256dh, s.auth, p.kind, p.subject,"
            " p.priority, p.attempts, p.expires_at FROM push p"
            " JOIN push_subscription s ON s.id = p.subscription_id"
            " WHERE p.next_at <= ? ORDER BY p.next_at, p.id LIMIT ?",
            at,
            limit,
        )
    ]


def next_at() -> Micros | None:
    """When there is something to do: at once where people still have to be told."""
    found: Micros | None = sql.value(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM alert) THEN 0"
        " ELSE (SELECT min(next_at) FROM push) END"
    )
    return found


def delivered(push_id: int, subscription_id: int, at: Micros) -> None:
    sql.run("DELETE FROM push WHERE id = ?", push_id)
    sql.run("UPDATE push_subscription SET sent_at = ? WHERE id = ?", at, subscription_id)


def later(push_id: int, next_at: Micros) -> None:
    sql.run("UPDATE push SET attempts = attempts + 1, next_at = ? WHERE id = ?", next_at, push_id)


def drop(push_id: int) -> None:
    sql.run("DELETE FROM push WHERE id = ?", push_id)


def forget_old(before: Micros) -> int:
    """Drop what nobody has sent since: notices were switched off."""
    return sql.run("DELETE FROM alert WHERE created_at < ?", before) + sql.run(
        "DELETE FROM push WHERE created_at < ?", before
    )


# -- browsers ------------------------------------------------------------------------------


def subscribe(staff_id: int, endpoint: str, p256dh: str, auth: str, at: Micros) -> int:
    """A browser that signs in as somebody else is that person's from then on. A person's oldest
    make room."""
    sql.run(
        "DELETE FROM push_subscription WHERE id IN (SELECT id FROM push_subscription"
        " WHERE staff_id = ? AND endpoint != ? ORDER BY id DESC LIMIT -1 OFFSET ?)",
        staff_id,
        endpoint,
        MOST_BROWSERS - 1,
    )
    found: int = sql.value(
        "INSERT INTO push_subscription (staff_id, endpoint, p256dh, auth, created_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (endpoint) DO UPDATE SET staff_id = excluded.staff_id,"
        " p256dh = excluded.p256dh, auth = excluded.auth RETURNING id",
        staff_id,
        endpoint,
        p256dh,
        auth,
        at,
    )
    return found


def unsubscribe(staff_id: int, endpoint: str) -> bool:
    return bool(
        sql.run(
            "DELETE FROM push_subscription WHERE staff_id = ? AND endpoint = ?", staff_id, endpoint
        )
    )


def forget(subscription_id: int) -> None:
    """The browser is gone; what waited for it goes too."""
    sql.run("DELETE FROM push_subscription WHERE id = ?", subscription_id)


def count(staff_id: int) -> int:
    return int(sql.value("SELECT count(*) FROM push_subscription WHERE staff_id = ?", staff_id))
