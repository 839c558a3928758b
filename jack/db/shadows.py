"""Jack's words beside those of staff. They go with the conversation (R14)."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import sql, traces
from jack.model.clock import Micros
from jack.model.messages import MessageId
from jack.model.shadows import Outcome, Pair
from jack.model.staff import StaffId


def add(
    conversation_id: int,
    question_id: MessageId,
    at: Micros,
    *,
    topic: str,
    text: str,
    language: str,
    draft_id: MessageId | None = None,
) -> int:
    return sql.insert(
        "shadow",
        conversation_id=conversation_id,
        question_id=question_id,
        draft_id=draft_id,
        topic=topic,
        text=text,
        language=language,
        created_at=at,
    )


def settle(
    draft_id: MessageId, outcome: Outcome, at: Micros, *, staff_id: StaffId, sent: bool
) -> None:
    """A person decided on a draft. What was thrown away needs no comparison."""
    sql.run(
        "UPDATE shadow SET outcome = ?, settled_at = ?, staff_id = ?, reply_id = ?, agrees = ?,"
        " judged_at = ? WHERE draft_id = ? AND settled_at IS NULL",
        outcome,
        at,
        staff_id,
        draft_id if sent else None,
        None if sent else 0,
        None if sent else at,
        draft_id,
    )


def answered(conversation_id: int, reply_id: MessageId, at: Micros, *, staff_id: StaffId) -> None:
    """A person wrote to the guest: beside what Jack would have said, or after what he did say."""
    settled = sql.run(
        "UPDATE shadow SET outcome = 'beside', settled_at = ?, staff_id = ?, reply_id = ?"
        " WHERE conversation_id = ? AND settled_at IS NULL",
        at,
        staff_id,
        reply_id,
        conversation_id,
    )
    if settled:
        return
    last = sql.row(
        "SELECT id, text, language, sender FROM message WHERE conversation_id = ? AND id < ?"
        " AND sender IN ('guest', 'ai', 'staff') AND coalesce(delivery, '') NOT IN"
        " ('draft', 'discarded', 'expired') ORDER BY id DESC LIMIT 1",
        conversation_id,
        reply_id,
    )
    trace = traces.of_message(last[0]) if last and last[3] == "ai" else None
    if last is None or trace is None or not trace.get("answered") or not trace["questionId"]:
        return
    found = add(
        conversation_id,
        trace["questionId"],
        at,
        topic=topic_of(trace),
        text=last[1],
        language=last[2] or "",
    )
    sql.run(
        "UPDATE shadow SET outcome = 'corrected', settled_at = ?, staff_id = ?, reply_id = ?"
        " WHERE id = ?",
        at,
        staff_id,
        reply_id,
        found,
    )


def topic_of(trace: dict[str, object]) -> str:
    intents = trace.get("intents")
    first = intents[0] if isinstance(intents, list) and intents else {}
    return str(first.get("name", "other.unclear")) if isinstance(first, dict) else "other.unclear"


def unjudged(limit: int) -> list[Pair]:
    found = sql.rows(
        "SELECT s.id, s.outcome, s.text, s.language, m.text, m.language FROM shadow s"
        " JOIN message m ON m.id = s.reply_id WHERE s.judged_at IS NULL AND s.settled_at IS NOT NULL"
        " ORDER BY s.id LIMIT ?",
        limit,
    )
    return [Pair(row[0], Outcome(row[1]), *row[2:]) for row in found]


def judge(shadow_id: int, agrees: bool, likeness: float, at: Micros) -> None:
    sql.run(
        "UPDATE shadow SET agrees = ?, likeness = ?, judged_at = ? WHERE id = ?",
        int(agrees),
        likeness,
        at,
        shadow_id,
    )


def judged(
    since: Micros, *, outcomes: Sequence[Outcome] = tuple(Outcome)
) -> list[tuple[str, Outcome, bool, Micros]]:
    """(topic, outcome, whether staff said the same, when it was judged)."""
    found = sql.rows(
        "SELECT topic, outcome, agrees, judged_at FROM shadow WHERE judged_at > ?"
        f" AND outcome IN ({sql.marks(outcomes)})",
        since,
        *outcomes,
    )
    return [(row[0], Outcome(row[1]), bool(row[2]), row[3]) for row in found]
