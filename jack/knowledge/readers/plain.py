"""Turns HTML into plain text with its paragraphs, lists, links and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from jack.knowledge.readers.findings import Wrong
from jack.knowledge.readers.texts import Row, clean_line, table_lines, tidy
from jack.knowledge.readers.values import phrases

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML_DEPTH = 500  # the parser's time grows with the square of the depth

_DROPPED = phrases(
    """head, title, script, style, nav, header, footer, aside, form, noscript, template, svg, iframe,
    button, select"""
)
_PARAGRAPHS = phrases(
    """p, div, section, article, main, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre,
    figure, address, details, dl, fieldset"""
)
_LINES = phrases("br, tr, td, th, dt, dd, summary, figcaption, legend")
# Elements that cannot hold themselves: void ones, and those whose end tag may be left out.
_UNNESTED = phrases(
    """area, base, br, col, embed, hr, img, input, link, meta, param, source, track, wbr,
    p, li, dt, dd, tr, td, th, thead, tbody, tfoot, option, optgroup, html, head, body"""
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)")

_ITEM = "\n- "
Step = Literal["open", "close", "whole"]


def parsed_html(text: str) -> LexborHTMLParser:
    """Raises Wrong for a page nested so deeply that parsing would take minutes."""
    from selectolax.lexbor import LexborHTMLParser

    depth, foreign, raw = 0, 0, ""
    for closing, name, rest in _TAG.findall(text):
        tag = name.lower()
        if raw:
            raw = "" if closing and tag == raw else raw
        elif tag in ("script", "style"):
            raw = tag if not closing else ""
        elif tag not in _UNNESTED and not (foreign and rest.endswith("/")):
            step = -1 if closing else 1
            depth = max(0, depth + step)
            foreign = max(0, foreign + step) if tag == "svg" else foreign
            if depth > MAX_HTML_DEPTH:
                raise Wrong(f"elements nested more than {MAX_HTML_DEPTH} deep")
    return LexborHTMLParser(text)


def walked(
    root: LexborNode | None, is_whole: Callable[[LexborNode], bool]
) -> Iterator[tuple[LexborNode, Step]]:
    """Elements in document order as they open and close, text and what `is_whole` once."""
    waiting: list[tuple[LexborNode, Step]] = [(root, "open")] if root else []
    while waiting:
        node, step = waiting.pop()
        if node.tag in _DROPPED or node.is_comment_node:
            continue
        if node.is_text_node or step == "close":
            yield node, step
        elif is_whole(node):
            yield node, "whole"
        else:
            yield node, step
            waiting.append((node, "close"))
            waiting += [(child, "open") for child in reversed([*node.iter(include_text=True)])]


def is_data_table(node: LexborNode) -> bool:
    """Tables that hold tables, headings or questions are there for the layout of the page."""
    return node.tag == "table" and len(node.css("table, h1, h2, h3, details, dl")) == 1


def plain(*nodes: LexborNode | None) -> str:
    """Nodes as plain text: items as "- ", links as "text (address)", table rows as "a: b"."""
    writer = Writer()
    for root in nodes:
        for node, step in walked(root, is_data_table):
            writer.take(node, step)
    return writer.text()


@dataclass(slots=True)
class Writer:
    """Collects plain text of nodes as they open and close."""

    parts: list[str] = field(default_factory=list)
    link_starts: list[int] = field(default_factory=list)
    preformatted: int = 0

    def take(self, node: LexborNode, step: Step) -> None:
        tag = node.tag or ""
        if node.is_text_node:
            text = node.text_content or ""
            text = text if self.preformatted else re.sub(r"\s+", " ", text)
            self.parts += [text] if text.strip() or not self._is_at_item() else []
        elif step == "whole":
            self.parts += ["\n\n", "\n".join(_table_rows(node)), "\n\n"]
        elif tag == "a":
            self._take_link(node, step)
        elif tag == "li" and step == "close":
            self.parts.append("\n")
        elif tag == "li" or tag in _PARAGRAPHS:
            self.parts += [] if self._is_at_item() else [_ITEM if tag == "li" else "\n\n"]
            if tag == "pre":
                self.preformatted = max(0, self.preformatted + (1 if step == "open" else -1))
        elif step == "open" and tag in _LINES:
            self.parts.append("\n")
        elif step == "open" and tag == "img":
            self.parts.append(node.attributes.get("alt") or "")

    def _is_at_item(self) -> bool:
        """Whether an item has just begun: a paragraph or list in it then begins on its line."""
        return self.parts[-1:] == [_ITEM]

    def _take_link(self, node: LexborNode, step: Step) -> None:
        if step == "open":
            self.link_starts.append(len(self.parts))
        elif self.link_starts:
            label = "".join(self.parts[self.link_starts.pop() :])
            address = node.attributes.get("href") or ""
            shown = re.sub(r"^(?:mailto|tel):", "", address)
            is_absolute = re.match(r"(?:https?|mailto|tel):", address)
            if is_absolute and label.strip() and shown not in label:
                self.parts.append(f" ({shown})")

    def text(self) -> str:
        lines = "".join(self.parts).split("\n")
        text = tidy("\n".join(line for line in lines if line.strip() != "-"))
        return re.sub(r"^(- .*)\n\n(?=- )", r"\1\n", text, flags=re.MULTILINE)


def _table_rows(table: LexborNode) -> list[str]:
    rows = []
    for row in table.css("tr"):
        nodes = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        cells = [clean_line(plain(cell)) for cell in nodes]
        rows.append(Row(cells, is_head=all(cell.tag == "th" for cell in nodes)))
    return table_lines(rows)
