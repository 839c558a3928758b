"""What may be told of a stay, and to whom: proven to be the guest's (R6), and fresh enough (R4)."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import guests, reservations, verifications
from jack.model.answers import StayAccess, StayFacts
from jack.model.clock import SECOND, Micros, to_datetime
from jack.model.conversations import Conversation
from jack.model.guests import Guest
from jack.model.reservations import LIVE_STATUSES, Reservation
from jack.services.pms_sync import as_of, is_fresh

OLD_AFTER_SYNCS = 2
"""Facts that so many syncs should have confirmed, and did not, are told with their time."""


def current(guest_id: int, channel: str, address: str, at: Micros, config: Config) -> int | None:
    """The stay a message from this address is about. Runs inside a read or write.

    On a channel that proves who writes it is the guest's own, or that of the one guest whom the
    PMS knows by the proven number; elsewhere the one that was proven.
    """
    if not guests.is_proven(channel, address):
        return verifications.stay_of(guest_id)
    today = _today(at, config)
    stay = reservations.current(guest_id, today)
    if stay is None and (alike := guests.known_to_pms(guest_id, channel, address)) is not None:
        stay = reservations.current(alike, today)
    return stay.id if stay else None


def facts_for(
    conversation: Conversation, guest: Guest, at: Micros, config: Config
) -> tuple[StayFacts | None, StayAccess]:
    """The facts of a conversation's stay, and why there are none. Runs inside a read."""
    is_proven = guests.is_proven(conversation.channel, conversation.address)
    if not is_proven and conversation.verified_at is None:
        return None, StayAccess.UNPROVEN
    stay = reservations.get(conversation.reservation_id) if conversation.reservation_id else None
    is_over = stay is not None and (
        stay.status not in LIVE_STATUSES or stay.departure < _today(at, config)
    )
    if stay is None or (is_over and conversation.verified_at is None):
        return None, StayAccess.NONE
    return facts_of(stay, guest if is_proven else None, at, config)


def facts_of(
    stay: Reservation, guest: Guest | None, at: Micros, config: Config
) -> tuple[StayFacts | None, StayAccess]:
    """`guest` is who writes where the channel proves it; else who booked is spoken to."""
    if not is_fresh(stay.provider, stay.synced_at, at, config):
        return None, StayAccess.STALE
    booker = guests.get(stay.guest_id)
    assert booker is not None, "a reservation holds its guest"
    speaker = guest or booker
    told_at = as_of(stay.provider, stay.synced_at)
    local = to_datetime(told_at).astimezone(ZoneInfo(config.hotel.timezone))
    facts = StayFacts(
        guest_name=speaker.name,
        room=stay.room,
        room_type=stay.room_type,
        arrival=stay.arrival.isoformat(),
        departure=stay.departure.isoformat(),
        nights=(stay.departure - stay.arrival).days,
        status=stay.status,
        synced_at=local.strftime("%H:%M"),
        is_old=at - told_at > OLD_AFTER_SYNCS * config.pms.interval_s * SECOND,
        balance=str(stay.balance) if stay.balance and speaker.id == booker.id else None,
        loyalty=speaker.loyalty,
    )
    return facts, StayAccess.KNOWN


def _today(at: Micros, config: Config) -> date:
    return to_datetime(at).astimezone(ZoneInfo(config.hotel.timezone)).date()
