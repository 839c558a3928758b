"""Knowledge: looking and searching."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.knowledge import Audience, Entry, Passage
from jack.model.staff import Permission
from jack.web.api.shapes import Page, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("knowledge")


class KnowledgeQuery(Page):
    category: Literal["faq", "policy", "amenity", "menu", "local", "service"] | None = None
    language: str | None = Field(default=None, max_length=5)


class EntryShape(Model):
    id: str
    version: int
    title: str
    body: str
    category: str
    language: str
    audience: str
    valid_from: str | None
    valid_until: str | None
    source: str
    is_indexed: bool
    updated_at: str

    @classmethod
    def of(cls, entry: Entry) -> EntryShape:
        return cls(
            id=str(entry.id),
            version=entry.version,
            title=entry.title,
            body=entry.body,
            category=entry.category,
            language=entry.language,
            audience=entry.audience,
            valid_from=entry.valid_from.isoformat() if entry.valid_from else None,
            valid_until=entry.valid_until.isoformat() if entry.valid_until else None,
            source=entry.source,
            is_indexed=entry.is_indexed,
            updated_at=to_iso(entry.updated_at),
        )


class Entries(Model):
    entries: list[EntryShape]
    cursor: str | None


class KnowledgeSearch(Model):
    q: str = Field(min_length=1, max_length=300, description="The question as a guest asks it.")
    limit: int = Field(default=8, ge=1, le=20)
    audience: Audience = Audience.GUEST


class PassageShape(Model):
    """`score` is the judgement in 0..1 that the entry answers the question."""

    entry_id: str
    version: int
    title: str
    text: str
    category: str
    language: str
    similarity: float
    word_overlap: float
    score: float

    @classmethod
    def of(cls, passage: Passage) -> PassageShape:
        return cls(
            entry_id=str(passage.entry_id),
            version=passage.version,
            title=passage.title,
            text=passage.body,
            category=passage.category,
            language=passage.language,
            similarity=passage.similarity,
            word_overlap=passage.word_overlap,
            score=passage.score,
        )


class Passages(Model):
    passages: list[PassageShape]
    threshold: float = Field(description="From this score on Jack answers.")


@routes.add(
    "GET",
    "/api/v1/knowledge",
    query=KnowledgeQuery,
    answer=Entries,
    needs=Permission.READ_KNOWLEDGE,
)
async def list_knowledge(call: Call[KnowledgeQuery, Nothing]) -> Entries:
    """Entries by id."""
    ask = call.query
    after = decode(ask.cursor, 1)
    found = await call.desk.knowledge.listed(
        category=ask.category,
        language=ask.language,
        after=after[0] if after else 0,
        limit=ask.limit,
    )
    is_full = len(found) == ask.limit
    return Entries(
        entries=[EntryShape.of(entry) for entry in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "GET",
    "/api/v1/knowledge/search",
    query=KnowledgeSearch,
    answer=Passages,
    needs=Permission.READ_KNOWLEDGE,
)
async def search_knowledge(call: Call[KnowledgeSearch, Nothing]) -> Passages:
    """What Jack would find for a question."""
    found = await call.desk.knowledge.search(
        call.query.q, audience=call.query.audience, limit=call.query.limit
    )
    return Passages(
        passages=[PassageShape.of(passage) for passage in found],
        threshold=call.desk.config.knowledge.answer_threshold,
    )


@routes.add(
    "GET",
    "/api/v1/knowledge/{id}",
    answer=EntryShape,
    needs=Permission.READ_KNOWLEDGE,
    errors=("NOT_FOUND",),
)
async def get_knowledge(call: Call[Nothing, Nothing]) -> EntryShape:
    """One entry."""
    return EntryShape.of(await call.desk.knowledge.get(call.id()))
