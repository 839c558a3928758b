"""Photos that guests send with words: seen by a model where the hotel allows it, else by staff."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

import pytest

from jack.config import Config
from jack.model.messages import Kind, Parsed
from jack.model.phrases import Phrase, say
from tests.conftest import FakeClock
from tests.house import House, configuration, inbound
from tests.media import samples
from tests.pipeline.scripted import Scripted, reply, scripted
from tests.services.test_media import in_hand, work
from tests.standins.base import JsonObject

WORDS = "What is this in the lobby, and when is breakfast?"
RIGHT = "Breakfast is served from 7:00 to 10:30."


def allowing(*, photos: bool) -> Config:
    plain = configuration()
    return plain.model_copy(update={"llm": plain.llm.model_copy(update={"read_photos": photos})})


async def open_hotel(house: House, clock: FakeClock, *, photos: bool) -> House:
    opened = House(house.db, clock, config=allowing(photos=photos))
    await opened.know("Breakfast", "Breakfast is served from 7:00 to 10:30.")
    return opened


@pytest.fixture
async def seeing(house: House, clock: FakeClock) -> AsyncIterator[Scripted]:
    opened = await open_hotel(house, clock, photos=True)
    async with scripted(opened, clock) as hotel:
        hotel.says(reply(RIGHT))
        yield hotel


@pytest.fixture
async def blind(house: House, clock: FakeClock) -> AsyncIterator[Scripted]:
    opened = await open_hotel(house, clock, photos=False)
    async with scripted(opened, clock) as hotel:
        hotel.says(reply(RIGHT))
        yield hotel


async def send(hotel: Scripted, text: str, *, is_stored: bool = True) -> None:
    """A guest sends a photo, with or without words."""
    house = hotel.house
    message = inbound(
        text, kind=Kind.IMAGE, files=(in_hand(samples.photo()),), vendor_id="wamid.photo"
    )
    await house.intake.accept("whatsapp", Parsed([message]), payload=b"{}")
    if is_stored:
        await work(house)
    for item in await house.claim():
        await house.pipeline.run(item)


def pictures(hotel: Scripted) -> list[JsonObject]:
    content = hotel.claude.requests[-1]["messages"][-1]["content"]
    return [block for block in content if block["type"] == "image"]


async def test_a_photo_with_words_is_shown_to_the_model_and_nobody_is_called(
    seeing: Scripted,
) -> None:
    await send(seeing, WORDS)

    (picture,) = pictures(seeing)
    assert picture["source"]["media_type"] == "image/jpeg"
    assert base64.b64decode(picture["source"]["data"]).startswith(b"\xff\xd8\xff")
    assert seeing.house.by_jack()[-1].text.endswith(RIGHT)
    assert seeing.house.escalations() == []


async def test_without_the_hotel_s_word_no_photo_leaves_the_house(blind: Scripted) -> None:
    await send(blind, WORDS)

    assert pictures(blind) == []
    assert say(Phrase.CANNOT_READ_MEDIA, "en") in blind.house.by_jack()[-1].text
    assert blind.house.escalations()[0].reasons == ("unreadable",)


async def test_a_photo_that_is_not_there_yet_goes_to_staff(seeing: Scripted) -> None:
    await send(seeing, WORDS, is_stored=False)

    assert pictures(seeing) == []
    assert seeing.house.escalations()[0].reasons == ("unreadable",)


async def test_a_photo_without_words_goes_to_staff(seeing: Scripted) -> None:
    await send(seeing, "")

    assert seeing.claude.requests == []
    assert seeing.house.escalations()[0].reasons == ("unreadable",)


async def test_r12_when_rules_answer_a_person_looks_at_the_photo(seeing: Scripted) -> None:
    seeing.says(reply("Breakfast is at 3:33."))

    await send(seeing, WORDS)

    assert "unreadable" in seeing.house.escalations()[0].reasons
