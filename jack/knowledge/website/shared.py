"""What the pages of a site have in common, taken away, and their entries named by their pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.readers.findings import Flaw, Found
from jack.knowledge.readers.sifting import MAX_TITLE_CHARS, Sifting
from jack.knowledge.readers.texts import clean_line, slug_of
from jack.model.knowledge import Category

LEAST_PAGES = 3
SHARE = 0.5
"""A line, or the end of a title, on more than this share of the pages belongs to none of them."""
_SUFFIX = re.compile(r"\s+[|–—·»-]\s+(?=[^|–—·»]+$)")


@dataclass(frozen=True, slots=True)
class Read:
    """A page and what a reader found on it. `source` is its address."""

    source: str
    found: Sequence[Found | Flaw]

    @property
    def entries(self) -> Iterator[Found]:
        return (each for each in self.found if isinstance(each, Found))


def drafts_of(pages: Sequence[Read], fallback: Category) -> list[EntryDraft | ReadProblem]:
    """Entries of all pages. Lines that most pages have are left out; a heading that other pages have
    too, over another text, goes with the name of its page."""
    common = _common_lines(pages)
    ends = _common_ends(pages)
    drafts: list[tuple[str, EntryDraft | ReadProblem]] = []
    for page in pages:
        found = [_without(each, common, ends) for each in page.found]
        kept = [each for each in found if isinstance(each, Flaw) or each.values["body"]]
        first = next((each for each in kept if isinstance(each, Found)), None)
        name = clean_line(first.values["title"]) if first else ""
        drafts += [(name, each) for each in Sifting(page.source, fallback).sift(iter(kept))]
    texts: dict[str, set[str]] = {}
    for _, draft in drafts:
        if isinstance(draft, EntryDraft):
            texts.setdefault(slug_of(draft.title), set()).add(draft.body)
    return [
        _named(draft, name) if isinstance(draft, EntryDraft) and _is_shared(draft, texts) else draft
        for name, draft in drafts
    ]


def _is_shared(draft: EntryDraft, texts: dict[str, set[str]]) -> bool:
    return len(texts[slug_of(draft.title)]) > 1


def _named(draft: EntryDraft, page: str) -> EntryDraft:
    """ "Opening hours" of the page "Spa" as "Spa: Opening hours". Its key stays."""
    if not page or slug_of(page) == slug_of(draft.title):
        return draft
    return replace(draft, title=f"{page}: {draft.title}"[:MAX_TITLE_CHARS])


def _often(pages: Sequence[Read]) -> int:
    return max(LEAST_PAGES, int(len(pages) * SHARE) + 1)


def _common_lines(pages: Sequence[Read]) -> frozenset[str]:
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update(
            {line for each in page.entries for line in each.values["body"].split("\n") if line}
        )
    often = _often(pages)
    return frozenset(line for line, count in seen.items() if count >= often)


def _common_ends(pages: Sequence[Read]) -> frozenset[str]:
    """The hotel's name after the titles of pages, as in "Spa | Harbour Inn"."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_SUFFIX.split(each.values["title"])[-1] for each in page.entries})
    often = _often(pages)
    return frozenset(end for end, count in seen.items() if count >= often)


def _without(each: Found | Flaw, lines: frozenset[str], ends: frozenset[str]) -> Found | Flaw:
    if isinstance(each, Flaw):
        return each
    body = "\n".join(line for line in each.values["body"].split("\n") if line not in lines)
    title, *rest = _SUFFIX.split(each.values["title"])
    title = title if rest and rest[-1] in ends else each.values["title"]
    return replace(each, values={**each.values, "title": title, "body": body.strip()})
