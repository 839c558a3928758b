"""The page's side of web chat."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.web.servers import Server

Frame = dict[str, Any]
PATIENCE_S = 10.0


class Visitor:
    """One open socket. Frames are read in order; `closed` holds the code once it ended."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, frame: object) -> None:
        await self._socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def send_bytes(self, data: bytes) -> None:
        await self._socket.send_bytes(data)

    async def hello(self, token: str, after: object = 0) -> Frame:
        """Say who is there; the first frame of the answer."""
        await self.send({"type": "hello", "token": token, "after": after})
        return await self.next()

    async def say(self, content: object, client_id: object) -> None:
        await self.send({"type": "message", "content": content, "clientId": client_id})

    async def next(self) -> Frame:
        """The next frame. Raises AssertionError when the server closed instead."""
        async with asyncio.timeout(PATIENCE_S):
            message = await self._socket.receive()
        assert message.type is aiohttp.WSMsgType.TEXT, (message.type, message.data)
        frame: Frame = json.loads(message.data)
        return frame

    async def until(self, **wanted: object) -> Frame:
        """The next frame that has all of these fields; others are passed over."""
        while True:
            frame = await self.next()
            if wanted.items() <= frame.items():
                return frame

    async def lines(self, count: int) -> list[Frame]:
        """The next `count` messages."""
        return [await self.until(type="message") for _ in range(count)]

    async def rest(self) -> list[Frame]:
        """Every frame that comes before the answer to a ping."""
        await self.send({"type": "ping"})
        frames: list[Frame] = []
        while (frame := await self.next())["type"] != "pong":
            frames.append(frame)
        return frames

    async def closed(self) -> int:
        """Read until the server closes; its code."""
        async with asyncio.timeout(PATIENCE_S):
            while not self._socket.closed:
                await self._socket.receive()
        assert self._socket.close_code is not None
        return self._socket.close_code


@asynccontextmanager
async def visiting(
    server: Server, *, origin: str | None = None, token: str | None = None, after: object = 0
) -> AsyncIterator[Visitor]:
    """An open socket, greeted when there is a token."""
    async with (
        aiohttp.ClientSession(server.url) as client,
        client.ws_connect("/ws/chat", origin=origin) as socket,
    ):
        visitor = Visitor(socket)
        if token is not None:
            assert (await visitor.hello(token, after))["type"] == "ready"
        yield visitor
