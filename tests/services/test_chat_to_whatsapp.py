"""A web chat goes on by WhatsApp, which takes an approved template first, and nothing else before the
visitor has written there; the stand-in refuses what Meta would refuse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from jack.channels.base import Channel
from jack.config import Config
from jack.db import guests, templates, vendor_templates
from jack.db.database import Database
from jack.errors import Invalid
from jack.model.clock import DAY, SECOND, to_datetime
from jack.model.languages import Language
from jack.model.messages import Inbound, Kind, Parsed
from jack.model.templates import TemplateStatus
from jack.services import consent
from jack.services.chat_contacts import TEMPLATE, ChatContacts
from jack.services.vendor_templates import VendorTemplates
from jack.services.webchat import Presence
from jack.workers.outbox import OutboxWorker
from tests.channels.test_whatsapp import whatsapp
from tests.conftest import FakeClock
from tests.house import House, with_sms
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.graph import GraphStandin
from tests.standins.graph_templates import template

VISITOR = "visitor-1"
NUMBER = "351912345678"
PHONE = f"+{NUMBER}"
WORDS = "Harbour Inn has answered you. Reply here to go on."
BODY = "{{1}} has answered you. Reply here to go on."


class Lobby:
    """A hotel with a web chat and WhatsApp, and SMS where a test switches it on."""

    def __init__(self, house: House, graph: GraphStandin) -> None:
        self.house, self.graph = house, graph
        self.presence = Presence(house.clock())
        self.count = 0

    @property
    def contacts(self) -> ChatContacts:
        house = self.house
        return ChatContacts(
            house.db, house.bus, house.channels, house.config, house.clock, self.presence
        )

    async def read(self, *known: Any) -> None:
        """Meta has these templates; the first of each name is bound to Jack's `chat_follow_up`."""
        self.graph.templates = list(known)
        channels: dict[str, Any] = {"whatsapp": self.house.channels["whatsapp"]}
        await VendorTemplates(self.house.db, channels, self.house.clock).read()

    def bind(self, *fills: str) -> None:
        """Every template of Meta's stands for `chat_follow_up` in its language."""

        def work() -> None:
            at = self.house.clock()
            for theirs in vendor_templates.listed("whatsapp"):
                language = Language(theirs.language.partition("_")[0])
                own = templates.template(
                    templates.add_template(
                        TEMPLATE, "whatsapp", language, "Hello", TemplateStatus.APPROVED, at
                    )
                )
                assert own is not None
                templates.save_template(replace(own, vendor_id=theirs.id, fills=fills), at)

        self.house.db.write_now(work)

    async def chat(self, text: str = "When is breakfast?", visitor: str = VISITOR) -> None:
        await self.house.webchat.write(visitor, text, f"c{self.count}")
        self.count += 1
        await self.house.turn()
        await self.send()

    async def go(self, seconds: float = 121) -> int:
        """The visitor has left the page for so long."""
        self.house.clock.forward(seconds)
        moved = await self.contacts.follow_up()
        await self.send()
        return moved

    async def send(self) -> None:
        house = self.house
        worker: Any = OutboxWorker(
            house.queues, house.channels, house.bus, house.config, house.clock
        )
        for _ in range(3):
            await worker._dispatch()
            while worker._running:
                await worker._running.copy().pop()
            house.clock.forward(1)

    async def answer(self, text: str, kind: Kind = Kind.TEXT, number: str = NUMBER) -> None:
        """Somebody writes by WhatsApp."""
        self.count += 1
        self.graph.open_window(number)
        inbound = Inbound(
            "whatsapp",
            "",
            f"wamid.{self.count}",
            number,
            kind,
            text,
            sent_at=self.house.clock(),
            phone=f"+{number}",
        )
        await self.house.intake.accept("whatsapp", Parsed([inbound]), payload=b"x")
        await self.send()

    @property
    def by_whatsapp(self) -> list[str]:
        """What Meta took: the names of templates, and words."""
        return [
            str(one.body["template"]["name"]) if one.kind == "template" else one.text
            for one in self.graph.accepted
        ]


async def hotel(db: Database, clock: FakeClock, graph: GraphStandin, config: Config) -> Lobby:
    house = House(db, clock, config=config)
    channel = whatsapp(graph.url, business_account_id=webhooks.BUSINESS_ACCOUNT_ID)
    await channel.start()
    channels: dict[str, Channel] = {**house.channels, "whatsapp": channel}
    house.use(channels)
    lobby = Lobby(house, graph)
    await lobby.read(template(TEMPLATE, BODY))
    lobby.bind("{{hotel.name}}")
    return lobby


@pytest.fixture
async def graph(clock: FakeClock) -> AsyncIterator[GraphStandin]:
    async with GraphStandin(clock=lambda: to_datetime(clock.at)) as graph:
        yield graph


def config_of(*, has_sms: bool) -> Config:
    plain = with_sms().model_dump()
    plain["channels"]["sms"]["enabled"] = has_sms
    return Config.model_validate(plain)


@pytest.fixture
async def lobby(db: Database, clock: FakeClock, graph: GraphStandin) -> AsyncIterator[Lobby]:
    lobby = await hotel(db, clock, graph, config_of(has_sms=False))
    yield lobby
    await lobby.house.channels["whatsapp"].close()


@pytest.fixture
async def with_both(db: Database, clock: FakeClock, graph: GraphStandin) -> AsyncIterator[Lobby]:
    lobby = await hotel(db, clock, graph, config_of(has_sms=True))
    yield lobby
    await lobby.house.channels["whatsapp"].close()


# -- what is offered -------------------------------------------------------------------------------


async def test_whatsapp_is_offered_where_its_template_can_go(lobby: Lobby) -> None:
    assert await lobby.contacts.offered() == ["whatsapp"]


@pytest.mark.parametrize(
    "changes", [{"status": "PAUSED"}, {"category": "MARKETING"}, {"header_format": "IMAGE"}]
)
async def test_it_is_not_offered_where_meta_or_the_guest_would_not_have_it(
    lobby: Lobby, changes: dict[str, Any]
) -> None:
    await lobby.read(template(TEMPLATE, BODY, **changes))

    assert await lobby.contacts.offered() == []
    with pytest.raises(Invalid):
        await lobby.contacts.leave(VISITOR, PHONE)


@pytest.mark.parametrize("gap", ["{{guest.first_name}}", "{{hotel.wifi_password}}"])
async def test_r6_what_is_for_guests_fills_no_template_to_a_claimed_number(
    db: Database, clock: FakeClock, graph: GraphStandin, gap: str
) -> None:
    plain = config_of(has_sms=False).model_dump()
    plain["hotel"]["wifi_password"] = "lighthouse"
    house = House(db, clock, config=Config.model_validate(plain))
    channel = whatsapp(graph.url, business_account_id=webhooks.BUSINESS_ACCOUNT_ID)
    await channel.start()
    house.use({**house.channels, "whatsapp": channel})
    lobby = Lobby(house, graph)
    await lobby.read(template(TEMPLATE, BODY))
    lobby.bind(gap)

    assert await lobby.contacts.offered() == []
    await channel.close()


async def test_the_guest_chooses_between_sms_and_whatsapp(with_both: Lobby) -> None:
    await with_both.chat()

    assert await with_both.contacts.offered() == ["phone", "whatsapp"]
    leave = with_both.contacts.leave
    assert (await leave(VISITOR, PHONE)).channel == "sms"
    assert (await leave(VISITOR, PHONE, prefers="sms")).channel == "sms"
    assert (await leave(VISITOR, PHONE, prefers="whatsapp")).channel == "whatsapp"


# -- going on --------------------------------------------------------------------------------------


async def test_a_template_asks_the_visitor_to_write_and_then_the_answer_comes(
    lobby: Lobby,
) -> None:
    await lobby.chat()
    unread = lobby.house.said()[-1].text
    await lobby.contacts.leave(VISITOR, PHONE)

    assert await lobby.go() == 1
    assert lobby.by_whatsapp == [TEMPLATE]
    assert lobby.house.said()[-1].text == WORDS, "staff read what the guest reads"

    await lobby.answer("Yes?")

    assert lobby.by_whatsapp == [TEMPLATE, unread]
    assert lobby.house.rows("SELECT count(*) FROM conversation") == [(1,)]
    in_chat = await lobby.house.webchat.lines(VISITOR, after=0)
    assert [line.message.text for line in in_chat if line.message.text == WORDS] == []
    assert unread in [line.message.text for line in in_chat], "for who comes back"


async def test_r6_who_answers_there_is_the_visitor_and_proves_nothing(lobby: Lobby) -> None:
    await lobby.chat()
    visitor = lobby.house.conversation().guest_id
    await lobby.contacts.leave(VISITOR, PHONE)
    await lobby.go()

    await lobby.answer("Yes?")

    assert lobby.house.conversation().guest_id == visitor
    assert lobby.house.conversation().channel == "whatsapp"
    assert not lobby.house.db.read_now(guests.is_proven, "whatsapp", NUMBER)


async def test_r6_a_guests_number_named_by_a_stranger_stays_the_guests(lobby: Lobby) -> None:
    ana = lobby.house.db.write_now(
        lambda: guests.add("Ana", "Silva", lobby.house.clock(), phone=PHONE)
    )
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, PHONE)
    await lobby.go()

    await lobby.answer("Who is this?")

    assert lobby.house.conversation(2).guest_id == ana
    assert lobby.by_whatsapp == [TEMPLATE], "what was said to the stranger is not theirs"


async def test_r8_stop_is_no_reason_to_send_what_was_said(lobby: Lobby) -> None:
    await lobby.chat()
    unread = lobby.house.said()[-1].text
    await lobby.contacts.leave(VISITOR, PHONE)
    await lobby.go()

    await lobby.answer("STOP")
    await lobby.chat("Hello", "visitor-2")
    await lobby.contacts.leave("visitor-2", PHONE)

    assert await lobby.go() == 0, "whoever names the number"
    assert unread not in lobby.by_whatsapp
    assert not lobby.house.db.read_now(consent.may_start, 1, "whatsapp")


async def test_a_reaction_opens_no_window_and_the_words_after_it_do(lobby: Lobby) -> None:
    await lobby.chat()
    unread = lobby.house.said()[-1].text
    await lobby.contacts.leave(VISITOR, PHONE)
    await lobby.go()

    await lobby.answer("👍", Kind.REACTION)
    assert lobby.by_whatsapp == [TEMPLATE]

    await lobby.answer("Yes?")
    assert lobby.by_whatsapp == [TEMPLATE, unread]


async def test_nobody_is_asked_to_write_when_all_was_read(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.house.webchat.seen(VISITOR, up_to=99)
    await lobby.contacts.leave(VISITOR, PHONE)

    assert await lobby.go() == 0
    assert lobby.house.conversation().channel == "webchat"

    maria = lobby.house.staff()
    await lobby.house.conversations.reply(1, maria, "We found your umbrella.")
    await lobby.send()
    assert await lobby.go() == 1, "later there is something to say"
    await lobby.answer("Yes?")
    joined, words = lobby.by_whatsapp[1:]
    assert lobby.by_whatsapp[0] == TEMPLATE, "though the conversation is a person's (R3)"
    assert (joined[:5], words) == ("Maria", "We found your umbrella.")


async def test_what_is_a_day_old_is_not_sent_any_more(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, PHONE)
    await lobby.go()

    await lobby.go(2 * DAY / SECOND)
    await lobby.answer("Yes?")

    assert lobby.by_whatsapp == [TEMPLATE]


async def test_the_template_is_in_the_visitors_language(lobby: Lobby) -> None:
    await lobby.read(
        template(TEMPLATE, BODY), template(TEMPLATE, "{{1}} ha risposto.", language="it")
    )
    lobby.house.db.write_now(
        lambda: [templates.remove_template(own.id) for own in templates.bound("whatsapp")]
    )
    lobby.bind("{{hotel.name}}")
    await lobby.chat("A che ora è la colazione domani mattina, per favore?")
    await lobby.contacts.leave(VISITOR, PHONE)

    await lobby.go()

    assert lobby.house.said()[-1].text == "Harbour Inn ha risposto."


# -- where the template is gone --------------------------------------------------------------------


async def test_when_meta_has_paused_the_template_meanwhile_sms_is_the_way(
    with_both: Lobby,
) -> None:
    await with_both.chat()
    await with_both.contacts.leave(VISITOR, PHONE, prefers="whatsapp")
    await with_both.read(template(TEMPLATE, BODY, status="PAUSED"))

    with_both.house.clock.forward(121)
    assert await with_both.contacts.follow_up() == 1

    assert with_both.house.conversation().channel == "sms"
    assert with_both.by_whatsapp == []


async def test_without_sms_the_chat_stays_a_chat(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, PHONE)
    await lobby.read(template(TEMPLATE, BODY, status="PAUSED"))

    assert await lobby.go() == 0
    assert lobby.house.conversation().channel == "webchat"
