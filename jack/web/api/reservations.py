"""Stays as the PMS tells them, and how fresh that is."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from jack.errors import Invalid
from jack.model.clock import to_iso
from jack.model.reservations import Booking, Days, Money, ReservationStatus
from jack.model.staff import Permission
from jack.web.api.shapes import Page, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("reservations")

READ = Permission.READ_GUESTS
WRITE = Permission.WRITE_GUESTS

Id = Annotated[str, Field(pattern=r"^\d{1,18}$")]


class ReservationQuery(Page):
    """Days are the hotel's; a range includes both its ends."""

    status: ReservationStatus | None = None
    arrival_from: date | None = None
    arrival_to: date | None = None
    departure_from: date | None = None
    departure_to: date | None = None
    room: str | None = Field(default=None, min_length=1, max_length=20)
    guest_id: Id | None = None
    q: str = Field(
        default="",
        max_length=200,
        description="A booking's number, or beginnings of words of a guest's name.",
    )


class MoneyShape(Model):
    """Integer minor units of an ISO 4217 currency."""

    amount: int
    currency: str

    @classmethod
    def of(cls, money: Money | None) -> MoneyShape | None:
        return cls(amount=money.amount, currency=money.currency) if money else None


class ReservationShape(Model):
    """`asOf`: the PMS confirmed it then; `isFresh`: guests may still be told of it.

    `guestId` is who booked, `companionIds` are the others.
    """

    id: str
    guest_id: str
    guest_name: str
    companion_ids: list[str]
    provider: str
    external_id: str
    confirmation: str
    status: str
    arrival: str
    departure: str
    nights: int
    room: str | None
    room_type: str | None
    adults: int
    children: int
    balance: MoneyShape | None
    in_recovery: bool
    as_of: str
    is_fresh: bool
    updated_at: str

    @classmethod
    def of(cls, booking: Booking) -> ReservationShape:
        stay = booking.reservation
        return cls(
            id=str(stay.id),
            guest_id=str(stay.guest_id),
            guest_name=booking.guest_name,
            companion_ids=[str(each) for each in booking.companions],
            provider=stay.provider,
            external_id=stay.external_id,
            confirmation=stay.confirmation,
            status=stay.status,
            arrival=stay.arrival.isoformat(),
            departure=stay.departure.isoformat(),
            nights=(stay.departure - stay.arrival).days,
            room=stay.room,
            room_type=stay.room_type,
            adults=stay.adults,
            children=stay.children,
            balance=MoneyShape.of(stay.balance),
            in_recovery=stay.in_recovery,
            as_of=to_iso(booking.as_of),
            is_fresh=booking.is_fresh,
            updated_at=to_iso(stay.updated_at),
        )


class ReservationsShape(Model):
    reservations: list[ReservationShape]
    cursor: str | None


class ReservationEdit(Model):
    """Everything else is the PMS's."""

    in_recovery: bool = Field(description="Something went badly wrong with this stay.")


@routes.add(
    "GET", "/api/v1/reservations", query=ReservationQuery, answer=ReservationsShape, needs=READ
)
async def list_reservations(call: Call[ReservationQuery, Nothing]) -> ReservationsShape:
    """Reservations, the latest arrival first."""
    ask = call.query
    found = await call.desk.reservations.listed(
        call.who,
        statuses=[ask.status] if ask.status else (),
        arrival=Days(ask.arrival_from, ask.arrival_to),
        departure=Days(ask.departure_from, ask.departure_to),
        room=ask.room,
        guest_id=int(ask.guest_id) if ask.guest_id else None,
        query=ask.q.strip(),
        before=_before(ask.cursor),
        limit=ask.limit,
    )
    last = found[-1].reservation if len(found) == ask.limit else None
    return ReservationsShape(
        reservations=[ReservationShape.of(booking) for booking in found],
        cursor=encode(last.arrival.toordinal(), last.id) if last else None,
    )


@routes.add(
    "GET",
    "/api/v1/reservations/{id}",
    answer=ReservationShape,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def get_reservation(call: Call[Nothing, Nothing]) -> ReservationShape:
    """One reservation."""
    return ReservationShape.of(await call.desk.reservations.get(call.id(), call.who))


@routes.add(
    "PATCH",
    "/api/v1/reservations/{id}",
    body=ReservationEdit,
    answer=ReservationShape,
    needs=WRITE,
    errors=("NOT_FOUND",),
)
async def edit_reservation(call: Call[Nothing, ReservationEdit]) -> ReservationShape:
    """Mark a stay that went badly wrong, or take the mark away."""
    return ReservationShape.of(
        await call.desk.reservations.set_recovery(call.id(), call.who, is_on=call.body.in_recovery)
    )


def _before(cursor: str | None) -> tuple[date, int] | None:
    """Raises Invalid."""
    position = decode(cursor, 2)
    if position is None:
        return None
    try:
        return date.fromordinal(position[0]), position[1]
    except (ValueError, OverflowError) as error:
        raise Invalid("The cursor is not one of Jack's.", field="cursor") from error
