"""Knowledge in people's hands: writing and importing entries, closing gaps, taking proposals."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from jack.db import audit, gaps
from jack.db import knowledge as store
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.knowledge.chunking import sentences
from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.readers import MAX_BODY_CHARS, MAX_TITLE_CHARS, category_of, read_path
from jack.knowledge.readers.texts import clean, clean_line, tidy
from jack.model.clock import Clock, Micros
from jack.model.gaps import Gap, GapGroup, GapState, Proposal, ProposalState, grouped, ordered
from jack.model.impersonal import Private, impersonal
from jack.model.knowledge import Audience, Category, Entry, Version
from jack.model.staff import Permission, Staff
from jack.services import languages
from jack.services.knowledge import IngestReport, Knowledge, content_hash, texts_to_embed
from jack.services.permits import must

SOURCE = "staff"
"""Where entries come from that were written in the page."""
MOST_GAPS = 500
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as a person writes it. Without a language it is detected."""

    title: str
    body: str
    category: Category = Category.FAQ
    language: str | None = None
    audience: Audience = Audience.GUEST
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """An entry as it would be kept, and the pieces in which it would be searched."""

    title: str
    body: str
    language: str
    chunks: tuple[str, ...]
    duplicate_of: int | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did or would do; `drafts` are the first entries that were read."""

    report: IngestReport
    drafts: tuple[EntryDraft, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Curation:
    db: Database
    knowledge: Knowledge
    clock: Clock
    chunk_tokens: int

    # -- entries ---------------------------------------------------------------------------

    async def preview(self, by: Staff, written: Written) -> Preview:
        """What would become of an entry; nothing is stored."""
        must(by, Permission.READ_KNOWLEDGE)
        draft = _draft(written, SOURCE, "")
        await _warm()
        language = _language(draft)
        same = await self.db.read(store.same_content, content_hash(draft, language))
        chunks = tuple(texts_to_embed(draft, self.chunk_tokens))
        return Preview(draft.title, draft.body, language, chunks, same)

    async def create(self, by: Staff, written: Written) -> Entry:
        """Raises Conflict when the same words are an entry already."""
        must(by, Permission.WRITE_KNOWLEDGE)
        return await self._store(by, _draft(written, SOURCE, secrets.token_hex(8)))

    async def edit(self, by: Staff, entry_id: int, written: Written, *, version: int) -> Entry:
        """The next version. Raises Conflict when somebody changed it since `version`."""
        must(by, Permission.WRITE_KNOWLEDGE)
        entry = await self.knowledge.get(entry_id)
        if entry.version != version:
            raise Conflict(
                f"Somebody changed this entry: it is version {entry.version} now.",
                version=entry.version,
            )
        draft = _draft(written, entry.source, entry.key)
        known = await self.db.read(store.by_key, entry.source, entry.key)
        await _warm()
        if known is None or known[2]:
            raise NotFound(f"Knowledge entry {entry_id} was removed.")
        if known[1] == content_hash(draft, _language(draft)):
            return entry
        return await self._store(by, draft)

    async def remove(self, by: Staff, entry_id: int) -> None:
        """Out of every answer; its versions stay for answers that rested on them."""
        must(by, Permission.WRITE_KNOWLEDGE)
        await self.knowledge.remove(entry_id, actor=f"staff:{by.id}")

    async def versions(self, by: Staff, entry_id: int) -> list[Version]:
        """Newest first."""
        must(by, Permission.READ_KNOWLEDGE)
        found = await self.db.read(store.versions, entry_id)
        if not found:
            raise NotFound(f"There is no knowledge entry {entry_id}.")
        return found

    async def import_file(
        self,
        by: Staff,
        name: str,
        data: bytes,
        *,
        category: str | None,
        dry_run: bool,
        prune: bool,
    ) -> Imported:
        """Read a file as `jack kb ingest` does; the same name again updates its entries."""
        found = await self.read_file(by, name, data, category=category)
        drafts = tuple(each for each in found if isinstance(each, EntryDraft))
        report = await self.knowledge.ingest(
            found, dry_run=dry_run, prune=prune, actor=f"staff:{by.id}"
        )
        return Imported(report, drafts[:MOST_SHOWN], len(drafts))

    async def read_file(
        self, by: Staff, name: str, data: bytes, *, category: str | None
    ) -> list[EntryDraft | ReadProblem]:
        """What is in a file; nothing is stored. Raises Invalid for what is no name of a file."""
        must(by, Permission.WRITE_KNOWLEDGE)
        if category is not None and category_of(category) is None:
            raise Invalid(f"{category} is no category.", field="category")
        file_name = PurePosixPath(name.replace("\\", "/")).name
        if not file_name or file_name.startswith(".") or not file_name.isprintable():
            raise Invalid("name must be the name of a file.", field="name")
        await _warm()
        return await asyncio.to_thread(_read, file_name, data, category)

    async def _store(self, by: Staff, draft: EntryDraft) -> Entry:
        await _warm()
        report = await self.knowledge.ingest([draft], actor=f"staff:{by.id}")
        if not report.entry_ids:
            same = await self.db.read(store.same_content, content_hash(draft, _language(draft)))
            raise Conflict("An entry with just these words is there already.", entryId=str(same))
        return await self.knowledge.get(report.entry_ids[0])

    # -- gaps ------------------------------------------------------------------------------

    async def gaps(self, by: Staff) -> list[GapGroup]:
        """Questions nobody could answer from what is written down, alike ones together."""
        must(by, Permission.WRITE_KNOWLEDGE)
        found: list[Gap] = await self.db.read(gaps.listed, limit=MOST_GAPS)
        groups = await self._grouped(found)

        def private() -> list[Private]:
            return [gaps.private_of(group.shortest.conversation_id) for group in groups]

        known = await self.db.read(private)
        return await asyncio.to_thread(
            lambda: [_titled(group, own) for group, own in zip(groups, known, strict=True)]
        )

    async def _grouped(self, found: Sequence[Gap]) -> list[GapGroup]:
        """By what they ask, in whatever language; by their words where that is not to be had."""
        alike = await self.knowledge.alike(
            [gap.text for gap in found], [gap.language for gap in found]
        )
        if alike is None:
            return await asyncio.to_thread(grouped, found)
        return ordered(GapGroup(tuple(found[place] for place in places)) for places in alike)

    async def answer_gaps(self, by: Staff, gap_ids: Sequence[int], written: Written) -> Entry:
        """Write the entry that answers these questions, and settle them."""
        entry = await self.create(by, written)
        await self._settle(by, gap_ids, GapState.ANSWERED, entry_id=entry.id)
        return entry

    async def dismiss_gaps(self, by: Staff, gap_ids: Sequence[int]) -> int:
        """Nothing the hotel has to write down; how many were open."""
        must(by, Permission.WRITE_KNOWLEDGE)
        return await self._settle(by, gap_ids, GapState.DISMISSED, entry_id=None)

    async def _settle(
        self, by: Staff, gap_ids: Sequence[int], state: GapState, *, entry_id: int | None
    ) -> int:
        def work(at: Micros) -> int:
            count = gaps.settle(gap_ids, state, by.id, at, entry_id=entry_id)
            audit.add(
                f"staff:{by.id}", f"knowledge.gaps_{state}", "knowledge", at, count=count,
                entry=entry_id,
            )  # fmt: skip
            return count

        return await self.db.write(work, self.clock())

    # -- proposals -------------------------------------------------------------------------

    async def proposals(
        self, by: Staff, state: ProposalState, *, before: int | None, limit: int
    ) -> list[Proposal]:
        """What staff answered to gaps, newest first, with what of it is nobody's own."""
        must(by, Permission.WRITE_KNOWLEDGE)
        found = await self.db.read(gaps.proposals, state, before=before, limit=limit)
        return await asyncio.to_thread(lambda: [_cleaned(proposal) for proposal in found])

    async def approve(
        self,
        by: Staff,
        proposal_id: int,
        written: Written,
        *,
        into: tuple[int, int] | None = None,
    ) -> Entry:
        """Make it knowledge in these words, and settle its gap with those that ask the same.

        `into` is an entry with the version that was read: the words are its next version. Raises
        Conflict when decided, or when somebody changed that entry meanwhile.
        """
        must(by, Permission.WRITE_KNOWLEDGE)
        proposal = await self._pending(proposal_id)
        alike = await self._alike(proposal.gap_id)
        if into is None:
            entry = await self.create(by, written)
        else:
            entry_id, version = into
            entry = await self.edit(by, entry_id, written, version=version)
        await self._decide(by, proposal, ProposalState.APPROVED, entry_id=entry.id)
        await self._settle(by, alike, GapState.ANSWERED, entry_id=entry.id)
        return entry

    async def reject(self, by: Staff, proposal_id: int) -> None:
        """It is no knowledge; the gap stays."""
        must(by, Permission.WRITE_KNOWLEDGE)
        proposal = await self._pending(proposal_id)
        await self._decide(by, proposal, ProposalState.REJECTED, entry_id=None)

    async def _alike(self, gap_id: int) -> list[int]:
        """The gap with those that ask the same."""
        found = await self._grouped(await self.db.read(gaps.listed, limit=MOST_GAPS))
        groups = ([gap.id for gap in group.gaps] for group in found)
        return next((ids for ids in groups if gap_id in ids), [gap_id])

    async def _pending(self, proposal_id: int) -> Proposal:
        proposal = await self.db.read(gaps.proposal, proposal_id)
        if proposal is None:
            raise NotFound(f"There is no proposal {proposal_id}.")
        if proposal.state is not ProposalState.PENDING:
            raise Conflict(f"This proposal is {proposal.state} already.")
        return proposal

    async def _decide(
        self, by: Staff, proposal: Proposal, state: ProposalState, *, entry_id: int | None
    ) -> None:
        def work(at: Micros) -> None:
            if not gaps.decide(proposal.id, state, by.id, at, entry_id=entry_id):
                raise Conflict("Somebody has decided on this proposal.")
            audit.add(
                f"staff:{by.id}", f"knowledge.proposal_{state}", f"proposal:{proposal.id}", at
            )

        await self.db.write(work, self.clock())


def _titled(group: GapGroup, private: Private) -> GapGroup:
    """R6: an entry's title is for everybody."""
    title = clean_line(impersonal(group.question, private, split=sentences).text)
    return replace(group, title=title[:MAX_TITLE_CHARS])


def _cleaned(proposal: Proposal) -> Proposal:
    """R6: entries are for everybody, a reply was for one."""
    answer = impersonal(proposal.answer, proposal.private, split=sentences)
    asked = impersonal(proposal.question, proposal.private, split=sentences)
    title = clean_line(asked.text)[:MAX_TITLE_CHARS]
    return replace(proposal, title=title, body=answer.text, left_out=answer.left_out)


def _draft(written: Written, source: str, key: str) -> EntryDraft:
    """Cleaned as the readers clean files. Raises Invalid."""
    title = clean_line(written.title)
    body = tidy(clean(written.body))
    if not title or len(title) > MAX_TITLE_CHARS:
        raise Invalid(f"A title has 1 to {MAX_TITLE_CHARS} characters.", field="title")
    if not body or len(body) > MAX_BODY_CHARS:
        raise Invalid(f"A text has 1 to {MAX_BODY_CHARS} characters.", field="body")
    if written.valid_from and written.valid_until and written.valid_until < written.valid_from:
        raise Invalid("validUntil is before validFrom.", field="validUntil")
    return EntryDraft(
        title=title,
        body=body,
        category=written.category,
        language=written.language,
        audience=written.audience,
        valid_from=written.valid_from,
        valid_until=written.valid_until,
        source=source,
        key=key,
    )


async def _warm() -> None:
    """The detector of languages is slow to load, once."""
    if not languages.is_warm():
        await asyncio.to_thread(languages.warm)


def _language(draft: EntryDraft) -> str:
    return draft.language or languages.detect(f"{draft.title}. {draft.body}")[0] or "en"


def _read(file_name: str, data: bytes, category: str | None) -> list[EntryDraft | ReadProblem]:
    """What is in a file that was uploaded. The readers read files, so it is one for a moment."""
    with tempfile.TemporaryDirectory(prefix="jack-import-") as folder:
        path = Path(folder) / file_name
        path.write_bytes(data)
        return list(read_path(path, category=category))
