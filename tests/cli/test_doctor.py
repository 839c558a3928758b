"""`jack doctor` as a command; its checks are tested with the service."""

from __future__ import annotations

from pathlib import Path

from jack.datadir import DataDir, Lock
from tests.cli.conftest import Jack


def levels(jack: Jack, *options: str) -> dict[str, str]:
    found = jack("doctor", "--offline", "--json", *options).data
    return {finding["code"]: finding["level"] for finding in found}


def test_it_makes_nothing_where_nothing_is(jack: Jack, new_dir: Path) -> None:
    result = jack("doctor", "--offline")

    assert result.status == 0
    assert "→ jack serve" in result.out
    assert not new_dir.exists()


def test_a_failure_ends_with_three_and_names_the_remedy(jack: Jack, data_dir: Path) -> None:
    result = jack("doctor", "--offline")

    assert result.status == 3
    assert "FAIL  ADMIN_ACCOUNT" in result.out
    assert "→ jack user add EMAIL --role admin" in result.out


def test_fix_closes_what_others_can_read(jack: Jack, data_dir: Path) -> None:
    key = data_dir / "keys" / "database.key"
    key.chmod(0o644)
    data_dir.chmod(0o755)

    before = levels(jack)
    after = levels(jack, "--fix")

    assert (before["KEY_FILES"], before["DATA_DIR_MODE"]) == ("FAIL", "WARN")
    assert (after["KEY_FILES"], after["DATA_DIR_MODE"]) == ("OK", "OK")
    assert key.stat().st_mode & 0o777 == 0o600


def test_fix_upgrades_the_database_but_never_under_a_running_server(
    jack: Jack, new_dir: Path
) -> None:
    new_dir.mkdir(mode=0o700)
    _make_empty_database(new_dir)
    server = Lock(DataDir(new_dir))
    server.take()

    busy = jack("doctor", "--offline", "--fix")
    server.release()
    free = levels(jack, "--fix")

    assert "DATABASE_VERSION is not fixed: Another Jack" in busy.err
    assert "FAIL  DATABASE_VERSION" in busy.out
    assert free["DATABASE_VERSION"] == "OK"


def _make_empty_database(path: Path) -> None:
    from jack.db import sql
    from jack.db.database import Database

    directory = DataDir(path)
    directory.create()
    db = Database(directory.database, directory.key("database"))
    db.write_now(sql.run, "CREATE TABLE early (id INTEGER PRIMARY KEY)")
    db.close()
