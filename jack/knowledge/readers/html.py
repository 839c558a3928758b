"""Reads entries in web pages: under their headings, in their lists and in what they declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jack.knowledge.readers.findings import HEADINGS, Findings, Flaw, Found, Section, Wrong
from jack.knowledge.readers.plain import Writer, is_data_table, parsed_html, plain, walked
from jack.knowledge.readers.sections import section_entries
from jack.knowledge.readers.tables import json_of
from jack.knowledge.readers.texts import clean_line, slug_of, title_from

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LINKED_DATA = 'script[type="application/ld+json"]'


def read_html(text: str, stem: str) -> Findings:
    """Entries from the questions a page declares to search engines (FAQPage in JSON-LD), from its
    h2 and h3 sections, its <details> and its <dl>; a page without any of them is one entry."""
    page = parsed_html(text)
    values: dict[str, str] = {}
    root = page.css_first("html")
    if root and (
        language := re.match(r"[A-Za-z]{2}(?![A-Za-z])", root.attributes.get("lang") or "")
    ):
        values["language"] = language[0]
    declared = set[str]()
    for finding in _declared_questions(page):
        if isinstance(finding, Found):
            declared.add(slug_of(finding.values["title"]))
            finding = replace(finding, values={**values, **finding.values})
        yield finding
    sections = _page_sections(page, _page_title(page) or title_from(stem))
    for found in section_entries(sections, values):
        if slug_of(found.values["title"]) not in declared:
            yield found
    if not declared and not any(section.text for section in sections):
        yield Flaw("The page has no text")


def _page_title(page: LexborHTMLParser) -> str:
    heading, title = page.css_first("h1"), page.css_first("title")
    return clean_line(plain(heading)) or clean_line(title.text() if title else "")


def _page_sections(page: LexborHTMLParser, title: str) -> list[Section]:
    """What stands above the first heading comes first, at depth 1; a question with its answer is at
    depth 4. A further h1 counts as an h2."""
    sections = [Section(1, title)]
    heading, writer = sections[0], Writer()
    for node, step in walked(page.body, _is_part):
        if step != "whole" or node.tag == "table":
            writer.take(node, step)
        elif node.tag == "details":
            question = node.css_first("summary")
            answer = (child for child in node.iter(include_text=True) if child.tag != "summary")
            sections.append(Section(4, plain(question), plain(*answer)))
        elif node.tag == "dl":
            sections += _definitions(node)
        elif (name := clean_line(plain(node))) and name != title:
            heading.text, writer = writer.text(), Writer()
            heading = Section(max(2, HEADINGS[node.tag or ""]), name)
            sections.append(heading)
    heading.text = writer.text()
    return sections


def _is_part(node: LexborNode) -> bool:
    is_answered = node.tag == "details" and node.css_first("summary") is not None
    return is_answered or node.tag == "dl" or node.tag in HEADINGS or is_data_table(node)


def _definitions(node: LexborNode) -> Iterator[Section]:
    """The pairs of a <dl>: several terms share the definitions that follow them."""
    terms, texts = list[str](), list[str]()
    for child, step in walked(node, lambda inner: inner.tag in ("dt", "dd")):
        if step != "whole":
            continue
        if child.tag == "dt" and texts:
            yield Section(4, " / ".join(terms), "\n".join(texts))
            terms, texts = [], []
        (terms if child.tag == "dt" else texts).append(plain(child))
    if terms or texts:
        yield Section(4, " / ".join(terms), "\n".join(texts))


def _declared_questions(page: LexborHTMLParser) -> Findings:
    """Questions of a schema.org FAQPage; see https://schema.org/FAQPage."""
    for script in page.css(_LINKED_DATA):
        try:
            data = json_of(script.text())
        except Wrong as error:
            yield Flaw(f"Its JSON-LD cannot be read: {error}")
            continue
        for question in _questions_in(data):
            answer = question.get("acceptedAnswer")
            answer = answer[0] if isinstance(answer, list) and answer else answer
            name, text = (
                question.get("name"),
                answer.get("text") if isinstance(answer, dict) else "",
            )
            if isinstance(name, str) and isinstance(text, str):
                title, body = plain(parsed_html(name).body), plain(parsed_html(text).body)
                yield Found({"title": title, "body": body})


def _questions_in(data: object) -> Iterator[Mapping[str, object]]:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict) and "Question" in _types_of(value):
            yield value
        elif isinstance(value, dict) and "FAQPage" in _types_of(value):
            waiting.append(value.get("mainEntity"))
        elif isinstance(value, dict):
            waiting.append(value.get("@graph"))


def _types_of(value: Mapping[str, object]) -> Sequence[object]:
    kind = value.get("@type")
    return kind if isinstance(kind, list) else [kind]
