"""What commands print: data on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable, Sequence

import typer

DONE, FAILED, USAGE, PROBLEMS = 0, 1, 2, 3


def fail(error: Exception, *, debug: bool = False) -> int:
    """Print an error as one red line; the exit status it means."""
    import click

    from jack.errors import Invalid, JackError

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        _red("Stopped.")
        return FAILED
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, JackError):
        for line in str(error).splitlines():
            _red(line)
        return USAGE if isinstance(error, Invalid) else FAILED
    _red(f"Unexpected {type(error).__name__}: {error}. Run again with --debug to see where.")
    return FAILED


def note(text: str) -> None:
    """A line for people, not for pipes."""
    typer.echo(text, err=True)


def _red(text: str) -> None:
    typer.secho(text, fg="red", err=True)


def as_json(data: object) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """A plain table, or `empty` as a note when there are no rows."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    found = list(rows)
    if not found:
        note(empty)
        return
    made = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found:
        made.add_row(*("" if value is None else str(value) for value in row))
    console = Console()
    console.print(made, markup=False) if console.is_terminal else Console(width=200).print(made)
