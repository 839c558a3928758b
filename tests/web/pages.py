"""A staff page's side of live updates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.web.visitors import Visitor

Frame = dict[str, Any]


@asynccontextmanager
async def watching(
    client: aiohttp.ClientSession,
    *,
    after: int | None = None,
    origin: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> AsyncIterator[tuple[Visitor, Frame]]:
    """An open page of somebody who is signed in, and its `connected`."""
    async with client.ws_connect("/ws", origin=origin, headers=headers or {}) as socket:
        page = Visitor(socket)
        connected = await page.next()
        hello: Frame = {"type": "hello"} | ({"after": after} if after is not None else {})
        await page.send(hello)
        yield page, connected


async def upgraded(
    url: str, headers: Mapping[str, str]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A socket on `/ws` that reads nothing by itself."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    lines = [
        "GET /ws HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]  # fmt: skip
    writer.write("\r\n".join([*lines, "", ""]).encode())
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer
