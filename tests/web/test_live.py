"""Live updates over `/ws`: proven callers, the hotel's own pages, nothing lost, nobody slowed down."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jack.events import ConversationChanged
from jack.model.staff import Role
from jack.model.tasks import Department, TaskProposal
from jack.services.demo import Login
from jack.web import live
from tests.web.conftest import Staff
from tests.web.pages import upgraded, watching
from tests.web.servers import FAST, Server, running
from tests.web.test_api import get, post
from tests.web.visitors import Visitor, visiting

pytestmark = pytest.mark.asyncio(loop_scope="session")


def bearer(client: aiohttp.ClientSession) -> str:
    return str(client.headers["Authorization"])


async def refused(client: aiohttp.ClientSession, **given: Any) -> int:
    """The status with which a handshake is refused."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as error:
        await client.ws_connect("/ws", **given)
    return error.value.status


# -- who may -------------------------------------------------------------------------------


async def test_connected_comes_first_and_says_who_one_is(staff: Staff) -> None:
    me = await get(staff[Role.FRONT_DESK], "/api/v1/me")

    async with watching(staff[Role.FRONT_DESK]) as (_, connected):
        assert connected["type"] == "connected"
        assert connected["staff"] == {"id": me["id"], "name": me["name"], "role": "front_desk"}
        assert isinstance(connected["number"], int)
        assert isinstance(connected["presence"], list)


async def test_the_token_may_come_with_the_first_frame(server: Server, staff: Staff) -> None:
    token = bearer(staff[Role.CONCIERGE]).removeprefix("Bearer ")

    async with (
        aiohttp.ClientSession(server.url) as client,
        client.ws_connect("/ws") as socket,
    ):
        page = Visitor(socket)
        await page.send({"type": "hello", "token": token})
        connected = await page.next()

    assert (connected["type"], connected["staff"]["role"]) == ("connected", "concierge")


@pytest.mark.parametrize(
    "first",
    [
        {"type": "hello", "token": "forged"},
        {"type": "hello"},
        {"type": "ping"},
        "no json",
        "[]",
        {"type": "hello", "token": {"a": 1}},
    ],
)
async def test_r15_without_a_valid_token_it_ends(server: Server, first: object) -> None:
    async with (
        aiohttp.ClientSession(server.url) as client,
        client.ws_connect("/ws") as socket,
    ):
        page = Visitor(socket)
        await page.send(first)

        assert await page.closed() == live.CLOSE_UNAUTHORIZED


async def test_r15_a_wrong_header_is_refused_before_the_socket_opens(server: Server) -> None:
    async with aiohttp.ClientSession(server.url) as client:
        assert await refused(client, headers={"Authorization": "Bearer forged"}) == 401


async def test_the_page_is_known_by_its_cookie(
    server: Server, logins: Mapping[Role, Login]
) -> None:
    login = logins[Role.FRONT_DESK]
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(server.url, cookie_jar=jar) as browser:
        body = {"email": login.email, "password": login.password}
        async with browser.post("/api/v1/auth/session", json=body) as answer:
            assert answer.status == 200, await answer.text()

        async with watching(browser, origin=server.url) as (_, connected):
            assert connected["staff"]["role"] == "front_desk"
        assert await refused(browser) == 403
        assert await refused(browser, origin="https://evil.example") == 403


async def test_r15_no_other_page_may_listen_even_with_a_token(staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]

    assert await refused(desk, origin="https://evil.example") == 403
    assert await refused(desk, origin="null") == 403


async def test_r15_the_socket_ends_with_the_login(
    server: Server, anyone: aiohttp.ClientSession, logins: Mapping[Role, Login]
) -> None:
    login = logins[Role.MANAGER]
    body = {"email": login.email, "password": login.password}
    async with anyone.post("/api/v1/auth/login", json=body) as answer:
        headers = {"Authorization": f"Bearer {(await answer.json())['accessToken']}"}
    async with (
        aiohttp.ClientSession(server.url, headers=headers) as client,
        watching(client) as (page, _),
    ):
        await post(client, "/api/v1/auth/logout", status=204)

        assert await page.closed() == live.CLOSE_UNAUTHORIZED


# -- what is told --------------------------------------------------------------------------


async def test_a_guests_message_is_told_and_so_is_the_answer(server: Server, staff: Staff) -> None:
    async with watching(staff[Role.FRONT_DESK]) as (page, connected):
        talk = await server.talk("Could I have two towels in room 204, please?")
        conversation = str(talk.conversation_id)

        created = await page.until(type="conversation.created")
        new = await page.until(type="message.new", conversationId=conversation)
        answer = await page.until(type="message.new", conversationId=conversation)
        task = await page.until(type="task.created")
        sent = await page.until(type="message.status", conversationId=conversation, status="sent")

    assert created["conversation"]["id"] == conversation
    assert new["message"]["content"].startswith("Could I have")
    assert (new["message"]["sender"], answer["message"]["sender"]) == ("guest", "ai")
    assert task["task"]["department"] == "housekeeping"
    assert sent["messageId"] == answer["message"]["id"]
    numbers = [f["number"] for f in (created, new, answer, task, sent)]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > connected["number"]


async def test_housekeeping_hears_of_its_tasks_only(server: Server, staff: Staff) -> None:
    boss = (await server.app.staffing.list())[0]
    async with (
        watching(staff[Role.HOUSEKEEPING]) as (maid, _),
        watching(staff[Role.MANAGER]) as (manager, _),
    ):
        await server.talk("Good morning to you")
        for department in (Department.MAINTENANCE, Department.HOUSEKEEPING):
            await server.app.tasks.create(TaskProposal(department, f"For {department}"), boss)
        await manager.until(type="task.created")
        first = await maid.until(type="task.created")
        rest = await maid.rest()

    assert first["task"]["title"] == "For housekeeping"
    assert not [f for f in rest if f["type"].startswith(("message", "conversation", "typing"))]


async def test_who_comes_back_has_missed_nothing(server: Server, staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    async with watching(desk) as (_, connected):
        after = connected["number"]
    async with watching(staff[Role.CONCIERGE]) as (other, _):
        talk = await server.talk("Good evening to you")
        await other.until(type="message.status", conversationId=str(talk.conversation_id))

    async with watching(desk, after=after) as (page, _):
        frames = [await page.until(type="message.new") for _ in range(2)]

    assert [f["message"]["sender"] for f in frames] == ["guest", "ai"]
    assert all(f["conversationId"] == str(talk.conversation_id) for f in frames)


@pytest.mark.parametrize("after", [0, 2**53])
async def test_who_was_away_too_long_is_told_to_read_anew(staff: Staff, after: int) -> None:
    async with watching(staff[Role.FRONT_DESK], after=after) as (page, connected):
        assert await page.next() == {"type": "resync", "number": connected["number"]}


async def test_one_need_not_say_hello_to_be_told(server: Server, staff: Staff) -> None:
    async with staff[Role.FRONT_DESK].ws_connect("/ws") as socket:
        page = Visitor(socket)
        assert (await page.next())["type"] == "connected"

        talk = await server.talk("Good night to you")

        assert await page.until(type="message.new", conversationId=str(talk.conversation_id))


async def test_typing_goes_both_ways(server: Server, staff: Staff) -> None:
    talk = await server.talk()
    place = str(talk.conversation_id)
    async with (
        watching(staff[Role.FRONT_DESK]) as (desk, _),
        watching(staff[Role.CONCIERGE]) as (colleague, _),
        visiting(server, token=talk.token) as visitor,
    ):
        await visitor.lines(2)
        await visitor.send({"type": "typing"})
        guest = await desk.until(type="typing", conversationId=place)
        await desk.send({"type": "typing", "conversationId": place})
        shown = await visitor.until(type="typing")
        theirs = await colleague.until(type="typing", sender="staff")
        presence = await desk.until(type="presence", conversationId=place)

    assert (guest["sender"], guest["staffId"]) == ("guest", None)
    assert shown["sender"] == "staff"
    assert theirs["name"] == presence["people"][0]["name"]
    assert presence["people"][0]["doing"] == "answering"


async def test_who_is_there_is_told_to_who_comes(server: Server, staff: Staff) -> None:
    talk = await server.talk()
    place = str(talk.conversation_id)
    async with watching(staff[Role.FRONT_DESK]) as (desk, _):
        await desk.send({"type": "presence", "conversationId": place})
        await desk.until(type="presence", conversationId=place)
        async with watching(staff[Role.CONCIERGE]) as (_, connected):
            assert [p["conversationId"] for p in connected["presence"]] == [place]
        await desk.send({"type": "presence", "conversationId": None})
        left = await desk.until(type="presence", conversationId=place)

    assert left["people"] == []


# -- what a page may send ------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    [
        "no json",
        "[1]",
        {"type": "unknown"},
        {"type": "typing"},
        {"type": "typing", "conversationId": 7},
        {"type": "presence", "conversationId": "x"},
        {"type": "typing", "conversationId": "9" * 18},
    ],
)
async def test_nonsense_is_answered_in_words_and_the_socket_stays(
    staff: Staff, frame: object
) -> None:
    async with watching(staff[Role.FRONT_DESK]) as (page, _):
        await page.send(frame)
        assert (await page.until(type="error"))["message"]
        await page.send({"type": "ping"})
        await page.until(type="pong")


async def test_too_much_nonsense_ends_it(staff: Staff) -> None:
    async with watching(staff[Role.FRONT_DESK]) as (page, _):
        for _ in range(live.MAX_BAD_FRAMES + 1):
            await page.send_bytes(b"\x00")

        assert await page.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_a_frame_that_is_too_large_ends_it(staff: Staff) -> None:
    async with watching(staff[Role.FRONT_DESK]) as (page, _):
        await page.send("x" * (live.MAX_FRAME_BYTES + 1))

        assert await page.closed() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


# -- many, and slow ------------------------------------------------------------------------


async def test_five_hundred_pages_are_told(tmp_path: Path) -> None:
    settings = {**FAST, "server.max_connections_per_client": 1000}
    async with running(tmp_path / "data", settings=settings) as server, AsyncExitStack() as stack:
        logins = {login.role: login for login in await server.app.fill_demo()}
        client = await stack.enter_async_context(
            aiohttp.ClientSession(server.url, connector=aiohttp.TCPConnector(limit=0))
        )
        login = logins["front_desk"]
        body = {"email": login.email, "password": login.password}
        async with client.post("/api/v1/auth/login", json=body) as answer:
            headers = {"Authorization": f"Bearer {(await answer.json())['accessToken']}"}
        pages = []
        for _ in range(500):
            socket = await stack.enter_async_context(client.ws_connect("/ws", headers=headers))
            page = Visitor(socket)
            assert (await page.next())["type"] == "connected"
            await page.send({"type": "hello"})
            pages.append(page)

        talk = await server.talk("Good morning to you all")
        wanted = {"type": "message.new", "conversationId": str(talk.conversation_id)}
        heard = await asyncio.gather(*(page.until(**wanted) for page in pages))

        assert len({frame["number"] for frame in heard}) == 1
        assert server.app.live.watchers == 500


async def test_a_page_that_reads_nothing_is_held_to_its_share_and_slows_nobody(
    server: Server, staff: Staff
) -> None:
    talk = await server.talk()
    headers = {"Authorization": bearer(staff[Role.FRONT_DESK])}
    _, writer = await upgraded(server.url, headers)
    async with watching(staff[Role.CONCIERGE]) as (page, _):
        for number in range(3000):
            server.app.bus.publish(ConversationChanged(talk.conversation_id, str(number)))
            if number % 100 == 99:
                await page.until(type="conversation.updated")
        await page.send({"type": "ping"})
        await page.until(type="pong")

        most = max(len(w.waiting) for w in server.app.live._watchers)

    writer.close()
    assert most <= 256


async def test_the_document_of_errors_has_no_secrets(staff: Staff) -> None:
    async with watching(staff[Role.FRONT_DESK]) as (page, _):
        await page.send({"type": "typing", "conversationId": "123456789"})
        error = await page.until(type="error")

    assert error == {
        "type": "error", "code": "NOT_FOUND", "message": "There is no conversation 123456789.",
    }  # fmt: skip
