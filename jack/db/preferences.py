"""What guests like."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.masking import mask
from jack.model.preferences import (
    FIRST_SIGN,
    Preference,
    PreferenceProposal,
    PreferenceSource,
    seen_again,
    tidy,
)

_COLUMNS = "id, name, value, source, confidence, message_id, seen_at, created_at"
MAX_OF_GUEST = 100


def of(guest_id: int) -> list[Preference]:
    """In the order they became known."""
    return [
        _preference(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM preference WHERE guest_id = ? ORDER BY id", guest_id
        )
    ]


def get(guest_id: int, preference_id: int) -> Preference | None:
    found = sql.row(
        f"SELECT {_COLUMNS} FROM preference WHERE guest_id = ? AND id = ?", guest_id, preference_id
    )
    return _preference(found) if found else None


def learn(
    guest_id: int, proposal: PreferenceProposal, at: Micros, *, message_id: int | None
) -> int | None:
    """Keep what a message told; its id, None when the guest has too many already.

    Another sign of something learned makes it surer; the guest's own word makes it sure. Nothing
    learned ever weakens what somebody said.
    """
    known = _same(guest_id, proposal.name, proposal.value)
    stated = proposal.is_stated
    if known is None:
        if len(of(guest_id)) >= MAX_OF_GUEST:
            return None
        source = PreferenceSource.STATED if stated else PreferenceSource.LEARNED
        return put(
            guest_id,
            proposal.name,
            proposal.value,
            source,
            at,
            confidence=1.0 if stated else FIRST_SIGN,
            message_id=message_id,
        )
    if known.source is not PreferenceSource.LEARNED:
        sql.run("UPDATE preference SET seen_at = ? WHERE id = ?", at, known.id)
        return known.id
    sql.run(
        "UPDATE preference SET source = ?, confidence = ?, message_id = ?, seen_at = ? WHERE id = ?",
        PreferenceSource.STATED if stated else PreferenceSource.LEARNED,
        1.0 if stated else seen_again(known.confidence_at(at)),
        message_id,
        at,
        known.id,
    )
    return known.id


def put(
    guest_id: int,
    name: str,
    value: str,
    source: PreferenceSource,
    at: Micros,
    *,
    confidence: float = 1.0,
    message_id: int | None = None,
) -> int:
    """Store a preference; one of the same words is replaced. Its id."""
    known = _same(guest_id, name, value)
    if known is not None:
        sql.run(
            "UPDATE preference SET value = ?, source = ?, confidence = ?, message_id = ?,"
            " seen_at = ? WHERE id = ?",
            mask(tidy(value)),
            source,
            confidence,
            message_id,
            at,
            known.id,
        )
        return known.id
    return sql.insert(
        "preference",
        guest_id=guest_id,
        name=name,
        value=mask(tidy(value)),
        source=source,
        confidence=confidence,
        message_id=message_id,
        seen_at=at,
        created_at=at,
    )


def remove(guest_id: int, preference_id: int) -> bool:
    return bool(
        sql.run("DELETE FROM preference WHERE guest_id = ? AND id = ?", guest_id, preference_id)
    )


def _same(guest_id: int, name: str, value: str) -> Preference | None:
    """The one of these words, whatever their case."""
    wanted = tidy(value).casefold()
    return next((p for p in of(guest_id) if p.name == name and p.value.casefold() == wanted), None)


def _preference(row: sql.Row) -> Preference:
    return Preference(
        id=row[0],
        name=row[1],
        value=row[2],
        source=PreferenceSource(row[3]),
        confidence=row[4],
        message_id=row[5],
        seen_at=row[6],
        created_at=row[7],
    )
