"""What commands print: data on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

DONE, FAILED, USAGE, PROBLEMS = 0, 1, 2, 3

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
"""The option of every command that prints data."""

PIPE_WIDTH = 200


def fail(error: Exception, *, debug: bool = False) -> int:
    """Print an error as one red line; the exit status it means."""
    from jack.errors import Invalid, JackError

    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, JackError):
        for line in str(error).splitlines():
            red(line)
        return USAGE if isinstance(error, Invalid) else FAILED
    red(f"Unexpected {type(error).__name__}: {error}. Run again with --debug to see where.")
    return FAILED


def note(text: str) -> None:
    """A line for people, not for pipes."""
    typer.echo(text, err=True)


def red(text: str) -> None:
    typer.secho(text, fg="red", err=True)


def yellow(text: str) -> None:
    typer.secho(text, fg="yellow", err=True)


def as_json(data: object) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """A plain table, or `empty` as a note when there are no rows. Cells are text, never markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    found = list(rows)
    if not found:
        note(empty)
        return
    made = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in found:
        made.add_row(*("" if value is None else str(value) for value in row))
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    Console(markup=False, emoji=False, highlight=False, width=width).print(made)


def short(text: str, limit: int = 60) -> str:
    """A text on one line, cut to `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere; give it what is done and how much there is."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
