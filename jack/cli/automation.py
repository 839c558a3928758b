"""`jack automation`: the rules, what they would do, and switching them on and off."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.model.automations import Amendment, Foreseen
    from jack.services.automation_dryrun import DryRun
    from jack.services.automations import RuleStatus

ACTOR = "cli"

RuleKey = Annotated[
    str, typer.Argument(help="Key or number in `jack automation list`.", metavar="RULE")
]

rules = typer.Typer(
    help="Rules that act by themselves: list, try, switch on and off.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    app.add_typer(rules, name="automation")


@rules.command("list")
def list_rules(context: typer.Context, as_json: Json = False) -> None:
    """List the rules, with the next run and how the last one ended."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        await app.automations.install()
        found = await app.automations.listed()
        zone = app.config.hotel.timezone
        if as_json:
            output.as_json([_rule_json(each) for each in found])
            return
        output.table(
            ("Rule", "Name", "On", "Planned", "Next (hotel time)", "Asking", "Last"),
            [_rule_cells(each, zone) for each in found],
            empty="There are no automations.",
        )

    jack.run(work)


@rules.command("simulate")
def simulate(
    context: typer.Context,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            help="Count this rule as enabled, beside those that are; may be given again.",
            show_default=False,
        ),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days.")] = 14,
    begin: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            formats=["%Y-%m-%d"],
            help="Hotel day to begin with; else now.",
            show_default=False,
        ),
    ] = None,
    amendments: Annotated[
        Path | None,
        typer.Option(
            help="JSON list of changes to stays on the way: at, reservation, and status, arrival,"
            " departure or room.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Print what the rules would do, on a copy of the live data; nothing is sent.

    Guests are taken to arrive and leave as booked. The same data give the same answer.
    """
    jack: Context = context.obj

    async def work(app: App) -> None:
        from jack.services.automation_dryrun import Wish

        await app.automations.install()
        wanted = [(await app.automations.by_key(key)).id for key in rule or ()]
        wish = Wish(
            days=days,
            begin=begin.date() if begin is not None else None,
            rule_ids=tuple(wanted),
            amendments=_read_amendments(amendments, app.config.hotel.timezone),
        )
        found = await app.dry_runs.run(wish, actor=ACTOR)
        if as_json:
            output.as_json(_simulation_json(found))
            return
        output.table(
            ("When (hotel time)", "Rule", "Who", "Room", "Channel", "To", "What", "Why"),
            [_line_cells(line, found.zone) for line in found.lines],
            empty="Nothing would happen.",
        )
        if found.left_off:
            output.note(f"{found.left_off} more lines are left off.")
        for (state, reason), count in sorted(found.counts.items(), key=_by_name):
            output.note(f"{count:6}  {state}{f': {reason}' if reason else ''}")

    jack.run(work)


@rules.command("enable")
def enable(
    context: typer.Context,
    rule: RuleKey,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Switch a rule on, after telling how many guests it writes to within 24 hours."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        from jack.model.clock import DAY
        from jack.services.automation_dryrun import Wish

        await app.automations.install()
        found = await app.automations.by_key(rule)
        if found.is_enabled:
            typer.echo(f"{found.key} is on already.")
            return
        tried = await app.dry_runs.run(
            Wish(days=1, rule_ids=(found.id,), only=found.id), actor=ACTOR
        )
        for words in await app.automations.promises(found.id):
            output.note(f"Its text promises “{words}” and no step of the rule does it: held back.")
        count = tried.guests_within(DAY)
        told = f"{found.key} writes to {count} guest{'' if count == 1 else 's'} within 24 hours."
        if not yes and sys.stdin.isatty():
            typer.confirm(f"{told} Switch it on?", abort=True)
        else:
            output.note(told)
        await app.automations.enable(found.id, actor=ACTOR)
        typer.echo(f"{found.key} is on.")

    jack.run(work)


@rules.command("disable")
def disable(context: typer.Context, rule: RuleKey) -> None:
    """Switch a rule off; what it has planned is cancelled."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        found = await app.automations.by_key(rule)
        await app.automations.disable(found.id, actor=ACTOR)
        typer.echo(f"{found.key} is off.")

    jack.run(work)


def _read_amendments(file: Path | None, timezone: str) -> tuple[Amendment, ...]:
    """Times without a zone are the hotel's. Raises ReadError, Invalid."""
    import json

    from jack.errors import Invalid, ReadError

    if file is None:
        return ()
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ReadError(f"{file} cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise Invalid(f"{file} is not JSON: {error}.") from error
    if not isinstance(found, list):
        raise Invalid(f"{file} holds no list of changes.")
    return tuple(_amendment(each, number, timezone) for number, each in enumerate(found, 1))


def _amendment(told: Any, number: int, timezone: str) -> Amendment:
    from datetime import date
    from zoneinfo import ZoneInfo

    from jack.errors import Invalid
    from jack.model.automations import Amendment
    from jack.model.clock import from_datetime
    from jack.model.reservations import ReservationStatus

    known = ("at", "reservation", "status", "arrival", "departure", "room")
    try:
        unknown = [name for name in told if name not in known]
        if unknown:
            raise ValueError(f"{unknown[0]} is none of {', '.join(known)}")
        at = datetime.fromisoformat(told["at"])
        arrival, departure = told.get("arrival"), told.get("departure")
        status = told.get("status")
        return Amendment(
            at=from_datetime(at if at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone))),
            reservation=str(told["reservation"]),
            status=ReservationStatus(status) if status else None,
            arrival=date.fromisoformat(arrival) if arrival else None,
            departure=date.fromisoformat(departure) if departure else None,
            room=told.get("room"),
        )
    except KeyError as error:
        raise Invalid(f"Change {number} lacks {error}.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise Invalid(f"Change {number} cannot be understood: {error}.") from error


def _rule_cells(status: RuleStatus, zone: str) -> tuple[object, ...]:
    rule, last = status.rule, status.last
    return (
        rule.key,
        rule.name,
        "on" if rule.is_enabled else "off",
        status.planned or "",
        _local(status.next_at, zone) if status.next_at is not None else "",
        status.asking or "",
        f"{last[0]}{f': {last[1]}' if last[1] else ''}" if last else "",
    )


def _rule_json(status: RuleStatus) -> dict[str, Any]:
    from jack.model.automations import definition_json
    from jack.model.clock import to_iso

    rule, last = status.rule, status.last
    return {
        "id": str(rule.id),
        "key": rule.key,
        "name": rule.name,
        "isEnabled": rule.is_enabled,
        "version": rule.version,
        "definition": definition_json(rule.definition),
        "planned": status.planned,
        "asking": status.asking,
        "nextAt": to_iso(status.next_at) if status.next_at is not None else None,
        "last": {"state": last[0], "reason": last[1], "at": to_iso(last[2])} if last else None,
    }


def _line_cells(line: Foreseen, zone: str) -> tuple[object, ...]:
    why = ": ".join(part for part in (line.reason or "", line.detail) if part)
    waited = f"waited: {line.waited}" if line.waited else ""
    return (
        _local(line.at, zone),
        line.rule_key,
        line.guest_name,
        line.room,
        line.channel,
        line.address,
        line.state,
        " · ".join(part for part in (why, waited) if part),
    )


def _simulation_json(found: DryRun) -> dict[str, Any]:
    from jack.model.clock import to_iso

    return {
        "begin": to_iso(found.begin),
        "end": to_iso(found.end),
        "zone": found.zone,
        "lines": [
            {
                "at": to_iso(line.at),
                "rule": line.rule_key,
                "state": line.state,
                "reason": line.reason,
                "detail": line.detail,
                "waited": line.waited,
                "guestId": str(line.guest_id) if line.guest_id is not None else None,
                "guestName": line.guest_name,
                "reservationId": str(line.reservation_id) if line.reservation_id else None,
                "room": line.room,
                "channel": line.channel,
                "address": line.address,
                "text": line.text,
            }
            for line in found.lines
        ],
        "counts": [
            {"state": state, "reason": reason, "count": count}
            for (state, reason), count in sorted(found.counts.items(), key=_by_name)
        ],
        "leftOff": found.left_off,
    }


def _by_name(counted: tuple[tuple[Any, Any], int]) -> tuple[str, str]:
    return counted[0][0], counted[0][1] or ""


def _local(at: int, zone: str) -> str:
    from zoneinfo import ZoneInfo

    from jack.model.clock import to_datetime

    return to_datetime(at).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
