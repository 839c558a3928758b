"""Telling guests what came of their tasks: decisions at once, other news batched and never at night.

The words are Jack's, so the sender is `ai`, and the people who decided stand in the task's history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import (
    conversations,
    guests,
    messages,
    notices,
    outbox,
    reservations,
    task_events,
    tasks,
)
from jack.db.database import Database
from jack.events import Event, EventBus, MessageAdded, OutboxFilled, TaskChanged
from jack.model.clock import Clock, Micros, seconds, to_datetime
from jack.model.conversations import Channel, Conversation
from jack.model.messages import Delivery, OutboxKind, Sender
from jack.model.phrases import Phrase, disclosure, say
from jack.model.quiet import after_quiet
from jack.model.reservations import LIVE_STATUSES
from jack.model.task_states import Happening
from jack.model.tasks import Item, Notice, Priority, Result, Task
from jack.model.topics import listed, topic
from jack.services import consent
from jack.services.announce import announce
from jack.services.intake import CONSENT_PURPOSE, expiry

Describe = Callable[[Item, str], str]
"""An item in a guest's language. Raises KeyError for a thing without a name in it."""

BATCH = 50
"""Conversations settled in one write."""

PEOPLES_MATTER = ("emergency.", "complaint.safety", "feedback.rating")
"""Intents of which a person speaks with the guest: a machine's "taken care of" would be cold."""

WAKE_UP = "request.wake_up."

PHRASES = {
    Result.DONE: Phrase.TASK_DONE,
    Result.NOT_POSSIBLE: Phrase.TASK_NOT_POSSIBLE,
    Result.APPROVED: Phrase.APPROVAL_APPROVED,
    Result.DECLINED: Phrase.APPROVAL_DECLINED,
    Result.COUNTERED: Phrase.APPROVAL_COUNTERED,
}

CHECKED_OUT = "The guest was not told: the stay is over."
OPTED_OUT = "The guest was not told: they opted out of messages."
STALE = "The guest was not told: it could not be said in time."
IN_PERSON = "The guest was not told by Jack: a person speaks with them about this."
HEARD = "The guest was not told: a wake-up call speaks for itself."


def plain(item: Item, language: str) -> str:
    """Without a dictionary: as it was asked for, whatever the language."""
    return item.name if item.quantity == 1 else f"{item.quantity} × {item.name}"


@dataclass(frozen=True, slots=True)
class Notices:
    """`describe` knows the names of things in the guests' languages."""

    db: Database
    bus: EventBus
    config: Config
    clock: Clock
    describe: Describe = plain

    async def run(self) -> int:
        """Settle every notice that is due; how many messages were queued.

        Message, outbox row and the notices' state are one write: a crash repeats nothing and loses
        nothing, and running twice is running once.
        """
        queued = 0
        while True:
            at, due = self.clock(), await self.next_due()
            if due is None or due > at:
                return queued
            count, events = await self.db.write(self._run, at)
            announce(self.bus, events)
            queued += count

    async def next_due(self) -> Micros | None:
        """When `run` will find something to do next."""
        return await self.db.read(notices.next_due, patience=self._patience)

    # -- inside the write that changes a task ------------------------------------------------

    def queue(self, task: Task, at: Micros) -> list[Event]:
        """Put down what the guest is to be told of a request: its result, or that it waits."""
        if task.conversation_id is None:
            return []
        if task.intent.startswith(PEOPLES_MATTER):
            return [_not_told(task, IN_PERSON, at)]
        if task.intent.startswith(WAKE_UP) and task.result is Result.DONE:
            return [_not_told(task, HEARD, at)]
        conversation = _conversation(task.conversation_id)
        due_at = at + self._window
        if task.priority is not Priority.URGENT:
            due_at = self._after_quiet(due_at)
        text = self._alone(task, self._language(conversation))
        notices.add(task.id, conversation.id, text, at, due_at=due_at)
        return []

    def decide(self, task: Task, at: Micros) -> list[Event]:
        """Send the guest the decision on an approval, now and also where staff answer.

        It is the word of staff: it is not withdrawn when somebody takes over, and one that could
        not be sent turns red instead of expiring silently.
        """
        if task.conversation_id is None:
            return []
        conversation = _conversation(task.conversation_id)
        if self._has_refused(conversation, since=task.created_at):
            return [_not_told(task, OPTED_OUT, at)]
        text = self._alone(task, self._language(conversation))
        expires_at = at + expiry(self.config, OutboxKind.STAFF, conversation.channel)
        message_id, events = self._send(conversation, text, OutboxKind.STAFF, expires_at, at)
        notices.add(task.id, conversation.id, text, at, due_at=at, message_id=message_id)
        task_events.add(task.id, Happening.TOLD, task.status, at, text=text)
        return events

    # -- settling what is due ----------------------------------------------------------------

    def _run(self, at: Micros) -> tuple[int, list[Event]]:
        events: list[Event] = []
        queued = 0
        for conversation_id in notices.due(at, patience=self._patience, limit=BATCH):
            told = self._settle(_conversation(conversation_id), at)
            queued += any(isinstance(event, MessageAdded) for event in told)
            events += told
        return queued, events

    def _settle(self, conversation: Conversation, at: Micros) -> list[Event]:
        events: list[Event] = []
        ready: list[tuple[Notice, Task]] = []
        for notice in notices.pending(conversation.id):
            task = tasks.get(notice.task_id)
            assert task is not None, "a notice holds its task"
            silence = self._silence(notice, task, conversation, at)
            if silence is not None:
                notices.suppress(notice.id)
                events.append(_not_told(task, silence, at))
            elif conversation.is_owned:
                continue
            elif task.priority is not Priority.URGENT and (morning := self._after_quiet(at)) > at:
                notices.postpone(notice.id, morning)
            else:
                ready.append((notice, task))
        return events + (self._tell(conversation, ready, at) if ready else [])

    def _tell(
        self, conversation: Conversation, ready: Sequence[tuple[Notice, Task]], at: Micros
    ) -> list[Event]:
        """All of it in one message, which is true until the newest of it is too old."""
        text = "\n".join(self._together([task for _, task in ready], self._language(conversation)))
        expires_at = max(self._since(notice) for notice, _ in ready) + self._patience
        message_id, events = self._send(conversation, text, OutboxKind.NOTICE, expires_at, at)
        notices.sent([notice.id for notice, _ in ready], message_id)
        for notice, task in ready:
            task_events.add(task.id, Happening.TOLD, task.status, at, text=notice.text)
            events.append(TaskChanged(task.id, task.status))
        return events

    def _silence(
        self, notice: Notice, task: Task, conversation: Conversation, at: Micros
    ) -> str | None:
        """Why this is not to be said any more."""
        if self._is_stay_over(task.reservation_id or conversation.reservation_id, at):
            return CHECKED_OUT
        if not consent.may_start(conversation.guest_id, conversation.channel):
            return OPTED_OUT
        return STALE if at - self._since(notice) >= self._patience else None

    def _is_stay_over(self, reservation_id: int | None, at: Micros) -> bool:
        stay = reservations.get(reservation_id) if reservation_id is not None else None
        if stay is None:
            return False
        now = to_datetime(at).astimezone(self._zone)
        left_by = (stay.departure.isoformat(), self.config.hotel.checkout_time)
        return (
            stay.status not in LIVE_STATUSES or (now.date().isoformat(), f"{now:%H:%M}") >= left_by
        )

    def _since(self, notice: Notice) -> Micros:
        """From when on its age counts: what the night held back is as old as the morning."""
        is_held = notice.due_at > notice.created_at + self._window
        return notice.due_at if is_held else notice.created_at

    def _has_refused(self, conversation: Conversation, *, since: Micros) -> bool:
        """R8: a no that came after the question; by SMS any."""
        refused_at = notices.opted_out_at(
            conversation.guest_id, conversation.channel, CONSENT_PURPOSE
        )
        if refused_at is None:
            return False
        return refused_at >= since or conversation.channel == Channel.SMS

    # -- words -------------------------------------------------------------------------------

    def _together(self, told: Sequence[Task], language: str) -> Iterator[str]:
        """What is done as one list, the rest one by one."""
        done = [task for task in told if task.result is Result.DONE]
        if done:
            what = listed((self._what(task, language) for task in done), language)
            yield say(Phrase.TASK_DONE, language, what=what)
        for task in told:
            if task not in done:
                yield self._alone(task, language)

    def _alone(self, task: Task, language: str) -> str:
        what = self._what(task, language)
        phrase = PHRASES[task.result] if task.result is not None else Phrase.TASK_WAITING
        text = say(phrase, language, what=what, words=task.reason)
        if task.reason and phrase is not Phrase.APPROVAL_COUNTERED:
            text = f"{text} {say(Phrase.STAFF_WORDS, language, words=task.reason)}"
        return text

    def _what(self, task: Task, language: str) -> str:
        """Never the note or the room: the one is for staff, the other may be private (R6)."""
        if task.items:
            return listed((self._thing(item, language) for item in task.items), language)
        return topic(task.intent, language) or task.title

    def _thing(self, item: Item, language: str) -> str:
        try:
            return self.describe(item, language)
        except KeyError:
            return plain(item, language)

    def _language(self, conversation: Conversation) -> str:
        guest = guests.get(conversation.guest_id)
        known = guest.language if guest is not None else None
        return conversation.language or known or self.config.hotel.language

    def _send(
        self,
        conversation: Conversation,
        text: str,
        kind: OutboxKind,
        expires_at: Micros,
        at: Micros,
    ) -> tuple[int, list[Event]]:
        language = self._language(conversation)
        if conversation.disclosed_at is None:
            text = f"{disclosure(language, self.config.hotel.name)}\n\n{text}"
            conversations.set_disclosed(conversation.id, at)
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=Sender.AI,
            channel=conversation.channel,
            address=conversation.address,
            text=text,
            language=language,
            delivery=Delivery.QUEUED,
            at=at,
        )
        outbox.put(
            message_id=message_id,
            conversation_id=conversation.id,
            kind=kind,
            channel=conversation.channel,
            account=conversation.account,
            address=conversation.address,
            text=text,
            expires_at=expires_at,
            at=at,
            is_important=kind is OutboxKind.STAFF,
        )
        added = MessageAdded(
            conversation.id, message_id, Sender.AI, conversation.channel, conversation.address
        )
        return message_id, [added, OutboxFilled()]

    # -- times -------------------------------------------------------------------------------

    @property
    def _window(self) -> Micros:
        return seconds(self.config.tasks.notice_batch_s)

    @property
    def _patience(self) -> Micros:
        return seconds(self.config.outbox.expiry.task_notice_s)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.hotel.timezone)

    def _after_quiet(self, at: Micros) -> Micros:
        quiet = self.config.tasks
        return after_quiet(at, self._zone, quiet.quiet_from, quiet.quiet_until)


def _not_told(task: Task, reason: str, at: Micros) -> TaskChanged:
    task_events.add(task.id, Happening.NOT_TOLD, task.status, at, text=reason)
    return TaskChanged(task.id, task.status)


def _conversation(conversation_id: int) -> Conversation:
    conversation = conversations.get(conversation_id)
    assert conversation is not None, "what names a conversation goes with it"
    return conversation
