"""Tokens that scripts sign in with."""

from __future__ import annotations

from dataclasses import dataclass

from jack.model.clock import Micros
from jack.model.staff import Permission, StaffId

PREFIX = "jack_"
"""How such a token begins: people and secret scanners recognise it by that."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """It acts for the person who made it, as far as its scopes allow."""

    id: int
    staff_id: StaffId
    name: str
    hint: str
    scopes: frozenset[Permission]
    expires_at: Micros | None
    used_at: Micros | None
    created_at: Micros
