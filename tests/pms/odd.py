"""A server that gives one answer to everything, whatever a vendor would say."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web


class Odd:
    def __init__(self, status: int = 200, body: Any = None, **headers: str) -> None:
        self.asked: list[str] = []
        self._answer: tuple[int, Any, dict[str, str]] = status, body, headers
        self._runner: web.AppRunner | None = None
        self.url = ""

    def answer_with(self, body: Any) -> None:
        """Another answer from now on."""
        status, _, headers = self._answer
        self._answer = status, body, headers

    async def __aenter__(self) -> Odd:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        status, body, headers = self._answer
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(status=status, body=raw, headers=headers)
