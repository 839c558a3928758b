"""What a rule is, in the words of the API."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jack.model.automations import (
    Action,
    AddTag,
    Anchor,
    CallWebhook,
    Clockwork,
    CreateTask,
    Definition,
    Event,
    Happened,
    Late,
    NotifyStaff,
    RemoveTag,
    Schedule,
    ScheduleAudience,
    SendMessage,
    SetPreference,
    Side,
    StayTime,
    Trigger,
)
from jack.model.consent import Purpose
from jack.model.tasks import Department, Priority
from jack.web.endpoint import Model

TimeOfDay = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["10:00"])]
Id = Annotated[str, Field(pattern="^[0-9]{1,18}$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]


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


# -- between these words and the model's -----------------------------------------------------------


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


Actions = (
    SendMessageAction
    | CreateTaskAction
    | NotifyStaffAction
    | AddTagAction
    | RemoveTagAction
    | SetPreferenceAction
    | CallWebhookAction
)


def _action(shape: Actions) -> Action:
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


def _action_shape(action: Action) -> Actions:
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
