"""What looks like a contradiction and is none."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.staff import StaffId


def keys() -> frozenset[str]:
    return frozenset(row[0] for row in sql.rows("SELECT key FROM knowledge_accord"))


def add(key: str, at: Micros, *, staff_id: StaffId) -> None:
    sql.run(
        "INSERT INTO knowledge_accord (key, staff_id, created_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        key,
        staff_id,
        at,
    )
