"""Tasks, as a list to read."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.staff import Permission
from jack.model.tasks import Task
from jack.web.api.shapes import Page, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("tasks")
OPEN = ("pending", "assigned", "in_progress")


class Ask(Page):
    status: (
        Literal["pending", "assigned", "in_progress", "completed", "cancelled", "open"] | None
    ) = Field(default=None, description="`open` is everything nobody has finished.")
    department: str | None = Field(default=None, max_length=20)
    conversation_id: str | None = Field(default=None, pattern=r"^\d{1,18}$")


class ItemShape(Model):
    name: str
    quantity: int


class TaskShape(Model):
    id: str
    kind: str
    status: str
    department: str
    priority: str
    title: str
    items: list[ItemShape]
    room: str | None
    note: str
    conversation_id: str | None
    guest_id: str | None
    assigned_to: str | None
    response_due_at: str
    resolution_due_at: str
    created_at: str

    @classmethod
    def of(cls, task: Task) -> TaskShape:
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
            conversation_id=str(task.conversation_id) if task.conversation_id else None,
            guest_id=str(task.guest_id) if task.guest_id else None,
            assigned_to=str(task.assigned_to) if task.assigned_to else None,
            response_due_at=to_iso(task.response_due_at),
            resolution_due_at=to_iso(task.resolution_due_at),
            created_at=to_iso(task.created_at),
        )


class Tasks(Model):
    tasks: list[TaskShape]
    cursor: str | None


@routes.add("GET", "/api/v1/tasks", query=Ask, answer=Tasks, needs=Permission.READ_TASKS)
async def list_tasks(call: Call[Ask, Nothing]) -> Tasks:
    """Tasks, newest first."""
    ask = call.query
    before = decode(ask.cursor, 1)
    found = await call.desk.tasks.listed(
        statuses=OPEN if ask.status == "open" else tuple(filter(None, (ask.status,))),
        department=ask.department,
        conversation_id=int(ask.conversation_id) if ask.conversation_id else None,
        before=before[0] if before else None,
        limit=ask.limit,
    )
    is_full = len(found) == ask.limit
    return Tasks(
        tasks=[TaskShape.of(task) for task in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "GET",
    "/api/v1/tasks/{id}",
    answer=TaskShape,
    needs=Permission.READ_TASKS,
    errors=("NOT_FOUND",),
)
async def get_task(call: Call[Nothing, Nothing]) -> TaskShape:
    """One task."""
    return TaskShape.of(await call.desk.tasks.get(call.id()))
