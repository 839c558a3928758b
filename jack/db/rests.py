"""Channels that send nothing for now."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.rests import Rest


def begin(channel: str, reason: str, text: str, at: Micros, *, until: Micros | None) -> bool:
    """Send nothing until then, or without a moment until `end`; whether that is news.

    What is locked stays so, and a pause is only made longer.
    """
    known = sql.row("SELECT until FROM channel_rest WHERE channel = ?", channel)
    if known is not None and (known[0] is None or (until is not None and known[0] >= until)):
        return False
    sql.run(
        "INSERT INTO channel_rest (channel, reason, text, since, until) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (channel) DO UPDATE SET reason = excluded.reason, text = excluded.text,"
        " since = excluded.since, until = excluded.until",
        channel,
        reason,
        text,
        at,
        until,
    )
    return True


def end(channel: str) -> bool:
    """Send again; False when it was not resting."""
    return sql.run("DELETE FROM channel_rest WHERE channel = ?", channel) > 0


def end_all() -> None:
    """After a start: the settings may be others, so the first send finds out."""
    sql.run("DELETE FROM channel_rest")


def current(at: Micros) -> list[Rest]:
    return [
        Rest(*row)
        for row in sql.rows(
            "SELECT channel, reason, text, since, until FROM channel_rest"
            " WHERE until IS NULL OR until > ?",
            at,
        )
    ]
