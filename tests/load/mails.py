"""`python -m tests.load.mails`: how many mails Jack takes out of a real mailbox in a second, how many he
answers, and how much memory files in them cost. Dovecot has to be installed."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from tests.crash.process import JackProcess
from tests.load.measures import rss_mib
from tests.standins import dovecot
from tests.standins.dovecot import Dovecot
from tests.standins.smtp import MailServer

FILE = b"%PDF-1.7\n" + os.urandom(200 * 1024)
HIGHEST = "VmHWM"


def letter(number: int, word: str, *, with_file: bool = False) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Guest {number} <guest{number}.{word}@example.com>"
    mail["To"], mail["Subject"] = dovecot.USER, "Our stay"
    mail["Message-ID"] = f"<{word}-{number}@example.com>"
    mail.set_content(f"Hello, is there a pool near room {number}?")
    if with_file:
        mail.add_attachment(
            FILE + str(number).encode(), maintype="application", subtype="pdf", filename="a.pdf"
        )
    return mail.as_bytes()


def settings(post: Dovecot, server: MailServer) -> Mapping[str, str]:
    given = {
        "enabled": "true",
        "address": dovecot.USER,
        "password": dovecot.PASSWORD,
        "imap_host": "127.0.0.1",
        "imap_port": str(post.port),
        "imap_security": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": str(server.port),
        "smtp_security": "none",
        "mails_per_minute": "1000000",
    }
    email = {f"JACK_CHANNELS__EMAIL__{key.upper()}": value for key, value in given.items()}
    return email | {"JACK_LLM__ORDER": "local"}


async def heard(jack: JackProcess) -> int:
    """Mails that are stored, by Jack's own count."""
    async with aiohttp.ClientSession() as session, session.get(f"{jack.url}/metrics") as answer:
        for line in (await answer.text()).splitlines():
            if line.startswith('jack_messages_received_total{channel="email"}'):
                return round(float(line.split()[-1]))
    return 0


async def until(count: int, jack: JackProcess) -> float:
    """Seconds until so many mails are stored."""
    started = time.perf_counter()
    while await heard(jack) < count:
        await asyncio.sleep(0.02)
    return time.perf_counter() - started


async def sent(server: MailServer, count: int) -> float:
    started = time.perf_counter()
    while len(server.accepted) < count:
        await asyncio.sleep(0.02)
    return time.perf_counter() - started


def fetched_alone(post: Dovecot, count: int) -> float:
    """Mails a second that a plain client gets, one FETCH each, as Jack does."""
    with post.client() as client:
        client.select_folder("INBOX", readonly=True)
        uids = client.search()[:count]
        started = time.perf_counter()
        for uid in uids:
            client.fetch([uid], ["BODY.PEEK[]"])
        return len(uids) / (time.perf_counter() - started)


def highest_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(HIGHEST):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"no {HIGHEST}")


async def measure(folder: Path, count: int, files: int) -> list[tuple[str, str]]:
    lines = []
    with Dovecot() as post:
        async with MailServer(password=dovecot.PASSWORD) as server:
            jack = JackProcess(folder / "hotel", dict(settings(post, server)))
            jack.start()
            await jack.until_ready()
            await asyncio.sleep(2)  # the first look: what is there is left alone
            await jack.stop()
            plain = [letter(number, "plain") for number in range(count)]
            await asyncio.to_thread(post.put, "INBOX", *plain)
            alone = await asyncio.to_thread(fetched_alone, post, count)
            jack.start()
            await jack.until_ready()
            begun = time.perf_counter()
            await until(count, jack)
            taken = time.perf_counter() - begun
            await sent(server, count)
            answered = time.perf_counter() - begun
            lines += [
                ("fetched by a plain client, one by one", f"{alone:.0f} mails/s"),
                ("taken and stored durably", f"{count / taken:.0f} mails/s"),
                ("fetched, answered and handed to SMTP", f"{count / answered:.0f} mails/s"),
            ]
            before = rss_mib(jack.pid)
            server.accepted.clear()
            for start in range(0, files, 50):
                part = [letter(n, "file", with_file=True) for n in range(start, start + 50)]
                await asyncio.to_thread(post.put, "INBOX", *part)
            await until(count + files, jack)
            await sent(server, files)
            after, highest = rss_mib(jack.pid), highest_mib(jack.pid)
            lines += [
                (
                    f"memory before, at most and after {files} mails with a file of 200 KiB",
                    f"{before:.0f} / {highest:.0f} / {after:.0f} MiB",
                )
            ]
            await jack.stop()
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.mails", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=500, help="mails")
    parser.add_argument("--files", type=int, default=1000, help="mails with a file")
    parsed = parser.parse_args()
    if dovecot.BINARY is None:
        sys.exit("Install dovecot-imapd.")
    title = f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before"
    with tempfile.TemporaryDirectory(prefix="jack-load-") as folder:
        lines = asyncio.run(measure(Path(folder), parsed.count, parsed.files))
    table = Table("Work", "Figure", title=title, title_justify="left")
    for line in lines:
        table.add_row(*line)
    Console().print(table)


if __name__ == "__main__":
    main()
