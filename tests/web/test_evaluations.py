"""Golden answers over HTTP: written, asked, and tried with what would be imported."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jack.model.staff import Role
from tests.llm.test_anthropic import KEY, SAID
from tests.standins.anthropic import AnthropicStandin
from tests.web.conftest import Staff
from tests.web.servers import Server, running
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVALUATIONS = "/api/v1/evaluations"
BREAKFAST = {
    "question": "When is breakfast?",
    "expected": {"sources": ["Breakfast"], "phrases": ["7:00"], "escalates": False},
}


async def ended(client: aiohttp.ClientSession, run: dict[str, Any]) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while not run["isOver"]:
            await asyncio.sleep(0.02)
            run = await get(client, f"{EVALUATIONS}/runs/{run['id']}")
    return run


async def test_golden_questions_are_asked_and_tried(admin: aiohttp.ClientSession) -> None:
    golden = await post(admin, EVALUATIONS, BREAKFAST, status=201)
    run = await ended(admin, await post(admin, f"{EVALUATIONS}/runs", status=202))
    listed = await get(admin, EVALUATIONS)
    table = b"title,content\nBreakfast,Breakfast is served from 5:00 on.\n"
    query = {"name": "tried.csv"}
    async with admin.post(f"{EVALUATIONS}/trials", params=query, data=table) as answer:
        assert answer.status == 202, await answer.text()
        begun = await answer.json()
    trial = await ended(admin, begun)
    async with admin.put(
        f"{EVALUATIONS}/{golden['id']}", json=BREAKFAST | {"question": "Breakfast?"}
    ) as answer:
        assert (await answer.json())["question"] == "Breakfast?"
    async with admin.delete(f"{EVALUATIONS}/{golden['id']}") as answer:
        assert answer.status == 204

    (result,) = run["results"]
    assert (result["verdict"], result["problems"], run["failure"]) == ("passed", [], "")
    assert listed["golden"][0]["verdict"] == "passed"
    assert trial["isTrial"]
    assert (trial["done"], trial["total"]) == (2, 2)
    assert trial["results"][0]["before"] == result["answer"]
    entries = await get(admin, "/api/v1/knowledge/search", q="breakfast served from 5:00")
    assert "5:00" not in entries["passages"][0]["text"]


async def test_model_settings_are_tried_before_they_count(tmp_path: Path) -> None:
    said: dict[str, Any] = {**SAID, "reply": "Breakfast starts at 7:00 on weekdays."}
    async with AnthropicStandin(api_key=KEY, reply=lambda _: said) as claude:
        machine: dict[str, object] = {
            "llm.order": ["anthropic", "local"],
            "llm.anthropic.base_url": claude.url,
        }
        async with (
            running(tmp_path, settings=machine, offline=False) as server,
            signed_in(server) as (admin, manager),
        ):
            found = await get(admin, "/api/v1/knowledge/search", q="When is breakfast?")
            said["used_sources"] = [found["passages"][0]["entryId"]]
            golden = {"question": "When is breakfast?", "expected": {"phrases": ["7:00"]}}
            await post(admin, EVALUATIONS, golden, status=201)
            wanted = {"settings": {"llm.anthropic.api_key": KEY}}
            async with admin.patch("/api/v1/settings", json=wanted) as answer:
                assert answer.status == 200, await answer.text()
            async with manager.post(f"{EVALUATIONS}/trials/models") as refused:
                assert refused.status == 403

            begun = await post(admin, f"{EVALUATIONS}/trials/models", status=202)
            trial = await ended(admin, begun)
            spent = await get(admin, "/api/v1/ai/spending")
            in_force = server.app.models.status()
            model = server.app.config.llm.anthropic.model

    (result,) = trial["results"]
    assert (trial["failure"], trial["total"], result["verdict"]) == ("", 2, "passed")
    assert "10:30" in result["before"]
    assert result["answer"].endswith("Breakfast starts at 7:00 on weekdays.")
    assert result["isOther"]
    assert (result["provider"], result["model"]) == ("anthropic", model)
    assert len(claude.requests) == 1
    assert [each["name"] for each in spent["byPurpose"]] == ["golden"]
    assert list(in_force) == ["local"]


@asynccontextmanager
async def signed_in(
    server: Server,
) -> AsyncIterator[tuple[aiohttp.ClientSession, aiohttp.ClientSession]]:
    """An admin and a manager of a server of its own."""
    logins = {login.role: login for login in await server.app.fill_demo()}
    async with (
        aiohttp.ClientSession(server.url) as admin,
        aiohttp.ClientSession(server.url) as boss,
    ):
        for client, role in ((admin, Role.ADMIN), (boss, Role.MANAGER)):
            who = {"email": logins[role].email, "password": logins[role].password}
            token = (await post(client, "/api/v1/auth/login", who))["accessToken"]
            client.headers["Authorization"] = f"Bearer {token}"
        yield admin, boss


async def test_without_questions_there_is_nothing_to_ask(admin: aiohttp.ClientSession) -> None:
    async with admin.post(f"{EVALUATIONS}/runs") as answer:
        assert answer.status == 409


async def test_an_answer_of_the_inbox_is_marked(
    server: Server, admin: aiohttp.ClientSession, staff: Staff
) -> None:
    talk = await server.talk("What time is breakfast?")
    found = await get(admin, f"/api/v1/conversations/{talk.conversation_id}/messages")
    mine = next(each for each in found["messages"] if each["sender"] == "ai")

    golden = await post(admin, f"{EVALUATIONS}/mark", {"messageId": mine["id"]}, status=201)
    async with staff[Role.FRONT_DESK].post(
        f"{EVALUATIONS}/mark", json={"messageId": mine["id"]}
    ) as answer:
        assert answer.status == 403
    async with admin.delete(f"{EVALUATIONS}/{golden['id']}") as answer:
        assert answer.status == 204

    assert golden["question"] == "What time is breakfast?"
    assert golden["expected"]["sources"]
