"""Walking through a hotel's reservations: every day right, nothing lost, no more than is needed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest

from jack.errors import Transient
from jack.model.clock import DAY, HOUR, MINUTE, SECOND
from jack.model.reservations import Batch, PmsReservation, ReservationStatus
from jack.pms.mews.client import PAGE
from tests.conftest import FakeClock
from tests.pms.mews_parts import (
    GET_ALL,
    Waits,
    adapter,
    asked,
    micros,
    stays,
    vendor_clock,
    walk,
    windows,
)
from tests.standins.base import Call, Fault
from tests.standins.mews import MewsStandin, NewestBy

A_DAY = (date(2027, 2, 1), date(2027, 2, 3))


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Lisbon", "America/New_York"])
async def test_5000_stays_arrive_and_depart_on_the_hotels_own_days(
    clock: FakeClock, zone: str
) -> None:
    async with (
        MewsStandin(zone=zone, clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        standin.fill(5000)

        batches = await walk(mews, clock() - 201 * DAY, clock())

        found = stays(batches)
        days = {key: (stay.arrival, stay.departure) for key, stay in found.items()}
        assert len(days) == 5000
        assert days == standin.hotel.truth
        assert not any(batch.rejected for batch in batches)
        assert {stay.status for stay in found.values()} == set(ReservationStatus)


async def test_all_stays_of_some_days_are_found_whenever_they_changed(clock: FakeClock) -> None:
    async with (
        MewsStandin(zone="Asia/Shanghai", clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        standin.fill(1500)
        first, last = date(2027, 1, 14), date(2027, 1, 17)

        batches = [batch async for batch in mews.colliding(first, last)]

        touching = {
            key
            for key, (arrival, departure) in standin.hotel.truth.items()
            if arrival <= last and departure >= first
        }
        late = {key for key in touching if standin.hotel.truth[key][1] == first}
        assert late, "somebody leaves on the first day"
        assert set(stays(batches)) >= touching
        assert all(batch.cursor is None for batch in batches)


async def test_a_long_span_of_days_is_asked_for_in_windows_of_three_months(
    clock: FakeClock,
) -> None:
    async with (
        MewsStandin(zone="America/New_York", clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        standin.fill(300)
        first, last = date(2026, 6, 1), date(2027, 9, 1)

        batches = [batch async for batch in mews.colliding(first, last)]

        asked_for = windows(standin, "CollidingUtc")
        assert set(stays(batches)) == set(standin.hotel.truth)
        assert len(asked_for) == 6
        assert asked_for[0][0] == micros("2026-06-01T04:00:00Z")
        assert asked_for[-1][1] == micros("2027-09-02T03:59:59Z")
        assert all(end == start for (_, end), (start, _) in pairwise(asked_for))


# -- windows and cursors ---------------------------------------------------------------------------


async def test_the_oldest_window_comes_first_and_each_ends_with_its_cursor(
    clock: FakeClock,
) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        standin.fill(400)

        batches = await walk(mews, clock() - 200 * DAY, clock())

        cursors = [batch.cursor for batch in batches if batch.cursor is not None]
        assert cursors == sorted(cursors) == [end for _, end in windows(standin)]
        assert cursors[-1] == clock()
        before = clock() - 200 * DAY
        for batch in batches:
            updated = [stay.updated_at or 0 for stay in batch.reservations]
            assert updated == sorted(updated, reverse=True)
            assert min(updated) >= before
            before = batch.cursor or before


async def test_only_the_last_page_of_a_window_has_its_cursor(clock: FakeClock) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        for _ in range(2 * PAGE):
            standin.add(*A_DAY)

        batches = await walk(mews, clock() - HOUR, clock())

        assert [len(batch.reservations) for batch in batches] == [PAGE, PAGE, 0]
        assert [batch.cursor for batch in batches] == [None, None, clock()]


async def test_a_second_walk_asks_only_for_what_changed_since(clock: FakeClock) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        standin.fill(1200)
        first = await walk(mews, clock() - 200 * DAY, clock())
        cursor = first[-1].cursor
        assert cursor is not None
        calls = len(standin.calls)
        clock.forward(300)
        changed = next(iter(stays(first)))
        standin.move(changed, date(2027, 3, 1), date(2027, 3, 4))

        second = await walk(mews, cursor, clock())

        assert set(stays(second)) == {changed}
        assert stays(second)[changed].arrival == date(2027, 3, 1)
        operations = [call.path.rsplit("/v1/")[1] for call in standin.calls[calls:]]
        assert operations[0] == GET_ALL
        assert operations.count(GET_ALL) == 1
        assert windows(standin)[-1] == (cursor, clock())


async def test_a_walk_over_nothing_still_moves_the_cursor(clock: FakeClock) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        batches = await walk(mews, clock(), clock())

        assert [(batch.reservations, batch.cursor) for batch in batches] == [((), clock())]


async def test_both_ends_of_a_window_belong_to_it_to_the_part_of_a_second(
    clock: FakeClock,
) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        clock.forward(0.9)
        start = clock()
        first = standin.add(*A_DAY)
        clock.forward(60.5)
        last = standin.add(*A_DAY)

        batches = await walk(mews, start, clock())

        assert set(stays(batches)) == {first, last}


async def test_people_and_rooms_are_fetched_for_a_page_at_once(clock: FakeClock) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        for _ in range(400):
            standin.accompany(standin.add(*A_DAY), standin.add_customer())

        batches = await walk(mews, clock() - HOUR, clock())

        assert all(len(stay.companions) == 1 for stay in stays(batches).values())
        assert all(stay.room_type for stay in stays(batches).values())
        assert len(standin.calls) == 8  # configuration, 4 of the house, and 3 of the page


# -- changes while walking -------------------------------------------------------------------------


@pytest.mark.parametrize("newest_by", get_args(NewestBy))
async def test_changes_in_the_middle_of_a_walk_are_not_lost(
    clock: FakeClock, newest_by: NewestBy
) -> None:
    async with (
        MewsStandin(newest_by=newest_by, clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        keys = []
        for _ in range(3 * PAGE):
            clock.forward(1)
            keys.append(standin.add(*A_DAY))
        began = clock()
        told: dict[str, PmsReservation] = {}
        async for batch in mews.reservations(clock() - HOUR, began):
            told |= stays([batch])
            clock.forward(5)
            for place in (0, PAGE, 2 * PAGE - 1, 2 * PAGE, -PAGE, -1):
                standin.move(keys[place], date(2027, 5, 1), date(2027, 5, 9))
            keys.append(standin.add(*A_DAY))

        clock.forward(60)
        told |= stays(await walk(mews, began, clock()))

        assert {key: (s.arrival, s.departure) for key, s in told.items()} == standin.hotel.truth


# -- limits ----------------------------------------------------------------------------------------


async def test_a_window_that_is_too_heavy_is_halved_and_nothing_is_lost(clock: FakeClock) -> None:
    async with (
        MewsStandin(widest=timedelta(days=5), clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        standin.fill(1000)

        batches = await walk(mews, clock() - 201 * DAY, clock())

        assert set(stays(batches)) == set(standin.hotel.truth)
        refused = len(asked(standin, GET_ALL)) - standin.answered.count(GET_ALL)
        assert 5 <= refused <= standin.answered.count(GET_ALL) / 2
        cursors = [batch.cursor for batch in batches if batch.cursor is not None]
        assert cursors == sorted(cursors)
        assert cursors[-1] == clock()


async def test_a_window_that_is_too_heavy_however_small_is_given_up(clock: FakeClock) -> None:
    async with (
        MewsStandin(widest=timedelta(seconds=30), clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        with pytest.raises(Transient, match="too long") as caught:
            await walk(mews, clock() - 80 * DAY, clock())

        assert caught.value.reason == "408"
        widths = [end - start for start, end in windows(standin)]
        assert widths == sorted(widths, reverse=True)
        assert MINUTE <= widths[-1] <= MINUTE + 2 * SECOND


async def test_after_a_time_out_the_next_walk_asks_for_less(clock: FakeClock) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock, timeout_s=0.5) as mews,
    ):
        standin.faults_by(hang_on_reservations)
        with pytest.raises(Transient, match="in time"):
            await walk(mews, clock() - 80 * DAY, clock())
        standin.clear_faults()

        batches = await walk(mews, clock() - 80 * DAY, clock())

        assert windows(standin)[1] == (clock() - 80 * DAY, clock() - 40 * DAY)
        assert batches[-1].cursor == clock()


async def test_a_walk_waits_as_long_as_mews_asks_it_to(clock: FakeClock) -> None:
    waits = Waits(clock)
    async with (
        MewsStandin(limit=10, clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock, pace=waits.pace(1000)) as mews,
    ):
        standin.fill(2500)

        batches = await walk(mews, clock() - 201 * DAY, clock())

        assert len(stays(batches)) == len(standin.hotel.truth)
        assert len(waits.waited) >= 2
        assert all(wait <= 30 for wait in waits.waited)


async def test_a_failure_in_the_middle_ends_the_walk_before_its_cursor(clock: FakeClock) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        for _ in range(PAGE + 1):
            standin.add(*A_DAY)
        told: list[Batch] = []

        async def read_on() -> None:
            async for batch in mews.reservations(clock() - HOUR, clock()):
                told.append(batch)
                standin.fail_next(1, Fault("status", status=503))

        with pytest.raises(Transient):
            await read_on()

        assert [batch.cursor for batch in told] == [None]


def hang_on_reservations(call: Call) -> Fault | None:
    return Fault("hang") if GET_ALL in call.path else None


# -- garbage ---------------------------------------------------------------------------------------


async def test_reservations_that_make_no_sense_are_rejected_and_the_rest_is_told(
    clock: FakeClock,
) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        good = standin.add(*A_DAY)
        standin.add(*A_DAY, Number="81", ScheduledEndUtc="2027-01-01T10:00:00Z")
        standin.add(*A_DAY, Number="82", AccountId="c0ffee00-0000-4000-8000-0000000000ff")
        standin.add(*A_DAY, Number="83", AccountType="Company")

        batches = await walk(mews, clock() - HOUR, clock())

        assert set(stays(batches)) == {good}
        rejected = {each.where for batch in batches for each in batch.rejected}
        assert rejected == {"reservation 81", "reservation 82", "reservation 83"}
        assert batches[-1].cursor == clock()


async def test_a_stay_in_a_room_that_is_new_is_told_with_its_number(clock: FakeClock) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as mews,
    ):
        await walk(mews, clock(), clock())
        clock.forward(120)
        room = standin.hotel.add_resource("901")
        key = standin.add(*A_DAY, AssignedResourceId=room)

        batches = await walk(mews, clock() - MINUTE, clock())

        assert stays(batches)[key].room == "901"
