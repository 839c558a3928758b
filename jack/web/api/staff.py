"""People: accounts, roles, who is on duty and when."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.duty import Duty, OnDuty, Reached, Shift, Switch
from jack.model.staff import PERMISSIONS, Permission, Role, Staff
from jack.model.tasks import Department
from jack.services.staff import PASSWORD_LINK_TTL
from jack.web.api.shapes import Page, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("staff")

MANAGE = Permission.MANAGE_STAFF

ClockTime = Annotated[
    str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["07:30"], max_length=5)
]


class StaffShape(Model):
    """An account. `isOnDuty` is of now."""

    id: str
    email: str
    name: str
    role: Role
    departments: list[str]
    is_disabled: bool
    has_password: bool
    has_second_factor: bool
    is_on_duty: bool
    created_at: str

    @classmethod
    def of(cls, staff: Staff, *, has_second_factor: bool, is_on_duty: bool) -> StaffShape:
        return cls(
            id=str(staff.id),
            email=staff.email,
            name=staff.name,
            role=staff.role,
            departments=list(staff.departments),
            is_disabled=staff.is_disabled,
            has_password=staff.has_password,
            has_second_factor=has_second_factor,
            is_on_duty=is_on_duty,
            created_at=to_iso(staff.created_at),
        )


class StaffList(Model):
    staff: list[StaffShape]
    cursor: str | None


class Colleague(Model):
    id: str
    name: str
    role: Role
    departments: list[str]
    is_on_duty: bool


class Colleagues(Model):
    colleagues: list[Colleague]


class Invitation(Model):
    email: str = Field(max_length=254, examples=["ana@hotel.example"])
    name: str = Field(default="", max_length=200)
    role: Role = Role.FRONT_DESK
    departments: list[Department] = Field(default=[], max_length=20)


class OneTimeLink(Model):
    """Works once. `path` is on this server; `link` is whole where server.public_url is set."""

    path: str = Field(examples=["/password#…"])
    link: str | None
    expires_at: str


class Invited(Model):
    staff: StaffShape
    link: OneTimeLink


class StaffChanges(Model):
    """What is left out stays as it is."""

    name: str | None = Field(default=None, max_length=200)
    role: Role | None = None
    departments: list[Department] | None = Field(default=None, max_length=20)
    is_disabled: bool | None = None


class RoleShape(Model):
    role: Role
    permissions: list[Permission]


class Roles(Model):
    roles: list[RoleShape]
    permissions: list[Permission]
    departments: list[Department]


class ShiftShape(Model):
    """`day` is 0 for Monday; times are the hotel's. It ends the next day when not after its start."""

    day: int = Field(ge=0, le=6)
    starts: ClockTime
    ends: ClockTime

    @classmethod
    def of(cls, shift: Shift) -> ShiftShape:
        starts, ends = (at.isoformat("minutes") for at in (shift.starts, shift.ends))
        return cls(day=shift.day, starts=starts, ends=ends)

    def shift(self) -> Shift:
        return Shift(self.day, time.fromisoformat(self.starts), time.fromisoformat(self.ends))


class DutyShape(Model):
    """`switch` is `on`, `off`, or `hours`: as the weekly hours say."""

    switch: Switch
    hours: list[ShiftShape]
    is_on_duty: bool

    @classmethod
    def of(cls, duty: Duty, is_on: bool) -> DutyShape:
        return cls(
            switch=duty.switch,
            hours=[ShiftShape.of(shift) for shift in duty.hours],
            is_on_duty=is_on,
        )


class DutyChanges(Model):
    """What is left out stays as it is."""

    switch: Switch | None = None
    hours: list[ShiftShape] | None = Field(default=None, max_length=28)


class Hours(Model):
    hours: list[ShiftShape] = Field(max_length=28)


class OnDutyShape(Model):
    """Whom to turn to now; `reached` tells how far one had to go to find somebody."""

    people: list[Colleague]
    reached: Reached
    phone: str

    @classmethod
    def of(cls, found: OnDuty) -> OnDutyShape:
        is_on = found.reached is Reached.DUTY
        return cls(
            people=[_colleague(person, is_on) for person in found.people],
            reached=found.reached,
            phone=found.phone,
        )


# -- accounts ------------------------------------------------------------------------------


@routes.add("GET", "/api/v1/staff", query=Page, answer=StaffList, needs=MANAGE)
async def list_staff(call: Call[Page, Nothing]) -> StaffList:
    """Everybody, disabled accounts too, in the order they were made."""
    after = decode(call.query.cursor, 1)
    found, holders = await call.desk.staffing.page(
        after=after[0] if after else 0, limit=call.query.limit
    )
    duties = await call.desk.duty.all_of_them()
    is_full = len(found) == call.query.limit
    return StaffList(
        staff=[
            StaffShape.of(
                person,
                has_second_factor=person.id in holders,
                is_on_duty=person.id in duties and duties[person.id][1],
            )
            for person in found
        ],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add("GET", "/api/v1/staff/colleagues", answer=Colleagues, needs=Permission.READ_TASKS)
async def list_colleagues(call: Call[Nothing, Nothing]) -> Colleagues:
    """Everybody one can hand something to, by name."""
    duties = await call.desk.duty.all_of_them()
    return Colleagues(
        colleagues=[
            _colleague(person, person.id in duties and duties[person.id][1])
            for person in sorted(await call.desk.staffing.list(), key=lambda each: each.name)
            if not person.is_disabled
        ]
    )


@routes.add(
    "POST",
    "/api/v1/staff",
    body=Invitation,
    answer=Invited,
    status=201,
    needs=MANAGE,
    errors=("CONFLICT",),
)
async def invite_staff(call: Call[Nothing, Invitation]) -> Invited:
    """Make an account; the link lets its owner set a password, once, within 72 hours."""
    body = call.body
    staff, token = await call.desk.staffing.invite(
        call.who, body.email, body.name, body.role, body.departments
    )
    shape = StaffShape.of(staff, has_second_factor=False, is_on_duty=False)
    return Invited(staff=shape, link=_link(call, token))


@routes.add("GET", "/api/v1/staff/{id}", answer=StaffShape, needs=MANAGE, errors=("NOT_FOUND",))
async def get_staff(call: Call[Nothing, Nothing]) -> StaffShape:
    """One account."""
    return await _shape(call, call.id())


@routes.add(
    "PATCH",
    "/api/v1/staff/{id}",
    body=StaffChanges,
    answer=StaffShape,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def edit_staff(call: Call[Nothing, StaffChanges]) -> StaffShape:
    """Change name, role or departments, lock an account or let it in again.

    Locking ends its sessions. Only an admin makes or changes admins; the last one stays.
    """
    body = call.body
    await call.desk.staffing.edit(
        call.who,
        call.id(),
        name=body.name,
        role=body.role,
        departments=body.departments,
        is_disabled=body.is_disabled,
    )
    call.desk.live.doubt()
    return await _shape(call, call.id())


@routes.add(
    "POST",
    "/api/v1/staff/{id}/reset",
    answer=OneTimeLink,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def reset_staff_password(call: Call[Nothing, Nothing]) -> OneTimeLink:
    """Stop the password and all sessions of an account; the link sets a new one."""
    link = _link(call, await call.desk.staffing.reset(call.who, call.id()))
    call.desk.live.doubt()
    return link


@routes.add(
    "DELETE",
    "/api/v1/staff/{id}/totp",
    status=204,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def reset_staff_second_factor(call: Call[Nothing, Nothing]) -> None:
    """Turn off the second factor of somebody who lost it; their sessions end."""
    await call.desk.staffing.reset_second_factor(call.who, call.id())
    call.desk.live.doubt()


@routes.add("GET", "/api/v1/roles", answer=Roles)
async def list_roles(call: Call[Nothing, Nothing]) -> Roles:
    """Who may do what."""
    return Roles(
        roles=[RoleShape(role=role, permissions=sorted(PERMISSIONS[role])) for role in Role],
        permissions=list(Permission),
        departments=list(Department),
    )


# -- duty ----------------------------------------------------------------------------------


@routes.add("GET", "/api/v1/duty", answer=OnDutyShape, needs=Permission.READ_TASKS)
async def who_is_on_duty(call: Call[Nothing, Nothing]) -> OnDutyShape:
    """Whom to turn to right now: who is on duty, else all managers, admins, the duty phone."""
    return OnDutyShape.of(await call.desk.duty.on_duty())


@routes.add("GET", "/api/v1/me/duty", answer=DutyShape, is_personal=True)
async def my_duty(call: Call[Nothing, Nothing]) -> DutyShape:
    """Your switch and weekly hours."""
    return DutyShape.of(*await call.desk.duty.of(call.who.id))


@routes.add("PUT", "/api/v1/me/duty", body=DutyChanges, answer=DutyShape, is_personal=True)
async def set_my_duty(call: Call[Nothing, DutyChanges]) -> DutyShape:
    """Go on or off duty, or set your weekly hours."""
    me, body = call.who, call.body
    if body.hours is not None:
        await call.desk.duty.set_hours(me, me.id, [shape.shift() for shape in body.hours])
    if body.switch is not None:
        await call.desk.duty.turn(me, body.switch)
    return DutyShape.of(*await call.desk.duty.of(me.id))


@routes.add(
    "GET", "/api/v1/staff/{id}/hours", answer=DutyShape, needs=MANAGE, errors=("NOT_FOUND",)
)
async def staff_hours(call: Call[Nothing, Nothing]) -> DutyShape:
    """Somebody's switch and weekly hours."""
    return DutyShape.of(*await call.desk.duty.of(call.id()))


@routes.add(
    "PUT",
    "/api/v1/staff/{id}/hours",
    body=Hours,
    answer=DutyShape,
    needs=MANAGE,
    errors=("NOT_FOUND",),
)
async def set_staff_hours(call: Call[Nothing, Hours]) -> DutyShape:
    """Set somebody's weekly hours."""
    hours = [shape.shift() for shape in call.body.hours]
    return DutyShape.of(*await call.desk.duty.set_hours(call.who, call.id(), hours))


async def _shape(call: Call[Any, Any], staff_id: int) -> StaffShape:
    staff, has_second_factor = await call.desk.staffing.get(staff_id)
    _, is_on = await call.desk.duty.of(staff_id)
    return StaffShape.of(staff, has_second_factor=has_second_factor, is_on_duty=is_on)


def _colleague(person: Staff, is_on_duty: bool) -> Colleague:
    return Colleague(
        id=str(person.id),
        name=person.name,
        role=person.role,
        departments=list(person.departments),
        is_on_duty=is_on_duty,
    )


def _link(call: Call[Any, Any], token: str) -> OneTimeLink:
    """The token stands behind `#`: browsers never send that part to a server or its logs."""
    path, public = f"/password#{token}", call.desk.config.server.public_url
    return OneTimeLink(
        path=path,
        link=f"{public}{path}" if public else None,
        expires_at=to_iso(call.desk.clock() + PASSWORD_LINK_TTL),
    )
