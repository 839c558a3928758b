"""Finding guests: by the beginnings of their names, by what they are reached by, by their room.

Each thing that is wanted is a set of guests and a test of one guest. The smallest set is tested
against the rest; where all are large, guests are tested from the newest on until a page is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jack.db import guests, sql
from jack.model.guests import Guest, GuestId, Wanted

_END = "\U0010ffff"
"""Sorts after everything that begins like the text before it."""
LARGE_ALONE, LARGE = 3_000, 10_000
"""A set that is not smaller is not worth collecting: alone, and where others narrow it."""
_PAGE = "merged_into IS NULL AND id < ? ORDER BY id DESC LIMIT ?"


@dataclass(frozen=True, slots=True)
class _Condition:
    """`members` selects the ids of all guests who fit, `test` tells whether guest `g` does."""

    members: str
    test: str
    params: tuple[object, ...]


def find(
    wanted: Wanted, today: date, *, before: GuestId | None = None, limit: int = 50
) -> list[Guest]:
    """Guests who fit everything that is wanted, newest first.

    Whoever was merged is found as the guest they are now, by what they were called before too,
    unless what is wanted fits very many.
    """
    conditions = list(_conditions(wanted, today))
    onward = (before if before is not None else 2**62, limit)
    smallest = _smallest(conditions)
    if smallest is None:
        tests = "".join(f"{each.test} AND " for each in conditions)
        params = [value for each in conditions for value in each.params]
        found = sql.rows(
            f"SELECT {guests.COLUMNS} FROM guest g WHERE {tests}{_PAGE}", *params, *onward
        )
    else:
        rest = [each for each in conditions if each is not smallest]
        tests = "".join(f" AND {each.test}" for each in rest)
        params = [*smallest.params, *(value for each in rest for value in each.params)]
        found = sql.rows(
            "WITH RECURSIVE hit (id, next) AS MATERIALIZED ("
            f" SELECT g.id, g.merged_into FROM guest g WHERE g.id IN ({smallest.members}){tests}),"
            " up (id, next) AS (SELECT id, next FROM hit WHERE next IS NOT NULL"
            " UNION SELECT g.id, g.merged_into FROM guest g JOIN up ON g.id = up.next)"
            f" SELECT {guests.COLUMNS} FROM guest WHERE id IN (SELECT id FROM hit WHERE next IS NULL"
            f" UNION ALL SELECT id FROM up) AND {_PAGE}",
            *params,
            *onward,
        )
    return [guests.read(row) for row in found]


def _smallest(conditions: list[_Condition]) -> _Condition | None:
    """The one that fewest guests fit; None where none is worth collecting."""
    least = LARGE_ALONE if len(conditions) == 1 else LARGE
    smallest = None
    for condition in conditions:
        counted = f"SELECT count(*) FROM ({condition.members} LIMIT {least})"
        size = int(sql.value(counted, *condition.params))
        if size < least:
            smallest, least = condition, size
    return smallest


def _conditions(wanted: Wanted, today: date) -> Iterator[_Condition]:
    for word in wanted.words:
        yield _Condition(
            "SELECT guest_id FROM guest_word WHERE word >= ? AND word < ?",
            "EXISTS (SELECT 1 FROM guest_word w WHERE w.guest_id = g.id"
            " AND +w.word >= ? AND +w.word < ?)",
            (word, word + _END),
        )
    if wanted.phone is not None:
        yield _reached("phone = ?", wanted.phone)
    if wanted.phone_start is not None:
        start = wanted.phone_start
        yield _reached("phone >= ? AND phone < ?", start, start + _END)
    if wanted.email is not None:
        writes = "FROM guest_identity WHERE channel = 'email' AND address = ?"
        yield _Condition(
            f"SELECT id FROM guest WHERE email = ? UNION ALL SELECT guest_id {writes}",
            f"(g.email = ? OR g.id IN (SELECT guest_id {writes}))",
            (wanted.email,) * 2,
        )
    if wanted.email_start is not None:
        start = wanted.email_start
        yield _Condition(
            "SELECT id FROM guest WHERE email >= ? AND email < ?",
            "(g.email >= ? AND g.email < ?)",
            (start, start + _END),
        )
    if wanted.room is not None:
        day = today.isoformat()
        yield _on(
            "room = ? AND departure >= ? AND arrival <= ?"
            " AND status IN ('confirmed', 'checked_in')",
            wanted.room,
            day,
            day,
        )
    if wanted.code is not None:
        yield _on("upper(replace(replace(confirmation, '-', ''), ' ', '')) = ?", wanted.code)


def _reached(condition: str, *params: object) -> _Condition:
    """By a number of the guest's own or one they write from."""
    theirs = f"SELECT guest_id FROM guest_identity WHERE {condition}"
    mine = condition.replace("phone", "+g.phone")
    from_here = condition.replace("phone", "+i.phone")
    return _Condition(
        f"SELECT id FROM guest WHERE {condition} UNION ALL {theirs}",
        f"(({mine}) OR EXISTS (SELECT 1 FROM guest_identity i WHERE i.guest_id = g.id"
        f" AND {from_here}))",
        params * 2,
    )


def _on(condition: str, *params: object) -> _Condition:
    """Guests and companions of the reservations that fit."""
    members = (
        f"SELECT guest_id FROM reservation WHERE {condition} UNION ALL SELECT guest_id"
        f" FROM companion WHERE reservation_id IN (SELECT id FROM reservation WHERE {condition})"
    )
    return _Condition(members, f"g.id IN ({members})", params * 2)
