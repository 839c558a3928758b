"""Quiet hours on ordinary nights and on those in which the clocks change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model.clock import DAY, MINUTE, from_datetime, to_datetime
from jack.model.quiet import after_quiet

NEW_YORK, LISBON = "America/New_York", "Europe/Lisbon"


def at(zone: str, wall: str, *, fold: int = 0) -> int:
    """`2027-03-13 23:30` on the wall there."""
    local = datetime.fromisoformat(wall)
    return from_datetime(local.replace(tzinfo=ZoneInfo(zone), fold=fold))


def woken(zone: str, moment: int, start: str = "22:00", end: str = "08:00") -> int:
    return after_quiet(moment, ZoneInfo(zone), start, end)


@pytest.mark.parametrize("zone", [NEW_YORK, LISBON, "Asia/Shanghai"])
@pytest.mark.parametrize(
    ("wall", "end"),
    [
        ("2027-06-10 21:59", None),
        ("2027-06-10 22:00", "2027-06-11 08:00"),
        ("2027-06-10 23:59", "2027-06-11 08:00"),
        ("2027-06-11 00:00", "2027-06-11 08:00"),
        ("2027-06-11 07:59", "2027-06-11 08:00"),
        ("2027-06-11 08:00", None),
    ],
)
def test_the_night_ends_in_the_morning_and_the_day_is_left_alone(
    zone: str, wall: str, end: str | None
) -> None:
    assert woken(zone, at(zone, wall)) == at(zone, end or wall)


@pytest.mark.parametrize(
    ("zone", "evening", "morning", "hours"),
    [
        (NEW_YORK, "2027-03-13 22:00", "2027-03-14 08:00", 9),
        (NEW_YORK, "2027-11-06 22:00", "2027-11-07 08:00", 11),
        (LISBON, "2027-03-27 22:00", "2027-03-28 08:00", 9),
        (LISBON, "2027-10-30 22:00", "2027-10-31 08:00", 11),
    ],
)
def test_the_night_of_a_clock_change_is_as_long_as_the_wall_says(
    zone: str, evening: str, morning: str, hours: int
) -> None:
    begin = at(zone, evening)

    end = woken(zone, begin)

    assert end == at(zone, morning)
    assert end - begin == hours * 60 * MINUTE


@pytest.mark.parametrize(
    ("zone", "twice"), [(NEW_YORK, "2027-11-07 01:15"), (LISBON, "2027-10-31 01:15")]
)
def test_an_end_that_the_wall_shows_twice_is_never_in_the_past(zone: str, twice: str) -> None:
    for fold in (0, 1):
        moment = at(zone, twice, fold=fold)

        end = woken(zone, moment, end="01:30")

        assert end - moment == 15 * MINUTE


@pytest.mark.parametrize(
    ("wall", "end"),
    [
        ("2027-06-10 12:59", None),
        ("2027-06-10 13:00", "2027-06-10 15:00"),
        ("2027-06-10 15:00", None),
    ],
)
def test_quiet_hours_may_lie_within_a_day(wall: str, end: str | None) -> None:
    found = woken(LISBON, at(LISBON, wall), start="13:00", end="15:00")

    assert found == at(LISBON, end or wall)


def test_equal_times_are_no_quiet_hours() -> None:
    night = at(LISBON, "2027-06-10 03:00")

    assert woken(LISBON, night, start="22:00", end="22:00") == night


@given(
    moment=st.integers(1_780_000_000, 1_850_000_000).map(lambda s: s * 1_000_000),
    zone=st.sampled_from([NEW_YORK, LISBON, "Asia/Shanghai", "Australia/Lord_Howe"]),
)
def test_waiting_ends_within_a_day_and_outside_the_quiet_hours(moment: int, zone: str) -> None:
    end = woken(zone, moment)

    wall = to_datetime(end).astimezone(ZoneInfo(zone))
    assert moment <= end < moment + DAY
    assert 8 <= wall.hour < 22
    assert woken(zone, end) == end
