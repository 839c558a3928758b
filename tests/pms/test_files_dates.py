"""Dates of files: every usual way to write them, and never a day guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jack.errors import Invalid
from tests.pms.files_parts import HEADER, imported, only, reasons


def file(*days: str) -> str:
    """One stay a line; a line is "arrival,departure"."""
    rows = (f"A{number},Ana Silva,{each}\n" for number, each in enumerate(days))
    return f"{HEADER}\n" + "".join(rows)


def arrivals(folder: Path, *days: str, order: str = "") -> list[date]:
    return [stay.arrival for stay in imported(folder, file(*days), order=order).reservations]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.03.05",
        "20260305",
        "05.03.2026",
        "5.3.26",
        "5. 3. 2026",
        "5 March 2026",
        "5-Mar-26",
        "5th Mar 2026",
        "Mar 5th 2026",
        '"March 5, 2026"',
        "Thu 05.03.2026",
        '"Do., 5. März 2026"',
        "5 mars 2026",
        "5 de marzo de 2026",
        "5 de março de 2026",
        "5 marzo 2026",
        "5 марта 2026",
        "2026年3月5日",
        "2026-03-05 15:00",
        "2026-03-05T15:00:00.000Z",
        "05.03.2026 15:00 Uhr",
        "2026-03-05 3:00 PM",
    ],
)
def test_a_date_is_read_however_it_is_written(tmp_path: Path, written: str) -> None:
    assert arrivals(tmp_path, f"{written},2026-03-08") == [date(2026, 3, 5)]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-05T23:30:00Z", date(2026, 3, 6)),
        ("2026-03-05T15:59:59Z", date(2026, 3, 5)),
        ("2026-03-05T16:00:00Z", date(2026, 3, 6)),
        ("2026-03-05T23:30:00+08:00", date(2026, 3, 5)),
        ("2026-03-05 23:30 Europe/Lisbon", date(2026, 3, 6)),
        ("2026-03-05 23:30 [America/New_York]", date(2026, 3, 6)),
        ("2026-03-05 11:59 PM -0500", date(2026, 3, 6)),
        ("2026-03-05 23:30", date(2026, 3, 5)),
    ],
)
def test_a_time_with_its_zone_is_cut_to_the_hotels_day(
    tmp_path: Path, written: str, day: date
) -> None:
    found = imported(tmp_path, file(f"{written},2026-03-09"), timezone="Asia/Shanghai")

    assert only(found).arrival == day


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-03-05 10:00 XYZT", "arrival is in a time zone that is not known"),
        ("2026-03-05 10:00 +99:00", "arrival is in a time zone that does not exist"),
        ("2026-03-05T25:00:00Z", "arrival has a time of day that does not exist"),
        ("46082", "arrival is no date"),
        ("32.01.2026", "arrival is a day that does not exist"),
        ("5 Nevermonth 2026", "arrival is no date"),
        ("1900-01-01", "arrival 1900-01-01 is too far from today"),
    ],
)
def test_what_is_no_day_is_named(tmp_path: Path, written: str, reason: str) -> None:
    found = imported(tmp_path, file(f"{written},2026-03-08"))

    assert reasons(found)["line 2"].startswith(reason)


def test_nights_do_where_the_departure_is_missing(tmp_path: Path) -> None:
    text = "confirmation,guest,arrival,nights\nA1,Ana,2026-03-28,3\nA2,Ana,2026-03-28,x\n"

    found = imported(tmp_path, text)

    assert found.reservations[0].departure == date(2026, 3, 31)
    assert reasons(found) == {"line 3": "its number of nights is no number"}


# -- day or month first ----------------------------------------------------------------------------


def test_a_day_after_the_12th_proves_the_order_of_the_whole_file(tmp_path: Path) -> None:
    day_first = arrivals(tmp_path, "03/04/2026,03/05/2026", "13/04/2026,14/04/2026")
    month_first = arrivals(tmp_path, "03/04/2026,03/05/2026", "04/13/2026,04/14/2026")

    assert day_first == [date(2026, 4, 3), date(2026, 4, 13)]
    assert month_first == [date(2026, 3, 4), date(2026, 4, 13)]


def test_without_proof_the_length_of_the_stays_decides(tmp_path: Path) -> None:
    day_first = imported(tmp_path, file("03/04/2026,06/04/2026", "07/04/2026,10/04/2026"))
    month_first = imported(tmp_path, file("04/03/2026,04/06/2026", "04/07/2026,04/10/2026"))

    assert (day_first.dates, month_first.dates) == ("dmy", "mdy")
    assert day_first.reservations == month_first.reservations


@pytest.mark.parametrize(
    "days",
    [
        ("03/04/2026,03/05/2026",),
        ("03/04/2026,08/04/2026", "03/04/2026,03/09/2026", "04/04/2026,04/08/2026"),
        ("01/03/2026,01/04/2026", "01/04/2026,01/05/2026", "01/05/2026,01/06/2026"),
    ],
)
def test_a_file_that_could_mean_both_is_refused_and_says_what_to_do(
    tmp_path: Path, days: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid, match="--dates dmy or --dates mdy"):
        imported(tmp_path, file(*days))

    first = {arrivals(tmp_path, *days, order=order)[0] for order in ("dmy", "MDY")}
    assert len(first) == 2


def test_arrival_alone_decides_nothing(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="3/4/2026 may be two days"):
        imported(tmp_path, "confirmation,guest,arrival,nights\nA1,Ana,03/04/2026,3\n")


def test_a_file_in_two_orders_is_refused(tmp_path: Path) -> None:
    days = ("13/04/2026,14/04/2026", "04/13/2026,04/14/2026")

    with pytest.raises(Invalid, match=r"different orders \(dmy and mdy\)"):
        imported(tmp_path, file(*days))

    found = imported(tmp_path, file(*days), order="dmy")
    assert reasons(found) == {"line 3": "arrival is a day that does not exist"}


def test_one_slip_of_the_pen_does_not_turn_a_file_around(tmp_path: Path) -> None:
    days = [f"04/{day:02}/2026,04/{day + 3:02}/2026" for day in range(1, 10)]

    with pytest.raises(Invalid, match="may be two days"):
        imported(tmp_path, file(*days, "13/04/2026,04/04/2026"))


def test_lines_that_end_before_they_begin_do_not_hide_a_proven_order(tmp_path: Path) -> None:
    found = imported(tmp_path, file("15/04/2026,13/04/2026", "17/04/2026,16/04/2026"))

    assert set(reasons(found).values()) == {
        "departure 2026-04-13 is before arrival 2026-04-15",
        "departure 2026-04-16 is before arrival 2026-04-17",
    }


def test_two_digits_for_the_year_may_stand_in_front(tmp_path: Path) -> None:
    found = imported(tmp_path, file("26/03/30,26/04/02", "26/04/30,26/05/02"))

    assert found.dates == "ymd"
    assert found.reservations[0].departure == date(2026, 4, 2)


def test_a_date_that_is_the_same_in_every_order_needs_no_proof(tmp_path: Path) -> None:
    assert arrivals(tmp_path, "03/03/2026,04/04/2026") == [date(2026, 3, 3)]


def test_an_order_nobody_knows_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="none of dmy, mdy, ymd"):
        imported(tmp_path, file("2026-03-05,2026-03-08"), order="dym")
