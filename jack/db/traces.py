"""Why Jack said that (R13)."""

from __future__ import annotations

from typing import Any

from jack.db import sql
from jack.model.clock import Micros


def add(
    conversation_id: int,
    data: dict[str, Any],
    at: Micros,
    *,
    question_id: int | None,
    answer_id: int | None,
) -> int:
    return sql.insert(
        "trace",
        conversation_id=conversation_id,
        question_id=question_id,
        answer_id=answer_id,
        data=sql.dumps(data),
        created_at=at,
    )


def of_message(message_id: int) -> dict[str, Any] | None:
    """The trace of the turn that this message asked for or answered; the newest when several."""
    found = sql.row(
        "SELECT data, question_id, answer_id, conversation_id, created_at FROM trace"
        " WHERE answer_id = ? OR question_id = ? ORDER BY id DESC LIMIT 1",
        message_id,
        message_id,
    )
    if found is None:
        return None
    data: dict[str, Any] = sql.loads(found[0])
    return data | {
        "questionId": found[1],
        "answerId": found[2],
        "conversationId": found[3],
        "createdAt": found[4],
    }


def top_intent(question_id: int) -> str:
    """What the turn of a guest's message was about most of all; empty when that is not known."""
    data = sql.value(
        "SELECT data FROM trace WHERE question_id = ? ORDER BY id DESC LIMIT 1", question_id
    )
    intents = sql.loads(data).get("intents") if data is not None else None
    return str(intents[0]["name"]) if intents else ""


def forget(before: Micros) -> int:
    return sql.run("DELETE FROM trace WHERE created_at < ?", before)
