"""Tables of reservations: any usual mark, header and language; bad lines named, good ones kept."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from jack.errors import Invalid
from jack.model.reservations import ReservationStatus
from jack.pms.files import columns, values
from jack.pms.files.columns import NAMES
from jack.pms.files.texts import fold
from tests.pms.files_parts import HEADER, imported, only, reasons

DAYS = "2026-03-05,2026-03-08"


def row(number: int = 1, guest: str = "Ana Silva", days: str = DAYS) -> str:
    return f"A{number},{guest},{days}\n"


# -- columns ---------------------------------------------------------------------------------------


def test_all_that_a_line_can_say_is_taken(tmp_path: Path) -> None:
    text = (
        "Reservation ID;Confirmation;Guest ID;Last name;First name;Phone;E-mail;Country;Language;"
        "Status;Arrival;Departure;Room;Room type;Adults;Children;VIP;Loyalty;Preferences;Notes\n"
        "77;HM-4Q;G5;Silva;Ana;912 345 678;Ana@Example.COM;;pt-PT;Checked-In;05.03.2026;08.03.2026;"
        "204;Sea view;2;1;yes;Gold;Feather pillow;calls at night\n"
    )

    found = imported(tmp_path, text)

    stay = only(found)
    assert (stay.external_id, stay.confirmation) == ("77", "HM-4Q")
    assert (stay.arrival, stay.departure) == (date(2026, 3, 5), date(2026, 3, 8))
    assert (stay.status, stay.room, stay.room_type) == ("checked_in", "204", "Sea view")
    assert (stay.adults, stay.children) == (2, 1)
    guest = stay.guest
    assert (guest.external_id, guest.first_name, guest.last_name) == ("G5", "Ana", "Silva")
    assert (guest.phone, guest.email) == ("+351912345678", "ana@example.com")
    assert (guest.language, guest.is_vip, guest.loyalty) == ("pt", True, "Gold")
    assert guest.preferences == ("Feather pillow",)
    assert found.ignored_columns == ("Notes",)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_usual_mark_between_cells_is_found(tmp_path: Path, mark: str) -> None:
    text = f"{HEADER}\n{row()}".replace(",", mark)

    assert only(imported(tmp_path, text)).guest.last_name == "Silva"


@pytest.mark.parametrize(
    "header",
    [
        "Confirmation Number,Guest Name,Check-In,Check-Out",
        "RES_NO,NAME,Arr.,Dep.",
        "Buchungs-Nr.,Gast,Anreise,Abreise",
        "N° de réservation,Client,Date d'arrivée,Date de départ",
        "Localizador,Huésped,Fecha de entrada,Fecha de salida",
        "Numero prenotazione,Ospite,Arrivo,Partenza",
        "Nº da reserva,Hóspede,Chegada,Saída",
        "订单号,客人姓名,入住日期,离店日期",
        "予約番号,宿泊者名,チェックイン,チェックアウト",
        "Номер брони,Гость,Заезд,Выезд",
        "رقم الحجز,اسم الضيف,تاريخ الوصول,تاريخ المغادرة",
        "पुष्टि संख्या,अतिथि का नाम,आगमन,प्रस्थान",
    ],
)
def test_headers_are_known_in_the_languages_of_guests(tmp_path: Path, header: str) -> None:
    assert only(imported(tmp_path, f"{header}\n{row()}")).confirmation == "A1"


def test_a_name_of_a_column_means_one_thing() -> None:
    meanings = Counter(fold(name) for names in NAMES.values() for name in set(map(fold, names)))

    assert {name for name, count in meanings.items() if count > 1} == set()


def test_a_report_may_have_lines_above_its_header(tmp_path: Path) -> None:
    text = f"sep=,\nArrivals of the Hotel Test\n\n{HEADER}\n\n{row()}\n"

    found = imported(tmp_path, text)

    assert only(found).confirmation == "A1"


def test_of_two_columns_the_more_certain_name_is_taken(tmp_path: Path) -> None:
    text = "Number,Confirmation,Guest,From,Arrival date,Departure\n1,C7,Ana Silva,x,{0},{1}\n"

    found = imported(tmp_path, text.format(*DAYS.split(",")))

    assert only(found).confirmation == "C7"
    assert found.columns["arrival"] == "Arrival date"
    assert found.ignored_columns == ("Number", "From")


@pytest.mark.parametrize(
    ("header", "names", "guest"),
    [
        ("Name,Vorname", "Ek,Jonas", ("Jonas", "Ek")),
        ("Nom,Prénom", "Lefèvre,Chloé", ("Chloé", "Lefèvre")),
        ("Nombre,Apellidos", "Ana,Silva Costa", ("Ana", "Silva Costa")),
        ("Nome,Telefone", "Ana Silva,", ("Ana", "Silva")),
        ("Nom,Téléphone", '"Silva, Mme Ana",', ("Ana", "Silva")),
        ("Name,Phone", "Mr. Dr. Jonas Ek,", ("Jonas", "Ek")),
        ("姓,名", "张,伟", ("伟", "张")),
        ("姓名,电话", "张伟,", ("", "张伟")),
    ],
)
def test_names_are_taken_apart_as_people_write_them(
    tmp_path: Path, header: str, names: str, guest: tuple[str, str]
) -> None:
    stay = only(imported(tmp_path, f"confirmation,arrival,departure,{header}\nA1,{DAYS},{names}\n"))

    assert (stay.guest.first_name, stay.guest.last_name) == guest


def test_a_column_can_be_named(tmp_path: Path) -> None:
    text = f"Vorgang,Wer,Wann,Bis wann,Ort\nV9,Ana Silva,{DAYS},204\n"
    mapping = {"confirmation": "Vorgang", "guest": "wer", "arrival": "Wann"}
    mapping |= {"departure": "Bis wann", "room": "Ort"}

    found = imported(tmp_path, text, mapping=mapping)

    assert only(found).room == "204"
    assert found.columns["guest"] == "Wer"


def test_a_named_column_goes_before_one_that_is_known(tmp_path: Path) -> None:
    text = f"confirmation,guest,arrival,departure,Portal code\nA1,Ana Silva,{DAYS},P5\n"

    found = imported(tmp_path, text, mapping={"confirmation": "Portal code"})

    assert only(found).confirmation == "P5"
    assert found.ignored_columns == ("confirmation",)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"arival": "Von"}, "Did you mean arrival"),
        ({"xyz": "Von"}, "There are: confirmation, id, arrival"),
        ({"arrival": "Gone"}, "no column 'Gone'. The file's columns are: 'confirmation', 'guest'"),
    ],
)
def test_a_wrong_mapping_says_what_would_be_right(
    tmp_path: Path, mapping: dict[str, str], words: str
) -> None:
    with pytest.raises(Invalid) as caught:
        imported(tmp_path, f"{HEADER}\n{row()}", mapping=mapping)

    assert words in str(caught.value)


def test_a_missing_column_is_named_with_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        imported(tmp_path, f"Vorgang,Gast,Anreise,Abreise\n{row()}")

    assert "knows as confirmation" in str(caught.value)
    assert "'Vorgang', 'Gast', 'Anreise', 'Abreise'" in str(caught.value)
    assert "--map confirmation=COLUMN" in str(caught.value)


def test_two_columns_of_one_name_cannot_be_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="2 columns named 'X'"):
        imported(tmp_path, f"{HEADER},X,X\n{row()}", mapping={"room": "X"})


def test_a_header_of_unknown_words_is_shown_and_a_guests_line_is_not(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="the first has 'Vorgang', 'Wer'"):
        imported(tmp_path, f"Vorgang,Wer,Wann,Bis wann\n{row()}")
    with pytest.raises(Invalid) as caught:
        imported(tmp_path, row())

    assert "Silva" not in str(caught.value)


# -- bad lines -------------------------------------------------------------------------------------


def test_bad_lines_are_named_and_good_ones_kept(tmp_path: Path) -> None:
    text = (
        f"{HEADER},status,adults\n"
        "A1,Ana Silva,2026-03-05,2026-03-08,,2\n"
        "A2,Ben Ek,2026-03-04,2026-03-01,,2\n"
        "A3,,2026-03-05,2026-03-08,,2\n"
        "A4,***,2026-03-05,2026-03-08,,2\n"
        ",Wei Zhang,2026-03-05,2026-03-08,,2\n"
        "A6,Wei Zhang,soon,2026-03-08,,2\n"
        "A7,Wei Zhang,,2026-03-08,,2\n"
        "A8,Wei Zhang,2026-02-30,2026-03-08,,2\n"
        "A9,Wei Zhang,2026-03-05,9999-12-31,,2\n"
        "A10,Wei Zhang,2026-03-05,2026-03-08,perhaps,2\n"
        "A11,Wei Zhang,2026-03-05,2026-03-08,,many\n"
        "A12,Wei Zhang,2026-03-05,2026-03-08,tentative,2\n"
        "A1,Ana Silva,2026-03-05,2026-03-08,,2\n"
        "A14,Wei, Zhang,2026-03-05,2026-03-08,,2\n"
        'A15,"Wei Zhang,2026-03-05,2026-03-08,,2\n'
        "A16,Wei Zhang,2026-03-05 10:00 Mars/Base,2026-03-08,,2\n"
        "A17,Wei Zhang,2026-03-05\n"
        "A18,Noah Haddad,2026-03-05,2026-03-08,,2\n"
    )

    found = imported(tmp_path, text)

    assert [stay.confirmation for stay in found.reservations] == ["A1", "A18"]
    assert reasons(found) == {
        "line 3": "departure 2026-03-01 is before arrival 2026-03-04",
        "line 4": "it has no guest",
        "line 5": "it has no guest",
        "line 6": "it has no confirmation number",
        "line 7": "arrival is no date",
        "line 8": "it has no arrival",
        "line 9": "arrival is a day that does not exist",
        "line 10": "departure 9999-12-31 is too far from today",
        "line 11": "its status is no word that Jack knows",
        "line 12": "its number of adults is no number",
        "line 13": "it is not confirmed yet, so it is no stay",
        "line 14": "its number is that of line 2, which was taken. If the file has a line for each "
        "room or guest, give a column in which all differ: --map id=COLUMN",
        "line 15": "it has 7 cells under a header of 6",
        "line 16": "its quotes are not closed, or a cell is far too long",
        "line 17": "arrival is in a time zone that is not known (use a name like Europe/Lisbon)",
        "line 18": "it has no departure",
    }


def test_nothing_personal_of_a_bad_line_is_repeated(tmp_path: Path) -> None:
    secrets = ("Whitcombe", "nora@example.com", "912345678", "HM4QX2")
    text = f"{HEADER},status,email,phone,adults\n"
    for cells in (
        "x,x,,",
        "2026-03-05,x,,",
        "2026-03-08,2026-03-05,,",
        "2026-03-05,2026-03-08,Nora,",
    ):
        text += f"HM4QX2,Nora Whitcombe,{cells}nora@example.com,912345678,Whitcombe\n"

    found = imported(tmp_path, text)

    assert len(found.rejected) == 4
    assert not [each for each in secrets if each in str(found.rejected)]


def test_line_numbers_count_the_lines_of_the_file(tmp_path: Path) -> None:
    text = f'{HEADER}\r\n\r\nA1,"Ana\r\nSilva",{DAYS}\r\n{row(2, "")}{row(3)}'

    found = imported(tmp_path, text)

    assert [stay.guest.last_name for stay in found.reservations] == ["Silva", "Silva"]
    assert list(reasons(found)) == ["line 5"]


def test_a_quote_never_closed_does_not_swallow_the_file_or_its_time(tmp_path: Path) -> None:
    broken = 'A9,"Wei,2026-03-05,2026-03-08\n'
    text = f"{HEADER}\n" + "".join(row(n) + broken for n in range(100, 1100))

    found = imported(tmp_path, text + row(7))

    assert len(found.reservations) + len(found.rejected) >= 1001
    assert found.reservations[-1].confirmation == "A7"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("x\n" * 100_001, "more than 100,000 reservations"),
        ("\n" * 1_000_001, "more than 1,000,000 lines"),
    ],
)
def test_a_file_of_endless_lines_is_refused(tmp_path: Path, more: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        imported(tmp_path, f"{HEADER}\n{more}")


def test_a_line_of_endless_cells_is_one_bad_line(tmp_path: Path) -> None:
    found = imported(tmp_path, f"{HEADER}\n{row()}{',' * 100_000}\n")

    assert reasons(found) == {"line 3": "it has more than 500 cells"}


# -- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Confirmed", "confirmed"),
        ("In-House", "checked_in"),
        ("CHECKED_OUT", "checked_out"),
        ("Canceled", "cancelled"),
        ("No Show", "no_show"),
        ("Storniert", "cancelled"),
        ("Annulée", "cancelled"),
        ("confirmada", "confirmed"),
        ("arrivato", "checked_in"),
        ("não compareceu", "no_show"),
        ("已取消", "cancelled"),
        ("滞在中", "checked_in"),
        ("Выехал", "checked_out"),
        ("ملغاة", "cancelled"),
        ("रद्द", "cancelled"),
    ],
)
def test_words_for_a_status_are_known(tmp_path: Path, word: str, status: str) -> None:
    assert only(imported(tmp_path, f"{HEADER},status\n{row().strip()},{word}\n")).status == status


def test_a_word_for_a_status_means_one_thing() -> None:
    words = [
        fold(word) for group in values._STATUS_WORDS.values() for word in set(map(fold, group))
    ]

    assert [word for word, count in Counter(words).items() if count > 1] == []


def test_without_a_status_who_should_have_left_has_left(tmp_path: Path) -> None:
    text = f"{HEADER}\nA1,Ana,2026-02-20,2026-02-28\nA2,Ben,2026-02-27,2026-03-01\n"

    found = imported(tmp_path, text)

    statuses = [stay.status for stay in found.reservations]
    assert statuses == [ReservationStatus.CHECKED_OUT, ReservationStatus.CONFIRMED]


@pytest.mark.parametrize(
    ("header", "cells", "people"),
    [
        ("adults,children", "2,1", (2, 1)),
        ("adults,children", "2.0,", (2, 0)),
        ("pax", "3", (3, 0)),
        ("Personen", "2+1", (2, 1)),
        ("guests", "2/1/1", (2, 2)),
        ("adults,children", ",", (1, 0)),
        ("adults,children", "0,0", (1, 0)),
    ],
)
def test_people_are_counted(
    tmp_path: Path, header: str, cells: str, people: tuple[int, int]
) -> None:
    stay = only(imported(tmp_path, f"{HEADER},{header}\n{row().strip()},{cells}\n"))

    assert (stay.adults, stay.children) == people


@pytest.mark.parametrize(
    ("cells", "hotel", "phone"),
    [
        ("912 345 678,", "PT", "+351912345678"),
        ("912 345 678,Portugal", "", "+351912345678"),
        ("0151 12345678,Deutschland", "PT", "+4915112345678"),
        ("0151 12345678,DE", "PT", "+4915112345678"),
        ("'+351 912 345 678,", "", "+351912345678"),
        ("912 345 678,Atlantis", "PT", None),
        ("912 345 678,", "", None),
        ("3.51912E+11,", "PT", None),
    ],
)
def test_phones_are_read_with_the_guests_country_or_the_hotels(
    tmp_path: Path, cells: str, hotel: str, phone: str | None
) -> None:
    text = f"{HEADER},phone,country\n{row().strip()},{cells}\n"

    found = imported(tmp_path, text, country=hotel)

    assert only(found).guest.phone == phone
    assert len(found.notes) == (phone is None)


def test_what_is_no_address_is_left_empty_and_counted(tmp_path: Path) -> None:
    text = f"{HEADER},email\n{row().strip()},none\n{row(2).strip()},Ana@Example.com\n"

    found = imported(tmp_path, text)

    assert [stay.guest.email for stay in found.reservations] == [None, "ana@example.com"]
    assert found.notes == ("1 e-mail addresses cannot be read and are left empty.",)


def test_columns_are_found_by_field_names_too() -> None:
    assert {columns.field_of(field) for field in NAMES} == set(NAMES)
