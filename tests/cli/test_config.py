"""`jack config`."""

from __future__ import annotations

from pathlib import Path

from jack.datadir import DataDir
from jack.db import settings
from tests.cli.conftest import Jack, database

SECRET = "sk-ant-api03-abcdefghijklmnop"


def test_secrets_are_masked_and_every_value_names_its_source(jack: Jack) -> None:
    shown = jack("config", "show", "--json", ANTHROPIC_API_KEY=SECRET)

    rows = {row["key"]: row for row in shown.data}
    assert SECRET not in shown.out
    assert rows["llm.anthropic.api_key"]["value"] == "••••op"
    assert rows["llm.anthropic.api_key"]["source"]["name"] == "ANTHROPIC_API_KEY"
    assert rows["server.port"]["source"]["kind"] == "default"


def test_the_table_shows_values_with_units(jack: Jack) -> None:
    result = jack("config", "show", ANTHROPIC_API_KEY=SECRET)

    assert SECRET not in result.out
    assert "10.0 seconds" in result.out
    assert "environment JACK_HOTEL__NAME" in result.out


def test_check_lists_every_mistake(jack: Jack, tmp_path: Path) -> None:
    file = tmp_path / "jack.toml"
    file.write_text('[server]\nport = "x"\n[hotel]\nnme = "y"\n')

    result = jack("--config", file, "config", "check")

    assert result.status == 2
    assert f"{file}:4: hotel.nme is no setting; the nearest is hotel.name" in result.err
    assert "server.port" in result.err


def test_check_is_content_with_a_right_configuration(jack: Jack) -> None:
    assert jack("config", "check").status == 0
    assert jack("config", "check", "--json").data["isValid"] is True


def test_path_tells_where_configuration_and_data_are(jack: Jack, new_dir: Path) -> None:
    plain = jack("config", "path")
    data = jack("config", "path", "--json").data

    assert f"{new_dir / 'config.toml'} (not there)" in plain.out
    assert data == {
        "file": str(new_dir / "config.toml"),
        "isThere": False,
        "dataDir": str(new_dir),
    }


def test_settings_made_in_the_ui_say_so(jack: Jack, data_dir: Path) -> None:
    DataDir(data_dir).key("settings")
    with database(data_dir) as db:
        db.write_now(settings.put, "config.hotel.checkin_time", "16:30", 0)
        db.write_now(settings.put, "config.hotel.name", "Weaker", 0)

    rows = {row["key"]: row for row in jack("config", "show", "--json").data}

    assert rows["hotel.checkin_time"]["value"] == "16:30"
    assert rows["hotel.checkin_time"]["source"]["kind"] == "ui"
    assert rows["hotel.name"]["value"] == "Hotel Test"
