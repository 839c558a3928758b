"""Writes entries down in forms that the readers take in again."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from jack.model.knowledge import Category, Entry

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|&~!]")
_LINE_START = re.compile(r"^([-+=:]|\d+(?=[.)]))(?=(.?))")


def as_json(entries: Sequence[Entry]) -> str:
    """All of them as one file. An id is the entry's key, with its source where two share a key."""
    uses = Counter(entry.key for entry in entries)
    rows = [
        {
            "id": entry.key if uses[entry.key] == 1 else f"{entry.source}#{entry.key}",
            "title": entry.title,
            "content": entry.body,
            "category": entry.category,
            "language": entry.language,
            "audience": entry.audience,
            "validFrom": entry.valid_from.isoformat() if entry.valid_from else None,
            "validUntil": entry.valid_until.isoformat() if entry.valid_until else None,
            "source": entry.source,
        }
        for entry in entries
    ]
    return json.dumps({"entries": rows}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(entries: Iterable[Entry]) -> dict[str, str]:
    """File name -> text: one file for each language, audience and pair of dates, which hold for a
    whole file; in it a `##` for each category and a `###` for each entry."""
    files: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        dates = [str(day or "") for day in (entry.valid_from, entry.valid_until)]
        parts = [entry.language, entry.audience.value, *(dates if any(dates) else ())]
        files["_".join(parts) + ".md"].append(entry)
    return {name: _file(files[name]) for name in sorted(files)}


def _file(entries: Sequence[Entry]) -> str:
    first = entries[0]
    head = {
        "language": first.language,
        "audience": first.audience.value,
        "valid_from": first.valid_from,
        "valid_until": first.valid_until,
    }
    blocks = ["\n".join(["---", *(f"{k}: {v}" for k, v in head.items() if v), "---"])]
    for category in Category:
        found = [entry for entry in entries if entry.category is category]
        if found:
            blocks.append(f"## {category.value}")
        for entry in found:
            blocks += [f"### {_escaped(entry.title)}", _text(entry.body)]
    return "\n\n".join(blocks) + "\n"


def _text(body: str) -> str:
    """The same words as Markdown: lists stay lists, every other line break is kept as one.

    Two lists become one, as the readers take them for one.
    """
    return "\n\n".join(map(_paragraph, body.split("\n\n")))


def _paragraph(text: str) -> str:
    lines = text.split("\n")
    if all(re.match(r"- \S", line) for line in lines):
        return "\n".join(f"- {_escaped(line[2:])}" for line in lines)
    return "\\\n".join(map(_escaped, lines))


def _escaped(line: str) -> str:
    """One line of words with nothing in it that Markdown would take for markup."""
    escaped = _MARKUP.sub(lambda found: f"\\{found[0]}", line)
    start = _LINE_START.match(escaped)
    if start is None:
        return escaped
    mark = start[1]
    return f"{mark}\\{escaped[len(mark) :]}" if mark.isdigit() else f"\\{escaped}"
