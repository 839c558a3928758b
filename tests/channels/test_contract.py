"""What every channel keeps to, whichever it is. A new channel gets a row in `_TRY_IT` here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from jack.channels.base import Channel, Traits, Webhook
from jack.channels.factory import CHANNELS, build
from jack.config import Config
from jack.errors import BadSignature, Forbidden
from jack.model.clock import HOUR
from jack.model.messages import Delivery, OutboxItem, OutboxKind
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.graph import GraphStandin


@dataclass(frozen=True, slots=True)
class Trial:
    """How to try a channel: its settings against a vendor, and who can be written to."""

    settings: Callable[[str], Mapping[str, Any]]
    address: str


_TRY_IT = {
    "whatsapp": Trial(
        settings=lambda url: {
            "enabled": True,
            "access_token": "graph-token",
            "app_secret": "app-secret",
            "verify_token": "verify-me",
            "phone_number_id": webhooks.PHONE_NUMBER_ID,
            "api_url": url,
        },
        address=webhooks.GUEST_PHONE,
    ),
    "webchat": Trial(settings=lambda _: {"enabled": True}, address="v-1"),
}

every_channel = pytest.mark.parametrize("name", list(CHANNELS))


def config(name: str, settings: Mapping[str, Any]) -> Config:
    """A configuration with this channel alone."""
    others = {other: {"enabled": False} for other in CHANNELS}
    return Config.model_validate(
        {"data": {"dir": "/nowhere"}, "channels": {**others, name: dict(settings)}}
    )


@pytest.fixture
async def channel(name: str) -> AsyncIterator[Channel]:
    trial = _TRY_IT[name]
    async with GraphStandin() as vendor:
        vendor.open_window(trial.address)
        channel = build(config(name, trial.settings(vendor.url)))[name]
        await channel.start()
        yield channel
        await channel.close()


def item(name: str, number: int = 7, text: str = "Breakfast is from seven. 🥐") -> OutboxItem:
    return OutboxItem(
        id=number,
        message_id=number * 10,
        conversation_id=1,
        kind=OutboxKind.ANSWER,
        channel=name,
        account="",
        address=_TRY_IT[name].address,
        text=text,
        attempts=0,
        state=Delivery.QUEUED,
        next_at=0,
        expires_at=HOUR,
        created_at=0,
    )


def test_every_channel_is_tried_here() -> None:
    assert set(_TRY_IT) == set(CHANNELS)


def test_only_what_is_switched_on_is_built() -> None:
    assert build(config("webchat", {"enabled": False})) == {}
    assert set(build(config("webchat", {"enabled": True}))) == {"webchat"}


@every_channel
async def test_a_channel_goes_by_the_name_it_is_listed_under(channel: Channel, name: str) -> None:
    assert channel.name == name


@every_channel
async def test_a_channel_knows_its_traits(channel: Channel) -> None:
    traits = channel.traits

    assert isinstance(traits, Traits)
    assert traits.max_chars > 0
    assert traits.pacing >= 0
    assert traits.max_age is None or traits.max_age > 0


@every_channel
async def test_each_message_sent_gets_a_vendor_id_of_its_own(channel: Channel, name: str) -> None:
    ids = [await channel.send(item(name, number)) for number in (1, 2)]

    assert all(ids)
    assert len(set(ids)) == 2


@every_channel
async def test_the_longest_text_a_channel_promises_to_take_is_taken(
    channel: Channel, name: str
) -> None:
    assert await channel.send(item(name, text="é" * channel.traits.max_chars))


@every_channel
async def test_r2_the_same_message_again_is_the_same_where_sending_is_repeatable(
    channel: Channel, name: str
) -> None:
    ids = {await channel.send(item(name)) for _ in range(2)}

    assert (len(ids) == 1) is channel.traits.is_repeatable


@every_channel
async def test_a_check_says_in_words_what_answered(channel: Channel) -> None:
    assert len((await channel.check()).split()) > 2


@every_channel
async def test_a_channel_can_be_closed_twice_and_before_it_starts(name: str) -> None:
    channel = build(config(name, _TRY_IT[name].settings("http://127.0.0.1:9")))[name]

    await channel.close()
    await channel.start()
    await channel.close()
    await channel.close()


@every_channel
async def test_r15_a_channel_with_a_webhook_takes_nothing_unproven(channel: Channel) -> None:
    if not isinstance(channel, Webhook):
        return

    with pytest.raises(BadSignature):
        channel.receive({}, b"{}")
    with pytest.raises(Forbidden):
        channel.subscribe({})


@every_channel
async def test_r6_a_channel_proves_identity_only_by_a_vendor_that_signs(channel: Channel) -> None:
    assert not channel.traits.proves_identity or isinstance(channel, Webhook)
