"""What every answer carries, and what none does."""

from __future__ import annotations

import re
from pathlib import Path

import aiohttp
import pytest

from tests.web.servers import FAST, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/chat", 200),
    ("GET", "/widget", 200),
    ("GET", "/assets/nothing.js", 404),
    ("GET", "/setup", 200),
    ("GET", "/password", 200),
    ("GET", "/health/live", 200),
    ("GET", "/api/v1/health/live", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/health/info", 200),
    ("GET", "/metrics", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/me", 401),
    ("GET", "/api/v1/nothing", 404),
    ("DELETE", "/api/v1/me", 405),
    ("OPTIONS", "/api/v1/me", 405),
    ("POST", "/api/v1/auth/login", 400),
    ("POST", "/api/v1/webchat/sessions", 400),
    ("GET", "/webhooks/whatsapp", 403),
    ("POST", "/webhooks/whatsapp", 401),
    ("POST", "/webhooks/nothing", 404),
    ("GET", "/ws/chat", 400),
    ("HEAD", "/chat", 200),
    ("HEAD", "/health/live", 200),
    ("HEAD", "/api/v1/health/ready", 200),
    ("HEAD", "/nothing", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_answer_has_the_security_headers_and_none_names_the_server(
    anyone: aiohttp.ClientSession, method: str, path: str, status: int
) -> None:
    async with anyone.request(method, path) as answer:
        headers = answer.headers

    assert answer.status == status
    assert "Server" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] in ("no-store", "no-cache")
    assert "Access-Control-Allow-Origin" not in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("method", "path"),
    [(method, path) for method, path, _ in ANSWERS if not path.endswith("/health/live")],
)
async def test_every_answer_of_the_application_has_its_own_request_id(
    anyone: aiohttp.ClientSession, method: str, path: str
) -> None:
    ids = set()
    for _ in range(2):
        async with anyone.request(method, path, headers={"X-Request-ID": "mine"}) as answer:
            ids.add(answer.headers["X-Request-ID"])

    assert len(ids) == 2
    assert all(re.fullmatch(r"[0-9a-f]{16}", found) for found in ids)


@pytest.mark.parametrize(
    ("public_url", "header"),
    [("https://jack.example", "max-age=31536000"), ("http://jack.example", None), ("", None)],
)
async def test_strict_transport_security_only_behind_tls(
    tmp_path: Path, public_url: str, header: str | None
) -> None:
    settings = {**FAST, "server.public_url": public_url}

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
        client.get("/chat") as answer,
    ):
        pass

    assert answer.headers.get("Strict-Transport-Security") == header


async def test_only_named_hosts_are_served_where_they_are_named(tmp_path: Path) -> None:
    settings = {**FAST, "server.allowed_hosts": ["jack.example"]}

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        statuses = {}
        for host in ("jack.example", "jack.example:8443", "JACK.example", "evil.example"):
            async with client.get("/chat", headers={"Host": host}) as answer:
                statuses[host] = answer.status

    assert statuses == {
        "jack.example": 200,
        "jack.example:8443": 200,
        "JACK.example": 200,
        "evil.example": 400,
    }


# -- pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/unbuilt.css", "text/css"),
        ("/chat", "text/html"),
        ("/setup", "text/html"),
        ("/password", "text/html"),
        ("/widget", "text/html"),
        ("/widget.js", "text/javascript"),
    ],
)
async def test_a_page_is_sent_once_and_then_known(
    anyone: aiohttp.ClientSession, path: str, kind: str | None
) -> None:
    async with anyone.get(path) as first:
        body = await first.read()
    etag = first.headers["ETag"]
    answers = []
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*", '"other"'):
        async with anyone.get(path, headers={"If-None-Match": known}) as answer:
            answers.append((answer.status, await answer.read()))
            assert answer.headers["ETag"] == etag

    assert first.status == 200
    assert kind is None or first.content_type == kind
    assert body
    assert answers == [(304, b"")] * 4 + [(200, body)]


@pytest.mark.parametrize("path", ["/chat", "/health/live", "/api/v1/health/info"])
async def test_head_is_get_without_the_body(anyone: aiohttp.ClientSession, path: str) -> None:
    async with anyone.head(path) as head:
        body = await head.read()
    async with anyone.get(path) as get:
        pass

    assert (head.status, body) == (200, b"")
    assert head.content_type == get.content_type


@pytest.mark.parametrize(
    "name", ["..%2f..%2fconfig.toml", "%2e%2e/index.html.map", "unbuilt.html", "__init__.py", ".."]
)
async def test_only_the_files_of_the_page_are_served(
    anyone: aiohttp.ClientSession, name: str
) -> None:
    async with anyone.get(f"/assets/{name}", allow_redirects=False) as answer:
        pass

    # Two dots end at the page above, which is served; nothing else is.
    assert answer.status == (200 if name == ".." else 404)


async def test_pages_hold_no_inline_script_or_style(anyone: aiohttp.ClientSession) -> None:
    for path in ("/chat", "/widget", "/setup", "/password"):
        async with anyone.get(path) as answer:
            text = await answer.text()

        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text)
