"""Shadow mode: Jack's words are held against those of staff, topic by topic."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass

from jack.config import Config
from jack.db import audit, pushes, shadows
from jack.db import settings as store
from jack.db.database import Database
from jack.errors import Conflict, Invalid
from jack.model.autonomy import Autonomy, Rules
from jack.model.clock import Clock, Micros
from jack.model.gaps import words_of
from jack.model.shadows import (
    CORRECTED_WITHIN,
    TOPICS,
    WINDOW,
    Agreement,
    Outcome,
    Pair,
    agreement,
    agrees,
    corrects,
    family,
)
from jack.model.staff import Permission, Staff
from jack.services.knowledge import Knowledge
from jack.services.permits import must
from jack.services.settings import Settings

log = logging.getLogger(__name__)

AT_ONCE = 50
AUTONOMY = "answers.autonomy"
STEPPED = "learning.stepped."
"""With a topic: when it last went back to draft, so that corrections count from then on."""


@dataclass(frozen=True, slots=True)
class Shadowing:
    db: Database
    knowledge: Knowledge
    settings: Settings
    config: Config
    clock: Clock

    async def run(self) -> None:
        """Judge what was settled, and step back where staff correct Jack again and again."""
        if await self.judge():
            await self.step_back()

    async def judge(self) -> int:
        """How many cases were judged."""
        waiting: list[Pair] = await self.db.read(shadows.unjudged, AT_ONCE)
        for pair in waiting:
            likeness = 1.0 if pair.outcome is Outcome.USED else await self._likeness(pair)
            same = await asyncio.to_thread(_same, pair, likeness)
            await self.db.write(shadows.judge, pair.id, same, likeness, self.clock())
        return len(waiting)

    async def agreement(self, by: Staff) -> list[Agreement]:
        """Every topic that has cases, of the last two months."""
        must(by, Permission.MANAGE_SETTINGS)
        found = await self.db.read(shadows.judged, self.clock() - WINDOW)
        answers = self.config.answers
        return [
            agreement(
                topic,
                self._level(topic),
                cases,
                cases=answers.shadow_cases,
                share=answers.shadow_share,
            )
            for topic in TOPICS
            if (
                cases := [
                    (outcome, same) for name, outcome, same, _ in found if family(name) == topic
                ]
            )
        ]

    async def step_back(self) -> list[str]:
        """Topics on auto that were corrected too often within a week go back to draft: the admins
        and managers are told. Where the level is set above the page nothing is changed."""
        limit = self.config.answers.corrections
        if not limit:
            return []
        since = self.clock() - CORRECTED_WITHIN

        def read() -> Counter[str]:
            wrong: Counter[str] = Counter()
            for name, _, same, at in shadows.judged(since, outcomes=(Outcome.CORRECTED,)):
                topic = family(name)
                if topic and not same and at > int(store.get(STEPPED + topic) or 0):
                    wrong[topic] += 1
            return wrong

        stepped = []
        for topic, count in (await self.db.read(read)).items():
            is_due = count >= limit and self._level(topic) is Autonomy.AUTO
            if is_due and await self._to_draft(topic, count):
                stepped.append(topic)
        return stepped

    async def _to_draft(self, topic: str, corrections: int) -> bool:
        wanted = {**self.config.answers.autonomy, topic: Autonomy.DRAFT.value}
        try:
            await self.settings.change_by_system({AUTONOMY: wanted})
        except (Conflict, Invalid) as error:
            log.warning("topic not set to draft", extra={"reason": str(error)})
            return False

        def work(at: Micros) -> None:
            store.put(STEPPED + topic, at, at)
            audit.add("system", "autonomy.step_back", f"topic:{topic}", at, corrections=corrections)
            pushes.autonomy(at)

        await self.db.write(work, self.clock())
        log.warning("a topic went back to draft", extra={"reason": topic, "count": corrections})
        return True

    def _level(self, topic: str) -> Autonomy:
        return Rules(self.config.answers.autonomy).autonomy_of([topic], "")[0]

    async def _likeness(self, pair: Pair) -> float:
        """By meaning where that is to be had, else the share of words they have in common."""
        found = await self.knowledge.likeness_of(
            (pair.text, pair.language), (pair.reply, pair.reply_language or pair.language)
        )
        if found is not None:
            return found
        one, other = words_of(pair.text), words_of(pair.reply)
        least = min(len(one), len(other))
        return len(one & other) / least if least else 0.0


def _same(pair: Pair, likeness: float) -> bool:
    if pair.outcome is Outcome.CORRECTED:
        return not corrects(pair.text, pair.reply)
    return pair.outcome is Outcome.USED or agrees(pair.text, pair.reply, likeness)
