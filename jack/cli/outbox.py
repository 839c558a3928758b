"""`jack outbox`: what waits to be sent, or could not be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.model.messages import OutboxItem

ACTOR = "cli"
NOT_SENT = ("queued", "sending", "uncertain", "failed", "expired")

OutboxId = Annotated[int, typer.Argument(help="Number in `jack outbox list`.", metavar="ID")]

sends = typer.Typer(help="What waits to be sent, or could not be.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(sends, name="outbox")


@sends.command("list")
def list_sends(
    context: typer.Context,
    state: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Only these, like sent; may be given again [{', '.join(NOT_SENT)}].",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    as_json: Json = False,
) -> None:
    """List outgoing messages, newest first."""
    jack: Context = context.obj
    states = _states(state) if state else NOT_SENT

    async def work(app: App) -> None:
        found = await app.conversations.outbox(states=states, before=None, limit=limit)
        if as_json:
            output.as_json([_json(item) for item in found])
            return
        output.table(
            ("ID", "State", "Channel", "To", "Tries", "Created", "Text", "Trouble"),
            [_cells(item) for item in found],
            empty="Nothing waits to be sent and nothing failed.",
        )

    jack.run(work)


@sends.command("retry")
def retry(context: typer.Context, outbox_id: OutboxId) -> None:
    """Send a message again, also one that may have arrived already."""
    jack: Context = context.obj
    jack.run(lambda app: app.conversations.retry(outbox_id, actor=ACTOR))
    typer.echo(f"Message {outbox_id} is queued again.")


@sends.command("discard")
def discard(context: typer.Context, outbox_id: OutboxId) -> None:
    """Never send a message."""
    jack: Context = context.obj
    jack.run(lambda app: app.conversations.discard(outbox_id, actor=ACTOR))
    typer.echo(f"Message {outbox_id} will not be sent.")


def _states(names: Sequence[str]) -> Sequence[str]:
    """Raises Invalid for a state there is none of."""
    from jack.errors import Invalid
    from jack.model.messages import Delivery

    known = [str(state) for state in Delivery if state is not Delivery.DRAFT]
    for name in names:
        if name not in known:
            raise Invalid(f"{name} is no state. States are {', '.join(known)}.")
    return names


def _cells(item: OutboxItem) -> tuple[object, ...]:
    from jack.model.clock import to_datetime

    return (
        item.id,
        item.state,
        item.channel,
        item.address,
        item.attempts,
        to_datetime(item.created_at).strftime("%Y-%m-%d %H:%M"),
        output.short(item.text, 48),
        output.short(item.error_text or "", 60),
    )


def _json(item: OutboxItem) -> dict[str, Any]:
    from jack.model.clock import to_iso

    return {
        "id": str(item.id),
        "messageId": str(item.message_id),
        "conversationId": str(item.conversation_id),
        "kind": item.kind,
        "channel": item.channel,
        "address": item.address,
        "text": item.text,
        "state": item.state,
        "attempts": item.attempts,
        "nextAt": to_iso(item.next_at),
        "expiresAt": to_iso(item.expires_at),
        "createdAt": to_iso(item.created_at),
        "errorCode": item.error_code,
        "errorText": item.error_text,
    }
