"""`jack migrate`."""

from __future__ import annotations

from pathlib import Path

import pytest

from jack.datadir import DataDir, Lock
from jack.db import sql
from tests.cli.conftest import Jack, database


def test_a_new_directory_gets_a_database_of_this_version(jack: Jack, new_dir: Path) -> None:
    first, second = jack("migrate"), jack("migrate")

    assert (new_dir / "jack.db").exists()
    assert first.out.startswith("Applied 0001")
    assert second.out == "The database is of this version already.\n"


def test_check_says_three_and_changes_nothing_where_there_is_work(
    jack: Jack, new_dir: Path
) -> None:
    result = jack("migrate", "--check")

    assert result.status == 3
    assert "Run: jack migrate" in result.out
    assert not new_dir.exists()


@pytest.mark.usefixtures("data_dir")
def test_check_is_content_with_a_current_database(jack: Jack) -> None:
    assert jack("migrate", "--check").status == 0
    assert jack("migrate", "--check", "--json").data["isCurrent"] is True


@pytest.mark.parametrize("arguments", [("--check",), ()])
def test_a_database_of_a_newer_jack_is_an_error(
    jack: Jack, data_dir: Path, arguments: tuple[str, ...]
) -> None:
    _pretend_newer(data_dir)

    result = jack("migrate", *arguments)

    assert result.status == 1
    assert "belongs to a newer Jack (it has 9999_later)" in result.err


def test_it_refuses_while_a_server_runs(jack: Jack, data_dir: Path) -> None:
    server = Lock(DataDir(data_dir))
    server.take()

    result = jack("migrate")
    server.release()

    assert result.status == 1
    assert "Another Jack" in result.err


def _pretend_newer(data_dir: Path) -> None:
    with database(data_dir) as db:
        db.write_now(_record_a_later_step)


def _record_a_later_step() -> None:
    table = sql.value("SELECT name FROM sqlite_master WHERE name LIKE '%migration%'")
    columns = [row[1] for row in sql.rows(f"PRAGMA table_info({table})")]
    rest = ", ".join(name for name in columns if name not in ("id", "name"))
    sql.run(f"INSERT INTO {table} (name, {rest}) SELECT '9999_later', {rest} FROM {table} LIMIT 1")
