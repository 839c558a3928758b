"""What every channel keeps to, whichever it is; `trials.py` says how each is tried."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from jack.channels.base import Call, Channel, Ledger, Mailbox, Traits, Webhook
from jack.channels.factory import CHANNELS, build
from jack.config import Config
from jack.db.database import Database
from jack.errors import BadSignature, Forbidden, Permanent
from jack.model.clock import HOUR, to_datetime
from jack.model.lengths import MAX_CHARS
from jack.model.mails import Fetched
from jack.model.media import File, FileState
from jack.model.messages import Delivery, Message, OutboxItem, OutboxKind, Sender
from jack.services import consent
from jack.services.intake import Accepted
from jack.services.mailroom import Mailroom
from jack.workers.outbox import OutboxWorker
from tests.channels.trials import TRIALS, Sent, Trial
from tests.conftest import FakeClock
from tests.house import House
from tests.media import samples
from tests.standins.base import Fault

every_channel = pytest.mark.parametrize("name", list(TRIALS))
every_vendor = pytest.mark.parametrize("name", [n for n in TRIALS if n != "webchat"])
"""Channels whose messages leave the house."""

WRITINGS = [
    "Grüße, señor Ångström",
    "مرحبا، أريد منشفتين في الغرفة ٣٠٥",
    "שלום! חדר 305 בבקשה",
    "朝食は何時からですか？",
    "मुझे दो तौलिये चाहिए",
    "👨‍👩‍👧‍👦 🛎️ 🏳️‍🌈",
    "\u200fمن اليمين\u200f left \u202aagain\u202c",
    "e\u0301 and é",
    "  spaces\tand\nlines  ",
]


@pytest.fixture
async def trial(name: str) -> AsyncIterator[Trial]:
    trial = TRIALS[name]()
    async with trial.vendor:
        yield trial


@pytest.fixture
async def channel(trial: Trial) -> AsyncIterator[Channel]:
    channel = trial.build(trial.config())
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
        address=TRIALS[name].address,
        text=text,
        attempts=0,
        state=Delivery.QUEUED,
        next_at=0,
        expires_at=HOUR,
        created_at=0,
    )


# -- alone -----------------------------------------------------------------------------------------


def test_every_channel_is_tried_here() -> None:
    assert set(CHANNELS) <= set(TRIALS)


@pytest.mark.parametrize("name", list(CHANNELS))
async def test_only_what_is_switched_on_is_built(trial: Trial, name: str) -> None:
    everything_off = {other: {"enabled": False} for other in CHANNELS}
    off = Config.model_validate({"data": {"dir": "/nowhere"}, "channels": everything_off})

    assert set(build(trial.config())) == {name}
    assert build(off) == {}


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


@pytest.mark.parametrize("name", list(CHANNELS))
async def test_jack_writes_no_more_than_the_channel_takes(channel: Channel, name: str) -> None:
    assert MAX_CHARS[name] == channel.traits.max_chars


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


@every_vendor
async def test_a_longer_one_is_refused_for_good_and_never_cut_silently(
    channel: Channel, trial: Trial, name: str
) -> None:
    with pytest.raises(Permanent):
        await channel.send(item(name, text="é" * (channel.traits.max_chars + 1)))

    assert trial.sent() == []


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
async def test_a_channel_can_be_closed_twice_and_before_it_starts(trial: Trial) -> None:
    channel = trial.build(trial.config())

    await channel.close()
    await channel.start()
    await channel.close()
    await channel.close()


@every_channel
async def test_r15_a_channel_with_a_webhook_takes_nothing_unproven(channel: Channel) -> None:
    webhook: object = channel
    if not isinstance(webhook, Webhook):
        return

    with pytest.raises(BadSignature):
        webhook.receive(Call(f"/webhooks/{channel.name}", {}, b"{}"))
    with pytest.raises(Forbidden):
        webhook.subscribe({})


@every_channel
async def test_r6_a_channel_proves_identity_only_by_a_vendor_that_signs(channel: Channel) -> None:
    webhook: object = channel
    assert not channel.traits.proves_identity or isinstance(webhook, Webhook)


@every_vendor
async def test_a_channels_own_probe_is_proven_and_empty(channel: Channel) -> None:
    webhook: object = channel
    if not isinstance(webhook, Webhook):
        return
    probe = webhook.probe()

    path = probe.url.removeprefix("https://jack.hotel.example")
    parsed = webhook.receive(Call(path, probe.headers, probe.body))

    assert path.startswith(f"/webhooks/{channel.name}")
    assert (list(parsed.messages), list(parsed.statuses)) == ([], [])


@every_vendor
async def test_the_vendor_is_thanked_in_its_own_way(channel: Channel) -> None:
    webhook: object = channel
    if isinstance(webhook, Webhook):
        assert "/" in webhook.thanks.content_type


# -- in a house ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hotel:
    """A whole Jack behind one channel."""

    trial: Trial
    house: House
    channel: Channel

    async def hear(self, text: str, vendor_id: str) -> Accepted:
        """The guest writes."""
        if self.trial.name == "webchat":
            return await self.house.webchat.write(self.trial.address, text, vendor_id)
        return await self.take(self.trial.message(text, vendor_id))

    async def take(self, call: Call) -> Accepted:
        webhook: object = self.channel
        if isinstance(webhook, Mailbox):
            house = self.house
            mailroom = Mailroom(house.db, house.bus, house.intake, webhook, house.clock)
            return await mailroom.take(Fetched(1, call.body))
        assert isinstance(webhook, Webhook)
        return await self.house.intake.accept(
            self.trial.name, webhook.receive(call), payload=call.body
        )

    async def ask(self, text: str = "When is breakfast?", vendor_id: str = "m-1") -> None:
        """The guest writes and Jack's answer waits to be sent."""
        await self.hear(text, vendor_id)
        await self.house.turn()

    async def send(self) -> None:
        """Everything that is due now, through the worker."""
        house = self.house
        worker: Any = OutboxWorker(
            house.queues, house.channels, house.bus, house.config, house.clock
        )
        await worker._dispatch()
        while worker._running:
            await asyncio.wait(set(worker._running))

    @property
    def answer(self) -> Message:
        return self.house.by_jack()[-1]

    def texts(self, sender: Sender = Sender.GUEST) -> list[str]:
        return [message.text for message in self.house.said() if message.sender is sender]

    def sent(self) -> list[Sent]:
        return self.trial.sent()


@pytest.fixture
def hotel(trial: Trial, channel: Channel, db: Database, clock: FakeClock) -> Hotel:
    house = House(db, clock, config=trial.config())
    trial.now = lambda: to_datetime(clock.at)
    house.use({**house.channels, trial.name: channel})
    return Hotel(trial, house, channel)


@every_channel
async def test_a_guest_is_heard_and_answered(hotel: Hotel) -> None:
    await hotel.ask("When is breakfast?")
    await hotel.send()

    assert hotel.texts() == ["When is breakfast?"]
    assert hotel.answer.delivery in (Delivery.SENT, Delivery.DELIVERED)
    if hotel.trial.name != "webchat":
        assert [sent.text for sent in hotel.sent()] == [hotel.answer.text]


@every_channel
@pytest.mark.parametrize("text", WRITINGS)
async def test_any_writing_comes_in_and_goes_out_unharmed(
    hotel: Hotel, name: str, text: str
) -> None:
    await hotel.hear(text, "m-1")
    await hotel.channel.send(item(name, text=text))

    assert [heard.strip() for heard in hotel.texts()] == [text.strip()]
    if name != "webchat":
        assert [" ".join(sent.text.split()) for sent in hotel.sent()] == [" ".join(text.split())]


@every_channel
async def test_r2_the_same_delivery_again_is_answered_once(hotel: Hotel) -> None:
    accepted = [await hotel.hear("Two towels please", "m-1") for _ in range(3)]

    assert [(each.new, each.duplicates) for each in accepted] == [(1, 0), (0, 1), (0, 1)]
    assert len(hotel.texts()) == 1
    assert len(await hotel.house.claim()) == 1


@every_vendor
async def test_statuses_only_move_forward_however_they_come(hotel: Hotel) -> None:
    await hotel.ask()
    await hotel.send()
    (sent,) = hotel.sent()

    for state in (Delivery.DELIVERED, Delivery.SENT, Delivery.DELIVERED, Delivery.FAILED):
        await hotel.take(hotel.trial.status(sent, state))

    assert hotel.answer.delivery is Delivery.DELIVERED


@every_vendor
async def test_a_status_that_overtakes_the_answer_to_the_send_is_kept(hotel: Hotel) -> None:
    await hotel.ask()
    (taken,) = await hotel.house.queues.claim_sends(limit=1)
    vendor_id = await hotel.channel.send(taken)
    (sent,) = hotel.sent()

    await hotel.take(hotel.trial.status(sent, Delivery.DELIVERED))
    await hotel.house.queues.sent(taken, vendor_id)

    assert hotel.answer.delivery is Delivery.DELIVERED


@every_vendor
async def test_r11_a_failure_told_later_is_red_and_says_why(hotel: Hotel) -> None:
    await hotel.ask()
    await hotel.send()
    (sent,) = hotel.sent()

    await hotel.take(hotel.trial.status(sent, Delivery.FAILED))

    assert hotel.answer.delivery is Delivery.FAILED


@every_channel
async def test_r2_a_crash_between_send_and_record_sends_nothing_twice(hotel: Hotel) -> None:
    await hotel.ask()
    (taken,) = await hotel.house.queues.claim_sends(limit=1)
    await hotel.channel.send(taken)

    await hotel.house.queues.recover()
    after = hotel.answer.delivery
    await hotel.house.queues.reconcile()
    await hotel.send()

    if hotel.channel.traits.is_repeatable:
        assert (after, hotel.answer.delivery) == (Delivery.QUEUED, Delivery.SENT)
        return
    ledger: object = hotel.channel
    assert after is Delivery.UNCERTAIN
    settled = Delivery.SENT if isinstance(ledger, Ledger) else Delivery.UNCERTAIN
    assert hotel.answer.delivery is settled
    assert len(hotel.sent()) == 1


@every_vendor
async def test_r2_the_vendors_word_settles_what_a_crash_hid(hotel: Hotel) -> None:
    await hotel.ask()
    (taken,) = await hotel.house.queues.claim_sends(limit=1)
    await hotel.channel.send(taken)
    await hotel.house.queues.recover()

    (sent,) = hotel.sent()
    await hotel.take(hotel.trial.status(sent, Delivery.DELIVERED))
    await hotel.send()

    assert hotel.answer.delivery is Delivery.DELIVERED
    assert len(hotel.sent()) == 1


@every_vendor
async def test_r2_a_lost_answer_waits_for_the_vendors_word(hotel: Hotel) -> None:
    await hotel.ask()
    hotel.trial.vendor.fail_next(1, Fault("accept_then_reset"))
    await hotel.send()
    waiting = hotel.answer.delivery

    (sent,) = hotel.sent()
    await hotel.take(hotel.trial.status(sent, Delivery.DELIVERED))
    hotel.house.clock.forward(600)
    await hotel.send()

    assert (waiting, hotel.answer.delivery) == (Delivery.QUEUED, Delivery.DELIVERED)
    assert len(hotel.sent()) == 1


@every_vendor
@pytest.mark.parametrize("status", [429, 503])
async def test_a_vendor_in_trouble_gets_it_later_and_once(hotel: Hotel, status: int) -> None:
    await hotel.ask()
    hotel.trial.vendor.fail_next(1, Fault("status", status=status, retry_after_s=2))
    await hotel.send()
    waiting = hotel.house.sends()[0]
    await hotel.send()
    at_once = len(hotel.sent())

    hotel.house.clock.forward(10)
    await hotel.send()

    assert waiting.state is Delivery.QUEUED
    if hotel.trial.tells_when:
        assert waiting.next_at >= hotel.house.clock.at - 10_000_000 + 2_000_000, (
            "as the vendor said"
        )
    assert (at_once, len(hotel.sent())) == (0, 1)
    assert hotel.answer.delivery is Delivery.SENT


@every_vendor
async def test_r12_ten_minutes_without_a_network_lose_nothing_and_flood_nobody(
    hotel: Hotel,
) -> None:
    await hotel.ask()
    await hotel.trial.vendor.close()
    for _ in range(20):
        await hotel.send()
        hotel.house.clock.forward(30)
    meanwhile = hotel.answer.delivery

    await hotel.trial.vendor.start()
    hotel.house.clock.forward(hotel.house.config.outbox.max_retry_s)
    for _ in range(3):
        await hotel.send()

    assert meanwhile is Delivery.QUEUED
    assert hotel.answer.delivery is Delivery.SENT
    assert len(hotel.sent()) == 1


@every_vendor
async def test_r12_several_that_waited_go_out_in_order_each_once_and_at_their_pace(
    hotel: Hotel,
) -> None:
    house, maria = hotel.house, hotel.house.staff()
    await hotel.hear("Hello", "m-1")
    await hotel.trial.vendor.close()
    texts = [f"Word {number} of staff." for number in range(3)]
    for text in texts:
        await house.conversations.reply(1, maria, text)
        await hotel.send()
        house.clock.forward(200)

    await hotel.trial.vendor.start()
    house.clock.forward(house.config.outbox.max_retry_s)
    at: list[int] = []
    for _ in range(12):
        before = len(hotel.sent())
        await hotel.send()
        at += [house.clock.at] * (len(hotel.sent()) - before)
        house.clock.forward(3)

    said = [sent.text for sent in hotel.sent() if sent.text in texts]
    assert said == texts
    pace = hotel.channel.traits.pacing
    assert all(later - earlier >= pace for earlier, later in pairwise(at))


@every_vendor
async def test_r12_what_has_become_stale_meanwhile_is_not_sent(hotel: Hotel) -> None:
    await hotel.ask()
    await hotel.trial.vendor.close()
    await hotel.send()
    hotel.house.clock.forward(hotel.house.config.outbox.expiry.answer_email_s)

    await hotel.trial.vendor.start()
    await hotel.send()

    assert hotel.answer.delivery is Delivery.DRAFT
    assert hotel.sent() == []


@every_vendor
async def test_r11_what_the_vendor_will_never_take_is_red_and_says_why(hotel: Hotel) -> None:
    await hotel.ask()
    hotel.trial.refuse()

    await hotel.send()

    assert hotel.answer.delivery is Delivery.FAILED
    assert hotel.answer.failure
    assert hotel.sent() == []


@every_channel
async def test_r8_stop_is_recorded_and_ends_what_jack_starts(hotel: Hotel, name: str) -> None:
    await hotel.hear("STOP", "m-1")

    is_allowed = hotel.house.db.read_now(consent.may_start, 1, name)
    assert is_allowed is (name == "webchat"), "web chat starts nothing, so nothing is stopped"


@every_vendor
async def test_r8_please_stop_texting_me_is_confirmed_on_the_channel(hotel: Hotel) -> None:
    await hotel.hear("Please stop texting me", "m-1")
    await hotel.send()

    assert [sent.text for sent in hotel.sent()] == [hotel.answer.text]
    assert await hotel.house.claim() == []


@every_vendor
async def test_r10_danger_is_answered_at_once_even_after_stop(hotel: Hotel) -> None:
    await hotel.hear("Please stop texting me", "m-1")
    await hotel.hear("Help, there is a fire in my room!", "m-2")
    await hotel.send()
    await hotel.send()

    assert any(sent.text == hotel.answer.text for sent in hotel.sent())
    assert [task.intent for task in hotel.house.tasks()] == ["emergency.fire"]


# -- files -----------------------------------------------------------------------------------------


async def fetched(hotel: Hotel) -> list[File]:
    """Every file that waits, fetched and looked at."""
    house = hotel.house
    for file in await house.media.due(limit=10, without=()):
        await house.media.settle(file, retry_at=house.clock() + 60_000_000)
    return [file for message in house.said() for file in message.files]


@every_vendor
async def test_a_picture_comes_in_whole_with_its_words(hotel: Hotel) -> None:
    call = hotel.trial.photo(samples.photo(), "Is this your pool?", "m-1")
    if call is None:
        return

    await hotel.take(call)
    [file] = await fetched(hotel)

    assert hotel.texts() == ["Is this your pool?"]
    assert (file.state, file.content_type) == (FileState.STORED, "image/jpeg")


@every_vendor
async def test_r1_a_picture_that_cannot_be_fetched_now_is_fetched_later(hotel: Hotel) -> None:
    call = hotel.trial.photo(samples.photo(), "Look", "m-1")
    if call is None or hotel.trial.has_files_in_hand:
        return
    await hotel.take(call)

    hotel.trial.vendor.faults_by(lambda _: Fault("status", status=503))
    [waiting] = await fetched(hotel)
    hotel.trial.vendor.clear_faults()
    hotel.house.clock.forward(120)
    [file] = await fetched(hotel)

    assert (waiting.state, file.state) == (FileState.PENDING, FileState.STORED)


@pytest.mark.parametrize("name", ["whatsapp", "sms", "email"])
async def test_staff_send_a_picture_with_their_words(hotel: Hotel, name: str) -> None:
    await hotel.hear("Where is the pool?", "m-1")
    house, maria = hotel.house, hotel.house.staff()

    async def blocks() -> AsyncIterator[bytes]:
        yield samples.photo()

    file = await house.media.upload(blocks(), "pool.jpg", by=maria)
    await house.conversations.reply(1, maria, "Behind the house.", file_ids=[file.id])
    for _ in range(3):
        await hotel.send()
        house.clock.forward(6)

    assert hotel.sent()[-1].text == ("" if name == "whatsapp" else "Behind the house.")
    if name == "whatsapp":
        [sent] = hotel.trial.sent_files()
        caption = hotel.trial.vendor.accepted[-1].body["image"]["caption"]
        assert (sent, caption) == (await house.media.read(file), "Behind the house.")
    elif name == "email":
        assert hotel.trial.sent_files() == [await house.media.read(file)]
    else:
        [link] = hotel.trial.vendor.accepted[-1].media
        assert link.startswith("https://jack.hotel.example/media/")
