"""The command as a whole: help, version, exit statuses, and how fast it starts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from jack.cli.main import app, general_first
from tests.cli.conftest import Jack

HEAVY = ("aiohttp", "asyncio", "peewee", "sqlcipher3", "chromadb", "pydantic", "numpy", "anthropic")
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


def commands() -> list[tuple[str, ...]]:
    """Every command there is, as words after `jack`."""
    found: list[tuple[str, ...]] = [()]
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        found.append((name,))
        found += [(name, inner) for inner in getattr(command, "commands", ())]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help(jack: Jack, words: tuple[str, ...]) -> None:
    result = jack(*words, "--help")

    assert result.status == 0
    assert f"Usage: {' '.join(['jack', *words])}" in result.out
    assert result.err == ""


def test_every_command_of_the_contract_is_there() -> None:
    words = {" ".join(found) for found in commands()}

    assert words >= {
        *("serve", "migrate", "doctor", "explain", "chat", "health"),
        *(f"user {name}" for name in ("add", "list", "set-role", "reset-password")),
        *("user disable", "user enable"),
        *(f"kb {name}" for name in ("ingest", "list", "search", "show", "remove")),
        *("kb export", "kb reindex", "config show", "config check", "config path"),
        *("outbox list", "outbox retry", "outbox discard"),
    }


def test_the_version_is_the_top_entry_of_the_changelog(jack: Jack) -> None:
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", CHANGELOG.read_text(), re.MULTILINE)

    result = jack("--version")

    assert newest is not None
    assert result.out.strip() == newest[1]


def test_help_imports_nothing_heavy() -> None:
    script = f"""
import sys
from jack.cli.main import run
try:
    run(["--help"])
except SystemExit:
    print("imported:", [name for name in {HEAVY!r} if name in sys.modules])
"""

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "Usage: jack" in done.stdout
    assert done.stdout.endswith("imported: []\n")


def test_the_console_script_ends_with_the_status_of_its_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jack.cli.main", "--data-dir", tmp_path / "x", "migrate", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert done.stderr == ""


def test_an_unknown_option_is_wrong_usage(jack: Jack) -> None:
    result = jack("kb", "list", "--nope")

    assert result.status == 2
    assert "No such option: --nope" in result.err


def test_a_mistake_in_the_configuration_is_wrong_usage_in_one_line(jack: Jack) -> None:
    result = jack("kb", "list", JACK_HOTEL__NAM="x")

    assert result.status == 2
    assert result.err == "JACK_HOTEL__NAM is no setting; the nearest is JACK_HOTEL__NAME\n"


@pytest.mark.usefixtures("data_dir")
def test_an_error_is_one_line_and_a_traceback_only_with_debug(jack: Jack) -> None:
    plain = jack("kb", "show", "7")
    debug = jack("--debug", "kb", "show", "7")

    assert plain.status == debug.status == 1
    assert plain.err == "There is no knowledge entry 7.\n"
    assert "Traceback" in debug.err


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["serve", "--data-dir", "x", "--demo"], ["--data-dir", "x", "serve", "--demo"]),
        (["kb", "list", "--data-dir=x"], ["--data-dir=x", "kb", "list"]),
        (["--debug", "kb", "list", "--config", "c"], ["--debug", "--config", "c", "kb", "list"]),
        (["kb", "search", "--", "--debug"], ["kb", "search", "--", "--debug"]),
        (["serve", "--data-dir"], ["--data-dir", "serve"]),
        ([], []),
    ],
)
def test_general_options_may_stand_on_either_side_of_the_command(
    given: list[str], expected: list[str]
) -> None:
    assert general_first(given) == expected
