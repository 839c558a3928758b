"""Every error is the same envelope, whatever went wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jack.db import sql
from jack.web.openapi import ERROR_STATUS
from tests.web.servers import FAST, Server, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRET = "c4n4ry"


async def check_envelope(answer: aiohttp.ClientResponse, status: int, code: str) -> dict[str, Any]:
    body = await answer.json()
    assert answer.status == status, body
    assert set(body) == {"error"}
    error: dict[str, Any] = body["error"]
    assert set(error) == {"code", "message", "details", "requestId"}
    assert error["code"] == code
    assert code in [*ERROR_STATUS, "INTERNAL_ERROR"]
    assert error["message"]
    assert isinstance(error["details"], dict)
    assert error["requestId"] == answer.headers["X-Request-ID"]
    assert answer.content_type == "application/json"
    return error


async def test_validation_error(anyone: aiohttp.ClientSession) -> None:
    async with anyone.post("/api/v1/auth/login", json={}) as answer:
        await check_envelope(answer, 400, "VALIDATION_ERROR")


async def test_a_socket_that_is_none(anyone: aiohttp.ClientSession) -> None:
    async with anyone.get("/ws/chat") as answer:
        await check_envelope(answer, 400, "VALIDATION_ERROR")


async def test_unauthorized(anyone: aiohttp.ClientSession) -> None:
    async with anyone.get("/api/v1/me") as answer:
        await check_envelope(answer, 401, "UNAUTHORIZED")


async def test_forbidden(anyone: aiohttp.ClientSession) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "wrong"}

    async with anyone.get("/webhooks/whatsapp", params=query) as answer:
        await check_envelope(answer, 403, "FORBIDDEN")


@pytest.mark.parametrize("path", ["/api/v1/conversations/987654321", "/api/v1/nothing", "/nothing"])
async def test_not_found(admin: aiohttp.ClientSession, path: str) -> None:
    async with admin.get(path) as answer:
        await check_envelope(answer, 404, "NOT_FOUND")


async def test_method_not_allowed_names_those_that_are(anyone: aiohttp.ClientSession) -> None:
    async with anyone.delete("/api/v1/auth/login") as answer:
        await check_envelope(answer, 405, "METHOD_NOT_ALLOWED")

    assert answer.headers["Allow"] == "POST"


async def test_conflict(server: Server, admin: aiohttp.ClientSession) -> None:
    talk = await server.talk()
    path = f"/api/v1/conversations/{talk.conversation_id}/release"

    async with admin.post(path) as answer:
        await check_envelope(answer, 409, "CONFLICT")


async def test_payload_too_large(anyone: aiohttp.ClientSession) -> None:
    body = json.dumps({"email": "x" * 300_000, "password": "x"})

    async with anyone.post("/api/v1/auth/login", data=body) as answer:
        await check_envelope(answer, 413, "PAYLOAD_TOO_LARGE")


async def test_rate_limited(tmp_path: Path) -> None:
    settings = {**FAST, "auth.login_attempts_per_minute": 1}
    credentials = {"email": "ana@hotel.example", "password": "x"}

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        async with client.post("/api/v1/auth/login", json=credentials):
            pass
        async with client.post("/api/v1/auth/login", json=credentials) as answer:
            await check_envelope(answer, 429, "RATE_LIMITED")


async def test_not_ready_when_the_store_fails(tmp_path: Path) -> None:
    async with (
        running(tmp_path) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        server.app.db.close()

        async with client.post("/api/v1/auth/refresh", json={"refreshToken": "x"}) as answer:
            await check_envelope(answer, 503, "NOT_READY")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/api/v1/auth/login", {"email": SECRET, "password": SECRET}, 503, "NOT_READY"),
        ("/api/v1/auth/refresh", {"refreshToken": SECRET}, 503, "NOT_READY"),
    ],
)
async def test_an_unforeseen_error_says_nothing_of_its_cause(
    tmp_path: Path, path: str, body: dict[str, str], status: int, code: str
) -> None:
    async with (
        running(tmp_path) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        for table in ("staff", "session"):
            await server.app.db.write(sql.run, f"ALTER TABLE {table} RENAME TO lost_{table}")

        async with client.post(path, json=body) as answer:
            error = await check_envelope(answer, status, code)
        async with client.get("/health/live") as live:
            pass

    shown = json.dumps(error)
    assert not [word for word in ("table", "SELECT", "Traceback", SECRET) if word in shown]
    assert live.status == 200


# -- validation ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": [SECRET], "password": "x"}, "email"),
        ({"email": "ana@hotel.example"}, "password"),
        ({"email": "a@b", "password": SECRET * 100}, "password"),
        ({"email": "a@b", "password": "x", "totally": SECRET}, "totally"),
        ({"email": f"\ud800{SECRET}", "password": "x"}, "email"),
        ([SECRET], "body"),
        (SECRET, "body"),
        (None, "body"),
    ],
)
async def test_a_wrong_field_is_named_and_its_value_is_not(
    anyone: aiohttp.ClientSession, body: object, field: str
) -> None:
    async with anyone.post("/api/v1/auth/login", data=json.dumps(body)) as answer:
        error = await check_envelope(answer, 400, "VALIDATION_ERROR")

    assert field in [problem["field"] for problem in error["details"]["problems"]]
    assert SECRET not in json.dumps(error)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": SECRET}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"state": SECRET}, "state"),
        ({"assignedTo": SECRET}, "assignedTo"),
        ({"unheardOf": SECRET}, "unheardOf"),
    ],
)
async def test_a_wrong_parameter_is_named_and_its_value_is_not(
    admin: aiohttp.ClientSession, query: dict[str, str], field: str
) -> None:
    async with admin.get("/api/v1/conversations", params=query) as answer:
        error = await check_envelope(answer, 400, "VALIDATION_ERROR")

    assert [problem["field"] for problem in error["details"]["problems"]] == [field]
    assert SECRET not in json.dumps(error)


@pytest.mark.parametrize("number", [SECRET, "-1", "1.5", "1e3", "9" * 30, "%20", "²"])
async def test_an_id_is_a_decimal_number(admin: aiohttp.ClientSession, number: str) -> None:
    async with admin.get(f"/api/v1/tasks/{number}") as answer:
        error = await check_envelope(answer, 400, "VALIDATION_ERROR")

    assert SECRET not in json.dumps(error)


async def test_a_thousand_wrong_fields_get_a_short_answer(anyone: aiohttp.ClientSession) -> None:
    body = {f"{'f' * 200}{number}": 1 for number in range(1000)}

    async with anyone.post("/api/v1/auth/login", json=body) as answer:
        await check_envelope(answer, 400, "VALIDATION_ERROR")
        text = await answer.text()

    assert len(text) < 8000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b'{"email": "\xc3\x28"}', id="invalid UTF-8"),
        pytest.param(b"[" * 100_000, id="a hundred thousand levels of lists"),
        pytest.param(b'{"a":' * 50_000, id="fifty thousand levels of objects"),
        pytest.param(b"1" * 100_000, id="a number of a hundred thousand digits"),
        pytest.param(b"NaN", id="not a number"),
    ],
)
async def test_what_is_not_json_is_invalid(anyone: aiohttp.ClientSession, body: bytes) -> None:
    async with anyone.post("/api/v1/auth/login", data=body) as answer:
        await check_envelope(answer, 400, "VALIDATION_ERROR")
