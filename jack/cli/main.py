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


def run(arguments: Sequence[str] | None = None) -> None:
    """The console script: errors of Jack's are one red line and an exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        app(given, prog_name="jack")
    except Exception as error:
        sys.exit(output.fail(error, debug="--debug" in given))


if __name__ == "__main__":
    run()
