"""Statements on the connection of the current database thread.

Store functions are plain and synchronous and find their connection here. It exists only on the
threads of a `Database`, so a query from the event loop fails at once instead of blocking it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import DatabaseProxy
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as sqlcipher

Row = tuple[Any, ...]
StoreError = sqlcipher.OperationalError
"""Disk full, an I/O error, a lost lock: the whole transaction may be gone."""

_thread = threading.local()


class ThreadDatabase(DatabaseProxy):
    """Stands for the database whose thread is running; peewee's models are bound to it."""

    @property
    def obj(self) -> SqlCipherDatabase | None:
        return getattr(_thread, "database", None)

    @obj.setter
    def obj(self, value: object) -> None:
        """peewee initialises proxies with None; the thread decides here."""


current = ThreadDatabase()


def enter(database: SqlCipherDatabase) -> None:
    """Make `database` the current thread's."""
    _thread.database = database


def leave() -> None:
    _thread.database = None


def _connection() -> Any:
    database = getattr(_thread, "database", None)
    if database is None:
        raise RuntimeError("SQL runs only inside Database.read or Database.write")
    return database.connection()


def rows(statement: str, *params: object) -> list[Row]:
    """All rows as tuples."""
    found: list[Row] = _connection().execute(statement, params).fetchall()
    return found


def row(statement: str, *params: object) -> Row | None:
    """The first row, or None."""
    cursor = _connection().execute(statement, params)
    found: Row | None = cursor.fetchone()
    cursor.close()
    return found


def value(statement: str, *params: object) -> Any:
    """The first column of the first row, or None."""
    found = row(statement, *params)
    return found[0] if found else None


def run(statement: str, *params: object) -> int:
    """Execute; the number of rows it changed."""
    cursor = _connection().execute(statement, params)
    count: int = cursor.rowcount
    cursor.close()
    return count


def insert(table: str, **columns: object) -> int:
    """Insert one row of trusted column names; its id."""
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    cursor = _connection().execute(statement, tuple(columns.values()))
    rowid: int = cursor.lastrowid
    cursor.close()
    return rowid


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """What runs inside is undone alone when it raises, and the write goes on.

    Not for errors of the store itself, which may have ended the whole transaction: they go up.
    """
    run("SAVEPOINT part")
    try:
        yield
    except StoreError:
        raise
    except Exception:
        run("ROLLBACK TO part")
        run("RELEASE part")
        raise
    run("RELEASE part")


def marks(values: Sequence[object]) -> str:
    """`?, ?, ?` for an IN list."""
    return ", ".join("?" * len(values))


def dumps(data: object) -> str:
    """JSON as stored: compact, letters as they are; half an emoji becomes `?`, UTF-8 has no half."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def loads(text: str | None) -> Any:
    return json.loads(text) if text else None


def words(text: str) -> list[str]:
    """The words of `text` as FTS5 takes them, each once."""
    found = ["".join(c for c in word if c.isalnum()) for word in _split(text)]
    return [f'"{word}"' for word in dict.fromkeys(found) if word]


def _split(text: str) -> Iterable[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()
