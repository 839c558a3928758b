"""`jack kb ingest` and `reindex`: what has to be embedded, here or by the server that runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.knowledge.readers import EntryDraft, ReadProblem
    from jack.services.knowledge import IngestReport, Scope

POLL_S = 0.3
PATIENCE_S = 60.0
"""How long the server may do nothing visible before we stop waiting for it."""


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders of them, or the address of a website.", metavar="PATH_OR_URL…"
        ),
    ],
    category: Annotated[
        str | None,
        typer.Option(help="For entries whose file names none.", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help="Remove entries that are gone from their files and pages; with a folder also the"
            " entries of every file that is not among the PATHs, with a website those of its pages"
            " that are gone.",
        ),
    ] = False,
    pages: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=500,
            help="Most pages of a website [knowledge.site_pages].",
            show_default=False,
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print the clean text of every entry that was read.")
    ] = False,
    questions: Annotated[
        Path | None,
        typer.Option(
            "--eval",
            help="Golden questions to try first: answers that would change are shown, and nothing is"
            " stored while one is not as expected.",
            show_default=False,
        ),
    ] = None,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Do not wait until all can be found by meaning.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read files (md, txt, html, csv, json, jsonl, pdf, docx) or a website into the knowledge base."""
    jack: Context = context.obj
    files = [path for path in paths if not is_address(path)]
    found = _read(files, category)
    has_folder = any(Path(path).is_dir() for path in files)

    async def work(app: App) -> tuple[IngestReport, bool]:
        scopes = [_files_besides(found)] if has_folder else []
        for url in filter(is_address, paths):
            with output.progress(f"Reading {url}") as progress:
                site = await app.websites.read(
                    url, pages=pages, category=category, progress=progress
                )
            found.extend(site.found)
            scopes.append(site.scope)
        _complain(found)

        def is_gone(source: str) -> bool:
            return any(scope(source) for scope in scopes)

        if questions is not None:
            await _try(app, questions, found, prune=prune, scope=is_gone)
        with output.progress("Storing") as progress:
            report = await app.knowledge.ingest(
                found,
                dry_run=dry_run,
                prune=prune,
                scope=is_gone,
                progress=progress,
            )
        if dry_run or no_wait or not report.entry_ids:
            return report, True
        return report, await _index(app)

    report, is_indexed = jack.run(work)
    if as_json:
        output.as_json(_json(report, found if show else ()))
    else:
        _print(report, found if show else ())
    if not is_indexed:
        raise typer.Exit(output.FAILED)


async def _try(
    app: App,
    questions: Path,
    found: Sequence[EntryDraft | ReadProblem],
    *,
    prune: bool,
    scope: Scope,
) -> None:
    """Golden answers with and without what was read. Exits when one is not as expected with it."""
    from dataclasses import replace

    from jack.app import afresh, trial
    from jack.cli import evaluate
    from jack.pipeline import evaluation
    from jack.pipeline.evaluations import Change
    from jack.services import golden_files

    golden = golden_files.read(questions)
    await evaluate.warm(app)
    with output.progress("Asking") as progress:
        old = await evaluation.evaluate(afresh(app), golden, progress=progress)
    before = {each.golden.question: each.answer.text for each in old}
    async with trial(app, Change(found, prune, scope)) as knowledge:
        pipeline = replace(afresh(app), knowledge=knowledge)
        with output.progress("Asking again") as progress:
            results = await evaluation.evaluate(pipeline, golden, before=before, progress=progress)
    evaluate.report(results, as_json=False, to_people=True)
    if any(each.problems for each in results):
        output.red("Nothing was stored: with it an answer is not as expected.")
        raise typer.Exit(output.PROBLEMS)


def reindex(jack: Context, *, embed: bool) -> None:
    """Beside a server the vectors are forgotten, so that the server makes and indexes them anew."""
    from jack.datadir import is_served

    async def work(app: App) -> bool:
        has_server = is_served(app.directory)
        await app.knowledge.reindex(embed_again=embed or has_server)
        return await _index(app, afresh=True)

    if not jack.run(work):
        raise typer.Exit(output.FAILED)
    output.note("All knowledge is indexed.")


# -- reading -----------------------------------------------------------------------------------


def is_address(path: str) -> bool:
    return path.startswith(("http://", "https://"))


def _read(paths: Sequence[str], category: str | None) -> list[EntryDraft | ReadProblem]:
    """Raises ReadError for a path that is not there, Invalid for a category that is none."""
    from jack.errors import Invalid
    from jack.knowledge.readers import category_of, read_path

    if category is not None and category_of(category) is None:
        raise Invalid(f"{category} is no category: faq, policy, amenity, menu, local, service.")
    return list(chain.from_iterable(read_path(Path(path), category=category) for path in paths))


def _complain(found: Sequence[EntryDraft | ReadProblem]) -> None:
    """Name what could not be read. Exits when nothing could."""
    from jack.knowledge.readers import ReadProblem

    problems = [each for each in found if isinstance(each, ReadProblem)]
    for problem in problems:
        output.yellow(_problem(problem))
    if len(problems) == len(found):
        output.red("Nothing was read.")
        raise typer.Exit(output.FAILED)


def _files_besides(found: Sequence[EntryDraft | ReadProblem]) -> Scope:
    """Sources that were files once, except those that are there but could not be read."""
    from jack.knowledge.readers import READERS, ReadProblem

    unread = {each.source for each in found if isinstance(each, ReadProblem)}

    def is_file(source: str) -> bool:
        is_known = Path(source).suffix.lower() in READERS and not is_address(source)
        return is_known and source not in unread

    return is_file


def _problem(problem: ReadProblem) -> str:
    place = f"{problem.source}:{problem.line}" if problem.line else problem.source
    return f"{place}: {problem.message}"


# -- indexing ----------------------------------------------------------------------------------


async def _index(app: App, *, afresh: bool = False) -> bool:
    """See that all knowledge can be found by its meaning; whether it can, or need not be."""
    from jack.app import index_here
    from jack.datadir import is_served
    from jack.errors import NotReady

    if app.config.knowledge.embedder == "words":
        return True
    with output.progress("Indexing") as progress:
        if is_served(app.directory):
            return await _wait(app, progress)
        try:
            await index_here(app, afresh=afresh, progress=progress)
        except NotReady as error:
            output.yellow(f"{error} Words alone will be searched.")
    return True


async def _wait(
    app: App, progress: Callable[[int, int], None], *, patience_s: float = PATIENCE_S
) -> bool:
    """Until the server has embedded everything, or has done nothing for a while."""
    import asyncio
    import time

    total = left = await app.knowledge.count_waiting()
    last_step = time.monotonic()
    while left:
        progress(total - left, total)
        await asyncio.sleep(POLL_S)
        waiting = await app.knowledge.count_waiting()
        if waiting != left:
            left, last_step = waiting, time.monotonic()
            total = max(total, left)
        elif time.monotonic() - last_step > patience_s:
            output.red(
                f"Everything is stored, but the server has not indexed {left} pieces: nothing"
                f" happened for {patience_s:g} s. Look why: jack doctor"
            )
            return False
    return True


# -- reporting ---------------------------------------------------------------------------------


def _print(report: IngestReport, shown: Sequence[EntryDraft | ReadProblem]) -> None:
    for entry in _entries(shown):
        typer.secho(entry.title, bold=True)
        typer.echo(f"{entry.source}, {entry.category}, {entry.language or 'language detected'}")
        typer.echo(f"\n{entry.body}\n")
    for source in report.removed:
        typer.echo(f"{'would remove' if report.is_dry else 'removed'} {source}")
    counts = {
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "removed": len(report.removed),
        "problems": len(report.problems),
    }
    text = ", ".join(f"{name} {count}" for name, count in counts.items())
    typer.echo(f"Would be: {text}" if report.is_dry else text)


def _entries(found: Sequence[EntryDraft | ReadProblem]) -> list[EntryDraft]:
    from jack.knowledge.readers import EntryDraft

    return [each for each in found if isinstance(each, EntryDraft)]


def _json(report: IngestReport, shown: Sequence[EntryDraft | ReadProblem]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "isDry": report.is_dry,
        "added": [str(item) for item in report.added],
        "changed": [str(item) for item in report.changed],
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "removed": list(report.removed),
        "problems": [
            {"source": p.source, "line": p.line, "message": p.message} for p in report.problems
        ],
    }
    if shown:
        data["entries"] = [
            {
                "title": entry.title,
                "body": entry.body,
                "category": entry.category,
                "language": entry.language,
                "source": entry.source,
            }
            for entry in _entries(shown)
        ]
    return data
