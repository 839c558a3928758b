"""An orderly end, and one server for one data directory."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.crash import ledger
from tests.crash.process import JackProcess, free_port, whatsapp
from tests.standins.base import Fault
from tests.standins.graph import GraphStandin, is_send
from tests.standins.whatsapp_webhooks import PHONE_NUMBER_ID

pytestmark = pytest.mark.crash

DRAIN_S = 10.0
WORDS = {"JACK_KNOWLEDGE__EMBEDDER": "words"}


@asynccontextmanager
async def hotel(folder: Path, **env: str) -> AsyncIterator[tuple[GraphStandin, JackProcess]]:
    """A vendor and a Jack that talk to each other; Jack is started and ready."""
    async with GraphStandin(statuses="sent,delivered") as graph:
        settings = whatsapp(graph.url, phone_number_id=PHONE_NUMBER_ID)
        jack = JackProcess(folder / "data", settings | WORDS | env)
        graph.webhook_url = jack.webhook_url
        jack.start()
        try:
            await jack.until_ready()
            yield graph, jack
        finally:
            await jack.close()


async def write_from(graph: GraphStandin, guests: int) -> None:
    await asyncio.gather(
        *(
            graph.deliver(f"We need towels in room {100 + n}", sender=f"4915112345{n:03}")
            for n in range(guests)
        )
    )


async def until_called(graph: GraphStandin) -> None:
    async with asyncio.timeout(30):
        while not any(is_send(call) for call in graph.calls):
            await asyncio.sleep(0.02)


async def test_r1_sigterm_ends_within_ten_seconds_and_the_rest_is_answered_after_the_next_start(
    tmp_path: Path,
) -> None:
    async with hotel(tmp_path) as (graph, jack):
        await write_from(graph, 20)
        asked_at = time.perf_counter()

        code = await jack.stop()
        took = time.perf_counter() - asked_at
        jack.start()
        await jack.until_ready()
        await jack.until_idle()
        await graph.statuses_delivered()
        await jack.stop()

    books = ledger.read(tmp_path / "data", graph.accepted)
    assert code == 0
    assert took < DRAIN_S
    assert len(books.answered) == 20
    assert books.sent_twice == []
    assert "Traceback" not in jack.errors()


async def test_a_send_under_way_is_finished_before_the_end(tmp_path: Path) -> None:
    async with hotel(tmp_path) as (graph, jack):
        graph.fail_next(1, Fault("late_answer", delay_s=1.0))
        await write_from(graph, 1)
        await until_called(graph)

        code = await jack.stop()

    books = ledger.read(tmp_path / "data", graph.accepted)
    assert code == 0
    assert [state for _, _, state in books.sends] in (["sent"], ["delivered"])


async def test_a_vendor_and_a_client_that_hang_cannot_hold_up_the_end(tmp_path: Path) -> None:
    async with hotel(tmp_path, JACK_SERVER__SHUTDOWN_TIMEOUT_S="2") as (graph, jack):
        graph.fail_next(1, Fault("hang"))
        await write_from(graph, 1)
        await until_called(graph)
        _, client = await asyncio.open_connection("127.0.0.1", jack.port)
        client.write(
            b"POST /webhooks/whatsapp HTTP/1.1\r\nHost: jack\r\nContent-Length: 9\r\n\r\n{"
        )
        await client.drain()
        asked_at = time.perf_counter()

        code = await jack.stop()
        took = time.perf_counter() - asked_at
        client.close()
        with contextlib.suppress(ConnectionError):
            await client.wait_closed()

    books = ledger.read(tmp_path / "data", graph.accepted)
    assert code == 0
    assert took < 4.0
    assert [state for _, _, state in books.sends] in (["sending"], ["queued"])


async def test_a_second_server_on_the_same_directory_is_refused_in_words(tmp_path: Path) -> None:
    async with hotel(tmp_path) as (_, jack):
        second = JackProcess(jack.data_dir, WORDS, port=free_port())

        second.start()
        code = await second.exit_code(within_s=30)

        assert code == 1
        assert f"Another Jack (process {jack.pid}) is running on {jack.data_dir}." in " ".join(
            jack.errors().split()
        )
        assert "Traceback" not in jack.errors()
        async with aiohttp.ClientSession() as session, session.get(f"{jack.url}/health/live") as ok:
            assert ok.status == 200


async def test_a_killed_server_leaves_the_directory_free(tmp_path: Path) -> None:
    async with hotel(tmp_path) as (_, jack):
        await jack.kill()

        jack.start()
        await jack.until_ready()

        assert await jack.stop() == 0
