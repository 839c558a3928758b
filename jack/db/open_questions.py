"""What Jack asked before a request can be a task, and the request as it stood then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jack.db import sql
from jack.model.clock import Micros
from jack.model.tasks import (
    Department,
    Item,
    OpenQuestion,
    Priority,
    QuestionKind,
    TaskKind,
    TaskProposal,
)


def put(
    conversation_id: int,
    kind: QuestionKind,
    proposals: Sequence[TaskProposal],
    expires_at: Micros,
    at: Micros,
) -> int:
    """Remember a question; the one asked before it is no longer open."""
    sql.run(
        "UPDATE open_question SET settled_at = ? WHERE conversation_id = ? AND settled_at IS NULL",
        at,
        conversation_id,
    )
    return sql.insert(
        "open_question",
        conversation_id=conversation_id,
        kind=kind,
        proposals=sql.dumps([to_json(proposal) for proposal in proposals]),
        expires_at=expires_at,
        created_at=at,
    )


def current(conversation_id: int, at: Micros) -> OpenQuestion | None:
    """The question the guest may be answering."""
    found = sql.row(
        "SELECT id, conversation_id, kind, proposals, expires_at, created_at FROM open_question"
        " WHERE conversation_id = ? AND settled_at IS NULL AND expires_at > ?"
        " ORDER BY id DESC LIMIT 1",
        conversation_id,
        at,
    )
    if found is None:
        return None
    return OpenQuestion(
        id=found[0],
        conversation_id=found[1],
        kind=QuestionKind(found[2]),
        proposals=tuple(from_json(each) for each in sql.loads(found[3])),
        expires_at=found[4],
        created_at=found[5],
    )


def settle(question_id: int, at: Micros) -> bool:
    """It was answered, or no longer matters; False when it was settled before."""
    changed = sql.run(
        "UPDATE open_question SET settled_at = ? WHERE id = ? AND settled_at IS NULL",
        at,
        question_id,
    )
    return changed == 1


def to_json(proposal: TaskProposal) -> dict[str, object]:
    """A proposal as it is kept."""
    return {
        "department": proposal.department,
        "title": proposal.title,
        "priority": proposal.priority,
        "kind": proposal.kind,
        "items": [[item.name, item.quantity] for item in proposal.items],
        "room": proposal.room,
        "note": proposal.note,
        "intent": proposal.intent,
        "dueAt": proposal.due_at,
    }


def from_json(data: Mapping[str, Any]) -> TaskProposal:
    return TaskProposal(
        department=Department(data["department"]),
        title=data["title"],
        priority=Priority(data["priority"]),
        kind=TaskKind(data["kind"]),
        items=tuple(Item(name, quantity) for name, quantity in data["items"]),
        room=data["room"],
        note=data["note"],
        intent=data["intent"],
        due_at=data["dueAt"],
    )
