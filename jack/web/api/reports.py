"""The report of a shift, and the board of tasks."""

from __future__ import annotations

from pydantic import AwareDatetime

from jack.model.clock import to_iso
from jack.model.reports import (
    Column,
    Counts,
    MailState,
    ReportMail,
    Shift,
    ShiftEscalation,
    ShiftEvent,
    ShiftNote,
    ShiftStay,
    Work,
)
from jack.model.staff import Permission
from jack.model.tasks import Department
from jack.web.api.inbox import InboxLine
from jack.web.api.shapes import as_iso, as_micros
from jack.web.api.tasks import TaskShape
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("reports")


class AskShift(Model):
    """Without both, the eight hours until now."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class CountsShape(Model):
    messages_in: int
    messages_by_jack: int
    messages_by_staff: int
    conversations: int
    resolved: int
    tasks_created: int
    tasks_completed: int
    escalations: int
    tasks_by_jack: int
    ratings: int
    low_ratings: int

    @classmethod
    def of(cls, counts: Counts) -> CountsShape:
        return cls(
            messages_in=counts.messages_in,
            messages_by_jack=counts.messages_by_jack,
            messages_by_staff=counts.messages_by_staff,
            conversations=counts.conversations,
            resolved=counts.resolved,
            tasks_created=counts.tasks_created,
            tasks_completed=counts.tasks_completed,
            escalations=counts.escalations,
            tasks_by_jack=counts.tasks_by_jack,
            ratings=counts.ratings,
            low_ratings=counts.low_ratings,
        )


class CalledShape(Model):
    """An escalation. Without `acknowledgedAt` nobody has come yet."""

    conversation_id: str
    guest_name: str
    room: str | None
    reasons: list[str]
    priority: str
    department: str
    created_at: str
    acknowledged_at: str | None
    acknowledged_by_name: str | None

    @classmethod
    def of(cls, found: ShiftEscalation) -> CalledShape:
        at = found.acknowledged_at
        return cls(
            conversation_id=str(found.conversation_id),
            guest_name=found.guest_name,
            room=found.room,
            reasons=list(found.reasons),
            priority=found.priority,
            department=found.department,
            created_at=to_iso(found.created_at),
            acknowledged_at=as_iso(at),
            acknowledged_by_name=found.acknowledged_by,
        )


class HappenedShape(Model):
    """`subject` is a conversation or a task; `to` where it went."""

    action: str
    conversation_id: str | None
    task_id: str | None
    staff_name: str | None
    to: str | None
    created_at: str

    @classmethod
    def of(cls, event: ShiftEvent) -> HappenedShape:
        kind, _, number = event.subject.partition(":")
        to = event.data.get("to") or event.data.get("toPlace")
        return cls(
            action=event.action,
            conversation_id=number if kind == "conversation" else None,
            task_id=number if kind == "task" else None,
            staff_name=event.staff_name,
            to=str(to) if to else None,
            created_at=to_iso(event.at),
        )


class ShiftNoteShape(Model):
    conversation_id: str
    guest_name: str
    staff_name: str | None
    content: str
    created_at: str

    @classmethod
    def of(cls, note: ShiftNote) -> ShiftNoteShape:
        return cls(
            conversation_id=str(note.conversation_id),
            guest_name=note.guest_name,
            staff_name=note.staff_name,
            content=note.text,
            created_at=to_iso(note.created_at),
        )


class ShiftStayShape(Model):
    """Somebody who comes, or who is to be looked after with care."""

    reservation_id: str
    guest_id: str
    guest_name: str
    room: str | None
    room_type: str | None
    arrival: str
    nights: int
    people: int
    is_vip: bool
    in_recovery: bool

    @classmethod
    def of(cls, stay: ShiftStay) -> ShiftStayShape:
        return cls(
            reservation_id=str(stay.reservation_id),
            guest_id=str(stay.guest_id),
            guest_name=stay.guest_name,
            room=stay.room,
            room_type=stay.room_type,
            arrival=stay.arrival,
            nights=stay.nights,
            people=stay.people,
            is_vip=stay.is_vip,
            in_recovery=stay.in_recovery,
        )


class WorkShape(TaskShape):
    """A task with names, for a list on paper."""

    assigned_name: str | None
    guest_name: str | None


class Handover(Model):
    """Conversations that need attention come first, tasks by how pressing they are. `arrivals` are
    still expected, `special` are VIPs and guests in service recovery in the house."""

    since: str
    until: str
    counts: CountsShape
    conversations: list[InboxLine]
    escalations: list[CalledShape]
    tasks: list[WorkShape]
    overdue_tasks: int
    events: list[HappenedShape]
    notes: list[ShiftNoteShape]
    arrivals: list[ShiftStayShape]
    special: list[ShiftStayShape]

    @classmethod
    def of(cls, shift: Shift, at: int) -> Handover:
        return cls(
            since=to_iso(shift.since),
            until=to_iso(shift.until),
            counts=CountsShape.of(shift.counts),
            conversations=[InboxLine.of(line, at) for line in shift.conversations],
            escalations=[CalledShape.of(found) for found in shift.escalations],
            tasks=[_work(work, at) for work in shift.tasks],
            overdue_tasks=sum(work.task.is_overdue(at) for work in shift.tasks),
            events=[HappenedShape.of(event) for event in shift.events],
            notes=[ShiftNoteShape.of(note) for note in shift.notes],
            arrivals=[ShiftStayShape.of(stay) for stay in shift.arrivals],
            special=[ShiftStayShape.of(stay) for stay in shift.special],
        )


class MailShape(Model):
    """A report on its way to an address. `day` and `time` are those of the hotel's clock.

    `uncertain`: it may have arrived, and is not sent again.
    """

    day: str
    time: str
    address: str
    state: MailState
    failure: str | None
    updated_at: str

    @classmethod
    def of(cls, mail: ReportMail) -> MailShape:
        return cls(
            day=mail.day,
            time=mail.time,
            address=mail.address,
            state=mail.state,
            failure=mail.failure,
            updated_at=to_iso(mail.updated_at),
        )


class Mails(Model):
    mails: list[MailShape]


class ColumnShape(Model):
    """`waiting` and `overdue` are among the open ones; closed are those finished today."""

    department: str
    pending: int
    assigned: int
    in_progress: int
    waiting: int
    overdue: int
    completed: int
    cancelled: int

    @classmethod
    def of(cls, column: Column) -> ColumnShape:
        return cls(
            department=column.department,
            pending=column.pending,
            assigned=column.assigned,
            in_progress=column.in_progress,
            waiting=column.waiting,
            overdue=column.overdue,
            completed=column.completed,
            cancelled=column.cancelled,
        )


class Board(Model):
    departments: list[ColumnShape]


class AskWork(Model):
    department: Department | None = None


class Worklist(Model):
    """The most pressing first, up to 500."""

    made_at: str
    tasks: list[WorkShape]


@routes.add(
    "GET",
    "/api/v1/reports/handover",
    query=AskShift,
    answer=Handover,
    needs=Permission.READ_CONVERSATIONS,
)
async def get_handover(call: Call[AskShift, Nothing]) -> Handover:
    """What one shift hands over to the next: what is open, what is late, and what happened."""
    ask = call.query
    shift = await call.desk.reports.handover(
        call.who, since=as_micros(ask.since), until=as_micros(ask.until)
    )
    return Handover.of(shift, call.desk.clock())


@routes.add(
    "GET",
    "/api/v1/reports/handover/mails",
    answer=Mails,
    needs=Permission.READ_CONVERSATIONS,
)
async def list_handover_mails(call: Call[Nothing, Nothing]) -> Mails:
    """The last reports that went out by mail by themselves, and what became of them."""
    found = await call.desk.handover_mail.newest(call.who)
    return Mails(mails=[MailShape.of(mail) for mail in found])


@routes.add("GET", "/api/v1/tasks/board", answer=Board, needs=Permission.READ_TASKS)
async def get_task_board(call: Call[Nothing, Nothing]) -> Board:
    """How many tasks stand where, in the departments the caller sees."""
    found = await call.desk.reports.board(call.who)
    return Board(departments=[ColumnShape.of(column) for column in found])


@routes.add(
    "GET", "/api/v1/tasks/worklist", query=AskWork, answer=Worklist, needs=Permission.READ_TASKS
)
async def get_worklist(call: Call[AskWork, Nothing]) -> Worklist:
    """Everything that is open, as a list for a shift."""
    at = call.desk.clock()
    found = await call.desk.reports.worklist(call.who, department=call.query.department)
    return Worklist(made_at=to_iso(at), tasks=[_work(work, at) for work in found])


def _work(work: Work, at: int) -> WorkShape:
    return WorkShape(
        **TaskShape.of(work.task, at).model_dump(),
        assigned_name=work.assigned_name,
        guest_name=work.guest_name,
    )
