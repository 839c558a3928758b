"""Stays. Dates are plain dates in the hotel's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jack.model.clock import Micros


class ReservationStatus(StrEnum):
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


LIVE_STATUSES = (ReservationStatus.CONFIRMED, ReservationStatus.CHECKED_IN)


@dataclass(frozen=True, slots=True)
class Reservation:
    id: int
    guest_id: int
    provider: str
    external_id: str
    confirmation: str
    status: ReservationStatus
    arrival: date
    departure: date
    room: str | None
    room_type: str | None
    adults: int
    children: int
    synced_at: Micros
