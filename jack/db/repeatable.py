"""Requests under an Idempotency-Key, and what was answered; keys are hashes, answers are sealed."""

from __future__ import annotations

from dataclasses import dataclass

from jack.db import sql
from jack.model.clock import Micros
from jack.model.staff import StaffId


@dataclass(frozen=True, slots=True)
class Kept:
    """Without `status` the request was begun and its answer is not known."""

    request_hash: str
    status: int | None
    answer: bytes | None
    created_at: Micros


def get(staff_id: StaffId, key: str) -> Kept | None:
    found = sql.row(
        "SELECT request_hash, status, answer, created_at FROM repeatable"
        " WHERE staff_id = ? AND key = ?",
        staff_id,
        key,
    )
    return Kept(*found) if found else None


def begin(staff_id: StaffId, key: str, request_hash: str, at: Micros) -> None:
    sql.insert("repeatable", staff_id=staff_id, key=key, request_hash=request_hash, created_at=at)


def finish(staff_id: StaffId, key: str, status: int, answer: bytes) -> None:
    sql.run(
        "UPDATE repeatable SET status = ?, answer = ? WHERE staff_id = ? AND key = ?",
        status,
        answer,
        staff_id,
        key,
    )


def remove(staff_id: StaffId, key: str) -> None:
    sql.run("DELETE FROM repeatable WHERE staff_id = ? AND key = ?", staff_id, key)


def forget(before: Micros) -> int:
    """Those begun earlier; how many there were."""
    return sql.run("DELETE FROM repeatable WHERE created_at < ?", before)
