"""Those who call: wrk where it is installed, else aiohttp; and a vendor who posts signed webhooks."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import aiohttp

from jack.channels.sms_parse import signature
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.twilio import ACCOUNT_SID, NUMBER

APP_SECRET = "app-secret"
AUTH_TOKEN = "twilio-token"
PUBLIC_URL = "https://jack.hotel.example"
SMS = {
    "JACK_SERVER__PUBLIC_URL": PUBLIC_URL,
    "JACK_CHANNELS__SMS__ENABLED": "true",
    "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
    "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    "TWILIO_PHONE_NUMBER": NUMBER,
}
"""Environment of a Jack that takes SMS beside WhatsApp."""
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Throughput:
    """Requests per second, and milliseconds in which half and 99 of 100 were answered."""

    per_second: float
    p50_ms: float
    p99_ms: float
    errors: int


async def hammer(
    url: str, *, connections: int, seconds: int, headers: dict[str, str] | None = None
) -> Throughput:
    """GET `url` for so long over so many connections."""
    if wrk := shutil.which("wrk"):
        return await _wrk(wrk, url, connections, seconds, headers or {})
    return await _own(url, connections, seconds, headers or {})


async def _wrk(
    wrk: str, url: str, connections: int, seconds: int, headers: dict[str, str]
) -> Throughput:
    options = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    process = await asyncio.create_subprocess_exec(
        *(wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *options, url),
        stdout=asyncio.subprocess.PIPE,
    )
    printed = (await process.communicate())[0].decode()
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    return Throughput(
        per_second=float(_found(r"Requests/sec:\s+([\d.]+)", printed)),
        p50_ms=_milliseconds(_found(r"(?m)^\s*50%\s+(\S+)", printed)),
        p99_ms=_milliseconds(_found(r"(?m)^\s*99%\s+(\S+)", printed)),
        errors=int(bad[1]) if bad else 0,
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, f"wrk printed something else: {text}"
    return match[1]


def _milliseconds(text: str) -> float:
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]
    return float(value) * _UNITS[unit]


async def _own(url: str, connections: int, seconds: int, headers: dict[str, str]) -> Throughput:
    took: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def call_again_and_again(session: aiohttp.ClientSession) -> None:
        nonlocal errors
        while (started := time.perf_counter()) < end:
            async with session.get(url, headers=headers) as answer:
                await answer.read()
                errors += answer.status != 200
            took.append(time.perf_counter() - started)

    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(call_again_and_again(session) for _ in range(connections)))
    return Throughput(
        len(took) / seconds, 1000 * percentile(took, 50), 1000 * percentile(took, 99), errors
    )


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` of 100 do not exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


@dataclass(frozen=True, slots=True)
class Posted:
    """A guest's message: when it was posted, and how long its acknowledgement took, in seconds."""

    phone: str
    at: float
    took: float


def signed(text: str, phone: str) -> tuple[bytes, dict[str, str]]:
    """A webhook with one message, and its headers."""
    body = json.dumps(webhooks.envelope([webhooks.text_message(text, sender=phone)])).encode()
    return body, {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": webhooks.sign(APP_SECRET, body),
    }


def signed_sms(text: str, phone: str) -> tuple[bytes, dict[str, str]]:
    """The same by Twilio, which signs the public address and every field."""
    fields = {
        "MessageSid": "SM" + secrets.token_hex(16),
        "From": f"+{phone}",
        "To": NUMBER,
        "Body": text,
        "NumMedia": "0",
        "SmsStatus": "received",
    }
    return urlencode(fields).encode(), {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature(
            AUTH_TOKEN, f"{PUBLIC_URL}/webhooks/sms", {k: [v] for k, v in fields.items()}
        ),
    }


async def post_all(
    url: str,
    texts: Sequence[str],
    *,
    at_once: int,
    first_guest: int = 0,
    sign: Callable[[str, str], tuple[bytes, dict[str, str]]] = signed,
) -> list[Posted]:
    """Post each text from a guest of its own, `at_once` at a time. Signing is done beforehand."""
    phones = [f"4916{first_guest + number:08}" for number in range(len(texts))]
    ready = [(phone, *sign(text, phone)) for text, phone in zip(texts, phones, strict=True)]
    posted: list[Posted] = []

    async def work(session: aiohttp.ClientSession) -> None:
        while ready:
            phone, body, headers = ready.pop()
            at, started = time.time(), time.perf_counter()
            async with session.post(url, data=body, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
            posted.append(Posted(phone, at, time.perf_counter() - started))

    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(work(session) for _ in range(at_once)))
    return posted


async def accepted(vendor_url: str) -> dict[str, float]:
    """When the vendor took an answer to each guest, in seconds since 1970."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{vendor_url}/_control/accepted") as answer,
    ):
        return {
            each["to"]: datetime.fromisoformat(each["at"]).timestamp()
            for each in await answer.json()
        }
