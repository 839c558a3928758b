"""How fast a vendor is written to: per guest, per number, and not at all while it is locked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jack.channels.base import Traits
from jack.db import rests, sql
from jack.db.database import Database
from jack.errors import Delivery, LockedOut, Permanent, Throttled, Transient
from jack.events import ChannelLocked, OutboxFilled
from jack.model.clock import SECOND, Micros
from jack.model.messages import OutboxItem, OutboxKind
from jack.workers.outbox import OutboxWorker
from tests.conftest import FakeClock
from tests.house import ANA, BEN, House, with_sms
from tests.services.test_windows import put

PACE = 6 * SECOND


class Vendor:
    """A WhatsApp that says what it is told; `heard` are the ids it was asked to send."""

    name = "whatsapp"
    traits = Traits(proves_identity=True, is_repeatable=False, max_chars=4096, pacing=PACE)

    def __init__(self) -> None:
        self.trouble: Delivery | None = None
        self.heard: list[int] = []

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, item: OutboxItem) -> str:
        self.heard.append(item.id)
        if self.trouble is not None:
            raise self.trouble
        return f"wamid.{item.id}.{len(self.heard)}"

    async def check(self) -> str:
        if self.trouble is not None:
            raise self.trouble
        return "it answers again"


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
async def house(db: Database, clock: FakeClock, vendor: Vendor) -> House:
    house = House(db, clock, config=with_sms())
    house.channels = {**house.channels, "whatsapp": vendor}
    house.queues = replace(house.queues, channels=house.channels)
    await house.write("Hello")
    await house.write("Hello from Ben", address=BEN, vendor_id="wamid.ben")
    return house


async def send(house: House) -> None:
    """Everything that is due now."""
    worker: Any = OutboxWorker(house.queues, house.channels, house.bus, house.config, house.clock)
    while items := await house.queues.claim_sends(limit=32):
        for item in items:
            await worker._send(item)


def states(house: House) -> list[str]:
    return [item.state.value for item in house.sends()]


def forward(house: House, micros: Micros) -> None:
    house.clock.at += micros


# -- per guest -----------------------------------------------------------------------------


async def test_two_messages_to_one_guest_keep_their_distance(house: House, vendor: Vendor) -> None:
    first, second, other = put(house), put(house), put(house, conversation_id=2, address=BEN)

    await send(house)
    at_once = list(vendor.heard)
    forward(house, PACE - 1)
    await send(house)
    too_early = list(vendor.heard)
    forward(house, 1)
    await send(house)

    assert at_once == too_early == [first, other]
    assert vendor.heard == [first, other, second]


async def test_the_distance_is_from_the_vendors_answer_and_no_status_lengthens_it(
    house: House,
) -> None:
    put(house)
    (item,) = await house.queues.claim_sends(limit=1)
    put(house)
    forward(house, 2 * SECOND)
    await house.queues.sent(item, "wamid.1")
    forward(house, 5 * SECOND)
    house.db.write_now(
        sql.run, "UPDATE outbox SET updated_at = ? WHERE id = ?", house.clock.at, item.id
    )

    early = await house.queues.claim_sends(limit=1)
    forward(house, SECOND)
    due = await house.queues.claim_sends(limit=1)

    assert (len(early), len(due)) == (0, 1)


async def test_a_try_that_was_refused_counts_too(house: House, vendor: Vendor) -> None:
    put(house)
    vendor.trouble = Permanent("no", reason="131026")
    await send(house)
    vendor.trouble = None
    second = put(house)

    await send(house)
    forward(house, PACE)
    await send(house)

    assert vendor.heard[1:] == [second]


async def test_r10_a_safety_text_waits_for_no_distance(house: House, vendor: Vendor) -> None:
    put(house)
    await send(house)

    safety = put(house, kind=OutboxKind.SAFETY)
    await send(house)

    assert vendor.heard[-1] == safety


async def test_a_guest_who_gets_too_much_is_left_alone_for_as_long_as_the_vendor_wants(
    house: House, vendor: Vendor
) -> None:
    first = put(house)
    vendor.trouble = Transient("too many", reason="131056", retry_after_s=6.0)
    await send(house)
    vendor.trouble = None

    other = put(house, conversation_id=2, address=BEN)
    forward(house, PACE - 1)
    await send(house)
    forward(house, PACE)
    await send(house)

    assert vendor.heard == [first, other, first], "only that guest waits"


# -- per number ----------------------------------------------------------------------------


async def test_a_number_that_is_too_fast_rests_as_a_whole(house: House, vendor: Vendor) -> None:
    put(house)
    error = Throttled("too fast", reason="130429", retry_after_s=3)
    (item,) = await house.queues.claim_sends(limit=1)
    await house.queues.not_sent(item, error, retry_at=house.clock.at + 9 * SECOND)
    other = put(house, conversation_id=2, address=BEN)

    forward(house, 3 * SECOND - 1)
    while_resting = await house.queues.next_send()
    await send(house)
    forward(house, 1)
    await send(house)

    assert while_resting is None
    assert vendor.heard == [other]


async def test_being_too_fast_uses_no_tries_up(house: House, vendor: Vendor) -> None:
    put(house)
    vendor.trouble = Throttled("too fast", reason="130429")
    for _ in range(house.config.outbox.max_attempts + 2):
        await send(house)
        forward(house, 400 * SECOND)

    assert states(house) == ["queued"]


# -- locked --------------------------------------------------------------------------------


async def test_a_token_that_is_not_valid_raises_one_alarm_and_holds_everything(
    house: House, vendor: Vendor
) -> None:
    numbers = [put(house), put(house, conversation_id=2, address=BEN)]
    vendor.trouble = LockedOut("The access token is not valid.", reason="190")
    for _ in range(12):
        await send(house)
        forward(house, 600 * SECOND)

    audits = house.rows("SELECT action FROM audit WHERE action LIKE 'channel.%'")

    assert states(house) == ["queued", "queued"]
    assert len(vendor.heard) <= len(numbers)
    assert house.heard.count(ChannelLocked("whatsapp")) == 1
    assert audits == [("channel.locked",)]
    assert [rest.reason for rest in await house.queues.locked()] == ["190"]


async def test_other_channels_go_on(house: House, vendor: Vendor) -> None:
    put(house)
    vendor.trouble = LockedOut("no", reason="190")
    await send(house)
    await house.write("Hi", channel="sms", vendor_id="SM1")
    put(house, conversation_id=house.conversation().id, channel="sms", address=f"+{ANA}")

    (item,) = await house.queues.claim_sends(limit=5)

    assert item.channel == "sms"


async def test_once_the_vendor_takes_it_again_everything_goes(house: House, vendor: Vendor) -> None:
    put(house)
    vendor.trouble = LockedOut("no", reason="190")
    await send(house)
    assert await house.queues.try_locked() == 0

    vendor.trouble = None
    assert await house.queues.try_locked() == 1
    forward(house, 600 * SECOND)
    await send(house)

    assert OutboxFilled() in house.heard
    assert states(house) == ["sent"]
    assert house.rows("SELECT action FROM audit WHERE action = 'channel.recovered'") != []


async def test_a_start_finds_out_anew(house: House, vendor: Vendor) -> None:
    put(house)
    vendor.trouble = LockedOut("no", reason="190")
    await send(house)

    await house.queues.recover()

    assert await house.queues.locked() == []


async def test_r12_what_becomes_stale_meanwhile_is_not_sent(house: House, vendor: Vendor) -> None:
    put(house, expires_at=house.clock.at + 60 * SECOND)
    vendor.trouble = LockedOut("no", reason="190")
    await send(house)
    forward(house, 120 * SECOND)
    vendor.trouble = None

    await house.queues.try_locked()
    await send(house)

    assert (states(house), len(vendor.heard)) == (["failed"], 1)


async def test_r10_danger_goes_by_another_channel_at_once(house: House, vendor: Vendor) -> None:
    vendor.trouble = LockedOut("no", reason="190")
    house.db.write_now(rests.begin, "whatsapp", "190", "no", house.clock.at, until=None)
    put(house, kind=OutboxKind.SAFETY, is_important=True)

    (item,) = await house.queues.claim_sends(limit=5)
    await house.queues.not_sent(item, vendor.trouble, retry_at=house.clock.at + SECOND)

    assert [each.channel for each in house.sends()] == ["sms"]


def test_a_pause_does_not_open_what_is_locked(db: Database) -> None:
    def work() -> list[bool]:
        return [
            rests.begin("whatsapp", "130429", "fast", 0, until=5),
            rests.begin("whatsapp", "130429", "fast", 0, until=4),
            rests.begin("whatsapp", "190", "token", 1, until=None),
            rests.begin("whatsapp", "190", "token", 2, until=None),
            rests.begin("whatsapp", "130429", "fast", 2, until=9),
        ]

    assert db.write_now(work) == [True, False, True, False, False]
    assert [rest.is_locked for rest in db.read_now(rests.current, 10)] == [True]
