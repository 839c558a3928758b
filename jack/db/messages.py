"""What was said, by whom, and whether it arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from jack.db import media, sql, words
from jack.model.clock import Micros
from jack.model.extras import extra_of
from jack.model.masking import mask
from jack.model.messages import Delivery, Kind, Message, MessageId, Sender, Source

_COLUMNS = (
    "id, conversation_id, sender, staff_id, channel, address, kind, text, language, delivery,"
    " failure, sources, client_id, seq, created_at, json_extract(data, '$.page'),"
    " CASE WHEN kind IN ('location', 'contacts', 'order', 'reaction', 'unsupported') THEN data END"
)


def add(
    *,
    conversation_id: int,
    sender: Sender,
    channel: str,
    address: str,
    text: str,
    at: Micros,
    kind: Kind = Kind.TEXT,
    staff_id: int | None = None,
    data: object = None,
    language: str | None = None,
    delivery: Delivery | None = None,
    sources: Sequence[Source] = (),
    client_id: str | None = None,
    seq: int | None = None,
) -> MessageId:
    """Numbers of cards and identity papers are not stored, whoever writes them."""
    text = mask(text)
    message_id = sql.insert(
        "message",
        conversation_id=conversation_id,
        sender=sender,
        staff_id=staff_id,
        channel=channel,
        address=address,
        kind=kind,
        text=text,
        data=sql.dumps(data) if data else None,
        language=language,
        delivery=delivery,
        failure=None,
        sources=sql.dumps([_source_json(s) for s in sources]) if sources else None,
        client_id=client_id,
        seq=seq,
        created_at=at,
    )
    if text:
        sql.insert("message_words", rowid=message_id, text=words.searchable(text))
    sql.run(
        "UPDATE conversation SET last_message_at = ?, updated_at = ?,"
        " last_guest_message_at = CASE WHEN ? = 'guest' THEN ? ELSE last_guest_message_at END"
        " WHERE id = ?",
        at,
        at,
        sender,
        at,
        conversation_id,
    )
    return message_id


def next_seq() -> int:
    """The next number of what web chat guests can see."""
    return int(
        sql.value(
            "INSERT INTO counter (name, value) VALUES ('webchat', 1)"
            " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
        )
    )


def get(message_id: MessageId) -> Message | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM message WHERE id = ?", message_id)
    return _messages([found])[0] if found else None


def get_many(message_ids: Iterable[MessageId]) -> list[Message]:
    """In the order they were stored."""
    ids = list(message_ids)
    statement = f"SELECT {_COLUMNS} FROM message WHERE id IN ({sql.marks(ids)}) ORDER BY id"
    return _messages(sql.rows(statement, *ids))


def by_vendor_id(channel: str, account: str, vendor_id: str) -> MessageId | None:
    """The message that a vendor calls so: one of ours, or one that a guest wrote."""
    found: int | None = sql.value(
        "SELECT message_id FROM outbox WHERE channel = ? AND vendor_id = ?"
        " UNION ALL SELECT message_id FROM inbox WHERE channel = ? AND account = ? AND vendor_id = ?"
        " LIMIT 1",
        channel,
        vendor_id,
        channel,
        account,
        vendor_id,
    )
    return found


def page(conversation_id: int, *, before: MessageId | None, limit: int) -> list[Message]:
    """The newest `limit` messages older than `before`, newest first."""
    return _messages(
        sql.rows(
            f"SELECT {_COLUMNS} FROM message WHERE conversation_id = ? AND id < ?"
            " ORDER BY id DESC LIMIT ?",
            conversation_id,
            before if before is not None else 2**62,
            limit,
        )
    )


def all_of(conversation_id: int) -> list[Message]:
    """The whole thread, oldest first."""
    statement = f"SELECT {_COLUMNS} FROM message WHERE conversation_id = ? ORDER BY id"
    return _messages(sql.rows(statement, conversation_id))


def history(conversation_id: int, *, before: MessageId, limit: int) -> list[Message]:
    """What a guest and the hotel said to each other before `before`, oldest first."""
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM message WHERE conversation_id = ? AND id < ? AND sender != 'system'"
        " AND (delivery IS NULL OR delivery NOT IN ('draft', 'discarded', 'expired'))"
        " ORDER BY id DESC LIMIT ?",
        conversation_id,
        before,
        limit,
    )
    return _messages(found[::-1])


def visible(channel: str, address: str, *, after: int, limit: int = 500) -> list[Message]:
    """What the guest at a web chat address can see, in the order it became visible."""
    return _messages(
        sql.rows(
            f"SELECT {_COLUMNS} FROM message WHERE channel = ? AND address = ? AND seq > ?"
            " ORDER BY seq LIMIT ?",
            channel,
            address,
            after,
            limit,
        )
    )


def set_delivery(message_id: MessageId, delivery: Delivery, failure: str | None = None) -> None:
    sql.run(
        "UPDATE message SET delivery = ?, failure = ? WHERE id = ?", delivery, failure, message_id
    )


def set_route(message_id: MessageId, channel: str, address: str) -> None:
    """By which channel it goes in the end."""
    sql.run(
        "UPDATE message SET channel = ?, address = ? WHERE id = ?", channel, address, message_id
    )


def make_visible(message_id: MessageId) -> None:
    """Number a web chat message the moment it counts as sent. Once only."""
    if sql.value("SELECT seq FROM message WHERE id = ?", message_id) is None:
        sql.run("UPDATE message SET seq = ? WHERE id = ?", next_seq(), message_id)


def mark_read(channel: str, address: str, *, up_to_seq: int) -> list[tuple[int, MessageId]]:
    """The guest has seen everything up to `up_to_seq`: (conversation, message) that changed."""
    changed = sql.rows(
        "UPDATE message SET delivery = 'read' WHERE channel = ? AND address = ? AND seq <= ?"
        " AND sender != 'guest' AND delivery IN ('sent', 'delivered')"
        " RETURNING conversation_id, id",
        channel,
        address,
        up_to_seq,
    )
    for _, message_id in changed:
        sql.run("UPDATE outbox SET state = 'read' WHERE message_id = ?", message_id)
    return [(row[0], row[1]) for row in changed]


def _source_json(source: Source) -> dict[str, object]:
    return {
        "kind": source.kind,
        "id": source.id,
        "version": source.version,
        "title": source.title,
        "score": source.score,
    }


def _messages(rows: Sequence[sql.Row]) -> list[Message]:
    """With their files."""
    files = media.of_messages([row[0] for row in rows])
    found = [_message(row) for row in rows]
    return [replace(m, files=files[m.id]) if m.id in files else m for m in found]


def _message(row: sql.Row) -> Message:
    return Message(
        id=row[0],
        conversation_id=row[1],
        sender=Sender(row[2]),
        staff_id=row[3],
        channel=row[4],
        address=row[5],
        kind=Kind(row[6]),
        text=row[7],
        language=row[8],
        delivery=Delivery(row[9]) if row[9] else None,
        failure=row[10],
        sources=tuple(Source(**s) for s in sql.loads(row[11]) or ()),
        client_id=row[12],
        seq=row[13],
        created_at=row[14],
        page=row[15],
        extra=extra_of(sql.loads(row[16])) if row[16] else None,
    )
