"""The guests' chat page, and which websites may show it in a frame."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.web.servers import FAST, Server, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOTEL = "https://hotel.example"
SESSIONS = "/api/v1/webchat/sessions"


@asynccontextmanager
async def asking(
    folder: Path, **settings: object
) -> AsyncIterator[tuple[Server, aiohttp.ClientSession]]:
    chosen = {f"channels.webchat.{name}": value for name, value in settings.items()}
    async with (
        running(folder, settings={**FAST, **chosen}, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        yield server, client


async def test_allowed_websites_may_show_the_chat_in_a_frame_and_no_others(tmp_path: Path) -> None:
    async with asking(tmp_path, allowed_origins=[HOTEL, "http://localhost:8080"]) as (_, client):
        async with client.get("/widget") as frame:
            pass
        async with client.get("/chat") as page:
            pass

    policy = frame.headers["Content-Security-Policy"].split("; ")
    assert "frame-ancestors 'self' https://hotel.example http://localhost:8080" in policy
    assert "X-Frame-Options" not in frame.headers
    assert "unsafe" not in frame.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


async def test_no_website_shows_the_chat_while_none_is_named(tmp_path: Path) -> None:
    async with asking(tmp_path) as (_, client), client.get("/widget") as frame:
        pass

    assert "frame-ancestors 'none'" in frame.headers["Content-Security-Policy"]
    assert frame.headers["X-Frame-Options"] == "DENY"


async def test_a_page_that_is_known_already_brings_the_newest_list_of_websites(
    tmp_path: Path,
) -> None:
    async with asking(tmp_path, allowed_origins=[HOTEL]) as (_, client):
        async with client.get("/widget") as first:
            pass
        known = {"If-None-Match": first.headers["ETag"]}
        async with client.get("/widget", headers=known) as again:
            pass

    assert again.status == 304
    assert HOTEL in again.headers["Content-Security-Policy"]


async def test_the_script_may_be_loaded_by_websites_and_is_kept_for_minutes(
    tmp_path: Path,
) -> None:
    async with asking(tmp_path) as (_, client), client.get("/widget.js") as script:
        text = await script.text()

    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert script.headers["Cache-Control"] == "public, max-age=600"
    assert "jack-chat" in text


async def test_a_chat_that_is_switched_off_shows_no_button(tmp_path: Path) -> None:
    async with asking(tmp_path, enabled=False) as (_, client), client.get("/widget.js") as script:
        text = await script.text()

    assert (script.status, script.content_type) == (200, "text/javascript")
    assert text == "// Web chat is switched off.\n"
    assert script.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 201),
        (HOTEL, 201),
        ("own", 201),
        ("https://evil.example", 403),
        ("https://hotel.example.evil.example", 403),
        ("http://hotel.example", 403),
        ("null", 403),
    ],
)
async def test_only_allowed_pages_start_a_chat(
    tmp_path: Path, origin: str | None, status: int
) -> None:
    async with asking(tmp_path, allowed_origins=[HOTEL]) as (server, client):
        said = server.url if origin == "own" else origin
        headers = {"Origin": said} if said else {}
        async with client.post(SESSIONS, json={}, headers=headers) as answer:
            pass

    assert answer.status == status
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_visitor_leaves_an_address_where_a_channel_can_use_it(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    async with anyone.post(SESSIONS, json={}) as answer:
        session = await answer.json()
    bearer = {"Authorization": f"Bearer {session['token']}"}

    async def leave(contact: str, **headers: str) -> int:
        url = "/api/v1/webchat/contact"
        async with anyone.post(url, json={"contact": contact}, headers=headers) as answer:
            return answer.status

    assert session["contacts"] == [], "neither e-mail nor SMS is switched on here"
    assert await leave("ana@example.com") == 401
    assert await leave("ana@example.com", **bearer) == 400
    assert await leave("x" * 300, **bearer) == 400
