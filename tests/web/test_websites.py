"""The hotel's website over HTTP: begun, watched, looked at, taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jack.model.staff import Role
from tests.standins.website import WebsiteStandin, page
from tests.web.servers import FAST, running
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="function")

WEBSITES = "/api/v1/knowledge/websites"


@pytest.fixture
async def site() -> AsyncIterator[WebsiteStandin]:
    async with WebsiteStandin() as standin:
        standin.replies["/"] = page("Pool", "<p>Open in May. <a href='/spa'>Spa</a></p>")
        standin.replies["/spa"] = page("Spa", "<p>Massage 60 euros.</p>")
        yield standin


@pytest.fixture
async def manager(tmp_path: Path, site: WebsiteStandin) -> AsyncIterator[aiohttp.ClientSession]:
    settings = {**FAST, "knowledge.local_sites": [site.url], "knowledge.site_delay_s": 0.0}
    async with running(tmp_path / "data", settings=settings) as server:
        logins = {Role(each.role): each for each in await server.app.fill_demo()}
        login = logins[Role.MANAGER]
        async with aiohttp.ClientSession(server.url) as session:
            body = {"email": login.email, "password": login.password}
            found = await post(session, "/api/v1/auth/login", body)
            session.headers["Authorization"] = f"Bearer {found['accessToken']}"
            yield session


async def ended(session: aiohttp.ClientSession, reading: dict[str, Any]) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while reading["state"] == "reading":
            reading = await get(session, f"{WEBSITES}/{reading['id']}")
    return reading


async def test_a_website_is_read_looked_at_and_taken(
    manager: aiohttp.ClientSession, site: WebsiteStandin
) -> None:
    begun = await post(manager, WEBSITES, {"url": site.url}, status=202)
    read = await ended(manager, begun)
    at = f"{WEBSITES}/{read['id']}/import"
    shown = await post(manager, at, {"dryRun": True, "prune": True})
    before = await get(manager, "/api/v1/knowledge/search", q="massage")
    taken = await post(manager, at, {})
    after = await get(manager, "/api/v1/knowledge/search", q="massage")

    assert (begun["state"], read["state"], read["pagesRead"]) == ("reading", "read", 2)
    assert [each["title"] for each in shown["entries"]] == ["Pool", "Spa"]
    assert (shown["added"], shown["removed"], taken["added"]) == (2, 0, 2)
    assert "Spa" not in [each["title"] for each in before["passages"]]
    assert "Spa" in [each["title"] for each in after["passages"]]


async def test_a_reading_is_stopped_and_then_unknown(
    manager: aiohttp.ClientSession, site: WebsiteStandin
) -> None:
    begun = await post(manager, WEBSITES, {"url": site.url}, status=202)

    async with manager.delete(f"{WEBSITES}/{begun['id']}") as answer:
        assert answer.status == 204
    async with manager.get(f"{WEBSITES}/{begun['id']}") as answer:
        assert answer.status == 404


async def test_r15_a_website_in_the_hotels_network_is_named_not_read(
    manager: aiohttp.ClientSession,
) -> None:
    async with WebsiteStandin() as other:
        begun = await post(manager, WEBSITES, {"url": other.url}, status=202)
        read = await ended(manager, begun)

    assert (read["state"], other.asked) == ("failed", [])
    assert "private network" in read["failure"]
