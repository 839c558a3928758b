"""One writer that groups what waits into one durable commit, and a small pool of readers beside it.

Functions given to `read` and `write` are plain, synchronous and short; they use `jack.db.sql` or
peewee's models. A write function may run twice (its group failed and it is tried again alone), so
it must have no effect outside the database.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as sqlcipher

from jack import metrics
from jack.db import sql
from jack.errors import DatabaseError

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

GROUP_LIMIT = 256
READERS = 3
READER_CACHE_KIB = -4_000
"""Every commit voids it, so a large one would only hold memory. Negative: KiB, not pages."""
BUSY_TIMEOUT_MS = 10_000
_PRAGMAS = (
    ("cipher_log_level", "NONE"),
    ("busy_timeout", BUSY_TIMEOUT_MS),
    ("journal_mode", "wal"),
    ("synchronous", "FULL"),
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("temp_store", "MEMORY"),
    ("cache_size", -16_000),
    ("journal_size_limit", 64 * 1024 * 1024),
)
_STOP = object()
_READ_SECONDS = metrics.DB_QUERY_SECONDS.labels("read")
_WRITE_SECONDS = metrics.DB_QUERY_SECONDS.labels("write")


@dataclass(slots=True)
class _Job:
    """`future` belongs to `loop`, or to a caller without one."""

    run: Callable[[], Any]
    future: asyncio.Future[Any] | Future[Any]
    loop: asyncio.AbstractEventLoop | None = None
    started: float = field(default_factory=time.perf_counter)


_Settled = tuple[_Job, Any, Exception | None]
_Queue = queue.SimpleQueue[_Job | object]


def connect(path: Path, key: bytes) -> SqlCipherDatabase:
    """A peewee database on the encrypted file; threads connect on their own."""
    passphrase = f"x'{key.hex()}'"
    return SqlCipherDatabase(
        str(path),
        passphrase=passphrase,
        pragmas=_PRAGMAS,
        autoconnect=False,
        check_same_thread=False,
    )


def verify_key(path: Path, key: bytes) -> None:
    """Refuse a key that does not open `path`, before anything is written to it.

    Raises DatabaseError. A file that does not exist yet, or is empty, takes any key.
    """
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        connection = sqlcipher.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlcipher.OperationalError as error:
        raise DatabaseError(f"The database {path} cannot be opened: {error}") from error
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        raise DatabaseError(
            f"The encryption key does not open {path}. Use the key this database was made with "
            "(keys/database.key, ENCRYPTION_KEY or the systemd credential)."
        ) from error
    finally:
        connection.close()


class Database:
    """An open database file. Use `await read(...)`, `await write(...)`, then `close()`."""

    def __init__(self, path: Path, key: bytes) -> None:
        verify_key(path, key)
        self.path = path
        self._database = connect(path, key)
        self._jobs: _Queue = queue.SimpleQueue()
        self._reads: _Queue = queue.SimpleQueue()
        self._closed = False
        self._closing = threading.Lock()
        started: Future[None] = Future()
        self._writer = threading.Thread(
            target=self._write_loop, args=(started,), name="db-writer", daemon=True
        )
        self._writer.start()
        try:
            started.result()
        except sqlcipher.Error as error:
            raise DatabaseError(f"The database {path} cannot be opened: {error}") from error
        self._readers = [
            threading.Thread(target=self._read_loop, name=f"db-reader-{number}", daemon=True)
            for number in range(READERS)
        ]
        for reader in self._readers:
            reader.start()

    # -- reading ---------------------------------------------------------------------------

    async def read(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` on a reader thread, on one consistent snapshot. It cannot write.

        Raises what `fn` raised, or DatabaseError when the store failed.
        """
        return cast(T, await self._ask(self._reads, fn, args, kwargs))

    def read_now(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for callers without an event loop (command line, tests)."""
        return cast(T, self._ask_now(self._reads, fn, args, kwargs))

    def _read_loop(self) -> None:
        sql.enter(self._database)
        while (job := self._reads.get()) is not _STOP:
            _deliver([self._snapshot(cast(_Job, job))])
        if not self._database.is_closed():
            self._database.close()

    def _snapshot(self, job: _Job) -> _Settled:
        with _READ_SECONDS.time():
            try:
                if self._database.is_closed():  # the first read of this thread
                    self._database.connect()
                    self._database.execute_sql("PRAGMA query_only = 1")
                    self._database.execute_sql(f"PRAGMA cache_size = {READER_CACHE_KIB}")
                connection = self._database.connection()
                try:
                    connection.execute("BEGIN")
                    return job, job.run(), None
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
            except Exception as error:
                cause = getattr(error, "orig", None) or error
                if isinstance(cause, sqlcipher.Error):
                    failure = DatabaseError(f"The database could not be read ({cause}).")
                    failure.__cause__ = cause
                    return job, None, failure
                return job, None, error

    # -- writing ---------------------------------------------------------------------------

    async def write(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in the writer's next commit; returns only once that commit is on disk.

        Raises what `fn` raised (its own changes are undone), or DatabaseError when the store
        failed (nothing of `fn` is kept).
        """
        return cast(T, await self._ask(self._jobs, fn, args, kwargs))

    async def read_newest(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` on the writer's thread, between its commits: for a few rows that were just written.

        The writer has their pages at hand. A reader's are void after every commit of somebody else,
        and reading, checking and decrypting them again costs five times as much as the query.
        """
        return await self.write(fn, *args, **kwargs)

    def write_now(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` for callers without an event loop (command line, tests)."""
        return cast(T, self._ask_now(self._jobs, fn, args, kwargs))

    def _write_loop(self, started: Future[None]) -> None:
        sql.enter(self._database)
        try:
            self._database.connect()
            self._database.execute_sql("SELECT count(*) FROM sqlite_master")
        except Exception as error:
            started.set_exception(getattr(error, "orig", None) or error)
            return
        started.set_result(None)
        while True:
            group, stop = self._take_group()
            if group:
                self._commit_group(group)
            if stop:
                self._database.close()
                return

    def _take_group(self) -> tuple[list[_Job], bool]:
        """Wait for one job, then take whatever else is already waiting."""
        first = self._jobs.get()
        if first is _STOP:
            return [], True
        group = [cast(_Job, first)]
        with suppress(queue.Empty):
            while len(group) < GROUP_LIMIT:
                job = self._jobs.get_nowait()
                if job is _STOP:
                    return group, True
                group.append(cast(_Job, job))
        return group, False

    def _commit_group(self, group: list[_Job]) -> None:
        try:
            settled = self._attempt(group)
        except Exception as error:
            self._reopen(error)
            if len(group) > 1:
                for job in group:
                    self._commit_group([job])
                return
            settled = [(group[0], None, _store_failed(error))]
        now = time.perf_counter()
        for job in group:
            _WRITE_SECONDS.observe(now - job.started)
        _deliver(settled)

    def _attempt(self, group: list[_Job]) -> list[_Settled]:
        """Run a group in one transaction. Raises when the transaction is gone and nothing stored.

        Errors are rare, and a function may run twice: the first try does without a savepoint each,
        which are a quarter of the statements.
        """
        if self._database.is_closed():
            self._database.connect()
        connection = self._database.connection()
        connection.execute("BEGIN IMMEDIATE")
        settled: list[_Settled]
        try:
            settled = [(job, job.run(), None) for job in group]
        except Exception as error:
            if _is_lost(connection, error):
                raise
            connection.execute("ROLLBACK")
            connection.execute("BEGIN IMMEDIATE")
            settled = [self._run_one(connection, job) for job in group]
        connection.execute("COMMIT")
        return settled

    @staticmethod
    def _run_one(connection: Any, job: _Job) -> _Settled:
        connection.execute("SAVEPOINT job")
        try:
            result = job.run()
        except Exception as error:
            if _is_lost(connection, error):
                raise
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            return job, None, error
        connection.execute("RELEASE job")
        return job, result, None

    def _reopen(self, error: Exception) -> None:
        """Start over on a fresh connection; the next attempt connects."""
        metrics.ERRORS.labels("database").inc()
        log.error("write failed", extra={"reason": str(_origin(error))})
        with suppress(Exception):
            connection = self._database.connection()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        with suppress(Exception):
            self._database.close()

    # -- the rest --------------------------------------------------------------------------

    async def _ask(
        self, jobs: _Queue, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._put(jobs, _Job(lambda: fn(*args, **kwargs), future, loop))
        return await future

    def _ask_now(
        self, jobs: _Queue, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        future: Future[Any] = Future()
        self._put(jobs, _Job(lambda: fn(*args, **kwargs), future))
        return future.result()

    def _put(self, jobs: _Queue, job: _Job) -> None:
        with self._closing:
            if self._closed:
                raise DatabaseError("The database is closed.")
            jobs.put(job)

    def close(self) -> None:
        """Finish what is waiting, then close. Safe to call twice."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(_STOP)
            for _ in self._readers:
                self._reads.put(_STOP)
        for thread in (self._writer, *self._readers):
            thread.join()


def _deliver(settled: Sequence[_Settled]) -> None:
    """Give results to those who wait. A loop is woken once for all of a group: each time costs a
    system call, and the interpreter's lock with it."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Settled]] = {}
    for each in settled:
        if each[0].loop is None:
            _settle([each])
        else:
            by_loop.setdefault(each[0].loop, []).append(each)
    for loop, part in by_loop.items():
        with suppress(RuntimeError):  # closed meanwhile: nobody waits any more
            loop.call_soon_threadsafe(_settle, part)


def _settle(settled: Sequence[_Settled]) -> None:
    for job, value, failure in settled:
        if job.future.done():  # whoever waited was cancelled
            continue
        if failure is None:
            job.future.set_result(value)
        else:
            job.future.set_exception(failure)


def _is_lost(connection: Any, error: Exception) -> bool:
    """Whether the whole transaction ended with a function's error.

    Disk full, an I/O error or a lost lock end it silently: then no function of the group has been
    stored, whatever it returned.
    """
    return not connection.in_transaction or isinstance(_origin(error), sqlcipher.OperationalError)


def _store_failed(error: Exception) -> DatabaseError:
    cause = _origin(error)
    failure = DatabaseError(f"The database did not take the write ({cause}). Nothing is stored.")
    failure.__cause__ = cause
    return failure


def _origin(error: Exception) -> BaseException:
    """peewee wraps the driver's errors; this is the driver's."""
    return getattr(error, "orig", None) or error.__cause__ or error
