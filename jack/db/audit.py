"""Who did what."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros


def add(actor: str, action: str, subject: str, at: Micros, **data: object) -> None:
    """`actor` is `staff:3`, `system`, `cli` or `guest`; `subject` is `conversation:7` and the like."""
    sql.insert("audit", at=at, actor=actor, action=action, subject=subject, data=sql.dumps(data))
