"""What a guest likes or must not have, how sure that is, and how long it stays so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jack.model.clock import DAY, Micros

HALF_LIFE: Micros = 180 * DAY
"""After so long without another sign a learned preference is half as sure."""
TOLD_FROM = 0.3
"""What is less sure than this is shown to staff, but no model hears of it."""
FIRST_SIGN = 0.5
"""How sure one sign makes; each further one halves the doubt that is left."""
MAX_LEARNED = 0.95
MAX_VALUE_CHARS = 200
MAX_TOLD = 12


class PreferenceName(StrEnum):
    DIET = "diet"
    ALLERGY = "allergy"
    ACCESSIBILITY = "accessibility"
    ROOM = "room"
    BED = "bed"
    DRINK = "drink"
    CONTACT = "contact"
    OCCASION = "occasion"
    OTHER = "other"
    NOTE = "note"


class PreferenceSource(StrEnum):
    """Who says so. `stated` is the guest's own word, `learned` what Jack made of their behaviour."""

    STATED = "stated"
    LEARNED = "learned"
    PMS = "pms"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Preference:
    """`confidence` is that of `seen_at`, the last time there was a sign of it."""

    id: int
    name: str
    value: str
    source: PreferenceSource
    confidence: float
    message_id: int | None
    seen_at: Micros
    created_at: Micros

    def confidence_at(self, at: Micros) -> float:
        """Decayed where it was only learned: what somebody said stays said."""
        if self.source is not PreferenceSource.LEARNED:
            return self.confidence
        age = max(0, at - self.seen_at)
        return float(self.confidence * 0.5 ** (age / HALF_LIFE))


@dataclass(frozen=True, slots=True)
class PreferenceProposal:
    """What a message tells of its writer; kept when the turn is committed."""

    name: PreferenceName
    value: str
    is_stated: bool = True


def seen_again(confidence: float) -> float:
    """How sure another sign makes something learned that is this sure by now."""
    return min(MAX_LEARNED, 1 - (1 - confidence) * (1 - FIRST_SIGN))


def tidy(value: str) -> str:
    """A preference as it is kept and compared: one line, cut."""
    return " ".join(value.split())[:MAX_VALUE_CHARS]


def told(preferences: Iterable[Preference], at: Micros) -> tuple[str, ...]:
    """What a model may hear, the surest first: `diet: vegetarian`."""
    sure = [p for p in preferences if p.confidence_at(at) >= TOLD_FROM]
    sure.sort(key=lambda p: (-p.confidence_at(at), -p.seen_at))
    return tuple(
        p.value if p.name == PreferenceName.NOTE else f"{p.name}: {p.value}"
        for p in sure[:MAX_TOLD]
    )
