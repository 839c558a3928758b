"""When people are on duty."""

from __future__ import annotations

from datetime import time

from jack.db import sql
from jack.model.clock import Micros
from jack.model.duty import NEVER, Duty, Shift, Switch
from jack.model.staff import StaffId


def get(staff_id: StaffId) -> Duty:
    found = sql.row("SELECT switch, hours FROM duty WHERE staff_id = ?", staff_id)
    return _duty(found) if found else NEVER


def all_of_them() -> dict[StaffId, Duty]:
    """By person; who is not in it has no hours."""
    return {row[2]: _duty(row) for row in sql.rows("SELECT switch, hours, staff_id FROM duty")}


def put(staff_id: StaffId, duty: Duty, at: Micros) -> None:
    hours = [[shift.day, _clock(shift.starts), _clock(shift.ends)] for shift in duty.hours]
    sql.run(
        "INSERT INTO duty (staff_id, switch, hours, updated_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (staff_id) DO UPDATE SET switch = excluded.switch, hours = excluded.hours,"
        " updated_at = excluded.updated_at",
        staff_id,
        duty.switch,
        sql.dumps(hours),
        at,
    )


def _duty(row: sql.Row) -> Duty:
    return Duty(
        Switch(row[0]),
        tuple(
            Shift(day, time.fromisoformat(starts), time.fromisoformat(ends))
            for day, starts, ends in sql.loads(row[1])
        ),
    )


def _clock(moment: time) -> str:
    return moment.isoformat("minutes")
