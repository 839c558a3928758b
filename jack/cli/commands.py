"""Every command there is. A new one is a module and a line here."""

from __future__ import annotations

import typer

from jack.cli import serve

COMMANDS = (serve,)


def register(app: typer.Typer) -> None:
    for module in COMMANDS:
        module.register(app)
