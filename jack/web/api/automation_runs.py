"""What rules have planned, did and did not do, and the webhooks they call."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from jack.model.automations import (
    REASONS,
    CallState,
    Outcome,
    RunReason,
    RunState,
    Subject,
    WebhookCall,
)
from jack.model.clock import to_iso
from jack.model.staff import Permission
from jack.services.automations import RunView
from jack.web.api.automation_shapes import Id
from jack.web.api.shapes import Page, as_id, as_iso, as_micros, as_number, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("automations")

RUNS, CALLS = "/api/v1/automations/runs", "/api/v1/automations/calls"
READ, MANAGE = Permission.READ_AUTOMATIONS, Permission.MANAGE_AUTOMATIONS


class OutcomeShape(Model):
    kind: str
    state: RunState
    reason: RunReason | None
    detail: str
    channel: str | None
    message_id: str | None
    task_id: str | None
    call_id: str | None

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeShape:
        return cls(
            kind=outcome.kind,
            state=outcome.state,
            reason=outcome.reason,
            detail=outcome.detail,
            channel=outcome.channel,
            message_id=as_id(outcome.message_id),
            task_id=as_id(outcome.task_id),
            call_id=as_id(outcome.call_id),
        )


class RunShape(Model):
    """`ruleDueAt` is when the rule means it, `dueAt` when it is tried next or was; `outlook` is what
    would hold back what is planned, by what is known now; `delivery` is where its message is."""

    id: str
    rule_id: str
    rule_key: str | None
    rule_name: str | None
    subject: Subject
    subject_id: str
    reservation_id: str | None
    guest_id: str | None
    guest_name: str
    room: str | None
    conversation_id: str | None
    rule_due_at: str
    due_at: str
    state: RunState
    reason: RunReason | None
    detail: str
    explanation: str
    outlook: RunReason | None
    is_late: bool
    outcomes: list[OutcomeShape]
    message_id: str | None
    delivery: str | None
    finished_at: str | None

    @classmethod
    def of(cls, view: RunView) -> RunShape:
        run, rule = view.run, view.rule
        reason = run.reason or view.outlook
        return cls(
            id=str(run.id),
            rule_id=str(run.rule_id),
            rule_key=rule.key if rule else None,
            rule_name=rule.name if rule else None,
            subject=run.subject,
            subject_id=str(run.subject_id),
            reservation_id=as_id(run.reservation_id),
            guest_id=as_id(run.guest_id),
            guest_name=view.guest_name,
            room=view.room,
            conversation_id=as_id(run.conversation_id),
            rule_due_at=to_iso(run.base_due_at),
            due_at=to_iso(run.due_at),
            state=run.state,
            reason=run.reason,
            detail=run.detail,
            explanation=REASONS[reason] if reason is not None else "",
            outlook=view.outlook,
            is_late=run.is_late,
            outcomes=[OutcomeShape.of(each) for each in run.outcomes],
            message_id=as_id(run.message_id),
            delivery=run.delivery,
            finished_at=as_iso(run.finished_at),
        )


class Runs(Model):
    runs: list[RunShape]
    cursor: str | None


class RunQuery(Page):
    state: RunState | None = None
    rule_id: Id | None = None
    reservation_id: Id | None = None
    guest_id: Id | None = None
    since: AwareDatetime | None = Field(default=None, description="Due then or later.")
    until: AwareDatetime | None = Field(default=None, description="Due before then.")
    order: Literal["latest", "next"] = Field(
        default="latest", description="The latest first, or by what comes next."
    )


class CallShape(Model):
    """A webhook of a rule; a dead one was given up."""

    id: str
    run_id: str
    url: str
    state: CallState
    attempts: int
    next_at: str
    status: int | None
    error: str
    created_at: str

    @classmethod
    def of(cls, call: WebhookCall) -> CallShape:
        return cls(
            id=str(call.id),
            run_id=str(call.run_id),
            url=call.url,
            state=call.state,
            attempts=call.attempts,
            next_at=to_iso(call.next_at),
            status=call.status,
            error=call.error,
            created_at=to_iso(call.created_at),
        )


class Calls(Model):
    calls: list[CallShape]
    cursor: str | None


class CallQuery(Page):
    state: CallState | None = None


# -- routes ----------------------------------------------------------------------------------------


@routes.add("GET", RUNS, query=RunQuery, answer=Runs, needs=READ)
async def list_automation_runs(call: Call[RunQuery, Nothing]) -> Runs:
    """What rules have planned, did, and did not do with the reason why."""
    query = call.query
    after = decode(query.cursor, 2)
    found = await call.desk.automations.runs(
        states=(query.state,) if query.state else (),
        rule_id=as_number(query.rule_id),
        reservation_id=as_number(query.reservation_id),
        guest_id=as_number(query.guest_id),
        since=as_micros(query.since),
        until=as_micros(query.until),
        is_ascending=query.order == "next",
        position=(after[0], after[1]) if after else None,
        limit=query.limit,
    )
    is_full = len(found) == query.limit
    return Runs(
        runs=[RunShape.of(view) for view in found],
        cursor=encode(found[-1].run.due_at, found[-1].run.id) if is_full else None,
    )


@routes.add("GET", f"{RUNS}/{{id}}", answer=RunShape, needs=READ, errors=("NOT_FOUND",))
async def get_automation_run(call: Call[Nothing, Nothing]) -> RunShape:
    """One run, with what became of each of its actions."""
    return RunShape.of(await call.desk.automations.run(call.id()))


@routes.add(
    "POST",
    f"{RUNS}/{{id}}/send",
    answer=RunShape,
    needs=Permission.WRITE_CONVERSATIONS,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def send_automation_run(call: Call[Nothing, Nothing]) -> RunShape:
    """Do now what waits for staff to decide, unless something holds it back."""
    await call.desk.automations.send_now(call.id(), call.who)
    return RunShape.of(await call.desk.automations.run(call.id()))


@routes.add(
    "POST",
    f"{RUNS}/{{id}}/skip",
    answer=RunShape,
    needs=Permission.WRITE_CONVERSATIONS,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def skip_automation_run(call: Call[Nothing, Nothing]) -> RunShape:
    """Leave one out that is planned or waits for staff."""
    await call.desk.automations.skip(call.id(), call.who)
    return RunShape.of(await call.desk.automations.run(call.id()))


@routes.add("GET", CALLS, query=CallQuery, answer=Calls, needs=MANAGE)
async def list_automation_calls(call: Call[CallQuery, Nothing]) -> Calls:
    """Webhooks that rules call, newest first."""
    query = call.query
    after = decode(query.cursor, 1)
    found = await call.desk.automations.calls(
        states=(query.state,) if query.state else (),
        before=after[0] if after else None,
        limit=query.limit,
    )
    is_full = len(found) == query.limit
    return Calls(
        calls=[CallShape.of(each) for each in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "POST",
    f"{CALLS}/{{id}}/retry",
    answer=CallShape,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def retry_automation_call(call: Call[Nothing, Nothing]) -> CallShape:
    """Try a webhook again that was given up."""
    return CallShape.of(await call.desk.automations.retry_call(call.id(), call.who))
