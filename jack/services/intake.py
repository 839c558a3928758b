"""Taking guests' messages in: stored for good before anybody is told that they are (R1)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jack import metrics
from jack.channels.base import Channel
from jack.config import Config
from jack.db import (
    chat_contacts,
    conversations,
    escalations,
    guests,
    inbox,
    mails,
    messages,
    outbox,
    tasks,
    vendor_templates,
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
    TemplatesWanted,
)
from jack.model import safety
from jack.model.clock import DAY, HOUR, Clock, Micros, seconds
from jack.model.consent import ConsentSource, OptOut, Purpose
from jack.model.consent_words import stop_wish
from jack.model.conversations import Conversation, State
from jack.model.extras import REACTS_TO
from jack.model.languages import Language
from jack.model.mails import bare
from jack.model.masking import WITHHELD, mask, mask_all, mask_payload
from jack.model.messages import (
    SILENT_KINDS,
    Delivery,
    Inbound,
    Kind,
    OutboxKind,
    Parsed,
    Sender,
)
from jack.model.phrases import Phrase, safety_text, say, sms_help
from jack.model.safety import Emergency
from jack.model.tasks import Department, Priority, TaskProposal
from jack.model.windows import OPENS_NOTHING
from jack.services import consent, languages, stays
from jack.services.announce import announce
from jack.services.media import Arrived, Media
from jack.services.onward import Onward
from jack.services.rush import Rush

log = logging.getLogger(__name__)

MAX_STORED_CHARS = 10_000
MAX_READ_CHARS = 2_000
"""How much of a message the rules for danger and stop words look at: they run before storing."""
CONSENT_PURPOSE = Purpose.MESSAGES
CARRIER_WORDS = frozenset(
    {
        *("stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel"),
        *("start", "unstop", "yes", "help", "info"),
    }
)
"""What Twilio understands and answers by itself (its page on opt-out keywords)."""
HANDED_OVER: Micros = 7 * DAY
"""An answer from where a web chat went on belongs to it for so long."""
UNREAD_FOR: Micros = DAY
"""What a web chat has not shown is sent where it goes on for so long."""
FLOOD = "flood"
"""Why a person is called: this address writes so often that it may be a machine that answers."""
OPTED_OUT = "opted_out"
"""Why a person is called: the guest writes, but has stopped all messages on this channel."""
_LANGUAGES = frozenset(Language)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one webhook or frame."""

    new: int
    duplicates: int
    statuses: int
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a guest says about getting messages (R8).

    `is_answered`: the vendor has told the guest already. `is_whole`: the message says nothing else.
    """

    asks: OptOut
    source: ConsentSource
    purpose: Purpose = Purpose.MESSAGES
    is_answered: bool = False
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Reading:
    """What can be told of a message before it is stored, outside any transaction."""

    inbound: Inbound
    text: str
    emergency: Emergency | None
    wish: _Wish | None
    language: str | None
    files: tuple[Arrived, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    config: Config
    clock: Clock
    media: Media
    rush: Rush = field(default_factory=Rush)
    foresee: Callable[[str], None] | None = None
    """Told of a text that a turn will be about in a moment, when nothing is more urgent."""

    async def accept(self, channel: str, parsed: Parsed, *, payload: bytes | None) -> Accepted:
        """Store everything one webhook carried, in one commit; then wake the workers.

        Returns only when it is durable. Raises DatabaseError when it is not, so that the vendor
        is told to come again.
        """
        with self.rush.storing():
            masked = [_masked(inbound) for inbound in parsed.messages]
            readings = [
                replace(_read(inbound), files=await self.media.keep(inbound.files))
                for inbound in masked
            ]
            if payload is not None:
                payload = WITHHELD if masked != list(parsed.messages) else mask_payload(payload)
            at = self.clock()
            accepted, events = await self.db.write(
                self._store, channel, readings, parsed, payload, at
            )
        announce(self.bus, events)
        for code in parsed.troubles:
            metrics.ERRORS.labels(channel).inc()
            log.warning("vendor in trouble", extra={"channel": channel, "reason": code})
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
        has_news = fresh or parsed.statuses or parsed.consents or parsed.templates
        if payload is not None and has_news:
            payload_id = inbox.keep_payload(channel, payload, at)
        ids = [self._store_one(reading, payload_id, at, events) for reading in fresh]
        for report in parsed.statuses:
            events += self._onward.apply_status(report, at)
        for word in parsed.consents:
            guest_id = guests.at(word.channel, word.address)
            if guest_id is not None:
                consent.record(
                    guest_id,
                    word.channel,
                    word.purpose,
                    is_given=word.is_given,
                    source=ConsentSource.VENDOR,
                    at=at,
                )
        for told in parsed.templates:
            vendor_templates.apply(told, at)
        if parsed.templates:
            events.append(TemplatesWanted())
        duplicates = len(readings) - len(fresh)
        return Accepted(len(fresh), duplicates, len(parsed.statuses), tuple(ids)), events

    def _store_one(
        self, reading: _Reading, payload_id: int | None, at: Micros, events: list[Event]
    ) -> int:
        inbound = reading.inbound
        traits = self.channels[inbound.channel].traits
        is_proven = traits.proves_identity or inbound.is_proven
        conversation = self._open(inbound, at, is_proven=is_proven)
        if inbound.kind not in OPENS_NOTHING:
            guests.heard(inbound.channel, inbound.address, min(at, inbound.sent_at or at))
        is_chat = inbound.channel == "webchat"
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=Sender.GUEST,
            channel=inbound.channel,
            address=inbound.address,
            kind=inbound.kind,
            text=reading.text,
            data=_data(inbound),
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
        events += self.media.add(
            reading.files, message_id=message_id, channel=inbound.channel, at=at
        )
        if inbound.letter is not None:
            mails.add_theirs(inbound.letter, conversation.id, at)
        has_enough = self._has_enough(inbound, traits.hourly_answers, at)
        waiting = inbox.burst(conversation.id)
        due_at = self._due(conversation, inbound, waiting, at)
        is_done = inbound.kind in SILENT_KINDS
        if reading.emergency is not None:
            self._sound_alarm(conversation, message_id, reading, at, events, is_silent=has_enough)
            is_done = True
        elif reading.wish is not None and self._settle_consent(
            conversation, reading, at, events, is_silent=has_enough
        ):
            is_done = True
        elif has_enough and not is_done:
            self._tell_staff_once(FLOOD, conversation, message_id, at, events)
            is_done = True
        elif traits.max_age and inbound.sent_at and at - inbound.sent_at > traits.max_age:
            self._escalate(conversation, message_id, ("stale",), Priority.HIGH, at, events)
            is_done = True
        elif traits.stop_is_total and not is_done:
            self._tell_staff_of_silence(conversation, message_id, at, events)
        if reading.wish is None:
            events += self._bring_unread(conversation, inbound, at)
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

    def _has_enough(self, inbound: Inbound, most: int | None, at: Micros) -> bool:
        """Two machines that answer each other must come to an end."""
        if most is None:
            return False
        return outbox.automatic(inbound.channel, inbound.address, since=at - HOUR) >= most

    def _open(self, inbound: Inbound, at: Micros, *, is_proven: bool) -> Conversation:
        guest_id = self._writer(inbound, at, is_proven=is_proven)
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

    def _writer(self, inbound: Inbound, at: Micros, *, is_proven: bool) -> int:
        if inbound.answers is not None and not is_proven:
            answered = conversations.get(inbound.answers)
            if answered is not None:
                return guests.survivor(answered.guest_id)
        if (visitor := self._visitor(inbound, at)) is not None:
            return visitor
        return guests.identify(inbound, at, is_proven=is_proven)

    def _visitor(self, inbound: Inbound, at: Micros) -> int | None:
        """Whoever answers where a web chat goes on is its visitor, proven by nothing (R6): unless
        this address is somebody's already."""
        if inbound.channel not in ("sms", "whatsapp") or inbound.phone is None:
            return None
        if guests.at(inbound.channel, inbound.address) is not None:
            return None
        left = chat_contacts.handed_over(inbound.channel, inbound.phone, at - HANDED_OVER)
        if left is None:
            return None
        guest_id = guests.survivor(left[1])
        guests.add_identity(guest_id, inbound, at)
        return guest_id

    def _bring_unread(
        self, conversation: Conversation, inbound: Inbound, at: Micros
    ) -> list[Event]:
        """What the chat's page has not shown goes to its visitor's WhatsApp now that they have
        written there: before, only a template could."""
        if inbound.channel != "whatsapp" or inbound.phone is None or inbound.kind in OPENS_NOTHING:
            return []
        left = chat_contacts.handed_over("whatsapp", inbound.phone, at - HANDED_OVER)
        if left is None or left[0] != conversation.id:
            return []
        unread = chat_contacts.unread(conversation.id, at - UNREAD_FOR)
        send_unread(self.config, unread, inbound.channel, inbound.address, at)
        return [OutboxFilled()] if unread else []

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
        *,
        is_silent: bool,
    ) -> None:
        """R10: the fixed text at once, also where staff answer; an urgent task; a call for people."""
        assert reading.emergency is not None
        language = self._spoken(conversation, reading)
        text = safety_text(
            reading.emergency,
            language,
            country=self.config.hotel.country,
            number=self.config.hotel.emergency_number,
        )
        if not is_silent:
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
        self,
        conversation: Conversation,
        reading: _Reading,
        at: Micros,
        events: list[Event],
        *,
        is_silent: bool,
    ) -> bool:
        """R8: record what a guest says about getting messages, and confirm it; whether nothing is
        left to answer. Web chat sends nothing unasked, so nothing is stopped there.
        """
        wish, channel = reading.wish, conversation.channel
        assert wish is not None
        is_sms = channel == "sms"
        if channel == "webchat" or (wish.asks is OptOut.HELP and not is_sms):
            return False
        if safety.is_yes(reading.text) and not consent.has_refused(conversation.guest_id, channel):
            return (
                False  # YES takes up messages that were stopped; otherwise it answers a question.
            )
        for guest_id in self._about(conversation, wish):
            consent.record(
                guest_id,
                channel,
                wish.purpose,
                is_given=wish.asks is OptOut.START,
                source=wish.source,
                at=at,
            )
        is_told = wish.is_answered and not self.config.channels.sms.confirm_opt_out
        if not is_told and not is_silent:
            language = self._spoken(conversation, reading)
            text = self._confirmation(wish, language, is_sms=is_sms)
            self._reply(conversation, text, language, OutboxKind.CONSENT, at, events)
        return wish.is_whole

    def _about(self, conversation: Conversation, wish: _Wish) -> list[int]:
        """Whose word it is. A stop by mail counts for everybody at that address, proven or not: what
        a stranger could win by it is less than what its owner would lose (R8). A start does not."""
        if wish.asks is OptOut.HELP:
            return []
        if conversation.channel != "email" or wish.asks is not OptOut.STOP:
            return [conversation.guest_id]
        others = guests.with_email(bare(conversation.address))
        return list(dict.fromkeys([conversation.guest_id, *others]))

    def _spoken(self, conversation: Conversation, reading: _Reading) -> str:
        """R9 for what is said at once: the conversation's language, and another one for a message that
        is plainly in it. Danger is not read in the language of yesterday."""
        known = conversation.language
        told = languages.recognise(reading.text, known=known) if languages.is_warm() else known
        return told or reading.language or self.config.hotel.language

    def _confirmation(self, wish: _Wish, language: str, *, is_sms: bool) -> str:
        if wish.asks is OptOut.HELP:
            return sms_help(language, self.config.hotel.name)
        if wish.asks is OptOut.START:
            return say(Phrase.OPTED_IN, language)
        if wish.purpose is Purpose.MARKETING:
            return say(Phrase.OPTED_OUT_OFFERS, language)
        return say(Phrase.OPTED_OUT_SMS if is_sms else Phrase.OPTED_OUT, language)

    def _tell_staff_of_silence(
        self, conversation: Conversation, message_id: int, at: Micros, events: list[Event]
    ) -> None:
        """A guest writes where no answer may go: a person has to find another way."""
        if consent.has_refused(conversation.guest_id, conversation.channel):
            self._tell_staff_once(OPTED_OUT, conversation, message_id, at, events)

    def _tell_staff_once(
        self,
        reason: str,
        conversation: Conversation,
        message_id: int,
        at: Micros,
        events: list[Event],
    ) -> None:
        is_known = any(
            reason in each.reasons and each.acknowledged_at is None
            for each in escalations.of(conversation.id)
        )
        if not is_known:
            self._escalate(conversation, message_id, (reason,), Priority.HIGH, at, events)

    @property
    def _onward(self) -> Onward:
        return Onward(self.channels, self.config)

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
            is_important=kind is OutboxKind.SAFETY,
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
    if kind in (OutboxKind.NOTICE, OutboxKind.CONSENT):
        return seconds(table.task_notice_s)
    if kind is OutboxKind.STAFF:
        return seconds(table.staff_s)
    if channel == "webchat":
        return seconds(table.answer_webchat_s)
    return seconds(table.answer_email_s if channel == "email" else table.answer_messaging_s)


def send_unread(
    config: Config, unread: Sequence[int], channel: str, route: str, at: Micros
) -> None:
    """What a web chat's page has not shown goes out where the chat goes on. Runs inside a write."""
    for outbox_id in unread:
        item = outbox.get(outbox_id)
        assert item is not None, "it was found in this write"
        until = at + expiry(config, item.kind, channel)
        chat_contacts.send_too(outbox_id, channel, route, at, expires_at=until)


def _read(inbound: Inbound) -> _Reading:
    text = inbound.text
    is_silent = inbound.kind is Kind.SYSTEM  # a vendor's or a machine's words, not a person's
    language, _ = languages.detect(text) if text and languages.is_warm() else (None, 0.0)
    return _Reading(
        inbound=inbound,
        text=text,
        emergency=None if is_silent else safety.emergency(text[:MAX_READ_CHARS]),
        wish=None if is_silent else _wish(inbound, text[:MAX_READ_CHARS]),
        language=language if language in _LANGUAGES else None,
    )


def _data(inbound: Inbound) -> Mapping[str, object]:
    """What the vendor told; of a reaction also which message it is about. Runs inside a write."""
    about = inbound.data.get("message_id")
    if inbound.kind is not Kind.REACTION or not isinstance(about, str):
        return inbound.data
    found = messages.by_vendor_id(inbound.channel, inbound.account, about)
    return inbound.data if found is None else {**inbound.data, REACTS_TO: found}


def _masked(inbound: Inbound) -> Inbound:
    """Without the numbers of cards and identity papers, wherever they stand."""
    letter = inbound.letter
    return replace(
        inbound,
        text=mask(inbound.text[:MAX_STORED_CHARS]),
        name=mask(inbound.name),
        data=mask_all(inbound.data),
        letter=replace(letter, subject=mask(letter.subject)) if letter else None,
        files=tuple(replace(file, name=mask(file.name)) for file in inbound.files),
    )


def _wish(inbound: Inbound, text: str) -> _Wish | None:
    if inbound.opt_out is not None:
        return _Wish(inbound.opt_out, ConsentSource.VENDOR, is_answered=True)
    is_sms = inbound.channel == "sms"
    keyword = safety.opt_out(text, sms=is_sms)
    if keyword is not None:
        is_answered = is_sms and "".join(text.split()).casefold() in CARRIER_WORDS
        return _Wish(keyword, ConsentSource.KEYWORD, is_answered=is_answered)
    said = stop_wish(text)
    if said is None:
        return None
    return _Wish(OptOut.STOP, ConsentSource.WORDS, said.purpose, is_whole=said.is_whole)


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
