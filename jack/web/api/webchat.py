"""Web chat for pages that cannot hold a WebSocket open, and its sessions."""

from __future__ import annotations

from pydantic import Field

from jack.errors import NotFound, Unauthorized
from jack.model.clock import to_iso
from jack.services.webchat import CHANNEL
from jack.web.chat_page import must_be_allowed_page
from jack.web.endpoint import Call, Model, Nothing, Routes
from jack.web.middleware import client_of
from jack.web.websocket import NEW_CHATS, frame

routes = Routes("webchat")


class NewSession(Model):
    language: str | None = Field(default=None, max_length=35, examples=["es"])


class SessionShape(Model):
    session_id: str
    token: str
    expires_at: str
    hotel_name: str
    max_length: int


class After(Model):
    after: int = Field(default=0, ge=0, le=2**53, description="The last number seen.")


class Line(Model):
    type: str
    seq: int
    id: str
    sender: str
    name: str | None
    content: str
    created_at: str
    client_id: str | None


class Lines(Model):
    messages: list[Line]


@routes.add(
    "POST",
    "/api/v1/webchat/sessions",
    body=NewSession,
    answer=SessionShape,
    status=201,
    is_public=True,
    errors=("FORBIDDEN", "NOT_FOUND", "RATE_LIMITED"),
)
async def start_chat(call: Call[Nothing, NewSession]) -> SessionShape:
    """Start a chat; nothing is stored until the visitor writes."""
    must_be_allowed_page(call.request)
    if CHANNEL not in call.desk.channels:
        raise NotFound("Web chat is switched off.")
    call.request.app[NEW_CHATS].take(client_of(call.request))
    visit = call.desk.webchat.create()
    return SessionShape(
        session_id=visit.address,
        token=visit.token,
        expires_at=to_iso(visit.expires_at),
        hotel_name=call.desk.config.hotel.name,
        max_length=call.desk.config.channels.webchat.max_message_chars,
    )


@routes.add(
    "GET",
    "/api/v1/webchat/messages",
    query=After,
    answer=Lines,
    is_public=True,
    errors=("UNAUTHORIZED",),
)
async def list_chat(call: Call[After, Nothing]) -> Lines:
    """What the visitor can see after a number. Authorization: Bearer with the session's token."""
    scheme, _, token = call.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized("Send the session's token as Authorization: Bearer TOKEN.")
    address = call.desk.webchat.open(token)
    lines = await call.desk.webchat.lines(address, after=call.query.after)
    return Lines(messages=[Line.model_validate(frame(line)) for line in lines])
