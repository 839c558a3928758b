"""The sentences of the hotel's entries that answer a question, and nothing else (R4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from jack.llm.base import Embed
from jack.model.knowledge import Passage

Split = Callable[[str], list[str]]

MAX_SENTENCES = 3
MAX_COMPARED = 16
"""Sentences of one entry that are compared with the question; a longer entry's rest is left out."""

CLOSE = 0.02
"""A sentence this much less similar than the best still belongs to the answer: similarities of
this model are compressed (on topic about .83, off topic about .76)."""


async def excerpt(question: str, passage: Passage, embed: Embed, split: Split) -> str:
    """One to three sentences of the entry, in their order; a short entry whole.

    The first is always among them: it states the entry's main fact, and the rest leans on it.
    """
    sentences = split(passage.body)
    if len(sentences) <= MAX_SENTENCES:
        return passage.body.strip()
    compared = sentences[:MAX_COMPARED]
    likeness = await _likeness(question, compared, embed)
    nearest = sorted(range(1, len(compared)), key=lambda i: -likeness[i])[: MAX_SENTENCES - 1]
    best = max(likeness)
    kept = [0, *sorted(i for i in nearest if likeness[i] >= best - CLOSE)]
    return " ".join(compared[i] for i in kept)


NEAR_TIE = 0.012
"""Similarities this close tell nothing about which of two entries is meant."""


async def choose(
    questions: Sequence[str], passages: Sequence[Passage], embed: Embed, threshold: float
) -> list[Passage]:
    """The passages to answer with: the best one, and one for each further question of the message.

    `passages` come best first for the whole message. That the best reaches `threshold` is the
    condition for any answer; another entry nearest to one of the questions needs half of it,
    because it was scored against all of them.
    """
    best = max(passages, key=lambda passage: passage.score, default=None)
    if best is None or best.score < threshold:
        return []
    chosen = [best, *_as_near(best, passages, threshold)]
    for question in questions if len(questions) > 1 else ():
        likeness = await _likeness(question, [passage.title for passage in passages], embed)
        nearest = passages[max(range(len(passages)), key=lambda i: likeness[i])]
        if nearest not in chosen and nearest.score >= threshold / 2:
            chosen.append(nearest)
    return chosen


def _as_near(best: Passage, passages: Sequence[Passage], threshold: float) -> list[Passage]:
    """One more entry that fits as well as the best: both facts beat a guess between them."""
    rivals = [
        passage
        for passage in passages
        if passage is not best
        and passage.score >= threshold
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
