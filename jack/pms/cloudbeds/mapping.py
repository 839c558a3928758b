"""What Cloudbeds' JSON says in Jack's words; nothing here calls anything.

Shapes: the vendor's OpenAPI description of API v1.3 (getReservations, getReservation, getGuest,
getHotels, getHotelDetails, getHousekeepingStatus) and developers.cloudbeds.com/docs/webhooks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jack.errors import Invalid, Permanent
from jack.model.reservations import (
    MINOR_DIGITS,
    Changed,
    Money,
    PmsGuest,
    PmsReservation,
    Rejected,
    ReservationStatus,
    Room,
    RoomState,
)
from jack.pms import contact
from jack.pms.cloudbeds import local_times
from jack.pms.texts import one_line

JsonObject: TypeAlias = dict[str, Any]

STATUSES = {
    "confirmed": ReservationStatus.CONFIRMED,
    "checked_in": ReservationStatus.CHECKED_IN,
    "checked_out": ReservationStatus.CHECKED_OUT,
    "canceled": ReservationStatus.CANCELLED,
    "no_show": ReservationStatus.NO_SHOW,
}
NOT_YET = "not_confirmed"
"""No stay yet. It comes again when it is confirmed."""
ROOM_STATES = {
    "clean": RoomState.CLEAN,
    "inspected": RoomState.INSPECTED,
    "dirty": RoomState.DIRTY,
}
MOST_MONEY = Decimal(10) ** 10

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")


class _Unreadable(Exception):
    """Why something cannot be read, in words for staff."""


@dataclass(frozen=True, slots=True)
class Property:
    """The hotel, as far as its reservations need it."""

    id: str
    name: str
    zone: ZoneInfo
    country: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class _Bed:
    """A room of a reservation, and the days it is taken for. Not assigned yet: no number."""

    number: str
    kind: str
    first: date
    last: date
    adults: int
    children: int


def identifier(value: object) -> str | None:
    """An id as text; Cloudbeds writes some as numbers. None for what cannot be one."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and _ID.fullmatch(text) else None


# -- the hotel -------------------------------------------------------------------------------------


def hotel(property_id: str, listed: object, details: object) -> Property:
    """From getHotels, which has the time zone, and getHotelDetails, which has the rest, or all.

    Raises Permanent when the hotel is not there, or dates could not be told from its zone.
    """
    ours = (h for h in objects(listed) if identifier(h.get("propertyID")) == property_id)
    found = next(ours, None)
    if found is None:
        raise Permanent(
            f"Cloudbeds has no property {property_id} for this key. "
            "Check pms.cloudbeds.property_id and pms.cloudbeds.api_key.",
            reason="property",
        )
    told = details if isinstance(details, dict) else {}
    address, currency = told.get("propertyAddress"), told.get("propertyCurrency")
    country = one_line(address.get("propertyCountry")) if isinstance(address, dict) else ""
    code = one_line(currency.get("currencyCode")) if isinstance(currency, dict) else ""
    return Property(
        id=property_id,
        name=one_line(found.get("propertyName")) or "a hotel without a name",
        zone=_zone(found.get("propertyTimezone") or told.get("propertyTimezone")),
        country=country or None,
        currency=code if _CURRENCY.fullmatch(code) else None,
    )


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(name if isinstance(name, str) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Permanent(
            f"Cloudbeds has the hotel in the time zone {one_line(name)!r}, which does not exist. "
            "Correct it in Cloudbeds: without it no change can be asked for.",
            reason="zone",
        ) from error


def room(told: JsonObject) -> Room | None:
    """A room's state of housekeeping; None for what is no room or in no known state."""
    number = one_line(told.get("roomName"))
    if not number:
        return None
    if _is_true(told.get("roomBlocked")):
        return Room(number, RoomState.OUT_OF_ORDER)
    known = ROOM_STATES.get(one_line(told.get("roomCondition")))
    return Room(number, known) if known is not None else None


# -- people ----------------------------------------------------------------------------------------


def guest(external_id: str, told: JsonObject, country: str | None) -> PmsGuest:
    """A person as getGuest tells of one; what cannot be read is left empty. `country` is the hotel's.

    Of somebody who asked to be forgotten nothing is left but the id.
    """
    if _is_true(told.get("isAnonymized")):
        return PmsGuest(external_id, "", "")
    lives_in = one_line(told.get("country")) or country
    return PmsGuest(
        external_id=external_id,
        first_name=one_line(told.get("firstName")),
        last_name=one_line(told.get("lastName")),
        phone=contact.phone(told.get("cellPhone"), lives_in)
        or contact.phone(told.get("phone"), lives_in),
        email=contact.email(told.get("email")),
    )


def merged_into(told: JsonObject) -> str | None:
    """Who this person is now, after staff made one of two."""
    return identifier(told.get("newGuestID")) if _is_true(told.get("isMerged")) else None


def _people(told: JsonObject, country: str | None) -> tuple[PmsGuest, tuple[PmsGuest, ...]]:
    """Who booked or leads, and the others on the reservation."""
    people: dict[str, JsonObject] = {}
    for each in objects(told.get("guestList")):
        key = identifier(each.get("guestID"))
        if key is not None:
            people[key] = each
    leads = [key for key, each in people.items() if _is_true(each.get("isMainGuest"))]
    main = next(iter(leads), identifier(told.get("guestID")))
    if main is None or main not in people:
        raise _Unreadable("No main guest of it can be read: give it one in Cloudbeds.")
    others = [key for key, each in people.items() if not _is_true(each.get("isAnonymized"))]
    return (
        _listed_guest(main, people[main], country),
        tuple(_listed_guest(key, people[key], country) for key in others if key != main),
    )


def _listed_guest(key: str, told: JsonObject, country: str | None) -> PmsGuest:
    """In a reservation the same facts have longer names."""
    plain = {
        "firstName": told.get("guestFirstName"),
        "lastName": told.get("guestLastName"),
        "email": told.get("guestEmail"),
        "phone": told.get("guestPhone"),
        "cellPhone": told.get("guestCellPhone"),
        "country": told.get("guestCountry"),
        "isAnonymized": told.get("isAnonymized"),
    }
    return guest(key, plain, country)


# -- reservations ----------------------------------------------------------------------------------


def is_stay(told: object) -> bool:
    """False for what is not confirmed yet. What cannot be told counts as a stay."""
    return not isinstance(told, dict) or told.get("status") != NOT_YET


def ids(told: Iterable[object]) -> list[str]:
    """The ids of those reservations that have one."""
    found = (identifier(each.get("reservationID")) for each in told if isinstance(each, dict))
    return [each for each in found if each is not None]


def reservations(
    told: Iterable[object], *, hotel: Property, today: date
) -> tuple[tuple[PmsReservation, ...], tuple[Rejected, ...]]:
    """Stays, and what could not be read. `today` says which of several rooms is lived in."""
    read: list[PmsReservation] = []
    rejected: list[Rejected] = []
    for each in told:
        if not isinstance(each, dict):
            reason = "Cloudbeds sent something that is no reservation."
            rejected.append(Rejected("a reservation without a number", reason))
            continue
        try:
            read.append(_reservation(each, hotel, today))
        except _Unreadable as error:
            rejected.append(Rejected(_where(each), str(error)))
    return tuple(read), tuple(rejected)


def _reservation(told: JsonObject, hotel: Property, today: date) -> PmsReservation:
    external_id = identifier(told.get("reservationID"))
    if external_id is None:
        raise _Unreadable("Its reservationID is missing or no identifier.")
    if told.get("propertyID") is not None and identifier(told["propertyID"]) != hotel.id:
        raise _Unreadable("It belongs to another property.")
    arrival, departure = _date(told, "startDate"), _date(told, "endDate")
    if departure < arrival:
        raise _Unreadable(f"It ends ({departure}) before it begins ({arrival}).")
    main, companions = _people(told, hotel.country)
    beds = _beds(told, arrival, departure)
    taken = _taken(beds, min(max(today, arrival), departure))
    adults, children = _counts(told, beds)
    return PmsReservation(
        external_id=external_id,
        confirmation=external_id,
        status=_status(told),
        arrival=arrival,
        departure=departure,
        guest=main,
        companions=companions,
        room=_the_one(each.number for each in taken),
        room_type=_the_one(each.kind for each in taken),
        adults=adults,
        children=children,
        balance=_money(told.get("balance"), hotel.currency),
        updated_at=local_times.instant(told.get("dateModified"), hotel.zone),
    )


def _where(told: JsonObject) -> str:
    name = identifier(told.get("reservationID"))
    return f"reservation {name}" if name else "a reservation without a number"


def _status(told: JsonObject) -> ReservationStatus:
    value = told.get("status")
    status = STATUSES.get(value) if isinstance(value, str) else None
    if status is None:
        raise _Unreadable(f"Its status {one_line(value)[:40]!r} is none that Jack knows.")
    return status


def _date(told: JsonObject, name: str) -> date:
    value = told.get(name)
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            found = date.fromisoformat(value)
            if local_times.FIRST_YEAR <= found.year <= local_times.LAST_YEAR:
                return found
    except ValueError:
        pass
    raise _Unreadable(f"Its {name} is missing or no date.")


def _beds(told: JsonObject, arrival: date, departure: date) -> list[_Bed]:
    """Rooms as the list (`rooms`) or the single reservation (`assigned`, `unassigned`) has them."""
    parts = ("rooms",) if told.get("rooms") else ("assigned", "unassigned")
    found = []
    for each in (each for part in parts for each in objects(told.get(part))):
        days = {
            "startDate": each.get("roomCheckIn") or each.get("startDate") or str(arrival),
            "endDate": each.get("roomCheckOut") or each.get("endDate") or str(departure),
        }
        found.append(
            _Bed(
                number=one_line(each.get("roomName")),
                kind=one_line(each.get("roomTypeName")),
                first=_date(days, "startDate"),
                last=_date(days, "endDate"),
                adults=_count(each.get("adults")),
                children=_count(each.get("children")),
            )
        )
    return found


def _taken(beds: Sequence[_Bed], day: date) -> list[_Bed]:
    """The rooms lived in on `day`. Who moves house in between sleeps in the new one that night."""
    nights = [each for each in beds if each.first <= day < each.last]
    return nights or [each for each in beds if each.first <= day <= each.last]


def _the_one(names: Iterable[str]) -> str | None:
    """A group's rooms are not one room: nobody can tell who of them is in which."""
    found = set(names)
    return (found.pop() or None) if len(found) == 1 else None


def _counts(told: JsonObject, beds: Sequence[_Bed]) -> tuple[int, int]:
    """Adults and children: of the whole reservation, else of its rooms."""
    if told.get("adults") is not None or told.get("children") is not None:
        adults, children = _count(told.get("adults")), _count(told.get("children"))
    else:
        adults, children = sum(b.adults for b in beds), sum(b.children for b in beds)
    return (adults, children) if adults or children else (1, 0)


def _count(value: object) -> int:
    if value is None or value == "":
        return 0
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII):
        raise _Unreadable("Its numbers of people cannot be read.")
    return int(text)


def _money(value: object, currency: str | None) -> Money | None:
    """Cloudbeds' decimals in minor units, rounded half up; None for what is no amount."""
    if currency is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) > MOST_MONEY:
        return None
    minor = amount.scaleb(MINOR_DIGITS.get(currency, 2)).quantize(Decimal(1), ROUND_HALF_UP)
    return Money(int(minor), currency)


# -- webhooks --------------------------------------------------------------------------------------


def webhook(body: bytes, property_id: str) -> Changed:
    """The ids of one event; an event about anything else is passed over.

    The case of names varies (`propertyID`, `propertyId`), and so does whether ids are numbers.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid("The webhook is not JSON.") from error
    names = {name.lower(): value for name, value in told.items()} if isinstance(told, dict) else {}
    event = names.get("event")
    if not isinstance(event, str) or "/" not in event:
        raise Invalid("The webhook is not one of Cloudbeds: event is missing.")
    if identifier(names.get("propertyid", names.get("propertyid_str"))) != property_id:
        raise Invalid("The webhook is not of this property.")
    about = event.split("/", 1)[0]
    found = {name: _id_of(names, f"{name}id") for name in ("reservation", "guest")}
    if about in found and found[about] is None:
        raise Invalid(f"The webhook about a {about} has no id.")
    if about not in found:
        return Changed()
    return Changed(
        tuple(filter(None, (found["reservation"],))), tuple(filter(None, (found["guest"],)))
    )


def _id_of(names: JsonObject, name: str) -> str | None:
    value = names.get(name, names.get(f"{name}_str"))
    found = identifier(value)
    if value is not None and found is None:
        raise Invalid("The webhook has an id that is none.")
    return found


# -- reading values --------------------------------------------------------------------------------


def _is_true(value: object) -> bool:
    return value in (True, 1, "1", "true")


def objects(value: object) -> list[JsonObject]:
    """The objects of a list or a map; an empty map comes as an empty list."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for each in found if isinstance(each, dict)]
