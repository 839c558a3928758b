"""Knowledge entries: what the hotel has written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jack.model.clock import Micros


class Category(StrEnum):
    FAQ = "faq"
    POLICY = "policy"
    AMENITY = "amenity"
    MENU = "menu"
    LOCAL = "local"
    SERVICE = "service"


class Audience(StrEnum):
    GUEST = "guest"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    version: int
    title: str
    body: str
    category: Category
    language: str
    audience: Audience
    valid_from: date | None
    valid_until: date | None
    source: str
    key: str
    is_indexed: bool
    created_at: Micros
    updated_at: Micros


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as it was from `created_at` on."""

    version: int
    title: str
    body: str
    category: Category
    language: str
    audience: Audience
    created_at: Micros


@dataclass(frozen=True, slots=True)
class Passage:
    """An entry as found for a question, with how well it fits.

    `score` is the judgement in 0..1 that this entry answers the question; `similarity` the cosine
    of the best chunk (0 when only words found it); `text` the chunk that fits best; `asked` the
    part of a message that asks several things which it was found for, else empty.
    """

    entry_id: int
    version: int
    title: str
    body: str
    text: str
    category: Category
    language: str
    similarity: float
    word_overlap: float
    score: float
    asked: str = ""
