"""Bytes tell what a file is, not its name: what runs where it is opened is refused."""

from __future__ import annotations

import pytest

from jack.media.names import fitting
from jack.media.sniffing import office, sniff
from jack.model.media import DOCX, ENDINGS, XLSX
from tests.media import samples


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (samples.photo(), "image/jpeg"),
        (samples.photo(kind="PNG"), "image/png"),
        (samples.photo(kind="WEBP"), "image/webp"),
        (b"GIF89a" + bytes(10), "image/gif"),
        (samples.HEIC, "image/heic"),
        (samples.PDF, "application/pdf"),
        (samples.VOICE, "audio/ogg"),
        (b"#!AMR\n" + bytes(10), "audio/amr"),
        (b"ID3\x04" + bytes(10), "audio/mpeg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x1cftypM4A \x00\x00", "audio/mp4"),
        (samples.MP4, "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x00\x00\x00\x14ftyp3gp5", "video/3gpp"),
        ("Voucher für zwei".encode(), "text/plain"),
        ("你好，世界".encode()[:-1], "text/plain"),
    ],
)
def test_known_files_are_known_by_their_bytes(data: bytes, content_type: str) -> None:
    assert sniff(data) == content_type
    assert content_type in ENDINGS


@pytest.mark.parametrize(
    "data",
    [
        samples.PROGRAM,
        samples.PAGE,
        samples.DRAWING,
        b"\xef\xbb\xbf  " + samples.PAGE,
        b'<?xml version="1.0"?><x/>',
        b"#!/bin/sh\nrm -rf /\n",
        b"\x7fELF" + bytes(50),
        b"\xca\xfe\xba\xbe" + bytes(50),
        bytes(100),
        b"",
        b"   ",
        b"\xff\xfe<\x00h\x00t\x00m\x00l\x00",
    ],
)
def test_r15_programs_pages_and_drawings_are_refused(data: bytes) -> None:
    assert sniff(data) is None


def test_office_documents_are_told_from_other_archives() -> None:
    assert sniff(samples.document()) == "application/zip"
    assert office(samples.document()) == DOCX
    assert office(samples.document(part="xl/workbook.xml")) == XLSX
    assert office(samples.document(part="classes.dex")) is None
    assert office(samples.document(macros=True)) is None
    assert office(b"PK\x03\x04" + bytes(40)) is None


@pytest.mark.parametrize(
    ("name", "content_type", "fits"),
    [
        ("menu.pdf", "application/pdf", "menu.pdf"),
        ("Photo.JPEG", "image/jpeg", "Photo.JPEG"),
        ("invoice.pdf.exe", "application/pdf", "invoice.pdf.pdf"),
        ("picture.webp", "image/jpeg", "picture.jpg"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\ana\\bill.pdf", "application/pdf", "bill.pdf"),
        ("a\u202egpj.exe", "image/jpeg", "agpj.jpg"),
        ("line\r\nSet-Cookie: x", "image/png", "line Set-Cookie x.png"),
        ("", "image/png", "photo.png"),
        (".", "audio/ogg", "audio.ogg"),
        ("Rechnung Nr. 5", "application/pdf", "Rechnung Nr. 5.pdf"),
        ("فاتورة.pdf", "application/pdf", "فاتورة.pdf"),
        ("x" * 400, "application/pdf", "x" * 114 + ".pdf"),
    ],
)
def test_names_fit_what_the_file_is(name: str, content_type: str, fits: str) -> None:
    assert fitting(name, content_type) == fits
