"""`jack doctor`: test the real paths and say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.cli.context import Context
    from jack.config import Loaded
    from jack.services.doctor import Finding

COLOURS = {"OK": "green", "WARN": "yellow", "FAIL": "red"}


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(
    context: typer.Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what is safe to put right: modes, upgrade.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Call nobody.")] = False,
    as_json: Json = False,
) -> None:
    """Test everything Jack needs; exit 3 if something fails."""
    import asyncio

    jack: Context = context.obj
    loaded = jack.load()
    findings = asyncio.run(_examine(loaded, offline=offline))
    if fix and _repair(findings):
        findings = asyncio.run(_examine(jack.load(), offline=offline))
    if as_json:
        output.as_json([_json(finding) for finding in findings])
    else:
        for finding in findings:
            _print(finding)
    if any(finding.found.level == "FAIL" for finding in findings):
        raise typer.Exit(output.PROBLEMS)


async def _examine(loaded: Loaded, *, offline: bool) -> list[Finding]:
    from jack.app import open_patient
    from jack.services.doctor import examine

    async with open_patient(loaded, offline=offline) as patient:
        return await examine(patient)


def _repair(findings: list[Finding]) -> bool:
    """Do what is safe; whether anything was done."""
    from jack.errors import JackError

    is_done = False
    for finding in findings:
        if finding.found.repair is None:
            continue
        try:
            finding.found.repair()
        except (JackError, OSError) as error:
            output.red(f"{finding.code} is not fixed: {error}")
        else:
            output.note(f"{finding.code} fixed: {finding.found.fix}")
            is_done = True
    return is_done


def _print(finding: Finding) -> None:
    found = finding.found
    level = typer.style(f"{found.level:<4}", fg=COLOURS[found.level])
    typer.echo(f"{level}  {finding.code:<20}  {found.text}")
    if found.fix:
        typer.echo(f"{'':<28}{typer.style('→', dim=True)} {found.fix}")


def _json(finding: Finding) -> dict[str, str]:
    found = finding.found
    return {"code": finding.code, "level": found.level, "text": found.text, "fix": found.fix}
