"""`jack pms`: a file taken in by the real command, beside a server too, and a PMS that is read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jack.db import sql
from tests.cli.conftest import Jack, database, settings
from tests.crash.process import ROOT, JackProcess, free_port

HEADER = "Buchungsnr;Gast;Anreise;Abreise;Status;Zimmer;Telefon\n"
ANA = "A1;Silva, Ana;05.03.2026;08.03.2026;bestätigt;204;912 345 678\n"
BEN = "A2;Ben Ek;08.03.2026;05.03.2026;bestätigt;;\n"
WEI = "A3;Wei Zhang;05.03.2026;09.03.2026;eingecheckt;301;\n"
COLUMNS = "confirmation, status, arrival, departure, room"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "stays.csv"
    path.write_text(HEADER + ANA + BEN + WEI, encoding="cp1252")
    return path


def stored(data_dir: Path, columns: str = COLUMNS) -> list[tuple[Any, ...]]:
    query = f"SELECT {columns} FROM reservation r JOIN guest g ON g.id = r.guest_id ORDER BY r.id"
    with database(data_dir) as db:
        return [tuple(row) for row in db.read_now(sql.rows, query)]


def test_a_file_is_taken_in_and_its_bad_lines_are_named(
    jack: Jack, data_dir: Path, file: Path
) -> None:
    result = jack("pms", "import", file, JACK_HOTEL__COUNTRY="PT")

    assert result.status == 0
    assert result.out == "added 2, changed 0, unchanged 0, cancelled 0, conflicts 0, left out 1\n"
    assert result.err == "line 3: departure 2026-03-05 is before arrival 2026-03-08\n"
    assert stored(data_dir) == [
        ("A1", "confirmed", "2026-03-05", "2026-03-08", "204"),
        ("A3", "checked_in", "2026-03-05", "2026-03-09", "301"),
    ]
    assert stored(data_dir, "g.first_name, g.last_name, g.phone") == [
        ("Ana", "Silva", "+351912345678"),
        ("Wei", "Zhang", None),
    ]


def test_a_file_read_again_changes_nothing_and_leaves_out_nobody(
    jack: Jack, data_dir: Path, file: Path
) -> None:
    jack("pms", "import", file)

    again = jack("pms", "import", file, "--json").data
    file.write_text(HEADER + WEI.replace("301", "302"), encoding="cp1252")
    later = jack("pms", "import", file, "--json").data

    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert (later["changed"], later["cancelled"]) == (1, 0)
    assert [(row[0], row[1], row[4]) for row in stored(data_dir)] == [
        ("A1", "confirmed", "204"),
        ("A3", "checked_in", "302"),
    ]
    assert len(stored(data_dir, "g.id")) == 2


def test_a_dry_run_tells_all_and_writes_nothing(jack: Jack, data_dir: Path, file: Path) -> None:
    result = jack("pms", "import", file, "--dry-run")

    assert result.out.startswith("Would be: added 2")
    assert "line 3" in result.err
    assert stored(data_dir) == []


@pytest.mark.usefixtures("data_dir")
def test_json_tells_which_column_is_what(jack: Jack, file: Path) -> None:
    data = jack("pms", "import", file, "--dry-run", "--json").data

    assert data["columns"]["confirmation"] == "Buchungsnr"
    assert data["columns"]["room"] == "Zimmer"
    assert data["ignored"] == []
    assert data["dates"] is None
    assert data["rejected"] == [
        {"where": "line 3", "reason": "departure 2026-03-05 is before arrival 2026-03-08"}
    ]
    assert "hotel.country" in data["notes"][0]


def test_columns_and_the_order_of_dates_can_be_said(
    jack: Jack, data_dir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Vorgang,Wer,Von,Bis\nV9,Ana Silva,03/04/2026,03/05/2026\n")
    named = ("--map", "confirmation=Vorgang", "--map", "guest=Wer")

    unnamed = jack("pms", "import", file)
    unclear = jack("pms", "import", file, *named)
    result = jack("pms", "import", file, *named, "--dates", "mdy")

    assert unnamed.status == unclear.status == 2
    assert "Its columns are: 'Vorgang', 'Wer', 'Von', 'Bis'" in unnamed.err
    assert "3/4/2026 may be two days" in unclear.err
    assert "read as mdy" in result.err
    assert stored(data_dir, "confirmation, arrival") == [("V9", "2026-03-04")]


def test_a_calendar_is_taken_in(jack: Jack, data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "stays.ics"
    file.write_text(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u1@example\r\nDTSTART;VALUE=DATE:20260305\r\n"
        "DTEND;VALUE=DATE:20260308\r\nSUMMARY:Ana Silva (HM4QX2)\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:u2@example\r\nSUMMARY:CLOSED - Not available\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )

    result = jack("pms", "import", file)

    assert result.err == "line 8: it blocks the room and is no stay\n"
    assert stored(data_dir, "external_id, confirmation, departure") == [
        ("u1@example", "HM4QX2", "2026-03-08")
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("missing.csv",), 1, "no such file"),
        (("stays.csv", "--map", "confirmation"), 2, "is not field=column"),
        (("stays.csv", "--map", "arival=Anreise"), 2, "Did you mean arrival"),
        (("stays.csv", "--dates", "dym"), 2, "none of dmy, mdy, ymd"),
    ],
)
@pytest.mark.usefixtures("data_dir", "file")
def test_what_is_wrong_is_one_line(
    jack: Jack, tmp_path: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    result = jack("pms", "import", tmp_path / arguments[0], *arguments[1:])

    assert (result.status, result.out) == (status, "")
    assert words in result.err
    assert result.err.count("\n") == 1


@pytest.mark.usefixtures("data_dir")
def test_many_bad_lines_are_counted_and_not_all_printed(jack: Jack, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(HEADER + BEN * 150, encoding="cp1252")

    text = jack("pms", "import", file)
    data = jack("pms", "import", file, "--json").data

    assert text.err.count("line ") == 20
    assert "130 more" in text.err
    assert (data["rejectedCount"], len(data["rejected"])) == (150, 100)


@pytest.mark.usefixtures("data_dir")
def test_without_a_pms_the_status_says_what_can_be_done(jack: Jack) -> None:
    assert "jack pms import FILE" in jack("pms", "status").err
    assert jack("pms", "sync").status == 2


@pytest.mark.usefixtures("data_dir")
def test_a_pms_is_read_and_its_status_told(jack: Jack) -> None:
    dry = jack("pms", "sync", "--dry-run", "--json", JACK_PMS__PROVIDER="mock").data
    first = jack("pms", "sync", "--json").data
    second = jack("pms", "sync").out
    status = jack("pms", "status", "--json").data
    wrong = jack("pms", "sync", "--full", "--since", "2026-01-01")

    assert (dry["isDry"], dry["added"]) == (True, first["added"])
    assert first["added"] > 0
    assert second.startswith("added 0, changed 0")
    assert status["provider"] == "mock"
    assert (status["failures"], status["cursor"]) == (0, status["syncedAt"])
    assert "Last sync" in jack("pms", "status").out
    assert wrong.status == 2


def test_a_pms_that_does_not_answer_is_one_line_and_counted(jack: Jack, data_dir: Path) -> None:
    """In a process of its own: what the logging module prints by itself would be a second line."""
    mews = {
        "JACK_PMS__PROVIDER": "mews",
        "JACK_PMS__MEWS__API_URL": f"http://127.0.0.1:{free_port()}",
        "JACK_PMS__MEWS__CLIENT_TOKEN": "client",
        "JACK_PMS__MEWS__ACCESS_TOKEN": "access",
    }
    done = subprocess.run(
        [sys.executable, "-m", "jack.cli.main", "pms", "sync"],
        cwd=ROOT,
        env=settings(data_dir) | mews,
        capture_output=True,
        text=True,
    )

    status = jack("pms", "status", "--json", **mews)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Mews cannot be reached.\n"
    assert status.status == 1
    assert (status.data["failures"], status.data["failure"]) == (1, "Mews cannot be reached.")


@pytest.mark.usefixtures("data_dir")
def test_a_hotel_without_a_pms_sees_when_it_last_took_in_a_file(jack: Jack, file: Path) -> None:
    jack("pms", "import", file)

    status = jack("pms", "status")
    data = jack("pms", "status", "--json").data

    assert (status.status, data["provider"]) == (0, "file")
    assert data["syncedAt"]
    assert data["report"]["added"] == 2
    assert "Last import" in status.out


# -- beside a server -------------------------------------------------------------------------------


@pytest.fixture
def server(data_dir: Path) -> Iterator[JackProcess]:
    """A server on the same directory, with the demo hotel's PMS, ready."""
    process = JackProcess(data_dir, env=settings(data_dir) | {"JACK_PMS__PROVIDER": "mock"})
    process.start()
    try:
        asyncio.run(process.until_ready())
        yield process
    finally:
        asyncio.run(process.close())


def test_beside_a_server_a_file_is_taken_in_and_the_server_reads_the_pms(
    jack: Jack, server: JackProcess, data_dir: Path, file: Path
) -> None:
    mine = jack("pms", "import", file, "--json", JACK_PMS__PROVIDER="mock").data
    theirs = jack("pms", "sync", "--full")

    providers = {row[0] for row in stored(data_dir, "provider")}
    assert (mine["added"], theirs.status) == (2, 0)
    assert "The server reads the PMS" in theirs.err
    assert providers == {"file", "mock"}
    assert server.is_running


# -- killed ----------------------------------------------------------------------------------------


@pytest.mark.crash
async def test_an_import_that_is_killed_leaves_whole_stays_and_is_completed_by_the_next(
    jack: Jack, data_dir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "many.csv"
    rows = (f"A{n};Guest N{n};05.03.2026;08.03.2026;;;+351912{n:06}\n" for n in range(4_000))
    file.write_text(HEADER + "".join(rows))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "jack.cli.main", "pms", "import", str(file)),
        cwd=ROOT,
        env=settings(data_dir),
        stdout=asyncio.subprocess.DEVNULL,
    )
    with database(data_dir) as db:
        async with asyncio.timeout(60):
            while not db.read_now(sql.value, "SELECT count(*) FROM reservation"):
                await asyncio.sleep(0.01)
        process.kill()
        assert await process.wait() == -9
        kept = db.read_now(sql.value, "SELECT count(*) FROM reservation")
        guests = db.read_now(sql.value, "SELECT count(*) FROM guest WHERE phone IS NOT NULL")
        soundness = db.read_now(sql.value, "PRAGMA integrity_check")

    again = await asyncio.to_thread(jack, "pms", "import", file, "--json")

    assert 0 < kept < 4_000
    assert (guests, soundness) == (kept, "ok")
    assert (again.data["added"], again.data["unchanged"]) == (4_000 - kept, kept)
    assert len(stored(data_dir, "g.id")) == 4_000
