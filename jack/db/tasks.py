"""Tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from jack.db import guests, sql, task_events
from jack.model.clock import Micros
from jack.model.masking import mask
from jack.model.task_states import LADDER, Happening
from jack.model.tasks import (
    Department,
    Item,
    Priority,
    Result,
    Task,
    TaskKind,
    TaskProposal,
    TaskStatus,
    deadlines,
    more_pressing,
)

_COLUMNS = (
    "id, kind, status, department, priority, title, items, room, note, intent, conversation_id,"
    " message_id, guest_id, reservation_id, assigned_to, due_at, response_due_at,"
    " resolution_due_at, result, reason, is_waiting, responded_at, finished_at, escalation_step,"
    " created_at, updated_at"
)
_OPEN = "status IN ('pending', 'assigned', 'in_progress')"
_RUNNING = f"{_OPEN} AND is_waiting = 0 AND (result IS NULL OR result <> 'countered')"
_OVERDUE = "((responded_at IS NULL AND response_due_at <= ?) OR resolution_due_at <= ?)"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a proposal went: a task of its own, or one that was there and now holds it too."""

    task_id: int
    is_new: bool
    status: TaskStatus


def add(
    proposal: TaskProposal,
    at: Micros,
    *,
    conversation_id: int | None = None,
    message_id: int | None = None,
    guest_id: int | None = None,
    reservation_id: int | None = None,
    staff_id: int | None = None,
) -> int:
    """Make a task of a proposal, its deadlines by its priority; `staff_id` made it, or Jack did."""
    response_due_at, resolution_due_at = deadlines(proposal.priority, at, proposal.due_at)
    task_id = sql.insert(
        "task",
        kind=proposal.kind,
        status=TaskStatus.PENDING,
        department=proposal.department,
        priority=proposal.priority,
        title=mask(proposal.title),
        items=_items_json(proposal.items),
        room=proposal.room,
        note=mask(proposal.note),
        intent=proposal.intent,
        conversation_id=conversation_id,
        message_id=message_id,
        guest_id=guest_id,
        reservation_id=reservation_id,
        due_at=proposal.due_at,
        response_due_at=response_due_at,
        resolution_due_at=resolution_due_at,
        created_at=at,
        updated_at=at,
    )
    task_events.add(task_id, Happening.CREATED, TaskStatus.PENDING, at, staff_id=staff_id)
    return task_id


def place(
    proposal: TaskProposal,
    at: Micros,
    *,
    append_after: Micros,
    conversation_id: int | None = None,
    message_id: int | None = None,
    guest_id: int | None = None,
    reservation_id: int | None = None,
) -> Placed:
    """Make a task, or add to an open one like it that was made since `append_after`.

    Alike: of the same conversation or guest, to the same department, for the same room and time,
    with the same intent or both of things; an approval nobody has decided on that asks for the
    same, also when the room was not known then. Deadlines stay; the priority may rise.
    """
    alike = _alike(proposal, append_after, conversation_id=conversation_id, guest_id=guest_id)
    if alike is not None:
        _append(alike, proposal, at)
        if alike.reservation_id is None and reservation_id is not None:
            sql.run("UPDATE task SET reservation_id = ? WHERE id = ?", reservation_id, alike.id)
        return Placed(alike.id, False, alike.status)
    task_id = add(
        proposal,
        at,
        conversation_id=conversation_id,
        message_id=message_id,
        guest_id=guest_id,
        reservation_id=reservation_id,
    )
    return Placed(task_id, True, TaskStatus.PENDING)


def save(task: Task, at: Micros) -> None:
    """Store what may change of a task."""
    sql.run(
        "UPDATE task SET status = ?, department = ?, priority = ?, title = ?, items = ?, room = ?,"
        " note = ?, assigned_to = ?, due_at = ?, response_due_at = ?, resolution_due_at = ?,"
        " result = ?, reason = ?, is_waiting = ?, responded_at = ?, finished_at = ?,"
        " escalation_step = ?, updated_at = ? WHERE id = ?",
        task.status,
        task.department,
        task.priority,
        mask(task.title),
        _items_json(task.items),
        task.room,
        mask(task.note),
        task.assigned_to,
        task.due_at,
        task.response_due_at,
        task.resolution_due_at,
        task.result,
        mask(task.reason) if task.reason else None,
        int(task.is_waiting),
        task.responded_at,
        task.finished_at,
        task.escalation_step,
        at,
        task.id,
    )


def get(task_id: int) -> Task | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM task WHERE id = ?", task_id)
    return _task(found) if found else None


def listed(
    *,
    statuses: Sequence[str] = (),
    department: str | None = None,
    departments: Collection[str] | None = None,
    kind: str | None = None,
    priority: str | None = None,
    assigned_to: int | None = None,
    is_unassigned: bool = False,
    room: str | None = None,
    conversation_id: int | None = None,
    guest_id: int | None = None,
    overdue_at: Micros | None = None,
    query: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[Task]:
    """Newest first. `departments` are all that may be seen; `query` is looked for in the words."""
    where, params = ["id < ?"], list[object]([before if before is not None else 2**62])
    for column, value in (
        ("department", department),
        ("kind", kind),
        ("priority", priority),
        ("assigned_to", assigned_to),
        ("room", room),
        ("conversation_id", conversation_id),
        ("guest_id", guests.survivor(guest_id) if guest_id is not None else None),
    ):
        if value is not None:
            where.append(f"{column} = ?")
            params.append(value)
    if statuses:
        where.append(f"status IN ({sql.marks(statuses)})")
        params += statuses
    if departments is not None:
        where.append(f"department IN ({sql.marks(list(departments))})")
        params += departments
    if is_unassigned:
        where.append("assigned_to IS NULL")
    if overdue_at is not None:
        where.append(f"{_RUNNING} AND {_OVERDUE}")
        params += [overdue_at, overdue_at]
    if query:
        where.append("(title || ' ' || items || ' ' || note) LIKE ? ESCAPE '\\'")
        params.append(_like(query))
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM task WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT ?",
        *params,
        limit,
    )
    return [_task(row) for row in found]


def climbing(at: Micros) -> list[Task]:
    """Overdue tasks that have a step of the ladder left, oldest first."""
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM task WHERE {_RUNNING} AND {_OVERDUE} AND escalation_step < ?"
        " ORDER BY id",
        at,
        at,
        len(LADDER),
    )
    return [_task(row) for row in found]


def count_pending() -> int:
    return int(sql.value(f"SELECT count(*) FROM task WHERE {_OPEN}"))


def _alike(
    proposal: TaskProposal,
    append_after: Micros,
    *,
    conversation_id: int | None,
    guest_id: int | None,
) -> Task | None:
    """The newest. What waits is left alone: something new must not wait with it unseen."""
    is_approval = proposal.kind is TaskKind.APPROVAL
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM task WHERE (conversation_id = ? OR guest_id = ?)"
        f" AND kind = ? AND {_OPEN} AND is_waiting = 0 AND result IS NULL AND created_at >= ?"
        " AND department = ? AND (room IS ? OR (room IS NULL AND ?)) AND due_at IS ?"
        " ORDER BY id DESC",
        conversation_id,
        guest_id,
        proposal.kind,
        append_after,
        proposal.department,
        proposal.room,
        is_approval,
        proposal.due_at,
    )
    for task in map(_task, found):
        is_same_wish = bool(task.intent) and task.intent == proposal.intent
        if is_same_wish or (task.items and proposal.items and not is_approval):
            return task
    return None


def _append(task: Task, proposal: TaskProposal, at: Micros) -> None:
    items = _merged(task.items, proposal.items)
    is_more = items != task.items
    said = proposal.note or ("" if is_more else proposal.title)
    is_known = said in (task.title, *task.note.splitlines())
    note = task.note if is_known else f"{task.note}\n{said}".strip()
    save(
        replace(
            task,
            items=items,
            title=_listed(items) if is_more else task.title,
            note=note,
            room=task.room or proposal.room,
            priority=more_pressing(task.priority, proposal.priority),
        ),
        at,
    )
    asked = _listed(proposal.items) or proposal.title
    text = f"{asked} (before: {task.title})" if is_more else f"asked again: {asked}"
    task_events.add(task.id, Happening.APPENDED, task.status, at, text=text)


def _merged(known: Sequence[Item], asked: Sequence[Item]) -> tuple[Item, ...]:
    """The same thing asked for again is a repeat, the larger number counts; other things join."""
    found = {_key(item): item for item in known}
    for item in asked:
        same = found.get(_key(item))
        if same is None or item.quantity > same.quantity:
            found[_key(item)] = item
    return tuple(found.values())


def _key(item: Item) -> str:
    """One towel and two towels are the same thing."""
    name = " ".join(item.name.casefold().split())
    return name[:-1] if name.endswith("s") and len(name) > 3 else name


def _listed(items: Sequence[Item]) -> str:
    return ", ".join(
        item.name if item.quantity == 1 else f"{item.quantity} × {item.name}" for item in items
    )


def _items_json(items: Sequence[Item]) -> str:
    return sql.dumps([[item.name, item.quantity] for item in items])


def _like(query: str) -> str:
    escaped = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _task(row: sql.Row) -> Task:
    return Task(
        id=row[0],
        kind=TaskKind(row[1]),
        status=TaskStatus(row[2]),
        department=Department(row[3]),
        priority=Priority(row[4]),
        title=row[5],
        items=tuple(Item(name, quantity) for name, quantity in sql.loads(row[6])),
        room=row[7],
        note=row[8],
        intent=row[9],
        conversation_id=row[10],
        message_id=row[11],
        guest_id=row[12],
        reservation_id=row[13],
        assigned_to=row[14],
        due_at=row[15],
        response_due_at=row[16],
        resolution_due_at=row[17],
        result=Result(row[18]) if row[18] else None,
        reason=row[19],
        is_waiting=bool(row[20]),
        responded_at=row[21],
        finished_at=row[22],
        escalation_step=row[23],
        created_at=row[24],
        updated_at=row[25],
    )
