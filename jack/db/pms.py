"""How far each PMS has been read, and how that went."""

from __future__ import annotations

from datetime import date

from jack.db import sql
from jack.model.clock import Micros
from jack.model.reservations import PmsState


def state(provider: str) -> PmsState:
    """What is known; a state of nothing for a PMS that was never read."""
    found = sql.row(
        "SELECT cursor, synced_at, tried_at, scanned_on, wanted_at, failures, failure, report"
        " FROM pms_state WHERE provider = ?",
        provider,
    )
    if found is None:
        return PmsState(provider)
    return PmsState(
        provider,
        cursor=found[0],
        synced_at=found[1],
        tried_at=found[2],
        scanned_on=date.fromisoformat(found[3]) if found[3] else None,
        wanted_at=found[4],
        failures=found[5],
        failure=found[6],
        report=sql.loads(found[7]),
    )


def synced_at(provider: str) -> Micros | None:
    found: Micros | None = sql.value("SELECT synced_at FROM pms_state WHERE provider = ?", provider)
    return found


def set_cursor(provider: str, cursor: Micros | None) -> None:
    """None: the next sync reads everything."""
    _ensure(provider)
    sql.run("UPDATE pms_state SET cursor = ? WHERE provider = ?", cursor, provider)


def want(provider: str, at: Micros) -> None:
    _ensure(provider)
    sql.run("UPDATE pms_state SET wanted_at = ? WHERE provider = ?", at, provider)


def began(provider: str, at: Micros) -> None:
    _ensure(provider)
    sql.run("UPDATE pms_state SET tried_at = ? WHERE provider = ?", at, provider)


def succeeded(
    provider: str, began_at: Micros, *, scanned_on: date | None, report: dict[str, object]
) -> None:
    """Forget the failures, and the wish for a sync if it is older than this one."""
    _ensure(provider)
    sql.run(
        "UPDATE pms_state SET synced_at = ?, scanned_on = coalesce(?, scanned_on), failures = 0,"
        " failure = NULL, report = ?,"
        " wanted_at = CASE WHEN wanted_at > ? THEN wanted_at END WHERE provider = ?",
        began_at,
        scanned_on.isoformat() if scanned_on else None,
        sql.dumps(report),
        began_at,
        provider,
    )


def failed(provider: str, began_at: Micros, failure: str) -> int:
    """Count it; how many in a row. A wish is not repeated by itself: the next turn comes anyway."""
    _ensure(provider)
    sql.run(
        "UPDATE pms_state SET failures = failures + 1, failure = ?,"
        " wanted_at = CASE WHEN wanted_at > ? THEN wanted_at END WHERE provider = ?",
        failure,
        began_at,
        provider,
    )
    return int(sql.value("SELECT failures FROM pms_state WHERE provider = ?", provider))


def _ensure(provider: str) -> None:
    sql.run("INSERT OR IGNORE INTO pms_state (provider) VALUES (?)", provider)
