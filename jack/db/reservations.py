"""Stays."""

from __future__ import annotations

from datetime import date

from jack.db import sql
from jack.model.clock import Micros
from jack.model.reservations import Reservation, ReservationStatus

_COLUMNS = (
    "id, guest_id, provider, external_id, confirmation, status, arrival, departure, room,"
    " room_type, adults, children, synced_at"
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
        f"SELECT {_COLUMNS} FROM reservation WHERE guest_id = ? AND departure >= ?"
        " AND status IN ('confirmed', 'checked_in')"
        " ORDER BY status = 'checked_in' DESC, arrival LIMIT 1",
        guest_id,
        today.isoformat(),
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
    )
