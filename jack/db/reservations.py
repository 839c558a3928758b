"""Stays."""

from __future__ import annotations

from datetime import date

from jack.db import sql
from jack.model.clock import Micros
from jack.model.reservations import Money, Reservation, ReservationStatus

_COLUMNS = (
    "id, guest_id, provider, external_id, confirmation, status, arrival, departure, room,"
    " room_type, adults, children, synced_at, balance_amount, balance_currency"
)


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
        " AND id IN (SELECT id FROM reservation WHERE guest_id = ?"
        "            UNION ALL SELECT reservation_id FROM companion WHERE guest_id = ?)"
        " ORDER BY status = 'checked_in' DESC, arrival, id LIMIT 1",
        today.isoformat(),
        guest_id,
        guest_id,
    )
    return _reservation(found) if found else None


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
    )
