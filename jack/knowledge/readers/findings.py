"""What a reader hands over: what it found in one file, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as a reader met it: `values` are the raw texts of FIELDS, `where` precedes messages."""

    values: Mapping[str, str]
    line: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    message: str
    line: int | None = None


class Wrong(Exception):
    """What somebody wrote cannot be taken; the text says why, in words for that person."""


# What a reader gives; it raises Wrong when the whole file cannot be understood.
Findings = Iterator[Found | Flaw]


# The headings that cut a page into sections, and the depth of these.
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}


@dataclass(slots=True)
class Section:
    """A heading (depth 1 to 3, 0 is what stands above the first) and the text under it."""

    depth: int
    title: str
    text: str = ""
    line: int | None = None
