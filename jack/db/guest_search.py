"""Finding guests: by the beginnings of their names, by what they are reached by, by their room."""

from __future__ import annotations

from datetime import date

from jack.db import guests, sql
from jack.model.guests import Guest, GuestId, Wanted

_END = "\U0010ffff"
"""Sorts after everything that begins like the text before it."""


def find(
    wanted: Wanted, today: date, *, before: GuestId | None = None, limit: int = 50
) -> list[Guest]:
    """Guests who fit everything that is wanted, newest first.

    Whoever was merged is found as the guest they are now, by what they were called before too.
    """
    page = "merged_into IS NULL AND id < ? ORDER BY id DESC LIMIT ?"
    onward = (before if before is not None else 2**62, limit)
    if wanted.is_anybody:
        found = sql.rows(f"SELECT {guests.COLUMNS} FROM guest WHERE {page}", *onward)
        return [guests.read(row) for row in found]
    where, params = _conditions(wanted, today)
    found = sql.rows(
        "WITH RECURSIVE hit (id, next) AS ("
        f" SELECT g.id, g.merged_into FROM guest g WHERE {' AND '.join(where)}"
        " UNION SELECT g.id, g.merged_into FROM guest g JOIN hit ON g.id = hit.next)"
        f" SELECT {guests.COLUMNS} FROM guest WHERE id IN (SELECT id FROM hit) AND {page}",
        *params,
        *onward,
    )
    return [guests.read(row) for row in found]


def _conditions(wanted: Wanted, today: date) -> tuple[list[str], list[object]]:
    where: list[str] = []
    params: list[object] = []

    def among(query: str, *given: object) -> None:
        where.append(f"g.id IN ({query})")
        params.extend(given)

    for word in wanted.words:
        among("SELECT guest_id FROM guest_word WHERE word >= ? AND word < ?", word, word + _END)
    if wanted.phone is not None:
        among(
            "SELECT id FROM guest WHERE phone = ?"
            " UNION SELECT guest_id FROM guest_identity WHERE phone = ?",
            wanted.phone,
            wanted.phone,
        )
    if wanted.phone_start is not None:
        start, end = wanted.phone_start, wanted.phone_start + _END
        among(
            "SELECT id FROM guest WHERE phone >= ? AND phone < ?"
            " UNION SELECT guest_id FROM guest_identity WHERE phone >= ? AND phone < ?",
            *(start, end) * 2,
        )
    if wanted.email is not None:
        among(
            "SELECT id FROM guest WHERE email = ?"
            " UNION SELECT guest_id FROM guest_identity WHERE channel = 'email' AND address = ?",
            wanted.email,
            wanted.email,
        )
    if wanted.email_start is not None:
        start = wanted.email_start
        among("SELECT id FROM guest WHERE email >= ? AND email < ?", start, start + _END)
    if wanted.room is not None:
        among(
            _everybody_on(
                "room = ? AND departure >= ? AND arrival <= ?"
                " AND status IN ('confirmed', 'checked_in')"
            ),
            *(wanted.room, today.isoformat(), today.isoformat()) * 2,
        )
    if wanted.code is not None:
        key = "upper(replace(replace(confirmation, '-', ''), ' ', '')) = ?"
        among(_everybody_on(key), *(wanted.code,) * 2)
    return where, params


def _everybody_on(condition: str) -> str:
    """Guests and companions of the reservations that fit."""
    return (
        f"SELECT guest_id FROM reservation WHERE {condition} UNION SELECT guest_id FROM companion"
        f" WHERE reservation_id IN (SELECT id FROM reservation WHERE {condition})"
    )
