"""Quiet hours: when guests are not to be disturbed, by the hotel's clock on the wall."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from jack.model.clock import Micros, from_datetime, to_datetime


def after_quiet(at: Micros, zone: ZoneInfo, quiet_from: str, quiet_until: str) -> Micros:
    """`at` itself outside the quiet hours (`HH:MM` to `HH:MM`), else the moment they end.

    Right over clock changes: the end is when the wall shows it, however long the night was. Equal
    times mean that there are no quiet hours.
    """
    local = to_datetime(at).astimezone(zone)
    start, end, now = time.fromisoformat(quiet_from), time.fromisoformat(quiet_until), local.time()
    is_quiet = start <= now < end if start <= end else now >= start or now < end
    if not is_quiet:
        return at
    day = local.date() if now < end else local.date() + timedelta(days=1)
    first, second = (
        from_datetime(datetime.combine(day, end.replace(fold=fold), tzinfo=zone)) for fold in (0, 1)
    )
    return first if first > at else second
