"""What staff write down about guests: notes and tags."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import sql
from jack.model.clock import Micros
from jack.model.guests import GuestId, Note
from jack.model.masking import mask


def notes(guest_id: GuestId) -> list[Note]:
    """Newest first."""
    return [
        Note(*row)
        for row in sql.rows(
            "SELECT n.id, n.text, n.staff_id, s.name, n.created_at FROM guest_note n"
            " LEFT JOIN staff s ON s.id = n.staff_id WHERE n.guest_id = ? ORDER BY n.id DESC",
            guest_id,
        )
    ]


def add_note(guest_id: GuestId, text: str, at: Micros, *, staff_id: int) -> int:
    return sql.insert(
        "guest_note", guest_id=guest_id, staff_id=staff_id, text=mask(text), created_at=at
    )


def remove_note(guest_id: GuestId, note_id: int) -> bool:
    return bool(sql.run("DELETE FROM guest_note WHERE guest_id = ? AND id = ?", guest_id, note_id))


def tags(guest_id: GuestId) -> tuple[str, ...]:
    """In the order of the alphabet."""
    found = sql.rows("SELECT tag FROM guest_tag WHERE guest_id = ? ORDER BY tag", guest_id)
    return tuple(row[0] for row in found)


def set_tags(guest_id: GuestId, wanted: Sequence[str]) -> None:
    """These tags and no others."""
    sql.run(
        "DELETE FROM guest_tag WHERE guest_id = ? AND tag NOT IN (SELECT value FROM json_each(?))",
        guest_id,
        sql.dumps(list(wanted)),
    )
    for tag in dict.fromkeys(wanted):
        sql.run(
            "INSERT INTO guest_tag (guest_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING",
            guest_id,
            tag,
        )
