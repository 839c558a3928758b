"""People who work in the hotel and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jack.model.clock import Micros

StaffId = int


class Role(StrEnum):
    ADMIN = "admin"
    MANAGER = "manager"
    FRONT_DESK = "front_desk"
    CONCIERGE = "concierge"
    HOUSEKEEPING = "housekeeping"
    MAINTENANCE = "maintenance"


class Permission(StrEnum):
    READ_CONVERSATIONS = "conversations:read"
    WRITE_CONVERSATIONS = "conversations:write"
    READ_GUESTS = "guests:read"
    WRITE_GUESTS = "guests:write"
    READ_TASKS = "tasks:read"
    WRITE_TASKS = "tasks:write"
    READ_KNOWLEDGE = "knowledge:read"
    WRITE_KNOWLEDGE = "knowledge:write"
    READ_OUTBOX = "outbox:read"
    USE_AI = "ai:use"
    MANAGE_STAFF = "staff:manage"
    MANAGE_SETTINGS = "settings:manage"
    MANAGE_TOKENS = "tokens:manage"
    MANAGE_TEMPLATES = "templates:manage"
    READ_AUTOMATIONS = "automations:read"
    MANAGE_AUTOMATIONS = "automations:manage"
    READ_ANALYTICS = "analytics:read"
    READ_AUDIT = "audit:read"
    READ_SYSTEM = "system:read"
    READ_METRICS = "metrics"


_EVERYONE = frozenset({Permission.READ_TASKS, Permission.WRITE_TASKS, Permission.READ_KNOWLEDGE})
_DESK = _EVERYONE | {
    Permission.READ_CONVERSATIONS,
    Permission.WRITE_CONVERSATIONS,
    Permission.READ_GUESTS,
    Permission.WRITE_GUESTS,
    Permission.READ_OUTBOX,
    Permission.READ_AUTOMATIONS,
    Permission.USE_AI,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.MANAGER: frozenset(Permission) - {Permission.MANAGE_SETTINGS, Permission.MANAGE_TOKENS},
    Role.FRONT_DESK: _DESK,
    Role.CONCIERGE: _DESK,
    Role.HOUSEKEEPING: _EVERYONE,
    Role.MAINTENANCE: _EVERYONE,
}


@dataclass(frozen=True, slots=True)
class Staff:
    """A person; with `scopes`, a script that acts for that person within them."""

    id: StaffId
    email: str
    name: str
    role: Role
    departments: tuple[str, ...]
    is_disabled: bool
    has_password: bool
    created_at: Micros
    scopes: frozenset[Permission] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that they may do."""
        if self.is_disabled:
            return frozenset()
        allowed = PERMISSIONS[self.role]
        return allowed if self.scopes is None else allowed & self.scopes

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
