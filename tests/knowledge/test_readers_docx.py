"""Word documents: headings, lists and tables become entries; hostile files are refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from jack.knowledge.readers import docx as reader
from tests.knowledge.conftest import Read, Result
from tests.knowledge.documents import WORD, docx, paragraph, table


def test_headings_make_entries_whatever_the_language_of_word(read: Read) -> None:
    found = read(
        "guide.docx",
        docx(
            paragraph("Guest guide", "Titel"),
            paragraph("Welcome."),
            paragraph("Policies", "berschrift1"),
            paragraph("Pets", "berschrift2"),
            paragraph("Dogs are welcome."),
            paragraph("On a lead", item=True),
            paragraph("Not in the spa", item=True),
            paragraph("Smoking", "HausTitel"),
            paragraph("On the terrace."),
            paragraph("Breakfast", "berschrift1"),
            paragraph("From 7:00."),
        ),
    )

    assert found.texts == {
        "Guest guide": "Welcome.",
        "Pets": "Dogs are welcome.\n\n- On a lead\n- Not in the spa",
        "Smoking": "On the terrace.",
        "Breakfast": "From 7:00.",
    }
    assert {entry.title: entry.category for entry in found.entries}["Pets"] == "policy"


def test_questions_in_bold_are_headings(read: Read) -> None:
    found = read(
        "faq.docx",
        docx(
            paragraph("Is there parking?", bold=True),
            paragraph("Yes, 18 euros."),
            paragraph("And a pool?", bold=True),
            paragraph("In summer."),
            paragraph("Thank you for staying with us.", bold=True),
        ),
    )

    assert found.texts == {
        "Is there parking?": "Yes, 18 euros.",
        "And a pool?": "In summer.\n\nThank you for staying with us.",
    }


def test_tables_are_lines_that_say_what_each_number_is(read: Read) -> None:
    prices = table(
        ("Room", "Low", "High"), ("Single", "80 €", "95 €"), ("Double", "110 €", ""), has_head=True
    )

    found = read("prices.docx", docx(prices, table(("Pets", "12 €"), ("Cot", "free"))))

    assert found.only.body == (
        "Single: Low 80 €; High 95 €\nDouble: Low 110 €\n\nPets: 12 €\nCot: free"
    )


def test_what_was_deleted_and_fields_and_copies_for_old_word_are_not_read(read: Read) -> None:
    deleted = (
        "<w:p><w:del><w:r><w:t>Old price 9 €.</w:t></w:r></w:del><w:r><w:t>12 €.</w:t></w:r></w:p>"
    )
    field = "<w:p><w:r><w:instrText> TOC </w:instrText></w:r><w:r><w:t>Open.</w:t></w:r></w:p>"
    copies = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>New.</w:t></mc:Choice>"
        "<mc:Fallback><w:t>Copy.</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert read("a.docx", docx(deleted, field, copies)).only.body == "12 €.\n\nOpen.\n\nNew."


def test_a_document_without_headings_is_named_like_its_file(read: Read) -> None:
    assert read("house_rules.docx", docx(paragraph("No shoes."))).only.title == "House rules"


# -- broken and hostile ---------------------------------------------------------------------------

BOMB = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refusal(found: Result) -> str:
    assert found.entries == []
    return found.complaint.message


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
def test_entities_are_refused_before_they_are_read(read: Read, doctype: str) -> None:
    data = docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", doctype=doctype)

    assert "document type" in refusal(read("bomb.docx", data))


def test_a_part_larger_than_the_zip_says_is_read_to_the_limit_only(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_PART_BYTES", 1024 * 1024)
    data = docx(paragraph("a" * 2 * 1024 * 1024))
    assert len(data) < 20_000

    assert "larger than 1 MB" in refusal(read("bomb.docx", data))


def test_elements_nested_without_end_are_refused(read: Read) -> None:
    deep = "<w:sdt>" * 500 + "</w:sdt>" * 500

    assert "nested more than" in refusal(read("deep.docx", docx(deep)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password or is of an old Word"),
        (b"PK\x03\x04 nothing", "damaged"),
        (docx(paragraph("Hello"))[:200], "damaged"),
        (docx("<w:p>"), "its text is damaged"),
    ],
)
def test_what_cannot_be_read_says_why(read: Read, data: bytes, reason: str) -> None:
    assert reason in refusal(read("a.docx", data))


def test_a_zip_of_something_else_is_no_word_document(read: Read) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")

    assert "no Word document" in refusal(read("a.docx", out.getvalue()))


def test_a_document_without_text_says_so(read: Read) -> None:
    assert "no text" in refusal(read("a.docx", docx(f'<w:p xmlns:w="{WORD}"/>')))
