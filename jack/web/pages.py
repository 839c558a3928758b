"""The pages that come with Jack, read once and sent from memory."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from aiohttp import web

TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
}


@cache
def _page(name: str) -> tuple[bytes, str, str]:
    body = resources.files("jack.web").joinpath("pages", name).read_bytes()
    kind = TYPES["." + name.rpartition(".")[2]]
    return body, kind, hashlib.sha256(body).hexdigest()[:24]


def _send(request: web.Request, name: str) -> web.StreamResponse:
    body, kind, etag = _page(name)
    headers = {"ETag": f'"{etag}"', "Cache-Control": "no-cache"}
    # A proxy that compresses makes the tag a weak one.
    if any(known.value in (etag, "*") for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)


def unbuilt() -> web.Response:
    """What stands at / in a checkout whose web UI nobody has built."""
    body, kind, _ = _page("unbuilt.html")
    return web.Response(status=503, body=body, content_type=kind, charset="utf-8")


async def unbuilt_style(request: web.Request) -> web.StreamResponse:
    return _send(request, "unbuilt.css")
