"""R1: `kill -9` while photos are fetched, decoded and written loses none and leaves none by halves."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from jack.app import open_app
from jack.config import load
from jack.db import sql
from jack.media.vault import THUMBNAIL
from jack.model.media import File, FileState
from tests.crash.process import JackProcess, whatsapp
from tests.media import samples
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import Fault
from tests.standins.graph import GraphStandin

PHOTOS = 40
KILLS = 5
SEED = 20261126


async def send_photos(graph: GraphStandin) -> None:
    """Every guest's webhook is repeated until Jack has taken it, as Meta does."""
    for number in range(PHOTOS):
        kept = graph.media.add(samples.photo(1600 + number, 1200), "image/jpeg")
        message = webhooks.media_message(
            "image", media_id=kept.id, sha256=kept.webhook_sha256, sender=f"49151{number:08}"
        )
        envelope = webhooks.envelope([message], phone_number_id=webhooks.PHONE_NUMBER_ID)
        await graph.post(envelope, until_accepted=True)


async def until_fetched(data_dir: Path) -> None:
    """Wait until nothing is pending, looking beside the server."""
    async with open_app(load(environ={}, data_dir=data_dir)) as app, asyncio.timeout(60):
        while await app.media.next_due(without=()) is not None:
            await asyncio.sleep(0.2)


def counted() -> tuple[int, int]:
    """(messages of guests, files)."""
    return (
        sql.value("SELECT count(*) FROM message WHERE sender = 'guest'"),
        sql.value("SELECT count(*) FROM media"),
    )


@pytest.mark.crash
async def test_r1_kills_while_photos_come_lose_none(tmp_path: Path) -> None:
    chance, data_dir = random.Random(SEED), tmp_path / "data"
    async with GraphStandin() as graph:
        env = whatsapp(graph.url, phone_number_id=webhooks.PHONE_NUMBER_ID)
        jack = JackProcess(data_dir, env | {"JACK_KNOWLEDGE__EMBEDDER": "words"})
        graph.webhook_url = jack.webhook_url
        graph.faults_by(lambda call: Fault("delay", delay_s=chance.uniform(0, 0.2)))
        try:
            sending = asyncio.create_task(send_photos(graph))
            for _ in range(KILLS):
                jack.start()
                await jack.until_ready()
                await asyncio.sleep(chance.uniform(0, 0.8))
                await jack.kill()
            jack.start()
            await jack.until_ready()
            async with asyncio.timeout(60):
                await sending
            await until_fetched(data_dir)
            assert await jack.stop() == 0
        finally:
            await jack.close()

    async with open_app(load(environ={}, data_dir=data_dir)) as app:
        assert await app.db.read(counted) == (PHOTOS, PHOTOS)
        files = await app.db.read(_files)
        assert {file.state for file in files} == {FileState.STORED}
        assert sorted(file.width or 0 for file in files) == [1600 + n for n in range(PHOTOS)]
        for file in files:
            assert samples.looked_at(await app.media.read(file)).width == file.width
            assert samples.looked_at(app.media.vault.read(f"{file.stored_as}{THUMBNAIL}")).width
        named = {file.stored_as for file in files}
        whole = {path.name.removesuffix(THUMBNAIL) for path in app.directory.media.iterdir()}
        assert named <= whole
        assert len(whole - named) <= 4 * KILLS  # what kills cut off is swept after an hour
    assert [line for line in jack.lines() if line["level"] == "error"] == []


def _files() -> list[File]:
    from jack.db import media

    ids = [row[0] for row in sql.rows("SELECT id FROM message WHERE sender = 'guest'")]
    return [file for files in media.of_messages(ids).values() for file in files]
