"""Joining what vectors and words find, and judging whether any of it answers the question.

Similarities of this kind of model are compressed and move with language and length (on topic .82 to
.92, off topic .76 to .85), so no threshold on them says "nothing fits". What does is how far the
best entry stands out from what the rest of the knowledge base scores on the same question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jack.model.knowledge import Audience, Entry, Passage

NEAREST_CHUNKS = 64
WORD_HITS = 3
BACKGROUND = slice(8, 30)
LEAST_BACKGROUND = 4
BACKGROUND_DEFAULT = 0.79

MARGIN = 0.050
SLOPE = 75.0
"""Where an entry is as likely to answer as not, and how sharply that turns: a logistic fit on 190
questions in 11 languages with and without their answers in the knowledge base."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk the index found: which entry it belongs to, its text, cosine similarity."""

    entry_id: int
    text: str
    similarity: float


def join(
    question: str,
    hits: Sequence[Hit],
    word_ids: Sequence[int],
    entries: Mapping[int, Entry],
    *,
    today: date,
    audience: Audience,
    limit: int = 8,
) -> list[Passage]:
    """Passages, best first: the nearest entries, then those only the words found.

    Entries of another audience or outside their dates are left out here, after the query: inside
    it a filter costs twenty times as much.
    """
    best: dict[int, Hit] = {}
    for hit in hits:
        entry = entries.get(hit.entry_id)
        if entry is None or not may_see(entry, today, audience):
            continue
        if hit.entry_id not in best or hit.similarity > best[hit.entry_id].similarity:
            best[hit.entry_id] = hit
    ranked = sorted(best.values(), key=lambda hit: -hit.similarity)
    background = _background([hit.similarity for hit in ranked])
    passages = [
        _passage(entries[hit.entry_id], hit.text, hit.similarity, question, background)
        for hit in ranked[:limit]
    ]
    for entry_id in word_ids[:WORD_HITS]:
        entry = entries.get(entry_id)
        if entry is None or not may_see(entry, today, audience):
            continue
        if all(passage.entry_id != entry_id for passage in passages):
            known = best.get(entry_id)
            similarity = known.similarity if known else 0.0
            passages.append(_passage(entry, entry.body, similarity, question, background))
    return passages


def may_see(entry: Entry, today: date, audience: Audience) -> bool:
    """Staff see everything that is valid; guests what is written for guests."""
    if audience is Audience.GUEST and entry.audience is not Audience.GUEST:
        return False
    if entry.valid_from and today < entry.valid_from:
        return False
    return not (entry.valid_until and today > entry.valid_until)


def overlap(question: str, text: str) -> float:
    """Share of the question's words that the text has, 0..1."""
    asked = words(question)
    return len(asked & words(text)) / len(asked) if asked else 0.0


def words(text: str) -> set[str]:
    """Words of three letters and more, folded and cut to their first five letters."""
    spaced = "".join(c if c.isalnum() else " " for c in text.casefold())
    return {word[:5] for word in spaced.split() if len(word) > 2}


def fit(similarity: float, background: float) -> float:
    """The judgement in 0..1 that an entry answers the question."""
    return 1.0 / (1.0 + math.exp(-SLOPE * (similarity - background - MARGIN)))


def _background(similarities: Sequence[float]) -> float:
    """What this question scores on entries that are not about it; best ones left out."""
    rest = similarities[BACKGROUND]
    return sum(rest) / len(rest) if len(rest) >= LEAST_BACKGROUND else BACKGROUND_DEFAULT


def _passage(
    entry: Entry, text: str, similarity: float, question: str, background: float
) -> Passage:
    shared = overlap(question, f"{entry.title} {entry.body}")
    # Without a vector only words speak: they must share most of the question to count.
    score = fit(similarity, background) if similarity else 0.6 * shared
    return Passage(
        entry_id=entry.id,
        version=entry.version,
        title=entry.title,
        body=entry.body,
        text=text,
        category=entry.category,
        language=entry.language,
        similarity=round(similarity, 4),
        word_overlap=round(shared, 3),
        score=round(score, 4),
    )
