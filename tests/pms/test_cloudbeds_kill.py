"""`kill -9` in the middle of reading Cloudbeds: what is there is whole, and the next sync goes on."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from jack.db import pms, sql
from jack.db.database import Database
from jack.model.clock import now, to_datetime
from tests.pms.killed import Command, database, new_directory
from tests.standins.cloudbeds import API_KEY, PROPERTY_ID, CloudbedsStandin

pytestmark = pytest.mark.crash

SEED = 20261126

Days = dict[str, tuple[date, date]]


def stored(db: Database) -> Days:
    """Fails if the file is not sound, or a stay is there twice."""
    assert db.read_now(sql.value, "PRAGMA integrity_check") == "ok"
    rows = db.read_now(sql.rows, "SELECT external_id, arrival, departure FROM reservation")
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: (date.fromisoformat(row[1]), date.fromisoformat(row[2])) for row in rows}


def told(standin: CloudbedsStandin) -> Days:
    """The stays that a first sync reads."""
    today = to_datetime(now()).astimezone(standin.hotel.tz).date()
    first, last = today - timedelta(days=250), today + timedelta(days=550)
    found = standin.hotel.truth.items()
    return {key: days for key, days in found if days[0] <= last and days[1] >= first}


async def test_a_sync_killed_again_and_again_leaves_whole_stays_and_then_completes(
    tmp_path: Path,
) -> None:
    data_dir, chance = new_directory(tmp_path / "data"), random.Random(SEED)
    kept: list[int] = []
    async with CloudbedsStandin(zone="Europe/Lisbon") as standin:
        standin.fill(1_200)
        known = told(standin)
        sync = Command(
            data_dir,
            standin,
            {
                "JACK_HOTEL__TIMEZONE": standin.hotel.zone,
                "JACK_PMS__PROVIDER": "cloudbeds",
                "JACK_PMS__CLOUDBEDS__API_URL": standin.url,
                "JACK_PMS__CLOUDBEDS__API_KEY": API_KEY,
                "JACK_PMS__CLOUDBEDS__PROPERTY_ID": PROPERTY_ID,
            },
        )
        for call in (4, 7, 9):
            sync.kill_at(call, chance.uniform(0, 0.15))

            assert await sync.sync() == -9

            with database(data_dir) as db:
                found = stored(db)
                assert found == {key: known[key] for key in found}
                assert db.read_now(pms.state, "cloudbeds").cursor is None
                kept.append(len(found))
        standin.clear_faults()

        assert await sync.sync() == 0

        with database(data_dir) as db:
            assert stored(db) == known
            state = db.read_now(pms.state, "cloudbeds")
    assert 0 < max(kept) < len(known)
    assert kept == sorted(kept)
    assert state.cursor is not None
    assert (state.cursor, state.failures) == (state.synced_at, 0)
