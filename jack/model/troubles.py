"""What keeps Jack from his work until a person mends it: no guest is named in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jack.model.clock import MINUTE, Micros

GRACE: Micros = 15 * MINUTE
"""A server that cannot be reached for so long is no short break any more."""
QUIET: Micros = 30 * MINUTE
"""What comes and goes is not told again within this time, unless it became worse."""


class TroubleKind(StrEnum):
    """`pms`: reservations are not read. `mailbox`: mail is not fetched. `channel`: the vendor refuses
    our account, so nothing is sent."""

    PMS = "pms"
    MAILBOX = "mailbox"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`subject` is the PMS, the channel or the address. `worked_at`: when it last did."""

    kind: TroubleKind
    subject: str
    priority: str
    failure: str
    since: Micros
    worked_at: Micros | None
