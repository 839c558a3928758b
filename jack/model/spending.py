"""What is spent on models: single calls, and the month's budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jack.model.answers import Usage

WARN_SHARE = 0.8
"""Staff are told when so much of the month's budget is spent."""


class Purpose(StrEnum):
    ANSWER = "answer"
    SUGGESTION = "suggestion"
    TRANSLATION = "translation"
    GOLDEN = "golden"
    """Golden questions: asked to try something, not by a guest."""


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One or more calls of a model for one thing. `usage` is what was paid for, fit or not."""

    provider: str
    model: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Spent:
    """What calls came to; `key` is a provider or a purpose."""

    key: str
    calls: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class Budget:
    """A month's spending in micro-USD. `limit` 0: there is none."""

    month: date
    spent: int
    limit: int
    by_provider: tuple[Spent, ...] = ()
    by_purpose: tuple[Spent, ...] = ()

    @property
    def share(self) -> float | None:
        """Of the limit; None without one."""
        return self.spent / self.limit if self.limit else None

    @property
    def is_spent(self) -> bool:
        return self.limit > 0 and self.spent >= self.limit

    @property
    def is_nearly_spent(self) -> bool:
        return self.limit > 0 and self.spent >= WARN_SHARE * self.limit
