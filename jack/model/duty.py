"""Who is on duty: by a switch, else by weekly hours on the hotel's clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from jack.model.staff import Role, Staff, StaffId


class Switch(StrEnum):
    ON = "on"
    OFF = "off"
    HOURS = "hours"


class Reached(StrEnum):
    """How far one had to go to find somebody."""

    DUTY = "duty"
    MANAGERS = "managers"
    ADMINS = "admins"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Shift:
    """`day` is 0 for Monday. A shift that ends when or before it starts ends on the next day."""

    day: int
    starts: time
    ends: time

    def covers(self, local: datetime) -> bool:
        now, today = local.time(), local.weekday()
        if self.ends > self.starts:
            return today == self.day and self.starts <= now < self.ends
        is_evening = today == self.day and now >= self.starts
        is_morning_after = today == (self.day + 1) % 7 and now < self.ends
        return is_evening or is_morning_after


@dataclass(frozen=True, slots=True)
class Duty:
    switch: Switch = Switch.HOURS
    hours: tuple[Shift, ...] = ()

    def is_on(self, local: datetime) -> bool:
        if self.switch is Switch.HOURS:
            return any(shift.covers(local) for shift in self.hours)
        return self.switch is Switch.ON


NEVER = Duty()


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Whom to turn to. Without `people` there is the phone, which may be empty too."""

    people: tuple[Staff, ...]
    reached: Reached
    phone: str


def on_duty(
    people: Sequence[Staff],
    duties: Mapping[StaffId, Duty],
    local: datetime,
    *,
    phone: str,
    department: str | None = None,
    roles: Collection[Role] = tuple(Role),
) -> OnDuty:
    """Those on duty of a department and these roles; nobody: all managers, admins, the phone.

    Who has not set a password yet has never looked in and does not count.
    """
    there = [person for person in people if person.has_password and not person.is_disabled]
    wanted = [
        person
        for person in there
        if person.role in roles
        and department in (None, *person.departments)
        and duties.get(person.id, NEVER).is_on(local)
    ]
    ladder = (
        (Reached.DUTY, wanted),
        (Reached.MANAGERS, [person for person in there if person.role is Role.MANAGER]),
        (Reached.ADMINS, [person for person in there if person.role is Role.ADMIN]),
    )
    for reached, found in ladder:
        if found:
            return OnDuty(tuple(found), reached, phone)
    return OnDuty((), Reached.PHONE, phone)
