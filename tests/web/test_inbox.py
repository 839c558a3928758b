"""The inbox over HTTP: lists, threads, search, and everything that is done with a conversation."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.servers import Server
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def kinds(client: aiohttp.ClientSession, conversation_id: int) -> list[str]:
    thread = await get(client, f"/api/v1/conversations/{conversation_id}/timeline")
    return [item["kind"] for item in thread["items"]]


async def test_the_inbox_shows_a_new_conversation(server: Server, staff: Staff) -> None:
    talk = await server.talk("Could I have two towels in room 204, please?")
    desk = staff[Role.FRONT_DESK]

    inbox = await get(desk, "/api/v1/inbox", limit=5, order="recent")
    line = next(c for c in inbox["conversations"] if c["id"] == str(talk.conversation_id))
    counts = await get(desk, "/api/v1/inbox/counts")

    assert line["lastMessage"]["sender"] == "ai"
    assert (line["unreadCount"], line["failedCount"], line["draftCount"]) == (1, 0, 0)
    assert line["attention"] is None
    assert counts["open"] >= 1


async def test_pages_follow_one_another(server: Server, admin: aiohttp.ClientSession) -> None:
    for number in range(3):
        await server.talk(f"What time is breakfast on day {number}?")

    for order in ("attention", "recent"):
        whole = await get(admin, "/api/v1/inbox", limit=100, order=order)
        ids: list[str] = []
        query: dict[str, Any] = {"limit": 2, "order": order}
        while True:
            page = await get(admin, "/api/v1/inbox", **query)
            ids += [line["id"] for line in page["conversations"]]
            if page["cursor"] is None:
                break
            query["cursor"] = page["cursor"]
        assert ids == [line["id"] for line in whole["conversations"]]


async def test_a_thread_holds_messages_notes_events_and_escalations(
    server: Server, staff: Staff
) -> None:
    desk = staff[Role.FRONT_DESK]
    talk = await server.talk()
    at = f"/api/v1/conversations/{talk.conversation_id}"

    note = await post(desk, f"{at}/notes", {"content": "A regular."}, status=201)
    await post(desk, f"{at}/claim")
    await post(desk, f"{at}/escalate", {"department": "manager", "priority": "high"})
    thread = await get(desk, f"{at}/timeline")

    assert note["content"] == "A regular."
    assert [item["kind"] for item in thread["items"]].count("message") == 3
    assert {"note", "event", "escalation"} <= {item["kind"] for item in thread["items"]}
    for item in thread["items"]:
        assert [key for key in ("message", "note", "event", "escalation", "task") if item[key]] == [
            item["kind"]
        ]
    times = [item["at"] for item in thread["items"]]
    assert times == sorted(times, reverse=True)
    answer = next(
        i["message"] for i in thread["items"] if i["message"] and i["message"]["sender"] == "ai"
    )
    assert answer["translation"] is None
    assert thread["windowEndsAt"] is None


async def test_a_conversation_is_passed_on_and_back(
    server: Server, staff: Staff, logins: Any
) -> None:
    desk, concierge = staff[Role.FRONT_DESK], staff[Role.CONCIERGE]
    talk = await server.talk()
    at = f"/api/v1/conversations/{talk.conversation_id}"
    me = await get(concierge, "/api/v1/me")

    given = await post(desk, f"{at}/transfer", {"to": me["id"]})
    called = await post(concierge, f"{at}/transfer", {"department": "front_desk"})
    done = await post(desk, f"{at}/resolve")
    back = await post(desk, f"{at}/reopen")

    assert given["assignedTo"] == me["id"]
    assert (called["assignedTo"], called["state"]) == (None, "escalated")
    assert [e["department"] for e in called["escalations"]][-1] == "front_desk"
    assert (done["state"], back["state"]) == ("resolved", "active")
    await post(desk, f"{at}/transfer", {}, status=400)
    await post(desk, f"{at}/transfer", {"to": "1", "department": "spa"}, status=400)
    await post(desk, f"{at}/reopen", status=409)


async def test_a_conversation_says_whose_it_is_and_who_the_guest_is(
    server: Server, staff: Staff
) -> None:
    desk = staff[Role.FRONT_DESK]
    talk = await server.talk()
    at = f"/api/v1/conversations/{talk.conversation_id}"
    before = await get(desk, at)
    changed = {"firstName": "Rosa", "lastName": "Almeida"}
    async with desk.patch(f"/api/v1/guests/{before['guestId']}", json=changed) as answer:
        assert answer.status == 200
    await post(desk, f"{at}/claim")

    after = await get(desk, at)

    me = await get(desk, "/api/v1/me")
    names = ("guestName", "assignedName", "room")
    assert [before[name] for name in names] == ["", None, None]
    assert [after[name] for name in names] == ["Rosa Almeida", me["name"], None]
    async with desk.get("/api/v1/conversations/999999") as answer:
        assert answer.status == 404


async def test_a_suggestion_is_used_edited_or_discarded(server: Server, staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    talk = await server.talk("Could I have two towels in room 204, please?")
    at = f"/api/v1/conversations/{talk.conversation_id}"
    async with server.expecting_answer_to(talk.address):
        await post(desk, f"{at}/claim")

    for line in (await get(desk, f"{at}/messages"))["messages"]:
        if line["delivery"] == "draft":
            await post(desk, f"/api/v1/messages/{line['id']}/discard")
    first = await post(desk, f"{at}/suggest")
    assert [task["department"] for task in first["tasks"]] == ["housekeeping"]
    assert first["message"]["delivery"] == "draft"
    gone = await post(desk, f"/api/v1/messages/{first['message']['id']}/discard")
    second = await post(desk, f"{at}/suggest")
    async with server.expecting_answer_to(talk.address):
        sent = await post(
            desk, f"/api/v1/messages/{second['message']['id']}/approve", {"content": "At seven."}
        )

    assert gone["delivery"] == "discarded"
    assert second["message"]["id"] != first["message"]["id"]
    assert (sent["sender"], sent["content"]) == ("staff", "At seven.")
    assert [m.text for m in await server.shown_to(talk.address)][-1] == "At seven."
    await post(desk, f"/api/v1/messages/{sent['id']}/approve", {}, status=409)
    await post(desk, f"/api/v1/messages/{sent['id']}/retry", {}, status=409)


async def test_what_was_seen_is_no_longer_unread(server: Server, staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    talk = await server.talk()
    at = f"/api/v1/conversations/{talk.conversation_id}"

    await post(desk, f"{at}/seen", {"messageId": str(talk.message_id)}, status=204)
    inbox = await get(desk, "/api/v1/inbox", limit=100)
    line = next(c for c in inbox["conversations"] if c["id"] == str(talk.conversation_id))

    assert line["unreadCount"] == 0
    await post(desk, f"{at}/seen", {"messageId": "999999999"}, status=400)


async def test_messages_are_found_by_their_words(server: Server, staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    talk = await server.talk("Is there a velocipede rental nearby?")

    found = await get(desk, "/api/v1/search", q="velocip")
    listed = await get(desk, "/api/v1/conversations", q="velocipede")
    inbox = await get(desk, "/api/v1/inbox", q="velocipede rental")

    assert [m["id"] for m in found["messages"]] == [str(talk.message_id)]
    for page in (listed, inbox):
        assert [c["id"] for c in page["conversations"]] == [str(talk.conversation_id)]


async def test_the_guests_channels_are_listed(server: Server, staff: Staff) -> None:
    talk = await server.talk()

    at = f"/api/v1/conversations/{talk.conversation_id}/channels"
    found = await get(staff[Role.FRONT_DESK], at)

    assert [(c["channel"], c["isStopped"]) for c in found["channels"]] == [("webchat", False)]


async def test_housekeeping_has_no_inbox(server: Server, staff: Staff) -> None:
    talk = await server.talk()
    maid = staff[Role.HOUSEKEEPING]
    at = f"/api/v1/conversations/{talk.conversation_id}"

    for path in ("/api/v1/inbox", "/api/v1/inbox/counts", f"{at}/timeline", f"{at}/channels",
                 "/api/v1/search?q=x"):  # fmt: skip
        async with maid.get(path) as answer:
            assert answer.status == 403, path
    for path, body in ((f"{at}/notes", {"content": "x"}), (f"{at}/suggest", None),
                       (f"{at}/transfer", {"to": "1"}), (f"{at}/reopen", None)):  # fmt: skip
        async with maid.post(path, json=body) as answer:
            assert answer.status == 403, path
