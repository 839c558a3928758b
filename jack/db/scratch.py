"""A copy of a few live tables in memory, to try things on: nothing of it ever reaches the disk."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from playhouse.sqlcipher_ext import SqlCipherDatabase

from jack.db import sql, tables
from jack.model.clock import Micros

Copy = Mapping[str, tuple[Sequence[str], Sequence[sql.Row]]]
"""Table → (its columns, its rows)."""

_WHOLE = (
    "guest",
    "guest_identity",
    "guest_tag",
    "consent",
    "message_template",
    "vendor_template",
    "rating",
    "pms_state",
    "room_state",
    "automation_rule",
    "automation_change",
)


def take(*, first: str, last: str, since: Micros) -> Copy:
    """What rules decide by: stays that touch these days with what is planned for them, and what was
    said `since`. Runs inside a read."""
    of_stays = "SELECT id FROM reservation WHERE departure >= ? AND arrival <= ?"
    wanted: dict[str, tuple[str, tuple[object, ...]]] = dict.fromkeys(_WHOLE, ("1", ()))
    wanted |= {
        "reservation": (f"id IN ({of_stays})", (first, last)),
        "automation_run": (
            f"reservation_id IN ({of_stays}) OR finished_at >= ? OR finished_at IS NULL",
            (first, last, since),
        ),
        "conversation": ("state <> 'closed' OR last_message_at >= ?", (since,)),
        "message": ("created_at >= ?", (since,)),
    }
    found = {}
    for table, (where, params) in wanted.items():
        columns = [row[1] for row in sql.rows(f"PRAGMA table_info('{table}')")]
        found[table] = (
            columns,
            sql.rows(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", *params),
        )
    return found


class Scratch:
    """One connection to one database in memory. It belongs to the thread it is entered on."""

    def __init__(self) -> None:
        self._database = SqlCipherDatabase(
            ":memory:",
            passphrase=secrets.token_hex(32),
            pragmas=(("cipher_log_level", "NONE"), ("foreign_keys", 0), ("temp_store", "MEMORY")),
            autoconnect=False,
        )

    @contextmanager
    def entered(self) -> Iterator[Scratch]:
        """The current thread's database, empty and of this version; gone afterwards."""
        sql.enter(self._database)
        self._database.connect()
        try:
            tables.create_all()
            yield self
        finally:
            self._database.close()
            sql.leave()

    def fill(self, copy: Copy) -> None:
        """Put a copy in; what its own triggers noted on the way is no change."""
        connection = self._database.connection()
        with self.written():
            for table, (columns, rows) in copy.items():
                if table == "automation_change":
                    continue
                names = ", ".join(columns)
                connection.executemany(
                    f"INSERT INTO {table} ({names}) VALUES ({sql.marks(columns)})", rows
                )
            sql.run("DELETE FROM automation_change")
            columns, rows = copy["automation_change"]
            connection.executemany(
                f"INSERT INTO automation_change ({', '.join(columns)})"
                f" VALUES ({sql.marks(columns)})",
                rows,
            )

    @contextmanager
    def written(self) -> Iterator[None]:
        """One transaction, as the writer would make it."""
        connection = self._database.connection()
        connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def write(self, work: Callable[..., Any], *args: Any) -> Any:
        """As `Database.write`, at once."""
        with self.written():
            return work(*args)
