"""A real Jack for tests: the app, its workers and an open port, in this process."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from jack.app import App, open_app
from jack.config import load
from jack.db import messages
from jack.db.messages import visible
from jack.events import Event, MessageStatus
from jack.listening import listen
from jack.model.messages import Message
from jack.services.demo import profile
from jack.services.passwords import Passwords
from jack.serving import serve
from jack.web.http import opened as open_front

ACCESS_TOKEN = "graph-token"
APP_SECRET = "app-secret"
VERIFY_TOKEN = "verify-token"
PHONE_NUMBER_ID = "106540352242922"
BUSINESS_ACCOUNT_ID = "102290129340398"

FAST: MappingProxyType[str, object] = MappingProxyType(
    {
        "conversation.burst_window_s": 0.0,
        "knowledge.embedder": "words",
        "llm.order": ["local"],
        "server.shutdown_timeout_s": 1.0,
        "auth.login_attempts_per_minute": 1000,
        # Staff of a server that tests share write what they like after Jack.
        "answers.corrections": 0,
    }
)
WHATSAPP: MappingProxyType[str, object] = MappingProxyType(
    {
        "channels.whatsapp.enabled": True,
        "channels.whatsapp.access_token": ACCESS_TOKEN,
        "channels.whatsapp.app_secret": APP_SECRET,
        "channels.whatsapp.verify_token": VERIFY_TOKEN,
        "channels.whatsapp.phone_number_id": PHONE_NUMBER_ID,
        "channels.whatsapp.business_account_id": BUSINESS_ACCOUNT_ID,
        "channels.whatsapp.pair_interval_s": 0.0,
    }
)
"""Settings that a test may add to; the names are those of the configuration."""


class QuickHasher:
    """Argon2 is slow on purpose; the tests of accounts have it, these only sign in."""

    def hash(self, password: bytes) -> str:
        return hashlib.sha256(password).hexdigest()

    def verify(self, password: bytes, hashed: str) -> bool:
        return self.hash(password) == hashed


@dataclass(frozen=True, slots=True)
class Talk:
    """A guest's first message in web chat, answered."""

    token: str
    address: str
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Server:
    app: App
    url: str
    port: int
    stop: Callable[[], None]

    async def talk(self, text: str = "What time is breakfast?") -> Talk:
        """A new visitor writes; returns when Jack's answer is out."""
        visit = self.app.webchat.create()
        async with self.expecting_answer_to(visit.address):
            accepted = await self.app.webchat.write(visit.address, text, "first")
        stored = await self.app.db.read(messages.get, accepted.message_ids[0])
        assert stored is not None
        return Talk(visit.token, visit.address, stored.conversation_id, stored.id)

    async def shown_to(self, address: str) -> list[Message]:
        """Everything a web chat visitor can see."""
        return await self.app.db.read(visible, "webchat", address, after=0)

    @asynccontextmanager
    async def expecting(self, is_wanted: Callable[[Event], bool]) -> AsyncIterator[None]:
        """Wait at the end of the block until an event that is wanted was published."""
        heard = asyncio.Event()

        def hear(event: Event) -> None:
            if is_wanted(event):
                heard.set()

        subscription = self.app.bus.subscribe(hear)
        try:
            yield
            async with asyncio.timeout(20):
                await heard.wait()
        finally:
            self.app.bus.unsubscribe(subscription)

    def expecting_answer_to(self, address: str) -> AbstractAsyncContextManager[None]:
        """`expecting` that something was sent to `address`."""
        return self.expecting(_is_status(address, "sent"))

    def expecting_failure_to(self, address: str) -> AbstractAsyncContextManager[None]:
        """`expecting` that something could not be sent to `address`."""
        return self.expecting(_is_status(address, "failed"))


@asynccontextmanager
async def running(
    folder: Path,
    *,
    settings: MappingProxyType[str, object] | dict[str, object] = FAST,
    parts: Callable[[App], App] = lambda app: app,
    is_awaited: bool = True,
    offline: bool = True,
) -> AsyncIterator[Server]:
    """Serve from `folder` on a free port. `parts` may exchange parts of the app before it runs.

    Without `is_awaited` the server may still be warming up; without `offline` it asks the models that
    `settings` name.
    """
    loaded = load(
        environ={},
        data_dir=folder,
        flags={**FAST, "server.port": 0, **settings},
        stored=profile(),
        system_file=folder / "none.toml",
    )
    opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    ready, stop = asyncio.Event(), asyncio.Event()
    with listen("127.0.0.1", 0) as listener, closing(Passwords(QuickHasher())) as passwords:
        port = listener.getsockname()[1]
        async with (
            open_front(loaded.config, listener) as front,
            open_app(loaded, as_server=True, offline=offline) as app,
        ):
            changed = parts(_with(app, passwords))
            async with asyncio.TaskGroup() as group:
                group.create_task(
                    serve(
                        changed,
                        stop=stop,
                        front=front,
                        on_open=opened.set_result,
                        on_ready=ready.set,
                    )
                )
                await opened
                if is_awaited:
                    await ready.wait()
                try:
                    yield Server(changed, f"http://127.0.0.1:{port}", port, stop.set)
                finally:
                    stop.set()


def _with(app: App, passwords: Passwords) -> App:
    auth = replace(app.auth, passwords=passwords)
    return replace(
        app,
        auth=auth,
        web_sessions=replace(app.web_sessions, auth=auth),
        staffing=replace(app.staffing, passwords=passwords),
    )


def _is_status(address: str, status: str) -> Callable[[Event], bool]:
    return lambda event: (
        isinstance(event, MessageStatus) and (event.address, event.status) == (address, status)
    )
