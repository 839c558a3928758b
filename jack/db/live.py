"""What live updates have to look up."""

from __future__ import annotations

from jack.db import sql, staff
from jack.model.clock import Micros
from jack.model.staff import Staff


def conversation_of(channel: str, address: str) -> int | None:
    """The conversation that goes on at an address."""
    found: int | None = sql.value(
        "SELECT id FROM conversation WHERE channel = ? AND address = ? ORDER BY id DESC LIMIT 1",
        channel,
        address,
    )
    return found


def is_first(conversation_id: int, message_id: int) -> bool:
    """Whether a conversation began with this message."""
    return (
        sql.value(
            "SELECT 1 FROM message WHERE conversation_id = ? AND id < ? LIMIT 1",
            conversation_id,
            message_id,
        )
        is None
    )


def still(staff_id: int, family: str, at: Micros) -> Staff | None:
    """The person as they are now; None when the account or the login is over.

    A script's token has no login: it is verified where it is known.
    """
    person = staff.get(staff_id)
    if person is None or person.is_disabled:
        return None
    if family and staff.live_session(family, at) is None:
        return None
    return person
