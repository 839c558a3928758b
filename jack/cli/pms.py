"""`jack pms`: reservations from the hotel's PMS, or from a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.model.reservations import PmsState

POLL_S = 0.3
PATIENCE_S = 900.0
"""How long a sync by the server is waited for."""
SHOWN = 20

stays = typer.Typer(help="Reservations: from the PMS or from a file.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(stays, name="pms")


@stays.command("sync")
def sync(
    context: typer.Context,
    full: Annotated[
        bool, typer.Option("--full", help="Read everything, not only what changed.")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(help="Read what changed since then, in the hotel's time.", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read the PMS now; a running server does it and is waited for."""
    from jack.errors import Invalid

    jack: Context = context.obj
    if full and since is not None:
        raise Invalid("--full and --since exclude each other.")

    async def work(app: App) -> dict[str, object] | str:
        from jack.datadir import is_served

        start = _micros(since, app.config.hotel.timezone) if since else None
        if is_served(app.directory) and not dry_run:
            return await _by_the_server(app, full=full, since=start)
        async with app.pms_sync.opened():
            with output.progress("Reading reservations") as progress:
                report = await app.pms_sync.sync(
                    full=full, since=start, dry_run=dry_run, progress=progress
                )
        return report.as_json()

    _finish(jack.run(work), as_json=as_json)


@stays.command("status")
def status(context: typer.Context, as_json: Json = False) -> None:
    """Say how the last syncs went; without a PMS, the last import."""
    jack: Context = context.obj

    async def work(app: App) -> tuple[PmsState | None, bool]:
        state = await app.pms_sync.state()
        if state is not None:
            return state, False
        return await app.pms_sync.last_import(), True

    found, is_import = jack.run(work)
    if found is None:
        if as_json:
            output.as_json(None)
        output.note("No PMS is configured; files can be imported: jack pms import FILE")
        return
    if as_json:
        output.as_json(_state_json(found))
    else:
        _print_state(found, is_import=is_import)
    if found.failures:
        raise typer.Exit(output.FAILED)


@stays.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A .csv, .tsv, .txt or .ics file.")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="field=column where Jack does not recognise a column, like"
            " confirmation=Buchungsnr; may be given again.",
            show_default=False,
        ),
    ] = None,
    dates: Annotated[
        str,
        typer.Option(
            help="Where 03/04/2026 could be two days: dmy (day first) or mdy [told by the file].",
            show_default=False,
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take in reservations from a CSV or iCal file; bad lines are named, good ones kept."""
    jack: Context = context.obj
    mapping = _mapping(column or [])

    async def work(app: App) -> dict[str, object]:
        import asyncio

        imported = await asyncio.to_thread(app.read_reservations, file, mapping, order=dates)
        with output.progress("Storing") as progress:
            report = await app.pms_sync.take_in(
                imported.reservations, imported.rejected, dry_run=dry_run, progress=progress
            )
        if imported.dates:
            output.note(f"Dates like 03/04/2026 are read as {imported.dates}.")
        for note in imported.notes:
            output.note(note)
        return report.as_json() | {
            "columns": dict(imported.columns),
            "ignored": list(imported.ignored_columns),
            "dates": imported.dates or None,
            "notes": list(imported.notes),
        }

    _finish(jack.run(work), as_json=as_json)


def _mapping(given: list[str]) -> dict[str, str]:
    """Raises Invalid for what is not field=column."""
    from jack.errors import Invalid

    pairs = [each.partition("=") for each in given]
    for field, mark, name in pairs:
        if not field.strip() or not mark or not name.strip():
            raise Invalid(f"--map {field}{mark}{name} is not field=column.")
    return {field.strip(): name.strip() for field, _, name in pairs}


def _micros(since: datetime, timezone: str) -> int:
    from zoneinfo import ZoneInfo

    from jack.model.clock import from_datetime

    return from_datetime(since.replace(tzinfo=ZoneInfo(timezone)))


async def _by_the_server(app: App, *, full: bool, since: int | None) -> dict[str, object] | str:
    """The report of a sync that the running server made for us, or why it failed."""
    import asyncio
    import time

    asked = await app.pms_sync.want(full=full, since=since)
    until = time.monotonic() + PATIENCE_S
    output.note("The server reads the PMS …")
    while time.monotonic() < until:
        await asyncio.sleep(POLL_S)
        state = await app.pms_sync.state()
        assert state is not None, "a PMS was asked for"
        if state.synced_at is not None and state.synced_at >= asked:
            return state.report or {}
        is_tried = state.tried_at is not None and state.tried_at >= asked
        if is_tried and state.failure is not None and state.wanted_at is None:
            return state.failure
    return f"The server has not finished within {PATIENCE_S:g} s. Look why: jack pms status"


def _finish(done: dict[str, object] | str, *, as_json: bool) -> None:
    if isinstance(done, str):
        output.red(done)
        raise typer.Exit(output.FAILED)
    if as_json:
        output.as_json(done)
    else:
        _print(done)


def _print(report: dict[str, object]) -> None:
    rejected = report.get("rejected") or []
    assert isinstance(rejected, list)
    for each in rejected[:SHOWN]:
        output.yellow(f"{each['where']}: {each['reason']}")
    total = report.get("rejectedCount") or 0
    assert isinstance(total, int)
    if total > SHOWN:
        output.yellow(f"… and {total - SHOWN} more; --json names up to 100.")
    counts = ("added", "changed", "unchanged", "cancelled", "conflicts")
    text = ", ".join(f"{name} {report.get(name) or 0}" for name in counts)
    text += f", left out {total}"
    typer.echo(f"Would be: {text}" if report.get("isDry") else text)


def _state_json(state: PmsState) -> dict[str, object]:
    from jack.model.clock import to_iso

    return {
        "provider": state.provider,
        "syncedAt": to_iso(state.synced_at) if state.synced_at else None,
        "triedAt": to_iso(state.tried_at) if state.tried_at else None,
        "cursor": to_iso(state.cursor) if state.cursor else None,
        "failures": state.failures,
        "failure": state.failure,
        "report": state.report,
    }


def _print_state(state: PmsState, *, is_import: bool) -> None:
    from jack.model.clock import to_datetime

    def when(at: int | None) -> str:
        return to_datetime(at).strftime("%Y-%m-%d %H:%M UTC") if at else "never"

    rows: list[tuple[str, object]] = (
        [("PMS", "none"), ("Last import", when(state.synced_at))]
        if is_import
        else [
            ("PMS", state.provider),
            ("Last sync", when(state.synced_at)),
            ("Last attempt", when(state.tried_at)),
            ("Read up to", when(state.cursor)),
        ]
    )
    if state.failures:
        rows.append(("Failed since", f"{state.failures} times: {state.failure}"))
    output.table(("", ""), rows, empty="")
    if state.report:
        _print(state.report)
