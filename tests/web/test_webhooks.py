"""A vendor's webhook is answered with 2xx only once all of it is on disk (R1)."""

from __future__ import annotations

import itertools
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jack.db import sql
from jack.model.messages import Delivery
from tests.standins import whatsapp_webhooks as whatsapp
from tests.standins.graph import GraphStandin
from tests.web.servers import APP_SECRET, FAST, VERIFY_TOKEN, WHATSAPP, Server, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "/webhooks/whatsapp"
PHONES = (f"49151{number:08d}" for number in itertools.count(20_000_000))


async def post(
    client: aiohttp.ClientSession, body: bytes | dict[str, Any], signature: str | None = None
) -> int:
    """The status of one webhook, signed as Meta does unless a signature is given."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    headers = {"X-Hub-Signature-256": signature or whatsapp.sign(APP_SECRET, raw)}
    async with client.post(PATH, data=BytesIO(raw), headers=headers) as answer:
        await answer.read()
        return answer.status


async def texts_from(server: Server, phone: str) -> list[str]:
    """What is stored of a guest, in order."""
    rows = await server.app.db.read(
        sql.rows,
        "SELECT text FROM message WHERE address = ? AND sender = 'guest' ORDER BY id",
        phone,
    )
    return [text for (text,) in rows]


async def answers_to(server: Server, phone: str) -> int:
    """How many answers of Jack's are stored for a guest, sent or not."""
    found = await server.app.db.read(
        sql.value, "SELECT count(*) FROM message WHERE address = ? AND sender = 'ai'", phone
    )
    return int(found)


# -- verification --------------------------------------------------------------------------


async def test_the_vendor_gets_its_challenge_back(anyone: aiohttp.ClientSession) -> None:
    query = {
        "hub.mode": "subscribe",
        "hub.verify_token": VERIFY_TOKEN,
        "hub.challenge": "1158201444",
    }

    async with anyone.get(PATH, params=query) as answer:
        text = await answer.text()

    assert (answer.status, text) == (200, "1158201444")
    assert answer.content_type == "text/plain"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"hub.mode": "subscribe", "hub.challenge": "c4n4ry"},
        {"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "c4n4ry"},
        {"hub.mode": "subscribe", "hub.verify_token": "ünïcode", "hub.challenge": "c4n4ry"},
        {"hub.mode": "other", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "c4n4ry"},
    ],
)
async def test_without_the_verify_token_there_is_no_challenge(
    anyone: aiohttp.ClientSession, query: dict[str, str]
) -> None:
    async with anyone.get(PATH, params=query) as answer:
        text = await answer.text()

    assert answer.status == 403
    assert "c4n4ry" not in text


# -- signatures ----------------------------------------------------------------------------


async def test_an_unsigned_webhook_is_refused_and_not_stored(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    phone = next(PHONES)
    body = json.dumps(whatsapp.envelope([whatsapp.text_message("Hi", sender=phone)]))

    async with anyone.post(PATH, data=body) as answer:
        pass

    assert answer.status == 401
    assert await texts_from(server, phone) == []


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param("sha256=" + "0" * 64, id="of nothing"),
        pytest.param("sha256=", id="empty"),
        pytest.param("sha1=abc", id="of another kind"),
        pytest.param("sha256=é中", id="of letters"),
        pytest.param(whatsapp.sign("another secret", b"{}"), id="by another secret"),
    ],
)
async def test_a_wrong_signature_is_refused(anyone: aiohttp.ClientSession, signature: str) -> None:
    assert await post(anyone, b"{}", signature) == 401


async def test_a_changed_byte_is_noticed(server: Server, anyone: aiohttp.ClientSession) -> None:
    phone = next(PHONES)
    body = json.dumps(whatsapp.envelope([whatsapp.text_message("Hi", sender=phone)])).encode()
    signature = whatsapp.sign(APP_SECRET, body)

    status = await post(anyone, body.replace(b"Hi", b"Ho"), signature)

    assert status == 401
    assert await texts_from(server, phone) == []


async def test_the_signature_is_over_the_raw_bytes(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    phone = next(PHONES)
    envelope = whatsapp.envelope([whatsapp.text_message("Grüße 🛎️ 你好", sender=phone)])
    spaced = json.dumps(envelope, ensure_ascii=False, indent=3).encode() + b"\n\n"

    async with server.expecting_answer_to(phone):
        status = await post(anyone, spaced)

    assert status == 200
    assert await texts_from(server, phone) == ["Grüße 🛎️ 你好"]


# -- what is stored ------------------------------------------------------------------------


async def test_a_message_and_its_raw_payload_are_stored_before_the_vendor_hears_yes(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    phone = next(PHONES)
    envelope = whatsapp.envelope([whatsapp.text_message("What time is checkout?", sender=phone)])
    raw = json.dumps(envelope).encode()

    async with server.expecting_answer_to(phone):
        status = await post(anyone, raw)
        stored = await texts_from(server, phone)
        payloads = await server.app.db.read(
            sql.rows,
            "SELECT p.body FROM webhook_payload p JOIN inbox i ON i.payload_id = p.id"
            " JOIN message m ON m.id = i.message_id WHERE m.address = ?",
            phone,
        )

    assert status == 200
    assert stored == ["What time is checkout?"]
    assert payloads == [(raw,)]


async def test_a_whole_batch_is_taken_in_its_order(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    first, second, third = next(PHONES), next(PHONES), next(PHONES)
    batch = whatsapp.batch(
        whatsapp.envelope(
            [
                whatsapp.text_message("One", sender=first),
                whatsapp.text_message("Two", sender=first),
                whatsapp.text_message("Hello", sender=second),
            ]
        ),
        whatsapp.envelope([whatsapp.text_message("Good day", sender=third)]),
        whatsapp.envelope(
            [whatsapp.text_message("Three", sender=first)],
            statuses=[whatsapp.status_update("wamid.unknown", "delivered")],
        ),
    )

    status = await post(anyone, batch)

    assert status == 200
    assert await texts_from(server, first) == ["One", "Two", "Three"]
    assert await texts_from(server, second) == ["Hello"]
    assert await texts_from(server, third) == ["Good day"]


async def test_every_type_of_message_is_stored(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    phone = next(PHONES)
    messages = [
        whatsapp.media_message("image", caption="My key card", sender=phone),
        whatsapp.media_message("audio", sender=phone),
        whatsapp.media_message("sticker", sender=phone),
        whatsapp.location_message(sender=phone),
        whatsapp.contacts_message(sender=phone),
        whatsapp.button_message("Yes, please", sender=phone),
        whatsapp.interactive_message("list_reply", sender=phone),
        whatsapp.reaction_message("👍", to="wamid.x", sender=phone),
        whatsapp.order_message(sender=phone),
        whatsapp.unsupported_message(sender=phone),
        whatsapp.message("a_type_of_next_year", {"x": 1}, sender=phone),
    ]

    status = await post(anyone, whatsapp.envelope(messages))

    assert status == 200
    assert len(await texts_from(server, phone)) == len(messages)


async def test_the_same_webhook_twice_is_stored_and_answered_once(
    server: Server, graph: GraphStandin, anyone: aiohttp.ClientSession
) -> None:
    phone = next(PHONES)
    envelope = whatsapp.envelope([whatsapp.text_message("What time is checkout?", sender=phone)])

    async with server.expecting_answer_to(phone):
        statuses = [await post(anyone, envelope) for _ in range(2)]
    statuses.append(await post(anyone, envelope))

    assert statuses == [200, 200, 200]
    assert await texts_from(server, phone) == ["What time is checkout?"]
    assert await answers_to(server, phone) == 1
    assert len([message for message in graph.accepted if message.to == phone]) == 1


async def test_a_batch_with_a_repeat_and_something_new_stores_the_new(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    phone = next(PHONES)
    old = whatsapp.text_message("One", sender=phone)
    await post(anyone, whatsapp.envelope([old]))

    status = await post(
        anyone, whatsapp.envelope([old, whatsapp.text_message("Two", sender=phone), old])
    )

    assert status == 200
    assert await texts_from(server, phone) == ["One", "Two"]


async def test_statuses_move_an_answer_forward(server: Server, graph: GraphStandin) -> None:
    phone = next(PHONES)
    async with server.expecting_answer_to(phone):
        await graph.deliver("What time is checkout?", sender=phone)
    [sent] = [message for message in graph.accepted if message.to == phone]

    reported = [
        await graph.deliver_status(sent, "read"),
        await graph.deliver_status(sent, "delivered"),
    ]

    delivery = await server.app.db.read(
        sql.value, "SELECT delivery FROM message WHERE address = ? AND sender = 'ai'", phone
    )
    assert reported == [200, 200]
    assert delivery == Delivery.READ


# -- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"not json", id="text"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="no envelope"),
        pytest.param(b'{"entry": 1}', id="no entries"),
        pytest.param(b"\xff\xfe\x00\x01", id="bytes"),
        pytest.param(b"[" * 100_000, id="nested deep"),
    ],
)
async def test_signed_nonsense_is_invalid(anyone: aiohttp.ClientSession, body: bytes) -> None:
    assert await post(anyone, body) == 400


@pytest.mark.parametrize(
    "part",
    [
        {"entry": [1, None, "x"]},
        {"entry": [{"changes": {}}]},
        {"entry": [{"changes": [{"field": "messages", "value": {"messages": [{"id": 1}]}}]}]},
        {"entry": [{"changes": [{"value": {"messages": [{"id": "a", "from": ["b"]}]}}]}]},
        {"entry": [{"changes": [{"value": {"statuses": [{"status": {}}]}}]}]},
        {"entry": [{"changes": [{"field": "account_update", "value": {}}]}]},
    ],
)
async def test_an_envelope_with_nothing_jack_knows_is_taken_and_nothing_stored(
    anyone: aiohttp.ClientSession, part: dict[str, Any]
) -> None:
    assert await post(anyone, part) == 200


async def test_a_webhook_of_three_mebibytes_is_taken_and_a_larger_one_is_not(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    phone = next(PHONES)
    limit = server.app.config.server.max_webhook_bytes
    body = json.dumps(whatsapp.envelope([whatsapp.text_message("Hi", sender=phone)])).encode()

    statuses = [
        await post(anyone, body.ljust(limit)),
        await post(anyone, body.ljust(limit + 1)),
    ]

    assert statuses == [200, 413]


@pytest.mark.parametrize("name", ["nothing", "webchat", "..%2fwhatsapp", "WHATSAPP"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_unknown_channel_has_no_webhook(
    anyone: aiohttp.ClientSession, method: str, name: str
) -> None:
    async with anyone.request(method, f"/webhooks/{name}") as answer:
        pass

    assert answer.status == 404


async def test_a_channel_that_is_off_has_no_webhook(tmp_path: Path) -> None:
    async with (
        running(tmp_path, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        assert await post(client, b"{}") == 404


async def test_when_the_store_fails_the_vendor_is_told_to_come_again(tmp_path: Path) -> None:
    envelope = whatsapp.envelope([whatsapp.text_message("Hi", sender=next(PHONES))])

    async with (
        running(tmp_path, settings={**FAST, **WHATSAPP}) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        server.app.db.close()

        assert await post(client, envelope) == 503


async def test_a_full_disk_is_no_yes_and_what_fits_later_is_stored_once(tmp_path: Path) -> None:
    phone = next(PHONES)
    body = whatsapp.envelope([whatsapp.text_message("x" * 20_000, sender=phone)])
    # Nobody else writes meanwhile: the first write that fails lifts the limit.
    settings = {**FAST, **WHATSAPP, "pms.provider": ""}

    async with (
        running(tmp_path, settings=settings) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        pages = await server.app.db.write(sql.value, "PRAGMA page_count")
        await server.app.db.write(sql.value, f"PRAGMA max_page_count = {pages}")
        full = await post(client, body)
        # The writer starts over on a fresh connection, which has no limit.
        stored = await texts_from(server, phone)
        later = [await post(client, body), await post(client, body)]

        assert full == 503
        assert stored == []
        assert later == [200, 200]
        assert len(await texts_from(server, phone)) == 1


async def test_refused_webhooks_are_counted_by_reason(anyone: aiohttp.ClientSession) -> None:
    await post(anyone, b"{}", "sha256=00")

    async with anyone.get("/metrics") as answer:
        text = await answer.text()

    sample = 'jack_webhook_rejected_total{channel="whatsapp",reason="bad_signature"}'
    assert float(text.partition(sample)[2].split()[0]) >= 1
