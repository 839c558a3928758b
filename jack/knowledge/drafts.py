"""What reading the files of a hotel gives: drafts of entries, and what is wrong with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jack.model.knowledge import Audience, Category


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One entry as written in a file. `key` names it within `source`, also when its text changes."""

    title: str
    body: str
    category: Category
    language: str | None
    audience: Audience
    valid_from: date | None
    valid_until: date | None
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something that was not imported. `line` counts from 1, None where lines mean nothing."""

    source: str
    line: int | None
    message: str
