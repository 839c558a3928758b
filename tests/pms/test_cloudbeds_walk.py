"""Walking through a hotel's reservations: every day right, nothing lost, no more than is needed."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest

from jack.errors import Permanent, Transient
from jack.model.clock import DAY, HOUR, MINUTE, SECOND, from_datetime
from jack.model.reservations import Batch, PmsReservation, ReservationStatus
from jack.pms.cloudbeds.client import PAGE
from tests.conftest import FakeClock
from tests.pms.cloudbeds_parts import adapter, asked, pace, walk
from tests.pms.mews_parts import Waits, stays, vendor_clock
from tests.standins.base import Call, Fault
from tests.standins.cloudbeds import CloudbedsStandin

LIST = "getReservations"
A_DAY = (date(2027, 2, 1), date(2027, 2, 3))
FALL_BACK = from_datetime(datetime.fromisoformat("2027-11-07T06:00:00Z"))
"""In New York 02:00 becomes 01:00: the hour from 01:00 comes twice."""
SPRING_FORWARD = from_datetime(datetime.fromisoformat("2027-03-14T07:00:00Z"))
"""In New York 02:00 becomes 03:00: the hour from 02:00 does not come."""


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Lisbon", "America/New_York"])
async def test_2500_stays_arrive_and_depart_on_their_days(clock: FakeClock, zone: str) -> None:
    async with (
        CloudbedsStandin(zone=zone, clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        standin.fill(2500)

        batches = await walk(cloudbeds, clock() - 201 * DAY, clock())

        found = stays(batches)
        days = {key: (stay.arrival, stay.departure) for key, stay in found.items()}
        assert len(days) == 2500
        assert days == standin.hotel.truth
        assert not any(batch.rejected for batch in batches)
        assert {stay.status for stay in found.values()} == set(ReservationStatus)
        assert {stay.room is None for stay in found.values()} == {True, False}
        assert any(stay.companions for stay in found.values())


async def test_all_stays_of_some_days_are_found_whenever_they_changed(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(zone="Asia/Shanghai", clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        standin.fill(1500)
        first, last = date(2027, 1, 14), date(2027, 1, 17)

        batches = [batch async for batch in cloudbeds.colliding(first, last)]

        touching = {
            key
            for key, (arrival, departure) in standin.hotel.truth.items()
            if arrival <= last and departure >= first
        }
        assert {d for _, d in standin.hotel.truth.values()} >= {first}, "somebody leaves then"
        assert set(stays(batches)) == touching
        assert all(batch.cursor is None for batch in batches)


async def test_a_long_span_of_days_is_asked_for_by_arrival_month_by_month(
    clock: FakeClock,
) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        standin.fill(300)
        first, last = date(2026, 6, 1), date(2027, 9, 1)

        batches = [batch async for batch in cloudbeds.colliding(first, last)]

        here, *arrivals = asked(standin, LIST)
        spans = [(each["checkInFrom"], each["checkInTo"]) for each in arrivals]
        assert set(stays(batches)) == set(standin.hotel.truth)
        assert (here["checkInTo"], here["checkOutFrom"]) == ("2026-06-01", "2026-06-01")
        assert (spans[0][0], spans[-1][1]) == ("2026-06-02", "2027-09-01")
        assert all(
            (date.fromisoformat(start) - date.fromisoformat(end)).days == 1
            for (_, end), (start, _) in pairwise(spans)
        )
        assert sum(len(batch.reservations) for batch in batches) == 300, "each comes once"


async def test_one_day_alone_is_one_question(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        key = standin.add(*A_DAY)

        batches = [batch async for batch in cloudbeds.colliding(A_DAY[1], A_DAY[1])]

        assert set(stays(batches)) == {key}
        assert len(asked(standin, LIST)) == 1


# -- windows and cursors ---------------------------------------------------------------------------


async def test_the_oldest_window_comes_first_and_each_ends_with_its_cursor(
    clock: FakeClock,
) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        standin.fill(400)

        batches = await walk(cloudbeds, clock() - 200 * DAY, clock())

        cursors = [batch.cursor for batch in batches if batch.cursor is not None]
        assert cursors == sorted(set(cursors))
        assert cursors[0] == clock() - 193 * DAY
        assert cursors[-1] == clock()
        before = clock() - 200 * DAY
        for batch in batches:
            told = [stay.updated_at for stay in batch.reservations if stay.updated_at]
            assert all(before - SECOND <= at for at in told)
            before = batch.cursor or before


async def test_only_the_last_page_of_a_window_has_its_cursor(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        for _ in range(2 * PAGE):
            standin.add(*A_DAY)

        batches = await walk(cloudbeds, clock() - HOUR, clock())

        assert [len(batch.reservations) for batch in batches] == [PAGE, PAGE]
        assert [batch.cursor for batch in batches] == [None, clock()]
        assert {each["pageSize"] for each in asked(standin, LIST)} == {str(PAGE)}
        assert [each["pageNumber"] for each in asked(standin, LIST)] == ["1", "2"]


async def test_people_and_rooms_come_with_the_page(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        for _ in range(90):
            standin.accompany(standin.add(*A_DAY))

        batches = await walk(cloudbeds, clock() - HOUR, clock())

        assert all(len(stay.companions) == 1 for stay in stays(batches).values())
        assert all(stay.room_type for stay in stays(batches).values())
        assert len(standin.calls) == 3  # the hotel in two, and one page


async def test_a_second_walk_asks_only_for_what_changed_since(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(zone="Asia/Shanghai", clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        standin.fill(300)
        first = await walk(cloudbeds, clock() - 200 * DAY, clock())
        cursor, calls = first[-1].cursor, len(standin.calls)
        assert cursor is not None
        clock.forward(300)
        changed = next(iter(stays(first)))
        standin.move(changed, date(2027, 3, 1), date(2027, 3, 4))

        second = await walk(cloudbeds, cursor, clock())

        assert set(stays(second)) == {changed}
        assert stays(second)[changed].arrival == date(2027, 3, 1)
        assert len(standin.calls) - calls == 1
        window = asked(standin, LIST)[-1]
        assert window["modifiedFrom"] == "2027-01-15 15:59:59"
        assert window["modifiedTo"] == "2027-01-15 16:05:01"


async def test_a_walk_over_nothing_still_moves_the_cursor(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        batches = await walk(cloudbeds, clock(), clock())

        assert [(batch.reservations, batch.cursor) for batch in batches] == [((), clock())]


async def test_both_ends_of_a_window_belong_to_it_to_the_part_of_a_second(
    clock: FakeClock,
) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        clock.forward(0.9)
        start = clock()
        first = standin.add(*A_DAY)
        clock.forward(60.5)
        last = standin.add(*A_DAY)

        batches = await walk(cloudbeds, start, clock())

        assert set(stays(batches)) == {first, last}


# -- clocks that change ----------------------------------------------------------------------------


@pytest.mark.parametrize("change", [FALL_BACK, SPRING_FORWARD])
async def test_every_change_around_a_change_of_clocks_is_told_by_the_walk_after_it(
    clock: FakeClock, change: int
) -> None:
    """A sync every 5 minutes, a change in between each, no overlap at all."""
    clock.at = change - 4 * HOUR
    async with (
        CloudbedsStandin(zone="America/New_York", clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        cursor, told, made = clock(), [], []
        for _ in range(8 * 12):
            clock.forward(150)
            made.append(standin.add(*A_DAY))
            clock.forward(150)
            batches = await walk(cloudbeds, cursor, clock())
            cursor = batches[-1].cursor or 0
            told.append(made[-1] in stays(batches))

        assert all(told)
        assert cursor == change + 4 * HOUR


async def test_a_change_in_the_hour_that_comes_twice_has_no_time_that_could_look_old(
    clock: FakeClock,
) -> None:
    clock.at = FALL_BACK - 10 * MINUTE
    async with (
        CloudbedsStandin(zone="America/New_York", clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        key = standin.add(*A_DAY)
        before = stays(await walk(cloudbeds, clock() - HOUR, clock()))[key]
        clock.forward(20 * 60)
        standin.amend(key, status="canceled")
        between = stays(await walk(cloudbeds, clock() - HOUR, clock()))[key]
        clock.forward(2 * 3600)
        standin.amend(key, status="confirmed")
        after = stays(await walk(cloudbeds, clock() - HOUR, clock()))[key]

        assert (before.updated_at, between.updated_at) == (None, None)
        assert between.status is ReservationStatus.CANCELLED
        assert after.updated_at == clock()


# -- changes while walking -------------------------------------------------------------------------


async def test_a_stay_that_leaves_the_window_takes_no_other_with_it(clock: FakeClock) -> None:
    """The first page's stays change while it is read: those behind move up, past the reader."""
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        keys = [standin.add(*A_DAY) for _ in range(3 * PAGE)]
        began, told, cursors = clock(), dict[str, PmsReservation](), []
        async for batch in cloudbeds.reservations(clock() - HOUR, began):
            told |= stays([batch])
            cursors.append(batch.cursor)
            if len(cursors) < 4:
                clock.forward(5)
                standin.move(keys[len(cursors)], date(2027, 5, 1), date(2027, 5, 9))

        unchanged = set(keys) - {keys[1], keys[2], keys[3]}
        assert set(told) >= unchanged
        assert [cursor for cursor in cursors if cursor is not None] == [began]
        assert cursors[-1] == began
        told |= stays(await walk(cloudbeds, began, clock()))
        assert {key: (s.arrival, s.departure) for key, s in told.items()} == standin.hotel.truth


async def test_a_stay_that_comes_in_while_days_are_read_is_seen_or_seen_later(
    clock: FakeClock,
) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        keys = [standin.add(*A_DAY) for _ in range(2 * PAGE + 1)]
        told: set[str] = set()
        pages = 0
        async for batch in cloudbeds.colliding(A_DAY[0], A_DAY[0]):
            told |= set(stays([batch]))
            pages += 1
            if pages == 1:
                standin.delete(keys[0])

        assert told >= set(keys)
        assert pages == 1 + 1 + 2, "the list was one shorter on its second page, so read again"


async def test_a_list_that_never_stands_still_is_given_up_before_its_cursor(
    clock: FakeClock,
) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        keys = [standin.add(*A_DAY) for _ in range(3 * PAGE)]
        told: list[Batch] = []

        async def read_on() -> None:
            async for batch in cloudbeds.reservations(clock() - HOUR, clock()):
                told.append(batch)
                clock.forward(5)
                standin.move(keys.pop(0), date(2027, 5, 1), date(2027, 5, 9))

        with pytest.raises(Transient, match="faster than it can be read"):
            await read_on()

        assert {batch.cursor for batch in told} == {None}


# -- limits and trouble ----------------------------------------------------------------------------


async def test_a_walk_waits_as_long_as_cloudbeds_asks_it_to(clock: FakeClock) -> None:
    waits = Waits(clock)
    async with (
        CloudbedsStandin(limit=3, clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock, pace=pace(waits, 10)) as cloudbeds,
    ):
        standin.fill(1000)

        batches = await walk(cloudbeds, clock() - 201 * DAY, clock())

        assert set(stays(batches)) == set(standin.hotel.truth)
        assert len(standin.calls) > len(standin.answered), "some were refused with 429"
        assert waits.waited.count(1) >= 5


async def test_a_failure_in_the_middle_ends_the_walk_before_its_cursor(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        for _ in range(PAGE + 1):
            standin.add(*A_DAY)
        told: list[Batch] = []

        async def read_on() -> None:
            async for batch in cloudbeds.reservations(clock() - HOUR, clock()):
                told.append(batch)
                standin.fail_next(1, Fault("status", status=503))

        with pytest.raises(Transient):
            await read_on()

        assert [batch.cursor for batch in told] == [None]


async def test_a_refusal_with_http_200_ends_the_walk_too(clock: FakeClock) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        standin.faults_by(refuse_lists)

        with pytest.raises(Permanent, match="Cloudbeds refused getReservations: Planned failure"):
            await walk(cloudbeds, clock() - HOUR, clock())


def refuse_lists(call: Call) -> Fault | None:
    return Fault("status", status=200) if call.path.endswith(f"/{LIST}") else None


# -- garbage ---------------------------------------------------------------------------------------


async def test_reservations_that_make_no_sense_are_rejected_and_the_rest_is_told(
    clock: FakeClock,
) -> None:
    async with (
        CloudbedsStandin(clock=vendor_clock(clock)) as standin,
        adapter(standin.url, clock) as cloudbeds,
    ):
        good = standin.add(*A_DAY)
        standin.add(*A_DAY, status="not_confirmed")
        bad = [
            standin.add(*A_DAY, endDate="2027-01-01"),
            standin.add(*A_DAY, guestList=[]),
            standin.add(*A_DAY, propertyID="7"),
        ]
        standin.add(*A_DAY, reservationID=None)

        batches = await walk(cloudbeds, clock() - HOUR, clock())

        assert set(stays(batches)) == {good}
        rejected = [each.where for batch in batches for each in batch.rejected]
        assert rejected == [
            *(f"reservation {key}" for key in bad),
            "a reservation without a number",
        ]
        assert batches[-1].cursor == clock()
