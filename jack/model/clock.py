"""Time as Jack keeps it: integer microseconds UTC inside, ISO 8601 outside."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

Micros = int
Clock = Callable[[], Micros]

SECOND: Micros = 1_000_000
MINUTE: Micros = 60 * SECOND
HOUR: Micros = 60 * MINUTE
DAY: Micros = 24 * HOUR


def now() -> Micros:
    """Microseconds since 1970 UTC by the system's clock."""
    return time.time_ns() // 1000


def to_datetime(at: Micros) -> datetime:
    return datetime.fromtimestamp(at / SECOND, tz=UTC)


def to_iso(at: Micros) -> str:
    """`2026-05-01T09:30:00.123456Z`, as the HTTP API prints times."""
    second, micros = divmod(at, SECOND)
    return f"{_to_the_second(second)}.{micros:06}Z"


@lru_cache(maxsize=1024)
def _to_the_second(second: int) -> str:
    """Remembered: lists print the same times again and again, and a date costs the most."""
    return datetime.fromtimestamp(second, tz=UTC).isoformat().removesuffix("+00:00")


def from_datetime(at: datetime) -> Micros:
    """Microseconds of an aware datetime."""
    return round(at.timestamp() * SECOND)


def seconds(value: float) -> Micros:
    """A number of seconds as microseconds."""
    return round(value * SECOND)
