"""Whether a guest can be written to in free words now. Runs inside a read or write."""

from __future__ import annotations

from jack.db import guests, vendor_templates
from jack.errors import Conflict
from jack.model.clock import Micros, to_iso
from jack.model.windows import CLOSED, CLOSED_TEXT, is_open


def takes_text(channel: str, address: str, at: Micros) -> bool:
    """Whether the vendor takes free text for this address."""
    return is_open(channel, guests.wrote_at(channel, address), at)


def must_take_text(channel: str, address: str, at: Micros) -> None:
    """Raises Conflict that says why not; its details tell when, and what can be sent instead."""
    wrote_at = guests.wrote_at(channel, address)
    if is_open(channel, wrote_at, at):
        return
    raise Conflict(
        CLOSED_TEXT,
        reason=CLOSED,
        lastWroteAt=to_iso(wrote_at) if wrote_at is not None else None,
        templates=[
            {"templateId": str(each.id), "name": each.name, "language": each.language}
            for each in vendor_templates.listed(channel)
            if each.is_sendable
        ],
    )
