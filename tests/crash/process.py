"""A real `jack serve` in a process of its own: to be killed, stopped, and started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
VERIFY_TOKEN = "verify-token"
POLL_S = 0.02
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


def free_port() -> int:
    """A port of loopback that nobody listens on, to come back to after every start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def whatsapp(
    api_url: str,
    *,
    phone_number_id: str,
    access_token: str = "graph-token",
    app_secret: str = "app-secret",
) -> dict[str, str]:
    """Environment that makes Jack talk to a stand-in for the Graph API; no burst window, no pace."""
    return {
        "JACK_CHANNELS__WHATSAPP__PAIR_INTERVAL_S": "0",
        "JACK_CHANNELS__WHATSAPP__ENABLED": "true",
        "JACK_CHANNELS__WHATSAPP__API_URL": api_url,
        "JACK_CONVERSATION__BURST_WINDOW_S": "0",
        "WHATSAPP_ACCESS_TOKEN": access_token,
        "WHATSAPP_APP_SECRET": app_secret,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_PHONE_NUMBER_ID": phone_number_id,
    }


@dataclass(slots=True)
class JackProcess:
    """One data directory and one port; at most one process at a time. What it prints is kept."""

    data_dir: Path
    env: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    arguments: tuple[str, ...] = ()
    started_at: float = 0.0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def webhook_url(self) -> str:
        return f"{self.url}/webhooks/whatsapp"

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it and return at once."""
        assert not self.is_running, "one at a time"
        command = [
            *(sys.executable, "-m", "jack.cli.main", "--data-dir", str(self.data_dir)),
            *("serve", "--port", str(self.port), *self.arguments),
        ]
        env = {name: os.environ[name] for name in _KEPT if name in os.environ} | dict(self.env)
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._file("out").open("ab") as out, self._file("err").open("ab") as err:
            self.started_at = time.perf_counter()
            self._process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=err)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None, "not started"
        self._process.send_signal(number)

    async def exit_code(self, *, within_s: float) -> int:
        """Wait for the end. Raises subprocess.TimeoutExpired."""
        assert self._process is not None, "not started"
        return await asyncio.to_thread(self._process.wait, within_s)

    async def kill(self) -> None:
        """`kill -9`: no handler runs, nothing is flushed."""
        self.signal(signal.SIGKILL)
        await self.exit_code(within_s=10)

    async def stop(self, *, within_s: float = 30) -> int:
        """An orderly end by SIGTERM; the exit code."""
        self.signal(signal.SIGTERM)
        return await self.exit_code(within_s=within_s)

    async def close(self) -> None:
        """Whatever state it is in, it is gone afterwards."""
        if self.is_running:
            await self.kill()

    async def until_live(self, *, within_s: float = 30) -> float:
        """Seconds from the start until the port answered."""
        return await self._until("/health/live", within_s)

    async def until_ready(self, *, within_s: float = 60) -> float:
        """Seconds from the start until Jack could do all his work."""
        return await self._until("/health/ready", within_s)

    async def info(self) -> dict[str, Any]:
        """What `/health/info` says."""
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(f"{self.url}/api/v1/health/info") as answer,
        ):
            found: dict[str, Any] = await answer.json()
            return found

    async def until_idle(self, *, within_s: float = 60) -> None:
        """Wait until nothing waits for a turn or to be sent. Raises AssertionError after that."""
        deadline = time.perf_counter() + within_s
        while (info := await self.info())["inboxPending"] or info["outboxPending"]:
            assert time.perf_counter() < deadline, f"still at work: {info}"
            await asyncio.sleep(0.2)

    def lines(self) -> Iterator[dict[str, Any]]:
        """The log of all its lives; a line that a kill cut off is left out."""
        for line in self._file("out").read_text("utf-8", "replace").splitlines():
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found

    def errors(self) -> str:
        """What it wrote to stderr, in all its lives."""
        return self._file("err").read_text("utf-8", "replace")

    def _file(self, name: str) -> Path:
        return self.data_dir.with_suffix(f".{name}")

    async def _until(self, path: str, within_s: float) -> float:
        async with asyncio.timeout(within_s), aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(self.url + path) as answer:
                        if answer.status == 200:
                            return time.perf_counter() - self.started_at
                except aiohttp.ClientError:
                    if not self.is_running:
                        raise AssertionError(f"jack ended: {self.errors()}") from None
                await asyncio.sleep(POLL_S)
