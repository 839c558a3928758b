"""Golden answers: questions whose answers have to stay right, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jack.model.clock import Micros
from jack.model.facts import facts, grounds
from jack.model.languages import fold


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must be. `sources` are titles or numbers of entries it rests on; `phrases` stand
    in it, words or facts ("7:00" is in "from 7 am"), `must_not` do not. `locked` is the answer itself,
    which may not change at all. None and empty: nothing is asked of it."""

    sources: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    escalates: bool | None = None
    language: str = ""
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Golden:
    """A question as a guest asks it, with what is expected. `id` is None for one from a file."""

    question: str
    expected: Expected
    language: str | None = None
    id: int | None = None
    message_id: int | None = None
    updated_at: Micros = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What Jack would say to it. `sources` are (number, title); `reasons` why a person is called.
    `provider` wrote it (`rules` without any), with `model` where it has several."""

    text: str
    language: str
    sources: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    provider: str = ""
    model: str = ""

    @property
    def author(self) -> str:
        """Who wrote it, in a word or two."""
        return f"{self.provider} ({self.model})" if self.model else self.provider

    @property
    def escalates(self) -> bool:
        return bool(self.reasons)


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    CHANGED = "changed"
    """Only the locked answer is another one."""


@dataclass(frozen=True, slots=True)
class Result:
    """`before` is the answer as it was: locked, recorded, or given without what is tried."""

    golden: Golden
    answer: Answer
    verdict: Verdict
    problems: tuple[str, ...] = ()
    before: str = ""

    @property
    def is_other(self) -> bool:
        """Whether the answer is another one than before, where that is known."""
        return bool(self.before) and not is_same(self.before, self.answer.text)


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored question with what became of it when it was asked last, at `asked_at`."""

    golden: Golden
    verdict: Verdict | None = None
    answer: str = ""
    problems: tuple[str, ...] = ()
    asked_at: Micros | None = None


def judged(golden: Golden, answer: Answer, *, before: str = "") -> Result:
    """The answer held against what is expected of it."""
    problems = tuple(_problems(golden.expected, answer))
    verdict = Verdict.FAILED if problems else Verdict.PASSED
    locked = golden.expected.locked
    if locked and not is_same(locked, answer.text):
        verdict = Verdict.FAILED if problems else Verdict.CHANGED
        problems = (*problems, "it is not the locked answer")
    return Result(golden, answer, verdict, problems, before or locked)


def is_same(one: str, other: str) -> bool:
    """The same words; spaces and capitals do not count."""
    return fold(one) == fold(other)


def _problems(expected: Expected, answer: Answer) -> Iterator[str]:
    named = {fold(part) for source in answer.sources for part in source}
    for wanted in expected.sources:
        if fold(wanted) not in named:
            yield f"it does not rest on “{wanted}”"
    for phrase in expected.phrases:
        if not holds(answer.text, phrase):
            yield f"“{phrase}” is missing"
    for phrase in expected.must_not:
        if holds(answer.text, phrase):
            yield f"“{phrase}” must not be said"
    if expected.escalates is not None and expected.escalates is not answer.escalates:
        yield "no person is called" if expected.escalates else f"a person is called: {_why(answer)}"
    if expected.language and expected.language != answer.language:
        yield f"it is in {answer.language or 'no language'}, not in {expected.language}"


def _why(answer: Answer) -> str:
    return ", ".join(answer.reasons)


def holds(text: str, phrase: str) -> bool:
    """Whether a text has these words, or all the facts that a phrase is made of. Words parted by `|`
    are any of them."""
    return any(_holds(text, part) for part in phrase.split("|") if part.strip())


def _holds(text: str, phrase: str) -> bool:
    if fold(phrase) in fold(text):
        return True
    wanted = facts(phrase)
    if not wanted or len("".join(fact.shown for fact in wanted)) < len(phrase.replace(" ", "")) / 2:
        return False
    said = grounds([text])
    stated = {(fact.kind, value) for fact in facts(text) for value in fact.values}
    return all(
        said.hold(fact) and any((fact.kind, value) in stated for value in fact.values)
        for fact in wanted
    )


def counts(results: Sequence[Result]) -> dict[Verdict, int]:
    return {verdict: sum(each.verdict is verdict for each in results) for verdict in Verdict}
