"""The doctor's visit to a running server: with the settings to come, and beside what is running."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jack.app import App, open_app
from jack.config import load
from jack.errors import Forbidden, NotFound
from jack.model.staff import Role, Staff
from tests.standins.graph import GraphStandin
from tests.standins.whatsapp_webhooks import PHONE_NUMBER_ID


@asynccontextmanager
async def opened(tmp_path: Path, *, offline: bool = False, graph: str = "") -> AsyncIterator[App]:
    flags: dict[str, object] = {"knowledge.embedder": "words", "llm.order": ["local"]}
    if graph:
        flags["channels.whatsapp.api_url"] = graph
    loaded = load(
        environ={}, data_dir=tmp_path / "data", flags=flags, system_file=tmp_path / "none.toml"
    )
    async with open_app(loaded, as_server=True, offline=offline) as app:
        yield app


async def person(app: App, role: Role = Role.ADMIN) -> Staff:
    return (await app.staffing.add(f"{role}@hotel.example", "P", role, actor="test"))[0]


async def test_a_channel_is_tested_with_the_settings_just_made(tmp_path: Path) -> None:
    async with (
        GraphStandin(access_token="right-token", app_secret="secret") as graph,
        opened(tmp_path, graph=graph.url) as app,
    ):
        admin = await person(app)
        wanted = {
            "channels.whatsapp.enabled": True,
            "channels.whatsapp.access_token": "wrong-token",
            "channels.whatsapp.app_secret": "secret",
            "channels.whatsapp.verify_token": "verify",
            "channels.whatsapp.phone_number_id": PHONE_NUMBER_ID,
        }
        await app.settings.change(admin, wanted)
        wrong = await app.checkup.test_channel(admin, "whatsapp")
        await app.settings.change(admin, {"channels.whatsapp.access_token": "right-token"})
        right = await app.checkup.test_channel(admin, "whatsapp")

        assert "whatsapp" not in app.channels

    codes = ["CHANNEL_WHATSAPP", "ACCOUNT_WHATSAPP"]
    assert [each.code for each in wrong] == [each.code for each in right] == codes
    assert wrong[0].found.level == "FAIL"
    assert "[channels.whatsapp]" in wrong[0].found.fix
    assert not any("wrong-token" in each.found.text for each in wrong)
    assert right[0].found.level == "OK"


async def test_a_channel_that_is_off_has_nothing_to_test(tmp_path: Path) -> None:
    async with opened(tmp_path) as app:
        with pytest.raises(NotFound, match="not switched on"):
            await app.checkup.test_channel(await person(app), "whatsapp")


async def test_offline_no_vendor_is_called_and_the_web_chat_is_tested(tmp_path: Path) -> None:
    async with opened(tmp_path, offline=True) as app:
        admin = await person(app)
        found = await app.checkup.test_channel(admin, "webchat")

    assert {finding.found.level for finding in found} == {"OK"}
    async with (
        GraphStandin(access_token="token", app_secret="secret") as graph,
        opened(tmp_path, offline=True, graph=graph.url) as app,
    ):
        await app.settings.change(
            admin,
            {
                "channels.whatsapp.enabled": True,
                "channels.whatsapp.access_token": "token",
                "channels.whatsapp.app_secret": "secret",
                "channels.whatsapp.verify_token": "verify",
                "channels.whatsapp.phone_number_id": PHONE_NUMBER_ID,
            },
        )
        with pytest.raises(NotFound, match="offline"):
            await app.checkup.test_channel(admin, "whatsapp")


async def test_every_check_runs_beside_the_running_server(tmp_path: Path) -> None:
    async with opened(tmp_path, offline=True) as app:
        findings = await app.checkup.examine(await person(app))

        codes = {finding.code: finding.found.level for finding in findings}
        assert codes["DATABASE_OPENS"] == codes["DATABASE_VERSION"] == "OK"
        assert codes["KNOWLEDGE_EMPTY"] == "WARN"
        assert (await app.system.state()).database_bytes > 0


async def test_looking_and_testing_are_for_those_who_may(tmp_path: Path) -> None:
    async with opened(tmp_path, offline=True) as app:
        clerk, manager = await person(app, Role.FRONT_DESK), await person(app, Role.MANAGER)

        with pytest.raises(Forbidden):
            await app.checkup.examine(clerk)
        with pytest.raises(Forbidden):
            await app.checkup.test_channel(manager, "webchat")
