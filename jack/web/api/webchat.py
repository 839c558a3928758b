"""Web chat for pages that cannot hold a WebSocket open, and its sessions."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from jack.errors import NotFound, Unauthorized
from jack.model.clock import to_iso
from jack.services.webchat import CHANNEL
from jack.web.api.media import UploadQuery
from jack.web.chat_page import must_be_allowed_page
from jack.web.endpoint import Call, Model, Nothing, Routes, Streamed
from jack.web.files import UPLOADS, uploaded
from jack.web.middleware import client_of
from jack.web.websocket import NEW_CHATS, PACE, file_frame, frame

routes = Routes("webchat")


class NewSession(Model):
    language: str | None = Field(default=None, max_length=35, examples=["es"])


class SessionShape(Model):
    session_id: str
    token: str
    expires_at: str
    hotel_name: str
    max_length: int
    max_file_bytes: int
    contacts: list[str]


class NewContact(Model):
    contact: str = Field(max_length=200, examples=["ana@example.com", "+351912345678"])
    channel: Literal["sms", "whatsapp"] | None = Field(
        None, description="For a number, where both are offered; without it by SMS."
    )


class LeftContact(Model):
    channel: str
    contact: str


class ChatFile(Model):
    """A picture or document. `url` and `thumbnailUrl` are paths that are good for some minutes."""

    id: str
    kind: str
    name: str
    size: int
    width: int | None
    height: int | None
    url: str | None
    thumbnail_url: str | None


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
    files: list[ChatFile] = Field(default_factory=list)


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
    visit = call.desk.webchat.create(call.body.language)
    return SessionShape(
        session_id=visit.address,
        token=visit.token,
        expires_at=to_iso(visit.expires_at),
        hotel_name=call.desk.config.hotel.name,
        max_length=call.desk.config.channels.webchat.max_message_chars,
        contacts=await call.desk.chat_contacts.offered(),
        max_file_bytes=call.desk.config.media.chat_file_mb * 1024 * 1024,
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
    address = _visitor(call)
    call.desk.chat_contacts.presence.seen(address, call.desk.clock())
    lines = await call.desk.webchat.lines(address, after=call.query.after)
    links = call.desk.media.links
    return Lines(messages=[Line.model_validate(frame(line, links)) for line in lines])


@routes.add(
    "POST",
    "/api/v1/webchat/contact",
    body=NewContact,
    answer=LeftContact,
    is_public=True,
    errors=("UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "CONFLICT", "RATE_LIMITED"),
)
async def leave_contact(call: Call[Nothing, NewContact]) -> LeftContact:
    """Say where the hotel may write once the page is closed. It proves nothing.

    Authorization: Bearer with the session's token.
    """
    must_be_allowed_page(call.request)
    address = _visitor(call)
    call.request.app[PACE].take(address)
    contact = await call.desk.chat_contacts.leave(
        address, call.body.contact, prefers=call.body.channel
    )
    return LeftContact(channel=contact.channel, contact=contact.address)


@routes.add(
    "POST",
    "/api/v1/webchat/files",
    query=UploadQuery,
    body=Streamed,
    answer=ChatFile,
    status=201,
    is_public=True,
    errors=("UNAUTHORIZED", "FORBIDDEN", "RATE_LIMITED"),
)
async def upload_chat_file(call: Call[UploadQuery, Streamed]) -> ChatFile:
    """Upload a picture that the visitor's next message will take along.

    The body is the picture itself, or a form with it. Authorization: Bearer with the session's
    token. Its id goes into `files` of the message.
    """
    must_be_allowed_page(call.request)
    address = _visitor(call)
    call.request.app[UPLOADS].take(client_of(call.request))
    async with uploaded(call.request, call.query.name) as (blocks, name):
        file = await call.desk.webchat.upload(address, blocks, name, call.request.content_length)
    return ChatFile.model_validate(file_frame(file, call.desk.media.links))


@routes.add(
    "GET",
    "/api/v1/webchat/files/{id}",
    answer=ChatFile,
    is_public=True,
    errors=("UNAUTHORIZED", "NOT_FOUND"),
)
async def get_chat_file(call: Call[Nothing, Nothing]) -> ChatFile:
    """A file that the visitor sent or was sent, with new links to it."""
    file = await call.desk.webchat.file(_visitor(call), call.id())
    return ChatFile.model_validate(file_frame(file, call.desk.media.links))


def _visitor(call: Call[Any, Any]) -> str:
    """The visitor's address. Raises Unauthorized."""
    scheme, _, token = call.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized("Send the session's token as Authorization: Bearer TOKEN.")
    return call.desk.webchat.open(token)
