"""What Jack would have said beside what staff said, and what follows of it for a topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jack.model.autonomy import Autonomy
from jack.model.clock import DAY, Micros
from jack.model.contradictions import differing
from jack.model.facts import FactKind, facts

TOPICS = (
    "inquiry.stay", "inquiry", "booking", "request.service", "request.room", "request.dining",
    "request.technical", "request.concierge", "request.wake_up", "complaint", "feedback",
)  # fmt: skip
"""Topics that a hotel sets a level for, the narrower before the wider."""
PROPOSABLE = frozenset(TOPICS) - {"booking", "complaint", "inquiry.stay"}
"""Topics that may be proposed for auto: the others stay a person's own decision."""
WINDOW: Micros = 60 * DAY
CORRECTED_WITHIN: Micros = 7 * DAY
ALIKE = 0.35
"""Likeness of two answers from which on they mean the same, where no fact tells it."""
ALIKE_WITH_FACTS = 0.0
"""The same where both state a same fact: what they add is in words of their own."""


class Outcome(StrEnum):
    """What became of Jack's words: sent as they were, sent in other words, thrown away; staff wrote
    their own beside them; or wrote after Jack had answered."""

    USED = "used"
    EDITED = "edited"
    DISCARDED = "discarded"
    BESIDE = "beside"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Pair:
    """A case to be judged: Jack's words and those of staff."""

    id: int
    outcome: Outcome
    text: str
    language: str
    reply: str
    reply_language: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often staff said the same as Jack, of the cases of a topic. `is_proposed`: enough of them
    for auto."""

    topic: str
    level: Autonomy
    cases: int
    agreed: int
    counts: tuple[tuple[Outcome, int], ...]
    is_proposed: bool

    @property
    def share(self) -> float:
        return self.agreed / self.cases if self.cases else 0.0


def family(intent: str) -> str | None:
    """The topic that a hotel sets a level for; None for small talk."""
    return next((topic for topic in TOPICS if f"{intent}.".startswith(f"{topic}.")), None)


def agrees(one: str, other: str, likeness: float) -> bool:
    """Whether two answers say the same: no time, price or number differs, and they mean alike. One
    may say more than the other."""
    mine, theirs = facts(one), facts(other)
    if any(True for _ in differing(mine, theirs)):
        return False
    shared = any(
        a.kind is b.kind and a.kind is not FactKind.NUMBER and not a.values.isdisjoint(b.values)
        for a in mine
        for b in theirs
    )
    return likeness >= (ALIKE_WITH_FACTS if shared else ALIKE)


def corrects(one: str, other: str) -> bool:
    """Whether words written after an answer put it right: they state another time, price or number.
    A kind word, or more about something else, takes nothing back."""
    return any(True for _ in differing(facts(one), facts(other)))


def agreement(
    topic: str,
    level: Autonomy,
    outcomes: Iterable[tuple[Outcome, bool]],
    *,
    cases: int,
    share: float,
) -> Agreement:
    """Of the judged cases of a topic. Corrections count as cases of their own."""
    found = list(outcomes)
    agreed = sum(same for _, same in found)
    is_enough = len(found) >= cases and agreed >= share * len(found)
    return Agreement(
        topic=topic,
        level=level,
        cases=len(found),
        agreed=agreed,
        counts=tuple((each, sum(o is each for o, _ in found)) for each in Outcome),
        is_proposed=level is not Autonomy.AUTO and topic in PROPOSABLE and is_enough,
    )
