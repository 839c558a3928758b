"""Who is on duty, and the switch and hours that say so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import audit
from jack.db import duty as store
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Forbidden, Invalid, NotFound
from jack.model.clock import Clock, Micros, now, to_datetime
from jack.model.duty import Duty, OnDuty, Shift, Switch, on_duty
from jack.model.staff import Permission, Role, Staff, StaffId

MAX_SHIFTS = 28


@dataclass(frozen=True, slots=True)
class DutyRoster:
    db: Database
    config: Config
    clock: Clock = now

    async def on_duty(
        self,
        at: Micros | None = None,
        *,
        department: str | None = None,
        roles: Collection[Role] = tuple(Role),
    ) -> OnDuty:
        """Whom to turn to at a moment, now without one."""
        local = self._local(self.clock() if at is None else at)
        phone = self.config.hotel.duty_phone or self.config.hotel.phone

        def read() -> OnDuty:
            return on_duty(
                people.listed(),
                store.all_of_them(),
                local,
                phone=phone,
                department=department,
                roles=roles,
            )

        return await self.db.read(read)

    async def all_of_them(self) -> dict[StaffId, tuple[Duty, bool]]:
        """(duty, on duty now) of everybody who has a switch or hours."""
        duties = await self.db.read(store.all_of_them)
        local = self._local(self.clock())
        return {staff_id: (duty, duty.is_on(local)) for staff_id, duty in duties.items()}

    async def of(self, staff_id: StaffId) -> tuple[Duty, bool]:
        """(duty, on duty now). Raises NotFound."""

        def read() -> Duty:
            _must(staff_id)
            return store.get(staff_id)

        duty = await self.db.read(read)
        return duty, duty.is_on(self._local(self.clock()))

    async def turn(self, by: Staff, switch: Switch) -> tuple[Duty, bool]:
        """Somebody's own switch."""

        def work(at: Micros) -> None:
            store.put(by.id, replace(store.get(by.id), switch=switch), at)
            audit.add(f"staff:{by.id}", "duty.switched", f"staff:{by.id}", at, switch=switch)

        await self.db.write(work, self.clock())
        return await self.of(by.id)

    async def set_hours(
        self, by: Staff, staff_id: StaffId, hours: Collection[Shift]
    ) -> tuple[Duty, bool]:
        """One's own weekly hours, or anybody's for who manages staff.

        Raises NotFound, Forbidden, Invalid.
        """
        if staff_id != by.id and not by.may(Permission.MANAGE_STAFF):
            raise Forbidden(f"Your role, {by.role}, may not set the hours of others.")
        if len(hours) > MAX_SHIFTS:
            raise Invalid(f"A week has at most {MAX_SHIFTS} shifts.", field="hours")
        ordered = tuple(sorted(set(hours), key=lambda shift: (shift.day, shift.starts)))

        def work(at: Micros) -> None:
            _must(staff_id)
            store.put(staff_id, replace(store.get(staff_id), hours=ordered), at)
            audit.add(f"staff:{by.id}", "duty.hours_set", f"staff:{staff_id}", at)

        await self.db.write(work, self.clock())
        return await self.of(staff_id)

    def _local(self, at: Micros) -> datetime:
        return to_datetime(at).astimezone(ZoneInfo(self.config.hotel.timezone))


def _must(staff_id: StaffId) -> None:
    if people.get(staff_id) is None:
        raise NotFound(f"There is no account {staff_id}.")
