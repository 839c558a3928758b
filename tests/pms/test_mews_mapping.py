"""Mews' documented shapes in Jack's words, and what happens to those that are none."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jack.errors import Invalid, Permanent
from jack.model.reservations import (
    Changed,
    PmsReservation,
    Rejected,
    ReservationStatus,
    Room,
    RoomState,
)
from jack.pms.mews import mapping
from jack.pms.mews.mapping import House
from tests.pms.mews_parts import fixture

STAY = "5b1f0c1e-7d53-4f0a-9d2c-1a0b6f3c2e01"
OWNER, COMPANION = (f"c0ffee00-0000-4000-8000-00000000000{n}" for n in (1, 2))
RESTAURANT = "11111111-aaaa-4bbb-8ccc-000000000002"
MINIBAR = "11111111-aaaa-4bbb-8ccc-000000000003"
PARKING = "22222222-aaaa-4bbb-8ccc-000000000002"


def house() -> House:
    told = fixture("house")
    return mapping.house(
        "pt-PT",
        services=told["Services"],
        resources=told["Resources"],
        categories=told["ResourceCategories"],
        ages=told["AgeCategories"],
    )


def told(**changes: object) -> dict[str, Any]:
    return {**deepcopy(fixture("reservations")["Reservations"][0]), **changes}


def read(reservation: object, zone: str = "Europe/Lisbon") -> PmsReservation | Rejected:
    stays, rejected = mapping.reservations(
        [reservation],
        zone=ZoneInfo(zone),
        house=house(),
        guests=mapping.guests(fixture("customers")["Customers"], "PT"),
        companions=mapping.companions(fixture("companionships")["Companionships"]),
    )
    assert len(stays) + len(rejected) == 1
    return stays[0] if stays else rejected[0]


def stay(zone: str = "Europe/Lisbon", **changes: object) -> PmsReservation:
    found = read(told(**changes), zone)
    assert isinstance(found, PmsReservation), found
    return found


# -- what a stay is --------------------------------------------------------------------------------


def test_the_documented_reservation_is_read_whole() -> None:
    found = stay()

    assert (found.external_id, found.confirmation) == (STAY, "7781")
    assert found.status is ReservationStatus.CONFIRMED
    assert (found.arrival, found.departure) == (date(2027, 3, 10), date(2027, 3, 12))
    assert (found.room, found.room_type) == ("204", "Vista rio")
    assert (found.adults, found.children) == (2, 1)
    assert found.balance is None
    assert found.updated_at == 1_798_968_600_000_000
    assert found.guest.external_id == OWNER
    assert [each.external_id for each in found.companions] == [COMPANION]


def test_a_customer_is_read_whole() -> None:
    first, second = fixture("customers")["Customers"]

    guest, other = mapping.guest(first, "CZ"), mapping.guest(second, "CZ")

    assert (guest.first_name, guest.last_name) == ("Inês", "Carvalho Prado")
    assert (guest.phone, guest.email) == ("+351912003371", "ines.carvalho@example.com")
    assert (guest.language, guest.is_vip, guest.loyalty) == ("pt", True, "GOLD-7")
    assert guest.preferences == ("Vegan", "Ocean view")
    assert (other.first_name, other.last_name, other.phone) == ("", "Okafor", "+33639980126")
    assert (other.language, other.is_vip, other.email) == ("fr", False, None)


def test_a_number_without_prefix_is_the_hotels_country_when_the_guest_has_none() -> None:
    customer = fixture("customers")["Customers"][0] | {"NationalityCode": None}

    assert mapping.guest(customer, "PT").phone == "+351912003371"
    assert mapping.guest(customer, None).phone is None


@pytest.mark.parametrize(
    ("state", "reason", "status"),
    [
        ("Confirmed", None, "confirmed"),
        ("Started", None, "checked_in"),
        ("Processed", None, "checked_out"),
        ("Canceled", "RequestedByGuest", "cancelled"),
        ("Canceled", None, "cancelled"),
        ("Canceled", "NoShow", "no_show"),
    ],
)
def test_states_become_statuses(state: str, reason: str | None, status: str) -> None:
    assert stay(State=state, CancellationReason=reason).status == status


@pytest.mark.parametrize("state", ["Inquired", "Optional", "Requested"])
def test_what_is_not_confirmed_is_no_stay_yet(state: str) -> None:
    assert not mapping.is_stay(told(State=state), house())


@pytest.mark.parametrize(
    "changes",
    [
        {"ServiceId": RESTAURANT},
        {"ServiceId": MINIBAR},
        {"RequestedResourceCategoryId": PARKING},
    ],
)
def test_tables_extras_and_parking_are_no_stays(changes: dict[str, str]) -> None:
    assert not mapping.is_stay(told(**changes), house())


@pytest.mark.parametrize(
    "reservation",
    [told(), told(ServiceId="11111111-aaaa-4bbb-8ccc-000000000004"), told(ServiceId=None), 7],
)
def test_what_may_be_a_stay_is_not_passed_over(reservation: object) -> None:
    assert mapping.is_stay(reservation, house())


def test_a_company_s_stay_belongs_to_the_first_person_on_it() -> None:
    companions = fixture("companionships")["Companionships"][1:2]

    stays, rejected = mapping.reservations(
        [told(AccountType="Company", AccountId="77777777-0000-4000-8000-000000000009")],
        zone=ZoneInfo("UTC"),
        house=house(),
        guests=mapping.guests(fixture("customers")["Customers"], None),
        companions=mapping.companions(companions),
    )

    assert not rejected
    assert stays[0].guest.external_id == COMPANION
    assert stays[0].companions == ()


def test_rooms_and_ages_that_are_not_known_are_left_open() -> None:
    found = stay(
        AssignedResourceId=None,
        RequestedResourceCategoryId="22222222-aaaa-4bbb-8ccc-00000000000f",
        PersonCounts=[{"AgeCategoryId": "?", "Count": 3}],
    )

    assert (found.room, found.room_type, found.adults, found.children) == (None, None, 3, 0)
    assert (stay(PersonCounts=[]).adults, stay(PersonCounts=None).adults) == (1, 1)


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "start", "end", "days"),
    [
        # the vendor's own examples: the same local day in Beijing and in Chicago
        ("Asia/Shanghai", "2023-03-21T16:00:00Z", "2023-03-22T15:59:59Z", ("03-22", "03-22")),
        ("America/Chicago", "2023-03-22T05:00:00Z", "2023-03-23T04:59:59Z", ("03-22", "03-22")),
        ("America/Chicago", "2023-03-22T04:59:59Z", "2023-03-23T05:00:00Z", ("03-21", "03-23")),
        # clocks in New York go forward on 12 March 2023 and back on 5 November
        ("America/New_York", "2023-03-12T04:59:00Z", "2023-03-13T03:59:00Z", ("03-11", "03-12")),
        ("America/New_York", "2023-03-12T05:00:00Z", "2023-03-13T04:00:00Z", ("03-12", "03-13")),
        ("America/New_York", "2023-11-05T03:59:00Z", "2023-11-06T04:59:00Z", ("11-04", "11-05")),
        ("America/New_York", "2023-11-05T04:00:00Z", "2023-11-06T05:00:00Z", ("11-05", "11-06")),
        # in Lisbon on 26 March and 29 October 2023
        ("Europe/Lisbon", "2023-03-25T23:30:00Z", "2023-03-26T23:30:00Z", ("03-25", "03-27")),
        ("Europe/Lisbon", "2023-10-28T23:30:00Z", "2023-10-29T23:30:00Z", ("10-29", "10-29")),
        # fractions of seconds and other spellings of UTC
        ("Asia/Shanghai", "2023-03-21T16:00:00.0000000Z", "2023-03-22T00:00:00", ("03-22",) * 2),
    ],
)
def test_a_day_is_cut_on_the_hotels_clocks(
    zone: str, start: str, end: str, days: tuple[str, str]
) -> None:
    found = stay(zone, ScheduledStartUtc=start, ScheduledEndUtc=end)

    assert (str(found.arrival), str(found.departure)) == (f"2023-{days[0]}", f"2023-{days[1]}")


def test_the_older_names_of_the_times_are_read_where_the_new_ones_are_empty() -> None:
    found = stay(ScheduledStartUtc=None, ScheduledEndUtc=None)

    assert (found.arrival, found.departure) == (date(2027, 3, 10), date(2027, 3, 12))


@pytest.mark.parametrize(
    ("left", "departure"),
    [
        ("2027-03-11T09:00:00Z", date(2027, 3, 11)),
        ("2027-03-12T13:00:00Z", date(2027, 3, 12)),
        ("2027-03-13T08:00:00Z", date(2027, 3, 12)),
        ("2027-03-09T08:00:00Z", date(2027, 3, 10)),
        (None, date(2027, 3, 12)),
    ],
)
def test_who_left_early_departed_when_they_left(left: str | None, departure: date) -> None:
    assert stay(State="Processed", ActualEndUtc=left).departure == departure


# -- garbage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Id": None}, "Id is missing"),
        ({"Id": "../42"}, "Id is missing"),
        ({"State": "Dreaming"}, "'Dreaming' is none that Jack knows"),
        ({"State": 7}, "none that Jack knows"),
        ({"ScheduledStartUtc": "soon"}, "arrival"),
        ({"ScheduledStartUtc": "0001-01-01T00:00:00Z"}, "arrival"),
        ({"ScheduledStartUtc": "9999-12-31T23:59:59Z"}, "arrival"),
        ({"ScheduledEndUtc": 7}, "departure"),
        ({"ScheduledEndUtc": None, "EndUtc": None}, "departure"),
        ({"ScheduledEndUtc": "2027-03-09T11:00:00Z"}, "before it begins"),
        ({"State": "Processed", "ActualEndUtc": "?"}, "check-out"),
        ({"AccountId": "c0ffee00-0000-4000-8000-0000000000ff"}, "belongs to cannot be read"),
        ({"AccountId": {"Id": OWNER}}, "belongs to cannot be read"),
        ({"PersonCounts": ["two"]}, "PersonCounts"),
        ({"PersonCounts": [{"Count": -1}]}, "PersonCounts"),
        ({"PersonCounts": [{"Count": True}]}, "PersonCounts"),
    ],
)
def test_a_reservation_that_makes_no_sense_is_rejected_with_its_number(
    changes: dict[str, object], reason: str
) -> None:
    found = read(told(**changes))

    assert isinstance(found, Rejected)
    assert found.where == "reservation 7781"
    assert reason in found.reason


def test_a_reservation_without_anybody_is_rejected() -> None:
    _, rejected = mapping.reservations(
        [told()], zone=ZoneInfo("UTC"), house=house(), guests={}, companions={}
    )

    assert "No guest" in rejected[0].reason


@pytest.mark.parametrize("garbage", [None, 7, "x", [], [1]])
def test_what_is_no_reservation_is_rejected(garbage: object) -> None:
    assert isinstance(read(garbage), Rejected)
    assert mapping.people_of(garbage, {}) == []


def test_garbage_never_ends_the_walk() -> None:
    values: list[object] = [None, 7, "", "x" * 5000, [], {}, [[]], {"Id": 1}, float("nan"), True]

    for name in told():
        for value in values:
            reservation = told(**{name: value})
            mapping.is_stay(reservation, house())
            assert isinstance(read(reservation), PmsReservation | Rejected)
            mapping.guest(fixture("customers")["Customers"][0] | {name: value}, None)
    for name in fixture("customers")["Customers"][0]:
        for value in values:
            mapping.guest(fixture("customers")["Customers"][0] | {name: value}, None)


# -- the hotel -------------------------------------------------------------------------------------


def test_the_hotel_is_read_from_its_configuration() -> None:
    hotel = mapping.enterprise(fixture("configuration"))

    assert (hotel.name, hotel.zone.key) == ("Casa do Rio", "Europe/Lisbon")
    assert (hotel.language, hotel.country) == ("pt-PT", "PT")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", None, 7, "../etc/passwd", "Europe", "/etc"])
def test_a_zone_that_does_not_exist_is_said_at_once(zone: object) -> None:
    answer = fixture("configuration")
    answer["Enterprise"]["TimeZoneIdentifier"] = zone

    with pytest.raises(Permanent, match="time zone"):
        mapping.enterprise(answer)


def test_a_configuration_without_a_hotel_is_said_at_once() -> None:
    with pytest.raises(Permanent, match="Enterprise"):
        mapping.enterprise({"NowUtc": "2027-01-15T08:00:00Z"})


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("Clean", RoomState.CLEAN),
        ("Inspected", RoomState.INSPECTED),
        ("Dirty", RoomState.DIRTY),
        ("OutOfService", RoomState.OUT_OF_ORDER),
        ("OutOfOrder", RoomState.OUT_OF_ORDER),
    ],
)
def test_a_room_has_a_state(state: str, expected: RoomState) -> None:
    resource = fixture("house")["Resources"][0] | {"State": state}

    assert mapping.room(resource) == Room("204", expected)


@pytest.mark.parametrize(
    "changes",
    [
        {"IsActive": False},
        {"Name": None},
        {"State": "Haunted"},
        {"State": ["Clean"]},
        {"Data": {"Discriminator": "Person", "Value": {}}},
    ],
)
def test_what_is_no_room_in_use_has_none(changes: dict[str, object]) -> None:
    assert mapping.room(fixture("house")["Resources"][0] | changes) is None


def test_a_house_notices_what_it_does_not_know() -> None:
    known = house()

    assert known.knows_all_of([told(), told(AssignedResourceId=None), 7])
    assert not known.knows_all_of([told(AssignedResourceId="66666666-aaaa-4bbb-8ccc-00000000000f")])
    assert not known.knows_all_of([told(ServiceId="?")])


# -- webhooks --------------------------------------------------------------------------------------


def test_a_webhook_gives_each_id_once_and_passes_over_the_rest() -> None:
    changed = mapping.webhook(json.dumps(fixture("webhook")).encode())

    assert changed == Changed(reservations=(STAY,), guests=(OWNER, COMPANION))


def test_a_webhook_about_nothing_of_ours_says_to_look() -> None:
    body = fixture("webhook") | {"Events": []}

    assert mapping.webhook(json.dumps(body).encode()) == Changed()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"7",
        b"{}",
        b'{"EnterpriseId": "e", "Events": []}',
        b'{"EnterpriseId": "e", "IntegrationId": "i"}',
        b'{"EnterpriseId": "e", "IntegrationId": "i", "Events": {}}',
        b'{"EnterpriseId": "e", "IntegrationId": "i", "Events": [7]}',
        b'{"EnterpriseId": "e", "IntegrationId": "i", "Events": [{"Value": {"Id": "x"}}]}',
        b'{"EnterpriseId": "e", "IntegrationId": "i",'
        b' "Events": [{"Discriminator": "ServiceOrderUpdated"}]}',
        b'{"EnterpriseId": "e", "IntegrationId": "i",'
        b' "Events": [{"Discriminator": "CustomerAdded", "Value": {"Id": "\' OR 1=1"}}]}',
    ],
)
def test_what_is_no_webhook_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        mapping.webhook(body)
