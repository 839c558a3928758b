"""Who a guest is and when they stay, as the API tells it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.preferences import MAX_VALUE_CHARS
from jack.model.reservations import Reservation
from jack.model.staff import Permission
from jack.services.guests import GuestCard
from jack.web.api.reservations import MoneyShape
from jack.web.endpoint import Call, Model, Nothing

READ = Permission.READ_GUESTS
WRITE = Permission.WRITE_GUESTS
FINDING = ("NOT_FOUND",)
ACTING = ("NOT_FOUND", "CONFLICT")

Id = Annotated[str, Field(pattern=r"^\d{1,18}$")]
Name = Annotated[str, Field(max_length=100)]
Phone = Annotated[str, Field(max_length=40, examples=["+351912345678"])]
Email = Annotated[str, Field(max_length=254, examples=["ana@example.com"])]
Language = Annotated[str, Field(max_length=35, description="ISO 639-1, like `pt`.")]
Tag = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
Value = Annotated[
    str, Field(min_length=1, max_length=MAX_VALUE_CHARS, pattern=r"\S", examples=["vegetarian"])
]


class StayShape(Model):
    """A stay beside its guest; all of it is at `/reservations/{id}`."""

    id: str
    guest_id: str
    provider: str
    confirmation: str
    status: str
    arrival: str
    departure: str
    room: str | None
    room_type: str | None
    balance: MoneyShape | None
    in_recovery: bool

    @classmethod
    def of(cls, stay: Reservation) -> StayShape:
        return cls(
            id=str(stay.id),
            guest_id=str(stay.guest_id),
            provider=stay.provider,
            confirmation=stay.confirmation,
            status=stay.status,
            arrival=stay.arrival.isoformat(),
            departure=stay.departure.isoformat(),
            room=stay.room,
            room_type=stay.room_type,
            balance=MoneyShape.of(stay.balance),
            in_recovery=stay.in_recovery,
        )


class PmsLinkShape(Model):
    provider: str
    external_id: str


class GuestShape(Model):
    """`stay` is the one under way, else the next. `inRecovery`: something went badly wrong."""

    id: str
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    language: str | None
    loyalty: str | None
    is_vip: bool
    in_recovery: bool
    tags: list[str]
    pms: list[PmsLinkShape]
    stay: StayShape | None
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, card: GuestCard) -> GuestShape:
        guest = card.guest
        return cls(
            id=str(guest.id),
            first_name=guest.first_name,
            last_name=guest.last_name,
            phone=guest.phone,
            email=guest.email,
            language=guest.language,
            loyalty=guest.loyalty,
            is_vip=guest.is_vip,
            in_recovery=guest.in_recovery,
            tags=list(card.tags),
            pms=[PmsLinkShape(provider=p.provider, external_id=p.external_id) for p in card.pms],
            stay=StayShape.of(card.stay) if card.stay else None,
            created_at=to_iso(guest.created_at),
            updated_at=to_iso(guest.updated_at),
        )


def by_whom(call: Call[Any, Nothing]) -> str:
    """Who does it, for the records."""
    return f"staff:{call.who.id}"
