"""What goes by itself, and what stays."""

from __future__ import annotations

from jack.db import conversations
from jack.db.database import Database
from jack.events import ConversationChanged
from jack.model.conversations import State
from jack.services.housekeeping import Housekeeping
from tests.conftest import FakeClock
from tests.house import House

HOUR_S = 3600


async def swept(house: House) -> None:
    await Housekeeping(house.db, house.bus, house.config, house.clock).run()


def state(house: House) -> State:
    conversation = house.db.read_now(conversations.get, 1)
    assert conversation is not None
    return conversation.state


async def test_an_idle_conversation_is_closed_and_told(db: Database, clock: FakeClock) -> None:
    house = House(db, clock)
    await house.talk("Hello")
    clock.forward((house.config.conversation.idle_close_hours + 1) * HOUR_S)

    await swept(house)

    assert state(house) is State.CLOSED
    assert ConversationChanged(1, State.CLOSED) in house.heard


async def test_what_staff_own_stays_open(db: Database, clock: FakeClock) -> None:
    house = House(db, clock)
    await house.talk("Hello")
    await house.conversations.claim(1, house.staff())
    clock.forward(1000 * HOUR_S)

    await swept(house)

    assert state(house) is State.ACTIVE


async def test_raw_payloads_go_after_their_time_and_messages_stay(
    db: Database, clock: FakeClock
) -> None:
    house = House(db, clock)
    await house.talk("Hello")
    clock.forward((house.config.retention.payload_days + 1) * 24 * HOUR_S)

    await swept(house)

    assert house.rows("SELECT count(*) FROM webhook_payload") == [(0,)]
    assert house.said()[0].text == "Hello"
