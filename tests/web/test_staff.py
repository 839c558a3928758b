"""People over HTTP: invited, changed, locked out, on duty; and nobody lifts themselves up."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.servers import Server
from tests.web.test_auth import NUMBERS, PASSWORD, new_account, sign_in

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def call(
    client: aiohttp.ClientSession, method: str, path: str, body: object = None
) -> tuple[int, dict[str, Any]]:
    async with client.request(method, path, json=body) as answer:
        return answer.status, await answer.json() if answer.status != 204 else {}


async def invite(client: aiohttp.ClientSession, **changes: object) -> tuple[int, dict[str, Any]]:
    email = f"person{next(NUMBERS)}@hotel.example"
    return await call(client, "POST", "/api/v1/staff", {"email": email, "name": "Zoe"} | changes)


async def test_an_invited_person_sets_a_password_and_is_in(
    staff: Staff, anyone: aiohttp.ClientSession
) -> None:
    status, made = await invite(staff[Role.MANAGER], role="concierge", departments=["spa"])
    token = made["link"]["path"].partition("#")[2]

    await call(anyone, "POST", "/api/v1/auth/password/link", {"token": token, "password": PASSWORD})

    login = await sign_in(anyone, made["staff"]["email"])
    assert status == 201
    assert login.tokens["user"]["departments"] == ["spa"]
    assert made["link"]["link"] is None
    assert not made["staff"]["hasPassword"]


async def test_people_change_their_own_name_and_nothing_else(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    login = await sign_in(anyone, await new_account(server))
    headers = login.headers

    async with anyone.patch("/api/v1/me", json={"name": "Zoe Berg"}, headers=headers) as answer:
        renamed = await answer.json()
    async with anyone.patch("/api/v1/me", json={"role": "admin"}, headers=headers) as answer:
        refused = answer.status

    assert renamed["name"] == "Zoe Berg"
    assert refused == 400


async def test_only_admins_make_and_change_admins(server: Server, staff: Staff) -> None:
    manager, admin = staff[Role.MANAGER], staff[Role.ADMIN]
    _, me = await call(manager, "GET", "/api/v1/me")
    _, boss = await call(admin, "GET", "/api/v1/me")

    refused = [
        await invite(manager, role="admin"),
        await call(manager, "PATCH", f"/api/v1/staff/{me['id']}", {"role": "admin"}),
        await call(manager, "PATCH", f"/api/v1/staff/{boss['id']}", {"isDisabled": True}),
        await call(manager, "POST", f"/api/v1/staff/{boss['id']}/reset"),
        await call(manager, "DELETE", f"/api/v1/staff/{boss['id']}/totp"),
    ]

    assert [status for status, _ in refused] == [403] * 5
    assert (await invite(admin, role="admin"))[0] == 201


async def test_what_is_left_out_of_a_change_stays(staff: Staff) -> None:
    _, made = await invite(staff[Role.ADMIN], role="concierge", departments=["spa", "valet"])
    path = f"/api/v1/staff/{made['staff']['id']}"

    await call(staff[Role.ADMIN], "PATCH", path, {"name": "Zoë"})
    _, changed = await call(staff[Role.ADMIN], "PATCH", path, {"role": "front_desk"})

    assert (changed["name"], changed["role"], changed["departments"]) == (
        "Zoë",
        "front_desk",
        ["spa", "valet"],
    )
    status, error = await call(staff[Role.ADMIN], "PATCH", path, {"name": " "})
    assert (status, error["error"]["code"]) == (400, "VALIDATION_ERROR")


async def test_who_is_locked_out_is_out_at_once(
    server: Server, staff: Staff, anyone: aiohttp.ClientSession
) -> None:
    login = await sign_in(anyone, await new_account(server))
    path = f"/api/v1/staff/{login.tokens['user']['id']}"

    _, locked = await call(staff[Role.ADMIN], "PATCH", path, {"isDisabled": True})
    async with anyone.get("/api/v1/me", headers=login.headers) as answer:
        assert answer.status == 401
    assert (await call(staff[Role.ADMIN], "POST", f"{path}/reset"))[0] == 409
    _, back = await call(staff[Role.ADMIN], "PATCH", path, {"isDisabled": False})

    assert (locked["isDisabled"], back["isDisabled"]) == (True, False)
    status, link = await call(staff[Role.ADMIN], "POST", f"{path}/reset")
    assert (status, link["path"].startswith("/password#")) == (200, True)


async def test_nobody_has_a_second_factor_to_reset_unless_it_is_on(staff: Staff) -> None:
    _, made = await invite(staff[Role.ADMIN])

    status, _ = await call(staff[Role.ADMIN], "DELETE", f"/api/v1/staff/{made['staff']['id']}/totp")

    assert status == 409


async def test_staff_come_in_pages(staff: Staff) -> None:
    _, first = await call(staff[Role.ADMIN], "GET", "/api/v1/staff?limit=2")
    _, second = await call(
        staff[Role.ADMIN], "GET", f"/api/v1/staff?limit=2&cursor={first['cursor']}"
    )

    ids = [int(person["id"]) for person in first["staff"] + second["staff"]]
    assert ids == sorted(set(ids))
    assert len(ids) == 4


async def test_everybody_sees_whom_to_hand_things_to_and_no_addresses(staff: Staff) -> None:
    _, found = await call(staff[Role.HOUSEKEEPING], "GET", "/api/v1/staff/colleagues")

    assert {person["role"] for person in found["colleagues"]} == set(Role)
    assert all("email" not in person for person in found["colleagues"])


async def test_the_switch_and_the_hours_are_ones_own(staff: Staff) -> None:
    me = staff[Role.HOUSEKEEPING]
    hours = [{"day": 0, "starts": "07:00", "ends": "15:30"}]

    status, on = await call(me, "PUT", "/api/v1/me/duty", {"switch": "on", "hours": hours})
    _, duty = await call(me, "GET", "/api/v1/duty")
    _, off = await call(me, "PUT", "/api/v1/me/duty", {"switch": "off"})
    _, fallback = await call(me, "GET", "/api/v1/duty")

    assert (status, on) == (200, {"switch": "on", "hours": hours, "isOnDuty": True})
    assert (duty["reached"], [person["role"] for person in duty["people"]]) == (
        "duty",
        ["housekeeping"],
    )
    assert (off["hours"], off["isOnDuty"]) == (hours, False)
    assert {person["role"] for person in fallback["people"]} == {"manager"}
    assert fallback["reached"] == "managers"


async def test_hours_that_are_none_are_refused(staff: Staff) -> None:
    for hours in (
        {"day": 7, "starts": "07:00", "ends": "15:00"},
        {"day": 1, "starts": "7", "ends": "24:00"},
    ):
        status, _ = await call(staff[Role.MANAGER], "PUT", "/api/v1/me/duty", {"hours": [hours]})
        assert status == 400


async def test_a_manager_sets_the_hours_of_others(staff: Staff) -> None:
    _, made = await invite(staff[Role.ADMIN])
    path = f"/api/v1/staff/{made['staff']['id']}/hours"
    hours = [{"day": 6, "starts": "23:00", "ends": "07:00"}]

    status, _ = await call(staff[Role.MANAGER], "PUT", path, {"hours": hours})
    _, found = await call(staff[Role.MANAGER], "GET", path)

    assert (status, found["hours"], found["switch"]) == (200, hours, "hours")


async def test_roles_say_what_they_may(staff: Staff) -> None:
    _, found = await call(staff[Role.CONCIERGE], "GET", "/api/v1/roles")

    by_role = {each["role"]: each["permissions"] for each in found["roles"]}
    assert set(by_role["admin"]) == set(found["permissions"])
    assert "conversations:read" not in by_role["housekeeping"]
    assert {"room_service", "spa", "valet"} <= set(found["departments"])
