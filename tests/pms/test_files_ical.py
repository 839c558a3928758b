"""Calendars of channel managers: whole days and times, names where sites put them, and blocks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jack.errors import Invalid
from jack.model.reservations import PmsReservation, ReservationStatus
from jack.pms.files import Imported
from tests.pms.files_parts import calendar, imported, only, reasons

DAYS = "DTSTART;VALUE=DATE:20260305\r\nDTEND;VALUE=DATE:20260308"


def event(lines: str = "", *, uid: str = "u1@example", days: str = DAYS, summary: str = "") -> str:
    return f"UID:{uid}\r\n{days}\r\nSUMMARY:{summary or 'Ana Silva'}\r\n{lines}"


def taken(folder: Path, *events: str, timezone: str = "Europe/Lisbon", extra: str = "") -> Imported:
    text = calendar(*events, extra=extra)
    return imported(folder, text, name="stays.ics", timezone=timezone)


def one(folder: Path, lines: str = "", **parts: str) -> PmsReservation:
    return only(taken(folder, event(lines, **parts)))


def test_whole_days_are_arrival_and_departure(tmp_path: Path) -> None:
    stay = one(tmp_path)

    assert stay.external_id == "u1@example"
    assert (stay.arrival, stay.departure) == (date(2026, 3, 5), date(2026, 3, 8))
    assert (stay.guest.first_name, stay.guest.last_name) == ("Ana", "Silva")
    assert stay.status is ReservationStatus.CONFIRMED
    assert stay.confirmation == ""


@pytest.mark.parametrize(
    ("start", "arrival"),
    [
        ("DTSTART:20260305T160000Z", date(2026, 3, 6)),
        ("DTSTART:20260305T155900Z", date(2026, 3, 5)),
        ("DTSTART:20260305T235900", date(2026, 3, 5)),
        ("DTSTART;TZID=Europe/Lisbon:20260305T170000", date(2026, 3, 6)),
        ('DTSTART;TZID="America/New_York":20260305T110000', date(2026, 3, 6)),
        ("DTSTART;TZID=/example.org/2026/Europe/Lisbon:20260305T170000", date(2026, 3, 6)),
        ("DTSTART;TZID=Romance Standard Time:20260305T163000", date(2026, 3, 5)),
        ("DTSTART;VALUE=DATE-TIME;TZID=UTC:20260305T160000", date(2026, 3, 6)),
    ],
)
def test_times_are_cut_to_the_hotels_day(tmp_path: Path, start: str, arrival: date) -> None:
    found = taken(
        tmp_path, event(days=f"{start}\r\nDTEND:20260310T030000Z"), timezone="Asia/Shanghai"
    )

    assert (only(found).arrival, only(found).departure) == (arrival, date(2026, 3, 10))


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_days_are_right_when_the_clocks_change(tmp_path: Path, night: date) -> None:
    day = night.strftime("%Y%m%d")
    stay = one(
        tmp_path,
        days=f"DTSTART;TZID=Europe/Lisbon:{day}T013000\r\nDTEND;TZID=Europe/Lisbon:{day}T235900",
    )

    assert (stay.arrival, stay.departure) == (night, night)


@pytest.mark.parametrize(
    ("days", "departure"),
    [
        ("DTSTART;VALUE=DATE:20260305", date(2026, 3, 6)),
        ("DTSTART;VALUE=DATE:20260305\r\nDURATION:P1W", date(2026, 3, 12)),
        ("DTSTART:20260305T150000\r\nDURATION:P2DT20H", date(2026, 3, 8)),
    ],
)
def test_an_event_may_say_how_long_it_lasts(tmp_path: Path, days: str, departure: date) -> None:
    assert one(tmp_path, days=days).departure == departure


def test_long_lines_are_folded_and_marks_escaped(tmp_path: Path) -> None:
    stay = one(
        tmp_path,
        "DESCRIPTION:Guest: Silva\\, An\r\n a Maria\\nRoom: 2\r\n\t04\\nEmail: ana@exam\r\n ple.com\r\n",
    )

    assert (stay.guest.first_name, stay.guest.last_name) == ("Ana Maria", "Silva")
    assert (stay.room, stay.guest.email) == ("204", "ana@example.com")


def test_a_description_tells_fields_by_their_labels(tmp_path: Path) -> None:
    lines = (
        "Reservation code: HM4QX2\\nGuest name: Chloé Lefèvre\\nPhone: +33 6 12 34 56 78\\nAdults: 2"
        "\\nChildren: 1\\nRoom type: Sea view\\nLanguage: fr-FR\\nArrival: 15:00\\nStatus: nice"
    )
    stay = one(tmp_path, f"DESCRIPTION:{lines}\r\n", summary="Reserved")

    assert (stay.confirmation, stay.guest.last_name) == ("HM4QX2", "Lefèvre")
    assert (stay.guest.phone, stay.guest.language) == ("+33612345678", "fr")
    assert (stay.adults, stay.children, stay.room_type) == (2, 1, "Sea view")
    assert stay.arrival == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("summary", "name", "code"),
    [
        ("Ana Silva", "Ana Silva", ""),
        ("Reservation: Ana Silva", "Ana Silva", ""),
        ("Booking.com: Ana Silva (HM4QX2)", "Ana Silva", "HM4QX2"),
        ("Ana Silva - Room 204", "Ana Silva", ""),
        ("Reserved - Ana", "Ana", ""),
        ("Airbnb – Ana Silva [4711-A]", "Ana Silva", "4711-A"),
        ("Buchung #4711 | Silva\\, Ana", "Ana Silva", "4711"),
        ("Ana Silva - HM4QX2", "Ana Silva", "HM4QX2"),
        ("Ana Silva - 912345678", "Ana Silva", ""),
        ("Réservation: Jean-Pierre Lefèvre", "Jean-Pierre Lefèvre", ""),
        ("Reservierung: 张 伟", "张 伟", ""),
    ],
)
def test_a_summary_names_the_guest(tmp_path: Path, summary: str, name: str, code: str) -> None:
    stay = one(tmp_path, summary=summary)

    assert f"{stay.guest.first_name} {stay.guest.last_name}".strip() == name
    assert stay.confirmation == code


def test_an_attendee_is_the_guest_before_the_summary(tmp_path: Path) -> None:
    stay = one(tmp_path, 'ATTENDEE;CN="Wei Zhang":mailto:Wei@Example.com\r\n', summary="Room 204")

    assert (stay.guest.last_name, stay.guest.email) == ("Zhang", "wei@example.com")


def test_a_link_holds_the_confirmation_code(tmp_path: Path) -> None:
    lines = (
        "DESCRIPTION:Reservation URL: https://www.airbnb.example/hosting/reservations/details/HMABC"
        "D123E\\nPhone Number (Last 4 Digits): 4821\r\n"
    )
    stay = one(tmp_path, lines)

    assert stay.confirmation == "HMABCD123E"
    assert stay.guest.phone is None


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("STATUS:CONFIRMED", ReservationStatus.CONFIRMED),
        ("STATUS:CANCELLED", ReservationStatus.CANCELLED),
    ],
)
def test_the_status_is_taken(tmp_path: Path, lines: str, status: ReservationStatus) -> None:
    assert one(tmp_path, f"{lines}\r\n").status is status


def test_a_calendar_that_cancels_cancels_all_of_it(tmp_path: Path) -> None:
    found = taken(tmp_path, event(), extra="METHOD:CANCEL\r\n")

    assert only(found).status is ReservationStatus.CANCELLED


def test_alarms_and_time_zones_are_passed_over(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Lisbon\r\nBEGIN:STANDARD\r\nDTSTART:19701025T020000\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    alarm = "BEGIN:VALARM\r\nSUMMARY:Wake up\r\nDURATION:PT5M\r\nEND:VALARM\r\n"

    found = taken(tmp_path, alarm + event(), extra=zone)

    assert only(found).guest.last_name == "Silva"


def test_what_is_no_stay_is_left_out_with_its_reason(tmp_path: Path) -> None:
    events = [
        event("", uid="good"),
        event("", summary="CLOSED - Not available"),
        event("", summary="Airbnb (Not available)"),
        event("RRULE:FREQ=WEEKLY\r\n"),
        event("STATUS:TENTATIVE\r\n"),
        event("", summary="Reserved"),
        event("", uid=" "),
        event("", days="DTSTART;TZID=Mars/Base:20260305T150000\r\nDTEND:20260308"),
        event("", days="DTSTART:20260308\r\nDTEND:20260305"),
        event("", days="DTEND:20260305"),
        event("", days="DTSTART:20260305T150000"),
        event("", days="DTSTART:2026-03-05\r\nDTEND:20260308"),
        event("", days="DTSTART:20260305\r\nDURATION:soon"),
        event("", days="DTSTART:20260230\r\nDTEND:20260308"),
        event("X-NOTE:\0\r\n"),
        event("no property\r\n"),
        event("", uid="good"),
    ]

    found = taken(tmp_path, *events)

    assert [stay.external_id for stay in found.reservations] == ["good"]
    assert [each.reason.removesuffix(".") for each in found.rejected] == [
        "it blocks the room and is no stay",
        "it blocks the room and is no stay",
        "it repeats; a stay does not",
        "it is not confirmed yet, so it is no stay",
        "it has no guest",
        "it has no UID, so it could not be found again",
        "its time zone 'Mars/Base' is not known",
        "departure 2026-03-05 is before arrival 2026-03-08",
        "it has no DTSTART",
        "it has no DTEND",
        "its DTSTART is no date",
        "its DURATION cannot be read",
        "its DTSTART is no date",
        "it has characters that are no text (NUL or broken encoding)",
        "line 100 is no property",
        "its UID is that of line 4, which was taken",
    ]
    assert found.rejected[0].where == "line 10"


def test_of_two_revisions_the_later_is_taken(tmp_path: Path) -> None:
    later = event("SEQUENCE:2\r\n", days=DAYS.replace("20260308", "20260309"))
    earlier = event("SEQUENCE:1\r\n")

    for events in ((later, earlier), (earlier, later)):
        assert only(taken(tmp_path, *events)).departure == date(2026, 3, 9)


def test_a_calendar_that_is_cut_off_loses_its_last_event_only(tmp_path: Path) -> None:
    text = calendar(event("", uid="one"), event("", uid="two"))

    found = imported(tmp_path, text[: text.rindex("SUMMARY")], name="stays.ics")

    assert [stay.external_id for stay in found.reservations] == ["one"]
    assert reasons(found) == {"line 10": "it has no end: the file is cut off"}


def test_an_event_that_does_not_end_spoils_no_other(tmp_path: Path) -> None:
    text = calendar(event("", uid="one"), event("", uid="two")).replace("END:VEVENT\r\n", "", 1)

    found = imported(tmp_path, text, name="stays.ics")

    assert [stay.external_id for stay in found.reservations] == ["two"]
    assert reasons(found) == {"line 4": "it has no end"}


def test_an_endless_event_is_cut(tmp_path: Path) -> None:
    found = taken(tmp_path, event("X-NOTE:1\r\n" * 10_000 + "STATUS:CANCELLED\r\n"))

    assert only(found).status is ReservationStatus.CONFIRMED


def test_a_calendar_of_endless_events_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="more than 100,000 events"):
        taken(tmp_path, "END:VEVENT\r\nBEGIN:VEVENT\r\n" * 100_001)
