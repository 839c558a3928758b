"""What the hotel knows: taking it in, indexing it, finding it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jack import metrics
from jack.db import audit
from jack.db import knowledge as store
from jack.db.database import Database
from jack.errors import NotFound
from jack.knowledge import likeness
from jack.knowledge.base import Index, Questions
from jack.knowledge.chunking import chunks, questions_in, sentences
from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.search import (
    CONCEPT_HITS,
    NEAREST_CHUNKS,
    WORD_HITS,
    Hit,
    join,
    may_see,
    merge,
)
from jack.llm import prompt
from jack.model.clauses import matters
from jack.model.clock import Clock, to_datetime
from jack.model.concepts import concepts, words_of
from jack.model.knowledge import Audience, Category, Entry, Passage
from jack.services import languages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

log = logging.getLogger(__name__)

EMBED_BATCH = 16
PART = 500
CACHED_SEARCHES = 256
MOST_WHOLE = 300
"""More entries than this are never read whole, however short they are."""
Progress = Callable[[int, int], None]
Scope = Callable[[str], bool]
"""Whether a source belongs to what was read, so that it is gone when it was not met."""


def nothing_else(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, or would do with `is_dry`."""

    added: tuple[int | str, ...] = ()
    changed: tuple[int | str, ...] = ()
    unchanged: int = 0
    duplicates: int = 0
    removed: tuple[str, ...] = ()
    problems: tuple[ReadProblem, ...] = ()
    entry_ids: tuple[int, ...] = ()
    is_dry: bool = False


@dataclass(slots=True)
class _Tally:
    added: list[int | str] = field(default_factory=list)
    changed: list[int | str] = field(default_factory=list)
    unchanged: int = 0
    duplicates: int = 0
    entry_ids: list[int] = field(default_factory=list)


class Knowledge:
    """`index` is None until the vectors are warm, or for good where this machine cannot embed:
    then words alone are searched."""

    def __init__(
        self,
        db: Database,
        embedding: Questions,
        *,
        clock: Clock,
        timezone: str | Callable[[], str],
        chunk_tokens: int = 200,
    ) -> None:
        self._db = db
        self._embedding = embedding
        self._clock = clock
        self._timezone = timezone if callable(timezone) else lambda: timezone
        self._chunk_tokens = chunk_tokens
        self._index: Index | None = None
        self._generation = 0
        self._found: OrderedDict[tuple[object, ...], list[Passage]] = OrderedDict()
        self._library: tuple[tuple[date, int], Sequence[Passage]] | None = None
        self._indexing = asyncio.Lock()

    # -- taking in -------------------------------------------------------------------------

    async def ingest(
        self,
        drafts: Iterable[EntryDraft | ReadProblem],
        *,
        dry_run: bool = False,
        prune: bool = False,
        scope: Scope = nothing_else,
        actor: str = "cli",
        progress: Progress | None = None,
    ) -> IngestReport:
        """Store entries, each once however often it is read.

        The same place with the same words is left alone, with other words it is a new version;
        the same words from another place are a duplicate and skipped. With `prune`, entries of the
        sources read (and of all other sources in `scope`) which were not there are removed; a source
        that could not be read whole loses nothing.
        """
        wanted, problems = _split(drafts)
        tally, seen = _Tally(), dict[str, set[str]]()
        for number, draft in enumerate(wanted, 1):
            seen.setdefault(draft.source, set()).add(draft.key)
            await self._take(draft, tally, dry_run=dry_run)
            if progress:
                progress(number, len(wanted))
        removed: tuple[str, ...] = ()
        if prune:
            unsure = {problem.source for problem in problems}
            removed = await self._prune(seen, scope, unsure, actor, dry_run=dry_run)
        if not dry_run and (tally.added or tally.changed or removed):
            await self._db.write(
                audit.add,
                actor,
                "knowledge.ingest",
                "knowledge",
                self._clock(),
                added=len(tally.added),
                changed=len(tally.changed),
                removed=len(removed),
            )
            self.forget_found()
        return IngestReport(
            added=tuple(tally.added),
            changed=tuple(tally.changed),
            unchanged=tally.unchanged,
            duplicates=tally.duplicates,
            removed=removed,
            problems=problems,
            entry_ids=tuple(tally.entry_ids),
            is_dry=dry_run,
        )

    async def _take(self, draft: EntryDraft, tally: _Tally, *, dry_run: bool) -> None:
        language = draft.language or languages.detect(f"{draft.title}. {draft.body}")[0] or "en"
        digest = content_hash(draft, language)
        known = await self._db.read(store.by_key, draft.source, draft.key)
        if known and known[1] == digest and not known[2]:
            tally.unchanged += 1
            return
        if await self._db.read(store.same_content, digest) is not None:
            tally.duplicates += 1
            return
        kind = tally.changed if known and not known[2] else tally.added
        if dry_run:
            kind.append(draft.title)
            return
        entry_id = await self._db.write(
            store.put,
            title=draft.title,
            body=draft.body,
            category=Category(draft.category),
            language=language,
            audience=Audience(draft.audience),
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            source=draft.source,
            key=draft.key,
            content_hash=digest,
            chunks=texts_to_embed(draft, self._chunk_tokens),
            at=self._clock(),
        )
        kind.append(entry_id)
        tally.entry_ids.append(entry_id)

    async def _prune(
        self,
        seen: dict[str, set[str]],
        scope: Scope,
        unsure: set[str],
        actor: str,
        *,
        dry_run: bool,
    ) -> tuple[str, ...]:
        sources = set(seen) | {each for each in await self.sources() if scope(each)}
        removed = []
        for source in sorted(sources - unsure):
            for key, entry_id in (await self._db.read(store.of_source, source)).items():
                if key in seen.get(source, ()):
                    continue
                removed.append(f"{source}#{key}")
                if not dry_run:
                    await self.remove(entry_id, actor=actor)
        return tuple(removed)

    # -- looking up ------------------------------------------------------------------------

    async def get(self, entry_id: int) -> Entry:
        entry = await self._db.read(store.get, entry_id)
        if entry is None:
            raise NotFound(f"There is no knowledge entry {entry_id}.")
        return entry

    async def listed(
        self, *, category: str | None, language: str | None, after: int, limit: int
    ) -> list[Entry]:
        return await self._db.read(
            store.listed, category=category, language=language, after=after, limit=limit
        )

    async def sources(self) -> list[str]:
        """Where the live entries come from."""
        return sorted(await self._db.read(store.sources))

    async def remove(self, entry_id: int, *, actor: str) -> None:
        def work(at: int) -> bool:
            done = store.remove(entry_id, at)
            if done:
                audit.add(actor, "knowledge.remove", f"knowledge:{entry_id}", at)
            return done

        if not await self._db.write(work, self._clock()):
            raise NotFound(f"There is no knowledge entry {entry_id}.")
        self.forget_found()

    async def search(
        self, question: str, *, audience: Audience = Audience.GUEST, limit: int = 8
    ) -> list[Passage]:
        """Passages for a question, best first, each with the judgement whether it answers it."""
        today = to_datetime(self._clock()).astimezone(ZoneInfo(self._timezone())).date()
        key = (" ".join(question.split()), audience, limit, today, self._generation)
        if (known := self._found.get(key)) is not None:
            self._found.move_to_end(key)
            return known
        with metrics.KNOWLEDGE_SEARCH_SECONDS.time():
            passages = await self._search_parts(question, audience, today, limit)
        self._found[key] = passages
        if len(self._found) > CACHED_SEARCHES:
            self._found.popitem(last=False)
        return passages

    async def _search_parts(
        self, text: str, audience: Audience, today: date, limit: int
    ) -> list[Passage]:
        """Each matter of a message on its own: what fits one is lost among the words of another."""
        parts = matters(text, sentences)
        if len(parts) == 1:
            return await self._search(text, audience, today, limit)
        found = await asyncio.gather(
            *(self._search(part, audience, today, limit) for part in parts)
        )
        return merge(parts, found, limit=limit)

    async def library(self) -> Sequence[Passage]:
        """Everything guests may know today, by id, where a model can read it whole; else nothing."""
        today = to_datetime(self._clock()).astimezone(ZoneInfo(self._timezone())).date()
        key = (today, self._generation)
        if self._library is None or self._library[0] != key:
            found = await self._db.read(store.listed, limit=MOST_WHOLE + 1)
            entries = [each for each in found if may_see(each, today, Audience.GUEST)]
            whole = [_whole(entry) for entry in entries]
            is_small = len(found) <= MOST_WHOLE and prompt.fits(whole)
            self._library = key, whole if is_small else ()
        return self._library[1]

    async def vector_of(self, question: str) -> Vectors | None:
        """A question's vector, where questions are searched by meaning."""
        return await self._embedding.question(question) if self._index is not None else None

    @property
    def generation(self) -> int:
        """Counts the changes of what is known: equal numbers, equal answers."""
        return self._generation

    async def _search(
        self, question: str, audience: Audience, today: date, limit: int
    ) -> list[Passage]:
        nearest: list[tuple[int, float]] = []
        if (index := self._index) is not None:
            vector = await self._embedding.question(question)
            nearest = await asyncio.to_thread(index.nearest, vector, NEAREST_CHUNKS)

        def read() -> list[Passage]:
            texts = store.chunks([chunk_id for chunk_id, _ in nearest])
            hits = [
                Hit(*texts[chunk_id], similarity)
                for chunk_id, similarity in nearest
                if chunk_id in texts
            ]
            named = words_of(concepts(question))
            word_ids = [
                *store.by_words(question, limit=WORD_HITS),
                *store.by_title(named, limit=CONCEPT_HITS),
            ]
            wanted = sorted({hit.entry_id for hit in hits} | set(word_ids))
            return join(
                question,
                hits,
                word_ids,
                store.get_many(wanted),
                today=today,
                audience=audience,
                limit=limit,
            )

        return await self._db.read(read)

    async def alike(
        self, questions: Sequence[str], spoken: Sequence[str | None]
    ) -> list[list[int]] | None:
        """Places of questions that ask the same; `spoken` are their languages. None while there is
        no search by meaning."""
        if not self.is_warm or not questions:
            return None
        import numpy as np

        vectors = np.stack([await self._embedding.question(text) for text in questions])
        return await asyncio.to_thread(likeness.groups, vectors, spoken)

    async def likeness_of(
        self, one: tuple[str, str | None], other: tuple[str, str | None]
    ) -> float | None:
        """How alike two texts, each with its language, are in meaning; about -1 to 1. None while
        there is no search by meaning."""
        if not self.is_warm:
            return None
        vectors = await self._embedding.passages([one[0], other[0]])
        centred = await asyncio.to_thread(likeness.about, vectors, [one[1], other[1]])
        return float(centred[0] @ centred[1])

    async def about_the_same(self, entries: Sequence[Entry]) -> list[tuple[int, int]]:
        """Places of entries that may be about one thing, by the meaning of their titles; none of
        those that have no vectors."""
        vectors = await self._db.read(store.titles, self._embedding.model)
        known = [place for place, entry in enumerate(entries) if entry.id in vectors]
        if len(known) < 2:
            return []
        stacked = _stack([vectors[entries[place].id] for place in known])
        found = await asyncio.to_thread(
            likeness.pairs, stacked, [entries[place].language for place in known]
        )
        return [(known[one], known[other]) for one, other in found]

    async def everything(self, *, audience: Audience) -> list[Entry]:
        """All live entries for an audience that are valid today."""
        today = to_datetime(self._clock()).astimezone(ZoneInfo(self._timezone())).date()
        found: list[Entry] = []
        while part := await self.listed(
            category=None, language=None, after=found[-1].id if found else 0, limit=PART
        ):
            found += part
        return [
            entry
            for entry in found
            if entry.audience is audience
            and not (entry.valid_from and entry.valid_from > today)
            and not (entry.valid_until and entry.valid_until < today)
        ]

    # -- the vector index ------------------------------------------------------------------

    @property
    def is_warm(self) -> bool:
        return self._index is not None

    async def use(self, index: Index) -> None:
        """Bring an index in step with the database and search it from now on."""
        await self._db.write(store.forget_vectors, except_model=self._embedding.model)
        have = await asyncio.to_thread(index.ids)
        want = await self._db.read(store.chunk_ids)
        await asyncio.to_thread(index.remove, sorted(have - want))
        await self._fill(index, want - have)
        self._index = index
        self.forget_found()

    async def use_copy(self, index: Index) -> None:
        """Search a copy of the stored vectors, changing nothing: for commands beside a server."""
        await self._fill(index, await self._db.read(store.chunk_ids, model=self._embedding.model))
        self._index = index
        self.forget_found()

    async def let_go(self) -> None:
        """Close the index; words alone are searched from now on."""
        index, self._index = self._index, None
        if index is not None:
            await asyncio.to_thread(index.close)
        self.forget_found()

    async def _fill(self, index: Index, missing: set[int]) -> None:
        after = 0
        while missing:
            part = await self._db.read(store.vectors, after=after, limit=1000)
            if not part:
                return
            after = part[-1][0]
            wanted = [(chunk_id, vector) for chunk_id, _, vector in part if chunk_id in missing]
            if wanted:
                await asyncio.to_thread(
                    index.add, [i for i, _ in wanted], _stack([v for _, v in wanted])
                )

    async def index_pending(self, *, progress: Progress | None = None) -> int:
        """Embed what waits and bring the index up to date; how many chunks. Resumable."""
        if self._index is None:
            return 0
        async with self._indexing:
            await self._forget_doomed(self._index)
            total = await self._db.read(store.count_unembedded)
            done = 0
            while batch := await self._db.read(store.unembedded, EMBED_BATCH):
                vectors = await self._embedding.passages([text for _, text in batch])
                ids = [chunk_id for chunk_id, _ in batch]
                await asyncio.to_thread(self._index.add, ids, vectors)
                await self._db.write(
                    store.set_vectors,
                    self._embedding.model,
                    [(i, _to_bytes(v)) for i, v in zip(ids, vectors, strict=True)],
                )
                done += len(batch)
                self.forget_found()
                if progress:
                    progress(done, max(total, done))
            return done

    async def _forget_doomed(self, index: Index) -> None:
        while doomed := await self._db.read(store.doomed, 500):
            await asyncio.to_thread(index.remove, doomed)
            await self._db.write(store.forget_doomed, doomed)
            self.forget_found()

    async def reindex(self, *, embed_again: bool) -> None:
        """Rebuild the index from the database; with `embed_again` make every vector anew."""
        if embed_again:
            await self._db.write(store.forget_vectors)
        if self._index is not None:
            index, self._index = self._index, None
            await asyncio.to_thread(index.reset)
            await self.use(index)

    async def count_waiting(self, entry_ids: Sequence[int] | None = None) -> int:
        """Chunks not embedded yet, or of `entry_ids` how many entries wait."""
        if entry_ids is None:
            return await self._db.read(store.count_unembedded)
        return await self._db.read(store.count_waiting, entry_ids)

    async def count(self) -> int:
        return await self._db.read(store.count)

    async def load_vectors(self, vectors: dict[str, bytes]) -> int:
        """Give chunks their vectors by the hash of their text, instead of embedding them."""

        def work() -> int:
            matched = [
                (chunk_id, vectors[digest])
                for chunk_id, text in store.unembedded(100_000)
                if (digest := text_hash(text)) in vectors
            ]
            store.set_vectors(self._embedding.model, matched)
            return len(matched)

        return await self._db.write(work)

    async def vectors_by_text(self) -> dict[str, bytes]:
        """What `load_vectors` takes: the vectors of all chunks by the hash of their text."""
        return {
            text_hash(text): vector
            for text, vector in await self._db.read(store.embedded, self._embedding.model)
        }

    async def as_drafts(self) -> list[EntryDraft]:
        """All live entries as they would be read from where they come from."""
        found: list[Entry] = []
        while part := await self.listed(
            category=None, language=None, after=found[-1].id if found else 0, limit=PART
        ):
            found += part
        return [
            EntryDraft(
                title=entry.title,
                body=entry.body,
                category=entry.category,
                language=entry.language,
                audience=entry.audience,
                valid_from=entry.valid_from,
                valid_until=entry.valid_until,
                source=entry.source,
                key=entry.key,
            )
            for entry in found
        ]

    def forget_found(self) -> None:
        """Searches made before no longer count."""
        self._generation += 1
        self._found.clear()

    async def watch(self, last: tuple[int, int, int] | None) -> tuple[int, int, int]:
        """Notice what another process changed; pass in what the last call returned."""
        generation = await self._db.read(store.generation)
        if last is not None and generation != last:
            self.forget_found()
        return generation

    async def close(self) -> None:
        await self.let_go()
        self._embedding.close()


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _split(
    drafts: Iterable[EntryDraft | ReadProblem],
) -> tuple[list[EntryDraft], tuple[ReadProblem, ...]]:
    wanted, problems = list[EntryDraft](), list[ReadProblem]()
    for draft in drafts:
        if isinstance(draft, ReadProblem):
            problems.append(draft)
        else:
            wanted.append(draft)
    return wanted, tuple(problems)


def content_hash(draft: EntryDraft, language: str) -> str:
    """The same for entries that say the same."""
    parts = (
        draft.title,
        draft.body,
        draft.category,
        language,
        draft.audience,
        str(draft.valid_from),
        str(draft.valid_until),
    )
    return text_hash("\x1f".join(parts))


def texts_to_embed(draft: EntryDraft, max_tokens: int) -> list[str]:
    """The title alone, because guests ask like titles, each question of a title that asks in several
    ways, and title with body."""
    ways = questions_in(draft.title)
    pieces = chunks(draft.title, draft.body, max_tokens=max_tokens)
    return [draft.title, *(ways if len(ways) > 1 else ()), *pieces]


def _whole(entry: Entry) -> Passage:
    return Passage(
        entry_id=entry.id,
        version=entry.version,
        title=entry.title,
        body=entry.body,
        text=entry.body,
        category=entry.category,
        language=entry.language,
        similarity=0.0,
        word_overlap=0.0,
        score=0.0,
    )


def _to_bytes(vector: Vectors) -> bytes:
    return vector.astype("<f4").tobytes()


def _stack(vectors: Sequence[bytes]) -> Vectors:
    import numpy as np

    return np.frombuffer(b"".join(vectors), dtype="<f4").reshape(len(vectors), -1)
