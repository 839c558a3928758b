"""`jack guest`."""

from __future__ import annotations

from pathlib import Path

import pytest

from jack.db import guests, sql
from jack.model.clock import now
from tests.cli.conftest import Jack, database


@pytest.fixture
def rita(data_dir: Path) -> int:
    """A guest; her number."""
    with database(data_dir) as db:
        return db.write_now(guests.add, "Rita", "Alves", now(), phone="+351912345678", is_vip=True)


def test_a_guest_is_found_by_name_and_number(jack: Jack, rita: int) -> None:
    table = jack("guest", "find", "rit alv").out
    (row,) = jack("guest", "find", "+351912345678", "--json").data

    assert "Rita Alves" in table
    assert "VIP" in table
    assert (row["id"], row["phone"], row["stay"]) == (str(rita), "+351912345678", None)


@pytest.mark.usefixtures("data_dir")
def test_nobody_is_found_without_fuss(jack: Jack) -> None:
    result = jack("guest", "find", "nobody")

    assert (result.status, result.out) == (0, "")
    assert "Nobody is found." in result.err
    assert jack("guest", "find", "nobody", "--json").data == []


def test_an_export_is_everything_as_json_and_on_record(
    jack: Jack, rita: int, data_dir: Path
) -> None:
    plain, as_json = jack("guest", "export", rita), jack("guest", "export", rita, "--json")

    assert plain.data["guest"] == as_json.data["guest"]
    assert plain.data["guest"]["firstName"] == "Rita"
    assert plain.data["conversations"] == []
    with database(data_dir) as db:
        looked = db.read_now(
            sql.rows, "SELECT actor, subject FROM audit WHERE action LIKE '%export'"
        )
    assert looked == [("cli", f"guest:{rita}")] * 2


@pytest.mark.usefixtures("data_dir")
def test_the_export_of_nobody_fails(jack: Jack) -> None:
    result = jack("guest", "export", 99)

    assert result.status == 1
    assert "no guest 99" in result.err
