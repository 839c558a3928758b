"""Rules that act by themselves, and what they plan: once per (rule, subject, occurrence).

A rule is a trigger, a condition in words (`jack.automations.conditions` reads it) and actions in
order. What it is going to do for one stay, task or conversation is a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from jack.model.clock import MINUTE, Micros
from jack.model.consent import Purpose
from jack.model.conversations import Conversation
from jack.model.guests import Guest
from jack.model.reservations import Reservation, ReservationStatus
from jack.model.tasks import Department, Priority
from jack.model.vendor_templates import TemplateCall

MAX_DAYS = 365
MAX_HOURS = 24 * 60
MAX_DELAY_M = 60 * 24 * 60
MAX_ACTIONS = 10
DO_NOT_DISTURB = "do-not-disturb"
"""The tag of a guest whom automations leave alone."""


# -- triggers --------------------------------------------------------------------------------------


class Anchor(StrEnum):
    ARRIVAL = "arrival"
    DEPARTURE = "departure"


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class Clockwork(StrEnum):
    """Whose clock on the wall a time is read from. The guest's is their phone number's country's,
    where that has one zone only; else the hotel's."""

    HOTEL = "hotel"
    GUEST = "guest"


class Happened(StrEnum):
    RESERVATION_CREATED = "reservation_created"
    RESERVATION_CHANGED = "reservation_changed"
    RESERVATION_CANCELLED = "reservation_cancelled"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    NO_SHOW = "no_show"
    ROOM_READY = "room_ready"
    TASK_COMPLETED = "task_completed"
    ESCALATION = "escalation"
    RATING = "rating"
    CONVERSATION_IDLE = "conversation_idle"


class ScheduleAudience(StrEnum):
    """For whom a schedule runs: once for the hotel, or for every stay of that kind."""

    HOTEL = "hotel"
    ARRIVING = "arriving"
    IN_HOUSE = "in_house"
    DEPARTING = "departing"


@dataclass(frozen=True, slots=True)
class StayTime:
    """So many days and hours before or after arrival or departure.

    With `at` (HH:MM) the day counts and that time on it; without, it is reckoned from the hotel's
    check-in or check-out time.
    """

    anchor: Anchor
    side: Side
    days: int = 0
    hours: int = 0
    at: str | None = None
    zone: Clockwork = Clockwork.HOTEL


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened; `delay_m` minutes later is the time. `hours`: how long a conversation is
    idle."""

    event: Happened
    delay_m: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day at a hotel time (HH:MM), or on some weekdays (1 is Monday)."""

    at: str
    weekdays: tuple[int, ...] = ()
    audience: ScheduleAudience = ScheduleAudience.HOTEL


Trigger = StayTime | Event | Schedule


# -- actions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SendMessage:
    """`channels` in this order; none: the guest's own first, then as `outbox.fallback` says."""

    template: str
    purpose: Purpose = Purpose.MESSAGES
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateTask:
    title: str
    department: Department = Department.FRONT_DESK
    priority: Priority = Priority.STANDARD
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotifyStaff:
    """Those on duty of a department see it in the page and by push."""

    text: str
    department: Department = Department.FRONT_DESK
    priority: Priority = Priority.STANDARD


@dataclass(frozen=True, slots=True)
class AddTag:
    tag: str


@dataclass(frozen=True, slots=True)
class RemoveTag:
    tag: str


@dataclass(frozen=True, slots=True)
class SetPreference:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CallWebhook:
    url: str


Action = SendMessage | CreateTask | NotifyStaff | AddTag | RemoveTag | SetPreference | CallWebhook

TRIGGERS: Mapping[str, type[Trigger]] = {"stay": StayTime, "event": Event, "schedule": Schedule}
ACTIONS: Mapping[str, type[Action]] = {
    "send_message": SendMessage,
    "create_task": CreateTask,
    "notify_staff": NotifyStaff,
    "add_tag": AddTag,
    "remove_tag": RemoveTag,
    "set_preference": SetPreference,
    "call_webhook": CallWebhook,
}
"""By the word they are stored and sent under."""


def kind_of(part: Trigger | Action) -> str:
    known: Mapping[str, type] = {**TRIGGERS, **ACTIONS}
    return next(kind for kind, made in known.items() if made is type(part))


# -- rules -----------------------------------------------------------------------------------------


class Late(StrEnum):
    """What becomes of a run whose time had passed when the booking came, or was moved."""

    SKIP = "skip"
    SEND_NOW = "send_now"
    ASK_STAFF = "ask_staff"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a rule does. `stale_after_m`: so long after its time it is not true any more."""

    trigger: Trigger
    actions: tuple[Action, ...]
    condition: str = ""
    late: Late = Late.SKIP
    stale_after_m: int = 12 * 60

    @property
    def patience(self) -> Micros:
        return self.stale_after_m * MINUTE

    @property
    def messages(self) -> tuple[SendMessage, ...]:
        return tuple(each for each in self.actions if isinstance(each, SendMessage))


@dataclass(frozen=True, slots=True)
class Rule:
    """`version` counts its definitions; `scheduled_at` is the last time its schedule came up."""

    id: int
    key: str
    name: str
    definition: Definition
    version: int
    is_enabled: bool
    enabled_at: Micros | None
    is_shipped: bool
    created_at: Micros
    updated_at: Micros
    scheduled_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """A rule that comes with Jack, off until somebody enables it."""

    key: str
    name: str
    definition: Definition


@dataclass(frozen=True, slots=True)
class RuleVersion:
    version: int
    name: str
    definition: Definition
    actor: str
    created_at: Micros


def definition_json(definition: Definition) -> dict[str, object]:
    """As it is stored."""
    return {
        "trigger": _part_json(definition.trigger),
        "condition": definition.condition,
        "actions": [_part_json(action) for action in definition.actions],
        "late": definition.late,
        "staleAfter": definition.stale_after_m,
    }


def read_definition(stored: Mapping[str, Any]) -> Definition:
    return Definition(
        trigger=_read_part(TRIGGERS, stored["trigger"]),
        condition=stored["condition"],
        actions=tuple(_read_part(ACTIONS, each) for each in stored["actions"]),
        late=Late(stored["late"]),
        stale_after_m=stored["staleAfter"],
    )


def _part_json(part: Trigger | Action) -> dict[str, object]:
    return {"kind": kind_of(part)} | {f.name: getattr(part, f.name) for f in fields(part)}


_WORDS: Mapping[str, type[StrEnum]] = {
    "anchor": Anchor,
    "side": Side,
    "zone": Clockwork,
    "event": Happened,
    "audience": ScheduleAudience,
    "purpose": Purpose,
    "department": Department,
    "priority": Priority,
}


def _read_part(known: Mapping[str, Any], stored: Mapping[str, Any]) -> Any:
    given: dict[str, Any] = {}
    for name, value in stored.items():
        if name == "kind":
            continue
        if name in _WORDS:
            given[name] = _WORDS[name](value)
        else:
            given[name] = tuple(value) if isinstance(value, list) else value
    return known[stored["kind"]](**given)


# -- runs ------------------------------------------------------------------------------------------


class RunState(StrEnum):
    PLANNED = "planned"
    CLAIMED = "claimed"
    ASK_STAFF = "ask_staff"
    DONE = "done"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_RUNS = (RunState.PLANNED, RunState.ASK_STAFF)
"""Nothing has happened yet, and a person or the stay may still change it."""


class RunReason(StrEnum):
    """Why a run waits, or did not do what it was for. `REASONS` says it in words."""

    # the rule's own
    RULE_OFF = "rule_off"
    CONDITION = "condition"
    LATE = "late"
    STALE = "stale"
    SKIPPED = "skipped"
    MOVED = "moved"
    # the stay
    NO_STAY = "no_stay"
    CANCELLED_STAY = "stay_cancelled"
    NO_SHOW = "no_show"
    ARRIVED = "already_arrived"
    NOT_ARRIVED = "not_arrived"
    DEPARTED = "already_departed"
    IN_HOUSE = "still_in_house"
    # the guest
    OPTED_OUT = "opted_out"
    NO_CONSENT = "no_marketing_consent"
    RECOVERY = "service_recovery"
    DO_NOT_DISTURB = "do_not_disturb"
    # not now
    QUIET_HOURS = "quiet_hours"
    CONVERSATION = "active_conversation"
    GAP = "recent_automation"
    # the way
    NO_ADDRESS = "no_address"
    NO_TEMPLATE = "no_template"
    WINDOW = "window_closed"
    MISSING_VALUES = "missing_values"
    PRIVATE = "private_values"
    TOO_LONG = "too_long"
    PROMISE = "uncovered_promise"
    # trouble
    NO_SECRET = "no_webhook_secret"  # noqa: S105 a reason, not a secret
    ERROR = "error"


REASONS: Mapping[RunReason, str] = {
    RunReason.RULE_OFF: "The rule was switched off or removed.",
    RunReason.CONDITION: "The rule's condition is not met.",
    RunReason.LATE: "The booking came, or was moved, after the time of the message.",
    RunReason.STALE: "It could not be done while it was still true.",
    RunReason.SKIPPED: "Staff decided to skip it.",
    RunReason.MOVED: "The stay was changed, and the time with it.",
    RunReason.NO_STAY: "There is no such stay any more.",
    RunReason.CANCELLED_STAY: "The stay was cancelled.",
    RunReason.NO_SHOW: "The guest did not come.",
    RunReason.ARRIVED: "The guest has arrived already.",
    RunReason.NOT_ARRIVED: "The guest has not checked in.",
    RunReason.DEPARTED: "The guest has left already.",
    RunReason.IN_HOUSE: "The guest is still in the house.",
    RunReason.OPTED_OUT: "The guest has stopped messages.",
    RunReason.NO_CONSENT: "The guest has not agreed to such messages.",
    RunReason.RECOVERY: "Something went wrong with this stay: people look after it.",
    RunReason.DO_NOT_DISTURB: "The guest does not want to be disturbed.",
    RunReason.QUIET_HOURS: "It is night; it waits for the morning.",
    RunReason.CONVERSATION: "Somebody is writing with the guest; it waits.",
    RunReason.GAP: "The guest had an automatic message not long ago; it waits.",
    RunReason.NO_ADDRESS: "There is no address to write to.",
    RunReason.NO_TEMPLATE: "There is no text for this channel.",
    RunReason.WINDOW: "WhatsApp takes only an approved template now, and there is none.",
    RunReason.MISSING_VALUES: "Something the text needs is not known.",
    RunReason.PRIVATE: "The text says private things, and this address is not proven.",
    RunReason.TOO_LONG: "The text is too long for this channel.",
    RunReason.PROMISE: "The text promises what no step of the rule does.",
    RunReason.NO_SECRET: "automations.webhook_secret is not set.",
    RunReason.ERROR: "It went wrong.",
}


class Subject(StrEnum):
    """What a run is about: its id is a reservation's, a conversation's, a task's."""

    RESERVATION = "reservation"
    CONVERSATION = "conversation"
    TASK = "task"
    ESCALATION = "escalation"
    RATING = "rating"
    HOTEL = "hotel"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action."""

    kind: str
    state: RunState
    reason: RunReason | None = None
    detail: str = ""
    channel: str | None = None
    message_id: int | None = None
    task_id: int | None = None
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """`base_due_at` is the rule's time, `due_at` when it is tried next.

    `delivery` is where its message is now, `reason` why it waits or did not happen, `values` what
    the event said (`rating.score`).
    """

    id: int
    rule_id: int
    subject: Subject
    subject_id: int
    occurrence: str
    reservation_id: int | None
    guest_id: int | None
    conversation_id: int | None
    base_due_at: Micros
    due_at: Micros
    state: RunState
    reason: RunReason | None
    detail: str
    is_late: bool
    attempts: int
    outcomes: tuple[Outcome, ...]
    values: Mapping[str, object]
    created_at: Micros
    finished_at: Micros | None
    message_id: int | None = None
    delivery: str | None = None


# -- deciding --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HotelTimes:
    """What of the hotel's settings times are reckoned by. Times of day are HH:MM."""

    zone: str
    checkin: str
    checkout: str
    quiet_from: str
    quiet_until: str
    gap: Micros
    recent: Micros
    """How long after the last word of a conversation it is still going on."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One way a message could go; `refusal` says why it cannot.

    `text` is what who reads there will read; `template` goes out in its place where the vendor takes
    nothing else.
    """

    channel: str
    account: str
    address: str
    text: str = ""
    subject: str = ""
    language: str = ""
    template: TemplateCall | None = None
    asks_rating: bool = False
    refusal: RunReason | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a run is decided by, read in the write that acts on it.

    `offers` are the ways for each message action, by its place among the actions.
    `busy_until`: people or Jack write with the guest; `automated_at`: the last automatic message.
    """

    hotel: HotelTimes
    stay: Reservation | None
    guest: Guest | None
    tags: tuple[str, ...] = ()
    is_first_stay: bool = False
    conversation: Conversation | None = None
    busy_until: Micros | None = None
    automated_at: Micros | None = None
    offers: Mapping[int, tuple[Offer, ...]] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """Do it now: each action, or why it is left out."""

    held: Mapping[int, tuple[RunReason, str]]
    ways: Mapping[int, Offer]


@dataclass(frozen=True, slots=True)
class Defer:
    until: Micros
    reason: RunReason


@dataclass(frozen=True, slots=True)
class Drop:
    """`state` is suppressed, or cancelled where it was never more than a plan."""

    state: RunState
    reason: RunReason
    detail: str = ""


Verdict = Act | Defer | Drop


class Judge(Protocol):
    """Whoever knows what rules mean (`jack.automations.engine`)."""

    @property
    def shipped(self) -> tuple[Shipped, ...]: ...

    def check(self, definition: Definition) -> None:
        """Raises Invalid that names what is wrong, and in a condition the place."""
        ...

    def check_condition(self, text: str) -> frozenset[str]:
        """The names it asks for. Raises Invalid with `position` and `nearest`."""
        ...

    def due_at(
        self, rule: Rule, stay: Reservation, hotel: HotelTimes, phone: str | None
    ) -> Micros | None:
        """When a rule by the times of a stay means it; None for other rules."""
        ...

    def not_meant(self, rule: Rule, stay: Reservation | None) -> RunReason | None:
        """Why such a rule is not for this stay as it is now."""
        ...

    def is_too_late(
        self, rule: Rule, stay: Reservation, hotel: HotelTimes, due_at: Micros, at: Micros
    ) -> bool:
        """Whether even a late booking's message has no sense any more."""
        ...

    def last_scheduled(
        self, rule: Rule, hotel: HotelTimes, at: Micros
    ) -> tuple[Micros, str] | None:
        """The last time a schedule came up, and its day."""
        ...

    def judge(self, rule: Rule, run: Run, facts: Facts, at: Micros) -> Verdict: ...

    def expires_at(self, rule: Rule, run: Run, facts: Facts) -> Micros:
        """From then on it is not true any more."""
        ...


# -- webhooks of ours to others --------------------------------------------------------------------


class CallState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """`status` is the HTTP status of the last answer; a dead one was given up."""

    id: int
    run_id: int
    url: str
    body: str
    state: CallState
    attempts: int
    next_at: Micros
    status: int | None
    error: str
    created_at: Micros


# -- what is going to happen -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is tried in a dry run: at that time the stay (its number, or its confirmation's) becomes
    this; None leaves it as it is."""

    at: Micros
    reservation: str
    status: ReservationStatus | None = None
    arrival: date | None = None
    departure: date | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One line of a dry run: `at` is when it happens, or when it was held back; `waited` for what."""

    at: Micros
    rule_key: str
    rule_name: str
    state: RunState
    reason: RunReason | None
    detail: str
    waited: str
    guest_id: int | None
    guest_name: str
    reservation_id: int | None
    room: str | None
    channel: str | None
    address: str | None
    text: str
    kinds: tuple[str, ...]
