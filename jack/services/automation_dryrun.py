"""What rules would do in the next days: the same planner and runner, on a copy of the live data in
memory, by a clock that is stepped. Nothing is sent, and nothing live is changed.

Guests are taken to arrive and leave as booked. The same data and arguments give the same answer.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from jack.channels.base import Channel
from jack.config import Config
from jack.db import audit, guests, messages, reservations
from jack.db import automations as store
from jack.db.database import Database
from jack.db.scratch import Copy, Scratch, take
from jack.errors import Invalid
from jack.model.automations import (
    Amendment,
    Definition,
    Foreseen,
    Judge,
    Run,
    RunReason,
    RunState,
    kind_of,
)
from jack.model.clock import DAY, HOUR, Clock, Micros, from_datetime, to_datetime
from jack.model.reservations import LIVE_STATUSES, Reservation, ReservationStatus
from jack.services.automation_acts import Acts
from jack.services.automation_plans import LOOK_BACK, Planner
from jack.services.automation_runs import Runner
from jack.services.automation_ways import Ways

MAX_DAYS = 400
MOST_LINES = 5_000
HOLDER = "dry run"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What to try. `rule_ids` are taken as enabled beside those that are; `draft` is one that is
    not stored yet; `only` leaves out the lines of all other rules."""

    days: int = 14
    begin: date | None = None
    rule_ids: tuple[int, ...] = ()
    draft: tuple[str, Definition] | None = None
    amendments: tuple[Amendment, ...] = ()
    only: int | None = None


@dataclass(frozen=True, slots=True)
class DryRun:
    """`counts` are by (state, reason); `left_off` lines were more than are told."""

    lines: tuple[Foreseen, ...]
    counts: Mapping[tuple[RunState, RunReason | None], int]
    begin: Micros
    end: Micros
    zone: str
    left_off: int = 0

    def guests_within(self, span: Micros) -> int:
        """How many guests get a message in that time from the beginning."""
        return len(
            {
                line.guest_id
                for line in self.lines
                if line.channel is not None and line.at < self.begin + span
            }
        )


@dataclass(frozen=True, slots=True)
class DryRuns:
    """One at a time: each is a thread at work."""

    db: Database
    channels: Mapping[str, Channel]
    config: Config
    clock: Clock
    judge: Judge
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, wish: Wish, *, actor: str) -> DryRun:
        """On record, as every look at guests' data is. Raises Invalid for more days than it looks
        ahead, or an amendment of no stay."""
        async with self.turn:
            found = await self._look(wish)
        await self.db.write(
            audit.add,
            actor,
            "automation.simulated",
            "automations",
            self.clock(),
            days=wish.days,
            lines=len(found.lines),
        )
        return found

    async def _look(self, wish: Wish) -> DryRun:
        if not 1 <= wish.days <= MAX_DAYS:
            raise Invalid(f"A dry run is 1 to {MAX_DAYS} days long.", field="days")
        if wish.draft is not None:
            self.judge.check(wish.draft[1])
        now = self.clock()
        zone = ZoneInfo(self.config.hotel.timezone)
        today = to_datetime(now).astimezone(zone).date()
        begin = now
        if wish.begin is not None and wish.begin != today:
            begin = from_datetime(datetime.combine(wish.begin, time(), tzinfo=zone))
        end = begin + wish.days * DAY
        last = to_datetime(end).astimezone(zone).date() + timedelta(days=MAX_DAYS)
        first = min(to_datetime(begin).astimezone(zone).date(), today) - LOOK_BACK
        copy = await self.db.read(
            take, first=first.isoformat(), last=last.isoformat(), since=min(begin, now) - 2 * DAY
        )
        return await asyncio.to_thread(self._run, copy, wish, begin, end, min(begin, now))

    def _run(self, copy: Copy, wish: Wish, begin: Micros, end: Micros, start: Micros) -> DryRun:
        runner = Runner(
            self.judge,
            Ways(self.channels, self.config),
            Acts(self.config),
            self.config,
            HOLDER,
        )
        planner = Planner(self.judge, self.config)
        with Scratch().entered() as scratch:
            scratch.fill(copy)
            only = scratch.write(_enable, wish, start)
            doings = sorted(
                [*self._lives(start, end), *self._amended(wish.amendments)], key=lambda d: d.at
            )
            waits = _step(scratch, planner, runner, doings, start, end)
            lines = [self._line(run, waits) for run in store.ended(begin, end, only or wish.only)]
        counts = Counter((line.state, line.reason) for line in lines)
        return DryRun(
            tuple(lines[:MOST_LINES]),
            counts,
            begin,
            end,
            self.config.hotel.timezone,
            max(0, len(lines) - MOST_LINES),
        )

    # -- what happens meanwhile ------------------------------------------------------------

    def _lives(self, start: Micros, end: Micros) -> Iterator[Doing]:
        """Guests come at check-in time and go at check-out time."""
        zone, hotel = ZoneInfo(self.config.hotel.timezone), self.config.hotel
        for stay in reservations.live():
            comes = _at(stay.arrival, hotel.checkin_time, zone)
            goes = _at(stay.departure, hotel.checkout_time, zone)
            if stay.status is ReservationStatus.CONFIRMED and start <= comes < end:
                yield Doing(comes, stay.id, partial(_arrive, stay.arrival))
            if start <= goes < end:
                yield Doing(goes, stay.id, partial(_leave, stay.departure))

    def _amended(self, amendments: Sequence[Amendment]) -> Iterator[Doing]:
        zone, hotel = ZoneInfo(self.config.hotel.timezone), self.config.hotel
        for amendment in amendments:
            stay = _find(amendment.reservation)
            yield Doing(amendment.at, stay.id, partial(_amend, amendment))
            if amendment.arrival is not None:
                comes = _at(amendment.arrival, hotel.checkin_time, zone)
                yield Doing(comes, stay.id, partial(_arrive, amendment.arrival))
            if amendment.departure is not None:
                goes = _at(amendment.departure, hotel.checkout_time, zone)
                yield Doing(goes, stay.id, partial(_leave, amendment.departure))

    # -- what came of it -------------------------------------------------------------------

    @staticmethod
    def _line(run: Run, waits: Mapping[int, list[RunReason]]) -> Foreseen:
        rule = store.rule(run.rule_id)
        assert rule is not None, "nobody removes a rule in a dry run"
        guest = guests.get(run.guest_id) if run.guest_id is not None else None
        stay = reservations.get(run.reservation_id) if run.reservation_id is not None else None
        message = messages.get(run.message_id) if run.message_id is not None else None
        waited = ", ".join(dict.fromkeys(waits.get(run.id, ())))
        return Foreseen(
            at=run.finished_at if run.finished_at is not None else run.due_at,
            rule_key=rule.key,
            rule_name=rule.name,
            state=run.state,
            reason=run.reason,
            detail=run.detail,
            waited=waited,
            guest_id=guest.id if guest is not None else None,
            guest_name=guest.name if guest is not None else "",
            reservation_id=stay.id if stay is not None else None,
            room=stay.room if stay is not None else None,
            channel=message.channel if message is not None else None,
            address=message.address if message is not None else None,
            text=message.text if message is not None else "",
            kinds=tuple(kind_of(action) for action in rule.definition.actions),
        )


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that happens to a stay at a time."""

    at: Micros
    reservation_id: int
    do: Callable[[Reservation, Micros], None]


def _step(
    scratch: Scratch,
    planner: Planner,
    runner: Runner,
    doings: Sequence[Doing],
    start: Micros,
    end: Micros,
) -> dict[int, list[RunReason]]:
    """From one moment at which something happens to the next; why runs were put off, by run."""
    waits: dict[int, list[RunReason]] = {}
    at, next_look, left = start, start, list(reversed(doings))
    while at < end:
        while left and left[-1].at <= at:
            scratch.write(_happen, left.pop(), at)
        if at >= next_look:
            scratch.write(planner.look_around, at)
            next_look = at - at % HOUR + HOUR
        while scratch.write(planner.follow, at, BATCH):
            pass
        while run_ids := scratch.write(runner.claim, at, BATCH):
            for run_id in run_ids:
                ended = scratch.write(runner.execute, run_id, at)
                if ended is not None and ended.state is RunState.PLANNED and ended.reason:
                    waits.setdefault(run_id, []).append(ended.reason)
        moments = [next_look, *([left[-1].at] if left else [])]
        if (due := store.next_due()) is not None:
            moments.append(due)
        at = max(min(moments), at + 1)
    return waits


def _enable(wish: Wish, at: Micros) -> int | None:
    """Switch on what is to be tried; the rule made of the draft, if there is one."""
    drafted = None
    for rule_id in wish.rule_ids:
        rule = store.rule(rule_id)
        if rule is None:
            raise Invalid(f"There is no automation {rule_id}.", field="ruleIds")
        if not rule.is_enabled:
            store.set_enabled(rule_id, at, is_on=True)
    if wish.draft is not None:
        name, definition = wish.draft
        drafted = store.add_rule("draft", name, definition, at, actor=HOLDER)
        store.set_enabled(drafted, at, is_on=True)
    store.note("rules", 0, at)
    return drafted


def _happen(doing: Doing, at: Micros) -> None:
    stay = reservations.get(doing.reservation_id)
    if stay is not None:
        doing.do(stay, max(at, doing.at))


def _arrive(day: date, stay: Reservation, at: Micros) -> None:
    if stay.status is ReservationStatus.CONFIRMED and stay.arrival == day:
        reservations.change(stay.id, {"status": ReservationStatus.CHECKED_IN}, at)


def _leave(day: date, stay: Reservation, at: Micros) -> None:
    if stay.status in LIVE_STATUSES and stay.departure == day:
        reservations.change(stay.id, {"status": ReservationStatus.CHECKED_OUT}, at)


def _amend(amendment: Amendment, stay: Reservation, at: Micros) -> None:
    told = {
        "status": amendment.status,
        "arrival": amendment.arrival.isoformat() if amendment.arrival else None,
        "departure": amendment.departure.isoformat() if amendment.departure else None,
        "room": amendment.room,
    }
    changes = {name: value for name, value in told.items() if value is not None}
    if changes:
        reservations.change(stay.id, changes, at)


def _find(wanted: str) -> Reservation:
    """A stay by its number here or its confirmation number. Raises Invalid."""
    stay = reservations.called(wanted)
    if stay is None:
        raise Invalid(f"There is no reservation {wanted[:40]}.", field="amendments")
    return stay


def _at(day: date, at: str, zone: ZoneInfo) -> Micros:
    return from_datetime(datetime.combine(day, time.fromisoformat(at), tzinfo=zone))
