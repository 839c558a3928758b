"""Web push over HTTP and to a push service: from an escalation to a browser."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from jack.model.duty import Switch
from jack.model.tasks import Priority
from tests.standins.push import PushStandin
from tests.web.conftest import Staff
from tests.web.servers import FAST, running
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_escalation_reaches_the_browser(tmp_path: Path) -> None:
    async with PushStandin() as service:
        settings = {**FAST, "push.local_services": [service.url]}
        async with running(tmp_path / "data", settings=settings) as server:
            logins = {login.role: login for login in await server.app.fill_demo()}
            login = logins["front_desk"]
            body = {"email": login.email, "password": login.password}
            async with (
                aiohttp.ClientSession(server.url) as anyone,
                anyone.post("/api/v1/auth/login", json=body) as answer,
            ):
                headers = {"Authorization": f"Bearer {(await answer.json())['accessToken']}"}
            async with aiohttp.ClientSession(server.url, headers=headers) as desk:
                known = await get(desk, "/api/v1/push")
                service.public_key = known["publicKey"]
                browser = service.browser()
                subscription = {
                    "endpoint": browser.endpoint,
                    "keys": {"p256dh": browser.p256dh, "auth": browser.auth},
                }
                await post(desk, "/api/v1/push/subscribe", subscription, status=204)
                assert (await get(desk, "/api/v1/push"))["browsers"] == 1
                (me,) = [p for p in await server.app.staffing.list() if p.email == login.email]
                await server.app.duty.turn(me, Switch.ON)
                talk = await server.talk("Good morning to you")

                await server.app.handover.escalate(
                    talk.conversation_id, me, place="front_desk", priority=Priority.HIGH
                )
                async with asyncio.timeout(10):
                    await service.arrived.wait()

                gone = {"endpoint": browser.endpoint}
                await post(desk, "/api/v1/push/unsubscribe", gone, status=204)
                await post(desk, "/api/v1/push/unsubscribe", gone, status=404)
                await post(desk, "/api/v1/push/test", status=404)

    notice = service.notices[0]
    assert (notice.data["kind"], notice.urgency) == ("escalation", "high")
    assert notice.data["url"] == f"/inbox/{talk.conversation_id}"
    assert service.refused == []


async def test_r15_an_address_inside_the_house_is_refused(staff: Staff) -> None:
    from jack.model.staff import Role

    keys = {"p256dh": "AAAA", "auth": "AAAA"}

    for endpoint in ("http://127.0.0.1:22/x", "https://169.254.169.254/x", "https://evil.example/"):
        body = {"endpoint": endpoint, "keys": keys}
        answer = await post(staff[Role.FRONT_DESK], "/api/v1/push/subscribe", body, status=400)
        assert "push.services" in answer["error"]["message"]
