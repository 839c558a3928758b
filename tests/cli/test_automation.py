"""`jack automation`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jack.db import sql
from tests.cli.conftest import Jack, database

STAYS = """\
confirmation,status,arrival,departure,first name,last name,phone,room
A1,confirmed,{arrival},{departure},Ana,Silva,+351912345678,204
"""
SMS = {
    "JACK_CHANNELS__SMS__ENABLED": "true",
    "TWILIO_ACCOUNT_SID": "AC" + "a1" * 16,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_PHONE_NUMBER": "+15005550006",
    "JACK_SERVER__PUBLIC_URL": "https://jack.hotel.example",
}


@pytest.fixture
def booked(jack: Jack, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jack:
    """A hotel that sends SMS, with a guest who comes in ten days."""
    for name, value in SMS.items():
        monkeypatch.setenv(name, value)
    today = datetime.now(UTC).date()
    file = tmp_path / "stays.csv"
    file.write_text(
        STAYS.format(arrival=today + timedelta(days=10), departure=today + timedelta(days=12))
    )
    assert jack("pms", "import", file).status == 0
    assert data_dir.is_dir()
    return jack


@pytest.mark.usefixtures("data_dir")
def test_the_shipped_rules_are_listed_off(jack: Jack) -> None:
    table = jack("automation", "list").out
    rules = jack("automation", "list", "--json").data

    assert "Three days before arrival" in table
    assert len(rules) == 10
    assert not any(rule["isEnabled"] for rule in rules)
    assert rules[0]["definition"]["trigger"]["kind"] == "stay"


def test_a_dry_run_says_who_gets_what(booked: Jack) -> None:
    nothing = booked("automation", "simulate", "--json").data
    found = booked("automation", "simulate", "--rule", "pre_arrival_3d", "--json").data
    table = booked("automation", "simulate", "--rule", "pre_arrival_3d", "--days", "9").out

    assert nothing["lines"] == []
    (line,) = found["lines"]
    assert (line["rule"], line["state"], line["channel"]) == ("pre_arrival_3d", "done", "sms")
    assert line["text"].startswith("Hello Ana")
    assert "Ana Silva" in table


def test_changes_on_the_way_come_from_a_file(booked: Jack, tmp_path: Path) -> None:
    soon = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT10:00")
    file = tmp_path / "changes.json"
    file.write_text(json.dumps([{"at": soon, "reservation": "A1", "status": "cancelled"}]))
    arguments = ("automation", "simulate", "--rule", "pre_arrival_3d", "--amendments", file)

    (line,) = booked(*arguments, "--json").data["lines"]

    assert (line["state"], line["reason"]) == ("cancelled", "stay_cancelled")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "no JSON"),
        ("{}", "no list"),
        ('[{"reservation": "A1"}]', "Change 1 lacks 'at'"),
        ('[{"at": "2027-01-01T10:00", "reservation": "A1", "price": 1}]', "price is none of"),
        ('[{"at": "noon", "reservation": "A1"}]', "Change 1 cannot be understood"),
        ('[{"at": "2027-01-01T10:00", "reservation": "B9"}]', "no reservation B9"),
    ],
)
def test_a_wrong_file_of_changes_is_wrong_usage(
    booked: Jack, tmp_path: Path, text: str, problem: str
) -> None:
    file = tmp_path / "changes.json"
    file.write_text(text)

    result = booked("automation", "simulate", "--amendments", file)

    assert result.status == 2
    assert problem.replace("no JSON", "not JSON") in result.err


def test_a_rule_is_switched_on_and_off_and_it_is_audited(booked: Jack, data_dir: Path) -> None:
    on = booked("automation", "enable", "pre_arrival_3d")
    again = booked("automation", "enable", "pre_arrival_3d")
    off = booked("automation", "disable", "pre_arrival_3d")

    with database(data_dir) as db:
        actions = db.read_now(
            sql.rows, "SELECT actor, action FROM audit WHERE action LIKE 'automation.%'"
        )
    assert "writes to 0 guests within 24 hours" in on.err
    assert (on.out, again.out, off.out) == (
        "pre_arrival_3d is on.\n",
        "pre_arrival_3d is on already.\n",
        "pre_arrival_3d is off.\n",
    )
    assert actions == [
        ("cli", "automation.simulated"),
        ("cli", "automation.enabled"),
        ("cli", "automation.disabled"),
    ]


@pytest.mark.usefixtures("data_dir")
def test_an_unknown_rule_names_those_there_are(jack: Jack) -> None:
    jack("automation", "list")

    result = jack("automation", "enable", "pre_arival")

    assert result.status == 1
    assert "pre_arrival_3d" in result.err
