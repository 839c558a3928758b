"""Web chat sessions: who a visitor is, and what a visitor may write and see."""

from __future__ import annotations

from typing import Any

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from jack.config_schema import Channels, WebChat
from jack.db import guests
from jack.errors import Invalid, NotFound, TooLarge, Unauthorized
from jack.events import MessageStatus
from jack.model.clock import DAY
from jack.model.messages import Delivery
from jack.services.webchat import MAX_CLIENT_ID, parse_phone
from tests.house import ANA, BEN, VISITOR, House


class LongAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - 31 * 86_400


# -- who it is -------------------------------------------------------------------------------------


async def test_a_session_is_recognised_by_its_token_and_leaves_no_trace(house: House) -> None:
    visit = house.webchat.create()

    assert house.webchat.open(visit.token) == visit.address
    assert visit.expires_at == house.clock() + 30 * DAY
    assert house.rows("SELECT count(*) FROM guest") == [(0,)]


async def test_every_visitor_is_somebody_else(house: House) -> None:
    assert house.webchat.create().address != house.webchat.create().address


@pytest.mark.parametrize(
    ("told", "locale"),
    [("es", "es"), ("pt-BR", "pt"), ("zh_Hans", "zh"), ("nl", None), ("", None), (None, None)],
)
async def test_r9_the_language_of_the_page_goes_with_the_session(
    house: House, told: str | None, locale: str | None
) -> None:
    visit = house.webchat.create(told)

    assert house.webchat.locale(visit.token) == locale
    assert house.webchat.open(visit.token) == visit.address


async def test_r9_a_new_guest_is_answered_in_the_language_of_the_page_until_words_tell(
    house: House,
) -> None:
    await house.webchat.write("v-1", "Hotel 305?", "c-1", locale="es")
    await house.turn()
    asked = house.model.asked[-1].language
    await house.webchat.write("v-1", "Wann gibt es morgen bei Ihnen Frühstück?", "c-2", locale="es")
    await house.turn()

    assert (asked, house.model.asked[-1].language) == ("es", "de")


def forged(key: bytes, salt: str = "jack.webchat", **kwargs: Any) -> str:
    return str(URLSafeTimedSerializer(key, salt=salt, **kwargs).dumps("victim"))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "no token",
        forged(b"x" * 32),
        forged(b"w" * 32, "another purpose"),
        forged(b"w" * 32, signer=LongAgo),
    ],
    ids=["empty", "nonsense", "other key", "other purpose", "old"],
)
async def test_r15_a_forged_or_old_token_opens_nothing(house: House, token: str) -> None:
    with pytest.raises(Unauthorized):
        house.webchat.open(token)


async def test_r6_the_command_line_may_try_a_proven_guest(house: House) -> None:
    guest_id = house.stay()

    address = await house.webchat.create_as(f"+{ANA}")
    await house.webchat.write(address, "Hello", "c-1")

    conversation = house.conversation()
    assert (conversation.guest_id, conversation.reservation_id) == (guest_id, 1)


async def test_r6_a_number_of_several_or_of_nobody_is_no_guest(house: House) -> None:
    for name in ("Ana", "Rui"):
        house.db.write_now(guests.add, name, "Silva", house.clock(), phone=f"+{ANA}")

    for number in (f"+{ANA}", f"+{BEN}"):
        with pytest.raises(NotFound):
            await house.webchat.create_as(number)

    assert house.rows("SELECT count(*) FROM guest_identity") == [(0,)]


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("+351 912 345 678", "", "+351912345678"),
        ("912 345 678", "PT", "+351912345678"),
        ("0044 20 7946 0018", "PT", "+442079460018"),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, country: str, number: str) -> None:
    assert parse_phone(text, country) == number


@pytest.mark.parametrize(("text", "country"), [("hello", "PT"), ("912 345 678", "")])
def test_what_is_no_number_is_refused(text: str, country: str) -> None:
    with pytest.raises(Invalid, match="no phone number"):
        parse_phone(text, country)


# -- writing ---------------------------------------------------------------------------------------


async def test_r2_the_same_message_of_a_page_again_is_stored_once(house: House) -> None:
    first = await house.webchat.write(VISITOR, " Hello ", "c-1")
    again = await house.webchat.write(VISITOR, "Hello", "c-1")
    other = await house.webchat.write("somebody else", "Hello", "c-1")

    assert [(a.new, a.duplicates) for a in (first, again, other)] == [(1, 0), (0, 1), (1, 0)]
    assert [(m.text, m.client_id) for m in house.said()] == [("Hello", "c-1")]


@pytest.mark.parametrize("content", ["", "  \n ", "\x00", " \x00 ", None, 7, ["Hello"]])
async def test_an_empty_message_is_refused(house: House, content: object) -> None:
    with pytest.raises(Invalid, match="empty"):
        await house.webchat.write(VISITOR, content, "c-1")


@pytest.mark.parametrize("client_id", [None, 7, "", "x" * (MAX_CLIENT_ID + 1), "a\x00b", "\ud83d"])
async def test_a_message_without_a_usable_id_is_refused(house: House, client_id: object) -> None:
    with pytest.raises(Invalid, match="clientId"):
        await house.webchat.write(VISITOR, "Hello", client_id)


async def test_a_message_is_as_long_as_allowed(house: House) -> None:
    limit = house.config.channels.webchat.max_message_chars

    await house.webchat.write(VISITOR, "a" * limit, "c-1")
    with pytest.raises(TooLarge):
        await house.webchat.write(VISITOR, "a" * (limit + 1), "c-2")

    assert len(house.said()) == 1


async def test_what_a_database_cannot_hold_is_written_otherwise(house: House) -> None:
    await house.webchat.write(VISITOR, "two\x00 towels \ud83d", "c-1")

    assert house.said()[0].text == "two towels ?"


# -- seeing ----------------------------------------------------------------------------------------


async def test_a_visitor_sees_both_sides_in_order_and_staff_by_name(house: House) -> None:
    await house.webchat.write(VISITOR, "Hello", "c-1")
    await house.conversations.reply(1, house.staff(), "Good morning!")
    for _ in range(2):
        (send,) = await house.queues.claim_sends(limit=1)
        await house.queues.sent(send, "1")

    lines = await house.webchat.lines(VISITOR, after=0)

    assert [(line.message.sender, line.name) for line in lines] == [
        ("guest", None),
        ("system", None),
        ("staff", "Maria Costa"),
    ]
    assert await house.webchat.lines(VISITOR, after=2) == lines[2:]
    assert await house.webchat.lines("somebody else", after=0) == []


async def test_what_was_seen_is_read_and_told(house: House) -> None:
    await house.talk("Hello", channel="webchat")
    (send,) = await house.queues.claim_sends(limit=1)
    await house.queues.sent(send, "1")
    house.heard.clear()

    await house.webchat.seen(VISITOR, up_to=2)
    await house.webchat.seen(VISITOR, up_to=2)

    assert house.by_jack()[0].delivery is Delivery.READ
    assert house.heard == [MessageStatus(1, send.message_id, "read", "webchat", VISITOR)]


# -- where it was written ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("https://hotel.example/rooms/suite", "https://hotel.example/rooms/suite"),
        ("https://hotel.example/rooms?mail=ana@mail.example#form", "https://hotel.example/rooms"),
        ("https://evil.example/rooms", None),
        ("https://ana:secret@hotel.example/", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
        ("https://hotel.example/\u202e", None),
        ("https://hotel.example/" + "a" * 500, None),
        (7, None),
        (None, None),
    ],
)
async def test_the_page_of_the_hotels_website_is_kept_with_the_message(
    house: House, page: object, kept: str | None
) -> None:
    allowed = WebChat(allowed_origins=("https://hotel.example",))
    config = house.config.model_copy(update={"channels": Channels(webchat=allowed)})
    site = House(house.db, house.clock, config)

    await site.webchat.write(VISITOR, "Hello", "c-1", page)

    [line] = await site.webchat.lines(VISITOR, after=0)
    assert line.message.page == kept
