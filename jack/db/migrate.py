"""Bring a database file to this version: backup first, each step atomic with its record."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playhouse.migrations import Runner
from playhouse.sqlcipher_ext import SqlCipherDatabase

from jack.db import sql
from jack.db.database import connect, verify_key
from jack.errors import DatabaseError, DataDirError

MIGRATIONS = Path(__file__).parent / "migrations"
SPACE_FACTOR = 2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Schema:
    """What a database file has and lacks. `unknown` steps come from a newer Jack."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        return not self.applied

    @property
    def is_current(self) -> bool:
        return not self.pending and not self.unknown


def schema_of(path: Path, key: bytes, *, steps: Path = MIGRATIONS) -> Schema:
    """Look without changing anything. Raises DatabaseError for a wrong key."""
    verify_key(path, key)
    database = connect(path, key)
    runner = Runner(database, str(steps))
    if not path.exists():
        return Schema((), tuple(m.name for m in runner.migrations()), ())
    with _opened(database):
        return _schema(runner)


def migrate(
    path: Path, key: bytes, *, backups: Path, version: str, steps: Path = MIGRATIONS
) -> tuple[str, ...]:
    """Apply what is pending in the folder `steps`; the names applied.

    An existing database is copied to `backups` (encrypted as it is) before the first step.
    Raises DataDirError for a database of a newer Jack, DatabaseError when a step fails: the step
    leaves nothing behind, and the database stays as it was before it.
    """
    verify_key(path, key)
    database = connect(path, key)
    with _opened(database):
        runner = Runner(database, str(steps))
        schema = _schema(runner)
        if schema.unknown:
            raise DataDirError(
                f"The database {path} belongs to a newer Jack (it has {schema.unknown[-1]}). "
                f"Install that version again, or restore a backup made with {version}: "
                "jack backup restore FILE"
            )
        if not schema.pending:
            return ()
        if not schema.is_new:
            _back_up(path, backups, version)
        try:
            return tuple(runner.up())
        except Exception as error:
            raise DatabaseError(f"The database could not be upgraded: {error}") from error


def _back_up(path: Path, backups: Path, version: str) -> Path:
    backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(backups).free
    size = path.stat().st_size
    if free < SPACE_FACTOR * size:
        raise DatabaseError(
            f"Not enough space in {backups} for the backup before upgrading: "
            f"{SPACE_FACTOR * size} bytes needed, {free} free."
        )
    number = 1
    while (target := backups / f"before-{version}-{number}.db").exists():
        number += 1
    sql.run("VACUUM INTO ?", str(target))
    target.chmod(0o600)
    log.info("backup before upgrade", extra={"path": target.name})
    return target


@contextmanager
def _opened(database: SqlCipherDatabase) -> Iterator[None]:
    """A database connected, and current on this thread."""
    database.connect()
    sql.enter(database)
    try:
        yield
    finally:
        sql.leave()
        database.close()


def _schema(runner: Runner) -> Schema:
    status = runner.status()
    return Schema(
        applied=tuple(m.name for m in status if m.applied and m.path),
        pending=tuple(m.name for m in status if not m.applied),
        unknown=tuple(m.name for m in status if m.path is None),
    )
