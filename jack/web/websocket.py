"""The guest's side of web chat: a WebSocket that loses and repeats nothing.

The first frame says who is there and what was seen last; everything missed is replayed from the
database, and later everything that becomes visible is pushed the same way: by number.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from jack import metrics
from jack.errors import DatabaseError, Invalid, JackError, TooLarge, Unauthorized
from jack.events import Event, MessageAdded, MessageStatus, Typing
from jack.model.clock import to_iso
from jack.model.media import File, FileState, Variant
from jack.services.media_links import Links
from jack.services.passwords import Attempts
from jack.services.webchat import CHANNEL, Line, is_client_id
from jack.web.chat_page import must_be_allowed_page
from jack.web.keys import DESK, Desk
from jack.web.middleware import STORE_FAILED

log = logging.getLogger(__name__)

MAX_FRAME_BYTES = 64 * 1024
HELLO_TIMEOUT_S = 10.0
HEARTBEAT_S = 30.0
SEND_TIMEOUT_S = 10.0
CLOSE_UNAUTHORIZED = 4401
MAX_BAD_FRAMES = 5
VISIBLE = frozenset({"sent", "delivered"})


def frame(line: Line, links: Links) -> dict[str, Any]:
    """A message as the visitor gets it."""
    message = line.message
    files = {"files": [file_frame(file, links) for file in message.files]} if message.files else {}
    return {
        "type": "message",
        "seq": message.seq,
        "id": str(message.id),
        "sender": message.sender,
        "name": line.name,
        "content": message.text,
        "createdAt": to_iso(message.created_at),
        "clientId": message.client_id,
        **files,
    }


def file_frame(file: File, links: Links) -> dict[str, Any]:
    """A file as the visitor gets it: `url` and `thumbnailUrl` are good for some minutes."""
    is_there = file.state is FileState.STORED
    small = links.for_guest(file.id, Variant.THUMBNAIL) if file.has_thumbnail else None
    return {
        "id": str(file.id),
        "kind": file.kind,
        "name": file.name,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "url": f"/media/{links.for_guest(file.id, Variant.FILE)}" if is_there else None,
        "thumbnailUrl": f"/media/{small}" if is_there and small else None,
    }


async def chat(request: web.Request) -> web.StreamResponse:
    """`/ws/chat`."""
    desk = request.app[DESK]
    socket = web.WebSocketResponse(
        heartbeat=HEARTBEAT_S, max_msg_size=MAX_FRAME_BYTES, compress=False
    )
    must_be_allowed_page(request)
    await socket.prepare(request)
    metrics.CONNECTED_WEBSOCKETS.inc()
    sockets = request.app[SOCKETS]
    sockets.add(socket)
    try:
        await _Visit(desk, socket, request.app[PACE]).serve()
    except Exception:
        # After the handshake there is no HTTP answer to give.
        metrics.ERRORS.labels("websocket").inc()
        log.exception("visit failed", extra={"channel": CHANNEL})
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)
    finally:
        sockets.discard(socket)
        metrics.CONNECTED_WEBSOCKETS.dec()
    return socket


SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("sockets")
PACE = web.AppKey("pace", Attempts)
"""Messages of each visitor, on all sockets together."""
NEW_CHATS = web.AppKey("new chats", Attempts)
"""Sessions started from each address."""


async def close_all(app: web.Application) -> None:
    """At shutdown: tell visitors to come back."""
    sockets = app[SOCKETS]
    for socket in tuple(sockets):
        with suppress(Exception):
            await socket.close(code=WSCloseCode.GOING_AWAY)


class _Visit:
    """One open socket of one visitor."""

    def __init__(self, desk: Desk, socket: web.WebSocketResponse, pace: Attempts) -> None:
        self._desk = desk
        self._socket = socket
        self._pace = pace
        self._address = ""
        self._locale: str | None = None
        self._seen = 0
        self._news = asyncio.Event()
        self._typing: deque[str] = deque(maxlen=4)
        self._bad_frames = 0

    async def serve(self) -> None:
        if not await self._hello():
            return
        presence = self._desk.chat_contacts.presence
        presence.arrive(self._address)
        subscription = self._desk.bus.subscribe(self._hear)
        pusher = asyncio.create_task(self._push())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(message.data)
                elif message.type is WSMsgType.BINARY:
                    await self._complain(Invalid("Frames must be text."))
                if self._bad_frames > MAX_BAD_FRAMES:
                    await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
        finally:
            presence.leave(self._address, self._desk.clock())
            self._desk.bus.unsubscribe(subscription)
            pusher.cancel()
            with suppress(asyncio.CancelledError):
                await pusher

    async def _hello(self) -> bool:
        """The first frame: a token, and the last number seen."""
        try:
            hello = _object(await self._socket.receive_str(timeout=HELLO_TIMEOUT_S))
            if hello.get("type") != "hello":
                raise Unauthorized("The first frame must be hello.")
            token = str(hello.get("token", ""))
            self._address = self._desk.webchat.open(token)
            self._locale = self._desk.webchat.locale(token)
        except JackError as error:
            await self._complain(error)
            await self._socket.close(code=CLOSE_UNAUTHORIZED)
            return False
        except (TypeError, TimeoutError, RuntimeError, ValueError):
            await self._socket.close(code=CLOSE_UNAUTHORIZED)
            return False
        after = hello.get("after")
        self._seen = after if isinstance(after, int) and 0 <= after < 2**53 else 0
        await self._send({"type": "ready", "sessionId": self._address})
        self._news.set()
        return True

    # -- from the visitor ------------------------------------------------------------------

    async def _take(self, data: str) -> None:
        client_id: object = None
        try:
            said = _object(data)
            client_id = said.get("clientId")
            await self._obey(said)
        except JackError as error:
            await self._complain(error, client_id)

    async def _obey(self, said: dict[str, Any]) -> None:
        match said.get("type"):
            case "message":
                self._pace.take(self._address)
                await self._desk.webchat.write(
                    self._address,
                    said.get("content"),
                    said.get("clientId"),
                    said.get("page"),
                    said.get("files"),
                    locale=self._locale,
                )
                await self._send(
                    {"type": "status", "clientId": said["clientId"], "status": "stored"}
                )
            case "ack":
                number = said.get("seq")
                if not isinstance(number, int) or number < 0:
                    raise Invalid("seq must be the number of a message.")
                await self._desk.webchat.seen(self._address, up_to=min(number, self._seen))
            case "ping":
                await self._send({"type": "pong"})
            case "typing":
                self._desk.bus.publish(Typing(CHANNEL, self._address, "guest"))
            case _:
                raise Invalid("Unknown frame type.")

    # -- to the visitor --------------------------------------------------------------------

    def _hear(self, event: Event) -> None:
        if isinstance(event, Typing) and event.sender != "guest":
            if event.address == self._address and event.channel == CHANNEL:
                self._typing.append(event.sender)
                self._news.set()
        elif isinstance(event, MessageAdded | MessageStatus):
            is_visible = isinstance(event, MessageAdded) or event.status in VISIBLE
            if is_visible and event.channel == CHANNEL and event.address == self._address:
                self._news.set()

    async def _push(self) -> None:
        """Send what became visible, in its order, once."""
        try:
            while not self._socket.closed:
                await self._news.wait()
                self._news.clear()
                while self._typing:
                    await self._send({"type": "typing", "sender": self._typing.popleft()})
                while lines := await self._desk.webchat.lines(self._address, after=self._seen):
                    for line in lines:
                        await self._send(frame(line, self._desk.media.links))
                        assert line.message.seq is not None
                        self._seen = line.message.seq
        except (ConnectionError, TimeoutError):
            await self._socket.close(code=WSCloseCode.GOING_AWAY)
        except Exception:
            # The visitor's page reconnects and catches up by number.
            metrics.ERRORS.labels("websocket").inc()
            log.exception("push failed", extra={"channel": CHANNEL})
            await self._socket.close(code=WSCloseCode.INTERNAL_ERROR)

    async def _complain(self, error: JackError, client_id: object = None) -> None:
        if isinstance(error, Invalid | TooLarge):
            self._bad_frames += 1
        words = STORE_FAILED if isinstance(error, DatabaseError) else str(error)
        said: dict[str, Any] = {"type": "error", "code": error.code, "message": words}
        if is_client_id(client_id):
            said["clientId"] = client_id
        await self._send(said)

    async def _send(self, said: dict[str, Any]) -> None:
        """A visitor who reads nothing for ten seconds is gone."""
        with suppress(ConnectionError):
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self._socket.send_str(json.dumps(said, ensure_ascii=False))


def _object(data: str) -> dict[str, Any]:
    if len(data.encode("utf-8", "replace")) > MAX_FRAME_BYTES:
        raise TooLarge("The frame is too large.")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Invalid("The frame is not JSON.") from error
    if not isinstance(said, dict):
        raise Invalid("The frame is not an object.")
    return said
