"""R2: killing Jack during a morning of automatic messages repeats none and loses none."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from jack.app import open_app
from jack.config import load
from jack.datadir import DataDir
from jack.db import pms, sql, stays
from jack.db.database import Database
from jack.model.automations import Definition, Event, Happened, SendMessage
from jack.model.clock import to_datetime
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.model.staff import Role
from tests.crash import ledger
from tests.crash.process import JackProcess, whatsapp
from tests.standins.base import Fault
from tests.standins.graph import GraphStandin
from tests.standins.whatsapp_webhooks import PHONE_NUMBER_ID

GUESTS = 500
KILLS = 20
SEED = 20270307
SETTINGS = {
    "JACK_KNOWLEDGE__EMBEDDER": "words",
    "JACK_TASKS__QUIET_FROM": "00:00",
    "JACK_TASKS__QUIET_UNTIL": "00:00",
}


@dataclass(frozen=True, slots=True)
class Books:
    """What the tables say afterwards: runs by state, and for each guest what became of the send."""

    runs: Counter[str]
    sends: dict[str, str]


async def book(data_dir: Path) -> None:
    """A rule that greets who books, and 500 bookings of guests who wrote a moment ago: all of them
    wait for the next start."""
    async with open_app(load(environ=SETTINGS, data_dir=data_dir)) as app:
        at = app.clock()
        await app.staffing.add("admin@hotel.example", "Admin", Role.ADMIN, actor="test")
        definition = Definition(
            Event(Happened.RESERVATION_CREATED), (SendMessage("arrival_1d"),), stale_after_m=600
        )
        day = to_datetime(at).date() + timedelta(days=1)

        def work() -> None:
            from jack.db import automations

            rule_id = automations.add_rule("greet", "Greet", definition, at, actor="test")
            automations.set_enabled(rule_id, at, is_on=True)
            pms.succeeded("mews", at, scanned_on=None, report={})
            for number in range(GUESTS):
                told = PmsReservation(
                    external_id=f"R{number}",
                    confirmation=f"C{number}",
                    status=ReservationStatus.CONFIRMED,
                    arrival=day,
                    departure=day + timedelta(days=2),
                    guest=PmsGuest(f"G{number}", "Ana", f"Guest{number}", phone=phone(number)),
                )
                done = stays.upsert("mews", told, at)
                sql.run(
                    "INSERT INTO guest_identity (guest_id, channel, address, phone, name,"
                    " is_proven, created_at, user_id, wrote_at) SELECT guest_id, 'whatsapp', ?, ?,"
                    " '', 1, ?, ?, ? FROM reservation WHERE id = ?",
                    phone(number)[1:],
                    phone(number),
                    at,
                    phone(number)[1:],
                    at,
                    done.reservation_id,
                )

        await app.db.write(work)


def phone(number: int) -> str:
    return f"+49151{number:08}"


def slow_vendor(chance: random.Random) -> Fault:
    """A kill finds sends under way: some taken, some not; now and then only a status tells."""
    if chance.random() < 0.05:
        return Fault("accept_then_reset")
    return Fault(chance.choice(("late_answer", "delay")), delay_s=chance.uniform(0.2, 1.5))


def read(data_dir: Path) -> Books:
    database = Database(data_dir / "jack.db", DataDir(data_dir).key("database"))
    try:
        runs = database.read_now(
            sql.rows, "SELECT state, count(*) FROM automation_run GROUP BY state"
        )
        sends = database.read_now(sql.rows, "SELECT address, state FROM outbox")
    finally:
        database.close()
    assert len(sends) == len({address for address, _ in sends}), "one send for each guest"
    return Books(Counter(dict(runs)), dict(sends))


async def until_all_ran(data_dir: Path, jack: JackProcess) -> None:
    """Every run has ended and nothing waits to be sent."""
    deadline = time.perf_counter() + 60
    database = Database(data_dir / "jack.db", DataDir(data_dir).key("database"))
    try:
        while (
            database.read_now(sql.value, "SELECT count(*) FROM automation_run WHERE state = 'done'")
            < GUESTS
        ):
            left = database.read_now(
                sql.rows,
                "SELECT state, reason, count(*) FROM automation_run GROUP BY state, reason",
            )
            assert time.perf_counter() < deadline, f"runs are left: {left}"
            await asyncio.sleep(0.2)
    finally:
        database.close()
    await jack.until_idle()


@pytest.mark.crash
async def test_r2_twenty_kills_in_a_morning_of_500_messages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began, chance, vendor = time.perf_counter(), random.Random(SEED), random.Random(SEED + 1)
    data_dir = tmp_path / "data"
    await book(data_dir)
    async with GraphStandin(
        statuses="sent,delivered", duplicate_statuses=True, enforce_window=False
    ) as graph:
        env = whatsapp(graph.url, phone_number_id=PHONE_NUMBER_ID) | SETTINGS
        jack = JackProcess(data_dir, env)
        graph.webhook_url = jack.webhook_url
        graph.faults_by(lambda _: slow_vendor(vendor))
        at_kills = []
        try:
            for _ in range(KILLS):
                jack.start()
                if chance.random() < 0.8:
                    await jack.until_ready()
                await asyncio.sleep(chance.uniform(0, 1.2))
                await jack.kill()
                at_kills.append(len(graph.accepted))
            graph.faults_by(lambda _: None)
            jack.start()
            await jack.until_ready()
            await until_all_ran(data_dir, jack)
            await graph.statuses_delivered()
            await jack.until_idle()
            assert await jack.stop() == 0
        finally:
            await jack.close()
    books = read(data_dir)
    taken = Counter(message.to for message in graph.accepted)
    listed = [address for address, state in books.sends.items() if state == "uncertain"]

    with capsys.disabled():
        print(
            f"\nautomations crash: guests={GUESTS} killed={KILLS} taken={len(taken)}"
            f" uncertain={len(listed)} at_kills={at_kills}"
            f" seconds={time.perf_counter() - began:.1f}"
        )
    assert books.runs == {"done": GUESTS}
    assert len(books.sends) == GUESTS
    assert [address for address, count in taken.items() if count > 1] == []
    for number in range(GUESTS):
        address = phone(number)[1:]
        arrived = taken[address] == 1 and books.sends[address] in ledger.ARRIVED
        assert arrived or address in listed, address
    assert 0 < at_kills[KILLS // 2] < GUESTS, "the kills hit the middle of it"
    assert "Traceback" not in jack.errors()
