"""Whether a writer has proven to be the guest of a booking (R6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import guests, verifications
from jack.db.database import Database
from jack.model.clock import DAY, HOUR, Clock, to_datetime
from jack.model.conversations import Conversation
from jack.model.verification import Attempt, Outcome, names_somebody, read

MAX_FAILURES = 5
"""Of one conversation or one address within a day."""
MAX_FAILURES_OF_CHANNEL = 50
"""Of everybody on a channel within an hour: whoever guesses takes a new address each time."""
LOOK_BACK = timedelta(days=30)
"""A stay that ended longer ago cannot be opened any more."""


@dataclass(frozen=True, slots=True)
class Verification:
    db: Database
    config: Config
    clock: Clock

    async def attempt(self, conversation: Conversation, text: str) -> Attempt | None:
        """What a message proves; None where there is nothing to prove or nothing was offered.

        Only reads: the attempt is written with the turn, and the next turn of this conversation
        begins after it. Once locked, the right words do not help either.
        """
        said = read(text)
        if said is None or conversation.verified_at is not None:
            return None
        return await self.db.read(self._attempt, conversation, said.name, said.codes)

    def _attempt(
        self, conversation: Conversation, name: str, codes: tuple[str, ...]
    ) -> Attempt | None:
        if guests.is_proven(conversation.channel, conversation.address):
            return None
        if self._is_locked(conversation, left=0):
            return Attempt(Outcome.LOCKED)
        zone = ZoneInfo(self.config.hotel.timezone)
        today = to_datetime(self.clock()).astimezone(zone).date()
        matching = {
            bearer.reservation_id
            for bearer in verifications.bearers(codes, today - LOOK_BACK)
            if names_somebody(name, bearer.last_name)
        }
        if len(matching) == 1:
            return Attempt(Outcome.MATCHED, matching.pop())
        is_last = self._is_locked(conversation, left=1)
        return Attempt(Outcome.LOCKED if is_last else Outcome.FAILED, is_last=is_last)

    def _is_locked(self, conversation: Conversation, *, left: int) -> bool:
        """Whether all attempts are used up, or all but `left` of them."""
        at, channel = self.clock(), conversation.channel
        of_conversation = verifications.failures(
            since=at - DAY, channel=channel, conversation_id=conversation.id
        )
        of_address = verifications.failures(
            since=at - DAY, channel=channel, address=conversation.address
        )
        of_channel = verifications.failures(since=at - HOUR, channel=channel)
        return (
            max(of_conversation, of_address) >= MAX_FAILURES - left
            or of_channel >= MAX_FAILURES_OF_CHANNEL - left
        )
