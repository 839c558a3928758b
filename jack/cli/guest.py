"""`jack guest`: find guests, and hand a guest everything that is kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.services.guests import GuestCard

ACTOR = "cli"

guests = typer.Typer(help="Guests, and what is kept of them.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(guests, name="guest")


@guests.command("find")
def find(
    context: typer.Context,
    query: Annotated[
        str,
        typer.Argument(
            help="Beginnings of words of a name, a phone number, an e-mail address, or a booking's"
            " number.",
            metavar="QUERY",
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: Json = False,
) -> None:
    """Find guests, newest first."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        found = await app.guests.find(query, limit=limit, actor=ACTOR)
        if as_json:
            output.as_json([_json(card) for card in found])
            return
        output.table(
            ("ID", "Name", "Phone", "E-mail", "Room", "Stay", "Tags"),
            [_cells(card) for card in found],
            empty="Nobody is found.",
        )

    jack.run(work)


@guests.command("export")
def export(
    context: typer.Context,
    guest_id: Annotated[int, typer.Argument(help="Number in `jack guest find`.", metavar="ID")],
    as_json: Json = False,
) -> None:
    """Print everything that is kept of a guest, as JSON."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        from jack.web.api.guests import Export

        found = await app.guests.export(guest_id, actor=ACTOR)
        output.as_json(Export.of(found).model_dump(mode="json", by_alias=True))

    jack.run(work)


def _cells(card: GuestCard) -> tuple[object, ...]:
    guest, stay = card.guest, card.stay
    return (
        guest.id,
        output.short(guest.name, 40),
        guest.phone,
        guest.email,
        stay.room if stay else None,
        f"{stay.arrival} – {stay.departure} {stay.status}" if stay else None,
        ", ".join((*(("VIP",) if guest.is_vip else ()), *card.tags)),
    )


def _json(card: GuestCard) -> dict[str, Any]:
    from jack.web.api.guest_shapes import GuestShape

    return GuestShape.of(card).model_dump(mode="json", by_alias=True)
