"""Bytes over a socket, for clients that do not speak HTTP or do not mean well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `raw` is all of it; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes


class Line:
    """An open connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> bool:
        """Whether the server still took it."""
        try:
            self._writer.write(data)
            async with asyncio.timeout(PATIENCE_S):
                await self._writer.drain()
        except ConnectionError:
            return False
        return not self._writer.is_closing()

    async def send_until_answered(
        self, parts: Iterable[bytes], *, pace_s: float = 0
    ) -> tuple[int, Answer | None]:
        """Send until the server answers or closes: how many bytes it took, and the answer."""
        answering = asyncio.create_task(self.answer())
        taken = 0
        for part in parts:
            if answering.done() or not await self.send(part):
                break
            taken += len(part)
            # Writing to loopback may never wait: let the server have its turn.
            await asyncio.sleep(pace_s)
        return taken, await answering

    async def answer(self) -> Answer | None:
        """The next answer; None when the server closed without a whole one."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                head = await self._reader.readuntil(b"\r\n\r\n")
                status, headers = _parse(head)
                body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        return Answer(status, headers, body, head + body)

    async def closed(self) -> bytes:
        """What came until the server closed. Raises TimeoutError when it does not."""
        parts = []
        async with asyncio.timeout(PATIENCE_S):
            with suppress(ConnectionError):
                while part := await self._reader.read(65536):
                    parts.append(part)
        return b"".join(parts)

    def end(self) -> None:
        """Say nothing more, still listening."""
        self._writer.write_eof()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def exchange(port: int, data: bytes) -> Answer | None:
    """The first answer to these bytes on a connection of their own."""
    async with connected(port) as line:
        await line.send(data)
        return await line.answer()


def request(method: str, path: str, *headers: str, body: bytes = b"") -> bytes:
    """A whole request in HTTP/1.1 with a good Host."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _parse(head: bytes) -> tuple[int, dict[str, str]]:
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in rest if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}
