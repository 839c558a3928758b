"""TXT records by DNS (RFC 1035), for what a domain says of its mail. The answer is a hint, not a proof:
nothing is decided by it."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import struct
from pathlib import Path

RESOLVERS = Path("/etc/resolv.conf")
PORT = 53
TXT, IN, OPT = 16, 1, 41
MOST_BYTES = 1232
"""Answers this large are not cut on any usual network (DNS flag day 2020); larger ones come by TCP."""
NO_SUCH_NAME = 3


class Unanswered(Exception):
    """No name server gave an answer that can be read."""


async def texts(name: str, *, server: str = "", timeout_s: float = 3.0) -> list[str]:
    """The TXT records of a name, each put together from its pieces; none for a name without any.

    `server` is `address` or `address:port`, empty for the system's. Raises Unanswered.
    """
    host, port = _server(server)
    query_id = secrets.randbelow(1 << 16)
    query = _query(name, query_id)
    try:
        async with asyncio.timeout(timeout_s):
            answer = await _by_udp(host, port, query)
            if _is_cut(answer):
                answer = await _by_tcp(host, port, query)
        return _read(answer, query_id, query[12:])
    except (OSError, ValueError, IndexError, struct.error, EOFError, TimeoutError) as error:
        raise Unanswered(f"The name server {host} gave no answer for {name}.") from error


def _server(given: str) -> tuple[str, int]:
    if given:
        host, colon, port = given.rpartition(":")
        return (host.strip("[]"), int(port)) if colon and host.count(":") != 1 else (given, PORT)
    try:
        lines = RESOLVERS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise Unanswered("This machine names no name server.") from error
    for line in lines:
        kind, _, address = line.strip().partition(" ")
        if kind == "nameserver" and _is_address(address.strip()):
            return address.strip(), PORT
    raise Unanswered("This machine names no name server.")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True


def _query(name: str, query_id: int) -> bytes:
    """Recursion wanted, one question, and how large an answer may be (RFC 6891)."""
    labels = name.rstrip(".").encode("idna").split(b".")
    question = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    head = struct.pack("!6H", query_id, 0x0100, 1, 0, 0, 1)
    sizes = b"\0" + struct.pack("!HHIH", OPT, MOST_BYTES, 0, 0)
    return head + question + struct.pack("!HH", TXT, IN) + sizes


async def _by_udp(host: str, port: int, query: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bytes] = loop.create_future()

    class Listening(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: object) -> None:
            if data[:2] == query[:2] and not answer.done():
                answer.set_result(data)

        def error_received(self, error: Exception) -> None:
            if not answer.done():
                answer.set_exception(error)

    transport, _ = await loop.create_datagram_endpoint(Listening, remote_addr=(host, port))
    try:
        transport.sendto(query)
        return await answer
    finally:
        transport.close()


async def _by_tcp(host: str, port: int, query: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(struct.pack("!H", len(query)) + query)
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        return await reader.readexactly(length)
    finally:
        writer.close()


def _is_cut(answer: bytes) -> bool:
    return len(answer) >= 4 and bool(answer[2] & 0x02)


def _read(answer: bytes, query_id: int, question: bytes) -> list[str]:
    found_id, flags, questions, answers, _, _ = struct.unpack_from("!6H", answer)
    code = flags & 0x0F
    if found_id != query_id or not flags & 0x8000 or questions != 1:
        raise ValueError("not an answer to this question")
    if code == NO_SUCH_NAME:
        return []
    if code:
        raise ValueError(f"the name server says {code}")
    at = _skip_name(answer, 12)
    if answer[12:at].lower() != question[: at - 12].lower():
        raise ValueError("an answer to another question")
    at += 4
    found = []
    for _ in range(answers):
        at = _skip_name(answer, at)
        kind, family, _, length = struct.unpack_from("!HHIH", answer, at)
        at += 10
        if kind == TXT and family == IN:
            found.append(_pieces(answer[at : at + length]))
        at += length
    return found


def _skip_name(answer: bytes, at: int) -> int:
    """Behind a name: labels up to an empty one, or to a pointer, which ends it."""
    for _ in range(128):
        length = answer[at]
        if length >= 0xC0:
            return at + 2
        at += 1 + length
        if not length:
            return at
    raise ValueError("a name without end")


def _pieces(data: bytes) -> str:
    """One record is strings of up to 255 bytes, read as one (RFC 7208, 3.3)."""
    parts, at = [], 0
    while at < len(data):
        length = data[at]
        parts.append(data[at + 1 : at + 1 + length])
        at += 1 + length
    return b"".join(parts).decode("utf-8", "replace")
