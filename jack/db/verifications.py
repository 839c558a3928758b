"""Attempts to prove a booking, and what they opened (R6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jack.db import sql
from jack.model.clock import Micros
from jack.model.verification import Attempt, Outcome, Proven


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody on a booking with that number, by their last name."""

    reservation_id: int
    last_name: str


def bearers(codes: Sequence[str], not_before: date) -> list[Bearer]:
    """Everybody on bookings with one of these numbers that end on that day or later."""
    if not codes:
        return []
    found = sql.rows(
        "SELECT r.id, g.last_name FROM reservation r JOIN guest g ON g.id = r.guest_id"
        " OR g.id IN (SELECT guest_id FROM companion WHERE reservation_id = r.id)"
        " WHERE upper(replace(replace(r.confirmation, '-', ''), ' ', ''))"
        f" IN ({sql.marks(codes)}) AND r.departure >= ? ORDER BY r.id LIMIT 100",
        *codes,
        not_before.isoformat(),
    )
    return [Bearer(row[0], row[1]) for row in found]


def add(conversation_id: int, channel: str, address: str, attempt: Attempt, at: Micros) -> None:
    sql.insert(
        "verification",
        conversation_id=conversation_id,
        channel=channel,
        address=address,
        reservation_id=attempt.reservation_id,
        method=attempt.method,
        outcome=attempt.outcome,
        created_at=at,
    )


def open_stay(conversation_id: int, reservation_id: int, at: Micros) -> None:
    """From now on the conversation is about this stay, and so are its tasks."""
    sql.run(
        "UPDATE conversation SET reservation_id = ?, verified_at = ?, updated_at = ? WHERE id = ?",
        reservation_id,
        at,
        at,
        conversation_id,
    )
    sql.run(
        "UPDATE task SET reservation_id = ?, room = coalesce(room,"
        " (SELECT room FROM reservation WHERE id = ?)), updated_at = ?"
        " WHERE conversation_id = ? AND reservation_id IS NULL"
        " AND status IN ('pending', 'assigned', 'in_progress')",
        reservation_id,
        reservation_id,
        at,
        conversation_id,
    )


def failures(
    *, since: Micros, conversation_id: int | None = None, channel: str, address: str | None = None
) -> int:
    """Failed attempts since then: of a conversation, of an address, or of the whole channel."""
    where, params = ["created_at >= ?", "channel = ?", "outcome <> ?"], list[object]()
    params += [since, channel, Outcome.MATCHED]
    if conversation_id is not None:
        where.append("conversation_id = ?")
        params.append(conversation_id)
    if address is not None:
        where.append("address = ?")
        params.append(address)
    return int(sql.value(f"SELECT count(*) FROM verification WHERE {' AND '.join(where)}", *params))


def of(guest_id: int) -> list[Proven]:
    """Every attempt in this guest's conversations, oldest first."""
    return [
        Proven(row[0], row[1], row[2], row[3], Outcome(row[4]), row[5])
        for row in sql.rows(
            "SELECT v.channel, v.address, v.reservation_id, v.method, v.outcome, v.created_at"
            " FROM verification v JOIN conversation c ON c.id = v.conversation_id"
            " WHERE c.guest_id = ? ORDER BY v.id",
            guest_id,
        )
    ]


def stay_of(guest_id: int) -> int | None:
    """The stay that this guest's newest conversation was opened for, if it was and still is open."""
    found: int | None = sql.value(
        "SELECT reservation_id FROM conversation WHERE guest_id = ? AND verified_at IS NOT NULL"
        " AND state IN ('new', 'active', 'escalated', 'resolved') ORDER BY id DESC LIMIT 1",
        guest_id,
    )
    return found
