"""Turns what readers found into drafts with keys, within limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.readers.findings import Findings, Flaw, Found, Wrong
from jack.knowledge.readers.texts import clean, clean_line, quoted, slug_of, tidy
from jack.knowledge.readers.values import (
    ABOUT_ENTRIES,
    audience_of,
    category_of,
    date_of,
    language_of,
)
from jack.model.knowledge import Audience, Category

MAX_TITLE_CHARS = 500
MAX_BODY_CHARS = 50_000
MAX_ENTRIES = 20_000
MAX_PROBLEMS = 1_000  # of one file: more of them say that it is another kind of file


@dataclass(slots=True)
class Sifting:
    """Turns the findings of one file into drafts with keys, and what is wrong into problems."""

    source: str
    fallback: Category
    keys: set[str] = field(default_factory=set)
    repeats: dict[str, int] = field(default_factory=dict)

    def sift(self, findings: Findings) -> Iterator[EntryDraft | ReadProblem]:
        entries = problems = 0
        try:
            for finding in findings:
                if entries == MAX_ENTRIES or problems == MAX_PROBLEMS:
                    what = "entries" if entries == MAX_ENTRIES else "problems"
                    message = f"Too many {what}: the file is not read from here on"
                    yield ReadProblem(self.source, finding.line, message)
                    return
                result = self._judge(finding)
                entries += isinstance(result, EntryDraft)
                problems += isinstance(result, ReadProblem)
                yield result
        except Wrong as error:
            yield ReadProblem(self.source, None, f"Cannot be read: {error}")

    def _judge(self, finding: Found | Flaw) -> EntryDraft | ReadProblem:
        if isinstance(finding, Flaw):
            return ReadProblem(self.source, finding.line, clean_line(finding.message))
        try:
            return self._draft({name: clean(text) for name, text in finding.values.items()})
        except Wrong as error:
            return ReadProblem(self.source, finding.line, f"{finding.where}{error}")

    def _draft(self, values: Mapping[str, str]) -> EntryDraft:
        title = clean_line(values.get("title", ""))
        body = tidy(values.get("body", ""))
        if not title:
            raise Wrong("an entry without a title")
        if len(title) > MAX_TITLE_CHARS:
            raise Wrong(f"a title of {len(title)} characters, at most {MAX_TITLE_CHARS}")
        if not body:
            raise Wrong(f"{quoted(title)} has no text")
        if len(body) > MAX_BODY_CHARS:
            raise Wrong(f"{quoted(title)} has {len(body)} characters, at most {MAX_BODY_CHARS}")
        given = {name: clean_line(values.get(name, "")) for name in ("key", *ABOUT_ENTRIES)}
        starts = date_of(given["valid_from"]) if given["valid_from"] else None
        ends = date_of(given["valid_until"]) if given["valid_until"] else None
        if starts and ends and ends < starts:
            raise Wrong(f"{quoted(title)} is valid until {ends}, before it starts on {starts}")
        return EntryDraft(
            title=title,
            body=body,
            category=category_of(given["category"]) or self.fallback,
            language=language_of(given["language"]) if given["language"] else None,
            audience=audience_of(given["audience"]) if given["audience"] else Audience.GUEST,
            valid_from=starts,
            valid_until=ends,
            source=self.source,
            key=self._key(given["key"], title),
        )

    def _key(self, explicit: str, title: str) -> str:
        key = explicit
        if explicit and explicit in self.keys:
            raise Wrong(f"the id {quoted(explicit)} is used twice")
        if not explicit:
            key = slug = slug_of(title)
            while key in self.keys:
                self.repeats[slug] = self.repeats.get(slug, 1) + 1
                key = f"{slug}-{self.repeats[slug]}"
        self.keys.add(key)
        return key
