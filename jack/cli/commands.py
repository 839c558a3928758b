"""Every command there is. A new one is a module and a line here."""

from __future__ import annotations

import typer

from jack.cli import (
    automation,
    chat,
    config,
    doctor,
    evaluate,
    explain,
    guest,
    health,
    kb,
    migrate,
    outbox,
    pms,
    serve,
    user,
)

COMMANDS = (
    serve,
    chat,
    user,
    kb,
    pms,
    guest,
    automation,
    outbox,
    evaluate,
    explain,
    doctor,
    config,
    migrate,
    health,
)


def register(app: typer.Typer) -> None:
    for module in COMMANDS:
        module.register(app)
