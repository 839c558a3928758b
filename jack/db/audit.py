"""Who did what."""

from __future__ import annotations

from jack.db import sql
from jack.model.audit import AuditEntry
from jack.model.clock import Micros


def add(actor: str, action: str, subject: str, at: Micros, **data: object) -> None:
    """`actor` is `staff:3`, `system`, `cli` or `guest`; `subject` is `conversation:7` and the like."""
    sql.insert("audit", at=at, actor=actor, action=action, subject=subject, data=sql.dumps(data))


def page(
    *,
    actor: str | None,
    action: str | None,
    subject: str | None,
    since: Micros | None,
    until: Micros | None,
    before: int | None,
    limit: int,
) -> list[AuditEntry]:
    """Newest first. `action` and `subject` may be beginnings: `token.` or `conversation:`."""
    wanted: list[tuple[str, object]] = [("a.id < ?", before if before is not None else 2**62)]
    if actor is not None:
        wanted.append(("a.actor = ?", actor))
    for column, text in (("action", action), ("subject", subject)):
        if text is not None:
            is_beginning = text.endswith((".", ":"))
            test = f"substr(a.{column}, 1, {len(text)})" if is_beginning else f"a.{column}"
            wanted.append((f"{test} = ?", text))
    if since is not None:
        wanted.append(("a.at >= ?", since))
    if until is not None:
        wanted.append(("a.at < ?", until))
    rows = sql.rows(
        "SELECT a.id, a.at, a.actor, s.name, a.action, a.subject, a.data FROM audit a"
        " LEFT JOIN staff s ON a.actor = 'staff:' || s.id"
        f" WHERE {' AND '.join(test for test, _ in wanted)} ORDER BY a.id DESC LIMIT ?",
        *(value for _, value in wanted),
        limit,
    )
    return [
        AuditEntry(number, at, actor, name, action, subject, sql.loads(data) or {})
        for number, at, actor, name, action, subject, data in rows
    ]
