"""Settings made in the UI: below everything else, at once where they can be, secrets sealed."""

from __future__ import annotations

from pathlib import Path

import pytest

from jack.config import Loaded, load
from jack.db import settings as store
from jack.db import sql
from jack.db.database import Database
from jack.errors import Conflict, Forbidden, Invalid
from jack.model.staff import Role, Staff
from jack.services.settings import SettingRow, Settings, stored_settings, with_stored
from tests.conftest import FakeClock
from tests.house import House

KEY = b"s" * 32
TOKEN = "EAAB-a-token-of-whatsapp"


def loaded_from(tmp_path: Path, **environ: str) -> Loaded:
    return load(environ=environ, data_dir=tmp_path, system_file=tmp_path / "none.toml")


@pytest.fixture
def settings(db: Database, clock: FakeClock, tmp_path: Path) -> Settings:
    return Settings(db, loaded_from(tmp_path, JACK_HOTEL__PHONE="+351210000000"), KEY, clock)


@pytest.fixture
def admin(house: House) -> Staff:
    return house.staff("Ida Alves", Role.ADMIN)


async def row(settings: Settings, name: str) -> SettingRow:
    return next(row for row in await settings.rows() if row.key.name == name)


async def test_a_live_setting_counts_at_once_for_everybody_who_holds_the_configuration(
    settings: Settings, admin: Staff
) -> None:
    hotel = settings.running.config.hotel

    (changed,) = await settings.change(admin, {"hotel.name": "Harbour Inn"})

    assert hotel.name == settings.running.config.hotel.name == "Harbour Inn"
    assert (changed.value, changed.source.kind, changed.has_next) == ("Harbour Inn", "ui", False)


async def test_other_settings_wait_for_a_restart_and_say_so(
    settings: Settings, admin: Staff, db: Database, tmp_path: Path
) -> None:
    await settings.change(admin, {"llm.timeout_s": 30.0})

    waiting = await row(settings, "llm.timeout_s")
    assert (waiting.value, waiting.next, waiting.has_next) == (20.0, 30.0, True)
    assert waiting.source.kind == "default"
    restarted = with_stored(loaded_from(tmp_path), db.read_now(stored_settings, KEY))
    assert restarted.config.llm.timeout_s == 30.0
    assert str(restarted.sources["llm.timeout_s"]) == "ui"


async def test_what_is_set_above_the_ui_stays_and_names_its_source(
    settings: Settings, admin: Staff
) -> None:
    with pytest.raises(Conflict, match="environment JACK_HOTEL__PHONE"):
        await settings.change(admin, {"hotel.phone": "+34910000000", "hotel.name": "Other"})

    locked = await row(settings, "hotel.phone")
    assert locked.value == "+351210000000"
    assert locked.locked == "It is set by environment JACK_HOTEL__PHONE."
    assert settings.running.config.hotel.name == ""


@pytest.mark.parametrize(
    "name",
    [
        "data.encryption_key",
        "server.port",
        "auth.jwt_secret",
        "llm.anthropic.base_url",
        "log.level",
    ],
)
async def test_what_could_lock_everybody_out_is_not_changed_here(
    settings: Settings, admin: Staff, name: str
) -> None:
    with pytest.raises(Conflict, match="configuration file"):
        await settings.change(admin, {name: "x"})


async def test_r15_a_secret_is_sealed_once_more_masked_and_in_no_audit(
    settings: Settings, admin: Staff, db: Database
) -> None:
    await settings.change(admin, {"channels.whatsapp.access_token": TOKEN})

    kept = str(db.read_now(sql.rows, "SELECT * FROM setting"))
    audited = str(db.read_now(sql.rows, "SELECT * FROM audit"))
    assert TOKEN not in kept + audited + repr(settings)
    assert "channels.whatsapp.access_token" in audited
    assert db.read_now(stored_settings, KEY) == {"channels.whatsapp.access_token": TOKEN}
    assert (await row(settings, "channels.whatsapp.access_token")).next == "••••pp"


async def test_a_sealed_secret_opens_with_its_key_under_its_name_only(
    settings: Settings, admin: Staff, db: Database
) -> None:
    await settings.change(admin, {"channels.whatsapp.access_token": TOKEN})
    sealed = db.read_now(store.get, "config.channels.whatsapp.access_token")

    db.write_now(store.put, "config.channels.whatsapp.app_secret", sealed, 0)

    assert set(db.read_now(stored_settings, KEY)) == {"channels.whatsapp.access_token"}
    assert db.read_now(stored_settings, b"x" * 32) == {}


async def test_the_mask_is_not_taken_for_the_secret(settings: Settings, admin: Staff) -> None:
    with pytest.raises(Invalid, match="mask"):
        await settings.change(admin, {"channels.whatsapp.access_token": "••••pp"})


async def test_all_changes_count_or_none(settings: Settings, admin: Staff, db: Database) -> None:
    wrong = {
        "hotel.name": "Harbour Inn",
        "hotel.timezone": "Mars/Base",
        "tasks.quiet_from": "25:00",
    }

    with pytest.raises(Invalid) as refused:
        await settings.change(admin, wrong)

    assert "hotel.timezone" in str(refused.value)
    assert "tasks.quiet_from" in str(refused.value)
    assert db.read_now(stored_settings, KEY) == {}
    assert settings.running.config.hotel.name == ""


async def test_unknown_settings_and_other_roles_are_refused(
    settings: Settings, admin: Staff, house: House
) -> None:
    with pytest.raises(Invalid, match="no setting"):
        await settings.change(admin, {"hotel.nme": "x"})
    with pytest.raises(Forbidden):
        await settings.change(house.staff("Mia Lopes", Role.MANAGER), {"hotel.name": "x"})


async def test_null_takes_a_setting_back(settings: Settings, admin: Staff) -> None:
    await settings.change(admin, {"hotel.name": "Harbour Inn"})

    (back,) = await settings.change(admin, {"hotel.name": None})

    assert (back.value, back.source.kind) == ("", "default")


async def test_a_setting_of_an_older_version_that_is_wrong_by_now_does_not_stop_jack(
    tmp_path: Path,
) -> None:
    stored = {"hotel.timezone": "Mars/Base", "hotel.name": "Harbour Inn", "hotel.gone": 1}

    loaded = with_stored(loaded_from(tmp_path), stored)

    assert loaded.config.hotel.name == "Harbour Inn"
    assert loaded.config.hotel.timezone == "UTC"
    assert any("hotel.gone" in warning for warning in loaded.warnings)


async def test_topics_and_links_are_set_whole(settings: Settings, admin: Staff) -> None:
    await settings.change(
        admin,
        {
            "answers.autonomy": {"request.room": "draft"},
            "hotel.links": {"menu": "https://hotel.example/menu"},
        },
    )

    assert settings.running.config.answers.autonomy["request.room"] == "draft"
    with pytest.raises(Invalid, match="autonomy"):
        await settings.change(admin, {"answers.autonomy": {"request.room": "sometimes"}})


async def test_a_topic_set_in_the_ui_leaves_the_sensitive_ones_with_staff(
    settings: Settings, admin: Staff
) -> None:
    await settings.change(admin, {"answers.autonomy": {"request.wake_up": "off"}})

    autonomy = settings.running.config.answers.autonomy
    assert {
        topic: autonomy[topic] for topic in ("billing", "refunds", "legal", "medical")
    } == dict.fromkeys(("billing", "refunds", "legal", "medical"), "off")
    assert autonomy["request.wake_up"] == "off"


async def test_a_sensitive_topic_is_given_to_jack_by_its_own_name_only(
    settings: Settings, admin: Staff
) -> None:
    await settings.change(admin, {"answers.autonomy": {"refunds": "draft"}})

    autonomy = settings.running.config.answers.autonomy
    assert (autonomy["refunds"], autonomy["billing"]) == ("draft", "off")
