"""The rules' judgement in one object: what `jack.services.automations` asks before it acts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jack.automations import suppression, triggers
from jack.automations.actions import CHECKS
from jack.automations.conditions import NAMES as NAMES_OF_CONDITIONS
from jack.automations.conditions import Name, names_in, parse
from jack.automations.shipped import SHIPPED
from jack.errors import Invalid
from jack.model.automations import (
    MAX_ACTIONS,
    MAX_DAYS,
    MAX_DELAY_M,
    MAX_HOURS,
    Definition,
    Event,
    Facts,
    Happened,
    HotelTimes,
    Rule,
    Run,
    RunReason,
    Schedule,
    ScheduleAudience,
    SendMessage,
    Shipped,
    StayTime,
    Verdict,
)
from jack.model.clock import Micros
from jack.model.reservations import Reservation

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class Engine:
    """Decides; holds nothing."""

    shipped: tuple[Shipped, ...] = SHIPPED
    names: Mapping[str, Name] = NAMES_OF_CONDITIONS

    def check(self, definition: Definition) -> None:
        """Raises Invalid that names what is wrong, and in a condition the place."""
        self.check_condition(definition.condition)
        _check_trigger(definition)
        if not 1 <= len(definition.actions) <= MAX_ACTIONS:
            raise Invalid(f"A rule has 1 to {MAX_ACTIONS} actions.", field="actions")
        for action in definition.actions:
            CHECKS[type(action)](action)
        is_for_hotel = (
            isinstance(definition.trigger, Schedule)
            and definition.trigger.audience is ScheduleAudience.HOTEL
        )
        if is_for_hotel and any(isinstance(each, SendMessage) for each in definition.actions):
            raise Invalid(
                "A schedule for the hotel has no guest to write to: choose an audience.",
                field="trigger.audience",
            )

    def check_condition(self, text: str) -> frozenset[str]:
        """The names it asks for. Raises Invalid with `position` and `nearest`."""
        return names_in(parse(text))

    def due_at(
        self, rule: Rule, stay: Reservation, hotel: HotelTimes, phone: str | None
    ) -> Micros | None:
        """When a rule by the times of a stay means it; None for other rules."""
        trigger = rule.definition.trigger
        return (
            triggers.due_at(trigger, stay, hotel, phone) if isinstance(trigger, StayTime) else None
        )

    def not_meant(self, rule: Rule, stay: Reservation | None) -> RunReason | None:
        return triggers.not_meant(rule, stay)

    def is_too_late(
        self, rule: Rule, stay: Reservation, hotel: HotelTimes, due_at: Micros, at: Micros
    ) -> bool:
        """Whether even a late booking's message has no sense any more."""
        trigger = rule.definition.trigger
        assert isinstance(trigger, StayTime)
        end = triggers.bound(trigger, stay, hotel)
        return at >= (end if end is not None else due_at + rule.definition.patience)

    def last_scheduled(
        self, rule: Rule, hotel: HotelTimes, at: Micros
    ) -> tuple[Micros, str] | None:
        trigger = rule.definition.trigger
        if not isinstance(trigger, Schedule):
            return None
        found = triggers.last_scheduled(trigger, hotel, at)
        return (found[0], found[1].isoformat()) if found else None

    def next_scheduled(self, rule: Rule, hotel: HotelTimes, at: Micros) -> Micros | None:
        trigger = rule.definition.trigger
        return (
            triggers.next_scheduled(trigger, hotel, at) if isinstance(trigger, Schedule) else None
        )

    def judge(self, rule: Rule, run: Run, facts: Facts, at: Micros) -> Verdict:
        return suppression.judge(rule, run, facts, at)

    def expires_at(self, rule: Rule, run: Run, facts: Facts) -> Micros:
        return suppression.expires_at(rule, run, facts)


def _check_trigger(definition: Definition) -> None:
    trigger = definition.trigger
    if not 1 <= definition.stale_after_m <= MAX_DELAY_M:
        raise Invalid("staleAfterMinutes is 1 to 60 days in minutes.", field="staleAfterMinutes")
    match trigger:
        case StayTime():
            if not (0 <= trigger.days <= MAX_DAYS and 0 <= trigger.hours <= MAX_HOURS):
                raise Invalid(
                    f"At most {MAX_DAYS} days or {MAX_HOURS} hours from arrival or departure.",
                    field="trigger",
                )
            if trigger.at is not None:
                _check_time(trigger.at)
                if trigger.hours:
                    raise Invalid("Hours are for a trigger without a time.", field="trigger.hours")
        case Event():
            if not 0 <= trigger.delay_m <= MAX_DELAY_M:
                raise Invalid("The delay is at most 60 days.", field="trigger.delayMinutes")
            if trigger.event is Happened.CONVERSATION_IDLE and not 1 <= trigger.hours <= MAX_HOURS:
                raise Invalid(
                    f"A conversation is idle after 1 to {MAX_HOURS} hours.", field="trigger.hours"
                )
        case Schedule():
            _check_time(trigger.at)
            if any(day not in range(1, 8) for day in trigger.weekdays):
                raise Invalid("Weekdays are 1 (Monday) to 7.", field="trigger.weekdays")


def _check_time(at: str) -> None:
    if not _TIME.fullmatch(at):
        raise Invalid("A time of day is written HH:MM.", field="trigger.at")
