"""Second factors and the codes for who lost theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jack.db import sql
from jack.model.clock import Micros
from jack.model.staff import StaffId


@dataclass(frozen=True, slots=True)
class Totp:
    """It counts once it is confirmed. `last_step` is the time step of the last code taken."""

    secret: str = field(repr=False)
    confirmed_at: Micros | None
    last_step: int | None


def get(staff_id: StaffId) -> Totp | None:
    found = sql.row("SELECT secret, confirmed_at, last_step FROM totp WHERE staff_id = ?", staff_id)
    return Totp(*found) if found else None


def begin(staff_id: StaffId, secret: str, at: Micros) -> None:
    """A new secret, not confirmed yet, in place of any before."""
    sql.run(
        "INSERT INTO totp (staff_id, secret, created_at) VALUES (?, ?, ?)"
        " ON CONFLICT (staff_id) DO UPDATE SET secret = excluded.secret, confirmed_at = NULL,"
        " last_step = NULL, created_at = excluded.created_at",
        staff_id,
        secret,
        at,
    )


def confirm(staff_id: StaffId, at: Micros) -> None:
    sql.run("UPDATE totp SET confirmed_at = ? WHERE staff_id = ?", at, staff_id)


def use_step(staff_id: StaffId, step: int) -> None:
    sql.run("UPDATE totp SET last_step = ? WHERE staff_id = ?", step, staff_id)


def remove(staff_id: StaffId) -> bool:
    """The second factor and its recovery codes; False when there was none."""
    sql.run("DELETE FROM recovery_code WHERE staff_id = ?", staff_id)
    return sql.run("DELETE FROM totp WHERE staff_id = ?", staff_id) == 1


def replace_codes(staff_id: StaffId, hashes: Iterable[str]) -> None:
    sql.run("DELETE FROM recovery_code WHERE staff_id = ?", staff_id)
    for code_hash in hashes:
        sql.insert("recovery_code", staff_id=staff_id, code_hash=code_hash)


def use_code(staff_id: StaffId, code_hash: str, at: Micros) -> bool:
    """False when there is no such code, or it was used."""
    changed = sql.run(
        "UPDATE recovery_code SET used_at = ? WHERE staff_id = ? AND code_hash = ?"
        " AND used_at IS NULL",
        at,
        staff_id,
        code_hash,
    )
    return changed == 1


def codes_left(staff_id: StaffId) -> int:
    return int(
        sql.value(
            "SELECT count(*) FROM recovery_code WHERE staff_id = ? AND used_at IS NULL", staff_id
        )
    )


def holders() -> set[StaffId]:
    """Whose second factor is on."""
    return {row[0] for row in sql.rows("SELECT staff_id FROM totp WHERE confirmed_at IS NOT NULL")}
