"""Mail as a real server hands it out: each once, in order, whatever happens to the mailbox."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jack.channels.email import Email
from jack.config_schema import Email as Settings
from jack.db import audit, mails, sql
from jack.errors import Delivery, Permanent, Transient
from jack.model.clock import SECOND, now
from jack.model.mails import Cursor, Thread
from jack.model.messages import Delivery as State
from jack.model.messages import OutboxItem, Sender
from jack.services.mailroom import Mailroom
from jack.workers.email import EmailWorker
from tests.channels.test_email_parse import mail
from tests.channels.test_email_servers import item as sent_item
from tests.house import House
from tests.standins import dovecot
from tests.standins.dovecot import Dovecot
from tests.standins.smtp import MailServer

pytestmark = [
    pytest.mark.imap,
    pytest.mark.skipif(dovecot.BINARY is None, reason="needs dovecot-imapd"),
]

FOLDERS = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with Dovecot() as running:
        yield running


@pytest.fixture
def folder(server: Dovecot) -> str:
    name = f"Guests{next(FOLDERS)}"
    server.make(name)
    return name


def settings(server: Dovecot, folder: str, **changes: Any) -> Settings:
    given = {
        "enabled": True,
        "address": dovecot.USER,
        "password": dovecot.PASSWORD,
        "imap_host": "127.0.0.1",
        "imap_port": server.port,
        "imap_security": "none",
        "folder": folder,
        "smtp_host": "127.0.0.1",
        "smtp_security": "none",
        "timeout_s": 10.0,
    }
    return Settings.model_validate(given | changes)


@pytest.fixture
async def channel(server: Dovecot, folder: str) -> AsyncIterator[Email]:
    channel = Email(settings(server, folder), hotel="Miramar")
    await channel.start()
    yield channel
    await channel.close()


async def nothing_known(_: Sequence[str]) -> Sequence[str]:
    return []


async def look(channel: Email, cursor: Cursor | None) -> tuple[Cursor, list[bytes]]:
    batch = await channel.fetch(cursor, at=now(), known=nothing_known)
    return batch.cursor, [each.body for each in batch.mails]


def letters(count: int, *, word: str = "towels") -> list[bytes]:
    return [mail(f"{word} {n}", message_id=f"<{word}-{n}@example.com>") for n in range(count)]


async def test_what_was_there_before_the_first_look_is_left_alone(
    server: Dovecot, folder: str, channel: Email
) -> None:
    server.put(folder, *letters(3))

    cursor, first = await look(channel, None)
    server.put(folder, *letters(2, word="new"))
    cursor, second = await look(channel, cursor)
    _, third = await look(channel, cursor)

    assert (first, second, third) == ([], letters(2, word="new"), [])


async def test_an_empty_mailbox_begins_at_its_first_mail(
    server: Dovecot, folder: str, channel: Email
) -> None:
    cursor, _ = await look(channel, None)
    server.put(folder, *letters(1))

    assert (await look(channel, cursor))[1] == letters(1)


async def test_mail_that_staff_have_read_is_fetched_and_nothing_is_marked(
    server: Dovecot, folder: str, channel: Email
) -> None:
    cursor, _ = await look(channel, None)
    server.put(folder, *letters(2))
    with server.client() as client:
        client.select_folder(folder)
        client.add_flags(client.search()[0], [b"\\Seen"])

    _, fetched = await look(channel, cursor)

    assert fetched == letters(2)
    assert sorted(map(len, (set(f) - {b"\\Recent"} for f in server.flags(folder)))) == [0, 1]


async def test_much_mail_comes_in_pages_and_deleted_mail_leaves_no_hole(
    server: Dovecot, folder: str, channel: Email
) -> None:
    cursor, _ = await look(channel, None)
    server.put(folder, *letters(50))
    with server.client() as client:
        client.select_folder(folder)
        client.delete_messages([3, 30])
        client.expunge()
    got, pages = [], 0
    while True:
        batch = await channel.fetch(cursor, at=now(), known=nothing_known)
        cursor, pages = batch.cursor, pages + 1
        got += [each.body for each in batch.mails]
        if not batch.has_more:
            break

    assert got == [each for n, each in enumerate(letters(50)) if n not in (2, 29)]
    assert pages == 3


async def test_of_a_huge_mail_only_the_beginning_is_fetched(server: Dovecot, folder: str) -> None:
    channel = Email(settings(server, folder, max_mail_bytes=2000), hotel="")
    await channel.start()
    cursor, _ = await look(channel, None)
    server.put(folder, mail("x" * 50_000))

    batch = await channel.fetch(cursor, at=now(), known=nothing_known)
    await channel.close()

    assert (len(batch.mails[0].body), batch.mails[0].is_cut) == (2000, True)
    assert channel.read(batch.mails[0]).whole.endswith("[…]")


async def test_new_mail_ends_the_wait_at_once(server: Dovecot, folder: str, channel: Email) -> None:
    cursor, _ = await look(channel, None)
    waiting = asyncio.create_task(channel.wait())
    await asyncio.sleep(0.3)  # the server has to have taken the IDLE
    assert not waiting.done()
    started = time.monotonic()

    await asyncio.to_thread(server.put, folder, *letters(1))
    await asyncio.wait_for(waiting, 30)

    assert time.monotonic() - started < 20, "long before idle_s"
    assert (await look(channel, cursor))[1] == letters(1)


async def test_a_wait_ends_when_it_is_called_off(channel: Email) -> None:
    await look(channel, None)
    waiting = asyncio.create_task(channel.wait())
    await asyncio.sleep(0.1)

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.wait_for(channel.close(), 10)


async def test_the_wait_is_renewed_after_idle_s(server: Dovecot, folder: str) -> None:
    channel = Email(settings(server, folder, idle_s=0.05), hotel="")
    await channel.start()
    await look(channel, None)

    for _ in range(3):
        await asyncio.wait_for(channel.wait(), 10)
    await look(channel, None)
    await channel.close()


async def test_a_connection_that_broke_is_made_again(
    server: Dovecot, folder: str, channel: Email
) -> None:
    cursor, _ = await look(channel, None)
    client = channel._mailbox._imap._client
    assert client is not None
    client.socket().shutdown(2)
    server.put(folder, *letters(1))

    with pytest.raises(Transient):
        await look(channel, cursor)

    assert (await look(channel, cursor))[1] == letters(1)


async def test_a_refused_login_is_final_and_names_the_account(server: Dovecot, folder: str) -> None:
    channel = Email(settings(server, folder, password="wrong"), hotel="")
    await channel.start()

    with pytest.raises(Permanent, match=dovecot.USER) as refused:
        await look(channel, None)
    await channel.close()

    assert refused.value.reason == "login"


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_r15_the_server_has_to_prove_who_it_is(
    server: Dovecot, folder: str, security: str
) -> None:
    port = server.tls_port if security == "tls" else server.port
    how = {"imap_security": security, "imap_port": port}
    trusting = Email(settings(server, folder, ca_file=str(server.authority.file), **how), hotel="")
    wary = Email(settings(server, folder, **how), hotel="")
    await trusting.start()
    await wary.start()

    cursor, _ = await look(trusting, None)
    with pytest.raises(Permanent):
        await look(wary, None)
    await trusting.close()
    await wary.close()

    assert cursor.uid_validity


# -- into the house --------------------------------------------------------------------------------


@pytest.fixture
def room(house: House, channel: Email) -> Mailroom:
    return Mailroom(house.db, house.bus, house.intake, channel, house.clock)


def heard(house: House) -> list[str]:
    return [message.text for message in house.said() if message.sender is Sender.GUEST]


@pytest.fixture
def house(house: House, channel: Email) -> House:
    house.channels = {**house.channels, "email": channel}
    house.intake = replace(house.intake, channels=house.channels)
    return house


async def test_r1_a_mail_fetched_again_after_a_crash_is_one_message(
    server: Dovecot, folder: str, room: Mailroom, house: House
) -> None:
    await room.fetch()
    start = (await room.state()).cursor
    assert start is not None
    server.put(folder, *letters(2))
    await room.fetch()

    await house.db.write(mails.move_cursor, dovecot.USER, folder, start)
    await room.fetch()

    assert sorted(heard(house)) == ["towels 0", "towels 1"]
    assert (await room.state()).cursor != start


async def test_mails_of_one_writer_are_taken_in_their_order(
    server: Dovecot, folder: str, room: Mailroom, house: House
) -> None:
    await room.fetch()
    others = [mail("x", message_id=f"<o{n}@x>", **{"from": f"g{n}@example.com"}) for n in range(10)]
    mine = letters(10)
    server.put(folder, *(each for pair in zip(others, mine, strict=True) for each in pair))

    await room.fetch()

    said = house.rows("SELECT text FROM message WHERE text LIKE 'towels%' ORDER BY id")
    assert said == [(f"towels {n}",) for n in range(10)]


async def test_r1_a_mail_that_cannot_be_stored_is_fetched_again_with_its_whole_page(
    server: Dovecot, folder: str, room: Mailroom, house: House
) -> None:
    await room.fetch()
    server.put(folder, *letters(3))
    house.db.write_now(
        sql.run,
        "CREATE TRIGGER no BEFORE INSERT ON message WHEN NEW.text = 'towels 1'"
        " BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    with pytest.raises(Exception, match="full"):
        await room.fetch()
    half = heard(house)

    house.db.write_now(sql.run, "DROP TRIGGER no")
    await room.fetch()

    assert half == ["towels 0"]
    assert heard(house) == ["towels 0", "towels 1", "towels 2"]


async def test_r2_after_the_server_numbers_its_mails_anew_only_new_ones_are_taken(
    server: Dovecot, folder: str, room: Mailroom, house: House
) -> None:
    now_ = datetime.now(UTC)
    house.clock.at = now()
    old = mail("old", message_id="<old@x>", date="Mon, 05 Jan 2026 10:00:00 +0000")
    server.put(folder, old)
    await room.fetch()
    server.put(folder, *letters(2))
    await room.fetch()
    before = (await room.state()).cursor
    fresh = mail("fresh", message_id="<fresh@x>")
    soon = now_ + timedelta(hours=1)
    rebuilt = dict.fromkeys((old, *letters(2), fresh), soon)

    await asyncio.to_thread(server.renumber, folder, rebuilt)
    while await room.fetch():
        pass
    after = (await room.state()).cursor
    server.put(folder, mail("later", message_id="<later@x>"))
    await room.fetch()

    assert sorted(heard(house)) == ["fresh", "later", "towels 0", "towels 1"]
    assert before is not None
    assert after is not None
    assert before.uid_validity != after.uid_validity


async def test_a_login_that_expires_is_told_once_with_the_last_success(
    server: Dovecot, folder: str, room: Mailroom, house: House
) -> None:
    await room.fetch()
    fetched_at = (await room.state()).fetched_at
    broken = Email(settings(server, folder, password="expired"), hotel="")
    await broken.start()
    failing = Mailroom(house.db, house.bus, house.intake, broken, house.clock)

    for _ in range(3):
        house.clock.forward(60)
        with pytest.raises(Delivery):
            await failing.fetch()
    state = await room.state()
    await broken.close()
    await room.fetch()

    assert (state.fetched_at, state.failed_at) == (fetched_at, house.clock.at - 120 * SECOND)
    assert "refuses the login" in state.failure
    assert (await room.state()).failed_at is None
    told = house.db.read_now(
        audit.page, actor=None, action="mailbox.", subject=None, since=None, until=None,
        before=None, limit=9,
    )  # fmt: skip
    assert [entry.action for entry in told] == ["mailbox.recovered", "mailbox.failed"]
    assert told[1].data["fetchedAt"] == fetched_at


async def test_the_worker_takes_mail_as_it_comes_and_stops_when_told(
    server: Dovecot, folder: str, room: Mailroom, house: House
) -> None:
    await room.fetch()
    stop = asyncio.Event()
    working = asyncio.create_task(EmailWorker(room, first_retry_s=0.01).run(stop))
    await asyncio.to_thread(server.put, folder, *letters(1))

    async with asyncio.timeout(30):
        while not heard(house):
            await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(working, 10)

    assert heard(house) == ["towels 0"]


async def test_two_hundred_mails_are_taken(
    server: Dovecot, folder: str, room: Mailroom, house: House
) -> None:
    await room.fetch()
    people = [
        mail(f"q {n}", **{"from": f"g{n}@x.example"}, message_id=f"<{n}@x>") for n in range(150)
    ]
    machines = [
        mail(f"a {n}", auto_submitted="auto-replied", message_id=f"<a{n}@x>") for n in range(50)
    ]
    server.put(folder, *people, *machines)

    started = time.perf_counter()
    while await room.fetch():
        pass
    print(f"{200 / (time.perf_counter() - started):.0f} mails per second")

    assert len(house.inbox()) == 150


# -- what was sent (R2) ----------------------------------------------------------------------------


def written(message_id: str = "<ours@hotel.example>") -> OutboxItem:
    return replace(sent_item(), thread=Thread(message_id))


@pytest.fixture
async def sender(server: Dovecot, folder: str) -> AsyncIterator[tuple[Email, MailServer, str]]:
    """(channel that keeps copies, the server that takes its mails, its Sent folder)."""
    name = f"{folder}-Sent"
    server.make(name)
    async with MailServer(password=dovecot.PASSWORD) as taking:
        given = settings(
            server,
            folder,
            smtp_port=taking.port,
            sent_folder=name,
            keep_sent=True,
        )
        channel = Email(given, hotel="Miramar")
        await channel.start()
        yield channel, taking, name
        await channel.close()


async def copies(server: Dovecot, name: str, count: int) -> list[bytes]:
    """The Message-IDs in a folder, once there are so many."""

    def look() -> list[bytes]:
        with server.client() as client:
            client.select_folder(name, readonly=True)
            told = client.fetch(client.search(), ["ENVELOPE"])
            return [each[b"ENVELOPE"].message_id for each in told.values()]

    for _ in range(200):
        if len(found := await asyncio.to_thread(look)) >= count:
            return found
        await asyncio.sleep(0.05)
    return found


async def test_r2_a_mail_in_the_sent_folder_was_sent(
    server: Dovecot, sender: tuple[Email, MailServer, str]
) -> None:
    channel, _, name = sender
    server.put(name, mail("hello", message_id="<ours@hotel.example>"))

    found = await channel.settle(written()) or []

    assert [(each.status, each.vendor_id) for each in found] == [
        (State.SENT, "<ours@hotel.example>")
    ]


async def test_r2_that_the_sent_folder_lacks_a_mail_proves_nothing(
    sender: tuple[Email, MailServer, str],
) -> None:
    assert await sender[0].settle(written()) is None


async def test_the_server_says_which_folder_is_the_sent_one(server: Dovecot, folder: str) -> None:
    channel = Email(settings(server, folder), hotel="")
    await channel.start()
    before = await channel.settle(written())
    server.make("Sent")
    server.put("Sent", mail("hello", message_id="<ours@hotel.example>"))

    reports = await channel.settle(written())
    await channel.close()
    with server.client() as client:
        client.delete_folder("Sent")

    assert before is None
    assert reports is not None
    assert len(reports) == 1


async def test_a_copy_of_what_is_sent_is_kept_once_and_read_by_nobody(
    server: Dovecot, sender: tuple[Email, MailServer, str]
) -> None:
    channel, taking, name = sender
    waiting = asyncio.create_task(channel.wait())  # the mailbox is listened to meanwhile

    await channel.send(written("<one@hotel.example>"))
    assert await copies(server, name, 1) == [b"<one@hotel.example>"]
    await channel.send(written("<one@hotel.example>"))
    await channel.send(written("<two@hotel.example>"))
    kept = await copies(server, name, 2)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert sorted(kept) == [b"<one@hotel.example>", b"<two@hotel.example>"]
    assert len(taking.accepted) == 3
    assert all(b"\\Seen" in flags for flags in server.flags(name))


async def test_a_mail_goes_out_also_where_no_copy_can_be_kept(
    server: Dovecot, folder: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with MailServer(password=dovecot.PASSWORD) as taking:
        given = settings(
            server, folder, smtp_port=taking.port, sent_folder="Nowhere", keep_sent=True
        )
        channel = Email(given, hotel="")
        await channel.start()
        await channel.send(written())
        await channel.close()

    assert len(taking.accepted) == 1
    assert "no copy in the sent folder" in caplog.text


async def test_a_line_that_was_cut_meanwhile_is_made_again_for_the_sent_folder(
    server: Dovecot, sender: tuple[Email, MailServer, str]
) -> None:
    channel, _, name = sender
    server.put(name, mail("hello", message_id="<ours@hotel.example>"))
    await channel.settle(written())
    assert channel._sent is not None
    client = channel._sent.line._imap._client
    assert client is not None
    client.socket().shutdown(2)

    assert await channel.settle(written())
