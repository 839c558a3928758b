"""`python -m tests.load`: measure, and print figures beside their targets."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.load.hotels import Hotel, make
from tests.load.measures import MEASURES, Line, Setting

MARKS = {True: "met", False: "[bold]missed[/bold]", None: ""}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"{', '.join(MEASURES)}")
    parser.add_argument("--full", action="store_true", help="longer: 10,000 messages and entries")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parsed = parser.parse_args()
    if unknown := set(parsed.measures) - set(MEASURES):
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    return parsed


async def run(setting: Setting, names: list[str]) -> list[Line]:
    lines: list[Line] = []
    await make(setting.folder / "hotel", Hotel())
    for name in names:
        print(f"{name} …", file=sys.stderr)
        found = await MEASURES[name](setting)
        lines += [replace(line, load=round(os.getloadavg()[0], 1)) for line in found]
    return lines


def show(lines: list[Line], load_before: float) -> None:
    title = f"{os.cpu_count()} cores, load average {load_before:.1f} before; times move by ±20 %"
    table = Table("Work", "Figure", "Target", "", "Load", title=title, title_justify="left")
    for line in lines:
        table.add_row(line.work, line.figure, line.target, MARKS[line.is_met], f"{line.load:.1f}")
    Console().print(table)


def main() -> None:
    parsed = arguments()
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="jack-load-") as folder:
        setting = Setting(Path(folder), is_full=parsed.full)
        lines = asyncio.run(run(setting, parsed.measures or list(MEASURES)))
    if parsed.json:
        document = {"loadBefore": load_before, "lines": [asdict(line) for line in lines]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        show(lines, load_before)


if __name__ == "__main__":
    main()
