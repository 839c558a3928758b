"""R1: no byte can be written any more. The vendor is told to come again, and nothing is lost."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.crash import ledger
from tests.crash.process import JackProcess
from tests.crash.test_shutdown import hotel

if sys.platform != "linux":
    pytest.skip("the limit of a running process is set by prlimit", allow_module_level=True)

import resource

pytestmark = pytest.mark.crash


def fill_disk(jack: JackProcess) -> None:
    """From now on every write beyond a file's first bytes fails (setrlimit(2), RLIMIT_FSIZE)."""
    resource.prlimit(jack.pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))


def free_disk(jack: JackProcess) -> None:
    everything = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(jack.pid, resource.RLIMIT_FSIZE, everything)


async def live(jack: JackProcess) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{jack.url}/health/live") as answer:
        return answer.status


async def test_r1_a_full_disk_is_a_503_and_the_next_delivery_is_answered_once(
    tmp_path: Path,
) -> None:
    async with hotel(tmp_path) as (graph, jack):
        fill_disk(jack)
        refused = await graph.deliver("Hello", message_id="wamid.full")
        alive = await live(jack)
        free_disk(jack)
        taken = await graph.deliver("Hello", message_id="wamid.full")
        await jack.until_idle()
        await graph.statuses_delivered()
        await jack.stop()

    books = ledger.read(tmp_path / "data", graph.accepted)
    assert (refused.status, alive, taken.status) == (503, 200, 200)
    assert [row.vendor_id for row in books.answered] == ["wamid.full"]
    assert len(graph.accepted) == 1


async def test_r1_r2_a_disk_that_fills_up_under_load_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    async with hotel(tmp_path) as (graph, jack):
        writing = [
            asyncio.create_task(
                graph.deliver("Hello", sender=f"4915112345{n:03}", until_accepted=True)
            )
            for n in range(40)
        ]
        for _ in range(3):
            await asyncio.sleep(0.1)
            fill_disk(jack)
            await asyncio.sleep(0.3)
            free_disk(jack)
        async with asyncio.timeout(60):
            delivered = await asyncio.gather(*writing)
        await jack.until_idle()
        await graph.statuses_delivered()
        ended = await jack.stop()

    books = ledger.read(tmp_path / "data", graph.accepted)
    assert ended == 0
    assert {row.vendor_id for row in books.rows} == {each.message_id for each in delivered}
    assert books.lost == []
    assert books.sent_twice == []
    assert books.uncertain == []
