"""What most tests need: a real database in a temporary directory, and a clock that obeys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jack.db.database import Database
from jack.db.migrate import migrate
from jack.model.clock import SECOND, Micros

if TYPE_CHECKING:
    from tests.house import House

KEY = bytes(range(32))


class FakeClock:
    """Stands still until told to move on."""

    def __init__(self, at: Micros = 1_800_000_000 * SECOND) -> None:
        self.at = at

    def __call__(self) -> Micros:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += round(seconds * SECOND)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this version, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(folder / "jack.db", KEY, backups=folder, version="test")
    return folder / "jack.db"


@pytest.fixture
def db(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "jack.db"
    shutil.copy(migrated, path)
    database = Database(path, KEY)
    yield database
    database.close()


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    from tests.house import House

    return House(db, clock)
