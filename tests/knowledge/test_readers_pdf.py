"""PDF: texts that only say where they stand become entries; what cannot be read says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jack.knowledge.readers import EntryDraft, ReadProblem
from jack.knowledge.readers import pdf as reader
from tests.knowledge.conftest import Read, Result
from tests.knowledge.documents import lines, locked, pdf, scanned, text

ReadPdf = Callable[..., Result]


@pytest.fixture
def read_pdf(read: Read) -> ReadPdf:
    def write_and_read(*pages: list[str], **given: object) -> Result:
        return read("guest_guide.pdf", pdf(*pages, **given))  # type: ignore[arg-type]

    return write_and_read


def test_larger_lines_are_headings_and_lines_of_a_paragraph_one_text(read_pdf: ReadPdf) -> None:
    found = read_pdf(
        [
            text("Guest guide", 72, 760, size=24),
            *lines("Welcome to the house by the river.", top=730),
            text("Breakfast", 72, 690, size=15),
            *lines("Breakfast is served from 7:00 to 10:30 in the garden", "room.", top=670),
            *lines("Children under six eat free.", top=630),
            text("Pool", 72, 590, size=15),
            *lines("Open from May to October.", top=570),
        ]
    )

    assert found.texts == {
        "Guest guide": "Welcome to the house by the river.",
        "Breakfast": "Breakfast is served from 7:00 to 10:30 in the garden room.\n\n"
        "Children under six eat free.",
        "Pool": "Open from May to October.",
    }


def test_a_bold_line_of_its_own_is_a_heading_and_bold_words_are_not(read_pdf: ReadPdf) -> None:
    found = read_pdf(
        [
            text("Is there parking?", 72, 700, bold=True),
            text("Yes: ", 72, 686),
            text("18 euros", 98, 686, bold=True),
            text(" a night in our garage, with a place for you.", 142, 686),
        ]
    )

    assert found.texts == {
        "Is there parking?": "Yes: 18 euros a night in our garage, with a place for you."
    }


def test_the_outline_names_headings_that_look_like_text(read_pdf: ReadPdf) -> None:
    page = lines("Parking", "18 euros a night.", "Pool", "Open in summer.")

    found = read_pdf(page, outline=["Parking", "Pool"])

    assert found.texts == {"Parking": "18 euros a night.", "Pool": "Open in summer."}


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Please ask at the recep-", "tion for a key.", "Please ask at the reception for a key."),
        ("You may go to check-", "in at any hour. Check-in is free.",
         "You may go to check-in at any hour. Check-in is free."),
        ("We are in the north of Salzburg-", "Gnigl, by the river.",
         "We are in the north of Salzburg-Gnigl, by the river."),
    ],
)  # fmt: skip
def test_words_cut_at_the_end_of_a_line_are_mended(
    read_pdf: ReadPdf, first: str, second: str, whole: str
) -> None:
    found = read_pdf(lines(first, second))

    assert found.only.body == whole


def test_what_repeats_at_the_edge_of_pages_is_left_out(read_pdf: ReadPdf) -> None:
    def page(number: int, *words: str) -> list[str]:
        return [
            text("Harbour Inn, guest guide", 72, 815, size=8),
            *lines(*words, top=600),
            text(f"{number} / 3", 290, 25, size=8),
        ]

    found = read_pdf(
        page(1, "The pool is open in summer."),
        page(2, "The bar closes at 23:00 on all days."),
        page(3, "Dogs are welcome."),
    )

    assert "guest guide" not in found.only.body
    assert "/" not in found.only.body
    assert "Dogs are welcome." in found.only.body


def test_items_and_rows_stay_apart(read_pdf: ReadPdf) -> None:
    found = read_pdf(
        [
            *lines("These rules hold for everybody in the house, at any hour:", top=700),
            text("• No diving", 90, 686),
            text("• Towels are at the desk, where you also find the key to the", 90, 672),
            text("sauna", 98, 658),
            text("Massage", 72, 620),
            text("60 €", 300, 620),
            text("Sauna", 72, 600),
            text("free", 300, 600),
        ]
    )

    assert found.only.body == (
        "These rules hold for everybody in the house, at any hour:\n\n"
        "- No diving\n- Towels are at the desk, where you also find the key to the sauna\n\n"
        "Massage: 60 €\nSauna: free"
    )


def test_columns_are_read_one_after_the_other(read_pdf: ReadPdf) -> None:
    left = lines("The left column is of two", "lines of words.", x=72)
    right = lines("The right column is to be", "read after it.", x=320)

    found = read_pdf([*left, *right])

    assert "two lines of words" in found.only.body
    assert "to be read after it" in found.only.body


def test_a_document_without_headings_is_one_entry_under_its_title(read_pdf: ReadPdf) -> None:
    page = lines("Dogs are welcome in all our rooms.")

    assert read_pdf(page).only.title == "Guest guide"
    assert read_pdf(page, title="House rules").only.title == "House rules"


# -- broken and hostile ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (scanned(), "pictures without text"),
        (locked(), "it has a password"),
        (b"%PDF-1.7\nnonsense", "damaged, or no PDF"),
        (b"", "damaged, or no PDF"),
        (pdf(lines("Hello there, dear guests."))[:300], "damaged, or no PDF"),
        (pdf(), "damaged|pictures"),
    ],
)
def test_what_cannot_be_read_says_why(read: Read, data: bytes, reason: str) -> None:
    found = read("house.pdf", data)

    assert found.entries == []
    assert found.complaint.message.startswith("Cannot be read: ")
    assert any(each in found.complaint.message for each in reason.split("|"))


def test_a_page_that_is_a_picture_is_named_and_the_rest_read(read_pdf: ReadPdf) -> None:
    found = read_pdf(lines("The pool is open in summer, from May to October."), ["q Q"])

    assert len(found.entries) == 1
    assert "No text on page 2" in found.complaint.message


def test_a_password_that_only_forbids_changes_is_none(read: Read) -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(lines("Dogs are welcome here.")))))
    writer.encrypt("", "owner", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)

    assert read("house.pdf", out.getvalue()).only.body == "Dogs are welcome here."


def test_pages_that_go_in_circles_end(read: Read) -> None:
    data = pdf(lines("Dogs are welcome here."))
    circular = data.replace(b"/Kids [", b"/Kids [2 0 R ")

    found = read("house.pdf", circular)

    assert found.entries or found.complaint.message


def test_a_document_that_takes_too_long_is_given_up(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "TIME_LIMIT_S", -1.0)

    assert "takes longer" in read("house.pdf", pdf(lines("Dogs."))).complaint.message


def test_a_document_with_too_many_pages_is_refused(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_PAGES", 1)

    assert "more than 1 pages" in read("a.pdf", pdf(lines("A"), lines("B"))).complaint.message


WHOLE = pdf(lines("Dogs are welcome here."), [text("Pool", 72, 700, size=20), *lines("In May.")])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    places=st.lists(st.integers(0, len(WHOLE) - 1), max_size=12),
    letters=st.binary(min_size=12, max_size=12),
)
def test_a_damaged_file_never_raises(read: Read, places: list[int], letters: bytes) -> None:
    data = bytearray(WHOLE)
    for place, letter in zip(places, letters, strict=False):
        data[place] = letter

    found = read("house.pdf", bytes(data))

    assert all(isinstance(each, EntryDraft) for each in found.entries)
    assert all(isinstance(each, ReadProblem) for each in found.problems)
