"""Messages in another language: what a model made, and what staff wrote before it was translated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jack.db import sql
from jack.model.clock import Micros


@dataclass(frozen=True, slots=True)
class Translation:
    """`is_original`: a person wrote it, and the message is what was made of it."""

    language: str
    text: str
    is_original: bool


def put(
    message_id: int, language: str, text: str, at: Micros, *, is_original: bool = False
) -> None:
    """One text for each language; what a person wrote is never replaced."""
    sql.run(
        "INSERT INTO translation (message_id, language, text, is_original, created_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (message_id, language) DO UPDATE"
        " SET text = excluded.text, created_at = excluded.created_at WHERE is_original = 0",
        message_id,
        language,
        text,
        int(is_original),
        at,
    )


def get(message_id: int, language: str) -> Translation | None:
    found = sql.row(
        "SELECT language, text, is_original FROM translation WHERE message_id = ? AND language = ?",
        message_id,
        language,
    )
    return Translation(found[0], found[1], bool(found[2])) if found else None


def originals(message_ids: Sequence[int]) -> dict[int, str]:
    """What staff wrote of messages that were sent translated."""
    return {
        row[0]: row[1]
        for row in sql.rows(
            "SELECT message_id, text FROM translation WHERE is_original = 1"
            f" AND message_id IN ({sql.marks(message_ids)})",
            *message_ids,
        )
    }
