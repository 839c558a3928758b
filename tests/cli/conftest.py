"""The command line on a data directory of its own, in this process."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jack.cli.main import run
from jack.datadir import DataDir
from jack.db.database import Database


@dataclass(frozen=True, slots=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)


Jack = Callable[..., Result]
"""`jack("user", "list", stdin="")`: the status and what was printed."""


def settings(data_dir: Path) -> dict[str, str]:
    """The environment of a small hotel: nothing of ours leaks in, nothing heavy is loaded."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "JACK_DATA_DIR": str(data_dir),
        "JACK_HOTEL__NAME": "Hotel Test",
        "JACK_HOTEL__TIMEZONE": "Europe/Lisbon",
        "JACK_KNOWLEDGE__EMBEDDER": "words",
    }


@contextmanager
def database(data_dir: Path) -> Iterator[Database]:
    """The database between two commands."""
    opened = Database(data_dir / "jack.db", DataDir(data_dir).key("database"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory as the first command leaves it, to be copied."""
    from jack.app import upgrade
    from jack.config import load

    path = tmp_path_factory.mktemp("installed") / "data"
    upgrade(load(environ={}, data_dir=path))
    return path


@pytest.fixture
def new_dir(tmp_path: Path) -> Path:
    """Where the data directory will be; nothing is there yet."""
    return tmp_path / "data"


@pytest.fixture
def data_dir(installed: Path, new_dir: Path) -> Path:
    shutil.copytree(installed, new_dir)
    return new_dir


@pytest.fixture
def jack(
    new_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Jack:
    """Run a command in `new_dir`, which `data_dir` fills."""
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in settings(new_dir).items():
        monkeypatch.setenv(name, value)

    def call(*arguments: object, stdin: str = "", **env: str) -> Result:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        code = ended.value.code
        return Result(code if isinstance(code, int) else 0, printed.out, printed.err)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small hotel's knowledge in files."""
    path = tmp_path / "knowledge"
    path.mkdir()
    (path / "pool.md").write_text("# Swimming pool\n\nThe pool is open from 08:00 to 20:00.\n")
    (path / "faq.csv").write_text(
        "title,content,audience\n"
        "Breakfast,Breakfast is served from 07:00 to 10:30.,guest\n"
        "Safe codes,The master code is in the blue folder.,internal\n"
    )
    return path
