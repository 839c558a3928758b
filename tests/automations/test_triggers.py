"""Times on the wall, whatever the zone and whenever its clocks change."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.automations.triggers import home_zone, last_scheduled, moment, next_scheduled
from jack.model.automations import HotelTimes, Schedule
from jack.model.clock import DAY, HOUR, MINUTE, to_datetime

ZONES = ("Europe/Lisbon", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
TIMES = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.integers(0, 59))
DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@given(zone=st.sampled_from(ZONES), day=DAYS, at=TIMES)
def test_the_wall_shows_the_time_or_skipped_it(zone: str, day: date, at: str) -> None:
    shown = to_datetime(moment(day, at, ZoneInfo(zone))).astimezone(ZoneInfo(zone))

    wanted = f"{day.isoformat()} {at}"
    told = f"{shown:%Y-%m-%d %H:%M}"
    assert told == wanted or (told > wanted and shown.date() == day)


@given(zone=st.sampled_from(ZONES), day=DAYS, first=TIMES, second=TIMES)
def test_what_is_later_on_the_wall_is_not_earlier_in_time_without_a_change(
    zone: str, day: date, first: str, second: str
) -> None:
    tomorrow = day + timedelta(days=1)

    assert moment(day, first, ZoneInfo(zone)) < moment(tomorrow, first, ZoneInfo(zone))
    assert (
        moment(day, second, ZoneInfo(zone)) <= moment(tomorrow, second, ZoneInfo(zone)) - 22 * HOUR
    )


@pytest.mark.parametrize(
    ("phone", "zone"),
    [
        ("+6591234567", "Asia/Singapore"),
        ("+4915112345678", "Europe/Berlin"),
        ("+447911123456", "Europe/Guernsey"),  # shows what London shows,
        ("+61412345678", None),
        ("+999", None),
        ("nonsense", None),
    ],
)
def test_home_is_known_where_a_country_has_one_zone(phone: str, zone: str | None) -> None:
    found = home_zone(phone)

    assert (found.key if found else None) == zone


HOTEL = HotelTimes("Europe/Lisbon", "15:00", "11:00", "22:00", "08:00", 4 * HOUR, 30 * MINUTE)


@given(
    at=TIMES,
    weekdays=st.sets(st.integers(1, 7)).map(lambda days: tuple(sorted(days))),
    now=st.integers(1_700_000_000, 1_900_000_000).map(lambda seconds: seconds * 1_000_000),
)
def test_a_schedule_came_up_before_and_comes_up_again(
    at: str, weekdays: tuple[int, ...], now: int
) -> None:
    schedule = Schedule(at, weekdays)

    last, following = last_scheduled(schedule, HOTEL, now), next_scheduled(schedule, HOTEL, now)

    assert last is not None
    assert last[0] <= now < following
    assert following - last[0] <= 7 * DAY + 2 * HOUR
    assert not weekdays or last[1].isoweekday() in weekdays
