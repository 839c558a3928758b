"""Passing conversations on, notes, Jack's suggestions, and messages that wait for a person."""

from __future__ import annotations

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from jack.model.staff import Permission
from jack.model.tasks import Priority, TaskProposal
from jack.services.conversations import MAX_REPLY_CHARS
from jack.services.handover import MAX_NOTE_CHARS
from jack.web.api.conversations import ConversationShape, MessageShape
from jack.web.api.inbox import NoteShape
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("conversations")

WRITE = Permission.WRITE_CONVERSATIONS
ACTING = ("NOT_FOUND", "CONFLICT")
Place = Field(
    max_length=40,
    pattern=r"^[a-z_]+$",
    description="A department, or `manager`.",
    examples=["concierge"],
)


class Transfer(Model):
    """To one person, or to the people of a department."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"department": "concierge"}]})

    to: str | None = Field(default=None, pattern=r"^\d{1,18}$", description="A person's id.")
    department: str | None = Field(
        default=None, max_length=40, description="A department, or `manager`."
    )

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.to is None) == (self.department is None):
            raise ValueError("give either to or department")
        return self


class Escalate(Model):
    department: str = Place
    priority: Priority = Priority.HIGH
    note: str = Field(default="", max_length=MAX_NOTE_CHARS)


class NewNote(Model):
    content: str = Field(min_length=1, max_length=MAX_NOTE_CHARS)


class ProposedTask(Model):
    """A task that is made when the suggestion is sent (R5)."""

    title: str
    department: str
    priority: str
    room: str | None

    @classmethod
    def of(cls, task: TaskProposal) -> ProposedTask:
        return cls(
            title=task.title, department=task.department, priority=task.priority, room=task.room
        )


class SuggestionShape(Model):
    """`message` is a draft: approve it, with other words if you like, or discard it.

    It is null when Jack would call a person; `reasons` tell why.
    """

    message: MessageShape | None
    tasks: list[ProposedTask]
    reasons: list[str]


class Approve(Model):
    """`content` replaces the words. Without `tasks` those the draft speaks of are not made."""

    content: str | None = Field(default=None, min_length=1, max_length=MAX_REPLY_CHARS)
    tasks: bool = True


class Retry(Model):
    """`channel` is another one on which the guest has an address."""

    channel: str | None = Field(default=None, max_length=20, examples=["sms"])


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/transfer",
    body=Transfer,
    answer=ConversationShape,
    needs=WRITE,
    errors=ACTING,
)
async def transfer_conversation(call: Call[Nothing, Transfer]) -> ConversationShape:
    """Give a conversation to a colleague, who is told, or to a department, which is called."""
    body = call.body
    if body.to is not None:
        await call.desk.handover.to_person(call.id(), call.who, int(body.to))
    else:
        await call.desk.handover.to_place(call.id(), call.who, body.department or "")
    return ConversationShape.of(*await call.desk.conversations.get(call.id()))


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/escalate",
    body=Escalate,
    answer=ConversationShape,
    needs=WRITE,
    errors=ACTING,
)
async def escalate_conversation(call: Call[Nothing, Escalate]) -> ConversationShape:
    """Call for more help. Who has the conversation keeps it."""
    body = call.body
    await call.desk.handover.escalate(
        call.id(), call.who, place=body.department, priority=body.priority, note=body.note
    )
    return ConversationShape.of(*await call.desk.conversations.get(call.id()))


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/reopen",
    answer=ConversationShape,
    needs=WRITE,
    errors=ACTING,
)
async def reopen_conversation(call: Call[Nothing, Nothing]) -> ConversationShape:
    """Something is left to do after all."""
    await call.desk.handover.reopen(call.id(), call.who)
    return ConversationShape.of(*await call.desk.conversations.get(call.id()))


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/notes",
    body=NewNote,
    answer=NoteShape,
    status=201,
    needs=WRITE,
    errors=("NOT_FOUND",),
)
async def add_note(call: Call[Nothing, NewNote]) -> NoteShape:
    """Write a line for colleagues. It is never sent, and Jack does not read it."""
    return NoteShape.of(await call.desk.handover.note(call.id(), call.who, call.body.content))


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/suggest",
    answer=SuggestionShape,
    needs=WRITE,
    errors=ACTING,
)
async def suggest_reply(call: Call[Nothing, Nothing]) -> SuggestionShape:
    """What Jack would answer. Nothing is sent; asking again gives the same draft."""
    suggestion = await call.desk.suggestions.suggest(call.id(), call.who)
    return SuggestionShape(
        message=MessageShape.of(suggestion.message) if suggestion.message else None,
        tasks=[ProposedTask.of(task) for task in suggestion.tasks],
        reasons=list(suggestion.reasons),
    )


@routes.add(
    "POST",
    "/api/v1/messages/{id}/approve",
    body=Approve,
    answer=MessageShape,
    needs=WRITE,
    errors=ACTING,
    is_sending=True,
)
async def approve_message(call: Call[Nothing, Approve]) -> MessageShape:
    """Send a draft, as it is or in other words, together with the tasks it speaks of."""
    body = call.body
    return MessageShape.of(
        await call.desk.drafts.approve(
            call.id(), call.who, text=body.content, makes_tasks=body.tasks
        )
    )


@routes.add(
    "POST",
    "/api/v1/messages/{id}/discard",
    answer=MessageShape,
    needs=WRITE,
    errors=ACTING,
)
async def discard_message(call: Call[Nothing, Nothing]) -> MessageShape:
    """Never send a draft, or what waits or could not be sent."""
    return MessageShape.of(await call.desk.drafts.discard(call.id(), call.who))


@routes.add(
    "POST",
    "/api/v1/messages/{id}/retry",
    body=Retry,
    answer=MessageShape,
    needs=WRITE,
    errors=ACTING,
    is_sending=True,
)
async def retry_message(call: Call[Nothing, Retry]) -> MessageShape:
    """Send again what failed, expired or may not have arrived, by the same channel or another."""
    return MessageShape.of(
        await call.desk.drafts.retry(call.id(), call.who, channel=call.body.channel)
    )
