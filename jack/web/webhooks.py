"""Vendors' webhooks: a 2xx only once everything they carried is on disk (R1)."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from aiohttp import web

from jack import metrics
from jack.channels.base import Call, Webhook
from jack.errors import BadSignature, Invalid, NotFound, TooLarge
from jack.web.endpoint import read_body
from jack.web.keys import DESK

log = logging.getLogger(__name__)


WEBHOOKS: web.AppKey[Mapping[str, Webhook]] = web.AppKey("webhooks")


def takers(channels: Mapping[str, object]) -> dict[str, Webhook]:
    """The channels whose vendor calls us. Asked once: a protocol looks through all its members."""
    return {name: each for name, each in channels.items() if isinstance(each, Webhook)}


def _webhook(request: web.Request) -> tuple[str, Webhook]:
    name = request.match_info["channel"]
    channel = request.app[WEBHOOKS].get(name)
    if channel is None:
        raise NotFound("There is no such webhook, or its channel is switched off.")
    return name, channel


async def verify(request: web.Request) -> web.StreamResponse:
    """The vendor asks whether this address is ours."""
    _, channel = _webhook(request)
    return web.Response(text=channel.subscribe(request.query))


async def receive(request: web.Request) -> web.StreamResponse:
    """Check the signature over the raw bytes, store everything, then say yes."""
    name, channel = _webhook(request)
    desk = request.app[DESK]
    try:
        body = await read_body(request, limit=desk.config.server.max_webhook_bytes)
        parsed = channel.receive(Call(request.raw_path, request.headers, body))
    except BadSignature as error:
        _reject(name, str(error.details.get("reason", "signature")))
        raise
    except TooLarge:
        _reject(name, "too_large")
        raise
    except Invalid:
        _reject(name, "invalid")
        raise
    await desk.intake.accept(name, parsed, payload=body)
    return web.Response(text=channel.thanks.text, content_type=channel.thanks.content_type)


async def receive_pms(request: web.Request) -> web.StreamResponse:
    """A PMS says that something changed: look soon, and answer at once."""
    desk = request.app[DESK]
    provider = request.match_info["provider"]
    try:
        body = await read_body(request, limit=desk.config.server.max_webhook_bytes)
        await desk.pms_sync.receive_webhook(provider, request.match_info["secret"], body)
    except BadSignature as error:
        _reject(desk.pms_sync.label(provider), str(error.details.get("reason", "signature")))
        raise
    except (TooLarge, Invalid) as error:
        _reject(desk.pms_sync.label(provider), error.code.lower())
        raise
    return web.json_response({"status": "ok"})


def _reject(channel: str, reason: str) -> None:
    metrics.WEBHOOK_REJECTED.labels(channel, reason).inc()
    log.warning("webhook rejected", extra={"channel": channel, "reason": reason})
