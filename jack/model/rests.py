"""Channels that send nothing for now, though messages wait."""

from __future__ import annotations

from dataclasses import dataclass

from jack.model.clock import Micros


@dataclass(frozen=True, slots=True)
class Rest:
    """`until` a moment, or None: until the vendor takes our credentials again."""

    channel: str
    reason: str
    text: str
    since: Micros
    until: Micros | None

    @property
    def is_locked(self) -> bool:
        return self.until is None
