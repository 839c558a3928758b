"""What a guest allows Jack to send (R8). Runs inside a read or write."""

from __future__ import annotations

from jack.db import guests
from jack.model.clock import Micros
from jack.model.consent import ConsentSource, Purpose, allows


def may_start(guest_id: int, channel: str, purpose: Purpose = Purpose.MESSAGES) -> bool:
    """Whether Jack may write to this guest unasked; every automatic sender asks here."""
    messages, marketing = (
        guests.has_consent(guest_id, channel, each)
        for each in (Purpose.MESSAGES, Purpose.MARKETING)
    )
    return allows(messages, marketing, purpose)


def has_refused(guest_id: int, channel: str) -> bool:
    return guests.has_consent(guest_id, channel, Purpose.MESSAGES) is False


def record(
    guest_id: int,
    channel: str,
    purpose: Purpose,
    *,
    is_given: bool,
    source: ConsentSource,
    at: Micros,
) -> None:
    """Remember a yes or no with where it came from. The same word again is no news."""
    if guests.has_consent(guest_id, channel, purpose) is not is_given:
        guests.record_consent(guest_id, channel, purpose, is_given=is_given, source=source, at=at)
