"""When the reports of shifts are due, by the clock on the hotel's wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from jack.model.clock import Micros, from_datetime, to_datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """A day and a time of the hotel's clock, and the moment they are. The shift began at `since`."""

    day: str
    time: str
    since: Micros
    at: Micros


def slots(times: Sequence[str], zone: ZoneInfo, after: Micros, until: Micros) -> list[Slot]:
    """What became due after one moment and up to another, the earliest first.

    A time that a clock change leaves out is the moment after it; one that comes twice, the first.
    """
    first, last = (to_datetime(at).astimezone(zone).date() for at in (after, until))
    days = [first + timedelta(days=n) for n in range(-2, (last - first).days + 2)]
    every = [
        (from_datetime(datetime.combine(day, time.fromisoformat(each), tzinfo=zone)), day, each)
        for day in days
        for each in sorted(set(times))
    ]
    every.sort(key=lambda found: found[0])
    return [
        Slot(day.isoformat(), each, before, at)
        for (before, _, _), (at, day, each) in pairwise(every)
        if after < at <= until
    ]
