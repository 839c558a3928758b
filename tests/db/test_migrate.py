"""Migrations lead to the declared tables, keep a backup, and leave nothing behind when they fail."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

import pytest

from jack.db import sql, tables
from jack.db.database import Database
from jack.db.migrate import MIGRATIONS, Schema, migrate, schema_of
from jack.errors import DatabaseError, DataDirError
from tests.conftest import KEY
from tests.db import samples

OTHER_KEY = bytes(32)
STEPS = (
    "0001_initial",
    "0002_stays_and_tasks",
    "0003_access",
    "0004_inbox",
    "0005_channels",
    "0006_email",
    "0007_media",
    "0008_whatsapp",
    "0009_automations",
    "0010_models",
    "0011_learning",
    "0012_messages_by_rule",
    "0013_troubles",
    "0014_alert_ladder",
    "0015_growth",
    "0016_dialable",
)
HISTORY = "schema_migration"

Shape = dict[tuple[str, str], tuple[str, list[sql.Row], list[sql.Row]]]


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """This version's migrations, to be added to."""
    folder = tmp_path / "steps"
    folder.mkdir()
    for step in MIGRATIONS.glob("0*.py"):
        shutil.copy(step, folder)
    return folder


@pytest.fixture
def path(migrated: Path, tmp_path: Path) -> Path:
    """A database of this version, with a conversation in it."""
    path = tmp_path / "jack.db"
    shutil.copy(migrated, path)
    db = Database(path, KEY)
    db.write_now(samples.said, "Where is the pool?")
    db.close()
    return path


def add_step(steps: Path, name: str, *statements: str) -> None:
    body = "\n".join(f"    sql.run({statement!r})" for statement in statements)
    (steps / f"{name}.py").write_text(
        f"from jack.db import sql\n\n\ndef up(migrator: object, db: object) -> None:\n{body}\n"
    )


def upgrade(path: Path, steps: Path = MIGRATIONS) -> tuple[str, ...]:
    return migrate(path, KEY, backups=path.parent, version="9.9.9", steps=steps)


def shape() -> Shape:
    """Every table and index as SQLite has it, without spelling.

    A column that a later step added stands behind the table's keys in its statement, so tables are
    compared by their columns, keys and options.
    """
    found: Shape = {}
    for kind, name, statement in sql.rows("SELECT type, name, sql FROM sqlite_master"):
        spelled = re.sub(r'["\s]+', "", statement or "").casefold()
        if HISTORY in name:
            continue
        if kind != "table" or "virtual" in spelled:
            found[kind, name] = (spelled, [], [])
            continue
        keys = [row[2:] for row in sql.rows(f"PRAGMA foreign_key_list('{name}')")]
        options = f"{spelled.rpartition(')')[2]} {spelled.count('autoincrement')}"
        found[kind, name] = (options, sql.rows(f"PRAGMA table_xinfo('{name}')"), sorted(keys))
    return found


def texts(path: Path) -> list[str]:
    db = Database(path, KEY)
    found = [row[0] for row in db.read_now(sql.rows, "SELECT text FROM message")]
    db.close()
    return found


# -- what they lead to ---------------------------------------------------------------------


def test_migrations_and_tables_describe_the_same_database(db: Database, tmp_path: Path) -> None:
    declared_db = Database(tmp_path / "declared.db", KEY)
    declared_db.write_now(tables.create_all)

    declared = declared_db.read_now(shape)
    declared_db.close()

    assert db.read_now(shape) == declared


def test_every_declared_table_is_created(db: Database) -> None:
    existing = {name for kind, name in db.read_now(shape) if kind == "table"}

    assert {table._meta.table_name for table in tables.TABLES} <= existing
    assert set(tables.Table.__subclasses__()) == set(tables.TABLES)


def test_a_migrated_database_is_sound(
    db: Database,
) -> None:
    assert db.read_now(sql.rows, "PRAGMA foreign_key_check") == []
    assert db.read_now(sql.value, "PRAGMA integrity_check") == "ok"


# -- looking -------------------------------------------------------------------------------


def test_a_database_that_does_not_exist_is_new_and_stays_so(tmp_path: Path) -> None:
    schema = schema_of(tmp_path / "jack.db", KEY)

    assert schema == Schema(applied=(), pending=STEPS, unknown=())
    assert schema.is_new
    assert not schema.is_current
    assert list(tmp_path.iterdir()) == []


def test_a_migrated_database_is_current(path: Path) -> None:
    schema = schema_of(path, KEY)

    assert schema == Schema(applied=STEPS, pending=(), unknown=())
    assert schema.is_current
    assert not schema.is_new


def test_a_database_of_the_last_version_says_what_it_lacks(path: Path, steps: Path) -> None:
    add_step(steps, "0099_rooms", "CREATE TABLE room (id INTEGER PRIMARY KEY)")

    schema = schema_of(path, KEY, steps=steps)

    assert (schema.applied, schema.pending) == (STEPS, ("0099_rooms",))
    assert not schema.is_current


def test_looking_changes_nothing(path: Path, steps: Path) -> None:
    add_step(steps, "0099_rooms", "CREATE TABLE room (id INTEGER PRIMARY KEY)")
    before = path.read_bytes()

    schema_of(path, KEY, steps=steps)

    assert path.read_bytes() == before


def test_a_wrong_key_is_refused_by_both(path: Path) -> None:
    before = path.read_bytes()

    with pytest.raises(DatabaseError, match="does not open"):
        schema_of(path, OTHER_KEY)
    with pytest.raises(DatabaseError, match="does not open"):
        migrate(path, OTHER_KEY, backups=path.parent, version="9.9.9")

    assert path.read_bytes() == before


# -- upgrading -----------------------------------------------------------------------------


def test_a_new_database_needs_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "jack.db"

    applied = upgrade(path)

    assert applied == STEPS
    assert list(tmp_path.glob("before-*")) == []
    assert schema_of(path, KEY).is_current


def test_a_current_database_is_left_alone(path: Path) -> None:
    assert upgrade(path) == ()
    assert list(path.parent.glob("before-*")) == []


def test_an_upgrade_keeps_the_data(path: Path, steps: Path) -> None:
    add_step(steps, "0002_floor", "ALTER TABLE message ADD COLUMN floor TEXT")
    add_step(steps, "0003_fill", "UPDATE message SET floor = 'ground'")

    applied = upgrade(path, steps)

    assert applied == ("0002_floor", "0003_fill")
    assert schema_of(path, KEY, steps=steps).is_current
    assert texts(path) == ["Where is the pool?"]


def test_a_database_of_the_first_release_upgrades_with_its_data(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(MIGRATIONS / "0001_initial.py", first)
    path = tmp_path / "jack.db"
    upgrade(path, first)
    with_rows(
        path,
        "INSERT INTO guest VALUES (7, 'Ana', 'Silva', NULL, NULL, 'pt', 0, 1, 1)",
        "INSERT INTO guest VALUES (8, 'Luz', '', '+5215512345678', NULL, 'es', 0, 1, 1)",
        "INSERT INTO guest VALUES (9, 'Rui', '', '+558187654321', NULL, 'pt', 0, 1, 1)",
        "INSERT INTO guest VALUES (10, 'Eva', '', '+551133334444', NULL, 'pt', 0, 1, 1)",
        "INSERT INTO task VALUES (3, 'request', 'pending', 'housekeeping', 'standard', 'Towels',"
        " '[]', '204', '', NULL, NULL, 7, NULL, 1, 1, 1, 1)",
    )

    applied = upgrade(path)

    db = Database(path, KEY)
    assert applied == STEPS[1:]
    assert db.read_now(sql.rows, "SELECT id, last_name, in_recovery, phone FROM guest") == [
        (7, "Silva", 0, None),
        (8, "", 0, "+525512345678"),
        (9, "", 0, "+5581987654321"),
        (10, "", 0, "+551133334444"),
    ]
    assert db.read_now(sql.rows, "SELECT title, guest_id, intent FROM task") == [("Towels", 7, "")]
    db.close()


def with_rows(path: Path, *statements: str) -> None:
    db = Database(path, KEY)
    for statement in statements:
        db.write_now(sql.run, statement)
    db.close()


def test_the_backup_before_an_upgrade_is_the_old_database_and_opens_with_its_key(
    path: Path, steps: Path
) -> None:
    add_step(steps, "0002_forget", "DELETE FROM message")

    upgrade(path, steps)

    [backup] = path.parent.glob("before-9.9.9-*.db")
    assert texts(path) == []
    assert texts(backup) == ["Where is the pool?"]
    assert schema_of(backup, KEY).is_current


def test_r15_the_backup_is_encrypted_and_its_owners_alone(path: Path, steps: Path) -> None:
    add_step(steps, "0002_forget", "DELETE FROM message")

    upgrade(path, steps)

    [backup] = path.parent.glob("before-9.9.9-*.db")
    content = backup.read_bytes()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert b"Where is the pool?" not in content
    assert b"SQLite format 3" not in content
    with pytest.raises(DatabaseError, match="does not open"):
        schema_of(backup, OTHER_KEY)


def test_every_upgrade_keeps_a_backup_of_its_own(path: Path, steps: Path) -> None:
    for number in (2, 3):
        add_step(steps, f"000{number}_more", f"CREATE TABLE room{number} (id INTEGER)")
        upgrade(path, steps)

    assert len(list(path.parent.glob("before-9.9.9-*.db"))) == 2


# -- failing -------------------------------------------------------------------------------


def test_a_failed_step_leaves_nothing_behind(path: Path, steps: Path) -> None:
    add_step(steps, "0002_bad", "DELETE FROM message", "CREATE TABLE room (id INTEGER)", "SELECT x")

    with pytest.raises(DatabaseError, match="no such column"):
        upgrade(path, steps)

    db = Database(path, KEY)
    assert ("table", "room") not in db.read_now(shape)
    db.close()
    assert texts(path) == ["Where is the pool?"]
    assert schema_of(path, KEY, steps=steps).pending == ("0002_bad",)


def test_a_failed_first_step_leaves_no_tables(tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    add_step(steps, "0001_bad", "CREATE TABLE room (id INTEGER)", "SELECT x")

    with pytest.raises(DatabaseError):
        upgrade(tmp_path / "jack.db", steps)

    db = Database(tmp_path / "jack.db", KEY)
    assert db.read_now(shape) == {}
    db.close()


def test_steps_before_the_failed_one_stay_and_the_upgrade_can_go_on(
    path: Path, steps: Path
) -> None:
    add_step(steps, "0002_good", "CREATE TABLE room (id INTEGER)")
    add_step(steps, "0003_mended", "SELECT x")
    with pytest.raises(DatabaseError):
        upgrade(path, steps)

    add_step(steps, "0003_mended", "INSERT INTO room VALUES (101)")

    assert upgrade(path, steps) == ("0003_mended",)


def test_a_database_of_a_newer_jack_is_refused_untouched(path: Path, steps: Path) -> None:
    add_step(steps, "0002_future", "CREATE TABLE room (id INTEGER)")
    upgrade(path, steps)
    before = path.read_bytes()

    with pytest.raises(DataDirError, match="0002_future"):
        upgrade(path)

    schema = schema_of(path, KEY)
    assert schema.unknown == ("0002_future",)
    assert not schema.is_current
    assert path.read_bytes() == before
