"""What holds for every request of the application: one middleware, and the headers of its answers."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from jack import metrics
from jack.errors import (
    Conflict,
    DatabaseError,
    Forbidden,
    Invalid,
    JackError,
    NotFound,
    NotReady,
    RateLimited,
    TooLarge,
    Unauthorized,
)
from jack.logs import request_id
from jack.web.http import new_request_id, proxies
from jack.web.keys import DESK

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
STATUSES: dict[type[JackError], int] = {
    TooLarge: 413,
    Invalid: 400,
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    RateLimited: 429,
    NotReady: 503,
}
"""The first class that fits, in this order."""

STORE_FAILED = "The database did not do it; nothing was stored. Try again."
_ROUTER_CODES = {
    400: "VALIDATION_ERROR",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "PAYLOAD_TOO_LARGE",
}
_HOST = re.compile(
    r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_.-]{0,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
        " object-src 'none'; connect-src 'self'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def error_response(
    status: int, code: str, message: str, details: object = None, **headers: str
) -> web.Response:
    """The one envelope of every error."""
    return web.json_response(
        {
            "error": {
                "code": code,
                "message": message,
                "details": details or {},
                "requestId": request_id.get(),
            }
        },
        status=status,
        headers=headers,
    )


@web.middleware
async def every_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give it an id, refuse nonsense, turn errors into envelopes, count and time it."""
    rid = new_request_id()
    token = request_id.set(rid)
    started = time.perf_counter()
    try:
        response = await _answer(request, handler)
        if not response.prepared:
            response.headers["X-Request-ID"] = rid
        _measure(request, response.status, time.perf_counter() - started)
        return response
    finally:
        request_id.reset(token)


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.method not in METHODS:
        return error_response(405, "METHOD_NOT_ALLOWED", "This method is not served.")
    if not _is_host(request):
        return error_response(400, "VALIDATION_ERROR", "The Host header is no host name.")
    try:
        return await handler(request)
    except JackError as error:
        return _jack_error(error)
    except web.HTTPException as error:
        code = _ROUTER_CODES.get(error.status, "HTTP_ERROR")
        allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return error_response(error.status, code, error.reason, **allow)
    except ConnectionError:
        raise
    except Exception:
        metrics.ERRORS.labels("http").inc()
        log.exception("request failed", extra={"route": route_of(request)})
        return error_response(500, "INTERNAL_ERROR", "Something went wrong here; it was logged.")


def _jack_error(error: JackError) -> web.Response:
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)
    if status >= 500:
        log.error("request failed", exc_info=error, extra={"status": status})
    if isinstance(error, RateLimited):
        wait = str(max(1, round(error.retry_after_s)))
        return error_response(status, error.code, str(error), **{"Retry-After": wait})
    if isinstance(error, DatabaseError):
        # Its own words are for the hotel's IT person, in the log.
        return error_response(status, error.code, STORE_FAILED)
    return error_response(status, error.code, str(error), dict(error.details))


def _is_host(request: web.Request) -> bool:
    found = _HOST.fullmatch(request.headers.get("Host", ""))
    if found is None:
        return False
    allowed = request.app[DESK].config.server.allowed_hosts
    return not allowed or found["name"].strip("[]").rstrip(".").lower() in allowed


def route_of(request: web.Request) -> str:
    """The route's pattern, never the path: paths hold ids and secrets."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"


def _measure(request: web.Request, status: int, seconds: float) -> None:
    metrics.HTTP_REQUEST_SECONDS.labels(route_of(request), request.method, str(status)).observe(
        seconds
    )


async def security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Runs as every answer is prepared."""
    response.headers.popall("Server", None)
    if (rid := request_id.get()) is not None:
        response.headers["X-Request-ID"] = rid
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if "frame-ancestors 'none'" not in response.headers["Content-Security-Policy"]:
        # This header knows no list of websites: to a browser that heeds it, it would be a plain no.
        response.headers.popall("X-Frame-Options")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if request.app[DESK].config.server.public_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def client_of(request: web.Request) -> str:
    """Who calls: the peer, or what a trusted proxy says of it."""
    peer = request.remote or ""
    if is_from_proxy(request):
        # Some proxies add a line of their own after the client's: only the very last word counts.
        lines = request.headers.getall("X-Forwarded-For", [])
        forwarded = lines[-1].rpartition(",")[2].strip() if lines else ""
        return forwarded or peer
    return peer


def is_from_proxy(request: web.Request) -> bool:
    """Whether the peer is one of the configured proxies, whose forwarded headers are believed."""
    networks = request.app[DESK].config.server.trusted_proxies
    return bool(networks) and proxies(networks)(request.remote or "")


def is_loopback(request: web.Request) -> bool:
    try:
        return ipaddress.ip_address(client_of(request)).is_loopback
    except ValueError:
        return False
