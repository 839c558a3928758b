"""`kill -9` in the middle of `jack pms sync`: what is there is whole, and the next one goes on."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from jack.db import pms
from jack.model.clock import DAY, SECOND, Micros, now
from tests.pms.killed import Command, database, new_directory
from tests.pms.mews_books import check_whole, stored, told
from tests.pms.mews_parts import GET_ALL, asked, micros
from tests.standins.mews import ACCESS_TOKEN, CLIENT_TOKEN, MewsStandin

pytestmark = pytest.mark.crash

SEED = 20261125
OVERLAP = 600 * SECOND


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return new_directory(tmp_path / "data")


def command(data_dir: Path, standin: MewsStandin) -> Command:
    return Command(
        data_dir,
        standin,
        {
            "JACK_HOTEL__TIMEZONE": standin.hotel.zone,
            "JACK_PMS__PROVIDER": "mews",
            "JACK_PMS__MEWS__API_URL": standin.url,
            "JACK_PMS__MEWS__CLIENT_TOKEN": CLIENT_TOKEN,
            "JACK_PMS__MEWS__ACCESS_TOKEN": ACCESS_TOKEN,
        },
    )


async def test_a_full_sync_killed_again_and_again_leaves_whole_stays_and_then_completes(
    data_dir: Path,
) -> None:
    chance = random.Random(SEED)
    kept: list[int] = []
    async with MewsStandin(zone="Asia/Shanghai") as standin:
        standin.fill(1_200)
        sync = command(data_dir, standin)
        for call in (2, 8, 8, 9, 12):
            sync.kill_at(call, chance.uniform(0, 0.25))

            assert await sync.sync() == -9

            with database(data_dir) as db:
                check_whole(db)
                found, known = stored(db), told(standin)
                assert found == {key: known[key] for key in found}
                assert db.read_now(pms.state, "mews").cursor is None
                kept.append(len(found))
        standin.clear_faults()

        assert await sync.sync() == 0

        with database(data_dir) as db:
            check_whole(db)
            assert stored(db) == told(standin)
            state = db.read_now(pms.state, "mews")
    assert 0 < max(kept) < 1_200
    assert kept == sorted(kept)
    assert state.cursor is not None
    assert (state.cursor, state.failures) == (state.synced_at, 0)


async def test_a_sync_of_changes_killed_in_a_window_goes_on_from_the_cursor(
    data_dir: Path,
) -> None:
    chance = random.Random(SEED)
    start = now() - 201 * DAY
    cursors: list[Micros] = [start]
    async with MewsStandin(zone="America/New_York", widest=timedelta(days=12)) as standin:
        standin.fill(600)
        with database(data_dir) as db:
            db.write_now(pms.set_cursor, "mews", start)
        sync = command(data_dir, standin)
        for _ in range(5):
            before = len(asked(standin, GET_ALL))
            sync.kill_at(chance.randint(12, 24), chance.uniform(0, 0.03))

            assert await sync.sync() == -9

            assert began_at(standin, before) == begins(cursors[-1])
            with database(data_dir) as db:
                check_whole(db)
                cursor = db.read_now(pms.state, "mews").cursor
                assert cursor is not None
                found, known = stored(db), told(standin)
                assert found == {key: known[key] for key in found}
                assert changed_by(standin, cursor) <= found.keys()
                cursors.append(cursor)
        standin.clear_faults()
        before = len(asked(standin, GET_ALL))

        assert await sync.sync() == 0

        assert began_at(standin, before) == begins(cursors[-1])
        with database(data_dir) as db:
            check_whole(db)
            assert stored(db) == told(standin)
    assert cursors == sorted(cursors)
    assert len(set(cursors)) > 3
    assert standin.answered.count(GET_ALL) < len(asked(standin, GET_ALL))


def began_at(standin: MewsStandin, before: int) -> Micros:
    """Where the sync that made these calls began, after so many `before` it."""
    return micros(asked(standin, GET_ALL)[before]["UpdatedUtc"]["StartUtc"])


def begins(cursor: Micros) -> Micros:
    """A little before the cursor, at a whole second: Mews counts no parts of one."""
    return (cursor - OVERLAP) // SECOND * SECOND


def changed_by(standin: MewsStandin, cursor: Micros) -> set[str]:
    """Stays that Mews had changed last before that time."""
    known = standin.hotel.reservations
    return {key for key in standin.hotel.truth if micros(known[key]["UpdatedUtc"]) < cursor}
