"""Web chat over a WebSocket: nothing lost, nothing twice, nobody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from jack.db import sql
from jack.events import MessageStatus
from jack.model.messages import Delivery
from jack.model.staff import Role, Staff
from tests.web.servers import FAST, Server, Talk, running
from tests.web.visitors import Frame, visiting

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def colleague(server: Server) -> Staff:
    """Somebody who can answer in place of Jack."""
    for person in await server.app.staffing.list():
        if person.email == "ana.desk@hotel.example":
            return person
    added, _ = await server.app.staffing.add(
        "ana.desk@hotel.example", "Ana Silva", Role.FRONT_DESK, actor="test"
    )
    return added


async def staffed_talk(server: Server) -> Talk:
    """A conversation that a person answers, so that Jack adds nothing of his own."""
    talk = await server.talk()
    async with server.expecting_answer_to(talk.address):
        await server.app.conversations.claim(talk.conversation_id, await colleague(server))
    return talk


async def staff_writes(server: Server, talk: Talk, text: str) -> None:
    """Returns when the visitor can see it."""
    async with server.expecting_answer_to(talk.address):
        await server.app.conversations.reply(talk.conversation_id, await colleague(server), text)


def seqs(frames: list[Frame]) -> list[int]:
    return [frame["seq"] for frame in frames if frame["type"] == "message"]


def contents(frames: list[Frame]) -> list[str]:
    return [frame["content"] for frame in frames if frame["type"] == "message"]


# -- talking -------------------------------------------------------------------------------


async def test_a_question_is_stored_shown_and_answered(server: Server) -> None:
    visit = server.app.webchat.create()

    async with visiting(server) as visitor:
        ready = await visitor.hello(visit.token)
        await visitor.say("What time is breakfast?", "c-1")
        status = await visitor.until(type="status")
        async with visiting(server, token=visit.token) as other:
            question, answer = await other.lines(2)

    assert ready == {"type": "ready", "sessionId": visit.address}
    assert status == {"type": "status", "clientId": "c-1", "status": "stored"}
    assert set(question) == {
        "type", "seq", "id", "sender", "name", "content", "createdAt", "clientId",
    }  # fmt: skip
    assert (question["sender"], question["clientId"]) == ("guest", "c-1")
    assert question["content"] == "What time is breakfast?"
    assert (answer["sender"], answer["clientId"], answer["name"]) == ("ai", None, None)
    assert isinstance(question["id"], str)
    assert question["seq"] < answer["seq"]


async def test_stored_means_on_disk(server: Server) -> None:
    talk = await staffed_talk(server)

    async with visiting(server, token=talk.token) as visitor:
        await visitor.say("Thank you", "c-2")
        await visitor.until(type="status", clientId="c-2")
        stored = await server.shown_to(talk.address)

    assert [message.text for message in stored if message.client_id == "c-2"] == ["Thank you"]


async def test_staff_are_shown_by_name(server: Server) -> None:
    talk = await staffed_talk(server)

    async with visiting(server, token=talk.token) as visitor:
        await staff_writes(server, talk, "I'm on my way.")
        shown = await visitor.until(type="message", sender="staff")

    assert (shown["content"], shown["name"]) == ("I'm on my way.", "Ana Silva")


async def test_the_page_can_ask_whether_anybody_is_there(server: Server) -> None:
    visit = server.app.webchat.create()

    async with visiting(server, token=visit.token) as visitor:
        await visitor.send({"type": "typing"})
        await visitor.send({"type": "ping"})

        assert await visitor.next() == {"type": "pong"}


# -- nothing lost, nothing twice -----------------------------------------------------------


async def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_else(
    server: Server,
) -> None:
    talk = await staffed_talk(server)
    before = [message.seq for message in await server.shown_to(talk.address)]

    async with visiting(server, token=talk.token) as visitor:
        await staff_writes(server, talk, "One")
        first = await visitor.lines(len(before) + 1)
    for text in ("Two", "Three"):
        await staff_writes(server, talk, text)
    async with visiting(server, token=talk.token, after=first[-1]["seq"]) as visitor:
        missed = await visitor.lines(2)
        await staff_writes(server, talk, "Four")
        live = await visitor.lines(1)
        rest = await visitor.rest()

    assert seqs(first)[:-1] == before
    assert contents(missed) == ["Two", "Three"]
    assert contents(live) == ["Four"]
    assert seqs(rest) == []
    everything = seqs(first) + seqs(missed) + seqs(live)
    assert everything == [message.seq for message in await server.shown_to(talk.address)]


async def test_messages_written_while_a_page_connects_come_once(server: Server) -> None:
    talk = await staffed_talk(server)

    async with visiting(server) as visitor:
        await visitor.send({"type": "hello", "token": talk.token, "after": 0})
        for number in range(5):
            await staff_writes(server, talk, f"Number {number}")
        shown = [message.seq for message in await server.shown_to(talk.address)]
        lines = await visitor.lines(len(shown))
        rest = await visitor.rest()

    assert seqs(lines) == shown
    assert seqs(rest) == []


async def test_the_same_client_id_is_stored_once(server: Server) -> None:
    talk = await staffed_talk(server)

    for _ in range(2):
        async with visiting(server, token=talk.token) as visitor:
            await visitor.say("Are you there?", "again")
            await visitor.until(type="status", clientId="again", status="stored")
            await visitor.say("Are you there?", "again")
            await visitor.until(type="status", clientId="again", status="stored")

    texts = [message.text for message in await server.shown_to(talk.address)]
    assert texts.count("Are you there?") == 1


async def test_the_same_client_id_of_another_visitor_is_another_message(server: Server) -> None:
    first, second = await staffed_talk(server), await staffed_talk(server)

    for talk in (first, second):
        async with visiting(server, token=talk.token) as visitor:
            await visitor.say("Mine", "same")
            await visitor.until(type="status", clientId="same")

    for talk in (first, second):
        assert "Mine" in [message.text for message in await server.shown_to(talk.address)]


async def test_two_tabs_show_the_same(server: Server) -> None:
    talk = await staffed_talk(server)

    async with (
        visiting(server, token=talk.token) as left,
        visiting(server, token=talk.token) as right,
    ):
        await left.say("From the left", "left")
        await left.until(type="status", clientId="left")
        await right.say("From the right", "right")
        await right.until(type="status", clientId="right")
        await staff_writes(server, talk, "To both")
        shown = [message.seq for message in await server.shown_to(talk.address)]
        last = shown[-1]
        on_the_left = [await left.until(type="message", seq=last)]
        on_the_right = [await right.until(type="message", seq=last)]
        rest = [*await left.rest(), *await right.rest()]

    assert contents(on_the_left) == contents(on_the_right) == ["To both"]
    assert seqs(rest) == []


async def test_a_visitor_sees_nothing_of_another(server: Server) -> None:
    mine, theirs = await staffed_talk(server), await staffed_talk(server)
    shown = [message.seq for message in await server.shown_to(mine.address)]

    async with visiting(server, token=mine.token) as visitor:
        await visitor.lines(len(shown))
        await staff_writes(server, theirs, "For somebody else")
        rest = await visitor.rest()

    assert rest == []


# -- read marks ----------------------------------------------------------------------------


async def deliveries(server: Server, talk: Talk) -> list[Delivery]:
    shown = await server.shown_to(talk.address)
    return [message.delivery for message in shown if message.delivery is not None]


async def test_what_the_page_showed_counts_as_read(server: Server) -> None:
    talk = await staffed_talk(server)

    async with visiting(server, token=talk.token) as visitor:
        lines = await visitor.lines(len(await server.shown_to(talk.address)))
        before = await deliveries(server, talk)
        async with server.expecting(
            lambda event: (
                isinstance(event, MessageStatus)
                and (event.address, event.status) == (talk.address, "read")
            )
        ):
            await visitor.send({"type": "ack", "seq": lines[-1]["seq"]})

    assert set(before) == {Delivery.SENT}
    assert set(await deliveries(server, talk)) == {Delivery.READ}


async def test_what_was_never_sent_to_the_page_cannot_be_read(server: Server) -> None:
    talk = await staffed_talk(server)
    last = (await server.shown_to(talk.address))[-1].seq

    async with visiting(server, token=talk.token, after=last) as visitor:
        await staff_writes(server, talk, "New")
        async with visiting(server, token=talk.token, after=0) as other:
            await other.send({"type": "ack", "seq": 0})
            await other.rest()
        unread = (await deliveries(server, talk))[-1]
        await visitor.until(type="message", content="New")

    assert unread is Delivery.SENT


# -- who is let in -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token",
    ["", "x", "a.b.c", "ImFiYyI.aaaa.bbbb", "\ud800", "🛎️", 7, None, ["x"], {"a": 1}, "x" * 10_000],
)
async def test_a_forged_token_closes_the_socket(server: Server, token: object) -> None:
    async with visiting(server) as visitor:
        await visitor.send({"type": "hello", "token": token, "after": 0})
        error = await visitor.next()
        code = await visitor.closed()

    assert (error["type"], error["code"]) == ("error", "UNAUTHORIZED")
    assert code == 4401


async def test_a_token_of_another_installation_is_forged(server: Server, tmp_path: Path) -> None:
    async with running(tmp_path, is_awaited=False) as other:
        token = other.app.webchat.create().token

    async with visiting(server) as visitor:
        error = await visitor.hello(token)
        code = await visitor.closed()

    assert (error["code"], code) == ("UNAUTHORIZED", 4401)


async def test_a_changed_token_is_forged(server: Server) -> None:
    token = server.app.webchat.create().token
    middle = len(token) - 10  # of the signature, whose last letter has bits to spare
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]

    async with visiting(server) as visitor:
        error = await visitor.hello(changed)
        code = await visitor.closed()

    assert (error["code"], code) == ("UNAUTHORIZED", 4401)


@pytest.mark.parametrize(
    "first",
    [
        {"type": "message", "content": "Hi", "clientId": "1"},
        {"type": "ping"},
        {},
        [],
        "not json",
        "[" * 20_000,
        "",
    ],
)
async def test_who_does_not_say_hello_is_not_let_in(server: Server, first: object) -> None:
    async with visiting(server) as visitor:
        await visitor.send(first)
        code = await visitor.closed()

    assert code == 4401


async def test_a_first_frame_of_bytes_is_not_let_in(server: Server) -> None:
    async with visiting(server) as visitor:
        await visitor.send_bytes(b"\x00\xff")
        code = await visitor.closed()

    assert code == 4401


@pytest.mark.parametrize("after", [-1, 2**70, "5", None, 1.5, True, [1]])
async def test_a_strange_number_shows_everything(server: Server, after: object) -> None:
    talk = await server.talk()
    shown = [message.seq for message in await server.shown_to(talk.address)]

    async with visiting(server, token=talk.token, after=after) as visitor:
        lines = await visitor.lines(len(shown))

    assert seqs(lines) == shown


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_page_of_somebody_else_may_not_connect(server: Server, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with visiting(server, origin=origin):
            pass

    assert refused.value.status == 403


async def test_own_and_allowed_pages_may_connect(tmp_path: Path) -> None:
    settings = {
        **FAST,
        "server.public_url": "https://jack.example",
        "channels.webchat.allowed_origins": ["https://hotel.example"],
    }

    async with running(tmp_path, settings=settings, is_awaited=False) as server:
        visit = server.app.webchat.create()
        for origin in (
            None,
            f"http://127.0.0.1:{server.port}",
            "https://jack.example",
            "https://hotel.example",
        ):
            async with visiting(server, origin=origin, token=visit.token):
                pass


async def test_the_handshake_has_the_security_headers(server: Server) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }

    async with (
        aiohttp.ClientSession(server.url) as client,
        client.get("/ws/chat", headers=upgrade) as answer,
    ):
        headers = answer.headers

    assert answer.status == 101
    assert "Server" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Request-ID"]


# -- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "VALIDATION_ERROR"),
        ("   \n", "VALIDATION_ERROR"),
        ("\x00\x00", "VALIDATION_ERROR"),
        (7, "VALIDATION_ERROR"),
        (None, "VALIDATION_ERROR"),
        (["x"], "VALIDATION_ERROR"),
        ("x" * 2001, "PAYLOAD_TOO_LARGE"),
    ],
)
async def test_a_message_that_cannot_be_one_is_refused_by_its_id(
    server: Server, content: object, code: str
) -> None:
    talk = await staffed_talk(server)
    last = (await server.shown_to(talk.address))[-1].seq

    async with visiting(server, token=talk.token, after=last) as visitor:
        await visitor.say(content, "bad")
        error = await visitor.next()
        await visitor.say("Fine", "good")
        await visitor.until(type="status", clientId="good")

    assert (error["type"], error["code"], error["clientId"]) == ("error", code, "bad")


@pytest.mark.parametrize("client_id", ["", None, 7, "x" * 65, "\ud800", "a\x00b", ["x"], {}])
async def test_a_message_without_a_good_client_id_is_refused(
    server: Server, client_id: object
) -> None:
    talk = await staffed_talk(server)
    shown = await server.shown_to(talk.address)

    async with visiting(server, token=talk.token, after=shown[-1].seq) as visitor:
        await visitor.say("Hello", client_id)
        error = await visitor.next()
        rest = await visitor.rest()

    assert (error["type"], error["code"]) == ("error", "VALIDATION_ERROR")
    assert rest == []
    assert await server.shown_to(talk.address) == shown


async def test_half_an_emoji_does_not_break_the_chat(server: Server) -> None:
    talk = await staffed_talk(server)

    async with visiting(server, token=talk.token) as visitor:
        await visitor.say("half \ud83d of it", "half")
        await visitor.until(type="status", clientId="half")
        shown = await visitor.until(type="message", clientId="half")

    assert shown["content"] == "half ? of it"


@pytest.mark.parametrize(
    "frame",
    [
        "not json",
        "[]",
        "null",
        "7",
        '"text"',
        "{}",
        "[" * 20_000,
        '{"type": ["message"]}',
        '{"type": "unheard of"}',
        '{"type": "ack", "seq": -1}',
        '{"type": "ack", "seq": -1e400}',
        '{"type": "ack", "seq": -' + "9" * 40 + "}",
        '{"type": "ack", "seq": "1"}',
        '{"type": "ack"}',
        '{"type": "ack", "seq": ' + "9" * 5000 + "}",
    ],
)
async def test_a_garbage_frame_is_refused_and_the_chat_goes_on(server: Server, frame: str) -> None:
    visit = server.app.webchat.create()

    async with visiting(server, token=visit.token) as visitor:
        await visitor.send(frame)
        error = await visitor.next()
        await visitor.send({"type": "ping"})
        pong = await visitor.next()

    assert (error["type"], error["code"]) == ("error", "VALIDATION_ERROR")
    assert pong == {"type": "pong"}


@pytest.mark.parametrize("seq", [10**18, 2**62, 10**30])
async def test_an_acknowledgment_of_the_future_reads_what_was_shown(
    server: Server, seq: int
) -> None:
    visit = server.app.webchat.create()

    async with visiting(server, token=visit.token) as visitor:
        await visitor.send({"type": "ack", "seq": seq})

        assert await visitor.rest() == []


async def test_a_frame_of_bytes_is_refused(server: Server) -> None:
    visit = server.app.webchat.create()

    async with visiting(server, token=visit.token) as visitor:
        await visitor.send_bytes(b'{"type": "ping"}')
        error = await visitor.next()

    assert (error["type"], error["code"]) == ("error", "VALIDATION_ERROR")


async def test_who_sends_nothing_but_garbage_is_cut_off(server: Server) -> None:
    visit = server.app.webchat.create()

    async with visiting(server, token=visit.token) as visitor:
        for _ in range(10):
            await visitor.send("garbage")
        code = await visitor.closed()

    assert code == 1008


async def test_a_huge_frame_closes_the_socket(server: Server) -> None:
    visit = server.app.webchat.create()

    async with visiting(server, token=visit.token) as visitor:
        await visitor.send("x" * 200_000)
        code = await visitor.closed()

    assert code == 1009


async def test_a_visitor_has_so_many_messages_a_minute_on_all_sockets_together(
    tmp_path: Path,
) -> None:
    settings = {**FAST, "channels.webchat.messages_per_minute": 3}

    async with running(tmp_path, settings=settings, is_awaited=False) as server:
        visit = server.app.webchat.create()
        async with visiting(server, token=visit.token) as visitor:
            for number in range(3):
                await visitor.say("Hello", f"c-{number}")
                await visitor.until(type="status", clientId=f"c-{number}")
            await visitor.say("Hello", "c-3")
            error = await visitor.until(type="error")
        async with visiting(server, token=visit.token) as again:
            await again.say("Hello", "c-4")
            on_another_socket = await again.until(type="error")
        other = server.app.webchat.create()
        async with visiting(server, token=other.token) as somebody:
            await somebody.say("Hello", "c-0")
            await somebody.until(type="status", clientId="c-0")
        stored = await server.app.db.read(
            sql.value, "SELECT count(*) FROM message WHERE address = ?", visit.address
        )

    assert (error["code"], error["clientId"]) == ("RATE_LIMITED", "c-3")
    assert on_another_socket["code"] == "RATE_LIMITED"
    assert stored == 3


async def test_an_address_may_start_so_many_chats_a_minute(tmp_path: Path) -> None:
    settings = {
        **FAST,
        "channels.webchat.sessions_per_minute": 2,
        "server.trusted_proxies": ["127.0.0.1/32"],
    }
    guests = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in (1, 1, 1, 2)]

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as server,
        aiohttp.ClientSession() as session,
    ):
        statuses = []
        for headers in guests:
            path = f"{server.url}/api/v1/webchat/sessions"
            async with session.post(path, json={}, headers=headers) as answer:
                statuses.append((answer.status, "Retry-After" in answer.headers))

    assert statuses == [(201, False), (201, False), (429, True), (201, False)]


async def test_a_message_that_cannot_be_stored_is_not_said_to_be(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        visit = server.app.webchat.create()
        async with visiting(server, token=visit.token) as visitor:
            # `lines` of the greeting are read first.
            await visitor.rest()
            server.app.db.close()
            await visitor.say("Hello", "c-1")
            error = await visitor.next()

    assert (error["type"], error["code"], error["clientId"]) == ("error", "NOT_READY", "c-1")
    assert "closed" not in error["message"]


async def test_an_unforeseen_error_closes_the_socket_as_one(tmp_path: Path) -> None:
    def broken() -> int:
        raise RuntimeError("c4n4ry")

    async with running(
        tmp_path,
        parts=lambda app: replace(app, webchat=replace(app.webchat, clock=broken)),
        is_awaited=False,
    ) as server:
        token = replace(server.app.webchat, clock=server.app.clock).create().token
        async with visiting(server, token=token) as visitor:
            await visitor.say("Hello", "1")
            code = await visitor.closed()

    assert code == 1011


async def test_visitors_are_told_when_the_server_stops(tmp_path: Path) -> None:
    async with running(tmp_path, is_awaited=False) as server:
        visit = server.app.webchat.create()
        async with aiohttp.ClientSession(server.url) as client:
            socket = await client.ws_connect("/ws/chat")
            await socket.send_json({"type": "hello", "token": visit.token, "after": 0})
            await socket.receive()
            server.stop()
            await socket.receive()

    assert socket.close_code == 1001
