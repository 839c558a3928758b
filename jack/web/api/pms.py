"""The hotel's PMS: how reading it goes, and reading it now."""

from __future__ import annotations

from typing import Any

from jack.model.clock import to_iso
from jack.model.reservations import PmsState
from jack.model.staff import Permission
from jack.web.api.shapes import as_iso
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("pms")


class Rejection(Model):
    where: str
    reason: str


class Report(Model):
    """What the last sync did. `rejected` names at most 100 of `rejectedCount`."""

    provider: str
    is_dry: bool
    is_full: bool
    added: int
    changed: int
    unchanged: int
    cancelled: int
    conflicts: int
    rejected: list[Rejection]
    rejected_count: int
    seconds: float


class Status(Model):
    """`provider` is null in a hotel without a PMS. `syncedAt`: facts are as of then."""

    provider: str | None
    synced_at: str | None = None
    tried_at: str | None = None
    next_at: str | None = None
    failures: int = 0
    failure: str | None = None
    report: Report | None = None


class Wish(Model):
    full: bool = False


class Wanted(Model):
    wanted_at: str


@routes.add("GET", "/api/v1/pms/status", answer=Status, needs=Permission.READ_CONVERSATIONS)
async def pms_status(call: Call[Nothing, Nothing]) -> Status:
    """How the last syncs went."""
    sync = call.desk.pms_sync
    state = await sync.state()
    return _status(state, await sync.due_at()) if state else Status(provider=None)


@routes.add(
    "POST", "/api/v1/pms/sync", body=Wish, answer=Wanted, needs=Permission.WRITE_CONVERSATIONS
)
async def sync_pms(call: Call[Nothing, Wish]) -> Wanted:
    """Read the PMS now. It goes on behind this answer: `status` tells when it is done."""
    return Wanted(wanted_at=to_iso(await call.desk.pms_sync.want(full=call.body.full)))


def _status(state: PmsState, due_at: int | None) -> Status:
    report: Any = state.report
    return Status(
        provider=state.provider,
        synced_at=as_iso(state.synced_at),
        tried_at=as_iso(state.tried_at),
        next_at=as_iso(due_at),
        failures=state.failures,
        failure=state.failure,
        report=Report.model_validate(report) if report else None,
    )
