"""`python -m tests.load.guests`: what finding guests costs among 1,000 and among 100,000."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from jack.db import guest_search, guests, reservations, suggestions
from jack.db.database import Database
from jack.db.migrate import migrate
from jack.model.clock import now
from jack.model.guests import Wanted
from jack.model.reservations import Days, ReservationStatus

SIZES = (1_000, 100_000)
TIMES = 15
AT_ONCE = 5_000
MOST_MS = 50
TODAY = date(2026, 11, 25)
FIRST = ["".join(parts) for parts in product(("Ana", "Ben", "Eva", "Nora"), "bdlmrst", "aeiou")]
LAST = ["".join(parts) for parts in product(("Alv", "Silv", "Mey", "Rossi"), "bdlmrst", "aeiou")]


def fill(folder: Path, count: int) -> Database:
    """So many guests of 19,600 names, every other one with a stay."""
    path, key, dice = folder / f"{count}.db", bytes(32), random.Random(count)
    migrate(path, key, backups=folder, version="1")
    db = Database(path, key)

    def add(start: int, end: int) -> None:
        for number in range(start, end):
            guest_id = guests.add(
                dice.choice(FIRST),
                dice.choice(LAST),
                now(),
                phone=f"+49{15_100_000_000 + number}",
                email=f"guest{number}@example.com",
            )
            arrival = TODAY + timedelta(days=dice.randrange(-350, 350))
            if number % 2 == 0:
                reservations.add(
                    guest_id=guest_id,
                    provider="mock",
                    external_id=str(number),
                    confirmation=f"AUR-{number:06}",
                    status=ReservationStatus.CONFIRMED,
                    arrival=arrival,
                    departure=arrival + timedelta(days=3),
                    room=str(100 + number % 300),
                    room_type=None,
                    adults=2,
                    children=0,
                    at=now(),
                )

    for start in range(0, count, AT_ONCE):
        db.write_now(add, start, min(start + AT_ONCE, count))
    return db


def finding(**wanted: object) -> Callable[[], object]:
    return lambda: guest_search.find(Wanted(**wanted), TODAY)  # type: ignore[arg-type]


WORK: Mapping[str, Callable[[], object]] = {
    "the newest": finding(),
    "a name's first letter": finding(words=("n",)),
    "a first name": finding(words=("nora",)),
    "a whole name": finding(words=("noraba", "silvba")),
    "two first letters": finding(words=("n", "s")),
    "a number that all begin with": finding(phone_start="+4915"),
    "a whole number": finding(phone="+4915100000777"),
    "the beginning of an address": finding(email_start="guest12"),
    "a room": finding(room="204"),
    "a booking": finding(code="AUR000500"),
    "who may be the same person": lambda: suggestions.of(501),
    "reservations, the latest": lambda: reservations.listed(),
    "reservations of a first name": lambda: reservations.listed(words=("nora",)),
    "reservations that end today": lambda: reservations.listed(departure=Days(TODAY, TODAY)),
    "reservations in a state": lambda: reservations.listed(statuses=("checked_in",)),
}


def median_ms(db: Database, work: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        db.read_now(work)
        took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took)


def main() -> None:
    load = os.getloadavg()[0]
    figures: dict[str, list[float]] = {name: [] for name in WORK}
    with tempfile.TemporaryDirectory(prefix="jack-load-") as folder:
        for size in SIZES:
            db = fill(Path(folder), size)
            for name, work in WORK.items():
                figures[name].append(median_ms(db, work))
            db.close()
    title = f"Medians of {TIMES}; {os.cpu_count()} cores, load average {load:.1f} before"
    table = Table("Find by", *(f"{size:,} guests" for size in SIZES), "", title=title)
    for name, found in figures.items():
        mark = "" if found[-1] < MOST_MS else f"over {MOST_MS} ms"
        table.add_row(name, *(f"{ms:.2f} ms" for ms in found), mark)
    Console().print(table)


if __name__ == "__main__":
    main()
