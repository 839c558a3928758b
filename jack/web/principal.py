"""Who calls: by a bearer token, or by the web page's cookie and its proof against forgery.

Every documented route and the WebSockets of staff ask here.
"""

from __future__ import annotations

from aiohttp import web

from jack.errors import Forbidden, Unauthorized
from jack.model.api_tokens import PREFIX
from jack.services.auth import Principal
from jack.services.web_sessions import WebSession, is_csrf_token
from jack.web.keys import DESK
from jack.web.middleware import is_from_proxy

CSRF_HEADER = "X-CSRF-Token"
COOKIE = "jack_session"
SECURE_COOKIE = "__Host-jack_session"
"""Browsers take a cookie of this name only over TLS, for this host, for every path (RFC 6265bis)."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


async def principal(request: web.Request) -> Principal:
    """The proven caller of a request or of a WebSocket's handshake.

    Raises Unauthorized, or Forbidden when a cookie comes without the proof that the hotel's own
    page sent it: for anything but reading the CSRF token, for a WebSocket the Origin.
    """
    if "Authorization" in request.headers:
        return await _by_token(request)
    if (session := await web_session(request)) is None:
        raise Unauthorized("Sign in first: Authorization: Bearer TOKEN.")
    if is_websocket(request):
        if "Origin" not in request.headers:
            raise Forbidden("A WebSocket with a cookie needs an Origin header.")
        must_be_own_page(request)
    elif request.method not in SAFE_METHODS:
        must_be_own_page(request)
        if not is_csrf_token(request.headers.get(CSRF_HEADER, ""), session):
            raise Forbidden(
                f"{CSRF_HEADER} is missing or wrong; GET /api/v1/auth/session tells it."
            )
    return session.principal


async def web_session(request: web.Request) -> WebSession | None:
    """The session of the cookie; None without one. Raises Unauthorized when it is over."""
    token = request.cookies.get(cookie_name(request))
    return await request.app[DESK].web_sessions.verify(token) if token else None


def must_be_own_page(request: web.Request) -> None:
    """Raises Forbidden when a browser says that a page of another origin asks."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_foreign = site is not None and site != "same-origin"
    if is_foreign or (origin is not None and origin not in own_origins(request)):
        raise Forbidden("Another page than the hotel's own may not do this.")


def own_origins(request: web.Request) -> set[str]:
    """How browsers call the origin of Jack's pages."""
    scheme = "https" if is_secure(request) else "http"
    public = request.app[DESK].config.server.public_url
    return {f"{scheme}://{request.host}", public} - {""}


def is_secure(request: web.Request) -> bool:
    """Whether the caller's side of the connection is TLS, as the public address or a proxy says."""
    if request.app[DESK].config.server.public_url.startswith("https://") or request.secure:
        return True
    forwarded = request.headers.get("X-Forwarded-Proto", "")
    return is_from_proxy(request) and forwarded.strip().lower() == "https"


def is_websocket(request: web.Request) -> bool:
    return request.headers.get("Upgrade", "").lower() == "websocket"


def cookie_name(request: web.Request) -> str:
    return SECURE_COOKIE if is_secure(request) else COOKIE


async def _by_token(request: web.Request) -> Principal:
    scheme, _, token = request.headers["Authorization"].partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("Sign in first: Authorization: Bearer TOKEN.")
    desk = request.app[DESK]
    is_of_script = token.startswith(PREFIX)
    return await (desk.api_tokens if is_of_script else desk.auth).verify(token)
