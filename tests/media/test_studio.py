"""Pictures are made in a process of its own, which may die, hang or be fed anything."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from jack.media import studio as module
from jack.media.pictures import Unreadable, remake, serve
from jack.media.studio import Studio
from tests.media import samples

PATIENCE_S = 20.0


@pytest_asyncio.fixture
async def studio() -> AsyncIterator[Studio]:
    studio = Studio()
    yield studio
    await studio.close()


def pid(studio: Studio) -> int:
    assert studio._process is not None
    return studio._process.pid


async def test_pictures_come_back_as_they_are_made_here(studio: Studio) -> None:
    for data in (samples.photo(turned=True), samples.see_through(), samples.photo(kind="WEBP")):
        assert await studio.remake(data) == remake(data)


async def test_many_at_once_are_made_one_after_the_other_by_one_process(studio: Studio) -> None:
    pictures = [samples.photo(40 + n, 30) for n in range(5)]
    made = await asyncio.gather(*(studio.remake(data) for data in pictures))
    assert [picture.width for picture in made] == [40, 41, 42, 43, 44]


async def test_what_cannot_be_read_ends_nothing(studio: Studio) -> None:
    await studio.remake(samples.photo())
    before = pid(studio)
    for data in (samples.bomb(), samples.photo()[:200], b"", samples.PDF):
        with pytest.raises(Unreadable):
            await studio.remake(data)
    assert (await studio.remake(samples.photo())).width == 64
    assert pid(studio) == before


async def test_a_decoder_that_crashes_costs_one_picture(studio: Studio) -> None:
    await studio.remake(samples.photo())
    os.kill(pid(studio), signal.SIGSTOP)
    waiting = asyncio.create_task(studio.remake(samples.photo()))
    await asyncio.sleep(0)
    os.kill(pid(studio), signal.SIGKILL)
    with pytest.raises(Unreadable):
        await waiting
    assert (await studio.remake(samples.photo())).width == 64


async def test_a_decoder_that_hangs_is_ended() -> None:
    studio = Studio(timeout_s=PATIENCE_S)
    await studio.remake(samples.photo())
    studio._timeout_s = 0.05
    stopped = pid(studio)
    os.kill(stopped, signal.SIGSTOP)
    with pytest.raises(Unreadable):
        await studio.remake(samples.photo())
    assert not Path(f"/proc/{stopped}").exists()
    await studio.close()


async def test_who_stops_waiting_leaves_no_half_answer_behind(studio: Studio) -> None:
    await studio.remake(samples.photo())
    os.kill(pid(studio), signal.SIGSTOP)
    waiting = asyncio.create_task(studio.remake(samples.photo(50, 40)))
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await studio.remake(samples.photo(60, 40))).width == 60


async def test_the_process_ends_when_there_is_nothing_to_do() -> None:
    studio = Studio(idle_s=0.0)
    await studio.remake(samples.photo())
    ended = Path(f"/proc/{pid(studio)}")
    async with asyncio.timeout(PATIENCE_S):
        while ended.exists():
            await asyncio.sleep(0.01)
    assert (await studio.remake(samples.photo())).width == 64
    await studio.close()


async def test_a_process_is_replaced_after_many_pictures(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PICTURES", 2)
    first = await studio.remake(samples.photo()), pid(studio)
    await studio.remake(samples.photo())
    await studio.remake(samples.photo())
    assert pid(studio) != first[1]


async def test_r15_the_process_has_nothing_of_jacks(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENCRYPTION_KEY", "not for decoders")
    await studio.remake(samples.photo())
    process = Path(f"/proc/{pid(studio)}")
    assert b"ENCRYPTION_KEY" not in (process / "environ").read_bytes()
    limits = {
        line[:26].strip(): line[26:].split()[0]
        for line in (process / "limits").read_text().splitlines()
    }
    assert limits["Max file size"] == limits["Max processes"] == "0"
    assert int(limits["Max address space"]) < 2**31
    opened = {os.readlink(entry) for entry in (process / "fd").iterdir()}
    assert all(name.startswith(("pipe:", "/dev/null", "socket:")) for name in opened), opened


def test_the_process_ends_with_its_input_and_takes_no_half_picture() -> None:
    data = samples.photo()
    source = io.BytesIO(len(data).to_bytes(8, "big") + data + b"\x00\x00\x01")
    sink = io.BytesIO()
    serve(source, sink)
    assert sink.getvalue().count(b"contentType") == 1
