"""Sending webhooks that rules wrote: tried with growing pauses, given up and shown after some."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

from jack import metrics
from jack.config import Config
from jack.db import webhook_calls as store
from jack.db.database import Database
from jack.errors import Permanent, Transient
from jack.model.automations import WebhookCall
from jack.model.clock import Clock, seconds

log = logging.getLogger(__name__)

BATCH = 8
FIRST_RETRY_S = 30.0
MOST_RETRY_S = 3600.0


class Sender(Protocol):
    """Whoever reaches other programs."""

    async def call(self, url: str, body: str, *, call_id: int) -> int:
        """The status of the answer. Raises Permanent or Transient."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class AutomationCalls:
    """A call that a crash cut off is made again, under the same X-Jack-Id."""

    db: Database
    sender: Sender
    config: Config
    clock: Clock

    async def run(self) -> int:
        """Make the calls that are due, some at a time; how many were taken."""
        taken = 0
        while due := await self.db.read(store.due, self.clock(), limit=BATCH):
            taken += sum(await asyncio.gather(*(self._call(each) for each in due)))
        return taken

    async def _call(self, call: WebhookCall) -> bool:
        try:
            status = await self.sender.call(call.url, call.body, call_id=call.id)
        except (Permanent, Transient) as error:
            await self._not_taken(call, error)
            return False
        await self.db.write(store.sent, call.id, status, self.clock())
        return True

    async def _not_taken(self, call: WebhookCall, error: Permanent | Transient) -> None:
        at = self.clock()
        is_last = call.attempts + 1 >= self.config.automations.webhook_attempts
        next_at = None
        if isinstance(error, Transient) and not is_last:
            wait_s = min(MOST_RETRY_S, FIRST_RETRY_S * 2**call.attempts)
            next_at = at + seconds(max(wait_s, error.retry_after_s or 0.0))
        else:
            metrics.ERRORS.labels("automations").inc()
            log.warning("webhook given up", extra={"run_id": call.run_id, "reason": error.reason})
        status = int(error.reason) if error.reason.isdecimal() else None
        await self.db.write(store.not_sent, call.id, status, str(error), at, next_at=next_at)
