"""Rules with their versions, what they plan, and what changed since they looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jack.db import sql
from jack.model.automations import (
    Definition,
    Outcome,
    Rule,
    RuleVersion,
    Run,
    RunReason,
    RunState,
    Subject,
    definition_json,
    read_definition,
)
from jack.model.clock import Micros

_RULE = (
    "id, key, name, definition, version, is_enabled, enabled_at, is_shipped, created_at,"
    " updated_at, scheduled_at"
)
_RUN = (
    "r.id, r.rule_id, r.subject, r.subject_id, r.occurrence, r.reservation_id, r.guest_id,"
    " r.conversation_id, r.base_due_at, r.due_at, r.state, r.reason, r.detail, r.is_late,"
    " r.attempts, r.outcomes, r.facts, r.created_at, r.finished_at, r.message_id"
)

NOT_DONE = "state IN ('planned', 'ask_staff', 'cancelled', 'suppressed')"


# -- rules -----------------------------------------------------------------------------------------


def add_rule(
    key: str, name: str, definition: Definition, at: Micros, *, actor: str, is_shipped: bool = False
) -> int:
    """Off, until it is enabled."""
    rule_id = sql.insert(
        "automation_rule",
        key=key,
        name=name,
        definition=sql.dumps(definition_json(definition)),
        version=1,
        is_shipped=int(is_shipped),
        created_at=at,
        updated_at=at,
    )
    _keep_version(rule_id, 1, name, definition, actor, at)
    return rule_id


def save_rule(rule: Rule, name: str, definition: Definition, at: Micros, *, actor: str) -> None:
    """The next version."""
    version = rule.version + 1
    sql.run(
        "UPDATE automation_rule SET name = ?, definition = ?, version = ?, updated_at = ?"
        " WHERE id = ?",
        name,
        sql.dumps(definition_json(definition)),
        version,
        at,
        rule.id,
    )
    _keep_version(rule.id, version, name, definition, actor, at)


def _keep_version(
    rule_id: int, version: int, name: str, definition: Definition, actor: str, at: Micros
) -> None:
    sql.insert(
        "automation_version",
        rule_id=rule_id,
        version=version,
        name=name,
        definition=sql.dumps(definition_json(definition)),
        actor=actor,
        created_at=at,
    )


def set_enabled(rule_id: int, at: Micros, *, is_on: bool) -> None:
    sql.run(
        "UPDATE automation_rule SET is_enabled = ?, enabled_at = ?, updated_at = ? WHERE id = ?",
        int(is_on),
        at if is_on else None,
        at,
        rule_id,
    )


def set_scheduled(rule_id: int, scheduled_at: Micros) -> None:
    sql.run("UPDATE automation_rule SET scheduled_at = ? WHERE id = ?", scheduled_at, rule_id)


def remove_rule(rule_id: int, at: Micros) -> None:
    """Its runs are history and stay; its key is free again, unless Jack came with it."""
    sql.run(
        "UPDATE automation_rule SET removed_at = ?, is_enabled = 0, updated_at = ?,"
        " key = CASE WHEN is_shipped THEN key ELSE key || ':' || id END WHERE id = ?",
        at,
        at,
        rule_id,
    )


def rule(rule_id: int) -> Rule | None:
    found = sql.row(
        f"SELECT {_RULE} FROM automation_rule WHERE id = ? AND removed_at IS NULL", rule_id
    )
    return _rule(found) if found else None


def rule_by_key(key: str) -> Rule | None:
    found = sql.row(
        f"SELECT {_RULE} FROM automation_rule WHERE key = ? AND removed_at IS NULL", key
    )
    return _rule(found) if found else None


def known_keys() -> set[str]:
    """Of every rule there ever was."""
    return {row[0] for row in sql.rows("SELECT key FROM automation_rule")}


def rules(*, is_enabled: bool | None = None) -> list[Rule]:
    """In the order they were made."""
    found = sql.rows(
        f"SELECT {_RULE} FROM automation_rule WHERE removed_at IS NULL"
        " AND is_enabled = coalesce(?, is_enabled) ORDER BY id",
        None if is_enabled is None else int(is_enabled),
    )
    return [_rule(row) for row in found]


def versions(rule_id: int) -> list[RuleVersion]:
    """Newest first."""
    return [
        RuleVersion(row[0], row[1], read_definition(sql.loads(row[2])), row[3], row[4])
        for row in sql.rows(
            "SELECT version, name, definition, actor, created_at FROM automation_version"
            " WHERE rule_id = ? ORDER BY version DESC",
            rule_id,
        )
    ]


# -- what changed ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changed:
    """`kind` is stay, guest, task, escalation, rating, or rules (to be planned anew)."""

    id: int
    kind: str
    subject_id: int
    data: Mapping[str, Any]
    at: Micros


def note(kind: str, subject_id: int, at: Micros, **data: object) -> None:
    """Have the rules look at something that no trigger tells of; in the write that changes it."""
    sql.insert(
        "automation_change",
        kind=kind,
        subject_id=subject_id,
        data=sql.dumps(data) if data else None,
        at=at,
    )


def changes(limit: int) -> list[Changed]:
    """The oldest first."""
    return [
        Changed(row[0], row[1], row[2], sql.loads(row[3]) or {}, row[4])
        for row in sql.rows(
            "SELECT id, kind, subject_id, data, at FROM automation_change ORDER BY id LIMIT ?",
            limit,
        )
    ]


def has_changes() -> bool:
    return sql.value("SELECT 1 FROM automation_change LIMIT 1") is not None


def looked_at(change_id: int) -> None:
    sql.run("DELETE FROM automation_change WHERE id = ?", change_id)


def look_again_from(change_id: int, last: int) -> None:
    """A long look goes on behind this reservation the next time."""
    sql.run(
        "UPDATE automation_change SET data = ? WHERE id = ?", sql.dumps({"last": last}), change_id
    )


def plannable(after: int, *, since: str, limit: int) -> list[int]:
    """Reservations that a rule may still mean something for, by id: `since` is a day of departure."""
    found = sql.rows(
        "SELECT id FROM reservation WHERE id > ? AND departure >= ?"
        " AND status IN ('confirmed', 'checked_in', 'checked_out') ORDER BY id LIMIT ?",
        after,
        since,
        limit,
    )
    return [row[0] for row in found]


def stays_of(guest_id: int) -> list[int]:
    """The live ones that a guest booked."""
    found = sql.rows(
        "SELECT id FROM reservation WHERE guest_id = ? AND status IN ('confirmed', 'checked_in')",
        guest_id,
    )
    return [row[0] for row in found]


def on_day(*, arrival: str | None = None, departure: str | None = None) -> list[int]:
    """Live stays that arrive or depart on a day."""
    column, day = ("arrival", arrival) if arrival is not None else ("departure", departure)
    found = sql.rows(
        f"SELECT id FROM reservation WHERE {column} = ?"
        " AND status IN ('confirmed', 'checked_in') ORDER BY id",
        day,
    )
    return [row[0] for row in found]


def in_house() -> list[int]:
    found = sql.rows("SELECT id FROM reservation WHERE status = 'checked_in' ORDER BY id")
    return [row[0] for row in found]


def idle(*, since: Micros, until: Micros, rule_id: int, limit: int) -> list[tuple[int, Micros]]:
    """(open conversation, its last message) where the last word fell in that time and this rule
    has not acted on it."""
    found = sql.rows(
        "SELECT c.id, c.last_message_at FROM conversation c"
        " WHERE c.state IN ('new', 'active', 'escalated')"
        " AND c.last_message_at >= ? AND c.last_message_at <= ? AND NOT EXISTS ("
        "  SELECT 1 FROM automation_run r WHERE r.rule_id = ? AND r.subject = 'conversation'"
        "  AND r.subject_id = c.id AND r.occurrence = c.last_message_at) ORDER BY c.id LIMIT ?",
        since,
        until,
        rule_id,
        limit,
    )
    return [(row[0], row[1]) for row in found]


# -- rooms -----------------------------------------------------------------------------------------


def wants_rooms() -> bool:
    """Whether an enabled rule waits for rooms to be ready."""
    return bool(
        sql.value(
            "SELECT 1 FROM automation_rule WHERE is_enabled = 1 AND removed_at IS NULL"
            " AND json_extract(definition, '$.trigger.event') = 'room_ready' LIMIT 1"
        )
    )


def set_room_state(number: str, state: str, at: Micros) -> None:
    sql.run(
        "INSERT INTO room_state (number, state, changed_at, seen_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (number) DO UPDATE SET seen_at = excluded.seen_at, changed_at ="
        " CASE WHEN state = excluded.state THEN changed_at ELSE excluded.changed_at END,"
        " state = excluded.state",
        number,
        state,
        at,
        at,
    )


def ready_rooms(rule_id: int, day: str, *, since: Micros) -> list[tuple[int, str]]:
    """(stay, room) of guests who arrive on a day, whose room is clean and nobody is in, as the PMS
    told since then; without those this rule knows of."""
    found = sql.rows(
        "SELECT s.id, s.room FROM reservation s JOIN room_state k ON k.number = s.room"
        " WHERE s.arrival = ? AND s.status IN ('confirmed', 'checked_in')"
        " AND k.state IN ('clean', 'inspected') AND k.seen_at >= ?"
        " AND NOT EXISTS (SELECT 1 FROM reservation o WHERE o.room = s.room AND o.id <> s.id"
        "  AND o.status = 'checked_in')"
        " AND NOT EXISTS (SELECT 1 FROM automation_run r WHERE r.rule_id = ?"
        "  AND r.subject = 'reservation' AND r.subject_id = s.id AND r.occurrence = s.room)"
        " ORDER BY s.id",
        day,
        since,
        rule_id,
    )
    return [(row[0], row[1]) for row in found]


# -- runs ------------------------------------------------------------------------------------------


def add_run(
    rule_id: int,
    subject: Subject,
    subject_id: int,
    occurrence: str,
    at: Micros,
    *,
    due_at: Micros,
    state: RunState = RunState.PLANNED,
    reason: RunReason | None = None,
    reservation_id: int | None = None,
    guest_id: int | None = None,
    conversation_id: int | None = None,
    is_late: bool = False,
    values: Mapping[str, object] | None = None,
) -> int | None:
    """None when this rule has one for this subject and occurrence already."""
    found: int | None = sql.value(
        "INSERT INTO automation_run (rule_id, subject, subject_id, occurrence, reservation_id,"
        " guest_id, conversation_id, base_due_at, due_at, state, reason, detail, is_late, facts,"
        " created_at, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING id",
        rule_id,
        subject,
        subject_id,
        occurrence,
        reservation_id,
        guest_id,
        conversation_id,
        due_at,
        due_at,
        state,
        reason,
        int(is_late),
        sql.dumps(values) if values else None,
        at,
        None if state in (RunState.PLANNED, RunState.ASK_STAFF) else at,
    )
    return found


def run(run_id: int) -> Run | None:
    found = sql.row(f"SELECT {_RUN} FROM automation_run r WHERE r.id = ?", run_id)
    return _run(found) if found else None


def run_of(rule_id: int, subject: Subject, subject_id: int, occurrence: str) -> Run | None:
    found = sql.row(
        f"SELECT {_RUN} FROM automation_run r WHERE r.rule_id = ? AND r.subject = ?"
        " AND r.subject_id = ? AND r.occurrence = ?",
        rule_id,
        subject,
        subject_id,
        occurrence,
    )
    return _run(found) if found else None


def open_runs_of(reservation_id: int) -> list[Run]:
    found = sql.rows(
        f"SELECT {_RUN} FROM automation_run r WHERE r.reservation_id = ?"
        " AND r.state IN ('planned', 'ask_staff') ORDER BY r.id",
        reservation_id,
    )
    return [_run(row) for row in found]


def asking() -> list[Run]:
    """Runs that wait for staff."""
    found = sql.rows(f"SELECT {_RUN} FROM automation_run r WHERE r.state = 'ask_staff'")
    return [_run(row) for row in found]


def due(at: Micros, limit: int) -> list[int]:
    """Runs whose time has come, and those whose holder's lease is over; the longest due first."""
    found = sql.rows(
        "SELECT id FROM (SELECT id, due_at FROM automation_run"
        "  WHERE state = 'planned' AND due_at <= ?"
        " UNION ALL SELECT id, due_at FROM automation_run"
        "  WHERE state = 'claimed' AND lease_until <= ?) ORDER BY due_at, id LIMIT ?",
        at,
        at,
        limit,
    )
    return [row[0] for row in found]


def claim(run_ids: Sequence[int], holder: str, at: Micros, *, lease: Micros) -> None:
    sql.run(
        "UPDATE automation_run SET state = 'claimed', holder = ?, lease_until = ?"
        f" WHERE id IN ({sql.marks(run_ids)})",
        holder,
        at + lease,
        *run_ids,
    )


def is_held(run_id: int, holder: str) -> bool:
    return bool(
        sql.value(
            "SELECT 1 FROM automation_run WHERE id = ? AND state = 'claimed' AND holder = ?",
            run_id,
            holder,
        )
    )


def release_others(holder: str) -> int:
    """After a start: what a process of before had claimed has not happened; how many."""
    return sql.run(
        "UPDATE automation_run SET state = 'planned', holder = NULL, lease_until = NULL"
        " WHERE state = 'claimed' AND holder IS NOT ?",
        holder,
    )


def next_due() -> Micros | None:
    found: Micros | None = sql.value(
        "SELECT min(at) FROM (SELECT min(due_at) AS at FROM automation_run WHERE state = 'planned'"
        " UNION ALL SELECT min(lease_until) FROM automation_run WHERE state = 'claimed')"
    )
    return found


def move(run_id: int, due_at: Micros, *, is_late: bool = False) -> None:
    """Another time, as the rule means it: it is planned (again)."""
    sql.run(
        "UPDATE automation_run SET base_due_at = ?, due_at = ?, state = 'planned', reason = NULL,"
        " detail = '', is_late = ?, attempts = 0, finished_at = NULL, holder = NULL,"
        " lease_until = NULL"
        " WHERE id = ?",
        due_at,
        due_at,
        int(is_late),
        run_id,
    )


def defer(run_id: int, due_at: Micros, reason: RunReason) -> None:
    """Try it later; what the rule means stays. Waiting is no failed attempt."""
    sql.run(
        "UPDATE automation_run SET due_at = ?, state = 'planned', reason = ?, attempts = 0,"
        " holder = NULL, lease_until = NULL WHERE id = ?",
        due_at,
        reason,
        run_id,
    )


def broke(run_id: int, holder: str, due_at: Micros) -> int | None:
    """It raised: try it again then; how often it has by now. None when somebody else has it."""
    found: int | None = sql.value(
        "UPDATE automation_run SET state = 'planned', due_at = ?, attempts = attempts + 1,"
        " holder = NULL, lease_until = NULL WHERE id = ? AND state = 'claimed' AND holder = ?"
        " RETURNING attempts",
        due_at,
        run_id,
        holder,
    )
    return found


def finish(
    run_id: int,
    state: RunState,
    at: Micros,
    *,
    reason: RunReason | None = None,
    detail: str = "",
    outcomes: Sequence[Outcome] = (),
    message_id: int | None = None,
    conversation_id: int | None = None,
) -> None:
    sql.run(
        "UPDATE automation_run SET state = ?, reason = ?, detail = ?, outcomes = ?, message_id = ?,"
        " conversation_id = coalesce(?, conversation_id), holder = NULL, lease_until = NULL,"
        " finished_at = ? WHERE id = ?",
        state,
        reason,
        detail,
        sql.dumps([_outcome_json(each) for each in outcomes]) if outcomes else None,
        message_id,
        conversation_id,
        None if state in (RunState.PLANNED, RunState.ASK_STAFF) else at,
        run_id,
    )


def ask(run_id: int, due_at: Micros) -> None:
    """Staff decide."""
    sql.run(
        "UPDATE automation_run SET state = 'ask_staff', reason = 'late', base_due_at = ?,"
        " due_at = ?, is_late = 1, finished_at = NULL WHERE id = ?",
        due_at,
        due_at,
        run_id,
    )


def cancel_open(rule_id: int, reason: RunReason, at: Micros) -> int:
    return sql.run(
        "UPDATE automation_run SET state = 'cancelled', reason = ?, finished_at = ?, holder = NULL,"
        " lease_until = NULL WHERE rule_id = ? AND state IN ('planned', 'ask_staff', 'claimed')",
        reason,
        at,
        rule_id,
    )


def last_automated_at(guest_id: int) -> Micros | None:
    """When an automatic message to this guest was last queued."""
    found: Micros | None = sql.value(
        "SELECT max(finished_at) FROM automation_run WHERE guest_id = ? AND state = 'done'"
        " AND message_id IS NOT NULL",
        guest_id,
    )
    return found


def listed(
    *,
    states: Sequence[str] = (),
    rule_id: int | None = None,
    reservation_id: int | None = None,
    guest_id: int | None = None,
    since: Micros | None = None,
    until: Micros | None = None,
    is_ascending: bool = False,
    position: tuple[Micros, int] | None = None,
    limit: int = 50,
) -> list[Run]:
    """By the time they are or were due, the latest first; with the delivery of their message."""
    where, params = ["1"], list[object]()

    def add(condition: str, *given: object) -> None:
        where.append(condition)
        params.extend(given)

    if states:
        add(f"r.state IN ({sql.marks(states)})", *states)
    for column, value in (
        ("rule_id", rule_id),
        ("reservation_id", reservation_id),
        ("guest_id", guest_id),
    ):
        if value is not None:
            add(f"r.{column} = ?", value)
    if since is not None:
        add("r.due_at >= ?", since)
    if until is not None:
        add("r.due_at < ?", until)
    if position is not None:
        add(f"(r.due_at, r.id) {'>' if is_ascending else '<'} (?, ?)", *position)
    direction = "ASC" if is_ascending else "DESC"
    found = sql.rows(
        f"SELECT {_RUN}, m.delivery FROM automation_run r"
        f" LEFT JOIN message m ON m.id = r.message_id WHERE {' AND '.join(where)}"
        f" ORDER BY r.due_at {direction}, r.id {direction} LIMIT ?",
        *params,
        limit,
    )
    return [_run(row) for row in found]


def ended(begin: Micros, end: Micros, rule_id: int | None) -> list[Run]:
    """What came to its end in that time, in that order."""
    found = sql.rows(
        f"SELECT {_RUN} FROM automation_run r WHERE r.finished_at >= ? AND r.finished_at < ?"
        " AND r.rule_id = coalesce(?, r.rule_id) ORDER BY r.finished_at, r.due_at, r.id",
        begin,
        end,
        rule_id,
    )
    return [_run(row) for row in found]


def counts(rule_ids: Iterable[int], at: Micros) -> dict[int, dict[str, Any]]:
    """By rule: `next` planned time, how many are `planned`, and the `last` outcome with its state."""
    found: dict[int, dict[str, Any]] = {}
    for rule_id in rule_ids:
        planned = sql.row(
            "SELECT min(due_at), count(*) FROM automation_run WHERE rule_id = ?"
            " AND state = 'planned'",
            rule_id,
        )
        asking = sql.value(
            "SELECT count(*) FROM automation_run WHERE rule_id = ? AND state = 'ask_staff'", rule_id
        )
        last = [
            sql.row(
                "SELECT state, reason, finished_at FROM automation_run WHERE rule_id = ?"
                " AND state = ? AND due_at <= ? ORDER BY due_at DESC LIMIT 1",
                rule_id,
                state,
                at,
            )
            for state in (RunState.DONE, RunState.SUPPRESSED, RunState.FAILED)
        ]
        assert planned is not None
        found[rule_id] = {
            "next": planned[0],
            "planned": planned[1],
            "asking": asking,
            "last": max((row for row in last if row), key=lambda row: row[2], default=None),
        }
    return found


def forget(before: Micros) -> int:
    """Old outcomes. Nothing repeats them: their stays are long over."""
    return sql.run(
        "DELETE FROM automation_run WHERE finished_at < ? AND +state IN"
        " ('done', 'suppressed', 'failed', 'cancelled')",
        before,
    )


def _rule(row: sql.Row) -> Rule:
    return Rule(
        id=row[0],
        key=row[1],
        name=row[2],
        definition=read_definition(sql.loads(row[3])),
        version=row[4],
        is_enabled=bool(row[5]),
        enabled_at=row[6],
        is_shipped=bool(row[7]),
        created_at=row[8],
        updated_at=row[9],
        scheduled_at=row[10],
    )


def _run(row: sql.Row) -> Run:
    return Run(
        id=row[0],
        rule_id=row[1],
        subject=Subject(row[2]),
        subject_id=row[3],
        occurrence=row[4],
        reservation_id=row[5],
        guest_id=row[6],
        conversation_id=row[7],
        base_due_at=row[8],
        due_at=row[9],
        state=RunState(row[10]),
        reason=RunReason(row[11]) if row[11] else None,
        detail=row[12],
        is_late=bool(row[13]),
        attempts=row[14],
        outcomes=tuple(_outcome(each) for each in sql.loads(row[15]) or ()),
        values=sql.loads(row[16]) or {},
        created_at=row[17],
        finished_at=row[18],
        message_id=row[19],
        delivery=row[20] if len(row) > 20 else None,
    )


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    told = {
        "kind": outcome.kind,
        "state": outcome.state,
        "reason": outcome.reason,
        "detail": outcome.detail,
        "channel": outcome.channel,
        "messageId": outcome.message_id,
        "taskId": outcome.task_id,
        "callId": outcome.call_id,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _outcome(stored: Mapping[str, Any]) -> Outcome:
    return Outcome(
        kind=stored["kind"],
        state=RunState(stored["state"]),
        reason=RunReason(stored["reason"]) if "reason" in stored else None,
        detail=stored.get("detail", ""),
        channel=stored.get("channel"),
        message_id=stored.get("messageId"),
        task_id=stored.get("taskId"),
        call_id=stored.get("callId"),
    )
