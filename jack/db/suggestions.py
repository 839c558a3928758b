"""Guests who may be one person, and what speaks for it. Indexed look-ups from one guest only."""

from __future__ import annotations

from collections.abc import Iterator

from jack.db import guests, sql
from jack.model import names
from jack.model.clock import Micros
from jack.model.guests import Evidence, Guest, GuestId, Suggestion

LIMIT = 20
"""Of each kind of evidence; a number that more people share says nothing of any of them."""

_QUERIES = {
    Evidence.SAME_PHONE: (
        "WITH mine (phone) AS (SELECT phone FROM guest WHERE id = :id AND phone IS NOT NULL"
        "  UNION SELECT phone FROM guest_identity WHERE guest_id = :id AND is_proven"
        "   AND phone IS NOT NULL)"
        " SELECT id FROM guest WHERE phone IN (SELECT phone FROM mine)"
        " UNION SELECT guest_id FROM guest_identity WHERE is_proven"
        "  AND phone IN (SELECT phone FROM mine)"
    ),
    Evidence.SAME_EMAIL: (
        "SELECT id FROM guest WHERE email = (SELECT email FROM guest WHERE id = :id)"
    ),
    Evidence.SAME_ADDRESS: (
        "SELECT o.guest_id FROM guest_identity i JOIN guest_identity o ON o.channel = i.channel"
        " AND o.address = i.address WHERE i.guest_id = :id AND i.is_proven AND o.is_proven"
    ),
    Evidence.VERIFIED_CHAT: (
        "SELECT r.guest_id FROM conversation c JOIN reservation r ON r.id = c.reservation_id"
        " WHERE c.guest_id = :id AND c.verified_at IS NOT NULL"
        " UNION SELECT c.guest_id FROM reservation r JOIN conversation c"
        "  ON c.reservation_id = r.id WHERE r.guest_id = :id AND c.verified_at IS NOT NULL"
    ),
}
_STAYS = (
    "(SELECT id FROM reservation WHERE guest_id = {0}"
    " UNION ALL SELECT reservation_id FROM companion WHERE guest_id = {0})"
)


def of(guest_id: GuestId) -> list[Suggestion]:
    """Who may be the same person, the best founded first.

    Nobody whom staff called somebody else, and nobody on the same booking: those are two people.
    """
    found: dict[GuestId, list[Evidence]] = {}
    for evidence, other in _found(guest_id):
        if other != guest_id:
            found.setdefault(other, []).append(evidence)
    suggestions = []
    for other, reasons in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        guest = guests.get(other)
        if guest is not None and guest.id == other and not is_distinct(guest_id, other):
            suggestions.append(Suggestion(guest, tuple(reasons)))
    return suggestions


def between(guest_id: GuestId, other: GuestId) -> tuple[Evidence, ...]:
    """What speaks for these two being one."""
    return tuple(evidence for evidence, found in _found(guest_id) if found == other)


def are_together(guest_id: GuestId, other: GuestId) -> bool:
    """Whether both are on one booking."""
    return bool(
        sql.value(
            f"SELECT 1 FROM reservation WHERE id IN {_STAYS.format('?1')}"
            f" AND id IN {_STAYS.format('?2')} LIMIT 1",
            guest_id,
            other,
        )
    )


def is_distinct(guest_id: GuestId, other: GuestId) -> bool:
    """Whether these are two: staff said so, or they travel together."""
    first, second = sorted((guest_id, other))
    said = sql.value(
        "SELECT 1 FROM guest_distinct WHERE first_id = ? AND second_id = ?", first, second
    )
    return bool(said) or are_together(guest_id, other)


def set_distinct(guest_id: GuestId, other: GuestId, at: Micros, *, staff_id: int) -> None:
    """Staff know that these are two people."""
    first, second = sorted((guest_id, other))
    sql.run(
        "INSERT INTO guest_distinct (first_id, second_id, staff_id, created_at)"
        " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        first,
        second,
        staff_id,
        at,
    )


def unset_distinct(guest_id: GuestId, other: GuestId) -> bool:
    first, second = sorted((guest_id, other))
    return bool(
        sql.run("DELETE FROM guest_distinct WHERE first_id = ? AND second_id = ?", first, second)
    )


def _found(guest_id: GuestId) -> Iterator[tuple[Evidence, GuestId]]:
    for evidence, query in _QUERIES.items():
        statement = query.replace(":id", "?1")
        ids = dict.fromkeys(row[0] for row in sql.rows(f"{statement} LIMIT {LIMIT}", guest_id))
        yield from ((evidence, other) for other in ids if other != guest_id)
    me = guests.get(guest_id)
    if me is not None:
        yield from ((Evidence.SAME_NAME_AND_STAY, other) for other in _namesakes(me))


def _namesakes(me: Guest) -> list[GuestId]:
    """Guests of exactly this name, of two words or more, who stay at the same time."""
    words = list(dict.fromkeys(names.words(me.name)))
    if len(words) < 2:
        return []
    found = sql.rows(
        "SELECT g.id, g.first_name || ' ' || g.last_name FROM guest g WHERE g.id <> ?"
        " AND g.merged_into IS NULL AND g.id IN (SELECT guest_id FROM guest_word"
        f"  WHERE word IN ({sql.marks(words)}) GROUP BY guest_id HAVING count(*) = ?)"
        " AND EXISTS (SELECT 1 FROM reservation a JOIN reservation b"
        "   ON b.arrival < a.departure AND b.departure > a.arrival"
        f"  WHERE a.id IN {_STAYS.format('?')} AND b.id IN {_STAYS.format('g.id')}"
        "   AND a.status NOT IN ('cancelled', 'no_show')"
        "   AND b.status NOT IN ('cancelled', 'no_show'))"
        f" LIMIT {LIMIT}",
        me.id,
        *words,
        len(words),
        me.id,
        me.id,
    )
    return [row[0] for row in found if names.is_same(row[1], me.name)]
