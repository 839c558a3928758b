"""What the audit log holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jack.model.clock import Micros


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`name` is the staff member's, where the actor is one who is still there."""

    id: int
    at: Micros
    actor: str
    name: str | None
    action: str
    subject: str
    data: Mapping[str, object]
