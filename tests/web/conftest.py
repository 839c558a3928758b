"""One Jack with the demo hotel for all tests of the web layer, and its staff, signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack

import aiohttp
import pytest
import pytest_asyncio

from jack.model.staff import Role
from jack.services.demo import Login
from tests.standins.graph import GraphStandin
from tests.web.servers import ACCESS_TOKEN, APP_SECRET, FAST, WHATSAPP, Server, running

Staff = Mapping[Role, aiohttp.ClientSession]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def graph() -> AsyncIterator[GraphStandin]:
    """WhatsApp's side."""
    async with GraphStandin(
        access_token=ACCESS_TOKEN, app_secret=APP_SECRET, enforce_window=False
    ) as graph:
        yield graph


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(
    tmp_path_factory: pytest.TempPathFactory, graph: GraphStandin
) -> AsyncIterator[Server]:
    settings = {**FAST, **WHATSAPP, "channels.whatsapp.api_url": graph.url}
    async with running(tmp_path_factory.mktemp("jack") / "data", settings=settings) as server:
        graph.webhook_url = f"{server.url}/webhooks/whatsapp"
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def logins(server: Server) -> Mapping[Role, Login]:
    """One account per role."""
    return {Role(login.role): login for login in await server.app.fill_demo()}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def anyone(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who is not signed in."""
    async with aiohttp.ClientSession(server.url) as session:
        yield session


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def staff(
    server: Server, anyone: aiohttp.ClientSession, logins: Mapping[Role, Login]
) -> AsyncIterator[Staff]:
    """A signed-in client per role."""
    async with AsyncExitStack() as stack:
        clients = {}
        for role, login in logins.items():
            credentials = {"email": login.email, "password": login.password}
            async with anyone.post("/api/v1/auth/login", json=credentials) as answer:
                token = (await answer.json())["accessToken"]
            client = aiohttp.ClientSession(server.url, headers={"Authorization": f"Bearer {token}"})
            clients[role] = await stack.enter_async_context(client)
        yield clients


@pytest.fixture(scope="session")
def admin(staff: Staff) -> aiohttp.ClientSession:
    return staff[Role.ADMIN]
