"""Texts as people leave them in files: cleaned, named, and the reader of plain ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jack.knowledge.readers.findings import Findings, Found

_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u00ad\u200b\ufeff]+")


def clean(text: str) -> str:
    """NFC, one kind of line end, no control characters, lone surrogates or invisible spaces."""
    return unicodedata.normalize("NFC", UNWANTED.sub("", _NEWLINES.sub("\n", text)))


def clean_line(text: str) -> str:
    return " ".join(clean(text).split())


def tidy(text: str) -> str:
    """One space between words, at most one blank line between paragraphs."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def quoted(text: str) -> str:
    line = clean_line(text)
    return f"'{line}'" if len(line) <= 60 else f"'{line[:57]}...'"


@dataclass(frozen=True, slots=True)
class Row:
    cells: Sequence[str]
    is_head: bool = False


def table_lines(rows: Iterable[Row]) -> list[str]:
    """Rows as "a: b"; with more columns "a: head b; head c", for a number alone says nothing."""
    head: Sequence[str] = ()
    lines = []
    for row in rows:
        cells = row.cells
        if not head and len(cells) > 2 and row.is_head:
            head = cells
            continue
        names = [*head, *[""] * (len(cells) - len(head))]
        rest = [" ".join(filter(None, pair)) for pair in zip(names, cells, strict=False) if pair[1]]
        rest = rest[1:] if cells and cells[0] else rest
        if line := ": ".join(filter(None, (cells[0] if cells else "", "; ".join(rest)))):
            lines.append(line)
    return lines


def slug_of(title: str) -> str:
    """Letters, marks and digits of any script in lower case, joined by hyphens."""
    kept = (
        letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in title.casefold()
    )
    return "-".join("".join(kept).split())[:100] or "entry"


def read_text(text: str, stem: str) -> Findings:
    """One entry: a short first line above a blank one is its title, else the file's name is."""
    first, _, rest = text.strip().partition("\n")
    has_title = len(first) <= 120 and rest.strip() and not rest.partition("\n")[0].strip()
    title, body = (first, rest) if has_title else (title_from(stem), text)
    yield Found({"title": title, "body": body}, 1)


def title_from(stem: str) -> str:
    words = re.sub(r"[_-]+", " ", stem).strip()
    return words[:1].upper() + words[1:]
