"""The inbox worker: one turn at a time, and no turn ends in silence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from jack.config import Config
from jack.errors import DatabaseError
from jack.events import ConversationChanged, Event, InboxFilled, MessageAdded
from jack.logs import JsonFormatter
from jack.model.answers import Draft, Question
from jack.model.clock import SECOND, Micros
from jack.model.conversations import State
from jack.model.messages import Delivery
from jack.model.phrases import Phrase, say
from jack.services.queues import Queues
from jack.workers.inbox import InboxWorker
from tests.house import ANA, BEN, LEASE, House, Model, configuration, draft

MAX_TURN_ATTEMPTS = configuration().conversation.max_turn_attempts


def at_once() -> Config:
    """A hotel that waits for no burst, so that a message is due when it is stored."""
    config = configuration()
    conversation = config.conversation.model_copy(update={"burst_window_s": 0.0})
    return config.model_copy(update={"conversation": conversation})


@pytest.fixture
def house(house: House) -> House:
    return House(house.db, house.clock, at_once(), house.model)


def worker_of(house: House, *, concurrency: int = 16, queues: Queues | None = None) -> InboxWorker:
    return InboxWorker(
        queues or house.queues,
        house.turns,
        house.pipeline,
        house.bus,
        house.config,
        house.clock,
        concurrency=concurrency,
    )


@asynccontextmanager
async def working(house: House, worker: InboxWorker | None = None) -> AsyncIterator[InboxWorker]:
    """A worker at work; at the end it is stopped and has finished."""
    worker, stop = worker or worker_of(house), asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    try:
        yield worker
    finally:
        stop.set()
        worker.wake()
        async with asyncio.timeout(10):
            await running


@asynccontextmanager
async def expecting(
    house: House, is_wanted: Callable[[Event], bool], *, times: int = 1
) -> AsyncIterator[None]:
    """Wait at the end of the block until the wanted event was told so many times."""
    heard = asyncio.Semaphore(0)

    def hear(event: Event) -> None:
        if is_wanted(event):
            heard.release()

    subscription = house.bus.subscribe(hear)
    try:
        yield
        async with asyncio.timeout(10):
            for _ in range(times):
                await heard.acquire()
    finally:
        house.bus.unsubscribe(subscription)


def is_answer(event: Event) -> bool:
    return isinstance(event, MessageAdded) and event.sender == "ai"


def is_retry(event: Event) -> bool:
    return isinstance(event, InboxFilled)


# -- turns -----------------------------------------------------------------------------------------


async def test_a_message_is_answered_as_soon_as_it_is_due(house: House) -> None:
    async with working(house), expecting(house, is_answer):
        await house.write("Hello")

    assert house.by_jack()[0].delivery is Delivery.QUEUED


async def test_r1_what_waits_from_before_the_start_is_answered(house: House) -> None:
    await house.write("Hello")

    async with working(house), expecting(house, is_answer):
        pass

    assert len(house.by_jack()) == 1


async def test_r2_a_burst_gets_one_answer(house: House) -> None:
    patient = House(house.db, house.clock, configuration(), house.model)

    async with working(patient) as worker:
        for text in ("Hi", "can I get", "2 towels"):
            await patient.write(text)
            patient.clock.forward(1)
        async with expecting(patient, is_answer):
            patient.clock.forward(1)
            worker.wake()

    assert [q.text for q in house.model.asked] == ["Hi\ncan I get\n2 towels"]
    assert len(house.by_jack()) == 1


class Counting(Model):
    """Counts how many turns of each guest it thinks about at once; all wait at the barrier."""

    def __init__(self, meet: asyncio.Barrier | None = None) -> None:
        super().__init__()
        self.meet = meet
        self.thinking = 0
        self.most = 0

    async def answer(self, question: Question) -> Draft:
        self.thinking += 1
        self.most = max(self.most, self.thinking)
        try:
            if self.meet is not None:
                async with asyncio.timeout(10):
                    await self.meet.wait()
            return await super().answer(question)
        finally:
            self.thinking -= 1


async def test_a_conversation_has_one_turn_at_a_time(house: House) -> None:
    model = Counting()
    busy = House(house.db, house.clock, at_once(), model)
    model.meanwhile = lambda: busy.write("and a pillow")

    async with working(busy), expecting(busy, is_answer):
        await busy.write("towels please")

    assert model.most == 1
    assert model.asked[-1].text == "towels please\nand a pillow"


async def test_guests_do_not_wait_for_each_other(house: House) -> None:
    model = Counting(asyncio.Barrier(2))
    busy = House(house.db, house.clock, at_once(), model)

    async with working(busy), expecting(busy, is_answer, times=2):
        await busy.write("Hello")
        await busy.write("Hi", address=BEN)

    assert model.most == 2


async def test_r2_a_newer_message_drops_the_draft_at_most_twice(house: House) -> None:
    async def write_again() -> None:
        number = len(house.model.asked)
        if number < 4:
            house.model.meanwhile = write_again
        await house.write(f"message {number}")

    house.model.meanwhile = write_again

    async with working(house), expecting(house, is_answer, times=2):
        await house.write("message 0")

    assert [q.text.count("\n") + 1 for q in house.model.asked[:3]] == [1, 2, 3]
    assert [m.text for m in house.said() if m.sender == "guest"] == [
        f"message {n}" for n in range(5)
    ]
    answered = house.rows("SELECT state FROM inbox")
    assert answered == [("done",)] * 5


async def test_no_more_turns_than_allowed_and_no_hurry_while_all_are_taken(house: House) -> None:
    @dataclass(frozen=True, slots=True)
    class Watched(Queues):
        looks: list[int]

        async def next_turn(self) -> Micros | None:
            self.looks.append(1)
            return await super(Watched, self).next_turn()

    looks: list[int] = []
    meanwhile: list[int] = []
    queues = Watched(
        house.db,
        house.bus,
        house.channels,
        house.config,
        house.clock,
        house.holder,
        house.media,
        looks,
    )
    model = Counting()
    busy = House(house.db, house.clock, at_once(), model)

    async def look_around() -> None:
        before = len(looks)
        for _ in range(50):
            await busy.db.read(lambda: None)
        meanwhile.append(len(looks) - before)

    model.meanwhile = look_around
    await busy.write("Hello")
    await busy.write("Hi", address=BEN)

    async with (
        working(busy, worker_of(busy, concurrency=1, queues=queues)),
        expecting(busy, is_answer, times=2),
    ):
        pass

    assert model.most == 1
    assert meanwhile == [0]


async def test_stopping_finishes_the_turns_under_way(house: House) -> None:
    stop, is_thinking = asyncio.Event(), asyncio.Event()

    async def stop_now() -> None:
        is_thinking.set()
        await stop.wait()

    house.model.meanwhile = stop_now
    await house.write("Hello")
    running = asyncio.create_task(worker_of(house).run(stop))
    await is_thinking.wait()

    stop.set()
    async with asyncio.timeout(10):
        await running

    assert len(house.by_jack()) == 1


# -- failures --------------------------------------------------------------------------------------


async def test_r1_r12_failures_back_off_and_end_in_an_escalation_never_in_silence(
    house: House,
) -> None:
    house.model.says = [RuntimeError("a bug")]
    dues: list[Micros] = []

    def catch_up(event: Event) -> None:
        """Time passes until the turn is due again."""
        if isinstance(event, InboxFilled) and event.due_at > house.clock():
            dues.append(event.due_at - house.clock())
            house.clock.at = event.due_at

    house.bus.subscribe(catch_up)

    async with (
        working(house),
        expecting(house, lambda e: e == ConversationChanged(1, State.ESCALATED)),
    ):
        await house.write("Hello")

    assert len(house.model.asked) == MAX_TURN_ATTEMPTS
    assert len(dues) == MAX_TURN_ATTEMPTS - 1
    for attempt, waited in enumerate(dues):
        assert 0.5 * 2**attempt <= waited / SECOND <= 2**attempt
    assert house.by_jack()[0].text.endswith(say(Phrase.SYSTEM_TROUBLE, "en"))
    assert house.escalations()[0].reasons == ("failure",)
    assert house.rows("SELECT state, failure FROM inbox") == [("failed", "RuntimeError")]


async def test_a_failure_that_passes_is_forgotten(house: House) -> None:
    house.model.says = [RuntimeError("a moment"), draft("Good morning.")]

    async with working(house) as worker:
        async with expecting(house, is_retry, times=2):
            await house.write("Hello")
        async with expecting(house, is_answer):
            house.clock.forward(1)
            worker.wake()

    assert house.by_jack()[0].text.endswith("Good morning.")
    assert house.escalations() == []


async def test_r15_what_is_logged_of_a_failure_carries_no_guests_words(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.model.says = [RuntimeError("while reading 'my secret diary'")]

    with caplog.at_level(logging.DEBUG, "jack"):
        async with working(house), expecting(house, is_retry, times=2):
            await house.write("my secret diary", name="Ana Silva")

    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert any("turn failed" in line and "RuntimeError" in line for line in lines)
    assert not any(word in line for line in lines for word in ("diary", "Silva", ANA))


async def test_r1_a_turn_whose_lease_ran_out_is_left_to_who_has_it_now(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    other = replace(house.queues, holder="next process")

    async def lose_the_lease() -> None:
        house.clock.forward(121)
        assert len(await other.claim_turns(lease=LEASE, limit=1)) == 1

    house.model.meanwhile = lose_the_lease

    async with working(house), asyncio.timeout(10):
        await house.write("Hello")
        while "turn lost its lease" not in caplog.messages:
            await asyncio.sleep(0.01)

    assert house.by_jack() == []
    assert house.inbox() == [("wamid.Hello", "working")]


async def test_r1_when_the_store_fails_too_the_turn_comes_back_when_its_lease_ends(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def lose_the_store() -> None:
        house.db.close()

    house.model.meanwhile = lose_the_store
    await house.write("Hello")
    impatient = replace(worker_of(house), first_retry_s=0.01)

    async with working(house, impatient), asyncio.timeout(10):
        while {"not written down", "inbox not readable"} - set(caplog.messages):
            await asyncio.sleep(0.01)

    with pytest.raises(DatabaseError):
        await house.queues.next_turn()
