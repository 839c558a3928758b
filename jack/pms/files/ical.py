"""Reservations in the calendars of channel managers and booking sites (iCal)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from jack.errors import Invalid
from jack.model.reservations import PmsReservation, Rejected, ReservationStatus
from jack.pms.files import columns, dates, stays, values
from jack.pms.files.ical_lines import Event, Property, events, method
from jack.pms.files.imported import Imported, Unreadable
from jack.pms.files.stays import House
from jack.pms.files.texts import clean, fold, has_unwanted

MAX_EVENTS = 100_000
MAX_LABEL = 60

REPEATING = ("RRULE", "RDATE", "RECURRENCE-ID")
BLOCKED = frozenset(
    map(
        fold,
        (
            *("closed", "closed not available", "not available", "unavailable", "blocked", "block"),
            *("airbnb (not available)", "maintenance", "out of order", "out of service", "owner"),
            *("owner stay", "owner block", "hold", "do not book", "gesperrt", "belegt"),
            *("nicht verfügbar", "bloqué", "indisponible", "fermé", "bloqueado", "no disponible"),
            *("cerrado", "bloccato", "non disponibile", "chiuso", "não disponível"),
            *("indisponível", "fechado"),
        ),
    )
)
"""What sites write in place of a name when no guest has the room."""
LABELS = frozenset(
    map(
        fold,
        (
            *("reservation", "booking", "reserved", "booked", "guest", "stay", "arrival", "new"),
            *("confirmed", "busy", "airbnb", "booking.com", "expedia", "vrbo", "agoda", "homeaway"),
            *("tripadvisor", "hostelworld", "direct", "website", "reservierung", "reserviert"),
            *("buchung", "gebucht", "gast", "réservation", "réservé", "reserva", "reservado"),
            *("reservada", "prenotazione", "prenotato", "予約", "预订", "бронирование", "حجز"),
        ),
    )
)
"""Words of a summary that are no name."""
FROM_TEXT = frozenset(columns.NAMES) - {"arrival", "departure", "nights", "status", "id"}
"""Fields that a line of the description ("Phone: …") may give; days and state are the event's."""

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{0,200})[)\]]")
_PARTS = re.compile(r"\s+[-\u2013\u2014|/]+\s+|\s*[:|\u2014]\s+|\s*#\s*")
_CODE = re.compile(r"(?=[A-Za-z-]*\d)[A-Za-z0-9-]{4,24}")
_NUMBERED = re.compile(r"#\s*([A-Za-z0-9-]{4,24})")
_LINKED = re.compile(r"/reservations?/(?:details/)?([A-Za-z0-9]{6,24})\b")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:\d{2})?(Z)?")
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?"
)


def is_calendar(text: str) -> bool:
    return text.lstrip()[:15].upper() == "BEGIN:VCALENDAR"


def read_calendar(text: str, file: str, house: House) -> Imported:
    """Events that are a guest's stay; why the others are none. Raises Invalid for an empty one."""
    is_cancelled = method(text) == "CANCEL"
    read: dict[str, tuple[int, int, PmsReservation]] = {}
    rejected: list[Rejected] = []
    seen = 0
    for event in events(text):
        seen += 1
        if seen > MAX_EVENTS:
            raise Invalid(f"The file has more than {MAX_EVENTS:,} events. Export fewer days.")
        try:
            stay = _stay(event, house, is_cancelled=is_cancelled)
            revision = _revision(event)
            known = read.get(stay.external_id)
            if known and known[0] == revision:
                raise Unreadable(f"its UID is that of line {known[1]}, which was taken")
            if known is None or known[0] < revision:
                read[stay.external_id] = (revision, event.line, stay)
        except Unreadable as error:
            rejected.append(Rejected(f"line {event.line}", str(error)))
    if not seen:
        raise Invalid(f"{file} has no reservations: there is no event in it.")
    found = tuple(stay for _, _, stay in read.values())
    return Imported(found, tuple(rejected), notes=house.notes())


def _stay(event: Event, house: House, *, is_cancelled: bool) -> PmsReservation:
    if event.flaw:
        raise Unreadable(event.flaw)
    if any(has_unwanted(each.value) for each in event.properties):
        raise Unreadable("it has characters that are no text (NUL or broken encoding)")
    if event.has(*REPEATING):
        raise Unreadable("it repeats; a stay does not")
    if _is_blocked(event):
        raise Unreadable("it blocks the room and is no stay")
    uid = clean(event.text("UID"))
    if not uid:
        raise Unreadable("it has no UID, so it could not be found again")
    status = ReservationStatus.CANCELLED if is_cancelled else _status(event)
    arrival, departure = _days(event, house)
    cells = _cells(event) | {"id": uid}
    return stays.reservation(cells, arrival, departure, house, status=status)


# -- days ------------------------------------------------------------------------------------------


def _days(event: Event, house: House) -> tuple[date, date]:
    """DTEND is the day of departure: of whole days it is the first that is free again (3.8.2.2)."""
    start = event.get("DTSTART")
    if start is None:
        raise Unreadable("it has no DTSTART")
    begins = _moment(start, house)
    if end := event.get("DTEND"):
        return _local(begins, house), _local(_moment(end, house), house)
    if duration := event.get("DURATION"):
        return _local(begins, house), _local(begins + _duration(duration.value), house)
    if isinstance(begins, datetime):
        raise Unreadable("it has no DTEND")
    return begins, begins + timedelta(days=1)


def _moment(told: Property, house: House) -> date | datetime:
    """A whole day, or a time in its zone; a time without zone is on the hotel's clock."""
    value = told.value.strip()
    try:
        if day := _DAY.fullmatch(value):
            return date(int(day[1]), int(day[2]), int(day[3]))
        at = _TIME.fullmatch(value)
        if at is None:
            raise ValueError
        year, month, day_, hour, minute = (int(part) for part in at.groups()[:5])
        zone = _zone(told, house, is_utc=at[6] is not None)
        return datetime(year, month, day_, hour, minute, tzinfo=zone)
    except ValueError:
        raise Unreadable(f"its {told.name} is no date") from None


def _zone(told: Property, house: House, *, is_utc: bool) -> tzinfo:
    name = told.parameters.get("TZID", "")
    if is_utc:
        return UTC
    if not name:
        return house.zone
    found = dates.zone_of(name)
    if found is None:
        raise Unreadable(f"its time zone {clean(name)[:40]!r} is not known")
    return found


def _local(moment: date | datetime, house: House) -> date:
    if not isinstance(moment, datetime):
        return moment
    try:
        return moment.astimezone(house.zone).date()
    except OverflowError:
        raise Unreadable("its days are too far from today") from None


def _duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise Unreadable("its DURATION cannot be read")
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


# -- what it says ----------------------------------------------------------------------------------


def _status(event: Event) -> ReservationStatus | None:
    """None for CONFIRMED and nothing: who should have left by now has."""
    told = event.text("STATUS").upper()
    if told == "CANCELLED":
        return ReservationStatus.CANCELLED
    if told == "TENTATIVE":
        raise Unreadable("it is not confirmed yet, so it is no stay")
    return None


def _is_blocked(event: Event) -> bool:
    summary = clean(event.text("SUMMARY"))
    bare = _BRACKETS.sub(" ", summary)
    return any(fold(each) in BLOCKED for each in (summary, bare, *_PARTS.split(bare)))


def _revision(event: Event) -> int:
    """A higher SEQUENCE replaces an event of the same UID (RFC 5545, 3.8.7.4)."""
    told = event.text("SEQUENCE")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0


def _cells(event: Event) -> dict[str, str]:
    """From lines of the description ("Guest: …"), the attendee, and the summary, in this order."""
    found = dict(_described(event.text("DESCRIPTION")))
    attendee = event.get("ATTENDEE")
    if attendee is not None:
        if "CN" in attendee.parameters and "@" not in attendee.parameters["CN"]:
            found.setdefault("guest", clean(attendee.parameters["CN"]))
        if attendee.value.lower().startswith("mailto:"):
            found.setdefault("email", attendee.value[len("mailto:") :].strip())
    name, code = _summary(clean(event.text("SUMMARY")))
    if name and not found.keys() & {"guest", "last_name", "first_name"}:
        found["guest"] = name
    linked = _LINKED.search(event.text("DESCRIPTION") or event.text("URL"))
    if not found.get("confirmation") and (code or linked):
        found["confirmation"] = code or (linked[1] if linked else "")
    return found


def _described(text: str) -> Iterator[tuple[str, str]]:
    """Fields by the labels that also name columns; the first of each counts."""
    seen: set[str] = set()
    for line in text.split("\n"):
        label, _, value = line.partition(":")
        field = columns.field_of(label) if len(label) <= MAX_LABEL else None
        if field in FROM_TEXT and field not in seen and value.strip():
            seen.add(field)
            yield field, clean(value)


def _summary(text: str) -> tuple[str, str]:
    """(name, code) of "Booking.com: Ana Silva (HM4QX2)"; empty what it does not have."""
    inside = [clean(each) for each in _BRACKETS.findall(text)]
    parts = [clean(part) for part in _PARTS.split(_BRACKETS.sub(" ", text))]
    marked = (*inside, *_NUMBERED.findall(text))
    lettered = (part for part in parts if not part.isdigit())  # digits may be a telephone number
    code = next((each for each in (*marked, *lettered) if _CODE.fullmatch(each)), "")
    names = (part for part in parts if part and not any(each.isdigit() for each in part))
    name = next((part for part in names if fold(part) not in LABELS), "")
    first, last = values.name(name)
    return (name if first or last else ""), code
