"""The roster: switches and hours as stored, read by the hotel's clock."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Forbidden, Invalid, NotFound
from jack.model.clock import from_datetime
from jack.model.duty import Reached, Shift, Switch
from jack.model.staff import Role, Staff
from jack.services.duty import DutyRoster
from tests.conftest import FakeClock
from tests.house import House, configuration

EARLY, LATE = Shift(0, time(7), time(15)), Shift(0, time(15), time(23))


@pytest.fixture
def roster(db: Database, clock: FakeClock) -> DutyRoster:
    clock.at = from_datetime(datetime(2027, 1, 4, 14, 30, tzinfo=UTC))
    config = configuration(timezone="Europe/Madrid", phone="+34910000000")
    return DutyRoster(db, config, clock)


@pytest.fixture
def ana(house: House) -> Staff:
    staff = house.staff("Ana Silva")
    house.db.write_now(people.set_password, staff.id, "hash", 0)
    return staff


async def test_hours_are_those_of_the_hotels_clock(roster: DutyRoster, ana: Staff) -> None:
    await roster.set_hours(ana, ana.id, [LATE])

    duty, is_on = await roster.of(ana.id)

    assert (duty.hours, is_on) == ((LATE,), True)
    assert [each.id for each in (await roster.on_duty()).people] == [ana.id]
    monday_noon = from_datetime(datetime(2027, 1, 4, 11, tzinfo=UTC))
    assert (await roster.on_duty(monday_noon)).reached is Reached.PHONE


async def test_the_switch_keeps_the_hours_and_the_hours_the_switch(
    roster: DutyRoster, ana: Staff
) -> None:
    await roster.set_hours(ana, ana.id, [LATE, EARLY, EARLY])
    duty, is_on = await roster.turn(ana, Switch.OFF)

    assert (duty.switch, duty.hours, is_on) == (Switch.OFF, (EARLY, LATE), False)
    duty, _ = await roster.set_hours(ana, ana.id, [])
    assert duty.switch is Switch.OFF
    assert await roster.all_of_them() == {ana.id: (duty, False)}


async def test_hours_of_others_are_set_by_who_manages_staff(
    roster: DutyRoster, house: House, ana: Staff
) -> None:
    manager = house.staff("Mia Lopes", Role.MANAGER)

    with pytest.raises(Forbidden):
        await roster.set_hours(ana, manager.id, [EARLY])
    await roster.set_hours(manager, ana.id, [EARLY])

    assert (await roster.of(ana.id))[0].hours == (EARLY,)


async def test_there_are_no_hours_of_nobody_and_no_endless_weeks(
    roster: DutyRoster, house: House, ana: Staff
) -> None:
    manager = house.staff("Mia Lopes", Role.MANAGER)

    with pytest.raises(NotFound):
        await roster.set_hours(manager, 99, [EARLY])
    with pytest.raises(NotFound):
        await roster.of(99)
    with pytest.raises(Invalid):
        await roster.set_hours(ana, ana.id, [EARLY] * 29)


async def test_without_a_duty_phone_it_is_the_front_desks(roster: DutyRoster) -> None:
    assert (await roster.on_duty()).phone == "+34910000000"
