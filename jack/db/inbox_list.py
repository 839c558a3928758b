"""The inbox: what needs attention first, then the newest. All of a page in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import conversations, messages, search, sql
from jack.model.clock import MINUTE, Micros
from jack.model.conversations import Conversation
from jack.model.inbox import Attention, Filters, Line, Order, Position, Want
from jack.model.messages import Message
from jack.model.tasks import SLA, Priority

MOST_UNREAD = 100
_OPEN = "('new', 'active', 'escalated')"
_ANSWERED = "sender IN ('staff', 'ai') AND delivery NOT IN ('draft', 'discarded', 'expired')"
_RANK = {priority.value: rank for rank, priority in enumerate(Priority)}


def attention() -> dict[int, Attention]:
    """Every conversation that needs a person, and why: few, however many conversations there are."""
    found: dict[int, Attention] = {}
    for conversation_id, want, since, priority in sql.rows(
        # CROSS: from the few to their conversations. Left to itself SQLite goes the other way.
        "SELECT e.conversation_id, 'escalated', e.created_at, e.priority FROM escalation e"
        " CROSS JOIN conversation c ON c.id = e.conversation_id"
        f" WHERE e.acknowledged_at IS NULL AND c.state IN {_OPEN}"
        " UNION ALL SELECT conversation_id, 'failed', updated_at, NULL FROM outbox"
        " WHERE state IN ('failed', 'uncertain')"
        " UNION ALL SELECT m.conversation_id, 'draft', m.created_at, NULL FROM message m"
        " CROSS JOIN conversation c ON c.id = m.conversation_id"
        f" WHERE m.delivery = 'draft' AND c.owner_id IS NULL AND c.state IN {_OPEN}"
        " UNION ALL SELECT c.id, 'waiting', (SELECT min(m.created_at) FROM message m"
        "   WHERE m.conversation_id = c.id AND m.sender = 'guest' AND m.id > coalesce("
        f"    (SELECT a.id FROM message a WHERE a.conversation_id = c.id AND {_ANSWERED}"
        "     ORDER BY a.id DESC LIMIT 1), 0)), NULL"
        f" FROM conversation c WHERE c.owner_id > 0 AND +c.state IN {_OPEN}"
    ):
        if since is not None:
            new = Attention((Want(want),), since, _due(want, since, priority), priority)
            found[conversation_id] = _both(found.get(conversation_id), new)
    return found


def listed(
    filters: Filters, *, order: Order, viewer_id: int, after: Position | None, limit: int
) -> tuple[list[Line], Position | None]:
    """A page, and where it ended; None when it was the last."""
    urgent = attention()
    where, params = _where(filters, urgent)
    positions: list[Position] = []
    if order is Order.ATTENTION and (after is None or after.is_urgent):
        ranked = sorted((urgent[i].key, i) for i in _among(urgent, where, params))
        positions = [
            Position(True, key, i)
            for key, i in ranked
            if after is None or (key, i) > (after.key, after.conversation_id)
        ][:limit]
        after = None
    if len(positions) < limit:
        skipped = list(urgent) if order is Order.ATTENTION else []
        positions += _recent(where, params, skipped, after, limit - len(positions))
    lines = _lines([position.conversation_id for position in positions], urgent, viewer_id)
    return lines, positions[-1] if len(positions) == limit else None


def line(conversation_id: int, viewer_id: int) -> Line:
    """One conversation with its names; what it needs is left out."""
    (found,) = _lines([conversation_id], {}, viewer_id)
    return found


def counts(viewer_id: int) -> dict[str, int]:
    """How many conversations each of the inbox's views has."""
    found = sql.row(
        "SELECT count(*), coalesce(sum(owner_id = ?), 0), coalesce(sum(owner_id IS NULL), 0),"
        f" coalesce(sum(state = 'escalated'), 0) FROM conversation WHERE state IN {_OPEN}",
        viewer_id,
    )
    assert found is not None
    names = ("open", "mine", "unassigned", "escalated")
    return dict(zip(names, found, strict=True)) | {"needs_attention": len(attention())}


def see(conversation_id: int, staff_id: int, message_id: int) -> bool:
    """The person has seen everything up to this message; whether that is news."""
    changed = sql.run(
        "INSERT INTO conversation_seen (conversation_id, staff_id, message_id) VALUES (?, ?, ?)"
        " ON CONFLICT (conversation_id, staff_id) DO UPDATE SET message_id = excluded.message_id"
        " WHERE excluded.message_id > message_id",
        conversation_id,
        staff_id,
        message_id,
    )
    return changed == 1


def _due(want: str, since: Micros, priority: str | None) -> Micros | None:
    if want == Want.ESCALATED:
        return since + SLA[Priority(priority)][0] if priority in _RANK else since + 15 * MINUTE
    return since + SLA[Priority.STANDARD][0] if want == Want.WAITING else None


def _both(known: Attention | None, new: Attention) -> Attention:
    if known is None:
        return new
    due = [at for at in (known.due_at, new.due_at) if at is not None]
    pressing = [p for p in (known.priority, new.priority) if p is not None]
    return Attention(
        wants=tuple(dict.fromkeys((*known.wants, *new.wants))),
        since=min(known.since, new.since),
        due_at=min(due, default=None),
        priority=min(pressing, key=lambda p: _RANK.get(p, 99), default=None),
    )


def _where(filters: Filters, urgent: dict[int, Attention]) -> tuple[str, list[object]]:
    """The unary plus keeps SQLite from an index that would lead it through most of what there is."""
    where, params = ["1"], list[object]()
    is_few = filters.needs_attention or bool(filters.query)
    if filters.states:
        where.append(f"c.state IN ({sql.marks(filters.states)})")
        params += filters.states
    if filters.owner_id is not None:
        where.append("c.owner_id = ?")
        params.append(filters.owner_id)
    if filters.is_unassigned:
        where.append("+c.owner_id IS NULL")
    if filters.channel:
        where.append(f"{'+' * is_few}c.channel = ?")
        params.append(filters.channel)
    if filters.needs_attention:
        where.append("c.id IN (SELECT value FROM json_each(?))")
        params.append(sql.dumps(list(urgent)))
    if filters.query:
        where.append("c.id IN (SELECT value FROM json_each(?))")
        params.append(sql.dumps(search.conversation_ids(filters.query)))
    return " AND ".join(where), params


def _among(urgent: dict[int, Attention], where: str, params: Sequence[object]) -> list[int]:
    found = sql.rows(
        "SELECT c.id FROM json_each(?) few CROSS JOIN conversation c ON c.id = few.value"
        f" WHERE {where}",
        sql.dumps(list(urgent)),
        *params,
    )
    return [row[0] for row in found]


def _recent(
    where: str, params: Sequence[object], skipped: list[int], after: Position | None, limit: int
) -> list[Position]:
    key, last = (after.key, after.conversation_id) if after else (2**62, 0)
    # What a few were found by leads to them; else the latest are, until there are enough.
    latest = "+c.last_message_at" if "c.id IN" in where else "c.last_message_at"
    found = sql.rows(
        f"SELECT c.last_message_at, c.id FROM conversation c WHERE {where}"
        f" AND ({latest}, c.id) < (?, ?)"
        " AND c.id NOT IN (SELECT value FROM json_each(?))"
        f" ORDER BY {latest} DESC, c.id DESC LIMIT ?",
        *params,
        key,
        last,
        sql.dumps(skipped),
        limit,
    )
    return [Position(False, row[0], row[1]) for row in found]


def _lines(ids: list[int], urgent: dict[int, Attention], viewer_id: int) -> list[Line]:
    found = {
        row[0]: row
        for row in sql.rows(
            "SELECT c.id, g.first_name, g.last_name, g.is_vip, s.name, r.room,"
            " (SELECT m.id FROM message m WHERE m.conversation_id = c.id AND (m.delivery IS NULL"
            "   OR m.delivery NOT IN ('draft', 'discarded')) ORDER BY m.id DESC LIMIT 1),"
            " (SELECT count(*) FROM (SELECT 1 FROM message m WHERE m.conversation_id = c.id"
            "   AND m.id > coalesce((SELECT n.message_id FROM conversation_seen n"
            "     WHERE n.conversation_id = c.id AND n.staff_id = ?), 0)"
            f"   AND m.sender = 'guest' LIMIT {MOST_UNREAD})),"
            " (SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id"
            "   AND o.state IN ('failed', 'uncertain')),"
            " (SELECT count(*) FROM message d WHERE d.conversation_id = c.id"
            "   AND d.delivery = 'draft')"
            " FROM conversation c JOIN guest g ON g.id = c.guest_id"
            " LEFT JOIN staff s ON s.id = c.owner_id"
            " LEFT JOIN reservation r ON r.id = c.reservation_id"
            f" WHERE c.id IN ({sql.marks(ids)})",
            viewer_id,
            *ids,
        )
    }
    last = {m.id: m for m in messages.get_many([r[6] for r in found.values() if r[6] is not None])}
    return [_line(found[i], _conversation(i), last, urgent.get(i)) for i in ids]


def _conversation(conversation_id: int) -> Conversation:
    found = conversations.get(conversation_id)
    assert found is not None
    return found


def _line(
    row: sql.Row,
    conversation: Conversation,
    last: dict[int, Message],
    attention: Attention | None,
) -> Line:
    return Line(
        conversation=conversation,
        guest_name=f"{row[1]} {row[2]}".strip(),
        is_vip=bool(row[3]),
        owner_name=row[4],
        room=row[5],
        last=last.get(row[6]),
        attention=attention,
        unread=row[7],
        failed=row[8],
        drafts=row[9],
    )
