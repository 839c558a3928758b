"""Reading Meta's templates, hearing what becomes of them, and sending by them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from jack.channels.whatsapp import WhatsApp
from jack.channels.whatsapp_parse import parse
from jack.channels.whatsapp_templates import read
from jack.errors import Permanent, Transient
from jack.model.vendor_templates import (
    TemplateCall,
    TemplateCategory,
    VendorStatus,
    VendorTemplate,
    call,
)
from tests.channels.test_whatsapp import GUEST, ITEM, SECRET, whatsapp
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import Fault, JsonObject
from tests.standins.graph import GraphStandin
from tests.standins.graph_templates import template

TEMPLATES = [
    template(
        "room_ready",
        "Dear {{1}}, room {{2}} is ready.",
        header="Hello {{1}}",
        footer="Harbour Inn",
        buttons=[{"type": "QUICK_REPLY", "text": "Thanks"}],
    ),
    template("named", "Dear {{name}}, see you on {{day}}.", language="pt_BR"),
    template("offer", "Dear guest, the spa is half price today.", category="MARKETING"),
    template("paused", "Dear guest.", status="PAUSED"),
    template("gone", "Dear guest.", status="DISABLED"),
    template("waiting", "Dear guest.", status="PENDING"),
]


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    """Nobody has written: only templates go."""
    async with GraphStandin(app_secret=SECRET, templates=TEMPLATES) as graph:
        yield graph


@pytest.fixture
async def channel(graph: GraphStandin) -> AsyncIterator[WhatsApp]:
    channel = whatsapp(graph.url, business_account_id=webhooks.BUSINESS_ACCOUNT_ID)
    await channel.start()
    yield channel
    await channel.close()


async def known(channel: WhatsApp, name: str) -> VendorTemplate:
    return next(each for each in await channel.templates() if each.name == name)


def read_one(**given: object) -> VendorTemplate:
    found = read(template("some", "Dear guest.") | given)
    assert found is not None
    return found


# -- reading -------------------------------------------------------------------------------


async def test_a_template_is_read_with_all_its_parts(channel: WhatsApp) -> None:
    found = await known(channel, "room_ready")

    assert (found.language, found.category, found.status) == ("en_US", "utility", "approved")
    assert (found.header, found.body) == ("Hello {{1}}", "Dear {{1}}, room {{2}} is ready.")
    assert (found.footer, found.buttons) == ("Harbour Inn", ("Thanks",))
    assert found.is_sendable


async def test_all_pages_are_read(channel: WhatsApp, graph: GraphStandin) -> None:
    graph.templates = [template(f"number_{n}", "Dear guest.") for n in range(250)]

    names = [each.name for each in await channel.templates()]

    assert names == [f"number_{n}" for n in range(250)]
    assert len(graph.calls) == 3


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("APPROVED", VendorStatus.APPROVED),
        ("PENDING", VendorStatus.PENDING),
        ("IN_APPEAL", VendorStatus.REJECTED),
        ("REJECTED", VendorStatus.REJECTED),
        ("PAUSED", VendorStatus.PAUSED),
        ("DISABLED", VendorStatus.DISABLED),
        ("PENDING_DELETION", VendorStatus.DISABLED),
        ("A_NEW_WORD", VendorStatus.DISABLED),
    ],
)
def test_a_status_that_is_not_known_is_none_to_send_by(word: str, status: VendorStatus) -> None:
    assert read_one(status=word).status is status


@pytest.mark.parametrize(
    "parts",
    [
        template("x", "Hi", header_format="IMAGE"),
        template("x", "Hi", buttons=[{"type": "URL", "text": "See", "url": "https://a.b/{{1}}"}]),
        template("x", "Hi", buttons=[{"type": "COPY_CODE", "text": "Copy"}]),
        {"components": [{"type": "BODY", "text": "Hi"}, {"type": "CAROUSEL", "cards": []}]},
        {"components": []},
    ],
)
def test_what_jack_cannot_fill_he_says_so_and_does_not_offer(parts: JsonObject) -> None:
    found = read_one(components=parts["components"])

    assert found.lacks
    assert not found.is_sendable


def test_a_link_without_a_gap_needs_nothing() -> None:
    buttons = [{"type": "URL", "text": "See", "url": "https://hotel.example"}]

    assert read_one(components=template("x", "Hi", buttons=buttons)["components"]).is_sendable


@pytest.mark.parametrize("told", [{}, {"name": "x"}, {"name": 5, "language": "en"}])
def test_nonsense_is_no_template(told: JsonObject) -> None:
    assert read(told) is None


async def test_without_a_business_account_there_is_nothing_to_read(graph: GraphStandin) -> None:
    assert not whatsapp(graph.url).has_templates


# -- hearing -------------------------------------------------------------------------------


def heard(payload: JsonObject) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (each.name, each.status, each.category, each.reason)
        for each in parse(json.dumps(payload).encode()).templates
    ]


def test_a_webhook_tells_what_became_of_a_template() -> None:
    assert heard(webhooks.template_update("welcome", "APPROVED")) == [
        ("welcome", VendorStatus.APPROVED, None, "")
    ]
    assert heard(webhooks.template_update("welcome", "REJECTED", reason="INVALID_FORMAT")) == [
        ("welcome", VendorStatus.REJECTED, None, "INVALID_FORMAT")
    ]


def test_a_warning_takes_nothing_away() -> None:
    assert heard(webhooks.template_update("welcome", "FLAGGED")) == [("welcome", None, None, "")]


def test_meta_may_find_that_a_template_is_marketing() -> None:
    change = {
        "message_template_name": "welcome",
        "message_template_language": "en_US",
        "previous_category": "UTILITY",
        "new_category": "MARKETING",
    }

    payload = webhooks.account_change("template_category_update", change)

    assert heard(payload) == [("welcome", None, TemplateCategory.MARKETING, "")]


def test_a_template_webhook_without_a_name_says_nothing() -> None:
    assert heard(webhooks.account_change("message_template_status_update", {"event": "X"})) == []


# -- sending -------------------------------------------------------------------------------


async def test_a_template_goes_out_filled_also_where_the_window_is_closed(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    made = call(await known(channel, "room_ready"), ["Ana", "Ana Silva", "305"])

    await channel.send(replace(ITEM, template=made))

    [accepted] = graph.accepted
    assert accepted.kind == "template"
    assert accepted.text == "Hello Ana\n\nDear Ana Silva, room 305 is ready.\n\nHarbour Inn"
    assert accepted.callback_data == f"jack:{ITEM.id}"


async def test_gaps_with_names_are_filled_by_name(channel: WhatsApp, graph: GraphStandin) -> None:
    made = call(await known(channel, "named"), ["Ana", "sexta-feira"])

    await channel.send(replace(ITEM, template=made))

    assert graph.accepted[0].text == "Dear Ana, see you on sexta-feira."


async def test_one_without_gaps_has_nothing_to_fill(channel: WhatsApp, graph: GraphStandin) -> None:
    await channel.send(replace(ITEM, template=TemplateCall("offer", "en_US")))

    assert graph.accepted[0].body["template"]["components"] == []


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (TemplateCall("room_ready", "de"), "132001"),
        (TemplateCall("room_ready", "en_US", body=(("1", "Ana"), ("2", "305"))), "132000"),
        (TemplateCall("offer", "en_US", body=(("1", "Ana"),)), "132000"),
        (TemplateCall("paused", "en_US"), "132015"),
        (TemplateCall("gone", "en_US"), "132016"),
        (TemplateCall("waiting", "en_US"), "132001"),
    ],
)
async def test_what_meta_refuses_all_the_same_is_final_and_in_words(
    channel: WhatsApp, made: TemplateCall, code: str
) -> None:
    with pytest.raises(Permanent) as failure:
        await channel.send(replace(ITEM, template=made))

    assert failure.value.reason == code
    assert "template" in str(failure.value)


async def test_marketing_that_a_guest_has_stopped_is_final(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    graph.stopped_marketing.add(GUEST)

    with pytest.raises(Permanent) as failure:
        await channel.send(replace(ITEM, template=TemplateCall("offer", "en_US")))

    assert failure.value.reason == "131050"


async def test_templates_that_cannot_be_read_are_read_later(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    graph.faults_by(lambda _: Fault("status", status=503))

    with pytest.raises(Transient):
        await channel.templates()
