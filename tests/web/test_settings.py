"""Settings over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.web.servers import Server, running

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def change(admin: aiohttp.ClientSession, **settings: object) -> tuple[int, dict[str, Any]]:
    body = {"settings": {name.replace("__", "."): value for name, value in settings.items()}}
    async with admin.patch("/api/v1/settings", json=body) as answer:
        return answer.status, await answer.json()


async def test_a_change_is_seen_by_guests_at_once(
    server: Server, admin: aiohttp.ClientSession, anyone: aiohttp.ClientSession
) -> None:
    before = server.app.config.hotel.name

    status, body = await change(admin, hotel__name="Renamed Inn")
    async with anyone.post("/api/v1/webchat/sessions", json={}) as answer:
        shown = (await answer.json())["hotelName"]
    await change(admin, hotel__name=None)

    assert (status, shown) == (200, "Renamed Inn")
    assert [row["key"] for row in body["settings"]] == ["hotel.name"]
    assert server.app.config.hotel.name == before


async def test_every_setting_is_listed_and_says_who_may_change_it(
    admin: aiohttp.ClientSession,
) -> None:
    async with admin.get("/api/v1/settings") as answer:
        rows = {row["key"]: row for row in (await answer.json())["settings"]}

    assert rows["server.port"]["locked"]
    assert rows["server.port"]["source"]["kind"] == "flag"
    assert rows["channels.whatsapp.access_token"]["value"].startswith("••••")
    assert rows["hotel.name"]["locked"] == ""
    assert rows["answers.autonomy"]["default"]["refunds"] == "off"


async def test_what_is_set_by_the_machine_is_a_conflict(admin: aiohttp.ClientSession) -> None:
    status, body = await change(admin, conversation__burst_window_s=3.0)

    assert (status, body["error"]["code"]) == (409, "CONFLICT")
    assert "flag" in body["error"]["message"]


async def test_a_wrong_value_is_named(admin: aiohttp.ClientSession) -> None:
    status, body = await change(admin, hotel__timezone="Mars/Base")

    assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert "hotel.timezone" in body["error"]["message"]


async def test_settings_survive_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path, is_awaited=False) as server:
        owner, _ = await _admin(server)
        await server.app.settings.change(owner, {"hotel.checkin_time": "16:30"})
    async with running(tmp_path, is_awaited=False) as server:
        assert server.app.config.hotel.checkin_time == "16:30"


async def _admin(server: Server) -> Any:
    from jack.model.staff import Role

    return await server.app.staffing.add("it@hotel.example", "IT", Role.ADMIN, actor="test")
