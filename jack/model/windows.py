"""How long a vendor takes free text after a guest has written."""

from __future__ import annotations

from collections.abc import Mapping

from jack.model.clock import HOUR, SECOND, Micros
from jack.model.messages import Kind

WINDOWS: Mapping[str, Micros] = {"whatsapp": 24 * HOUR}
"""Cloud API: the customer service window. Other channels have none."""
MARGIN = 30 * SECOND
"""A message has to arrive at the vendor before the window closes, by the vendor's clock."""
OPENS_NOTHING = frozenset({Kind.SYSTEM, Kind.REACTION})
"""What comes from a guest's address without their having written."""

CLOSED = "window_closed"
CLOSED_TEXT = (
    "The 24-hour window is closed: the guest has not written for a day. WhatsApp takes an approved "
    "template only."
)


def closes_at(channel: str, wrote_at: Micros | None) -> Micros | None:
    """When the window closes; None where free text goes at any time. Never written: long ago."""
    window = WINDOWS.get(channel)
    if window is None:
        return None
    return wrote_at + window if wrote_at is not None else 0


def is_open(channel: str, wrote_at: Micros | None, at: Micros) -> bool:
    """Whether free text may go out at this moment."""
    end = closes_at(channel, wrote_at)
    return end is None or at + MARGIN < end
