"""Notices that have to reach a browser: rows, written with what they tell of, gone once delivered."""

from __future__ import annotations

from dataclasses import dataclass

from jack.db import sql
from jack.model.clock import HOUR, Micros

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


def escalated(conversation_id: int, department: str, priority: str, at: Micros) -> None:
    """Tell the people of a department, or of a role, and whoever has the conversation; the
    managers when none of them has a browser that listens."""
    found = sql.rows(
        "SELECT id FROM staff WHERE disabled_at IS NULL AND (role = ?"
        " OR EXISTS (SELECT 1 FROM json_each(departments) d WHERE d.value = ?)"
        " OR id = (SELECT owner_id FROM conversation WHERE id = ?))"
        " AND id IN (SELECT staff_id FROM push_subscription)",
        department,
        department,
        conversation_id,
    ) or sql.rows("SELECT id FROM staff WHERE disabled_at IS NULL AND role IN ('manager', 'admin')")
    for (staff_id,) in found:
        _put(staff_id, "escalation", conversation_id, priority, at)


def assigned_conversation(conversation_id: int, staff_id: int, at: Micros) -> None:
    _put(staff_id, "conversation", conversation_id, "standard", at)


def assigned_task(task_id: int, staff_id: int, priority: str, at: Micros) -> None:
    _put(staff_id, "task", task_id, priority, at)


def test(staff_id: int, at: Micros) -> int:
    """A notice to try whether it arrives; to how many browsers."""
    return _put(staff_id, "test", 0, "standard", at)


def _put(staff_id: int, kind: str, subject: int, priority: str, at: Micros) -> int:
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
        at + LIFE,
        at,
        staff_id,
        kind,
        subject,
    )


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
    found: Micros | None = sql.value("SELECT min(next_at) FROM push")
    return found


def delivered(push_id: int, subscription_id: int, at: Micros) -> None:
    sql.run("DELETE FROM push WHERE id = ?", push_id)
    sql.run("UPDATE push_subscription SET sent_at = ? WHERE id = ?", at, subscription_id)


def later(push_id: int, next_at: Micros) -> None:
    sql.run("UPDATE push SET attempts = attempts + 1, next_at = ? WHERE id = ?", next_at, push_id)


def drop(push_id: int) -> None:
    sql.run("DELETE FROM push WHERE id = ?", push_id)


# -- browsers ------------------------------------------------------------------------------


def subscribe(staff_id: int, endpoint: str, p256dh: str, auth: str, at: Micros) -> int:
    """A browser that signs in as somebody else is that person's from then on."""
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
