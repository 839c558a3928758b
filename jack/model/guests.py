"""Guests and the addresses they write from."""

from __future__ import annotations

from dataclasses import dataclass

from jack.model.clock import Micros

GuestId = int


@dataclass(frozen=True, slots=True)
class Guest:
    id: GuestId
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    language: str | None
    is_vip: bool
    created_at: Micros

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Identity:
    """A guest's address on a channel, keyed by the vendor's user id."""

    id: int
    guest_id: GuestId
    channel: str
    address: str
    phone: str | None
    name: str
    is_proven: bool
