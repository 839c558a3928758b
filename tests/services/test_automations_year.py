"""A piece of the simulated year (`python -m tests.load.automations` lives all of it), and imports."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from jack.db import sql, stays
from jack.model.automations import Late, RunState
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.services.pms_sync import PmsSync
from tests.house import House
from tests.load.automations import Found, Year, live
from tests.services.rules import AFTER_DEPARTURE, Rules, rules_config


def quiet(line: str) -> None:
    """Nobody watches."""


async def lived(folder: Path, first: date, *, seed: int) -> Found:
    return await live(Year(4, first, 9, restarts=3, seed=seed), folder, progress=quiet)


@pytest.mark.parametrize("first", [date(2027, 3, 23), date(2027, 10, 26)], ids=["spring", "autumn"])
async def test_around_a_clock_change_every_message_is_right_and_comes_once(
    tmp_path: Path, first: date
) -> None:
    found = await lived(tmp_path, first, seed=first.toordinal())

    assert found.wrong == []
    assert found.lacking == []
    assert found.sent > 30


@pytest.mark.parametrize(
    "count", [1_500, pytest.param(10_000, marks=pytest.mark.slow)], ids=["some", "all"]
)
async def test_old_and_future_stays_of_a_first_import_send_nothing(
    house: House, count: int
) -> None:
    """The first import of a file, with every shipped rule on."""
    hotel = Rules(House(house.db, house.clock, rules_config()), has_synced=False)
    await hotel.automations.install()
    for status in await hotel.automations.listed():
        await hotel.automations.enable(status.rule.id, actor="test")
    hotel.rule(AFTER_DEPARTURE, key="greedy", late=Late.SEND_NOW, stale_after_m=60 * 24 * 60)
    today = date(2027, 3, 1)

    def told(number: int) -> PmsReservation:
        arrival = today + timedelta(days=number % 730 - 365)
        departure = arrival + timedelta(days=1 + number % 5)
        status = ReservationStatus.CONFIRMED
        if departure <= today:
            status = ReservationStatus.CHECKED_OUT
        elif arrival <= today:
            status = ReservationStatus.CHECKED_IN
        return PmsReservation(
            external_id=f"F{number}",
            confirmation=f"F{number}",
            status=status,
            arrival=arrival,
            departure=departure,
            guest=PmsGuest("", "Guest", f"Number{number}", phone=f"+35191{number:07}"),
        )

    sync = PmsSync(house.db, house.bus, None, hotel.house.config, house.clock)
    await sync.take_in([told(number) for number in range(count)], [])
    await hotel.sweep()

    assert hotel.sent() == []
    planned = house.rows("SELECT count(*), min(due_at) FROM automation_run WHERE state = 'planned'")
    assert planned[0][0] > count
    assert planned[0][1] > house.clock()
    assert house.rows("SELECT count(*) FROM automation_change") == [(0,)]


async def test_a_second_import_sends_late_bookings_as_the_rule_says_and_nothing_old(
    house: House,
) -> None:
    hotel = Rules(House(house.db, house.clock, rules_config()), has_synced=True)
    hotel.rule(key="before", late=Late.SEND_NOW)
    hotel.rule(AFTER_DEPARTURE, key="after", late=Late.SEND_NOW)
    for number, arrival in enumerate((date(2027, 3, 2), date(2026, 5, 1), date(2027, 2, 26)), 1):
        hotel.stay(
            f"R{number}",
            arrival,
            arrival + timedelta(days=1),
            phone=f"+35191234567{number}",
            status=ReservationStatus.CONFIRMED if number == 1 else ReservationStatus.CHECKED_OUT,
        )

    await hotel.sweep()

    assert [run.reservation_id for run in hotel.runs(RunState.DONE)] == [1]
    assert len(hotel.sent()) == 1


async def test_the_same_stays_told_again_plan_nothing_again(house: House) -> None:
    hotel = Rules(House(house.db, house.clock, rules_config()))
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    before = house.rows("SELECT * FROM automation_run")

    for _ in range(3):
        house.db.write_now(stays.upsert, "mews", hotel.told["R1"], house.clock())
        await hotel.sweep()

    assert house.rows("SELECT * FROM automation_run") == before
    assert house.db.read_now(sql.value, "SELECT count(*) FROM automation_change") == 0
