"""Cloudbeds' times: the property's own clocks, without an offset.

developers.cloudbeds.com/reference/tech-specs: `YYYY-MM-DD HH:MM:SS`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from jack.model.clock import SECOND, Micros, from_datetime, to_datetime

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Other years are a vendor's empty values."""
NEAR = timedelta(hours=3)
"""No clock is set back by more than this."""
FORMAT = "%Y-%m-%d %H:%M:%S"


def window(since: Micros, until: Micros, zone: ZoneInfo) -> tuple[str, str]:
    """Local times between which every moment of `since` to `until` has its own, to the second.

    When clocks are set back, a later moment has an earlier local time: near such a change the
    window is wider by as much. A second more on either side, for the vendor does not say whether
    ends belong to it.
    """
    start = to_datetime(since // SECOND * SECOND) - timedelta(seconds=1)
    end = to_datetime(-(-until // SECOND) * SECOND) + timedelta(seconds=1)
    first = start + min(_offset(start, zone), _offset(start + NEAR, zone))
    last = end + max(_offset(end - NEAR, zone), _offset(end, zone))
    return first.strftime(FORMAT), last.strftime(FORMAT)


def instant(value: object, zone: ZoneInfo) -> Micros | None:
    """A local time; None for what is none, and for one that comes twice or not at all (DST).

    Which of the two is meant nobody can tell, and a wrong guess would make new look older than old.
    """
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    if at.tzinfo is not None:
        return from_datetime(at)
    early, late = (at.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return from_datetime(early) if early.utcoffset() == late.utcoffset() else None


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(UTC).astimezone(zone).utcoffset() or timedelta()
