"""`jack kb`: the knowledge base. Works beside a running server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from jack.cli import kb_index, output
from jack.cli.output import Json
from jack.model.knowledge import Audience, Category

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.model.contradictions import Contradiction, Said
    from jack.model.knowledge import Entry, Passage

ACTOR = "cli"
PAGE = 500

EntryId = Annotated[int, typer.Argument(help="Number in `jack kb list`.", metavar="ID")]
InCategory = Annotated[
    Category | None, typer.Option("--category", help="Only this one.", show_default=False)
]
InLanguage = Annotated[
    str | None, typer.Option("--language", help="Only this one, like en.", show_default=False)
]

knowledge = typer.Typer(help="The knowledge base.", no_args_is_help=True)
knowledge.command("ingest")(kb_index.ingest)


def register(app: typer.Typer) -> None:
    app.add_typer(knowledge, name="kb")


@knowledge.command("list")
def list_entries(
    context: typer.Context,
    category: InCategory = None,
    language: InLanguage = None,
    as_json: Json = False,
) -> None:
    """List what Jack knows."""
    jack: Context = context.obj

    async def work(app: App) -> list[Entry]:
        return await _all(app, category, language)

    entries = jack.run(work)
    if as_json:
        output.as_json([_json(entry) for entry in entries])
        return
    output.table(
        ("ID", "Title", "Category", "Language", "For", "Source", "Indexed"),
        [
            (
                entry.id,
                output.short(entry.title),
                entry.category,
                entry.language,
                entry.audience,
                entry.source,
                "yes" if entry.is_indexed else "not yet",
            )
            for entry in entries
        ],
        empty="The knowledge base is empty. Fill it: jack kb ingest FOLDER",
    )


@knowledge.command("search")
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="A question as a guest would ask it.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="At most so many.")] = 8,
    internal: Annotated[
        bool, typer.Option("--internal", help="Also what is for staff only.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Search as Jack does for a guest; the score says how sure he is that an entry answers."""
    jack: Context = context.obj

    async def work(app: App) -> tuple[list[Passage], float]:
        from jack.app import copy_index
        from jack.errors import NotReady

        try:
            await copy_index(app)
        except NotReady as error:
            output.yellow(str(error))
        audience = Audience.INTERNAL if internal else Audience.GUEST
        found = await app.knowledge.search(query, audience=audience, limit=limit)
        return found[:limit], app.config.knowledge.answer_threshold

    passages, threshold = jack.run(work)
    if as_json:
        output.as_json([_passage_json(passage, threshold) for passage in passages])
        return
    output.table(
        ("ID", "Score", "Answers", "Title", "Text"),
        [
            (
                passage.entry_id,
                f"{passage.score:.2f}",
                "yes" if passage.score >= threshold else "no",
                output.short(passage.title, 40),
                output.short(excerpt(passage), 90),
            )
            for passage in passages
        ],
        empty="Nothing found.",
    )


@knowledge.command("show")
def show(context: typer.Context, entry_id: EntryId, as_json: Json = False) -> None:
    """Show an entry in full."""
    jack: Context = context.obj

    async def work(app: App) -> Entry:
        return await app.knowledge.get(entry_id)

    entry = jack.run(work)
    if as_json:
        output.as_json(_json(entry))
        return
    dates = f", valid {entry.valid_from or '…'} to {entry.valid_until or '…'}"
    typer.echo(f"{entry.title}\n\n{entry.body}\n")
    typer.echo(
        f"entry {entry.id} version {entry.version}, {entry.category}, {entry.language},"
        f" for {entry.audience}{dates if entry.valid_from or entry.valid_until else ''}"
    )
    typer.echo(f"from {entry.source}#{entry.key}")


@knowledge.command("remove")
def remove(
    context: typer.Context,
    entry_ids: Annotated[
        list[int], typer.Argument(help="Numbers in `jack kb list`.", metavar="ID…")
    ],
) -> None:
    """Take entries out of every answer."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        for entry_id in dict.fromkeys(entry_ids):
            await app.knowledge.remove(entry_id, actor=ACTOR)
            typer.echo(f"Removed {entry_id}.")

    jack.run(work)


@knowledge.command("export")
def export(
    context: typer.Context,
    into: Annotated[
        Path | None,
        typer.Option(
            "--output", help="File, or folder for md [standard output].", show_default=False
        ),
    ] = None,
    form: Annotated[
        Literal["json", "md"], typer.Option("--format", help="json: one file; md: a folder.")
    ] = "json",
) -> None:
    """Write everything down in a form that `jack kb ingest` takes in again."""
    from jack.errors import Invalid

    jack: Context = context.obj
    if form == "md" and into is None:
        raise Invalid("--format md writes a folder of files. Name it with --output.")

    async def work(app: App) -> list[Entry]:
        return await _all(app, None, None)

    entries = jack.run(work)
    _write(entries, form, into)
    if into is not None:
        output.note(f"{len(entries)} entries written to {into}.")


@knowledge.command("contradictions")
def contradictions(context: typer.Context, as_json: Json = False) -> None:
    """Entries that state other times, prices or numbers for one matter, or than the settings do."""
    jack: Context = context.obj

    async def work(app: App) -> list[Contradiction]:
        return await app.contradictions.open()

    found = jack.run(work)
    if as_json:
        output.as_json([_contradiction_json(each) for each in found])
        return
    output.table(
        ("About", "One says", "The other says"),
        [(each.matter, _said(each.one), _said(each.other)) for each in found],
        empty="No entries contradict each other or the hotel's settings.",
    )


@knowledge.command("reindex")
def reindex(
    context: typer.Context,
    embed: Annotated[bool, typer.Option("--embed", help="Make every vector anew, too.")] = False,
) -> None:
    """Make the index of meanings anew; beside a server it is the server that does."""
    kb_index.reindex(context.obj, embed=embed)


async def _all(app: App, category: Category | None, language: str | None) -> list[Entry]:
    entries: list[Entry] = []
    after = 0
    while part := await app.knowledge.listed(
        category=category, language=language, after=after, limit=PAGE
    ):
        entries += part
        after = part[-1].id
    return entries


def _write(entries: list[Entry], form: str, into: Path | None) -> None:
    from jack.errors import Conflict
    from jack.knowledge import writers

    if into is None:
        typer.echo(writers.as_json(entries), nl=False)
        return
    try:
        if form == "json":
            into.write_text(writers.as_json(entries), encoding="utf-8")
            return
        into.mkdir(parents=True, exist_ok=True)
        for name, text in writers.as_markdown(entries).items():
            (into / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Conflict(f"{into} cannot be written: {error.strerror}.") from error


def _json(entry: Entry) -> dict[str, Any]:
    from jack.model.clock import to_iso

    return {
        "id": str(entry.id),
        "version": entry.version,
        "title": entry.title,
        "body": entry.body,
        "category": entry.category,
        "language": entry.language,
        "audience": entry.audience,
        "validFrom": entry.valid_from,
        "validUntil": entry.valid_until,
        "source": entry.source,
        "key": entry.key,
        "isIndexed": entry.is_indexed,
        "createdAt": to_iso(entry.created_at),
        "updatedAt": to_iso(entry.updated_at),
    }


def _said(said: Said) -> str:
    where = f"entry {said.entry_id}" if said.entry_id is not None else "settings"
    return f"{output.short(said.text, 80)} ({where})"


def _contradiction_json(found: Contradiction) -> dict[str, Any]:
    def said(one: Said) -> dict[str, Any]:
        entry_id = str(one.entry_id) if one.entry_id is not None else None
        return {
            "entryId": entry_id,
            "version": one.version,
            "title": one.title,
            "text": one.text,
        }

    return {
        "key": found.key,
        "matter": found.matter,
        "one": said(found.one),
        "other": said(found.other),
    }


def excerpt(passage: Passage) -> str:
    """What fits in it, without its title; from its beginning where only the title did."""
    return passage.text.removeprefix(passage.title).strip() or passage.body


def _passage_json(passage: Passage, threshold: float) -> dict[str, Any]:
    return {
        "entryId": str(passage.entry_id),
        "version": passage.version,
        "title": passage.title,
        "text": passage.text,
        "category": passage.category,
        "language": passage.language,
        "similarity": passage.similarity,
        "score": passage.score,
        "answers": passage.score >= threshold,
    }
