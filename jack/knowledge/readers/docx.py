"""Reads entries under the headings of Word documents (ECMA-376, WordprocessingML).

The zip and its XML come from strangers: parts are read up to a limit whatever the zip says of their
size, and a document type, the door to entities, is refused (the format forbids it, part 2, 8.1.4).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import zip_longest
from xml.parsers import expat

from jack.knowledge.readers.findings import Findings, Flaw, Wrong
from jack.knowledge.readers.sections import LOWEST, Block, document_sections, section_entries
from jack.knowledge.readers.texts import Row, clean_line, table_lines, tidy, title_from

MAX_PART_BYTES = 64 * 1024 * 1024
MAX_PARTS = 10_000
MAX_XML_DEPTH = 300
MAX_HEADING_CHARS = 120

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SKIPPED = frozenset({"w:del", "w:moveFrom", "w:instrText", "w:delText", "mc:Fallback"})
"""What was deleted, what a field is made of, and what older programs show instead."""
_OFF = ("0", "false", "none", "off")

Attributes = Mapping[str, str]


def read_docx(data: bytes, stem: str) -> Findings:
    """Entries from the sections under headings of the first three levels; a short line all in bold
    above other text is a heading too. Without any the document is one entry."""
    parts = _parts(data, ("word/document.xml", "word/styles.xml"))
    if "word/document.xml" not in parts:
        raise Wrong("this is no Word document")
    styles = _Styles()
    if "word/styles.xml" in parts:
        _parse(parts["word/styles.xml"], styles.open, styles.close)
    document = _Document(styles.depths(), styles.lists)
    _parse(parts["word/document.xml"], document.open, document.close, document.take)
    sections = document_sections([*_named(document.blocks)], title_from(stem))
    if not any(section.text for section in sections):
        yield Flaw("The document has no text")
        return
    yield from section_entries(sections, {})


def _parts(data: bytes, names: tuple[str, ...]) -> dict[str, bytes]:
    if data.startswith(_OLE):
        raise Wrong("it has a password or is of an old Word; save it as .docx without a password")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise Wrong(f"it has more than {MAX_PARTS} parts")
            there = set(archive.namelist())
            return {name: _part(archive, name) for name in names if name in there}
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError,
    ) as error:  # fmt: skip
        raise Wrong("the file is damaged, or no Word document") from error


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(MAX_PART_BYTES + 1)
    if len(data) > MAX_PART_BYTES:
        raise Wrong(f"its text is larger than {MAX_PART_BYTES // 1024**2} MB")
    return data


# -- XML ---------------------------------------------------------------------------------------


def _parse(
    data: bytes,
    open_: Callable[[str, Attributes], None],
    close: Callable[[str], None],
    take: Callable[[str], None] = lambda text: None,
) -> None:
    """Call these for elements as `w:p`, with their attributes as `w:val`, and for text.

    Raises Wrong for a document type, deep nesting, and what is no XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise Wrong(f"elements nested more than {MAX_XML_DEPTH} deep")
        open_(_short(name), {_short(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        close(_short(name))

    def refuse(*_: object) -> None:
        raise Wrong("it declares a document type, which a Word document never has")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = take
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Wrong("its text is damaged") from error


def _short(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    if namespace in _WORD:
        return f"w:{local}"
    return f"mc:{local}" if namespace == _COMPATIBILITY else local


@dataclass(slots=True)
class _Styles:
    """Paragraph styles by id: (name, style it is based on, outline level); those of lists."""

    found: dict[str, tuple[str, str, int | None]] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    current: str = ""

    def open(self, tag: str, attributes: Attributes) -> None:
        value = attributes.get("w:val", "")
        if tag == "w:style":
            self.current = attributes.get("w:styleId", "")
            self.found[self.current] = ("", "", None)
        elif self.current:
            name, base, level = self.found[self.current]
            if tag == "w:name":
                name = value
            elif tag == "w:basedOn":
                base = value
            elif tag == "w:outlineLvl" and value.isdecimal():
                level = int(value)
            elif tag == "w:numId" and value != "0":
                self.lists.add(self.current)
            self.found[self.current] = (name, base, level)

    def close(self, tag: str) -> None:
        if tag == "w:style":
            self.current = ""

    def depths(self) -> dict[str, int]:
        """The depth of a heading by its style. Built-in names are English in every language."""
        return {style: depth for style in self.found if (depth := self._depth(style))}

    def _depth(self, style: str) -> int:
        seen = set[str]()
        while style in self.found and style not in seen:
            seen.add(style)
            name, base, level = self.found[style]
            if name.casefold() == "title":
                return 1
            if heading := re.fullmatch(r"heading (\d)", name.casefold()):
                return int(heading[1]) + 1
            if level is not None and level < 9:  # 9 is body text (part 1, 17.3.1.20)
                return level + 2
            style = base
        return 0


# -- what is written ----------------------------------------------------------------------------


@dataclass(slots=True)
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    depth: int = 0
    is_item: bool = False
    bold_chars: int = 0
    chars: int = 0

    @property
    def is_bold(self) -> bool:
        return 0 < self.chars == self.bold_chars


@dataclass(slots=True)
class _Document:
    """Collects blocks while the body is parsed. Tables in tables are text of their cell."""

    depths: Mapping[str, int]
    lists: Set[str]
    blocks: list[Block] = field(default_factory=list)
    paragraphs: list[_Paragraph] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    tables: int = 0
    skipped: int = 0
    is_head_row: bool = False
    cell_is_bold: bool = True
    is_text: bool = False
    is_bold_run: bool = False

    def open(self, tag: str, attributes: Attributes) -> None:
        if self.skipped or tag in _SKIPPED:
            self.skipped += 1
            return
        value = attributes.get("w:val", "")
        match tag:
            case "w:p":
                # A text box is a paragraph within a paragraph.
                self.paragraphs.append(_Paragraph())
            case "w:tbl":
                self.tables += 1
                if self.tables == 1:
                    self.rows = []
            case "w:tr" if self.tables == 1:
                self.cells, self.is_head_row, self.cell_is_bold = [], False, True
            case "w:tblHeader" if self.tables == 1:
                self.is_head_row = value not in _OFF
            case "w:tc" if self.tables == 1:
                self.cell = []
            case "w:r":
                self.is_bold_run = False
            case "w:t":
                self.is_text = True
            case _ if self.paragraphs:
                self._mark(self.paragraphs[-1], tag, value)

    def _mark(self, paragraph: _Paragraph, tag: str, value: str) -> None:
        match tag:
            case "w:pStyle":
                paragraph.depth = paragraph.depth or self.depths.get(value, 0)
                paragraph.is_item = value in self.lists
            case "w:outlineLvl" if value.isdecimal() and int(value) < 9:
                paragraph.depth = int(value) + 2
            case "w:numId":
                paragraph.is_item = value != "0"
            case "w:b":
                self.is_bold_run = value not in _OFF
            case "w:tab":
                paragraph.parts.append(" ")
            case "w:br" | "w:cr":
                paragraph.parts.append("\n")
            case "w:noBreakHyphen":
                paragraph.parts.append("-")

    def take(self, text: str) -> None:
        if self.is_text and not self.skipped and self.paragraphs:
            paragraph = self.paragraphs[-1]
            paragraph.parts.append(text)
            letters = len(text.strip())
            paragraph.chars += letters
            paragraph.bold_chars += letters if self.is_bold_run else 0

    def close(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        match tag:
            case "w:t":
                self.is_text = False
            case "w:p" if self.paragraphs:
                self._end_paragraph(self.paragraphs.pop())
            case "w:tc" if self.tables == 1:
                self.cells.append(clean_line(" ".join(self.cell)))
            case "w:tr" if self.tables == 1:
                is_first = not self.rows
                is_head = self.is_head_row or (is_first and self.cell_is_bold)
                self.rows.append(Row(self.cells, is_head=is_head))
            case "w:tbl":
                self.tables -= 1
                if self.tables == 0 and (lines := table_lines(self.rows)):
                    self.blocks.append(Block("\n".join(lines)))

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = tidy("".join(paragraph.parts))
        if not text:
            return
        if self.tables:
            self.cell.append(text)
            self.cell_is_bold = self.cell_is_bold and paragraph.is_bold
            return
        self.blocks.append(
            Block(text, paragraph.depth, paragraph.is_item, is_bold=paragraph.is_bold)
        )


def _named(blocks: list[Block]) -> Iterator[Block]:
    """Blocks where a short line all in bold above other text is a heading of the lowest kind."""
    for block, following in zip_longest(blocks, blocks[1:]):
        is_name = (
            block.is_bold
            and not block.depth
            and not block.is_item
            and "\n" not in block.text
            and len(block.text) <= MAX_HEADING_CHARS
            and not block.text.endswith((".", ",", ";"))
            and following is not None
            and not following.is_bold
        )
        yield replace(block, depth=LOWEST) if is_name else block
