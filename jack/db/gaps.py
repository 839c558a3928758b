"""Gaps in the knowledge, and what staff said to them. Their words stay in the messages (R14)."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import sql
from jack.model.clock import Micros
from jack.model.gaps import Gap, GapState, Proposal, ProposalState
from jack.model.impersonal import Private

LEAST_ANSWER_CHARS = 20
"""Shorter replies answer nothing ("one moment")."""


def add(message_id: int, conversation_id: int, at: Micros) -> None:
    """Remember that a question found no answer, once."""
    sql.run(
        "INSERT OR IGNORE INTO knowledge_gap (message_id, conversation_id, state, created_at)"
        " SELECT id, ?, 'open', ? FROM message WHERE id = ? AND text != ''",
        conversation_id,
        at,
        message_id,
    )


def listed(*, limit: int) -> list[Gap]:
    """Open ones, the newest `limit` of them, oldest first."""
    found = sql.rows(
        "SELECT g.id, g.message_id, g.conversation_id, m.text, m.language, g.created_at"
        " FROM knowledge_gap g JOIN message m ON m.id = g.message_id"
        " WHERE g.state = 'open' ORDER BY g.id DESC LIMIT ?",
        limit,
    )
    return [Gap(*row) for row in reversed(found)]


def settle(
    gap_ids: Sequence[int], state: GapState, staff_id: int, at: Micros, *, entry_id: int | None
) -> int:
    """How many were open."""
    return sql.run(
        "UPDATE knowledge_gap SET state = ?, settled_by = ?, settled_at = ?, entry_id = ?"
        f" WHERE state = 'open' AND id IN ({sql.marks(gap_ids)})",
        state,
        staff_id,
        at,
        entry_id,
        *gap_ids,
    )


def propose(conversation_id: int, reply_id: int, at: Micros) -> None:
    """A person's reply to an open gap may be knowledge; of several replies the longest."""
    found = sql.row(
        "SELECT g.id, r.text, p.id, length(q.text) FROM knowledge_gap g"
        " JOIN message r ON r.id = ?"
        " LEFT JOIN knowledge_proposal p ON p.gap_id = g.id LEFT JOIN message q ON q.id = p.reply_id"
        " WHERE g.conversation_id = ? AND g.state = 'open' AND g.message_id < r.id"
        " AND (p.id IS NULL OR p.state = 'pending') ORDER BY g.id DESC LIMIT 1",
        reply_id,
        conversation_id,
    )
    if found is None or not _answers(found[1]):
        return
    gap_id, text, proposal_id, known = found
    if proposal_id is None:
        sql.insert(
            "knowledge_proposal", gap_id=gap_id, reply_id=reply_id, state="pending", created_at=at
        )
    elif len(text) > known:
        sql.run("UPDATE knowledge_proposal SET reply_id = ? WHERE id = ?", reply_id, proposal_id)


def _answers(text: str) -> bool:
    return len(text) >= LEAST_ANSWER_CHARS and not text.rstrip().endswith(("?", "？", "؟"))


_PROPOSAL = (
    "SELECT p.id, p.gap_id, m.text, r.text, coalesce(r.language, m.language), s.name,"
    " g.conversation_id, p.state, p.entry_id, p.created_at FROM knowledge_proposal p"
    " JOIN knowledge_gap g ON g.id = p.gap_id JOIN message m ON m.id = g.message_id"
    " JOIN message r ON r.id = p.reply_id LEFT JOIN staff s ON s.id = r.staff_id"
)


def proposals(state: ProposalState, *, before: int | None, limit: int) -> list[Proposal]:
    """Newest first."""
    found = sql.rows(
        f"{_PROPOSAL} WHERE p.state = ? AND p.id < ? ORDER BY p.id DESC LIMIT ?",
        state,
        before if before is not None else 2**62,
        limit,
    )
    return [_proposal(row) for row in found]


def private_of(conversation_id: int) -> Private:
    """What of a conversation is its guest's own, and who wrote to them."""
    people = sql.rows(
        "WITH mine (id) AS (SELECT guest_id FROM conversation WHERE id = ?1 UNION"
        " SELECT r.guest_id FROM conversation c JOIN reservation r ON r.id = c.reservation_id"
        " WHERE c.id = ?1 UNION SELECT m.guest_id FROM conversation c"
        " JOIN companion m ON m.reservation_id = c.reservation_id WHERE c.id = ?1)"
        " SELECT g.first_name || ' ' || g.last_name, g.phone, g.email FROM guest g"
        " WHERE g.id IN mine"
        " UNION ALL SELECT i.name, i.phone, i.address FROM guest_identity i WHERE i.guest_id IN mine",
        conversation_id,
    )
    staff = sql.rows(
        "SELECT DISTINCT s.name FROM message m JOIN staff s ON s.id = m.staff_id"
        " WHERE m.conversation_id = ?",
        conversation_id,
    )
    stay = sql.row(
        "SELECT r.room, r.confirmation FROM conversation c JOIN reservation r"
        " ON r.id = c.reservation_id WHERE c.id = ?",
        conversation_id,
    )
    room, confirmation = stay or (None, None)
    names = [row[0].strip() for row in (*people, *staff)]
    codes = [code for row in people for code in row[1:]]
    return Private(
        names=tuple(dict.fromkeys(filter(None, names))),
        rooms=(room,) if room else (),
        codes=tuple(dict.fromkeys(filter(None, [*codes, confirmation]))),
    )


def proposal(proposal_id: int) -> Proposal | None:
    found = sql.row(f"{_PROPOSAL} WHERE p.id = ?", proposal_id)
    return _proposal(found) if found else None


def decide(
    proposal_id: int, state: ProposalState, staff_id: int, at: Micros, *, entry_id: int | None
) -> bool:
    """False when somebody has decided before."""
    changed = sql.run(
        "UPDATE knowledge_proposal SET state = ?, decided_by = ?, decided_at = ?, entry_id = ?"
        " WHERE id = ? AND state = 'pending'",
        state,
        staff_id,
        at,
        entry_id,
        proposal_id,
    )
    return changed == 1


def _proposal(row: sql.Row) -> Proposal:
    return Proposal(
        id=row[0],
        gap_id=row[1],
        question=row[2],
        answer=row[3],
        language=row[4],
        staff_name=row[5],
        conversation_id=row[6],
        state=ProposalState(row[7]),
        entry_id=row[8],
        created_at=row[9],
        private=private_of(row[6]),
    )
