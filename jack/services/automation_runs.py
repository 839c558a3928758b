"""Runs whose time has come: claimed by one sweep, judged again on what is true now, done and ended
in one write each. Everything here runs inside a write (`read_facts` also inside a read)."""

from __future__ import annotations

from dataclasses import dataclass

from jack.config import Config
from jack.db import automations as store
from jack.db import contacts, conversations, guest_records, guests, ratings, reservations
from jack.events import Event
from jack.model.automations import (
    Act,
    Defer,
    Drop,
    Facts,
    HotelTimes,
    Judge,
    Outcome,
    Rule,
    Run,
    RunReason,
    RunState,
    SendMessage,
    Verdict,
)
from jack.model.clock import MINUTE, Micros
from jack.model.reservations import Reservation
from jack.services.automation_acts import Acts, Deed
from jack.services.automation_plans import hotel_times
from jack.services.automation_ways import Ways

LEASE: Micros = 2 * MINUTE
MOST_ATTEMPTS = 5
AGAIN = MINUTE
"""After something unexpected, such as a bug. A crash is no attempt: nothing had happened."""
LOOK_AGAIN = 15 * MINUTE
"""How often it is looked whether people are through with a conversation."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a run; `state` is planned where it was put off."""

    run_id: int
    state: RunState
    reason: RunReason | None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Runner:
    judge: Judge
    ways: Ways
    acts: Acts
    config: Config
    holder: str

    def claim(self, at: Micros, limit: int) -> list[int]:
        """Take runs that are due, the longest due first, for as long as the lease is."""
        run_ids = store.due(at, limit)
        if run_ids:
            store.claim(run_ids, self.holder, at, lease=LEASE)
        return run_ids

    def execute(self, run_id: int, at: Micros) -> Ended | None:
        """Do it, put it off or drop it; None when somebody else has it now."""
        run = store.run(run_id)
        if run is None or not store.is_held(run_id, self.holder):
            return None
        rule = store.rule(run.rule_id)
        if rule is None:
            return self._drop(run, Drop(RunState.CANCELLED, RunReason.RULE_OFF), at)
        facts = self.read_facts(rule, run, at)
        match self.judge.judge(rule, run, facts, at):
            case Drop() as drop:
                return self._drop(run, drop, at)
            case Defer(until, RunReason.MOVED) if until > at:
                store.move(run.id, until)
                return Ended(run.id, RunState.PLANNED, RunReason.MOVED)
            case Defer(_, RunReason.MOVED):  # into the past: whoever follows the change decides
                store.defer(run.id, at + MINUTE, RunReason.MOVED)
                return Ended(run.id, RunState.PLANNED, RunReason.MOVED)
            case Defer(until, reason):
                store.defer(run.id, until, reason)
                return Ended(run.id, RunState.PLANNED, reason)
            case Act() as act:
                return self._act(rule, run, facts, act, at)

    def broke(self, run_id: int, error: str, at: Micros) -> Ended | None:
        """It raised something nobody expected: some more tries, then it is given up."""
        attempts = store.broke(run_id, self.holder, at + AGAIN)
        if attempts is None or attempts < MOST_ATTEMPTS:
            return None
        store.finish(run_id, RunState.FAILED, at, reason=RunReason.ERROR, detail=error)
        return Ended(run_id, RunState.FAILED, RunReason.ERROR)

    def foresee(self, rule: Rule, run: Run, at: Micros) -> tuple[Verdict, Facts]:
        """What would be decided about a run at a time, by what is known now."""
        facts = self.read_facts(rule, run, at)
        return self.judge.judge(rule, run, facts, at), facts

    def read_facts(self, rule: Rule, run: Run, at: Micros) -> Facts:
        stay = reservations.get(run.reservation_id) if run.reservation_id is not None else None
        guest_id = stay.guest_id if stay is not None else run.guest_id
        guest = guests.get(guest_id) if guest_id is not None else None
        hotel = hotel_times(self.config)
        if guest is None:
            return Facts(hotel, stay, None, values=run.values)
        conversation = (
            conversations.get(run.conversation_id) if run.conversation_id is not None else None
        ) or contacts.newest(guest.id)
        is_first = stay is None or not contacts.has_stayed_before(
            guest.id, stay.id, stay.arrival.isoformat()
        )
        return Facts(
            hotel=hotel,
            stay=stay,
            guest=guest,
            tags=guest_records.tags(guest.id),
            is_first_stay=is_first,
            conversation=conversation,
            busy_until=_busy_until(guest.id, hotel, at) if rule.definition.messages else None,
            automated_at=store.last_automated_at(guest.id),
            offers={
                index: self.ways.offers(
                    action,
                    guest,
                    stay,
                    conversation,
                    at,
                    task_title=str(run.values.get("task.title", "")),
                )
                for index, action in enumerate(rule.definition.actions)
                if isinstance(action, SendMessage)
            },
            values={**_rated(stay), **run.values},
        )

    # -- parts -----------------------------------------------------------------------------

    def _act(self, rule: Rule, run: Run, facts: Facts, act: Act, at: Micros) -> Ended:
        expires_at = self.judge.expires_at(rule, run, facts)
        deed = Deed(rule, run, facts, expires_at, at)
        outcomes = self.acts.do(deed, act)
        state, reason, detail = _summary(outcomes)
        store.finish(
            run.id,
            state,
            at,
            reason=reason,
            detail=detail,
            outcomes=outcomes,
            message_id=deed.message_id,
            conversation_id=deed.conversation_id,
        )
        return Ended(run.id, state, reason, tuple(deed.events))

    @staticmethod
    def _drop(run: Run, drop: Drop, at: Micros) -> Ended:
        store.finish(run.id, drop.state, at, reason=drop.reason, detail=drop.detail)
        return Ended(run.id, drop.state, drop.reason)


def _rated(stay: Reservation | None) -> dict[str, object]:
    score = ratings.score_of(stay.id) if stay is not None else None
    return {} if score is None else {"rating.score": score}


def _summary(outcomes: tuple[Outcome, ...]) -> tuple[RunState, RunReason | None, str]:
    """Failed when any action did; done when any was; the first trouble says why."""
    trouble = next((each for each in outcomes if each.state is not RunState.DONE), None)
    states = {each.state for each in outcomes}
    if RunState.FAILED in states:
        state = RunState.FAILED
    else:
        state = RunState.DONE if RunState.DONE in states else RunState.SUPPRESSED
    if trouble is None:
        return state, None, ""
    failed = next((each for each in outcomes if each.state is RunState.FAILED), trouble)
    return state, failed.reason, failed.detail


def _busy_until(guest_id: int, hotel: HotelTimes, at: Micros) -> Micros | None:
    """While people are with the guest, and for a while after the last word (R3)."""
    if contacts.is_with_people(guest_id):
        return at + LOOK_AGAIN
    last = contacts.last_word_at(guest_id, since=at - hotel.recent)
    return last + hotel.recent if last is not None else None
