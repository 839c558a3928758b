"""Providers in order of preference: the first one that answers, answers (R12)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from jack.errors import Delivery, Permanent, Transient
from jack.llm.base import Provider
from jack.llm.breaker import CircuitBreaker, CircuitState
from jack.model.answers import Draft, Question, Usage

Observe = Callable[[str, str, float, Usage], None]
"""Told of every attempt: provider, outcome, seconds, usage (all zero unless it answered)."""

Clock = Callable[[], float]


class Attempt(NamedTuple):
    """One provider's part in an answer, for the trace (R13).

    `outcome` is `ok`, `transient`, `timeout`, `permanent` or `skipped` (its circuit is open).
    """

    provider: str
    outcome: str
    ms: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A draft and how it came about; the last attempt is the one that answered."""

    draft: Draft
    attempts: tuple[Attempt, ...]


def ignore(provider: str, outcome: str, seconds: float, usage: Usage) -> None:
    """An `Observe` that nobody listens to."""


class Chain:
    """Asks `providers` in order and falls to the next one when one fails.

    A provider that keeps failing is skipped until its circuit lets a probe through; the last one
    is asked all the same, since nobody comes after it.
    """

    def __init__(
        self,
        providers: Sequence[Provider],
        *,
        observe: Observe = ignore,
        new_breaker: Callable[[], CircuitBreaker] = CircuitBreaker,
        clock: Clock = time.perf_counter,
    ) -> None:
        if not providers:
            raise ValueError("a chain needs at least one provider")
        self.providers = tuple(providers)
        self._breakers = tuple(new_breaker() for _ in self.providers)
        self._observe = observe
        self._clock = clock

    async def answer(self, question: Question) -> Answered:
        """Raises Transient when no provider answered; its text tells how each one failed."""
        attempts: list[Attempt] = []
        retry_after_s: float | None = None
        for provider, breaker in zip(self.providers, self._breakers, strict=True):
            if not breaker.allows() and provider is not self.providers[-1]:
                attempts.append(self._note(provider, "skipped", 0.0))
                continue
            started = self._clock()
            try:
                draft = await provider.answer(question)
            except Delivery as error:
                attempts.append(self._note(provider, _outcome(error), self._clock() - started))
                _tell(breaker, error)
                retry_after_s = error.retry_after_s
                continue
            breaker.succeeded()
            attempts.append(self._note(provider, "ok", self._clock() - started, draft.usage))
            return Answered(replace(draft, provider=provider.name), tuple(attempts))
        failures = ", ".join(f"{attempt.provider}: {attempt.outcome}" for attempt in attempts)
        raise Transient(
            f"No model answered ({failures})", reason="no_model", retry_after_s=retry_after_s
        )

    async def warm(self) -> None:
        """Warm every provider, the last resort first: it needs to be there when others fail."""
        for provider in reversed(self.providers):
            await provider.warm()

    async def close(self) -> None:
        for provider in self.providers:
            await provider.close()

    def status(self) -> Mapping[str, CircuitState]:
        """Each provider's circuit by its name, in the order they are asked."""
        return {
            provider.name: breaker.state
            for provider, breaker in zip(self.providers, self._breakers, strict=True)
        }

    def _note(
        self, provider: Provider, outcome: str, seconds: float, usage: Usage | None = None
    ) -> Attempt:
        self._observe(provider.name, outcome, seconds, usage or Usage())
        return Attempt(provider.name, outcome, round(seconds * 1000))


def _outcome(error: Delivery) -> str:
    if error.reason == "timeout":
        return "timeout"
    return "permanent" if isinstance(error, Permanent) else "transient"


def _tell(breaker: CircuitBreaker, error: Delivery) -> None:
    """A model that refuses one text works; anything else speaks against the provider."""
    if error.reason == "refused":
        breaker.succeeded()
    else:
        breaker.failed(retry_after_s=error.retry_after_s)
