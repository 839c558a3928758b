"""Files over HTTP: counted while they come, shown by links that end, and never run."""

from __future__ import annotations

import asyncio
import io
import itertools
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from jack.events import FileChanged
from jack.model.media import IncomingFile
from jack.model.messages import Inbound, Kind, Parsed
from jack.model.staff import Role
from tests.media import samples
from tests.web.conftest import Staff
from tests.web.pages import watching
from tests.web.servers import Server
from tests.web.visitors import visiting

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEGABYTE = 1024 * 1024
GUESTS = itertools.count(1)


@pytest.fixture
def desk(staff: Staff) -> aiohttp.ClientSession:
    return staff[Role.FRONT_DESK]


async def uploaded(
    client: aiohttp.ClientSession,
    data: bytes | io.BytesIO,
    name: str = "photo.jpg",
    *,
    status: int = 201,
) -> dict[str, Any]:
    async with client.post("/api/v1/media", params={"name": name}, data=data) as answer:
        body: dict[str, Any] = await answer.json()
        assert answer.status == status, body
        return body


async def fetched(client: aiohttp.ClientSession, path: str, **headers: str) -> tuple[Any, bytes]:
    async with client.get(path, headers=headers) as answer:
        return answer, await answer.read()


async def from_guest(server: Server, *files: IncomingFile, text: str = "") -> int:
    """A guest's message with files, once they are looked at; the id of its conversation."""
    number = next(GUESTS)
    inbound = Inbound(
        channel="whatsapp",
        account="hotel",
        vendor_id=f"wamid.file.{number}",
        address=f"3519100000{number:02}",
        kind=Kind.IMAGE,
        text=text,
        files=files,
    )
    settled = asyncio.Event()
    left = len(files)

    def hear(event: object) -> None:
        nonlocal left
        left -= isinstance(event, FileChanged)
        if left <= 0:
            settled.set()

    subscription = server.app.bus.subscribe(hear)
    accepted = await server.app.intake.accept("whatsapp", Parsed([inbound]), payload=None)
    async with asyncio.timeout(20):
        await settled.wait()
    server.app.bus.unsubscribe(subscription)
    [message] = await server.app.db.read(_messages, accepted.message_ids)
    return int(message.conversation_id)


def _messages(ids: tuple[int, ...]) -> Any:
    from jack.db import messages

    return messages.get_many(ids)


async def thread(client: aiohttp.ClientSession, conversation_id: int) -> list[dict[str, Any]]:
    async with client.get(f"/api/v1/conversations/{conversation_id}/messages") as answer:
        found: list[dict[str, Any]] = (await answer.json())["messages"]
        return found


# -- uploading ------------------------------------------------------------------------------------


async def test_an_upload_by_body_and_by_form_is_the_same(desk: aiohttp.ClientSession) -> None:
    plain = await uploaded(desk, samples.PDF, "menu.pdf")
    form = aiohttp.FormData()
    form.add_field("why", "for Ana")
    form.add_field("file", samples.PDF, filename="menu.pdf", content_type="text/html")
    async with desk.post("/api/v1/media", data=form) as answer:
        assert answer.status == 201
        by_form = await answer.json()
    wanted = {"name", "contentType", "size", "kind", "state"}
    assert {k: plain[k] for k in wanted} == {k: by_form[k] for k in wanted}
    assert plain["contentType"] == "application/pdf"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (samples.PROGRAM, "Jack does not accept files of this type."),
        (samples.PAGE, "Jack does not accept files of this type."),
        (samples.DRAWING, "Jack does not accept files of this type."),
        (samples.photo()[:200], "The file is damaged and cannot be read."),
        (b"", "The file is empty."),
    ],
)
async def test_r15_what_is_no_good_file_is_refused_in_words(
    desk: aiohttp.ClientSession, data: bytes, words: str
) -> None:
    error = (await uploaded(desk, data, status=400))["error"]
    assert (error["code"], error["message"]) == ("VALIDATION_ERROR", words)


async def test_an_upload_that_is_too_large_is_stopped_while_it_comes(
    desk: aiohttp.ClientSession,
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"a" * MEGABYTE

    async with desk.post("/api/v1/media", data=endless()) as answer:
        error = (await answer.json())["error"]
    assert (answer.status, error["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert error["message"] == "The file is larger than 25 MB."
    error = (await uploaded(desk, io.BytesIO(bytes(26 * MEGABYTE)), status=413))["error"]
    assert error["details"] == {"limitBytes": 25 * MEGABYTE}


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({"Content-Type": "multipart/form-data"}, b"x"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"x"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\n\r\nx\r\n--b--\r\n"),
        (
            {"Content-Type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="\x0b"\r\n\r\nx\r\n--b--\r\n',
        ),
        ({"Content-Encoding": "gzip"}, samples.PDF),
    ],
)
async def test_broken_forms_are_an_error_of_the_caller(
    desk: aiohttp.ClientSession, headers: dict[str, str], data: bytes
) -> None:
    async with desk.post("/api/v1/media", data=data, headers=headers) as answer:
        assert answer.status == 400, await answer.text()


async def test_an_upload_can_be_taken_back_until_it_is_sent(
    desk: aiohttp.ClientSession, staff: Staff
) -> None:
    file = await uploaded(desk, samples.photo())
    path = f"/api/v1/media/{file['id']}"
    async with staff[Role.MANAGER].delete(path) as answer:
        assert answer.status == 404
    async with desk.delete(path) as answer:
        assert answer.status == 204
    async with desk.get(path) as answer:
        assert answer.status == 404
    assert (await fetched(desk, file["url"]))[0].status == 404


# -- showing --------------------------------------------------------------------------------------


async def test_r15_files_are_shown_so_that_nothing_in_them_runs(
    desk: aiohttp.ClientSession, anyone: aiohttp.ClientSession
) -> None:
    photo = await uploaded(desk, samples.photo(), "Zimmer „305“.jpg")
    answer, data = await fetched(anyone, photo["url"])
    assert (answer.status, answer.content_type) == (200, "image/jpeg")
    assert samples.looked_at(data).size == (64, 48)
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"].endswith("sandbox")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Disposition"].startswith('inline; filename="Zimmer')
    assert "%E2%80%9E305%E2%80%9C.jpg" in headers["Content-Disposition"]
    small, data = await fetched(anyone, photo["thumbnailUrl"])
    assert (small.status, small.content_type) == (200, "image/jpeg")

    document = await uploaded(desk, samples.PDF, "menu.pdf")
    answer, data = await fetched(anyone, document["url"])
    assert (answer.content_type, data) == ("application/pdf", samples.PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert document["thumbnailUrl"] is None


async def test_a_part_of_a_recording_can_be_asked_for(desk: aiohttp.ClientSession) -> None:
    data = b"OggS" + bytes(range(256)) * 1024
    path = (await uploaded(desk, data, "voice.ogg"))["url"]
    answer, part = await fetched(desk, path, Range="bytes=70000-70099")
    assert (answer.status, part) == (206, data[70000:70100])
    assert answer.headers["Content-Range"] == f"bytes 70000-70099/{len(data)}"
    assert (await fetched(desk, path, Range="bytes=-10"))[1] == data[-10:]
    assert (await fetched(desk, path, Range="bytes=200000-"))[1] == data[200000:]
    for odd in ("bytes=9-1", "bytes=999999999-", "lines=1-2", "bytes=0-1,5-6", "bytes=-"):
        answer, whole = await fetched(desk, path, Range=odd)
        assert (answer.status, whole == data) == (200, True)
    async with desk.head(path) as head:
        assert (head.status, head.headers["Content-Length"]) == (200, str(len(data)))


async def test_r15_a_forged_link_shows_nothing(anyone: aiohttp.ClientSession) -> None:
    for link in ("x", "e30.e30", "a" * 300, "WzFd.AAAA"):
        assert (await fetched(anyone, f"/media/{link}"))[0].status == 404


async def test_what_a_guest_sent_is_in_the_thread_and_for_the_right_roles(
    server: Server, staff: Staff, desk: aiohttp.ClientSession
) -> None:
    conversation_id = await from_guest(
        server,
        IncomingFile(name="leak.jpg", data=samples.photo(turned=True)),
        IncomingFile(name="virus.exe", data=samples.PROGRAM),
    )
    [*_, message] = await thread(desk, conversation_id)
    photo, program = message["files"]
    assert (photo["state"], photo["kind"], photo["width"]) == ("stored", "image", 48)
    assert (program["state"], program["reason"]) == ("refused", "type")
    assert program["reasonText"] == "Jack does not accept files of this type."

    ids = f"{photo['id']},{program['id']},987654321"
    async with desk.get("/api/v1/media", params={"ids": ids}) as answer:
        shown, refused = (await answer.json())["media"]
    assert shown["messageId"] == message["id"]
    assert (refused["url"], refused["thumbnailUrl"]) == (None, None)
    assert (await fetched(desk, shown["url"]))[0].status == 200
    for path in (f"/api/v1/media/{photo['id']}", f"/api/v1/media?ids={photo['id']}"):
        async with staff[Role.HOUSEKEEPING].get(path) as answer:
            assert answer.status == 403


# -- sending --------------------------------------------------------------------------------------


async def test_files_reach_a_guests_chat_and_their_pictures_reach_staff(
    server: Server, desk: aiohttp.ClientSession, anyone: aiohttp.ClientSession
) -> None:
    visit = server.app.webchat.create()
    session = {"Authorization": f"Bearer {visit.token}"}
    async with anyone.post(
        "/api/v1/webchat/files?name=tap.jpg", data=samples.photo(turned=True), headers=session
    ) as answer:
        sent = await answer.json()
        assert (answer.status, sent["kind"], sent["width"]) == (201, "image", 48)
    async with visiting(server, token=visit.token) as visitor:
        frame = {"type": "message", "content": "", "clientId": "1", "files": [sent["id"]]}
        await visitor.send(frame)
        mine = await visitor.until(type="message", clientId="1")
        assert [file["id"] for file in mine["files"]] == [sent["id"]]
        assert (await fetched(anyone, mine["files"][0]["thumbnailUrl"]))[0].status == 200
        await visitor.send(frame)  # the page did not hear that it was stored (R2)
        await visitor.until(type="status", clientId="1", status="stored")
        polite = await visitor.until(type="message", sender="ai")
        assert polite["content"]

        [conversation_id] = await server.app.db.read(_conversations, visit.address)
        async with desk.get(f"/api/v1/conversations/{conversation_id}/timeline") as answer:
            line = await answer.json()
        pdf = {"contentType": "application/pdf", "ending": "pdf", "maxBytes": 25 * MEGABYTE}
        assert pdf in line["takesFiles"]
        guests = [m for m in await thread(desk, conversation_id) if m["sender"] == "guest"]
        assert [(m["kind"], len(m["files"])) for m in guests] == [("image", 1)]

        menu = await uploaded(desk, samples.PDF, "menu.pdf")
        plan = await uploaded(desk, samples.photo(), "plan.jpg")
        body = {"content": "Here.", "media": [plan["id"], menu["id"]]}
        path = f"/api/v1/conversations/{conversation_id}/messages"
        async with desk.post(path, json=body) as answer:
            written = await answer.json()
            assert answer.status == 201, written
        assert [file["name"] for file in written["files"]] == ["plan.jpg", "menu.pdf"]
        came = await visitor.until(type="message", sender="staff")
        assert came["content"] == "Here."
        second, first = came["files"]
        assert (first["kind"], first["thumbnailUrl"], second["kind"]) == ("document", None, "image")
        assert (await fetched(anyone, first["url"]))[1] == samples.PDF

        async with anyone.get(f"/api/v1/webchat/files/{first['id']}", headers=session) as answer:
            assert (await answer.json())["name"] == "menu.pdf"
        other = {"Authorization": f"Bearer {server.app.webchat.create().token}"}
        async with anyone.get(f"/api/v1/webchat/files/{first['id']}", headers=other) as answer:
            assert answer.status == 404
        async with desk.post(path, json=body) as answer:
            assert answer.status == 400  # they were sent already
        async with desk.delete(f"/api/v1/media/{menu['id']}") as answer:
            assert answer.status == 409


def _conversations(address: str) -> list[int]:
    from jack.db import sql

    return [row[0] for row in sql.rows("SELECT id FROM conversation WHERE address = ?", address)]


async def test_a_channel_that_takes_no_files_says_so_before_anything_is_sent(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    conversation_id = await from_guest(server, text="Can you send me the menu?")
    file = await uploaded(desk, samples.HEIC, "photo.heic")
    path = f"/api/v1/conversations/{conversation_id}/messages"
    async with desk.post(path, json={"content": "Yes", "media": [file["id"]]}) as answer:
        error = (await answer.json())["error"]
    assert answer.status == 400
    assert error["message"].startswith("The channel whatsapp takes no files")
    async with desk.get(f"/api/v1/conversations/{conversation_id}") as answer:
        assert (await answer.json())["assignedTo"] is None
    async with desk.post(path, json={"content": " "}) as answer:
        assert answer.status == 400


async def test_r15_a_visitor_sends_pictures_only_and_not_without_end(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    session = {"Authorization": f"Bearer {server.app.webchat.create().token}"}

    async def upload(data: bytes | io.BytesIO, **headers: str) -> int:
        async with anyone.post(
            "/api/v1/webchat/files", data=data, headers=headers or session
        ) as answer:
            return answer.status

    assert await upload(samples.PDF) == 400
    assert await upload(io.BytesIO(bytes(11 * MEGABYTE))) == 413
    assert await upload(samples.photo(), Authorization="Bearer x.y.z") == 401
    assert await upload(samples.photo(), **session, Origin="https://evil.example") == 403
    assert [await upload(samples.photo()) for _ in range(6)] == [201] * 5 + [429]


async def test_r15_a_visitor_cannot_send_what_another_uploaded(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    theirs, mine = server.app.webchat.create(), server.app.webchat.create()
    session = {"Authorization": f"Bearer {theirs.token}"}
    async with anyone.post(
        "/api/v1/webchat/files", data=samples.photo(), headers=session
    ) as answer:
        file_id = (await answer.json())["id"]
    async with visiting(server, token=mine.token) as visitor:
        for files in ([file_id], ["987654321"], ["x"], "1", [str(i) for i in range(6)]):
            await visitor.send({"type": "message", "content": "", "clientId": "1", "files": files})
            error = await visitor.next()
            assert (error["type"], error["code"]) == ("error", "VALIDATION_ERROR")


async def test_pages_are_told_when_a_file_is_there(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    async with watching(desk) as (page, _):
        conversation_id = await from_guest(server, IncomingFile(name="a.pdf", data=samples.PDF))
        told = await page.until(type="message.files", conversationId=str(conversation_id))
    assert [(file["name"], file["state"]) for file in told["files"]] == [("a.pdf", "stored")]
