"""Finds lines, paragraphs and headings in texts that only say where on a page they stand.

Lengths are points as they come out of the page's matrices; y grows upwards.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from jack.knowledge.readers.sections import LOWEST, Block
from jack.knowledge.readers.texts import clean, clean_line

MAX_HEADING_CHARS = 150
LARGER = 1.12
"""Times the size of the text from which on a line is a heading."""
EDGE = 0.12
"""Share of the page's height, above and below, in which headers and footers stand."""
SPACED = 1.15
APART = 1.45
"""Times the usual distance of two lines: a line of its own, a paragraph of its own."""
WIDE = 1.0
"""Times the size of the text from which on a gap in a line parts the cells of a table."""
SHORT = 0.7
"""Share of the longest line beside it under which a line was ended on purpose."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text with the place it begins at. `size`: the height of its font."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    fragments: tuple[Fragment, ...]
    bottom: float
    top: float

    def is_edge(self, y: float) -> bool:
        margin = (self.top - self.bottom) * EDGE
        return not self.bottom + margin < y < self.top - margin


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` are texts with wide gaps between them. `gap` is the way down from the line before,
    None at the top of a page or column."""

    cells: tuple[str, ...]
    x: float
    y: float
    size: float
    is_bold: bool
    sheet: int
    gap: float | None = None

    @property
    def text(self) -> str:
        return " ".join(self.cells)


def blocks_of(sheets: Sequence[Sheet], outline: Mapping[str, int]) -> list[Block]:
    """What a document says, in its order. `outline` holds names of headings with depths from 0."""
    lines = _without_edges(sheets, [[*_lines(sheet, n)] for n, sheet in enumerate(sheets)])
    if not lines:
        return []
    body = _usual_size(lines)
    usual = _usual_gap(lines, body)
    depths = _depths(lines, body)
    blocks: list[Block] = []
    hyphens = _Hyphens(lines)
    for depth, group in groupby(lines, key=lambda line: _depth(line, depths, body, outline)):
        if depth:
            blocks += [Block(text, depth) for text in _headings(group)]
        else:
            blocks += _paragraphs([*group], usual, hyphens)
    return _with_text_only(blocks)


# -- lines ---------------------------------------------------------------------------------------


def _lines(sheet: Sheet, number: int) -> Iterator[Line]:
    row: list[Fragment] = []
    last: Line | None = None
    for fragment in sheet.fragments:
        if row and abs(fragment.y - row[-1].y) > 0.4 * max(fragment.size, row[-1].size):
            last = _spaced(_line(row, number), last)
            yield last
            row = []
        row.append(fragment)
    if row:
        yield _spaced(_line(row, number), last)


def _spaced(line: Line, last: Line | None) -> Line:
    if last is None or line.y >= last.y:
        return line
    return replace(line, gap=last.y - line.y)


def _line(row: Sequence[Fragment], sheet: int) -> Line:
    cells = [""]
    end = row[0].x
    for fragment in row:
        text = clean(fragment.text)
        gap = fragment.x - end
        if cells[-1].strip() and gap > WIDE * fragment.size:
            cells.append(text)
        elif cells[-1] and gap > 0.2 * fragment.size and not cells[-1].endswith(" "):
            cells[-1] += f" {text.lstrip()}"
        else:
            cells[-1] += text
        end = max(end, fragment.x + _width(text, fragment.size))
    size = max(row, key=lambda fragment: len(fragment.text)).size
    return Line(
        cells=tuple(filter(None, map(clean_line, cells))) or ("",),
        x=row[0].x,
        y=row[0].y,
        size=round(size * 2) / 2,
        is_bold=all(fragment.is_bold for fragment in row),
        sheet=sheet,
    )


def _width(text: str, size: float) -> float:
    """About as wide as letters of this size are."""
    return len(text) * size * 0.5


_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(
    r"[^\w]*(?:[^\W\d]{0,8}\W{0,2})?\d{1,4}(?:\W{1,4}(?:[^\W\d]{1,4}\W)?\d{1,4})?[^\w]*"
)


def _without_edges(sheets: Sequence[Sheet], pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Without headers and footers: what stands at the edge of most pages but for its numbers, and
    lone page numbers there."""
    seen: Counter[str] = Counter()
    for sheet, lines in zip(sheets, pages, strict=True):
        seen.update({_NUMBER.sub("#", line.text) for line in lines if sheet.is_edge(line.y)})
    often = max(2, (len([page for page in pages if page]) + 1) // 2)
    repeated = {text for text, count in seen.items() if count >= often}

    def is_kept(sheet: Sheet, line: Line) -> bool:
        if not line.text or not sheet.is_edge(line.y):
            return bool(line.text)
        is_page = len(pages) > 1 and _PAGE.fullmatch(line.text) is not None
        return not is_page and _NUMBER.sub("#", line.text) not in repeated

    return [
        line
        for sheet, lines in zip(sheets, pages, strict=True)
        for line in lines
        if is_kept(sheet, line)
    ]


# -- headings ------------------------------------------------------------------------------------


def _usual_size(lines: Sequence[Line]) -> float:
    """That of most letters."""
    chars: Counter[float] = Counter()
    for line in lines:
        chars[line.size] += len(line.text)
    return chars.most_common(1)[0][0]


def _usual_gap(lines: Sequence[Line], body: float) -> float:
    """From line to line within a paragraph."""
    gaps = [line.gap for line in lines if line.size == body and line.gap is not None]
    return median([gap for gap in gaps if gap <= 1.7 * body] or [1.2 * body])


def _depths(lines: Sequence[Line], body: float) -> dict[float, int]:
    """Sizes larger than the text's, as depths. The largest, if only the first lines have it, is the
    title's."""
    sizes = sorted({line.size for line in lines if line.size > LARGER * body}, reverse=True)
    if not sizes:
        return {}
    titled = [number for number, line in enumerate(lines) if line.size == sizes[0]]
    first = 1 if titled == [*range(len(titled))] and len(titled) <= 3 else 2
    return {size: min(first + rank, LOWEST) for rank, size in enumerate(sizes)}


def _depth(line: Line, depths: Mapping[float, int], body: float, outline: Mapping[str, int]) -> int:
    """0 for text."""
    text = line.text
    if (level := outline.get(text.casefold())) is not None:
        return min(level + 2, LOWEST)
    is_sentence = text.endswith((".", ",", ";", ":")) or len(text) > MAX_HEADING_CHARS
    if len(line.cells) > 1 or _item(text) or not re.search(r"[^\W\d_]", text):
        return 0
    if line.size in depths and len(text) <= MAX_HEADING_CHARS:
        return depths[line.size]
    is_name = line.is_bold and line.size >= body and not is_sentence
    return LOWEST if is_name and len(text) <= MAX_HEADING_CHARS / 2 else 0


def _headings(lines: Iterator[Line]) -> Iterator[str]:
    """A heading that goes on in the next line is one."""
    text = ""
    for line in lines:
        goes_on = line.gap is not None and line.gap <= APART * line.size
        if text and not goes_on:
            yield text
            text = ""
        text = f"{text} {line.text}".strip()
    yield text


def _with_text_only(blocks: Sequence[Block]) -> list[Block]:
    """A bold line with nothing under it but a further one is text, not a heading."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else Block("", LOWEST)
        is_bare = block.depth == LOWEST and following.depth > 0
        kept.append(replace(block, depth=0) if is_bare else block)
    return kept


# -- paragraphs ----------------------------------------------------------------------------------

_ITEM = re.compile(r"(?:[•▪◦‣·●○■□►–—*]|-(?=\s))\s*(?=\S)")  # signs that begin items


def _item(text: str) -> re.Match[str] | None:
    return _ITEM.match(text)


def _paragraphs(lines: Sequence[Line], usual: float, hyphens: _Hyphens) -> Iterator[Block]:
    """Lines that belong together as one text; what was set on a line of its own keeps it."""
    longest: dict[tuple[int, int], int] = defaultdict(int)
    for line in lines:
        column = (line.sheet, round(line.x))
        longest[column] = max(longest[column], len(line.text))
    text, is_item, before = "", False, None
    for line in lines:
        shown = _cells(line)
        mark = _item(shown)
        is_row = before is not None and len(line.cells) > 1 and len(before.cells) > 1
        is_apart = before is not None and not is_row and (line.gap or 0.0) > APART * usual
        # A text may go on over the page.
        if text and (mark or is_apart or (is_item and before and line.x < before.x - 1)):
            yield Block(text, is_item=is_item)
            text = ""
        if not text:
            text, is_item = (shown[mark.end() :], True) if mark else (shown, False)
        else:
            assert before is not None
            width = longest[before.sheet, round(before.x)]
            is_own = (
                len(line.cells) > 1
                or len(before.cells) > 1
                or (line.gap or 0.0) > SPACED * usual
                or (
                    len(before.text) < SHORT * width
                    and not is_item
                    and not _BROKEN.search(before.text)
                )
            )
            text = f"{text}\n{shown}" if is_own else hyphens.joined(text, shown)
        before = line
    if text:
        yield Block(text, is_item=is_item)


def _cells(line: Line) -> str:
    """Texts with wide gaps between them are a row of a table: "a: b; c"."""
    first, *rest = line.cells
    if not rest or _item(line.text):
        return line.text
    return f"{first.rstrip(':')}: {'; '.join(rest)}"


_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_START = re.compile(r"[^\W\d_]+")


class _Hyphens:
    """Mends words that were cut at the end of a line, by how the document writes them elsewhere."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.compounds = set[str]()
        for line in lines:
            self.compounds |= {
                word.casefold() for word in re.findall(r"[^\W\d_]+-[^\W\d_]+", line.text)
            }

    def joined(self, text: str, following: str) -> str:
        """The second after the first, in one line."""
        cut, start = _BROKEN.search(text), _START.match(following)
        if cut is None or start is None:
            return f"{text} {following}"
        is_name = start[0][0].isupper()
        if is_name or f"{cut[1]}-{start[0]}".casefold() in self.compounds:
            return text + following
        return text[: cut.end(1)] + following
