"""What a property management system offers, and nothing about any one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Protocol

from jack.model.clock import Micros
from jack.model.reservations import Batch, Changed, PmsGuest, PmsReservation, Room


class Pms(Protocol):
    """Every call raises Transient (later, with `retry_after_s`), or Permanent with what to do.

    A reservation that cannot be read is `Rejected` in its batch; it never ends the walk.
    """

    @property
    def name(self) -> str: ...

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    def reservations(self, since: Micros, until: Micros) -> AsyncIterator[Batch]:
        """What changed in that time, oldest window first. Both ends belong to it."""
        ...

    def colliding(self, first: date, last: date) -> AsyncIterator[Batch]:
        """Every stay that touches these days, whenever it changed: full sync and daily re-scan."""
        ...

    async def reservation(self, external_id: str) -> PmsReservation | None:
        """None when there is no such stay. Raises Permanent with the reason "unreadable" or
        "refused" for one that is there and cannot be read: that is no cancellation."""
        ...

    async def guest(self, external_id: str) -> PmsGuest | None: ...

    async def room_status(self) -> list[Room]: ...

    def parse_webhook(self, body: bytes) -> Changed:
        """Ids of what changed. Raises Invalid for what is no webhook of this vendor."""
        ...

    async def check(self) -> str:
        """Prove that credentials and vendor work; the text says what answered."""
        ...
