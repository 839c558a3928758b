"""Passing a conversation on: to a colleague, to a department, up, or back to life."""

from __future__ import annotations

from dataclasses import dataclass

from jack.db import audit, conversations, escalations, outbox, pushes, timeline
from jack.db import staff as people
from jack.errors import Conflict, Invalid
from jack.events import ConversationChanged, Escalated, Event
from jack.model.clock import Micros
from jack.model.conversations import OPEN_STATES, Conversation, State
from jack.model.inbox import Note
from jack.model.phrases import Phrase
from jack.model.staff import Permission, Role, Staff
from jack.model.tasks import Department, Priority
from jack.services.announce import status_event
from jack.services.conversations import Conversations, must_own, name_of
from jack.services.conversations import must as must_exist
from jack.services.permits import must

MAX_NOTE_CHARS = 4000
PLACES = frozenset({*Department, Role.MANAGER})
"""Where a conversation can be passed to: the people of a department, or the managers."""


@dataclass(frozen=True, slots=True)
class Handover:
    conversations: Conversations

    async def to_person(self, conversation_id: int, by: Staff, colleague_id: int) -> Conversation:
        """The colleague answers from now on; the guest is told who that is (R3).

        Only the owner or a manager passes on what is owned. Raises Invalid when the colleague
        cannot answer guests.
        """
        must(by, Permission.WRITE_CONVERSATIONS)

        def work(at: Micros) -> tuple[Conversation, list[Event]]:
            conversation = _must_pass_on(conversation_id, by)
            colleague = people.get(colleague_id)
            if colleague is None or not colleague.may(Permission.WRITE_CONVERSATIONS):
                raise Invalid("This person cannot answer guests.", field="to")
            if conversation.owner_id == colleague_id:
                raise Conflict(f"{colleague.name} has this conversation already.")
            events: list[Event] = [
                status_event(moved) for moved in outbox.withdraw(conversation_id, at)
            ]
            conversations.set_owner(conversation_id, colleague_id, at)
            conversations.set_state(conversation_id, State.ACTIVE, at)
            escalations.acknowledge(conversation_id, by.id, at)
            if colleague_id != by.id:
                pushes.assigned_conversation(conversation_id, colleague_id, at)
            events += self.conversations.tell(
                conversation, Phrase.STAFF_JOINED, at, name=colleague.name
            )
            return self.conversations.done(
                conversation_id, by, "transfer", at, events, to=colleague.name, toId=colleague.id
            )

        return await self.conversations.write(work)

    async def to_place(self, conversation_id: int, by: Staff, place: str) -> Conversation:
        """Nobody in particular answers, and these people are called.

        Until one of them claims it Jack says no more than in any escalated conversation.
        """
        must(by, Permission.WRITE_CONVERSATIONS)
        _must_be_place(place)

        def work(at: Micros) -> tuple[Conversation, list[Event]]:
            _must_pass_on(conversation_id, by)
            escalations.acknowledge(conversation_id, by.id, at)
            conversations.set_owner(conversation_id, None, at)
            event = _call(conversation_id, ("transferred",), Priority.STANDARD, place, at)
            return self.conversations.done(
                conversation_id, by, "transfer", at, [event], toPlace=place
            )

        return await self.conversations.write(work)

    async def escalate(
        self, conversation_id: int, by: Staff, *, place: str, priority: Priority, note: str = ""
    ) -> Conversation:
        """Call for more help; who has the conversation keeps it."""
        must(by, Permission.WRITE_CONVERSATIONS)
        _must_be_place(place)
        words = note.strip()

        def work(at: Micros) -> tuple[Conversation, list[Event]]:
            _must_be_open(must_exist(conversation_id))
            if words:
                timeline.add_note(conversation_id, by.id, words, at)
            event = _call(conversation_id, ("staff",), priority, place, at)
            return self.conversations.done(
                conversation_id, by, "escalate", at, [event], toPlace=place, priority=priority
            )

        return await self.conversations.write(work)

    async def reopen(self, conversation_id: int, by: Staff) -> Conversation:
        """There is something left to do after all."""
        must(by, Permission.WRITE_CONVERSATIONS)

        def work(at: Micros) -> tuple[Conversation, list[Event]]:
            conversation = must_exist(conversation_id)
            if conversation.state in OPEN_STATES:
                raise Conflict("This conversation is open.")
            newer = conversations.newer_open(conversation)
            if newer is not None:
                raise Conflict(
                    f"This guest goes on in conversation {newer}.", conversationId=str(newer)
                )
            conversations.set_state(conversation_id, State.ACTIVE, at)
            return self.conversations.done(conversation_id, by, "reopen", at, [])

        return await self.conversations.write(work)

    async def note(self, conversation_id: int, by: Staff, text: str) -> Note:
        """A line for colleagues. It is never sent, and no model reads it."""
        must(by, Permission.WRITE_CONVERSATIONS)
        words = text.strip()
        if not words:
            raise Invalid("The note is empty.", field="content")
        if len(words) > MAX_NOTE_CHARS:
            raise Invalid(f"The note is longer than {MAX_NOTE_CHARS} characters.", field="content")

        def work(at: Micros) -> tuple[Note, list[Event]]:
            conversation = must_exist(conversation_id)
            note = timeline.add_note(conversation_id, by.id, words, at)
            audit.add(f"staff:{by.id}", "conversation.note", f"conversation:{conversation_id}", at)
            return note, [ConversationChanged(conversation_id, conversation.state)]

        return await self.conversations.write(work)


def _call(
    conversation_id: int, reasons: tuple[str, ...], priority: Priority, place: str, at: Micros
) -> Escalated:
    escalation_id = escalations.add(
        conversation_id,
        message_id=None,
        reasons=reasons,
        priority=priority,
        department=place,
        at=at,
    )
    conversations.set_state(conversation_id, State.ESCALATED, at)
    return Escalated(conversation_id, escalation_id, priority, reasons)


def _must_pass_on(conversation_id: int, by: Staff) -> Conversation:
    conversation = must_exist(conversation_id)
    _must_be_open(conversation)
    if conversation.owner_id is not None:
        must_own(conversation, by)
    return conversation


def _must_be_open(conversation: Conversation) -> None:
    if conversation.state not in OPEN_STATES:
        owner = f" by {name_of(conversation.owner_id)}" if conversation.owner_id else ""
        raise Conflict(f"This conversation is {conversation.state}{owner}. Reopen it first.")


def _must_be_place(place: str) -> None:
    if place not in PLACES:
        raise Invalid(f"{place} is no department. They are {', '.join(sorted(PLACES))}.")
