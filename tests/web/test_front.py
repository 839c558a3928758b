"""The port before there is an application behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from jack.config import Config, load
from jack.listening import listen
from jack.web import http
from jack.web.http import Front, opened


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load(environ={}, data_dir=tmp_path, system_file=tmp_path / "none.toml").config


@pytest.fixture
async def front(config: Config) -> AsyncIterator[Front]:
    with listen("127.0.0.1", 0) as listener:
        async with opened(config, listener) as front:
            yield front


@pytest.fixture
async def http_client(front: Front) -> AsyncIterator[aiohttp.ClientSession]:
    host, port = front.address
    async with aiohttp.ClientSession(f"http://{host}:{port}") as session:
        yield session


async def echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


def echoing() -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/echo", echo)
    return app


async def test_it_is_alive_and_not_ready(http_client: aiohttp.ClientSession) -> None:
    async with http_client.get("/health/live") as answer:
        assert (answer.status, (await answer.json())["status"]) == (200, "ok")
    async with http_client.get("/health/ready") as answer:
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "2"
        assert await answer.json() == {"status": "not_ready", "checks": {}}


async def test_r1_what_comes_early_waits_and_is_answered(
    config: Config, front: Front, http_client: aiohttp.ClientSession
) -> None:
    async def call() -> bytes:
        async with http_client.post("/echo", data=b"a guest's message") as answer:
            return await answer.read()

    early = asyncio.create_task(call())
    async with http_client.get("/health/live"):
        assert not early.done()

    await front.mount(echoing(), config)

    assert await early == b"a guest's message"
    assert await call() == b"a guest's message"


async def test_who_waited_too_long_is_asked_to_come_again(
    http_client: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "HOLD_S", 0.0)

    async with http_client.post("/webhooks/whatsapp", data=b"{}") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
        assert (await answer.json())["error"]["code"] == "NOT_READY"
        assert "Server" not in answer.headers


async def test_the_limits_of_the_mounted_configuration_count(
    config: Config, front: Front, http_client: aiohttp.ClientSession
) -> None:
    server = config.server.model_copy(update={"max_upload_bytes": 10})
    await front.mount(echoing(), config.model_copy(update={"server": server}))

    async with http_client.post("/echo", data=b"longer than ten") as answer:
        assert answer.status == 413


async def test_it_closes_without_an_application(config: Config) -> None:
    with listen("127.0.0.1", 0) as listener:
        async with opened(config, listener) as front:
            host, port = front.address
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(host, port)
