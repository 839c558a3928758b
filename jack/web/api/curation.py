"""Knowledge in people's hands: entries, imports, gaps and proposals."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from jack.knowledge.drafts import EntryDraft
from jack.model.clock import to_iso
from jack.model.contradictions import Contradiction, Matter, Said
from jack.model.gaps import GapGroup, Proposal, ProposalState
from jack.model.knowledge import Audience, Category, Version
from jack.model.languages import Language
from jack.model.staff import Permission
from jack.services.curation import Imported, Preview, Written
from jack.web.api.knowledge import EntryShape
from jack.web.api.shapes import Page, as_id, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes, Upload

routes = Routes("knowledge")

READ = Permission.READ_KNOWLEDGE
WRITE = Permission.WRITE_KNOWLEDGE
ID = r"^\d{1,18}$"
Ids = Annotated[list[Annotated[str, Field(pattern=ID)]], Field(min_length=1, max_length=500)]


class Entry(Model):
    """`body` is plain text; `- ` begins an item of a list. Without a language it is detected."""

    title: str = Field(min_length=1, max_length=300, examples=["Is there parking?"])
    body: str = Field(min_length=1, max_length=100_000, examples=["Yes, in our garage, 18 €."])
    category: Category = Category.FAQ
    language: Language | None = None
    audience: Audience = Audience.GUEST
    valid_from: date | None = None
    valid_until: date | None = None

    def written(self) -> Written:
        return Written(
            title=self.title,
            body=self.body,
            category=self.category,
            language=self.language,
            audience=self.audience,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


class Edit(Entry):
    """`version` is the one that was read: who saves over a newer one gets a conflict."""

    version: int = Field(ge=1)


class Into(Model):
    """An entry, and the version of it that was read."""

    id: str = Field(pattern=ID)
    version: int = Field(ge=1)


class Approval(Entry):
    """With `into` it is the next version of that entry, else an entry of its own."""

    into: Into | None = None


class EntryPreview(Model):
    """`duplicateOf` is the entry that says just this already."""

    title: str
    body: str
    language: str
    chunks: list[str] = Field(description="The pieces in which it is searched.")
    duplicate_of: str | None

    @classmethod
    def of(cls, preview: Preview) -> EntryPreview:
        same = preview.duplicate_of
        return cls(
            title=preview.title,
            body=preview.body,
            language=preview.language,
            chunks=list(preview.chunks),
            duplicate_of=as_id(same),
        )


class VersionShape(Model):
    version: int
    title: str
    body: str
    category: str
    language: str
    audience: str
    created_at: str

    @classmethod
    def of(cls, version: Version) -> VersionShape:
        return cls(
            version=version.version,
            title=version.title,
            body=version.body,
            category=version.category,
            language=version.language,
            audience=version.audience,
            created_at=to_iso(version.created_at),
        )


class KnowledgeVersions(Model):
    versions: list[VersionShape]


class Import(Model):
    """`name` ends as its kind of file does: md, txt, html, csv, json, pdf, docx. With `prune`, entries of
    the same file that are gone from it are removed."""

    name: str = Field(min_length=1, max_length=200, examples=["faq.md"])
    category: str | None = Field(default=None, max_length=40)
    dry_run: bool = False
    prune: bool = False


class ReadEntry(Model):
    title: str
    body: str
    category: str
    language: str | None
    audience: str

    @classmethod
    def of(cls, draft: EntryDraft) -> ReadEntry:
        return cls(
            title=draft.title,
            body=draft.body[:2000],
            category=draft.category,
            language=draft.language,
            audience=draft.audience,
        )


class Problem(Model):
    source: str
    line: int | None
    message: str


class ImportedShape(Model):
    """What an import did, or with `dryRun` would do. `entries` are the first 200 that were read."""

    is_dry_run: bool
    total: int
    added: int
    changed: int
    unchanged: int
    duplicates: int
    removed: int
    problems: list[Problem]
    entries: list[ReadEntry]

    @classmethod
    def of(cls, imported: Imported) -> ImportedShape:
        report = imported.report
        return cls(
            is_dry_run=report.is_dry,
            total=imported.total,
            added=len(report.added),
            changed=len(report.changed),
            unchanged=report.unchanged,
            duplicates=report.duplicates,
            removed=len(report.removed),
            problems=[
                Problem(source=p.source, line=p.line, message=p.message) for p in report.problems
            ],
            entries=[ReadEntry.of(draft) for draft in imported.drafts],
        )


class Asked(Model):
    id: str
    content: str
    language: str | None
    conversation_id: str
    message_id: str
    asked_at: str


class GapShape(Model):
    """Questions alike. Answer or dismiss them by the ids of all. `title` is the question without its
    guest's name, room and the like; empty when nothing else is left."""

    question: str
    title: str
    count: int
    first_asked_at: str
    last_asked_at: str
    questions: list[Asked]

    @classmethod
    def of(cls, group: GapGroup) -> GapShape:
        return cls(
            question=group.question,
            title=group.title,
            count=len(group.gaps),
            first_asked_at=to_iso(group.gaps[0].created_at),
            last_asked_at=to_iso(group.gaps[-1].created_at),
            questions=[
                Asked(
                    id=str(gap.id),
                    content=gap.text,
                    language=gap.language,
                    conversation_id=str(gap.conversation_id),
                    message_id=str(gap.message_id),
                    asked_at=to_iso(gap.created_at),
                )
                for gap in group.gaps
            ],
        )


class Gaps(Model):
    """The most asked first."""

    gaps: list[GapShape]


class Answer(Model):
    ids: Ids
    entry: Entry


class Dismiss(Model):
    ids: Ids


class Dismissed(Model):
    count: int


class AskProposals(Page):
    state: ProposalState = ProposalState.PENDING


class ProposalShape(Model):
    """`answer` is what a person wrote to the guest who asked; `title` and `body` what is left of
    question and answer without names, rooms and days, and `leftOut` what is not."""

    id: str
    question: str
    answer: str
    title: str
    body: str
    left_out: list[str]
    language: str | None
    staff_name: str | None
    conversation_id: str
    state: str
    entry_id: str | None
    created_at: str

    @classmethod
    def of(cls, proposal: Proposal) -> ProposalShape:
        entry_id = proposal.entry_id
        return cls(
            id=str(proposal.id),
            question=proposal.question,
            answer=proposal.answer,
            title=proposal.title,
            body=proposal.body,
            left_out=list(proposal.left_out),
            language=proposal.language,
            staff_name=proposal.staff_name,
            conversation_id=str(proposal.conversation_id),
            state=proposal.state,
            entry_id=as_id(entry_id),
            created_at=to_iso(proposal.created_at),
        )


class Proposals(Model):
    proposals: list[ProposalShape]
    cursor: str | None


class SaidShape(Model):
    """A sentence of an entry; without `entryId` it is what the hotel's settings say."""

    text: str
    entry_id: str | None
    version: int | None
    title: str

    @classmethod
    def of(cls, said: Said) -> SaidShape:
        entry_id = as_id(said.entry_id)
        return cls(text=said.text, entry_id=entry_id, version=said.version, title=said.title)


class ContradictionShape(Model):
    key: str
    matter: Matter
    one: SaidShape
    other: SaidShape

    @classmethod
    def of(cls, found: Contradiction) -> ContradictionShape:
        return cls(
            key=found.key,
            matter=found.matter,
            one=SaidShape.of(found.one),
            other=SaidShape.of(found.other),
        )


class Contradictory(Model):
    contradictions: list[ContradictionShape]


class Accept(Model):
    key: str = Field(min_length=1, max_length=64)


@routes.add("GET", "/api/v1/knowledge/contradictions", answer=Contradictory, needs=WRITE)
async def list_contradictions(call: Call[Nothing, Nothing]) -> Contradictory:
    """Entries that state other times, prices or numbers for one matter, or than the settings do."""
    found = await call.desk.contradictions.listed(call.who)
    return Contradictory(contradictions=[ContradictionShape.of(each) for each in found])


@routes.add(
    "POST",
    "/api/v1/knowledge/contradictions/accept",
    body=Accept,
    status=204,
    needs=WRITE,
    errors=("NOT_FOUND",),
)
async def accept_contradiction(call: Call[Nothing, Accept]) -> None:
    """It is none. It is not shown again until one of the two sentences changes."""
    await call.desk.contradictions.accept(call.who, call.body.key)


@routes.add(
    "POST",
    "/api/v1/knowledge",
    body=Entry,
    answer=EntryShape,
    status=201,
    needs=WRITE,
    errors=("CONFLICT",),
)
async def create_knowledge(call: Call[Nothing, Entry]) -> EntryShape:
    """Write an entry. It is found by its words at once, by its meaning within seconds."""
    return EntryShape.of(await call.desk.curation.create(call.who, call.body.written()))


@routes.add(
    "PUT",
    "/api/v1/knowledge/{id}",
    body=Edit,
    answer=EntryShape,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def edit_knowledge(call: Call[Nothing, Edit]) -> EntryShape:
    """Make the next version of an entry."""
    return EntryShape.of(
        await call.desk.curation.edit(
            call.who, call.id(), call.body.written(), version=call.body.version
        )
    )


@routes.add("DELETE", "/api/v1/knowledge/{id}", status=204, needs=WRITE, errors=("NOT_FOUND",))
async def remove_knowledge(call: Call[Nothing, Nothing]) -> None:
    """Take an entry out of every answer. Its versions stay, for answers that rested on them."""
    await call.desk.curation.remove(call.who, call.id())


@routes.add(
    "GET",
    "/api/v1/knowledge/{id}/versions",
    answer=KnowledgeVersions,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def list_knowledge_versions(call: Call[Nothing, Nothing]) -> KnowledgeVersions:
    """Every version of an entry, the newest first; also of one that was removed."""
    found = await call.desk.curation.versions(call.who, call.id())
    return KnowledgeVersions(versions=[VersionShape.of(version) for version in found])


@routes.add("POST", "/api/v1/knowledge/preview", body=Entry, answer=EntryPreview, needs=READ)
async def preview_knowledge(call: Call[Nothing, Entry]) -> EntryPreview:
    """How an entry would be kept and searched. Nothing is stored."""
    return EntryPreview.of(await call.desk.curation.preview(call.who, call.body.written()))


@routes.add(
    "POST",
    "/api/v1/knowledge/import",
    query=Import,
    body=Upload,
    answer=ImportedShape,
    needs=WRITE,
)
async def import_knowledge(call: Call[Import, Upload]) -> ImportedShape:
    """Read a file, sent as the body, into the knowledge base; `dryRun` shows what would happen.

    A file of the same name again updates its entries.
    """
    ask = call.query
    return ImportedShape.of(
        await call.desk.curation.import_file(
            call.who,
            ask.name,
            call.body.data,
            category=ask.category,
            dry_run=ask.dry_run,
            prune=ask.prune,
        )
    )


@routes.add("GET", "/api/v1/knowledge/gaps", answer=Gaps, needs=WRITE)
async def list_gaps(call: Call[Nothing, Nothing]) -> Gaps:
    """Questions that found no answer, alike ones together, the most asked first."""
    found = await call.desk.curation.gaps(call.who)
    return Gaps(gaps=[GapShape.of(group) for group in found])


@routes.add(
    "POST",
    "/api/v1/knowledge/gaps/answer",
    body=Answer,
    answer=EntryShape,
    status=201,
    needs=WRITE,
    errors=("CONFLICT",),
)
async def answer_gap(call: Call[Nothing, Answer]) -> EntryShape:
    """Write the entry that answers these questions; they are gaps no more."""
    ids = [int(each) for each in call.body.ids]
    return EntryShape.of(
        await call.desk.curation.answer_gaps(call.who, ids, call.body.entry.written())
    )


@routes.add("POST", "/api/v1/knowledge/gaps/dismiss", body=Dismiss, answer=Dismissed, needs=WRITE)
async def dismiss_gap(call: Call[Nothing, Dismiss]) -> Dismissed:
    """Nothing that the hotel has to write down."""
    ids = [int(each) for each in call.body.ids]
    return Dismissed(count=await call.desk.curation.dismiss_gaps(call.who, ids))


@routes.add("GET", "/api/v1/knowledge/proposals", query=AskProposals, answer=Proposals, needs=WRITE)
async def list_proposals(call: Call[AskProposals, Nothing]) -> Proposals:
    """What staff answered to gaps: knowledge, once a person approves it."""
    ask = call.query
    before = decode(ask.cursor, 1)
    found = await call.desk.curation.proposals(
        call.who, ask.state, before=before[0] if before else None, limit=ask.limit
    )
    is_full = len(found) == ask.limit
    return Proposals(
        proposals=[ProposalShape.of(proposal) for proposal in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "POST",
    "/api/v1/knowledge/proposals/{id}/approve",
    body=Approval,
    answer=EntryShape,
    status=201,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def approve_proposal(call: Call[Nothing, Approval]) -> EntryShape:
    """Make a proposal knowledge, in these words: without the guest's name and other private things.
    With `into` they take the place of that entry's words, which stay as its version before."""
    body = call.body
    into = (int(body.into.id), body.into.version) if body.into is not None else None
    return EntryShape.of(
        await call.desk.curation.approve(call.who, call.id(), body.written(), into=into)
    )


@routes.add(
    "POST",
    "/api/v1/knowledge/proposals/{id}/reject",
    status=204,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def reject_proposal(call: Call[Nothing, Nothing]) -> None:
    """It is no knowledge. The question stays a gap."""
    await call.desk.curation.reject(call.who, call.id())
