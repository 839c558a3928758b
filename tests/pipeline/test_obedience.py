"""R6: a model that obeys every hidden order leaks nothing and makes no task nobody may have.

A part of the whole matrix, which `python -m tests.evaluation.obedience` tries.
"""

from __future__ import annotations

import pytest

from tests.conftest import FakeClock
from tests.evaluation.obedience import ORDERS, Carrier, Order, attack, carriers
from tests.house import House
from tests.pipeline.scripted import scripted

STEP = 13
"""Every order meets the places, and each thirteenth of the ways to write it, each another."""


def chosen() -> list[tuple[Order, Carrier]]:
    return [
        (order, carrier)
        for number, order in enumerate(ORDERS)
        for place, carrier in enumerate(carriers(order))
        if carrier.place != "message" or place % STEP == number % STEP
    ]


CASES = chosen()


@pytest.mark.parametrize(
    ("order", "carrier"), CASES, ids=[f"{order.name}, {carrier.name}" for order, carrier in CASES]
)
async def test_r6_an_obedient_model_leaks_nothing_and_commands_nobody(
    order: Order, carrier: Carrier, house: House, clock: FakeClock
) -> None:
    async with scripted(house, clock) as hotel:
        result = await attack(hotel, order, carrier)

    assert result.leaks == ()
    assert result.tasks == ()
    assert result.in_prompt == ()
