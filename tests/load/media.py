"""`python -m tests.load.media`: memory while 1,000 photos are uploaded, made anew, kept and shown.

Jack is a process of its own. Half of the photos are as phones make them (12 million pixels), the other
half documents of 2 MiB; several people upload at once, and each looks at what was kept.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import numpy as np
from PIL import Image
from rich.console import Console
from rich.table import Table

from tests.load.hotels import EMAIL, PASSWORD, Hotel, make
from tests.load.measures import MEBIBYTE, ready, rss_mib

PEOPLE = 8
PHOTO_SIZE = (4000, 3000)
DOCUMENT = b"%PDF-1.7\n" + bytes(2 * 1024 * 1024)


def photo(seed: int) -> bytes:
    """A JPEG of about 3 MB, with the noise that real sensors have."""
    noise = np.random.default_rng(seed).normal(120, 22, (PHOTO_SIZE[1] // 4, PHOTO_SIZE[0] // 4, 3))
    image = Image.fromarray(noise.clip(0, 255).astype("uint8"), "RGB").resize(PHOTO_SIZE)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def peak_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / MEBIBYTE
    raise AssertionError("no VmHWM")


async def settle(pid: int) -> None:
    """Until memory stands still: the tables of languages are loaded behind the port."""
    before, still = 0.0, 0
    while still < 3:
        await asyncio.sleep(2)
        now = rss_mib(pid)
        before, still = now, still + 1 if abs(now - before) < 1 else 0


async def token(url: str) -> str:
    async with aiohttp.ClientSession(url) as client:
        credentials = {"email": EMAIL, "password": PASSWORD}
        async with client.post("/api/v1/auth/login", json=credentials) as answer:
            return str((await answer.json())["accessToken"])


async def send(client: aiohttp.ClientSession, waiting: Iterator[bytes]) -> None:
    """Upload one after the other, and look at each."""
    for data in waiting:
        async with client.post("/api/v1/media?name=file", data=io.BytesIO(data)) as answer:
            kept = await answer.json()
            assert answer.status == 201, kept
        async with client.get(kept["thumbnailUrl"] or kept["url"]) as answer:
            assert answer.status == 200
            await answer.read()


async def measure(folder: Path, count: int) -> tuple[float, float, float, float]:
    """MiB when ready, at the peak and afterwards; seconds for all."""
    photos = [photo(seed) for seed in range(4)]
    await make(folder / "hotel", Hotel(entries=10))
    async with ready(folder / "hotel") as jack:
        await settle(jack.pid)
        headers = {"Authorization": f"Bearer {await token(jack.url)}"}
        idle = rss_mib(jack.pid)
        Path(f"/proc/{jack.pid}/clear_refs").write_text("5")  # the peak begins here
        waiting = (photos[n // 2 % 4] if n % 2 else DOCUMENT for n in range(count))
        started = time.perf_counter()
        async with aiohttp.ClientSession(jack.url, headers=headers) as client:
            await asyncio.gather(*(send(client, waiting) for _ in range(PEOPLE)))
        seconds = time.perf_counter() - started
        return idle, peak_mib(jack.pid), rss_mib(jack.pid), seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.media", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1_000, metavar="FILES")
    count = parser.parse_args().count
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="jack-load-") as name:
        idle, peak, after, seconds = asyncio.run(measure(Path(name), count))
    title = f"{os.cpu_count()} cores, load average {load_before:.1f} before; times move by ±20 %"
    table = Table("Work", "Figure", title=title, title_justify="left")
    table.add_row("memory when ready", f"{idle:.0f} MiB")
    table.add_row(f"  at its peak, {count:,} files by {PEOPLE} people", f"{peak:.0f} MiB")
    table.add_row("  afterwards", f"{after:.0f} MiB")
    table.add_row("a file, taken in, made anew and shown", f"{1000 * seconds / count:.0f} ms")
    Console().print(table)


if __name__ == "__main__":
    main()
