"""What holds a run back: for good with a reason, or for a while.

The order is the promise: a message that must not go is dropped before one that must wait is moved,
and whatever has waited so long that it is not true any more is dropped too (R8, R12).
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from jack.automations import triggers
from jack.automations.conditions import holds, parse
from jack.automations.values import values_of
from jack.model.automations import (
    DO_NOT_DISTURB,
    Act,
    Defer,
    Drop,
    Event,
    Facts,
    Happened,
    Offer,
    Rule,
    Run,
    RunReason,
    RunState,
    SendMessage,
    StayTime,
    Verdict,
)
from jack.model.clock import Micros
from jack.model.quiet import after_quiet
from jack.model.reservations import LIVE_STATUSES, ReservationStatus
from jack.model.rule_promises import unkept

NEEDED_STATUS = {
    Happened.RESERVATION_CREATED: LIVE_STATUSES,
    Happened.RESERVATION_CHANGED: LIVE_STATUSES,
    Happened.RESERVATION_CANCELLED: (ReservationStatus.CANCELLED,),
    Happened.CHECKED_IN: (ReservationStatus.CHECKED_IN,),
    Happened.CHECKED_OUT: (ReservationStatus.CHECKED_OUT,),
    Happened.NO_SHOW: (ReservationStatus.NO_SHOW,),
    Happened.ROOM_READY: LIVE_STATUSES,
}
"""What a stay must still be when its event's time has come."""

WHY_NOT = {
    ReservationStatus.CONFIRMED: RunReason.NOT_ARRIVED,
    ReservationStatus.CHECKED_IN: RunReason.IN_HOUSE,
    ReservationStatus.CHECKED_OUT: RunReason.DEPARTED,
    ReservationStatus.CANCELLED: RunReason.CANCELLED_STAY,
    ReservationStatus.NO_SHOW: RunReason.NO_SHOW,
}

TELLING = (
    RunReason.TOO_LONG,
    RunReason.MISSING_VALUES,
    RunReason.PRIVATE,
    RunReason.NO_TEMPLATE,
    RunReason.NO_CONSENT,
    RunReason.OPTED_OUT,
    RunReason.WINDOW,
)
"""Where every way is closed, the reason that tells most: what staff can mend comes first."""


def judge(rule: Rule, run: Run, facts: Facts, at: Micros) -> Verdict:
    """Whether to act now, later or not at all."""
    if not rule.is_enabled:
        return Drop(RunState.CANCELLED, RunReason.RULE_OFF)
    if (gone := _stay_is_not_for_it(rule, facts)) is not None:
        return Drop(RunState.SUPPRESSED, gone)
    last = expires_at(rule, run, facts)
    moved = _moved(rule, run, facts)
    if moved is not None and (moved > at or at < last):
        return Defer(moved, RunReason.MOVED)
    if at >= last:
        return Drop(RunState.SUPPRESSED, RunReason.STALE)
    if not holds(parse(rule.definition.condition), values_of(facts)):
        return Drop(RunState.SUPPRESSED, RunReason.CONDITION)
    sends = [i for i, a in enumerate(rule.definition.actions) if isinstance(a, SendMessage)]
    if not sends:
        return Act({}, {})
    held, ways = _ways(sends, facts)
    _hold_promises(rule, held, ways)
    if ways and (later := _later(rule, facts, at)) is not None:
        if later.until >= last:
            return Drop(RunState.SUPPRESSED, RunReason.STALE, detail=later.reason)
        return later
    if not ways and len(held) == len(rule.definition.actions):
        reason, detail = held[sends[0]]
        return Drop(RunState.SUPPRESSED, reason, detail)
    return Act(held, ways)


def expires_at(rule: Rule, run: Run, facts: Facts) -> Micros:
    """From then on it is not true any more."""
    last = run.base_due_at + rule.definition.patience
    trigger = rule.definition.trigger
    if isinstance(trigger, StayTime) and facts.stay is not None:
        end = triggers.bound(trigger, facts.stay, facts.hotel)
        return last if end is None else min(last, end)
    return last


def _stay_is_not_for_it(rule: Rule, facts: Facts) -> RunReason | None:
    trigger, stay = rule.definition.trigger, facts.stay
    if isinstance(trigger, StayTime):
        if (gone := triggers.not_meant(rule, stay)) is not None:
            return gone
        assert stay is not None, "a rule by a stay's times is meant for a stay"
        return triggers.not_yet(rule, stay)
    if isinstance(trigger, Event) and trigger.event in NEEDED_STATUS:
        if stay is None:
            return RunReason.NO_STAY
        if stay.status not in NEEDED_STATUS[trigger.event]:
            return WHY_NOT[stay.status]
        is_other_room = facts.values.get("room") not in (None, stay.room)
        if trigger.event is Happened.ROOM_READY and is_other_room:
            return RunReason.MOVED
    return None


def _moved(rule: Rule, run: Run, facts: Facts) -> Micros | None:
    """The time that this run really has, where its stay was changed and nobody looked yet."""
    trigger = rule.definition.trigger
    if not isinstance(trigger, StayTime) or run.is_late or facts.stay is None:
        return None
    phone = facts.guest.phone if facts.guest else None
    due = triggers.due_at(trigger, facts.stay, facts.hotel, phone)
    return due if due != run.base_due_at else None


def _ways(
    sends: list[int], facts: Facts
) -> tuple[dict[int, tuple[RunReason, str]], dict[int, Offer]]:
    """For each message the first way that is open, else why there is none."""
    held: dict[int, tuple[RunReason, str]] = {}
    ways: dict[int, Offer] = {}
    for index in sends:
        if (reason := _guest_is_left_alone(facts)) is not None:
            held[index] = (reason, "")
            continue
        offers = facts.offers.get(index, ())
        open_ones = [offer for offer in offers if offer.refusal is None]
        if open_ones:
            ways[index] = open_ones[0]
        else:
            held[index] = _why_none(offers)
    return held, ways


def _hold_promises(
    rule: Rule, held: dict[int, tuple[RunReason, str]], ways: dict[int, Offer]
) -> None:
    """R5: what promises something goes only where a step of the rule does it."""
    for index, offer in list(ways.items()):
        if found := unkept(rule.definition, (offer.subject, offer.text)):
            held[index] = (RunReason.PROMISE, ", ".join(found))
            del ways[index]


def _guest_is_left_alone(facts: Facts) -> RunReason | None:
    if facts.guest is None:
        return RunReason.NO_ADDRESS
    if facts.guest.in_recovery or (facts.stay is not None and facts.stay.in_recovery):
        return RunReason.RECOVERY
    if DO_NOT_DISTURB in facts.tags:
        return RunReason.DO_NOT_DISTURB
    return None


def _why_none(offers: tuple[Offer, ...]) -> tuple[RunReason, str]:
    for reason in TELLING:
        for offer in offers:
            if offer.refusal is reason:
                return reason, offer.detail
    return RunReason.NO_ADDRESS, ""


def _later(rule: Rule, facts: Facts, at: Micros) -> Defer | None:
    """A message waits for the end of a conversation, of the gap, and of the night; the last of
    them counts, and the night is looked at last."""
    until, reason = at, None
    if facts.busy_until is not None and facts.busy_until > until:
        until, reason = facts.busy_until, RunReason.CONVERSATION
    if facts.automated_at is not None and facts.automated_at + facts.hotel.gap > until:
        until, reason = facts.automated_at + facts.hotel.gap, RunReason.GAP
    hotel = facts.hotel
    morning = after_quiet(until, _zone(rule, facts), hotel.quiet_from, hotel.quiet_until)
    if morning > until:
        until, reason = morning, RunReason.QUIET_HOURS
    return Defer(until, reason) if reason is not None else None


def _zone(rule: Rule, facts: Facts) -> ZoneInfo:
    trigger = rule.definition.trigger
    if isinstance(trigger, StayTime):
        phone = facts.guest.phone if facts.guest else None
        return triggers.zone_of(trigger, facts.hotel, phone)
    return ZoneInfo(facts.hotel.zone)
