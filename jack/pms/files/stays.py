"""A stay put together from the named texts of a line or an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.pms import contact
from jack.pms.files import dates, values
from jack.pms.files.dates import Order
from jack.pms.files.imported import Unreadable

Cells = Mapping[str, str]
"""Texts by the fields of `columns.NAMES`; those without text are left out.

`id` is what a stay is known by when it comes again; guests prove themselves by `confirmation`.
"""


@dataclass(frozen=True, slots=True)
class House:
    """The hotel's zone, country and day. What was dropped is counted in `lost` for notes."""

    zone: ZoneInfo
    country: str | None
    today: date
    lost: Counter[str] = field(default_factory=Counter)

    def notes(self) -> tuple[str, ...]:
        return tuple(
            text.format(count=self.lost[kind]) for kind, text in _NOTES.items() if self.lost[kind]
        )


_NOTES = {
    "phone": "{count} telephone numbers cannot be read and are left empty: without + or 00 and the "
    "country's code a number needs hotel.country, or a column with the guest's country.",
    "email": "{count} e-mail addresses cannot be read and are left empty.",
}


def reservation(
    cells: Cells, arrival: date, departure: date, house: House, *, status: ReservationStatus | None
) -> PmsReservation:
    """`status` None: the file does not say; who should have left by now has. Raises Unreadable."""
    for what, day in (("arrival", arrival), ("departure", departure)):
        if not dates.is_near(day, house.today):
            raise Unreadable(f"{what} {day} is too far from today")
    if departure < arrival:
        raise Unreadable(f"departure {departure} is before arrival {arrival}")
    if status is None:
        is_over = departure < house.today
        status = ReservationStatus.CHECKED_OUT if is_over else ReservationStatus.CONFIRMED
    adults, children = _people(cells)
    return PmsReservation(
        external_id=cells["id"],
        confirmation=cells.get("confirmation", ""),
        status=status,
        arrival=arrival,
        departure=departure,
        guest=_guest(cells, house),
        room=cells.get("room"),
        room_type=cells.get("room_type"),
        adults=adults,
        children=children,
    )


def days(cells: Cells) -> dates.Stay:
    """Arrival and departure as written. Raises Unreadable; without departure nights must do."""
    arrival = _written(cells, "arrival")
    if arrival is None:
        raise Unreadable("it has no arrival")
    departure = _written(cells, "departure")
    if departure is None and "nights" not in cells:
        raise Unreadable("it has no departure")
    return arrival, departure


def days_in(stay: dates.Stay, cells: Cells, order: Order, house: House) -> tuple[date, date]:
    """The hotel's days of arrival and departure. Raises Unreadable."""
    arrival = _day(stay[0], "arrival", order, house)
    if stay[1] is not None:
        return arrival, _day(stay[1], "departure", order, house)
    nights = values.count(cells["nights"], "nights")
    return arrival, arrival + timedelta(days=nights)


def _written(cells: Cells, what: str) -> dates.Written | None:
    if what not in cells:
        return None
    try:
        return dates.read(cells[what])
    except Unreadable as error:
        raise Unreadable(f"{what} {error}") from None


def _day(written: dates.Written, what: str, order: Order, house: House) -> date:
    day = written.day(order, house.zone)
    if day is None:
        raise Unreadable(f"{what} is a day that does not exist")
    return day


def _people(cells: Cells) -> tuple[int, int]:
    if "adults" in cells:
        adults, children = values.count(cells["adults"], "adults"), 0
    elif "persons" in cells:
        adults, children = values.persons(cells["persons"])
    else:
        adults, children = 0, 0
    if "children" in cells:
        children = values.count(cells["children"], "children")
    return (adults, children) if adults or children else (1, 0)


def _guest(cells: Cells, house: House) -> PmsGuest:
    if "last_name" in cells or "first_name" in cells:
        first, last = values.name_of(cells.get("first_name", ""), cells.get("last_name", ""))
    else:
        first, last = values.name(cells.get("guest", ""))
    if not first and not last:
        raise Unreadable("it has no guest")
    return PmsGuest(
        external_id=cells.get("guest_id", ""),
        first_name=first,
        last_name=last,
        phone=_phone(cells, house),
        email=_email(cells, house),
        language=contact.language(cells.get("language")),
        is_vip=values.is_yes(cells.get("vip", "")),
        loyalty=cells.get("loyalty"),
        preferences=(cells["preferences"],) if "preferences" in cells else (),
    )


def _phone(cells: Cells, house: House) -> str | None:
    """A guest's own country goes before the hotel's; one that is not understood goes before both."""
    text = cells.get("phone", "").lstrip("'")
    if not text:
        return None
    country = values.country(cells["country"]) if "country" in cells else house.country
    number = contact.phone(text, country)
    house.lost["phone"] += number is None
    return number


def _email(cells: Cells, house: House) -> str | None:
    address = contact.email(cells.get("email"))
    house.lost["email"] += address is None and bool(cells.get("email"))
    return address
