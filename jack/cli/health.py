"""`jack health`: ask a running server whether it is ready."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.context import own_url
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.cli.context import Context

TIMEOUT_S = 5.0
PATH = "/health/ready"


def register(app: typer.Typer) -> None:
    app.command("health")(health)


def health(
    context: typer.Context,
    url: Annotated[
        str | None, typer.Option(help="Address of the server.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask a running server whether it is ready; exit 1 if it is not."""
    jack: Context = context.obj
    status, answer = _ask(url or own_url(jack.load().config))
    if as_json:
        output.as_json(answer)
    else:
        typer.echo(answer.get("status", f"HTTP {status}"))
        for part, state in answer.get("checks", {}).items():
            typer.echo(f"  {part:<12} {state}")
    if status != 200:
        raise typer.Exit(output.FAILED)


def _ask(url: str) -> tuple[int, dict[str, Any]]:
    """(HTTP status, body). Not by `urllib`: this call must not go through a proxy."""
    from http.client import HTTPConnection, HTTPException, HTTPSConnection
    from urllib.parse import urlsplit

    from jack.errors import Invalid, NotReady

    parts = urlsplit(url)
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise Invalid(f"{url} is no address. Write it like http://127.0.0.1:3000.")
    connection = kinds[parts.scheme](parts.netloc, timeout=TIMEOUT_S)
    try:
        connection.request("GET", parts.path.rstrip("/") + PATH)
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, HTTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise NotReady(f"No server answers at {url} ({reason}). Start it: jack serve") from error
    except ValueError as error:
        raise NotReady(f"What answers at {url} is not Jack.") from error
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise NotReady(f"What answers at {url} is not Jack.")
    return response.status, answer
