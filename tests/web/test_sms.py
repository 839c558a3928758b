"""SMS through a real Jack: Twilio's calls over HTTP, the answer at Twilio, and its statuses."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from jack.db import messages, outbox, sql
from jack.events import Escalated, Event, MessageStatus
from jack.model.messages import Delivery, Message, OutboxItem
from tests.standins.base import Fault
from tests.standins.twilio import ACCOUNT_SID, NUMBER, Posted, TwilioStandin
from tests.web.servers import Server, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

PUBLIC = "https://jack.hotel.example"
SMS: dict[str, object] = {
    "server.public_url": PUBLIC,
    "channels.sms.enabled": True,
    "channels.sms.account_sid": ACCOUNT_SID,
    "channels.sms.auth_token": "twilio-token",
    "channels.sms.from_number": NUMBER,
    "channels.sms.timeout_s": 20.0,
    "outbox.first_retry_s": 0.05,
    "outbox.max_retry_s": 0.3,
    "outbox.settle_s": 0.3,
}
PHONES = (f"+49151{number:08d}" for number in range(30_000_000, 40_000_000))


@dataclass(frozen=True, slots=True)
class Hotel:
    twilio: TwilioStandin
    server: Server

    async def said(self, phone: str) -> list[Message]:
        def read() -> list[Message]:
            ids = sql.rows("SELECT id FROM message WHERE address = ? ORDER BY id", phone)
            return messages.get_many([row[0] for row in ids])

        return await self.server.app.db.read(read)

    async def sends(self, phone: str) -> list[OutboxItem]:
        listed = await self.server.app.db.read(
            outbox.listed, states=tuple(Delivery), before=None, limit=100
        )
        return [item for item in listed if item.address == phone]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hotel(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hotel]:
    folder: Path = tmp_path_factory.mktemp("sms") / "data"
    async with TwilioStandin(
        statuses="sending,sent,delivered",
        duplicate_statuses=True,
        shuffle=random.Random(7),
        unreachable={"+4915100000001": 30005},
    ) as twilio:
        settings = {**SMS, "channels.sms.api_url": twilio.url}
        async with running(folder, settings=settings) as server:
            twilio.connect_to = server.url
            yield Hotel(twilio, server)


async def post(hotel: Hotel, posted: Posted, **headers: str) -> tuple[int, str, str]:
    return await hotel.twilio.post(replace(posted, headers={**posted.headers, **headers}))


async def test_a_guests_sms_is_answered_and_its_arrival_is_seen(hotel: Hotel) -> None:
    phone = next(PHONES)

    async with hotel.server.expecting_answer_to(phone):
        delivered = await hotel.twilio.deliver("What time is breakfast?", sender=phone)
    await hotel.twilio.statuses_delivered()

    (sent,) = [message for message in hotel.twilio.accepted if message.to == phone]
    question, answer = await hotel.said(phone)
    assert (delivered.status, delivered.answer, delivered.content_type) == (
        200,
        "<Response/>",
        "text/xml",
    )
    assert (question.text, answer.text) == ("What time is breakfast?", sent.text)
    assert answer.delivery is Delivery.DELIVERED, "statuses came mixed up and twice"
    assert sent.sender == NUMBER


@pytest.mark.parametrize("path", ["/webhooks/sms", "/webhooks/twilio/sms", "/webhooks/sms/status"])
async def test_every_address_of_the_contract_takes_sms(hotel: Hotel, path: str) -> None:
    phone = next(PHONES)
    async with hotel.server.expecting_answer_to(phone):
        answer = await post(hotel, hotel.twilio.message("Hi", sender=phone, path=path))

    assert answer == (200, "<Response/>", "text/xml")
    assert (await hotel.said(phone))[0].text == "Hi"


async def test_r2_the_same_message_three_times_is_answered_once(hotel: Hotel) -> None:
    phone = next(PHONES)
    posted = hotel.twilio.message("Two towels please", sender=phone)

    async with hotel.server.expecting_answer_to(phone):
        answers = [await post(hotel, posted) for _ in range(3)]

    assert [status for status, _, _ in answers] == [200] * 3
    assert len(await hotel.said(phone)) == 2


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"X-Twilio-Signature": ""}, id="unsigned"),
        pytest.param({"X-Twilio-Signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}, id="forged"),
    ],
)
async def test_r15_an_unproven_message_is_refused_and_not_stored(
    hotel: Hotel, changed: dict[str, str]
) -> None:
    phone = next(PHONES)

    status, _, _ = await post(hotel, hotel.twilio.message("Hi", sender=phone), **changed)

    assert status == 401
    assert await hotel.said(phone) == []


async def test_r15_a_proxys_word_about_the_address_does_not_count(hotel: Hotel) -> None:
    phone = next(PHONES)
    evil = TwilioStandin(public_url="https://evil.example")
    posted = evil.message("Hi", sender=phone)

    status, _, _ = await post(
        hotel, posted, **{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    )

    assert status == 401


async def test_the_query_is_part_of_what_is_signed(hotel: Hotel) -> None:
    phone = next(PHONES)
    posted = hotel.twilio.message("Hi", sender=phone, path="/webhooks/sms?hotel=a%20b&x=%C3%BC")

    good, _, _ = await post(hotel, posted)
    bad, _, _ = await post(hotel, replace(posted, url=posted.url.replace("a%20b", "a+b")))

    assert (good, bad) == (200, 401)


async def test_nonsense_that_is_signed_is_400_and_too_much_413(hotel: Hotel) -> None:
    whatsapp = hotel.twilio.message("Hi", sender="whatsapp:+4915112345678")
    huge = replace(whatsapp, body=b"Body=" + b"a" * 4_000_000)

    assert (await post(hotel, whatsapp))[0] == 400
    assert (await post(hotel, huge))[0] == 413


async def test_twilio_asks_for_no_challenge(hotel: Hotel) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{hotel.server.url}/webhooks/sms", params={"hub.challenge": "1"}) as answer,
    ):
        assert answer.status == 403


async def test_r11_a_number_that_does_not_exist_is_red_with_the_reason(hotel: Hotel) -> None:
    phone = "+4915100000001"
    async with hotel.server.expecting_failure_to(phone):
        await hotel.twilio.deliver("Hello", sender=phone)

    (failed,) = await hotel.sends(phone)
    assert (failed.error_code, failed.error_text) == ("30005", "The number does not exist.")


async def test_r8_stop_and_start_over_the_wire(hotel: Hotel) -> None:
    phone = next(PHONES)
    await hotel.twilio.deliver("STOP", sender=phone)

    async with hotel.server.expecting(lambda event: isinstance(event, Escalated)):
        await hotel.twilio.deliver("When is breakfast?", sender=phone)
    silent = [message for message in hotel.twilio.accepted if message.to == phone]
    await hotel.twilio.deliver("START", sender=phone)
    async with hotel.server.expecting_answer_to(phone):
        await hotel.twilio.deliver("I want to talk to a person", sender=phone)

    assert silent == []
    assert hotel.twilio.keyword_replies[-2:] == [(phone, "STOP"), (phone, "START")]


async def test_an_mms_goes_to_staff_with_what_it_was(hotel: Hotel) -> None:
    phone = next(PHONES)
    url = f"{hotel.twilio.url}/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/MM1/Media/ME1"

    async with hotel.server.expecting_answer_to(phone):
        await hotel.twilio.deliver("", sender=phone, media=[(url, "image/jpeg")])

    picture = (await hotel.said(phone))[0]
    kept = await hotel.server.app.db.read(
        sql.value, "SELECT data FROM message WHERE id = ?", picture.id
    )
    assert (picture.kind, sql.loads(kept)) == (
        "image",
        {"media": [{"url": url, "mime_type": "image/jpeg"}]},
    )


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", status=500),
        Fault("status", status=429, retry_after_s=0),
        Fault("reset"),
        Fault("accept_then_reset"),
        Fault("garbage"),
        Fault("late_answer", delay_s=1),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_r2_whatever_happens_on_the_line_the_answer_arrives_once(
    hotel: Hotel, fault: Fault
) -> None:
    phone = next(PHONES)
    hotel.twilio.fail_next(1, fault)

    def is_delivered(event: Event) -> bool:
        if not isinstance(event, MessageStatus):
            return False
        return (event.address, event.status) == (phone, "delivered")

    async with hotel.server.expecting(is_delivered):
        await hotel.twilio.deliver("Hello", sender=phone)

    assert len([message for message in hotel.twilio.accepted if message.to == phone]) == 1
