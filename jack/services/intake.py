"""Taking guests' messages in: stored for good before anybody is told that they are (R1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jack import metrics
from jack.channels.base import Channel
from jack.config import Config
from jack.db import (
    conversations,
    escalations,
    guests,
    inbox,
    messages,
    outbox,
    tasks,
)
from jack.db.database import Database
from jack.events import (
    ConversationChanged,
    Escalated,
    Event,
    EventBus,
    InboxFilled,
    MessageAdded,
    OutboxFilled,
    TaskCreated,
)
from jack.model import safety
from jack.model.clock import HOUR, Clock, Micros, seconds
from jack.model.conversations import Conversation, State
from jack.model.languages import Language
from jack.model.messages import (
    SILENT_KINDS,
    Delivery,
    Inbound,
    OutboxKind,
    Parsed,
    Sender,
)
from jack.model.phrases import Phrase, safety_text, say
from jack.model.safety import Emergency, OptOut
from jack.model.tasks import Department, Priority, TaskProposal
from jack.services import languages, stays
from jack.services.announce import announce, status_event
from jack.services.rush import Rush

MAX_STORED_CHARS = 10_000
MAX_READ_CHARS = 2_000
"""How much of a message the rules for danger and stop words look at: they run before storing."""
CONSENT_PURPOSE = "messages"
_LANGUAGES = frozenset(Language)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one webhook or frame."""

    new: int
    duplicates: int
    statuses: int
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What can be told of a message before it is stored, outside any transaction."""

    inbound: Inbound
    text: str
    emergency: Emergency | None
    opt_out: OptOut | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Intake:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    config: Config
    clock: Clock
    rush: Rush = field(default_factory=Rush)
    foresee: Callable[[str], None] | None = None
    """Told of a text that a turn will be about in a moment, when nothing is more urgent."""

    async def accept(self, channel: str, parsed: Parsed, *, payload: bytes | None) -> Accepted:
        """Store everything one webhook carried, in one commit; then wake the workers.

        Returns only when it is durable. Raises DatabaseError when it is not, so that the vendor
        is told to come again.
        """
        with self.rush.storing():
            readings = [_read(inbound) for inbound in parsed.messages]
            at = self.clock()
            accepted, events = await self.db.write(
                self._store, channel, readings, parsed, payload, at
            )
        announce(self.bus, events)
        self._foresee(readings)
        metrics.MESSAGES_RECEIVED.labels(channel).inc(accepted.new)
        if accepted.duplicates:
            metrics.MESSAGES_DUPLICATE.labels(channel).inc(accepted.duplicates)
        return accepted

    def _foresee(self, readings: Sequence[_Reading]) -> None:
        """A message that waits for no others of its guest is a turn of its own."""
        is_turn = len(readings) == 1 and not self.config.conversation.burst_window_s
        if self.foresee and is_turn and not self.rush.is_on and not readings[0].emergency:
            self.foresee(readings[0].text)

    def _store(
        self,
        channel: str,
        readings: Sequence[_Reading],
        parsed: Parsed,
        payload: bytes | None,
        at: Micros,
    ) -> tuple[Accepted, list[Event]]:
        events: list[Event] = []
        fresh = _without_repeats(readings)
        payload_id = None
        if payload is not None and (fresh or parsed.statuses):
            payload_id = inbox.keep_payload(channel, payload, at)
        ids = [self._store_one(reading, payload_id, at, events) for reading in fresh]
        for report in parsed.statuses:
            if (moved := outbox.apply_status(report, at)) is not None:
                events.append(status_event(moved))
        duplicates = len(readings) - len(fresh)
        return Accepted(len(fresh), duplicates, len(parsed.statuses), tuple(ids)), events

    def _store_one(
        self, reading: _Reading, payload_id: int | None, at: Micros, events: list[Event]
    ) -> int:
        inbound = reading.inbound
        traits = self.channels[inbound.channel].traits
        conversation = self._open(inbound, at, is_proven=traits.proves_identity)
        is_chat = inbound.channel == "webchat"
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=Sender.GUEST,
            channel=inbound.channel,
            address=inbound.address,
            kind=inbound.kind,
            text=reading.text,
            data=inbound.data,
            language=reading.language,
            client_id=str(inbound.data["clientId"]) if "clientId" in inbound.data else None,
            seq=messages.next_seq() if is_chat else None,
            at=at,
        )
        events.append(
            MessageAdded(
                conversation.id, message_id, Sender.GUEST, inbound.channel, inbound.address
            )
        )
        waiting = inbox.burst(conversation.id)
        due_at = self._due(conversation, inbound, waiting, at)
        is_done = inbound.kind in SILENT_KINDS
        if reading.emergency is not None:
            self._sound_alarm(conversation, message_id, reading, at, events)
            is_done = True
        elif reading.opt_out is not None and self._settle_consent(
            conversation, reading, at, events
        ):
            is_done = True
        elif traits.max_age and inbound.sent_at and at - inbound.sent_at > traits.max_age:
            self._escalate(conversation, message_id, ("stale",), Priority.HIGH, at, events)
            is_done = True
        inbox.put(
            inbound,
            message_id=message_id,
            conversation_id=conversation.id,
            payload_id=payload_id,
            due_at=due_at,
            at=at,
            is_done=is_done,
        )
        if not is_done:
            if waiting:
                inbox.hold_until(conversation.id, due_at)
            events.append(InboxFilled(due_at))
        return message_id

    def _open(self, inbound: Inbound, at: Micros, *, is_proven: bool) -> Conversation:
        guest_id = guests.identify(inbound, at, is_proven=is_proven)
        address = guests.carry_over(inbound, at) if inbound.moves_to else inbound.address
        return conversations.open_for(
            guest_id,
            channel=inbound.channel,
            account=inbound.account,
            address=address,
            reservation_id=stays.current(guest_id, inbound.channel, address, at, self.config),
            at=at,
            reopen_after=at - self.config.conversation.reopen_window_hours * HOUR,
        )

    def _due(
        self,
        conversation: Conversation,
        inbound: Inbound,
        waiting: tuple[Micros, Micros] | None,
        at: Micros,
    ) -> Micros:
        """Short messages in a burst get one answer: wait a little, but never long (R2)."""
        if conversation.is_owned or inbound.is_immediate:
            return at
        window = seconds(self.config.conversation.burst_window_s)
        first = waiting[0] if waiting else at
        return min(at + window, first + seconds(self.config.conversation.burst_max_s))

    def _sound_alarm(
        self,
        conversation: Conversation,
        message_id: int,
        reading: _Reading,
        at: Micros,
        events: list[Event],
    ) -> None:
        """R10: the fixed text at once, also where staff answer; an urgent task; a call for people."""
        assert reading.emergency is not None
        language = conversation.language or reading.language or self.config.hotel.language
        text = safety_text(
            reading.emergency,
            language,
            country=self.config.hotel.country,
            number=self.config.hotel.emergency_number,
        )
        self._reply(conversation, text, language, OutboxKind.SAFETY, at, events)
        task_id = tasks.add(
            TaskProposal(
                department=Department.FRONT_DESK,
                title=f"EMERGENCY: {reading.emergency.value}",
                priority=Priority.URGENT,
                intent=f"emergency.{reading.emergency.value}",
            ),
            at,
            conversation_id=conversation.id,
            message_id=message_id,
            guest_id=conversation.guest_id,
        )
        events.append(TaskCreated(task_id, Department.FRONT_DESK))
        reason = f"emergency_{reading.emergency.value}"
        self._escalate(conversation, message_id, (reason,), Priority.URGENT, at, events)

    def _settle_consent(
        self, conversation: Conversation, reading: _Reading, at: Micros, events: list[Event]
    ) -> bool:
        """R8: a keyword that is the whole message. Web chat sends nothing unasked: no keyword."""
        if conversation.channel == "webchat" or reading.opt_out is OptOut.HELP:
            return False
        is_given = reading.opt_out is OptOut.START
        guests.record_consent(
            conversation.guest_id,
            conversation.channel,
            CONSENT_PURPOSE,
            is_given=is_given,
            source="keyword",
            at=at,
        )
        language = conversation.language or reading.language or self.config.hotel.language
        phrase = Phrase.OPTED_IN if is_given else Phrase.OPTED_OUT
        self._reply(conversation, say(phrase, language), language, OutboxKind.NOTICE, at, events)
        return True

    def _reply(
        self,
        conversation: Conversation,
        text: str,
        language: str,
        kind: OutboxKind,
        at: Micros,
        events: list[Event],
    ) -> None:
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
            expires_at=at + expiry(self.config, kind, conversation.channel),
            at=at,
        )
        events.append(OutboxFilled())
        events.append(
            MessageAdded(
                conversation.id,
                message_id,
                Sender.AI,
                conversation.channel,
                conversation.address,
            )
        )

    def _escalate(
        self,
        conversation: Conversation,
        message_id: int,
        reasons: tuple[str, ...],
        priority: Priority,
        at: Micros,
        events: list[Event],
    ) -> None:
        escalation_id = escalations.add(
            conversation.id,
            message_id=message_id,
            reasons=reasons,
            priority=priority,
            department=Department.FRONT_DESK,
            at=at,
        )
        conversations.set_state(conversation.id, State.ESCALATED, at)
        events.append(Escalated(conversation.id, escalation_id, priority, reasons))
        events.append(ConversationChanged(conversation.id, State.ESCALATED))


def expiry(config: Config, kind: OutboxKind, channel: str) -> Micros:
    """How long an unsent message stays true (product.md, Settled details)."""
    table = config.outbox.expiry
    if kind is OutboxKind.SAFETY:
        return seconds(table.safety_s)
    if kind is OutboxKind.NOTICE:
        return seconds(table.task_notice_s)
    if kind is OutboxKind.STAFF:
        return seconds(table.staff_s)
    if channel == "webchat":
        return seconds(table.answer_webchat_s)
    return seconds(table.answer_email_s if channel == "email" else table.answer_messaging_s)


def _read(inbound: Inbound) -> _Reading:
    text = safety.mask_cards(inbound.text[:MAX_STORED_CHARS])
    language, _ = languages.detect(text) if text and languages.is_warm() else (None, 0.0)
    return _Reading(
        inbound=inbound,
        text=text,
        emergency=safety.emergency(text[:MAX_READ_CHARS]),
        opt_out=safety.opt_out(text[:MAX_READ_CHARS]),
        language=language if language in _LANGUAGES else None,
    )


def _without_repeats(readings: Sequence[_Reading]) -> list[_Reading]:
    """Leave out what was accepted before, and repeats within one batch."""
    seen: set[tuple[str, str, str]] = set()
    fresh = []
    for reading in readings:
        key = (reading.inbound.channel, reading.inbound.account, reading.inbound.vendor_id)
        if key in seen or inbox.is_known(reading.inbound):
            continue
        seen.add(key)
        fresh.append(reading)
    return fresh
