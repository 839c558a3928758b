"""Writes are durable, grouped and independent; reads are consistent; the file is unreadable."""

from __future__ import annotations

import asyncio
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from jack import metrics
from jack.db import settings, sql, tables
from jack.db.database import Database, verify_key
from jack.errors import Conflict, DatabaseError
from tests.conftest import KEY
from tests.db import samples

OTHER_KEY = bytes(32)
MARKER = "Wilhelmina-Quisenberry"


def put(key: str, value: object = 1) -> str:
    settings.put(key, value, samples.NOW)
    return key


def stored() -> list[str]:
    return [row[0] for row in sql.rows("SELECT key FROM setting ORDER BY rowid")]


def fail(key: str, error: Exception) -> None:
    """Write something, then fail."""
    put(key)
    raise error


def fill_up(key: str) -> None:
    """Write more than fits in what this leaves of the disk."""
    pages = sql.value("PRAGMA page_count")
    sql.value(f"PRAGMA max_page_count = {pages + 4}")
    put(key, "x" * 1_000_000)


@asynccontextmanager
async def writer_busy(db: Database) -> AsyncIterator[None]:
    """Writes submitted meanwhile queue up and make one group."""
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        entered.set()
        leave.wait(timeout=10)

    holding = asyncio.create_task(db.write(hold))
    await asyncio.to_thread(entered.wait, 10)
    try:
        yield
        await asyncio.sleep(0)  # tasks created in the block submit their writes
    finally:
        leave.set()
        await holding


async def write_together(db: Database, *writes: tuple[Any, ...]) -> list[Any]:
    """Run (function, argument …) in one group; each one's result or exception."""
    async with writer_busy(db):
        tasks = [asyncio.create_task(db.write(*write)) for write in writes]
    return await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def other_process_writes(path: Path) -> Iterator[None]:
    """Another connection holds the write lock."""
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: to SQLite, a disk that fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# -- grouped commits -----------------------------------------------------------------------


async def test_a_write_is_stored_when_it_returns(db: Database) -> None:
    result = await db.write(put, "hotel")

    assert result == "hotel"
    assert await db.read(stored) == ["hotel"]


async def test_writes_that_wait_share_one_commit(db: Database) -> None:
    seen: list[tuple[list[str], list[str]]] = []

    def compare() -> None:
        seen.append((stored(), db.read_now(stored)))

    await write_together(db, (put, "first"), (compare,))

    assert seen == [(["first"], [])]


async def test_a_bad_write_undoes_only_itself(db: Database) -> None:
    results = await write_together(
        db, (put, "before"), (fail, "bad", ValueError("no such room")), (put, "after")
    )

    assert results[0] == "before"
    assert isinstance(results[1], ValueError)
    assert results[2] == "after"
    assert db.read_now(stored) == ["before", "after"]


async def test_an_integrity_error_reaches_its_caller_and_nobody_else(db: Database) -> None:
    db.write_now(samples.colleague, "maria@hotel.example")

    results = await write_together(
        db,
        (put, "before"),
        (samples.colleague, "maria@hotel.example"),
        (put, "after"),
    )

    assert isinstance(results[1], sqlcipher.IntegrityError)
    assert db.read_now(stored) == ["before", "after"]


async def test_the_writes_of_a_group_keep_their_order(db: Database) -> None:
    await write_together(db, *[(put, f"k{number}") for number in range(20)])

    assert db.read_now(stored) == [f"k{number}" for number in range(20)]


async def test_fifty_writers_at_once_lose_nothing(db: Database) -> None:
    def count_up() -> int:
        return int(
            sql.value(
                "INSERT INTO counter (name, value) VALUES ('n', 1)"
                " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
            )
        )

    async def writer() -> list[int]:
        return [await db.write(count_up) for _ in range(20)]

    numbers = await asyncio.gather(*[writer() for _ in range(50)])

    assert sorted(n for each in numbers for n in each) == list(range(1, 1001))
    assert all(each == sorted(each) for each in numbers)


async def test_a_caller_who_stops_waiting_does_not_disturb_the_others(db: Database) -> None:
    async with writer_busy(db):
        impatient = asyncio.create_task(db.write(put, "impatient"))
        patient = asyncio.create_task(db.write(put, "patient"))
        await asyncio.sleep(0)
        impatient.cancel()

    assert await patient == "patient"
    assert "patient" in await db.read(stored)


async def test_every_write_is_synced_to_disk(db: Database) -> None:
    """R1: durable over power loss."""
    full = 2

    synchronous = await db.write(sql.value, "PRAGMA synchronous")

    assert synchronous == full
    assert await db.write(sql.value, "PRAGMA journal_mode") == "wal"


# -- a store that fails --------------------------------------------------------------------


async def test_r1_a_full_disk_in_the_middle_of_a_group_reports_nothing_done_that_is_not_stored(
    db: Database,
) -> None:
    results = await write_together(
        db, (put, "before"), (fill_up, "too much"), (put, "after"), (put, "last")
    )

    reported = [result for result in results if isinstance(result, str)]
    assert isinstance(results[1], DatabaseError)
    assert reported == ["before", "after", "last"]
    assert db.read_now(stored) == reported


def test_r1_a_full_disk_is_said_and_the_next_write_works(db: Database) -> None:
    with pytest.raises(DatabaseError, match="full"):
        db.write_now(fill_up, "too much")

    assert db.write_now(put, "small") == "small"
    assert db.read_now(stored) == ["small"]


def test_r1_a_disk_that_stays_full_refuses_until_there_is_space_again(db: Database) -> None:
    db.write_now(put, "before")
    largest = max(path.stat().st_size for path in db.path.parent.glob("jack.db*"))

    with file_size_limit(largest + 8192):
        for _ in range(2):
            with pytest.raises(DatabaseError):
                db.write_now(put, "too much", "x" * (largest + 1_000_000))

    assert db.read_now(stored) == ["before"]
    assert db.write_now(put, "after") == "after"


async def test_r1_a_group_on_a_disk_that_stays_full_reports_only_what_is_stored(
    db: Database,
) -> None:
    db.write_now(put, "start")
    log = db.path.with_name("jack.db-wal").stat().st_size

    with file_size_limit(log + 64 * 1024):
        results = await write_together(
            db, *[(put, f"k{number}", "x" * 20_000) for number in range(20)]
        )

    reported = [result for result in results if isinstance(result, str)]
    refused = [result for result in results if not isinstance(result, str)]
    assert refused
    assert all(isinstance(result, DatabaseError) for result in refused)
    assert db.read_now(stored) == ["start", *reported]


def test_a_failure_of_the_store_is_counted(db: Database) -> None:
    failures = metrics.ERRORS.labels("database")
    before = failures._value.get()

    with pytest.raises(DatabaseError):
        db.write_now(fill_up, "too much")

    assert failures._value.get() == before + 1


def test_a_write_that_cannot_get_the_lock_fails_and_a_later_one_works(db: Database) -> None:
    db.write_now(sql.value, "PRAGMA busy_timeout = 30")

    with other_process_writes(db.path), pytest.raises(DatabaseError, match="locked"):
        db.write_now(put, "meanwhile")

    assert db.write_now(put, "later") == "later"
    assert db.read_now(stored) == ["later"]


def test_a_write_waits_for_a_lock_that_is_released(db: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        with other_process_writes(db.path):
            waiting = pool.submit(db.write_now, put, "patient")
            reads = db.read_now(stored)
            assert not waiting.done()

        assert waiting.result(timeout=10) == "patient"
    assert reads == []


def test_wrong_sql_fails_its_caller_only(db: Database) -> None:
    with pytest.raises(DatabaseError, match="no such table"):
        db.write_now(sql.run, "UPDATE no_table SET a = 1")

    assert db.write_now(put, "next") == "next"


@pytest.mark.crash
def test_r1_what_was_reported_stored_survives_kill_9(migrated: Path, tmp_path: Path) -> None:
    path = tmp_path / "jack.db"
    path.write_bytes(migrated.read_bytes())
    program = (
        "import sys; from pathlib import Path;"
        "from jack.db import settings; from jack.db.database import Database;"
        f"db = Database(Path(sys.argv[1]), bytes.fromhex('{KEY.hex()}'));\n"
        "for n in range(10**6): db.write_now(settings.put, f'k{n}', n, n); print(n, flush=True)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    reported = [int(child.stdout.readline()) for _ in range(100)]

    child.send_signal(signal.SIGKILL)
    reported += [int(line) for line in child.stdout.read().splitlines() if line.isdigit()]
    child.stdout.close()
    child.wait(timeout=10)
    survivor = Database(path, KEY)

    kept = {int(key[1:]) for key in survivor.read_now(stored)}
    survivor.close()
    assert kept >= set(reported)


# -- reading -------------------------------------------------------------------------------


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(DatabaseError, match="readonly"):
        await db.read(put, "sneaky")

    assert await db.read(stored) == []


async def test_a_read_sees_one_moment_however_much_is_written_meanwhile(db: Database) -> None:
    def read_twice() -> tuple[list[str], list[str]]:
        before = stored()
        db.write_now(put, "meanwhile")
        return before, stored()

    before, after = await db.read(read_twice)

    assert before == after == []
    assert await db.read(stored) == ["meanwhile"]


async def test_a_failed_read_leaves_its_thread_usable(db: Database) -> None:
    for _ in range(10):
        with pytest.raises(DatabaseError, match="no such table"):
            await db.read(sql.rows, "SELECT * FROM no_table")

    await db.write(put, "hotel")

    assert await asyncio.gather(*[db.read(stored) for _ in range(10)]) == [["hotel"]] * 10


async def test_reads_go_on_while_a_write_is_under_way(db: Database) -> None:
    async with writer_busy(db):
        assert await db.read(stored) == []


def test_sql_outside_the_database_threads_is_refused(db: Database) -> None:
    with pytest.raises(RuntimeError, match=r"Database\.read or Database\.write"):
        sql.rows("SELECT 1")
    with pytest.raises(AttributeError):
        tables.Setting.select().count()


async def test_several_databases_do_not_mix(db: Database, migrated: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(migrated.read_bytes())
    other = Database(path, KEY)

    await asyncio.gather(db.write(put, "here"), other.write(put, "there"))

    assert await db.read(stored) == ["here"]
    assert await other.read(stored) == ["there"]
    other.close()


# -- closing -------------------------------------------------------------------------------


async def test_closing_finishes_what_waits(migrated: Path, tmp_path: Path) -> None:
    path = tmp_path / "jack.db"
    path.write_bytes(migrated.read_bytes())
    db = Database(path, KEY)

    async with writer_busy(db):
        tasks = [asyncio.create_task(db.write(put, f"k{number}")) for number in range(300)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(asyncio.to_thread(db.close))
    await closing

    assert await asyncio.gather(*tasks) == [f"k{number}" for number in range(300)]
    reopened = Database(path, KEY)
    assert len(reopened.read_now(stored)) == 300
    reopened.close()


async def test_a_closed_database_says_so(db: Database) -> None:
    db.close()
    db.close()

    with pytest.raises(DatabaseError, match="closed"):
        await db.write(put, "late")
    with pytest.raises(DatabaseError, match="closed"):
        await db.read(stored)
    with pytest.raises(DatabaseError, match="closed"):
        db.read_now(stored)


def test_closing_leaves_no_log_beside_the_file(db: Database) -> None:
    db.write_now(put, "hotel")
    assert db.path.with_name("jack.db-wal").exists()

    db.close()

    assert not db.path.with_name("jack.db-wal").exists()


# -- encryption ----------------------------------------------------------------------------


def test_r14_r15_no_file_of_the_database_holds_plain_text(db: Database) -> None:
    def write_guest() -> None:
        samples.said(f"My name is {MARKER}.")
        sql.run("INSERT INTO knowledge_words (rowid, title, body) VALUES (1, ?, 'x')", MARKER)

    db.write_now(write_guest)
    files = list(db.path.parent.glob("jack.db*"))
    while_open = b"".join(path.read_bytes() for path in files)
    db.close()

    assert {path.name for path in files} >= {"jack.db", "jack.db-wal"}
    for content in (while_open, db.path.read_bytes()):
        for text in (MARKER, MARKER.lower(), "CREATE TABLE", "SQLite format 3", "whatsapp"):
            assert text.encode() not in content


def test_r14_deleted_rows_are_overwritten(db: Database) -> None:
    assert db.write_now(sql.value, "PRAGMA secure_delete") == 1
    assert (
        db.write_now(sql.value, "SELECT v FROM knowledge_words_config WHERE k = 'secure-delete'")
        == 1
    )


@pytest.mark.parametrize("close_first", [True, False])
def test_a_wrong_key_is_refused_before_anything_is_written(
    db: Database, *, close_first: bool
) -> None:
    db.write_now(put, "hotel")
    if close_first:
        db.close()
    before = {path.name: path.read_bytes() for path in db.path.parent.glob("jack.db*")}

    with pytest.raises(DatabaseError, match="does not open"):
        Database(db.path, OTHER_KEY)

    after = {path.name: path.read_bytes() for path in db.path.parent.glob("jack.db*")}
    assert {name: after[name] for name in before if not name.endswith("-shm")} == {
        name: content for name, content in before.items() if not name.endswith("-shm")
    }


def test_the_refusal_of_a_key_does_not_show_it(db: Database) -> None:
    with pytest.raises(DatabaseError) as refusal:
        verify_key(db.path, b"\xab" * 32)

    assert "abab" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "jack.db"
    path.write_text("These are minutes of a meeting.\n" * 1000)

    with pytest.raises(DatabaseError, match="does not open"):
        Database(path, KEY)

    assert path.read_text().startswith("These are minutes")


def test_a_path_that_cannot_be_opened_is_not_called_a_wrong_key(tmp_path: Path) -> None:
    (tmp_path / "jack.db").mkdir()

    with pytest.raises(DatabaseError, match="cannot be opened"):
        verify_key(tmp_path / "jack.db", KEY)


@pytest.mark.parametrize("name", ["with space", "Hôtel #1", "50%20?mode=rw", "a&b"])
def test_any_folder_name_will_do(migrated: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "jack.db"
    path.parent.mkdir()
    path.write_bytes(migrated.read_bytes())

    db = Database(path, KEY)

    assert db.write_now(put, "hotel") == "hotel"
    db.close()
    with pytest.raises(DatabaseError, match="does not open"):
        verify_key(path, OTHER_KEY)
    assert list(path.parent.iterdir()) == [path]
    assert list(tmp_path.iterdir()) == [path.parent]


# -- statements ----------------------------------------------------------------------------


def test_half_an_emoji_can_be_stored(db: Database) -> None:
    """Vendors' JSON may escape a lone surrogate; refusing it would have them repeat it for days."""
    db.write_now(put, "note", {"name": "Ana \ud83d"})

    assert db.read_now(settings.get, "note") == {"name": "Ana ?"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("When is breakfast, is it late?", ['"When"', '"is"', '"breakfast"', '"it"', '"late"']),
        ('pool" OR body:*', ['"pool"', '"OR"', '"body"']),
        ("朝食は?", ['"朝食は"']),
        ("¿?! …", []),
    ],
)
def test_a_guests_words_never_become_query_syntax(text: str, words: list[str]) -> None:
    assert sql.words(text) == words


async def test_the_newest_rows_are_read_between_two_commits(db: Database) -> None:
    await db.write(put, "note", 1)

    _, newest = await asyncio.gather(db.write(put, "note", 2), db.read_newest(settings.get, "note"))

    assert newest == 2


async def test_one_refusal_leaves_what_was_written_with_it(db: Database) -> None:
    """The first try of a group does without savepoints; the second knows whose fault it was."""

    def refuse() -> None:
        put("refused", 1)
        raise Conflict("no")

    outcomes = await asyncio.gather(
        db.write(put, "before", 1),
        db.write(refuse),
        db.write(put, "after", 1),
        return_exceptions=True,
    )

    assert isinstance(outcomes[1], Conflict)
    assert await db.read(settings.get, "before") == 1
    assert await db.read(settings.get, "after") == 1
    assert await db.read(settings.get, "refused") is None


async def test_nobody_waits_for_a_write_that_was_cancelled_and_it_is_stored(db: Database) -> None:
    waiting = asyncio.create_task(db.write(put, "note", 1))
    await asyncio.sleep(0)
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting

    await db.write(put, "other", 1)
    assert await db.read(settings.get, "note") == 1
