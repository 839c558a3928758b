"""Stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from jack.db import sql
from jack.model.clock import Micros
from jack.model.reservations import Days, Money, Reservation, ReservationStatus

_COLUMNS = (
    "id, guest_id, provider, external_id, confirmation, status, arrival, departure, room,"
    " room_type, adults, children, synced_at, balance_amount, balance_currency, in_recovery,"
    " updated_at"
)


_ON = (
    "SELECT id FROM reservation WHERE guest_id = ?"
    " UNION ALL SELECT reservation_id FROM companion WHERE guest_id = ?"
)
"""The reservations somebody is on."""


ANY_DAY = Days()
LARGE = 3_000
"""So many guests of one name are not worth collecting."""


def get(reservation_id: int) -> Reservation | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM reservation WHERE id = ?", reservation_id)
    return _reservation(found) if found else None


def add(
    *,
    guest_id: int,
    provider: str,
    external_id: str,
    confirmation: str,
    status: ReservationStatus,
    arrival: date,
    departure: date,
    room: str | None,
    room_type: str | None,
    adults: int,
    children: int,
    at: Micros,
) -> int:
    return sql.insert(
        "reservation",
        guest_id=guest_id,
        provider=provider,
        external_id=external_id,
        confirmation=confirmation,
        status=status,
        arrival=arrival.isoformat(),
        departure=departure.isoformat(),
        room=room,
        room_type=room_type,
        adults=adults,
        children=children,
        synced_at=at,
        created_at=at,
        updated_at=at,
    )


def current(guest_id: int, today: date) -> Reservation | None:
    """The stay a message is about: the one under way, else the next to come."""
    found = sql.row(
        f"SELECT {_COLUMNS} FROM reservation WHERE departure >= ?"
        " AND status IN ('confirmed', 'checked_in')"
        f" AND id IN ({_ON})"
        " ORDER BY status = 'checked_in' DESC, arrival, id LIMIT 1",
        today.isoformat(),
        guest_id,
        guest_id,
    )
    return _reservation(found) if found else None


def of(guest_id: int) -> list[Reservation]:
    """All of a guest, as who booked or as a companion; the latest first."""
    return [
        _reservation(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM reservation WHERE id IN ({_ON})"
            " ORDER BY arrival DESC, id DESC",
            guest_id,
            guest_id,
        )
    ]


def companions(reservation_id: int) -> tuple[int, ...]:
    found = sql.rows(
        "SELECT guest_id FROM companion WHERE reservation_id = ? ORDER BY id", reservation_id
    )
    return tuple(row[0] for row in found)


def listed(
    *,
    statuses: Sequence[str] = (),
    arrival: Days = ANY_DAY,
    departure: Days = ANY_DAY,
    room: str | None = None,
    guest_id: int | None = None,
    words: Sequence[str] = (),
    code: str | None = None,
    before: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[Reservation]:
    """The latest arrival first. `before` is the (arrival, id) to go on from.

    `words` begin words of the name of somebody on it, `code` is its number as it is compared.
    """
    where, params = ["1"], list[object]()

    def add(condition: str, *given: object) -> None:
        where.append(condition)
        params.extend(given)

    if statuses:
        add(f"status IN ({sql.marks(statuses)})", *statuses)
    for column, days in (("arrival", arrival), ("departure", departure)):
        if days.first is not None:
            add(f"{column} >= ?", days.first.isoformat())
        if days.last is not None:
            add(f"{column} <= ?", days.last.isoformat())
    if room:
        add("room = ?", room)
    if guest_id is not None:
        add(f"id IN ({_ON})", guest_id, guest_id)
    for word in words:
        begin, end = word, word + "\U0010ffff"
        add(_named(begin, end), *(begin, end) * 2)
    if code is not None:
        add("upper(replace(replace(confirmation, '-', ''), ' ', '')) = ?", code)
    if before is not None:
        add("(arrival, id) < (?, ?)", before[0].isoformat(), before[1])
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM reservation WHERE {' AND '.join(where)}"
        " ORDER BY arrival DESC, id DESC LIMIT ?",
        *params,
        limit,
    )
    return [_reservation(row) for row in found]


def _named(begin: str, end: str) -> str:
    """The test for somebody on the reservation with a word of their name in this range.

    Few such guests are collected first; with many, reservations are tested until a page is full.
    """
    members = "SELECT guest_id FROM guest_word WHERE word >= ? AND word < ?"
    size = sql.value(f"SELECT count(*) FROM ({members} LIMIT {LARGE})", begin, end)
    if size < LARGE:
        return (
            f"id IN (SELECT id FROM reservation WHERE guest_id IN ({members}) UNION ALL"
            f" SELECT reservation_id FROM companion WHERE guest_id IN ({members}))"
        )
    word = "FROM guest_word w WHERE +w.word >= ? AND +w.word < ? AND w.guest_id"
    return (
        f"(EXISTS (SELECT 1 {word} = reservation.guest_id) OR EXISTS (SELECT 1 {word} IN"
        " (SELECT c.guest_id FROM companion c WHERE c.reservation_id = reservation.id)))"
    )


def live() -> list[Reservation]:
    """Every stay that is under way or to come."""
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM reservation WHERE status IN ('confirmed', 'checked_in') ORDER BY id"
    )
    return [_reservation(row) for row in found]


def called(wanted: str) -> Reservation | None:
    """A stay by its confirmation number, else by its id."""
    found = sql.row(
        f"SELECT {_COLUMNS} FROM reservation WHERE confirmation = ? OR CAST(id AS TEXT) = ?"
        " ORDER BY confirmation = ? DESC LIMIT 1",
        wanted,
        wanted,
        wanted,
    )
    return _reservation(found) if found else None


def change(reservation_id: int, changes: Mapping[str, object], at: Micros) -> None:
    """Set these columns of trusted names."""
    columns = ", ".join(f"{name} = ?" for name in changes)
    sql.run(
        f"UPDATE reservation SET {columns}, updated_at = ? WHERE id = ?",
        *changes.values(),
        at,
        reservation_id,
    )


def set_recovery(reservation_id: int, at: Micros, *, is_on: bool) -> None:
    sql.run(
        "UPDATE reservation SET in_recovery = ?, updated_at = ? WHERE id = ?",
        int(is_on),
        at,
        reservation_id,
    )


def _reservation(row: sql.Row) -> Reservation:
    return Reservation(
        id=row[0],
        guest_id=row[1],
        provider=row[2],
        external_id=row[3],
        confirmation=row[4],
        status=ReservationStatus(row[5]),
        arrival=date.fromisoformat(row[6]),
        departure=date.fromisoformat(row[7]),
        room=row[8],
        room_type=row[9],
        adults=row[10],
        children=row[11],
        synced_at=row[12],
        balance=Money(row[13], row[14]) if row[13] is not None and row[14] else None,
        in_recovery=bool(row[15]),
        updated_at=row[16],
    )
