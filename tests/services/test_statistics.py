"""Numbers about the whole house."""

from __future__ import annotations

import pytest

from jack import metrics
from jack.services.statistics import Numbers, Statistics
from tests.house import BEN, House


@pytest.fixture
def statistics(house: House) -> Statistics:
    return Statistics(house.db, house.clock)


async def test_an_empty_house_is_all_zeros(statistics: Statistics) -> None:
    assert await statistics.now() == Numbers(0, 0, 0, 0, 0, 0, 0.0)


async def test_everything_is_counted(house: House, statistics: Statistics) -> None:
    await house.know("Breakfast", "From seven.")
    await house.write("Help, there is a fire in my room!")
    await house.write("Hello", address=BEN)
    house.clock.forward(90)

    assert await statistics.now() == Numbers(
        guests=2,
        open_conversations=2,
        pending_tasks=1,
        knowledge_entries=1,
        inbox_waiting=1,
        outbox_waiting=1,
        oldest_unanswered_s=90.0,
    )


async def test_a_clock_that_was_put_back_makes_no_negative_age(
    house: House, statistics: Statistics
) -> None:
    await house.write("Hello")
    house.clock.forward(-60)

    assert (await statistics.now()).oldest_unanswered_s == 0.0


async def test_gauges_show_the_numbers(house: House, statistics: Statistics) -> None:
    await house.write("Hello")
    house.clock.forward(30)

    await statistics.refresh_gauges()

    shown = {
        name: metrics.REGISTRY.get_sample_value(f"jack_{name}")
        for name in (
            "active_conversations",
            "pending_tasks",
            "inbox_pending",
            "outbox_pending",
            "oldest_unanswered_seconds",
        )
    }
    assert shown == {
        "active_conversations": 1,
        "pending_tasks": 0,
        "inbox_pending": 1,
        "outbox_pending": 0,
        "oldest_unanswered_seconds": 30,
    }
