"""The parts of docs/ that are made from the code: settings, commands, roles, metrics, reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import typer
from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr

from jack import metrics
from jack.cli.main import app
from jack.config_schema import Key, keys, sections
from jack.model.reasons import MEANINGS
from jack.model.staff import PERMISSIONS, Permission, Role

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 96


def settings() -> str:
    """A table of every section: key, default, meaning."""
    return "\n\n".join(_section(name) for name in sections())


def commands() -> str:
    """`--help` of every command."""
    root = typer.main.get_command(app)
    return "\n\n".join(_help(root, "jack", None))


def roles() -> str:
    """Who may do what."""
    rows = [
        (f"`{permission}`", *("yes" if permission in PERMISSIONS[role] else "" for role in Role))
        for permission in Permission
    ]
    return _table(("Permission", *(f"`{role}`" for role in Role)), rows)


def measures() -> str:
    """Every metric of `/metrics`."""
    found = [value for value in vars(metrics).values() if isinstance(value, MetricWrapperBase)]
    rows = [
        (
            f"`{_exposed(metric)}`",
            str(metric._type),
            ", ".join(metric._labelnames),
            metric._documentation,
        )
        for metric in found
    ]
    return _table(("Metric", "Kind", "Labels", "What it counts"), sorted(rows))


def calls() -> str:
    """Why a person is called, and how pressing that is."""
    rows = [
        (f"`{reason}`", f"`{meaning.priority}`", meaning.when)
        for reason, meaning in MEANINGS.items()
    ]
    return _table(("Reason", "At least", "Jack calls when"), rows)


PARTS: dict[str, Callable[[], str]] = {
    "configuration.md": settings,
    "cli.md": commands,
    "security.md": roles,
    "operations.md": measures,
    "answers.md": calls,
}
"""Which page holds which part."""

_PART = re.compile(r"(<!-- made by: python -m tests\.docs -->\n).*?(\n<!-- end -->)", re.DOTALL)


def renewed(page: str, text: str) -> str:
    """The page's text with its part made anew. Raises ValueError when it has no place for it."""
    part = PARTS[page]()
    new, count = _PART.subn(lambda found: f"{found[1]}\n{part}\n{found[2]}", text)
    if count != 1:
        raise ValueError(f"{page} should have one part between the marks, not {count}")
    return new


def _section(name: str) -> str:
    rows = [
        (f"`{key.name.rpartition('.')[2]}`", f"`{_default(key)}`", _meaning(key))
        for key in keys().values()
        if key.section == name
    ]
    head = f"### [{name}]\n\n{sections()[name].__doc__}"
    return f"{head}\n\n{_table(('Key', 'Default', 'What it is'), rows)}" if rows else head


def _default(key: Key) -> str:
    value = "" if isinstance(key.default, SecretStr) or key.default is None else key.default
    unit = f" {key.notes.unit}" if key.notes.unit else ""
    return json.dumps(value, ensure_ascii=False, default=list) + unit


def _meaning(key: Key) -> str:
    also = f" Also `{'`, `'.join(key.notes.env)}`." if key.notes.env else ""
    secret = " Secret." if key.notes.secret else ""
    return f"{key.notes.doc}{also}{secret}"


def _help(command: object, name: str, parent: object) -> Iterator[str]:
    # Typer carries its own Click; its classes have no public home to be imported from.
    context = command.context_class(  # type: ignore[attr-defined]
        command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH
    )
    path = context.command_path
    yield f"## {path}\n\n```text\n{_trimmed(context.get_help())}\n```"
    for inner, child in getattr(command, "commands", {}).items():
        yield from _help(child, inner, context)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _exposed(metric: MetricWrapperBase) -> str:
    return str(metric._name) + ("_total" if metric._type == "counter" else "")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines
    )
