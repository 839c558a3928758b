"""Fallback from one provider to the next (R12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from jack.errors import Delivery, Permanent, Transient
from jack.llm.base import Unusable
from jack.llm.breaker import CircuitBreaker, CircuitState
from jack.llm.chain import Attempt, Chain, NoModel
from jack.model.answers import Draft, Fault, HotelProfile, Intent, Question, Usage

QUESTION = Question(
    text="When is breakfast?",
    language="en",
    channel="webchat",
    hotel=HotelProfile(name="Harbour House", timezone="Europe/Lisbon", language="pt"),
)
DOWN = Transient("down", reason="overloaded")


class Fake:
    """A provider that fails as its script says, call by call; else it answers with its texts."""

    def __init__(
        self,
        name: str,
        *script: Delivery | None,
        texts: Sequence[str] = (),
        journal: list[str] | None = None,
    ) -> None:
        self.name = name
        self.calls = 0
        self.asked: list[Question] = []
        self._script = list(script)
        self._texts = list(texts)
        self._journal = journal if journal is not None else []

    async def answer(self, question: Question) -> Draft:
        self.calls += 1
        self.asked.append(question)
        if self._script and (error := self._script.pop(0)) is not None:
            raise error
        return Draft(
            text=self._texts.pop(0) if self._texts else f"{self.name} says",
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
    assert answered.attempts == (
        Attempt("first", "transient", 1500),
        Attempt("second", "ok", 1500, usage=answered.draft.usage),
    )


def disliked(*texts: str, is_grave: bool = True) -> Callable[[Draft, Question], list[Fault]]:
    """A check that finds fault with these replies."""

    def check(draft: Draft, question: Question) -> list[Fault]:
        return [Fault("time", "18:00 is in no source.", is_grave)] if draft.text in texts else []

    return check


async def test_a_reply_that_is_not_fit_is_written_again_once_and_is_told_why() -> None:
    first = Fake("first", texts=["wrong", "right"])

    answered = await Chain([first], check=disliked("wrong")).answer(QUESTION)

    assert answered.draft.text == "right"
    assert [each.complaint for each in first.asked[1].faults] == ["18:00 is in no source."]
    (attempt,) = answered.attempts
    assert (attempt.outcome, attempt.faults) == ("repaired", ("time",))
    assert answered.usage.input_tokens == 20


async def test_a_model_that_is_wrong_twice_gives_way_to_the_next_provider() -> None:
    first, second = Fake("first", texts=["wrong", "wrong"]), Fake("second", texts=["right"])

    answered = await Chain([first, second], check=disliked("wrong")).answer(QUESTION)

    assert answered.draft.text == "right"
    assert outcomes(answered.attempts) == [("first", "unfit"), ("second", "ok")]
    assert first.calls == 2


async def test_when_no_reply_is_fit_the_caller_is_told_how_each_one_failed() -> None:
    chain = Chain([Fake("first", texts=["wrong", "wrong"])], check=disliked("wrong"))

    with pytest.raises(NoModel) as caught:
        await chain.answer(QUESTION)

    assert outcomes(caught.value.attempts) == [("first", "unfit")]


async def test_what_is_not_grave_is_sent_when_nothing_better_comes() -> None:
    first = Fake("first", texts=["long", "long"])

    answered = await Chain([first], check=disliked("long", is_grave=False)).answer(QUESTION)

    assert answered.draft.text == "long"
    assert first.calls == 2


async def test_a_first_reply_with_a_small_fault_stays_when_the_second_try_fails() -> None:
    first = Fake("first", None, DOWN, texts=["long"])

    answered = await Chain([first], check=disliked("long", is_grave=False)).answer(QUESTION)

    assert answered.draft.text == "long"
    assert outcomes(answered.attempts) == [("first", "ok")]


async def test_a_reply_that_cannot_be_read_is_asked_for_once_more_and_paid_for() -> None:
    first = Fake("first", Unusable("no tool call", Usage(input_tokens=7)))

    answered = await Chain([first]).answer(QUESTION)

    assert outcomes(answered.attempts) == [("first", "repaired")]
    assert answered.usage.input_tokens == 17


async def test_rules_are_not_checked_for_they_write_nothing_of_their_own() -> None:
    local = Fake("local", texts=["wrong"])

    answered = await Chain([local], check=disliked("wrong")).answer(QUESTION)

    assert answered.draft.text == "wrong"
    assert local.calls == 1


async def test_a_provider_that_rests_is_not_asked() -> None:
    paid, free = Fake("paid"), Fake("free")

    answered = await Chain([paid, free], is_resting=lambda name: name == "paid").answer(QUESTION)

    assert outcomes(answered.attempts) == [("paid", "resting"), ("free", "ok")]
    assert paid.calls == 0


async def test_all_are_warmed_last_resort_first_and_all_are_closed() -> None:
    journal: list[str] = []
    chain = Chain([Fake("first", journal=journal), Fake("second", journal=journal)])

    await chain.warm()
    await chain.close()

    assert journal == ["warm second", "warm first", "close first", "close second"]


def test_a_chain_of_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Chain([])
