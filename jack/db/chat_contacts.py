"""Contact data that visitors of the web chat left: a message of theirs that says so."""

from __future__ import annotations

from jack.db import attempts, messages, sql
from jack.model.chat_contacts import Contact, route_of
from jack.model.clock import Micros
from jack.model.messages import Delivery, Kind, MessageId, Sender

CHANNEL = "webchat"


def add(contact: Contact) -> MessageId:
    return messages.add(
        conversation_id=contact.conversation_id,
        sender=Sender.GUEST,
        channel=CHANNEL,
        address=contact.visitor,
        kind=Kind.CONTACTS,
        text=contact.address,
        data={"contact": {"channel": contact.channel, "address": contact.address}},
        seq=messages.next_seq(),
        at=contact.left_at,
    )


def conversation_of(visitor: str) -> tuple[int, int] | None:
    """(conversation, guest) that a visitor wrote in last; None before they wrote."""
    found = sql.row(
        "SELECT c.id, c.guest_id FROM message m JOIN conversation c ON c.id = m.conversation_id"
        " WHERE m.channel = 'webchat' AND m.address = ? AND m.sender = 'guest'"
        " ORDER BY m.id DESC LIMIT 1",
        visitor,
    )
    return (found[0], found[1]) if found else None


def count(conversation_id: int) -> int:
    return int(
        sql.value(
            "SELECT count(*) FROM message WHERE conversation_id = ? AND kind = 'contacts'"
            " AND channel = 'webchat'",
            conversation_id,
        )
    )


def open_ones(since: Micros) -> list[Contact]:
    """The newest contact of every conversation that still goes on in the chat and in which somebody
    said something since then."""
    return [
        Contact(*row)
        for row in sql.rows(
            "SELECT c.id, c.guest_id, m.address, json_extract(m.data, '$.contact.channel'),"
            " json_extract(m.data, '$.contact.address'), max(m.created_at)"
            # By time first: most chats are over for good. LIMIT, CROSS and the plus keep it so.
            " FROM (SELECT id, guest_id, address FROM conversation WHERE last_message_at >= ?"
            "  AND +channel = 'webchat' AND state <> 'closed' LIMIT -1) c"
            " CROSS JOIN message m ON m.channel = 'webchat' AND m.address = c.address"
            " WHERE m.conversation_id = c.id AND m.kind = 'contacts' AND m.data IS NOT NULL"
            " GROUP BY c.id",
            since,
        )
    ]


def handed_over(channel: str, address: str, since: Micros) -> tuple[int, int] | None:
    """(conversation, guest) of what goes on at this address, left in a chat lately."""
    found = sql.row(
        "SELECT c.id, c.guest_id FROM conversation c WHERE c.channel = ? AND c.address = ?"
        " AND EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id"
        "  AND m.kind = 'contacts' AND m.channel = 'webchat' AND m.created_at >= ?"
        "  AND json_extract(m.data, '$.contact.address') = ?)"
        " ORDER BY c.id DESC LIMIT 1",
        channel,
        route_of(channel, address),
        since,
        address,
    )
    return (found[0], found[1]) if found else None


def has_refused(channel: str, route: str) -> bool:
    """Whether anybody who was written to there has stopped messages: a new visitor who names the
    same address is not asked for it (R8)."""
    return bool(
        sql.value(
            "SELECT 1 FROM conversation c WHERE c.channel = ? AND c.address = ?"
            " AND (SELECT is_given FROM consent WHERE guest_id = c.guest_id AND channel = c.channel"
            "  AND purpose = 'messages' ORDER BY created_at DESC, id DESC LIMIT 1) = 0 LIMIT 1",
            channel,
            route,
        )
    )


def sent_to(channel: str, route: str, since: Micros) -> int:
    return int(
        sql.value(
            "SELECT count(*) FROM outbox WHERE channel = ? AND address = ? AND created_at >= ?",
            channel,
            route,
            since,
        )
    )


def move(contact: Contact, at: Micros) -> None:
    """The conversation goes on there."""
    sql.run(
        "UPDATE conversation SET channel = ?, account = '', address = ?, updated_at = ?"
        " WHERE id = ?",
        contact.channel,
        contact.route,
        at,
        contact.conversation_id,
    )


def unread(conversation_id: int, since: Micros) -> list[int]:
    """Sends that the visitor's page has not shown, oldest first."""
    return [
        row[0]
        for row in sql.rows(
            "SELECT o.id FROM outbox o JOIN message m ON m.id = o.message_id"
            " WHERE o.conversation_id = ? AND o.channel = 'webchat' AND o.state = 'sent'"
            " AND m.delivery = 'sent' AND o.created_at >= ? ORDER BY o.id",
            conversation_id,
            since,
        )
    ]


def send_too(outbox_id: int, channel: str, route: str, at: Micros, *, expires_at: Micros) -> None:
    """Send there what the chat shows unread; it stays in the chat for who comes back."""
    attempts.close(outbox_id, at)
    sql.run(
        "UPDATE outbox SET channel = ?, account = '', address = ?, vendor_id = NULL,"
        " state = 'queued', attempts = 0, next_at = ?, expires_at = ?, holder = NULL,"
        " error_code = NULL, error_text = NULL, updated_at = ? WHERE id = ?",
        channel,
        route,
        at,
        expires_at,
        at,
        outbox_id,
    )
    message_id = sql.value("SELECT message_id FROM outbox WHERE id = ?", outbox_id)
    messages.set_delivery(message_id, Delivery.QUEUED)
