"""The reference: aiohttp's server with one handler and nothing else. `python -m tests.load.bare PORT`."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web

BODY = b'{"status":"ok","timestamp":"2026-05-01T09:30:00.123456Z"}'


async def answer(_: web.BaseRequest) -> web.Response:
    return web.Response(body=BODY, content_type="application/json")


async def serve(port: int) -> None:
    runner = web.ServerRunner(web.Server(answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
