"""Settings made in the UI, and facts about this installation."""

from __future__ import annotations

from typing import Any

from jack.db import sql
from jack.model.clock import Micros


def get(key: str) -> Any:
    return sql.loads(sql.value("SELECT value FROM setting WHERE key = ?", key))


def put(key: str, value: object, at: Micros) -> None:
    sql.run(
        "INSERT INTO setting (key, value, updated_at) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        key,
        sql.dumps(value),
        at,
    )


def remove(key: str) -> None:
    sql.run("DELETE FROM setting WHERE key = ?", key)


def under(prefix: str) -> dict[str, Any]:
    """Every setting whose key starts with `prefix`, by the rest of its key."""
    return {
        key[len(prefix) :]: sql.loads(value)
        for key, value in sql.rows("SELECT key, value FROM setting ORDER BY key")
        if key.startswith(prefix)
    }
