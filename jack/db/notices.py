"""What guests are still to be told about their tasks."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import sql
from jack.model.clock import Micros
from jack.model.tasks import Notice, NoticeState

_COLUMNS = "id, conversation_id, task_id, text, state, due_at, message_id, created_at"


def add(
    task_id: int,
    conversation_id: int,
    text: str,
    at: Micros,
    *,
    due_at: Micros,
    message_id: int | None = None,
) -> int:
    """Pending; with the message that says it already, sent."""
    return sql.insert(
        "notice",
        conversation_id=conversation_id,
        task_id=task_id,
        text=text,
        state=NoticeState.PENDING if message_id is None else NoticeState.SENT,
        due_at=due_at,
        message_id=message_id,
        created_at=at,
    )


def of(task_id: int) -> list[Notice]:
    """Oldest first."""
    return _notices("task_id = ? ORDER BY id", task_id)


def pending(conversation_id: int) -> list[Notice]:
    """Oldest first, due or not: what goes out goes out in one."""
    return _notices("conversation_id = ? AND state = 'pending' ORDER BY id", conversation_id)


def due(at: Micros, *, patience: Micros, limit: int) -> list[int]:
    """Conversations with something to settle, longest due first.

    While staff own a conversation its notices rest, `patience` beyond their time at most.
    """
    return [
        row[0]
        for row in sql.rows(
            "SELECT n.conversation_id FROM notice n JOIN conversation c ON c.id = n.conversation_id"
            " WHERE n.state = 'pending' AND n.due_at <= CASE WHEN c.owner_id IS NULL THEN ? ELSE ? END"
            " GROUP BY n.conversation_id ORDER BY min(n.due_at) LIMIT ?",
            at,
            at - patience,
            limit,
        )
    ]


def next_due(*, patience: Micros) -> Micros | None:
    """When `due` will find something next."""
    found: Micros | None = sql.value(
        "SELECT min(n.due_at + CASE WHEN c.owner_id IS NULL THEN 0 ELSE ? END)"
        " FROM notice n JOIN conversation c ON c.id = n.conversation_id WHERE n.state = 'pending'",
        patience,
    )
    return found


def sent(notice_ids: Sequence[int], message_id: int) -> None:
    sql.run(
        f"UPDATE notice SET state = 'sent', message_id = ? WHERE id IN ({sql.marks(notice_ids)})",
        message_id,
        *notice_ids,
    )


def suppress(notice_id: int) -> None:
    sql.run("UPDATE notice SET state = 'suppressed' WHERE id = ?", notice_id)


def postpone(notice_id: int, due_at: Micros) -> None:
    sql.run("UPDATE notice SET due_at = ? WHERE id = ?", due_at, notice_id)


def withdraw(task_id: int) -> int:
    """What a task's guest was to be told is no longer true; how many notices."""
    return sql.run(
        "UPDATE notice SET state = 'withdrawn' WHERE task_id = ? AND state = 'pending'", task_id
    )


def opted_out_at(guest_id: int, channel: str, purpose: str) -> Micros | None:
    """When a guest took their consent back (R8); None when the newest word is not a no."""
    found = sql.row(
        "SELECT is_given, created_at FROM consent WHERE guest_id = ? AND channel = ? AND purpose = ?"
        " ORDER BY id DESC LIMIT 1",
        guest_id,
        channel,
        purpose,
    )
    return found[1] if found is not None and not found[0] else None


def _notices(where: str, value: int) -> list[Notice]:
    return [
        Notice(
            id=row[0],
            conversation_id=row[1],
            task_id=row[2],
            text=row[3],
            state=NoticeState(row[4]),
            due_at=row[5],
            message_id=row[6],
            created_at=row[7],
        )
        for row in sql.rows(f"SELECT {_COLUMNS} FROM notice WHERE {where}", value)
    ]
