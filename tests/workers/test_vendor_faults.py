"""R2, R11: whatever the vendor does, a message arrives once, or staff read why it did not."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from jack.db import outbox, sql
from jack.events import ChannelLocked, InboxFilled, MessageStatus
from jack.model.messages import Delivery, OutboxItem
from tests.standins.base import Fault
from tests.standins.graph import GraphStandin, is_send
from tests.standins.whatsapp_webhooks import GUEST_PHONE, envelope, text_message
from tests.web.servers import ACCESS_TOKEN, APP_SECRET, WHATSAPP, Server, running

QUICK: dict[str, object] = {
    **WHATSAPP,
    "outbox.first_retry_s": 0.05,
    "outbox.max_retry_s": 0.3,
    "outbox.settle_s": 0.3,
}
IMPATIENT: dict[str, object] = {"channels.whatsapp.timeout_s": 1.0}
PATIENT: dict[str, object] = {"outbox.settle_s": 30.0}
"""Longer than any of these tests: only the vendor's word can settle a send."""


@dataclass(frozen=True, slots=True)
class Hotel:
    graph: GraphStandin
    server: Server

    async def ask(self, *faults: Fault, until: Delivery = Delivery.DELIVERED) -> OutboxItem:
        """A guest writes while the vendor misbehaves; the answer once it is in state `until`."""
        for fault in faults:
            self.graph.fail_next(1, fault)
        async with self.server.expecting(
            lambda event: isinstance(event, MessageStatus) and event.status == until
        ):
            await self.graph.deliver("Hello")
        return (await self.sends())[-1]

    async def sends(self) -> list[OutboxItem]:
        """Everything Jack ever wanted to send, oldest first."""
        listed = await self.server.app.db.read(
            outbox.listed, states=tuple(Delivery), before=None, limit=50
        )
        return listed[::-1]


@asynccontextmanager
async def open_hotel(
    folder: Path,
    *,
    statuses: str = "sent,delivered",
    shuffle: int | None = None,
    more: Mapping[str, object] = QUICK,
) -> AsyncIterator[Hotel]:
    async with GraphStandin(
        access_token=ACCESS_TOKEN,
        app_secret=APP_SECRET,
        statuses=statuses,
        duplicate_statuses=shuffle is not None,
        shuffle=random.Random(shuffle) if shuffle is not None else None,
    ) as graph:
        settings = QUICK | {"channels.whatsapp.api_url": graph.url, **more}
        async with running(folder / "data", settings=settings) as server:
            graph.webhook_url = f"{server.url}/webhooks/whatsapp"
            yield Hotel(graph, server)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", status=500),
        Fault("status", status=503),
        Fault("reset"),
        Fault("hang"),
        Fault("delay", delay_s=0.1),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_an_answer_is_delivered_once_the_vendor_recovers(
    tmp_path: Path, fault: Fault
) -> None:
    async with open_hotel(tmp_path, more=IMPATIENT) as hotel:
        sent = await hotel.ask(fault, fault)

        assert sent.state is Delivery.DELIVERED
        assert len(hotel.graph.accepted) == 1


async def test_tries_are_spaced_by_a_growing_back_off(tmp_path: Path) -> None:
    async with open_hotel(tmp_path, more={"outbox.first_retry_s": 0.1}) as hotel:
        sent = await hotel.ask(*[Fault("status", status=500)] * 3)

        times = [call.at for call in hotel.graph.calls if is_send(call)]
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
        assert sent.attempts == 4
        assert [gap >= least for gap, least in zip(gaps, (0.05, 0.1, 0.15), strict=True)] == [
            True,
            True,
            True,
        ]


async def test_a_vendor_that_asks_to_wait_is_left_alone_for_that_long(tmp_path: Path) -> None:
    async with open_hotel(tmp_path) as hotel:
        sent = await hotel.ask(Fault("status", status=429, retry_after_s=1))

        first, second = (call.at for call in hotel.graph.calls if is_send(call))
        assert sent.state is Delivery.DELIVERED
        assert (second - first).total_seconds() >= 1.0


@pytest.mark.parametrize(
    "fault",
    [
        Fault("accept_then_reset"),
        Fault("garbage"),
        Fault("wrong_content_type"),
        Fault("truncated"),
        Fault("late_answer", delay_s=3.0),
    ],
    ids=lambda fault: fault.kind,
)
async def test_r2_a_send_whose_answer_was_lost_is_settled_by_its_status_and_not_repeated(
    tmp_path: Path, fault: Fault
) -> None:
    async with open_hotel(tmp_path, more=PATIENT | IMPATIENT) as hotel:
        sent = await hotel.ask(fault)

        assert (sent.state, sent.attempts) == (Delivery.DELIVERED, 1)
        assert sent.vendor_id == hotel.graph.accepted[0].wamid
        assert len(hotel.graph.accepted) == 1


async def test_a_status_that_comes_before_the_answer_is_not_undone_by_it(tmp_path: Path) -> None:
    async with open_hotel(tmp_path, statuses="sent,delivered,read") as hotel:
        sent = await hotel.ask(Fault("late_answer", delay_s=0.3), until=Delivery.READ)
        async with hotel.server.expecting(
            lambda event: isinstance(event, MessageStatus) and event.status == "read"
        ):
            await hotel.graph.deliver("Thanks")

        assert [item.state for item in await hotel.sends()] == [Delivery.READ, Delivery.READ]
        assert sent.vendor_id == hotel.graph.accepted[0].wamid


@pytest.mark.parametrize("seed", range(4))
async def test_statuses_out_of_order_and_repeated_end_at_the_furthest(
    tmp_path: Path, seed: int
) -> None:
    async with open_hotel(tmp_path, statuses="sent,delivered,read", shuffle=seed) as hotel:
        await hotel.ask(until=Delivery.READ)
        await hotel.graph.statuses_delivered()

        assert [item.state for item in await hotel.sends()] == [Delivery.READ]


async def test_r11_a_closed_window_is_red_and_says_why_in_words(tmp_path: Path) -> None:
    async with open_hotel(tmp_path) as hotel:
        payload = json.dumps(envelope([text_message("Hello")])).encode()
        async with hotel.server.expecting_failure_to(GUEST_PHONE):
            await hotel.graph.post(payload)

        (sent,) = await hotel.sends()
        assert (sent.state, sent.error_code) == (Delivery.FAILED, "131047")
        assert "The 24-hour window is closed" in (sent.error_text or "")
        assert hotel.graph.accepted == []


async def test_an_expired_token_holds_everything_until_it_is_mended(tmp_path: Path) -> None:
    async with open_hotel(tmp_path) as hotel:
        app = hotel.server.app
        hotel.graph.faults_by(lambda _: Fault("status", status=401))
        async with hotel.server.expecting(lambda event: event == ChannelLocked("whatsapp")):
            await hotel.graph.deliver("Hello")
        async with hotel.server.expecting(lambda event: isinstance(event, InboxFilled)):
            await hotel.graph.deliver("Hello?", sender="4915199999999")
        assert await app.queues.try_locked() == 0

        hotel.graph.clear_faults()
        async with hotel.server.expecting_answer_to(GUEST_PHONE):
            assert await app.queues.try_locked() == 1
        tries = [call for call in hotel.graph.calls if is_send(call)]

        assert [item.state for item in await hotel.sends() if item.state == "failed"] == []
        assert len(tries) <= 3, "one that failed, and each of the two once"


async def test_r11_a_vendor_that_never_recovers_leaves_a_failure_in_words(tmp_path: Path) -> None:
    async with open_hotel(tmp_path, more={"outbox.max_attempts": 3}) as hotel:
        sent = await hotel.ask(*[Fault("status", status=500)] * 3, until=Delivery.FAILED)

        assert sent.attempts == 3
        assert "WhatsApp refused it" in (sent.error_text or "")
        assert hotel.graph.accepted == []


async def test_a_failed_send_does_not_hold_up_the_guests_next_answer(tmp_path: Path) -> None:
    async with open_hotel(tmp_path, more={"outbox.max_attempts": 1}) as hotel:
        await hotel.ask(Fault("status", status=500), until=Delivery.FAILED)

        sent = await hotel.ask()

        assert sent.state is Delivery.DELIVERED


async def test_answers_to_one_guest_keep_their_order_while_the_first_is_retried(
    tmp_path: Path,
) -> None:
    async with open_hotel(tmp_path, more={"outbox.first_retry_s": 0.3}) as hotel:
        hotel.graph.fail_next(2, Fault("status", status=500))
        async with hotel.server.expecting_answer_to(GUEST_PHONE):
            await hotel.graph.deliver("Hello")
            await hotel.graph.deliver("I need two towels in 204")
        async with hotel.server.expecting_answer_to(GUEST_PHONE):
            await hotel.graph.deliver("Thank you")

        order = [message.callback_data for message in hotel.graph.accepted]
        assert order == sorted(order, key=lambda data: int((data or "").removeprefix("jack:")))


@pytest.mark.parametrize(
    ("fault", "state"),
    [(Fault("reset"), Delivery.UNCERTAIN), (Fault("status", status=500), Delivery.QUEUED)],
    ids=["broken", "refused"],
)
async def test_r2_only_a_send_that_may_have_arrived_is_not_repeated_after_a_crash(
    tmp_path: Path, fault: Fault, state: Delivery
) -> None:
    slow: dict[str, object] = {"outbox.first_retry_s": 30.0, "outbox.max_retry_s": 60.0}
    async with open_hotel(tmp_path, more=PATIENT | slow) as hotel:
        await hotel.ask(fault, until=Delivery.QUEUED)

        await hotel.server.app.queues.recover()

        assert [item.state for item in await hotel.sends()] == [state]
        assert hotel.graph.accepted == []


async def test_r2_the_same_webhook_three_times_is_answered_once(tmp_path: Path) -> None:
    async with open_hotel(tmp_path) as hotel:
        await hotel.ask()
        known = await hotel.server.app.db.read(sql.value, "SELECT vendor_id FROM inbox")

        again = [await hotel.graph.deliver("Hello", message_id=known) for _ in range(2)]

        assert [each.status for each in again] == [200, 200]
        assert await hotel.server.app.queues.waiting() == (0, None, 0)
        assert len(await hotel.sends()) == len(hotel.graph.accepted) == 1
