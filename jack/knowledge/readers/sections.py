"""Sections of a document as entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from jack.knowledge.readers.findings import Found, Section
from jack.knowledge.readers.values import category_of

LOWEST = 4


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list or a table of a document; with a depth it is a heading: 1 is
    the document's title, 2 a chapter, and so on."""

    text: str
    depth: int = 0
    is_item: bool = False
    is_bold: bool = False


def document_sections(blocks: Sequence[Block], title: str) -> list[Section]:
    """A document cut at its headings, those of the lowest levels counting as one. It has a title
    where it begins with one, or with the only heading of its highest level; else `title`."""
    chapters = [block for block in blocks if block.depth == 2]
    sections = [Section(1, title)]
    texts: list[list[str]] = [[]]
    for number, block in enumerate(blocks):
        name = " ".join(block.text.split())
        if not block.depth:
            texts[-1].append(f"- {block.text}" if block.is_item else block.text)
        elif number == 0 and (block.depth == 1 or chapters == [block]):
            sections[0].title = name
        else:
            sections.append(Section(min(max(block.depth, 2), LOWEST), name))
            texts.append([])
    for section, parts in zip(sections, texts, strict=True):
        text = "\n\n".join(parts)
        # Items of a list stand on lines that follow each other.
        section.text = re.sub(r"^(- .*)\n\n(?=- )", r"\1\n", text, flags=re.MULTILINE)
    return sections


def section_entries(sections: Sequence[Section], values: Mapping[str, str]) -> Iterator[Found]:
    """Sections as entries; a heading without text lends its name, if it is one, as category."""
    above: list[Section] = []
    for section, following in zip_longest(sections, sections[1:]):
        while above and above[-1].depth >= section.depth:
            above.pop()
        groups = [group.title for group in above if not group.text and category_of(group.title)]
        above.append(section)
        is_group = following is not None and following.depth > section.depth
        if section.text or not (is_group or section.depth == 1):
            category = {"category": groups[-1]} if groups else {}
            yield Found({**values, **category, "title": section.title, "body": section.text})
