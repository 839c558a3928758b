"""`jack eval`: golden answers, asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.model.golden import Golden, Result
    from jack.services.recordings import Recording

File = Annotated[
    Path,
    typer.Argument(help="Questions with what is expected: .yaml, .json or .csv.", metavar="FILE"),
]

evaluation = typer.Typer(
    help="Golden answers: questions that have to stay right.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    app.add_typer(evaluation, name="eval")


@evaluation.command("run")
def run(
    context: typer.Context,
    file: File,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the models anew, though answers are recorded.")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", help="Write a page with the answers side by side.", show_default=False
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask all questions; exit status 3 when one fails or a locked answer changed.

    What was recorded with `jack eval record` is said again and held against the knowledge of today,
    without a network; other questions are answered by the providers there are.
    """
    jack: Context = context.obj
    from jack.services import golden_files, recordings

    questions = golden_files.read(file)
    recording = None if live else recordings.read(recordings.beside(file))

    async def work(app: App) -> list[Result]:
        await warm(app)
        with output.progress("Asking") as progress:
            return await asked(app, questions, recording, progress)

    results = jack.run(work)
    if html is not None:
        _write(html, results)
    report(results, as_json=as_json)
    if any(each.problems for each in results):
        raise typer.Exit(output.PROBLEMS)


@evaluation.command("record")
def record(context: typer.Context, file: File) -> None:
    """Ask the models all questions, and keep what they say beside the file."""
    jack: Context = context.obj
    from jack.services import golden_files, recordings

    questions = golden_files.read(file)
    target = recordings.beside(file)

    async def work(app: App) -> list[Result]:
        from jack.app import recording
        from jack.pipeline.evaluation import evaluate

        await warm(app)
        pipeline, drafts = recording(app)
        with output.progress("Recording") as progress:
            results = await evaluate(pipeline, questions, progress=progress)
        recordings.write(target, drafts, results)
        return results

    results = jack.run(work)
    report(results, as_json=False)
    output.note(f"Recorded in {target}.")


async def asked(
    app: App, questions: Sequence[Golden], recording: Recording | None, progress: Any
) -> list[Result]:
    """With what was recorded, where something was."""
    from jack.app import afresh, replaying
    from jack.pipeline.evaluation import evaluate

    pipeline = replaying(app, recording.drafts) if recording else afresh(app)
    before = recording.answers if recording else {}
    return await evaluate(pipeline, questions, before=before, progress=progress)


async def warm(app: App) -> None:
    """Search by meaning, where this machine can; and models, which load slowly."""
    from jack.app import copy_index
    from jack.errors import NotReady

    try:
        await copy_index(app)
    except NotReady as error:
        output.yellow(str(error))
    await app.models.warm()


# -- reporting -----------------------------------------------------------------------------------


def report(results: Sequence[Result], *, as_json: bool, to_people: bool = False) -> None:
    """Answers that are not as expected, or other ones than before, side by side; and the sum.
    `to_people`: beside what the command itself prints."""
    from jack.model.golden import counts

    if as_json:
        output.as_json({"counts": counts(results), "results": [_json(each) for each in results]})
        return
    for each in results:
        if each.problems or each.is_other:
            _print(each, to_people)
    found = counts(results)
    sums = ", ".join(f"{verdict} {count}" for verdict, count in found.items())
    by = Counter(each.answer.author for each in results)
    authors = ", ".join(f"{author} {count}" for author, count in by.most_common())
    typer.echo(f"Golden answers: {sums}" + (f"; by {authors}" if by else ""), err=to_people)


def _print(result: Result, to_people: bool) -> None:
    colour = "red" if result.problems else "yellow"
    typer.secho(f"{result.verdict}: {result.golden.question}", fg=colour, bold=True, err=to_people)
    lines = [f"  {problem}" for problem in result.problems]
    if result.before:
        lines.append(f"  before  {output.short(result.before, 300)}")
    lines.append(f"  now     {output.short(result.answer.text, 300)}")
    lines.append(f"  by      {result.answer.author}\n")
    typer.echo("\n".join(lines), err=to_people)


def _json(result: Result) -> dict[str, Any]:
    answer = result.answer
    return {
        "question": result.golden.question,
        "verdict": result.verdict,
        "problems": list(result.problems),
        "answer": answer.text,
        "before": result.before or None,
        "isOther": result.is_other,
        "language": answer.language,
        "sources": [{"id": number, "title": title} for number, title in answer.sources],
        "reasons": list(answer.reasons),
        "provider": answer.provider,
        "model": answer.model or None,
    }


def _write(path: Path, results: Sequence[Result]) -> None:
    from jack.errors import Conflict
    from jack.pipeline.evaluation_page import page

    try:
        path.write_text(page(results), encoding="utf-8")
    except OSError as error:
        raise Conflict(f"{path} cannot be written: {error.strerror}.") from error
