"""A hotel's website on loopback: pages by path, and who asked for what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

from tests.standins.threads import in_a_thread

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


def page(title: str, *body: str, head: str = "", lang: str = "en", hotel: str = "") -> Reply:
    """A page as content management systems make them; `hotel` is named after its title."""
    name = f"{title} | {hotel}" if hotel else title
    return Reply(
        f'<!doctype html><html lang="{lang}"><head><title>{name}</title>{head}</head>'
        f"<body><header><a href='/'>Home</a></header>{''.join(body)}"
        "<footer>Harbour Inn, Quay 1</footer></body></html>".encode()
    )


@contextmanager
def beside(replies: dict[str, Reply | Callable[[], Reply]]) -> Iterator[WebsiteStandin]:
    """A website in a thread of its own, for what blocks while it reads."""
    with in_a_thread(WebsiteStandin(replies)) as site:
        yield site


def moved(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


@dataclass(slots=True)
class WebsiteStandin:
    """`replies` by path with query; everything else is not there."""

    replies: dict[str, Reply | Callable[[], Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    port: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.agents.add(request.headers.get("User-Agent", ""))
        reply = self.replies.get(request.path_qs) or Reply(b"Nothing here", status=404)
        if not isinstance(reply, Reply):
            reply = reply()
        return web.Response(
            body=reply.body,
            status=reply.status,
            headers={"Content-Type": reply.kind, **reply.headers},
        )
