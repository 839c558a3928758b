"""Tells managers and admins when the PMS or the mail cannot be read, and every page what does not
work now, refused channels included.

What arises and what ends is written with the failure or the success that shows it. People are told
once by push, and by a line on their pages until it is over.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from jack.db import pushes, rests
from jack.db import troubles as store
from jack.db.database import Database
from jack.events import Event, TroublesChanged
from jack.model.clock import Clock, Micros
from jack.model.troubles import Trouble, TroubleKind


def arise(
    kind: TroubleKind,
    subject: str,
    *,
    failure: str,
    at: Micros,
    worked_at: Micros | None = None,
    is_urgent: bool = False,
) -> list[Event]:
    """Something does not work. Runs inside the write that shows it; again is no news."""
    priority = "urgent" if is_urgent else "high"
    trouble_id, is_change, is_told = store.arise(
        kind, subject, failure=failure, priority=priority, worked_at=worked_at, at=at
    )
    if is_told:
        pushes.trouble(trouble_id, priority, at)
    return [TroublesChanged()] if is_change else []


def settle(kind: TroubleKind, subject: str, at: Micros) -> list[Event]:
    """It works. Runs inside the write that shows it."""
    return [TroublesChanged()] if store.end(kind, subject, at) else []


@dataclass(frozen=True, slots=True)
class Troubles:
    """`known` are the things that are in use: what was switched off is in no trouble."""

    db: Database
    known: Collection[tuple[TroubleKind, str]]
    clock: Clock

    async def listed(self) -> list[Trouble]:
        """What does not work now, the oldest first."""

        def read(at: Micros) -> list[Trouble]:
            locked = [rest for rest in rests.current(at) if rest.is_locked]
            refused = [
                Trouble(TroubleKind.CHANNEL, rest.channel, "urgent", rest.text, rest.since, None)
                for rest in locked
            ]
            return store.listed() + refused

        found = await self.db.read(read, self.clock())
        in_use = [each for each in found if (each.kind, each.subject) in self.known]
        return sorted(in_use, key=lambda each: each.since)
