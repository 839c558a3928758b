"""The PMS over HTTP: how reading it goes, reading it now, and webhooks that only wake (R15)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.servers import FAST, Server, running
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRET = "a-secret-of-the-hotel"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hooked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A Jack whose PMS is Mews, which nobody answers for."""
    settings = {
        **FAST,
        "pms.provider": "mews",
        "pms.mews.client_token": "client",
        "pms.mews.access_token": "access",
        "pms.mews.api_url": "http://127.0.0.1:9",
        "pms.webhook_secret": SECRET,
    }
    async with running(tmp_path_factory.mktemp("pms") / "data", settings=settings) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def vendor(hooked: Server) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(hooked.url) as session:
        yield session


async def test_staff_see_how_reading_the_pms_goes(staff: Staff) -> None:
    status = await get(staff[Role.FRONT_DESK], "/api/v1/pms/status")

    assert status["provider"] == "mock"
    assert status["failures"] == 0
    assert status["report"]["rejected"] == []
    assert status["syncedAt"] < status["nextAt"]


async def test_staff_can_have_it_read_now(server: Server, staff: Staff) -> None:
    from jack.events import PmsWanted

    async with server.expecting(lambda event: isinstance(event, PmsWanted)):
        wanted = await post(staff[Role.MANAGER], "/api/v1/pms/sync", {})

    assert wanted["wantedAt"]


@pytest.mark.parametrize("role", [Role.HOUSEKEEPING, Role.MAINTENANCE])
async def test_r6_whoever_has_no_guests_to_care_for_has_no_pms(staff: Staff, role: Role) -> None:
    async with staff[role].post("/api/v1/pms/sync", json={}) as answer:
        assert answer.status == 403


RESERVATION = "11f1c2a8-6a0a-4c0e-9c3e-1f2e3d4c5b6a"
EVENT = {
    "EnterpriseId": "e",
    "IntegrationId": "i",
    "Events": [{"Discriminator": "ServiceOrderUpdated", "Value": {"Id": RESERVATION}}],
}


async def test_a_webhook_with_the_secret_is_taken(vendor: aiohttp.ClientSession) -> None:
    async with vendor.post(f"/webhooks/pms/mews/{SECRET}", json=EVENT) as answer:
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/webhooks/pms/mews/wrong", 401),
        (f"/webhooks/pms/mews/{SECRET}x", 401),
        (f"/webhooks/pms/cloudbeds/{SECRET}", 404),
        ("/webhooks/pms/mews/%ff%fe", 401),
    ],
)
async def test_r15_any_other_webhook_is_refused(
    vendor: aiohttp.ClientSession, path: str, status: int
) -> None:
    async with vendor.post(path, json=EVENT) as answer:
        assert answer.status == status


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"[]", b'"x"', b"[" * 50_000, b'{"Events": 3}'])
async def test_garbage_with_the_secret_is_refused(
    vendor: aiohttp.ClientSession, body: bytes
) -> None:
    async with vendor.post(f"/webhooks/pms/mews/{SECRET}", data=body) as answer:
        assert answer.status == 400


async def test_a_webhook_that_is_too_large_is_refused(
    hooked: Server, vendor: aiohttp.ClientSession
) -> None:
    body = BytesIO(b" " * (hooked.app.config.server.max_webhook_bytes + 1))
    async with vendor.post(f"/webhooks/pms/mews/{SECRET}", data=body) as answer:
        assert answer.status == 413


async def test_r15_the_secret_in_the_address_is_in_no_log_and_no_metric(
    hooked: Server, vendor: aiohttp.ClientSession, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    async with vendor.post(f"/webhooks/pms/mews/{SECRET}", json=EVENT) as answer:
        assert answer.status == 200
    async with vendor.get("/metrics") as answer:
        shown = await answer.text()

    printed = capfd.readouterr()
    assert SECRET not in shown + printed.out + printed.err
    assert "/webhooks/pms/{provider}/{secret}" in shown
