"""What models were asked and what that cost."""

from __future__ import annotations

from typing import Literal

from jack.db import sql
from jack.model.answers import Usage
from jack.model.clock import Micros
from jack.model.spending import ModelCall, Purpose, Spent


def add(call: ModelCall, purpose: Purpose, at: Micros, *, conversation_id: int | None) -> None:
    usage = call.usage
    sql.insert(
        "model_call",
        at=at,
        provider=call.provider,
        model=call.model,
        purpose=purpose,
        conversation_id=conversation_id,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cache_read_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        cost_micro_usd=usage.cost_micro_usd,
    )


def cost(since: Micros) -> int:
    """Micro-USD since a moment."""
    return int(
        sql.value("SELECT coalesce(sum(cost_micro_usd), 0) FROM model_call WHERE at >= ?", since)
    )


def spent(
    by: Literal["provider", "purpose"], since: Micros, *, conversation_id: int | None = None
) -> list[Spent]:
    """What calls came to since a moment, of one conversation or of all; the dearest first."""
    return [
        Spent(row[0], row[1], Usage(*row[2:]))
        for row in sql.rows(
            f"SELECT {by}, count(*), sum(input_tokens), sum(output_tokens),"
            " sum(cache_read_tokens), sum(cache_write_tokens), sum(cost_micro_usd)"
            " FROM model_call WHERE at >= ?1 AND (?2 IS NULL OR conversation_id = ?2)"
            f" GROUP BY {by} ORDER BY sum(cost_micro_usd) DESC, {by}",
            since,
            conversation_id,
        )
    ]
