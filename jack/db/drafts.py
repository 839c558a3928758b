"""Jack's words that wait for a person: suggestions and drafts."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import messages, open_questions, sql, words
from jack.model.masking import mask
from jack.model.messages import Delivery, MessageId, Sender
from jack.model.tasks import TaskProposal


def keep_proposals(message_id: MessageId, proposals: Sequence[TaskProposal]) -> None:
    """The tasks a suggestion speaks of; they are made when it is sent (R5)."""
    if not proposals:
        return
    data = {"proposals": [open_questions.to_json(each) for each in proposals]}
    sql.run("UPDATE message SET data = ? WHERE id = ?", sql.dumps(data), message_id)


def proposals(message_id: MessageId) -> tuple[TaskProposal, ...]:
    data = sql.loads(sql.value("SELECT data FROM message WHERE id = ?", message_id)) or {}
    return tuple(open_questions.from_json(each) for each in data.get("proposals", ()))


def suggestion_of(conversation_id: int) -> MessageId | None:
    """The draft made since the guest last wrote."""
    found: MessageId | None = sql.value(
        "SELECT max(id) FROM message WHERE conversation_id = ? AND delivery = 'draft' AND id >"
        " coalesce((SELECT max(id) FROM message WHERE conversation_id = ? AND sender = 'guest'), 0)",
        conversation_id,
        conversation_id,
    )
    return found


def is_any_left(conversation_id: int) -> bool:
    """Whether words of Jack's still wait in a conversation."""
    return bool(
        sql.value(
            "SELECT 1 FROM message WHERE conversation_id = ? AND delivery = 'draft' LIMIT 1",
            conversation_id,
        )
    )


def waiting(conversation_id: int, *, limit: int) -> list[MessageId]:
    """What the guest wrote since the last answer; else the last thing the guest wrote."""
    found = sql.rows(
        "SELECT id FROM message WHERE conversation_id = ? AND sender = 'guest' AND id > coalesce("
        " (SELECT max(id) FROM message WHERE conversation_id = ? AND sender IN ('ai', 'staff')"
        "  AND delivery NOT IN ('draft', 'discarded', 'expired')), 0) ORDER BY id DESC LIMIT ?",
        conversation_id,
        conversation_id,
        limit,
    ) or sql.rows(
        "SELECT id FROM message WHERE conversation_id = ? AND sender = 'guest'"
        " ORDER BY id DESC LIMIT 1",
        conversation_id,
    )
    return [row[0] for row in reversed(found)]


def release(
    message_id: MessageId,
    text: str,
    *,
    sender: Sender,
    staff_id: int,
    channel: str,
    address: str,
) -> None:
    """Make a draft a message that is about to be sent; what was queued of it before is dropped."""
    sql.run("DELETE FROM outbox WHERE message_id = ?", message_id)
    sql.run(
        "UPDATE message SET sender = ?, staff_id = ?, channel = ?, address = ?, delivery = ?,"
        " failure = NULL WHERE id = ?",
        sender,
        staff_id,
        channel,
        address,
        Delivery.QUEUED,
        message_id,
    )
    found, text = messages.get(message_id), mask(text)
    if found is not None and found.text != text:
        sql.run("UPDATE message SET text = ? WHERE id = ?", text, message_id)
        sql.insert("message_words", rowid=message_id, text=words.searchable(text))


def discard(message_id: MessageId) -> None:
    """It will not be sent."""
    sql.run(
        "UPDATE outbox SET state = 'discarded' WHERE message_id = ? AND state IN ('expired', 'failed')",
        message_id,
    )
    messages.set_delivery(message_id, Delivery.DISCARDED)
