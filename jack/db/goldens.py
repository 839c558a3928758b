"""Golden questions, and what became of them when they were asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jack.db import sql
from jack.model.clock import Micros
from jack.model.golden import Expected, Golden, Kept, Result, Verdict
from jack.model.staff import StaffId

_COLUMNS = "g.id, g.question, g.language, g.expected, g.message_id, g.updated_at"


def add(golden: Golden, at: Micros, *, staff_id: StaffId) -> int:
    return sql.insert(
        "golden",
        question=golden.question,
        language=golden.language,
        expected=_written(golden.expected),
        message_id=golden.message_id,
        staff_id=staff_id,
        created_at=at,
        updated_at=at,
    )


def save(golden_id: int, golden: Golden, at: Micros) -> bool:
    """False when there is none."""
    changed = sql.run(
        "UPDATE golden SET question = ?, expected = ?, updated_at = ? WHERE id = ?",
        golden.question,
        _written(golden.expected),
        at,
        golden_id,
    )
    return changed == 1


def remove(golden_id: int) -> bool:
    return sql.run("DELETE FROM golden WHERE id = ?", golden_id) == 1


def get(golden_id: int) -> Golden | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM golden g WHERE g.id = ?", golden_id)
    return _golden(found) if found else None


def of_message(message_id: int) -> int | None:
    found: int | None = sql.value("SELECT id FROM golden WHERE message_id = ?", message_id)
    return found


def listed() -> list[Kept]:
    """All, each with what became of it when it was asked last."""
    found = sql.rows(
        f"SELECT {_COLUMNS}, r.verdict, r.data, r.created_at FROM golden g LEFT JOIN golden_result r"
        " ON r.id = (SELECT max(id) FROM golden_result WHERE golden_id = g.id) ORDER BY g.id"
    )
    return [_kept(row) for row in found]


def begin(reason: str, total: int, at: Micros, *, staff_id: StaffId) -> int:
    return sql.insert("golden_run", reason=reason, staff_id=staff_id, total=total, started_at=at)


def finish(run_id: int, results: Mapping[int, Result], at: Micros, *, failure: str | None) -> None:
    """What became of each question that is still there."""
    for golden_id, result in results.items():
        sql.run(
            "INSERT INTO golden_result (run_id, golden_id, verdict, data, created_at)"
            " SELECT ?, id, ?, ?, ? FROM golden WHERE id = ?",
            run_id,
            result.verdict,
            sql.dumps({"answer": result.answer.text, "problems": list(result.problems)}),
            at,
            golden_id,
        )
    sql.run("UPDATE golden_run SET finished_at = ?, failure = ? WHERE id = ?", at, failure, run_id)


def _written(expected: Expected) -> str:
    return sql.dumps(
        {
            "sources": list(expected.sources),
            "phrases": list(expected.phrases),
            "mustNot": list(expected.must_not),
            "escalates": expected.escalates,
            "language": expected.language,
            "locked": expected.locked,
        }
    )


def _expected(text: str) -> Expected:
    data: dict[str, Any] = sql.loads(text)
    return Expected(
        sources=tuple(data["sources"]),
        phrases=tuple(data["phrases"]),
        must_not=tuple(data["mustNot"]),
        escalates=data["escalates"],
        language=data["language"],
        locked=data["locked"],
    )


def _golden(row: sql.Row) -> Golden:
    return Golden(
        question=row[1],
        expected=_expected(row[3]),
        language=row[2],
        id=row[0],
        message_id=row[4],
        updated_at=row[5],
    )


def _kept(row: sql.Row) -> Kept:
    golden = _golden(row)
    if row[6] is None:
        return Kept(golden)
    data: dict[str, Any] = sql.loads(row[7])
    return Kept(golden, Verdict(row[6]), data["answer"], tuple(data["problems"]), row[8])
