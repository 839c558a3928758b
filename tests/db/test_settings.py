"""Settings made in the UI."""

from __future__ import annotations

import pytest

from jack.db import settings
from jack.db.database import Database
from tests.db.samples import NOW


@pytest.mark.parametrize("value", ["Hôtel 海", 3, 2.5, True, False, ["a"], {"a": {"b": []}}, None])
def test_a_setting_comes_back_as_it_was(db: Database, value: object) -> None:
    db.write_now(settings.put, "hotel.name", value, NOW)

    assert db.read_now(settings.get, "hotel.name") == value


def test_the_last_value_counts(db: Database) -> None:
    for value in ("old", "new"):
        db.write_now(settings.put, "hotel.name", value, NOW)

    assert db.read_now(settings.get, "hotel.name") == "new"
    assert db.read_now(settings.get, "hotel.phone") is None


def test_settings_are_found_by_the_beginning_of_their_key(db: Database) -> None:
    for key in ("config.hotel.name", "config.server.port", "config_.x", "CONFIG.y", "setup.done"):
        db.write_now(settings.put, key, key, NOW)

    assert db.read_now(settings.under, "config.") == {
        "hotel.name": "config.hotel.name",
        "server.port": "config.server.port",
    }
