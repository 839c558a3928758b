"""A real browser and real servers for it to visit: `jack serve` as a hotel runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.desk import Demo, Guest, NewPage

START_S = 60.0
STOP_S = 20.0
OWN_NAMES = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
QUICK = {"JACK_CONVERSATION__BURST_WINDOW_S": "0.1", "JACK_ANSWERS__CORRECTIONS": "0"}
"""A guest's message is answered at once, and staff write what they like after Jack: both have tests
of their own."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
EXPECTED = re.compile(r"\b(401|409)\b|ERR_INTERNET|ERR_CONNECTION")
"""What a page says that nobody is signed in, a colleague was faster, or the network is gone."""

# A machine that starts two servers and two browsers at once is slow; what must be quick says so.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@dataclass(slots=True)
class Server:
    """A running `jack serve`. `notes` are the lines it wrote for people, as they come."""

    process: subprocess.Popen[str]
    notes: list[str] = field(default_factory=list)

    def wait_for(self, pattern: str) -> str:
        """The first group of `pattern` in the notes."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if found := re.search(pattern, "\n".join(self.notes)):
                return found[1]
            assert self.process.poll() is None, "\n".join(self.notes)
            time.sleep(0.02)
        raise AssertionError(f"{pattern} did not come:\n" + "\n".join(self.notes))

    def read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.notes.append(line.rstrip())


@contextmanager
def serve(*arguments: str, options: tuple[str, ...] = ()) -> Iterator[tuple[Server, str]]:
    """`jack OPTIONS serve ARGUMENTS` on a free port, and its address once the port is open."""
    # Nothing of this machine's configuration: else a test's server is what a newcomer's is.
    environ = {name: os.environ[name] for name in OWN_NAMES if name in os.environ} | QUICK
    command = [sys.executable, "-m", "jack.cli.main", *options, "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    server = Server(process)
    reader = threading.Thread(target=server.read)
    reader.start()
    try:
        url = server.wait_for(r"listens on (http://\S+)")
        yield server, url
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        finally:
            process.kill()
            process.wait()
            reader.join()
            assert process.stderr is not None
            process.stderr.close()


def wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/health/ready", timeout=5):
                return
        except HTTPError as error:
            error.close()
        except URLError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} is not ready after {START_S:g} s")


def demo_hotel(server: Server, url: str) -> Demo:
    """What a demo told of itself as it started."""
    logins = re.findall(r"(\S+@\S+)\s+(\S+)$", "\n".join(server.notes), re.MULTILINE)
    return Demo(url, dict(logins))


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The demo hotel, shared by all tests of a run: talk to it in a context of your own."""
    with serve("--demo") as (server, url):
        wait_until_ready(url)
        yield demo_hotel(server, url)


@pytest.fixture(scope="session")
def demo_url(demo: Demo) -> str:
    return demo.url


@dataclass(frozen=True, slots=True)
class Fresh:
    """A hotel nobody has set up yet."""

    url: str
    setup_link: str
    data_dir: Path


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Fresh]:
    """A server on an empty data directory of its own."""
    data_dir = tmp_path / "data"
    options = ("--data-dir", str(data_dir))
    with serve("--offline", options=options) as (server, url):
        yield Fresh(url, server.wait_for(r"(http://\S+/setup#\S+)"), data_dir)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program is not None, "Chromium is not installed; tests/run installs it."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has never been here. Errors on its console fail the test."""
    errors: list[str] = []
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    context.on("console", lambda line: errors.append(line.text) if _is_error(line) else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert errors == []


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Pages of browsers that have never been here. Errors and broken policies fail the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def hear(kind: str, text: str) -> None:
        # Who is signed in is refused to who is not; who saves over a colleague gets a conflict.
        if kind in ("error", "warning") and not EXPECTED.search(text):
            wrong.append(text)

    def make(**options: Any) -> Page:
        context = browser.new_context(
            **{"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options}
        )
        contexts.append(context)
        context.on("console", lambda line: hear(line.type, line.text))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " ({ violatedDirective }) => console.error('policy', violatedDirective))"
        )
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def guest(new_page: NewPage, demo: Demo) -> Guest:
    return Guest(new_page(), demo)


def _is_error(line: ConsoleMessage) -> bool:
    """A refused or lost request is what some tests are about; the browser reports it by itself."""
    return line.type == "error" and not line.text.startswith(
        ("Failed to load resource", "WebSocket connection to")
    )
