"""What happened in a conversation beside its messages: notes, what was done with it, who can be reached."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.inbox import Note, Reach, SystemEvent
from jack.model.masking import mask

SHOWN = (
    "conversation.claim",
    "conversation.release",
    "conversation.transfer",
    "conversation.escalate",
    "conversation.resolve",
    "conversation.reopen",
)
"""Lines of the audit that a thread shows."""


def add_note(conversation_id: int, staff_id: int | None, text: str, at: Micros) -> Note:
    """Without a person it is Jack's own."""
    note_id = sql.insert(
        "conversation_note",
        conversation_id=conversation_id,
        staff_id=staff_id,
        text=mask(text),
        created_at=at,
    )
    (note,) = _notes("n.id = ?", note_id)
    return note


def notes(conversation_id: int, *, since: Micros, before: Micros) -> list[Note]:
    return _notes(
        "n.conversation_id = ? AND n.created_at >= ? AND n.created_at < ?",
        conversation_id,
        since,
        before,
    )


def events(conversation_id: int, *, since: Micros, before: Micros) -> list[SystemEvent]:
    """What staff did with the conversation, oldest first."""
    return [
        SystemEvent(
            id=row[0],
            action=row[1].removeprefix("conversation."),
            staff_id=row[4],
            staff_name=row[5],
            data=sql.loads(row[3]) or {},
            at=row[2],
        )
        for row in sql.rows(
            "SELECT a.id, a.action, a.at, a.data, s.id, s.name FROM audit a"
            " LEFT JOIN staff s ON a.actor = 'staff:' || s.id"
            f" WHERE a.subject = ? AND a.action IN ({sql.marks(SHOWN)}) AND a.at >= ? AND a.at < ?"
            " ORDER BY a.id",
            f"conversation:{conversation_id}",
            *SHOWN,
            since,
            before,
        )
    ]


def reaches(guest_id: int) -> list[Reach]:
    """Where a guest can be written to, the address used last first."""
    return [
        Reach(row[0], row[1] or "", row[2], row[3] == 0, row[4])
        for row in sql.rows(
            "SELECT i.channel,"
            " coalesce((SELECT c.account FROM conversation c WHERE c.channel = i.channel"
            "   AND c.address = i.address ORDER BY c.id DESC LIMIT 1),"
            "  (SELECT c.account FROM conversation c WHERE c.channel = i.channel"
            "   ORDER BY c.last_message_at DESC LIMIT 1)),"
            " i.address,"
            " (SELECT n.is_given FROM consent n WHERE n.guest_id = i.guest_id"
            "   AND n.channel = i.channel AND n.purpose = 'messages'"
            "   ORDER BY n.created_at DESC, n.id DESC LIMIT 1),"
            " (SELECT max(c.last_message_at) FROM conversation c WHERE c.channel = i.channel"
            "   AND c.address = i.address) AS used"
            " FROM guest_identity i WHERE i.guest_id = ? ORDER BY used DESC, i.id DESC",
            guest_id,
        )
    ]


def _notes(where: str, *params: object) -> list[Note]:
    return [
        Note(*row)
        for row in sql.rows(
            "SELECT n.id, n.conversation_id, n.staff_id, s.name, n.text, n.created_at"
            " FROM conversation_note n LEFT JOIN staff s ON s.id = n.staff_id"
            f" WHERE {where} ORDER BY n.id",
            *params,
        )
    ]
