"""A whole hotel of Mews in Jack's database: every day right, nothing lost, nothing asked twice."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from jack.errors import Transient
from jack.model.clock import DAY, HOUR, MINUTE, SECOND
from jack.services.pms_sync import PmsSync
from tests.conftest import FakeClock
from tests.house import House
from tests.pms.mews_books import check_whole, stored, told
from tests.pms.mews_parts import GET_ALL, Waits, adapter, asked, micros, vendor_clock, windows
from tests.standins.base import Call, Fault
from tests.standins.mews import MewsStandin

STAYS = 5_000
ZONES = ("Asia/Shanghai", "Europe/Lisbon", "America/New_York")


@asynccontextmanager
async def syncing(
    house: House, standin: MewsStandin, *, waits: Waits | None = None, timeout_s: float = 30
) -> AsyncIterator[PmsSync]:
    """Jack's sync of that hotel; a full one reads all its days."""
    pms = house.config.pms.model_copy(update={"days_back": 250, "days_ahead": 250})
    hotel = house.config.hotel.model_copy(update={"timezone": standin.hotel.zone})
    config = house.config.model_copy(update={"pms": pms, "hotel": hotel})
    pace = (waits or Waits(house.clock)).pace(10_000 if waits else 200)
    async with adapter(standin.url, house.clock, pace=pace, timeout_s=timeout_s) as mews:
        yield PmsSync(house.db, house.bus, mews, config, house.clock)


def confirmed(standin: MewsStandin) -> list[str]:
    """Stays that are still to come."""
    known = standin.hotel.reservations
    return sorted(key for key in standin.hotel.truth if known[key]["State"] == "Confirmed")


def asked_since(standin: MewsStandin, calls: int) -> list[str]:
    return [call.path.rsplit("/v1/")[1] for call in standin.calls[calls:]]


@pytest.mark.parametrize("zone", ZONES)
async def test_5000_stays_are_stored_on_their_days_and_then_only_changes_are_read(
    house: House, clock: FakeClock, zone: str
) -> None:
    async with (
        MewsStandin(zone=zone, clock=vendor_clock(clock)) as standin,
        syncing(house, standin) as sync,
    ):
        standin.fill(STAYS)
        first = await sync.sync()
        began, calls = clock(), len(standin.calls)
        at_first = stored(house.db)
        truth_at_first = told(standin)
        clock.forward(300)
        changed = random.Random(1).sample(confirmed(standin), 20)
        for number, key in enumerate(changed):
            standin.move(key, date(2027, 3, 27) + timedelta(days=number), date(2027, 4, 30))
        for key in changed[:3]:
            standin.cancel(key)

        second = await sync.sync()

        assert len(at_first) == STAYS
        assert at_first == truth_at_first
        assert (first.counts["added"], first.rejected) == (STAYS, [])
        check_whole(house.db)
        assert stored(house.db) == told(standin)
        counts = second.counts
        assert (counts["changed"], counts["added"], counts["unchanged"]) == (20, 0, 0)
        assert windows(standin)[-1] == (began - 600 * SECOND, clock())
        assert asked_since(standin, calls).count(GET_ALL) == 1
        assert len(asked_since(standin, calls)) <= 7  # with its people, and the house anew


@pytest.mark.parametrize("zone", ZONES[1:])
async def test_stays_lie_around_the_nights_in_which_clocks_change(
    clock: FakeClock, zone: str
) -> None:
    standin = MewsStandin(zone=zone, clock=vendor_clock(clock))
    standin.fill(STAYS)

    across = [
        key
        for key in standin.hotel.truth
        if offset(standin, key, "ScheduledStartUtc") != offset(standin, key, "ScheduledEndUtc")
    ]

    assert len(across) > 200


def offset(standin: MewsStandin, key: str, name: str) -> timedelta | None:
    at = datetime.fromisoformat(standin.hotel.reservations[key][name])
    return at.astimezone(standin.hotel.tz).utcoffset()


async def test_a_quiet_day_of_syncs_asks_for_each_window_once(
    house: House, clock: FakeClock
) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        syncing(house, standin) as sync,
    ):
        standin.fill(200)
        await sync.sync()
        calls = len(standin.calls)
        for _ in range(12):
            clock.forward(300)
            await sync.run_due()

        assert asked_since(standin, calls).count(GET_ALL) == 12
        last = windows(standin)[-12:]
        assert [end - start for start, end in last] == [15 * MINUTE] * 12


async def test_two_days_without_mews_lose_nothing(house: House, clock: FakeClock) -> None:
    chance = random.Random(7)
    async with MewsStandin(clock=vendor_clock(clock)) as standin:
        standin.fill(900)
        async with syncing(house, standin) as sync:
            await sync.sync()
        async with syncing(house, standin, timeout_s=0.05) as sync:
            for half_hour in range(96):
                standin.faults_by(lambda _, kind=half_hour % 5: TROUBLE[kind])  # type: ignore[misc]
                live(standin, chance)
                clock.forward(1800)
                assert await sync.run_due() is None
            state = await sync.state()
        standin.clear_faults()
        clock.forward(3600)
        async with syncing(house, standin) as sync:
            report = await sync.run_due()
            again = await sync.sync()

        assert state is not None
        assert state.failures >= 40
        assert report is not None
        assert report.counts["added"] >= 80
        assert stored(house.db) == told(standin)
        check_whole(house.db)
        assert again.counts["changed"] == 0


TROUBLE = (
    Fault("status", status=503),
    Fault("reset"),
    Fault("garbage"),
    Fault("truncated"),
    Fault("hang"),
)


def live(standin: MewsStandin, chance: random.Random) -> None:
    """Half an hour of a hotel: one books, one moves, one cancels, one comes, one leaves."""
    day = date(2027, 1, 10) + timedelta(days=chance.randint(0, 120))
    new = standin.add(day, day + timedelta(days=chance.randint(1, 9)))
    standin.accompany(new, standin.add_customer())
    moved, cancelled, arrived, left = chance.sample(confirmed(standin), 4)
    standin.move(moved, day, day + timedelta(days=3))
    standin.cancel(cancelled)
    standin.check_in(arrived)
    standin.check_out(left)


async def test_429_is_obeyed_to_the_second_and_the_sync_completes(
    house: House, clock: FakeClock
) -> None:
    waits = Waits(clock)
    async with (
        MewsStandin(limit=12, clock=vendor_clock(clock)) as standin,
        syncing(house, standin, waits=waits) as sync,
    ):
        standin.fill(1_500)
        standin.faults_by(refuse_now_and_then())

        await sync.sync()

        assert stored(house.db) == told(standin)
        assert {17.0, 4.0} <= set(waits.waited)
        refused = len(standin.calls) - len(standin.answered)
        assert refused == len(waits.waited) >= 3


def refuse_now_and_then() -> Any:
    """Mews may ask for other waits than its own limit makes necessary."""
    planned = {5: 17.0, 9: 4.0}
    seen = 0

    def choose(_: Call) -> Fault | None:
        nonlocal seen
        seen += 1
        wait = planned.get(seen)
        return Fault("status", status=429, retry_after_s=wait) if wait else None

    return choose


async def test_408_makes_windows_smaller_until_mews_can_bear_them(
    house: House, clock: FakeClock
) -> None:
    async with (
        MewsStandin(widest=timedelta(days=20), clock=vendor_clock(clock)) as standin,
        syncing(house, standin) as sync,
    ):
        standin.fill(1_500)
        await sync.sync()
        at_first = stored(house.db) == told(standin)
        clock.forward(60 * DAY / SECOND)
        for key in confirmed(standin)[:40]:
            clock.forward(HOUR / SECOND)
            standin.cancel(key)

        report = await sync.sync()

        assert at_first
        assert report.counts["changed"] + report.counts["unchanged"] >= 40
        assert stored(house.db) == told(standin)
        taken = [end - start for start, end in windows(standin)]
        assert max(taken) > 20 * DAY >= min(taken)
        refused = len(asked(standin, GET_ALL)) - standin.answered.count(GET_ALL)
        assert 2 <= refused < standin.answered.count(GET_ALL)


async def test_a_sync_cut_off_in_a_window_goes_on_from_the_windows_before_it(
    house: House, clock: FakeClock
) -> None:
    async with (
        MewsStandin(widest=timedelta(days=12), clock=vendor_clock(clock)) as standin,
        syncing(house, standin) as sync,
    ):
        standin.fill(400)
        start = clock() - 201 * DAY
        standin.faults_by(after(8, Fault("status", status=500)))
        with pytest.raises(Transient):
            await sync.sync(since=start)
        state = await sync.state()
        standin.clear_faults()
        calls = len(standin.calls)

        await sync.sync()

        assert state is not None
        assert state.cursor is not None
        assert start < state.cursor < clock()
        again = [body for body in asked(standin, GET_ALL) if "UpdatedUtc" in body]
        first = again[len([c for c in standin.calls[:calls] if GET_ALL in c.path])]
        assert micros(first["UpdatedUtc"]["StartUtc"]) == state.cursor - 600 * SECOND
        assert stored(house.db) == told(standin)


def after(answers: int, fault: Fault) -> Any:
    """Let so many windows be read, then fail."""
    seen = 0

    def choose(call: Call) -> Fault | None:
        nonlocal seen
        seen += GET_ALL in call.path
        return fault if seen > answers else None

    return choose


# -- garbage ---------------------------------------------------------------------------------------


async def test_a_stay_that_can_no_longer_be_read_does_not_end_all_syncing(
    house: House, clock: FakeClock
) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        syncing(house, standin) as sync,
    ):
        bad, good = (standin.add(date(2027, 1, 16), date(2027, 1, 18)) for _ in range(2))
        await sync.sync()
        before = stored(house.db)
        clock.forward(DAY / SECOND)
        standin.amend(bad, AccountId="c0ffee00-0000-4000-8000-0000000000ff")
        standin.move(good, date(2027, 1, 17), date(2027, 1, 19))

        report = await sync.sync()

        state = await sync.state()
        assert state is not None
        assert (state.failures, state.scanned_on) == (0, date(2027, 1, 16))
        assert stored(house.db) == {bad: before[bad], good: told(standin)[good]}
        assert {each.where for each in report.rejected} == {"reservation 1"}


async def test_letters_that_no_database_takes_cost_nothing_but_themselves(
    house: House, clock: FakeClock
) -> None:
    async with (
        MewsStandin(clock=vendor_clock(clock)) as standin,
        syncing(house, standin) as sync,
    ):
        broken = standin.add_customer(
            FirstName="An\ud800a\x00",
            LastName="Silva\x1b",
            Email="ana\ud800@example.com",
            LoyaltyCode="Gold\udfff",
            PreferredSpaceFeatures=["Sea\ud800View"],
            DietaryRequirements="no\x00nuts",
        )
        standin.add(date(2027, 1, 16), date(2027, 1, 18), AccountId=broken, Number="7\ud800")
        other = standin.add(date(2027, 1, 16), date(2027, 1, 18))

        report = await sync.sync()

        assert report.counts["added"] == 2
        assert other in stored(house.db)
        names = house.rows("SELECT first_name, last_name, email, loyalty FROM guest ORDER BY id")
        assert ("Ana", "Silva", None, "Gold") in names
        assert ("7",) in house.rows("SELECT confirmation FROM reservation")
        assert house.rows("SELECT value FROM preference ORDER BY value") == [
            ("Sea view",),
            ("nonuts",),
        ]
