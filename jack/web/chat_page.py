"""The guests' chat: a page of its own, and in a frame on the websites that the hotel allows."""

from __future__ import annotations

from aiohttp import web

from jack.errors import Forbidden
from jack.services.webchat import CHANNEL
from jack.web import bundle
from jack.web.keys import DESK
from jack.web.middleware import SECURITY_HEADERS

SCRIPT_LIVES = "public, max-age=600"
"""Every page of the hotel's website asks for it: new versions come within ten minutes."""
SWITCHED_OFF = "// Web chat is switched off.\n"
_POLICY = "Content-Security-Policy"


async def page(request: web.Request) -> web.StreamResponse:
    """`/chat`."""
    return bundle.page(request, "chat.html")


async def frame(request: web.Request) -> web.StreamResponse:
    """`/widget`: the same page, which may stand in a frame on allowed websites."""
    response = bundle.page(request, "chat.html")
    origins = request.app[DESK].config.channels.webchat.allowed_origins
    if origins:
        around = " ".join(("'self'", *origins))
        response.headers[_POLICY] = SECURITY_HEADERS[_POLICY].replace(
            "frame-ancestors 'none'", f"frame-ancestors {around}"
        )
    return response


async def script(request: web.Request) -> web.StreamResponse:
    """`/widget.js`, for websites of any origin; without a chat there is no button that leads nowhere."""
    if CHANNEL not in request.app[DESK].channels:
        response: web.StreamResponse = web.Response(
            text=SWITCHED_OFF, content_type="text/javascript"
        )
    else:
        response = bundle.send(request, "widget.js", lives=SCRIPT_LIVES)
    # Websites that isolate themselves (COEP) load nothing else from elsewhere.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def must_be_allowed_page(request: web.Request) -> None:
    """Raises Forbidden for a page of a website that may not chat.

    Browsers always say where a page comes from; other programs need no permission.
    """
    origin = request.headers.get("Origin")
    config = request.app[DESK].config
    # A proxy in front may speak TLS without telling.
    own = {f"{request.scheme}://{request.host}", f"https://{request.host}"}
    own.add(config.server.public_url)
    allowed = config.channels.webchat.allowed_origins
    if origin is not None and origin not in own and origin not in allowed:
        raise Forbidden("This page may not use the hotel's chat.")
