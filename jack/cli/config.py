"""`jack config`: the effective configuration and where each value came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.cli.context import Context
    from jack.config import Row

configs = typer.Typer(help="The effective configuration.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(configs, name="config")


@configs.command("show")
def show(context: typer.Context, as_json: Json = False) -> None:
    """Every setting with its value and where that came from; secrets are masked."""
    from jack.app import with_settings
    from jack.config import describe

    jack: Context = context.obj
    rows = describe(with_settings(jack.load()))
    if as_json:
        output.as_json([_json(row) for row in rows])
        return
    output.table(
        ("Setting", "Value", "From"),
        [(row.key, _value(row), row.source) for row in rows],
        empty="",
    )


@configs.command("check")
def check(context: typer.Context, as_json: Json = False) -> None:
    """Say whether the configuration is right; exit 2 with every mistake if not."""
    jack: Context = context.obj
    loaded = jack.load()
    for warning in loaded.warnings:
        output.yellow(warning)
    if as_json:
        output.as_json({"isValid": True, "file": loaded.file, "warnings": list(loaded.warnings)})
    else:
        typer.echo(f"The configuration is right ({loaded.file or 'no file, defaults only'}).")


@configs.command("path")
def path(context: typer.Context, as_json: Json = False) -> None:
    """Where configuration and data are."""
    jack: Context = context.obj
    loaded = jack.load()
    file = loaded.file or loaded.data_dir / "config.toml"
    if as_json:
        output.as_json(
            {"file": file, "isThere": loaded.file is not None, "dataDir": loaded.data_dir}
        )
        return
    typer.echo(f"configuration  {file}{'' if loaded.file else ' (not there)'}")
    typer.echo(f"data           {loaded.data_dir}")


def _value(row: Row) -> str:
    text = row.value if isinstance(row.value, str) else json.dumps(row.value, ensure_ascii=False)
    return f"{text} {row.unit}".rstrip()


def _json(row: Row) -> dict[str, object]:
    return {
        "key": row.key,
        "value": row.value,
        "unit": row.unit,
        "source": {"kind": row.source.kind, "name": row.source.name},
        "isLive": row.live,
        "isSecret": row.secret,
    }
