"""Finding messages and guests by their words."""

from __future__ import annotations

from jack.db import messages, sql, words
from jack.model.inbox import Found, FoundGuest

MOST_MESSAGES = 1000
MOST_GUESTS = 200


def by_message(text: str, *, limit: int, before: int | None = None) -> list[Found]:
    """Messages that have all the words, newest first."""
    ids = _message_ids(text, limit=limit, before=before)
    names = {
        row[0]: f"{row[1]} {row[2]}".strip()
        for row in sql.rows(
            "SELECT m.id, g.first_name, g.last_name FROM message m"
            " JOIN conversation c ON c.id = m.conversation_id JOIN guest g ON g.id = c.guest_id"
            f" WHERE m.id IN ({sql.marks(ids)})",
            *ids,
        )
    }
    found = messages.get_many(ids)
    return [Found(message, names[message.id]) for message in reversed(found)]


def by_guest(text: str, *, limit: int) -> list[FoundGuest]:
    """Guests by name, number, e-mail address, and by the room or confirmation of a stay."""
    ids = _guest_ids(text, limit=limit)
    rows = sql.rows(
        "SELECT g.id, g.first_name, g.last_name, g.phone, g.email,"
        " (SELECT r.room FROM reservation r WHERE r.guest_id = g.id"
        "   AND r.status IN ('confirmed', 'checked_in') ORDER BY r.arrival LIMIT 1),"
        " (SELECT max(c.id) FROM conversation c WHERE c.guest_id = g.id)"
        f" FROM guest g WHERE g.merged_into IS NULL AND g.id IN ({sql.marks(ids)})",
        *ids,
    )
    found = {row[0]: FoundGuest(row[0], f"{row[1]} {row[2]}".strip(), *row[3:7]) for row in rows}
    return [found[guest_id] for guest_id in ids if guest_id in found]


def conversation_ids(text: str) -> list[int]:
    """Conversations in which the words were said, or whose guest they name.

    Of a very common word the newest messages only.
    """
    said = _message_ids(text, limit=MOST_MESSAGES, before=None)
    guests = _guest_ids(text, limit=MOST_GUESTS)
    return [
        row[0]
        for row in sql.rows(
            "SELECT DISTINCT conversation_id FROM message WHERE id IN (SELECT value FROM json_each(?))"
            " UNION SELECT id FROM conversation WHERE guest_id IN (SELECT value FROM json_each(?))",
            sql.dumps(said),
            sql.dumps(guests),
        )
    ]


def _message_ids(text: str, *, limit: int, before: int | None) -> list[int]:
    query = words.query(text)
    if not query:
        return []
    return [
        row[0]
        for row in sql.rows(
            "SELECT rowid FROM message_words WHERE message_words MATCH ? AND rowid < ?"
            " ORDER BY rowid DESC LIMIT ?",
            query,
            before if before is not None else 2**62,
            limit,
        )
    ]


def _guest_ids(text: str, *, limit: int) -> list[int]:
    query = words.query(text, shortest_beginning=1)
    if not query:
        return []
    found = sql.rows(
        "SELECT rowid FROM guest_words WHERE guest_words MATCH ? ORDER BY rowid DESC LIMIT ?",
        query,
        limit,
    )
    word = text.strip()
    found += sql.rows(
        "SELECT guest_id FROM reservation WHERE confirmation = ?"
        " UNION SELECT guest_id FROM reservation WHERE room = ? AND status = 'checked_in'",
        word,
        word,
    )
    return list(dict.fromkeys(row[0] for row in found))[:limit]
