"""`/ws`: what happens, told to staff pages and scripts.

Who calls is proven by the `Authorization` header, by the page's cookie, or by the token in the first
frame. `connected` comes first; what was missed since an event's number comes before what is new.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import BaseModel

from jack import metrics
from jack.errors import Forbidden, Invalid, JackError, Unauthorized
from jack.model.live import Happened, News, Present
from jack.services.auth import Principal
from jack.services.live import Watcher
from jack.web.api.conversations import ConversationShape, EscalationShape, MessageShape
from jack.web.api.inbox import ThreadMessage
from jack.web.api.tasks import TaskShape
from jack.web.keys import DESK, Desk
from jack.web.principal import cookie_name, own_origins, principal

log = logging.getLogger(__name__)

MAX_FRAME_BYTES = 8 * 1024
HELLO_TIMEOUT_S = 10.0
HELLO_GRACE_S = 0.5
"""How long a page that is proven already may take to say what it missed."""
HEARTBEAT_S = 30.0
SEND_TIMEOUT_S = 10.0
LOOK_AGAIN_S = 30.0
CLOSE_UNAUTHORIZED = 4401
MAX_BAD_FRAMES = 5
RENDERED = 512

Sockets = dict[web.WebSocketResponse, Watcher]
SOCKETS: web.AppKey[Sockets] = web.AppKey("live sockets")


async def staff(request: web.Request) -> web.StreamResponse:
    """`/ws`."""
    if request.headers.get("Origin", "") not in {"", *own_origins(request)}:
        raise Forbidden("Another page than the hotel's own may not do this.")
    desk = request.app[DESK]
    caller = await principal(request) if _is_proven(request) else None
    socket = web.WebSocketResponse(
        heartbeat=HEARTBEAT_S, max_msg_size=MAX_FRAME_BYTES, compress=False
    )
    await socket.prepare(request)
    metrics.CONNECTED_WEBSOCKETS.inc()
    try:
        await _Page(request, desk, socket).serve(caller)
    except Exception:
        metrics.ERRORS.labels("websocket").inc()
        log.exception("page failed", extra={"component": "live"})
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)
    finally:
        metrics.CONNECTED_WEBSOCKETS.dec()
    return socket


async def tell(app: web.Application) -> AsyncIterator[None]:
    """Run the hub, and look again who the connected are, while the application runs."""
    stop = asyncio.Event()
    live = app[DESK].live
    running, looking = asyncio.create_task(live.run(stop)), asyncio.create_task(_look_again(app))
    yield
    stop.set()
    looking.cancel()
    await asyncio.gather(running, looking, return_exceptions=True)


async def close_all(app: web.Application) -> None:
    """At shutdown: tell pages to come back."""
    sockets: Sockets = app[SOCKETS]
    for socket in tuple(sockets):
        with suppress(Exception):
            await socket.close(code=WSCloseCode.GOING_AWAY)


async def look_again(app: web.Application) -> None:
    """End the sockets of those whose login is over; others go on as what they are now."""
    open_now: Sockets = app[SOCKETS]
    sockets = open_now.copy()
    gone = await app[DESK].live.refresh(sockets.values())
    for socket, watcher in sockets.items():
        if watcher in gone:
            with suppress(Exception):
                await socket.close(code=CLOSE_UNAUTHORIZED)


async def _look_again(app: web.Application) -> None:
    """Every half minute, and at once when a login may have ended. Until cancelled."""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(app[DESK].live.doubted(), LOOK_AGAIN_S)
        try:
            await look_again(app)
        except Exception:
            metrics.ERRORS.labels("live").inc()
            log.exception("logins not readable")


class _Page:
    """One open socket of one person."""

    def __init__(self, request: web.Request, desk: Desk, socket: web.WebSocketResponse) -> None:
        self._sockets = request.app[SOCKETS]
        self._frames = request.app[FRAMES]
        self._desk = desk
        self._socket = socket
        self._transport = request.transport
        self._bad_frames = 0
        self._greeted = asyncio.Event()
        self._after: int | None = None

    async def serve(self, caller: Principal | None) -> None:
        hello: Mapping[str, Any] | None = None
        if caller is None:
            hello, caller = await self._hello()
            if caller is None:
                return
        live = self._desk.live
        watcher = live.join(caller)
        self._sockets[self._socket] = watcher
        try:
            await self._send_text(json.dumps(self._connected(watcher), ensure_ascii=False))
            if hello is not None:
                self._greet(hello)
            pusher = asyncio.create_task(self._push(watcher))
            try:
                await self._listen(watcher)
            finally:
                pusher.cancel()
                with suppress(asyncio.CancelledError):
                    await pusher
        finally:
            self._sockets.pop(self._socket, None)
            live.leave(watcher)

    async def _hello(self) -> tuple[Mapping[str, Any] | None, Principal | None]:
        """The first frame of who is not proven yet: a token."""
        try:
            hello = _object(await self._socket.receive_str(timeout=HELLO_TIMEOUT_S))
            if hello.get("type") != "hello":
                raise Unauthorized("The first frame must be hello, with a token.")
            return hello, await self._desk.auth.verify(str(hello.get("token", "")))
        except JackError as error:
            await self._complain(error)
            await self._socket.close(code=CLOSE_UNAUTHORIZED)
        except (TypeError, TimeoutError, RuntimeError, ValueError):
            await self._socket.close(code=CLOSE_UNAUTHORIZED)
        return None, None

    def _connected(self, watcher: Watcher) -> dict[str, Any]:
        person = watcher.staff
        return {
            "type": "connected",
            "number": watcher.since,
            "staff": {"id": str(person.id), "name": person.name, "role": person.role},
            "presence": [
                {"conversationId": str(place), "people": [_person(p) for p in people]}
                for place, people in self._desk.live.present().items()
            ],
        }

    def _greet(self, hello: Mapping[str, Any]) -> None:
        after = hello.get("after")
        if isinstance(after, int) and not isinstance(after, bool) and not self._greeted.is_set():
            self._after = after
        self._greeted.set()

    # -- from the page ---------------------------------------------------------------------

    async def _listen(self, watcher: Watcher) -> None:
        async for message in self._socket:
            try:
                if message.type is not WSMsgType.TEXT:
                    raise Invalid("Frames must be text.")
                await self._obey(watcher, _object(message.data))
            except JackError as error:
                await self._complain(error)
            if self._bad_frames > MAX_BAD_FRAMES:
                await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)

    async def _obey(self, watcher: Watcher, said: Mapping[str, Any]) -> None:
        match said.get("type"):
            case "hello":
                self._greet(said)
            case "ping":
                await self._send_text('{"type": "pong"}')
            case "presence":
                self._desk.live.look(watcher, _conversation(said, may_be_none=True))
            case "typing":
                place = _conversation(said)
                assert place is not None
                await self._desk.live.type(watcher, place)
            case _:
                raise Invalid("Unknown frame type.")

    # -- to the page -----------------------------------------------------------------------

    async def _push(self, watcher: Watcher) -> None:
        """What was missed, then what happens. Who reads nothing for ten seconds is cut off."""
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._greeted.wait(), HELLO_GRACE_S)
            if self._after is not None:
                for happened in self._desk.live.missed(watcher, self._after):
                    await self._send(happened)
            while not self._socket.closed:
                for happened in await watcher.next():
                    await self._send(happened)
        except TimeoutError:
            self._cut()
        except ConnectionError:
            await self._socket.close(code=WSCloseCode.GOING_AWAY)
        except Exception:
            metrics.ERRORS.labels("websocket").inc()
            log.exception("push failed", extra={"component": "live"})
            await self._socket.close(code=WSCloseCode.INTERNAL_ERROR)

    def _cut(self) -> None:
        """A close frame would wait like all the others."""
        log.info("page too slow", extra={"component": "live"})
        if self._transport is not None:
            self._transport.abort()

    async def _send(self, happened: Happened) -> None:
        await self._send_text(self._frames.of(happened, self._desk.clock()))

    async def _send_text(self, text: str) -> None:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            await self._socket.send_str(text)

    async def _complain(self, error: JackError) -> None:
        self._bad_frames += 1
        said = {"type": "error", "code": error.code, "message": str(error)}
        with suppress(ConnectionError):
            await self._send_text(json.dumps(said, ensure_ascii=False))


class Frames:
    """Events as text, made once for all pages that get them."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[int, str], str] = OrderedDict()

    def of(self, happened: Happened, at: int) -> str:
        key = (happened.number, happened.news)
        if (known := self._made.get(key)) is not None:
            return known
        body = {"type": happened.news, "number": happened.number, **_body(happened, at)}
        text = self._made[key] = json.dumps(body, ensure_ascii=False)
        if len(self._made) > RENDERED:
            self._made.popitem(last=False)
        return text


FRAMES = web.AppKey("live frames", Frames)


def _body(happened: Happened, at: int) -> dict[str, Any]:
    data = happened.data
    match happened.news:
        case News.MESSAGE_NEW:
            shape = ThreadMessage.by(data["message"], data["staffName"])
            return {"conversationId": shape.conversation_id, "message": _json(shape)}
        case News.MESSAGE_STATUS:
            message = data["message"]
            return {
                "conversationId": str(message.conversation_id),
                "messageId": str(message.id),
                "status": message.delivery,
                "failure": message.failure,
            }
        case News.MESSAGE_FILES:
            changed = MessageShape.of(data["message"])
            return {
                "conversationId": changed.conversation_id,
                "messageId": changed.id,
                "files": [_json(file) for file in changed.files],
            }
        case News.CONVERSATION_CREATED | News.CONVERSATION_UPDATED:
            conversation = ConversationShape.of(data["conversation"], data["escalations"])
            names = {"guestName": data["guestName"], "assignedName": data["assignedName"]}
            return {"conversation": _json(conversation) | names}
        case News.ESCALATION:
            escalation = data["escalation"]
            return {
                "conversationId": str(escalation.conversation_id),
                "guestName": data["guestName"],
                "escalation": _json(EscalationShape.of(escalation)),
            }
        case News.TASK_CREATED | News.TASK_UPDATED:
            return {"task": _json(TaskShape.of(data["task"], at))}
        case News.PRESENCE:
            people = [_person(person) for person in data["people"]]
            return {"conversationId": str(data["conversationId"]), "people": people}
        case News.TYPING:
            staff_id = data["staffId"]
            return {
                "conversationId": str(data["conversationId"]),
                "sender": data["sender"],
                "staffId": str(staff_id) if staff_id is not None else None,
                "name": data["name"],
            }
        case News.TROUBLES | News.RESYNC:
            return {}


def _json(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True)


def _person(person: Present) -> dict[str, Any]:
    return {"id": str(person.staff_id), "name": person.name, "doing": person.doing}


def _is_proven(request: web.Request) -> bool:
    """Whether the handshake itself says who calls."""
    return "Authorization" in request.headers or cookie_name(request) in request.cookies


def _conversation(said: Mapping[str, Any], *, may_be_none: bool = False) -> int | None:
    found = said.get("conversationId")
    if found is None and may_be_none:
        return None
    if not isinstance(found, str) or not found.isdecimal() or len(found) > 18:
        raise Invalid("conversationId must be the id of a conversation.")
    return int(found)


def _object(data: str) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Invalid("The frame is not JSON.") from error
    if not isinstance(said, dict):
        raise Invalid("The frame is not an object.")
    return said
