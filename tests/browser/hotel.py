"""A hotel whose vendors fail when they are told to, on a line that can be cut."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from jack.app import App
from jack.db import messages, sql
from jack.model.clock import SECOND, Micros
from jack.model.messages import Delivery, Sender
from tests.browser.desk import Demo
from tests.standins.graph import Accepted, GraphStandin
from tests.standins.twilio import ACCOUNT_SID, NUMBER, TwilioStandin
from tests.web.servers import ACCESS_TOKEN, APP_SECRET, FAST, WHATSAPP, Server, running

T = TypeVar("T")
WAIT_S = 30.0
SETTINGS: dict[str, object] = {
    **FAST,
    **WHATSAPP,
    "channels.sms.enabled": True,
    "channels.sms.account_sid": ACCOUNT_SID,
    "channels.sms.auth_token": "twilio-token",
    "channels.sms.from_number": NUMBER,
    "outbox.max_attempts": 2,
    "outbox.first_retry_s": 0.05,
    "outbox.max_retry_s": 0.1,
    "answers.autonomy": {"inquiry.dining": "draft"},
}


@dataclass(slots=True)
class Cable:
    """A TCP line to a server. Cutting it ends all that runs over it, and nobody gets through."""

    port: int = 0
    to_port: int = 0
    _server: asyncio.Server | None = None
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def is_cut(self) -> bool:
        return self._server is None or not self._server.is_serving()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        if self._server is not None:
            self._server.close()
        for end in list(self._ends):
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to_port)
        self._ends |= {writer, back}
        try:
            await asyncio.gather(_pour(reader, back), _pour(there, writer))
        finally:
            self._ends -= {writer, back}


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@dataclass(frozen=True, slots=True)
class Hotel:
    """`desk` is where staff sign in: at the end of the cable."""

    server: Server
    graph: GraphStandin
    twilio: TwilioStandin
    cable: Cable
    desk: Demo
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it on the hotel's side and wait for the end."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT_S)

    def hears_by_whatsapp(self, phone: str, text: str, *, name: str) -> None:
        """A guest writes; returns when it is stored."""
        sent = self.run(self.graph.deliver(text, sender=phone, name=name))
        assert sent.status == 200

    def hears_by_sms(self, phone: str, text: str) -> None:
        sent = self.run(self.twilio.deliver(text, sender=f"+{phone}"))
        assert sent.status == 200

    def fill_thread(self, phone: str, count: int) -> None:
        """What guest and Jack have written since, one message a second."""
        app = self.server.app
        self.run(app.db.write(_fill_thread, phone, count, app.clock()))

    def at_whatsapp(self, phone: str, text: str) -> list[Accepted]:
        """What WhatsApp took for a guest."""
        return [sent for sent in self.graph.accepted if sent.to == phone and text in sent.text]


def _fill_thread(phone: str, count: int, at: Micros) -> None:
    conversation_id = sql.value("SELECT id FROM conversation WHERE address = ?", phone)
    for number in range(count):
        is_guest = number % 2 == 0
        messages.add(
            conversation_id=conversation_id,
            sender=Sender.GUEST if is_guest else Sender.AI,
            channel="whatsapp",
            address=phone,
            text=f"Line {number} of a long talk about pools, towels and breakfast.",
            at=at + number * SECOND,
            delivery=None if is_guest else Delivery.READ,
        )


@contextmanager
def hotel_in(
    folder: Path, *, parts: Callable[[App], App] = lambda app: app, **settings: Any
) -> Iterator[Hotel]:
    """Runs in a thread of its own: the browser's commands wait, and a hotel does not. `parts` may
    exchange parts of the app; in names of `settings` two underscores stand for the dot."""
    opened: list[Hotel] = []
    is_open, is_over = threading.Event(), threading.Event()

    async def live() -> None:
        async with _open(folder, settings, parts) as hotel:
            opened.append(hotel)
            is_open.set()
            await asyncio.to_thread(is_over.wait)

    def work() -> None:
        try:
            asyncio.run(live())
        finally:
            is_open.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        is_open.wait()
        assert opened, "the hotel did not open"
        yield opened[0]
    finally:
        is_over.set()
        thread.join()


@asynccontextmanager
async def _open(
    folder: Path, settings: dict[str, object], parts: Callable[[App], App]
) -> AsyncIterator[Hotel]:
    cable = Cable()
    await cable.mend()
    url = f"http://127.0.0.1:{cable.port}"
    try:
        async with (
            GraphStandin(access_token=ACCESS_TOKEN, app_secret=APP_SECRET) as graph,
            TwilioStandin(statuses="sent,delivered", public_url=url, connect_to=url) as twilio,
            running(
                folder,
                parts=parts,
                settings={
                    **SETTINGS,
                    "server.public_url": url,
                    "channels.whatsapp.api_url": graph.url,
                    "channels.sms.api_url": twilio.url,
                    **{name.replace("__", "."): value for name, value in settings.items()},
                },
            ) as server,
        ):
            cable.to_port = server.port
            graph.webhook_url = f"{server.url}/webhooks/whatsapp"
            logins = await server.app.fill_demo()
            desk = Demo(url, {each.email: each.password for each in logins})
            yield Hotel(server, graph, twilio, cable, desk, asyncio.get_running_loop())
    finally:
        await cable.cut()
