"""The SMS channel against a Twilio that enforces its rules: out, in, and what errors mean."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from jack.channels.base import Call
from jack.channels.sms import Sms
from jack.errors import (
    Ambiguous,
    BadSignature,
    Delivery,
    Forbidden,
    Invalid,
    LockedOut,
    OptedOut,
    Permanent,
    Transient,
)
from jack.model.clock import HOUR, from_datetime
from jack.model.messages import Delivery as Status
from jack.model.messages import OutboxItem, OutboxKind
from tests.standins.base import Fault, FaultKind
from tests.standins.twilio import ACCOUNT_SID, GUEST, NUMBER, SERVICE_SID, Posted, TwilioStandin

PUBLIC = "https://jack.hotel.example"
TOKEN = "twilio-token"
TIMEOUT_S = 20
HURRY_S = 1
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

ITEM = OutboxItem(
    id=7,
    message_id=70,
    conversation_id=1,
    kind=OutboxKind.ANSWER,
    channel="sms",
    account=NUMBER,
    address=GUEST,
    text="Breakfast is from seven. 🥐",
    attempts=0,
    state=Status.QUEUED,
    next_at=from_datetime(NOW),
    expires_at=from_datetime(NOW) + 6 * HOUR,
    created_at=from_datetime(NOW),
)


def sms(api_url: str, **changes: Any) -> Sms:
    settings: dict[str, Any] = {
        "account_sid": ACCOUNT_SID,
        "auth_token": TOKEN,
        "from_number": NUMBER,
        "messaging_service_sid": "",
        "api_url": api_url,
        "public_url": PUBLIC,
        "timeout_s": TIMEOUT_S,
    }
    return Sms(**{**settings, **changes})


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandin]:
    async with TwilioStandin(clock=lambda: NOW) as twilio:
        yield twilio


@pytest.fixture
async def channel(twilio: TwilioStandin) -> AsyncIterator[Sms]:
    channel = sms(twilio.url)
    await channel.start()
    yield channel
    await channel.close()


@pytest.fixture
async def hurried(twilio: TwilioStandin) -> AsyncIterator[Sms]:
    """Waits for a vendor that says nothing no longer than a test may take."""
    channel = sms(twilio.url, timeout_s=HURRY_S)
    await channel.start()
    yield channel
    await channel.close()


async def failure_of(channel: Sms, item: OutboxItem = ITEM) -> Delivery:
    with pytest.raises(Delivery) as failure:
        await channel.send(item)
    return failure.value


# -- sending -----------------------------------------------------------------------------------


async def test_a_message_is_handed_over_and_its_sid_returned(
    channel: Sms, twilio: TwilioStandin
) -> None:
    sid = await channel.send(ITEM)

    [accepted] = twilio.accepted
    assert sid == accepted.sid
    assert (accepted.to, accepted.sender, accepted.text) == (GUEST, NUMBER, ITEM.text)


async def test_r2_the_callbacks_address_names_the_outbox_row(
    channel: Sms, twilio: TwilioStandin
) -> None:
    await channel.send(ITEM)
    [accepted] = twilio.accepted

    parsed = channel.receive(called(twilio.status(accepted, "delivered")))

    assert accepted.status_callback == f"{PUBLIC}/webhooks/sms/status?outbox=7"
    assert [(r.outbox_id, r.vendor_id) for r in parsed.statuses] == [(7, accepted.sid)]


async def test_r10_the_hotels_own_people_are_texted_without_a_row_of_the_outbox(
    channel: Sms, twilio: TwilioStandin
) -> None:
    await channel.page("+351910000000", "A guest needs you.")

    (sent,) = twilio.accepted
    assert (sent.to, sent.text) == ("+351910000000", "A guest needs you.")
    assert sent.status_callback is None


async def test_the_guest_is_answered_from_the_number_they_wrote_to(twilio: TwilioStandin) -> None:
    async with TwilioStandin(numbers=("+15005550001", "+15005550002")) as twilio:
        channel = sms(twilio.url, from_number="+15005550001")
        await channel.start()

        await channel.send(replace(ITEM, account="+15005550002"))
        await channel.send(replace(ITEM, account=""))
        await channel.close()

        assert [m.sender for m in twilio.accepted] == ["+15005550002", "+15005550001"]


async def test_a_messaging_service_chooses_the_number(twilio: TwilioStandin) -> None:
    channel = sms(twilio.url, from_number="", messaging_service_sid=SERVICE_SID)
    await channel.start()

    await channel.send(ITEM)
    await channel.close()

    assert [message.sender for message in twilio.accepted] == [SERVICE_SID]


@pytest.mark.parametrize(
    ("left", "validity"), [(6 * HOUR, "21600"), (24 * HOUR, "36000"), (0, "1"), (-HOUR, "1")]
)
async def test_r12_twilio_is_told_when_the_message_stops_being_true(
    channel: Sms, twilio: TwilioStandin, left: int, validity: str
) -> None:
    await channel.send(replace(ITEM, expires_at=ITEM.next_at + left))

    assert [message.fields["ValidityPeriod"] for message in twilio.accepted] == [validity]


async def test_typography_is_sent_plainly(channel: Sms, twilio: TwilioStandin) -> None:
    await channel.send(replace(ITEM, text="“Breakfast” – it’s from seven…"))

    assert [message.text for message in twilio.accepted] == ['"Breakfast" - it\'s from seven...']


@pytest.mark.parametrize(
    "text", ["مرحبا، الإفطار من السابعة", "שלום", "朝食は七時からです。", "👨‍👩‍👧"]
)
async def test_any_writing_goes_out_as_it_is(
    channel: Sms, twilio: TwilioStandin, text: str
) -> None:
    await channel.send(replace(ITEM, text=text))

    assert [message.text for message in twilio.accepted] == [text]


# -- what an error means -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (replace(ITEM, address="4915112345678"), "21211"),
        (replace(ITEM, address="AMAZON"), "21211"),
        (replace(ITEM, text=""), "21602"),
        (replace(ITEM, text="a" * 1601), "21617"),
        (replace(ITEM, account="+15005550099"), "21606"),
        (replace(ITEM, address="+4930123456"), "21614"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_twilio_will_never_take_is_not_tried_again(
    channel: Sms, twilio: TwilioStandin, item: OutboxItem, code: str
) -> None:
    twilio.landlines.add("+4930123456")

    failure = await failure_of(channel, item)

    assert isinstance(failure, Permanent)
    assert failure.reason == code
    assert "Twilio could not deliver it" not in str(failure)


async def test_r8_who_wrote_stop_is_told_apart(channel: Sms, twilio: TwilioStandin) -> None:
    twilio.opted_out.add(GUEST)

    failure = await failure_of(channel)

    assert isinstance(failure, OptedOut)
    assert "START" in str(failure)


@pytest.mark.parametrize("wrong", [{"auth_token": "other"}, {"account_sid": "AC" + "0" * 32}])
async def test_wrong_credentials_are_named(twilio: TwilioStandin, wrong: dict[str, str]) -> None:
    channel = sms(twilio.url, **wrong)
    await channel.start()

    failure = await failure_of(channel)
    await channel.close()

    assert isinstance(failure, LockedOut)
    assert "auth token" in str(failure)


async def test_too_fast_is_tried_later_when_twilio_says(twilio: TwilioStandin) -> None:
    async with TwilioStandin(per_second=1, clock=lambda: NOW) as twilio:
        channel = sms(twilio.url)
        await channel.start()
        await channel.send(ITEM)

        failure = await failure_of(channel)
        await channel.close()

    assert isinstance(failure, Transient)
    assert (failure.reason, failure.retry_after_s) == ("20429", 1)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_twilios_own_trouble_is_tried_again(
    channel: Sms, twilio: TwilioStandin, status: int
) -> None:
    twilio.fail_next(1, Fault("status", status=status, retry_after_s=3))

    failure = await failure_of(channel)

    assert isinstance(failure, Transient)
    assert failure.retry_after_s == 3


async def test_twilio_that_cannot_be_reached_has_taken_nothing() -> None:
    channel = sms("http://127.0.0.1:9")
    await channel.start()

    failure = await failure_of(channel)
    await channel.close()

    assert isinstance(failure, Transient)


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [
        ("hang", 0),
        ("reset", 0),
        ("accept_then_reset", 1),
        ("garbage", 1),
        ("wrong_content_type", 1),
        ("truncated", 1),
    ],
)
async def test_r2_an_answer_that_was_lost_leaves_the_outcome_open(
    hurried: Sms, twilio: TwilioStandin, kind: FaultKind, accepted: int
) -> None:
    twilio.fail_next(1, Fault(kind))

    failure = await failure_of(hurried)

    assert isinstance(failure, Ambiguous)
    assert len(twilio.accepted) == accepted


async def test_an_answer_without_a_sid_leaves_it_open(channel: Sms) -> None:
    class Nameless(TwilioStandin):
        def _as_json(self, message: Any) -> dict[str, Any]:
            return {"status": "queued"}

    async with Nameless() as twilio:
        channel = sms(twilio.url)
        await channel.start()
        failure = await failure_of(channel)
        await channel.close()

    assert isinstance(failure, Ambiguous)


async def test_a_channel_that_was_not_started_has_taken_nothing(twilio: TwilioStandin) -> None:
    assert isinstance(await failure_of(sms(twilio.url)), Transient)


# -- after a crash -------------------------------------------------------------------------------


async def test_r2_twilio_tells_what_became_of_a_send(channel: Sms, twilio: TwilioStandin) -> None:
    sid = await channel.send(ITEM)

    for status, expected in (("queued", Status.SENT), ("delivered", Status.DELIVERED)):
        twilio.accepted[0].status = status
        [report] = await channel.settle(ITEM)
        assert (report.vendor_id, report.status, report.outbox_id) == (sid, expected, 7)


async def test_r2_other_messages_are_not_taken_for_it(channel: Sms, twilio: TwilioStandin) -> None:
    await channel.send(replace(ITEM, text="Something else"))
    await channel.send(replace(ITEM, address="+4915100000000"))

    assert await channel.settle(ITEM) == []


async def test_r2_the_same_words_of_an_earlier_day_are_not_taken_for_it(
    channel: Sms, twilio: TwilioStandin
) -> None:
    await channel.send(ITEM)
    twilio.accepted[0].at = NOW - timedelta(days=1)
    twilio.accepted[0].status = "delivered"

    assert await channel.settle(ITEM) == []


async def test_r2_a_failed_send_is_found_with_its_reason(
    channel: Sms, twilio: TwilioStandin
) -> None:
    await channel.send(ITEM)
    twilio.accepted[0].status, twilio.accepted[0].error_code = "undelivered", 30005

    [report] = await channel.settle(ITEM)

    assert (report.status, report.error_code) == (Status.FAILED, "30005")


@pytest.mark.parametrize("kind", ["garbage", "wrong_content_type", "hang"])
async def test_r2_a_list_that_cannot_be_read_settles_nothing(
    hurried: Sms, twilio: TwilioStandin, kind: FaultKind
) -> None:
    twilio.faults_by(lambda call: Fault(kind) if call.method == "GET" else None)

    with pytest.raises(Ambiguous):
        await hurried.settle(ITEM)


# -- receiving -----------------------------------------------------------------------------------


@pytest.fixture
def receiver() -> Sms:
    """A channel that only receives; nothing answers at its vendor's address."""
    return sms("http://127.0.0.1:9")


def called(posted: Posted, **headers: str) -> Call:
    return Call(posted.path, {**posted.headers, **headers}, posted.body)


@pytest.mark.parametrize("path", ["/webhooks/sms", "/webhooks/twilio/sms", "/webhooks/sms?a=b%20c"])
@pytest.mark.parametrize("text", ["Hi", "  two  towels  ", "Grüße 🛎️ 你好", "مرحبا", "a+b&c=d%"])
def test_a_signed_message_is_taken(receiver: Sms, text: str, path: str) -> None:
    posted = TwilioStandin().message(text, path=path)

    parsed = receiver.receive(called(posted))

    assert [message.text for message in parsed.messages] == [text]


@pytest.mark.parametrize("address", ["http://127.0.0.1:3000", "http://jack.hotel.example"])
def test_r15_the_signature_is_of_the_public_address_alone(receiver: Sms, address: str) -> None:
    posted = TwilioStandin(public_url=address).message("Hi")

    with pytest.raises(BadSignature):
        receiver.receive(called(posted, Host="127.0.0.1:3000", **{"X-Forwarded-Proto": "http"}))


@pytest.mark.parametrize(
    ("signature", "reason"),
    [("", "unsigned"), ("x", "bad_signature"), ("ä\udcff", "bad_signature")],
)
def test_r15_an_unproven_webhook_is_refused(receiver: Sms, signature: str, reason: str) -> None:
    posted = TwilioStandin().message("Hi")

    with pytest.raises(BadSignature) as refusal:
        receiver.receive(called(posted, **{"X-Twilio-Signature": signature}))

    assert refusal.value.details["reason"] == reason


@pytest.mark.parametrize(
    "more", [b"&Body=other", b"&Extra=1", b"&From=%2B4915100000000", b"&"], ids=repr
)
def test_r15_a_parameter_more_breaks_the_signature(receiver: Sms, more: bytes) -> None:
    posted = TwilioStandin().message("Hi")
    changed = replace(posted, body=posted.body + more)

    if more == b"&":
        assert receiver.receive(called(changed)).messages
    else:
        with pytest.raises(BadSignature):
            receiver.receive(called(changed))


def json_call(told: object, body: bytes | None = None) -> Call:
    raw = json.dumps(told, ensure_ascii=False).encode() if body is None else body
    path = f"/webhooks/sms?bodySHA256={sha256(raw).hexdigest()}"
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, {})
    headers = {"Content-Type": "application/json", "X-Twilio-Signature": signature}
    return Call(path, headers, raw)


def test_json_is_taken_when_its_hash_is_signed(receiver: Sms) -> None:
    told = {"MessageSid": "SM1", "From": GUEST, "To": NUMBER, "Body": "Grüße 🛎️"}

    [message] = receiver.receive(json_call(told)).messages

    assert (message.text, message.vendor_id) == ("Grüße 🛎️", "SM1")


@pytest.mark.parametrize("body", [b"nonsense", b"[]", b"[" * 100_000])
def test_signed_nonsense_is_refused_as_nonsense(receiver: Sms, body: bytes) -> None:
    with pytest.raises(Invalid):
        receiver.receive(json_call(None, body))


def test_a_form_that_is_no_text_is_refused(receiver: Sms) -> None:
    posted = TwilioStandin().message("Hi")

    with pytest.raises(Invalid):
        receiver.receive(called(replace(posted, body=b"Body=\xff")))


def test_twilio_wants_an_empty_answer(receiver: Sms) -> None:
    assert (receiver.thanks.text, receiver.thanks.content_type) == ("<Response/>", "text/xml")


def test_r15_nobody_can_ask_for_a_challenge(receiver: Sms) -> None:
    with pytest.raises(Forbidden):
        receiver.subscribe({"hub.mode": "subscribe"})


def test_its_own_probe_is_taken_and_carries_nothing(receiver: Sms) -> None:
    probe = receiver.probe()

    parsed = receiver.receive(Call(probe.url.removeprefix(PUBLIC), probe.headers, probe.body))

    assert (list(parsed.messages), list(parsed.statuses)) == ([], [])


# -- is all well ---------------------------------------------------------------------------------


async def test_a_check_names_the_account(channel: Sms) -> None:
    assert await channel.check() == "Twilio answers for Hotel Stand-in"


async def test_a_suspended_account_is_said(channel: Sms, twilio: TwilioStandin) -> None:
    twilio.account_status = "suspended"

    with pytest.raises(Permanent, match="suspended"):
        await channel.check()


async def test_the_number_can_send_and_its_messages_come_here(channel: Sms) -> None:
    assert [found.is_fine for found in await channel.capabilities()] == [True, True]


async def test_a_number_without_sms_is_said(channel: Sms, twilio: TwilioStandin) -> None:
    twilio.can_sms = False

    [able, _] = await channel.capabilities()

    assert not able.is_fine
    assert "cannot send SMS" in able.text


@pytest.mark.parametrize("url", ["", "https://old.example/sms", f"{PUBLIC}/webhooks/whatsapp"])
async def test_messages_that_go_elsewhere_are_said(
    channel: Sms, twilio: TwilioStandin, url: str
) -> None:
    twilio.number_url = url

    [_, comes] = await channel.capabilities()

    assert not comes.is_fine
    assert f"{PUBLIC}/webhooks/sms" in comes.fix


async def test_a_number_of_somebody_else_is_said(twilio: TwilioStandin) -> None:
    channel = sms(twilio.url, from_number="+15005550099")
    await channel.start()

    [found] = await channel.capabilities()
    await channel.close()

    assert "not a number of this Twilio account" in found.text


async def test_with_a_messaging_service_there_is_no_number_to_look_at() -> None:
    channel = sms("http://127.0.0.1:9", from_number="", messaging_service_sid=SERVICE_SID)

    assert [found.is_fine for found in await channel.capabilities()] == [True]
