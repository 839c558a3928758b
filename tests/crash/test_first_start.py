"""R1: a first start that is cut off, anywhere, leaves a directory that the next one starts on."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest

from jack.crypto import load_or_create_key
from tests.crash.process import ROOT, JackProcess

WITHOUT_ROOM = """
import pathlib, resource, sys
from jack.crypto import load_or_create_key
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
load_or_create_key(pathlib.Path(sys.argv[1]))
"""


def test_a_key_that_could_not_be_written_leaves_no_file_that_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "database.key"

    failed = subprocess.run(
        [sys.executable, "-c", WITHOUT_ROOM, str(path)], cwd=ROOT, capture_output=True, check=False
    )

    assert failed.returncode != 0
    assert list(tmp_path.iterdir()) == []
    assert len(load_or_create_key(path)) == 32


@pytest.mark.crash
async def test_kills_during_the_very_first_start_leave_a_directory_that_starts(
    tmp_path: Path,
) -> None:
    chance = random.Random(1)
    jack = JackProcess(tmp_path / "data", {"JACK_KNOWLEDGE__EMBEDDER": "words"})

    try:
        for _ in range(8):
            jack.start()
            await asyncio.sleep(chance.uniform(0.3, 1.0))
            await jack.kill()
        jack.start()
        await jack.until_ready()
        code = await jack.stop()
    finally:
        await jack.close()

    assert code == 0
    assert "Traceback" not in jack.errors()
