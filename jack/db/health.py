"""Whether the database is sound, and what in it asks for attention."""

from __future__ import annotations

from dataclasses import dataclass

from jack.db import sql
from jack.model.clock import Micros


@dataclass(frozen=True, slots=True)
class Sends:
    """Outgoing messages that did not go their way. `overdue` waits, though it was due before."""

    failed: int
    uncertain: int
    overdue: int


def faults(limit: int = 5) -> list[str]:
    """What SQLite finds wrong, no more than `limit`. Reads every page, which also proves its HMAC."""
    found = [row[0] for row in sql.rows(f"PRAGMA quick_check({limit})") if row[0] != "ok"]
    orphans = {row[0] for row in sql.rows("PRAGMA foreign_key_check")}
    return [*found, *(f"rows of {table} point to nothing" for table in sorted(orphans))][:limit]


def latest_write() -> Micros:
    """When the newest message or audited change was written; 0 when there is none."""
    return int(
        sql.value(
            "SELECT max(coalesce((SELECT max(at) FROM audit), 0),"
            " coalesce((SELECT created_at FROM message ORDER BY id DESC LIMIT 1), 0))"
        )
    )


def sends(overdue_since: Micros) -> Sends:
    found = sql.row(
        "SELECT (SELECT count(*) FROM outbox WHERE state = 'failed'),"
        " (SELECT count(*) FROM outbox WHERE state = 'uncertain'),"
        " (SELECT count(*) FROM outbox WHERE state = 'queued' AND next_at < ?)",
        overdue_since,
    )
    assert found is not None
    return Sends(*found)
