"""Serving the built web UI: what may be kept, what is compressed, and what is said without it."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from jack.web import bundle

ROUTER = Path("jack/web/ui/src/app/router.ts")
SCREENS = Path("jack/web/ui/index.html")

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What a build leaves, in small."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "icons").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Jack</title>")
    (tmp_path / "sw.js").write_text("// worker")
    (tmp_path / "manifest.webmanifest").write_text("{}")
    (tmp_path / "icons/icon.svg").write_text("<svg/>")
    (tmp_path / "assets/index-abc.js").write_text("let a")
    (tmp_path / "assets/index-abc.js.gz").write_bytes(gzip.compress(b"let a"))
    (tmp_path / "assets/secret.key").write_text("not for anybody")
    return tmp_path


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Client]:
    app = web.Application()
    app[bundle.FILES] = bundle.read(folder)
    app.add_routes(bundle.ROUTES)
    app.router.add_get("/api/v1/openapi.json", _other)
    # The browser's own decoding would hide what was sent.
    async with TestClient(TestServer(app), auto_decompress=False) as client:
        yield client


async def _other(request: web.Request) -> web.Response:
    return web.json_response({})


@pytest.mark.parametrize("path", ["/", "/inbox", "/inbox/12/guest", "/settings/people", "/login"])
async def test_every_address_of_the_app_answers_with_the_app(built: Path, path: str) -> None:
    async with serving(built) as client:
        answer = await client.get(path)
        text = await answer.text()

    assert (answer.status, answer.content_type) == (200, "text/html")
    assert "<title>Jack</title>" in text
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind", "lives"),
    [
        ("/assets/index-abc.js", "text/javascript", bundle.FOR_EVER),
        ("/sw.js", "text/javascript", bundle.ASK_AGAIN),
        ("/manifest.webmanifest", "application/manifest+json", bundle.ASK_AGAIN),
        ("/icons/icon.svg", "image/svg+xml", bundle.ASK_AGAIN),
    ],
)
async def test_only_files_named_after_their_content_are_kept_for_ever(
    built: Path, path: str, kind: str, lives: str
) -> None:
    async with serving(built) as client:
        answer = await client.get(path)

    assert (answer.status, answer.content_type) == (200, kind)
    assert answer.headers["Cache-Control"] == lives


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("br", None),
        ("gzip;q=0", None),
        ("gzip; q=0.5", "gzip"),
        ("", None),
    ],
)
async def test_a_compressed_file_goes_to_who_takes_it(
    built: Path, accepted: str, encoding: str | None
) -> None:
    async with serving(built) as client:
        answer = await client.get("/assets/index-abc.js", headers={"Accept-Encoding": accepted})
        body = await answer.read()

    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (gzip.decompress(body) if encoding else body) == b"let a"


async def test_what_is_known_already_is_not_sent_again(built: Path) -> None:
    async with serving(built) as client:
        first = await client.get("/")
        again = await client.get("/", headers={"If-None-Match": first.headers["ETag"]})
        body = await again.read()

    assert (again.status, body) == (304, b"")


async def test_without_a_build_the_page_says_how_to_build(tmp_path: Path) -> None:
    async with serving(tmp_path) as client:
        answer = await client.get("/inbox")
        text = await answer.text()

    assert answer.status == 503
    assert "npm run build" in text
    assert "Traceback" not in text


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/assets/secret.key", "/assets/..%2findex.html", "/icons/none.png"]
)
async def test_nothing_but_the_build_is_served(anyone: aiohttp.ClientSession, path: str) -> None:
    async with anyone.get(path) as answer:
        assert answer.status == 404


def test_files_of_other_kinds_are_not_read(built: Path) -> None:
    assert "assets/secret.key" not in bundle.read(built)


def test_the_app_and_the_server_know_the_same_addresses() -> None:
    listed = re.search(r"SECTIONS = \[(.*?)\]", ROUTER.read_text(), re.DOTALL)

    assert listed is not None
    assert tuple(re.findall(r'"(\w+)"', listed[1])) == bundle.SECTIONS


def test_the_page_holds_no_inline_script_or_style() -> None:
    text = SCREENS.read_text()

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text)
