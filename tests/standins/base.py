"""What all stand-ins share: start and stop, recorded calls, planned faults, a control surface."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, Self, TypeAlias, get_args

from aiohttp import web

JsonObject: TypeAlias = dict[str, Any]
Clock: TypeAlias = Callable[[], datetime]
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

FaultKind = Literal[
    # before the request is looked at: nothing is accepted
    "status",
    "delay",
    "hang",
    "reset",
    # after it was accepted: only the answer is lost or spoiled
    "accept_then_reset",
    "late_answer",
    "garbage",
    "wrong_content_type",
    "truncated",
    # a model's well-formed answer that is of no use (Messages API only)
    "max_tokens",
    "refusal",
    "invalid_tool_input",
    "plain_text",
]
MODEL_FAULTS = frozenset({"max_tokens", "refusal", "invalid_tool_input", "plain_text"})

_RST_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave.

    `status` (an HTTP status, in the vendor's error envelope) and `retry_after_s` belong to the kind
    `status`; `delay_s` is waited before the request is looked at, or, for `late_answer`, between
    accepting it and answering. `delay` alone is slow but right: a client that gave up in the
    meantime finds its request accepted all the same. `hang` gives no answer until the stand-in
    closes.
    """

    kind: FaultKind
    status: int = 500
    retry_after_s: float | None = None
    delay_s: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"no such fault: {self.kind!r}; known are {get_args(FaultKind)}")


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the vendor's API as it arrived, whatever became of it."""

    at: datetime
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


_shown_fault: ContextVar[Fault | None] = ContextVar("shown_fault", default=None)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Standin(ABC):
    """A server on loopback. Use as `async with`, then `url`; every request is kept in `calls`."""

    unsupported_faults: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, clock: Clock = utc_now) -> None:
        self.calls: list[Call] = []
        self._host = host
        self._port = port
        self._clock = clock
        self._planned: list[Fault] = []
        self._choose: Callable[[Call], Fault | None] | None = None
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @abstractmethod
    def add_routes(self, router: web.UrlDispatcher) -> None:
        """The vendor's paths, and what this vendor adds to `/_control`."""

    @abstractmethod
    def status_answer(self, status: int) -> web.Response:
        """The vendor's error envelope for a planned HTTP status."""

    @abstractmethod
    def accepted_as_json(self) -> list[JsonObject]:
        """What was accepted, for `GET /_control/accepted`."""

    def counts(self, call: Call) -> bool:
        """Whether `fail_next` applies to this call."""
        return call.method == "POST"

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    def fail_next(self, n: int, fault: Fault) -> None:
        """Misbehave on the next `n` calls that count; plans queue up behind each other."""
        if fault.kind in self.unsupported_faults:
            raise ValueError(f"{type(self).__name__} has no fault {fault.kind!r}")
        self._planned.extend([fault] * n)

    def faults_by(self, choose: Callable[[Call], Fault | None] | None) -> None:
        """Ask `choose` about every call that no `fail_next` plan covers; None ends that."""
        self._choose = choose

    def clear_faults(self) -> None:
        self._planned.clear()
        self._choose = None

    async def start(self) -> None:
        app = web.Application(middlewares=[self._misbehave], client_max_size=32 * 1024**2)
        app.router.add_get("/_control/accepted", self._control_accepted)
        app.router.add_post("/_control/faults", self._control_plan)
        app.router.add_delete("/_control/faults", self._control_clear)
        self.add_routes(app.router)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]

    async def close(self) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @web.middleware
    async def _misbehave(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/_control/"):
            return await handler(request)
        body = await request.read()
        call = Call(self._clock(), request.method, request.path, request.headers, body)
        self.calls.append(call)
        fault = self._next_fault(call)
        _shown_fault.set(None)
        if fault is None:
            return await handler(request)
        return await self._play(fault, request, handler)

    def _next_fault(self, call: Call) -> Fault | None:
        if self._planned and self.counts(call):
            return self._planned.pop(0)
        return self._choose(call) if self._choose else None

    async def _play(
        self, fault: Fault, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        if fault.kind != "late_answer":
            await asyncio.sleep(fault.delay_s)
        match fault.kind:
            case "status":
                return with_retry_after(self.status_answer(fault.status), fault.retry_after_s)
            case "hang":
                await self._closing.wait()
                return _reset(request)
            case "reset":
                return _reset(request)
        _shown_fault.set(fault)
        answer = await handler(request)
        match fault.kind:
            case "accept_then_reset":
                return _reset(request)
            case "late_answer":
                await asyncio.sleep(fault.delay_s)
            case "garbage":
                return web.Response(body=b"\x00\xff<!-- \xc3\x28 not json -->")
            case "wrong_content_type":
                return web.Response(text="<html><body>OK</body></html>", content_type="text/html")
            case "truncated":
                return _cut_in_half(answer)
        return answer

    async def _control_accepted(self, _: web.Request) -> web.Response:
        return web.json_response(self.accepted_as_json())

    async def _control_plan(self, request: web.Request) -> web.Response:
        """`{"n": 3, "fault": {"kind": "status", "status": 503}}`"""
        plan = await request.json()
        try:
            self.fail_next(int(plan.get("n", 1)), Fault(**plan["fault"]))
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"planned": len(self._planned)})

    async def _control_clear(self, _: web.Request) -> web.Response:
        self.clear_faults()
        return web.json_response({"planned": 0})


def shown_fault() -> Fault | None:
    """The fault that the answer to the request being handled has to show, if one is planned."""
    return _shown_fault.get()


def with_retry_after(answer: web.Response, seconds: float | None) -> web.Response:
    if seconds is not None:
        answer.headers["Retry-After"] = f"{seconds:g}"
    return answer


def _reset(request: web.Request) -> web.Response:
    """Cut the connection with a TCP reset. What is returned can no longer be written."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RST_ON_CLOSE)
        request.transport.abort()
    return web.Response()


def _cut_in_half(answer: web.StreamResponse) -> web.Response:
    body = answer.body if isinstance(answer, web.Response) else None
    text = body if isinstance(body, bytes) else json.dumps({"truncated": True}).encode()
    return web.Response(body=text[: len(text) // 2], content_type="application/json")
