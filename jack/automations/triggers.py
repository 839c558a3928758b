"""When: the moment that a rule means for a stay, by the hotel's clock on the wall or the guest's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jack.model.automations import (
    Anchor,
    Clockwork,
    HotelTimes,
    Rule,
    RunReason,
    Schedule,
    Side,
    StayTime,
)
from jack.model.clock import DAY, Micros, from_datetime, to_datetime
from jack.model.reservations import Reservation, ReservationStatus

SEASONS = (datetime(2027, 1, 15), datetime(2027, 7, 15))  # noqa: DTZ001 a zone is put to them
"""Zones that show the same time on these days are one to a guest."""
FILE = "file"
"""Stays of imported files: nobody tells when their guests check in or out."""


def moment(day: date, at: str, zone: ZoneInfo) -> Micros:
    """That day, when the clock on the wall shows `at` (HH:MM).

    A time that the change to summer skips comes an hour later by the clock; one that the change
    back repeats comes the first time only (PEP 495, fold 0).
    """
    return from_datetime(datetime.combine(day, time.fromisoformat(at), tzinfo=zone))


def due_at(trigger: StayTime, stay: Reservation, hotel: HotelTimes, phone: str | None) -> Micros:
    """When the rule means it for this stay, whether or not that is past."""
    zone = zone_of(trigger, hotel, phone)
    day = stay.arrival if trigger.anchor is Anchor.ARRIVAL else stay.departure
    sign = -1 if trigger.side is Side.BEFORE else 1
    day += timedelta(days=sign * trigger.days)
    if trigger.at is not None:
        return moment(day, trigger.at, zone)
    from_time = hotel.checkin if trigger.anchor is Anchor.ARRIVAL else hotel.checkout
    local = datetime.combine(day, time.fromisoformat(from_time))
    local += timedelta(hours=sign * trigger.hours)
    return from_datetime(local.replace(tzinfo=zone))


def bound(trigger: StayTime, stay: Reservation, hotel: HotelTimes) -> Micros | None:
    """From when on it has no sense any more, however patient the rule: what should come before
    arrival or departure does not come after it."""
    if trigger.side is Side.AFTER:
        return None
    zone = ZoneInfo(hotel.zone)
    if trigger.anchor is Anchor.ARRIVAL:
        return moment(stay.arrival + timedelta(days=1), "00:00", zone)
    return moment(stay.departure, hotel.checkout, zone)


def zone_of(trigger: StayTime, hotel: HotelTimes, phone: str | None) -> ZoneInfo:
    """Before arrival a guest is at home, where the rule says so and home is known."""
    is_before = trigger.anchor is Anchor.ARRIVAL and trigger.side is Side.BEFORE
    if trigger.zone is Clockwork.GUEST and is_before and phone:
        home = home_zone(phone)
        if home is not None:
            return home
    return ZoneInfo(hotel.zone)


@lru_cache(maxsize=4096)
def home_zone(phone: str) -> ZoneInfo | None:
    """The zone of an E.164 number's country, where all of it shows one time."""
    import phonenumbers
    from phonenumbers import timezone

    try:
        names = timezone.time_zones_for_number(phonenumbers.parse(phone))
        zones = [ZoneInfo(name) for name in names if name != "Etc/Unknown"]
    except (phonenumbers.NumberParseException, ZoneInfoNotFoundError, ValueError):
        return None
    shown = {tuple(day.replace(tzinfo=zone).utcoffset() for day in SEASONS) for zone in zones}
    return zones[0] if len(shown) == 1 else None


def not_meant(rule: Rule, stay: Reservation | None) -> RunReason | None:
    """Why a rule by the times of a stay is not for this stay as it is now."""
    trigger = rule.definition.trigger
    if not isinstance(trigger, StayTime):
        return None
    if stay is None:
        return RunReason.NO_STAY
    if stay.status is ReservationStatus.CANCELLED:
        return RunReason.CANCELLED_STAY
    if stay.status is ReservationStatus.NO_SHOW:
        return RunReason.NO_SHOW
    match (trigger.anchor, trigger.side):
        case (Anchor.ARRIVAL, Side.BEFORE):
            arrived = (ReservationStatus.CHECKED_IN, ReservationStatus.CHECKED_OUT)
            return RunReason.ARRIVED if stay.status in arrived else None
        case (Anchor.DEPARTURE, Side.AFTER):
            return None
        case _:
            return RunReason.DEPARTED if stay.status is ReservationStatus.CHECKED_OUT else None


def not_yet(rule: Rule, stay: Reservation) -> RunReason | None:
    """Why it is not to be done now although its time has come: the guest is not where the rule
    thinks. Where a PMS tells, a thank-you is for who has left, and a reminder for who is here."""
    trigger = rule.definition.trigger
    if not isinstance(trigger, StayTime) or stay.provider == FILE:
        return None
    if trigger.anchor is Anchor.DEPARTURE and stay.status is ReservationStatus.CONFIRMED:
        return RunReason.NOT_ARRIVED
    is_after = trigger.anchor is Anchor.DEPARTURE and trigger.side is Side.AFTER
    if is_after and stay.status is ReservationStatus.CHECKED_IN:
        return RunReason.IN_HOUSE
    return None


def last_scheduled(schedule: Schedule, hotel: HotelTimes, at: Micros) -> tuple[Micros, date] | None:
    """The last time this schedule came up until `at`, and its day; None when not within a week."""
    zone = ZoneInfo(hotel.zone)
    today = to_datetime(at).astimezone(zone).date()
    for back in range(9):
        day = today - timedelta(days=back)
        if schedule.weekdays and day.isoweekday() not in schedule.weekdays:
            continue
        due = moment(day, schedule.at, zone)
        if due <= at:
            return due, day
    return None


def next_scheduled(schedule: Schedule, hotel: HotelTimes, at: Micros) -> Micros:
    """The next time it comes up after `at`."""
    zone = ZoneInfo(hotel.zone)
    today = to_datetime(at).astimezone(zone).date()
    for ahead in range(9):
        day = today + timedelta(days=ahead)
        if schedule.weekdays and day.isoweekday() not in schedule.weekdays:
            continue
        if (due := moment(day, schedule.at, zone)) > at:
            return due
    return at + 7 * DAY
