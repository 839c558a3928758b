"""A name server on loopback that knows a few TXT records (RFC 1035), by UDP and TCP."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass, field
from typing import Self

NO_SUCH_NAME, REFUSED = 3, 5


@dataclass(slots=True)
class NameServer:
    """Use as `async with`. `server` is what a client is to ask. What does not fit into `udp_bytes`
    is cut there and whole by TCP."""

    records: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    udp_bytes: int = 512
    refuses: bool = False
    is_mute: bool = False
    port: int = 0
    _transport: asyncio.DatagramTransport | None = None
    _tcp: asyncio.Server | None = None

    @property
    def server(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._tcp = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._tcp.sockets[0].getsockname()[1]
        outer = self

        class Udp(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
                assert outer._transport is not None
                if outer.is_mute:
                    return
                answer = outer.answer(data)
                if len(answer) > outer.udp_bytes:
                    answer = (
                        answer[:2] + bytes([answer[2] | 0x02]) + answer[3:6] + bytes(2) + data[8:]
                    )
                outer._transport.sendto(answer, addr)

        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            Udp, local_addr=("127.0.0.1", self.port)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._transport is not None
        assert self._tcp is not None
        self._transport.close()
        self._tcp.close()
        await self._tcp.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        answer = self.answer(await reader.readexactly(length))
        writer.write(struct.pack("!H", len(answer)) + answer)
        await writer.drain()
        writer.close()

    def answer(self, query: bytes) -> bytes:
        name, at = self._name(query)
        kind, family = struct.unpack_from("!HH", query, at)
        assert (kind, family) == (16, 1), "TXT of the internet"
        self.asked.append(name)
        records = self.records.get(name)
        code = REFUSED if self.refuses else 0 if records is not None else NO_SUCH_NAME
        answers = [] if code else records or []
        head = query[:2] + struct.pack("!5H", 0x8180 | code, 1, len(answers), 0, 0)
        return head + query[12 : at + 4] + b"".join(map(_record, answers))

    @staticmethod
    def _name(query: bytes) -> tuple[str, int]:
        labels, at = [], 12
        while length := query[at]:
            labels.append(query[at + 1 : at + 1 + length].decode())
            at += 1 + length
        return ".".join(labels), at + 1


def _record(text: str) -> bytes:
    raw = text.encode()
    pieces = [raw[n : n + 200] for n in range(0, len(raw), 200)] or [b""]
    data = b"".join(bytes([len(piece)]) + piece for piece in pieces)
    return b"\xc0\x0c" + struct.pack("!HHIH", 16, 1, 300, len(data)) + data
