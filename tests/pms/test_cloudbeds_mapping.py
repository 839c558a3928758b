"""Cloudbeds' documented shapes in Jack's words, and what happens to those that are none."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jack.errors import Invalid, Permanent
from jack.model.clock import MINUTE, Micros, from_datetime, to_datetime
from jack.model.reservations import (
    Changed,
    Money,
    PmsReservation,
    Rejected,
    ReservationStatus,
    Room,
    RoomState,
)
from jack.pms.cloudbeds import local_times, mapping
from tests.pms.cloudbeds_parts import fixture

STAY, OURS, MAIN, COMPANION = "5412907733210", "318000", "90017", "90018"
TODAY = date(2027, 3, 10)
YEAR = datetime(2027, 1, 1, tzinfo=UTC)
HOTEL = mapping.hotel(OURS, fixture("hotels")["data"], fixture("hotel_details")["data"])


def told(**changes: object) -> dict[str, Any]:
    return {**deepcopy(fixture("reservations")["data"][0]), **changes}


def bed(number: str, first: str, last: str, **changes: object) -> dict[str, Any]:
    plain = told()["rooms"][0] | {"roomName": number, "roomCheckIn": first, "roomCheckOut": last}
    return {**plain, **changes}


def person(key: str, **changes: object) -> dict[str, Any]:
    return {**told()["guestList"][key], **changes}


def read(reservation: object, *, today: date = TODAY) -> PmsReservation | Rejected:
    stays, rejected = mapping.reservations([reservation], hotel=HOTEL, today=today)
    assert len(stays) + len(rejected) == 1
    return stays[0] if stays else rejected[0]


def stay(*, today: date = TODAY, **changes: object) -> PmsReservation:
    found = read(told(**changes), today=today)
    assert isinstance(found, PmsReservation), found
    return found


# -- what a stay is --------------------------------------------------------------------------------


def test_the_documented_reservation_is_read_whole() -> None:
    found = stay()

    assert (found.external_id, found.confirmation) == (STAY, STAY)
    assert found.status is ReservationStatus.CONFIRMED
    assert (found.arrival, found.departure) == (date(2027, 3, 10), date(2027, 3, 12))
    assert (found.room, found.room_type) == ("204", "River view")
    assert (found.adults, found.children) == (2, 1)
    assert found.balance == Money(21450, "EUR")
    assert found.updated_at == 1_798_968_600_000_000
    assert found.guest.external_id == MAIN
    assert [each.external_id for each in found.companions] == [COMPANION]


def test_a_single_reservation_says_the_same_in_another_shape() -> None:
    assert read(fixture("reservation")["data"]) == stay()


def test_people_are_read_whole() -> None:
    found = stay()

    guest, other = found.guest, found.companions[0]
    assert (guest.first_name, guest.last_name) == ("Inês", "Carvalho Prado")
    assert (guest.phone, guest.email) == ("+351912003371", "ines.carvalho@example.com")
    assert (other.last_name, other.phone, other.email) == ("Okafor", "+33639980126", None)
    assert mapping.guest(MAIN, fixture("guest")["data"], "PT") == guest


def test_a_cell_phone_is_preferred_to_a_landline() -> None:
    only_landline = fixture("guest")["data"] | {"cellPhone": ""}

    assert mapping.guest(MAIN, only_landline, "PT").phone == "+351222000000"
    assert mapping.guest(MAIN, only_landline, None).phone is None


def test_who_asked_to_be_forgotten_is_nobody() -> None:
    people = {
        MAIN: person(MAIN, isAnonymized=True),
        COMPANION: person(COMPANION, isAnonymized="1"),
    }

    found = stay(guestList=people)

    assert (found.guest.external_id, found.guest.last_name) == (MAIN, "")
    assert (found.guest.phone, found.guest.email, found.companions) == (None, None, ())


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("confirmed", "confirmed"),
        ("checked_in", "checked_in"),
        ("checked_out", "checked_out"),
        ("canceled", "cancelled"),
        ("no_show", "no_show"),
    ],
)
def test_statuses_become_ours(status: str, expected: str) -> None:
    assert stay(status=status).status == expected


def test_what_is_not_confirmed_is_no_stay_yet() -> None:
    assert not mapping.is_stay(told(status="not_confirmed"))
    assert mapping.is_stay(told())
    assert mapping.is_stay(7)


def test_the_main_guest_is_who_is_marked_and_else_who_booked() -> None:
    unmarked = {key: person(key, isMainGuest=None) for key in (COMPANION, MAIN)}
    marked = {MAIN: person(MAIN, isMainGuest=False), COMPANION: person(COMPANION, isMainGuest=1)}

    assert stay(guestList=unmarked).guest.external_id == MAIN
    assert stay(guestList=marked).guest.external_id == COMPANION
    assert stay(guestList=list(unmarked.values())).guest.external_id == MAIN


# -- rooms -----------------------------------------------------------------------------------------


def test_a_room_that_is_not_assigned_has_a_type_and_no_number() -> None:
    found = stay(rooms=[bed("", "2027-03-10", "2027-03-12", roomID=None)])

    assert (found.room, found.room_type) == (None, "River view")


def test_several_rooms_are_none_because_nobody_knows_who_is_in_which() -> None:
    rooms = [
        bed("204", "2027-03-10", "2027-03-12"),
        bed("205", "2027-03-10", "2027-03-12", roomTypeName="Garden view"),
    ]

    found = stay(rooms=rooms)

    assert (found.room, found.room_type) == (None, None)


@pytest.mark.parametrize(
    ("today", "room"),
    [
        (date(2027, 3, 1), "204"),
        (date(2027, 3, 10), "204"),
        (date(2027, 3, 11), "301"),
        (date(2027, 3, 12), "301"),
        (date(2027, 4, 1), "301"),
    ],
)
def test_who_moves_house_is_in_the_room_of_the_night(today: date, room: str) -> None:
    rooms = [bed("204", "2027-03-10", "2027-03-11"), bed("301", "2027-03-11", "2027-03-12")]

    assert stay(today=today, rooms=rooms).room == room


def test_a_stay_without_a_night_has_its_room() -> None:
    rooms = [bed("204", "2027-03-10", "2027-03-10")]

    assert stay(endDate="2027-03-10", rooms=rooms).room == "204"


def test_people_are_counted_by_room_where_the_reservation_does_not_say() -> None:
    rooms = [bed("204", "2027-03-10", "2027-03-12"), bed("205", "2027-03-10", "2027-03-12")]

    found = stay(adults=None, children=None, rooms=rooms)
    empty = stay(adults=0, children="")

    assert (found.adults, found.children) == (4, 2)
    assert (empty.adults, empty.children) == (1, 0)


# -- money -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("balance", "currency", "expected"),
    [
        (214.5, "EUR", Money(21450, "EUR")),
        ("0.00", "EUR", Money(0, "EUR")),
        (-12, "USD", Money(-1200, "USD")),
        (1.005, "EUR", Money(101, "EUR")),
        (1200, "JPY", Money(1200, "JPY")),
        (1.2345, "KWD", Money(1235, "KWD")),
        (12, None, None),
        (None, "EUR", None),
        (True, "EUR", None),
        ("1,50", "EUR", None),
        (float("nan"), "EUR", None),
        (1e300, "EUR", None),
        ([1], "EUR", None),
    ],
)
def test_a_balance_is_whole_minor_units(
    balance: object, currency: str | None, expected: Money | None
) -> None:
    hotel = mapping.Property(OURS, "Casa", ZoneInfo("UTC"), currency=currency)

    stays, _ = mapping.reservations([told(balance=balance)], hotel=hotel, today=TODAY)

    assert stays[0].balance == expected


# -- local times -----------------------------------------------------------------------------------


def micros(text: str) -> Micros:
    return from_datetime(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Europe/Lisbon", "2027-01-03 09:30:00", "2027-01-03T09:30:00Z"),
        ("Asia/Shanghai", "2027-01-03 00:30:00", "2027-01-02T16:30:00Z"),
        ("America/New_York", "2027-07-04 23:59:59", "2027-07-05T03:59:59Z"),
        ("America/New_York", "2027-07-04T23:59:59", "2027-07-05T03:59:59Z"),
        ("America/New_York", "2027-07-04T23:59:59+00:00", "2027-07-04T23:59:59Z"),
        # clocks in New York go forward on 14 March 2027 and back on 7 November
        ("America/New_York", "2027-03-14 01:59:59", "2027-03-14T06:59:59Z"),
        ("America/New_York", "2027-03-14 03:00:00", "2027-03-14T07:00:00Z"),
        ("America/New_York", "2027-03-14 02:30:00", None),
        ("America/New_York", "2027-11-07 00:59:59", "2027-11-07T04:59:59Z"),
        ("America/New_York", "2027-11-07 01:00:00", None),
        ("America/New_York", "2027-11-07 01:59:59", None),
        ("America/New_York", "2027-11-07 02:00:00", "2027-11-07T07:00:00Z"),
        ("Europe/Lisbon", "0000-00-00 00:00:00", None),
        ("Europe/Lisbon", "0001-01-01 00:00:00", None),
        ("Europe/Lisbon", "soon", None),
        ("Europe/Lisbon", 1_799_000_000, None),
    ],
)
def test_a_local_time_is_one_moment_or_none(zone: str, local: object, utc: str | None) -> None:
    expected = micros(utc) if utc else None

    assert local_times.instant(local, ZoneInfo(zone)) == expected


def test_a_window_is_told_on_the_hotels_clocks_with_a_second_on_either_side() -> None:
    since, until = micros("2027-01-15T07:50:00.4Z"), micros("2027-01-15T08:00:00.5Z")

    window = local_times.window(since, until, ZoneInfo("Asia/Shanghai"))

    assert window == ("2027-01-15 15:49:59", "2027-01-15 16:00:02")


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "Europe/Lisbon",
        "Australia/Lord_Howe",
        "Asia/Shanghai",
        "Africa/Casablanca",
    ],
)
@pytest.mark.parametrize("minutes", [0, 5, 60, 150, 600, 2880])
def test_every_moment_of_a_window_has_its_local_time_in_it(zone: str, minutes: int) -> None:
    """For a year, every quarter of an hour around every change of clocks."""
    tz, local, steps = ZoneInfo(zone), quarters(zone), minutes // 15
    changes = [n for n in range(1, len(local)) if not _is_quarter_later(local[n - 1], local[n])]

    for change in changes:
        for n in range(max(0, change - 20 - steps), change + 20):
            since = from_datetime(YEAR + timedelta(minutes=15 * n))
            first, last = local_times.window(since, since + minutes * MINUTE, tz)
            assert all(first < each < last for each in local[n : n + steps + 1])
    assert bool(changes) == (zone != "Asia/Shanghai")


@cache
def quarters(zone: str) -> list[str]:
    """Local times of every quarter of an hour of a year."""
    moments = (YEAR + timedelta(minutes=15 * n) for n in range(4 * 24 * 365))
    return [at.astimezone(ZoneInfo(zone)).strftime(local_times.FORMAT) for at in moments]


def _is_quarter_later(before: str, after: str) -> bool:
    first, second = (datetime.fromisoformat(each) for each in (before, after))
    return second - first == timedelta(minutes=15)


def test_far_from_a_change_of_clocks_a_window_is_no_wider_than_asked() -> None:
    since = micros("2027-06-01T08:00:00Z")

    first, last = local_times.window(since, since + 600_000_000, ZoneInfo("Europe/Lisbon"))

    width = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    assert width == timedelta(minutes=10, seconds=2)
    assert to_datetime(since).hour == 8


# -- garbage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "dreaming"}, "'dreaming' is none that Jack knows"),
        ({"status": ["confirmed"]}, "none that Jack knows"),
        ({"propertyID": "318111"}, "another property"),
        ({"startDate": "2027-3-10"}, "startDate"),
        ({"startDate": "20270310"}, "startDate"),
        ({"startDate": "0000-00-00"}, "startDate"),
        ({"startDate": "1970-01-01"}, "startDate"),
        ({"endDate": None}, "endDate"),
        ({"endDate": "2027-02-30"}, "endDate"),
        ({"endDate": "2027-03-09"}, "before it begins"),
        ({"guestList": []}, "main guest"),
        ({"guestList": None}, "main guest"),
        ({"guestList": {"x": person(COMPANION)}, "guestID": None}, "main guest"),
        ({"guestList": {MAIN: person(MAIN, guestID={})}}, "main guest"),
        ({"adults": -1}, "numbers of people"),
        ({"adults": True}, "numbers of people"),
        ({"children": "two"}, "numbers of people"),
        ({"rooms": [bed("204", "soon", "2027-03-12")]}, "startDate"),
    ],
)
def test_a_reservation_that_makes_no_sense_is_rejected_with_its_number(
    changes: dict[str, object], reason: str
) -> None:
    found = read(told(**changes))

    assert isinstance(found, Rejected)
    assert found.where == f"reservation {STAY}"
    assert reason in found.reason


@pytest.mark.parametrize("key", [None, "", "../42", 7.5, True, "x" * 41])
def test_a_reservation_without_an_id_is_rejected(key: object) -> None:
    found = read(told(reservationID=key))

    assert isinstance(found, Rejected)
    assert found.where == "a reservation without a number"


def test_ids_may_be_numbers() -> None:
    found = stay(reservationID=5412907733210, propertyID=318000)

    assert found.external_id == STAY
    assert mapping.ids([told(), told(reservationID=7), told(reservationID=None), 7]) == [STAY, "7"]


@pytest.mark.parametrize("garbage", [None, 7, "x", [], [1]])
def test_what_is_no_reservation_is_rejected(garbage: object) -> None:
    assert isinstance(read(garbage), Rejected)


def test_garbage_never_ends_the_walk() -> None:
    values: list[object] = [None, 7, "", "x" * 5000, [], {}, [[]], {"Id": 1}, float("nan"), True]

    for name in told():
        for value in values:
            assert isinstance(read(told(**{name: value})), PmsReservation | Rejected)
    for name in told()["rooms"][0]:
        for value in values:
            rooms = [told()["rooms"][0] | {name: value}]
            assert isinstance(read(told(rooms=rooms)), PmsReservation | Rejected)
    for name in person(MAIN):
        for value in values:
            people = {MAIN: person(MAIN, **{name: value})}
            assert isinstance(read(told(guestList=people)), PmsReservation | Rejected)
            mapping.guest(MAIN, fixture("guest")["data"] | {name: value}, None)


# -- the hotel -------------------------------------------------------------------------------------


def test_the_hotel_is_put_together_from_two_answers() -> None:
    assert (HOTEL.id, HOTEL.name, HOTEL.zone.key) == (OURS, "Casa do Rio", "Europe/Lisbon")
    assert (HOTEL.country, HOTEL.currency) == ("PT", "EUR")


@pytest.mark.parametrize("details", [None, [], {}, {"propertyAddress": 7, "propertyCurrency": []}])
def test_a_hotel_without_details_has_neither_country_nor_currency(details: object) -> None:
    hotel = mapping.hotel(OURS, fixture("hotels")["data"], details)

    assert (hotel.country, hotel.currency) == (None, None)


def test_the_time_zone_is_taken_from_the_details_where_the_list_has_none() -> None:
    hotel = mapping.hotel(OURS, [{"propertyID": 318000}], {"propertyTimezone": "Asia/Shanghai"})

    assert (hotel.name, hotel.zone.key) == ("a hotel without a name", "Asia/Shanghai")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", None, 7, "../etc/passwd", "Europe", "/etc"])
def test_a_zone_that_does_not_exist_is_said_at_once(zone: object) -> None:
    listed = [{"propertyID": OURS, "propertyTimezone": zone}]

    with pytest.raises(Permanent, match="time zone"):
        mapping.hotel(OURS, listed, {})


@pytest.mark.parametrize("listed", [None, 7, [], [7], [{"propertyID": "318111"}]])
def test_a_hotel_that_is_not_listed_is_said_at_once(listed: object) -> None:
    with pytest.raises(Permanent, match=r"pms\.cloudbeds\.property_id"):
        mapping.hotel(OURS, listed, {})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, RoomState.DIRTY),
        ({"roomCondition": "clean"}, RoomState.CLEAN),
        ({"roomCondition": "inspected"}, RoomState.INSPECTED),
        ({"roomCondition": "clean", "roomBlocked": True}, RoomState.OUT_OF_ORDER),
        ({"roomCondition": None, "roomBlocked": "true"}, RoomState.OUT_OF_ORDER),
    ],
)
def test_a_room_has_a_state(changes: dict[str, object], expected: RoomState) -> None:
    assert mapping.room(fixture("housekeeping")["data"][0] | changes) == Room("204", expected)


@pytest.mark.parametrize(
    "changes", [{"roomName": ""}, {"roomName": None}, {"roomCondition": "haunted"}]
)
def test_what_is_no_room_in_use_has_none(changes: dict[str, object]) -> None:
    assert mapping.room(fixture("housekeeping")["data"][0] | changes) is None


# -- webhooks --------------------------------------------------------------------------------------


def test_webhooks_are_read_however_their_names_are_spelled() -> None:
    changed = [mapping.webhook(json.dumps(each).encode(), OURS) for each in fixture("webhooks")]

    assert changed == [
        Changed(reservations=(STAY,)),
        Changed(reservations=(STAY,)),
        Changed(guests=(MAIN,)),
        Changed(reservations=(STAY,), guests=(COMPANION,)),
        Changed(),
    ]


def test_a_property_may_be_told_as_text_alone() -> None:
    body = {"event": "reservation/deleted", "propertyID_str": OURS, "RESERVATIONID": STAY}

    assert mapping.webhook(json.dumps(body).encode(), OURS) == Changed(reservations=(STAY,))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"7",
        b"{}",
        b'{"event": "reservation/created"}',
        b'{"event": 7, "propertyID": 318000}',
        b'{"event": "created", "propertyID": 318000, "reservationID": "1"}',
        b'{"event": "reservation/created", "propertyID": 318111, "reservationID": "1"}',
        b'{"event": "reservation/created", "propertyID": 318000}',
        b'{"event": "guest/created", "propertyID": 318000, "reservationID": "1"}',
        b'{"event": "reservation/created", "propertyID": 318000, "reservationID": "\' OR 1=1"}',
        b'{"event": "reservation/created", "propertyID": 318000, "reservationID": {}}',
    ],
)
def test_what_is_no_webhook_of_this_property_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        mapping.webhook(body, OURS)
