"""What models cost: every call on record, the month's budget, a warning before it, a stop at it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import audit, model_calls, pushes
from jack.db import settings as store
from jack.db.database import Database
from jack.model.clock import MINUTE, Clock, Micros, from_datetime, to_datetime
from jack.model.spending import Budget, ModelCall, Purpose

log = logging.getLogger(__name__)

WARNED = "llm.budget.warned"
MICRO = 1_000_000
GOOD_FOR: Micros = MINUTE
"""What other processes spent is read again after this long."""


@dataclass(slots=True)
class _Known:
    """The month's spending as last read, with what was spent here since."""

    budget: Budget | None = None
    read_at: Micros = 0


@dataclass(frozen=True, slots=True)
class Spending:
    """Months are the hotel's. Without a limit everything is counted and nothing stops."""

    db: Database
    config: Config
    clock: Clock
    known: _Known = field(default_factory=_Known)

    @property
    def is_over(self) -> bool:
        """Whether the month's budget is spent, as far as is known: call `refresh` before."""
        return self.known.budget is not None and self.known.budget.is_spent

    async def refresh(self) -> Budget:
        """The month's spending; read again when the month or the limit changed, or after a minute."""
        known, at = self.known, self.clock()
        month, since = self._month(at)
        is_fresh = known.budget is not None and at - known.read_at < GOOD_FOR
        if known.budget is None or not is_fresh or known.budget.month != month:
            spent = await self.db.read(model_calls.cost, since)
            known.budget, known.read_at = Budget(month, spent, self._limit), at
        elif known.budget.limit != self._limit:
            known.budget = replace(known.budget, limit=self._limit)
        return known.budget

    def count(self, calls: Iterable[ModelCall]) -> None:
        """Know at once what was spent, before it is on record."""
        if (budget := self.known.budget) is not None:
            cost = sum(call.usage.cost_micro_usd for call in calls)
            self.known.budget = replace(budget, spent=budget.spent + cost)

    async def record(
        self,
        calls: Sequence[ModelCall],
        purpose: Purpose,
        *,
        conversation_id: int | None = None,
    ) -> None:
        """Put calls on record that belong to no turn's own write."""
        if calls:
            await self.db.write(record, calls, purpose, conversation_id, self.clock())

    async def warn(self) -> bool:
        """Tell the admins, once a month, that the budget is nearly spent; whether it did."""
        budget = self.known.budget
        if budget is None or not budget.is_nearly_spent:
            return False
        month = budget.month.isoformat()

        def work(at: Micros) -> bool:
            if store.get(WARNED) == month:
                return False
            store.put(WARNED, month, at)
            audit.add("system", "llm.budget.warned", "system", at, month=month)
            pushes.budget(at)
            return True

        if await self.db.read(store.get, WARNED) == month:
            return False
        is_new = await self.db.write(work, self.clock())
        if is_new:
            share = budget.share or 0.0
            log.warning("the month's budget for models is nearly spent", extra={"share": share})
        return is_new

    async def month(self, *, conversation_id: int | None = None) -> Budget:
        """The month's spending with its parts; of one conversation, all of it there ever was."""
        month, since = self._month(self.clock())
        if conversation_id is not None:
            since = 0

        def read() -> Budget:
            by_provider = model_calls.spent("provider", since, conversation_id=conversation_id)
            by_purpose = model_calls.spent("purpose", since, conversation_id=conversation_id)
            return Budget(
                month,
                sum(each.usage.cost_micro_usd for each in by_provider),
                self._limit if conversation_id is None else 0,
                tuple(by_provider),
                tuple(by_purpose),
            )

        return await self.db.read(read)

    @property
    def _limit(self) -> int:
        return round(self.config.llm.monthly_cost_limit_usd * MICRO)

    def _month(self, at: Micros) -> tuple[date, Micros]:
        """The hotel's month, and when it began."""
        zone = ZoneInfo(self.config.hotel.timezone)
        first = to_datetime(at).astimezone(zone).date().replace(day=1)
        began = datetime(first.year, first.month, first.day, tzinfo=zone)
        return first, from_datetime(began)


def record(
    calls: Iterable[ModelCall], purpose: Purpose, conversation_id: int | None, at: Micros
) -> None:
    """Within a write. Calls that used nothing (skipped, failed before) leave no row."""
    for call in calls:
        if call.usage.input_tokens or call.usage.output_tokens or call.usage.cache_read_tokens:
            model_calls.add(call, purpose, at, conversation_id=conversation_id)
