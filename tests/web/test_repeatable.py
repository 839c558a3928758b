"""R2: a reply sent again by an unsure client reaches the guest once."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from jack.web.routes import DOCUMENTED
from tests.web.servers import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def reply(
    admin: aiohttp.ClientSession, conversation_id: int, text: str, key: str
) -> tuple[int, dict[str, Any], bool]:
    """(status, answer, whether it was given before)."""
    async with admin.post(
        f"/api/v1/conversations/{conversation_id}/messages",
        json={"content": text},
        headers={"Idempotency-Key": key},
    ) as answer:
        return answer.status, await answer.json(), "Idempotency-Replayed" in answer.headers


async def test_the_same_reply_again_is_sent_once_and_answered_alike(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    talk = await server.talk("What time is breakfast?")

    first = await reply(admin, talk.conversation_id, "From seven.", "reply-1")
    again = await reply(admin, talk.conversation_id, "From seven.", "reply-1")
    other = await reply(admin, talk.conversation_id, "From eight.", "reply-1")

    assert (first[0], first[2]) == (201, False)
    assert again == (201, first[1], True)
    assert (other[0], other[1]["error"]["code"]) == (409, "CONFLICT")
    async with admin.get(f"/api/v1/conversations/{talk.conversation_id}/messages") as answer:
        stored = [message["content"] for message in (await answer.json())["messages"]]
    assert stored.count("From seven.") == 1


async def test_many_at_once_are_sent_once(server: Server, admin: aiohttp.ClientSession) -> None:
    talk = await server.talk("What time is breakfast?")

    answers = await asyncio.gather(
        *(reply(admin, talk.conversation_id, "At once.", "reply-2") for _ in range(5))
    )

    assert {status for status, _, _ in answers} <= {201, 409}
    async with admin.get(f"/api/v1/conversations/{talk.conversation_id}/messages") as answer:
        stored = [message["content"] for message in (await answer.json())["messages"]]
    assert stored.count("At once.") == 1


async def test_a_refused_reply_may_be_tried_again_under_its_key(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    talk = await server.talk("What time is breakfast?")

    missing = await reply(admin, 987654321, "Hello.", "reply-3")
    empty = await reply(admin, talk.conversation_id, " ", "reply-4")
    empty_again = await reply(admin, talk.conversation_id, " ", "reply-4")

    assert (missing[0], empty[0], empty_again[0]) == (404, 400, 400)


async def test_what_sends_takes_a_key() -> None:
    sending = {route.operation_id for route in DOCUMENTED if route.is_sending}

    assert sending == {
        "approveMessage",
        "replyToGuest",
        "retryMessage",
        "retryOutbox",
        "sendTemplate",
    }
