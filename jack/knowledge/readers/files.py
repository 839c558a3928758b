"""Finds the files of a hotel, reads them, and gives each to the reader of its kind."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jack.errors import ReadError
from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.readers.docx import read_docx
from jack.knowledge.readers.findings import Findings, Wrong
from jack.knowledge.readers.html import read_html
from jack.knowledge.readers.markdown import read_markdown
from jack.knowledge.readers.pdf import read_pdf
from jack.knowledge.readers.sifting import Sifting
from jack.knowledge.readers.tables import read_csv, read_json, read_json_lines
from jack.knowledge.readers.texts import UNWANTED, clean_line, quoted, read_text
from jack.knowledge.readers.values import category_of
from jack.model.knowledge import Category

MAX_FILE_BYTES = 20 * 1024 * 1024

Reader = Callable[[bytes, str], Findings]


def _of_text(read: Callable[[str, str], Findings], *, is_html: bool = False) -> Reader:
    return lambda data, stem: read(text_of(data, is_html=is_html), stem)


READERS: dict[str, Reader] = {
    ".md": _of_text(read_markdown),
    ".markdown": _of_text(read_markdown),
    ".txt": _of_text(read_text),
    ".html": _of_text(read_html, is_html=True),
    ".htm": _of_text(read_html, is_html=True),
    ".csv": _of_text(read_csv),
    ".json": _of_text(read_json),
    ".jsonl": _of_text(read_json_lines),
    ".docx": read_docx,
    ".pdf": read_pdf,
}


def read_path(path: Path, *, category: str | None = None) -> Iterator[EntryDraft | ReadProblem]:
    """Read a file, or all files of a folder and the folders in it, in the order of their names.

    Sources are paths relative to the folder, or the name of the single file. `category` is for
    entries whose file gives none that is known. Bad content is reported and the rest read; nothing
    is raised for it. Raises ReadError at once if the path does not exist or cannot be listed.
    """
    fallback = (category_of(category) if category else None) or Category.FAQ
    try:
        if path.is_dir():
            return _read_folder(path, sorted(path.iterdir()), fallback)
        path.stat()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ReadError(f"Cannot read {path}: {reason}. Check the path.", path=str(path)) from error
    return _read_file(path, path.name, fallback)


def _read_folder(
    root: Path, members: Sequence[Path], fallback: Category
) -> Iterator[EntryDraft | ReadProblem]:
    for path in members:
        source = clean_line(path.relative_to(root).as_posix())
        if path.name.startswith("."):
            yield ReadProblem(source, None, "Hidden, skipped")
        elif path.is_symlink() and path.is_dir():
            yield ReadProblem(source, None, "Link to a folder, skipped")
        elif path.is_dir():
            try:
                inner = sorted(path.iterdir())
            except OSError as error:
                yield ReadProblem(source, None, f"Cannot be listed: {error.strerror}")
                continue
            yield from _read_folder(root, inner, fallback)
        else:
            yield from _read_file(path, source, fallback)


def _read_file(path: Path, source: str, fallback: Category) -> Iterator[EntryDraft | ReadProblem]:
    suffix = path.suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = " ".join(READERS)
        yield ReadProblem(source, None, f"Unknown kind of file {quoted(suffix)}; known: {known}")
        return
    try:
        findings = reader(_bytes_of(path), path.stem)
    except OSError as error:
        yield ReadProblem(source, None, f"Cannot be read: {error.strerror}")
        return
    except Wrong as error:
        yield ReadProblem(source, None, f"Cannot be read: {error}")
        return
    yield from Sifting(source, fallback).sift(findings)


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise Wrong("not a regular file")
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise Wrong(f"larger than {MAX_FILE_BYTES // 1024**2} MB")
    return data


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HTML_CHARSET = re.compile(
    rb"""<meta[^>]{1,200}?charset\s*=\s*["']?"""
    rb"""((?:windows|iso|koi8|shift|euc|gb|big5|cp)[\w-]{0,20})""",
    re.IGNORECASE,
)


def text_of(data: bytes, *, is_html: bool) -> str:
    """Decode by mark, as UTF-8, by an HTML page's own word, or as the Windows of western Europe."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and len(data) > 3 and data[:200].count(0) * 3 > len(data[:200]):
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
    if encoding is None:
        try:
            return _checked(data.decode("utf-8"))
        except UnicodeDecodeError:
            declared = _HTML_CHARSET.search(data[:4096]) if is_html else None
            encoding = declared[1].decode("ascii") if declared else "cp1252"
    try:
        return _checked(data.decode(encoding, errors="replace"))
    except LookupError:
        raise Wrong(f"unknown encoding {quoted(encoding)}") from None


def _checked(text: str) -> str:
    """Without control characters; refuses what is no text at all, such as a PDF misnamed."""
    unwanted = sum(len(run) for run in UNWANTED.findall(text)) + text.count("\ufffd")
    if unwanted > 8 and unwanted * 20 > len(text):
        raise Wrong("this is not text")
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
