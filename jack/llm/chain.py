"""Providers in order of preference: the first one that answers, answers (R12)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from jack.errors import Delivery, Permanent, Transient
from jack.llm import local
from jack.llm.base import Provider, Translator, Unusable
from jack.llm.breaker import CircuitBreaker, CircuitState
from jack.model.answers import Draft, Fault, Question, Usage

Observe = Callable[[str, str, float, Usage], None]
"""Told of every attempt: provider, outcome, seconds, usage (all zero unless it answered)."""

Clock = Callable[[], float]


IsResting = Callable[[str], bool]
"""Whether a provider is not to be asked for now, because the month's budget is spent."""

CheckTranslation = Callable[[str], str]
"""What is wrong with a translation, in words; empty for nothing."""

MISSHAPEN = Fault(
    "bad_output", "It was no single call of the tool with input that fits its schema."
)

Check = Callable[[Draft, Question], Sequence[Fault]]
"""What is wrong with a draft."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One provider's part in an answer, for the trace (R13) and the account.

    `outcome` is `ok`, `repaired` (fit at the second try), `unfit` (not even then), `transient`,
    `timeout`, `permanent`, `skipped` (its circuit is open) or `resting` (the month's budget is
    spent). `faults` are the codes of what the check found.
    """

    provider: str
    outcome: str
    ms: int
    faults: tuple[str, ...] = ()
    model: str = ""
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Answered:
    """A draft and how it came about; the last attempt is the one that answered."""

    draft: Draft
    attempts: tuple[Attempt, ...]

    @property
    def usage(self) -> Usage:
        """What all calls for it used, those for replies that were not fit too."""
        return sum((attempt.usage for attempt in self.attempts), Usage())


class NoModel(Transient):
    """No provider answered. `attempts` tell how each one failed."""

    def __init__(self, attempts: Sequence[Attempt], *, retry_after_s: float | None) -> None:
        failures = ", ".join(f"{attempt.provider}: {attempt.outcome}" for attempt in attempts)
        super().__init__(
            f"No model answered ({failures})", reason="no_model", retry_after_s=retry_after_s
        )
        self.attempts = tuple(attempts)


class _Said(NamedTuple):
    """What came of one call: a draft with its faults, or an error."""

    usage: Usage
    draft: Draft | None = None
    faults: Sequence[Fault] = ()
    error: Delivery | None = None

    @property
    def is_fit(self) -> bool:
        return self.draft is not None and not any(fault.is_grave for fault in self.faults)


def ignore(provider: str, outcome: str, seconds: float, usage: Usage) -> None:
    """An `Observe` that nobody listens to."""


def trust(draft: Draft, question: Question) -> Sequence[Fault]:
    """A `Check` that finds nothing."""
    return ()


def work_on(provider: str) -> bool:
    """An `IsResting` for hotels without a budget."""
    return False


class Chain:
    """Asks `providers` in order and falls to the next one when one fails.

    A provider that keeps failing is skipped until its circuit lets a probe through; the last one
    is asked all the same, since nobody comes after it. What a model writes is checked; a reply that
    is not fit is written again once, and then the next provider is asked. Rules are not checked:
    they write nothing of their own.
    """

    def __init__(
        self,
        providers: Sequence[Provider],
        *,
        check: Check = trust,
        is_resting: IsResting = work_on,
        observe: Observe = ignore,
        new_breaker: Callable[[], CircuitBreaker] = CircuitBreaker,
        clock: Clock = time.perf_counter,
    ) -> None:
        if not providers:
            raise ValueError("a chain needs at least one provider")
        self.providers = tuple(providers)
        self._breakers = tuple(new_breaker() for _ in self.providers)
        self._check = check
        self._is_resting = is_resting
        self._observe = observe
        self._clock = clock

    async def answer(self, question: Question) -> Answered:
        """Raises NoModel when no provider answered."""
        attempts: list[Attempt] = []
        retry_after_s: float | None = None
        for provider, breaker in zip(self.providers, self._breakers, strict=True):
            if self._is_resting(provider.name):
                attempts.append(self._note(provider, "resting"))
                continue
            if not breaker.allows() and provider is not self.providers[-1]:
                attempts.append(self._note(provider, "skipped"))
                continue
            started = self._clock()
            first, said = await self._ask(provider, question)
            usage = said.usage if said is first else first.usage + said.usage
            outcome = _outcome(first, said)
            attempts.append(
                self._note(
                    provider,
                    outcome,
                    self._clock() - started,
                    usage,
                    faults=tuple(dict.fromkeys(fault.code for fault in first.faults)),
                    model=said.draft.model if said.draft else "",
                )
            )
            _tell(breaker, said.error)
            if said.draft is not None and said.is_fit:
                draft = replace(said.draft, provider=provider.name)
                return Answered(draft, tuple(attempts))
            if said.error is not None:
                retry_after_s = said.error.retry_after_s
        raise NoModel(attempts, retry_after_s=retry_after_s)

    @property
    def translates(self) -> bool:
        """Whether there is a model that translates, if it works."""
        return any(isinstance(provider, Translator) for provider in self.providers)

    async def translate(
        self, text: str, language: str, *, check: CheckTranslation
    ) -> tuple[str, tuple[Attempt, ...]]:
        """`text` in the language, and how it came about. Raises NoModel when nobody translates.

        A translation with a fault is made once more, and then by the next provider.
        """
        attempts: list[Attempt] = []
        for provider, breaker in zip(self.providers, self._breakers, strict=True):
            if not isinstance(provider, Translator):
                continue
            if self._is_resting(provider.name) or not breaker.allows():
                attempts.append(self._note(provider, "skipped"))
                continue
            started, usage, complaint, found = self._clock(), Usage(), "", None
            outcome, model = "unfit", ""
            try:
                for _ in range(2):
                    made = await provider.translate(text, language, complaint=complaint)
                    usage, model = usage + made.usage, made.model
                    if (complaint := check(made.text)) == "":
                        found, outcome = made.text, "ok"
                        break
                breaker.succeeded()
            except Delivery as error:
                usage += error.usage if isinstance(error, Unusable) else Usage()
                outcome = "timeout" if error.reason == "timeout" else "transient"
                _tell(breaker, error)
            seconds = self._clock() - started
            attempts.append(self._note(provider, outcome, seconds, usage, model=model))
            if found is not None:
                return found, tuple(attempts)
        raise NoModel(attempts, retry_after_s=None)

    async def _ask(self, provider: Provider, question: Question) -> tuple[_Said, _Said]:
        """The first reply and the one to go on with: the same, or what came of a second try."""
        first = await self._call(provider, question)
        if not first.faults:
            return first, first
        second = await self._call(provider, replace(question, faults=tuple(first.faults)))
        if first.is_fit and not second.is_fit:
            return first, first._replace(usage=second.usage)
        return first, second

    async def _call(self, provider: Provider, question: Question) -> _Said:
        try:
            draft = await provider.answer(question)
        except Unusable as error:
            return _Said(error.usage, faults=(MISSHAPEN,), error=error)
        except Delivery as error:
            return _Said(Usage(), error=error)
        if provider.name == local.NAME:
            return _Said(draft.usage, draft)
        return _Said(draft.usage, draft, self._check(draft, question))

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
        self,
        provider: Provider,
        outcome: str,
        seconds: float = 0.0,
        usage: Usage | None = None,
        *,
        faults: tuple[str, ...] = (),
        model: str = "",
    ) -> Attempt:
        used = usage or Usage()
        self._observe(provider.name, outcome, seconds, used)
        return Attempt(provider.name, outcome, round(seconds * 1000), faults, model, used)


def _outcome(first: _Said, said: _Said) -> str:
    match said.error:
        case None if said.is_fit:
            return "ok" if said is first or said.draft is first.draft else "repaired"
        case None:
            return "unfit"
        case error if error.reason == "timeout":
            return "timeout"
        case Permanent():
            return "permanent"
    return "transient"


def _tell(breaker: CircuitBreaker, error: Delivery | None) -> None:
    """A model that refuses one text, or answers unfitly, works; what else fails speaks against it."""
    if error is None or error.reason == "refused":
        breaker.succeeded()
    else:
        breaker.failed(retry_after_s=error.retry_after_s)
