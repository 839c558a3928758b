"""Clients that break HTTP or mean harm: refused without a word too many, and the service goes on."""

from __future__ import annotations

import gzip
import itertools
import json
import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from jack.logs import JsonFormatter
from tests.web.raw import Answer, connected, exchange, request
from tests.web.servers import FAST, WHATSAPP, Server, running
from tests.web.visitors import visiting

pytestmark = pytest.mark.asyncio(loop_scope="session")

CANARY = "c4n4ry"
MEBIBYTE = 1024 * 1024
LOGIN = "/api/v1/auth/login"


def check_discreet(raw: bytes) -> None:
    """No echo, no name, no inside."""
    text = raw.decode("latin-1").lower()
    assert CANARY not in text
    assert "\r\nserver:" not in text
    assert not [word for word in ("traceback", "aiohttp", "python", "exception") if word in text]


def check_refused(answer: Answer | None) -> None:
    """A 4xx without a word too many, or a closed connection."""
    if answer is not None:
        assert 400 <= answer.status < 500, answer.raw
        check_discreet(answer.raw)


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What clients send is not in the log, and is no error of ours."""
    caplog.set_level(logging.INFO)
    yield
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert not [line for line in lines if CANARY in line]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def still_well(server: Server) -> AsyncIterator[None]:
    """Whatever a client did, the next one is served."""
    yield
    answer = await exchange(server.port, request("GET", "/health/ready"))
    assert answer is not None
    assert answer.status == 200


# -- broken requests -----------------------------------------------------------------------

BROKEN = {
    "garbage": b"\x00\x01\x02\xff\xfe c4n4ry\r\n\r\n",
    "another protocol": b"SSH-2.0-c4n4ry\r\n\r\n",
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"c4n4ry" * 20 + b"\r\n\r\n",
    "an unknown method": b"C4N4RY / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an unknown version": b"GET /c4n4ry HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "HTTP 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no target": b"GET HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost : c4n4ry\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: localhost\r\nc4n4ry\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c4n4ry\r\n\r\n",
    "a null in a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: c4n4ry\x00\r\n\r\n",
    "a return in a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rc4n4ry: b\r\n\r\n",
    "a huge header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"c4n4ry" * 20_000 + b"\r\n\r\n",
    "a huge path": b"GET /" + b"c4n4ry" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a thousand headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    + b"".join(b"X-%d: c4n4ry\r\n" % number for number in range(1000))
    + b"\r\n",
    "no Host": b"GET /c4n4ry HTTP/1.1\r\n\r\n",
    "an empty Host": b"GET /c4n4ry HTTP/1.1\r\nHost:\r\n\r\n",
    "two Hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: c4n4ry\r\n\r\n",
    "a Host with a path": b"GET / HTTP/1.1\r\nHost: c4n4ry/x\r\n\r\n",
    "a Host with a login": b"GET / HTTP/1.1\r\nHost: c4n4ry@localhost\r\n\r\n",
    "a Host with markup": b"GET / HTTP/1.1\r\nHost: <script>c4n4ry</script>\r\n\r\n",
    "a Host with spaces": b"GET / HTTP/1.1\r\nHost: c4n4ry localhost\r\n\r\n",
    "a Host with a strange port": b"GET / HTTP/1.1\r\nHost: c4n4ry:99999999\r\n\r\n",
    "a Host of bytes": b"GET / HTTP/1.1\r\nHost: c4n4ry\xff\xfe\r\n\r\n",
    "a Host too long": b"GET / HTTP/1.1\r\nHost: " + b"c4n4ry" * 60 + b"\r\n\r\n",
    "two lengths": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nc4n4ryx",
    "a length and chunks": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nc4n4ry",
    "a negative length": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: -6\r\n\r\nc4n4ry",
    "a length in words": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: c4n4ry\r\n\r\n",
    "an unknown coding": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: c4n4ry\r\n\r\n",
    "chunked twice": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "chunks of nonsense": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nzz;c4n4ry\r\n\r\n",
    "a chunk of 2^70 bytes": b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n400000000000000000\r\nc4n4ry",
    "TRACE": b"TRACE /c4n4ry HTTP/1.1\r\nHost: localhost\r\nX: c4n4ry\r\n\r\n",
    "CONNECT": b"CONNECT c4n4ry:443 HTTP/1.1\r\nHost: c4n4ry:443\r\n\r\n",
    "PROPFIND": b"PROPFIND /c4n4ry HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an expectation": b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nExpect: c4n4ry\r\n\r\n",
    "an upgrade to nothing": b"GET /c4n4ry HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
    b"Upgrade: c4n4ry\r\n\r\n",
    "a WebSocket of another version": b"GET /ws/chat HTTP/1.1\r\nHost: localhost\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 99\r\n"
    b"Sec-WebSocket-Key: c4n4ry\r\n\r\n",
    "a WebSocket with a bad key": b"GET /ws/chat HTTP/1.1\r\nHost: localhost\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: c4n4ry\r\n\r\n",
    "bytes in the path": b"GET /chat/\xff\xfec4n4ry HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "escaped bytes in the path": b"GET /chat/%ff%fe%00c4n4ry HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bytes in the query": b"GET /webhooks/whatsapp?hub.mode=\xff\xfec4n4ry HTTP/1.1\r\n"
    b"Host: localhost\r\n\r\n",
    "escaped bytes in the query": b"GET /webhooks/whatsapp?%ff=%fe%00&hub.verify_token=%ffc4n4ry"
    b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bytes in a token": b"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n"
    b"Authorization: Bearer \xff\xfec4n4ry\r\n\r\n",
    "bytes in a chat token": b"GET /api/v1/webchat/messages HTTP/1.1\r\nHost: localhost\r\n"
    b"Authorization: Bearer \xff\xfec4n4ry\r\n\r\n",
    "bytes in a signature": b"POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\n"
    b"X-Hub-Signature-256: sha256=\xff\xfec4n4ry\r\nContent-Length: 2\r\n\r\n{}",
    "another host's address": b"GET http://c4n4ry.example/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an asterisk": b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a path that climbs": b"GET /chat/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a double slash": b"GET //c4n4ry.example/%2f.. HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an injected header": b"GET /nothing%0d%0aX-Injected:%20c4n4ry HTTP/1.1\r\n"
    b"Host: localhost\r\n\r\n",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_request_is_refused(server: Server, data: bytes) -> None:
    answer = await exchange(server.port, data)

    assert answer is not None
    check_refused(answer)
    assert "x-injected" not in answer.headers


@pytest.mark.parametrize(
    "data",
    [b"", b"GET", b"GET / HTTP/1.1\r\nHost: loc", request("POST", LOGIN, "Content-Length: 9")],
)
async def test_a_client_that_goes_away_in_the_middle_does_no_harm(
    server: Server, data: bytes
) -> None:
    async with connected(server.port) as line:
        await line.send(data)
        line.end()
        check_discreet(await line.closed())


async def test_what_is_no_http_gets_a_bare_400_and_the_end_of_the_connection(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(server.port) as line:
        await line.send(BROKEN["garbage"])
        answer = await line.answer()
        more = await line.closed()

    assert answer is not None
    assert (answer.status, answer.body, more) == (400, b"", b"")
    assert set(answer.headers) == {"content-length", "date"}
    assert [record.getMessage() for record in caplog.records] == ["request refused"]


async def test_what_follows_a_refused_connect_is_no_tunnel(server: Server) -> None:
    smuggled = request("GET", "/health/live")

    async with connected(server.port) as line:
        await line.send(BROKEN["CONNECT"] + smuggled)
        first = await line.answer()

    check_refused(first)
    assert first is not None


# -- bodies --------------------------------------------------------------------------------


def resident_mib() -> float:
    """Memory of this process, where the server runs too."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE


@pytest.mark.parametrize("path", [LOGIN, "/webhooks/whatsapp", "/api/v1/me", "/nothing"])
async def test_200_mebibytes_are_refused_before_they_are_here(server: Server, path: str) -> None:
    head = request("POST", path, f"Content-Length: {200 * MEBIBYTE}")
    part = CANARY.encode().ljust(65536, b".")
    before = resident_mib()

    async with connected(server.port) as line:
        await line.send(head)
        taken, answer = await line.send_until_answered(part for _ in range(3200))

    assert resident_mib() - before < 30
    assert taken < 20 * MEBIBYTE
    assert answer is not None
    assert answer.status == (413 if path in (LOGIN, "/webhooks/whatsapp") else answer.status)
    check_refused(answer)


@pytest.mark.parametrize(
    ("path", "limit"), [(LOGIN, 256 * 1024), ("/webhooks/whatsapp", 3 * MEBIBYTE)]
)
async def test_chunks_without_end_are_refused(server: Server, path: str, limit: int) -> None:
    head = request("POST", path, "Transfer-Encoding: chunked")
    data = CANARY.encode().ljust(65536, b".")
    chunk = b"%x\r\n%s\r\n" % (len(data), data)
    before = resident_mib()

    async with connected(server.port) as line:
        await line.send(head)
        taken, answer = await line.send_until_answered(chunk for _ in range(3200))

    assert resident_mib() - before < 30
    assert taken < limit + 20 * MEBIBYTE
    assert answer is not None
    assert answer.status == 413
    check_refused(answer)


async def test_who_ignores_a_refusal_and_sends_on_fills_no_memory(server: Server) -> None:
    head = request("POST", LOGIN, "Transfer-Encoding: chunked")
    chunk = b"%x\r\n%s\r\n" % (65536, b"." * 65536)
    before = resident_mib()

    async with connected(server.port) as line:
        await line.send(head)
        for _ in range(800):
            if not await line.send(chunk):
                break
        answer = await line.answer()

    assert resident_mib() - before < 30
    check_refused(answer)


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A few kilobytes that unpack to 64 MiB, in members as gzip allows."""
    return gzip.compress(b"\x00" * MEBIBYTE, 9) * 64


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "GZIP", "identity, gzip"])
async def test_a_compressed_body_is_not_unpacked(server: Server, bomb: bytes, coding: str) -> None:
    before = resident_mib()

    answer = await exchange(
        server.port, request("POST", LOGIN, f"Content-Encoding: {coding}", body=bomb)
    )

    assert resident_mib() - before < 30
    assert answer is not None
    assert answer.status == 400
    check_refused(answer)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 100_000, id="nested deep"),
        pytest.param(b'{"c4n4ry":' * 20_000, id="objects nested deep"),
        pytest.param(b'{"email": "\xff\xfe c4n4ry"}', id="invalid UTF-8"),
        pytest.param(b'{"email": "\\ud800 c4n4ry", "password": "x"}', id="half an emoji"),
        pytest.param(b"c4n4ry", id="no JSON"),
    ],
)
async def test_a_body_of_nonsense_is_refused(server: Server, body: bytes) -> None:
    answer = await exchange(server.port, request("POST", LOGIN, body=body))

    assert answer is not None
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["code"] == "VALIDATION_ERROR"
    check_refused(answer)


# -- floods --------------------------------------------------------------------------------


async def test_a_flood_of_requests_in_one_breath_is_answered_in_order(server: Server) -> None:
    count = 2000
    before = resident_mib()

    async with connected(server.port) as line:
        await line.send(request("GET", "/nothing") * count)
        await line.send(request("GET", "/health/live", "Connection: close"))
        raw = await line.closed()

    assert resident_mib() - before < 30
    assert raw.count(b"HTTP/1.1 404") == count
    assert raw.count(b"HTTP/1.1 200") == 1
    check_discreet(raw)


async def test_a_client_has_so_many_connections(tmp_path: Path) -> None:
    settings = {**FAST, "server.max_connections_per_client": 3}
    live = request("GET", "/health/live")

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as jack,
        connected(jack.port) as first,
        connected(jack.port) as second,
        connected(jack.port) as third,
    ):
        for line in (first, second, third):
            await line.send(live)
            assert (await line.answer()) is not None
        async with connected(jack.port) as fourth:
            await fourth.send(live)
            refused = await fourth.closed()
        await first.send(live)
        kept = await first.answer()
        await second.send(request("GET", "/health/live", "Connection: close"))
        await second.closed()
        again = await exchange(jack.port, live)

    assert refused == b""
    assert kept is not None
    assert again is not None
    assert again.status == 200


async def test_a_trusted_proxy_has_as_many_connections_as_it_needs(tmp_path: Path) -> None:
    settings = {
        **FAST,
        "server.max_connections_per_client": 1,
        "server.trusted_proxies": ["127.0.0.1"],
    }
    live = request("GET", "/health/live")

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as jack,
        connected(jack.port) as first,
    ):
        await first.send(live)
        answers = [await first.answer(), await exchange(jack.port, live)]

    assert [answer.status for answer in answers if answer is not None] == [200, 200]


# -- slow clients --------------------------------------------------------------------------


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def impatient(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    settings = {**FAST, "server.header_timeout_s": 0.3, "server.body_timeout_s": 0.3}
    folder = tmp_path_factory.mktemp("impatient")
    async with running(folder, settings=settings, is_awaited=False) as jack:
        yield jack


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"G", id="a letter"),
        pytest.param(b"GET /c4n4ry HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", id="half a header"),
        pytest.param(request("GET", "/health/live") + b"GET /", id="half of a second request"),
    ],
)
async def test_who_does_not_finish_the_headers_is_cut_off(impatient: Server, begin: bytes) -> None:
    async with connected(impatient.port) as line:
        await line.send(begin)
        if begin.startswith(b"GET /health"):
            assert await line.answer() is not None
            await line.send(b"c")
        raw = await line.closed()

    check_discreet(raw)


async def test_a_header_that_drips_is_cut_off_all_the_same(impatient: Server) -> None:
    async with connected(impatient.port) as line:
        await line.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        # Slow enough that time runs out before the header is too large.
        taken, answer = await line.send_until_answered(itertools.repeat(b"c"), pace_s=0.002)

    assert taken > 0
    assert answer is None


@pytest.mark.parametrize("path", [LOGIN, "/webhooks/whatsapp"])
async def test_who_does_not_finish_the_body_is_refused(tmp_path: Path, path: str) -> None:
    settings = {**FAST, **WHATSAPP, "server.body_timeout_s": 0.2}

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as jack,
        connected(jack.port) as line,
    ):
        await line.send(request("POST", path, "Content-Length: 100") + CANARY.encode())
        answer = await line.answer()

    assert answer is not None
    assert answer.status == 400
    check_refused(answer)


async def test_a_client_that_is_quick_is_not_cut_off_between_requests(impatient: Server) -> None:
    async with connected(impatient.port) as line:
        for _ in range(3):
            await line.send(request("GET", "/health/ready"))
            answer = await line.answer()

            assert answer is not None


async def test_an_open_chat_is_not_a_slow_header(impatient: Server) -> None:
    visit = impatient.app.webchat.create()

    async with visiting(impatient, token=visit.token) as visitor:
        async with connected(impatient.port) as line:
            await line.closed()
        await visitor.send({"type": "ping"})

        assert await visitor.next() == {"type": "pong"}
