"""Tokens of scripts; only their hashes."""

from __future__ import annotations

from collections.abc import Iterable

from jack.db import sql
from jack.model.api_tokens import ApiToken
from jack.model.clock import Micros
from jack.model.staff import Permission, StaffId

_COLUMNS = "id, staff_id, name, hint, scopes, expires_at, used_at, created_at"


def add(
    staff_id: StaffId,
    name: str,
    token_hash: str,
    at: Micros,
    *,
    hint: str,
    scopes: Iterable[Permission],
    expires_at: Micros | None,
) -> int:
    return sql.insert(
        "api_token",
        staff_id=staff_id,
        name=name,
        token_hash=token_hash,
        hint=hint,
        scopes=sql.dumps(sorted(scopes)),
        expires_at=expires_at,
        created_at=at,
    )


def get(token_id: int) -> ApiToken | None:
    """One that was not revoked."""
    found = sql.row(
        f"SELECT {_COLUMNS} FROM api_token WHERE id = ? AND revoked_at IS NULL", token_id
    )
    return _token(found) if found else None


def by_hash(token_hash: str, at: Micros) -> ApiToken | None:
    """One that still counts."""
    found = sql.row(
        f"SELECT {_COLUMNS} FROM api_token WHERE token_hash = ? AND revoked_at IS NULL"
        " AND (expires_at IS NULL OR expires_at > ?)",
        token_hash,
        at,
    )
    return _token(found) if found else None


def page(*, before: int | None, limit: int) -> list[ApiToken]:
    """Those that were not revoked, newest first."""
    return [
        _token(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM api_token WHERE revoked_at IS NULL AND id < ?"
            " ORDER BY id DESC LIMIT ?",
            before if before is not None else 2**62,
            limit,
        )
    ]


def rename(token_id: int, name: str) -> None:
    sql.run("UPDATE api_token SET name = ? WHERE id = ?", name, token_id)


def touch(token_id: int, at: Micros) -> None:
    sql.run("UPDATE api_token SET used_at = ? WHERE id = ?", at, token_id)


def revoke(token_id: int, at: Micros) -> None:
    sql.run("UPDATE api_token SET revoked_at = ? WHERE id = ?", at, token_id)


def _token(row: sql.Row) -> ApiToken:
    scopes = frozenset(scope for scope in Permission if scope in sql.loads(row[4]))
    return ApiToken(row[0], row[1], row[2], row[3], scopes, row[5], row[6], row[7])
