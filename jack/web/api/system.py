"""The health page, and the audit log."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from jack.logs import Line
from jack.model.audit import AuditEntry
from jack.model.clock import SECOND, from_datetime, to_iso
from jack.model.staff import Permission
from jack.model.troubles import Trouble
from jack.web.api.channels import CheckShape
from jack.web.api.shapes import Page, as_iso, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes
from jack.web.health import checks
from jack.web.keys import NEEDED

routes = Routes("system")


class SoftwareVersions(Model):
    jack: str
    python: str
    machine: str


class Disk(Model):
    free_bytes: int
    total_bytes: int
    database_bytes: int


class QueueSizes(Model):
    """`overdue`: should have gone out five minutes ago."""

    inbox_waiting: int
    outbox_waiting: int
    oldest_unanswered_seconds: float
    failed: int
    uncertain: int
    overdue: int


class LogLine(Model):
    at: str
    level: str
    logger: str
    event: str
    fields: dict[str, Any]

    @classmethod
    def of(cls, line: Line) -> LogLine:
        return cls(
            at=to_iso(line.at),
            level=line.level,
            logger=line.logger,
            event=line.event,
            fields={
                name: value if isinstance(value, str | int | float | list) else str(value)
                for name, value in line.fields.items()
            },
        )


class SystemShape(Model):
    """`checks` as in /health/ready; `errors` are the last warnings and errors since the start."""

    status: Literal["ready", "not_ready"]
    checks: dict[str, str]
    started_at: str
    uptime_seconds: float
    versions: SoftwareVersions
    disk: Disk
    queues: QueueSizes
    models: dict[str, str]
    errors: list[LogLine]


class TroubleShape(Model):
    """`subject` is the PMS, the channel or the mail address; `failure` is told to those who may read
    the system's health."""

    kind: Literal["pms", "mailbox", "channel"]
    subject: str
    priority: str
    since: str
    worked_at: str | None
    failure: str | None

    @classmethod
    def of(cls, trouble: Trouble, *, is_whole: bool) -> TroubleShape:
        return cls(
            kind=trouble.kind.value,
            subject=trouble.subject,
            priority=trouble.priority,
            since=to_iso(trouble.since),
            worked_at=as_iso(trouble.worked_at),
            failure=trouble.failure if is_whole else None,
        )


class TroubleList(Model):
    troubles: list[TroubleShape]


class CheckupShape(Model):
    findings: list[CheckShape]


class AuditQuery(Page):
    actor: str | None = Field(default=None, max_length=60, examples=["staff:3"])
    action: str | None = Field(
        default=None, max_length=60, description="Ending with a dot: all that begin so."
    )
    subject: str | None = Field(
        default=None, max_length=60, description="Ending with a colon: all that begin so."
    )
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class AuditShape(Model):
    id: str
    at: str
    actor: str
    actor_name: str | None
    action: str
    subject: str
    data: dict[str, Any]

    @classmethod
    def of(cls, entry: AuditEntry) -> AuditShape:
        return cls(
            id=str(entry.id),
            at=to_iso(entry.at),
            actor=entry.actor,
            actor_name=entry.name,
            action=entry.action,
            subject=entry.subject,
            data=dict(entry.data),
        )


class AuditLog(Model):
    entries: list[AuditShape]
    cursor: str | None


@routes.add("GET", "/api/v1/system", answer=SystemShape, needs=Permission.READ_SYSTEM)
async def system_state(call: Call[Nothing, Nothing]) -> SystemShape:
    """Health, versions, disk, queues and the last errors."""
    desk = call.desk
    state, numbers, parts = (
        await desk.system.state(),
        await desk.statistics.now(),
        await checks(desk),
    )
    is_ready = all(parts.get(part) in ("ok", "degraded") for part in NEEDED)
    return SystemShape(
        status="ready" if is_ready else "not_ready",
        checks=parts,
        started_at=to_iso(desk.started_at),
        uptime_seconds=round((desk.clock() - desk.started_at) / SECOND, 1),
        versions=SoftwareVersions(jack=desk.version, python=state.python, machine=state.machine),
        disk=Disk(
            free_bytes=state.free_bytes,
            total_bytes=state.total_bytes,
            database_bytes=state.database_bytes,
        ),
        queues=QueueSizes(
            inbox_waiting=numbers.inbox_waiting,
            outbox_waiting=numbers.outbox_waiting,
            oldest_unanswered_seconds=numbers.oldest_unanswered_s,
            failed=state.sends.failed,
            uncertain=state.sends.uncertain,
            overdue=state.sends.overdue,
        ),
        models={name: str(circuit) for name, circuit in desk.models.status().items()},
        errors=[LogLine.of(line) for line in state.errors],
    )


@routes.add(
    "GET", "/api/v1/system/troubles", answer=TroubleList, needs=Permission.READ_CONVERSATIONS
)
async def list_troubles(call: Call[Nothing, Nothing]) -> TroubleList:
    """What does not work now until a person mends it, the oldest first."""
    is_whole = call.who.may(Permission.READ_SYSTEM)
    found = await call.desk.troubles.listed()
    return TroubleList(troubles=[TroubleShape.of(each, is_whole=is_whole) for each in found])


@routes.add("POST", "/api/v1/system/checkup", answer=CheckupShape, needs=Permission.READ_SYSTEM)
async def check_up(call: Call[Nothing, Nothing]) -> CheckupShape:
    """Run every check of `jack doctor`; it takes some seconds."""
    found = await call.desk.checkup.examine(call.who)
    return CheckupShape(findings=[CheckShape.of(finding) for finding in found])


@routes.add("GET", "/api/v1/audit", query=AuditQuery, answer=AuditLog, needs=Permission.READ_AUDIT)
async def list_audit(call: Call[AuditQuery, Nothing]) -> AuditLog:
    """Who did what, newest first."""
    query, before = call.query, decode(call.query.cursor, 1)
    found = await call.desk.system.audit(
        actor=query.actor,
        action=query.action,
        subject=query.subject,
        since=from_datetime(query.since) if query.since else None,
        until=from_datetime(query.until) if query.until else None,
        before=before[0] if before else None,
        limit=query.limit,
    )
    is_full = len(found) == query.limit
    return AuditLog(
        entries=[AuditShape.of(entry) for entry in found],
        cursor=encode(found[-1].id) if is_full else None,
    )
