"""Every resource of the API, used as it is meant to be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from jack.model.staff import Role
from jack.web.api.conversations import Cards
from jack.web.api.shapes import encode
from tests.standins.graph import GraphStandin
from tests.web.conftest import Staff
from tests.web.servers import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def get(client: aiohttp.ClientSession, path: str, **query: str | int) -> dict[str, Any]:
    """The answer, checked for what all answers have in common."""
    async with client.get(path, params=query) as answer:
        body = await answer.json()
        assert answer.status == 200, body
    _check_form(body)
    found: dict[str, Any] = body
    return found


async def post(
    client: aiohttp.ClientSession, path: str, body: object = None, *, status: int = 200
) -> dict[str, Any]:
    async with client.post(path, json=body) as answer:
        found: dict[str, Any] = await answer.json() if status != 204 else {}
        assert answer.status == status, found
    _check_form(found)
    return found


def _check_form(body: object) -> None:
    """camelCase keys, ids as decimal strings, times in UTC."""
    for key, value in _pairs(body):
        assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", key), key
        if key == "id" or key.endswith("Id"):
            assert value is None or isinstance(value, str), key
        if key.endswith("At") and value is not None:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value), key


def _pairs(body: object) -> Iterator[tuple[str, Any]]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield key, value
            yield from _pairs(value)
    elif isinstance(body, list):
        for item in body:
            yield from _pairs(item)


# -- conversations -------------------------------------------------------------------------


async def test_a_conversation_is_found_read_and_listed(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    talk = await server.talk("What time is checkout zebra?")
    path = f"/api/v1/conversations/{talk.conversation_id}"

    cards = await get(admin, "/api/v1/conversations", q="zebra", state="open", channel="webchat")
    one = await get(admin, path)
    thread = await get(admin, f"{path}/messages")

    assert [card["id"] for card in cards["conversations"]] == [str(talk.conversation_id)]
    assert cards["cursor"] is None
    assert one["channel"] == "webchat"
    assert one["assignedTo"] is None
    assert [message["sender"] for message in thread["messages"]] == ["ai", "guest"]
    assert thread["messages"][1]["content"] == "What time is checkout zebra?"


async def test_the_list_is_written_as_its_model_says(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    await server.talk("Is there a sauna with a “view”?")

    async with admin.get("/api/v1/conversations") as answer:
        body = await answer.text()

    listed = Cards.model_validate_json(body, strict=True)
    assert json.loads(body) == listed.model_dump(by_alias=True)


async def test_staff_take_over_answer_and_hand_back(server: Server, staff: Staff) -> None:
    talk = await server.talk()
    desk = staff[Role.FRONT_DESK]
    path = f"/api/v1/conversations/{talk.conversation_id}"
    me = await get(desk, "/api/v1/me")

    claimed = await post(desk, f"{path}/claim")
    mine = await get(desk, "/api/v1/conversations", assignedTo="me")
    async with server.expecting_answer_to(talk.address):
        reply = await post(desk, f"{path}/messages", {"content": "I'm here."}, status=201)
    released = await post(desk, f"{path}/release")
    resolved = await post(desk, f"{path}/resolve")

    assert claimed["assignedTo"] == me["id"]
    assert str(talk.conversation_id) in [card["id"] for card in mine["conversations"]]
    assert (reply["sender"], reply["staffId"], reply["content"]) == ("staff", me["id"], "I'm here.")
    assert released["assignedTo"] is None
    assert resolved["state"] == "resolved"


async def test_writing_takes_over_a_conversation_nobody_owns(server: Server, staff: Staff) -> None:
    talk = await server.talk()
    concierge = staff[Role.CONCIERGE]
    path = f"/api/v1/conversations/{talk.conversation_id}"

    await post(concierge, f"{path}/messages", {"content": "Good evening."}, status=201)

    me = await get(concierge, "/api/v1/me")
    assert (await get(concierge, path))["assignedTo"] == me["id"]


@pytest.mark.parametrize("action", ["claim", "messages", "release", "resolve"])
async def test_a_colleagues_conversation_is_a_conflict(
    server: Server, staff: Staff, action: str
) -> None:
    talk = await server.talk()
    path = f"/api/v1/conversations/{talk.conversation_id}"
    await post(staff[Role.FRONT_DESK], f"{path}/claim")

    error = await post(
        staff[Role.CONCIERGE],
        f"{path}/{action}",
        {"content": "Me too."} if action == "messages" else None,
        status=409,
    )

    assert error["error"]["code"] == "CONFLICT"


async def test_a_request_becomes_a_task_one_can_read(
    server: Server, staff: Staff, admin: aiohttp.ClientSession
) -> None:
    talk = await server.talk("We need 2 towels in room 204, please")

    tasks = await get(admin, "/api/v1/tasks", conversationId=talk.conversation_id, status="open")
    [task] = tasks["tasks"]
    one = await get(staff[Role.HOUSEKEEPING], f"/api/v1/tasks/{task['id']}")

    assert one == task
    assert task["department"] == "housekeeping"
    assert task["room"] == "204"
    assert task["items"] == [{"name": "towels", "quantity": 2}]
    assert task["conversationId"] == str(talk.conversation_id)


async def test_a_wish_for_a_person_shows_as_an_escalation(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    talk = await server.talk("Let me talk to a human")

    one = await get(admin, f"/api/v1/conversations/{talk.conversation_id}")

    assert one["state"] == "escalated"
    assert len(one["escalations"]) == 1
    assert one["escalations"][0]["acknowledgedAt"] is None


# -- knowledge and ai ----------------------------------------------------------------------


async def test_knowledge_is_listed_searched_and_read(admin: aiohttp.ClientSession) -> None:
    listed = await get(admin, "/api/v1/knowledge", category="policy", language="en", limit=2)
    found = await get(admin, "/api/v1/knowledge/search", q="When must we check out?", limit=3)
    entry = await get(admin, f"/api/v1/knowledge/{found['passages'][0]['entryId']}")

    assert {entry["category"] for entry in listed["entries"]} == {"policy"}
    assert 0 < len(found["passages"]) <= 3
    assert 0 < found["threshold"] < 1
    assert entry["title"] == found["passages"][0]["title"]


async def test_a_text_is_classified(admin: aiohttp.ClientSession) -> None:
    found = await post(admin, "/api/v1/ai/classify", {"text": "We need 2 towels in 204"})

    assert found["language"] == "en"
    assert found["intents"]
    assert all(0 <= intent["confidence"] <= 1 for intent in found["intents"])
    assert (found["asksForHuman"], found["emergency"]) == (False, None)


async def test_an_answer_is_explained_by_either_message(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    talk = await server.talk("What time is breakfast?")
    [_, answer] = await server.shown_to(talk.address)

    by_question = await get(admin, "/api/v1/ai/explain", messageId=talk.message_id)
    by_answer = await get(admin, "/api/v1/ai/explain", messageId=answer.id)

    assert by_question == by_answer
    assert by_question["trace"]["question"] == "What time is breakfast?"
    assert by_question["trace"]["answer"] == answer.text


# -- outbox --------------------------------------------------------------------------------


async def test_a_failed_send_is_seen_retried_and_discarded(
    server: Server, graph: GraphStandin, admin: aiohttp.ClientSession
) -> None:
    guest = "4915100000001"
    graph.undeliverable.add(guest)

    async with server.expecting_failure_to(guest):
        await graph.deliver("What time is breakfast?", sender=guest)
    [failed] = (await get(admin, "/api/v1/outbox", state="failed"))["outbox"]
    async with server.expecting_failure_to(guest):
        await post(admin, f"/api/v1/outbox/{failed['id']}/retry", status=204)
    await post(admin, f"/api/v1/outbox/{failed['id']}/discard", status=204)
    discarded = await get(admin, "/api/v1/outbox", state="discarded")
    again = await post(admin, f"/api/v1/outbox/{failed['id']}/discard", status=409)

    assert (failed["channel"], failed["attempts"]) == ("whatsapp", 1)
    assert failed["error"]
    assert failed["id"] in [item["id"] for item in discarded["outbox"]]
    assert failed["id"] not in [i["id"] for i in (await get(admin, "/api/v1/outbox"))["outbox"]]
    assert again["error"]["code"] == "CONFLICT"
    assert guest not in [message.to for message in graph.accepted]


# -- lists ---------------------------------------------------------------------------------

LISTS = [
    ("/api/v1/conversations", "conversations"),
    ("/api/v1/tasks", "tasks"),
    ("/api/v1/knowledge", "entries"),
    ("/api/v1/outbox?state=sent", "outbox"),
]


@pytest.mark.parametrize(("path", "plural"), LISTS)
async def test_pages_hold_everything_once(
    server: Server, admin: aiohttp.ClientSession, path: str, plural: str
) -> None:
    for number in range(3):
        await server.talk(f"We need {number + 1} towels in room 301")
    whole = await _pages(admin, path, plural, limit=100)

    paged = await _pages(admin, path, plural, limit=2)

    assert len(whole) >= 3
    assert paged == whole
    assert len(set(paged)) == len(paged)


async def test_a_thread_pages_newest_first(server: Server, admin: aiohttp.ClientSession) -> None:
    talk = await server.talk()
    path = f"/api/v1/conversations/{talk.conversation_id}/messages"
    for text in ("One.", "Two.", "Three."):
        await post(admin, path, {"content": text}, status=201)

    whole = await _pages(admin, path, "messages", limit=100)
    paged = await _pages(admin, path, "messages", limit=2)

    assert len(whole) == 6
    assert whole == sorted(whole, key=int, reverse=True)
    assert paged == whole


@pytest.mark.parametrize(("path", "plural"), LISTS)
@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("", id="empty"),
        pytest.param("zebra", id="no base64"),
        pytest.param("MTI", id="a number"),
        pytest.param("bnVsbA", id="null"),
        pytest.param("eyJhIjoxfQ", id="an object"),
        pytest.param("WyIxIl0", id="a text"),
        pytest.param("WzEuNV0", id="a fraction"),
        pytest.param("W3RydWVd", id="true"),
        pytest.param(encode(1, 2, 3), id="too many"),
        pytest.param(encode(10**30), id="one too large"),
        pytest.param(encode(10**30, 10**30), id="two too large"),
        pytest.param("é中", id="letters"),
        pytest.param("W1tb" * 1000, id="nested deep"),
    ],
)
async def test_a_forged_cursor_is_invalid(
    admin: aiohttp.ClientSession, path: str, plural: str, cursor: str
) -> None:
    async with admin.get(path, params={"cursor": cursor}) as answer:
        error = (await answer.json())["error"]

    assert (answer.status, error["code"]) == (400, "VALIDATION_ERROR")
    assert error["details"]["field"] == "cursor"


async def _pages(client: aiohttp.ClientSession, path: str, plural: str, *, limit: int) -> list[str]:
    """All ids, page by page."""
    ids: list[str] = []
    query: dict[str, str | int] = {"limit": limit}
    while True:
        body = await get(client, path, **query)
        assert len(body[plural]) <= limit
        assert set(body) == {plural, "cursor"}
        ids += [item["id"] for item in body[plural]]
        if body["cursor"] is None:
            return ids
        query["cursor"] = body["cursor"]


# -- web chat without a socket -------------------------------------------------------------


async def test_web_chat_works_without_a_socket(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    session = await post(anyone, "/api/v1/webchat/sessions", {"language": "es"}, status=201)
    visitor = {"Authorization": f"Bearer {session['token']}"}

    async with server.expecting_answer_to(session["sessionId"]):
        await server.app.webchat.write(session["sessionId"], "What time is breakfast?", "1")
    async with anyone.get("/api/v1/webchat/messages", headers=visitor) as answer:
        everything = (await answer.json())["messages"]
    async with anyone.get(
        "/api/v1/webchat/messages", params={"after": everything[0]["seq"]}, headers=visitor
    ) as answer:
        later = (await answer.json())["messages"]

    assert session["hotelName"] == "Hotel Aurelane"
    assert session["maxLength"] == 2000
    assert [line["sender"] for line in everything] == ["guest", "ai"]
    assert everything[0]["clientId"] == "1"
    assert later == everything[1:]
    _check_form(everything)


@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer", "Bearer x.y.z", "Basic abc", "Bearer \u00ff\u00fe", "Bearer 中"],
)
async def test_a_forged_chat_token_shows_nothing(
    anyone: aiohttp.ClientSession, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}

    async with anyone.get("/api/v1/webchat/messages", headers=headers) as answer:
        error = (await answer.json())["error"]

    assert (answer.status, error["code"]) == (401, "UNAUTHORIZED")


async def test_a_chat_token_shows_only_its_own_session(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    await server.talk()
    session = await post(anyone, "/api/v1/webchat/sessions", {}, status=201)

    async with anyone.get(
        "/api/v1/webchat/messages", headers={"Authorization": f"Bearer {session['token']}"}
    ) as answer:
        body = await answer.json()

    assert body == {"messages": []}


async def test_a_chat_token_opens_nothing_of_the_staff(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    talk = await server.talk()

    async with anyone.get(
        "/api/v1/conversations", headers={"Authorization": f"Bearer {talk.token}"}
    ) as answer:
        pass

    assert answer.status == 401
