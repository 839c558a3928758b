"""What waits to be sent, failed, or may not have arrived."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.messages import Delivery, OutboxItem
from jack.model.staff import Permission
from jack.web.api.shapes import Page, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("outbox")
WAITING = (Delivery.QUEUED, Delivery.SENDING, Delivery.UNCERTAIN, Delivery.FAILED, Delivery.EXPIRED)


class OutboxQuery(Page):
    state: (
        Literal[
            "queued",
            "sending",
            "uncertain",
            "sent",
            "delivered",
            "read",
            "failed",
            "expired",
            "discarded",
        ]
        | None
    ) = Field(default=None, description="Without it: everything not arrived.")


class OutboxShape(Model):
    id: str
    message_id: str
    conversation_id: str
    kind: str
    channel: str
    state: str
    attempts: int
    next_at: str
    expires_at: str
    error_code: str | None
    error: str | None
    created_at: str

    @classmethod
    def of(cls, item: OutboxItem) -> OutboxShape:
        return cls(
            id=str(item.id),
            message_id=str(item.message_id),
            conversation_id=str(item.conversation_id),
            kind=item.kind,
            channel=item.channel,
            state=item.state,
            attempts=item.attempts,
            next_at=to_iso(item.next_at),
            expires_at=to_iso(item.expires_at),
            error_code=item.error_code,
            error=item.error_text,
            created_at=to_iso(item.created_at),
        )


class Outbox(Model):
    outbox: list[OutboxShape]
    cursor: str | None


@routes.add("GET", "/api/v1/outbox", query=OutboxQuery, answer=Outbox, needs=Permission.READ_OUTBOX)
async def list_outbox(call: Call[OutboxQuery, Nothing]) -> Outbox:
    """Outgoing messages, newest first."""
    ask = call.query
    before = decode(ask.cursor, 1)
    found = await call.desk.conversations.outbox(
        states=[ask.state] if ask.state else list(WAITING),
        before=before[0] if before else None,
        limit=ask.limit,
    )
    is_full = len(found) == ask.limit
    return Outbox(
        outbox=[OutboxShape.of(item) for item in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "POST",
    "/api/v1/outbox/{id}/retry",
    status=204,
    needs=Permission.WRITE_CONVERSATIONS,
    errors=("NOT_FOUND", "CONFLICT"),
    is_sending=True,
)
async def retry_outbox(call: Call[Nothing, Nothing]) -> None:
    """Send again, also what may have arrived already."""
    await call.desk.conversations.retry(call.id(), actor=f"staff:{call.who.id}")


@routes.add(
    "POST",
    "/api/v1/outbox/{id}/discard",
    status=204,
    needs=Permission.WRITE_CONVERSATIONS,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def discard_outbox(call: Call[Nothing, Nothing]) -> None:
    """Never send it."""
    await call.desk.conversations.discard(call.id(), actor=f"staff:{call.who.id}")
