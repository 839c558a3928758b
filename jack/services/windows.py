"""Whether a guest can be written to in free words now. Runs inside a read or write."""

from __future__ import annotations

from jack.db import guests
from jack.errors import Conflict
from jack.model.clock import Micros
from jack.model.windows import CLOSED, CLOSED_TEXT, is_open


def takes_text(channel: str, address: str, at: Micros) -> bool:
    """Whether the vendor takes free text for this address."""
    return is_open(channel, guests.wrote_at(channel, address), at)


def must_take_text(channel: str, address: str, at: Micros) -> None:
    """Raises Conflict that says why not, with `reason` in its details."""
    if not takes_text(channel, address, at):
        raise Conflict(CLOSED_TEXT, reason=CLOSED)
