"""What the doctor learns from Meta: of the token, the number, the webhooks and the templates."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from jack.channels.base import Capability
from jack.channels.whatsapp import WhatsApp
from jack.model.clock import DAY, SECOND, now
from tests.channels.test_whatsapp import whatsapp
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.graph import GraphStandin
from tests.standins.graph_templates import template

PUBLIC = "https://jack.hotel.example"


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin(templates=[template("welcome", "Dear {{1}}.")]) as graph:
        graph.number = {"webhook_configuration": {"application": f"{PUBLIC}/webhooks/whatsapp"}}
        yield graph


@pytest.fixture
async def channel(graph: GraphStandin) -> AsyncIterator[WhatsApp]:
    account = webhooks.BUSINESS_ACCOUNT_ID
    channel = whatsapp(graph.url, business_account_id=account, public_url=PUBLIC)
    await channel.start()
    yield channel
    await channel.close()


async def wrong(channel: WhatsApp) -> list[Capability]:
    return [each for each in await channel.capabilities() if not each.is_fine]


async def test_all_is_well(channel: WhatsApp) -> None:
    found = await channel.capabilities()

    assert [each.text for each in found if each.is_fine] == [
        "The access token has no end.",
        "+1 555-078-3881 is in good standing.",
        "Meta sends its webhooks to an app.",
        "1 templates can be sent.",
    ]
    assert len(found) == 4


def ends_in(days: int) -> int:
    return (now() + days * DAY) // SECOND


@pytest.mark.parametrize(
    ("spoil", "text", "fix", "is_hint"),
    [
        (lambda g: g.token.update(is_valid=False), "does not take", "make a token", False),
        (
            lambda g: g.token.update(scopes=["whatsapp_business_management"]),
            "lacks whatsapp_business_messaging",
            "both scopes",
            False,
        ),
        (
            lambda g: g.token.update(scopes=["whatsapp_business_messaging"]),
            "lacks whatsapp_business_management",
            "both scopes",
            True,
        ),
        (lambda g: g.token.update(expires_at=ends_in(13)), "ends on", "make a token", True),
        (lambda g: g.number.update(status="DISCONNECTED"), "is disconnected", "Manager", False),
        (lambda g: g.number.update(quality_rating="RED"), "is red", "unasked", True),
        (
            lambda g: g.number.update(webhook_configuration={"application": "https://old.example"}),
            "go to https://old.example",
            f"{PUBLIC}/webhooks/whatsapp",
            False,
        ),
        (lambda g: g.subscribed_apps.clear(), "No app gets", "field messages", False),
        (lambda g: g.templates.clear(), "No template can be sent", "write one", True),
        (
            lambda g: g.templates.append(template("spa", "Hi", status="PAUSED")),
            "not spa (paused)",
            "Templates in the web page",
            True,
        ),
    ],
)
async def test_what_is_not_as_it_should_be_has_its_fix(
    channel: WhatsApp,
    graph: GraphStandin,
    spoil: Callable[[GraphStandin], object],
    text: str,
    fix: str,
    *,
    is_hint: bool,
) -> None:
    spoil(graph)

    [found] = await wrong(channel)

    assert text in found.text
    assert fix in found.fix
    assert found.is_hint is is_hint


async def test_a_token_that_lives_long_enough_is_fine(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    graph.token["expires_at"] = ends_in(20)

    assert await wrong(channel) == []


async def test_without_the_business_account_its_templates_are_missed(graph: GraphStandin) -> None:
    channel = whatsapp(graph.url)
    await channel.start()

    [found] = await wrong(channel)
    await channel.close()

    assert (found.is_hint, found.fix) == (True, "set channels.whatsapp.business_account_id")
