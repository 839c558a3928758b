"""Webhooks of rules are tried until somebody takes them, or given up and shown."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from jack.db import webhook_calls
from jack.errors import Conflict, Permanent, Transient
from jack.model.automations import CallState, CallWebhook, WebhookCall
from jack.services.automation_calls import AutomationCalls
from tests.house import House
from tests.services.rules import BEFORE_ARRIVAL, Rules, rules_config

URL = "https://example.org/hook"


@dataclass
class Sender:
    """Raises what it is told to, then takes everything."""

    troubles: list[Exception] = field(default_factory=list)
    taken: list[tuple[int, str]] = field(default_factory=list)

    async def call(self, url: str, body: str, *, call_id: int) -> int:
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append((call_id, body))
        return 204

    async def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
async def hotel(house: House) -> Rules:
    """A rule has written a call."""
    hotel = Rules(House(house.db, house.clock, rules_config(webhook_attempts=3)))
    hotel.rule(BEFORE_ARRIVAL, CallWebhook(URL))
    hotel.stay()
    await hotel.sweep(2027, 3, 7, 10, 0)
    return hotel


def calls(hotel: Rules, sender: Sender) -> AutomationCalls:
    return AutomationCalls(hotel.house.db, sender, hotel.house.config, hotel.house.clock)


def only_call(hotel: Rules) -> WebhookCall:
    (found,) = hotel.house.db.read_now(webhook_calls.listed)
    return found


async def test_a_call_holds_ids_and_dates_and_nothing_of_the_guest(hotel: Rules) -> None:
    sender = Sender()

    assert await calls(hotel, sender).run() == 1
    assert await calls(hotel, sender).run() == 0

    ((call_id, body),) = sender.taken
    told = json.loads(body)
    assert (told["rule"], told["reservationId"], told["arrival"]) == ("hello", "1", "2027-03-10")
    assert "Ana" not in body
    assert "912345678" not in body
    assert only_call(hotel).state is CallState.SENT
    assert hotel.only_run().outcomes[0].call_id == call_id


async def test_what_was_not_taken_is_tried_again_later(hotel: Rules) -> None:
    busy = Transient("It answered 503.", reason="503", retry_after_s=100.0)
    sender = Sender([Transient("Nobody answered.", reason="network"), busy])
    service = calls(hotel, sender)

    await service.run()
    first = only_call(hotel).next_at - hotel.house.clock()
    hotel.house.clock.forward(30)
    await service.run()
    second = only_call(hotel).next_at - hotel.house.clock()
    hotel.house.clock.forward(100)
    await service.run()

    assert (first, second) == (30_000_000, 100_000_000)
    assert only_call(hotel).attempts == 3
    assert len(sender.taken) == 1


@pytest.mark.parametrize(
    ("troubles", "tries"),
    [
        ([Transient("It answered 500.", reason="500")] * 3, 3),
        ([Permanent("This address is not called.", reason="forbidden_address")], 1),
    ],
)
async def test_what_nobody_takes_is_given_up_shown_and_can_be_tried_again(
    hotel: Rules, troubles: list[Exception], tries: int
) -> None:
    manager, sender = hotel.manager(), Sender(list(troubles))
    service = calls(hotel, sender)

    for _ in range(5):
        await service.run()
        hotel.house.clock.forward(3600)
    dead = only_call(hotel)
    (shown,) = await hotel.automations.calls(states=("dead",))

    assert (dead.state, dead.attempts, shown) == (CallState.DEAD, tries, dead)
    await hotel.automations.retry_call(dead.id, manager)
    await service.run()
    assert only_call(hotel).state is CallState.SENT
    with pytest.raises(Conflict):
        await hotel.automations.retry_call(dead.id, manager)
