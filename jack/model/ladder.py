"""Who is told next while nobody answers a call for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from jack.model.clock import MINUTE, Micros
from jack.model.tasks import Priority


class Rung(IntEnum):
    """The place that was called comes first, with the call itself; then these, in order. The last
    is repeated."""

    PLACE = 0
    DUTY_MANAGERS = 1
    ALL_MANAGERS = 2
    PHONE = 3


class By(StrEnum):
    """How the hotel's own people are reached outside the page."""

    SMS = "sms"
    EMAIL = "email"


class PageState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Call:
    """An escalation that nobody has answered. `step` counts the rungs climbed, repeats included."""

    escalation_id: int
    conversation_id: int
    priority: Priority
    department: str
    step: int
    created_at: Micros
    is_open: bool = True

    @property
    def rung(self) -> Rung:
        return Rung(min(self.step, Rung.PHONE))


@dataclass(frozen=True, slots=True)
class Page:
    """One text or mail that goes out because of an escalation."""

    id: int
    escalation_id: int
    conversation_id: int
    priority: Priority
    by: By
    address: str
    attempts: int
    called_at: Micros


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes between rungs by priority, 0 for never; `repeats` of the last rung where nothing is
    urgent. Danger is repeated until somebody answers (R10)."""

    minutes: Mapping[Priority, int]
    repeats: int

    def next_at(self, call: Call, now: Micros) -> Micros | None:
        """When the next rung is due; None when this was the last."""
        minutes = self.minutes[call.priority]
        is_over = call.step >= Rung.PHONE + self.repeats and call.priority is not Priority.URGENT
        return None if not minutes or is_over else now + minutes * MINUTE
