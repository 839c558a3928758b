"""A web chat goes on where its visitor wanted once the page is closed, and proves nothing by it (R6)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from jack.channels.email import Email
from jack.db import guests, reservations, verifications
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.model.clock import DAY
from jack.model.conversations import Conversation
from jack.model.messages import Delivery, Inbound, Kind, Message, Parsed, Sender
from jack.services import consent
from jack.services.chat_contacts import MOST_A_DAY, ChatContacts
from jack.services.webchat import Presence
from tests.conftest import FakeClock
from tests.house import House
from tests.services.test_mailroom import PROVEN, Office, configuration
from tests.standins.smtp import MailServer

ANA = "ana@example.com"
VISITOR = "visitor-1"
PHONE = "+351912345678"


class Lobby(Office):
    """A hotel with a web chat, a mailbox and a number for SMS."""

    def __init__(self, house: House, channel: Email, server: MailServer) -> None:
        super().__init__(house, channel, server)
        self.presence = Presence(house.clock())
        self.contacts = ChatContacts(
            house.db, house.bus, house.channels, house.config, house.clock, self.presence
        )

    async def chat(self, text: str = "When is breakfast?", visitor: str = VISITOR) -> None:
        """A visitor writes on the page, and Jack answers there."""
        await self.house.webchat.write(visitor, text, f"c{self.count}")
        self.count += 1
        await self.house.turn()
        await self.send()

    async def go(self, seconds: float = 121) -> int:
        """The visitor has left the page for so long."""
        self.house.clock.forward(seconds)
        return await self.contacts.follow_up()

    @property
    def conversation(self) -> Conversation:
        return self.house.conversation()

    def last(self) -> Message:
        return self.house.said()[-1]


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


@pytest.fixture
async def lobby(db: Database, clock: FakeClock, server: MailServer) -> AsyncIterator[Lobby]:
    config = configuration(server)
    sms = {
        "enabled": True,
        "account_sid": "AC" + "0" * 32,
        "auth_token": "t",
        "from_number": "+15005550006",
    }
    plain: dict[str, Any] = config.model_dump()
    plain["channels"]["sms"] |= sms
    plain["server"]["public_url"] = "https://jack.hotel.example"
    plain["channels"]["email"]["password"] = config.channels.email.password.get_secret_value()
    house = House(db, clock, config=type(config).model_validate(plain))
    channel = house.channels["email"]
    assert isinstance(channel, Email)
    await channel.start()
    house.webchat = replace(house.webchat, intake=house.intake)
    yield Lobby(house, channel, server)
    await channel.close()


# -- leaving an address ------------------------------------------------------------------------------


async def test_an_address_is_shown_to_staff_with_the_guests_consent(lobby: Lobby) -> None:
    await lobby.chat()

    contact = await lobby.contacts.leave(VISITOR, "  Ana@Example.com ")

    assert (contact.channel, contact.address) == ("email", ANA)
    assert (lobby.last().kind, lobby.last().text) == (Kind.CONTACTS, ANA)
    assert await lobby.house.claim() == [], "it is nothing to answer"
    ((given, source),) = lobby.house.rows("SELECT is_given, source FROM consent")
    assert (given, source) == (1, "words")


@pytest.mark.parametrize(
    "text", ["", "ana", "ana@", "a b@example.com", None, 7, "x@y.example" * 30]
)
async def test_what_is_no_address_is_said_so(lobby: Lobby, text: object) -> None:
    await lobby.chat()

    with pytest.raises(Invalid):
        await lobby.contacts.leave(VISITOR, text)


async def test_before_a_word_was_written_there_is_nothing_to_go_on_with(lobby: Lobby) -> None:
    with pytest.raises(NotFound):
        await lobby.contacts.leave(VISITOR, ANA)


async def test_one_chat_names_only_so_many_addresses(lobby: Lobby) -> None:
    await lobby.chat()
    for number in range(3):
        await lobby.contacts.leave(VISITOR, f"g{number}@example.com")

    with pytest.raises(Conflict):
        await lobby.contacts.leave(VISITOR, ANA)


# -- going on ----------------------------------------------------------------------------------------


async def test_who_has_the_page_open_is_answered_there(lobby: Lobby) -> None:
    lobby.presence.arrive(VISITOR)
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, ANA)

    assert await lobby.go(3600) == 0

    lobby.presence.leave(VISITOR, lobby.house.clock())
    assert await lobby.go(60) == 0, "a page that is loaded anew"
    assert await lobby.go(61) == 1


async def test_later_replies_and_what_was_not_read_go_to_the_address(lobby: Lobby) -> None:
    await lobby.chat()
    unread = lobby.last()
    await lobby.contacts.leave(VISITOR, ANA)

    await lobby.go()
    await lobby.send()
    maria = lobby.house.staff()
    await lobby.house.conversations.reply(1, maria, "We found your umbrella.")
    await lobby.send()
    await lobby.send()

    assert lobby.conversation.channel == "email"
    assert [each.recipients for each in lobby.server.accepted] == [(ANA,)] * 3
    assert [lobby.server.accepted[0].text, lobby.server.accepted[-1].text] == [
        unread.text,
        "We found your umbrella.",
    ]
    in_chat = await lobby.house.webchat.lines(VISITOR, after=0)
    assert unread.text in [line.message.text for line in in_chat], "for who comes back"


async def test_what_was_read_in_the_chat_is_not_sent_again(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.house.webchat.seen(VISITOR, up_to=99)
    await lobby.contacts.leave(VISITOR, ANA)

    assert await lobby.go() == 1
    await lobby.send()

    assert lobby.server.accepted == []


async def test_an_answer_by_mail_goes_on_with_the_same_conversation(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, ANA)
    await lobby.go()
    await lobby.send()

    sent = lobby.server.accepted[-1]
    again = await lobby.ask("And on Sunday?", in_reply_to=sent.mail["Message-ID"])

    assert lobby.house.rows("SELECT count(*) FROM conversation") == [(1,)]
    assert again.mail["In-Reply-To"] == "<2@example.com>"
    assert again.recipients == (ANA,)


async def test_r6_a_proven_answer_from_nobodys_address_proves_no_guest(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, ANA)
    await lobby.go()
    await lobby.send()

    sent = lobby.server.accepted[-1]
    await lobby.ask("Thanks", in_reply_to=sent.mail["Message-ID"], **PROVEN)

    assert lobby.house.rows("SELECT count(*) FROM conversation") == [(1,)]
    assert not lobby.house.db.read_now(guests.is_proven, "email", lobby.conversation.address)


async def test_r6_a_guests_own_address_named_by_a_stranger_stays_the_guests(lobby: Lobby) -> None:
    """The stranger gets nothing of the guest's, and the guest's mail is the guest's."""
    ana = lobby.house.db.write_now(
        lambda: guests.add("Ana", "Silva", lobby.house.clock(), email=ANA)
    )
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, ANA)
    stranger = lobby.conversation.guest_id
    await lobby.go()
    await lobby.send()

    sent = lobby.server.accepted[-1]
    await lobby.ask("Who is this?", in_reply_to=sent.mail["Message-ID"], **PROVEN)

    assert stranger != ana
    assert lobby.house.conversation(2).guest_id == ana
    assert [m.text for m in lobby.house.said() if m.sender is Sender.GUEST][-1] != "Who is this?"


def prove(lobby: Lobby, *, phone: str = PHONE) -> None:
    """The visitor has named a booking and its number."""
    house = lobby.house
    booker = house.stay(phone=phone)

    def work() -> None:
        (stay,) = reservations.of(booker)
        verifications.open_stay(1, stay.id, house.clock())

    house.db.write_now(work)


async def test_r6_a_proven_chat_goes_on_only_where_the_booking_says(lobby: Lobby) -> None:
    await lobby.chat()
    prove(lobby)

    with pytest.raises(Conflict, match="in the booking only"):
        await lobby.contacts.leave(VISITOR, "+351912345679")
    await lobby.contacts.leave(VISITOR, PHONE)

    assert await lobby.go() == 1
    assert lobby.conversation.address == PHONE


async def test_r6_what_is_proven_after_an_address_was_left_stays_in_the_chat(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, "+351912345679")
    prove(lobby)

    assert await lobby.go() == 0
    assert lobby.conversation.channel == "webchat"


async def test_an_answer_by_sms_goes_on_with_the_same_conversation_and_proves_nothing(
    lobby: Lobby,
) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, PHONE)
    await lobby.go()

    inbound = Inbound("sms", "+15005550006", "SM1", PHONE, Kind.TEXT, "Thank you", phone=PHONE)
    await lobby.house.intake.accept("sms", Parsed([inbound]), payload=b"x")

    assert lobby.house.rows("SELECT count(*) FROM conversation") == [(1,)]
    assert lobby.conversation.channel == "sms"
    assert not lobby.house.db.read_now(guests.is_proven, "sms", PHONE)


async def test_who_comes_back_to_the_page_is_answered_there_again(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, ANA)
    await lobby.go()
    await lobby.send()
    count = len(lobby.server.accepted)

    await lobby.chat("I am back.")

    assert lobby.conversation.channel == "webchat"
    assert len(lobby.server.accepted) == count


# -- strangers' addresses ------------------------------------------------------------------------------


async def test_r8_stop_ends_it_for_every_visitor_who_names_the_address(lobby: Lobby) -> None:
    await lobby.chat()
    await lobby.contacts.leave(VISITOR, ANA)
    await lobby.go()
    await lobby.send()
    sent = lobby.server.accepted[-1]
    await lobby.take("STOP", in_reply_to=sent.mail["Message-ID"])
    await lobby.send()
    count = len(lobby.server.accepted)

    await lobby.chat("Hello", "visitor-2")
    await lobby.contacts.leave("visitor-2", ANA)
    moved = await lobby.go()
    await lobby.send()

    assert moved == 0
    assert len(lobby.server.accepted) == count
    assert not lobby.house.db.read_now(consent.may_start, 1, "email")


async def test_a_strangers_address_is_not_filled(lobby: Lobby) -> None:
    moved = 0
    for number in range(MOST_A_DAY + 2):
        visitor = f"visitor-{number}"
        await lobby.chat("Hello", visitor)
        await lobby.contacts.leave(visitor, ANA)
        moved += await lobby.go()
        await lobby.send()
    full = moved
    lobby.house.clock.at += DAY

    assert full == MOST_A_DAY
    assert len(lobby.server.accepted) == MOST_A_DAY
    assert lobby.last().delivery in (Delivery.SENT, Delivery.READ, None)
