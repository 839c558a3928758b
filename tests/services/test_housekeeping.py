"""What goes with time, and what does not."""

from __future__ import annotations

import pytest

from jack.db import staff as people
from jack.events import ConversationChanged
from jack.model.conversations import State
from jack.services.housekeeping import Housekeeping
from tests.house import House


@pytest.fixture
def housekeeping(house: House) -> Housekeeping:
    return Housekeeping(house.db, house.bus, house.config, house.clock, house.media)


def count(house: House, table: str) -> int:
    return int(house.rows(f"SELECT count(*) FROM {table}")[0][0])


@pytest.mark.parametrize(
    ("table", "days"), [("webhook_payload", 30), ("outbox", 30), ("trace", 90)]
)
async def test_things_are_kept_for_their_time_and_not_longer(
    house: House, housekeeping: Housekeeping, table: str, days: int
) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    await house.queues.sent(send, "wamid.sent")

    house.clock.forward(days * 86_400 - 2)  # the payload came with the message, a burst earlier
    await housekeeping.run()
    in_time = count(house, table)
    house.clock.forward(3)
    await housekeeping.run()

    assert (in_time, count(house, table)) == (1, 0)


async def test_messages_and_tasks_are_not_swept_away(
    house: House, housekeeping: Housekeeping
) -> None:
    await house.write("Help, there is a fire in my room!")

    house.clock.forward(400 * 86_400)
    await housekeeping.run()

    assert (count(house, "message"), count(house, "task"), count(house, "inbox")) == (2, 1, 1)


async def test_sessions_that_ended_yesterday_go(house: House, housekeeping: Housekeeping) -> None:
    staff = house.staff()
    house.db.write_now(
        people.add_session,
        staff.id,
        "family",
        "hash",
        house.clock(),
        expires_at=house.clock(),
        user_agent="Firefox",
    )

    await housekeeping.run()
    in_time = count(house, "session")
    house.clock.forward(86_401)
    await housekeeping.run()

    assert (in_time, count(house, "session")) == (1, 0)


async def test_idle_conversations_close_and_are_told(
    house: House, housekeeping: Housekeeping
) -> None:
    await house.talk("Hello")
    house.heard.clear()

    house.clock.forward(48 * 3600 + 1)
    await housekeeping.run()
    await housekeeping.run()

    assert house.conversation().state is State.CLOSED
    assert house.heard == [ConversationChanged(1, State.CLOSED)]


async def test_what_staff_own_stays_open(house: House, housekeeping: Housekeeping) -> None:
    await house.talk("Hello")
    await house.conversations.claim(1, house.staff())

    house.clock.forward(1000 * 3600)
    await housekeeping.run()

    assert house.conversation().state is State.ACTIVE
