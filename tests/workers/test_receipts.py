"""Blue ticks: after the message is on disk, once, and never in the way of anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from jack.errors import Transient
from jack.events import MessageAdded
from jack.model.clock import SECOND
from jack.model.messages import Kind
from jack.workers.receipts import PAUSE, ReceiptsWorker
from tests.channels.test_whatsapp import whatsapp
from tests.house import House
from tests.standins.base import Fault
from tests.standins.graph import GraphStandin, is_send
from tests.web.servers import ACCESS_TOKEN, APP_SECRET, WHATSAPP, running


class Phone:
    """A WhatsApp whose read marks wait until `may_go`."""

    has_receipts = True

    def __init__(self) -> None:
        self.marks: list[tuple[str, bool]] = []
        self.trouble: Transient | None = None
        self.may_go = asyncio.Event()
        self.may_go.set()

    async def mark_read(self, vendor_id: str, *, is_answering: bool) -> None:
        await self.may_go.wait()
        self.marks.append((vendor_id, is_answering))
        if self.trouble is not None:
            raise self.trouble


@pytest.fixture
def phone() -> Phone:
    return Phone()


@asynccontextmanager
async def working(phone: Phone, house: House) -> AsyncIterator[None]:
    channels: Any = {"whatsapp": phone}
    stop = asyncio.Event()
    worker = ReceiptsWorker(house.queues, channels, house.bus, house.clock)
    task = asyncio.create_task(worker.run(stop))
    await asyncio.sleep(0)
    yield
    stop.set()
    await task


async def until(phone: Phone, count: int) -> None:
    async with asyncio.timeout(5):
        while len(phone.marks) < count:
            await asyncio.sleep(0)


async def test_of_several_messages_the_newest_is_told(phone: Phone, house: House) -> None:
    async with working(phone, house):
        await house.write("Hi", "Can I get", "2 towels")
        await house.write("Hello", address="4915199999999")
        await until(phone, 2)

    assert phone.marks == [("wamid.2 towels", True), ("wamid.Hello", True)]


async def test_a_repeat_and_what_is_no_writing_are_not_told(phone: Phone, house: House) -> None:
    async with working(phone, house):
        await house.write("Hello")
        await until(phone, 1)
        await house.write("Hello")
        await house.write("👍", kind=Kind.REACTION)
        await house.write("Bye", address="4915199999999")
        await until(phone, 2)

    assert [vendor_id for vendor_id, _ in phone.marks] == ["wamid.Hello", "wamid.Bye"]


async def test_r3_nobody_is_told_that_jack_writes_where_staff_answer(
    phone: Phone, house: House
) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff())
    async with working(phone, house):
        await house.write("Hello?")
        await until(phone, 1)

    assert phone.marks == [("wamid.Hello?", False)]


async def test_what_fails_is_dropped_and_the_vendor_left_alone_for_a_while(
    phone: Phone, house: House
) -> None:
    phone.trouble = Transient("not now")
    async with working(phone, house):
        await house.write("One")
        await until(phone, 1)
        await asyncio.sleep(0)
        await house.write("Two")
        house.clock.at += PAUSE + SECOND
        phone.trouble = None
        await house.write("Three")
        await until(phone, 2)

    assert [vendor_id for vendor_id, _ in phone.marks] == ["wamid.One", "wamid.Three"]


async def test_channels_without_receipts_are_left_out(phone: Phone, house: House) -> None:
    async with working(phone, house):
        house.bus.publish(MessageAdded(1, 1, "guest", "sms", "+351912345678"))
        await house.write("Hello")
        await until(phone, 1)

    assert phone.marks == [("wamid.Hello", True)]


# -- for real ------------------------------------------------------------------------------


async def test_r1_the_mark_comes_after_the_message_is_stored(
    tmp_path: Path,
) -> None:
    async with GraphStandin(access_token=ACCESS_TOKEN, app_secret=APP_SECRET) as graph:
        settings = {**WHATSAPP, "channels.whatsapp.api_url": graph.url}
        async with running(tmp_path / "data", settings=settings) as server:
            graph.webhook_url = f"{server.url}/webhooks/whatsapp"
            graph.faults_by(lambda each: None if is_send(each) else Fault("delay", delay_s=0.05))
            async with server.expecting_answer_to("4915112345678"):
                delivered = await graph.deliver("Hello")
                at_the_answer = list(graph.read_marks)
            async with asyncio.timeout(5):
                while not graph.read_marks:
                    await asyncio.sleep(0.01)

    assert delivered.status == 200
    assert at_the_answer == [], "nothing is told before the vendor has its 200"
    assert graph.read_marks == graph.typing_marks == [delivered.message_id]


async def test_a_mark_that_graph_refuses_raises_delivery() -> None:
    async with GraphStandin() as graph:
        channel = whatsapp(graph.url)
        await channel.start()
        graph.faults_by(lambda _: Fault("status", status=503))
        with pytest.raises(Transient):
            await channel.mark_read("wamid.1", is_answering=False)
        graph.clear_faults()
        await channel.mark_read("wamid.1", is_answering=False)
        await channel.close()

    assert (graph.read_marks, graph.typing_marks) == (["wamid.1"], [])


def test_a_hotel_can_switch_it_off() -> None:
    assert not whatsapp("http://127.0.0.1:9", mark_read=False).has_receipts
