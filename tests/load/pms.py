"""`python -m tests.load.pms`: how long `jack pms sync` takes, in how much memory, as a hotel grows.

Jack and the stand-in for Mews are processes of their own. Memory is the peak of the whole command,
beside that of one that reads nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.crash.process import ROOT, free_port
from tests.load.measures import MEBIBYTE, running, until_answered
from tests.standins.mews import ACCESS_TOKEN, CLIENT_TOKEN

SIZES = (2_500, 5_000, 10_000)
ALL_DAYS = "400"
"""The stand-in's stays lie within 220 days: a full sync takes them all."""


@dataclass(frozen=True, slots=True)
class Run:
    """One command: what it printed, seconds by the clock, MiB at its peak."""

    report: Any
    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Growth:
    """A hotel of so many stays: a first sync, and one right after in which nothing has changed."""

    stays: int
    first: Run
    second: Run


def jack(data_dir: Path, port: int, *arguments: str) -> Run:
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "JACK_DATA_DIR": str(data_dir),
        "JACK_HOTEL__TIMEZONE": "Europe/Lisbon",
        "JACK_PMS__PROVIDER": "mews",
        "JACK_PMS__DAYS_BACK": ALL_DAYS,
        "JACK_PMS__MEWS__API_URL": f"http://127.0.0.1:{port}",
        "JACK_PMS__MEWS__CLIENT_TOKEN": CLIENT_TOKEN,
        "JACK_PMS__MEWS__ACCESS_TOKEN": ACCESS_TOKEN,
    }
    command = [sys.executable, "-m", "jack.cli.main", *arguments, "--json"]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, printed
    unit = MEBIBYTE if sys.platform == "linux" else MEBIBYTE**2
    took = time.perf_counter() - started
    return Run(json.loads(printed), took, usage.ru_maxrss / unit)


def measure(folder: Path, stays: int) -> Growth:
    data_dir, port = folder / str(stays), free_port()
    with running("tests.load.pms_vendor", str(port), str(stays)):
        asyncio.run(until_answered(f"http://127.0.0.1:{port}/_control/accepted"))
        found = Growth(
            stays,
            jack(data_dir, port, "pms", "sync"),
            jack(data_dir, port, "pms", "sync"),
        )
    assert found.first.report["added"] == stays, found.first.report
    assert found.second.report["added"] == found.second.report["changed"] == 0
    return found


def show(found: Sequence[Growth], idle: Run, load_before: float) -> None:
    title = f"{os.cpu_count()} cores, load average {load_before:.1f} before; times move by ±20 %"
    columns = ("Stays", "First sync", "Each", "Peak", "Above idle", "Second sync", "Read again")
    table = Table(*columns, title=title, title_justify="left")
    for each in found:
        first, second = each.first, each.second
        table.add_row(
            f"{each.stays:,}",
            f"{first.report['seconds']:.2f} s",
            f"{1000 * first.report['seconds'] / each.stays:.2f} ms",
            f"{first.peak_mib:.0f} MiB",
            f"{first.peak_mib - idle.peak_mib:+.0f} MiB",
            f"{second.report['seconds']:.2f} s",
            f"{second.report['unchanged']:,}",
        )
    Console().print(table)
    smallest, largest = found[0], found[-1]
    more = largest.stays / smallest.stays
    longer = largest.first.report["seconds"] / smallest.first.report["seconds"]
    print(f"{more:g} times the stays take {longer:.2f} times as long (linear: {more:g}).")
    print(f"A command that reads nothing peaks at {idle.peak_mib:.0f} MiB.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.pms", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="STAYS")
    sizes = parser.parse_args().sizes
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="jack-load-") as name:
        folder = Path(name)
        jack(folder / "idle", 9, "pms", "status")  # the first command makes the directory
        idle = jack(folder / "idle", 9, "pms", "status")
        found = [measure(folder, stays) for stays in sizes]
    show(found, idle, load_before)


if __name__ == "__main__":
    main()
