"""One turn of Jack's: what is read before thinking, and the one write after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import (
    audit,
    conversations,
    drafts,
    escalations,
    gaps,
    guests,
    inbox,
    messages,
    open_questions,
    outbox,
    preferences,
    ratings,
    reservations,
    shadows,
    task_events,
    tasks,
    traces,
    verifications,
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
    TaskChanged,
    TaskCreated,
)
from jack.model.answers import EscalationProposal, StayAccess, StayFacts
from jack.model.clock import MINUTE, Clock, Micros, seconds, to_datetime
from jack.model.conversations import Conversation, State
from jack.model.guests import Guest
from jack.model.messages import (
    FILE_KINDS,
    Delivery,
    InboxItem,
    Message,
    OutboxKind,
    Sender,
    Source,
)
from jack.model.phrases import Phrase, disclosure, say
from jack.model.preferences import PreferenceProposal, told
from jack.model.ratings import Given, Rating
from jack.model.spending import ModelCall, Purpose
from jack.model.task_states import Happening
from jack.model.tasks import OpenQuestion, QuestionKind, Task, TaskProposal, deadlines
from jack.model.verification import Attempt
from jack.model.verification import Outcome as Proof
from jack.services import stays
from jack.services.announce import announce
from jack.services.intake import expiry
from jack.services.ratings import keep
from jack.services.spending import record

UNANSWERED = frozenset({"no_answer", "no_source", "low_confidence"})
"""Reasons that tell of a gap in what the hotel has written down."""
MAX_RESTARTS = 2
"""How often a turn starts again because the guest wrote meanwhile (product.md, Burst)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything a turn knows before it thinks. `stay` only when the writer may see it (R6);
    `called_for` holds the reasons a person was called for and has not come yet; `open_intents` what
    the open tasks of this conversation were asked as; `last_intent` what the turn before was about.
    """

    item: InboxItem
    conversation: Conversation
    guest: Guest
    messages: tuple[Message, ...]
    history: tuple[Message, ...]
    stay: StayFacts | None
    open_requests: tuple[str, ...]
    is_first_answer: bool
    called_for: tuple[str, ...] = ()
    stay_access: StayAccess = StayAccess.NONE
    wanted: str | None = None
    lacking: tuple[Task, ...] = ()
    question: OpenQuestion | None = None
    preferences: tuple[str, ...] = ()
    rating: Rating | None = None
    open_intents: tuple[str, ...] = ()
    last_intent: str = ""
    seen: frozenset[int] = frozenset()
    """Messages of which a model has looked at all photos."""

    @property
    def text(self) -> str:
        """What the guest wants: the burst, or what was asked before the guest had to prove a stay."""
        if self.wanted is not None:
            return self.wanted
        return "\n".join(message.text for message in self.messages if message.text)

    @property
    def has_unreadable(self) -> bool:
        """A photo, voice note or the like, with words or without: Jack sees the words alone."""
        return any(
            m.id not in self.seen and (not m.text or m.files or m.kind in FILE_KINDS)
            for m in self.messages
        )


@dataclass(frozen=True, slots=True)
class Fill:
    """What a guest added to a task that lacked it."""

    task_id: int
    room: str | None = None
    due_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that keeps proposals until the guest answers it; `options` are answers to tap."""

    kind: QuestionKind
    proposals: tuple[TaskProposal, ...]
    options: tuple[str, ...] = ()


class Way(StrEnum):
    """What becomes of Jack's words."""

    REPLY = "reply"
    DRAFT = "draft"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Shadow:
    """What Jack would have said where he may not, to be held against what staff say."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished thought, ready to be written as one.

    `language` is that of `text`; `guest_language` what the conversation keeps (R9), None while
    nothing has told it.
    """

    way: Way
    text: str
    language: str
    guest_language: str | None = None
    sources: tuple[Source, ...] = ()
    tasks: tuple[TaskProposal, ...] = ()
    escalation: EscalationProposal | None = None
    attempt: Attempt | None = None
    fills: tuple[Fill, ...] = ()
    ask: Ask | None = None
    settles: int | None = None
    preferences: tuple[PreferenceProposal, ...] = ()
    rated: Given | None = None
    calls: tuple[ModelCall, ...] = ()
    shadow: Shadow | None = None
    trace: dict[str, Any] = field(default_factory=dict)


class Committed(StrEnum):
    """What the commit found."""

    DONE = "done"
    SUPERSEDED = "superseded"
    OWNED = "owned"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Turns:
    db: Database
    bus: EventBus
    config: Config
    clock: Clock
    holder: str

    async def load(self, item: InboxItem) -> Turn:
        return await self.db.read_newest(self._load, item)

    async def stay(self, turn: Turn, reservation_id: int) -> Turn:
        """The turn with the facts of a stay its writer has just proven to be theirs."""

        def work() -> tuple[StayFacts | None, StayAccess]:
            found = reservations.get(reservation_id)
            if found is None:
                return None, StayAccess.NONE
            return stays.facts_of(found, None, self.clock(), self.config)

        facts, access = await self.db.read(work)
        return replace(turn, stay=facts, stay_access=access)

    async def commit(self, turn: Turn, outcome: Outcome) -> Committed:
        """Write everything a turn produced, or nothing.

        Superseded when the guest wrote meanwhile, owned when staff took over meanwhile (the reply
        stays as a suggestion), lost when the lease ran out and somebody else has the turn.
        """
        committed, events = await self.db.write(self._commit, turn, outcome, self.clock())
        announce(self.bus, events)
        return committed

    async def retry_later(self, item: InboxItem, delay_s: float) -> None:
        due_at = self.clock() + seconds(delay_s)
        await self.db.write(inbox.give_back, item, due_at=due_at, counts=True)
        announce(self.bus, [InboxFilled(due_at)])

    async def give_up(self, item: InboxItem, reason: str) -> None:
        """After the last attempt a turn becomes an escalation, never silence (R1)."""
        events = await self.db.write(self._give_up, item, reason, self.clock())
        announce(self.bus, events)

    # -- reading ---------------------------------------------------------------------------

    def _load(self, item: InboxItem) -> Turn:
        conversation = conversations.get(item.conversation_id)
        assert conversation is not None, "an inbox row holds its conversation"
        guest = guests.get(conversation.guest_id)
        assert guest is not None, "a conversation holds its guest"
        known = tasks.listed(
            statuses=("pending", "assigned", "in_progress"),
            conversation_id=conversation.id,
            limit=10,
        )
        since = self.clock() - self.config.tasks.open_question_m * MINUTE
        new = messages.get_many(item.message_ids)
        stay, stay_access = stays.facts_for(conversation, guest, self.clock(), self.config)
        history = messages.history(
            conversation.id,
            before=new[0].id,
            limit=self.config.conversation.history_messages,
        )
        return Turn(
            item=item,
            conversation=conversation,
            guest=guest,
            messages=tuple(new),
            history=tuple(history),
            stay=stay,
            stay_access=stay_access,
            open_requests=tuple(task.title for task in known),
            open_intents=tuple(task.intent for task in known if task.intent),
            last_intent=_last_intent(history),
            lacking=tuple(task for task in known if task.created_at >= since),
            question=open_questions.current(conversation.id, self.clock()),
            preferences=self._preferences(conversation),
            rating=ratings.waiting(conversation.guest_id, self.clock()),
            is_first_answer=conversation.disclosed_at is None,
            called_for=tuple(
                reason
                for escalation in escalations.of(conversation.id)
                if escalation.acknowledged_at is None
                for reason in escalation.reasons
            ),
        )

    def _preferences(self, conversation: Conversation) -> tuple[str, ...]:
        """R6: what is known of a guest is for an answer to that guest only."""
        is_proven = guests.is_proven(conversation.channel, conversation.address)
        if not is_proven and conversation.verified_at is None:
            return ()
        return told(preferences.of(conversation.guest_id), self.clock())

    # -- writing ---------------------------------------------------------------------------

    def _commit(self, turn: Turn, outcome: Outcome, at: Micros) -> tuple[Committed, list[Event]]:
        # Paid for in any case, also when somebody else has the turn by now.
        record(outcome.calls, Purpose.ANSWER, turn.conversation.id, at)
        if not inbox.is_held(turn.item, self.holder):
            return Committed.LOST, []
        if inbox.has_newer(turn.item) and turn.item.attempts <= MAX_RESTARTS:
            inbox.give_back(turn.item, due_at=at, counts=True)
            inbox.take_newer(turn.item)
            return Committed.SUPERSEDED, [InboxFilled(at)]
        conversation = conversations.get(turn.conversation.id)
        assert conversation is not None
        inbox.finish(turn.item)
        language = outcome.guest_language
        if language is not None and language != conversation.language:
            conversations.set_language(conversation.id, language)
        if outcome.attempt is not None:
            conversation = self._prove(conversation, outcome.attempt, at)
        # As it is now: somebody may have called for help or taken over while Jack was thinking.
        turn = replace(turn, conversation=conversation)
        events = keep(outcome.rated, conversation, at) if outcome.rated is not None else []
        if conversation.is_owned:
            return Committed.OWNED, events + self._suggest(turn, outcome, at)
        return Committed.DONE, events + self._write(turn, outcome, at)

    @staticmethod
    def _prove(conversation: Conversation, attempt: Attempt, at: Micros) -> Conversation:
        """R6: the attempt is on record; one that matched opens the stay for this conversation."""
        verifications.add(conversation.id, conversation.channel, conversation.address, attempt, at)
        if attempt.outcome is Proof.MATCHED and attempt.reservation_id is not None:
            verifications.open_stay(conversation.id, attempt.reservation_id, at)
        found = conversations.get(conversation.id)
        assert found is not None
        return found

    def _write(self, turn: Turn, outcome: Outcome, at: Micros) -> list[Event]:
        events: list[Event] = []
        conversation = turn.conversation
        answer_id = None
        if outcome.way is not Way.SILENT and outcome.text:
            answer_id = self._add_answer(conversation, outcome, at, events)
        for proposal in outcome.tasks:
            placed = tasks.place(
                proposal,
                at,
                append_after=at - self.config.tasks.append_window_m * MINUTE,
                conversation_id=conversation.id,
                message_id=turn.messages[-1].id,
                guest_id=conversation.guest_id,
                reservation_id=conversation.reservation_id,
            )
            if placed.is_new:
                events.append(TaskCreated(placed.task_id, proposal.department))
            else:
                events.append(TaskChanged(placed.task_id, placed.status))
        for liked in outcome.preferences:
            preferences.learn(conversation.guest_id, liked, at, message_id=turn.messages[-1].id)
        events += self._settle(conversation.id, outcome, at)
        state = State.ESCALATED if conversation.state is State.ESCALATED else State.ACTIVE
        if outcome.escalation is not None:
            state = State.ESCALATED
            if UNANSWERED.intersection(outcome.escalation.reasons):
                gaps.add(turn.messages[-1].id, conversation.id, at)
            events.append(
                self._escalate(conversation.id, turn.messages[-1].id, outcome.escalation, at)
            )
        if state is not conversation.state:
            conversations.set_state(conversation.id, state, at)
        events.append(ConversationChanged(conversation.id, state))
        self._keep_trace(turn, outcome, at, answer_id)
        self._keep_shadow(turn, outcome, at)
        if outcome.way is Way.DRAFT:
            self._compare(turn, outcome, at, draft_id=answer_id)
        return events

    def _settle(self, conversation_id: int, outcome: Outcome, at: Micros) -> list[Event]:
        """What the guest's answer completed, and what Jack asked in turn."""
        events: list[Event] = []
        for fill in outcome.fills:
            task = tasks.get(fill.task_id)
            if task is None or not task.is_open:
                continue
            told = f"room {fill.room}" if fill.room else ""
            if fill.due_at is not None:
                response, resolution = deadlines(task.priority, at, fill.due_at)
                task = replace(
                    task,
                    due_at=fill.due_at,
                    response_due_at=response,
                    resolution_due_at=resolution,
                )
                zone = ZoneInfo(self.config.hotel.timezone)
                told = f"{to_datetime(fill.due_at).astimezone(zone):%Y-%m-%d %H:%M}"
            tasks.save(replace(task, room=fill.room or task.room), at)
            task_events.add(task.id, Happening.APPENDED, task.status, at, text=told)
            events.append(TaskChanged(task.id, task.status))
        if outcome.settles is not None:
            open_questions.settle(outcome.settles, at)
        if outcome.ask is not None:
            expires_at = at + self.config.tasks.open_question_m * MINUTE
            open_questions.put(
                conversation_id, outcome.ask.kind, outcome.ask.proposals, expires_at, at
            )
        return events

    def _add_answer(
        self, conversation: Conversation, outcome: Outcome, at: Micros, events: list[Event]
    ) -> int:
        is_reply = outcome.way is Way.REPLY
        message_id = messages.add(
            conversation_id=conversation.id,
            sender=Sender.AI,
            channel=conversation.channel,
            address=conversation.address,
            text=outcome.text,
            language=outcome.language,
            delivery=Delivery.QUEUED if is_reply else Delivery.DRAFT,
            sources=outcome.sources,
            at=at,
        )
        events.append(
            MessageAdded(
                conversation.id,
                message_id,
                Sender.AI,
                conversation.channel,
                conversation.address,
            )
        )
        if is_reply:
            if conversation.disclosed_at is None:
                conversations.set_disclosed(conversation.id, at)
            outbox.put(
                message_id=message_id,
                conversation_id=conversation.id,
                kind=OutboxKind.ANSWER,
                channel=conversation.channel,
                account=conversation.account,
                address=conversation.address,
                text=outcome.text,
                expires_at=at + expiry(self.config, OutboxKind.ANSWER, conversation.channel),
                at=at,
                options=outcome.ask.options if outcome.ask is not None else (),
            )
            events.append(OutboxFilled())
        return message_id

    def _suggest(self, turn: Turn, outcome: Outcome, at: Micros) -> list[Event]:
        """Staff answer here (R3): Jack's words are a suggestion, its tasks are made when it is sent."""
        self._keep_shadow(turn, outcome, at)
        if outcome.way is Way.SILENT or not outcome.text:
            return []
        events: list[Event] = []
        draft = Outcome(Way.DRAFT, outcome.text, outcome.language, sources=outcome.sources)
        answer_id = self._add_answer(turn.conversation, draft, at, events)
        drafts.keep_proposals(answer_id, outcome.tasks)
        self._keep_trace(turn, outcome, at, answer_id)
        self._compare(turn, outcome, at, draft_id=answer_id)
        return events

    def _keep_shadow(self, turn: Turn, outcome: Outcome, at: Micros) -> None:
        if outcome.shadow is not None and self.config.answers.shadow != "off":
            shadows.add(
                turn.conversation.id,
                turn.messages[-1].id,
                at,
                topic=shadows.topic_of(outcome.trace),
                text=outcome.shadow.text,
                language=outcome.shadow.language,
            )

    def _compare(self, turn: Turn, outcome: Outcome, at: Micros, *, draft_id: int | None) -> None:
        """A draft will be held against what staff make of it."""
        if draft_id is not None and outcome.text and self.config.answers.shadow != "off":
            opening = f"{disclosure(outcome.language, self.config.hotel.name)}\n\n"
            shadows.add(
                turn.conversation.id,
                turn.messages[-1].id,
                at,
                topic=shadows.topic_of(outcome.trace),
                text=outcome.text.removeprefix(opening),
                language=outcome.language,
                draft_id=draft_id,
            )

    def _escalate(
        self, conversation_id: int, message_id: int | None, wanted: EscalationProposal, at: Micros
    ) -> Escalated:
        escalation_id = escalations.add(
            conversation_id,
            message_id=message_id,
            reasons=wanted.reasons,
            priority=wanted.priority,
            department=wanted.department,
            at=at,
        )
        return Escalated(conversation_id, escalation_id, wanted.priority, wanted.reasons)

    def _keep_trace(self, turn: Turn, outcome: Outcome, at: Micros, answer_id: int | None) -> None:
        data = outcome.trace | {"queuedAfterMs": (at - turn.item.received_at) // 1000}
        traces.add(
            turn.conversation.id,
            data,
            at,
            question_id=turn.messages[-1].id,
            answer_id=answer_id,
        )

    def _give_up(self, item: InboxItem, reason: str, at: Micros) -> list[Event]:
        inbox.fail(item, reason)
        conversation = conversations.get(item.conversation_id)
        assert conversation is not None
        wanted = EscalationProposal(reasons=("failure",))
        events: list[Event] = [
            self._escalate(conversation.id, item.message_ids[-1], wanted, at),
            ConversationChanged(conversation.id, State.ESCALATED),
        ]
        conversations.set_state(conversation.id, State.ESCALATED, at)
        audit.add("system", "turn.failed", f"conversation:{conversation.id}", at, reason=reason)
        if not conversation.is_owned:
            guest = guests.get(conversation.guest_id)
            assert guest is not None, "a conversation holds its guest"
            language = conversation.language or guest.language or self.config.hotel.language
            text = say(Phrase.SYSTEM_TROUBLE, language)
            if conversation.disclosed_at is None:
                text = f"{disclosure(language, self.config.hotel.name)}\n\n{text}"
            self._add_answer(conversation, Outcome(Way.REPLY, text, language), at, events)
        return events


def _last_intent(history: Sequence[Message]) -> str:
    """What the guest's message before was about."""
    asked = (message for message in reversed(history) if message.sender is Sender.GUEST)
    before = next(asked, None)
    return traces.top_intent(before.id) if before is not None else ""
