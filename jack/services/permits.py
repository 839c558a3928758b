"""Who may do what, asked where it is done: also a service that no route guards is guarded."""

from __future__ import annotations

from jack.errors import Forbidden
from jack.model.staff import Permission, Staff


def must(staff: Staff, permission: Permission) -> None:
    """Raises Forbidden."""
    if not staff.may(permission):
        raise Forbidden(f"Your role, {staff.role}, may not do this ({permission}).")
