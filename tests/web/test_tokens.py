"""Tokens of scripts and the second factor, over HTTP."""

from __future__ import annotations

import time
from pathlib import Path

import aiohttp
import pyotp
import pytest

from jack.model.staff import Permission, Role
from tests.web.servers import FAST, Server, running
from tests.web.test_auth import PASSWORD, new_account, sign_in

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def make_token(admin: aiohttp.ClientSession, *scopes: str) -> tuple[str, dict[str, str]]:
    """(id, headers) of a new token."""
    body = {"name": "script", "scopes": list(scopes)}
    async with admin.post("/api/v1/tokens", json=body) as answer:
        assert answer.status == 201
        made = await answer.json()
    return made["token"]["id"], {"Authorization": f"Bearer {made['secret']}"}


async def status(
    client: aiohttp.ClientSession, method: str, path: str, headers: dict[str, str]
) -> int:
    async with client.request(method, path, headers=headers) as answer:
        return answer.status


async def test_a_script_may_do_what_its_scopes_say(
    anyone: aiohttp.ClientSession, admin: aiohttp.ClientSession
) -> None:
    _, script = await make_token(admin, "tasks:read")

    assert await status(anyone, "GET", "/api/v1/tasks", script) == 200
    assert await status(anyone, "GET", "/api/v1/conversations", script) == 403
    async with anyone.get("/api/v1/me", headers=script) as answer:
        assert (await answer.json())["permissions"] == ["tasks:read"]


async def test_a_script_does_not_touch_the_account_it_acts_for(
    anyone: aiohttp.ClientSession, admin: aiohttp.ClientSession
) -> None:
    _, script = await make_token(admin, "tokens:manage")

    for method, path in [
        ("GET", "/api/v1/auth/sessions"),
        ("DELETE", "/api/v1/auth/sessions"),
        ("POST", "/api/v1/auth/logout"),
        ("POST", "/api/v1/auth/password"),
        ("POST", "/api/v1/auth/totp"),
        ("GET", "/api/v1/tokens"),
        ("POST", "/api/v1/tokens"),
    ]:
        assert await status(anyone, method, path, script) == 403, path


async def test_a_script_for_metrics_learns_nothing_of_people(
    anyone: aiohttp.ClientSession, admin: aiohttp.ClientSession
) -> None:
    _, script = await make_token(admin, "metrics")

    for path in ("/api/v1/staff/colleagues", "/api/v1/duty", "/api/v1/staff", "/api/v1/tasks"):
        assert await status(anyone, "GET", path, script) == 403, path


async def test_a_revoked_token_is_out_at_once(
    anyone: aiohttp.ClientSession, admin: aiohttp.ClientSession
) -> None:
    token_id, script = await make_token(admin, "tasks:read")
    assert await status(anyone, "GET", "/api/v1/me", script) == 200

    async with admin.get(f"/api/v1/tokens/{token_id}") as answer:
        assert (await answer.json())["lastUsedAt"]
    async with admin.patch(f"/api/v1/tokens/{token_id}", json={"name": "other"}) as answer:
        assert (await answer.json())["name"] == "other"
    assert await status(admin, "DELETE", f"/api/v1/tokens/{token_id}", {}) == 204

    assert await status(anyone, "GET", "/api/v1/me", script) == 401
    async with admin.get("/api/v1/tokens") as answer:
        assert token_id not in {token["id"] for token in (await answer.json())["tokens"]}


async def test_metrics_open_to_a_token_with_that_scope(tmp_path: Path) -> None:
    settings = {**FAST, "server.metrics_open_on_loopback": False}
    async with (
        running(tmp_path, settings=settings, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        owner, _ = await server.app.staffing.add(
            "it@hotel.example", "IT", Role.ADMIN, password=PASSWORD, actor="test"
        )
        statuses = {}
        for scope in (Permission.READ_METRICS, Permission.READ_TASKS):
            _, secret = await server.app.api_tokens.create(
                owner, scope, frozenset({scope}), expires_at=None
            )
            headers = {"Authorization": f"Bearer {secret}"}
            statuses[scope] = await status(client, "GET", "/metrics", headers)

    assert statuses == {Permission.READ_METRICS: 200, Permission.READ_TASKS: 403}


async def test_an_unknown_scope_is_named(admin: aiohttp.ClientSession) -> None:
    body = {"name": "script", "scopes": ["everything"]}

    async with admin.post("/api/v1/tokens", json=body) as answer:
        error = (await answer.json())["error"]

    assert answer.status == 400
    assert error["details"]["problems"][0]["field"] == "scopes.0"


async def test_the_second_factor_from_the_first_code_to_the_last(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    email = await new_account(server)
    me = (await sign_in(anyone, email)).headers
    totp = "/api/v1/auth/totp"
    async with anyone.post(totp, json={"password": PASSWORD}, headers=me) as answer:
        app = pyotp.TOTP((await answer.json())["secret"])

    now = int(time.time())
    async with anyone.post(f"{totp}/confirm", json={"code": app.at(now)}, headers=me) as answer:
        codes = (await answer.json())["recoveryCodes"]
    credentials = {"email": email, "password": PASSWORD}
    async with anyone.post("/api/v1/auth/login", json=credentials) as answer:
        missing = (answer.status, (await answer.json())["error"]["details"])
    with_code = credentials | {"totp": app.at(now + 30)}
    async with anyone.post("/api/v1/auth/session", json=with_code) as answer:
        assert answer.status == 200
    async with anyone.post(
        f"{totp}/recovery-codes", json={"password": PASSWORD, "code": codes[0]}, headers=me
    ) as answer:
        renewed = (await answer.json())["recoveryCodes"]
    async with anyone.get(totp, headers=me) as answer:
        state = await answer.json()
    async with anyone.post(
        f"{totp}/disable", json={"password": PASSWORD, "code": renewed[0]}, headers=me
    ) as answer:
        assert answer.status == 204

    assert missing == (401, {"needs": "totp"})
    assert state == {"isOn": True, "recoveryCodesLeft": 10}
    await sign_in(anyone, email)


async def test_a_second_factor_is_not_begun_without_the_password(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    me = (await sign_in(anyone, await new_account(server))).headers

    async with anyone.post(
        "/api/v1/auth/totp", json={"password": "not it at all"}, headers=me
    ) as answer:
        assert answer.status == 400
