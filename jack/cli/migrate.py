"""`jack migrate`: bring the database to this version, or say whether it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.cli.context import Context
    from jack.config import Loaded


def register(app: typer.Typer) -> None:
    app.command("migrate")(migrate)


def migrate(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 3 if there is work to do.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring the database to this version. A copy of it is kept first."""
    jack: Context = context.obj
    if check:
        _check(jack.load(), as_json=as_json)
    else:
        _upgrade(jack.load(), as_json=as_json)


def _check(loaded: Loaded, *, as_json: bool) -> None:
    from jack.app import schema_at
    from jack.errors import DataDirError

    schema = schema_at(loaded)
    if schema.unknown:
        raise DataDirError(
            f"The database in {loaded.data_dir} belongs to a newer Jack "
            f"(it has {schema.unknown[-1]}). Install that version again."
        )
    if as_json:
        output.as_json(
            {
                "isCurrent": schema.is_current,
                "applied": list(schema.applied),
                "pending": list(schema.pending),
            }
        )
    elif schema.is_current:
        typer.echo(f"The database is of this version ({schema.applied[-1]}).")
    elif schema.is_new:
        typer.echo(f"There is no database in {loaded.data_dir} yet. Run: jack migrate")
    else:
        typer.echo(f"The database lacks {', '.join(schema.pending)}. Run: jack migrate")
    if not schema.is_current:
        raise typer.Exit(output.PROBLEMS)


def _upgrade(loaded: Loaded, *, as_json: bool) -> None:
    from jack.app import upgrade

    applied = upgrade(loaded)
    if as_json:
        output.as_json({"applied": list(applied)})
        return
    for name in applied:
        typer.echo(f"Applied {name}")
    if not applied:
        typer.echo("The database is of this version already.")
