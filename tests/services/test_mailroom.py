"""What becomes of a mail: whose it is, which thread it goes on, what comes back, where it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from jack.channels.base import Channel, Postman, StaffMail
from jack.channels.email import Email
from jack.config import Config
from jack.db import guests, mails, messages, outbox
from jack.errors import Permanent, Transient
from jack.model.clock import DAY, MINUTE
from jack.model.conversations import State
from jack.model.mails import Fetched
from jack.model.media import File, FileState, Reason
from jack.model.messages import Delivery, Kind, Message, OutboxItem, OutboxKind, Sender
from jack.services import consent
from jack.services.intake import Accepted
from jack.services.mailroom import Mailroom
from jack.workers.outbox import OutboxWorker
from tests.channels.mails.base import attached
from tests.channels.test_email_parse import REPORT, mail
from tests.conftest import FakeClock
from tests.house import House
from tests.media import samples
from tests.standins.base import Fault
from tests.standins.smtp import PASSWORD, MailServer, Taken

ANA = "ana@example.com"
DESK = "desk@hotel.example"
PROVEN = {"authentication_results": "mx.hotel.example; dmarc=pass header.from=example.com"}


class Office:
    """A house with a mailbox: what guests send is taken, what Jack sends arrives at `server`."""

    def __init__(self, house: House, channel: Email, server: MailServer) -> None:
        channels: Mapping[str, Channel] = {**house.channels, "email": channel}
        house.channels = channels
        house.intake = replace(house.intake, channels=channels)
        house.queues = replace(house.queues, channels=channels)
        self.house, self.channel, self.server = house, channel, server
        self.room = Mailroom(house.db, house.bus, house.intake, channel, house.clock)
        self.count = 0

    async def take(self, body: str = "Two towels, please.", **headers: str) -> Accepted:
        self.count += 1
        given = {"message_id": f"<{self.count}@example.com>", **headers}
        return await self.room.take(Fetched(self.count, mail(body, **given)))

    async def ask(self, body: str = "When is breakfast?", **headers: str) -> Taken:
        """A guest writes and Jack answers; the mail that leaves."""
        await self.take(body, **headers)
        await self.house.turn()
        await self.send()
        return self.server.accepted[-1]

    async def send(self) -> None:
        house = self.house
        worker: Any = OutboxWorker(
            house.queues, house.channels, house.bus, house.config, house.clock
        )
        await worker._dispatch()
        while worker._running:
            await asyncio.wait(set(worker._running))

    async def come_back(self, sent: Taken, *, status: str = "5.1.1", to: str = ANA) -> Accepted:
        action = "failed" if status[0] in "45" else "delivered"
        body = REPORT.format(recipient=to, action=action, status=status, kind="text/rfc822-headers")
        return await self.take(
            body.replace("<ours@hotel.example>", sent.mail["Message-ID"]).replace("\n", "\r\n"),
            **{"from": "MAILER-DAEMON@mx.example.com"},
            content_type='multipart/report; report-type=delivery-status; boundary="b"',
        )

    def heard(self, conversation_id: int = 1) -> list[Message]:
        return [m for m in self.house.said(conversation_id) if m.sender is Sender.GUEST]

    def is_proven(self, address: str) -> bool:
        return self.house.db.read_now(guests.is_proven, "email", address)


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


def configuration(server: MailServer, **changes: Any) -> Config:
    email = {
        "enabled": True,
        "address": DESK,
        "password": PASSWORD,
        "imap_host": "127.0.0.1",
        "imap_port": server.imap_port,
        "imap_security": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "trusted_servers": ["MX.hotel.example"],
        "mails_per_minute": 10_000,
        **changes,
    }
    return Config.model_validate(
        {"data": {"dir": "/nowhere"}, "hotel": {"name": "Miramar"}, "channels": {"email": email}}
    )


@pytest.fixture
async def office(db: Any, clock: FakeClock, server: MailServer) -> AsyncIterator[Office]:
    config = configuration(server, plus_addressing=True)
    house = House(db, clock, config=config)
    channel = house.channels["email"]
    assert isinstance(channel, Email)
    await channel.start()
    yield Office(house, channel, server)
    await channel.close()


# -- who (R6) --------------------------------------------------------------------------------------


async def test_r6_a_proven_sender_is_the_guest_with_that_address(office: Office) -> None:
    def known() -> int:
        return guests.add("Ana", "Silva", office.house.clock(), email=ANA)

    guest_id = office.house.db.write_now(known)

    await office.take(**PROVEN)

    assert office.house.conversation().guest_id == guest_id
    assert office.is_proven(ANA)


async def test_r6_whoever_only_claims_an_address_is_somebody_else_and_the_owner_is_answered(
    office: Office,
) -> None:
    await office.ask(**PROVEN)

    forged = await office.ask("What is my room?", reply_to="eve@evil.example")

    assert office.house.conversation(2).guest_id != office.house.conversation(1).guest_id
    assert office.house.conversation(2).address == f"{ANA} (unproven)"
    assert not office.is_proven(f"{ANA} (unproven)")
    assert forged.recipients == (ANA,)


async def test_r6_an_unproven_reply_goes_on_with_its_thread_and_proves_nothing(
    office: Office,
) -> None:
    sent = await office.ask(**PROVEN)

    await office.take("Thank you", in_reply_to=sent.mail["Message-ID"])

    assert [message.text for message in office.heard()][-1] == "Thank you"
    assert office.house.conversation().address == f"{ANA} (unproven)"
    assert not office.is_proven(office.house.conversation().address)


async def test_r6_somebody_else_in_the_thread_does_not_become_the_guest(office: Office) -> None:
    sent = await office.ask(**PROVEN)

    await office.take("Me too", **{"from": "ben@example.org"}, in_reply_to=sent.mail["Message-ID"])

    assert len(office.heard()) == 1
    assert office.house.conversation(2).address == "ben@example.org (unproven)"


# -- threads ---------------------------------------------------------------------------------------


async def test_an_answer_stays_in_the_guests_thread(office: Office) -> None:
    sent = await office.ask(subject="Breakfast", references="<a@x> <b@x>", in_reply_to="<b@x>")

    assert sent.mail["Subject"] == "Re: Breakfast"
    assert sent.mail["In-Reply-To"] == "<1@example.com>"
    assert sent.mail["References"] == "<a@x> <b@x> <1@example.com>"
    assert sent.mail["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("how", ["in_reply_to", "references", "token"])
async def test_a_reply_is_found_by_header_or_token(office: Office, how: str) -> None:
    sent = await office.ask()
    message_id = sent.mail["Message-ID"]
    headers = {
        "in_reply_to": {"in_reply_to": message_id},
        "references": {"references": f"<x@y> {message_id} <z@y>"},
        "token": {"to": sent.mail["Reply-To"]},
    }[how]

    await office.take("Thanks", subject="other words", **headers)

    assert len(office.heard()) == 2


async def test_the_message_id_is_stored_before_the_mail_leaves_and_kept_over_tries(
    office: Office,
) -> None:
    office.server.fail_next(1, Fault("status"))
    await office.take()
    await office.house.turn()
    await office.send()
    stored = office.house.rows("SELECT message_id FROM mail WHERE is_ours = 1")
    office.house.clock.forward(60)

    await office.send()

    assert [(sent.mail["Message-ID"],) for sent in office.server.accepted] == stored


async def test_a_subject_of_a_first_mail_is_said_too_and_the_whole_is_kept(office: Office) -> None:
    await office.take("Yes, at six.\r\n\r\n> When?", subject="Late arrival")

    assert office.heard()[0].text == "Late arrival\n\nYes, at six."
    ((data,),) = office.house.rows("SELECT data FROM message")
    assert "> When?" in data


# -- what is not answered --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-generated"},
        {"precedence": "bulk"},
        {"list_id": "<news.example>"},
        {"from": "no-reply@example.com"},
        {"from": DESK},
        {"return_path": "<>"},
    ],
)
async def test_what_no_person_wrote_is_left_in_the_mailbox(
    office: Office, headers: dict[str, str]
) -> None:
    accepted = await office.take("There is a fire!", **headers)

    assert accepted.new == 0
    assert office.house.rows("SELECT id FROM message") == []


async def test_an_out_of_office_reply_is_shown_in_its_thread_and_never_answered(
    office: Office,
) -> None:
    sent = await office.ask()

    await office.take(
        "I am away. In an emergency, if there is a fire, call my boss. STOP",
        auto_submitted="auto-replied",
        in_reply_to=sent.mail["Message-ID"],
    )
    await office.send()

    assert len(office.heard()) == 2
    assert await office.house.claim() == []
    assert len(office.server.accepted) == 1
    assert office.house.db.read_now(consent.may_start, 1, "email")


async def test_a_machine_that_answers_without_saying_so_is_answered_a_few_times_only(
    office: Office,
) -> None:
    """A hundred rounds: Jack stops, a person is told once, and nothing is lost."""
    last = await office.ask("Ticket opened")
    for round_ in range(100):
        await office.take(f"Ticket {round_} updated", in_reply_to=last.mail["Message-ID"])
        for item in await office.house.claim():
            await office.house.pipeline.run(item)
        await office.send()
        last = office.server.accepted[-1]

    most = office.house.config.channels.email.replies_per_hour
    assert len(office.server.accepted) == most
    reasons = [each.reasons for each in office.house.escalations()]
    assert reasons.count(("flood",)) == 1
    assert office.house.rows("SELECT count(*) FROM inbox") == [(101,)]


async def test_after_an_hour_the_same_guest_is_answered_again(office: Office) -> None:
    for _ in range(office.house.config.channels.email.replies_per_hour):
        await office.ask()
    await office.take("One more")
    assert await office.house.claim() == []

    office.house.clock.forward(3601)
    count = len(office.server.accepted)
    await office.take("And now?")

    assert len(await office.house.claim()) == 1
    assert len(office.server.accepted) == count


# -- files -----------------------------------------------------------------------------------------


def with_files(*parts: bytes, text: str = "Here it is.") -> bytes:
    """What stands below the headers of a mail with files."""
    first = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in (first, *parts)) + b"--b--\r\n"


async def take_files(office: Office, *parts: bytes, text: str = "Here it is.") -> list[File]:
    """A mail with these parts comes and the worker looks at its files."""
    head = mail("", message_id=f"<{id(parts)}@x>", content_type='multipart/mixed; boundary="b"')
    await office.room.take(
        Fetched(1, head.rstrip(b"\r\n") + b"\r\n\r\n" + with_files(*parts, text=text))
    )
    return await looked_at(office)


async def looked_at(office: Office) -> list[File]:
    media = office.house.media
    for file in await media.due(limit=100, without=()):
        await media.settle(file, retry_at=office.house.clock.at + MINUTE)
    return [file for message in office.house.said() for file in message.files]


async def test_r1_files_of_a_mail_are_kept_under_their_names_and_looked_at(office: Office) -> None:
    voucher = attached("Gutschein für Ana.pdf", "application/octet-stream", samples.PDF)
    evil = attached("../../invoice.pdf.exe", "application/pdf", samples.PROGRAM)

    files = await take_files(
        office, voucher, attached("p.jpg", "image/jpeg", samples.photo()), evil
    )

    assert [(file.name, file.state) for file in files] == [
        ("Gutschein für Ana.pdf", FileState.STORED),
        ("p.jpg", FileState.STORED),
        ("_.._invoice.pdf.exe", FileState.REFUSED),
    ]
    assert await office.house.media.read(files[0]) == samples.PDF
    assert office.heard()[0].text == "Here it is."


async def test_a_photo_alone_is_one_and_called_so(office: Office) -> None:
    await take_files(office, attached("p.jpg", "image/jpeg", samples.photo()), text="")

    assert office.heard()[0].kind is Kind.IMAGE


async def test_of_a_mail_only_its_beginning_is_kept_as_it_came(office: Office) -> None:
    """Files are in the media store; a second copy in the database would only make it large."""
    await take_files(office, attached("big.pdf", "application/pdf", samples.PDF + bytes(500_000)))

    ((size,),) = office.house.rows("SELECT max(length(body)) FROM webhook_payload")
    assert size <= 64 * 1024


async def test_a_file_behind_the_end_of_a_mail_that_was_cut_is_too_large(office: Office) -> None:
    parts = with_files(attached("big.pdf", "application/pdf", samples.PDF + bytes(100_000)))
    head = mail("", content_type='multipart/mixed; boundary="b"').rstrip(b"\r\n")

    await office.room.take(Fetched(1, (head + b"\r\n\r\n" + parts)[:60_000], is_cut=True))
    (file,) = await looked_at(office)

    assert (file.state, file.reason) == (FileState.FAILED, Reason.TOO_LARGE)


async def staff_send(office: Office, *files: tuple[str, bytes], text: str = "Please see.") -> Taken:
    async def blocks(data: bytes) -> AsyncIterator[bytes]:
        yield data

    await office.ask()
    maria = office.house.staff()
    kept = [await office.house.media.upload(blocks(d), name, by=maria) for name, d in files]
    ids = [file.id for file in kept]
    await office.house.conversations.reply(1, maria, text, file_ids=ids)
    await office.send()  # that Maria is there now
    await office.send()
    return office.server.accepted[-1]


async def test_files_of_staff_go_beside_the_text_of_one_mail(office: Office) -> None:
    menu, photo = ("Speisekarte für Ana.pdf", samples.PDF), ("p.png", samples.see_through())

    sent = await staff_send(office, menu, photo)

    got = {each.get_filename(): each.get_content() for each in sent.mail.iter_attachments()}
    assert sent.text == "Please see."
    assert got["Speisekarte für Ana.pdf"] == samples.PDF
    assert [each.get_content_type() for each in sent.mail.iter_attachments()] == [
        "application/pdf",
        "image/png",
    ]
    assert sent.mail.get_body(("html",)) is not None
    assert sent.mail["In-Reply-To"] == "<1@example.com>"


async def test_files_can_go_without_a_word(office: Office) -> None:
    sent = await staff_send(office, ("menu.pdf", samples.PDF), text="")

    assert [each.get_filename() for each in sent.mail.iter_attachments()] == ["menu.pdf"]


async def test_r11_files_that_are_too_large_together_are_red_and_say_why(
    office: Office, server: MailServer
) -> None:
    big = samples.PDF + bytes(600_000)
    settings = configuration(server, max_files_mb=1).channels.email
    small = Email(settings, hotel="Miramar")
    await small.start()
    await office.ask()
    office.house.channels["email"] = small  # type: ignore[index]

    await staff_send(office, ("a.pdf", big), ("b.pdf", big))
    await small.close()

    red = office.house.said()[-1]
    assert red.delivery is Delivery.FAILED
    assert "larger together than 1 MB" in str(red.failure)
    assert not any(list(each.mail.iter_attachments()) for each in office.server.accepted)


# -- what a crash hid (R2) -------------------------------------------------------------------------


async def crashed(office: Office, *, is_sent: bool = True) -> OutboxItem:
    """A mail of which nobody wrote down whether it left."""
    await office.take()
    await office.house.turn()
    (item,) = await office.house.queues.claim_sends(limit=1)
    if is_sent:
        await office.channel.send(item)
    await office.house.queues.recover()
    return item


async def test_r2_a_mail_that_left_before_the_crash_is_found_in_the_sent_folder(
    office: Office,
) -> None:
    item = await crashed(office)

    settled = await office.house.queues.reconcile()

    assert settled == 1
    assert office.house.by_jack()[-1].delivery is Delivery.SENT
    assert item.thread is not None
    assert office.house.sends()[0].vendor_id == item.thread.message_id


async def test_r2_one_that_is_not_found_stays_uncertain_and_is_looked_for_more_and_more_seldom(
    office: Office,
) -> None:
    await crashed(office, is_sent=False)
    rounds, asked = 6 * 60, []
    for number in range(rounds):
        before = office.server.searches
        await office.house.queues.reconcile()
        asked += [number] * (office.server.searches - before)
        office.house.clock.forward(10)

    assert office.house.by_jack()[-1].delivery is Delivery.UNCERTAIN
    assert office.server.accepted == []
    assert 8 <= len(asked) <= 12, "within an hour"
    assert asked[:2] == [0, 3]


async def test_r2_a_late_entry_in_the_sent_folder_settles_it_all_the_same(office: Office) -> None:
    office.server.files_sent = False
    await crashed(office)
    await office.house.queues.reconcile()
    office.server.files_sent = True

    office.house.clock.forward(30)

    assert await office.house.queues.reconcile() == 1
    assert office.house.by_jack()[-1].delivery is Delivery.SENT


async def test_r2_a_bounce_settles_what_a_crash_hid(office: Office) -> None:
    office.server.files_sent = False
    await crashed(office)

    await office.come_back(office.server.accepted[-1])

    assert office.house.by_jack()[-1].delivery is Delivery.FAILED


async def test_r2_a_lost_answer_is_looked_up_before_the_mail_is_sent_again(office: Office) -> None:
    office.server.fail_next(1, Fault("accept_then_reset"))
    await office.take()
    await office.house.turn()
    await office.send()
    office.house.clock.forward(600)

    await office.send()

    assert office.house.by_jack()[-1].delivery is Delivery.SENT
    assert len(office.server.accepted) == 1


# -- stop (R8) -------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [PROVEN, {}], ids=["proven", "unproven"])
async def test_r8_a_stop_by_the_header_counts_for_the_guest_at_that_address(
    office: Office, headers: dict[str, str]
) -> None:
    """A mail program that unsubscribes sends an empty mail, which may prove nothing."""

    def known() -> int:
        return guests.add("Ana", "Silva", office.house.clock(), email=ANA)

    ana = office.house.db.write_now(known)

    await office.take("", subject="STOP", **headers)
    stopped = office.house.db.read_now(consent.may_start, ana, "email")
    await office.take("", subject="START")

    assert not stopped
    assert not office.house.db.read_now(consent.may_start, ana, "email"), "anybody can say so"


# -- what comes back -------------------------------------------------------------------------------


async def test_r11_a_bounce_is_red_and_the_address_takes_nothing_more(office: Office) -> None:
    sent = await office.ask()

    await office.come_back(sent)

    answer = office.house.by_jack()[-1]
    assert answer.delivery is Delivery.FAILED
    assert answer.failure is not None
    assert "no such user" in answer.failure
    item = office.house.sends()[-1]
    thread = office.house.db.write_now(mails.thread_of, item, "<next@x>", 0)
    with pytest.raises(Permanent, match="came back"):
        await office.channel.send(replace(item, thread=thread))
    assert await office.channel.send(replace(item, kind=OutboxKind.STAFF, thread=thread))


async def test_a_guest_who_writes_again_can_be_reached_again(office: Office) -> None:
    await office.come_back(await office.ask())

    await office.take("Here I am")

    assert office.house.db.read_now(mails.bounced, ANA) is None


@pytest.mark.parametrize(
    ("status", "to", "is_marked"),
    [("4.4.7", ANA, False), ("2.0.0", ANA, False), ("5.1.1", "other@example.com", False)],
)
async def test_a_report_that_is_not_final_or_of_another_marks_nothing(
    office: Office, status: str, to: str, is_marked: bool
) -> None:
    await office.come_back(await office.ask(), status=status, to=to)

    assert (office.house.db.read_now(mails.bounced, ANA) is not None) is is_marked


async def test_a_bounce_of_somebody_elses_mail_changes_nothing(office: Office) -> None:
    sent = await office.ask()
    forged = Taken(sent.sender, sent.recipients, b"Message-ID: <guessed@hotel.example>\r\n\r\n")

    await office.come_back(forged)

    assert office.house.by_jack()[-1].delivery is Delivery.SENT
    assert office.house.conversation().state is not State.CLOSED


# -- out -------------------------------------------------------------------------------------------


async def test_one_connection_serves_many_mails(office: Office) -> None:
    for _ in range(3):
        await office.ask()

    assert office.server.logins == 1


async def test_a_wrong_login_is_tried_again_later_and_named(
    office: Office, server: MailServer
) -> None:
    settings = configuration(server, password="expired").channels.email
    other = Email(settings, hotel="Miramar")
    await other.start()
    office.house.channels = {**office.house.channels, "email": other}
    await office.take()
    await office.house.turn()
    await office.send()

    with pytest.raises(Permanent):
        await other.check()
    await other.close()

    answer = office.house.by_jack()[-1]
    assert answer.delivery is Delivery.QUEUED
    assert answer.failure is not None
    assert "refuses the login" in answer.failure


async def test_mails_are_paced_and_what_would_wait_long_goes_back(
    server: MailServer, office: Office
) -> None:
    await office.take()
    await office.house.turn()
    (item,) = office.house.sends()
    slow = Email(configuration(server, mails_per_minute=1).channels.email, hotel="")
    await slow.start()

    for _ in range(11):
        await slow.send(item)
    with pytest.raises(Transient) as paced:
        await slow.send(item)
    await slow.close()

    assert len(server.accepted) == 11, "a burst of ten on top of the first"
    assert paced.value.retry_after_s is not None
    assert 30 < paced.value.retry_after_s <= 60


async def test_an_address_outside_ascii_needs_a_server_that_takes_it(
    server: MailServer, office: Office
) -> None:
    await office.take()
    await office.house.turn()
    (item,) = office.house.sends()
    item = replace(item, address="aña@example.com")

    await office.channel.send(item)
    server.has_smtputf8 = False
    other = Email(configuration(server).channels.email, hotel="")
    await other.start()
    with pytest.raises(Permanent):
        await other.send(item)
    await other.close()

    assert [taken.recipients for taken in server.accepted] == [("aña@example.com",)]


@pytest.mark.parametrize(
    "changes",
    [
        {"password": ""},
        {"address": ""},
        {"imap_host": ""},
        {"oauth_token_url": "https://login.example/token"},
        {"smtp_host": "smtp.example"},
        {"imap_host": "imap.example"},
        {"address": "desk@hotel.example\r\nBcc: eve@x.example"},
    ],
)
async def test_r15_e_mail_does_not_start_without_its_secrets_or_in_the_clear(
    server: MailServer, changes: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        configuration(server, **changes)


# -- to the hotel's own people ---------------------------------------------------------------------


async def test_a_mail_to_staff_has_both_shapes_and_belongs_to_no_guest(office: Office) -> None:
    assert isinstance(office.channel, Postman)

    await office.channel.write_to_staff(
        StaffMail(
            to="boss@hotel.example",
            subject="Shift report\r\nBcc: eve@evil.example",
            text="Nobody waits.\n",
            html="<!DOCTYPE html><p>Nobody waits.</p>\n",
            message_id="<shift-report-1-2@hotel.example>",
        )
    )

    (sent,) = office.server.accepted
    assert sent.recipients == ("boss@hotel.example",)
    assert sent.text == "Nobody waits."
    assert sent.mail["Subject"] == "Shift report Bcc: eve@evil.example"
    assert (sent.mail["Bcc"], sent.mail["Auto-Submitted"]) == (None, "auto-generated")
    assert sent.mail.get_body(("html",)) is not None
    assert office.house.rows("SELECT count(*) FROM message") == [(0,)]


async def test_a_text_that_jack_starts_begins_a_thread_with_its_subject(office: Office) -> None:
    await office.ask(subject="Pool")
    conversation = office.house.conversation()

    def start() -> None:
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=Sender.AI,
            channel="email",
            address=conversation.address,
            text="See you on Thursday.",
            delivery=Delivery.QUEUED,
            at=office.house.clock(),
        )
        outbox.put(
            message_id=message_id,
            conversation_id=conversation.id,
            kind=OutboxKind.NOTICE,
            channel="email",
            account=conversation.account,
            address=conversation.address,
            text="See you on Thursday.",
            expires_at=office.house.clock() + DAY,
            at=office.house.clock(),
            subject="Before you arrive",
        )

    office.house.db.write_now(start)
    await office.send()

    sent = office.server.accepted[-1]
    assert (sent.mail["Subject"], sent.mail["In-Reply-To"]) == ("Before you arrive", None)
    answer = await office.take("Thanks", references=sent.mail["Message-ID"])
    assert len(answer.message_ids) == 1
    assert office.heard()[-1].text == "Thanks"
