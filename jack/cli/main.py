"""`jack`: options that hold for every command, and the table of commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from jack.cli import output
from jack.cli.commands import register
from jack.cli.context import Context

app = typer.Typer(
    name="jack",
    help="A hotel's front desk for messages.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from jack import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", help="Configuration file.", show_default=False)
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Data directory.", show_default=False)
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which Jack.")
    ] = False,
) -> None:
    context.obj = Context(config_path=config, data_dir=data_dir, debug=debug)


register(app)

GENERAL = {"--config": 2, "--data-dir": 2, "--debug": 1}
"""Options that hold for every command, and how many words each takes."""


def general_first(given: Sequence[str]) -> list[str]:
    """The same words, general options before the command: people write them on either side."""
    general: list[str] = []
    rest = list(given)
    at = 0
    while at < len(rest) and rest[at] != "--":
        name, is_joined, _ = rest[at].partition("=")
        if name in GENERAL:
            width = 1 if is_joined else GENERAL[name]
            general += rest[at : at + width]
            del rest[at : at + width]
        else:
            at += 1
    return general + rest


def run(arguments: Sequence[str] | None = None) -> None:
    """The console script: errors of Jack's are one red line and an exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        app(general_first(given), prog_name="jack")
    except Exception as error:
        sys.exit(output.fail(error, debug="--debug" in given))


if __name__ == "__main__":
    run()
