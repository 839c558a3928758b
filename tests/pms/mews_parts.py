"""What the tests of the Mews adapter share: an adapter on a stand-in, and time that obeys."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from jack.model.clock import Micros, from_datetime, to_datetime
from jack.model.reservations import Batch, PmsReservation
from jack.pms.mews.adapter import Mews
from jack.pms.mews.client import PER_S
from jack.pms.pace import Pace
from tests.conftest import FakeClock
from tests.standins.base import Clock
from tests.standins.mews import ACCESS_TOKEN, CLIENT_TOKEN, MewsStandin

GET_ALL = "reservations/getAll/2023-06-06"
FIXTURES = Path(__file__).parent / "fixtures" / "mews"


class Waits:
    """Sleeps by moving the clock on, and remembers for how long."""

    def __init__(self, clock: FakeClock) -> None:
        self.waited: list[float] = []
        self._clock = clock

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._clock.forward(seconds)

    def monotonic(self) -> float:
        return self._clock.at / 1_000_000

    def pace(self, limit: int = 200, per_s: float = PER_S) -> Pace:
        return Pace(limit=limit, per_s=per_s, sleep=self.sleep, monotonic=self.monotonic)


def vendor_clock(clock: FakeClock) -> Clock:
    return lambda: to_datetime(clock())


@asynccontextmanager
async def adapter(
    url: str,
    clock: FakeClock,
    *,
    client_token: str = CLIENT_TOKEN,
    access_token: str = ACCESS_TOKEN,
    pace: Pace | None = None,
    timeout_s: float = 30,
) -> AsyncIterator[Mews]:
    mews = Mews(
        client_token=client_token,
        access_token=access_token,
        client_name="Jack The Butler",
        api_url=url,
        timeout_s=timeout_s,
        clock=clock,
        pace=pace or Waits(clock).pace(),
    )
    await mews.start()
    try:
        yield mews
    finally:
        await mews.close()


async def walk(mews: Mews, since: Micros, until: Micros) -> list[Batch]:
    return [batch async for batch in mews.reservations(since, until)]


def stays(batches: list[Batch]) -> dict[str, PmsReservation]:
    """By id, the latest telling of each."""
    return {stay.external_id: stay for batch in batches for stay in batch.reservations}


def asked(standin: MewsStandin, operation: str) -> list[dict[str, Any]]:
    """Bodies of the calls to an operation, first to last."""
    return [json.loads(call.body) for call in standin.calls if call.path.endswith(operation)]


def windows(standin: MewsStandin, interval: str = "UpdatedUtc") -> list[tuple[Micros, Micros]]:
    """The windows of that kind that were asked for, each once, first to last."""
    intervals = [body[interval] for body in asked(standin, GET_ALL) if interval in body]
    found = [(micros(each["StartUtc"]), micros(each["EndUtc"])) for each in intervals]
    return list(dict.fromkeys(found))


def micros(text: str) -> Micros:
    return from_datetime(datetime.fromisoformat(text))


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
