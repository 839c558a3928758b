"""Webhooks of ours: signed, and never into the hotel's own network (R15)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from jack.channels.hooks import FORBIDDEN, Hooks, signature
from jack.errors import Permanent, Transient
from jack.model.clock import SECOND

SECRET = b"a secret of the webhooks"
AT = 1_800_000_000 * SECOND


@dataclass
class Receiver:
    """Takes only what is signed right and not older than five minutes, as the docs advise."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    taken: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        timestamp = request.headers["X-Jack-Timestamp"]
        told = request.headers["X-Jack-Signature"].removeprefix("sha256=")
        if told != signature(SECRET, timestamp, body) or abs(int(timestamp) - AT // SECOND) > 300:
            return web.Response(status=401)
        if self.answers:
            return self.answers.pop(0)
        self.taken.append((request.headers["X-Jack-Id"], json.loads(body)))
        return web.Response(status=202)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


def hooks(*local: str, secret: bytes = SECRET) -> Hooks:
    return Hooks(secret, local_origins=local, agent="Jack", clock=lambda: AT)


async def test_a_call_is_signed_and_taken(receiver: Receiver) -> None:
    sender = hooks(receiver.url)

    status = await sender.call(f"{receiver.url}/hook", '{"rule": "hello"}', call_id=7)
    await sender.close()

    assert status == 202
    assert receiver.taken == [("7", {"rule": "hello"})]


async def test_another_secret_is_refused_there(receiver: Receiver) -> None:
    sender = hooks(receiver.url, secret=b"another secret entirely")

    with pytest.raises(Transient, match="401"):
        await sender.call(f"{receiver.url}/hook", "{}", call_id=7)
    await sender.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/hook",
        "https://10.0.0.5/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://me@example.org/hook",
        "file:///etc/passwd",
        "https:///hook",
    ],
)
async def test_r15_private_addresses_are_not_called(url: str) -> None:
    sender = hooks()

    with pytest.raises(Permanent) as caught:
        await sender.call(url, "{}", call_id=1)
    await sender.close()

    assert caught.value.reason == FORBIDDEN


async def test_r15_nothing_is_called_without_a_secret(receiver: Receiver) -> None:
    sender = hooks(receiver.url, secret=b"")

    with pytest.raises(Permanent, match="webhook_secret"):
        await sender.call(f"{receiver.url}/hook", "{}", call_id=1)
    await sender.close()

    assert receiver.taken == []


async def test_r15_a_name_that_leads_home_is_not_called(receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2]
    sender = hooks()

    with pytest.raises(Transient):
        await sender.call(f"https://localhost:{port}/hook", "{}", call_id=1)
    await sender.close()

    assert receiver.taken == []


async def test_what_the_answer_means(receiver: Receiver) -> None:
    sender = hooks(receiver.url)
    receiver.answers = [
        web.Response(status=503, headers={"Retry-After": "120"}),
        web.Response(status=302, headers={"Location": "http://127.0.0.1/elsewhere"}),
        web.Response(status=410),
    ]

    with pytest.raises(Transient) as busy:
        await sender.call(f"{receiver.url}/hook", "{}", call_id=1)
    with pytest.raises(Transient, match="302"):
        await sender.call(f"{receiver.url}/hook", "{}", call_id=1)
    with pytest.raises(Permanent, match="410"):
        await sender.call(f"{receiver.url}/hook", "{}", call_id=1)
    await sender.close()

    assert busy.value.retry_after_s == 120.0
    assert receiver.taken == []
