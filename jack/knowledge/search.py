"""Joining what vectors and words find, and judging whether any of it answers the question.

Similarities of this kind of model are compressed and move with language and length (on topic .82 to
.92, off topic .76 to .85), so no threshold on them says "nothing fits". What does is how far an entry
stands out from what the rest scores on the same question, whether it speaks of the same things
(in whatever language), and whether it tells the kind of fact that was asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from jack.knowledge.chunking import questions_in
from jack.model.asked import asked_for, told_by
from jack.model.concepts import concepts, in_hotels_words
from jack.model.knowledge import Audience, Entry, Passage

NEAREST_CHUNKS = 64
WORD_HITS = 3
CONCEPT_HITS = 12
BACKGROUND = slice(8, 30)
LEAST_BACKGROUND = 4
BACKGROUND_DEFAULT = 0.79
REMEMBERED_ENTRIES = 4096


class Evidence(NamedTuple):
    """What speaks for or against an entry; the same shape holds the weights."""

    stands_out: float
    """Similarity above the background, in steps of .05."""
    behind: float
    """Similarity below the nearest other entry, in steps of .05; never above 0. An entry whose title
    names one of the question's things is measured against others that do: what is near without
    speaking of them is no rival."""
    in_title: float
    """Share of the question's things that the title names; rare things count more."""
    in_body: float
    """Share that only the body names."""
    no_things: float
    """1 where the question names nothing we have a word for."""
    none_shared: float
    """1 where the entry names none of the question's things."""
    absent: float
    """1 where no entry names one of the question's things."""
    words: float
    """Share of the question's words that the entry has; rare words count more."""
    other_things: float
    """1 where a title that fits names other things too."""


WEIGHTS = Evidence(1.74, 3.02, 3.05, 1.19, -0.41, -2.44, -1.20, 0.61, -0.97)
BIAS = -2.76
"""A logistic fit over 321 questions in 11 languages to six made-up hotels, each asked with and
without its answer there (`python -m tests.evaluation.fit`). The bias is moved by log(.6/.4): of real
questions fewer than half lack an answer."""

LACKS = -5.0
"""For an entry that tells no price or no time where one was asked for: of 215 questions none was
answered by such an entry."""


_WORD = re.compile(r"[^\W_]+")


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
    """The passages that vectors and words found, those first that answer best.

    Entries of another audience or outside their dates are left out here, after the query: inside
    it a filter costs twenty times as much.
    """
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.entry_id not in best or hit.similarity > best[hit.entry_id].similarity:
            best[hit.entry_id] = hit
    visible = [
        entry
        for entry_id in dict.fromkeys((*best, *word_ids))
        if (entry := entries.get(entry_id)) is not None and may_see(entry, today, audience)
    ]
    similarity = {entry.id: best[entry.id].similarity for entry in visible if entry.id in best}
    found = evidence(question, visible, similarity)
    scored = [
        (judge(question, entry, told), similarity.get(entry.id, 0.0), entry)
        for entry, told in zip(visible, found, strict=True)
    ]
    scored.sort(key=lambda each: (-each[0], -each[1]))
    return [
        _passage(entry, best.get(entry.id), question, score) for score, _, entry in scored[:limit]
    ]


def merge(parts: Sequence[str], found: Sequence[Sequence[Passage]], *, limit: int) -> list[Passage]:
    """The passages of a message's parts as one list: the best of each part, then the others.

    An entry stands once, for the part it fits best.
    """
    best: dict[int, Passage] = {}
    for part, passages in zip(parts, found, strict=True):
        for passage in passages:
            known = best.get(passage.entry_id)
            if known is None or passage.score > known.score:
                best[passage.entry_id] = replace(passage, asked=part)
    ranked = sorted(best.values(), key=lambda passage: -passage.score)
    first = {part: passage for part in parts for passage in ranked[::-1] if passage.asked == part}
    heads = sorted(first.values(), key=lambda passage: -passage.score)
    return [*heads, *(passage for passage in ranked if passage not in heads)][:limit]


def may_see(entry: Entry, today: date, audience: Audience) -> bool:
    """Staff see everything that is valid; guests what is written for guests."""
    if audience is Audience.GUEST and entry.audience is not Audience.GUEST:
        return False
    if entry.valid_from and today < entry.valid_from:
        return False
    return not (entry.valid_until and today > entry.valid_until)


def evidence(
    question: str, entries: Sequence[Entry], similarity: Mapping[int, float]
) -> list[Evidence]:
    """What speaks for each entry, seen against the others. An entry that only words found has no
    similarity; it is taken to be as unlike as the background."""
    near = sorted(similarity.values(), reverse=True)
    background = _background(near)
    read = [_read(entry.title, entry.body) for entry in entries]
    asked = in_hotels_words(concepts(question), frozenset().union(*(each.things for each in read)))
    rarity = _rarity(asked, [each.things for each in read])
    absent = float(any(all(thing not in each.things for each in read) for thing in asked))
    asked_words = words(question)
    word_rarity = _rarity(asked_words, [each.words for each in read])
    alike = [similarity.get(entry.id, background) for entry in entries]
    named = [like for like, each in zip(alike, read, strict=True) if asked & each.title_things]
    found = []
    for entry, (titles, _, things, have) in zip(entries, read, strict=True):
        like = similarity.get(entry.id, background)
        title = max(titles, key=lambda each: (_share(asked & each, rarity), -len(each - asked)))
        in_title = _share(asked & title, rarity)
        rivals = named if in_title > 0 else near
        rival = max(rivals, default=background)
        found.append(
            Evidence(
                stands_out=20 * (like - background),
                behind=20 * min(0.0, like - rival) if near else 0.0,
                in_title=in_title,
                in_body=_share(asked & things, rarity) - in_title,
                no_things=float(not asked),
                none_shared=float(bool(asked) and not asked & things),
                absent=absent,
                words=_share(asked_words & have, word_rarity),
                other_things=float(in_title > 0 and bool(title - asked)),
            )
        )
    return found


def judge(question: str, entry: Entry, found: Evidence) -> float:
    """How likely an entry answers the question, 0..1."""
    wanted = asked_for(question)
    lacks = wanted - told_by(f"{entry.title} {entry.body}") if wanted else frozenset()
    total = sum(weight * value for weight, value in zip(WEIGHTS, found, strict=True))
    return 1.0 / (1.0 + math.exp(-(total + BIAS + LACKS * bool(lacks))))


def overlap(question: str, text: str) -> float:
    """Share of the question's words that the text has, 0..1."""
    asked = words(question)
    return len(asked & words(text)) / len(asked) if asked else 0.0


def words(text: str) -> frozenset[str]:
    """Words of three letters and more, folded and cut to their first five letters."""
    return frozenset(word[:5] for word in _WORD.findall(text.casefold()) if len(word) > 2)


class _Read(NamedTuple):
    """What an entry is compared by."""

    titles: tuple[frozenset[str], ...]
    """Things that the title names, for each way in which it asks."""
    title_things: frozenset[str]
    things: frozenset[str]
    words: frozenset[str]


@lru_cache(REMEMBERED_ENTRIES)
def _read(title: str, body: str) -> _Read:
    titles = tuple(concepts(each) for each in questions_in(title))
    named = frozenset[str]().union(*titles)
    return _Read(titles, named, named | concepts(body), words(f"{title} {body}"))


def _rarity(wanted: Iterable[str], texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much each thing or word tells: what few entries have tells most."""
    return {
        each: max(0.0, math.log((len(texts) + 1) / (sum(each in text for text in texts) + 0.5)))
        for each in wanted
    }


def _share(shared: Iterable[str], rarity: Mapping[str, float]) -> float:
    total = sum(rarity.values())
    return sum(rarity[each] for each in shared) / total if total else 0.0


def _background(similarities: Sequence[float]) -> float:
    """What this question scores on entries that are not about it; best ones left out."""
    rest = similarities[BACKGROUND]
    return sum(rest) / len(rest) if len(rest) >= LEAST_BACKGROUND else BACKGROUND_DEFAULT


def _passage(entry: Entry, hit: Hit | None, question: str, score: float) -> Passage:
    return Passage(
        entry_id=entry.id,
        version=entry.version,
        title=entry.title,
        body=entry.body,
        text=hit.text if hit else entry.body,
        category=entry.category,
        language=entry.language,
        similarity=round(hit.similarity, 4) if hit else 0.0,
        word_overlap=round(overlap(question, f"{entry.title} {entry.body}"), 3),
        score=round(score, 4),
    )
