"""The built web UI: read once, sent from memory, compressed when it was built.

Its source is `jack/web/ui`; `hatch_build.py` builds it into `jack/web/static`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from aiohttp import web

from jack.errors import NotFound
from jack.web import pages

STATIC = Path(str(resources.files("jack.web"))) / "static"
SECTIONS = (
    "login",
    "inbox",
    "tasks",
    "guests",
    "arrivals",
    "knowledge",
    "automations",
    "templates",
    "replies",
    "analytics",
    "handover",
    "settings",
    "me",
    "setup",
    "password",
)
"""First parts of addresses that the app answers by itself; `ui/src/app/router.ts` shows the same."""

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
ENCODINGS = {"br": ".br", "gzip": ".gz"}
FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose name says what is in them."""
ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class File:
    """`bodies` by content encoding; plain under `identity`."""

    bodies: dict[str, bytes]
    kind: str
    etag: str


Files = Mapping[str, File]
FILES: web.AppKey[Files] = web.AppKey("bundle")
"""Everything that was built, by path: nothing else can be asked for."""


async def index(request: web.Request) -> web.StreamResponse:
    """The app, at every address it answers."""
    return page(request, "index.html")


def page(request: web.Request, name: str) -> web.StreamResponse:
    """A page that was built, or in its place how to build it."""
    return send(request, name) if name in request.app[FILES] else pages.unbuilt()


async def asset(request: web.Request) -> web.StreamResponse:
    return send(request, f"assets/{request.match_info['name']}", lives=FOR_EVER)


async def icon(request: web.Request) -> web.StreamResponse:
    return send(request, f"icons/{request.match_info['name']}")


async def manifest(request: web.Request) -> web.StreamResponse:
    return send(request, "manifest.webmanifest")


async def service_worker(request: web.Request) -> web.StreamResponse:
    return send(request, "sw.js")


ROUTES = (
    web.get("/", index),
    *(web.get(f"/{name}", index) for name in SECTIONS),
    *(web.get(f"/{name}/{{tail:.*}}", index) for name in SECTIONS),
    web.get("/assets/{name}", asset),
    web.get("/icons/{name}", icon),
    web.get("/manifest.webmanifest", manifest),
    web.get("/sw.js", service_worker),
)


def send(request: web.Request, name: str, *, lives: str = ASK_AGAIN) -> web.StreamResponse:
    """Raises NotFound for what was not built."""
    file = request.app[FILES].get(name)
    if file is None:
        raise NotFound("There is no such file.")
    headers = {"ETag": f'"{file.etag}"', "Cache-Control": lives, "Vary": "Accept-Encoding"}
    # A proxy that compresses makes the tag a weak one.
    if any(known.value in (file.etag, "*") for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    encoding = _best(request.headers.get("Accept-Encoding", ""), file)
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    headers["Content-Type"] = file.kind
    return web.Response(body=file.bodies[encoding], headers=headers)


def _best(accepted: str, file: File) -> str:
    """The smallest encoding that the browser takes."""
    parts = [part.replace(" ", "").partition(";q=") for part in accepted.lower().split(",")]
    taken = {name for name, _, weight in parts if weight.strip("0.") or not weight}
    return next((name for name in ENCODINGS if name in taken & file.bodies.keys()), "identity")


@cache
def read(folder: Path) -> Files:
    """The files that a build left; none where nothing was built."""
    return {
        path.relative_to(folder).as_posix(): _read(path)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in TYPES
    }


def _read(path: Path) -> File:
    plain = path.read_bytes()
    bodies = {"identity": plain}
    for encoding, suffix in ENCODINGS.items():
        packed = path.with_name(path.name + suffix)
        if packed.is_file():
            bodies[encoding] = packed.read_bytes()
    return File(bodies, TYPES[path.suffix], hashlib.sha256(plain).hexdigest()[:24])
