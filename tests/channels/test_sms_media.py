"""Pictures by SMS: fetched with credentials from Twilio alone, and sent where the number can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from jack.channels.base import Call
from jack.channels.sms import Sms
from jack.errors import Permanent, Transient
from jack.model.media import OutgoingFile
from jack.model.messages import Kind
from tests.channels.test_sms import ITEM, sms
from tests.standins.base import Fault
from tests.standins.twilio import TwilioStandin

PHOTO = b"\xff\xd8\xff" + b"photo" * 1000
MEGABYTE = 1024 * 1024


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandin]:
    async with TwilioStandin() as twilio:
        yield twilio


@pytest.fixture
async def channel(twilio: TwilioStandin) -> AsyncIterator[Sms]:
    channel = sms(twilio.url, has_mms=True)
    await channel.start()
    yield channel
    await channel.close()


def picture(link: str = "https://jack.hotel.example/media/abc") -> OutgoingFile:
    async def read() -> bytes:
        return PHOTO

    return OutgoingFile(1, "pool.jpg", "image/jpeg", len(PHOTO), read, lambda: link)


# -- coming in -----------------------------------------------------------------------------


async def test_the_parts_of_an_mms_come_with_where_they_are(
    channel: Sms, twilio: TwilioStandin
) -> None:
    media = [
        twilio.add_picture(PHOTO, "image/jpeg"),
        twilio.add_picture(b"%PDF", "application/pdf"),
    ]
    posted = twilio.message("Look", media=media)

    [inbound] = channel.receive(Call(posted.path, posted.headers, posted.body)).messages

    assert (inbound.kind, inbound.text) == (Kind.IMAGE, "Look")
    assert [(each.content_type, each.ref) for each in inbound.files] == [
        ("image/jpeg", {"url": media[0][0]}),
        ("application/pdf", {"url": media[1][0]}),
    ]


async def test_a_picture_is_fetched_with_credentials_and_the_store_is_shown_none(
    channel: Sms, twilio: TwilioStandin
) -> None:
    url, _ = twilio.add_picture(PHOTO, "image/jpeg")

    found = await channel.download({"url": url}, limit_bytes=MEGABYTE)

    assert (found.data, found.content_type) == (PHOTO, "image/jpeg")
    assert ["Authorization" in call.headers for call in twilio.calls] == [True, False]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/2010-04-01/Accounts/AC/Messages/MM/Media/ME",
        "http://api.twilio.com/2010-04-01/x",
        "https://api.twilio.com.evil.example/x",
        "https://eviltwilio.com/x",
        "file:///etc/passwd",
        "",
    ],
)
async def test_r15_credentials_go_to_no_foreign_host(channel: Sms, url: str) -> None:
    with pytest.raises(Permanent) as failure:
        await channel.download({"url": url}, limit_bytes=MEGABYTE)

    assert failure.value.reason == "foreign"


@pytest.mark.parametrize(
    "there",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "http://store.example/x",
    ],
)
async def test_r15_the_store_is_no_address_of_the_house(
    channel: Sms, twilio: TwilioStandin, there: str
) -> None:
    url, _ = twilio.add_picture(PHOTO, "image/jpeg")
    twilio.sends_media_to = there

    with pytest.raises(Permanent) as failure:
        await channel.download({"url": url}, limit_bytes=MEGABYTE)

    assert failure.value.reason == "foreign"


async def test_a_store_that_sends_around_in_circles_is_left(
    channel: Sms, twilio: TwilioStandin
) -> None:
    url, _ = twilio.add_picture(PHOTO, "image/jpeg")
    twilio.sends_media_to = url

    with pytest.raises(Permanent):
        await channel.download({"url": url}, limit_bytes=MEGABYTE)

    assert len(twilio.calls) < 6


async def test_what_is_too_large_is_not_read_to_its_end(
    channel: Sms, twilio: TwilioStandin
) -> None:
    url, _ = twilio.add_picture(PHOTO, "image/jpeg")

    with pytest.raises(Permanent) as failure:
        await channel.download({"url": url}, limit_bytes=len(PHOTO) - 1)

    assert failure.value.reason == "too_large"


async def test_what_twilio_has_no_longer_is_gone(channel: Sms, twilio: TwilioStandin) -> None:
    url, _ = twilio.add_picture(PHOTO, "image/jpeg")
    twilio.pictures.clear()

    with pytest.raises(Permanent) as failure:
        await channel.download({"url": url}, limit_bytes=MEGABYTE)

    assert failure.value.reason == "gone"


@pytest.mark.parametrize("fault", [Fault("status", status=503), Fault("reset")])
async def test_a_vendor_in_trouble_is_asked_again(
    channel: Sms, twilio: TwilioStandin, fault: Fault
) -> None:
    url, _ = twilio.add_picture(PHOTO, "image/jpeg")
    twilio.faults_by(lambda _: fault)

    with pytest.raises(Transient):
        await channel.download({"url": url}, limit_bytes=MEGABYTE)


# -- going out -----------------------------------------------------------------------------


async def test_pictures_go_by_addresses_that_twilio_can_fetch(
    channel: Sms, twilio: TwilioStandin
) -> None:
    files = (
        picture("https://jack.hotel.example/media/a"),
        picture("https://jack.hotel.example/media/b"),
    )

    await channel.send(replace(ITEM, text="The pool", files=files))

    [accepted] = twilio.accepted
    assert accepted.text == "The pool"
    assert accepted.media == (
        "https://jack.hotel.example/media/a",
        "https://jack.hotel.example/media/b",
    )


async def test_a_picture_needs_no_words(channel: Sms, twilio: TwilioStandin) -> None:
    await channel.send(replace(ITEM, text="", files=(picture(),)))

    assert len(twilio.accepted) == 1


async def test_a_number_that_cannot_takes_none(twilio: TwilioStandin) -> None:
    assert sms(twilio.url).traits.files == {}


async def test_the_doctor_finds_a_number_that_cannot_though_it_should(
    channel: Sms, twilio: TwilioStandin
) -> None:
    fine = await channel.capabilities()
    twilio.can_mms = False
    not_fine = [each for each in await channel.capabilities() if not each.is_fine]

    assert all(each.is_fine for each in fine)
    assert [each.text for each in not_fine] == ["+15005550006 cannot send pictures (MMS)."]
