"""Rules as staff see them, and the sweep that does what is due. `jack.automations` judges.

What changed is a row written by the change itself; what a rule plans is a row; what it does is one
write that ends the row. So a crash repeats nothing and loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from jack import metrics
from jack.config import Config
from jack.db import audit, guests, reservations, webhook_calls
from jack.db import automations as store
from jack.db.database import Database
from jack.errors import Conflict, DatabaseError, Forbidden, Invalid, NotFound
from jack.events import Event, EventBus
from jack.model.automations import (
    CallWebhook,
    Definition,
    Drop,
    Judge,
    Rule,
    RuleVersion,
    Run,
    RunReason,
    RunState,
    StayTime,
    WebhookCall,
)
from jack.model.clock import Clock, Micros
from jack.model.rule_promises import unkept
from jack.model.staff import Permission, Staff
from jack.services import wording
from jack.services.announce import announce
from jack.services.automation_plans import Planner
from jack.services.automation_runs import Ended, Runner

log = logging.getLogger(__name__)

FOLLOWED = 50
"""Changes looked at in one write: guests' messages must not wait behind an import."""
BATCH = 50
MAX_NAME = 100
STILL_TO_COME = (RunReason.NOT_ARRIVED, RunReason.IN_HOUSE)
"""No outlook: guests are taken to arrive and leave as booked."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RuleStatus:
    """A rule and how it goes: `next_at` its next run, `planned` how many, `asking` those that wait
    for staff, `last` state, reason and time of the last that ended."""

    rule: Rule
    next_at: Micros | None
    planned: int
    asking: int
    last: tuple[RunState, RunReason | None, Micros] | None


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with its rule; `outlook` is what would hold it back if nothing changed until then."""

    run: Run
    rule: Rule | None
    guest_name: str
    room: str | None
    outlook: RunReason | None = None


@dataclass(frozen=True, slots=True)
class Automations:
    db: Database
    bus: EventBus
    config: Config
    clock: Clock
    judge: Judge
    planner: Planner
    runner: Runner

    # -- rules -----------------------------------------------------------------------------

    async def install(self) -> int:
        """Put the rules that come with Jack there, off; how many were new."""

        def work(at: Micros) -> int:
            known = store.known_keys()
            new = [each for each in self.judge.shipped if each.key not in known]
            for each in new:
                store.add_rule(
                    each.key, each.name, each.definition, at, actor="system", is_shipped=True
                )
            return len(new)

        if not await self.db.read(self._lacks_rules):
            return 0
        return await self.db.write(work, self.clock())

    def _lacks_rules(self) -> bool:
        known = store.known_keys()
        return any(each.key not in known for each in self.judge.shipped)

    async def listed(self, *, after: int = 0, limit: int | None = None) -> list[RuleStatus]:
        """Rules behind the one of this id, in the order they were made; without a limit all."""

        def read() -> list[RuleStatus]:
            found = [rule for rule in store.rules() if rule.id > after][:limit]
            counts = store.counts([rule.id for rule in found], self.clock())
            return [_status(rule, counts[rule.id]) for rule in found]

        return await self.db.read(read)

    async def get(self, rule_id: int) -> RuleStatus:
        """Raises NotFound."""

        def read() -> RuleStatus:
            rule = _must(rule_id)
            return _status(rule, store.counts([rule.id], self.clock())[rule.id])

        return await self.db.read(read)

    async def by_key(self, key: str) -> Rule:
        """A rule by its key or number. Raises NotFound."""

        def read() -> Rule:
            found = store.rule_by_key(key)
            if found is None and key.isdecimal() and len(key) < 18:
                found = store.rule(int(key))
            if found is None:
                known = ", ".join(rule.key for rule in store.rules())
                raise NotFound(f"There is no automation {key}. There are: {known}.")
            return found

        return await self.db.read(read)

    async def versions(self, rule_id: int) -> list[RuleVersion]:
        """Every definition it had, newest first. Raises NotFound."""

        def read() -> list[RuleVersion]:
            _must(rule_id)
            return store.versions(rule_id)

        return await self.db.read(read)

    def check_condition(self, text: str) -> frozenset[str]:
        """The names it asks for. Raises Invalid with `position` and `nearest`."""
        return self.judge.check_condition(text)

    async def create(self, by: Staff, key: str, name: str, definition: Definition) -> Rule:
        """Off. Raises Forbidden, Invalid, Conflict when there is one of this key."""
        _must_manage(by)
        self._check(name, definition)

        def work(at: Micros) -> Rule:
            if key in store.known_keys():
                raise Conflict(f"There is an automation {key} already.", field="key")
            rule_id = store.add_rule(key, name, definition, at, actor=f"staff:{by.id}")
            _audit(f"staff:{by.id}", "automation.created", rule_id, at)
            return _must(rule_id)

        return await self._write(work)

    async def edit(
        self,
        by: Staff,
        rule_id: int,
        *,
        name: str | None = None,
        definition: Definition | None = None,
    ) -> Rule:
        """Its next version; what it has planned moves with it. Raises NotFound, Forbidden, Invalid."""
        _must_manage(by)

        def work(at: Micros) -> Rule:
            rule = _must(rule_id)
            new_name = rule.name if name is None else name
            new = rule.definition if definition is None else definition
            self._check(new_name, new)
            if rule.is_enabled:
                self._must_have_secret(new)
            if (new_name, new) == (rule.name, rule.definition):
                return rule
            store.save_rule(rule, new_name, new, at, actor=f"staff:{by.id}")
            if new.trigger != rule.definition.trigger and not _both_move(new, rule.definition):
                store.cancel_open(rule.id, RunReason.RULE_OFF, at)
            store.note("rules", rule.id, at)
            _audit(f"staff:{by.id}", "automation.changed", rule.id, at)
            return _must(rule_id)

        return await self._write(work)

    async def remove(self, by: Staff, rule_id: int) -> None:
        """What it has planned is cancelled; what it did stays on record."""
        _must_manage(by)

        def work(at: Micros) -> None:
            rule = _must(rule_id)
            store.cancel_open(rule.id, RunReason.RULE_OFF, at)
            store.remove_rule(rule.id, at)
            _audit(f"staff:{by.id}", "automation.removed", rule.id, at, key=rule.key)

        await self._write(work)

    async def enable(self, rule_id: int, *, actor: str, by: Staff | None = None) -> Rule:
        """From now on: nothing is planned in the past. Enabling twice is enabling once. Raises
        NotFound, Forbidden, and Conflict where a text or the secret of webhooks is missing."""
        _must_manage(by)

        def work(at: Micros) -> Rule:
            rule = _must(rule_id)
            self.judge.check(rule.definition)
            self._must_have_secret(rule.definition)
            _must_have_texts(rule.definition)
            if not rule.is_enabled:
                store.set_enabled(rule.id, at, is_on=True)
                store.note("rules", rule.id, at)
                _audit(actor, "automation.enabled", rule.id, at, version=rule.version)
            return _must(rule_id)

        return await self._write(work)

    async def promises(self, rule_id: int) -> list[str]:
        """The words of its texts, in whatever language, that promise what none of its steps does: such
        a text is held back (R5). Raises NotFound."""

        def read() -> list[str]:
            definition = _must(rule_id).definition
            texts = [
                part
                for action in definition.messages
                for text in wording.all_named(action.template)
                for part in wording.bare(text)
            ]
            return unkept(definition, texts)

        return await self.db.read(read)

    async def disable(self, rule_id: int, *, actor: str, by: Staff | None = None) -> Rule:
        """What it has planned is cancelled in the same write."""
        _must_manage(by)

        def work(at: Micros) -> Rule:
            rule = _must(rule_id)
            if rule.is_enabled:
                store.set_enabled(rule.id, at, is_on=False)
                store.cancel_open(rule.id, RunReason.RULE_OFF, at)
                _audit(actor, "automation.disabled", rule.id, at)
            return _must(rule_id)

        return await self._write(work)

    def _check(self, name: str, definition: Definition) -> None:
        if not name.strip() or len(name) > MAX_NAME:
            raise Invalid(f"The name has 1 to {MAX_NAME} characters.", field="name")
        self.judge.check(definition)

    def _must_have_secret(self, definition: Definition) -> None:
        calls = any(isinstance(action, CallWebhook) for action in definition.actions)
        if calls and not len(self.config.automations.webhook_secret):
            raise Conflict(
                "This rule calls a webhook, and automations.webhook_secret is not set: nobody could"
                " tell the call is Jack's."
            )

    # -- runs ------------------------------------------------------------------------------

    async def runs(self, **wanted: Any) -> list[RunView]:
        """As `jack.db.automations.listed` takes it; what is planned with its outlook."""

        def read() -> list[RunView]:
            return [self._view(run) for run in store.listed(**wanted)]

        return await self.db.read(read)

    async def run(self, run_id: int) -> RunView:
        """Raises NotFound."""

        def read() -> RunView:
            return self._view(_must_run(run_id))

        return await self.db.read(read)

    def _view(self, run: Run) -> RunView:
        rule = store.rule(run.rule_id)
        guest = guests.get(run.guest_id) if run.guest_id is not None else None
        stay = reservations.get(run.reservation_id) if run.reservation_id is not None else None
        outlook = None
        if rule is not None and run.state is RunState.PLANNED:
            verdict, _ = self.runner.foresee(rule, run, run.due_at)
            if isinstance(verdict, Drop) and verdict.reason not in STILL_TO_COME:
                outlook = verdict.reason
        return RunView(run, rule, guest.name if guest else "", stay.room if stay else None, outlook)

    async def send_now(self, run_id: int, by: Staff) -> Run:
        """What waits for staff is done now, unless something holds it back. Raises Conflict."""
        return await self._decide(run_id, by, "automation.sent", self._send)

    async def skip(self, run_id: int, by: Staff) -> Run:
        """Leave this one out. Raises Conflict when it is over already."""
        return await self._decide(run_id, by, "automation.skipped", self._skip)

    @staticmethod
    def _send(run: Run, at: Micros) -> None:
        if run.state is not RunState.ASK_STAFF:
            raise Conflict(f"This run is {run.state}: nobody is asked.")
        store.move(run.id, at, is_late=True)

    @staticmethod
    def _skip(run: Run, at: Micros) -> None:
        if run.state not in (RunState.ASK_STAFF, RunState.PLANNED):
            raise Conflict(f"This run is {run.state} already.")
        store.finish(run.id, RunState.SUPPRESSED, at, reason=RunReason.SKIPPED)

    async def _decide(
        self, run_id: int, by: Staff, action: str, settle: Callable[[Run, Micros], None]
    ) -> Run:
        if not by.may(Permission.WRITE_CONVERSATIONS):
            raise Forbidden(f"Your role, {by.role}, may not decide on messages to guests.")

        def work(at: Micros) -> Run:
            settle(_must_run(run_id), at)
            audit.add(f"staff:{by.id}", action, f"automation_run:{run_id}", at)
            return _must_run(run_id)

        return await self._write(work)

    # -- webhooks --------------------------------------------------------------------------

    async def calls(
        self, *, states: Sequence[str] = (), before: int | None = None, limit: int = 50
    ) -> list[WebhookCall]:
        return await self.db.read(webhook_calls.listed, states=states, before=before, limit=limit)

    async def retry_call(self, call_id: int, by: Staff) -> WebhookCall:
        """Try one again that was given up. Raises NotFound, Conflict."""
        _must_manage(by)

        def work(at: Micros) -> WebhookCall:
            call = webhook_calls.get(call_id)
            if call is None:
                raise NotFound(f"There is no call {call_id}.")
            if not webhook_calls.again(call_id, at):
                raise Conflict(f"This call is {call.state}.")
            audit.add(f"staff:{by.id}", "automation.call_retried", f"automation_call:{call_id}", at)
            found = webhook_calls.get(call_id)
            assert found is not None
            return found

        return await self._write(work)

    # -- the sweep -------------------------------------------------------------------------

    async def recover(self) -> int:
        """After a start: what a process of before had begun has not happened, and times may be
        reckoned otherwise now; how many runs were taken back."""

        def work(at: Micros) -> int:
            if store.rules(is_enabled=True):
                store.note("rules", 0, at)
            return store.release_others(self.runner.holder)

        return await self.db.write(work, self.clock())

    async def sweep(self) -> int:
        """Look around too, then `tick`."""
        await self.db.write(self.planner.look_around, self.clock())
        return await self.tick()

    async def tick(self) -> int:
        """Follow what changed and do all that is due; how many runs ended. An idle one writes
        nothing."""
        await self.follow()
        return await self.run_due()

    async def follow(self) -> None:
        while await self.db.read(store.has_changes):
            await self.db.write(self.planner.follow, self.clock(), FOLLOWED)

    async def run_due(self) -> int:
        ended = 0
        while True:
            due = await self.next_due()
            if due is None or due > self.clock():
                return ended
            run_ids = await self.db.write(self.runner.claim, self.clock(), BATCH)
            if not run_ids:
                return ended
            results = await asyncio.gather(
                *(self._execute(run_id) for run_id in run_ids), return_exceptions=True
            )
            ended += self._tell(run_ids, results)
            log.info("automations ran", extra={"count": len(run_ids)})

    async def _execute(self, run_id: int) -> Ended | None:
        try:
            return await self.db.write(self.runner.execute, run_id, self.clock())
        except DatabaseError:
            raise
        except Exception as error:
            metrics.ERRORS.labels("automations").inc()
            log.exception("automation broke", extra={"run_id": run_id})
            return await self.db.write(
                self.runner.broke, run_id, type(error).__name__, self.clock()
            )

    def _tell(self, run_ids: Sequence[int], results: Sequence[Ended | BaseException | None]) -> int:
        """What the store did not take stays claimed until its lease is over, and is tried again."""
        ended = 0
        events: list[Event] = []
        for run_id, result in zip(run_ids, results, strict=True):
            if isinstance(result, Exception):
                metrics.ERRORS.labels("automations").inc()
                log.error("automation not stored", extra={"run_id": run_id, "reason": str(result)})
            elif isinstance(result, BaseException):
                raise result
            elif result is not None:
                outcome = "deferred" if result.state is RunState.PLANNED else result.state
                metrics.AUTOMATION_RUNS.labels(outcome, result.reason or "").inc()
                ended += result.state is not RunState.PLANNED
                events += result.events
        announce(self.bus, events)
        return ended

    async def next_due(self) -> Micros | None:
        return await self.db.read(store.next_due)

    async def _write(self, work: Callable[[Micros], T]) -> T:
        return await self.db.write(work, self.clock())


def _both_move(new: Definition, old: Definition) -> bool:
    """What is planned by the times of a stay moves with the rule; what an event planned does not."""
    return isinstance(new.trigger, StayTime) and isinstance(old.trigger, StayTime)


def _must_have_texts(definition: Definition) -> None:
    known = wording.names()
    for action in definition.messages:
        if action.template not in known:
            raise Conflict(f"There is no approved text {action.template} to send. Write one first.")


def _status(rule: Rule, counts: Mapping[str, Any]) -> RuleStatus:
    last = counts["last"]
    return RuleStatus(
        rule=rule,
        next_at=counts["next"],
        planned=counts["planned"],
        asking=counts["asking"],
        last=(
            (RunState(last[0]), RunReason(last[1]) if last[1] else None, last[2]) if last else None
        ),
    )


def _must(rule_id: int) -> Rule:
    rule = store.rule(rule_id)
    if rule is None:
        raise NotFound(f"There is no automation {rule_id}.")
    return rule


def _must_run(run_id: int) -> Run:
    run = store.run(run_id)
    if run is None:
        raise NotFound(f"There is no run {run_id}.")
    return run


def _must_manage(by: Staff | None) -> None:
    if by is not None and not by.may(Permission.MANAGE_AUTOMATIONS):
        raise Forbidden(f"Your role, {by.role}, may not change automations.")


def _audit(actor: str, action: str, rule_id: int, at: Micros, **data: object) -> None:
    audit.add(actor, action, f"automation:{rule_id}", at, **data)
