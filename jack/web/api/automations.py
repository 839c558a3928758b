"""Rules that act by themselves: writing, trying, enabling them, and what they did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from jack.automations.conditions import NAMES
from jack.errors import Invalid
from jack.model.automations import (
    ACTIONS,
    REASONS,
    Action,
    AddTag,
    Amendment,
    Anchor,
    CallState,
    CallWebhook,
    Clockwork,
    CreateTask,
    Definition,
    Event,
    Foreseen,
    Happened,
    Late,
    NotifyStaff,
    Outcome,
    RemoveTag,
    RunReason,
    RunState,
    Schedule,
    ScheduleAudience,
    SendMessage,
    SetPreference,
    Side,
    StayTime,
    Subject,
    Trigger,
    WebhookCall,
)
from jack.model.clock import DAY, Micros, from_datetime, to_iso
from jack.model.consent import Purpose
from jack.model.reservations import ReservationStatus
from jack.model.staff import Permission
from jack.model.tasks import Department, Priority
from jack.services.automation_dryrun import DryRun, Wish
from jack.services.automations import RuleStatus, RunView
from jack.web.api.shapes import Page, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("automations")

RULES = "/api/v1/automations"
MOST_DAYS = 60
"""Longer dry runs are for the command line: they take a core for minutes."""
READ, MANAGE = Permission.READ_AUTOMATIONS, Permission.MANAGE_AUTOMATIONS
TimeOfDay = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["10:00"])]
Id = Annotated[str, Field(pattern="^[0-9]{1,18}$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]


# -- what a rule is --------------------------------------------------------------------------------


class StayTrigger(Model):
    """Days and hours from arrival or departure. With `at` the day counts and that time on it."""

    kind: Literal["stay"]
    anchor: Anchor
    side: Side
    days: int = Field(default=0, ge=0, le=365)
    hours: int = Field(default=0, ge=0, le=1440)
    at: TimeOfDay | None = None
    zone: Clockwork = Clockwork.HOTEL


class EventTrigger(Model):
    """So many minutes after something happened; `hours` is how long a conversation is idle."""

    kind: Literal["event"]
    event: Happened
    delay_minutes: int = Field(default=0, ge=0, le=86_400)
    hours: int = Field(default=0, ge=0, le=1440)


class ScheduleTrigger(Model):
    """Every day at a hotel time, or on some weekdays (1 is Monday)."""

    kind: Literal["schedule"]
    at: TimeOfDay
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(default_factory=list, max_length=7)
    audience: ScheduleAudience = ScheduleAudience.HOTEL


TriggerShape = Annotated[StayTrigger | EventTrigger | ScheduleTrigger, Field(discriminator="kind")]


class SendMessageAction(Model):
    """`channels` in this order; none: the guest's own first."""

    kind: Literal["send_message"]
    template: Line
    purpose: Purpose = Purpose.MESSAGES
    channels: list[str] = Field(default_factory=list, max_length=4)


class CreateTaskAction(Model):
    kind: Literal["create_task"]
    title: Line
    department: Department = Department.FRONT_DESK
    priority: Priority = Priority.STANDARD
    note: str = Field(default="", max_length=2000)


class NotifyStaffAction(Model):
    kind: Literal["notify_staff"]
    text: Line
    department: Department = Department.FRONT_DESK
    priority: Priority = Priority.STANDARD


class AddTagAction(Model):
    kind: Literal["add_tag"]
    tag: Line


class RemoveTagAction(Model):
    kind: Literal["remove_tag"]
    tag: Line


class SetPreferenceAction(Model):
    kind: Literal["set_preference"]
    name: Line
    value: Line


class CallWebhookAction(Model):
    """A signed POST with ids and dates; tried until it is taken, or given up and shown."""

    kind: Literal["call_webhook"]
    url: str = Field(min_length=1, max_length=1000)


ActionShape = Annotated[
    SendMessageAction
    | CreateTaskAction
    | NotifyStaffAction
    | AddTagAction
    | RemoveTagAction
    | SetPreferenceAction
    | CallWebhookAction,
    Field(discriminator="kind"),
]


class DefinitionShape(Model):
    """`late`: what becomes of it when a booking comes, or is moved, after its time."""

    trigger: TriggerShape
    condition: str = Field(default="", max_length=1000)
    actions: list[ActionShape] = Field(min_length=1, max_length=10)
    late: Late = Late.SKIP
    stale_after_minutes: int = Field(default=720, ge=1, le=86_400)

    @classmethod
    def of(cls, definition: Definition) -> DefinitionShape:
        return cls(
            trigger=_trigger_shape(definition.trigger),
            condition=definition.condition,
            actions=[_action_shape(action) for action in definition.actions],
            late=definition.late,
            stale_after_minutes=definition.stale_after_m,
        )

    def read(self) -> Definition:
        return Definition(
            trigger=_trigger(self.trigger),
            actions=tuple(_action(each) for each in self.actions),
            condition=self.condition,
            late=self.late,
            stale_after_m=self.stale_after_minutes,
        )


class LastRun(Model):
    state: RunState
    reason: RunReason | None
    at: str


class RuleShape(Model):
    """`nextAt` is the time of its next run; `asking` runs wait for staff to decide."""

    id: str
    key: str
    name: str
    definition: DefinitionShape
    version: int
    is_enabled: bool
    enabled_at: str | None
    is_shipped: bool
    next_at: str | None
    planned: int
    asking: int
    last: LastRun | None
    updated_at: str

    @classmethod
    def of(cls, status: RuleStatus) -> RuleShape:
        rule, last = status.rule, status.last
        return cls(
            id=str(rule.id),
            key=rule.key,
            name=rule.name,
            definition=DefinitionShape.of(rule.definition),
            version=rule.version,
            is_enabled=rule.is_enabled,
            enabled_at=_iso(rule.enabled_at),
            is_shipped=rule.is_shipped,
            next_at=_iso(status.next_at),
            planned=status.planned,
            asking=status.asking,
            last=LastRun(state=last[0], reason=last[1], at=to_iso(last[2])) if last else None,
            updated_at=to_iso(rule.updated_at),
        )


class Rules(Model):
    automations: list[RuleShape]
    cursor: str | None


class NewRule(Model):
    key: str = Field(pattern="^[a-z][a-z0-9_]{1,59}$", examples=["vip_welcome"])
    name: str = Field(min_length=1, max_length=100)
    definition: DefinitionShape


class RuleChanges(Model):
    """What is left out stays as it is; a definition replaces all of the one before."""

    name: str | None = Field(default=None, min_length=1, max_length=100)
    definition: DefinitionShape | None = None


class RuleVersionShape(Model):
    version: int
    name: str
    definition: DefinitionShape
    actor: str
    created_at: str


class RuleVersions(Model):
    versions: list[RuleVersionShape]
    cursor: str | None = None


class ConditionText(Model):
    condition: str = Field(max_length=2000)


class Checked(Model):
    """`position` counts characters from 1; `nearest` is the name that may have been meant."""

    is_valid: bool
    problem: str | None = None
    position: int | None = None
    nearest: str | None = None
    names: list[str] = Field(default_factory=list)


class NameShape(Model):
    name: str
    type: str
    doc: str


class Words(Model):
    """What conditions, triggers and actions are made of, and every reason in words."""

    names: list[NameShape]
    events: list[Happened]
    actions: list[str]
    reasons: dict[str, str]


# -- what it does ----------------------------------------------------------------------------------


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
            message_id=_text(outcome.message_id),
            task_id=_text(outcome.task_id),
            call_id=_text(outcome.call_id),
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
            reservation_id=_text(run.reservation_id),
            guest_id=_text(run.guest_id),
            guest_name=view.guest_name,
            room=view.room,
            conversation_id=_text(run.conversation_id),
            rule_due_at=to_iso(run.base_due_at),
            due_at=to_iso(run.due_at),
            state=run.state,
            reason=run.reason,
            detail=run.detail,
            explanation=REASONS[reason] if reason is not None else "",
            outlook=view.outlook,
            is_late=run.is_late,
            outcomes=[OutcomeShape.of(each) for each in run.outcomes],
            message_id=_text(run.message_id),
            delivery=run.delivery,
            finished_at=_iso(run.finished_at),
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


# -- dry runs --------------------------------------------------------------------------------------


class AmendmentShape(Model):
    """At a time the stay (confirmation number or id) becomes this."""

    at: AwareDatetime
    reservation: str = Field(min_length=1, max_length=64)
    status: ReservationStatus | None = None
    arrival: date | None = None
    departure: date | None = None
    room: str | None = Field(default=None, max_length=20)

    def read(self) -> Amendment:
        return Amendment(
            at=from_datetime(self.at),
            reservation=self.reservation,
            status=self.status,
            arrival=self.arrival,
            departure=self.departure,
            room=self.room,
        )


class Draft(Model):
    name: str = Field(default="Draft", min_length=1, max_length=100)
    definition: DefinitionShape


class SimulationWish(Model):
    """`ruleIds` count as enabled beside those that are; with a `draft` only its lines are told."""

    days: int = Field(default=14, ge=1, le=MOST_DAYS)
    begin: date | None = Field(default=None, description="Hotel day to begin with; else now.")
    rule_ids: list[Id] = Field(default_factory=list, max_length=100)
    draft: Draft | None = None
    amendments: list[AmendmentShape] = Field(default_factory=list, max_length=1000)
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000


class ForeseenShape(Model):
    """`waited`: for what it was put off before."""

    at: str
    rule_key: str
    rule_name: str
    state: RunState
    reason: RunReason | None
    detail: str
    explanation: str
    waited: str
    guest_id: str | None
    guest_name: str
    reservation_id: str | None
    room: str | None
    channel: str | None
    address: str | None
    text: str
    kinds: list[str]

    @classmethod
    def of(cls, line: Foreseen) -> ForeseenShape:
        return cls(
            at=to_iso(line.at),
            rule_key=line.rule_key,
            rule_name=line.rule_name,
            state=line.state,
            reason=line.reason,
            detail=line.detail,
            explanation=REASONS[line.reason] if line.reason else "",
            waited=line.waited,
            guest_id=_text(line.guest_id),
            guest_name=line.guest_name,
            reservation_id=_text(line.reservation_id),
            room=line.room,
            channel=line.channel,
            address=line.address,
            text=line.text,
            kinds=list(line.kinds),
        )


class CountShape(Model):
    state: RunState
    reason: RunReason | None
    count: int


class Simulation(Model):
    """Times are UTC; `zone` is the hotel's. `guestsNextDay` get a message within 24 hours."""

    begin: str
    end: str
    zone: str
    lines: list[ForeseenShape]
    counts: list[CountShape]
    guests_next_day: int
    left_off: int

    @classmethod
    def of(cls, found: DryRun, limit: int) -> Simulation:
        told = found.lines[:limit]
        return cls(
            begin=to_iso(found.begin),
            end=to_iso(found.end),
            zone=found.zone,
            lines=[ForeseenShape.of(line) for line in told],
            counts=[
                CountShape(state=state, reason=reason, count=count)
                for (state, reason), count in sorted(
                    found.counts.items(), key=lambda each: (each[0][0], each[0][1] or "")
                )
            ],
            guests_next_day=found.guests_within(DAY),
            left_off=found.left_off + len(found.lines) - len(told),
        )


class Enabling(Model):
    """Without `isConfirmed` nothing is enabled, and the answer says what it would do."""

    is_confirmed: bool = False


class Enabled(Model):
    """`guestsNextDay`: so many guests get a message of this rule within 24 hours. `promises` are words
    of its texts that promise what none of its steps does: such a text is held back."""

    is_enabled: bool
    needs_confirmation: bool
    guests_next_day: int
    promises: list[str]
    automation: RuleShape


# -- routes ----------------------------------------------------------------------------------------


@routes.add("GET", RULES, query=Page, answer=Rules, needs=READ)
async def list_automations(call: Call[Page, Nothing]) -> Rules:
    """Rules in the order they were made, with their next run and how the last one ended."""
    after = decode(call.query.cursor, 1)
    found = await call.desk.automations.listed(
        after=after[0] if after else 0, limit=call.query.limit
    )
    is_full = len(found) == call.query.limit
    return Rules(
        automations=[RuleShape.of(each) for each in found],
        cursor=encode(found[-1].rule.id) if is_full else None,
    )


@routes.add(
    "POST",
    RULES,
    body=NewRule,
    answer=RuleShape,
    status=201,
    needs=MANAGE,
    errors=("CONFLICT",),
)
async def create_automation(call: Call[Nothing, NewRule]) -> RuleShape:
    """Write one; it is off until it is enabled."""
    body, desk = call.body, call.desk
    rule = await desk.automations.create(call.who, body.key, body.name, body.definition.read())
    return RuleShape.of(await desk.automations.get(rule.id))


@routes.add("GET", f"{RULES}/words", answer=Words, needs=READ)
async def list_automation_words(call: Call[Nothing, Nothing]) -> Words:
    """What rules are made of: the names of conditions, events, actions, and reasons in words."""
    return Words(
        names=[NameShape(name=n, type=k.type, doc=k.doc) for n, k in NAMES.items()],
        events=list(Happened),
        actions=list(ACTIONS),
        reasons={reason.value: text for reason, text in REASONS.items()},
    )


@routes.add("POST", f"{RULES}/check", body=ConditionText, answer=Checked, needs=READ)
async def check_condition(call: Call[Nothing, ConditionText]) -> Checked:
    """Read a condition without storing it: whether it can be understood, and else where not."""
    try:
        names = call.desk.automations.check_condition(call.body.condition)
    except Invalid as error:
        position, nearest = error.details.get("position"), error.details.get("nearest")
        return Checked(
            is_valid=False,
            problem=str(error),
            position=position if isinstance(position, int) else None,
            nearest=nearest if isinstance(nearest, str) else None,
        )
    return Checked(is_valid=True, names=sorted(names))


@routes.add("POST", f"{RULES}/simulate", body=SimulationWish, answer=Simulation, needs=READ)
async def simulate_automations(call: Call[Nothing, SimulationWish]) -> Simulation:
    """What the rules would do in the next days, on a copy of the live data; nothing is sent.

    Guests are taken to arrive and leave as booked.
    """
    body = call.body
    draft = (body.draft.name, body.draft.definition.read()) if body.draft else None
    wish = Wish(
        days=body.days,
        begin=body.begin,
        rule_ids=tuple(int(each) for each in body.rule_ids),
        draft=draft,
        amendments=tuple(each.read() for each in body.amendments),
    )
    return Simulation.of(
        await call.desk.dry_runs.run(wish, actor=f"staff:{call.who.id}"), body.limit
    )


@routes.add("GET", f"{RULES}/runs", query=RunQuery, answer=Runs, needs=READ)
async def list_automation_runs(call: Call[RunQuery, Nothing]) -> Runs:
    """What rules have planned, did, and did not do with the reason why."""
    query = call.query
    after = decode(query.cursor, 2)
    found = await call.desk.automations.runs(
        states=(query.state,) if query.state else (),
        rule_id=_number(query.rule_id),
        reservation_id=_number(query.reservation_id),
        guest_id=_number(query.guest_id),
        since=_micros(query.since),
        until=_micros(query.until),
        is_ascending=query.order == "next",
        position=(after[0], after[1]) if after else None,
        limit=query.limit,
    )
    is_full = len(found) == query.limit
    return Runs(
        runs=[RunShape.of(view) for view in found],
        cursor=encode(found[-1].run.due_at, found[-1].run.id) if is_full else None,
    )


@routes.add("GET", f"{RULES}/runs/{{id}}", answer=RunShape, needs=READ, errors=("NOT_FOUND",))
async def get_automation_run(call: Call[Nothing, Nothing]) -> RunShape:
    """One run, with what became of each of its actions."""
    return RunShape.of(await call.desk.automations.run(call.id()))


@routes.add(
    "POST",
    f"{RULES}/runs/{{id}}/send",
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
    f"{RULES}/runs/{{id}}/skip",
    answer=RunShape,
    needs=Permission.WRITE_CONVERSATIONS,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def skip_automation_run(call: Call[Nothing, Nothing]) -> RunShape:
    """Leave one out that is planned or waits for staff."""
    await call.desk.automations.skip(call.id(), call.who)
    return RunShape.of(await call.desk.automations.run(call.id()))


@routes.add("GET", f"{RULES}/calls", query=CallQuery, answer=Calls, needs=MANAGE)
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
    f"{RULES}/calls/{{id}}/retry",
    answer=CallShape,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def retry_automation_call(call: Call[Nothing, Nothing]) -> CallShape:
    """Try a webhook again that was given up."""
    return CallShape.of(await call.desk.automations.retry_call(call.id(), call.who))


@routes.add("GET", f"{RULES}/{{id}}", answer=RuleShape, needs=READ, errors=("NOT_FOUND",))
async def get_automation(call: Call[Nothing, Nothing]) -> RuleShape:
    """One rule."""
    return RuleShape.of(await call.desk.automations.get(call.id()))


@routes.add(
    "PATCH",
    f"{RULES}/{{id}}",
    body=RuleChanges,
    answer=RuleShape,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def edit_automation(call: Call[Nothing, RuleChanges]) -> RuleShape:
    """Change one: its next version. What it has planned moves with it, never into the past."""
    body = call.body
    definition = body.definition.read() if body.definition else None
    await call.desk.automations.edit(call.who, call.id(), name=body.name, definition=definition)
    return RuleShape.of(await call.desk.automations.get(call.id()))


@routes.add("DELETE", f"{RULES}/{{id}}", status=204, needs=MANAGE, errors=("NOT_FOUND",))
async def remove_automation(call: Call[Nothing, Nothing]) -> None:
    """Take one away. What it has planned is cancelled; what it did stays on record."""
    await call.desk.automations.remove(call.who, call.id())


@routes.add(
    "GET", f"{RULES}/{{id}}/versions", answer=RuleVersions, needs=READ, errors=("NOT_FOUND",)
)
async def list_automation_versions(call: Call[Nothing, Nothing]) -> RuleVersions:
    """Every definition a rule had, newest first."""
    return RuleVersions(
        versions=[
            RuleVersionShape(
                version=each.version,
                name=each.name,
                definition=DefinitionShape.of(each.definition),
                actor=each.actor,
                created_at=to_iso(each.created_at),
            )
            for each in await call.desk.automations.versions(call.id())
        ]
    )


@routes.add(
    "POST",
    f"{RULES}/{{id}}/enable",
    body=Enabling,
    answer=Enabled,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def enable_automation(call: Call[Nothing, Enabling]) -> Enabled:
    """Switch a rule on, from now: nothing is planned in the past.

    The first call only says how many guests get a message within 24 hours; `isConfirmed` enables.
    """
    desk, rule_id = call.desk, call.id()
    status = await desk.automations.get(rule_id)
    told = 0
    if not status.rule.is_enabled:
        found = await desk.dry_runs.run(
            Wish(days=1, rule_ids=(rule_id,), only=rule_id), actor=f"staff:{call.who.id}"
        )
        told = found.guests_within(DAY)
    if call.body.is_confirmed:
        await desk.automations.enable(rule_id, actor=f"staff:{call.who.id}", by=call.who)
        status = await desk.automations.get(rule_id)
    return Enabled(
        is_enabled=status.rule.is_enabled,
        needs_confirmation=not status.rule.is_enabled,
        guests_next_day=told,
        promises=await desk.automations.promises(rule_id),
        automation=RuleShape.of(status),
    )


@routes.add(
    "POST", f"{RULES}/{{id}}/disable", answer=RuleShape, needs=MANAGE, errors=("NOT_FOUND",)
)
async def disable_automation(call: Call[Nothing, Nothing]) -> RuleShape:
    """Switch a rule off; what it has planned is cancelled."""
    rule_id = call.id()
    await call.desk.automations.disable(rule_id, actor=f"staff:{call.who.id}", by=call.who)
    return RuleShape.of(await call.desk.automations.get(rule_id))


# -- between the API's words and the model's -------------------------------------------------------


def _trigger(shape: StayTrigger | EventTrigger | ScheduleTrigger) -> Trigger:
    match shape:
        case StayTrigger():
            return StayTime(shape.anchor, shape.side, shape.days, shape.hours, shape.at, shape.zone)
        case EventTrigger():
            return Event(shape.event, shape.delay_minutes, shape.hours)
        case ScheduleTrigger():
            return Schedule(shape.at, tuple(sorted(set(shape.weekdays))), shape.audience)


def _trigger_shape(trigger: Trigger) -> StayTrigger | EventTrigger | ScheduleTrigger:
    match trigger:
        case StayTime():
            return StayTrigger(
                kind="stay",
                anchor=trigger.anchor,
                side=trigger.side,
                days=trigger.days,
                hours=trigger.hours,
                at=trigger.at,
                zone=trigger.zone,
            )
        case Event():
            return EventTrigger(
                kind="event",
                event=trigger.event,
                delay_minutes=trigger.delay_m,
                hours=trigger.hours,
            )
        case Schedule():
            return ScheduleTrigger(
                kind="schedule",
                at=trigger.at,
                weekdays=list(trigger.weekdays),
                audience=trigger.audience,
            )


_Actions = (
    SendMessageAction
    | CreateTaskAction
    | NotifyStaffAction
    | AddTagAction
    | RemoveTagAction
    | SetPreferenceAction
    | CallWebhookAction
)


def _action(shape: _Actions) -> Action:
    match shape:
        case SendMessageAction():
            return SendMessage(shape.template, shape.purpose, tuple(shape.channels))
        case CreateTaskAction():
            return CreateTask(shape.title, shape.department, shape.priority, shape.note)
        case NotifyStaffAction():
            return NotifyStaff(shape.text, shape.department, shape.priority)
        case AddTagAction():
            return AddTag(shape.tag)
        case RemoveTagAction():
            return RemoveTag(shape.tag)
        case SetPreferenceAction():
            return SetPreference(shape.name, shape.value)
        case CallWebhookAction():
            return CallWebhook(shape.url)


def _action_shape(action: Action) -> _Actions:
    match action:
        case SendMessage():
            return SendMessageAction(
                kind="send_message",
                template=action.template,
                purpose=action.purpose,
                channels=list(action.channels),
            )
        case CreateTask():
            return CreateTaskAction(
                kind="create_task",
                title=action.title,
                department=action.department,
                priority=action.priority,
                note=action.note,
            )
        case NotifyStaff():
            return NotifyStaffAction(
                kind="notify_staff",
                text=action.text,
                department=action.department,
                priority=action.priority,
            )
        case AddTag():
            return AddTagAction(kind="add_tag", tag=action.tag)
        case RemoveTag():
            return RemoveTagAction(kind="remove_tag", tag=action.tag)
        case SetPreference():
            return SetPreferenceAction(kind="set_preference", name=action.name, value=action.value)
        case CallWebhook():
            return CallWebhookAction(kind="call_webhook", url=action.url)


def _text(number: int | None) -> str | None:
    return str(number) if number is not None else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None else None


def _iso(at: Micros | None) -> str | None:
    return to_iso(at) if at is not None else None


def _micros(at: datetime | None) -> Micros | None:
    return from_datetime(at) if at is not None else None
