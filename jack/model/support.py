"""Which sentence of which source a sentence of an answer rests on, as far as words and facts tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jack.model.facts import facts, grounds
from jack.model.gaps import words_of

ALIKE = 0.5
"""Share of a sentence's words that the one it rests on has, too."""

Split = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Support:
    """`source` is the place in the sources, None where none was found; `quote` its sentence."""

    sentence: str
    source: int | None = None
    quote: str = ""


def supported(answer: str, sources: Sequence[str], *, split: Split) -> list[Support]:
    """Every sentence of an answer, with what it rests on: its facts all stand there, or most of its
    words. A translation is found by its facts alone."""
    quotes = [(place, quote) for place, body in enumerate(sources) for quote in split(body)]
    return [_support(sentence, quotes) for sentence in split(answer) if sentence.strip()]


def _support(sentence: str, quotes: Sequence[tuple[int, str]]) -> Support:
    best, found = 0.0, Support(sentence)
    stated, words = facts(sentence), words_of(sentence)
    for place, quote in quotes:
        held = grounds([quote])
        has_facts = bool(stated) and all(held.hold(fact) for fact in stated)
        if stated and not has_facts:
            continue
        shared = len(words & words_of(quote)) / len(words) if words else 0.0
        score = shared + (1.0 if has_facts else 0.0)
        if score > best and (has_facts or shared >= ALIKE):
            best, found = score, Support(sentence, place, quote.strip())
    return found
