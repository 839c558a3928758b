"""What one shift hands over to the next, and the board of tasks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import inbox_list, reports
from jack.db.database import Database
from jack.errors import Forbidden, Invalid
from jack.model.clock import HOUR, Clock, Micros, from_datetime, to_datetime
from jack.model.inbox import Filters, Order
from jack.model.reports import Column, Shift, Work
from jack.model.staff import Permission, Staff
from jack.services.permits import must
from jack.services.tasks import visible_departments

SHIFT: Micros = 8 * HOUR
AHEAD: Micros = 10 * HOUR
"""Whoever arrives on a day that begins within this time belongs to the next shift."""
LONGEST: Micros = 7 * 24 * HOUR
MOST_CONVERSATIONS = 100
MOST_WORK = 500
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Reports:
    db: Database
    config: Config
    clock: Clock

    async def handover(
        self, by: Staff, *, since: Micros | None = None, until: Micros | None = None
    ) -> Shift:
        """A shift that ends now, or at `until`, and began eight hours before, or at `since`.

        What is open is what is open right now. Raises Invalid for a shift that is none.
        """
        must(by, Permission.READ_CONVERSATIONS)
        return await self.shift(
            since=since, until=until, departments=visible_departments(by), viewer_id=by.id
        )

    async def shift(
        self,
        *,
        since: Micros | None = None,
        until: Micros | None = None,
        departments: Collection[str] | None = None,
        viewer_id: int = 0,
    ) -> Shift:
        """What `handover` tells, for the mail that goes out by itself. Raises Invalid."""
        end = self.clock() if until is None else until
        begin = end - SHIFT if since is None else since
        if not begin < end or end - begin > LONGEST:
            raise Invalid("A shift ends after it begins, within seven days.")
        open_now = Filters(states=("new", "active", "escalated"))
        zone = ZoneInfo(self.config.hotel.timezone)
        today, coming = (to_datetime(at).astimezone(zone).date() for at in (end, end + AHEAD))

        def read() -> Shift:
            lines, _ = inbox_list.listed(
                open_now,
                order=Order.ATTENTION,
                viewer_id=viewer_id,
                after=None,
                limit=MOST_CONVERSATIONS,
            )
            return Shift(
                since=begin,
                until=end,
                counts=reports.counts(begin, end),
                conversations=tuple(lines),
                escalations=tuple(reports.escalations(begin, end, limit=MOST_LINES)),
                tasks=tuple(
                    reports.work(departments, department=None, with_guests=True, limit=MOST_WORK)
                ),
                events=tuple(reports.events(begin, end, limit=MOST_LINES)),
                notes=tuple(reports.notes(begin, end, limit=MOST_LINES)),
                arrivals=tuple(reports.arrivals(today, coming, limit=MOST_WORK)),
                special=tuple(reports.special(limit=MOST_LINES)),
            )

        return await self.db.read(read)

    async def board(self, by: Staff) -> list[Column]:
        """How many tasks stand where, in the departments a person sees; closed ones of today."""
        must(by, Permission.READ_TASKS)
        zone = ZoneInfo(self.config.hotel.timezone)
        today = to_datetime(self.clock()).astimezone(zone).date()
        midnight = from_datetime(datetime.combine(today, time(), tzinfo=zone))
        return await self.db.read(
            reports.board, visible_departments(by), at=self.clock(), since=midnight
        )

    async def worklist(self, by: Staff, *, department: str | None) -> list[Work]:
        """Everything that is open, as a list for a shift; names of guests for who may know them."""
        must(by, Permission.READ_TASKS)
        visible = visible_departments(by)
        if department is not None and visible is not None and department not in visible:
            raise Forbidden(f"You do not belong to {department}.")
        return await self.db.read(
            reports.work,
            visible,
            department=department,
            with_guests=by.may(Permission.READ_CONVERSATIONS),
            limit=MOST_WORK,
        )
