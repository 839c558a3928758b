"""The index follows what this and other processes write down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from jack.knowledge.memory import MemoryIndex
from jack.services.knowledge import Knowledge, Progress
from jack.workers.knowledge import KnowledgeWorker
from tests.house import House, WordVectors, entry


@asynccontextmanager
async def working(knowledge: Knowledge) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(KnowledgeWorker(knowledge).run(stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await running


async def indexed(index: MemoryIndex, count: int) -> None:
    async with asyncio.timeout(10):
        while len(index.ids()) != count:
            await asyncio.sleep(0.01)


async def test_what_waits_at_the_start_is_indexed(house: House) -> None:
    index = MemoryIndex()
    await house.know("Pool", "Open from eight.")
    await house.knowledge.use(index)

    async with working(house.knowledge):
        await indexed(index, 2)

    assert await house.knowledge.count_waiting() == 0


async def test_what_another_process_writes_and_removes_is_followed(house: House) -> None:
    index = MemoryIndex()
    await house.knowledge.use(index)
    other = House(house.db, house.clock)

    async with working(house.knowledge):
        entry_id = await other.know("Pool", "Open from eight.")
        await indexed(index, 2)
        house.clock.forward(1)
        await other.knowledge.remove(entry_id, actor="cli")
        await indexed(index, 0)

    assert await house.knowledge.search("pool") == []


class Late(Knowledge):
    """An entry comes just after the first look at what waits."""

    comes: list[House]

    async def index_pending(self, *, progress: Progress | None = None) -> int:
        done = await super().index_pending(progress=progress)
        if self.comes:
            await self.comes.pop().know("Spa", "Open from nine.")
        return done


async def test_what_comes_while_indexing_is_not_overlooked(house: House) -> None:
    index = MemoryIndex()
    knowledge = Late(house.db, house.vectors, clock=house.clock, timezone="UTC")
    knowledge.comes = [house]
    await knowledge.use(index)

    async with working(knowledge):
        await indexed(index, 2)

    assert house.vectors.embedded == ["Spa", "Spa\nOpen from nine."]


class Failing(WordVectors):
    failures = 1

    async def passages(self, texts):  # type: ignore[no-untyped-def]
        if self.failures:
            self.failures -= 1
            raise RuntimeError("out of memory")
        return await super().passages(texts)


async def test_a_failure_is_logged_and_tried_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    index = MemoryIndex()
    knowledge = Knowledge(house.db, Failing(), clock=house.clock, timezone="UTC")
    await knowledge.ingest([entry("Pool", "Open from eight.")])
    await knowledge.use(index)

    async with working(knowledge):
        await indexed(index, 2)

    assert "indexing failed" in caplog.text
