"""Every route there is. A new resource is a module of `web.api` and a line here."""

from __future__ import annotations

import json

from aiohttp import web

from jack import __version__
from jack.web import bundle, chat_page, files, health, live, pages, webhooks, websocket
from jack.web.api import (
    ai,
    analytics,
    auth,
    automation_runs,
    automations,
    channels,
    conversations,
    curation,
    evaluations,
    guest_records,
    guests,
    handover,
    hotel,
    inbox,
    knowledge,
    media,
    merges,
    outbox,
    pms,
    push,
    ratings,
    reports,
    reservations,
    settings,
    setup,
    simulations,
    staff,
    system,
    tasks,
    templates,
    tokens,
    translations,
    webchat,
    websites,
)
from jack.web.endpoint import Route
from jack.web.keys import DESK
from jack.web.openapi import document

RESOURCES = (
    health,
    auth,
    setup,
    hotel,
    staff,
    tokens,
    channels,
    system,
    conversations,
    guests,
    guest_records,
    merges,
    reservations,
    settings,
    inbox,
    translations,
    handover,
    tasks,
    knowledge,
    curation,
    evaluations,
    media,
    websites,
    outbox,
    pms,
    ai,
    templates,
    ratings,
    # Before the rules: `/automations/runs` is no rule's id.
    automation_runs,
    simulations,
    automations,
    analytics,
    reports,
    push,
    webchat,
)
DOCUMENTED: tuple[Route, ...] = tuple(
    route for resource in RESOURCES for route in resource.routes.all
)
OPENAPI_PATH = "/api/v1/openapi.json"
UNDOCUMENTED = (
    *bundle.ROUTES,
    web.get("/unbuilt.css", pages.unbuilt_style),
    web.get("/chat", chat_page.page),
    web.get("/widget", chat_page.frame),
    web.get("/widget.js", chat_page.script),
    web.get("/ws", live.staff),
    web.get("/ws/chat", websocket.chat),
    web.get("/health/live", health.live_plain),
    web.get("/health/ready", health.ready_plain),
    web.get("/metrics", health.prometheus),
    web.get("/media/{link}", files.show),
    web.get("/webhooks/{channel}", webhooks.verify),
    web.post("/webhooks/{channel}", webhooks.receive),
    web.post("/webhooks/{channel}/status", webhooks.receive),
    web.post("/webhooks/twilio/{channel:sms}", webhooks.receive),
    web.post("/webhooks/pms/{provider}/{secret}", webhooks.receive_pms),
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
        _add(app, route, route.path)
        if route.path == "/api/v1/health/info":
            _add(app, route, "/health/info")


def _add(app: web.Application, route: Route, path: str) -> None:
    """Who may GET may ask HEAD (RFC 9110, section 9.1)."""
    if route.method == "GET":
        app.router.add_get(path, route.serve)
    else:
        app.router.add_route(route.method, path, route.serve)


if __name__ == "__main__":
    # For whoever generates a client; the web UI's types are made of it.
    print(json.dumps(document(DOCUMENTED, version=__version__), ensure_ascii=False))
