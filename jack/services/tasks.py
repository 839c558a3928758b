"""Tasks as staff see them, and everything that staff do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, Unpack

from jack.db import audit, conversations, guests, notices, reservations, task_events, tasks
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.events import Event, EventBus, TaskChanged, TaskCreated, TaskOverdue
from jack.model.clock import Clock, Micros
from jack.model.staff import Permission, Role, Staff
from jack.model.task_states import LADDER, Action, Happening, act, due_step
from jack.model.tasks import (
    Department,
    Task,
    TaskChanges,
    TaskEvent,
    TaskKind,
    TaskProposal,
    TaskStatus,
    deadlines,
)
from jack.services.announce import announce
from jack.services.notices import Notices

MAX_TITLE_CHARS = 200
MAX_NOTE_CHARS = 4000
MAX_WORDS_CHARS = 1000
MAX_ITEMS = 50

DECIDERS = frozenset({Role.ADMIN, Role.MANAGER, Role.FRONT_DESK})
"""Who decides on approvals."""

OVERSEERS = DECIDERS | {Role.CONCIERGE}
"""Who works on the tasks of every department; the others see those of their own."""

OWN_DEPARTMENT = {
    Role.HOUSEKEEPING: Department.HOUSEKEEPING,
    Role.MAINTENANCE: Department.MAINTENANCE,
}
TOLD_LATER = (Action.COMPLETE, Action.NOT_POSSIBLE, Action.WAIT)
TOLD_NOW = (Action.APPROVE, Action.DECLINE, Action.COUNTER)
UNCHANGED_NEWS = (Action.CLAIM, Action.REASSIGN, Action.MOVE, Action.EDIT, Action.COMMENT)
"""After these, what the guest is about to be told is still true."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tasks:
    """`notices` tells guests what came of their tasks, in the same write."""

    db: Database
    bus: EventBus
    clock: Clock
    notices: Notices

    # -- looking ---------------------------------------------------------------------------

    async def get(self, task_id: int, *, viewer: Staff | None = None) -> Task:
        """Raises NotFound, or Forbidden when it is not the viewer's to see."""

        def read() -> Task:
            return _must(task_id, viewer)

        return await self.db.read(read)

    async def listed(
        self,
        *,
        viewer: Staff | None = None,
        statuses: Sequence[str] = (),
        department: str | None = None,
        kind: str | None = None,
        priority: str | None = None,
        assigned_to: int | None = None,
        is_unassigned: bool = False,
        room: str | None = None,
        conversation_id: int | None = None,
        guest_id: int | None = None,
        is_overdue: bool = False,
        query: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[Task]:
        """What the viewer may see of it, newest first."""
        return await self.db.read(
            tasks.listed,
            departments=visible_departments(viewer) if viewer else None,
            statuses=statuses,
            department=department,
            kind=kind,
            priority=priority,
            assigned_to=assigned_to,
            is_unassigned=is_unassigned,
            room=room,
            conversation_id=conversation_id,
            guest_id=guest_id,
            overdue_at=self.clock() if is_overdue else None,
            query=query,
            before=before,
            limit=limit,
        )

    async def history(self, task_id: int, *, viewer: Staff | None = None) -> list[TaskEvent]:
        """Everything that happened to it, oldest first."""

        def read() -> list[TaskEvent]:
            _must(task_id, viewer)
            return task_events.of(task_id)

        return await self.db.read(read)

    # -- making and changing ---------------------------------------------------------------

    async def create(
        self,
        proposal: TaskProposal,
        by: Staff,
        *,
        conversation_id: int | None = None,
        guest_id: int | None = None,
        reservation_id: int | None = None,
    ) -> Task:
        """Anybody may ask anything of any department; approvals are for those who decide on them.

        With a conversation, its guest is told what comes of the task, and guest and stay are those
        of the conversation. Raises Invalid, Forbidden.
        """
        _check(
            title=proposal.title,
            note=proposal.note,
            items=proposal.items,
            due_at=proposal.due_at,
            now=self.clock(),
        )
        if proposal.kind is TaskKind.APPROVAL and by.role not in DECIDERS:
            raise Forbidden(f"Your role, {by.role}, may not make approvals.")
        is_about_guest = (conversation_id, guest_id, reservation_id) != (None, None, None)
        if is_about_guest and not by.may(Permission.READ_CONVERSATIONS):
            raise Forbidden(f"Your role, {by.role}, may not make tasks of guests.")

        def work(at: Micros) -> tuple[Task, list[Event]]:
            guest, stay = _of_guest(conversation_id, guest_id, reservation_id)
            task_id = tasks.add(
                proposal,
                at,
                conversation_id=conversation_id,
                guest_id=guest,
                reservation_id=stay,
                staff_id=by.id,
            )
            audit.add(f"staff:{by.id}", "task.create", f"task:{task_id}", at)
            return _must(task_id), [TaskCreated(task_id, proposal.department)]

        return await self._write(work)

    async def edit(self, task_id: int, by: Staff, **changes: Unpack[TaskChanges]) -> Task:
        """Change what a task says. With another priority or time its deadlines are reckoned anew."""
        _check(
            title=changes.get("title", "-"),
            note=changes.get("note", ""),
            items=changes.get("items", ()),
            due_at=changes.get("due_at"),
            now=self.clock(),
        )

        def work(at: Micros) -> tuple[Task, list[Event]]:
            task = _must_work_on(task_id, by, Action.EDIT)
            act(task, Action.EDIT, at, by=by.id)
            edited = replace(task, **changes)
            fields = [name for name in changes if getattr(edited, name) != getattr(task, name)]
            if not fields:
                return task, []
            if {"priority", "due_at"} & set(fields):
                since = task_events.opened_at(task.id) or task.created_at
                response_due_at, resolution_due_at = deadlines(
                    edited.priority, since, edited.due_at
                )
                edited = replace(
                    edited, response_due_at=response_due_at, resolution_due_at=resolution_due_at
                )
            return self._store(edited, Action.EDIT, by, at, text=", ".join(fields))

        return await self._write(work)

    async def comment(self, task_id: int, by: Staff, text: str) -> Task:
        """A line for colleagues; the guest never sees it."""
        return await self._act(task_id, by, Action.COMMENT, text=_words(text, "comment"))

    # -- working off -----------------------------------------------------------------------

    async def claim(self, task_id: int, by: Staff) -> Task:
        """Take it. Raises Conflict, naming who has it; claiming what is one's own changes nothing."""
        return await self._act(task_id, by, Action.CLAIM)

    async def start(self, task_id: int, by: Staff) -> Task:
        """Begin, taking it too if nobody has. It comes off the waiting list."""
        return await self._act(task_id, by, Action.START)

    async def complete(self, task_id: int, by: Staff) -> Task:
        """It is done, and the guest will be told."""
        return await self._act(task_id, by, Action.COMPLETE)

    async def not_possible(self, task_id: int, by: Staff, reason: str) -> Task:
        """It cannot be done; the guest will be told, with the reason in these words."""
        return await self._act(task_id, by, Action.NOT_POSSIBLE, text=_words(reason, "reason"))

    async def wait(self, task_id: int, by: Staff) -> Task:
        """Put it on the waiting list: its clock stands still, and the guest will be told."""
        return await self._act(task_id, by, Action.WAIT)

    async def cancel(self, task_id: int, by: Staff) -> Task:
        """It is no longer wanted. The guest is not told."""
        return await self._act(task_id, by, Action.CANCEL)

    async def reopen(self, task_id: int, by: Staff) -> Task:
        """Back to everybody, with new deadlines. News that has not gone out is withdrawn."""
        return await self._act(task_id, by, Action.REOPEN)

    async def reassign(
        self,
        task_id: int,
        by: Staff,
        *,
        to: int | None = None,
        department: Department | None = None,
    ) -> Task:
        """Give it to a person, to another department, or to a person there.

        Raises Invalid when the person does not exist, is disabled, or may not work on it there.
        """
        if to is None and department is None:
            raise Invalid("Say who gets the task: a person, a department, or both.")
        action = Action.MOVE if to is None else Action.REASSIGN
        return await self._act(task_id, by, action, to=to, department=department)

    # -- approvals -------------------------------------------------------------------------

    async def approve(self, task_id: int, by: Staff) -> Task:
        """Yes: to what was asked, or to the offer that was made. The guest is told now."""
        return await self._act(task_id, by, Action.APPROVE)

    async def decline(self, task_id: int, by: Staff, reason: str) -> Task:
        """No. The guest is told now, with the reason in these words."""
        return await self._act(task_id, by, Action.DECLINE, text=_words(reason, "reason"))

    async def counter(self, task_id: int, by: Staff, offer: str) -> Task:
        """Not this, but that: the guest gets the offer in these words now, and the task stays open
        until staff approve it with the guest's yes, decline it, or offer something else.
        """
        return await self._act(task_id, by, Action.COUNTER, text=_words(offer, "offer"))

    # -- the ladder ------------------------------------------------------------------------

    async def escalate_overdue(self) -> int:
        """Let every overdue task climb to its step; how many did.

        A step is in history, audit and events once: it is stored with the task.
        """
        if not any(_must_climb(task, self.clock()) for task in await self._climbing()):
            return 0
        return len(await self._write(self._escalate))

    async def _climbing(self) -> list[Task]:
        return await self.db.read(tasks.climbing, self.clock())

    @staticmethod
    def _escalate(at: Micros) -> tuple[list[int], list[Event]]:
        climbed: list[int] = []
        events: list[Event] = []
        for task in tasks.climbing(at):
            if not _must_climb(task, at):
                continue
            step = due_step(task, at)
            late = "done" if task.resolution_due_at <= at else "answered"
            for new in range(task.escalation_step + 1, step + 1):
                text = f"Not {late} in time: step {new}, {LADDER[new - 1]}"
                task_events.add(task.id, Happening.OVERDUE, task.status, at, text=text)
                audit.add("system", "task.overdue", f"task:{task.id}", at, step=new)
                events.append(TaskOverdue(task.id, new))
            tasks.save(replace(task, escalation_step=step), at)
            events.append(TaskChanged(task.id, task.status))
            climbed.append(task.id)
        return climbed, events

    # -- inside ----------------------------------------------------------------------------

    async def _act(
        self,
        task_id: int,
        by: Staff,
        action: Action,
        *,
        text: str = "",
        to: int | None = None,
        department: Department | None = None,
    ) -> Task:
        def work(at: Micros) -> tuple[Task, list[Event]]:
            task = _must_work_on(task_id, by, action)
            if action in (Action.CLAIM, Action.START):
                _must_be_free(task, by)
            if action is Action.CLAIM and _is_claimed(task, by):
                return task, []
            if to is not None:
                _must_be_able(to, task, department or task.department)
            changed = act(task, action, at, by=by.id, to=to, department=department, words=text)
            return self._store(changed, action, by, at, text=text or _whereto(changed, action))

        return await self._write(work)

    def _store(
        self, task: Task, action: Action, by: Staff, at: Micros, *, text: str
    ) -> tuple[Task, list[Event]]:
        """One write: the task, its history, the audit, and what its guest is to be told."""
        tasks.save(task, at)
        task_events.add(task.id, action, task.status, at, staff_id=by.id, text=text)
        audit.add(f"staff:{by.id}", f"task.{action}", f"task:{task.id}", at)
        if action not in UNCHANGED_NEWS:
            notices.withdraw(task.id)
        events: list[Event] = [TaskChanged(task.id, task.status)]
        if action in TOLD_LATER:
            events += self.notices.queue(task, at)
        elif action in TOLD_NOW:
            events += self.notices.decide(task, at)
        return _must(task.id), events

    async def _write(self, work: Callable[[Micros], tuple[T, list[Event]]]) -> T:
        result, events = await self.db.write(work, self.clock())
        announce(self.bus, events)
        return result


def visible_departments(staff: Staff) -> frozenset[str] | None:
    """The departments whose tasks a person sees; None: all."""
    if staff.role in OVERSEERS:
        return None
    own = OWN_DEPARTMENT.get(staff.role)
    return frozenset(staff.departments) | ({own.value} if own else set())


def _sees(staff: Staff, department: Department) -> bool:
    visible = visible_departments(staff)
    return visible is None or department in visible


def _must(task_id: int, viewer: Staff | None = None) -> Task:
    task = tasks.get(task_id)
    if task is None:
        raise NotFound(f"There is no task {task_id}.")
    if viewer is not None and not _sees(viewer, task.department):
        raise Forbidden(f"Task {task_id} belongs to {task.department}, you do not.")
    return task


def _must_work_on(task_id: int, by: Staff, action: Action) -> Task:
    task = _must(task_id, by)
    may_decide = task.kind is TaskKind.REQUEST or by.role in DECIDERS
    if not may_decide and action is not Action.COMMENT:
        raise Forbidden(f"Your role, {by.role}, may not decide on approvals.")
    return task


def _must_be_free(task: Task, by: Staff) -> None:
    holder_id = task.assigned_to
    if not task.is_open or holder_id is None or holder_id == by.id:
        return
    holder = people.get(holder_id)
    name = holder.name if holder else "Somebody"
    raise Conflict(
        f"{name} has task {task.id} ({task.status.replace('_', ' ')}).",
        assignedTo=str(holder_id),
        status=task.status.value,
    )


def _is_claimed(task: Task, by: Staff) -> bool:
    return (
        task.status is TaskStatus.ASSIGNED
        and task.assigned_to == by.id
        and task.responded_at is not None
    )


def _must_be_able(staff_id: int, task: Task, department: Department) -> None:
    person = people.get(staff_id)
    if person is None or person.is_disabled:
        raise Invalid(f"There is no active person {staff_id}.", field="assignedTo")
    may_decide = task.kind is TaskKind.REQUEST or person.role in DECIDERS
    if not may_decide or not _sees(person, department):
        raise Invalid(
            f"{person.name} ({person.role}) may not work on this {task.kind} of {department}.",
            field="assignedTo",
        )


def _must_climb(task: Task, at: Micros) -> bool:
    return due_step(task, at) > task.escalation_step


def _whereto(task: Task, action: Action) -> str:
    """What history says of a task that changed hands."""
    if action is Action.MOVE:
        return task.department
    if action is Action.REASSIGN and task.assigned_to is not None:
        person = people.get(task.assigned_to)
        return f"{person.name}, {task.department}" if person else task.department
    return ""


def _of_guest(
    conversation_id: int | None, guest_id: int | None, reservation_id: int | None
) -> tuple[int | None, int | None]:
    """(guest, stay) of a task about a guest. Raises Invalid for what does not exist."""
    if conversation_id is not None:
        conversation = conversations.get(conversation_id)
        if conversation is None:
            raise Invalid(f"There is no conversation {conversation_id}.", field="conversationId")
        return conversation.guest_id, conversation.reservation_id
    if reservation_id is not None:
        stay = reservations.get(reservation_id)
        if stay is None:
            raise Invalid(f"There is no reservation {reservation_id}.", field="reservationId")
        return stay.guest_id, reservation_id
    if guest_id is None:
        return None, None
    guest = guests.get(guest_id)
    if guest is None:
        raise Invalid(f"There is no guest {guest_id}.", field="guestId")
    return guest.id, None


def _check(
    *,
    title: str,
    note: str,
    items: Sequence[object],
    due_at: Micros | None,
    now: Micros,
) -> None:
    if not title.strip() or len(title) > MAX_TITLE_CHARS:
        raise Invalid(f"The title has 1 to {MAX_TITLE_CHARS} characters.", field="title")
    if len(note) > MAX_NOTE_CHARS:
        raise Invalid(f"The note has at most {MAX_NOTE_CHARS} characters.", field="note")
    if len(items) > MAX_ITEMS:
        raise Invalid(f"A task has at most {MAX_ITEMS} items.", field="items")
    if due_at is not None and due_at <= now:
        raise Invalid("The time it is due is in the past.", field="dueAt")


def _words(text: str, name: str) -> str:
    """What is said to a guest or a colleague. Raises Invalid when it is empty or too long."""
    words = text.strip()
    if not words or len(words) > MAX_WORDS_CHARS:
        raise Invalid(f"The {name} has 1 to {MAX_WORDS_CHARS} characters.", field=name)
    return words
