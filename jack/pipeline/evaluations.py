"""Golden questions asked from the web page: one run at a time, in the background."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace

from jack.errors import Conflict, NotFound
from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.model.golden import Golden, Result
from jack.model.staff import Permission, Staff
from jack.pipeline.evaluation import evaluate
from jack.pipeline.pipeline import Models, Pipeline
from jack.services.goldens import Goldens
from jack.services.knowledge import Knowledge, Scope
from jack.services.permits import must

log = logging.getLogger(__name__)

MOST_IDS = 10**15


@dataclass(frozen=True, slots=True)
class Change:
    """Knowledge that is to be tried: what was read, and what of the rest is gone with it."""

    found: Sequence[EntryDraft | ReadProblem]
    prune: bool
    scope: Scope


Trial = Callable[[Change], AbstractAsyncContextManager[Knowledge]]
"""The knowledge as it would be, on a copy."""

Coming = Callable[[], AbstractAsyncContextManager[Models]]
"""The models as the settings made by now will have them after a restart."""

Trying = Callable[[], AbstractAsyncContextManager[Pipeline]]
"""A pipeline as it would be with what is tried."""


@dataclass(slots=True)
class Running:
    """A run under way or done. A trial asks each question twice: as things are, and as they would be."""

    id: int
    total: int
    done: int = 0
    is_trial: bool = False
    is_over: bool = False
    failure: str = ""
    results: list[Result] = field(default_factory=list)
    task: asyncio.Task[None] | None = field(default=None, repr=False)


class Evaluations:
    """The last run is kept in memory; what became of each question is stored, except of trials."""

    def __init__(self, pipeline: Pipeline, goldens: Goldens, trial: Trial, coming: Coming) -> None:
        self._pipeline = pipeline
        self._goldens = goldens
        self._trial = trial
        self._coming = coming
        self._running: Running | None = None

    async def start(self, by: Staff) -> Running:
        """Ask all golden questions.

        Raises Conflict when a run is under way, or there are no questions.
        """
        return await self._begin(by, None)

    async def try_knowledge(self, by: Staff, change: Change) -> Running:
        """Ask them as they are answered now, and as they would be after `change`. Raises Conflict."""
        return await self._begin(by, lambda: self._with_knowledge(change))

    async def try_models(self, by: Staff) -> Running:
        """The same with the model settings that count only after a restart. Raises Conflict."""
        must(by, Permission.MANAGE_SETTINGS)
        return await self._begin(by, self._with_models)

    async def _begin(self, by: Staff, trying: Trying | None) -> Running:
        must(by, Permission.WRITE_KNOWLEDGE)
        questions = [kept.golden for kept in await self._goldens.listed(by)]
        if not questions:
            raise Conflict("There are no golden questions yet.")
        if self._running is not None and not self._running.is_over:
            raise Conflict("Golden questions are being asked. Wait for the end.")
        if trying is None:
            number = await self._goldens.begin(by, "manual", len(questions))
        else:
            number = secrets.randbelow(MOST_IDS)
        rounds = 1 if trying is None else 2
        running = Running(number, rounds * len(questions), is_trial=trying is not None)
        running.task = asyncio.create_task(self._work(running, questions, trying))
        self._running = running
        return running

    @asynccontextmanager
    async def _with_knowledge(self, change: Change) -> AsyncIterator[Pipeline]:
        async with self._trial(change) as knowledge:
            yield replace(self._pipeline, knowledge=knowledge)

    @asynccontextmanager
    async def _with_models(self) -> AsyncIterator[Pipeline]:
        async with self._coming() as models:
            yield replace(self._pipeline, models=models)

    def look(self, by: Staff, run_id: int) -> Running:
        must(by, Permission.WRITE_KNOWLEDGE)
        if self._running is None or self._running.id != run_id:
            raise NotFound("This run is over. Begin anew.")
        return self._running

    async def close(self) -> None:
        running, self._running = self._running, None
        if running is not None and running.task is not None:
            running.task.cancel()
            await asyncio.gather(running.task, return_exceptions=True)

    async def _work(
        self, running: Running, questions: Sequence[Golden], trying: Trying | None
    ) -> None:
        try:
            running.results = await self._asked(running, questions, trying)
        except Exception:
            # Nobody waits for this task: who looks has to be told.
            log.exception("golden questions not asked")
            running.failure = "The questions could not be asked: something went wrong in Jack."
        if not running.is_trial:
            results = {each.golden.id: each for each in running.results if each.golden.id}
            await self._goldens.finish(running.id, results, failure=running.failure or None)
        running.is_over = True

    async def _asked(
        self, running: Running, questions: Sequence[Golden], trying: Trying | None
    ) -> list[Result]:
        def progress(done: int, total: int) -> None:
            running.done += 1

        now = await evaluate(self._pipeline, questions, progress=progress)
        if trying is None:
            return now
        before = {each.golden.question: each.answer.text for each in now}
        async with trying() as pipeline:
            return await evaluate(pipeline, questions, before=before, progress=progress)
