"""Reads entries under the headings of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from jack.knowledge.readers.findings import HEADINGS, Findings, Flaw, Found, Section, Wrong
from jack.knowledge.readers.plain import parsed_html, plain
from jack.knowledge.readers.texts import quoted, title_from
from jack.knowledge.readers.values import (
    ABOUT_ENTRIES,
    CHECKS,
    FIELD_OF,
    category_of,
    misspelt,
    squeezed,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(.*?)^(?:---|\.\.\.)[^\S\n]*$", re.DOTALL | re.MULTILINE)


def read_markdown(text: str, stem: str) -> Findings:
    """Each `##` is an entry, or each `###` where the `##` above only names a category.

    A file without `##` is one entry, titled by its `#` or its name.
    """
    values: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        values, unknown, wrong = _front_matter(front[1])
        yield from unknown
        yield from wrong
        if wrong:
            return
        text = "\n" * front[0].count("\n") + text[front.end() :]
    sections = _markdown_sections(text)
    if any(section.depth == 2 for section in sections):
        yield from _markdown_entries(sections, values)
        return
    head = next((section for section in sections if section.depth == 1), None)
    body = _joined(replace(part, title="") if part is head else part for part in sections)
    yield Found({**values, "title": head.title if head else title_from(stem), "body": body}, 1)


def _front_matter(text: str) -> tuple[dict[str, str], list[Flaw], list[Flaw]]:
    """What holds for all entries of a file; lines that mean nothing; lines that forbid importing."""
    values, unknown, wrong = dict[str, str](), list[Flaw](), list[Flaw]()
    for number, line in enumerate(text.split("\n"), 2):
        name, _, value = line.partition(":")
        name, value = name.strip(), value.strip().strip("\"'")
        known = FIELD_OF.get(squeezed(name))
        if (not value and (known or not name)) or name.startswith("#"):
            continue
        if known in ABOUT_ENTRIES:
            try:
                CHECKS.get(known, str)(value)
            except Wrong as error:
                wrong.append(Flaw(str(error), number))
            values[known] = value
        elif message := misspelt(name):
            wrong.append(Flaw(message, number))
        else:
            allowed = ", ".join(ABOUT_ENTRIES)
            unknown.append(Flaw(f"{quoted(name)} is unknown here; known: {allowed}", number))
    return values, unknown, wrong


def _markdown_entries(sections: Iterable[Section], values: Mapping[str, str]) -> Findings:
    for head, parts in _by_second_level(sections):
        if head.depth < 2:
            if head.text:
                yield Flaw("Text that stands under no '## ' heading is not imported", head.line)
        elif parts and not head.text and category_of(head.title):
            for part in parts:
                found = {**values, "category": head.title, "title": part.title, "body": part.text}
                yield Found(found, part.line)
        else:
            body = _joined([replace(head, title=""), *parts])
            yield Found({**values, "title": head.title, "body": body}, head.line)


def _by_second_level(sections: Iterable[Section]) -> list[tuple[Section, list[Section]]]:
    """Each `##` with the `###` under it; all others, also a `###` under no `##`, alone."""
    groups: list[tuple[Section, list[Section]]] = []
    for section in sections:
        if section.depth == 3 and groups and groups[-1][0].depth == 2:
            groups[-1][1].append(section)
        else:
            groups.append((section, []))
    return groups


def _markdown_sections(text: str) -> list[Section]:
    """The file cut at its headings of the first three levels; `#` in code is none of them."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text)
    heads = [
        number
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in HEADINGS
    ]

    def text_between(start: int, end: int) -> str:
        return plain(
            parsed_html(markdown.renderer.render(tokens[start:end], markdown.options, {})).body
        )

    sections = [Section(0, "", text_between(0, heads[0] if heads else len(tokens)), 1)]
    for head, following in pairwise([*heads, len(tokens)]):
        depth, title = HEADINGS[tokens[head].tag], _markdown_title(tokens[head + 1])
        line = (tokens[head].map or [0])[0] + 1
        sections.append(Section(depth, title, text_between(head + 3, following), line))
    return sections


def _markdown_title(inline: Token) -> str:
    kinds = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        kinds.get(token.type, token.content if token.type in ("text", "code_inline") else "")
        for token in inline.children or ()
    )


def _joined(sections: Iterable[Section]) -> str:
    texts = ("\n".join(filter(None, (part.title, part.text))) for part in sections)
    return "\n\n".join(filter(None, texts))
