"""Two hundred mails through a mailbox of Dovecot's, Jack and a mail server: answered exactly where a
person would expect it, in the right thread, and no machine twice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from jack.channels.email import Email
from jack.db.database import Database
from jack.model.clock import now, to_datetime
from jack.model.messages import Delivery
from jack.workers.email import EmailWorker
from tests.channels.mails import DESK, SAMPLES, Fate, Place, Sample
from tests.channels.test_email_parse import mail
from tests.conftest import FakeClock
from tests.house import House
from tests.services.test_mailroom import Office, configuration
from tests.standins import dovecot
from tests.standins.dovecot import Dovecot
from tests.standins.relay import Relay
from tests.standins.smtp import MailServer

pytestmark = [
    pytest.mark.imap,
    pytest.mark.skipif(dovecot.BINARY is None, reason="needs dovecot-imapd"),
]

EVENTS = "events@hotel.example"


@pytest.fixture(scope="module")
def post() -> Iterator[Dovecot]:
    with Dovecot() as running:
        yield running


@dataclass(slots=True)
class Desk:
    """A hotel's mailbox, with Jack at it."""

    office: Office
    post: Dovecot
    folder: str
    delivered: list[bytes] = field(default_factory=list)

    def deliver(self, *mails: bytes) -> None:
        """As the hotel's provider does: dated now, since these are fresh."""
        stamp = format_datetime(to_datetime(self.office.house.clock())).encode()
        fresh = [re.sub(rb"\r\nDate: Tue, 24[^\r]*", b"\r\nDate: " + stamp, each) for each in mails]
        self.post.put(self.folder, *fresh)
        self.delivered += fresh

    async def work(self) -> None:
        """Fetch what came, answer it and send."""
        while await self.office.room.fetch():
            pass
        while items := await self.office.house.claim():
            for item in items:
                await self.office.house.pipeline.run(item)
        while await self.office.house.db.read(_has_due):
            await self.office.send()

    def answers(self, to: str) -> list[EmailMessage]:
        """What was sent there, oldest first."""
        return [each.mail for each in self.office.server.accepted if to in each.recipients]

    def threads(self) -> Mapping[str, list[tuple[str, str, str | None]]]:
        """(sender, text, delivery) of every message by the address it was written from or to."""
        found: dict[str, list[tuple[str, str, str | None]]] = {}
        for address, *message in self.office.house.rows(
            "SELECT address, sender, text, delivery FROM message ORDER BY id"
        ):
            found.setdefault(address.removesuffix(" (unproven)"), []).append(tuple(message))
        return found

    def waiting(self) -> set[str]:
        """Who wrote what a person has to look at, having been told so politely."""
        rows = self.office.house.rows(
            "SELECT c.address FROM escalation e JOIN conversation c ON c.id = e.conversation_id"
            " WHERE e.reasons LIKE '%unreadable%'"
        )
        return {address.removesuffix(" (unproven)") for (address,) in rows}


def _has_due() -> bool:
    from jack.db import sql

    return bool(sql.value("SELECT 1 FROM outbox WHERE state = 'queued'"))


@pytest.fixture
async def desk(db: Database, post: Dovecot, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    folder = re.sub(r"\W", "", request.node.name)
    post.make(folder)
    async with MailServer(password=dovecot.PASSWORD) as server:
        config = configuration(
            server,
            imap_port=post.port,
            password=dovecot.PASSWORD,
            folder=folder,
            other_addresses=[EVENTS],
        )
        house = House(db, FakeClock(now()), config=config)
        channel = house.channels["email"]
        assert isinstance(channel, Email)
        await channel.start()
        yield Desk(Office(house, channel, server), post, folder)
        await channel.close()


def writer(number: int) -> str:
    return f"guest{number}@example.com"


async def started(desk: Desk, samples: Sequence[Sample]) -> dict[str, Place]:
    """Where each sample comes from: those that belong to a mail of ours have written before."""
    places = {}
    for number, sample in enumerate(samples):
        places[sample.name] = Place(writer(number), f"<{number}@example.com>")
        if sample.is_reply:
            desk.deliver(
                mail(
                    "Is there a pool?",
                    **{"from": writer(number)},
                    message_id=f"<first-{number}@example.com>",
                    subject="Our stay",
                )
            )
    await desk.work()
    for number, sample in enumerate(samples):
        if sample.is_reply:
            (ours,) = desk.answers(writer(number))
            place = places[sample.name]
            said = "Good morning!\nHow can I help?"
            places[sample.name] = Place(place.sender, place.message_id, ours["Message-ID"], said)
    return places


@pytest.mark.slow
async def test_each_of_two_hundred_mails_becomes_what_a_person_would_expect(desk: Desk) -> None:
    old = [
        sample.make(Place(f"old{n}@example.com", f"<old-{n}@x>"))
        for n, sample in enumerate(SAMPLES)
    ]
    desk.post.put(desk.folder, *old[:40])
    await desk.work()
    untouched = dict(desk.threads())
    places = await started(desk, SAMPLES)
    before = {sample.name: len(desk.answers(places[sample.name].sender)) for sample in SAMPLES}

    desk.deliver(*(sample.make(places[sample.name]) for sample in SAMPLES))
    await desk.work()

    assert untouched == {}, "what was there before the first look"
    threads, waiting = desk.threads(), desk.waiting()
    wrong = {}
    for sample in SAMPLES:
        place = places[sample.name]
        sent = desk.answers(place.sender)[before[sample.name] :]
        thread, is_with_staff = threads.get(place.sender, []), place.sender in waiting
        became = fate(sample, thread, sent, is_with_staff=is_with_staff)
        if became is not sample.fate:
            wrong[sample.name] = became
        elif sent:
            check_thread(sample, place, sent[0])
    assert wrong == {}
    recipients = {to for each in desk.office.server.accepted for to in each.recipients}
    assert recipients <= {place.sender for place in places.values()}, "nobody else was written to"

    # The mailbox is restored elsewhere: other numbers, other dates.
    count, said = len(desk.office.server.accepted), desk.threads()
    later = to_datetime(desk.office.house.clock())
    desk.post.renumber(desk.folder, dict.fromkeys([*old[:40], *desk.delivered], later))
    await desk.work()

    assert len(desk.office.server.accepted) == count
    assert desk.threads() == said


def fate(
    sample: Sample,
    thread: Sequence[tuple[str, str, str | None]],
    sent: Sequence[EmailMessage],
    *,
    is_with_staff: bool,
) -> Fate | None:
    """What became of a sample; None for what nobody would expect."""
    first = 2 if sample.is_reply else 0
    coming, ours = thread[first:], thread[:first]
    if any(delivery == Delivery.FAILED for _, _, delivery in ours):
        return Fate.BOUNCE if not coming and not sent else None
    if any(delivery == Delivery.DELIVERED for _, _, delivery in ours) and not coming:
        return Fate.STATUS if not sent else None
    if not coming:
        return Fate.LEFT if not sent else None
    if len(sent) == 1:
        if [sender for sender, _, _ in coming] != ["guest", "ai"]:
            return None
        return Fate.STAFF if is_with_staff else Fate.ANSWERED
    return Fate.SHOWN if not sent and len(coming) == 1 else None


def check_thread(sample: Sample, place: Place, sent: EmailMessage) -> None:
    """The answer is below the guest's mail for the guest's program, too."""
    asked = message_from_bytes(sample.make(place), policy=policy.compat32)
    answered = sent["In-Reply-To"]
    assert answered == (asked["Message-ID"] or answered), sample.name
    chain = str(sent["References"]).split()
    assert chain[-1] == answered, sample.name
    assert sample.is_reply is (place.ours in chain), sample.name
    assert str(sent["Subject"]).count("Re:") == 1, sample.name
    assert sent["From"].addresses[0].addr_spec == DESK
    assert sent["Auto-Submitted"] == "auto-replied"


async def test_two_machines_that_answer_each_other_end_within_a_hundred_rounds(desk: Desk) -> None:
    """The other one does not say that it is a machine, threads properly, and never tires. When it
    does, or staff have looked, no mail is left that somebody would still answer."""
    await desk.work()
    desk.deliver(ticket(0, ""))
    sent = 0
    for round_ in range(1, 101):
        await desk.work()
        answers = desk.answers(writer(0))
        if len(answers) == sent:
            break
        sent = len(answers)
        desk.office.house.clock.forward(30)
        desk.deliver(ticket(round_, answers[-1]["Message-ID"]))
    desk.deliver(ticket(101, answers[-1]["Message-ID"]))
    await desk.work()

    most = desk.office.house.config.channels.email.replies_per_hour
    assert sent == len(desk.answers(writer(0))) == most
    assert desk.office.house.sends("queued", "sending", "uncertain") == []
    (flood,) = [each for each in desk.office.house.escalations() if "flood" in each.reasons]
    assert flood.acknowledged_at is None, "a person is called, once"
    assert len(desk.threads()[writer(0)]) == most + round_ + 1, "staff see everything it wrote"


def ticket(number: int, answers: str) -> bytes:
    return mail(
        f"Your request has been updated ({number}).",
        **{"from": writer(0)},
        message_id=f"<ticket-{number}@example.com>",
        subject="Re: [#77] Request",
        in_reply_to=answers,
    )


async def test_a_thread_stays_one_through_ten_mails_in_both_directions(desk: Desk) -> None:
    await desk.work()
    last, ids = "", list[str]()
    for number in range(5):
        mine = f"<q{number}@example.com>"
        desk.deliver(
            mail(
                f"Question {number}?",
                **{"from": writer(0)},
                message_id=mine,
                subject="Re: Dinner" if number else "Dinner",
                in_reply_to=last,
                references=" ".join(ids[-3:]),  # as programs do that shorten the chain
            )
        )
        await desk.work()
        last = desk.answers(writer(0))[-1]["Message-ID"]
        ids += [mine, last]

    answers = desk.answers(writer(0))
    assert [each["In-Reply-To"] for each in answers] == [f"<q{n}@example.com>" for n in range(5)]
    assert {each["Subject"] for each in answers} == {"Re: Dinner"}
    assert (
        len({row[0] for row in desk.office.house.rows("SELECT conversation_id FROM message")}) == 1
    )
    for number, each in enumerate(answers):
        assert set(str(each["References"]).split()) <= set(ids)
        assert str(each["References"]).split()[-1] == f"<q{number}@example.com>"


async def test_r1_mail_that_came_while_the_network_was_down_is_answered_once_each(
    db: Database, post: Dovecot
) -> None:
    """Ten minutes without IMAP and SMTP, through the workers as they run; what is stale is for staff."""
    post.make("Cut")
    async with (
        MailServer(password=dovecot.PASSWORD) as server,
        Relay(post.port) as imap,
        Relay(server.port) as smtp,
    ):
        config = configuration(
            server,
            imap_port=imap.port,
            smtp_port=smtp.port,
            password=dovecot.PASSWORD,
            folder="Cut",
        )
        house = House(db, FakeClock(now()), config=config)
        channel = house.channels["email"]
        assert isinstance(channel, Email)
        await channel.start()
        desk = Desk(Office(house, channel, server), post, "Cut")
        await desk.work()
        desk.deliver(question(0))
        while await desk.office.room.fetch():
            pass
        await house.turn()  # an answer waits to be sent

        imap.cut()
        smtp.cut()
        worker = EmailWorker(desk.office.room, first_retry_s=0.01, max_retry_s=0.05)
        stop = asyncio.Event()
        running = asyncio.create_task(worker.run(stop))
        for number in range(1, 31):
            desk.deliver(question(number))
        for _ in range(20):
            await desk.office.send()
            house.clock.forward(30)
        meanwhile = (len(server.accepted), len(desk.threads()))
        tries = imap.tries
        imap.mend()
        smtp.mend()
        for _ in range(200):
            if len(desk.threads()) == 31:
                break
            await asyncio.sleep(0.05)
        stop.set()
        await running
        house.clock.forward(config.outbox.max_retry_s)
        await desk.work()
        await channel.close()

    assert meanwhile == (0, 1)
    assert tries > 1, "it goes on trying"
    assert sorted(to for each in server.accepted for to in each.recipients) == sorted(
        writer(number) for number in range(31)
    )
    assert {len(thread) for thread in desk.threads().values()} == {2}


def question(number: int) -> bytes:
    return mail(
        "When is breakfast?", **{"from": writer(number)}, message_id=f"<cut-{number}@example.com>"
    )
