"""Files are fetched as soon as their message is stored, few at a time, and again after a fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from jack.errors import DatabaseError
from jack.events import EventBus, FilesWaiting
from jack.model.clock import Micros
from jack.model.media import File, FileState
from jack.services.media import MOST_AT_ONCE
from jack.workers.media import MediaWorker
from tests.conftest import FakeClock


@dataclass
class Store:
    """The service, as a worker sees it."""

    clock: FakeClock
    waiting: list[int] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    settled: list[int] = field(default_factory=list)
    put_off_: list[int] = field(default_factory=list)
    at_once: int = 0
    most: int = 0
    holds: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def due(self, *, limit: int, without: Collection[int]) -> list[File]:
        return [_file(i) for i in self.waiting if i not in without][:limit]

    async def next_due(self, *, without: Collection[int]) -> Micros | None:
        return self.clock() if set(self.waiting) - set(without) else None

    async def settle(self, file: File, *, retry_at: Micros) -> None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            if self.holds:
                await asyncio.Event().wait()
            await asyncio.sleep(0)
            if self.faults:
                raise self.faults.pop()
            self.waiting.remove(file.id)
            self.settled.append(file.id)
        finally:
            self.at_once -= 1
            self.changed.set()

    async def put_off(self, file: File, *, retry_at: Micros) -> None:
        assert retry_at > self.clock()
        self.put_off_.append(file.id)


@asynccontextmanager
async def working(store: Store) -> AsyncIterator[EventBus]:
    bus, stop = EventBus(), asyncio.Event()
    running = asyncio.create_task(MediaWorker(store, bus, store.clock).run(stop))  # type: ignore[arg-type]
    try:
        yield bus
    finally:
        stop.set()
        bus.publish(FilesWaiting())
        async with asyncio.timeout(10):
            await running


async def until_done(store: Store) -> None:
    async with asyncio.timeout(10):
        while store.waiting:
            store.changed.clear()
            await store.changed.wait()


async def test_what_waits_is_settled_few_at_a_time(clock: FakeClock) -> None:
    store = Store(clock, waiting=list(range(1, 9)))
    async with working(store):
        await until_done(store)
    assert sorted(store.settled) == list(range(1, 9))
    assert store.most == MOST_AT_ONCE


async def test_a_stored_message_wakes_the_worker(clock: FakeClock) -> None:
    store = Store(clock)
    async with working(store) as bus:
        await asyncio.sleep(0)
        store.waiting.append(1)
        bus.publish(FilesWaiting())
        await until_done(store)
    assert store.settled == [1]


async def test_a_fault_ends_neither_the_worker_nor_the_file(clock: FakeClock) -> None:
    store = Store(clock, waiting=[1], faults=[DatabaseError("full"), RuntimeError("a fault")])
    async with working(store):
        await until_done(store)
    assert store.put_off_ == [1, 1]
    assert store.settled == [1]


async def test_r1_the_end_does_not_wait_for_a_vendor_and_loses_nothing(clock: FakeClock) -> None:
    store = Store(clock, waiting=[1], holds=True)
    async with working(store):
        async with asyncio.timeout(10):
            while not store.at_once:
                await asyncio.sleep(0)
    assert store.waiting == [1]


def _file(file_id: int) -> File:
    return File(
        id=file_id,
        message_id=1,
        channel="whatsapp",
        is_outgoing=False,
        state=FileState.PENDING,
        reason=None,
        content_type="image/jpeg",
        name="",
        size=0,
        sha256=None,
        width=None,
        height=None,
        stored_as=None,
        has_thumbnail=False,
        source={"id": str(file_id)},
        uploaded_by=None,
        uploaded_from=None,
        attempts=0,
        created_at=0,
    )
