"""`python -m tests.load.automations`: a year of a hotel's rules, looked at by somebody who did not
write the engine.

A PMS tells of stays (a fifth amended, 8 % cancelled, some late, some no-shows), guests write and say
stop, both clock changes come, and Jack is stopped at random with runs in his hands. Then every message
is held against what the PMS had told by then.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from jack.db import conversations, messages, sql, stays
from jack.db.database import Database
from jack.db.migrate import migrate
from jack.model.clock import HOUR, MINUTE, Micros, from_datetime, to_datetime
from jack.model.consent import ConsentSource, Purpose
from jack.model.messages import Sender
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.services import consent
from tests.conftest import KEY, FakeClock
from tests.house import House
from tests.services.rules import PROVIDER, Rules, rules_config

ZONE = ZoneInfo("Europe/Lisbon")
SINGAPORE = ZoneInfo("Asia/Singapore")
STEP = 15 * MINUTE
"""A PMS is read about as often; rules are looked at with it, and whenever something is due."""
NIGHTS = (1, 1, 1, 2, 2, 2, 3, 3, 4, 7)


@dataclass(frozen=True, slots=True)
class Year:
    """`restarts` is how often Jack is stopped in the middle."""

    rooms: int
    first: date
    days: int
    restarts: int
    seed: int = 20270301


@dataclass(frozen=True, slots=True)
class Told:
    """What the PMS said of a stay at a time."""

    at: Micros
    stay: PmsReservation


@dataclass(slots=True)
class Books:
    """Everything that happens, in its order, and by stay what was told of it."""

    told: list[Told] = field(default_factory=list)
    stops: dict[str, Micros] = field(default_factory=dict)
    words: list[tuple[Micros, str]] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What came of it. `wrong` are messages that should not have gone, in words."""

    stays: int
    runs: Counter[tuple[str, str]]
    wrong: list[str]
    lacking: list[str]
    sent: int
    restarts: int
    taken_back: int
    seconds: float
    peak_mib: float


# -- what happens ----------------------------------------------------------------------------------


def imagine(year: Year) -> Books:
    """Rooms one stay after the other; bookings come up to four months before."""
    chance, books, number = random.Random(year.seed), Books(), 0
    for room in range(year.rooms):
        day = year.first + timedelta(days=chance.randrange(3))
        while day < year.first + timedelta(days=year.days):
            nights = chance.choice(NIGHTS)
            number += 1
            _imagine_stay(books, chance, number, str(101 + room), day, nights)
            day += timedelta(days=nights + (chance.random() < 0.15))
    books.told.sort(key=lambda each: (each.at, each.stay.external_id))
    books.words.sort()
    return books


def _imagine_stay(
    books: Books, chance: random.Random, number: int, room: str, arrival: date, nights: int
) -> None:
    key = f"R{number}"
    lead = timedelta(days=min(120.0, chance.expovariate(1 / 18)), hours=chance.random() * 5)
    arrives = _local(arrival, "14:00") + chance.randrange(8 * HOUR)
    booked = min(from_datetime(to_datetime(arrives) - lead), arrives - 5 * MINUTE)
    phone = f"+659{number:07}" if chance.random() < 0.1 else f"+35191{number:07}"
    stay = PmsReservation(
        external_id=key,
        confirmation=f"C{number}",
        status=ReservationStatus.CONFIRMED,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        guest=PmsGuest(f"G{number}", "Ana", f"Guest{number}", phone=phone),
        room=room,
    )
    books.told.append(Told(booked, stay))
    if chance.random() < 0.2:
        changed = booked + 1 + int(chance.random() * max(arrives - booked - 2, 1))
        shift = timedelta(days=chance.choice((-2, -1, 1, 2, 5, 14)))
        arrival = max(arrival + shift, to_datetime(changed).astimezone(ZONE).date())
        longer = max(1, nights + chance.choice((-1, 0, 0, 1, 2)))
        stay = replace(stay, arrival=arrival, departure=arrival + timedelta(days=longer))
        books.told.append(Told(changed, stay))
        arrives = max(_local(arrival, "14:00") + chance.randrange(8 * HOUR), changed + MINUTE)
        booked = changed
    if chance.random() < 0.08:
        cancelled = booked + 1 + int(chance.random() * max(arrives - booked - 2, 1))
        gone = replace(stay, status=ReservationStatus.CANCELLED)
        books.told.append(Told(cancelled, gone))
        return
    if chance.random() < 0.02:
        late = _local(stay.arrival + timedelta(days=1), "13:00")
        books.told.append(Told(max(late, arrives), replace(stay, status=ReservationStatus.NO_SHOW)))
        return
    _imagine_presence(books, chance, stay, arrives)


def _imagine_presence(
    books: Books, chance: random.Random, stay: PmsReservation, arrives: Micros
) -> None:
    here = replace(stay, status=ReservationStatus.CHECKED_IN)
    books.told.append(Told(arrives, here))
    if chance.random() < 0.05:
        here = replace(here, departure=here.departure + timedelta(days=1))
        books.told.append(Told(arrives + int(chance.random() * 10 * HOUR) + 1, here))
    leaves = _local(here.departure, "07:00") + chance.randrange(4 * HOUR)
    leaves = max(leaves, arrives + 12 * HOUR)
    books.told.append(Told(leaves, replace(here, status=ReservationStatus.CHECKED_OUT)))
    if chance.random() < 0.03:
        books.words.append((arrives + int(chance.random() * (leaves - arrives)), here.external_id))
    if chance.random() < 0.02:
        books.stops[here.external_id] = arrives + int(chance.random() * (leaves - arrives))


# -- living through it -----------------------------------------------------------------------------


@dataclass
class Life:
    """One process of Jack's after the other, on one database."""

    path: Path
    clock: FakeClock
    number: int = 0
    taken_back: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        self.number += 1
        self.db = Database(self.path, KEY)
        house = House(self.db, self.clock, rules_config(), holder=f"life {self.number}")
        at = self.clock.at
        self.rules = Rules(house, has_synced=False, has_texts=False)
        self.clock.at = at

    async def first(self) -> None:
        """A PMS that was read once, and every rule on."""
        self.rules.synced()
        await self.rules.automations.install()
        for status in await self.rules.automations.listed():
            await self.rules.automations.enable(status.rule.id, actor="load")

    async def stop_in_the_middle(self) -> None:
        """With whatever is due in his hands: that is what a crash looks like to the tables."""
        await self.db.write(self.rules.automations.runner.claim, self.clock(), 20)
        self.db.close()
        self.begin()
        self.taken_back += await self.rules.automations.recover()

    async def happen(
        self, told: Sequence[Told], words: Sequence[str], stops: Sequence[str]
    ) -> None:
        def work() -> None:
            for each in told:
                done = stays.upsert(PROVIDER, each.stay, each.at)
                self.ids[each.stay.external_id] = done.reservation_id
            for key in words:
                self._write(key)
            for key in stops:
                consent.record(
                    self._guest(key), "sms", Purpose.MESSAGES,
                    is_given=False, source=ConsentSource.KEYWORD, at=self.clock(),
                )  # fmt: skip

        if told or words or stops:
            await self.db.write(work)

    def _guest(self, key: str) -> int:
        found = sql.value("SELECT guest_id FROM reservation WHERE id = ?", self.ids[key])
        assert isinstance(found, int)
        return found

    def _write(self, key: str) -> None:
        guest_id, at = self._guest(key), self.clock()
        phone = sql.value("SELECT phone FROM guest WHERE id = ?", guest_id)
        talk = conversations.open_for(
            guest_id, channel="sms", account="", address=phone,
            reservation_id=self.ids[key], at=at, reopen_after=at,
        )  # fmt: skip
        messages.add(
            conversation_id=talk.id, sender=Sender.GUEST, channel="sms", address=phone,
            text="Is there parking?", at=at,
        )  # fmt: skip


async def live(year: Year, folder: Path, *, progress: Callable[[str], None]) -> Found:
    """Everything in its order, rules looked at every quarter of an hour at least."""
    started, books, chance = time.perf_counter(), imagine(year), random.Random(year.seed + 1)
    path = folder / "jack.db"
    migrate(path, KEY, backups=folder, version="load")
    begin = min(books.told[0].at, _local(year.first, "00:00")) // STEP * STEP
    end = _local(year.first + timedelta(days=year.days + 20), "00:00")
    life = Life(path, FakeClock(begin))
    life.begin()
    await life.first()
    pauses = sorted(_pause(year, chance) for _ in range(year.restarts))
    told, words = _queue(books.told, lambda t: t.at), _queue(books.words, lambda w: w[0])
    stops = _queue(sorted(books.stops.items(), key=lambda s: s[1]), lambda s: s[1])
    at, month = begin, 0
    while at < end:
        life.clock.at = at
        if pauses and pauses[0] <= at:
            pauses.pop(0)
            await life.stop_in_the_middle()
        await life.happen(
            told(at), [word[1] for word in words(at)], [stop[0] for stop in stops(at)]
        )
        automations = life.rules.automations
        await (automations.sweep() if at % HOUR == 0 else automations.tick())
        at += STEP
        if (now := to_datetime(at)).month != month:
            month = now.month
            progress(f"{now:%Y-%m} after {time.perf_counter() - started:.0f} s")
    seconds = time.perf_counter() - started
    found = await life.db.read(_judge, books, end)
    life.db.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return replace(
        found,
        restarts=year.restarts,
        taken_back=life.taken_back,
        seconds=round(seconds, 1),
        peak_mib=round(peak, 1),
    )


def _pause(year: Year, chance: random.Random) -> Micros:
    """Mostly when there is much to do."""
    day = year.first + timedelta(days=chance.randrange(year.days))
    return _local(day, chance.choice(("08:30", "10:00", "10:00", "11:00", "18:00", "03:15")))


T = TypeVar("T")


def _queue(items: Sequence[T], when: Callable[[T], Micros]) -> Callable[[Micros], list[T]]:
    """Takes what is due by then."""
    left = list(reversed(items))

    def due(at: Micros) -> list[T]:
        found = []
        while left and when(left[-1]) <= at:
            found.append(left.pop())
        return found

    return due


# -- held against what was told --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    rule: str
    key: str
    guest_id: int
    at: Micros


def _judge(books: Books, end: Micros) -> Found:
    history: dict[str, list[Told]] = defaultdict(list)
    for told in books.told:
        history[told.stay.external_id].append(told)
    sent = [
        Sent(*row)
        for row in sql.rows(
            "SELECT a.key, s.external_id, r.guest_id, m.created_at FROM automation_run r"
            " JOIN automation_rule a ON a.id = r.rule_id JOIN message m ON m.id = r.message_id"
            " JOIN reservation s ON s.id = r.reservation_id ORDER BY m.created_at, m.id"
        )
    ]
    queued = sql.value("SELECT count(*) FROM outbox")
    runs = Counter(
        {
            (state, reason or ""): count
            for state, reason, count in sql.rows(
                "SELECT state, reason, count(*) FROM automation_run GROUP BY state, reason"
            )
        }
    )
    wrong = [*_twice(sent), *_too_close(sent)]
    if queued != len(sent):
        wrong.append(f"{queued} sends for {len(sent)} runs")
    for each in sent:
        known = [told for told in history[each.key] if told.at <= each.at]
        if (why := _why_wrong(each, known, books)) is not None:
            wrong.append(f"{each.rule} {each.key} {to_datetime(each.at)}: {why}")
    return Found(len(history), runs, wrong, list(_lacking(history, end)), len(sent), 0, 0, 0.0, 0.0)


def _twice(sent: Sequence[Sent]) -> Iterator[str]:
    for (rule, key), count in Counter((each.rule, each.key) for each in sent).items():
        if count > 1:
            yield f"{rule} {key}: {count} times"


def _too_close(sent: Sequence[Sent]) -> Iterator[str]:
    last: dict[int, Micros] = {}
    for each in sent:
        before = last.get(each.guest_id)
        if before is not None and each.at - before < 4 * HOUR:
            yield f"{each.rule} {each.key}: {(each.at - before) // MINUTE} min after another"
        last[each.guest_id] = each.at


def _why_wrong(sent: Sent, known: Sequence[Told], books: Books) -> str | None:
    """By the rules' own words in product.md and `jack.automations.shipped`, reckoned anew here."""
    now = known[-1].stay
    stopped = books.stops.get(sent.key)
    zone = ZONE
    if sent.rule in ("pre_arrival_3d", "arrival_1d") and "+65" in (now.guest.phone or ""):
        zone = SINGAPORE
    hour = to_datetime(sent.at).astimezone(zone).hour
    if not 8 <= hour < 22:
        return f"at {hour} o'clock"
    if stopped is not None and stopped + STEP < sent.at:
        return "after a stop"
    if now.status not in STATUSES[sent.rule]:
        return f"the stay is {now.status}"
    first, last = _span(sent.rule, now, known, zone)
    if not first <= sent.at < last:
        return f"not between {to_datetime(first)} and {to_datetime(last)}"
    return None


CONFIRMED = (ReservationStatus.CONFIRMED,)
HERE = (ReservationStatus.CHECKED_IN,)
STATUSES = {
    "pre_arrival_3d": CONFIRMED,
    "arrival_1d": CONFIRMED,
    "settling_in_2h": HERE,
    "checkout_reminder": HERE,
    "departure_morning": HERE,
    "thank_you_24h": (ReservationStatus.CHECKED_OUT,),
    "no_show_inquiry": CONFIRMED,
    "no_show_second": CONFIRMED,
}


def _span(
    rule: str, stay: PmsReservation, known: Sequence[Told], zone: ZoneInfo
) -> tuple[Micros, Micros]:
    """From when until when this message is right for the stay as it is."""
    days = timedelta(days=1)
    match rule:
        case "pre_arrival_3d":
            due = _local(stay.arrival - 3 * days, "10:00", zone)
            return due, due + 24 * HOUR
        case "arrival_1d":
            due = _local(stay.arrival - days, "10:00", zone)
            return due, _local(stay.arrival + days, "00:00")
        case "settling_in_2h":
            came = next(each.at for each in known if each.stay.status in HERE)
            return came + 2 * HOUR, came + 20 * HOUR
        case "checkout_reminder":
            return _local(stay.departure - days, "18:00"), _local(stay.departure, "11:00")
        case "departure_morning":
            return _local(stay.departure, "08:30"), _local(stay.departure, "11:00")
        case "thank_you_24h":
            due = _local(stay.departure + days, "11:00")
            return due, due + 48 * HOUR
        case "no_show_inquiry":
            due = _local(stay.arrival, "20:00")
            return due, due + 2 * HOUR
        case _:
            due = _local(stay.arrival + days, "09:00")
            return due, due + 6 * HOUR


def _lacking(history: dict[str, list[Told]], end: Micros) -> Iterator[str]:
    """Stays that were known well before and still there, with neither a message nor a reason well
    before the end."""
    done = {
        (key, external_id)
        for key, external_id in sql.rows(
            "SELECT a.key, s.external_id FROM automation_run r JOIN automation_rule a"
            " ON a.id = r.rule_id JOIN reservation s ON s.id = r.reservation_id"
            " WHERE r.state IN ('done', 'suppressed')"
        )
    }
    for key, told in history.items():
        for rule, sign in (("pre_arrival_3d", -3), ("thank_you_24h", 1)):
            last = told[-1].stay
            day = last.arrival if sign < 0 else last.departure
            due = _local(day + timedelta(days=sign), "10:00") - 24 * HOUR
            is_there = all(each.stay.status is not ReservationStatus.CANCELLED for each in told)
            is_there = is_there and last.status is ReservationStatus.CHECKED_OUT
            is_known = told[0].at < due and all(
                each.at < due for each in told if each.stay.status in CONFIRMED
            )
            is_over = due + 4 * 24 * HOUR < end
            if is_there and is_known and is_over and (rule, key) not in done:
                yield f"{rule} {key}"


def _local(day: date, at: str, zone: ZoneInfo = ZONE) -> Micros:
    return from_datetime(datetime.combine(day, clock_time.fromisoformat(at), tzinfo=zone))


# -- printing --------------------------------------------------------------------------------------


def show(found: Found) -> None:
    print(f"{found.stays} stays, {found.sent} messages, {found.restarts} stops in the middle")
    for (state, reason), count in sorted(found.runs.items()):
        print(f"{count:8}  {state}{f': {reason}' if reason else ''}")
    print(f"{found.taken_back} runs were in hand when Jack stopped, and were taken up again")
    print(f"{len(found.wrong)} wrong, {len(found.lacking)} lacking")
    for line in (*found.wrong[:20], *found.lacking[:20]):
        print(f"  {line}")
    print(f"{found.seconds} s, {found.peak_mib} MiB at the peak")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load.automations", description=__doc__)
    parser.add_argument("--rooms", type=int, default=300)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--restarts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20270301)
    given = parser.parse_args()
    year = Year(given.rooms, date(2027, 1, 1), given.days, given.restarts, given.seed)
    with tempfile.TemporaryDirectory(prefix="jack-load-") as folder:
        found = asyncio.run(
            live(year, Path(folder), progress=lambda line: print(line, file=sys.stderr))
        )
    show(found)
    return 1 if found.wrong or found.lacking else 0


if __name__ == "__main__":
    sys.exit(main())
