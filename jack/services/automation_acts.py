"""What a run does when its time has come: one write for all of its actions and for its end (R2).

A message goes out through the outbox row written here, so it is queued exactly once or not at all.
One action that fails undoes itself and hides none of the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jack.config import Config
from jack.db import (
    contacts,
    conversations,
    guest_records,
    messages,
    outbox,
    preferences,
    pushes,
    sql,
    tasks,
    timeline,
    webhook_calls,
)
from jack.errors import DatabaseError, Invalid, JackError
from jack.events import ConversationChanged, Event, MessageAdded, OutboxFilled, TaskCreated
from jack.model.automations import (
    Act,
    Action,
    AddTag,
    CallWebhook,
    CreateTask,
    Facts,
    NotifyStaff,
    Offer,
    Outcome,
    RemoveTag,
    Rule,
    Run,
    RunReason,
    RunState,
    SendMessage,
    SetPreference,
    kind_of,
)
from jack.model.clock import MINUTE, Micros, to_iso
from jack.model.consent import Purpose
from jack.model.conversations import Conversation, State
from jack.model.messages import Delivery, OutboxKind, Sender
from jack.model.preferences import PreferenceSource
from jack.model.tasks import TaskProposal
from jack.model.templates import Trust, render
from jack.services import ratings
from jack.services.wording import values_of

log = logging.getLogger(__name__)

LEAST_LIFE = 15 * MINUTE
"""What is queued at the end of its truth gets so long to leave."""
MAX_TITLE_CHARS = 200


@dataclass(slots=True)
class Deed:
    """A run being done. `conversation_id` is where its message went."""

    rule: Rule
    run: Run
    facts: Facts
    expires_at: Micros
    at: Micros
    events: list[Event] = field(default_factory=list)
    message_id: int | None = None
    conversation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    config: Config

    def do(self, deed: Deed, act: Act) -> tuple[Outcome, ...]:
        """Every action in its order, and what became of it. Runs inside a write."""
        outcomes = []
        for index, action in enumerate(deed.rule.definition.actions):
            if index in act.held:
                reason, detail = act.held[index]
                outcomes.append(Outcome(kind_of(action), RunState.SUPPRESSED, reason, detail))
            else:
                outcomes.append(self._do_one(action, act.ways.get(index), deed))
        return tuple(outcomes)

    def _do_one(self, action: Action, way: Offer | None, deed: Deed) -> Outcome:
        told = len(deed.events)
        try:
            with sql.all_or_nothing():
                return self._effect(action, way, deed)
        except DatabaseError:
            raise
        except JackError as error:
            reason, detail = RunReason.ERROR, str(error)
        except sql.StoreError:
            raise
        except Exception as error:
            log.exception("automation action failed", extra={"run_id": deed.run.id})
            reason, detail = RunReason.ERROR, type(error).__name__
        del deed.events[told:]
        return Outcome(kind_of(action), RunState.FAILED, reason, detail)

    def _effect(self, action: Action, way: Offer | None, deed: Deed) -> Outcome:
        effects: Mapping[type, Callable[[Any, Deed], Outcome]] = {
            CreateTask: self._create_task,
            NotifyStaff: self._notify_staff,
            AddTag: _add_tag,
            RemoveTag: _remove_tag,
            SetPreference: _set_preference,
            CallWebhook: self._call_webhook,
        }
        if isinstance(action, SendMessage):
            assert way is not None, "a message that is not held has a way"
            return self._send(action, way, deed)
        return effects[type(action)](action, deed)

    # -- messages --------------------------------------------------------------------------

    def _send(self, action: SendMessage, way: Offer, deed: Deed) -> Outcome:
        conversation = self._conversation(way, deed)
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=Sender.AI,
            channel=way.channel,
            address=way.address,
            text=way.text,
            language=way.language,
            delivery=Delivery.QUEUED,
            at=deed.at,
        )
        outbox.put(
            message_id=message_id,
            conversation_id=conversation.id,
            kind=OutboxKind.NOTICE,
            channel=way.channel,
            account=way.account,
            address=way.address,
            text=way.text,
            expires_at=max(deed.expires_at, deed.at + LEAST_LIFE),
            at=deed.at,
            is_important=action.purpose is Purpose.MESSAGES,
            template=way.template,
            subject=way.subject,
        )
        if way.asks_rating:
            stay_id = deed.facts.stay.id if deed.facts.stay is not None else None
            ratings.ask(
                replace(conversation, channel=way.channel),
                message_id,
                deed.at,
                reservation_id=stay_id,
            )
        deed.message_id = deed.message_id or message_id
        deed.conversation_id = conversation.id
        deed.events += [
            MessageAdded(conversation.id, message_id, Sender.AI, way.channel, way.address),
            OutboxFilled(),
        ]
        return Outcome(kind_of(action), RunState.DONE, channel=way.channel, message_id=message_id)

    def _conversation(self, way: Offer, deed: Deed) -> Conversation:
        """The one about this stay that is not closed; its channel stays that of the guest's last
        message. A new one counts as resolved until the guest answers: it is nobody's work."""
        assert deed.facts.guest is not None, "somebody is written to"
        guest_id = deed.facts.guest.id
        stay_id = deed.facts.stay.id if deed.facts.stay is not None else None
        known = contacts.going_on(guest_id, stay_id)
        if known is None:
            opened = conversations.open_for(
                guest_id,
                channel=way.channel,
                account=way.account,
                address=way.address,
                reservation_id=stay_id,
                at=deed.at,
                reopen_after=deed.at,
            )
            if opened.state is State.NEW:
                conversations.set_state(opened.id, State.RESOLVED, deed.at)
            known = opened.id
        conversation = conversations.get(known)
        assert conversation is not None
        return conversation

    # -- everything else -------------------------------------------------------------------

    def _create_task(self, action: CreateTask, deed: Deed) -> Outcome:
        stay, guest = deed.facts.stay, deed.facts.guest
        proposal = TaskProposal(
            department=action.department,
            title=self._filled(action.title, deed)[:MAX_TITLE_CHARS],
            priority=action.priority,
            room=stay.room if stay is not None else None,
            note=self._filled(action.note, deed),
        )
        task_id = tasks.add(
            proposal,
            deed.at,
            guest_id=guest.id if guest is not None else None,
            reservation_id=stay.id if stay is not None else None,
        )
        deed.events.append(TaskCreated(task_id, action.department))
        return Outcome(kind_of(action), RunState.DONE, task_id=task_id)

    def _notify_staff(self, action: NotifyStaff, deed: Deed) -> Outcome:
        """A line in the thread of the guest, where there is one, and a notice to who is on duty."""
        text = self._filled(action.text, deed)
        conversation = deed.conversation_id or deed.run.conversation_id
        if conversation is None and deed.facts.guest is not None:
            stay_id = deed.facts.stay.id if deed.facts.stay is not None else None
            conversation = contacts.going_on(deed.facts.guest.id, stay_id)
        known = conversations.get(conversation) if conversation is not None else None
        if known is not None:
            timeline.add_note(known.id, None, text, deed.at)
            deed.events.append(ConversationChanged(known.id, known.state))
        pushes.automation(deed.run.id, action.department, action.priority, deed.at)
        return Outcome(kind_of(action), RunState.DONE, detail=text)

    def _call_webhook(self, action: CallWebhook, deed: Deed) -> Outcome:
        """Ids and dates only: who has a right to more asks the API for it."""
        if not len(self.config.automations.webhook_secret):
            return Outcome(kind_of(action), RunState.FAILED, RunReason.NO_SECRET)
        stay, guest = deed.facts.stay, deed.facts.guest
        body = {
            "runId": str(deed.run.id),
            "rule": deed.rule.key,
            "at": to_iso(deed.at),
            "subject": deed.run.subject,
            "subjectId": str(deed.run.subject_id),
            "guestId": str(guest.id) if guest is not None else None,
            "reservationId": str(stay.id) if stay is not None else None,
            "status": stay.status if stay is not None else None,
            "arrival": stay.arrival.isoformat() if stay is not None else None,
            "departure": stay.departure.isoformat() if stay is not None else None,
        }
        call_id = webhook_calls.add(deed.run.id, action.url, sql.dumps(body), deed.at)
        return Outcome(kind_of(action), RunState.DONE, call_id=call_id)

    def _filled(self, text: str, deed: Deed) -> str:
        """For staff's eyes: nothing is withheld from them."""
        title = deed.facts.values.get("task.title", "")
        values = values_of(
            self.config,
            self.config.hotel.language,
            guest=deed.facts.guest,
            stay=deed.facts.stay,
            task_title=str(title),
        )
        return render(text, values, trust=Trust.PROVEN).text


def _add_tag(action: AddTag, deed: Deed) -> Outcome:
    guest_id = _must_guest(deed)
    guest_records.set_tags(guest_id, [*guest_records.tags(guest_id), action.tag])
    return Outcome(kind_of(action), RunState.DONE)


def _remove_tag(action: RemoveTag, deed: Deed) -> Outcome:
    guest_id = _must_guest(deed)
    guest_records.set_tags(guest_id, [t for t in guest_records.tags(guest_id) if t != action.tag])
    return Outcome(kind_of(action), RunState.DONE)


def _set_preference(action: SetPreference, deed: Deed) -> Outcome:
    guest_id = _must_guest(deed)
    preferences.put(guest_id, action.name, action.value, PreferenceSource.STAFF, deed.at)
    return Outcome(kind_of(action), RunState.DONE)


def _must_guest(deed: Deed) -> int:
    if deed.facts.guest is None:
        raise Invalid("There is no guest this is about.")
    return deed.facts.guest.id
