"""Fallback from one provider to the next (R12)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jack.errors import Delivery, Permanent, Transient
from jack.llm.breaker import CircuitBreaker, CircuitState
from jack.llm.chain import Attempt, Chain
from jack.model.answers import Draft, HotelProfile, Intent, Question, Usage

QUESTION = Question(
    text="When is breakfast?",
    language="en",
    channel="webchat",
    hotel=HotelProfile(name="Harbour House", timezone="Europe/Lisbon", language="pt"),
)
DOWN = Transient("down", reason="overloaded")


class Fake:
    """A provider that does what its script says, call by call; then it answers."""

    def __init__(self, name: str, *script: Delivery, journal: list[str] | None = None) -> None:
        self.name = name
        self.calls = 0
        self._script = list(script)
        self._journal = journal if journal is not None else []

    async def answer(self, question: Question) -> Draft:
        self.calls += 1
        if self._script:
            raise self._script.pop(0)
        return Draft(
            text=f"{self.name} says",
            language=question.language,
            intents=(Intent("inquiry.dining.breakfast", 0.9),),
            confidence=0.9,
            answered=True,
            provider="unset",
            usage=Usage(input_tokens=10, output_tokens=2, cost_micro_usd=60),
        )

    async def warm(self) -> None:
        self._journal.append(f"warm {self.name}")

    async def check(self) -> str:
        return self.name

    async def close(self) -> None:
        self._journal.append(f"close {self.name}")


class FakeClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def breakers(clock: FakeClock, failures: int = 2) -> Callable[[], CircuitBreaker]:
    return lambda: CircuitBreaker(failures=failures, open_s=30.0, clock=clock)


def outcomes(attempts: tuple[Attempt, ...]) -> list[tuple[str, str]]:
    return [(attempt.provider, attempt.outcome) for attempt in attempts]


async def test_the_first_provider_that_works_answers_and_is_named() -> None:
    first, second = Fake("first"), Fake("second")

    answered = await Chain([first, second]).answer(QUESTION)

    assert answered.draft.text == "first says"
    assert answered.draft.provider == "first"
    assert outcomes(answered.attempts) == [("first", "ok")]
    assert second.calls == 0


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Transient("busy", reason="overloaded"), "transient"),
        (Transient("slow", reason="timeout"), "timeout"),
        (Permanent("no key", reason="unauthorized"), "permanent"),
    ],
)
async def test_a_provider_that_fails_is_followed_by_the_next(error: Delivery, outcome: str) -> None:
    chain = Chain([Fake("first", error), Fake("second")])

    answered = await chain.answer(QUESTION)

    assert answered.draft.provider == "second"
    assert outcomes(answered.attempts) == [("first", outcome), ("second", "ok")]


async def test_when_all_fail_the_error_is_worth_a_retry_and_tells_who_failed_how() -> None:
    first = Fake("first", Permanent("no key", reason="unauthorized"))
    second = Fake("second", Transient("busy", reason="rate_limited", retry_after_s=4.0))

    with pytest.raises(Transient) as caught:
        await Chain([first, second]).answer(QUESTION)

    assert str(caught.value) == "No model answered (first: permanent, second: transient)"
    assert caught.value.reason == "no_model"
    assert caught.value.retry_after_s == 4.0


async def test_a_provider_that_keeps_failing_is_skipped_until_its_pause_is_over() -> None:
    clock = FakeClock()
    first, second = Fake("first", DOWN, DOWN), Fake("second")
    chain = Chain([first, second], new_breaker=breakers(clock))
    await chain.answer(QUESTION)
    await chain.answer(QUESTION)

    skipped = await chain.answer(QUESTION)
    state = chain.status()
    clock.now += 30
    recovered = await chain.answer(QUESTION)

    assert outcomes(skipped.attempts) == [("first", "skipped"), ("second", "ok")]
    assert state == {"first": CircuitState.OPEN, "second": CircuitState.CLOSED}
    assert recovered.draft.provider == "first"
    assert first.calls == 3
    assert chain.status()["first"] is CircuitState.CLOSED


async def test_the_last_resort_is_asked_even_when_it_kept_failing() -> None:
    last = Fake("last", DOWN, DOWN)
    chain = Chain([last], new_breaker=breakers(FakeClock()))
    for _ in range(2):
        with pytest.raises(Transient):
            await chain.answer(QUESTION)

    answered = await chain.answer(QUESTION)

    assert outcomes(answered.attempts) == [("last", "ok")]


async def test_a_vendor_that_names_a_time_is_left_alone_until_then() -> None:
    clock = FakeClock()
    first = Fake("first", Transient("busy", reason="rate_limited", retry_after_s=20.0))
    chain = Chain([first, Fake("second")], new_breaker=breakers(clock))
    await chain.answer(QUESTION)

    clock.now += 19
    early = await chain.answer(QUESTION)
    clock.now += 1
    late = await chain.answer(QUESTION)

    assert early.draft.provider == "second"
    assert late.draft.provider == "first"


async def test_refusing_one_guests_text_does_not_speak_against_the_provider() -> None:
    refusal = Permanent("refused", reason="refused")
    chain = Chain(
        [Fake("first", refusal, refusal), Fake("second")], new_breaker=breakers(FakeClock())
    )

    for _ in range(2):
        await chain.answer(QUESTION)

    assert chain.status()["first"] is CircuitState.CLOSED


async def test_every_attempt_is_observed_with_its_seconds_and_usage() -> None:
    seen: list[tuple[str, str, float, int]] = []
    clock = FakeClock()

    def observe(provider: str, outcome: str, seconds: float, usage: Usage) -> None:
        seen.append((provider, outcome, seconds, usage.cost_micro_usd))

    class Slow(Fake):
        async def answer(self, question: Question) -> Draft:
            clock.now += 1.5
            return await super().answer(question)

    chain = Chain([Slow("first", DOWN), Slow("second")], observe=observe, clock=clock)

    answered = await chain.answer(QUESTION)

    assert seen == [("first", "transient", 1.5, 0), ("second", "ok", 1.5, 60)]
    assert answered.attempts == (("first", "transient", 1500), ("second", "ok", 1500))


async def test_all_are_warmed_last_resort_first_and_all_are_closed() -> None:
    journal: list[str] = []
    chain = Chain([Fake("first", journal=journal), Fake("second", journal=journal)])

    await chain.warm()
    await chain.close()

    assert journal == ["warm second", "warm first", "close first", "close second"]


def test_a_chain_of_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Chain([])
