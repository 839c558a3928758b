"""Accounts, and who may do what."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jack.db import sql, totp
from jack.db.database import Database
from jack.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from jack.model.clock import HOUR
from jack.model.staff import Permission, Role, Staff
from jack.services.auth import Auth
from jack.services.passwords import Passwords
from jack.services.staff import Staffing
from tests.conftest import FakeClock
from tests.services.conftest import CountingHasher

KEY = b"k" * 32
ANA = "ana@hotel.example"
BOB = "bob@hotel.example"
PASSWORD = "correct horse battery"


@pytest.fixture
def staffing(db: Database, clock: FakeClock, passwords: Passwords) -> Staffing:
    return Staffing(db, clock, passwords)


@pytest.fixture
def auth(db: Database, clock: FakeClock, passwords: Passwords) -> Auth:
    return Auth(db, KEY, clock, passwords=passwords)


def audited(db: Database) -> list[tuple[str, str, str]]:
    return db.read_now(
        lambda: [
            (row[0], row[1], row[2])
            for row in sql.rows("SELECT actor, action, subject FROM audit ORDER BY id")
        ]
    )


# -- adding --------------------------------------------------------------------------------


async def test_an_account_with_a_password_needs_no_link(staffing: Staffing) -> None:
    staff, token = await staffing.add(
        " Ana@Hotel.Example", "Ana", Role.MANAGER, ["spa", "spa", "valet"],
        password=PASSWORD, actor="cli",
    )  # fmt: skip

    assert token is None
    assert (staff.email, staff.name, staff.role) == (ANA, "Ana", Role.MANAGER)
    assert staff.departments == ("spa", "valet")
    assert staff.has_password
    assert not staff.is_disabled
    assert await staffing.list() == [staff]


async def test_an_account_without_a_password_gets_a_link_and_a_name(staffing: Staffing) -> None:
    staff, token = await staffing.add(ANA, "  ", Role.MANAGER, actor="cli")

    assert token
    assert not staff.has_password
    assert staff.name == ANA


async def test_everybody_changes_their_own_name(staffing: Staffing) -> None:
    ana, _ = await staffing.add(ANA, "Ana", Role.HOUSEKEEPING, ["spa"], actor="cli")

    renamed = await staffing.rename(ana, "  Ana Silva ")
    with pytest.raises(Invalid):
        await staffing.rename(ana, "  ")

    assert (renamed.name, renamed.departments) == ("Ana Silva", ("spa",))
    assert [staff.name for staff in await staffing.list()] == ["Ana Silva"]


async def test_one_account_for_one_address_however_it_is_spelled(
    staffing: Staffing, db: Database
) -> None:
    await staffing.add(ANA, "Ana", Role.MANAGER, actor="cli")

    with pytest.raises(Conflict):
        await staffing.add(ANA.upper(), "Ana again", Role.ADMIN, actor="cli")

    assert [staff.name for staff in await staffing.list()] == ["Ana"]
    assert len(audited(db)) == 1


@pytest.mark.parametrize(
    ("email", "departments", "password"),
    [
        ("ana", (), None),
        (ANA, ("kitchen",), None),
        (ANA, (), "short"),
        (ANA, (), ANA),
    ],
)
async def test_what_cannot_be_an_account_is_refused_and_leaves_nothing(
    staffing: Staffing, db: Database, email: str, departments: tuple[str, ...], password: str | None
) -> None:
    with pytest.raises(Invalid):
        await staffing.add(email, "Ana", Role.MANAGER, departments, password=password, actor="cli")

    assert await staffing.list() == []
    assert audited(db) == []


async def test_every_change_is_audited_under_who_made_it(staffing: Staffing, db: Database) -> None:
    await staffing.add(ANA, "Ana", Role.ADMIN, actor="cli")
    await staffing.add(BOB, "Bob", Role.CONCIERGE, ["spa"], actor="staff:1")
    await staffing.set_role(BOB, Role.MANAGER, actor="staff:1")
    await staffing.reset_password(BOB, actor="staff:1")
    await staffing.disable(BOB, actor="staff:1")
    await staffing.enable(BOB, actor="cli")

    assert audited(db) == [
        ("cli", "staff.added", "staff:1"),
        ("staff:1", "staff.added", "staff:2"),
        ("staff:1", "staff.role_set", "staff:2"),
        ("staff:1", "staff.password_reset", "staff:2"),
        ("staff:1", "staff.disabled", "staff:2"),
        ("cli", "staff.enabled", "staff:2"),
    ]
    data = await db.read(
        lambda: sql.value("SELECT data FROM audit WHERE action = 'staff.role_set'")
    )
    assert json.loads(data) == {"before": "concierge", "after": "manager"}


async def test_what_changes_nothing_is_not_audited(staffing: Staffing, db: Database) -> None:
    await staffing.add(ANA, "Ana", Role.ADMIN, actor="cli")
    await staffing.add(BOB, "Bob", Role.MANAGER, actor="cli")
    await staffing.disable(BOB, actor="cli")
    before = audited(db)

    await staffing.disable(BOB, actor="cli")
    await staffing.enable(ANA, actor="cli")
    await staffing.set_role(ANA, Role.ADMIN, actor="cli")

    assert audited(db) == before


async def test_somebody_unknown_cannot_be_changed(staffing: Staffing) -> None:
    with pytest.raises(NotFound):
        await staffing.set_role(ANA, Role.ADMIN, actor="cli")
    with pytest.raises(NotFound):
        await staffing.reset_password(ANA, actor="cli")
    with pytest.raises(NotFound):
        await staffing.disable(ANA, actor="cli")
    with pytest.raises(NotFound):
        await staffing.enable(ANA, actor="cli")


# -- the last admin ------------------------------------------------------------------------


async def test_the_last_active_admin_stays(staffing: Staffing) -> None:
    await staffing.add(ANA, "Ana", Role.ADMIN, actor="cli")
    await staffing.add(BOB, "Bob", Role.ADMIN, actor="cli")
    await staffing.disable(BOB, actor="cli")

    with pytest.raises(Conflict, match="last active admin"):
        await staffing.disable(ANA, actor="cli")
    with pytest.raises(Conflict, match="last active admin"):
        await staffing.set_role(ANA, Role.MANAGER, actor="cli")

    await staffing.enable(BOB, actor="cli")
    assert (await staffing.set_role(ANA, Role.MANAGER, actor="cli")).role is Role.MANAGER


async def test_a_disabled_admin_can_be_given_another_role(staffing: Staffing) -> None:
    await staffing.add(ANA, "Ana", Role.ADMIN, actor="cli")
    await staffing.add(BOB, "Bob", Role.ADMIN, actor="cli")
    await staffing.disable(BOB, actor="cli")

    assert (await staffing.set_role(BOB, Role.MANAGER, actor="cli")).role is Role.MANAGER


_PEOPLE = ("a@hotel.example", "b@hotel.example", "c@hotel.example")
_CHANGES = st.tuples(
    st.sampled_from(["disable", "enable", "promote", "demote"]), st.sampled_from(_PEOPLE)
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(_CHANGES, max_size=12))
async def test_no_order_of_changes_leaves_a_hotel_without_an_admin(
    staffing: Staffing, changes: list[tuple[str, str]]
) -> None:
    known = {staff.email for staff in await staffing.list()}
    for email in _PEOPLE:
        if email not in known:
            await staffing.add(email, "", Role.ADMIN, actor="cli")

    for change, email in changes:
        try:
            if change == "disable":
                await staffing.disable(email, actor="cli")
            elif change == "enable":
                await staffing.enable(email, actor="cli")
            elif change == "promote":
                await staffing.set_role(email, Role.ADMIN, actor="cli")
            else:
                await staffing.set_role(email, Role.MANAGER, actor="cli")
        except Conflict:
            continue

    admins = [s for s in await staffing.list() if s.role is Role.ADMIN and not s.is_disabled]
    assert admins


# -- links ---------------------------------------------------------------------------------


async def test_a_reset_stops_the_old_password_the_sessions_and_the_older_link(
    staffing: Staffing, auth: Auth
) -> None:
    await staffing.add(ANA, "Ana", Role.ADMIN, password=PASSWORD, actor="cli")
    tokens = await auth.login(ANA, PASSWORD, user_agent="", client="192.0.2.1")
    older = await staffing.reset_password(ANA, actor="cli")

    newer = await staffing.reset_password(ANA, actor="cli")

    with pytest.raises(Unauthorized):
        await auth.verify(tokens.access_token)
    with pytest.raises(Unauthorized):
        await auth.login(ANA, PASSWORD, user_agent="", client="192.0.2.1")
    with pytest.raises(Unauthorized):
        await auth.set_password_by_link(older, PASSWORD)
    assert (await auth.set_password_by_link(newer, PASSWORD)).email == ANA


async def test_a_reset_before_the_first_password_leaves_the_account_without_one(
    staffing: Staffing,
) -> None:
    await staffing.add(ANA, "Ana", Role.ADMIN, actor="cli")

    await staffing.reset_password(ANA, actor="cli")

    assert [staff.has_password for staff in await staffing.list()] == [False]


async def test_a_disabled_account_gets_no_new_link(staffing: Staffing) -> None:
    await staffing.add(ANA, "Ana", Role.MANAGER, actor="cli")
    await staffing.disable(ANA, actor="cli")

    with pytest.raises(Conflict, match="disabled"):
        await staffing.reset_password(ANA, actor="cli")


async def test_links_are_kept_as_fingerprints_only(staffing: Staffing, db: Database) -> None:
    _, token = await staffing.add(ANA, "Ana", Role.MANAGER, actor="cli")

    stored = await db.read(
        lambda: str(sql.rows("SELECT * FROM staff_link") + sql.rows("SELECT * FROM audit"))
    )

    assert token is not None
    assert token not in stored


async def test_a_new_setup_link_voids_the_older_one(staffing: Staffing, auth: Auth) -> None:
    older = await staffing.setup_link()

    newer = await staffing.setup_link()

    assert older is not None
    assert newer is not None
    with pytest.raises(Unauthorized):
        await auth.setup_admin(older, ANA, "Ana", PASSWORD)
    assert (await auth.setup_admin(newer, ANA, "Ana", PASSWORD)).role is Role.ADMIN


async def test_a_setup_link_lives_24_hours(
    staffing: Staffing, auth: Auth, clock: FakeClock
) -> None:
    token = await staffing.setup_link()
    assert token is not None
    clock.at += 24 * HOUR

    with pytest.raises(Unauthorized):
        await auth.setup_admin(token, ANA, "Ana", PASSWORD)


async def test_there_is_no_setup_link_once_there_is_an_account(
    staffing: Staffing, db: Database
) -> None:
    await staffing.add(ANA, "Ana", Role.HOUSEKEEPING, actor="cli")

    assert await staffing.setup_link() is None
    assert await db.read(lambda: sql.value("SELECT count(*) FROM staff_link")) == 1


async def test_no_account_exists_until_somebody_makes_one(
    staffing: Staffing, auth: Auth, hasher: CountingHasher
) -> None:
    with pytest.raises(Unauthorized):
        await auth.login("admin@hotel.example", "admin", user_agent="", client="192.0.2.1")

    assert await staffing.list() == []
    assert len(hasher.verifications) == 1


# -- by a colleague ------------------------------------------------------------------------


async def made(staffing: Staffing, role: Role, name: str = "") -> Staff:
    email = f"{name or role}@hotel.example"
    return (await staffing.add(email, "Somebody", role, password=PASSWORD, actor="cli"))[0]


async def test_a_manager_invites_but_makes_no_admin(staffing: Staffing) -> None:
    manager, clerk = await made(staffing, Role.MANAGER), await made(staffing, Role.CONCIERGE)

    invited, token = await staffing.invite(manager, ANA, "Ana", Role.FRONT_DESK, ["spa"])

    assert (invited.email, invited.departments, invited.has_password) == (ANA, ("spa",), False)
    assert token
    with pytest.raises(Forbidden, match="Only an admin"):
        await staffing.invite(manager, "x@hotel.example", "X", Role.ADMIN, [])
    with pytest.raises(Forbidden, match="manage accounts"):
        await staffing.invite(clerk, "x@hotel.example", "X", Role.CONCIERGE, [])


async def test_nobody_lifts_themselves_or_brings_an_admin_down(staffing: Staffing) -> None:
    admin, manager = await made(staffing, Role.ADMIN), await made(staffing, Role.MANAGER)

    for change in (
        staffing.edit(manager, manager.id, role=Role.ADMIN),
        staffing.edit(manager, admin.id, name="Nobody"),
        staffing.edit(manager, admin.id, is_disabled=True),
        staffing.reset(manager, admin.id),
        staffing.reset_second_factor(manager, admin.id),
    ):
        with pytest.raises(Forbidden):
            await change
    with pytest.raises(Conflict, match="last active admin"):
        await staffing.edit(admin, admin.id, role=Role.MANAGER)


async def test_a_change_is_whole_or_nothing(staffing: Staffing) -> None:
    admin = await made(staffing, Role.ADMIN)

    with pytest.raises(Conflict):
        await staffing.edit(admin, admin.id, name="Renamed", is_disabled=True)
    assert (await staffing.get(admin.id))[0].name == "Somebody"
    with pytest.raises(Invalid, match="name"):
        await staffing.edit(admin, admin.id, name="  ")
    with pytest.raises(Invalid, match="Departments"):
        await staffing.edit(admin, admin.id, departments=["casino"])
    with pytest.raises(NotFound):
        await staffing.edit(admin, 99, name="Nobody")


async def test_what_is_given_is_changed_and_the_rest_stays(staffing: Staffing) -> None:
    admin, clerk = await made(staffing, Role.ADMIN), await made(staffing, Role.CONCIERGE)

    await staffing.edit(admin, clerk.id, departments=["spa", "valet"])
    locked = await staffing.edit(
        admin, clerk.id, name=" Zoe ", role=Role.FRONT_DESK, is_disabled=True
    )
    back = await staffing.edit(admin, clerk.id, is_disabled=False)

    assert (locked.name, locked.role, locked.departments) == (
        "Zoe",
        Role.FRONT_DESK,
        ("spa", "valet"),
    )
    assert (locked.is_disabled, back.is_disabled) == (True, False)


async def test_a_reset_by_a_colleague_ends_the_old_password(staffing: Staffing, auth: Auth) -> None:
    manager, clerk = await made(staffing, Role.MANAGER), await made(staffing, Role.CONCIERGE)

    token = await staffing.reset(manager, clerk.id)

    with pytest.raises(Unauthorized):
        await auth.login(clerk.email, PASSWORD, user_agent="", client="192.0.2.1")
    await auth.set_password_by_link(token, "another long password")
    await auth.login(clerk.email, "another long password", user_agent="", client="192.0.2.1")
    with pytest.raises(Conflict, match="no second factor"):
        await staffing.reset_second_factor(manager, clerk.id)
    with pytest.raises(NotFound):
        await staffing.reset(manager, 99)


async def test_a_lost_second_factor_is_turned_off_and_sessions_end(
    staffing: Staffing, auth: Auth, db: Database, clock: FakeClock
) -> None:
    manager, clerk = await made(staffing, Role.MANAGER), await made(staffing, Role.CONCIERGE)
    tokens = await auth.login(clerk.email, PASSWORD, user_agent="", client="192.0.2.1")
    db.write_now(totp.begin, clerk.id, "JBSWY3DPEHPK3PXP", clock())
    db.write_now(totp.confirm, clerk.id, clock())
    assert (await staffing.get(clerk.id))[1]

    await staffing.reset_second_factor(manager, clerk.id)

    people, holders = await staffing.page(after=manager.id, limit=10)
    assert ([person.id for person in people], holders) == ([clerk.id], set())
    with pytest.raises(Unauthorized):
        await auth.verify(tokens.access_token)


# -- who may do what -----------------------------------------------------------------------

_TABLE = """
                     admin manager front_desk concierge housekeeping maintenance
conversations:read   yes   yes     yes        yes       no           no
conversations:write  yes   yes     yes        yes       no           no
guests:read          yes   yes     yes        yes       no           no
guests:write         yes   yes     yes        yes       no           no
tasks:read           yes   yes     yes        yes       yes          yes
tasks:write          yes   yes     yes        yes       yes          yes
knowledge:read       yes   yes     yes        yes       yes          yes
knowledge:write      yes   yes     no         no        no           no
outbox:read          yes   yes     yes        yes       no           no
guests:read          yes   yes     yes        yes       no           no
guests:write         yes   yes     yes        yes       no           no
ai:use               yes   yes     yes        yes       no           no
staff:manage         yes   yes     no         no        no           no
settings:manage      yes   no      no         no        no           no
tokens:manage        yes   no      no         no        no           no
templates:manage     yes   yes     no         no        no           no
automations:read     yes   yes     yes        yes       no           no
automations:manage   yes   yes     no         no        no           no
audit:read           yes   yes     no         no        no           no
system:read          yes   yes     no         no        no           no
analytics:read       yes   yes     no         no        no           no
metrics              yes   yes     no         no        no           no
"""
_HEADER, *_ROWS = (line.split() for line in _TABLE.strip().splitlines())
_CASES = [
    (role, permission, answer == "yes")
    for permission, *answers in _ROWS
    for role, answer in zip(_HEADER, answers, strict=True)
]


def person(role: Role, *, is_disabled: bool = False) -> Staff:
    return Staff(1, ANA, "Ana", role, (), is_disabled, True, 0)


@pytest.mark.parametrize(("role", "permission", "allowed"), _CASES)
def test_each_role_may_do_what_the_table_says(role: str, permission: str, allowed: bool) -> None:
    assert person(Role(role)).may(Permission(permission)) is allowed


def test_the_table_has_every_role_and_permission() -> None:
    assert {(role, permission) for role, permission, _ in _CASES} == {
        (role, permission) for role in Role for permission in Permission
    }


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_disabled_people_may_do_nothing(role: Role, permission: Permission) -> None:
    assert not person(role, is_disabled=True).may(permission)
