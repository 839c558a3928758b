"""Guest messages waiting for Jack: a row is work until a turn has finished it (R1, R2)."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.messages import Inbound, InboxItem


def is_known(inbound: Inbound) -> bool:
    """Whether this vendor message was accepted before."""
    return (
        sql.value(
            "SELECT 1 FROM inbox WHERE channel = ? AND account = ? AND vendor_id = ?",
            inbound.channel,
            inbound.account,
            inbound.vendor_id,
        )
        is not None
    )


def vendor_id_of(conversation_id: int, message_id: int) -> tuple[str, bool] | None:
    """(the vendor's id of a guest's message, whether a turn of Jack's is still to come for it)."""
    found = sql.row(
        "SELECT vendor_id, state <> 'done' FROM inbox WHERE conversation_id = ? AND message_id = ?",
        conversation_id,
        message_id,
    )
    return (found[0], bool(found[1])) if found else None


def keep_payload(channel: str, body: bytes, at: Micros) -> int:
    return sql.insert("webhook_payload", channel=channel, body=body, received_at=at)


def put(
    inbound: Inbound,
    *,
    message_id: int,
    conversation_id: int,
    payload_id: int | None,
    due_at: Micros,
    at: Micros,
    is_done: bool = False,
) -> int:
    """Raises the driver's IntegrityError for a repeated vendor id."""
    return sql.insert(
        "inbox",
        channel=inbound.channel,
        account=inbound.account,
        vendor_id=inbound.vendor_id,
        payload_id=payload_id,
        message_id=message_id,
        conversation_id=conversation_id,
        state="done" if is_done else "pending",
        due_at=due_at,
        received_at=at,
    )


def burst(conversation_id: int) -> tuple[Micros, Micros] | None:
    """(received_at of the first, latest due_at) of what is waiting in a conversation."""
    found = sql.row(
        "SELECT min(received_at), max(due_at) FROM inbox"
        " WHERE conversation_id = ? AND state = 'pending' AND attempts = 0",
        conversation_id,
    )
    return (found[0], found[1]) if found and found[0] is not None else None


def hold_until(conversation_id: int, due_at: Micros) -> None:
    """Make everything that waits in a conversation due together."""
    sql.run(
        "UPDATE inbox SET due_at = ? WHERE conversation_id = ? AND state = 'pending'"
        " AND attempts = 0",
        due_at,
        conversation_id,
    )


def claim(
    holder: str,
    at: Micros,
    *,
    lease: Micros,
    limit: int,
    conversation_id: int | None = None,
) -> list[InboxItem]:
    """Take the due rows of up to `limit` conversations, longest due first, one turn each; or of one.

    A conversation with a turn under way is left alone; its lease, if it ran out, is taken over. It
    may be fewer than wait: only `limit` rows are looked at, so that a long queue costs nothing.
    """
    sql.run(
        "UPDATE inbox SET state = 'pending', holder = NULL WHERE state = 'working'"
        " AND lease_until < ?",
        at,
    )
    which, only = (
        ("", ()) if conversation_id is None else (" AND conversation_id = ?", (conversation_id,))
    )
    due = sql.rows(
        "SELECT conversation_id FROM inbox i"
        " WHERE state = 'pending' AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM inbox w"
        f"   WHERE w.conversation_id = i.conversation_id AND w.state = 'working'){which}"
        " ORDER BY due_at, id LIMIT ?",
        at,
        *only,
        limit,
    )
    items = []
    for (conversation_id,) in dict.fromkeys(due):
        taken = sql.rows(
            "UPDATE inbox SET state = 'working', holder = ?, lease_until = ?,"
            " attempts = attempts + 1 WHERE conversation_id = ? AND state = 'pending'"
            " AND due_at <= ? RETURNING id, message_id, attempts, received_at",
            holder,
            at + lease,
            conversation_id,
            at,
        )
        taken.sort()
        items.append(
            InboxItem(
                conversation_id=conversation_id,
                row_ids=tuple(row[0] for row in taken),
                message_ids=tuple(row[1] for row in taken),
                attempts=max(row[2] for row in taken),
                received_at=min(row[3] for row in taken),
            )
        )
    return items


def is_held(item: InboxItem, holder: str) -> bool:
    """Whether this turn still owns its rows."""
    held = sql.value(
        f"SELECT count(*) FROM inbox WHERE id IN ({sql.marks(item.row_ids)})"
        " AND state = 'working' AND holder = ?",
        *item.row_ids,
        holder,
    )
    return bool(held == len(item.row_ids))


def has_newer(item: InboxItem) -> bool:
    """Whether the guest wrote again while this turn was being thought out."""
    return (
        sql.value(
            "SELECT 1 FROM inbox WHERE conversation_id = ? AND state = 'pending' LIMIT 1",
            item.conversation_id,
        )
        is not None
    )


def finish(item: InboxItem) -> None:
    _set(item, "state = 'done', holder = NULL, lease_until = NULL")


def give_back(item: InboxItem, *, due_at: Micros, counts: bool) -> None:
    """Return rows to the queue; with `counts=False` this try is not held against them."""
    again = "" if counts else ", attempts = attempts - 1"
    _set(item, f"state = 'pending', holder = NULL, lease_until = NULL, due_at = ?{again}", due_at)


def take_newer(item: InboxItem) -> None:
    """Make rows that came meanwhile due at once, so that the next turn takes all together."""
    sql.run(
        "UPDATE inbox SET due_at = min(due_at, (SELECT min(due_at) FROM inbox WHERE id = ?))"
        " WHERE conversation_id = ? AND state = 'pending'",
        item.row_ids[0],
        item.conversation_id,
    )


def fail(item: InboxItem, reason: str) -> None:
    _set(item, "state = 'failed', holder = NULL, lease_until = NULL, failure = ?", reason)


def recover(holder: str) -> int:
    """Put back what a dead process was working on. Only the holder of the directory's lock calls."""
    return sql.run(
        "UPDATE inbox SET state = 'pending', holder = NULL, lease_until = NULL"
        " WHERE state = 'working' AND holder IS NOT ?",
        holder,
    )


def next_due() -> Micros | None:
    """When there is something to claim: a row falls due, or the lease of a lost turn runs out."""
    found = sql.value(
        "SELECT min(due) FROM (SELECT * FROM (SELECT due_at AS due FROM inbox i"
        "  WHERE state = 'pending' AND NOT EXISTS (SELECT 1 FROM inbox w"
        "   WHERE w.conversation_id = i.conversation_id AND w.state = 'working')"
        "  ORDER BY due_at LIMIT 1)"
        " UNION ALL SELECT lease_until + 1 FROM inbox WHERE state = 'working')"
    )
    return int(found) if found is not None else None


def waiting() -> tuple[int, Micros | None]:
    """How many rows wait, and since when the oldest does."""
    found = sql.row(
        "SELECT count(*), min(received_at) FROM inbox WHERE state IN ('pending', 'working')"
    )
    assert found is not None
    return found[0], found[1]


def forget_payloads(before: Micros) -> int:
    return sql.run("DELETE FROM webhook_payload WHERE received_at < ?", before)


def _set(item: InboxItem, assignments: str, *params: object) -> None:
    sql.run(
        f"UPDATE inbox SET {assignments} WHERE id IN ({sql.marks(item.row_ids)})",
        *params,
        *item.row_ids,
    )
