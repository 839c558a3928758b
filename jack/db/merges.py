"""Two guests made one, and made two again.

A merge moves rows from one guest to the other and writes down which, so that undoing moves exactly
these back. What came in between goes with the identity it came through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jack.db import guests, sql
from jack.model.clock import Micros
from jack.model.guests import Guest, GuestId, Merge

OWNED = {
    "identities": "guest_identity",
    "pmsIds": "guest_pms",
    "reservations": "reservation",
    "companions": "companion",
    "conversations": "conversation",
    "tasks": "task",
    "preferences": "preference",
    "notes": "guest_note",
    "tags": "guest_tag",
    "consents": "consent",
    "ratings": "rating",
    "automations": "automation_run",
}
"""Every table whose rows belong to a guest, by what its rows are called outside."""

_TWICE = {
    "companion": "reservation_id IN (SELECT reservation_id FROM companion WHERE guest_id = ?"
    " UNION SELECT id FROM reservation WHERE guest_id = ?)",
    "preference": "(name, value) IN (SELECT name, value FROM preference WHERE guest_id IN (?, ?))",
    "guest_tag": "tag IN (SELECT tag FROM guest_tag WHERE guest_id IN (?, ?))",
}
"""Rows that the kept guest has already: they stay where they are."""

OWNED_BY_PMS = ("first_name", "last_name", "phone", "email", "loyalty")
FILLED = ("first_name", "last_name", "phone", "email", "language", "loyalty")
RAISED = ("is_vip", "in_recovery")
_COLUMNS = (*FILLED, *RAISED)
_GROWING = (
    "guest_pms",
    "guest_identity",
    "reservation",
    "conversation",
    "message",
    "task",
    "preference",
    "consent",
    "rating",
)
_MERGE = "id, kept_id, merged_id, evidence, staff_id, created_at, undone_at"


def moving(kept: GuestId, merged: GuestId) -> dict[str, list[int]]:
    """The rows that would change hands, by table, without the tables that have none."""
    found = {}
    for table in OWNED.values():
        twice = f" AND NOT ({_TWICE[table]})" if table in _TWICE else ""
        given = (kept, kept) if twice else ()
        ids = sql.rows(
            f"SELECT id FROM {table} WHERE guest_id = ?{twice} ORDER BY id", merged, *given
        )
        if ids:
            found[table] = [row[0] for row in ids]
    return found


def fills(kept: Guest, merged: Guest) -> dict[str, object]:
    """What the kept guest lacks and the other has. A name is taken whole or not at all."""
    names = ("first_name", "last_name")
    changes: dict[str, object] = {
        name: getattr(merged, name)
        for name in FILLED
        if name not in names and not getattr(kept, name) and getattr(merged, name)
    }
    if not kept.name and merged.name:
        changes |= {name: getattr(merged, name) for name in names}
    return changes | {
        name: True for name in RAISED if getattr(merged, name) and not getattr(kept, name)
    }


def merge(
    kept: Guest, merged: Guest, at: Micros, *, evidence: Sequence[str], staff_id: int | None
) -> int:
    """Make `merged` a part of `kept`; the number to undo it by."""
    rows = moving(kept.id, merged.id)
    about = [*_stays_of(kept.id), *_stays_of(merged.id)]
    surer = _surer(kept.id, merged.id)
    for table, ids in rows.items():
        _give(table, ids, to=kept.id)
    filled = fills(kept, merged)
    if filled:
        guests.update(kept.id, filled, at)
    sql.run("UPDATE guest SET merged_into = ?, updated_at = ? WHERE id = ?", kept.id, at, merged.id)
    before = {name: getattr(kept, name) for name in filled}
    return sql.insert(
        "guest_merge",
        kept_id=kept.id,
        merged_id=merged.id,
        evidence=sql.dumps(list(evidence)),
        moved=sql.dumps(
            {
                "rows": rows,
                "before": before,
                "was": {name: getattr(kept, name) for name in OWNED_BY_PMS},
                "after": filled,
                "preferences": surer,
                "stays": about,
                "last": {table: _last(table) for table in _GROWING},
            }
        ),
        staff_id=staff_id,
        created_at=at,
        undone_at=None,
    )


def _surer(kept: GuestId, merged: GuestId) -> list[list[object]]:
    """What both like, and only the other one said: it is sure for both. The rows as they were."""
    learned = sql.rows(
        "SELECT p.id, p.source, p.confidence, p.message_id, p.seen_at, o.id FROM preference p"
        " JOIN preference o ON o.name = p.name AND o.value = p.value AND o.guest_id = ?"
        " WHERE p.guest_id = ? AND p.source = 'learned' AND o.source <> 'learned'",
        merged,
        kept,
    )
    for row in learned:
        sql.run(
            "UPDATE preference SET (source, confidence, message_id, seen_at) ="
            " (SELECT source, confidence, message_id, seen_at FROM preference WHERE id = ?)"
            " WHERE id = ?",
            row[5],
            row[0],
        )
    return [list(row[:5]) for row in learned]


def _stays_of(guest_id: GuestId) -> list[list[int | None]]:
    """(conversation, its stay) of all of a guest's conversations; JSON has no integer keys."""
    found = sql.rows("SELECT id, reservation_id FROM conversation WHERE guest_id = ?", guest_id)
    return [list(row) for row in found]


def _last(table: str) -> int:
    return int(sql.value(f"SELECT max(id) FROM {table}") or 0)


def get(merge_id: int) -> Merge | None:
    found = sql.row(f"SELECT {_MERGE} FROM guest_merge WHERE id = ?", merge_id)
    return _merge(found) if found else None


def of(guest_id: GuestId) -> list[Merge]:
    """Merges that this guest took part in, newest first."""
    return [
        _merge(row)
        for row in sql.rows(
            f"SELECT {_MERGE} FROM guest_merge WHERE kept_id = ? OR merged_id = ? ORDER BY id DESC",
            guest_id,
            guest_id,
        )
    ]


def later(merge: Merge) -> int | None:
    """The last merge after this one that one of the two took part in and that still holds."""
    found: int | None = sql.value(
        "SELECT max(id) FROM guest_merge WHERE id > ? AND undone_at IS NULL"
        " AND (kept_id IN (?, ?) OR merged_id IN (?, ?))",
        merge.id,
        *(merge.kept_id, merge.merged_id) * 2,
    )
    return found


def undo(merge: Merge, at: Micros) -> None:
    """Give everything back, and to each what came through their own addresses meanwhile."""
    moved = sql.loads(sql.value("SELECT moved FROM guest_merge WHERE id = ?", merge.id))
    for table, ids in moved["rows"].items():
        _give(table, ids, to=merge.merged_id, only_from=merge.kept_id)
    last = moved["last"]
    _part_pms(merge, moved, last["guest_pms"], at)
    _restore(merge, moved["before"], moved["after"], at)
    sql.run("UPDATE guest SET merged_into = NULL, updated_at = ? WHERE id = ?", at, merge.merged_id)
    _part_identities(merge, last["guest_identity"])
    _part_stays(merge, last["reservation"])
    _part_conversations(merge, last["conversation"])
    _part_messages(merge, last["message"], at)
    _part_views(merge, moved["stays"])
    _part_tasks(merge, last["task"])
    _part_preferences(merge, last["preference"])
    _part_consents(merge, last["consent"])
    for row in moved["preferences"]:
        sql.run(
            "UPDATE preference SET source = ?, confidence = ?, message_id = ?, seen_at = ?"
            " WHERE id = ? AND guest_id = ? AND source <> 'staff'",
            *row[1:],
            row[0],
            merge.kept_id,
        )
    sql.run("UPDATE guest_merge SET undone_at = ? WHERE id = ?", at, merge.id)


def _give(table: str, ids: Sequence[int], *, to: GuestId, only_from: GuestId | None = None) -> None:
    theirs = "" if only_from is None else f" AND guest_id = {int(only_from)}"
    sql.run(
        f"UPDATE {table} SET guest_id = ? WHERE id IN (SELECT value FROM json_each(?)){theirs}",
        to,
        sql.dumps(list(ids)),
    )


def _restore(merge: Merge, before: Mapping[str, Any], after: Mapping[str, Any], at: Micros) -> None:
    """Fields that were filled become what they were, unless somebody has changed them since."""
    kept = sql.row(f"SELECT {', '.join(_COLUMNS)} FROM guest WHERE id = ?", merge.kept_id)
    assert kept is not None, "a merge holds its guests"
    now = dict(zip(_COLUMNS, kept, strict=True))
    back = {name: value for name, value in before.items() if now[name] == after[name]}
    if back:
        guests.update(merge.kept_id, back, at)


# -- what came in between --------------------------------------------------------------------------


def _part_pms(merge: Merge, moved: Mapping[str, Any], last: int, at: Micros) -> None:
    """What the PMS told of the other guest in between is not this guest's.

    A link made in between is the other's where it came by the other's number or mailbox. Without
    any link of their own the guest is who they were: staff cannot change what the PMS has the say
    of, so whatever changed was the PMS's.
    """
    reached = ("phone", "email")
    kept, merged = (
        sql.row(f"SELECT {', '.join(reached)} FROM guest WHERE id = ?", each)
        for each in (merge.kept_id, merge.merged_id)
    )
    assert kept is not None
    assert merged is not None
    was = [moved["was"][name] for name in reached]
    theirs = [
        now is not None and now == b and now != a
        for now, a, b in zip(kept, was, merged, strict=True)
    ]
    came = 0
    if any(theirs):
        came = sql.run(
            "UPDATE guest_pms SET guest_id = ? WHERE guest_id = ? AND id > ?",
            merge.merged_id,
            merge.kept_id,
            last,
        )
    is_linked = sql.value("SELECT 1 FROM guest_pms WHERE guest_id = ?", merge.kept_id)
    if not is_linked and (came or moved["rows"].get("guest_pms")):
        guests.update(merge.kept_id, moved["was"], at)


def is_second_link(provider: str, external_id: str) -> bool:
    """Whether this person of the PMS came by a merge to a guest whom the PMS knew already.

    The two would overwrite each other with every sync; the guest's own link has the say.
    """
    return bool(
        sql.value(
            "SELECT 1 FROM guest_pms p JOIN guest_merge m ON m.kept_id = p.guest_id"
            " AND m.undone_at IS NULL WHERE p.provider = ? AND p.external_id = ?"
            " AND p.id IN (SELECT value FROM json_each(m.moved, '$.rows.guest_pms'))"
            " AND EXISTS (SELECT 1 FROM guest_pms o WHERE o.guest_id = p.guest_id"
            "  AND o.id NOT IN (SELECT value FROM json_each(m.moved, '$.rows.guest_pms')))",
            provider,
            external_id,
        )
    )


def remember_stay(provider: str, external_id: str, reservation_id: int) -> None:
    """A stay that the PMS tells of somebody who was merged goes with them when that is undone."""
    found = sql.row(
        "SELECT m.id, m.moved FROM guest_pms p JOIN guest_merge m ON m.kept_id = p.guest_id"
        " AND m.undone_at IS NULL WHERE p.provider = ? AND p.external_id = ?"
        " AND p.id IN (SELECT value FROM json_each(m.moved, '$.rows.guest_pms'))"
        " ORDER BY m.id DESC LIMIT 1",
        provider,
        external_id,
    )
    if found is not None:
        moved = sql.loads(found[1])
        moved["rows"].setdefault("reservation", []).append(reservation_id)
        sql.run("UPDATE guest_merge SET moved = ? WHERE id = ?", sql.dumps(moved), found[0])


def _part_identities(merge: Merge, last: int) -> None:
    """A new address that was matched by the other guest's number is the other guest's (R6)."""
    sql.run(
        "UPDATE guest_identity SET guest_id = ? WHERE guest_id = ? AND id > ?"
        " AND phone IS NOT NULL AND phone = (SELECT phone FROM guest WHERE id = ?)"
        " AND phone IS NOT (SELECT phone FROM guest WHERE id = ?)",
        merge.merged_id,
        merge.kept_id,
        last,
        merge.merged_id,
        merge.kept_id,
    )


def _part_stays(merge: Merge, last: int) -> None:
    """Stays of a PMS that knows only the other guest are the other guest's."""
    for table in ("reservation", "companion"):
        of_stay = "id" if table == "reservation" else "reservation_id"
        sql.run(
            f"UPDATE {table} SET guest_id = ? WHERE guest_id = ? AND {of_stay} IN"
            " (SELECT id FROM reservation WHERE id > ? AND provider IN"
            "   (SELECT provider FROM guest_pms WHERE guest_id = ?"
            "    EXCEPT SELECT provider FROM guest_pms WHERE guest_id = ?))",
            merge.merged_id,
            merge.kept_id,
            last,
            merge.merged_id,
            merge.kept_id,
        )


_OWNER = (
    "(SELECT i.guest_id FROM guest_identity i WHERE +i.channel = {0}.channel"
    " AND (i.address = {0}.address OR i.user_id = {0}.address)"
    " AND i.guest_id IN (?, ?) ORDER BY i.id DESC LIMIT 1)"
)
"""Whose address a row came through. The plus keeps SQLite to the index of the two guests."""


def _part_conversations(merge: Merge, last: int) -> None:
    """Conversations that began in between go with the address they were begun from."""
    began = (
        "(SELECT m.address FROM message m WHERE m.conversation_id = conversation.id"
        " AND m.channel = conversation.channel ORDER BY m.id LIMIT 1)"
    )
    sql.run(
        "UPDATE conversation SET guest_id = coalesce((SELECT i.guest_id FROM guest_identity i"
        " WHERE +i.channel = conversation.channel AND i.guest_id IN (?, ?)"
        f" AND (i.address = {began} OR i.user_id = {began} OR i.address = conversation.address)"
        f" ORDER BY (i.address = {began} OR i.user_id = {began}) DESC, i.id DESC LIMIT 1), guest_id)"
        " WHERE guest_id IN (?, ?) AND id > ?",
        merge.kept_id,
        merge.merged_id,
        merge.kept_id,
        merge.merged_id,
        last,
    )


def _part_messages(merge: Merge, last: int, at: Micros) -> None:
    """Messages of one guest that joined the other's conversation in between move to their own."""
    strayed = sql.rows(
        f"SELECT id, conversation_id, channel, address, owner_id FROM ("
        f" SELECT m.id, m.conversation_id, m.channel, m.address, c.guest_id,"
        f"  {_OWNER.format('m')} AS owner_id"
        "  FROM conversation c JOIN message m ON m.conversation_id = c.id"
        "  WHERE c.guest_id IN (?, ?) AND m.id > ?)"
        " WHERE owner_id <> guest_id ORDER BY id",
        merge.kept_id,
        merge.merged_id,
        merge.kept_id,
        merge.merged_id,
        last,
    )
    targets: dict[tuple[int, int], int] = {}
    for message_id, conversation_id, channel, address, owner_id in strayed:
        target = (owner_id, conversation_id)
        if target not in targets:
            targets[target] = _conversation_of(owner_id, conversation_id, channel, address, at)
        _move(message_id, targets[target])
    for conversation_id in dict.fromkeys(row[1] for row in strayed):
        _settle(conversation_id)
    for conversation_id in targets.values():
        _settle(conversation_id)


def _conversation_of(guest_id: GuestId, like: int, channel: str, address: str, at: Micros) -> int:
    """The guest's own newest conversation that is open, else a new one in the same state."""
    found: int | None = sql.value(
        "SELECT id FROM conversation WHERE guest_id = ? AND state IN ('new', 'active', 'escalated')"
        " ORDER BY id DESC LIMIT 1",
        guest_id,
    )
    if found is not None:
        return found
    row = sql.row("SELECT account, state, owner_id, language FROM conversation WHERE id = ?", like)
    assert row is not None, "the message was in it"
    account, state, owner_id, language = row
    return sql.insert(
        "conversation",
        guest_id=guest_id,
        reservation_id=None,
        channel=channel,
        account=account,
        address=address,
        state=state,
        owner_id=owner_id,
        language=language,
        last_message_at=at,
        created_at=at,
        updated_at=at,
    )


def _move(message_id: int, conversation_id: int) -> None:
    """A message with all that hangs on it."""
    sql.run("UPDATE message SET conversation_id = ? WHERE id = ?", conversation_id, message_id)
    for table, column in (
        ("inbox", "message_id"),
        ("outbox", "message_id"),
        ("task", "message_id"),
        ("escalation", "message_id"),
        ("notice", "message_id"),
        ("trace", "question_id"),
        ("trace", "answer_id"),
        ("knowledge_gap", "message_id"),
    ):
        sql.run(
            f"UPDATE {table} SET conversation_id = ? WHERE {column} = ?",
            conversation_id,
            message_id,
        )


def _settle(conversation_id: int) -> None:
    """The conversation's last message and its address are those of what it now holds."""
    sql.run(
        "UPDATE conversation SET"
        " last_message_at = coalesce((SELECT max(created_at) FROM message"
        "  WHERE conversation_id = conversation.id), last_message_at),"
        " last_guest_message_at = (SELECT max(created_at) FROM message"
        "  WHERE conversation_id = conversation.id AND sender = 'guest') WHERE id = ?",
        conversation_id,
    )
    last = sql.row(
        "SELECT channel, address FROM message WHERE conversation_id = ? AND sender = 'guest'"
        " ORDER BY id DESC LIMIT 1",
        conversation_id,
    )
    if last is not None:
        sql.run(
            "UPDATE conversation SET channel = ?, address = ? WHERE id = ?", *last, conversation_id
        )


def _part_views(merge: Merge, before: Sequence[Sequence[int | None]]) -> None:
    """R6: a conversation that was opened to the other guest's stay in between is closed to it."""
    opened = sql.rows(
        "SELECT c.id, c.reservation_id FROM conversation c WHERE c.guest_id IN (?, ?)"
        " AND c.verified_at IS NULL AND c.reservation_id IS NOT NULL AND NOT EXISTS"
        "  (SELECT 1 FROM reservation r WHERE r.id = c.reservation_id AND r.guest_id = c.guest_id)"
        " AND NOT EXISTS (SELECT 1 FROM companion m WHERE m.reservation_id = c.reservation_id"
        "   AND m.guest_id = c.guest_id)",
        merge.kept_id,
        merge.merged_id,
    )
    was = {row[0]: row[1] for row in before}
    for conversation_id, reservation_id in opened:
        if was.get(conversation_id) != reservation_id:
            sql.run(
                "UPDATE conversation SET reservation_id = ? WHERE id = ?",
                was.get(conversation_id),
                conversation_id,
            )


def _part_tasks(merge: Merge, last: int) -> None:
    """Tasks that were asked for in between are those of whom they were asked by."""
    sql.run(
        "UPDATE task SET guest_id = coalesce((SELECT c.guest_id FROM conversation c"
        " WHERE c.id = task.conversation_id), guest_id)"
        " WHERE guest_id IN (?, ?) AND id > ?",
        merge.kept_id,
        merge.merged_id,
        last,
    )


def _part_preferences(merge: Merge, last: int) -> None:
    """What was learned goes with the words that it was learned from."""
    pair = (merge.kept_id, merge.merged_id)
    sql.run(
        "UPDATE OR IGNORE preference SET guest_id = (SELECT c.guest_id FROM message m"
        "  JOIN conversation c ON c.id = m.conversation_id WHERE m.id = preference.message_id)"
        " WHERE guest_id IN (?, ?) AND id > ? AND EXISTS (SELECT 1 FROM message m"
        "  JOIN conversation c ON c.id = m.conversation_id"
        "  WHERE m.id = preference.message_id AND c.guest_id IN (?, ?))",
        *pair,
        last,
        *pair,
    )


def _part_consents(merge: Merge, last: int) -> None:
    """A yes or no goes with the channel it is about; a stop of both may be either's and is (R8)."""
    for row in sql.rows(
        "SELECT channel, purpose, is_given, source, created_at, id FROM consent"
        " WHERE guest_id = ? AND id > ?",
        merge.kept_id,
        last,
    ):
        channel, purpose, is_given, source, created_at, consent_id = row
        mine, theirs = _is_on(merge.kept_id, channel), _is_on(merge.merged_id, channel)
        if theirs and not mine:
            sql.run("UPDATE consent SET guest_id = ? WHERE id = ?", merge.merged_id, consent_id)
        elif theirs and not is_given:
            guests.record_consent(
                merge.merged_id, channel, purpose, is_given=False, source=source, at=created_at
            )


def _is_on(guest_id: GuestId, channel: str) -> bool:
    return bool(
        sql.value(
            "SELECT 1 FROM guest_identity WHERE guest_id = ? AND channel = ?", guest_id, channel
        )
    )


def _merge(row: sql.Row) -> Merge:
    return Merge(row[0], row[1], row[2], tuple(sql.loads(row[3])), *row[4:])
