"""Answers that models gave to general questions, kept for the next guest who asks the same.

Only what is about the hotel is kept, and only what a model wrote without anything of its guest's at
hand. What is kept is a draft: the rules decide on it as on a new one, for the guest who asks now.
Any change of what the hotel has written down, or says of itself, begins anew.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jack import metrics
from jack.llm import prompt
from jack.llm.chain import Answered, Attempt, Chain
from jack.llm.factory import LAST_RESORT
from jack.model.answers import Draft, HotelProfile, Question, Usage
from jack.model.clock import HOUR, Clock, Micros
from jack.model.messages import Sender
from jack.model.sameness import Matter, asks_the_same, is_general, matter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_KEPT = 500
LIFE: Micros = 12 * HOUR
"""An answer may lean on the day; nobody is told yesterday's."""
VectorOf = Callable[[str], "Awaitable[NDArray[np.float32] | None]"]
"""None where this machine cannot embed: then nothing is kept, and equal words alone are shared."""
INQUIRY = "inquiry."
PRIVATE = "inquiry.stay."


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an answer holds: one state of knowledge, language, channel and rules."""

    generation: int
    hotel: HotelProfile
    language: str
    channel: str
    day: str
    prompt_version: str


@dataclass(frozen=True, slots=True)
class Kept:
    asked: Matter
    vector: NDArray[np.float32]
    draft: Draft
    until: Micros


class KeptAnswers:
    """Asks `chain` for what it does not know. `generation` counts the changes of what is known."""

    def __init__(
        self, chain: Chain, vector_of: VectorOf, generation: Callable[[], int], clock: Clock
    ) -> None:
        self._chain = chain
        self._vector_of = vector_of
        self._generation = generation
        self._clock = clock
        self._kept: OrderedDict[Setting, list[Kept]] = OrderedDict()
        self._asking: dict[tuple[Setting, Matter], asyncio.Future[Draft | None]] = {}
        self._has_model = any(each.name != LAST_RESORT for each in chain.providers)

    async def answer(self, question: Question) -> Answered:
        """As the chain does; an answer that was kept or is just being made costs nothing."""
        if not self._has_model or not _may_be_served(question):
            return await self._chain.answer(question)
        where, asked = self._setting(question), matter(question.text)
        vector = await self._vector_of(question.text)
        if vector is not None and (found := self._find(where, asked, vector)) is not None:
            metrics.AI_CACHE_HITS.inc()
            return _given(found.draft, "kept")
        if not _is_impersonal(question):
            return await self._chain.answer(question)
        return await self._shared(question, where, asked, vector)

    async def _shared(
        self, question: Question, where: Setting, asked: Matter, vector: NDArray[np.float32] | None
    ) -> Answered:
        """Equal questions in flight share one call, when what comes of it may be shared."""
        key = where, asked
        if (running := self._asking.get(key)) is not None:
            made = await asyncio.shield(running)
            if made is None:
                return await self._chain.answer(question)
            metrics.AI_CACHE_HITS.inc()
            return _given(made, "shared")
        running = self._asking[key] = asyncio.get_running_loop().create_future()
        made = None
        try:
            answered = await self._chain.answer(question)
            if _may_be_kept(answered):
                made = answered.draft
                if vector is not None:
                    self._keep(where, Kept(asked, vector, made, self._clock() + LIFE))
            return answered
        finally:
            del self._asking[key]
            running.set_result(made)

    def _setting(self, question: Question) -> Setting:
        return Setting(
            generation=self._generation(),
            hotel=question.hotel,
            language=question.language,
            channel=question.channel,
            day=question.now_local[:-6],
            prompt_version=prompt.version(),
        )

    def _find(self, where: Setting, asked: Matter, vector: NDArray[np.float32]) -> Kept | None:
        at = self._clock()
        for kept in self._kept.get(where, ()):
            if kept.until > at and asks_the_same(asked, kept.asked, float(vector @ kept.vector)):
                self._kept.move_to_end(where)
                return kept
        return None

    def _keep(self, where: Setting, kept: Kept) -> None:
        """States of knowledge that are gone are the least lately used, and go first."""
        self._kept.setdefault(where, []).append(kept)
        self._kept.move_to_end(where)
        while sum(map(len, self._kept.values())) > MOST_KEPT:
            oldest = next(iter(self._kept))
            self._kept[oldest].pop(0)
            if not self._kept[oldest]:
                del self._kept[oldest]


def _may_be_served(question: Question) -> bool:
    """A general question, to a guest whose preferences need no heeding."""
    is_plain = not (question.preferences or question.faults or question.pictures)
    return is_plain and is_general(question.text)


def _is_impersonal(question: Question) -> bool:
    """The model gets nothing of the guest's: no stay, no request, nothing said before."""
    has_talked = any(message.sender is not Sender.SYSTEM for message in question.history)
    return question.stay is None and not question.open_requests and not has_talked


def _may_be_kept(answered: Answered) -> bool:
    draft = answered.draft
    return (
        draft.provider != LAST_RESORT
        and draft.answered
        and not (draft.tasks or draft.escalation or draft.preferences)
        and all(source.kind == "entry" for source in draft.sources)
        and all(
            intent.name.startswith(INQUIRY) and not intent.name.startswith(PRIVATE)
            for intent in draft.intents
        )
    )


def _given(draft: Draft, outcome: str) -> Answered:
    """It was paid for once."""
    return Answered(replace(draft, usage=Usage()), (Attempt("cache", outcome, 0),))
