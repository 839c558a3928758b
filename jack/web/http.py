"""The HTTP server in front of the application: what aiohttp leaves open, closed.

aiohttp answers unparsable requests with an echo, names itself in a Server header and cuts no slow
client. Here a request that is no HTTP gets a bare 400 and one log line, headers have a deadline,
connections per client are limited, and `/health/live` is answered before the application's chain.

The port opens before the application is even imported: `Front` answers what needs no application,
and lets everything else wait until one is mounted.
"""

from __future__ import annotations

import asyncio
import ipaddress
import itertools
import json
import logging
import secrets
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any

from aiohttp import HttpVersion11, web
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest

from jack.config import Config
from jack.listening import BACKLOG
from jack.model.clock import Micros, now, to_iso

log = logging.getLogger(__name__)

KEEPALIVE_S = 75.0
MAX_LINE = 8190
# Unique without asking the kernel for randomness on every request: that call lets go of the
# interpreter's lock, and getting it back beside busy threads costs milliseconds.
_PROCESS = secrets.token_hex(4)
_numbers = itertools.count(1)

MILLISECOND: Micros = 1000
HOLD_S = 10.0
"""How long a request waits for the application. Opening a large database takes longer after an
upgrade: callers then hear that Jack is not ready, and try again."""
LIVE_PATHS = frozenset({"/health/live", "/api/v1/health/live"})
READY_PATHS = frozenset({"/health/ready", "/api/v1/health/ready"})
LIVE_HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'self'",
}


class BareResponse(web.Response):
    """A response that does not say what serves it."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self._headers.popall("Server", None)


def new_request_id() -> str:
    return f"{_PROCESS}{next(_numbers):08x}"


def proxies(networks: Sequence[str]) -> Callable[[str], bool]:
    """Whether an address belongs to the configured proxies."""
    parsed = [ipaddress.ip_network(network, strict=False) for network in networks]

    def trusted(peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in parsed)

    return trusted


def live() -> web.Response:
    return BareResponse(
        body=_live_body(now() // MILLISECOND),
        headers={**LIVE_HEADERS, "X-Request-ID": new_request_id()},
    )


@lru_cache(maxsize=1)
def _live_body(milliseconds: int) -> bytes:
    """The same for all who ask within a millisecond: printing the time is a tenth of the work."""
    return b'{"status":"ok","timestamp":"' + to_iso(milliseconds * MILLISECOND).encode() + b'"}'


def not_ready(path: str) -> web.Response:
    """What is said while there is no application; a vendor tries again."""
    rid = new_request_id()
    error = {"code": "NOT_READY", "message": "Jack is starting.", "details": {}, "requestId": rid}
    said = {"status": "not_ready", "checks": {}} if path in READY_PATHS else {"error": error}
    headers = {**LIVE_HEADERS, "X-Request-ID": rid, "Retry-After": "2"}
    return BareResponse(status=503, body=json.dumps(said).encode(), headers=headers)


_LIVE_HEAD = "HTTP/1.1 200 OK\r\n" + "".join(
    f"{name}: {value}\r\n" for name, value in LIVE_HEADERS.items()
)


class LiveResponse(web.StreamResponse):
    """`live` in one piece: for so short an answer, putting its headers together is most of the work.

    For a GET by HTTP/1.1 whose connection is kept; what others need in addition is left to aiohttp.
    """

    async def prepare(self, request: BaseRequest) -> None:
        body = _live_body(now() // MILLISECOND)
        head = (
            f"{_LIVE_HEAD}X-Request-ID: {new_request_id()}\r\nContent-Length: {len(body)}\r\n"
            f"Date: {rfc822_formatted_time()}\r\n\r\n"
        )
        if request.transport is None:
            raise ConnectionResetError
        request.transport.write(head.encode("ascii") + body)
        self._keep_alive = True

    async def write_eof(self, data: bytes = b"") -> None:
        """It is written already."""


class FrontHandler(RequestHandler):
    """One connection."""

    __slots__ = ("_front", "_headers_due", "_peer")

    def __init__(self, manager: FrontServer, **kwargs: Any) -> None:
        super().__init__(manager, **kwargs)
        self._front = manager
        self._headers_due: asyncio.TimerHandle | None = None
        self._peer = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self._peer = str(peer[0]) if isinstance(peer, tuple) else ""
        if not self._front.admit(self._peer):
            self._peer = ""
            assert isinstance(transport, asyncio.Transport)
            transport.abort()
            return
        super().connection_made(transport)
        self._expect_headers()

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._peer:
            self._front.dismiss(self._peer)
        self._headers_arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self._request_count
        super().data_received(data)
        if self._request_count != before or self._payload_parser is not None:
            self._headers_arrived()
        elif self._headers_due is None and self._waiter is not None and not self._waiter.done():
            # The first bytes of a next request on a kept connection.
            self._expect_headers()

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What never reached the application: no echo, no traceback, and the connection ends."""
        log.warning("request refused", extra={"status": status, "reason": type(exc).__name__})
        response = BareResponse(status=status)
        response.force_close()
        return response

    def log_exception(self, *args: Any, **kw: Any) -> None:
        log.error("connection failed", exc_info=kw.get("exc_info"))

    def _expect_headers(self) -> None:
        self._headers_due = self._loop.call_later(self._front.header_timeout_s, self._too_slow)

    def _headers_arrived(self) -> None:
        if self._headers_due is not None:
            self._headers_due.cancel()
            self._headers_due = None

    def _too_slow(self) -> None:
        self._headers_due = None
        if self._waiter is not None and not self._waiter.done():
            log.info("slow headers", extra={"status": 408})
            self.force_close()


class FrontServer(web.Server):
    """All connections."""

    def __init__(
        self,
        handler: Callable[[Any], Awaitable[web.StreamResponse]],
        config: Config,
        **kwargs: Any,
    ) -> None:
        super().__init__(handler, **kwargs)
        self._clients: Counter[str] = Counter()
        self.follow(config)

    def follow(self, config: Config) -> None:
        """Hold to the limits of `config` from now on."""
        self.header_timeout_s = config.server.header_timeout_s
        self._limit = config.server.max_connections_per_client
        self._trusted = proxies(config.server.trusted_proxies)

    def __call__(self) -> RequestHandler:
        return FrontHandler(self, loop=self._loop, **self._kwargs)

    def admit(self, peer: str) -> bool:
        """Whether one more connection of this client is welcome; a trusted proxy always is."""
        if self._clients[peer] >= self._limit and not self._trusted(peer):
            log.warning("too many connections", extra={"count": self._clients[peer]})
            return False
        self._clients[peer] += 1
        return True

    def dismiss(self, peer: str) -> None:
        self._clients[peer] -= 1
        if self._clients[peer] <= 0:
            del self._clients[peer]


class Front(web.BaseRunner):
    """The open port, and behind it the application once it is mounted."""

    def __init__(self, config: Config) -> None:
        super().__init__(shutdown_timeout=config.server.shutdown_timeout_s)
        self._config = config
        self._app: web.Application | None = None
        self._mounted = asyncio.Event()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port that are listened on."""
        host, port = self.addresses[0][:2]
        return str(host), int(port)

    async def mount(self, app: web.Application, config: Config) -> None:
        """Give everything that waits, and all that comes, to `app`. Settings made in the web page
        are known only now: `config` is the whole.
        """
        assert isinstance(self.server, FrontServer)
        self._config = config
        self._shutdown_timeout = config.server.shutdown_timeout_s
        self.server.follow(config)
        app._set_loop(asyncio.get_running_loop())
        app.on_startup.freeze()
        await app.startup()
        app.freeze()
        self._app = app
        self._mounted.set()

    async def shutdown(self) -> None:
        if self._app is not None:
            await self._app.shutdown()

    async def _cleanup_server(self) -> None:
        app, self._app = self._app, None
        if app is not None:
            await app.cleanup()

    async def _make_server(self) -> web.Server:
        loop = asyncio.get_running_loop()

        def make_request(
            message: Any, payload: Any, protocol: Any, writer: Any, task: Any
        ) -> web.Request:
            limit = self._config.server.max_upload_bytes
            return web.Request(
                message, payload, protocol, writer, task, loop, client_max_size=limit
            )

        return FrontServer(
            self._answer,
            self._config,
            request_factory=make_request,
            loop=loop,
            access_log=None,
            keepalive_timeout=KEEPALIVE_S,
            auto_decompress=False,
            max_line_size=MAX_LINE,
        )

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request._rel_url.raw_path
        if path in LIVE_PATHS and request.method in ("GET", "HEAD"):
            message = request._message
            is_plain = message.version == HttpVersion11 and not message.should_close
            return LiveResponse() if is_plain and request.method == "GET" else live()
        app = self._app
        if app is None:
            if path not in READY_PATHS:
                with suppress(TimeoutError):
                    async with asyncio.timeout(HOLD_S):
                        await self._mounted.wait()
            app = self._app
            if app is None:
                return not_ready(path)
        try:
            return await app._handle(request)
        except web.HTTPExpectationFailed:
            # The only check that aiohttp makes outside the middlewares; its words echo.
            return BareResponse(status=417)


@asynccontextmanager
async def opened(config: Config, listener: socket.socket) -> AsyncIterator[Front]:
    """Answer on `listener` from now on."""
    front = Front(config)
    await front.setup()
    try:
        await web.SockSite(front, listener, backlog=BACKLOG).start()
        yield front
    finally:
        await front.cleanup()
