"""Is Jack alive, can he work, and what is he doing."""

from __future__ import annotations

import logging

from aiohttp import web

from jack import metrics
from jack.errors import DatabaseError, Forbidden, NotReady
from jack.model.clock import SECOND, to_iso
from jack.model.staff import Permission
from jack.web.endpoint import Call, Model, Nothing, Routes
from jack.web.http import live
from jack.web.keys import DESK, NEEDED, Desk
from jack.web.middleware import is_loopback
from jack.web.principal import principal

log = logging.getLogger(__name__)
routes = Routes("health")


class Ready(Model):
    """`checks` holds `ok`, `starting`, `degraded` or `down` by part."""

    status: str
    checks: dict[str, str]


class Live(Model):
    status: str
    timestamp: str


class Info(Model):
    version: str
    uptime_seconds: float
    started_at: str
    is_demo: bool
    channels: list[str]
    models: dict[str, str]
    guests: int
    open_conversations: int
    pending_tasks: int
    knowledge_entries: int
    inbox_pending: int
    outbox_pending: int
    oldest_unanswered_seconds: float


async def checks(desk: Desk) -> dict[str, str]:
    """The state of every part right now."""
    found = dict(desk.readiness.parts)
    try:
        await desk.queues.waiting()
        found["database"] = "ok"
    except DatabaseError:
        found["database"] = "down"
    found["channels"] = "ok" if desk.channels else "degraded"
    return found


@routes.add("GET", "/api/v1/health/ready", answer=Ready, is_public=True, errors=("NOT_READY",))
async def health_ready(call: Call[Nothing, Nothing]) -> Ready:
    """Whether Jack can do his work; 503 while he cannot."""
    found = await checks(call.desk)
    if any(found.get(part) not in ("ok", "degraded") for part in NEEDED):
        raise NotReady("Jack is not ready.", status="not_ready", checks=found)
    return Ready(status="ready", checks=found)


@routes.add("GET", "/api/v1/health/info", answer=Info, is_public=True)
async def health_info(call: Call[Nothing, Nothing]) -> Info:
    """Version, uptime and numbers of the whole house."""
    desk = call.desk
    numbers = await desk.statistics.now()
    return Info(
        version=desk.version,
        uptime_seconds=round((desk.clock() - desk.started_at) / SECOND, 1),
        started_at=to_iso(desk.started_at),
        is_demo=desk.is_demo,
        channels=sorted(desk.channels),
        models={name: str(state) for name, state in desk.models.status().items()},
        guests=numbers.guests,
        open_conversations=numbers.open_conversations,
        pending_tasks=numbers.pending_tasks,
        knowledge_entries=numbers.knowledge_entries,
        inbox_pending=numbers.inbox_waiting,
        outbox_pending=numbers.outbox_waiting,
        oldest_unanswered_seconds=numbers.oldest_unanswered_s,
    )


@routes.add("GET", "/api/v1/health/live", answer=Live, is_public=True)
async def health_live(call: Call[Nothing, Nothing]) -> Live:
    """Whether the process answers. Served in front of everything else."""
    return Live(status="ok", timestamp=to_iso(call.desk.clock()))


async def ready_plain(request: web.Request) -> web.StreamResponse:
    """`/health/ready` for probes: the bare state, not the error envelope."""
    found = await checks(request.app[DESK])
    is_ready = all(found.get(part) in ("ok", "degraded") for part in NEEDED)
    return web.json_response(
        {"status": "ready" if is_ready else "not_ready", "checks": found},
        status=200 if is_ready else 503,
    )


async def live_plain(request: web.Request) -> web.StreamResponse:
    return live()


async def prometheus(request: web.Request) -> web.StreamResponse:
    """From this machine, or for staff who may read metrics."""
    desk = request.app[DESK]
    if not (desk.config.server.metrics_open_on_loopback and is_loopback(request)):
        await _must_read_metrics(request)
    await desk.statistics.refresh_gauges()
    return web.Response(body=metrics.render(), headers={"Content-Type": metrics.CONTENT_TYPE})


async def _must_read_metrics(request: web.Request) -> None:
    caller = await principal(request)
    if not caller.staff.may(Permission.READ_METRICS):
        raise Forbidden("You may not read metrics.")
