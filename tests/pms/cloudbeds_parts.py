"""What the tests of the Cloudbeds adapter share: an adapter on a stand-in, and its fixtures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jack.model.clock import Micros
from jack.model.reservations import Batch
from jack.pms.cloudbeds.adapter import Cloudbeds
from jack.pms.cloudbeds.client import LIMIT, PER_S
from jack.pms.pace import Pace
from tests.conftest import FakeClock
from tests.pms.mews_parts import Waits
from tests.standins.cloudbeds import API_KEY, PROPERTY_ID, CloudbedsStandin

FIXTURES = Path(__file__).parent / "fixtures" / "cloudbeds"


def pace(waits: Waits, limit: int = LIMIT) -> Pace:
    return waits.pace(limit, PER_S)


@asynccontextmanager
async def adapter(
    url: str,
    clock: FakeClock,
    *,
    api_key: str = API_KEY,
    property_id: str = PROPERTY_ID,
    pace: Pace | None = None,
    timeout_s: float = 30,
) -> AsyncIterator[Cloudbeds]:
    """Without `pace` time stands still, so nothing is slowed down either."""
    cloudbeds = Cloudbeds(
        api_key=api_key,
        property_id=property_id,
        api_url=url,
        timeout_s=timeout_s,
        clock=clock,
        pace=pace or Pace(limit=10_000, per_s=PER_S, sleep=Waits(clock).sleep),
    )
    await cloudbeds.start()
    try:
        yield cloudbeds
    finally:
        await cloudbeds.close()


async def walk(cloudbeds: Cloudbeds, since: Micros, until: Micros) -> list[Batch]:
    return [batch async for batch in cloudbeds.reservations(since, until)]


def asked(standin: CloudbedsStandin, method: str) -> list[Mapping[str, str]]:
    """Queries of the calls to a method, first to last."""
    return [each.parameters for each in standin.asked if each.method == method]


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
