"""The Cloud API channel: proven webhooks in, messages out, and what an error means for a resend."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from jack.channels.base import Call
from jack.channels.whatsapp import WhatsApp
from jack.errors import (
    Ambiguous,
    BadSignature,
    Delivery,
    Forbidden,
    Invalid,
    LockedOut,
    Permanent,
    Throttled,
    Transient,
)
from jack.model.clock import HOUR
from jack.model.messages import Delivery as Status
from jack.model.messages import OutboxItem, OutboxKind
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import Fault, FaultKind
from tests.standins.graph import GraphStandin

GUEST = webhooks.GUEST_PHONE
USER_ID = "US.13491208655302741918"
SECRET = "app-secret"
TIMEOUT_S = 20
HURRY_S = 1

ITEM = OutboxItem(
    id=7,
    message_id=70,
    conversation_id=1,
    kind=OutboxKind.ANSWER,
    channel="whatsapp",
    account=webhooks.PHONE_NUMBER_ID,
    address=GUEST,
    text="Breakfast is from seven. 🥐",
    attempts=0,
    state=Status.QUEUED,
    next_at=0,
    expires_at=HOUR,
    created_at=0,
)


def whatsapp(api_url: str, **changes: Any) -> WhatsApp:
    settings: dict[str, Any] = {
        "access_token": "graph-token",
        "app_secret": SECRET,
        "verify_token": "verify-me",
        "phone_number_id": webhooks.PHONE_NUMBER_ID,
        "api_url": api_url,
        "api_version": "v26.0",
        "timeout_s": TIMEOUT_S,
        "max_age_hours": 12,
    }
    return WhatsApp(**{**settings, **changes})


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin(app_secret=SECRET) as graph:
        graph.open_window(GUEST)
        graph.open_window(USER_ID)
        yield graph


@pytest.fixture
async def channel(graph: GraphStandin) -> AsyncIterator[WhatsApp]:
    channel = whatsapp(graph.url)
    await channel.start()
    yield channel
    await channel.close()


@pytest.fixture
async def hurried(graph: GraphStandin) -> AsyncIterator[WhatsApp]:
    """Waits for a vendor that says nothing no longer than a test may take."""
    channel = whatsapp(graph.url, timeout_s=HURRY_S)
    await channel.start()
    yield channel
    await channel.close()


@pytest.fixture
def receiver() -> WhatsApp:
    """A channel that only receives; nothing answers at its vendor's address."""
    return whatsapp("http://127.0.0.1:9")


async def failure_of(channel: WhatsApp, item: OutboxItem = ITEM) -> Delivery:
    with pytest.raises(Delivery) as failure:
        await channel.send(item)
    return failure.value


# -- sending -------------------------------------------------------------------------------


async def test_a_message_is_handed_over_and_its_vendor_id_returned(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    vendor_id = await channel.send(ITEM)

    [accepted] = graph.accepted
    assert vendor_id == accepted.wamid
    assert (accepted.to, accepted.text, accepted.kind) == (GUEST, ITEM.text, "text")


async def test_r2_every_message_carries_its_outbox_id_which_comes_back_in_statuses(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    await channel.send(ITEM)
    [accepted] = graph.accepted
    update = webhooks.status_update(accepted.wamid, "sent", callback_data=accepted.callback_data)
    body = json.dumps(webhooks.envelope(statuses=[update])).encode()

    parsed = channel.receive(posted(signed(body), body))

    assert [report.outbox_id for report in parsed.statuses] == [ITEM.id]


async def test_a_guest_without_a_phone_number_is_reached_by_user_id(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    await channel.send(replace(ITEM, address=USER_ID))

    [accepted] = graph.accepted
    assert accepted.to == accepted.body["recipient"] == USER_ID
    assert "to" not in accepted.body


async def test_the_longest_text_fits(channel: WhatsApp, graph: GraphStandin) -> None:
    await channel.send(replace(ITEM, text="ä" * channel.traits.max_chars))

    failure = await failure_of(channel, replace(ITEM, text="ä" * (channel.traits.max_chars + 1)))

    assert len(graph.accepted) == 1
    assert isinstance(failure, Permanent)


async def test_the_version_and_number_are_settings(graph: GraphStandin) -> None:
    channel = whatsapp(graph.url + "/", api_version="v99.1")
    await channel.start()

    await channel.send(ITEM)
    await channel.close()

    [call] = graph.calls
    assert call.path == f"/v99.1/{webhooks.PHONE_NUMBER_ID}/messages"
    assert call.headers["Authorization"] == "Bearer graph-token"


async def test_a_check_says_which_number_answers(channel: WhatsApp) -> None:
    assert "+1 555-078-3881" in await channel.check()


async def test_a_check_with_a_wrong_token_says_what_to_do(graph: GraphStandin) -> None:
    channel = whatsapp(graph.url, access_token="expired")
    await channel.start()

    with pytest.raises(LockedOut, match="Make a new one") as failure:
        await channel.check()
    await channel.close()

    assert failure.value.reason == "190"


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (("Yes", "No"), "button"),
        (("Oui", "Non", "Plus tard"), "button"),
        (("1", "2", "3", "4"), "list"),
        (("a" * 20, "b"), "button"),
        (("a" * 21, "b"), "list"),
        (tuple(f"{'x' * 22}{n:02}" for n in range(10)), "list"),
        (("نعم", "لا"), "button"),
    ],
)
async def test_answers_can_be_tapped(
    channel: WhatsApp, graph: GraphStandin, options: tuple[str, ...], kind: str
) -> None:
    await channel.send(replace(ITEM, options=options))

    [accepted] = graph.accepted
    interactive = accepted.body["interactive"]
    assert (accepted.kind, interactive["type"], accepted.text) == ("interactive", kind, ITEM.text)
    shown = interactive["action"].get("buttons") or interactive["action"]["sections"][0]["rows"]
    assert tuple(each.get("reply", each)["title"] for each in shown) == options


@pytest.mark.parametrize(
    "options", [("a" * 25, "b"), tuple(map(str, range(11))), ("Yes", "Yes"), ()]
)
async def test_answers_that_meta_would_refuse_go_as_text_alone(
    channel: WhatsApp, graph: GraphStandin, options: tuple[str, ...]
) -> None:
    await channel.send(replace(ITEM, options=options))

    assert [each.kind for each in graph.accepted] == ["text"]


async def test_a_long_question_has_its_answers_in_a_list(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    await channel.send(replace(ITEM, text="ä" * 1025, options=("Yes", "No")))

    assert graph.accepted[0].body["interactive"]["type"] == "list"


# -- errors --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_an_overloaded_vendor_is_tried_again(
    channel: WhatsApp, graph: GraphStandin, status: int
) -> None:
    graph.fail_next(1, Fault("status", status=status))

    failure = await failure_of(channel)

    assert isinstance(failure, Transient)
    assert failure.retry_after_s is None
    assert graph.accepted == []


async def test_the_vendor_says_when_to_come_back(channel: WhatsApp, graph: GraphStandin) -> None:
    graph.fail_next(1, Fault("status", status=429, retry_after_s=17))

    failure = await failure_of(channel)

    assert isinstance(failure, Transient)
    assert (failure.reason, failure.retry_after_s) == ("130429", 17)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault("hang"), "timeout"),
        (Fault("reset"), "reset"),
        (Fault("accept_then_reset"), "reset"),
        (Fault("late_answer", delay_s=5), "timeout"),
        (Fault("garbage"), "garbage"),
        (Fault("wrong_content_type"), "garbage"),
        (Fault("truncated"), "garbage"),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else None,
)
async def test_r2_a_lost_or_spoiled_answer_leaves_it_open_whether_the_message_arrived(
    hurried: WhatsApp, graph: GraphStandin, fault: Fault, reason: str
) -> None:
    graph.fail_next(1, fault)

    failure = await failure_of(hurried)

    assert isinstance(failure, Ambiguous)
    assert failure.reason == reason


@pytest.mark.parametrize("kind", ["accept_then_reset", "late_answer", "garbage", "truncated"])
async def test_r2_a_message_is_posted_once_however_its_answer_is_lost(
    hurried: WhatsApp, graph: GraphStandin, kind: FaultKind
) -> None:
    graph.fail_next(1, Fault(kind, delay_s=5 if kind == "late_answer" else 0))

    await failure_of(hurried)

    assert len(graph.calls) == len(graph.accepted) == 1


async def test_a_vendor_that_cannot_be_reached_has_taken_nothing(graph: GraphStandin) -> None:
    channel = whatsapp(graph.url)
    await graph.close()
    await channel.start()

    failure = await failure_of(channel)
    await channel.close()

    assert isinstance(failure, Transient)
    assert failure.reason == "unreachable"


async def test_a_channel_that_is_not_started_has_taken_nothing(receiver: WhatsApp) -> None:
    failure = await failure_of(receiver)
    await receiver.close()

    assert isinstance(failure, Transient)


async def test_a_closed_window_is_final_and_explained(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    failure = await failure_of(channel, replace(ITEM, address="4915100000001"))

    assert isinstance(failure, Permanent)
    assert failure.reason == "131047"
    assert "24-hour window" in str(failure)
    assert graph.accepted == []


async def test_a_wrong_token_locks_the_channel_and_is_explained(graph: GraphStandin) -> None:
    channel = whatsapp(graph.url, access_token="expired")
    await channel.start()

    failure = await failure_of(channel)
    await channel.close()

    assert isinstance(failure, LockedOut)
    assert failure.reason == "190"


@pytest.mark.parametrize("status", [429])
async def test_too_many_messages_slow_the_whole_number_down(
    channel: WhatsApp, graph: GraphStandin, status: int
) -> None:
    graph.fail_next(1, Fault("status", status=status))

    failure = await failure_of(channel)

    assert isinstance(failure, Throttled)
    assert failure.reason == "130429"


async def test_a_pace_per_guest_that_is_too_quick_is_tried_again() -> None:
    async with GraphStandin(pair_interval=timedelta(seconds=6)) as graph:
        graph.open_window(GUEST)
        channel = whatsapp(graph.url)
        await channel.start()
        await channel.send(ITEM)

        failure = await failure_of(channel)
        await channel.close()

    assert isinstance(failure, Transient)
    assert not isinstance(failure, Throttled), "the others go on"
    assert (failure.reason, failure.retry_after_s) == ("131056", 6.0)


async def test_a_refusal_without_graphs_envelope_goes_by_its_http_status() -> None:
    """A proxy in between answers in HTML, and on a path of its own."""
    async with GraphStandin() as graph:
        channel = whatsapp(f"{graph.url}/some/proxy")
        await channel.start()

        failure = await failure_of(channel)
        await channel.close()

    assert isinstance(failure, Permanent)


async def test_the_channel_recovers_by_itself(channel: WhatsApp, graph: GraphStandin) -> None:
    graph.fail_next(1, Fault("reset"))
    await failure_of(channel)

    assert await channel.send(ITEM) == graph.accepted[0].wamid


# -- receiving -----------------------------------------------------------------------------


def posted(headers: Mapping[str, str], body: bytes) -> Call:
    return Call("/webhooks/whatsapp", headers, body)


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": webhooks.sign(secret, body)}


@pytest.mark.parametrize("ensure_ascii", [True, False], ids=["escaped", "raw"])
def test_r15_a_signature_covers_the_bytes_as_they_came_emoji_or_not(
    receiver: WhatsApp, *, ensure_ascii: bool
) -> None:
    payload = webhooks.envelope([webhooks.text_message("Grüße 🛎️ 你好")])
    body = json.dumps(payload, ensure_ascii=ensure_ascii, indent=1).encode()

    parsed = receiver.receive(posted(signed(body), body))

    assert [message.text for message in parsed.messages] == ["Grüße 🛎️ 你好"]


def test_r15_the_same_json_written_differently_is_not_the_signed_bytes(receiver: WhatsApp) -> None:
    payload = webhooks.envelope([webhooks.text_message("Hi 🛎️")])
    escaped = json.dumps(payload).encode()
    raw = json.dumps(payload, ensure_ascii=False).encode()

    with pytest.raises(BadSignature):
        receiver.receive(posted(signed(escaped), raw))


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (None, "unsigned"),
        ("", "unsigned"),
        ("sha256=", "bad_signature"),
        ("sha256=" + "0" * 64, "bad_signature"),
        ("sha1=" + "0" * 40, "bad_signature"),
        ("sha256=ä\udcff", "bad_signature"),
    ],
)
def test_r15_an_unproven_webhook_is_refused(
    receiver: WhatsApp, signature: str | None, reason: str
) -> None:
    headers = {} if signature is None else {"X-Hub-Signature-256": signature}

    with pytest.raises(BadSignature) as refusal:
        receiver.receive(posted(headers, json.dumps(webhooks.envelope()).encode()))

    assert refusal.value.details["reason"] == reason


def test_r15_a_signature_without_its_prefix_or_of_another_secret_is_wrong(
    receiver: WhatsApp,
) -> None:
    body = json.dumps(webhooks.envelope()).encode()
    bare = webhooks.sign(SECRET, body).removeprefix("sha256=")

    for headers in ({"X-Hub-Signature-256": bare}, signed(body, "other-secret")):
        with pytest.raises(BadSignature):
            receiver.receive(posted(headers, body))


def test_signed_nonsense_is_refused_as_nonsense(receiver: WhatsApp) -> None:
    with pytest.raises(Invalid):
        receiver.receive(posted(signed(b"nonsense"), b"nonsense"))


# -- verification --------------------------------------------------------------------------


def query(**changes: str) -> dict[str, str]:
    asked = {"mode": "subscribe", "verify_token": "verify-me", "challenge": "1158201444"}
    return {f"hub.{key}": value for key, value in (asked | changes).items()}


def test_the_vendors_challenge_is_echoed(receiver: WhatsApp) -> None:
    assert receiver.subscribe(query()) == "1158201444"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        query(verify_token="guess"),
        query(verify_token=""),
        query(verify_token="verify-mé\udcff"),
        query(mode="unsubscribe"),
        {"hub.mode": "subscribe", "hub.challenge": "1"},
    ],
)
def test_r15_a_challenge_without_the_token_is_refused(
    receiver: WhatsApp, asked: dict[str, str]
) -> None:
    with pytest.raises(Forbidden):
        receiver.subscribe(asked)
