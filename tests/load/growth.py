"""`python -m tests.load.growth`: what is done often, among 10,000 messages and among 1,000,000."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeAlias

import aiohttp
from rich.console import Console
from rich.table import Table

from jack.app import open_app
from jack.config import load
from jack.db import health, inbox, sql
from jack.db.database import Database
from jack.db.words import searchable
from jack.model.clock import DAY, MINUTE, Micros, now
from tests.load.clients import SMS, post_all
from tests.load.hotels import EMAIL, PASSWORD, Hotel, make
from tests.load.measures import ready

SIZES = (1_000, 100_000)
MESSAGES = 10  # of every guest, half of them Jack's
TIMES = 15
AT_ONCE = 2_000
MOST_TIMES = 2
NOISE_MS = 3.0
"""What is as fast as this is fast enough, whatever it is a multiple of."""
KEPT = 30 * DAY
ROOMS = 300
OPEN = 50
"""Conversations and tasks that are going on: as many as a hotel has rooms for, not as it had."""

Figures: TypeAlias = dict[str, float]
"""Medians in milliseconds by what was done."""


@dataclass(frozen=True, slots=True)
class Years:
    """A hotel that has been open for long: one guest after the other wrote, every `apart` µs."""

    guests: int
    end: Micros

    @property
    def apart(self) -> Micros:
        return 3 * 365 * DAY // self.guests

    def is_open(self, number: int) -> bool:
        return number > self.guests - OPEN

    def wrote_at(self, number: int) -> Micros:
        return self.end - (self.guests - number) * self.apart


# -- filling ---------------------------------------------------------------------------------


def fill(db: Database, years: Years) -> None:
    for start in range(1, years.guests + 1, AT_ONCE):
        db.write_now(_add, years, range(start, min(start + AT_ONCE, years.guests + 1)))


def _add(years: Years, numbers: Iterable[int]) -> None:
    numbers = list(numbers)
    at = {number: years.wrote_at(number) for number in numbers}
    _many("guest", ({
        "id": n, "first_name": f"Ana{n % 500}", "last_name": f"Silva{n % 3_000}",
        "phone": f"+{_phone(n)}", "is_vip": n % 50 == 0, "created_at": at[n], "updated_at": at[n],
        "in_recovery": 0,
    } for n in numbers))  # fmt: skip
    _many("guest_word", ({
        "guest_id": n, "word": word,
    } for n in numbers for word in (f"ana{n % 500}", f"silva{n % 3_000}")))  # fmt: skip
    _many("guest_identity", ({
        "guest_id": n, "channel": _channel(n), "address": _phone(n), "user_id": _phone(n),
        "phone": f"+{_phone(n)}", "name": "Ana", "is_proven": 1, "created_at": at[n],
        "wrote_at": at[n],
    } for n in numbers))  # fmt: skip
    _many("reservation", ({
        "id": n, "guest_id": n, "provider": "mock", "external_id": str(n),
        "confirmation": f"AUR-{n:06}", "synced_at": at[n], "status": "checked_out", "arrival": _day(at[n]),
        "departure": _day(at[n] + 3 * DAY), "room": str(n % ROOMS), "adults": 2, "children": 0,
        "created_at": at[n], "updated_at": at[n], "in_recovery": 0,
    } for n in numbers))  # fmt: skip
    _many("conversation", ({
        "id": n, "guest_id": n, "reservation_id": n, "channel": _channel(n), "account": "hotel",
        "address": _phone(n), "language": "en",
        "state": "active" if years.is_open(n) else "closed", "last_message_at": at[n],
        "last_guest_message_at": at[n], "created_at": at[n], "updated_at": at[n],
    } for n in numbers))  # fmt: skip
    messages = [
        (MESSAGES * (n - 1) + each + 1, n, each) for n in numbers for each in range(MESSAGES)
    ]
    asked = [(id, n) for id, n, each in messages if each % 2 == 0]
    answered = [(id, n) for id, n, each in messages if each % 2]
    _many("message", ({
        "id": id, "conversation_id": n, "sender": "ai" if each % 2 else "guest",
        "channel": _channel(n), "address": _phone(n), "kind": "text", "text": _text(id),
        "language": "en", "delivery": "read" if each % 2 else None, "created_at": at[n],
    } for id, n, each in messages))  # fmt: skip
    _many("message_words", ({
        "rowid": id, "text": searchable(_text(id)),
    } for id, _, _ in messages))  # fmt: skip
    fresh = [(id, n) for id, n in asked if at[n] > years.end - KEPT - DAY]
    _many("webhook_payload", ({
        "id": id, "channel": _channel(n), "body": b"{}", "received_at": at[n],
    } for id, n in fresh))  # fmt: skip
    kept = {id for id, _ in fresh}
    _many("inbox", ({
        "channel": _channel(n), "account": "hotel", "vendor_id": f"wamid.{id}", "message_id": id,
        "payload_id": id if id in kept else None, "conversation_id": n, "state": "done",
        "due_at": at[n], "attempts": 1, "received_at": at[n],
    } for id, n in asked))  # fmt: skip
    _many("outbox", ({
        "message_id": id, "conversation_id": n, "kind": "reply", "channel": _channel(n),
        "account": "hotel", "address": _phone(n), "text": _text(id), "state": "read",
        "attempts": 1, "next_at": at[n], "expires_at": at[n] + DAY, "vendor_id": f"wamid.out.{id}",
        "created_at": at[n], "updated_at": at[n], "is_important": 0, "subject": "",
    } for id, n in answered))  # fmt: skip
    _many("trace", ({
        "conversation_id": n, "question_id": id, "answer_id": id + 1, "data": "{}",
        "created_at": at[n],
    } for id, n in asked))  # fmt: skip
    _many("task", ({
        "kind": "request", "status": "pending" if years.is_open(n) else "completed",
        "department": "housekeeping", "priority": "standard", "title": "Towels", "items": "[]",
        "room": str(n % ROOMS), "note": "", "conversation_id": n, "guest_id": n, "reservation_id": n,
        "intent": "housekeeping.towels", "is_waiting": 0, "response_due_at": at[n],
        "resolution_due_at": at[n],
        "finished_at": None if years.is_open(n) else at[n], "escalation_step": 0,
        "created_at": at[n], "updated_at": at[n],
    } for n in numbers))  # fmt: skip
    _many("escalation", ({
        "conversation_id": n, "reasons": '["human_request"]', "priority": "standard",
        "department": "front_desk", "created_at": at[n],
        "acknowledged_at": None if years.is_open(n) else at[n], "step": 0,
    } for n in numbers if n % 10 == 0))  # fmt: skip
    _many("audit", ({
        "at": at[n], "actor": "system", "action": "conversation.closed",
        "subject": f"conversation:{n}", "data": "{}",
    } for n in numbers))  # fmt: skip


def _many(table: str, rows: Iterable[dict[str, object]]) -> None:
    rows = list(rows)
    if not rows:
        return
    columns = list(rows[0])
    sql.current.connection().executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({sql.marks(columns)})",
        [tuple(row.values()) for row in rows],
    )


def _channel(number: int) -> str:
    return "whatsapp" if number % 10 else "sms"


def _phone(number: int) -> str:
    return f"4915{number:08}"


def _text(number: int) -> str:
    return f"About room {number % ROOMS}: is the thing with number {number} there?"


def _day(at: Micros) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).date().isoformat()


# -- measuring -------------------------------------------------------------------------------


def pages(guests: int) -> dict[str, str]:
    """What a page of the web UI asks for; the newest conversation is the one that is looked at."""
    return {
        "inbox: all, what needs somebody first": "inbox",
        "inbox: what is open": "inbox?state=open",
        "inbox: all by SMS": "inbox?channel=sms&order=recent",
        "inbox: words": f"inbox?q=silva{guests % 3_000}",
        "inbox: numbers": "inbox/counts",
        "conversations": "conversations?limit=50",
        "conversations by SMS": "conversations?limit=50&channel=sms",
        "conversations, closed": "conversations?limit=50&state=closed",
        "a thread": f"conversations/{guests}/timeline",
        "a thread's channels": f"conversations/{guests}/channels",
        "a guest": f"guests/{guests}",
        "who may be the same guest": f"guests/{guests}/merge-suggestions",
        "guests": "guests?limit=50",
        "guests by name": f"guests?q=silva{guests % 3_000}",
        "tasks": "tasks?limit=50",
        "tasks of a room": "tasks?limit=50&room=1",
        "tasks: numbers": "tasks/board",
        "search for a word of one message": f"search?q={MESSAGES * guests}",
        "search for a word of all": "search?q=thing",
        "reservations": "reservations?limit=50",
        "hand-over report": "reports/handover",
        "system": "system",
        "audit log": "audit?limit=50",
    }


async def over_http(data_dir: Path, guests: int) -> Figures:
    figures: Figures = {}
    async with ready(data_dir, **SMS) as jack, logged_in(jack.url) as session:
        for name, path in pages(guests).items():
            figures[name] = await median_ms(_getting(session, f"{jack.url}/api/v1/{path}"))
        figures["health"] = await median_ms(_getting(session, f"{jack.url}/health/ready"))
        figures["metrics"] = await median_ms(_getting(session, f"{jack.url}/metrics"))
        guest = iter(range(80_000_000, 90_000_000))

        async def new_guest() -> None:
            await post_all(jack.webhook_url, ["Good morning"], at_once=1, first_guest=next(guest))

        figures["a new guest's message"] = await median_ms(new_guest)
    return figures


def _getting(session: aiohttp.ClientSession, url: str) -> Callable[[], Awaitable[None]]:
    async def get() -> None:
        async with session.get(url) as answer:
            assert answer.status == 200, f"{url}: {answer.status} {await answer.text()}"
            await answer.read()

    return get


@asynccontextmanager
async def logged_in(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        login = {"email": EMAIL, "password": PASSWORD}
        async with session.post(f"{url}/api/v1/auth/login", json=login) as answer:
            token = (await answer.json())["accessToken"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield session


async def inside(data_dir: Path, years: Years) -> Figures:
    """What Jack does by himself."""
    figures: Figures = {}
    async with open_app(load(environ={}, data_dir=data_dir)) as app:
        db, at = app.db, app.clock()
        works: dict[str, Callable[[], object]] = {
            "claim messages": lambda: inbox.claim("load", at, lease=MINUTE, limit=1),
            "count what failed": lambda: health.sends(at),
        }
        for name, work in works.items():
            figures[name] = await median_ms(partial(db.write, work))
        started = time.perf_counter()
        forgotten = await db.write(inbox.forget_payloads, at - KEPT)
        took = 1000 * (time.perf_counter() - started)
        figures["forget a payload"] = took / max(forgotten, 1)
    return figures


async def median_ms(work: Callable[[], Awaitable[object]]) -> float:
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await work()
        took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took)


async def measure(folder: Path, guests: int) -> Figures:
    data_dir = folder / str(guests)
    await make(data_dir, Hotel(entries=10))
    years = Years(guests, now())
    async with open_app(load(environ={}, data_dir=data_dir)) as app:
        await asyncio.to_thread(fill, app.db, years)
    return await over_http(data_dir, guests) | await inside(data_dir, years)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.growth", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of guests")
    sizes: Sequence[int] = parser.parse_args().sizes
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="jack-load-") as folder:
        found = [asyncio.run(measure(Path(folder), guests)) for guests in sizes]
    title = f"Medians of {TIMES}; {os.cpu_count()} cores, load average {load_before:.1f} before"
    columns = [f"{guests:,} guests, {MESSAGES * guests:,} messages" for guests in sizes]
    table = Table("Work", *columns, f"≤ {MOST_TIMES} times", title=title)
    for name in found[0]:
        times = found[-1][name] / found[0][name]
        is_met = times <= MOST_TIMES or found[-1][name] <= NOISE_MS
        table.add_row(
            name,
            *(f"{each[name]:.2f} ms" for each in found),
            f"{times:.1f}" + ("" if is_met else "  [bold]missed[/bold]"),
        )
    Console().print(table)


if __name__ == "__main__":
    main()
