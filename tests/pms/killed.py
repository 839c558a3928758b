"""`jack pms sync` as a process that gets killed, and the database it leaves behind."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jack.app import upgrade
from jack.config import load
from jack.datadir import DataDir
from jack.db.database import Database
from tests.crash.process import ROOT
from tests.standins.base import Call, Standin


@dataclass(slots=True)
class Command:
    """`jack pms sync` as a process of its own, to be killed. `settings` connect it with `standin`."""

    data_dir: Path
    standin: Standin
    settings: Mapping[str, str]
    _process: asyncio.subprocess.Process | None = field(default=None)

    async def sync(self) -> int:
        """Its exit status; -9 when it was killed."""
        env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
            "JACK_DATA_DIR": str(self.data_dir),
            "JACK_PMS__DAYS_BACK": "250",
            **self.settings,
        }
        quiet = asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "jack.cli.main", "pms", "sync"),
            cwd=ROOT,
            env=env,
            stdout=quiet,
            stderr=quiet,
        )
        async with asyncio.timeout(60):
            return await self._process.wait()

    def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    def kill_at(self, call: int, after_s: float) -> None:
        """Be killed so long after that call of the next sync."""
        left = call

        def count(_: Call) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                asyncio.get_running_loop().call_later(after_s, self.kill)

        self.standin.faults_by(count)


@contextmanager
def database(data_dir: Path) -> Iterator[Database]:
    opened = Database(data_dir / "jack.db", DataDir(data_dir).key("database"))
    try:
        yield opened
    finally:
        opened.close()


def new_directory(path: Path) -> Path:
    """With an empty database of this version."""
    upgrade(load(environ={}, data_dir=path))
    return path
