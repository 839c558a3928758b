"""Tasks: what guests and colleagues ask for, and everything staff do with it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from jack.model.clock import from_datetime, to_iso
from jack.model.staff import Permission
from jack.model.tasks import (
    OPEN,
    Department,
    Item,
    Priority,
    Task,
    TaskChanges,
    TaskEvent,
    TaskKind,
    TaskProposal,
)
from jack.services.tasks import MAX_ITEMS, MAX_NOTE_CHARS, MAX_TITLE_CHARS, MAX_WORDS_CHARS
from jack.web.api.shapes import Page, as_id, as_iso, as_number, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("tasks")

READ = Permission.READ_TASKS
WRITE = Permission.WRITE_TASKS
ACTING = ("NOT_FOUND", "CONFLICT")

Id = Annotated[str, Field(pattern=r"^\d{1,18}$")]
Title = Annotated[str, Field(min_length=1, max_length=MAX_TITLE_CHARS, examples=["Broken lamp"])]
Note = Annotated[str, Field(max_length=MAX_NOTE_CHARS, description="For colleagues only.")]
Room = Annotated[str, Field(min_length=1, max_length=20)]
Words = Annotated[str, Field(min_length=1, max_length=MAX_WORDS_CHARS)]


class TaskQuery(Page):
    status: (
        Literal["pending", "assigned", "in_progress", "completed", "cancelled", "open"] | None
    ) = Field(default=None, description="`open` is everything nobody has finished.")
    department: Department | None = None
    assigned_to: str | None = Field(
        default=None, pattern=r"^(me|none|\d{1,18})$", description="An id, `me` or `none`."
    )
    priority: Priority | None = None
    kind: TaskKind | None = None
    room: Room | None = None
    conversation_id: Id | None = None
    guest_id: Id | None = None
    overdue: bool = Field(default=False, description="Only what is past a deadline.")
    q: str = Field(default="", max_length=200, description="Words in title, items and note.")


class ItemShape(Model):
    name: str
    quantity: int


class NewItem(Model):
    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    quantity: int = Field(default=1, ge=1, le=999)


Items = Annotated[list[NewItem], Field(max_length=MAX_ITEMS)]


class TaskShape(Model):
    """`result` is done, not_possible, approved, declined, or countered while the guest is asked.

    `reason` is what staff say to the guest with it.
    """

    id: str
    kind: str
    status: str
    department: str
    priority: str
    title: str
    items: list[ItemShape]
    room: str | None
    note: str
    intent: str
    conversation_id: str | None
    guest_id: str | None
    reservation_id: str | None
    assigned_to: str | None
    due_at: str | None
    response_due_at: str
    resolution_due_at: str
    is_overdue: bool
    is_waiting: bool
    escalation_step: int
    result: str | None
    reason: str | None
    responded_at: str | None
    finished_at: str | None
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, task: Task, at: int) -> TaskShape:
        return cls(
            id=str(task.id),
            kind=task.kind,
            status=task.status,
            department=task.department,
            priority=task.priority,
            title=task.title,
            items=[ItemShape(name=i.name, quantity=i.quantity) for i in task.items],
            room=task.room,
            note=task.note,
            intent=task.intent,
            conversation_id=as_id(task.conversation_id),
            guest_id=as_id(task.guest_id),
            reservation_id=as_id(task.reservation_id),
            assigned_to=as_id(task.assigned_to),
            due_at=as_iso(task.due_at),
            response_due_at=to_iso(task.response_due_at),
            resolution_due_at=to_iso(task.resolution_due_at),
            is_overdue=task.is_overdue(at),
            is_waiting=task.is_waiting,
            escalation_step=task.escalation_step,
            result=task.result,
            reason=task.reason,
            responded_at=as_iso(task.responded_at),
            finished_at=as_iso(task.finished_at),
            created_at=to_iso(task.created_at),
            updated_at=to_iso(task.updated_at),
        )


class Tasks(Model):
    tasks: list[TaskShape]
    cursor: str | None


class TaskEventShape(Model):
    """One line of history. Without `staffId` Jack did it."""

    id: str
    action: str
    status: str
    text: str
    staff_id: str | None
    staff_name: str | None
    created_at: str

    @classmethod
    def of(cls, event: TaskEvent) -> TaskEventShape:
        return cls(
            id=str(event.id),
            action=event.action,
            status=event.status,
            text=event.text,
            staff_id=as_id(event.staff_id),
            staff_name=event.staff_name,
            created_at=to_iso(event.created_at),
        )


class History(Model):
    events: list[TaskEventShape]


class NewTask(Model):
    """With a conversation, its guest is told what comes of the task."""

    department: Department
    title: Title
    priority: Priority = Priority.STANDARD
    kind: TaskKind = TaskKind.REQUEST
    items: Items = Field(default_factory=list)
    room: Room | None = None
    note: Note = ""
    due_at: AwareDatetime | None = Field(default=None, description="The time it is for.")
    conversation_id: Id | None = None
    guest_id: Id | None = None
    reservation_id: Id | None = None


class Changes(Model):
    """What is absent stays; `null` empties room and time."""

    title: Title = "-"
    note: Note = ""
    items: Items = Field(default_factory=list)
    room: Room | None = None
    priority: Priority = Priority.STANDARD
    due_at: AwareDatetime | None = None


class Reason(Model):
    reason: Words = Field(description="In these words the guest reads it.")


class Offer(Model):
    offer: Words = Field(
        description="In these words the guest reads it.", examples=["Until 13:00, free of charge"]
    )


class Comment(Model):
    text: Words


class Hands(Model):
    """A person, a department, or both."""

    assigned_to: Id | None = None
    department: Department | None = None


@routes.add("GET", "/api/v1/tasks", query=TaskQuery, answer=Tasks, needs=READ)
async def list_tasks(call: Call[TaskQuery, Nothing]) -> Tasks:
    """Tasks, newest first.

    Housekeeping and maintenance see those of their own departments.
    """
    ask = call.query
    before = decode(ask.cursor, 1)
    found = await call.desk.tasks.listed(
        viewer=call.who,
        statuses=OPEN if ask.status == "open" else tuple(filter(None, (ask.status,))),
        department=ask.department,
        kind=ask.kind,
        priority=ask.priority,
        assigned_to=_assignee(ask.assigned_to, call.who.id),
        is_unassigned=ask.assigned_to == "none",
        room=ask.room,
        conversation_id=as_number(ask.conversation_id),
        guest_id=as_number(ask.guest_id),
        is_overdue=ask.overdue,
        query=ask.q.strip(),
        before=before[0] if before else None,
        limit=ask.limit,
    )
    is_full = len(found) == ask.limit
    at = call.desk.clock()
    return Tasks(
        tasks=[TaskShape.of(task, at) for task in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add("POST", "/api/v1/tasks", body=NewTask, answer=TaskShape, status=201, needs=WRITE)
async def create_task(call: Call[Nothing, NewTask]) -> TaskShape:
    """TaskQuery a department for something."""
    body = call.body
    proposal = TaskProposal(
        department=body.department,
        title=body.title.strip(),
        priority=body.priority,
        kind=body.kind,
        items=_items(body.items),
        room=body.room,
        note=body.note.strip(),
        due_at=from_datetime(body.due_at) if body.due_at else None,
    )
    task = await call.desk.tasks.create(
        proposal,
        call.who,
        conversation_id=as_number(body.conversation_id),
        guest_id=as_number(body.guest_id),
        reservation_id=as_number(body.reservation_id),
    )
    return _shape(call, task)


@routes.add("GET", "/api/v1/tasks/{id}", answer=TaskShape, needs=READ, errors=("NOT_FOUND",))
async def get_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """One task."""
    return _shape(call, await call.desk.tasks.get(call.id(), viewer=call.who))


@routes.add(
    "PATCH", "/api/v1/tasks/{id}", body=Changes, answer=TaskShape, needs=WRITE, errors=ACTING
)
async def edit_task(call: Call[Nothing, Changes]) -> TaskShape:
    """Change what a task says.

    With another priority or time its deadlines are reckoned anew.
    """
    task = await call.desk.tasks.edit(call.id(), call.who, **_changes(call.body))
    return _shape(call, task)


@routes.add("GET", "/api/v1/tasks/{id}/history", answer=History, needs=READ, errors=("NOT_FOUND",))
async def task_history(call: Call[Nothing, Nothing]) -> History:
    """Everything that happened to a task, oldest first."""
    events = await call.desk.tasks.history(call.id(), viewer=call.who)
    return History(events=[TaskEventShape.of(event) for event in events])


@routes.add("POST", "/api/v1/tasks/{id}/claim", answer=TaskShape, needs=WRITE, errors=ACTING)
async def claim_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """Take a task; a colleague's is a conflict that names them."""
    return _shape(call, await call.desk.tasks.claim(call.id(), call.who))


@routes.add("POST", "/api/v1/tasks/{id}/start", answer=TaskShape, needs=WRITE, errors=ACTING)
async def start_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """Begin, and take the task if nobody has."""
    return _shape(call, await call.desk.tasks.start(call.id(), call.who))


@routes.add("POST", "/api/v1/tasks/{id}/complete", answer=TaskShape, needs=WRITE, errors=ACTING)
async def complete_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """It is done; the guest will be told."""
    return _shape(call, await call.desk.tasks.complete(call.id(), call.who))


@routes.add(
    "POST",
    "/api/v1/tasks/{id}/not-possible",
    body=Reason,
    answer=TaskShape,
    needs=WRITE,
    errors=ACTING,
)
async def task_not_possible(call: Call[Nothing, Reason]) -> TaskShape:
    """It cannot be done; the guest will be told why."""
    return _shape(call, await call.desk.tasks.not_possible(call.id(), call.who, call.body.reason))


@routes.add("POST", "/api/v1/tasks/{id}/wait", answer=TaskShape, needs=WRITE, errors=ACTING)
async def put_task_on_waiting_list(call: Call[Nothing, Nothing]) -> TaskShape:
    """Not now: put it on the waiting list; the guest will be told."""
    return _shape(call, await call.desk.tasks.wait(call.id(), call.who))


@routes.add("POST", "/api/v1/tasks/{id}/cancel", answer=TaskShape, needs=WRITE, errors=ACTING)
async def cancel_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """It is no longer wanted; the guest is not told."""
    return _shape(call, await call.desk.tasks.cancel(call.id(), call.who))


@routes.add("POST", "/api/v1/tasks/{id}/reopen", answer=TaskShape, needs=WRITE, errors=ACTING)
async def reopen_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """It is to be done after all, by new deadlines."""
    return _shape(call, await call.desk.tasks.reopen(call.id(), call.who))


@routes.add(
    "POST",
    "/api/v1/tasks/{id}/comments",
    body=Comment,
    answer=TaskShape,
    status=201,
    needs=WRITE,
    errors=("NOT_FOUND",),
)
async def comment_on_task(call: Call[Nothing, Comment]) -> TaskShape:
    """A line for colleagues, in the task's history."""
    return _shape(call, await call.desk.tasks.comment(call.id(), call.who, call.body.text))


@routes.add(
    "POST",
    "/api/v1/tasks/{id}/reassign",
    body=Hands,
    answer=TaskShape,
    needs=WRITE,
    errors=ACTING,
)
async def reassign_task(call: Call[Nothing, Hands]) -> TaskShape:
    """Give a task to a person, a department, or both."""
    body = call.body
    return _shape(
        call,
        await call.desk.tasks.reassign(
            call.id(), call.who, to=as_number(body.assigned_to), department=body.department
        ),
    )


@routes.add("POST", "/api/v1/tasks/{id}/approve", answer=TaskShape, needs=WRITE, errors=ACTING)
async def approve_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """Yes to an approval: to what was asked, or to the offer made. The guest is told now."""
    return _shape(call, await call.desk.tasks.approve(call.id(), call.who))


@routes.add(
    "POST",
    "/api/v1/tasks/{id}/decline",
    body=Reason,
    answer=TaskShape,
    needs=WRITE,
    errors=ACTING,
)
async def decline_task(call: Call[Nothing, Reason]) -> TaskShape:
    """No to an approval. The guest is told now, and why."""
    return _shape(call, await call.desk.tasks.decline(call.id(), call.who, call.body.reason))


@routes.add(
    "POST",
    "/api/v1/tasks/{id}/counter",
    body=Offer,
    answer=TaskShape,
    needs=WRITE,
    errors=ACTING,
)
async def counter_task(call: Call[Nothing, Offer]) -> TaskShape:
    """Offer something else instead.

    The guest is told now. The task stays open until staff approve it with the guest's yes, decline
    it, or make another offer.
    """
    return _shape(call, await call.desk.tasks.counter(call.id(), call.who, call.body.offer))


def _shape(call: Call[Any, Any], task: Task) -> TaskShape:
    return TaskShape.of(task, call.desk.clock())


def _changes(body: Changes) -> TaskChanges:
    """The fields that were given."""
    changes: TaskChanges = {}
    given = body.model_fields_set
    if "title" in given:
        changes["title"] = body.title.strip()
    if "note" in given:
        changes["note"] = body.note.strip()
    if "items" in given:
        changes["items"] = _items(body.items)
    if "room" in given:
        changes["room"] = body.room
    if "priority" in given:
        changes["priority"] = body.priority
    if "due_at" in given:
        changes["due_at"] = from_datetime(body.due_at) if body.due_at else None
    return changes


def _items(items: list[NewItem]) -> tuple[Item, ...]:
    return tuple(Item(item.name.strip(), item.quantity) for item in items)


def _assignee(asked: str | None, me: int) -> int | None:
    if asked == "me":
        return me
    return int(asked) if asked and asked.isdecimal() else None
