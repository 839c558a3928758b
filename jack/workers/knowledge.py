"""Keeps the index in step with entries that this or another process wrote."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from jack import metrics
from jack.services.knowledge import Knowledge
from jack.workers.wake import POLL_S

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnowledgeWorker:
    knowledge: Knowledge

    async def run(self, stop: asyncio.Event) -> None:
        generation = None
        while not stop.is_set():
            try:
                latest = await self.knowledge.watch(generation)
                if latest != generation:
                    await self.knowledge.index_pending()
                    # As it was before: what came meanwhile, and the vectors just made, are news.
                    generation = latest
            except Exception:
                metrics.ERRORS.labels("knowledge").inc()
                log.exception("indexing failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), POLL_S)
