"""The HTTP application."""

from __future__ import annotations

from aiohttp import web

from jack.services.passwords import Attempts
from jack.web import bundle, live
from jack.web.files import UPLOADS, UPLOADS_PER_MINUTE
from jack.web.keys import DESK, Desk
from jack.web.middleware import every_request, security_headers
from jack.web.routes import add_routes
from jack.web.webhooks import WEBHOOKS, takers
from jack.web.websocket import NEW_CHATS, PACE, SOCKETS, close_all


def application(desk: Desk) -> web.Application:
    app = web.Application(
        middlewares=[every_request], client_max_size=desk.config.server.max_upload_bytes
    )
    app[DESK] = desk
    app[bundle.FILES] = bundle.read(bundle.STATIC)
    app[SOCKETS] = set()
    app[live.SOCKETS] = {}
    app[live.FRAMES] = live.Frames()
    app[WEBHOOKS] = takers(desk.channels)
    app[PACE] = Attempts(desk.config.channels.webchat.messages_per_minute)
    app[UPLOADS] = Attempts(UPLOADS_PER_MINUTE)
    app[NEW_CHATS] = Attempts(desk.config.channels.webchat.sessions_per_minute)
    app.on_response_prepare.append(security_headers)
    app.on_shutdown.append(close_all)
    app.on_shutdown.append(live.close_all)
    app.cleanup_ctx.append(live.tell)
    add_routes(app)
    return app
