"""Reads entries under the headings of PDF documents."""

from __future__ import annotations

import logging
import math
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from jack.knowledge.readers.findings import Findings, Flaw, Wrong
from jack.knowledge.readers.pdf_layout import Fragment, Sheet, blocks_of
from jack.knowledge.readers.sections import document_sections, section_entries
from jack.knowledge.readers.texts import clean_line, title_from

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 1_000
MAX_FRAGMENTS = 400_000
MAX_OUTLINE = 2_000
TIME_LIMIT_S = 60.0
LEAST_CHARS = 20
"""A document with less text than this for each page that has pictures was scanned."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_PLAIN = str.maketrans(_LIGATURES | {"\x7f": "•"})


def read_pdf(data: bytes, stem: str) -> Findings:
    """Entries from the sections under headings: what the outline names, and what is set larger, or
    bold on a line of its own. What repeats at the edge of pages is left out."""
    deadline = time.monotonic() + TIME_LIMIT_S
    with _complaints_in_words():
        reader = _opened(data)
        if len(reader.pages) > MAX_PAGES:
            raise Wrong(f"it has more than {MAX_PAGES} pages")
        sheets = [_sheet(page, deadline) for page in reader.pages]
        outline = _outline(reader)
        title = clean_line((reader.metadata and reader.metadata.title) or "")
        bare = [number for number, sheet in enumerate(sheets, 1) if not sheet.fragments]
        if len(bare) == len(sheets) or _chars(sheets) < LEAST_CHARS * len(bare):
            raise Wrong("its pages are pictures without text; run text recognition (OCR) on it")
        sections = document_sections(blocks_of(sheets, outline), title or title_from(stem))
    yield from section_entries(sections, {})
    if bare:
        pages = ", ".join(map(str, bare[:10])) + (", …" if len(bare) > 10 else "")
        yield Flaw(f"No text on page {pages}: a picture is not read")


@contextmanager
def _complaints_in_words() -> Iterator[None]:
    """The parser meets files that nobody has checked, and raises anything for the broken ones."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    except (Wrong, MemoryError):
        raise
    except Exception as error:
        raise Wrong("the file is damaged, or no PDF") from error
    finally:
        logger.setLevel(before)


def _opened(data: bytes) -> PdfReader:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise Wrong("it has a password; save a copy without one")
    return reader


def _sheet(page: PageObject, deadline: float) -> Sheet:
    """The texts of a page where they stand, in the order they were written."""
    fragments: list[Fragment] = []

    def take(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if time.monotonic() > deadline:
            raise Wrong(f"reading it takes longer than {TIME_LIMIT_S:g} seconds")
        if len(fragments) >= MAX_FRAGMENTS:
            raise Wrong("a page has too much on it")
        _, _, c, d, e, f = tm
        x = e * cm[0] + f * cm[2] + cm[4]
        y = e * cm[1] + f * cm[3] + cm[5]
        # The height of a letter after both matrices (ISO 32000-1, 9.4.4).
        height = abs(size) * math.hypot(c * cm[0] + d * cm[2], c * cm[1] + d * cm[3])
        if text.strip() and math.isfinite(x + y + height) and height > 0:
            name = str(font.get("/BaseFont", "")) if font else ""
            is_bold = bool(re.search(r"bold|black|heavy|semibold", name, re.IGNORECASE))
            fragments.append(Fragment(text.translate(_PLAIN).strip("\n"), x, y, height, is_bold))

    page.extract_text(visitor_text=take)
    box = page.mediabox
    return Sheet(tuple(fragments), float(box.bottom), float(box.top))


def _outline(reader: PdfReader) -> dict[str, int]:
    """The names in the document's outline, with their depth from 0."""
    found: dict[str, int] = {}
    waiting: list[tuple[Any, int]] = [(reader.outline, 0)]
    while waiting and len(found) < MAX_OUTLINE:
        item, depth = waiting.pop()
        if isinstance(item, list):
            waiting += [
                (each, depth + (1 if isinstance(each, list) else 0)) for each in reversed(item)
            ]
        elif title := clean_line(str(item.title or "")):
            found.setdefault(title.casefold(), depth)
    return found


def _chars(sheets: Sequence[Sheet]) -> int:
    return sum(len(fragment.text) for sheet in sheets for fragment in sheet.fragments)
