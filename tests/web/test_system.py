"""The health page, channels, the audit log and the first steps, over HTTP."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jack import logs
from jack.db import rests
from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.servers import Server, running
from tests.web.test_auth import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def get(client: aiohttp.ClientSession, path: str) -> dict[str, Any]:
    async with client.get(path) as answer:
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found


async def test_the_system_page_tells_how_jack_is(staff: Staff) -> None:
    record = logging.makeLogRecord(
        {"name": "jack.test", "levelno": logging.ERROR, "levelname": "ERROR", "msg": "broke"}
    )
    logs.RECENT.handle(record)

    found = await get(staff[Role.MANAGER], "/api/v1/system")

    assert found["status"] == "ready"
    assert found["checks"]["database"] == "ok"
    assert found["disk"]["databaseBytes"] > 0
    assert found["errors"][0]["event"] == "broke"
    assert set(found["queues"]) >= {"inboxWaiting", "outboxWaiting", "failed", "uncertain"}


async def test_what_does_not_work_is_told_to_the_desk_and_why_to_those_in_charge(
    server: Server, staff: Staff
) -> None:
    db, at = server.app.db, server.app.clock()

    def refuse() -> None:
        rests.begin("webchat", "login", "The login is refused.", at, until=None)

    await db.write(refuse)
    desk = await get(staff[Role.FRONT_DESK], "/api/v1/system/troubles")
    boss = await get(staff[Role.MANAGER], "/api/v1/system/troubles")
    await db.write(rests.end, "webchat")
    after = await get(staff[Role.MANAGER], "/api/v1/system/troubles")

    (told,) = boss["troubles"]
    assert (told["kind"], told["subject"], told["priority"]) == ("channel", "webchat", "urgent")
    assert told["failure"] == "The login is refused."
    assert [each["failure"] for each in desk["troubles"]] == [None]
    assert after["troubles"] == []


async def test_the_doctors_checks_run_from_the_page(staff: Staff) -> None:
    async with staff[Role.MANAGER].post("/api/v1/system/checkup") as answer:
        findings = (await answer.json())["findings"]

    assert {"DATABASE_OPENS", "DISK_SPACE", "ADMIN_ACCOUNT"} <= {each["code"] for each in findings}
    assert all(each["fix"] for each in findings if each["level"] == "FAIL")


async def test_channels_say_what_they_will_be_after_a_restart(server: Server, staff: Staff) -> None:
    async def states() -> dict[str, str]:
        found = await get(staff[Role.ADMIN], "/api/v1/channels")
        return {each["name"]: each["state"] for each in found["channels"]}

    before = await states()
    off = {"settings": {"channels.webchat.enabled": False}}
    async with staff[Role.ADMIN].patch("/api/v1/settings", json=off) as answer:
        assert answer.status == 200
    during = await states()
    back = {"settings": {"channels.webchat.enabled": None}}
    async with staff[Role.ADMIN].patch("/api/v1/settings", json=back):
        pass

    assert (before["whatsapp"], before["webchat"]) == ("on", "on")
    assert during["webchat"] == "restart"


async def test_the_audit_log_names_who_did_what(staff: Staff) -> None:
    me = await get(staff[Role.ADMIN], "/api/v1/me")
    body = {"settings": {"hotel.emergency_number": "112"}}
    async with staff[Role.ADMIN].patch("/api/v1/settings", json=body):
        pass

    path = f"/api/v1/audit?action=settings.&actor=staff:{me['id']}&limit=1"
    first = await get(staff[Role.MANAGER], path)
    second = await get(staff[Role.MANAGER], f"{path}&cursor={first['cursor']}")

    [entry] = first["entries"]
    assert (entry["action"], entry["actorName"]) == ("settings.changed", me["name"])
    assert entry["data"] == {"keys": ["hotel.emergency_number"]}
    assert all(int(later["id"]) < int(entry["id"]) for later in second["entries"])


async def test_a_time_without_a_zone_is_refused(staff: Staff) -> None:
    async with staff[Role.ADMIN].get("/api/v1/audit?since=2027-01-01T00:00:00") as answer:
        assert answer.status == 400


async def test_the_first_steps_from_the_link_to_skipping(tmp_path: Path) -> None:
    async with (
        running(tmp_path, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        before = await get(client, "/api/v1/setup")
        token = await server.app.staffing.setup_link()
        form = {"token": token, "email": "ana@hotel.example", "name": "Ana", "password": PASSWORD}
        async with client.post("/api/v1/setup", json=form):
            pass
        credentials = {"email": "ana@hotel.example", "password": PASSWORD}
        async with client.post("/api/v1/auth/login", json=credentials) as answer:
            bearer = {"Authorization": f"Bearer {(await answer.json())['accessToken']}"}
        async with client.post(
            "/api/v1/setup/steps", json={"step": "channels"}, headers=bearer
        ) as answer:
            steps = {each["step"]: each["state"] for each in (await answer.json())["steps"]}

        assert before == {"needsAccount": True}
        assert await get(client, "/api/v1/setup") == {"needsAccount": False}
        assert (steps["account"], steps["channels"]) == ("done", "skipped")
