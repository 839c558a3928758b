"""Knowledge over HTTP: written, previewed, imported, and learned from what staff answered."""

from __future__ import annotations

from io import BytesIO

import aiohttp
import pytest

from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.servers import Server
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="session")

KNOWLEDGE = "/api/v1/knowledge"
LOUNGE = {"title": "Is there a cigar lounge?", "body": "On the third floor.", "language": "en"}


async def upload(
    client: aiohttp.ClientSession, data: bytes | BytesIO, *, status: int = 200, **query: str
) -> dict[str, object]:
    async with client.post(f"{KNOWLEDGE}/import", params=query, data=data) as answer:
        assert answer.status == status, await answer.text()
        found: dict[str, object] = await answer.json()
        return found


async def test_an_entry_lives_by_versions(admin: aiohttp.ClientSession) -> None:
    preview = await post(admin, f"{KNOWLEDGE}/preview", LOUNGE)
    entry = await post(admin, KNOWLEDGE, LOUNGE, status=201)
    at = f"{KNOWLEDGE}/{entry['id']}"
    async with admin.put(at, json=LOUNGE | {"body": "Closed.", "version": 1}) as answer:
        assert answer.status == 200
    async with admin.put(at, json=LOUNGE | {"body": "Open.", "version": 1}) as answer:
        assert answer.status == 409
    versions = await get(admin, f"{at}/versions")
    async with admin.delete(at) as answer:
        assert answer.status == 204

    assert preview["chunks"][0] == LOUNGE["title"]
    assert [v["body"] for v in versions["versions"]] == ["Closed.", "On the third floor."]
    listed = await get(admin, f"{KNOWLEDGE}/search", q="cigar lounge")
    assert entry["id"] not in [p["entryId"] for p in listed["passages"]]


async def test_a_file_is_imported_after_a_look(admin: aiohttp.ClientSession) -> None:
    data = b"title,content\nIs there a helipad?,On the roof.\n"

    shown = await upload(admin, data, name="more.csv", dryRun="true")
    done = await upload(admin, data, name="more.csv")
    again = await upload(admin, data, name="more.csv")

    assert (shown["isDryRun"], shown["added"], shown["total"]) == (True, 1, 1)
    assert (done["isDryRun"], done["added"]) == (False, 1)
    assert (again["added"], again["unchanged"]) == (0, 1)
    await upload(admin, BytesIO(b"x" * (11 * 1024 * 1024)), name="big.md", status=413)
    await upload(admin, b"", name="../.env", status=400)


async def test_a_gap_is_answered_with_one_entry(
    server: Server, admin: aiohttp.ClientSession, staff: Staff
) -> None:
    talk = await server.talk("Do you offer falconry lessons?")
    gaps = (await get(admin, f"{KNOWLEDGE}/gaps"))["gaps"]
    group = next(g for g in gaps if "falconry" in g["question"])
    at = f"/api/v1/conversations/{talk.conversation_id}"
    reply = {"content": "Yes, on Sundays at ten, in our meadow."}
    await post(staff[Role.FRONT_DESK], f"{at}/messages", reply, status=201)

    proposals = (await get(admin, f"{KNOWLEDGE}/proposals"))["proposals"]
    proposal = next(p for p in proposals if "falconry" in p["question"])
    words = {"title": "Do you offer falconry?", "body": "On Sundays at ten.", "language": "en"}
    entry = await post(admin, f"{KNOWLEDGE}/proposals/{proposal['id']}/approve", words, status=201)

    assert group["questions"][0]["messageId"] == str(talk.message_id)
    assert proposal["answer"] == reply["content"]
    assert entry["title"] == words["title"]
    left = (await get(admin, f"{KNOWLEDGE}/gaps"))["gaps"]
    assert not [g for g in left if "falconry" in g["question"]]


async def test_a_proposal_goes_into_an_entry_there_is(
    server: Server, admin: aiohttp.ClientSession, staff: Staff
) -> None:
    words = {"title": "Lessons", "body": "Archery on Mondays.", "language": "en"}
    known = await post(admin, KNOWLEDGE, words, status=201)
    talk = await server.talk("Do you offer unicycling lessons?")
    at = f"/api/v1/conversations/{talk.conversation_id}"
    reply = {"content": "Yes, unicycling is on Sundays at ten, in our meadow."}
    await post(staff[Role.FRONT_DESK], f"{at}/messages", reply, status=201)
    proposals = (await get(admin, f"{KNOWLEDGE}/proposals"))["proposals"]
    proposal = next(p for p in proposals if "unicycling" in p["question"])
    into = {"id": known["id"], "version": known["version"]}
    wider = words | {"body": f"{words['body']}\n\n{proposal['body']}", "into": into}

    path = f"{KNOWLEDGE}/proposals/{proposal['id']}/approve"
    stale = wider | {"into": into | {"version": 7}}
    await post(admin, path, stale, status=409)
    entry = await post(admin, path, wider, status=201)

    assert (entry["id"], entry["version"]) == (known["id"], 2)
    assert "Archery" in entry["body"]
    assert "unicycling" in entry["body"]


async def test_gaps_are_answered_and_dismissed_by_their_ids(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    async def ids(word: str) -> list[str]:
        gaps = (await get(admin, f"{KNOWLEDGE}/gaps"))["gaps"]
        return [q["id"] for g in gaps if word in g["question"] for q in g["questions"]]

    await server.talk("Do you have a planetarium?")
    await server.talk("Can I rent a submarine here?")

    entry = {"title": "Is there a planetarium?", "body": "In the tower.", "language": "en"}
    body = {"ids": await ids("planetarium"), "entry": entry}
    await post(admin, f"{KNOWLEDGE}/gaps/answer", body, status=201)
    gone = await post(admin, f"{KNOWLEDGE}/gaps/dismiss", {"ids": await ids("submarine")})

    assert gone == {"count": 1}
    assert await ids("planetarium") == await ids("submarine") == []


async def test_the_desk_reads_and_housekeeping_too_but_neither_writes(staff: Staff) -> None:
    for role in (Role.FRONT_DESK, Role.HOUSEKEEPING):
        await get(staff[role], KNOWLEDGE)
        await post(staff[role], KNOWLEDGE, LOUNGE, status=403)
        async with staff[role].get(f"{KNOWLEDGE}/gaps") as answer:
            assert answer.status == 403
