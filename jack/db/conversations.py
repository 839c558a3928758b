"""Conversations and who owns them."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import search, sql
from jack.model.clock import Micros
from jack.model.conversations import Conversation, ConversationCard, ConversationId, State

_COLUMNS = (
    "c.id, c.guest_id, c.reservation_id, c.channel, c.account, c.address, c.state, c.owner_id,"
    " c.language, c.disclosed_at, c.last_message_at, c.last_guest_message_at, c.created_at,"
    " c.updated_at, c.verified_at"
)


def get(conversation_id: ConversationId) -> Conversation | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM conversation c WHERE c.id = ?", conversation_id)
    return _conversation(found) if found else None


def of(guest_id: int) -> list[Conversation]:
    """All of a guest, the first one first."""
    return [
        _conversation(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM conversation c WHERE c.guest_id = ? ORDER BY c.id", guest_id
        )
    ]


def open_for(
    guest_id: int,
    *,
    channel: str,
    account: str,
    address: str,
    reservation_id: int | None,
    at: Micros,
    reopen_after: Micros,
) -> Conversation:
    """The conversation a guest's message belongs to.

    The guest's open one for this stay, or one resolved since `reopen_after` (reopened) or in which
    only rules have spoken until now, else a new one. Its channel becomes the message's. A guest
    without a stay, who has just left, goes on with the people who care for them already (R3).
    """
    found = sql.row(
        f"SELECT {_COLUMNS} FROM conversation c WHERE c.guest_id = ?"
        " AND (c.reservation_id IS ? OR c.reservation_id IS NULL"
        "      OR (? IS NULL AND (c.owner_id IS NOT NULL OR c.state = 'escalated')))"
        " AND (c.state IN ('new', 'active', 'escalated')"
        "      OR (c.state = 'resolved'"
        "       AND (c.updated_at >= ? OR (c.last_guest_message_at IS NULL AND EXISTS"
        "        (SELECT 1 FROM automation_run r WHERE r.conversation_id = c.id)))))"
        " ORDER BY c.id DESC LIMIT 1",
        guest_id,
        reservation_id,
        reservation_id,
        reopen_after,
    )
    if found is None:
        created = sql.insert(
            "conversation",
            guest_id=guest_id,
            reservation_id=reservation_id,
            channel=channel,
            account=account,
            address=address,
            state=State.NEW,
            last_message_at=at,
            created_at=at,
            updated_at=at,
        )
        return _must(created)
    conversation = _conversation(found)
    reopened = State.ACTIVE if conversation.state is State.RESOLVED else conversation.state
    stay_id = reservation_id if reservation_id is not None else conversation.reservation_id
    now = (channel, account, address, reopened, stay_id)
    if now == (
        conversation.channel,
        conversation.account,
        conversation.address,
        conversation.state,
        conversation.reservation_id,
    ):
        return conversation
    sql.run(
        "UPDATE conversation SET channel = ?, account = ?, address = ?, state = ?,"
        " reservation_id = ?, updated_at = ? WHERE id = ?",
        *now,
        at,
        conversation.id,
    )
    return _must(conversation.id)


def newer_open(conversation: Conversation) -> ConversationId | None:
    """The guest's open conversation about the same stay that a new message would go to."""
    found: ConversationId | None = sql.value(
        "SELECT max(id) FROM conversation WHERE guest_id = ? AND id > ?"
        " AND (reservation_id IS ? OR reservation_id IS NULL)"
        " AND state IN ('new', 'active', 'escalated')",
        conversation.guest_id,
        conversation.id,
        conversation.reservation_id,
    )
    return found


def set_state(conversation_id: ConversationId, state: State, at: Micros) -> None:
    sql.run(
        "UPDATE conversation SET state = ?, updated_at = ? WHERE id = ?", state, at, conversation_id
    )


def set_owner(conversation_id: ConversationId, owner_id: int | None, at: Micros) -> None:
    sql.run(
        "UPDATE conversation SET owner_id = ?, updated_at = ? WHERE id = ?",
        owner_id,
        at,
        conversation_id,
    )


def set_language(conversation_id: ConversationId, language: str) -> None:
    sql.run("UPDATE conversation SET language = ? WHERE id = ?", language, conversation_id)


def set_disclosed(conversation_id: ConversationId, at: Micros) -> None:
    sql.run(
        "UPDATE conversation SET disclosed_at = ? WHERE id = ? AND disclosed_at IS NULL",
        at,
        conversation_id,
    )


def cards(
    *,
    states: Sequence[str] = (),
    assigned_to: int | None = None,
    unassigned: bool = False,
    channel: str | None = None,
    guest_id: int | None = None,
    query: str = "",
    before: tuple[Micros, ConversationId] | None = None,
    limit: int = 50,
) -> list[ConversationCard]:
    """The inbox, newest message first. `before` is the (last_message_at, id) to go on from."""
    where, params = ["1"], list[object]()
    if states:
        where.append(f"c.state IN ({sql.marks(states)})")
        params += states
    if assigned_to is not None:
        where.append("c.owner_id = ?")
        params.append(assigned_to)
    if unassigned:
        where.append("+c.owner_id IS NULL")
    if channel:
        where.append("c.channel = ?")
        params.append(channel)
    if guest_id is not None:
        where.append("c.guest_id = ?")
        params.append(guest_id)
    if query:
        where.append("c.id IN (SELECT value FROM json_each(?))")
        params.append(sql.dumps(search.conversation_ids(query)))
    if before is not None:
        where.append("(c.last_message_at, c.id) < (?, ?)")
        params += before
    found = sql.value(
        # One row of JSON: SQLite lets go of the interpreter's lock for every row it hands out.
        f"SELECT json_group_array(json_array({', '.join(ConversationCard._fields)})) FROM ("
        "SELECT c.id, c.guest_id, c.channel, c.address, c.state, c.owner_id, s.name AS owner_name,"
        " c.language, c.last_message_at, c.last_guest_message_at, r.room,"
        " trim(g.first_name || ' ' || g.last_name) AS guest_name,"
        " coalesce(m.sender, '') AS last_sender, coalesce(substr(m.text, 1, 400), '') AS last_text,"
        " EXISTS (SELECT 1 FROM outbox o WHERE o.conversation_id = c.id"
        "   AND o.state IN ('failed', 'uncertain')) AS has_failed"
        " FROM conversation c JOIN guest g ON g.id = c.guest_id"
        " LEFT JOIN staff s ON s.id = c.owner_id"
        " LEFT JOIN reservation r ON r.id = c.reservation_id"
        " LEFT JOIN message m ON m.id ="
        "  (SELECT max(l.id) FROM message l WHERE l.conversation_id = c.id)"
        f" WHERE {' AND '.join(where)} ORDER BY c.last_message_at DESC, c.id DESC LIMIT ?)",
        *params,
        limit,
    )
    return [ConversationCard._make(row) for row in sql.loads(found)]


def count_open() -> int:
    return int(
        sql.value("SELECT count(*) FROM conversation WHERE state IN ('new', 'active', 'escalated')")
    )


def close_idle(before: Micros, at: Micros) -> list[ConversationId]:
    """Close what nothing has happened in since `before` and staff do not own."""
    return [
        row[0]
        for row in sql.rows(
            "UPDATE conversation SET state = 'closed', updated_at = ?"
            " WHERE state IN ('new', 'active', 'resolved') AND +owner_id IS NULL"
            " AND updated_at < ? RETURNING id",
            at,
            before,
        )
    ]


def _must(conversation_id: ConversationId) -> Conversation:
    conversation = get(conversation_id)
    assert conversation is not None
    return conversation


def _conversation(row: sql.Row) -> Conversation:
    return Conversation(
        id=row[0],
        guest_id=row[1],
        reservation_id=row[2],
        channel=row[3],
        account=row[4],
        address=row[5],
        state=State(row[6]),
        owner_id=row[7],
        language=row[8],
        disclosed_at=row[9],
        last_message_at=row[10],
        last_guest_message_at=row[11],
        created_at=row[12],
        updated_at=row[13],
        verified_at=row[14],
    )
