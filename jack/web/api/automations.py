"""Rules that act by themselves: writing, checking and enabling them."""

from __future__ import annotations

from pydantic import Field

from jack.automations.conditions import NAMES
from jack.errors import Invalid
from jack.model.automations import (
    ACTIONS,
    REASONS,
    Happened,
    RunReason,
    RunState,
)
from jack.model.clock import DAY, to_iso
from jack.model.staff import Permission
from jack.services.automation_dryrun import Wish
from jack.services.automations import RuleStatus
from jack.web.api.automation_shapes import DefinitionShape
from jack.web.api.shapes import Page, as_iso, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("automations")

RULES = "/api/v1/automations"
READ, MANAGE = Permission.READ_AUTOMATIONS, Permission.MANAGE_AUTOMATIONS


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
            enabled_at=as_iso(rule.enabled_at),
            is_shipped=rule.is_shipped,
            next_at=as_iso(status.next_at),
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
