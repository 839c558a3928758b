"""Who is on duty: switch, hours over midnight, and whom to turn to when nobody is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from jack.model.duty import Duty, Reached, Shift, Switch, on_duty
from jack.model.staff import Role, Staff

MONDAY = 0
EARLY = Shift(MONDAY, time(7), time(15))
NIGHT = Shift(6, time(23), time(7))
AROUND = Shift(MONDAY, time(7), time(7))


def person(number: int, role: Role, *departments: str, has_password: bool = True) -> Staff:
    return Staff(number, f"p{number}@hotel.example", "P", role, departments, False, has_password, 0)


ANA = person(1, Role.FRONT_DESK, "front_desk")
BEN = person(2, Role.HOUSEKEEPING, "housekeeping", "spa")
MIA = person(3, Role.MANAGER)
IDA = person(4, Role.ADMIN)
ON, OFF = Duty(Switch.ON), Duty(Switch.OFF, (EARLY,))
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
"""A Monday."""


@pytest.mark.parametrize(
    ("shift", "day", "clock", "is_covered"),
    [
        (EARLY, 4, "06:59", False),
        (EARLY, 4, "07:00", True),
        (EARLY, 4, "14:59", True),
        (EARLY, 4, "15:00", False),
        (EARLY, 5, "08:00", False),
        (NIGHT, 3, "22:59", False),
        (NIGHT, 3, "23:00", True),
        (NIGHT, 4, "06:59", True),
        (NIGHT, 4, "07:00", False),
        (NIGHT, 4, "23:30", False),
        (AROUND, 4, "23:59", True),
        (AROUND, 5, "06:59", True),
        (AROUND, 5, "07:00", False),
        (AROUND, 4, "06:59", False),
    ],
)
def test_a_shift_covers_its_hours(shift: Shift, day: int, clock: str, is_covered: bool) -> None:
    local = datetime.combine(date(2027, 1, day), time.fromisoformat(clock), UTC)

    assert shift.covers(local) is is_covered


@pytest.mark.parametrize(
    ("duty", "is_on"),
    [(Duty(), False), (ON, True), (OFF, False), (Duty(hours=(NIGHT, EARLY)), True)],
)
def test_the_switch_is_stronger_than_the_hours(duty: Duty, is_on: bool) -> None:
    assert duty.is_on(NOON) is is_on


def test_who_is_on_duty_is_found_by_department_and_role() -> None:
    duties = {1: ON, 2: ON, 3: OFF}
    people = [ANA, BEN, MIA, IDA]

    def found(department: str | None = None, roles: tuple[Role, ...] = tuple(Role)) -> object:
        there = on_duty(people, duties, NOON, phone="", department=department, roles=roles)
        return there.people, there.reached

    assert found() == ((ANA, BEN), Reached.DUTY)
    assert found("spa") == ((BEN,), Reached.DUTY)
    assert found(roles=(Role.FRONT_DESK,)) == ((ANA,), Reached.DUTY)
    assert found("valet") == ((MIA,), Reached.MANAGERS)


def test_nobody_on_duty_means_managers_then_admins_then_the_phone() -> None:
    newcomer = person(5, Role.ADMIN, has_password=False)

    reached = [
        on_duty(people, {}, NOON, phone="+351210000000")
        for people in ([ANA, MIA, IDA], [ANA, IDA], [ANA, newcomer])
    ]

    assert [(each.people, each.reached) for each in reached] == [
        ((MIA,), Reached.MANAGERS),
        ((IDA,), Reached.ADMINS),
        ((), Reached.PHONE),
    ]
    assert reached[-1].phone == "+351210000000"
