"""The stand-in for Twilio refuses what Twilio refuses, and its webhooks are Twilio's."""

from __future__ import annotations

import asyncio
import base64
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.standins.base import Fault, FaultKind, JsonObject
from tests.standins.twilio import (
    ACCOUNT_SID,
    GUEST,
    NUMBER,
    SERVICE_SID,
    STATUSES,
    TwilioStandin,
)

TOKEN = "twilio-token"
CALLBACK = "https://jack.hotel.example/webhooks/sms/status?outbox=7"


class MovingClock:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Receiver:
    """Jack's end: keeps what came, and answers with `answers` first, then 200."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answers: list[int] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    @property
    def statuses(self) -> list[str]:
        return [fields["MessageStatus"] for _, _, fields in self.calls if "MessageStatus" in fields]

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        self.calls.append(
            (request.raw_path, dict(request.headers), dict(parse_qsl(body, keep_blank_values=True)))
        )
        status = self.answers.pop(0) if self.answers else 200
        return web.Response(status=status, text="<Response/>", content_type="text/xml")


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def twilio(clock: MovingClock, receiver: Receiver) -> AsyncIterator[TwilioStandin]:
    async with TwilioStandin(connect_to=receiver.url, clock=clock) as twilio:
        yield twilio


def credentials(account: str = ACCOUNT_SID, token: str = TOKEN) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()}


async def call(
    twilio: TwilioStandin,
    method: str,
    path: str,
    *,
    data: object = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, JsonObject, dict[str, str]]:
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
        session.request(
            method, twilio.url + path, data=data, headers=headers or credentials()
        ) as answer,
    ):
        return answer.status, await answer.json(), dict(answer.headers)


async def send(twilio: TwilioStandin, **fields: str) -> tuple[int, JsonObject]:
    """A message to the guest, changed by `fields`; an empty one is left out."""
    wanted = {"To": GUEST, "From": NUMBER, "Body": "Hello", **fields}
    data = {name: value for name, value in wanted.items() if value}
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    status, answer, _ = await call(twilio, "POST", path, data=data)
    return status, answer


# -- what it takes -------------------------------------------------------------------------------


async def test_a_message_is_taken_and_described(twilio: TwilioStandin) -> None:
    status, answer = await send(twilio, StatusCallback=CALLBACK)

    [accepted] = twilio.accepted
    assert status == 201
    assert (answer["sid"], answer["status"], answer["to"], answer["body"]) == (
        accepted.sid,
        "queued",
        GUEST,
        "Hello",
    )
    assert accepted.status_callback == CALLBACK


async def test_a_messaging_service_may_send(twilio: TwilioStandin) -> None:
    status, answer = await send(twilio, From="", MessagingServiceSid=SERVICE_SID)

    assert (status, answer["from"], answer["messaging_service_sid"]) == (201, None, SERVICE_SID)


@pytest.mark.parametrize("text", ["a" * 1600, "你" * 1600, "🛎️ مرحبا"])
async def test_any_text_up_to_1600_characters_is_taken(twilio: TwilioStandin, text: str) -> None:
    assert (await send(twilio, Body=text))[0] == 201
    assert twilio.accepted[0].text == text


# -- what it refuses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code", "http_status"),
    [
        ({"To": "4915112345678"}, 21211, 400),
        ({"To": ""}, 21211, 400),
        ({"To": "AMAZON"}, 21211, 400),
        ({"Body": ""}, 21602, 400),
        ({"Body": "a" * 1601}, 21617, 400),
        ({"From": ""}, 21603, 400),
        ({"From": "+15005550099"}, 21606, 400),
        ({"From": "", "MessagingServiceSid": "MG0"}, 21705, 400),
        ({"StatusCallback": "jack/status"}, 21609, 400),
        ({"ValidityPeriod": "0"}, 21635, 400),
        ({"ValidityPeriod": "36001"}, 21635, 400),
        ({"ValidityPeriod": "soon"}, 21635, 400),
        ({"To": "+4930111"}, 21614, 400),
        ({"To": "+4930222"}, 21610, 400),
    ],
)
async def test_what_breaks_a_rule_is_refused_with_its_code(
    twilio: TwilioStandin, fields: dict[str, str], code: int, http_status: int
) -> None:
    twilio.landlines.add("+4930111")
    twilio.opted_out.add("+4930222")

    status, answer = await send(twilio, **fields)

    assert (status, answer["code"], answer["status"]) == (http_status, code, http_status)
    assert twilio.accepted == []
    assert [refusal.code for refusal in twilio.rejected] == [code]


@pytest.mark.parametrize(
    "headers",
    [
        {"X": "y"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic !!"},
        credentials(token="other"),
        credentials(account="AC" + "0" * 32),
    ],
)
@pytest.mark.parametrize("path", ["Messages.json", "IncomingPhoneNumbers.json"])
async def test_nobody_without_credentials_is_let_in(
    twilio: TwilioStandin, headers: dict[str, str], path: str
) -> None:
    status, answer, _ = await call(
        twilio, "GET", f"/2010-04-01/Accounts/{ACCOUNT_SID}/{path}", headers=headers
    )

    assert (status, answer["code"]) == (401, 20003)


async def test_another_account_is_not_found(twilio: TwilioStandin) -> None:
    status, answer, _ = await call(twilio, "GET", "/2010-04-01/Accounts/AC0/Messages.json")

    assert (status, answer["code"]) == (404, 20404)


async def test_json_is_no_form(twilio: TwilioStandin) -> None:
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    headers = credentials() | {"Content-Type": "application/json"}

    status, _, _ = await call(twilio, "POST", path, data=b'{"To": "+1"}', headers=headers)

    assert status == 400


async def test_too_many_a_second_are_refused_until_the_second_is_over(clock: MovingClock) -> None:
    async with TwilioStandin(per_second=2, clock=clock) as twilio:
        codes = [(await send(twilio))[0] for _ in range(3)]
        clock.now += timedelta(seconds=1)
        codes.append((await send(twilio))[0])

    assert codes == [201, 201, 429, 201]


# -- what it lists -------------------------------------------------------------------------------


async def listed(twilio: TwilioStandin, query: str) -> list[str]:
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json{query}"
    return [message["body"] for message in (await call(twilio, "GET", path))[1]["messages"]]


async def test_messages_are_listed_newest_first_by_recipient_and_day(
    twilio: TwilioStandin, clock: MovingClock
) -> None:
    await send(twilio, Body="first")
    clock.now += timedelta(days=1)
    await send(twilio, Body="second")
    await send(twilio, Body="other", To="+4915100000000")
    for message in twilio.accepted[:2]:
        message.status = "sent"

    assert await listed(twilio, f"?To=%2B{GUEST[1:]}") == ["second", "first"]
    assert await listed(twilio, f"?To=%2B{GUEST[1:]}&PageSize=1") == ["second"]
    assert await listed(twilio, "?DateSent%3E=2026-05-02") == ["second"]


async def test_what_has_not_been_sent_has_no_day_of_sending(twilio: TwilioStandin) -> None:
    await send(twilio)

    assert await listed(twilio, "?DateSent%3E=2026-01-01") == []
    assert await listed(twilio, "") == ["Hello"]


async def test_the_account_and_its_numbers_are_described(twilio: TwilioStandin) -> None:
    _, account, _ = await call(twilio, "GET", f"/2010-04-01/Accounts/{ACCOUNT_SID}.json")
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/IncomingPhoneNumbers.json"
    _, mine, _ = await call(twilio, "GET", f"{path}?PhoneNumber=%2B{NUMBER[1:]}")
    _, others, _ = await call(twilio, "GET", f"{path}?PhoneNumber=%2B1")

    assert account["status"] == "active"
    assert mine["incoming_phone_numbers"][0]["capabilities"]["sms"] is True
    assert others["incoming_phone_numbers"] == []


# -- its webhooks --------------------------------------------------------------------------------


async def test_a_guests_message_is_signed_over_the_public_address(
    twilio: TwilioStandin, receiver: Receiver
) -> None:
    delivered = await twilio.deliver(" Grüße 🛎️ ", media=[("https://m.example/1", "image/png")])

    [(path, headers, fields)] = receiver.calls
    assert (delivered.status, delivered.answer, path) == (200, "<Response/>", "/webhooks/sms")
    assert fields["Body"] == " Grüße 🛎️ "
    assert (fields["NumMedia"], fields["MediaContentType0"]) == ("1", "image/png")
    assert RequestValidator(TOKEN).validate(
        "https://jack.hotel.example/webhooks/sms", fields, headers["X-Twilio-Signature"]
    )


async def test_a_delivery_is_tried_once_more_with_the_same_token(
    twilio: TwilioStandin, receiver: Receiver
) -> None:
    receiver.answers = [500]

    delivered = await twilio.deliver("Hello")

    tokens = {headers["I-Twilio-Idempotency-Token"] for _, headers, _ in receiver.calls}
    assert (delivered.status, len(receiver.calls), len(tokens)) == (200, 2, 1)


async def test_a_refusal_is_final_and_no_answer_is_zero(receiver: Receiver) -> None:
    async with TwilioStandin(connect_to=receiver.url) as twilio:
        receiver.answers = [401]
        refused = await twilio.deliver("Hello")
        twilio.connect_to = "http://127.0.0.1:9"
        lost = await twilio.deliver("Hello")

    assert (refused.status, lost.status, len(receiver.calls)) == (401, 0, 1)


async def test_statuses_go_to_the_messages_own_callback_and_none_for_queued(
    receiver: Receiver,
) -> None:
    async with TwilioStandin(statuses="sent,delivered", connect_to=receiver.url) as twilio:
        await send(twilio, StatusCallback=CALLBACK)
        await send(twilio)
        await twilio.statuses_delivered()

    assert receiver.statuses == ["sent", "delivered"]
    assert {path for path, _, _ in receiver.calls} == {"/webhooks/sms/status?outbox=7"}


async def test_statuses_can_come_twice_and_mixed_up(receiver: Receiver) -> None:
    async with TwilioStandin(
        statuses="sent,delivered",
        duplicate_statuses=True,
        shuffle=random.Random(1),
        connect_to=receiver.url,
    ) as twilio:
        await send(twilio, StatusCallback=CALLBACK)
        await twilio.statuses_delivered()

    assert sorted(receiver.statuses) == ["delivered", "delivered", "sent", "sent"]
    assert receiver.statuses != ["sent", "delivered", "sent", "delivered"]


async def test_a_number_out_of_reach_reports_its_code(receiver: Receiver) -> None:
    async with TwilioStandin(unreachable={GUEST: 30003}, connect_to=receiver.url) as twilio:
        await send(twilio, StatusCallback=CALLBACK)
        await twilio.statuses_delivered()

    [(_, _, fields)] = receiver.calls
    assert (fields["MessageStatus"], fields["ErrorCode"]) == ("undelivered", "30003")
    assert "ErrorMessage" not in fields


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe", "CANCEL", "stop all"])
async def test_stop_closes_a_number_and_start_opens_it(twilio: TwilioStandin, word: str) -> None:
    twilio.message(word)
    closed = (await send(twilio))[1]
    twilio.message("Start")
    opened, _ = await send(twilio)

    assert (closed["code"], opened) == (21610, 201)
    assert twilio.keyword_replies == [(GUEST, "STOP"), (GUEST, "START")]


async def test_a_sentence_with_stop_in_it_is_no_keyword(twilio: TwilioStandin) -> None:
    twilio.message("Please stop texting me")

    assert (twilio.opted_out, twilio.keyword_replies) == (set(), [])


def test_advanced_opt_out_says_what_it_understood() -> None:
    twilio = TwilioStandin()
    plain = dict(parse_qsl(twilio.message("STOP").body.decode()))
    advanced = dict(parse_qsl(twilio.message("STOP", has_advanced_opt_out=True).body.decode()))

    assert ("OptOutType" in plain, advanced["OptOutType"]) == (False, "STOP")


def test_statuses_have_to_exist() -> None:
    TwilioStandin(statuses=",".join(STATUSES))

    with pytest.raises(ValueError, match="seen"):
        TwilioStandin(statuses="sent,seen")


async def test_nothing_is_posted_without_a_receiver() -> None:
    async with TwilioStandin() as twilio:
        with pytest.raises(RuntimeError):
            await twilio.deliver("Hello")


# -- faults and control --------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_planned_statuses_have_twilios_envelope(twilio: TwilioStandin, status: int) -> None:
    twilio.fail_next(1, Fault("status", status=status, retry_after_s=2))

    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    got, answer, headers = await call(twilio, "POST", path, data={"To": GUEST})

    assert (got, headers["Retry-After"]) == (status, "2")
    assert {"code", "message", "more_info", "status"} <= set(answer)


@pytest.mark.parametrize(
    ("kind", "accepted"), [("reset", 0), ("accept_then_reset", 1), ("hang", 0)]
)
async def test_lines_break_before_or_after_it_was_taken(
    twilio: TwilioStandin, kind: FaultKind, accepted: int
) -> None:
    twilio.fail_next(1, Fault(kind))

    with pytest.raises((aiohttp.ClientError, asyncio.TimeoutError)):
        await send(twilio)

    assert len(twilio.accepted) == accepted


async def test_look_ups_pass_between_planned_faults(twilio: TwilioStandin) -> None:
    twilio.fail_next(1, Fault("status", status=500))

    assert await listed(twilio, "") == []
    assert (await send(twilio))[0] == 500


async def test_by_hand_it_is_driven_over_http(twilio: TwilioStandin, receiver: Receiver) -> None:
    await send(twilio)
    await send(twilio, To="AMAZON")

    _, delivered, _ = await call(
        twilio, "POST", "/_control/deliver", data=b'{"text": "Hi", "sender": "+4930333"}'
    )
    wrong, _, _ = await call(twilio, "POST", "/_control/deliver", data=b'{"txt": "Hi"}')
    accepted: Any = (await call(twilio, "GET", "/_control/accepted"))[1]
    rejected: Any = (await call(twilio, "GET", "/_control/rejected"))[1]

    assert (delivered["status"], wrong) == (200, 400)
    assert receiver.calls[0][2]["From"] == "+4930333"
    assert [message["text"] for message in accepted] == ["Hello"]
    assert [refusal["code"] for refusal in rejected] == [21211]
