"""What Mews' JSON says in Jack's words; nothing here calls anything.

Shapes: docs.mews.com/connector-api/operations (reservations ver 2023-06-06, customers, resources,
resource categories, age categories, services, configuration) and events/wh-general.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeAlias, TypeGuard
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jack.errors import Invalid, Permanent
from jack.model.clock import Micros, from_datetime
from jack.model.reservations import (
    Changed,
    PmsGuest,
    PmsReservation,
    Rejected,
    ReservationStatus,
    Room,
    RoomState,
)
from jack.pms import contact
from jack.pms.texts import one_line

JsonObject: TypeAlias = dict[str, Any]

STATUSES = {
    "Confirmed": ReservationStatus.CONFIRMED,
    "Started": ReservationStatus.CHECKED_IN,
    "Processed": ReservationStatus.CHECKED_OUT,
    "Canceled": ReservationStatus.CANCELLED,
}
NOT_YET = frozenset({"Inquired", "Optional", "Requested"})
"""Not confirmed by both sides: no stay yet. It comes again when it is confirmed."""
ROOM_STATES = {
    "Clean": RoomState.CLEAN,
    "Inspected": RoomState.INSPECTED,
    "Dirty": RoomState.DIRTY,
    "OutOfService": RoomState.OUT_OF_ORDER,
    "OutOfOrder": RoomState.OUT_OF_ORDER,
}
NOT_SLEPT_IN = frozenset(
    {
        *("Amphitheater", "Bike", "ConferenceRoom", "Cot", "Crib", "Desk", "ExtraBed", "Garden"),
        *("MeetingRoom", "Membership", "Office", "ParkingSpot", "Restaurant", "Rooftop"),
        "TeamArea",
    }
)
"""Types of resource categories that are booked like rooms and are no stay."""
VIP = frozenset({"Important", "VeryImportant"})
FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Other years are a vendor's empty values."""

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class _Unreadable(Exception):
    """Why something cannot be read, in words for staff."""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """The hotel that the access token belongs to."""

    name: str
    zone: ZoneInfo
    language: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of room. `is_slept_in` is False for parking spots, desks and the like."""

    name: str | None
    is_slept_in: bool


@dataclass(frozen=True, slots=True)
class House:
    """What reservations mention by id: is the service a stay, rooms' names, is the age a child's."""

    services: Mapping[str, bool]
    rooms: Mapping[str, str]
    categories: Mapping[str, Category]
    ages: Mapping[str, bool]

    def knows_all_of(self, told: Iterable[object]) -> bool:
        """Whether all that these reservations mention is known."""
        return all(
            reservation.get(name) is None or reservation[name] in known
            for reservation in told
            if isinstance(reservation, dict)
            for name, known in (
                ("ServiceId", self.services),
                ("AssignedResourceId", self.rooms),
                ("RequestedResourceCategoryId", self.categories),
            )
            if isinstance(reservation.get(name), str)
        )


def is_id(text: object) -> TypeGuard[str]:
    """Whether Mews would take it as an identifier; anything else is answered with 400."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


# -- the hotel -------------------------------------------------------------------------------------


def enterprise(answer: JsonObject) -> Enterprise:
    """From configuration/get. Raises Permanent when dates could not be told from its zone."""
    told = answer.get("Enterprise")
    if not isinstance(told, dict):
        raise Permanent("Mews tells nothing of the hotel (Enterprise is missing).", reason="zone")
    zone = told.get("TimeZoneIdentifier")
    try:
        known = ZoneInfo(zone if isinstance(zone, str) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Permanent(
            f"Mews has the hotel in the time zone {one_line(zone)!r}, which does not exist. Correct "
            "it in Mews: without it no date is certain.",
            reason="zone",
        ) from error
    address = told.get("Address")
    return Enterprise(
        name=one_line(told.get("Name")) or "a hotel without a name",
        zone=known,
        language=one_line(told.get("DefaultLanguageCode")),
        country=(one_line(address.get("CountryCode")) or None)
        if isinstance(address, dict)
        else None,
    )


def house(
    language: str,
    *,
    services: Iterable[JsonObject],
    resources: Iterable[JsonObject],
    categories: Iterable[JsonObject],
    ages: Iterable[JsonObject],
) -> House:
    """Put together what reservations mention; names in `language` where there is a translation."""
    return House(
        services={key: _is_stay_service(told) for key, told in _by_id(services)},
        rooms={key: one_line(told.get("Name")) for key, told in _by_id(resources)},
        categories={
            key: Category(
                _translated(told.get("Names"), language) or None,
                told.get("Type") not in NOT_SLEPT_IN,
            )
            for key, told in _by_id(categories)
        },
        ages={key: _is_child(told) for key, told in _by_id(ages)},
    )


def room(told: JsonObject) -> Room | None:
    """A space's state of housekeeping; None for what is no room, not in use or in no known state."""
    data = told.get("Data")
    kind = data.get("Discriminator") if isinstance(data, dict) else None
    number = one_line(told.get("Name"))
    state = told.get("State")
    if told.get("IsActive") is not True or kind not in (None, "Space") or not number:
        return None
    known = ROOM_STATES.get(state) if isinstance(state, str) else None
    return Room(number, known) if known is not None else None


# -- people ----------------------------------------------------------------------------------------


def guest(told: JsonObject, country: str | None) -> PmsGuest:
    """A customer; what cannot be read of one is left empty. `country` is the hotel's.

    A number without prefix is read as one of the guest's own country, else of the hotel's.
    """
    nationality = one_line(told.get("NationalityCode"))
    classifications = told.get("Classifications")
    return PmsGuest(
        external_id=one_line(told.get("Id")),
        first_name=one_line(told.get("FirstName")),
        last_name=" ".join(
            filter(None, (one_line(told.get("LastName")), one_line(told.get("SecondLastName"))))
        ),
        phone=contact.phone(told.get("Phone"), nationality[:2] or country),
        email=contact.email(told.get("Email")),
        language=contact.language(told.get("PreferredLanguageCode"))
        or contact.language(told.get("LanguageCode")),
        is_vip=any(each in VIP for each in _strings(classifications)),
        loyalty=one_line(told.get("LoyaltyCode")) or None,
        preferences=_preferences(told),
    )


def guests(told: Iterable[JsonObject], country: str | None) -> dict[str, PmsGuest]:
    """Customers by their ids."""
    read = (guest(each, country) for each in told)
    return {each.external_id: each for each in read if each.external_id}


def _preferences(told: JsonObject) -> tuple[str, ...]:
    """Diet as written; room features in words: "OceanView" is "Ocean view"."""
    diet = one_line(told.get("DietaryRequirements"))
    features = (
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
        for name in _strings(told.get("PreferredSpaceFeatures"))
    )
    return tuple(filter(None, (diet, *features)))


def companions(told: Iterable[JsonObject]) -> dict[str, list[str]]:
    """Customer ids of who is on each reservation, its owner among them, by reservation id."""
    found: dict[str, list[str]] = {}
    for each in told:
        reservation_id, customer_id = each.get("ReservationId"), each.get("CustomerId")
        if isinstance(reservation_id, str) and isinstance(customer_id, str):
            found.setdefault(reservation_id, []).append(customer_id)
    return found


# -- reservations ----------------------------------------------------------------------------------


def is_stay(told: object, house: House) -> bool:
    """False for what is not confirmed yet and for orders of parking, tables, tours and the like.

    What cannot be told counts as a stay: it is better read or rejected than passed over.
    """
    if not isinstance(told, dict) or not isinstance(told.get("State"), str):
        return True
    category = house.categories.get(str(told.get("RequestedResourceCategoryId")))
    return (
        told["State"] not in NOT_YET
        and house.services.get(str(told.get("ServiceId")), True)
        and (category is None or category.is_slept_in)
    )


def people_of(told: object, companions: Mapping[str, Sequence[str]]) -> list[str]:
    """Customer ids of a reservation: its owner, if that is a person, then the others."""
    if not isinstance(told, dict):
        return []
    others = companions.get(str(told.get("Id")), ())
    owner = told.get("AccountId") if told.get("AccountType", "Customer") == "Customer" else None
    return list(dict.fromkeys([*([owner] if isinstance(owner, str) else ()), *others]))


def reservations(
    told: Iterable[object],
    *,
    zone: ZoneInfo,
    house: House,
    guests: Mapping[str, PmsGuest],
    companions: Mapping[str, Sequence[str]],
) -> tuple[tuple[PmsReservation, ...], tuple[Rejected, ...]]:
    """Stays, and what could not be read. Dates are those of the scheduled times on local clocks.

    A stay that a company booked belongs to the first of the people on it.
    """
    read: list[PmsReservation] = []
    rejected: list[Rejected] = []
    for each in told:
        if not isinstance(each, dict):
            reason = "Mews sent something that is no reservation."
            rejected.append(Rejected("a reservation without a number", reason))
            continue
        try:
            read.append(_reservation(each, zone, house, guests, companions))
        except _Unreadable as error:
            rejected.append(Rejected(_where(each), str(error)))
    return tuple(read), tuple(rejected)


def _reservation(
    told: JsonObject,
    zone: ZoneInfo,
    house: House,
    guests: Mapping[str, PmsGuest],
    companions: Mapping[str, Sequence[str]],
) -> PmsReservation:
    external_id = told.get("Id")
    if not is_id(external_id):
        raise _Unreadable("Its Id is missing or no identifier.")
    status = _status(told)
    arrival, departure = _dates(told, status, zone)
    people = [guests[key] for key in people_of(told, companions) if key in guests]
    if not people:
        raise _Unreadable("No guest of it can be read: give it an owner or a companion in Mews.")
    owner = told.get("AccountId")
    if told.get("AccountType", "Customer") == "Customer" and people[0].external_id != owner:
        raise _Unreadable("The guest it belongs to cannot be read in Mews.")
    adults, children = _counts(told.get("PersonCounts"), house.ages)
    category = house.categories.get(str(told.get("RequestedResourceCategoryId")))
    return PmsReservation(
        external_id=external_id,
        confirmation=one_line(told.get("Number")),
        status=status,
        arrival=arrival,
        departure=departure,
        guest=people[0],
        companions=tuple(people[1:]),
        room=house.rooms.get(str(told.get("AssignedResourceId"))) or None,
        room_type=category.name if category else None,
        adults=adults,
        children=children,
        updated_at=_updated_at(told.get("UpdatedUtc")),
    )


def _where(told: JsonObject) -> str:
    name = one_line(told.get("Number")) or one_line(told.get("Id"))
    return f"reservation {name[:40]}" if name else "a reservation without a number"


def _status(told: JsonObject) -> ReservationStatus:
    """A no-show is a cancellation with that reason."""
    state = told.get("State")
    status = STATUSES.get(state) if isinstance(state, str) else None
    if status is None:
        raise _Unreadable(f"Its State {one_line(state)[:40]!r} is none that Jack knows.")
    if status is ReservationStatus.CANCELLED and told.get("CancellationReason") == "NoShow":
        return ReservationStatus.NO_SHOW
    return status


def _dates(told: JsonObject, status: ReservationStatus, zone: ZoneInfo) -> tuple[date, date]:
    """Arrival and departure. Who has left before the scheduled day, left when they left."""
    arrival = _date(told, ("ScheduledStartUtc", "StartUtc"), "arrival", zone)
    departure = _date(told, ("ScheduledEndUtc", "EndUtc"), "departure", zone)
    if status is ReservationStatus.CHECKED_OUT and told.get("ActualEndUtc") is not None:
        left = _date(told, ("ActualEndUtc",), "check-out", zone)
        departure = max(arrival, min(left, departure))
    if departure < arrival:
        raise _Unreadable(f"It ends ({departure}) before it begins ({arrival}).")
    return arrival, departure


def _date(told: JsonObject, names: Sequence[str], meaning: str, zone: ZoneInfo) -> date:
    """The local day of a UTC time: midnight in Beijing is 16:00Z of the day before."""
    value = next((told[name] for name in names if told.get(name) is not None), None)
    at = _instant(value)
    if at is None:
        raise _Unreadable(f"Its {meaning} ({names[0]}) is missing or no time.")
    return at.astimezone(zone).date()


def _instant(value: object) -> datetime | None:
    """An ISO 8601 time; Mews' are all UTC, so one without offset is too."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _updated_at(value: object) -> Micros | None:
    at = _instant(value)
    return from_datetime(at) if at is not None else None


def _counts(told: object, ages: Mapping[str, bool]) -> tuple[int, int]:
    """Adults and children; an age category that is not known is adults."""
    adults = children = 0
    for each in told if isinstance(told, list) else ():
        count = each.get("Count") if isinstance(each, dict) else None
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count < 1000:
            raise _Unreadable("Its numbers of people (PersonCounts) cannot be read.")
        if ages.get(str(each.get("AgeCategoryId")), False):
            children += count
        else:
            adults += count
    return (adults, children) if adults or children else (1, 0)


# -- webhooks --------------------------------------------------------------------------------------

_CHANGED = {
    "ServiceOrderUpdated": "reservations",
    "CustomerAdded": "guests",
    "CustomerUpdated": "guests",
}


def webhook(body: bytes) -> Changed:
    """Ids of a general webhook, each once; events about anything else are passed over."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid("The webhook is not JSON.") from error
    if not isinstance(told, dict) or not all(
        isinstance(told.get(name), str) for name in ("EnterpriseId", "IntegrationId")
    ):
        raise Invalid("The webhook is not one of Mews: EnterpriseId or IntegrationId is missing.")
    events = told.get("Events")
    if not isinstance(events, list):
        raise Invalid("The webhook is not one of Mews: Events is missing.")
    found: dict[str, dict[str, None]] = {"reservations": {}, "guests": {}}
    for event in events:
        kind = event.get("Discriminator") if isinstance(event, dict) else None
        if not isinstance(kind, str):
            raise Invalid("The webhook has an event without a Discriminator.")
        if kind in _CHANGED:
            found[_CHANGED[kind]][_event_id(event)] = None
    return Changed(tuple(found["reservations"]), tuple(found["guests"]))


def _event_id(event: JsonObject) -> str:
    value = event.get("Value")
    identifier = value.get("Id") if isinstance(value, dict) else None
    if not is_id(identifier):
        raise Invalid("The webhook has an event without an Id.")
    return identifier


# -- reading values --------------------------------------------------------------------------------


def _strings(value: object) -> list[str]:
    return (
        [one_line(each) for each in value if isinstance(each, str)]
        if isinstance(value, list)
        else []
    )


def _by_id(told: Iterable[JsonObject]) -> list[tuple[str, JsonObject]]:
    return [(each["Id"], each) for each in told if isinstance(each.get("Id"), str)]


def _translated(names: object, language: str) -> str:
    """A localized text in `language` ("en-US"), else in English, else in any language."""
    if not isinstance(names, dict):
        return ""
    english = next((code for code in names if str(code).startswith("en")), None)
    texts = (
        one_line(names.get(language)),
        one_line(names.get(english)),
        *map(one_line, names.values()),
    )
    return next(filter(None, texts), "")


def _is_stay_service(told: JsonObject) -> bool:
    """Bookable by the day or month. By the hour it is a table or a court, not a stay."""
    data = told.get("Data")
    if not isinstance(data, dict):
        return True
    value = data.get("Value")
    unit = None
    if isinstance(value, dict):
        unit = value.get("TimeUnitPeriod") or value.get("TimeUnit")
    return data.get("Discriminator") != "Additional" and unit != "Hour"


def _is_child(told: JsonObject) -> bool:
    return told.get("Classification") == "Child"
