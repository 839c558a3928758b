"""From a file's bytes to text: size, encoding, control characters."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from pathlib import Path

from jack.errors import Invalid, ReadError
from jack.pms.texts import UNWANTED, one_line

MAX_FILE_BYTES = 16 * 1024**2
"""About 80,000 reservations; a file is read as a whole."""
MAX_LINES = 1_000_000
SAMPLE = 4096
"""So much of a file is looked at to tell its encoding."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "gb18030", "cp932")
"""What spreadsheets write that do not write UTF-8; the first when a header tells nothing."""
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Score = Callable[[str], int]


def text_of(file: Path, score: Score) -> str:
    """The file's text with `\\n` at the ends of lines; NUL and the like are still in it.

    `score` says how much of a text makes sense: among encodings that are not UTF the one in which
    the beginning says most is taken. Raises ReadError or Invalid for what is no text.
    """
    data = _bytes_of(file)
    if data.startswith(_SPREADSHEETS):
        raise Invalid(
            f"{file.name} is a spreadsheet or an archive. Save it as CSV and import that."
        )
    text = _decoded(data, score).replace("\r\n", "\n").replace("\r", "\n")
    unwanted = sum(1 for _ in UNWANTED.finditer(text))
    if unwanted > 8 and unwanted * 20 > len(text):
        raise Invalid(f"{file.name} is no text file. Import CSV or iCal.")
    if text.count("\n") > MAX_LINES:
        raise Invalid(f"{file.name} has more than {MAX_LINES:,} lines. Export fewer days.")
    if not text.strip():
        raise Invalid(f"{file.name} is empty.")
    return text


def has_unwanted(text: str) -> bool:
    """Whether there are characters in it that no text has, such as NUL."""
    return UNWANTED.search(text) is not None


def clean(text: str) -> str:
    """On one line, composed, and not longer than a value may be."""
    return one_line(unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """For comparing words: "Nº de réservation" is `nodereservation`."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in split if each.isalnum())


def _bytes_of(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise ReadError(f"{file} is a folder. Give a file.")
        if not file.is_file():
            raise ReadError(f"Cannot read {file}: there is no such file.")
        with file.open("rb") as opened:
            data = opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ReadError(f"Cannot read {file}: {reason}.") from error
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1024**2
        raise Invalid(
            f"{file.name} is larger than {limit} MB. Export fewer days or columns, or split it."
        )
    return data


def _decoded(data: bytes, score: Score) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and data[:SAMPLE].count(0) * 3 > len(data[:SAMPLE]) > 3:
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
    if encoding is None:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            head = data[:SAMPLE]
            encoding = max(LEGACY, key=lambda name: score(head.decode(name, errors="replace")))
    return data.decode(encoding, errors="replace")
