"""The stand-in for the Cloud API refuses what Meta refuses, and its webhooks are Meta's."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import Call, Fault, FaultKind, JsonObject
from tests.standins.graph import GraphStandin, is_send

GUEST = "4915112345678"
USER_ID = "US.13491208655302741918"
SECRET = "app-secret"


class Receiver:
    """A webhook end point: keeps what came and answers with `answers` first, then 200."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.signatures: list[str] = []
        self.answers: list[int] = []
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/whatsapp"

    @property
    def statuses(self) -> list[JsonObject]:
        values = [json.loads(body)["entry"][0]["changes"][0]["value"] for body in self.bodies]
        return [update for value in values for update in value.get("statuses", ())]

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/webhooks/whatsapp", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if self.answers and (status := self.answers.pop(0)) != 200:
            return web.Response(status=status)
        self.bodies.append(await request.read())
        self.signatures.append(request.headers["X-Hub-Signature-256"])
        return web.Response()


class MovingClock:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin(app_secret=SECRET) as graph:
        graph.open_window(GUEST)
        yield graph


def text_to(to: str = GUEST, body: str = "Hello", **more: Any) -> JsonObject:
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": "text",
        "text": {"body": body},
        **more,
    }


def buttons(*titles: str) -> JsonObject:
    options = [
        {"type": "reply", "reply": {"id": str(i), "title": title}} for i, title in enumerate(titles)
    ]
    content = {"type": "button", "body": {"text": "Which?"}, "action": {"buttons": options}}
    return text_to(type="interactive", interactive=content) | {"text": None}


def list_of(rows: int, title: str = "Row") -> JsonObject:
    action = {
        "button": "Choose",
        "sections": [{"rows": [{"id": str(i), "title": title} for i in range(rows)]}],
    }
    content = {"type": "list", "body": {"text": "Which?"}, "action": action}
    return text_to(type="interactive", interactive=content) | {"text": None}


async def send(
    graph: GraphStandin,
    body: JsonObject | bytes,
    *,
    token: str = "graph-token",
    path: str = f"/v26.0/{webhooks.PHONE_NUMBER_ID}/messages",
    timeout_s: float = 5,
) -> tuple[int, JsonObject]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    timeout = aiohttp.ClientTimeout(total=timeout_s)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(graph.url + path, data=raw, headers=headers) as answer,
    ):
        return answer.status, await answer.json()


def code_of(answer: JsonObject) -> int:
    return int(answer["error"]["code"])


# -- sending --


async def test_an_accepted_message_gets_a_wamid_and_is_recorded(graph: GraphStandin) -> None:
    status, answer = await send(
        graph, text_to(body="Checkout is at 11.") | {"biz_opaque_callback_data": "outbox-7"}
    )

    assert status == 200
    assert answer["contacts"] == [{"input": GUEST, "wa_id": GUEST}]
    [message] = graph.accepted
    assert answer["messages"] == [{"id": message.wamid}]
    assert (message.to, message.text, message.callback_data) == (
        GUEST,
        "Checkout is at 11.",
        "outbox-7",
    )


async def test_every_message_has_its_own_wamid(graph: GraphStandin) -> None:
    for _ in range(20):
        await send(graph, text_to())

    assert len({message.wamid for message in graph.accepted}) == 20


async def test_a_guest_without_a_number_is_reached_by_user_id(graph: GraphStandin) -> None:
    graph.open_window(USER_ID)
    body = text_to() | {"recipient": USER_ID}
    del body["to"]

    status, answer = await send(graph, body)

    assert status == 200
    assert answer["contacts"] == [{"input": USER_ID, "user_id": USER_ID}]
    assert graph.accepted[0].to == USER_ID


async def test_a_wrong_token_is_refused_in_graphs_envelope(graph: GraphStandin) -> None:
    status, answer = await send(graph, text_to(), token="stale")

    assert status == 401
    assert (answer["error"]["code"], answer["error"]["type"]) == (190, "OAuthException")
    assert {"message", "fbtrace_id", "error_data"} <= answer["error"].keys()
    assert graph.accepted == []
    assert [refusal.code for refusal in graph.rejected] == [190]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"/26/{webhooks.PHONE_NUMBER_ID}/messages", 2500),
        (f"/{webhooks.PHONE_NUMBER_ID}/messages", 2500),
        ("/v26.0/999/messages", 100),
    ],
)
async def test_a_wrong_path_is_refused(graph: GraphStandin, path: str, code: int) -> None:
    status, answer = await send(graph, text_to(), path=path)

    assert (status, code_of(answer)) == (400, code)
    assert graph.accepted == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"not json", 100),
        (b"[]", 100),
        ({"to": GUEST, "type": "text", "text": {"body": "x"}}, 131008),
        (text_to(messaging_product="sms"), 100),
        (text_to(recipient_type="crowd"), 100),
        (text_to(to="+49 151 1234"), 100),
        (text_to(to=USER_ID), 100),
        (text_to(type="fax"), 131051),
        (text_to(type="image"), 100),
        (text_to(image={"id": "1"}), 100),
        (text_to(text={}), 131008),
        (text_to(text="Hello"), 100),
        (text_to(body=""), 100),
        (text_to(body="x" * 4097), 100),
        (text_to(priority="high"), 100),
        (text_to(biz_opaque_callback_data="x" * 513), 100),
        (text_to(biz_opaque_callback_data=7), 100),
        (buttons(), 100),
        (buttons("A", "B", "C", "D"), 100),
        (buttons("x" * 21), 100),
        (buttons("A", "A"), 100),
        (list_of(11), 100),
        (list_of(1, "x" * 25), 100),
    ],
)
async def test_a_body_meta_would_refuse_is_refused(
    graph: GraphStandin, body: JsonObject | bytes, code: int
) -> None:
    status, answer = await send(graph, body)

    assert (status, code_of(answer)) == (400, code)
    assert graph.accepted == []


@pytest.mark.parametrize(
    "body",
    [
        text_to(body="x" * 4096),
        text_to(biz_opaque_callback_data="x" * 512),
        text_to(context={"message_id": "wamid.earlier"}),
        buttons("A", "B", "x" * 20),
        list_of(10, "x" * 24),
    ],
)
async def test_a_body_at_the_limit_is_accepted(graph: GraphStandin, body: JsonObject) -> None:
    status, _ = await send(graph, body)

    assert status == 200
    assert len(graph.accepted) == 1


async def test_free_text_outside_24_hours_is_refused_and_a_template_is_not() -> None:
    clock = MovingClock()
    template = {"name": "welcome", "language": {"code": "en_US"}}
    async with GraphStandin(clock=clock) as graph:
        never_wrote = await send(graph, text_to())
        graph.open_window(GUEST)
        clock.now += timedelta(hours=24)
        just_in_time = await send(graph, text_to())
        clock.now += timedelta(seconds=1)
        too_late = await send(graph, text_to())
        templated = await send(graph, text_to(type="template", template=template) | {"text": None})
        graph.enforce_window = False
        not_enforced = await send(graph, text_to())

    assert (never_wrote[0], code_of(never_wrote[1])) == (400, 131047)
    assert just_in_time[0] == 200
    assert (too_late[0], code_of(too_late[1])) == (400, 131047)
    assert templated[0] == 200
    assert not_enforced[0] == 200


async def test_a_second_message_to_one_guest_too_soon_is_refused() -> None:
    clock = MovingClock()
    async with GraphStandin(clock=clock, pair_interval=timedelta(seconds=6)) as graph:
        graph.enforce_window = False
        await send(graph, text_to())
        too_soon = await send(graph, text_to())
        someone_else = await send(graph, text_to("4915100000000"))
        clock.now += timedelta(seconds=6)
        later = await send(graph, text_to())

    assert (too_soon[0], code_of(too_soon[1])) == (400, 131056)
    assert (someone_else[0], later[0]) == (200, 200)


async def test_more_messages_a_second_than_allowed_are_refused() -> None:
    clock = MovingClock()
    async with GraphStandin(clock=clock, per_second=2, enforce_window=False) as graph:
        await send(graph, text_to())
        await send(graph, text_to())
        third = await send(graph, text_to())
        clock.now += timedelta(seconds=1)
        next_second = await send(graph, text_to())

    assert (third[0], code_of(third[1])) == (429, 130429)
    assert next_second[0] == 200


async def test_a_read_mark_is_kept_and_sends_nothing(graph: GraphStandin) -> None:
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.in"}

    status, answer = await send(graph, mark)

    assert (status, answer) == (200, {"success": True})
    assert graph.read_marks == ["wamid.in"]
    assert graph.accepted == []


async def test_the_phone_number_can_be_looked_up(graph: GraphStandin) -> None:
    path = f"{graph.url}/v26.0/{webhooks.PHONE_NUMBER_ID}"
    headers = {"Authorization": "Bearer graph-token"}
    async with aiohttp.ClientSession() as session:
        async with session.get(path, headers=headers) as answer:
            number = await answer.json()
        async with session.get(path) as answer:
            without_token = answer.status

    assert number["id"] == webhooks.PHONE_NUMBER_ID
    assert {"display_phone_number", "verified_name"} <= number.keys()
    assert without_token == 401


# -- faults --


async def test_a_planned_status_hits_messages_only_and_as_often_as_planned(
    graph: GraphStandin,
) -> None:
    graph.fail_next(2, Fault("status", status=503))
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.in"}

    statuses = [(await send(graph, body))[0] for body in (text_to(), mark, text_to(), text_to())]

    assert statuses == [503, 200, 503, 200]
    assert len(graph.accepted) == 1
    assert len(graph.calls) == 4


async def test_a_planned_429_says_when_to_come_back(graph: GraphStandin) -> None:
    graph.fail_next(1, Fault("status", status=429, retry_after_s=1.5))
    headers = {"Authorization": "Bearer graph-token"}
    path = f"{graph.url}/v26.0/{webhooks.PHONE_NUMBER_ID}/messages"

    async with (
        aiohttp.ClientSession() as session,
        session.post(path, json=text_to(), headers=headers) as answer,
    ):
        body = await answer.json()

    assert (answer.status, answer.headers["Retry-After"], code_of(body)) == (429, "1.5", 130429)


@pytest.mark.parametrize(("kind", "accepted"), [("reset", 0), ("accept_then_reset", 1)])
async def test_a_reset_leaves_the_sender_without_an_answer(
    graph: GraphStandin, kind: FaultKind, accepted: int
) -> None:
    graph.fail_next(1, Fault(kind))

    with pytest.raises(aiohttp.ClientConnectionError):
        await send(graph, text_to())

    assert len(graph.accepted) == accepted
    assert (await send(graph, text_to()))[0] == 200


@pytest.mark.parametrize("kind", ["garbage", "wrong_content_type", "truncated"])
async def test_a_spoiled_answer_belongs_to_an_accepted_message(
    graph: GraphStandin, kind: FaultKind
) -> None:
    graph.fail_next(1, Fault(kind))

    with pytest.raises((ValueError, aiohttp.ContentTypeError)):
        await send(graph, text_to())

    assert len(graph.accepted) == 1


async def test_a_hung_call_is_never_answered_and_does_not_keep_the_server_open() -> None:
    async with GraphStandin(enforce_window=False) as graph:
        graph.fail_next(1, Fault("hang"))

        with pytest.raises(TimeoutError):
            await send(graph, text_to(), timeout_s=0.05)

        assert graph.accepted == []


async def test_a_late_answer_comes_after_the_message_was_accepted(graph: GraphStandin) -> None:
    graph.fail_next(1, Fault("late_answer", delay_s=30))

    with pytest.raises(TimeoutError):
        await send(graph, text_to(), timeout_s=0.2)

    assert len(graph.accepted) == 1


async def test_a_delayed_call_is_answered_as_usual(graph: GraphStandin) -> None:
    graph.fail_next(1, Fault("delay", delay_s=0.01))

    status, _ = await send(graph, text_to())

    assert status == 200


async def test_faults_can_be_chosen_call_by_call(graph: GraphStandin) -> None:
    def fail_greetings(call: Call) -> Fault | None:
        return Fault("status", status=500) if is_send(call) and b"Hello" in call.body else None

    graph.faults_by(fail_greetings)
    failed = await send(graph, text_to(body="Hello"))
    passed = await send(graph, text_to(body="Goodbye"))
    graph.clear_faults()
    after = await send(graph, text_to(body="Hello"))

    assert (failed[0], passed[0], after[0]) == (500, 200, 200)


def test_a_fault_that_this_vendor_cannot_show_is_refused() -> None:
    graph = GraphStandin()

    with pytest.raises(ValueError, match="refusal"):
        graph.fail_next(1, Fault("refusal"))


# -- webhooks --


async def test_a_delivered_text_is_signed_over_its_raw_bytes(receiver: Receiver) -> None:
    async with GraphStandin(app_secret=SECRET, webhook_url=receiver.url) as graph:
        delivered = await graph.deliver("¿Hay piscina? 🏊", sender=GUEST, message_id="wamid.1")

    expected = hmac.new(SECRET.encode(), receiver.bodies[0], hashlib.sha256).hexdigest()
    assert receiver.signatures == [f"sha256={expected}"]
    value = json.loads(receiver.bodies[0])["entry"][0]["changes"][0]["value"]
    assert value["messages"][0]["text"]["body"] == "¿Hay piscina? 🏊"
    assert value["contacts"][0]["wa_id"] == value["messages"][0]["from"] == GUEST
    assert (delivered.status, delivered.message_id) == (200, "wamid.1")


async def test_a_delivered_text_opens_the_window_of_its_sender(receiver: Receiver) -> None:
    async with GraphStandin(webhook_url=receiver.url) as graph:
        await graph.deliver("Hello", sender=GUEST)

        status, _ = await send(graph, text_to())

    assert status == 200


async def test_a_wrong_signature_can_be_asked_for(receiver: Receiver) -> None:
    async with GraphStandin(webhook_url=receiver.url) as graph:
        await graph.post(webhooks.envelope(), signature="sha256=00")

    assert receiver.signatures == ["sha256=00"]


async def test_statuses_follow_an_accepted_message_and_carry_its_callback_data(
    receiver: Receiver,
) -> None:
    async with GraphStandin(
        webhook_url=receiver.url, statuses="sent,delivered,read", enforce_window=False
    ) as graph:
        await send(graph, text_to(biz_opaque_callback_data="outbox-7"))
        await graph.statuses_delivered()
        [message] = graph.accepted

    assert [update["status"] for update in receiver.statuses] == ["sent", "delivered", "read"]
    assert {update["id"] for update in receiver.statuses} == {message.wamid}
    assert {update["biz_opaque_callback_data"] for update in receiver.statuses} == {"outbox-7"}


async def test_statuses_come_even_when_the_answer_was_lost(receiver: Receiver) -> None:
    async with GraphStandin(
        webhook_url=receiver.url, statuses="sent", enforce_window=False
    ) as graph:
        graph.fail_next(1, Fault("accept_then_reset"))
        with pytest.raises(aiohttp.ClientConnectionError):
            await send(graph, text_to(biz_opaque_callback_data="outbox-7"))
        await graph.statuses_delivered()

    assert [update["biz_opaque_callback_data"] for update in receiver.statuses] == ["outbox-7"]


async def test_a_status_is_repeated_until_it_is_taken(receiver: Receiver) -> None:
    receiver.answers = [500, 401, 503]
    async with GraphStandin(
        webhook_url=receiver.url, statuses="sent", enforce_window=False, retry_first_s=0.001
    ) as graph:
        await send(graph, text_to())
        await graph.statuses_delivered()

    assert receiver.answers == []
    assert [update["status"] for update in receiver.statuses] == ["sent"]


async def test_a_receiver_that_was_down_gets_its_statuses_after_it_is_back(
    receiver: Receiver,
) -> None:
    await receiver.stop()
    async with GraphStandin(
        webhook_url=receiver.url, statuses="sent", enforce_window=False, retry_first_s=0.001
    ) as graph:
        await send(graph, text_to())
        with pytest.raises(aiohttp.ClientConnectionError):
            await graph.deliver("Anyone there?")
        await receiver.start()
        await graph.statuses_delivered()

    assert [update["status"] for update in receiver.statuses] == ["sent"]


async def test_statuses_can_come_twice_and_out_of_order(receiver: Receiver) -> None:
    async with GraphStandin(
        webhook_url=receiver.url,
        statuses="sent,delivered,read",
        duplicate_statuses=True,
        shuffle=random.Random(1),
        enforce_window=False,
    ) as graph:
        await send(graph, text_to())
        await graph.statuses_delivered()

    names = [update["status"] for update in receiver.statuses]
    assert sorted(names) == ["delivered", "delivered", "read", "read", "sent", "sent"]
    assert names[:3] != ["sent", "delivered", "read"]


async def test_a_failed_status_says_why(receiver: Receiver) -> None:
    async with GraphStandin(webhook_url=receiver.url, enforce_window=False) as graph:
        await send(graph, text_to())
        await graph.deliver_status(graph.accepted[0], "failed", code=131026)

    [update] = receiver.statuses
    assert (update["status"], update["errors"][0]["code"]) == ("failed", 131026)


def test_a_status_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="seen"):
        GraphStandin(statuses="sent,seen")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (webhooks.text_message("Hi"), "text"),
        (webhooks.media_message("image", caption="My passport"), "image"),
        (webhooks.media_message("audio"), "audio"),
        (webhooks.media_message("video"), "video"),
        (webhooks.media_message("document"), "document"),
        (webhooks.media_message("sticker"), "sticker"),
        (webhooks.location_message(), "location"),
        (webhooks.contacts_message(), "contacts"),
        (webhooks.button_message("Stop"), "button"),
        (webhooks.interactive_message("button_reply"), "interactive"),
        (webhooks.interactive_message("list_reply"), "interactive"),
        (webhooks.interactive_message("nfm_reply"), "interactive"),
        (webhooks.reaction_message("👍", to="wamid.out"), "reaction"),
        (webhooks.order_message(), "order"),
        (webhooks.system_message(), "system"),
        (webhooks.unsupported_message(), "unsupported"),
    ],
)
def test_each_inbound_type_carries_its_sender_and_its_content(
    message: JsonObject, kind: str
) -> None:
    assert message["type"] == kind
    assert message[kind]
    assert message["from"] == webhooks.GUEST_PHONE
    assert message["id"].startswith("wamid.")
    assert message["timestamp"].isdigit()


def test_a_guest_with_a_username_comes_without_a_phone_number() -> None:
    envelope = webhooks.envelope([webhooks.text_message("Hi", sender=USER_ID)])

    value = envelope["entry"][0]["changes"][0]["value"]
    assert "from" not in value["messages"][0]
    assert value["messages"][0]["from_user_id"] == USER_ID
    assert value["contacts"] == [{"profile": {"name": "Ana Silva"}, "user_id": USER_ID}]


def test_one_post_can_carry_many_entries() -> None:
    first = webhooks.envelope([webhooks.text_message("1"), webhooks.text_message("2")])
    second = webhooks.envelope(statuses=[webhooks.status_update("wamid.out", "read")])

    both = webhooks.batch(first, second)

    assert len(both["entry"]) == 2
    assert [m["text"]["body"] for m in webhooks.messages_in(both)] == ["1", "2"]


# -- by hand --


async def test_another_process_can_plan_faults_deliver_and_read_the_record(
    receiver: Receiver,
) -> None:
    async with (
        GraphStandin(webhook_url=receiver.url) as graph,
        aiohttp.ClientSession(graph.url) as session,
    ):
        plan = {"n": 1, "fault": {"kind": "status", "status": 500}}
        async with session.post("/_control/faults", json=plan) as answer:
            planned = await answer.json()
        async with session.post("/_control/faults", json={"fault": {"kind": "fire"}}) as answer:
            unknown = answer.status
        async with session.post(
            "/_control/deliver", json={"text": "Hi", "sender": GUEST}
        ) as answer:
            delivered = await answer.json()
        await send(graph, text_to())
        await send(graph, text_to(body="Here you are"))
        async with session.get("/_control/accepted") as answer:
            accepted = await answer.json()
        async with session.get("/_control/rejected") as answer:
            rejected = await answer.json()

    assert planned == {"planned": 1}
    assert unknown == 400
    assert delivered["status"] == 200
    assert [message["text"] for message in accepted] == ["Here you are"]
    assert [refusal["code"] for refusal in rejected] == [131000]
