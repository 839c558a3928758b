"""When somebody last wrote with a guest, from where, and in which conversation it goes on."""

from __future__ import annotations

from jack.db import conversations, sql
from jack.model.clock import Micros
from jack.model.conversations import Conversation, ConversationId


def newest(guest_id: int) -> Conversation | None:
    """A guest's conversation of the last message."""
    found = sql.value(
        "SELECT id FROM conversation WHERE guest_id = ? ORDER BY last_message_at DESC, id DESC"
        " LIMIT 1",
        guest_id,
    )
    return conversations.get(found) if found is not None else None


def is_with_people(guest_id: int) -> bool:
    """Whether staff own an open conversation of this guest, or were called to one."""
    return bool(
        sql.value(
            "SELECT 1 FROM conversation WHERE guest_id = ? AND (state = 'escalated'"
            "  OR (owner_id IS NOT NULL AND state IN ('new', 'active'))) LIMIT 1",
            guest_id,
        )
    )


def last_word_at(guest_id: int, *, since: Micros) -> Micros | None:
    """When guest or staff last said something, or Jack answered; not what rules sent."""
    found: Micros | None = sql.value(
        "SELECT max(m.created_at) FROM conversation c JOIN message m ON m.conversation_id = c.id"
        " WHERE c.guest_id = ? AND c.last_message_at >= ? AND m.created_at >= ?"
        " AND m.sender IN ('guest', 'staff', 'ai') AND NOT EXISTS"
        "  (SELECT 1 FROM automation_run r WHERE r.message_id = m.id)",
        guest_id,
        since,
        since,
    )
    return found


def account_of(channel: str, address: str) -> str:
    """The account that this address was last written to from; empty when never."""
    found = sql.value(
        "SELECT account FROM conversation WHERE channel = ? AND address = ? ORDER BY id DESC LIMIT 1",
        channel,
        address,
    )
    return str(found or "")


def going_on(guest_id: int, reservation_id: int | None) -> ConversationId | None:
    """A guest's conversation about a stay, or about none yet, that is not closed."""
    found: ConversationId | None = sql.value(
        "SELECT id FROM conversation WHERE guest_id = ? AND state <> 'closed'"
        " AND (reservation_id IS ? OR reservation_id IS NULL)"
        " ORDER BY reservation_id IS ? DESC, id DESC LIMIT 1",
        guest_id,
        reservation_id,
        reservation_id,
    )
    return found


def has_stayed_before(guest_id: int, reservation_id: int, arrival: str) -> bool:
    return bool(
        sql.value(
            "SELECT 1 FROM reservation WHERE guest_id = ? AND id <> ? AND departure <= ?"
            " AND status IN ('checked_in', 'checked_out') LIMIT 1",
            guest_id,
            reservation_id,
            arrival,
        )
    )
