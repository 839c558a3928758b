"""The sentences of the hotel's entries that answer a question, and nothing else (R4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from jack.llm.base import Embed
from jack.model.asked import asked_for, told_by
from jack.model.concepts import concepts
from jack.model.knowledge import Passage
from jack.model.languages import parse

Split = Callable[[str], list[str]]

MAX_SENTENCES = 3
MAX_COMPARED = 16
"""Sentences of one entry that are compared with the question; a longer entry's rest is left out."""

CLOSE = 0.02
"""A sentence this much less similar than the best still belongs to the answer: similarities of
this model are compressed (on topic about .83, off topic about .76)."""


async def excerpt(question: str, passage: Passage, embed: Embed, split: Split) -> str:
    """One to three sentences of the entry, in their order; a short entry whole.

    Sentences that name what the question names, or tell the price or time it asks for, are known
    without a vector; only where none does are all compared, and the first is then among them: it
    states the entry's main fact, and the rest leans on it.
    """
    sentences = split(passage.body)
    if len(sentences) <= MAX_SENTENCES:
        return passage.body.strip()
    compared = sentences[:MAX_COMPARED]
    worth = _worth(question, compared)
    if max(worth) > 0:
        ranked = sorted((i for i in range(len(compared)) if worth[i]), key=lambda i: (-worth[i], i))
        return " ".join(compared[i] for i in sorted(ranked[: MAX_SENTENCES - 1]))
    likeness = await _likeness(question, compared, embed)
    nearest = sorted(range(1, len(compared)), key=lambda i: -likeness[i])[: MAX_SENTENCES - 1]
    best = max(likeness)
    chosen = [0, *sorted(i for i in nearest if likeness[i] >= best - CLOSE)]
    return " ".join(compared[i] for i in chosen)


def _worth(question: str, sentences: Sequence[str]) -> list[int]:
    """How much of what is asked each sentence speaks of: things count most. A price or a time
    counts where the sentence or the one before it names a thing that was asked about."""
    things = [len(concepts(question) & concepts(sentence)) for sentence in sentences]
    facts = [len(asked_for(question) & told_by(sentence)) for sentence in sentences]
    near = [bool(now or before) for now, before in zip(things, [0, *things], strict=False)]
    return [
        2 * now + told * is_near for now, told, is_near in zip(things, facts, near, strict=True)
    ]


NEAR_TIE = 0.012
"""Similarities this close tell nothing about which of two entries is meant."""

AS_GOOD = 0.6
"""An entry in the guest's language is taken when it is this much as likely as one in another."""


def choose(passages: Sequence[Passage], threshold: float, language: str) -> list[Passage]:
    """The passages to answer with: of each part of the message the best that reaches `threshold`.

    One that fits as well is added, for both facts beat a guess between them; one about the same
    thing in the guest's language takes the place of another.
    """
    fitting = [passage for passage in passages if passage.score >= threshold]
    chosen: list[Passage] = []
    for part in dict.fromkeys(passage.asked for passage in fitting):
        among = [passage for passage in fitting if passage.asked == part]
        best = _in_language(max(among, key=lambda passage: passage.score), among, language)
        chosen += [each for each in (best, *_as_near(best, among)) if each not in chosen]
    return chosen


def _in_language(best: Passage, among: Sequence[Passage], language: str) -> Passage:
    if parse(best.language) == parse(language):
        return best
    same = [
        passage
        for passage in among
        if parse(passage.language) == parse(language)
        and passage.score >= AS_GOOD * best.score
        and concepts(passage.title) & concepts(best.title)
    ]
    return max(same, key=lambda passage: passage.score, default=best)


def _as_near(best: Passage, among: Sequence[Passage]) -> list[Passage]:
    """One more entry that fits as well as the best."""
    rivals = [
        passage
        for passage in among
        if passage is not best
        and passage.similarity >= best.similarity - NEAR_TIE
        and passage.language == best.language
    ]
    return rivals[:1]


def shortened(text: str, max_chars: int, split: Split) -> str:
    """`text` cut after its last sentence that fits; a first sentence too long is cut itself."""
    if len(text) <= max_chars:
        return text
    end = 0
    for sentence in split(text):
        following = text.index(sentence, end) + len(sentence)
        if following > max_chars:
            break
        end = following
    return text[:end] if end else text[: max_chars - 1].rstrip() + "…"


async def _likeness(question: str, texts: Sequence[str], embed: Embed) -> list[float]:
    asked, *others = await asyncio.gather(embed(question), *map(embed, texts))
    return [float(asked @ other) for other in others]
