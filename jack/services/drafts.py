"""Words that wait for a person's yes, and messages that did not arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jack.channels.base import Channel
from jack.config import Config
from jack.db import (
    audit,
    conversations,
    drafts,
    escalations,
    messages,
    outbox,
    shadows,
    tasks,
    traces,
)
from jack.errors import Conflict, Invalid, NotFound
from jack.events import (
    ConversationChanged,
    Event,
    MessageAdded,
    MessageStatus,
    OutboxFilled,
    TaskChanged,
    TaskCreated,
)
from jack.model.autonomy import NEEDS_APPROVAL
from jack.model.clock import MINUTE, Micros
from jack.model.conversations import Conversation, State
from jack.model.inbox import Reach
from jack.model.lengths import split
from jack.model.messages import Delivery, InboxItem, Message, OutboxKind, Sender
from jack.model.promises import commits
from jack.model.shadows import Outcome as Shown
from jack.model.spending import Purpose
from jack.model.staff import Permission, Staff
from jack.model.tasks import TaskProposal
from jack.services.announce import status_event
from jack.services.conversations import MAX_REPLY_CHARS, Conversations, name_of
from jack.services.conversations import must as must_exist
from jack.services.inbox_list import reaches_of
from jack.services.intake import expiry
from jack.services.media import refusal_of
from jack.services.permits import must
from jack.services.spending import record
from jack.services.turns import Outcome, Turn
from jack.services.windows import must_take_text

MOST_WAITING = 20
REPEATABLE = (Delivery.FAILED, Delivery.UNCERTAIN, Delivery.EXPIRED)


@dataclass(frozen=True, slots=True)
class Drafts:
    conversations: Conversations
    channels: Mapping[str, Channel]

    @property
    def _config(self) -> Config:
        return self.conversations.config

    # -- suggestions -----------------------------------------------------------------------

    async def asked(
        self, conversation_id: int, by: Staff
    ) -> tuple[Message | None, InboxItem | None]:
        """The suggestion that is there already, or what the guest wrote that wants one.

        Raises Conflict when the guest has written nothing.
        """
        must(by, Permission.WRITE_CONVERSATIONS)

        def read() -> tuple[Message | None, InboxItem | None]:
            conversation = must_exist(conversation_id)
            if (known := drafts.suggestion_of(conversation_id)) is not None:
                return messages.get(known), None
            waiting = drafts.waiting(conversation_id, limit=MOST_WAITING)
            if not waiting:
                raise Conflict("The guest has not written anything here.")
            received_at = conversation.last_guest_message_at or conversation.created_at
            return None, InboxItem(conversation_id, (), tuple(waiting), 1, received_at)

        return await self.conversations.db.read(read)

    async def keep(self, turn: Turn, outcome: Outcome, by: Staff) -> Message:
        """Put a suggestion into the thread, for staff only."""

        def work(at: Micros) -> tuple[Message, list[Event]]:
            conversation = must_exist(turn.conversation.id)
            message_id = messages.add(
                conversation_id=conversation.id,
                sender=Sender.AI,
                channel=conversation.channel,
                address=conversation.address,
                text=outcome.text,
                language=outcome.language,
                delivery=Delivery.DRAFT,
                sources=outcome.sources,
                at=at,
            )
            if outcome.tasks:
                drafts.keep_proposals(message_id, outcome.tasks)
            record(outcome.calls, Purpose.SUGGESTION, conversation.id, at)
            question_id = turn.messages[-1].id
            if self._config.answers.shadow != "off":
                shadows.add(
                    conversation.id,
                    question_id,
                    at,
                    topic=shadows.topic_of(outcome.trace),
                    text=outcome.text,
                    language=outcome.language,
                    draft_id=message_id,
                )
            trace = outcome.trace | {"suggestedFor": by.id}
            traces.add(conversation.id, trace, at, question_id=question_id, answer_id=message_id)
            return _must_message(message_id), [_added(conversation, message_id, Sender.AI)]

        return await self.conversations.write(work)

    async def proposals(self, message_id: int) -> tuple[TaskProposal, ...]:
        """The tasks that will be made when this draft is sent."""
        return await self.conversations.db.read(drafts.proposals, message_id)

    # -- a person's word -------------------------------------------------------------------

    async def approve(
        self, message_id: int, by: Staff, *, text: str | None = None, makes_tasks: bool = True
    ) -> Message:
        """Send a draft, as it is or in other words, with the tasks it speaks of in one write (R5).

        It is Jack's message where nobody owns the conversation and nothing was changed, else the
        sender's own. Raises Conflict when it is no draft, or somebody else is answering.
        """
        must(by, Permission.WRITE_CONVERSATIONS)
        words = text.strip() if text is not None else None
        if words == "":
            raise Invalid("The message is empty.", field="content")
        if words is not None and len(words) > MAX_REPLY_CHARS:
            raise Invalid(f"The message is longer than {MAX_REPLY_CHARS} characters.")

        def work(at: Micros) -> tuple[Message, list[Event]]:
            message = _must_be_draft(message_id)
            conversation = must_exist(message.conversation_id)
            if conversation.owner_id not in (None, by.id):
                raise Conflict(f"{name_of(conversation.owner_id)} is answering this conversation.")
            must_take_text(conversation.channel, conversation.address, at)
            said = message.text if words is None else words
            proposals = drafts.proposals(message_id)
            if proposals and not makes_tasks and said == message.text and commits(said):
                raise Conflict("These words promise something: send them with their tasks.")
            is_jacks = conversation.owner_id is None and said == message.text
            sender = Sender.AI if is_jacks else Sender.STAFF
            drafts.release(
                message_id,
                said,
                sender=sender,
                staff_id=by.id,
                channel=conversation.channel,
                address=conversation.address,
            )
            if is_jacks:
                conversations.set_disclosed(conversation.id, at)
            self._queue(conversation, message_id, said, _reach_of(conversation), at)
            events = self._make(proposals if makes_tasks else (), message, conversation, at)
            changed = None if said == message.text else True
            became = Shown.EDITED if changed else Shown.USED
            shadows.settle(message_id, became, at, staff_id=by.id, sent=True)
            audit.add(
                f"staff:{by.id}", "message.approve", f"message:{message_id}", at, edited=changed
            )
            events.append(_status(conversation, message_id, Delivery.QUEUED))
            events += _settle_call(conversation, by, at)
            return _must_message(message_id), [*events, OutboxFilled()]

        return await self.conversations.write(work)

    async def discard(self, message_id: int, by: Staff) -> Message:
        """Never send it: a draft, or what waits or could not be sent."""
        must(by, Permission.WRITE_CONVERSATIONS)

        def work(at: Micros) -> tuple[Message, list[Event]]:
            message = _must_message(message_id)
            conversation = must_exist(message.conversation_id)
            audit.add(f"staff:{by.id}", "message.discard", f"message:{message_id}", at)
            if message.delivery is Delivery.DRAFT:
                drafts.discard(message_id)
                shadows.settle(message_id, Shown.DISCARDED, at, staff_id=by.id, sent=False)
                event = _status(conversation, message_id, Delivery.DISCARDED)
                events = [event, *_settle_call(conversation, by, at)]
                return _must_message(message_id), events
            item = outbox.by_message(message_id)
            moved = outbox.discard(item.id, at) if item is not None else None
            if moved is None:
                raise Conflict(f"This message is {message.delivery}: it cannot be discarded.")
            return _must_message(message_id), [status_event(moved)]

        return await self.conversations.write(work)

    async def retry(self, message_id: int, by: Staff, *, channel: str | None = None) -> Message:
        """Send again what did not arrive, on a person's word, by this channel or another.

        Raises Conflict when there is nothing to repeat, or the guest wants nothing on that channel.
        """
        must(by, Permission.WRITE_CONVERSATIONS)

        def work(at: Micros) -> tuple[Message, list[Event]]:
            message = _must_message(message_id)
            item = outbox.by_message(message_id)
            if message.delivery not in REPEATABLE or item is None:
                raise Conflict(f"This message is {message.delivery}: there is nothing to repeat.")
            audit.add(
                f"staff:{by.id}", "message.retry", f"message:{message_id}", at, channel=channel
            )
            if channel is None or channel == message.channel:
                if item.template is None:
                    must_take_text(item.channel, item.address, at)
                expires_at = at + expiry(self._config, OutboxKind.STAFF, item.channel)
                moved = outbox.retry(item.id, at, expires_at=expires_at)
                assert moved is not None, "its state was looked at in this write"
                return _must_message(message_id), [status_event(moved), OutboxFilled()]
            return self._elsewhere(message, item.id, channel, at)

        return await self.conversations.write(work)

    async def write_by(
        self, conversation_id: int, by: Staff, text: str, *, channel: str
    ) -> Message:
        """Write to the guest by another of their channels than the conversation's.

        Raises Invalid, and Conflict where the guest cannot be written to there.
        """
        must(by, Permission.WRITE_CONVERSATIONS)
        words = text.strip()
        if not words:
            raise Invalid("The message is empty.", field="content")
        at = self.conversations.clock()
        conversation, _ = await self.conversations.get(conversation_id)
        await self.conversations.db.read(self._reach, conversation, channel, at)
        if conversation.owner_id is None:
            await self.conversations.claim(conversation_id, by)

        def work(at: Micros) -> tuple[Message, list[Event]]:
            conversation = must_exist(conversation_id)
            if conversation.owner_id != by.id:
                raise Conflict("Somebody else is answering this conversation.")
            reach = self._reach(conversation, channel, at)
            there = replace(
                conversation,
                channel=reach.channel,
                account=reach.account,
                address=reach.address,
            )
            limit = self.channels[channel].traits.max_chars
            sent = [
                self.conversations.send(
                    there, Sender.STAFF, part, OutboxKind.STAFF, at, staff_id=by.id
                )
                for part in split(words, limit)
            ]
            audit.add(
                f"staff:{by.id}",
                "conversation.reply",
                f"conversation:{conversation_id}",
                at,
                channel=channel,
            )
            return sent[0][0], [event for _, events in sent for event in events]

        return await self.conversations.write(work)

    # -- inside a write --------------------------------------------------------------------

    def _elsewhere(
        self, message: Message, outbox_id: int, channel: str, at: Micros
    ) -> tuple[Message, list[Event]]:
        """The same message by another way: what is said of the first one is still understood."""
        reach = self._reach(must_exist(message.conversation_id), channel, at)
        if len(message.text) > self.channels[channel].traits.max_chars:
            raise Conflict(f"This message is too long for {channel}.")
        words = refusal_of(channel, self.channels, message.text, message.files)
        if words is not None:
            raise Conflict(words)
        outbox.reroute(outbox_id, reach.channel, reach.address, at)
        expires_at = at + expiry(self._config, OutboxKind.STAFF, reach.channel)
        moved = outbox.retry(outbox_id, at, expires_at=expires_at)
        assert moved is not None, "it was queued in this write"
        return _must_message(message.id), [status_event(moved), OutboxFilled()]

    def _reach(self, conversation: Conversation, channel: str, at: Micros) -> Reach:
        if channel not in self.channels:
            raise Invalid(f"{channel} is not switched on.", field="channel")
        for reach in reaches_of(conversation.guest_id, self.channels):
            if reach.channel == channel:
                if reach.is_stopped:
                    raise Conflict(f"The guest said stop on {channel}.")
                must_take_text(channel, reach.address, at)
                return reach
        raise Conflict(f"The guest has no address on {channel}.")

    def _queue(
        self, conversation: Conversation, message_id: int, text: str, reach: Reach, at: Micros
    ) -> None:
        outbox.put(
            message_id=message_id,
            conversation_id=conversation.id,
            kind=OutboxKind.STAFF,
            channel=reach.channel,
            account=reach.account,
            address=reach.address,
            text=text,
            expires_at=at + expiry(self._config, OutboxKind.STAFF, reach.channel),
            at=at,
        )

    def _make(
        self,
        proposals: Sequence[TaskProposal],
        message: Message,
        conversation: Conversation,
        at: Micros,
    ) -> list[Event]:
        events: list[Event] = []
        for proposal in proposals:
            placed = tasks.place(
                proposal,
                at,
                append_after=at - self._config.tasks.append_window_m * MINUTE,
                conversation_id=conversation.id,
                message_id=message.id,
                guest_id=conversation.guest_id,
                reservation_id=conversation.reservation_id,
            )
            if placed.is_new:
                events.append(TaskCreated(placed.task_id, proposal.department))
            else:
                events.append(TaskChanged(placed.task_id, placed.status))
        return events


def _reach_of(conversation: Conversation) -> Reach:
    return Reach(conversation.channel, conversation.account, conversation.address, False, None)


def _added(conversation: Conversation, message_id: int, sender: Sender) -> MessageAdded:
    return MessageAdded(
        conversation.id, message_id, sender, conversation.channel, conversation.address
    )


def _settle_call(conversation: Conversation, by: Staff, at: Micros) -> list[Event]:
    """A person was called only to approve Jack's words, and none wait any more: that is done."""
    called = [each for each in escalations.of(conversation.id) if each.acknowledged_at is None]
    is_only_for_words = all(set(each.reasons) == {NEEDS_APPROVAL} for each in called)
    if not called or not is_only_for_words or drafts.is_any_left(conversation.id):
        return []
    escalations.acknowledge(conversation.id, by.id, at)
    if conversation.state is not State.ESCALATED:
        return []
    conversations.set_state(conversation.id, State.ACTIVE, at)
    return [ConversationChanged(conversation.id, State.ACTIVE)]


def _status(conversation: Conversation, message_id: int, state: Delivery) -> MessageStatus:
    return MessageStatus(
        conversation.id, message_id, state, conversation.channel, conversation.address
    )


def _must_message(message_id: int) -> Message:
    message = messages.get(message_id)
    if message is None:
        raise NotFound(f"There is no message {message_id}.")
    return message


def _must_be_draft(message_id: int) -> Message:
    message = _must_message(message_id)
    if message.delivery is not Delivery.DRAFT:
        raise Conflict(f"This message is {message.delivery or 'the guest’s'}: it is no draft.")
    return message
