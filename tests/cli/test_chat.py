"""`jack chat` without a server, and what `jack explain` tells about it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from jack.datadir import DataDir, is_served
from jack.db import guests, reservations, sql
from jack.model.clock import now, to_datetime
from jack.model.reservations import ReservationStatus
from tests.cli.conftest import Jack, database

pytestmark = pytest.mark.usefixtures("data_dir")

BREAKFAST = "When is breakfast served?"


def test_a_line_gets_an_answer_of_the_pipeline(jack: Jack, folder: Path, data_dir: Path) -> None:
    jack("kb", "ingest", folder)

    result = jack("chat", stdin=f"\n{BREAKFAST}\n")

    assert result.status == 0
    assert result.out.startswith(f"> {BREAKFAST}\nJack: ")
    assert "why: jack explain 2" in result.err
    assert not is_served(DataDir(data_dir))


def test_lines_of_json_can_be_read_by_a_script(jack: Jack) -> None:
    result = jack("chat", "--json", stdin="There is a fire in my room\n")

    said = json.loads(result.out)
    assert (said["sender"], said["name"]) == ("ai", "Jack")
    assert "112" in said["text"]


def test_a_conversation_goes_on_from_line_to_line(jack: Jack) -> None:
    result = jack("chat", "--json", stdin="I need two towels in room 204\nThere is a fire!\n")

    lines = [json.loads(line) for line in result.out.splitlines()]
    assert len(lines) == 2
    assert lines[0]["conversationId"] == lines[1]["conversationId"]


def test_jack_knows_the_stay_of_the_guest_with_this_number(jack: Jack, data_dir: Path) -> None:
    _add_guest(data_dir, "+351912345678")

    result = jack("chat", "--as", "912 345 678", stdin="hello\n", JACK_HOTEL__COUNTRY="PT")

    assert result.status == 0
    assert _reservations_of_conversations(data_dir) == [1]


def test_a_stranger_has_no_stay(jack: Jack, data_dir: Path) -> None:
    _add_guest(data_dir, "+351912345678")

    jack("chat", stdin="hello\n")

    assert _reservations_of_conversations(data_dir) == [None]


def test_a_number_of_no_guest_is_refused(jack: Jack) -> None:
    unknown = jack("chat", "--as", "+351912345678", stdin="hello\n")
    nonsense = jack("chat", "--as", "x", stdin="hello\n")

    assert (unknown.status, nonsense.status) == (1, 2)
    assert "+351912345678" in unknown.err


def test_switched_off_web_chat_is_said(jack: Jack) -> None:
    result = jack("chat", stdin="hello\n", JACK_CHANNELS__WEBCHAT__ENABLED="false")

    assert result.status == 1
    assert "channels.webchat.enabled" in result.err


def test_no_other_guests_turn_is_taken(jack: Jack, data_dir: Path) -> None:
    jack("chat", stdin="hello\n")
    _give_back_the_turn(data_dir)

    jack("chat", stdin=f"{BREAKFAST}\n")

    assert _inbox_states(data_dir) == ["pending", "done"]


def test_explain_tells_who_decided_and_why(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder)
    jack("chat", stdin=f"{BREAKFAST}\n")

    plain = jack("explain", "1")
    data = jack("explain", "2", "--json").data

    assert f"Guest     “{BREAKFAST}”" in plain.out
    assert "Decided   local" in plain.out
    assert "Breakfast  (entry" in plain.out
    assert "“Breakfast is served from 07:00 to 10:30.”" in plain.out
    assert "Rests on" in plain.out
    assert "Steps     verify" in plain.out
    assert "ms, retrieve" in plain.out
    assert data["question"] == BREAKFAST
    assert data["questionId"] == "1"
    assert data["createdAt"].endswith("Z")


def test_explain_says_when_there_is_nothing_to_explain(jack: Jack) -> None:
    result = jack("explain", "1")

    assert (result.status, result.err) == (1, "There is no message 1.\n")


def _add_guest(data_dir: Path, phone: str) -> None:
    today = to_datetime(now()).date()

    def work() -> None:
        reservations.add(
            guest_id=guests.add("Rita", "Alves", now(), phone=phone),
            provider="mock",
            external_id="R1",
            confirmation="R1",
            status=ReservationStatus.CHECKED_IN,
            arrival=today - timedelta(days=2),
            departure=today + timedelta(days=3),
            room="204",
            room_type="Double",
            adults=1,
            children=0,
            at=now(),
        )

    with database(data_dir) as db:
        db.write_now(work)


def _column(data_dir: Path, statement: str) -> list[object]:
    with database(data_dir) as db:
        return [row[0] for row in db.read_now(sql.rows, statement)]


def _reservations_of_conversations(data_dir: Path) -> list[object]:
    return _column(data_dir, "SELECT reservation_id FROM conversation ORDER BY id")


def _inbox_states(data_dir: Path) -> list[object]:
    return _column(data_dir, "SELECT state FROM inbox ORDER BY id")


def _give_back_the_turn(data_dir: Path) -> None:
    with database(data_dir) as db:
        db.write_now(sql.run, "UPDATE inbox SET state = 'pending', attempts = 0")
