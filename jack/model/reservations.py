"""Stays. Dates are plain dates in the hotel's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jack.model.clock import Micros

MINOR_DIGITS = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Decimals of the currencies that do not have two (ISO 4217)."""


@dataclass(frozen=True, slots=True)
class Money:
    """Integer minor units (cents) of an ISO 4217 currency."""

    amount: int
    currency: str

    def __str__(self) -> str:
        """`1234.50 EUR`, with the currency's own number of decimals."""
        digits = MINOR_DIGITS.get(self.currency, 2)
        whole, minor = divmod(abs(self.amount), 10**digits)
        sign = "-" if self.amount < 0 else ""
        decimals = f".{minor:0{digits}}" if digits else ""
        return f"{sign}{whole}{decimals} {self.currency}"


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
    balance: Money | None = None
    in_recovery: bool = False
    updated_at: Micros = 0


@dataclass(frozen=True, slots=True)
class Booking:
    """A reservation with its people. `as_of`: the PMS confirmed it then."""

    reservation: Reservation
    guest_name: str
    companions: tuple[int, ...]
    as_of: Micros
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last, both included; None leaves that end open."""

    first: date | None = None
    last: date | None = None


# -- as a PMS tells it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PmsGuest:
    """A person as the PMS knows one. `phone` is E.164 or None, `email` is case-folded.

    `external_id` is the PMS's id of the person; a file that has none leaves it empty.
    """

    external_id: str
    first_name: str
    last_name: str
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    is_vip: bool = False
    loyalty: str | None = None
    preferences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PmsReservation:
    """A stay as the PMS tells it. `updated_at` is the PMS's own time of the last change.

    `guest` is who booked or leads; `companions` are the others on the same reservation.
    """

    external_id: str
    confirmation: str
    status: ReservationStatus
    arrival: date
    departure: date
    guest: PmsGuest
    companions: tuple[PmsGuest, ...] = ()
    room: str | None = None
    room_type: str | None = None
    adults: int = 1
    children: int = 0
    balance: Money | None = None
    updated_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reservation or line that was left out, and why, in words staff can act on.

    `where` names it (`line 12`, `reservation 4f3a`); it holds no personal data.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Some reservations of a walk through a PMS.

    `cursor` is set on the batch that completes a time window: everything that changed up to then
    has now been given, and the next walk may start there.
    """

    reservations: tuple[PmsReservation, ...]
    rejected: tuple[Rejected, ...] = ()
    cursor: Micros | None = None


class RoomState(StrEnum):
    CLEAN = "clean"
    INSPECTED = "inspected"
    DIRTY = "dirty"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True)
class Room:
    number: str
    state: RoomState


@dataclass(frozen=True, slots=True)
class Changed:
    """What a webhook says has changed: ids only, the truth is fetched. Empty: look for yourself."""

    reservations: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PmsState:
    """`cursor`: all that changed before it is stored. `wanted_at`: somebody asked for a sync then.

    `synced_at` is when the last complete sync began, `failures` how many have failed since.
    """

    provider: str
    cursor: Micros | None = None
    synced_at: Micros | None = None
    tried_at: Micros | None = None
    scanned_on: date | None = None
    wanted_at: Micros | None = None
    failures: int = 0
    failure: str | None = None
    report: dict[str, object] | None = None
