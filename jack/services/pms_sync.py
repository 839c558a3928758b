"""Keeps reservations as the hotel's PMS has them: changes by a cursor, a daily look at who is here."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from jack import metrics
from jack.config import Config
from jack.db import audit, automations, pms, stays
from jack.db.database import Database
from jack.db.stays import Change, Upserted
from jack.errors import BadSignature, Delivery, Invalid, NotFound, Permanent
from jack.events import Event, EventBus, PmsFailing, PmsWanted, ReservationChanged
from jack.model.clock import MINUTE, SECOND, Clock, Micros, seconds, to_datetime
from jack.model.reservations import (
    Batch,
    PmsReservation,
    PmsState,
    Rejected,
    ReservationStatus,
)
from jack.model.troubles import TroubleKind
from jack.pms.base import Pms
from jack.services import troubles
from jack.services.announce import announce

log = logging.getLogger(__name__)

WRITE_ROWS = 100
"""Reservations in one write: guests' messages must not wait behind a large sync."""
KEPT_REJECTIONS = 100
RECHECKED = 50
"""Stays the PMS no longer tells of that are asked for one by one in a daily look."""
REFUSED = "refused"
UNREADABLE = ("unreadable", REFUSED)
"""Reasons of a Permanent that is about one reservation: the others are read all the same."""
SCAN_BACK, SCAN_AHEAD = timedelta(days=1), timedelta(days=2)
ALERTS = (3, 5)
"""Failures in a row after which staff are told (product.md, PMS)."""
REST_AFTER = 5
MAX_REST = 60 * MINUTE
FILE = "file"
"""The provider of what was imported from files."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class SyncReport:
    """What a sync or an import did, or would do when `is_dry`."""

    provider: str
    is_dry: bool = False
    is_full: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    cursor: Micros | None = None
    seconds: float = 0.0

    @property
    def seen(self) -> int:
        return sum(self.counts[change] for change in Change)

    def reject_once(self, external_id: str, reason: str) -> None:
        """Unless the walk has named it already: then `reason` repeats that."""
        if not any(each.where in reason and each.reason in reason for each in self.rejected):
            self.rejected.append(Rejected(f"reservation {external_id}", reason))

    def as_json(self) -> dict[str, object]:
        """As stored and printed; the rejected are named, not told of."""
        return {
            "provider": self.provider,
            "isDry": self.is_dry,
            "isFull": self.is_full,
            "added": self.counts[Change.ADDED],
            "changed": self.counts[Change.CHANGED],
            "unchanged": self.counts[Change.UNCHANGED],
            "cancelled": self.counts["cancelled"],
            "conflicts": self.counts["conflicts"],
            "rejected": [
                {"where": each.where, "reason": each.reason}
                for each in self.rejected[:KEPT_REJECTIONS]
            ],
            "rejectedCount": len(self.rejected),
            "seconds": round(self.seconds, 2),
        }


@dataclass(slots=True)
class PmsSync:
    """`pms` is None in a hotel without one; files can be imported all the same."""

    db: Database
    bus: EventBus
    pms: Pms | None
    config: Config
    clock: Clock
    _running: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """The PMS ready to be asked, for as long as the block runs."""
        source = self._must()
        await source.start()
        try:
            yield
        finally:
            await source.close()

    # -- asking for a sync -----------------------------------------------------------------

    async def state(self) -> PmsState | None:
        """How the last syncs went; None without a PMS."""
        if self.pms is None:
            return None
        return await self.db.read(pms.state, self.pms.name)

    async def last_import(self) -> PmsState | None:
        """How the last file went; None if there was none."""
        found = await self.db.read(pms.state, FILE)
        return found if found.synced_at is not None else None

    async def want(self, *, full: bool = False, since: Micros | None = None) -> Micros:
        """Ask whoever serves this directory for a sync; when it was asked for."""
        provider, at = self._must().name, self.clock()

        def ask() -> None:
            if full or since is not None:
                pms.set_cursor(provider, since)
            pms.want(provider, at)

        await self.db.write(ask)
        announce(self.bus, [PmsWanted()])
        return at

    async def receive_webhook(self, provider: str, secret: str, body: bytes) -> None:
        """Wake the sync: what a webhook says is not believed, only that something changed.

        No PMS signs its webhooks; the secret in the address is all that proves the sender (R15).
        Raises BadSignature for a wrong one, Invalid for what is no webhook of this PMS.
        """
        expected = self.config.pms.webhook_secret.get_secret_value()
        if self.pms is None or self.pms.name != provider or not expected:
            raise NotFound("There is no such webhook, or it is switched off.")
        if not hmac.compare_digest(secret.encode("utf-8", "replace"), expected.encode()):
            raise BadSignature("The webhook's address is wrong.", reason="bad_secret")
        self.pms.parse_webhook(body)
        await self.want()

    def label(self, provider: str) -> str:
        """A name for metrics and logs: strangers cannot make up new ones."""
        return provider if self.pms is not None and self.pms.name == provider else "pms"

    async def due_at(self) -> Micros | None:
        """When the next sync is due by the clock or by wish; None without a PMS."""
        state = await self.state()
        if state is None:
            return None
        if state.wanted_at is not None:
            return state.wanted_at
        if state.tried_at is None:
            return self.clock()
        return state.tried_at + max(
            seconds(self.config.pms.interval_s), _rest(state.failures, self.config.pms.interval_s)
        )

    async def run_due(self) -> SyncReport | None:
        """Sync if it is time; failures are counted, told of after 3 and 5, and tried again later."""
        due = await self.due_at()
        if due is None or due > self.clock():
            return None
        try:
            report = await self.sync()
        except Delivery:
            return None
        try:
            await self.look_at_rooms()
        except Delivery as error:
            log.warning("rooms not read", extra={"reason": error.reason})
        return report

    async def look_at_rooms(self) -> int:
        """Which rooms are clean, where an enabled rule waits for that; how many rooms. Raises
        Delivery."""
        if not await self.db.read(automations.wants_rooms):
            return 0
        rooms = await self._must().room_status()

        def work(at: Micros) -> None:
            for room in rooms:
                automations.set_room_state(room.number, room.state, at)

        await self.db.write(work, self.clock())
        return len(rooms)

    # -- syncing ---------------------------------------------------------------------------

    async def sync(
        self,
        *,
        full: bool = False,
        since: Micros | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Read what changed since the cursor, or everything; one at a time.

        Each write stores some reservations, the last of a time window the cursor with them, so that
        a sync cut off anywhere goes on from there. Raises Delivery when the PMS cannot be read.
        """
        provider = self._must().name
        async with self._running:
            began, started = self.clock(), time.perf_counter()
            state = await self.db.read(pms.state, provider)
            cursor = None if full else (since if since is not None else state.cursor)
            report = SyncReport(provider, is_dry=dry_run, is_full=cursor is None)
            if not dry_run:
                await self.db.write(pms.began, provider, began)
            try:
                scanned_on = await self._walk(state, cursor, began, report, progress)
            except Exception as error:
                if not dry_run:
                    await self._failed(provider, began, error)
                raise
            report.seconds = time.perf_counter() - started
            if not dry_run:
                await self._succeeded(report, began, scanned_on)
                metrics.PMS_SYNC_AGE_SECONDS.set((self.clock() - began) / SECOND)
        log.info(
            "pms synced",
            extra={
                "provider": provider,
                "count": report.seen,
                "rejected": len(report.rejected),
                "seconds": round(report.seconds, 2),
            },
        )
        return report

    async def _walk(
        self,
        state: PmsState,
        cursor: Micros | None,
        began: Micros,
        report: SyncReport,
        progress: Progress | None,
    ) -> date | None:
        """Everything to be read; the day that was scanned, if this sync scanned one."""
        source, settings = self._must(), self.config.pms
        today = self._today()
        if cursor is None:
            first = today - timedelta(days=settings.days_back)
            last = today + timedelta(days=settings.days_ahead)
            await self._take(source.colliding(first, last), report, progress)
            await self._advance(report, began)
            return today
        since = cursor - seconds(settings.overlap_s)
        await self._take(source.reservations(since, began), report, progress)
        if state.scanned_on == today:
            return None
        first, last = today - SCAN_BACK, today + SCAN_AHEAD
        await self._take(source.colliding(first, last), report, progress)
        is_done = report.is_dry or await self._recheck(first, last, began, report)
        return today if is_done else None

    async def _take(
        self, batches: AsyncIterator[Batch], report: SyncReport, progress: Progress | None
    ) -> None:
        async for batch in batches:
            report.rejected += batch.rejected
            parts = _parts(batch.reservations)
            for part in parts:
                is_last = part is parts[-1]
                cursor = batch.cursor if is_last else None
                if report.is_full:
                    cursor = None  # by days, not by changes: only its end says all is there
                await self._store(report, part, cursor)
                if progress is not None:
                    progress(report.seen, 0)

    async def _store(
        self, report: SyncReport, part: Sequence[PmsReservation], cursor: Micros | None
    ) -> None:
        at = self.clock()

        def work() -> list[Upserted]:
            done = [stays.upsert(report.provider, told, at) for told in part]
            if report.is_dry:
                raise _Undo(done)
            if cursor is not None:
                pms.set_cursor(report.provider, cursor)
            return done

        try:
            done = await self.db.write(work)
        except _Undo as undone:
            done = undone.done
        self._count(report, done)
        if cursor is not None:
            report.cursor = cursor
        if not report.is_dry:
            announce(self.bus, _events(done))

    async def _recheck(self, first: date, last: date, began: Micros, report: SyncReport) -> bool:
        """Stays that should have been told of and were not: deleted in the PMS, or moved away.

        False when the PMS refused to tell of one: the next sync looks again.
        """
        source, is_done = self._must(), True
        gone = await self.db.read(
            stays.missing, source.name, first, last, not_since=began, limit=RECHECKED
        )
        for external_id in gone:
            try:
                told = await source.reservation(external_id)
            except Permanent as error:
                if error.reason not in UNREADABLE:
                    raise
                report.reject_once(external_id, str(error))
                is_done = is_done and error.reason != REFUSED
                continue
            if told is not None:
                await self._store(report, [told], None)
                continue
            cancelled = await self.db.write(stays.cancel, source.name, external_id, self.clock())
            if cancelled is not None:
                report.counts["cancelled"] += 1
                status = ReservationStatus.CANCELLED.value
                announce(self.bus, [ReservationChanged(cancelled, None, status, ("status",))])
        return is_done

    async def _advance(self, report: SyncReport, cursor: Micros) -> None:
        report.cursor = cursor
        if not report.is_dry:
            await self.db.write(pms.set_cursor, report.provider, cursor)

    @staticmethod
    def _count(report: SyncReport, done: Sequence[Upserted]) -> None:
        report.counts.update(each.change for each in done)
        report.counts["conflicts"] += sum(each.conflicts for each in done)

    async def _succeeded(self, report: SyncReport, began: Micros, scanned_on: date | None) -> None:
        def work(at: Micros) -> list[Event]:
            pms.succeeded(report.provider, began, scanned_on=scanned_on, report=report.as_json())
            return troubles.settle(TroubleKind.PMS, report.provider, at)

        announce(self.bus, await self.db.write(work, self.clock()))

    async def _failed(self, provider: str, began: Micros, error: Exception) -> None:
        """Count the failure; after the third and the fifth in a row staff are told."""
        reason = str(error) if isinstance(error, Delivery) else type(error).__name__
        at = self.clock()

        def work() -> tuple[int, list[Event]]:
            failures = pms.failed(provider, began, reason)
            if failures in ALERTS:
                audit.add("system", "pms.failing", f"pms:{provider}", at, failures=failures)
            if failures < ALERTS[0]:
                return failures, []
            worked_at, is_urgent = pms.synced_at(provider), failures >= ALERTS[-1]
            return failures, troubles.arise(
                TroubleKind.PMS,
                provider,
                failure=reason,
                at=at,
                worked_at=worked_at,
                is_urgent=is_urgent,
            )

        failures, events = await self.db.write(work)
        announce(self.bus, events)
        metrics.ERRORS.labels("pms").inc()
        level = logging.ERROR if failures in ALERTS else logging.WARNING
        extra = {"provider": provider, "reason": reason, "count": failures}
        log.log(level, "pms sync failed", extra=extra)
        if failures in ALERTS:
            announce(self.bus, [PmsFailing(provider, failures)])

    # -- files -----------------------------------------------------------------------------

    async def take_in(
        self,
        reservations: Sequence[PmsReservation],
        rejected: Sequence[Rejected],
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Store what was read from a file. Its lines were checked before: all of them or none of
        a part is written, and what was rejected is only reported."""
        started, began = time.perf_counter(), self.clock()
        report = SyncReport(FILE, is_dry=dry_run, rejected=list(rejected))
        for part in _parts(tuple(reservations)):
            await self._store(report, part, None)
            if progress is not None:
                progress(report.seen, len(reservations))
        report.seconds = time.perf_counter() - started
        if not dry_run:
            await self._succeeded(report, began, None)
        return report

    # -- the rest --------------------------------------------------------------------------

    def _must(self) -> Pms:
        if self.pms is None:
            raise Invalid(
                "No PMS is configured. Set pms.provider to mews or cloudbeds, or import a file: "
                "jack pms import FILE"
            )
        return self.pms

    def _today(self) -> date:
        zone = ZoneInfo(self.config.hotel.timezone)
        return to_datetime(self.clock()).astimezone(zone).date()


class _Undo(Exception):
    """Takes back what a dry run wrote, and carries what it would have done."""

    def __init__(self, done: list[Upserted]) -> None:
        super().__init__()
        self.done = done


def is_fresh(provider: str, stored_at: Micros, at: Micros, config: Config) -> bool:
    """Whether facts of a stay may still be told (R4). Runs inside a read."""
    told_at = as_of(provider, stored_at)
    if provider == FILE:
        return at - told_at <= config.pms.file_freshness_hours * 60 * MINUTE
    return at - told_at <= config.pms.freshness_minutes * MINUTE


def as_of(provider: str, stored_at: Micros) -> Micros:
    """When the PMS last confirmed a stay: by telling of it, or by telling of no change to it."""
    return max(stored_at, pms.synced_at(provider) or 0) if provider != FILE else stored_at


def _parts(told: Sequence[PmsReservation]) -> list[Sequence[PmsReservation]]:
    """At least one part, which may be empty: a window without reservations moves the cursor too."""
    return [told[at : at + WRITE_ROWS] for at in range(0, max(len(told), 1), WRITE_ROWS)]


def _rest(failures: int, interval_s: float) -> Micros:
    """The circuit breaker: from the fifth failure on, twice as long each time, an hour at most."""
    if failures < REST_AFTER:
        return 0
    doubled: int = min(seconds(interval_s) * 2 ** min(failures - REST_AFTER + 1, 12), MAX_REST)
    return doubled


def _events(done: Sequence[Upserted]) -> list[Event]:
    return [
        ReservationChanged(
            each.reservation_id,
            each.was.value if each.was else None,
            each.is_now.value,
            each.fields,
        )
        for each in done
        if each.change is not Change.UNCHANGED
    ]
