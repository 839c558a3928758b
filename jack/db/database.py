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
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
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


@dataclass(slots=True)
class _Job:
    run: Callable[[], Any]
    future: Future[Any]
    started: float = field(default_factory=time.perf_counter)


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
        self._jobs: queue.SimpleQueue[_Job | object] = queue.SimpleQueue()
        self._closed = False
        self._closing = threading.Lock()
        self._reader_connections: list[Any] = []
        started: Future[None] = Future()
        self._writer = threading.Thread(
            target=self._write_loop, args=(started,), name="db-writer", daemon=True
        )
        self._writer.start()
        try:
            started.result()
        except sqlcipher.Error as error:
            raise DatabaseError(f"The database {path} cannot be opened: {error}") from error
        self._readers = ThreadPoolExecutor(
            READERS, thread_name_prefix="db-reader", initializer=self._open_reader
        )

    # -- reading ---------------------------------------------------------------------------

    async def read(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` on a reader thread, on one consistent snapshot. It cannot write.

        Raises what `fn` raised, or DatabaseError when the store failed.
        """
        self._check_open()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self._snapshot(fn, args, kwargs))

    def read_now(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for callers without an event loop (command line, tests)."""
        self._check_open()
        return self._readers.submit(lambda: self._snapshot(fn, args, kwargs)).result()

    def _open_reader(self) -> None:
        sql.enter(self._database)
        self._database.connect()
        self._database.execute_sql("PRAGMA query_only = 1")
        self._reader_connections.append(self._database.connection())

    def _snapshot(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        with metrics.DB_QUERY_SECONDS.labels("read").time():
            connection = self._database.connection()
            try:
                connection.execute("BEGIN")
                return fn(*args, **kwargs)
            except sqlcipher.Error as error:
                raise DatabaseError(f"The database could not be read ({error}).") from error
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    # -- writing ---------------------------------------------------------------------------

    async def write(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in the writer's next commit; returns only once that commit is on disk.

        Raises what `fn` raised (its own changes are undone), or DatabaseError when the store
        failed (nothing of `fn` is kept).
        """
        return await asyncio.wrap_future(self._submit(fn, args, kwargs))

    def write_now(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` for callers without an event loop (command line, tests)."""
        return self._submit(fn, args, kwargs).result()

    def _submit(
        self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        with self._closing:
            self._check_open()
            self._jobs.put(_Job(lambda: fn(*args, **kwargs), future))
        return future

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
            results = self._attempt(group)
        except Exception as error:
            self._reopen(error)
            if len(group) > 1:
                for job in group:
                    self._commit_group([job])
            else:
                _settle(group[0], None, _store_failed(error))
            return
        for job, (value, failure) in zip(group, results, strict=True):
            _settle(job, value, failure)

    def _attempt(self, group: list[_Job]) -> list[tuple[Any, Exception | None]]:
        """Run a group in one transaction. Raises when the transaction is gone and nothing stored."""
        if self._database.is_closed():
            self._database.connect()
        connection = self._database.connection()
        connection.execute("BEGIN IMMEDIATE")
        results = [self._run_one(connection, job) for job in group]
        connection.execute("COMMIT")
        return results

    @staticmethod
    def _run_one(connection: Any, job: _Job) -> tuple[Any, Exception | None]:
        connection.execute("SAVEPOINT job")
        try:
            result = job.run()
        except Exception as error:
            # Disk full, an I/O error or a lost lock end the whole transaction silently: then no
            # function of this group has been stored, whatever it returned.
            if not connection.in_transaction or isinstance(
                _origin(error), sqlcipher.OperationalError
            ):
                raise
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            return None, error
        connection.execute("RELEASE job")
        return result, None

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

    def close(self) -> None:
        """Finish what is waiting, then close. Safe to call twice."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(_STOP)
        self._writer.join()
        self._readers.shutdown(wait=True)
        for connection in self._reader_connections:
            connection.close()

    def _check_open(self) -> None:
        if self._closed:
            raise DatabaseError("The database is closed.")


def _settle(job: _Job, value: object, failure: Exception | None) -> None:
    metrics.DB_QUERY_SECONDS.labels("write").observe(time.perf_counter() - job.started)
    if failure is None:
        job.future.set_result(value)
    else:
        job.future.set_exception(failure)


def _store_failed(error: Exception) -> DatabaseError:
    cause = _origin(error)
    failure = DatabaseError(f"The database did not take the write ({cause}). Nothing is stored.")
    failure.__cause__ = cause
    return failure


def _origin(error: Exception) -> BaseException:
    """peewee wraps the driver's errors; this is the driver's."""
    return getattr(error, "orig", None) or error.__cause__ or error
