"""When reports are due, over clock changes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from jack.model.clock import DAY, HOUR, Micros, from_datetime, to_iso
from jack.model.shift_times import slots

BERLIN = ZoneInfo("Europe/Berlin")
TIMES = ("15:00", "07:00", "23:00")


def utc(text: str) -> Micros:
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_time_of_the_wall_is_due_once_a_day() -> None:
    found = slots(TIMES, BERLIN, utc("2027-01-10T00:00"), utc("2027-01-11T00:00"))

    assert [(slot.day, slot.time, to_iso(slot.at)[11:16]) for slot in found] == [
        ("2027-01-10", "07:00", "06:00"),
        ("2027-01-10", "15:00", "14:00"),
        ("2027-01-10", "23:00", "22:00"),
    ]
    assert [slot.at - slot.since for slot in found] == [8 * HOUR] * 3


def test_the_end_of_the_time_looked_at_belongs_to_it_and_its_beginning_does_not() -> None:
    at = utc("2027-01-10T06:00")

    assert len(slots(["07:00"], BERLIN, at - 1, at)) == 1
    assert slots(["07:00"], BERLIN, at, at + HOUR) == []


def test_one_time_makes_shifts_of_a_day() -> None:
    (slot,) = slots(["07:00"], BERLIN, utc("2027-01-10T00:00"), utc("2027-01-10T12:00"))

    assert slot.at - slot.since == DAY
    assert slots([], BERLIN, 0, DAY) == []


def test_a_time_that_comes_twice_in_autumn_is_one_slot() -> None:
    found = slots(["02:30"], BERLIN, utc("2027-10-30T12:00"), utc("2027-10-31T12:00"))

    assert [(slot.day, to_iso(slot.at)) for slot in found] == [
        ("2027-10-31", "2027-10-31T00:30:00.000000Z")
    ]


def test_a_time_that_is_left_out_in_spring_is_the_moment_after() -> None:
    found = slots(["02:30", "03:30"], BERLIN, utc("2027-03-27T12:00"), utc("2027-03-28T12:00"))

    assert [(slot.time, to_iso(slot.at)[11:16]) for slot in found] == [
        ("02:30", "01:30"),
        ("03:30", "01:30"),
    ]


def test_a_shift_over_a_clock_change_is_as_long_as_it_was() -> None:
    found = slots(["07:00"], BERLIN, utc("2027-03-28T00:00"), utc("2027-03-28T12:00"))

    assert [slot.at - slot.since for slot in found] == [23 * HOUR]
