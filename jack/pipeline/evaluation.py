"""Asks golden questions and holds the answers against what is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jack.model import safety
from jack.model.golden import Answer, Golden, Result, judged
from jack.model.phrases import safety_text
from jack.model.spending import Purpose
from jack.pipeline.pipeline import Pipeline
from jack.services.intake import MAX_READ_CHARS
from jack.services.turns import Outcome

Progress = Callable[[int, int], None]


async def answer(pipeline: Pipeline, golden: Golden) -> Answer:
    """What Jack would say to a stranger who asks this first. Nothing is written but what it cost."""
    danger = safety.emergency(golden.question[:MAX_READ_CHARS])
    outcome = await pipeline.ask(golden.question)
    await pipeline.spending.record(outcome.calls, Purpose.GOLDEN)
    if danger is not None:
        hotel = pipeline.config.hotel
        text = safety_text(
            danger, outcome.language, country=hotel.country, number=hotel.emergency_number
        )
        return Answer(text, outcome.language, reasons=("emergency",), provider="rules")
    return _answer(outcome)


async def evaluate(
    pipeline: Pipeline,
    questions: Sequence[Golden],
    *,
    before: Mapping[str, str] | None = None,
    progress: Progress = lambda done, total: None,
) -> list[Result]:
    """Every question once, in order. `before` holds answers by question, to be shown beside."""
    known = before or {}
    results: list[Result] = []
    for golden in questions:
        given = await answer(pipeline, golden)
        results.append(judged(golden, given, before=known.get(golden.question, "")))
        progress(len(results), len(questions))
    await pipeline.spending.warn()
    return results


def _answer(outcome: Outcome) -> Answer:
    escalation = outcome.escalation
    return Answer(
        text=outcome.text,
        language=outcome.language,
        sources=tuple((source.id, source.title) for source in outcome.sources),
        reasons=tuple(map(str, escalation.reasons)) if escalation else (),
        provider=str(outcome.trace.get("provider", "")),
        model=str(outcome.trace.get("model", "")),
    )
