"""Every route there is. A new resource is a module of `web.api` and a line here."""

from __future__ import annotations

import json

from aiohttp import web

from jack.web import health, pages, webhooks, websocket
from jack.web.api import ai, auth, conversations, knowledge, outbox, tasks, webchat
from jack.web.endpoint import Route
from jack.web.keys import DESK
from jack.web.openapi import document

RESOURCES = (health, auth, conversations, tasks, knowledge, outbox, ai, webchat)
DOCUMENTED: tuple[Route, ...] = tuple(
    route for resource in RESOURCES for route in resource.routes.all
)
OPENAPI_PATH = "/api/v1/openapi.json"
UNDOCUMENTED = (
    web.get("/", pages.home),
    web.get("/home.css", pages.home_style),
    web.get("/chat", pages.chat),
    web.get("/chat/{name}", pages.chat_file),
    web.get("/setup", pages.account),
    web.get("/password", pages.account),
    web.get("/account/{name}", pages.account_file),
    web.get("/ws/chat", websocket.chat),
    web.get("/health/live", health.live_plain),
    web.get("/health/ready", health.ready_plain),
    web.get("/metrics", health.prometheus),
    web.get("/webhooks/{channel}", webhooks.verify),
    web.post("/webhooks/{channel}", webhooks.receive),
)
"""Pages, sockets, probes and vendors' webhooks: described in docs/, not in OpenAPI."""


async def openapi(request: web.Request) -> web.StreamResponse:
    """The document that describes every other route of the API."""
    return web.json_response(
        document(DOCUMENTED, version=request.app[DESK].version),
        dumps=lambda data: json.dumps(data, ensure_ascii=False),
    )


def add_routes(app: web.Application) -> None:
    app.add_routes(UNDOCUMENTED)
    app.router.add_get(OPENAPI_PATH, openapi)
    for route in DOCUMENTED:
        app.router.add_route(route.method, route.path, route.serve)
        if route.path == "/api/v1/health/info":
            app.router.add_route(route.method, "/health/info", route.serve)
