"""What a file is, by its bytes alone. Names and declared types are anybody's word."""

from __future__ import annotations

import io
import zipfile

from jack.model.media import DOCX, XLSX

HEAD_BYTES = 64 * 1024
"""How much of the beginning `sniff` looks at."""

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {
    "heic": "image/heic",
    "heix": "image/heic",
    "heim": "image/heic",
    "heis": "image/heic",
    "mif1": "image/heic",
    "msf1": "image/heic",
    "M4A ": "audio/mp4",
    "M4B ": "audio/mp4",
    "qt  ": "video/quicktime",
    "isom": "video/mp4",
    "iso2": "video/mp4",
    "iso4": "video/mp4",
    "iso5": "video/mp4",
    "iso6": "video/mp4",
    "mp41": "video/mp4",
    "mp42": "video/mp4",
    "avc1": "video/mp4",
    "M4V ": "video/mp4",
    "dash": "video/mp4",
    "MSNV": "video/mp4",
}
"""Major brands of files of the ISO base media format; those beginning with 3g are 3GPP's."""
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<iframe")
ARCHIVE = "application/zip"
_MAX_MEMBERS = 5_000


def sniff(head: bytes) -> str | None:
    """The type of a file that begins with `head`; None for what Jack does not keep.

    ARCHIVE is not kept either, but may be an office document: `office` tells.
    """
    for start, content_type in _STARTS:
        if head.startswith(start):
            return content_type
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        brand = head[8:12].decode("latin-1")
        return "video/3gpp" if brand.startswith("3g") else _BRANDS.get(brand)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else None
    if head.startswith(b"PK\x03\x04"):
        return ARCHIVE
    return "text/plain" if _is_text(head) else None


def office(data: bytes) -> str | None:
    """The type of an office document without macros; None for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return None
    if len(names) > _MAX_MEMBERS or any(name.endswith("vbaProject.bin") for name in names):
        return None
    found = [kind for part, kind in _OFFICE.items() if part in names]
    return found[0] if "[Content_Types].xml" in names and len(found) == 1 else None


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters that is neither a page nor a script."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(head) - error.start > 3 or error.reason != "unexpected end of data":
            return False
        text = head[: error.start].decode("utf-8")
    if not text.strip() or text.startswith("#!"):
        return False
    if any(char < " " and char not in "\t\n\r\f" for char in text):
        return False
    lowered = head.lower()
    return not any(mark in lowered for mark in _MARKUP)
