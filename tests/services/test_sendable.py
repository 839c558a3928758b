"""What can be sent to a guest now, and sending it: free words, a template, or nothing with a reason."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jack.db import templates, vendor_templates
from jack.db.database import Database
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.events import TemplatesWanted
from jack.model.clock import DAY, HOUR
from jack.model.consent import ConsentSource, Purpose
from jack.model.languages import Language
from jack.model.messages import Delivery, Parsed
from jack.model.staff import Role
from jack.model.templates import TemplateStatus, Trust
from jack.model.vendor_templates import (
    TemplateCall,
    TemplateCategory,
    TemplateReport,
    VendorStatus,
    VendorTemplate,
)
from jack.services import consent
from jack.services.sendable import Sendable, Way, sendable
from jack.services.template_sends import TemplateSends
from jack.services.templates import Templates
from jack.services.vendor_templates import VendorTemplates
from tests.channels.test_whatsapp import whatsapp
from tests.conftest import FakeClock
from tests.house import ANA, House
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import Fault
from tests.standins.graph import GraphStandin
from tests.standins.graph_templates import template

READY = VendorTemplate(
    channel="whatsapp",
    vendor_id="11",
    name="room_ready",
    language="en_US",
    category=TemplateCategory.UTILITY,
    status=VendorStatus.APPROVED,
    body="Dear {{1}}, room {{2}} is ready.",
)
BEREIT = replace(READY, language="de", body="Guten Tag {{1}}, Zimmer {{2}} ist bereit.")
OFFER = replace(
    READY, name="spa", category=TemplateCategory.MARKETING, body="The spa is half price today."
)
_numbers = itertools.count(1)
FILLS = ("{{guest.first_name|guest}}", "{{stay.room}}")


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    return House(db, clock)


def has(house: House, *known: VendorTemplate) -> dict[str, int]:
    """Meta has these templates; their ids by name and language."""
    house.db.write_now(vendor_templates.replace_all, "whatsapp", known, house.clock())
    return {f"{t.name} {t.language}": t.id for t in house.db.read_now(vendor_templates.listed)}


def bind(house: House, vendor_id: int, fills: tuple[str, ...] = FILLS) -> None:
    """Jack's template `ready` goes out as this one."""

    def work() -> None:
        at = house.clock()
        own = templates.add_template(
            "ready", "whatsapp", Language.EN, "Ready.", TemplateStatus.APPROVED, at
        )
        known = templates.template(own)
        assert known is not None
        templates.save_template(replace(known, vendor_id=vendor_id, fills=fills), at)

    house.db.write_now(work)


def sends(house: House) -> TemplateSends:
    return TemplateSends(house.conversations, house.channels)


async def now(house: House) -> Sendable:
    return await sends(house).sendable(house.staff(f"Maria{next(_numbers)} Costa"), 1)


def may(house: House, purpose: Purpose, *, is_given: bool) -> None:
    house.db.write_now(
        lambda: consent.record(
            1, "whatsapp", purpose, is_given=is_given, source=ConsentSource.VENDOR, at=house.clock()
        )
    )


def for_jack(house: House, purpose: Purpose = Purpose.MESSAGES, **given: Any) -> Sendable:
    """What an automation may send."""

    def read() -> Sendable:
        return sendable(
            **{
                "channels": house.channels,
                "guest_id": 1,
                "channel": "whatsapp",
                "address": ANA,
                "at": house.clock(),
                "language": "en",
                "values": {"guest.first_name": "Ana", "stay.room": "305"},
                "trust": Trust.PROVEN,
                "purpose": purpose,
                **given,
            }
        )

    return house.db.read_now(read)


# -- what can be sent ----------------------------------------------------------------------


async def test_within_the_window_it_is_free_text_until_a_time(house: House) -> None:
    await house.write("Hello")
    heard_at = house.clock.at
    has(house, READY)

    found = await now(house)

    assert (found.way, found.reason, found.until) == (Way.TEXT, "", heard_at + 24 * HOUR)
    assert [offer.template.name for offer in found.offers] == ["room_ready"]


async def test_outside_it_templates_are_offered_filled_and_previewed(house: House) -> None:
    house.stay(room="305")
    await house.write("Hello")
    bind(house, has(house, READY)["room_ready en_US"])
    house.clock.forward(25 * 3600)

    found = await now(house)

    assert found.way is Way.TEMPLATE
    assert "24-hour window" in found.reason
    [offer] = found.offers
    assert (offer.values, offer.missing) == (("Ana", "305"), ())
    assert offer.text == "Dear Ana, room 305 is ready."
    assert offer.own is not None
    assert offer.own.name == "ready"


async def test_a_gap_that_nothing_fills_is_named(house: House) -> None:
    await house.write("Hello")
    has(house, READY)
    house.clock.forward(25 * 3600)

    [offer] = (await now(house)).offers

    assert (offer.values, offer.missing) == (("", ""), ("1", "2"))
    assert offer.text == READY.body


async def test_the_guests_language_comes_first(house: House) -> None:
    await house.talk("Guten Tag, wann gibt es Frühstück? Ich möchte früh los.")
    has(house, READY, BEREIT)

    assert [offer.template.language for offer in (await now(house)).offers] == ["de", "en_US"]


@pytest.mark.parametrize(
    "changed",
    [
        {"status": VendorStatus.PENDING},
        {"status": VendorStatus.REJECTED},
        {"status": VendorStatus.PAUSED},
        {"status": VendorStatus.DISABLED},
        {"lacks": "Its header needs a file."},
        {"category": TemplateCategory.AUTHENTICATION},
    ],
)
async def test_what_cannot_be_sent_is_not_offered(house: House, changed: dict[str, Any]) -> None:
    await house.write("Hello")
    has(house, replace(READY, **changed))
    house.clock.forward(25 * 3600)

    found = await now(house)

    assert (found.way, found.offers) == (Way.NOTHING, ())
    assert "none that Jack can send" in found.reason


async def test_other_channels_have_no_window(house: House) -> None:
    await house.write("Hello")
    house.clock.forward(25 * 3600)

    found = for_jack(house, channels=("sms",), channel="sms", address=f"+{ANA}")

    assert (found.way, found.until) == (Way.TEXT, None)


async def test_a_number_that_never_wrote_gets_a_template(house: House) -> None:
    await house.write("Hello")
    has(house, READY)

    assert for_jack(house, address="4915199999999").way is Way.TEMPLATE


async def test_r8_who_said_stop_is_started_nothing_with(house: House) -> None:
    await house.write("Hello")
    has(house, READY)
    may(house, Purpose.MESSAGES, is_given=False)

    found = for_jack(house)

    assert (found.way, found.offers) == (Way.NOTHING, ())
    assert "stop" in found.reason
    assert (await now(house)).way is Way.TEXT, "what staff write is no automation"


async def test_r8_marketing_needs_a_yes_from_jack_and_no_no_from_staff(house: House) -> None:
    await house.write("Hello")
    has(house, OFFER)

    assert "offers" in for_jack(house, Purpose.MARKETING).reason
    assert for_jack(house).offers == ()
    assert [offer.template.name for offer in (await now(house)).offers] == ["spa"]

    may(house, Purpose.MARKETING, is_given=False)
    assert (await now(house)).offers == ()

    may(house, Purpose.MARKETING, is_given=True)
    assert [o.template.name for o in for_jack(house, Purpose.MARKETING).offers] == ["spa"]


def test_a_channel_that_is_off_sends_nothing(house: House) -> None:
    assert for_jack(house, channels=()).way is Way.NOTHING


async def test_r6_what_is_private_fills_no_gap_for_an_unproven_guest(house: House) -> None:
    await house.write("Hello")
    bind(house, has(house, READY)["room_ready en_US"])

    [offer] = for_jack(house, trust=Trust.NONE).offers

    assert (offer.values, offer.missing) == (("guest", ""), ("2",))


# -- sending it ----------------------------------------------------------------------------


async def closed(house: House, *known: VendorTemplate) -> dict[str, int]:
    """A conversation whose window is closed."""
    await house.talk("Hello")
    ids = has(house, *known or (READY,))
    house.clock.forward(25 * 3600)
    return ids


async def test_a_template_is_queued_as_a_message_of_the_writers(house: House) -> None:
    ids = await closed(house)
    maria = house.staff()

    message = await sends(house).send(maria, 1, ids["room_ready en_US"], ["Ana", "30\n5"])

    assert (message.text, message.delivery) == ("Dear Ana, room 30 5 is ready.", Delivery.QUEUED)
    assert (message.staff_id, house.conversation().owner_id) == (maria.id, maria.id)
    (item,) = await house.queues.claim_sends(limit=5)
    assert item.template == TemplateCall("room_ready", "en_US", body=(("1", "Ana"), ("2", "30 5")))


async def test_it_takes_the_place_of_what_did_not_arrive(house: House) -> None:
    ids = await closed(house)
    maria = house.staff()
    await house.write("Are you there?")
    await house.conversations.reply(1, maria, "I am.")
    house.clock.at += 2 * DAY
    await house.queues.claim_sends(limit=5)
    lost = house.said()[-1]

    await sends(house).send(maria, 1, ids["room_ready en_US"], ["Ana", "305"], replaces=lost.id)

    assert [m.delivery for m in house.said()][-2:] == [Delivery.DISCARDED, Delivery.QUEUED]


@pytest.mark.parametrize("values", [[], ["Ana"], ["Ana", ""], ["Ana", "3" * 1024]])
async def test_words_that_meta_would_refuse_change_nothing(house: House, values: list[str]) -> None:
    ids = await closed(house)

    with pytest.raises(Invalid):
        await sends(house).send(house.staff(), 1, ids["room_ready en_US"], values)

    assert house.conversation().owner_id is None
    assert [item.template for item in house.sends()] == [None]


async def test_nobody_writes_into_a_colleagues_conversation(house: House) -> None:
    ids = await closed(house)
    await house.conversations.claim(1, house.staff("Maria Costa"))

    other = house.staff("Ben Katz")
    with pytest.raises(Conflict):
        await sends(house).send(other, 1, ids["room_ready en_US"], ["Ana", "305"])


async def test_r8_offers_that_were_stopped_are_not_sent_by_staff_either(house: House) -> None:
    ids = await closed(house, OFFER)
    may(house, Purpose.MARKETING, is_given=False)

    with pytest.raises(Conflict, match="offers"):
        await sends(house).send(house.staff(), 1, ids["spa en_US"], [])


async def test_what_is_not_there_or_of_another_channel_is_not_found(house: House) -> None:
    await closed(house)

    with pytest.raises(NotFound):
        await sends(house).send(house.staff(), 1, 99, [])


# -- keeping up with Meta ------------------------------------------------------------------


async def with_meta(house: House, work: Callable[[VendorTemplates, GraphStandin], Any]) -> None:
    known = [template("room_ready", READY.body), template("old", "Dear guest.")]
    async with GraphStandin(templates=known) as graph:
        channel = whatsapp(graph.url, business_account_id=webhooks.BUSINESS_ACCOUNT_ID)
        await channel.start()
        await work(VendorTemplates(house.db, {"whatsapp": channel}, house.clock), graph)
        await channel.close()


async def test_reading_again_keeps_what_is_bound_and_drops_what_is_gone(house: House) -> None:
    async def work(kept: VendorTemplates, graph: GraphStandin) -> None:
        assert await kept.read() == 2
        (ready,) = [t for t in await kept.listed() if t.name == "room_ready"]
        bind(house, ready.id)
        graph.templates = [template("room_ready", READY.body, status="PAUSED")]
        house.clock.forward(60)
        await kept.read()

        (found,) = await kept.listed()
        assert (found.id, found.status) == (ready.id, VendorStatus.PAUSED)
        assert [own.vendor_id for own in house.db.read_now(templates.bound, "whatsapp")] == [
            ready.id
        ]

    await with_meta(house, work)


async def test_what_was_known_stays_while_meta_cannot_be_read(house: House) -> None:
    async def work(kept: VendorTemplates, graph: GraphStandin) -> None:
        await kept.read()
        graph.faults_by(lambda _: Fault("status", status=503))

        assert not await kept.read_quietly()
        assert len(await kept.listed()) == 2

    await with_meta(house, work)


async def test_reading_on_demand_is_for_who_manages_templates(house: House) -> None:
    async def work(kept: VendorTemplates, _: GraphStandin) -> None:
        with pytest.raises(Forbidden):
            await kept.refresh(house.staff())
        assert len(await kept.refresh(house.staff("Ada Boss", Role.ADMIN))) == 2

    await with_meta(house, work)


async def test_a_webhook_changes_the_status_at_once_and_has_them_read(house: House) -> None:
    await house.write("Hello")
    has(house, READY)
    told = TemplateReport(
        "whatsapp", "11", "room_ready", "en_US", VendorStatus.DISABLED, reason="SPAM"
    )

    await house.intake.accept("whatsapp", Parsed([], templates=[told]), payload=b"{}")

    (found,) = house.db.read_now(vendor_templates.listed)
    assert (found.status, found.reason) == (VendorStatus.DISABLED, "SPAM")
    assert TemplatesWanted() in house.heard


async def test_a_template_of_ours_is_bound_only_with_all_its_gaps_filled(house: House) -> None:
    ids = has(house, READY)
    ada = house.staff("Ada Boss", Role.ADMIN)
    kept = Templates(house.db, house.config, house.clock)
    own = await kept.add_template(ada, "ready", "whatsapp", Language.EN, "Ready.")
    vendor_id = ids["room_ready en_US"]

    with pytest.raises(Invalid, match="2 gaps"):
        await kept.edit_template(ada, own.id, vendor_id=vendor_id, fills=["{{guest.first_name}}"])
    with pytest.raises(Invalid, match="no variable"):
        await kept.edit_template(ada, own.id, vendor_id=vendor_id, fills=["{{x}}", "{{y}}"])
    with pytest.raises(Invalid, match="no such template"):
        await kept.edit_template(ada, own.id, vendor_id=999, fills=[])

    bound = await kept.edit_template(ada, own.id, vendor_id=vendor_id, fills=FILLS)
    freed = await kept.edit_template(ada, own.id, vendor_id=0)

    assert (bound.vendor_id, bound.fills) == (vendor_id, FILLS)
    assert (freed.vendor_id, freed.fills) == (None, ())
