"""Days at the desk with a WhatsApp that enforces window, pace and templates: nothing it has to refuse.

Guests write and fall silent, staff answer at once or a day late, choose templates, retry what is
red, and the network goes away for a while. Whatever happens, Meta never has to say no.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

import pytest

from jack.channels.base import Call
from jack.db.database import Database
from jack.errors import Conflict, Invalid
from jack.model.clock import DAY, HOUR, MINUTE, SECOND, Micros, to_datetime
from jack.model.messages import Delivery, Sender
from jack.services.template_sends import TemplateSends
from jack.services.vendor_templates import VendorTemplates
from tests.channels.test_contract import Hotel
from tests.channels.trials import WhatsAppTrial
from tests.conftest import FakeClock
from tests.house import House
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.graph import GraphStandin
from tests.standins.graph_templates import template

GUESTS = ("4915100000001", "4915100000002", "4915100000003")
PAUSES: tuple[Micros, ...] = (SECOND, 4 * SECOND, MINUTE, HOUR, 9 * HOUR, 23 * HOUR, DAY)
REFUSALS = (Conflict, Invalid)


class StrictTrial(WhatsAppTrial):
    settings: ClassVar = {
        **WhatsAppTrial.settings,
        "business_account_id": webhooks.BUSINESS_ACCOUNT_ID,
    }

    def heard(self, text: str, guest: str) -> Call:
        """A guest of this number writes."""
        self.vendor.open_window(guest)
        message = webhooks.text_message(text, sender=guest, at=self.now())
        return self._call(webhooks.envelope([message]))

    def make_vendor(self) -> GraphStandin:
        return GraphStandin(
            clock=lambda: self.now(),
            pair_interval=timedelta(seconds=6),
            templates=[
                template("welcome", "Dear {{1}}, welcome."),
                template("spa", "The spa is open.", category="MARKETING"),
                template("held", "Dear {{1}}.", status="PAUSED"),
            ],
        )


@pytest.fixture
async def hotel(db: Database, clock: FakeClock) -> AsyncIterator[Hotel]:
    trial = StrictTrial()
    trial.now = lambda: to_datetime(clock.at)
    async with trial.vendor:
        config = trial.config()
        channel = trial.build(config)
        await channel.start()
        house = House(db, clock, config=config)
        house.use({**house.channels, "whatsapp": channel})
        await VendorTemplates(db, {"whatsapp": channel}, clock).read()
        yield Hotel(trial, house, channel)
        await channel.close()


class Desk:
    """What people do, by chance."""

    def __init__(self, hotel: Hotel, chance: random.Random) -> None:
        self.hotel, self.house, self.chance = hotel, hotel.house, chance
        self.maria = hotel.house.staff()
        self.templates = TemplateSends(hotel.house.conversations, hotel.house.channels)
        self.count = 0

    @property
    def known(self) -> list[int]:
        return [row[0] for row in self.house.rows("SELECT id FROM conversation")]

    async def guest_writes(self) -> None:
        guest = self.chance.choice(GUESTS)
        self.count += 1
        assert isinstance(self.hotel.trial, StrictTrial)
        await self.hotel.take(self.hotel.trial.heard(f"Hello {self.count}", guest))
        for item in await self.house.claim():
            await self.house.pipeline.run(item)

    async def staff_answer(self) -> None:
        for _ in range(self.chance.randint(1, 3)):
            await self.house.conversations.reply(self.talk(), self.maria, "Of course.")

    async def staff_choose_a_template(self) -> None:
        talk = self.talk()
        found = await self.templates.sendable(self.maria, talk)
        offer = self.chance.choice(found.offers)
        values = [self.chance.choice(["Ana", " ", "Ana\nSilva"]) for _ in offer.template.gaps]
        await self.templates.send(self.maria, talk, offer.template.id, values)

    async def staff_retry(self) -> None:
        lost = [m for t in self.known for m in self.house.said(t) if m.delivery is Delivery.FAILED]
        if lost:
            await self.house.drafts.retry(self.chance.choice(lost).id, self.maria)

    async def staff_hand_back(self) -> None:
        await self.house.conversations.release(self.talk(), self.maria)

    async def time_passes(self) -> None:
        self.house.clock.at += self.chance.choice(PAUSES)

    async def network_goes_away(self) -> None:
        await self.hotel.trial.vendor.close()
        await self.hotel.send()
        self.house.clock.at += 10 * MINUTE
        await self.hotel.trial.vendor.start()

    def talk(self) -> int:
        return self.chance.choice(self.known)


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_happens_meta_never_has_to_refuse(hotel: Hotel, seed: int) -> None:
    chance = random.Random(seed)
    desk = Desk(hotel, chance)
    await desk.guest_writes()
    acts = (
        *[desk.guest_writes] * 3,
        *[desk.staff_answer] * 3,
        *[desk.time_passes] * 4,
        desk.staff_choose_a_template,
        desk.staff_retry,
        desk.staff_hand_back,
        desk.network_goes_away,
    )

    for _ in range(60):
        with suppress(*REFUSALS):  # said to staff in words, before anything was handed over
            await chance.choice(acts)()
        await hotel.send()

    vendor = hotel.trial.vendor
    assert [(each.code, each.details) for each in vendor.rejected] == []
    assert len(vendor.accepted) > 5
    said = [m for talk in desk.known for m in hotel.house.said(talk) if m.sender is Sender.STAFF]
    assert all(m.failure for m in said if m.delivery is Delivery.FAILED), "R11"
