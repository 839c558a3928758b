"""What the names of conditions stand for."""

from __future__ import annotations

from jack.automations.conditions import NAMES, Value
from jack.model.automations import Facts
from jack.model.conversations import OPEN_STATES, State


def values_of(facts: Facts) -> dict[str, Value]:
    """What is known of guest, stay and conversation, and what the event itself said."""
    found: dict[str, Value] = {}
    if (guest := facts.guest) is not None:
        found |= {
            "guest.language": guest.language,
            "guest.is_vip": guest.is_vip,
            "guest.loyalty": guest.loyalty,
            "guest.tags": facts.tags,
            "guest.is_first_stay": facts.is_first_stay,
            "guest.has_phone": guest.phone is not None,
            "guest.has_email": guest.email is not None,
        }
    if (stay := facts.stay) is not None:
        found |= {
            "stay.status": stay.status.value,
            "stay.nights": (stay.departure - stay.arrival).days,
            "stay.room": stay.room,
            "stay.room_type": stay.room_type,
            "stay.adults": stay.adults,
            "stay.children": stay.children,
            "stay.arrival": stay.arrival,
            "stay.departure": stay.departure,
            "stay.arrival_weekday": stay.arrival.isoweekday(),
            "stay.departure_weekday": stay.departure.isoweekday(),
        }
    if (conversation := facts.conversation) is not None:
        found |= {
            "channel": conversation.channel,
            "conversation.is_open": conversation.state in OPEN_STATES,
            "conversation.is_escalated": conversation.state is State.ESCALATED,
            "conversation.language": conversation.language,
        }
    for name, value in facts.values.items():
        if name in NAMES and isinstance(value, str | int):
            found[name] = value
    return found
