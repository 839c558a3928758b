"""Files as they come: encodings, sizes, and things that are no reservations at all."""

from __future__ import annotations

import codecs
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jack.errors import Invalid, JackError, ReadError
from jack.pms.files import read
from jack.pms.files.texts import MAX_FILE_BYTES
from tests.pms.files_parts import HEADER, TODAY, calendar, imported, only

ROW = "A1,Łucja Müller,2026-03-05,2026-03-08"
FILE = f"{HEADER}\n{ROW}\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_file_in_unicode_is_read_with_and_without_its_mark(
    tmp_path: Path, mark: bytes, encoding: str
) -> None:
    stay = only(imported(tmp_path, mark + FILE.encode(encoding)))

    assert (stay.guest.first_name, stay.guest.last_name) == ("Łucja", "Müller")


@pytest.mark.parametrize(
    ("encoding", "header", "guest"),
    [
        ("latin-1", "n° de réservation;client;arrivée;départ", "Chloé Lefèvre"),
        ("cp1252", "Buchungsnr;Gast;Anreise;Abreise", "Jörg Groß"),
        ("cp1251", "номер брони;гость;дата заезда;дата выезда", "Иван Петров"),
        ("gb18030", "订单号;客人姓名;入住日期;离店日期", "张 伟"),
        ("cp932", "予約番号;宿泊者名;到着日;出発日", "田中 由紀"),
        ("cp1256", "رقم الحجز;اسم الضيف;تاريخ الوصول;تاريخ المغادرة", "ليلى حداد"),
    ],
)
def test_an_old_encoding_is_told_by_the_header_that_makes_sense_in_it(
    tmp_path: Path, encoding: str, header: str, guest: str
) -> None:
    text = f"{header}\r\n4711;{guest};2026-03-05;2026-03-08\r\n"

    stay = only(imported(tmp_path, text.encode(encoding)))

    assert f"{stay.guest.first_name} {stay.guest.last_name}" == guest


def test_what_a_file_is_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    event = "UID:1\r\nDTSTART;VALUE=DATE:20260305\r\nDTEND;VALUE=DATE:20260308\r\nSUMMARY:Ana Silva"

    assert only(imported(tmp_path, calendar(event), name="stays.txt")).guest.last_name == "Silva"
    assert only(imported(tmp_path, FILE, name="stays")).confirmation == "A1"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "stays.csv", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "stays.csv", "is empty"),
        (b"PK\x03\x04" + bytes(100), "stays.csv", "Save it as CSV"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "stays.csv", "Save it as CSV"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "stays.csv", "no text file"),
        (bytes(4000), "stays.csv", "no text file"),
        (FILE.encode(), "stays.ics", "BEGIN:VCALENDAR is missing"),
        (f"{HEADER}\n".encode(), "stays.csv", "nothing under its header"),
        (calendar().encode(), "stays.ics", "no event"),
    ],
)
def test_what_holds_no_reservations_says_what_it_is_instead(
    tmp_path: Path, content: bytes, name: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        imported(tmp_path, content, name=name)


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)

    for path, words in (
        (tmp_path / "missing.csv", "no such file"),
        (tmp_path, "a folder"),
        (pipe, "no such file"),
    ):
        with pytest.raises(ReadError, match=words):
            read(path, mapping={}, timezone="UTC", today=TODAY)


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    file.write_text(FILE)
    os.truncate(file, 200 * 1024**2)

    tracemalloc.start()
    with pytest.raises(Invalid, match="larger than 16 MB"):
        read(file, mapping={}, timezone="UTC", today=TODAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 3 * MAX_FILE_BYTES


def test_a_nul_costs_its_line_and_no_other(tmp_path: Path) -> None:
    found = imported(
        tmp_path, f"{FILE}A2,Ben\0Ek,2026-03-05,2026-03-08\nA3,Wei,20260305,20260306\n"
    )

    assert [stay.confirmation for stay in found.reservations] == ["A1", "A3"]
    assert found.rejected[0].where == "line 3"
    assert "NUL" in found.rejected[0].reason


ALPHABET = st.sampled_from(
    [*",;\n\r\t :=-/.\\12Aé年Z", "\0", '"', "BEGIN:VEVENT\n", "END:VEVENT\n", "DTSTART:2026"]
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300) | st.lists(ALPHABET).map("".join).map(str.encode), st.booleans())
def test_garbage_is_refused_or_reported_and_never_breaks_the_reader(
    tmp_path: Path, garbage: bytes, is_calendar: bool
) -> None:
    start = b"BEGIN:VCALENDAR\n" if is_calendar else f"{FILE}".encode()

    try:
        found = imported(tmp_path, start + garbage)
    except JackError:
        return

    assert all(stay.arrival <= stay.departure for stay in found.reservations)
    assert all(each.where.startswith("line ") for each in found.rejected)
