"""Notices go out as soon as there are some, and a broken store does not end the worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from jack.errors import DatabaseError
from jack.events import EventBus, TaskChanged
from jack.model.clock import Micros
from jack.workers.push import PushWorker
from tests.conftest import FakeClock


@dataclass
class Notices:
    """The service, as a worker sees it: so many notices are due, and reading may fail."""

    due: int = 0
    failures: int = 0
    is_enabled: bool = True
    ran: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    hangs: bool = False
    began: asyncio.Event = field(default_factory=asyncio.Event)

    async def next_at(self) -> Micros | None:
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise DatabaseError("The database could not be read.")
        return 0 if self.due else None

    async def run(self) -> int:
        self.began.set()
        if self.hangs:
            await asyncio.Event().wait()
        sent, self.due = self.due, 0
        self.ran.set()
        return sent


@asynccontextmanager
async def working(notices: Notices) -> AsyncIterator[EventBus]:
    bus, stop = EventBus(), asyncio.Event()
    worker = PushWorker(notices, bus, FakeClock())  # type: ignore[arg-type]
    running = asyncio.create_task(worker.run(stop))
    try:
        yield bus
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await running


async def sent(notices: Notices) -> None:
    async with asyncio.timeout(10):
        await notices.ran.wait()
    notices.ran.clear()


async def test_what_waits_at_the_start_is_sent() -> None:
    notices = Notices(due=3)

    async with working(notices):
        await sent(notices)

    assert notices.due == 0


async def test_news_ring_the_bell() -> None:
    notices = Notices()
    async with working(notices) as bus:
        notices.due = 1
        bus.publish(TaskChanged(1, "assigned"))

        await sent(notices)


async def test_a_store_that_fails_is_asked_again() -> None:
    notices = Notices(due=1, failures=1)

    async with working(notices):
        await sent(notices)

    assert notices.asked >= 2


async def test_a_stop_cuts_off_a_notice_under_way() -> None:
    notices = Notices(due=1, hangs=True)

    async with working(notices):
        async with asyncio.timeout(10):
            await notices.began.wait()

    assert notices.due == 1


async def test_where_notices_are_off_nothing_is_done() -> None:
    notices = Notices(due=1, is_enabled=False)

    async with working(notices):
        await asyncio.sleep(0)

    assert notices.asked == 0
