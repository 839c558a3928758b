"""What Jack understands and why he said something."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from jack.model.autonomy import Autonomy
from jack.model.clock import to_iso
from jack.model.shadows import Agreement
from jack.model.spending import Spent
from jack.model.staff import Permission
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("ai")


class Text(Model):
    text: str = Field(min_length=1, max_length=2000, examples=["We need 2 towels in 204"])


class IntentShape(Model):
    name: str
    confidence: float


class Classified(Model):
    intents: list[IntentShape]
    language: str
    sentiment: str
    asks_for_human: bool
    emergency: str | None


class Why(Model):
    message_id: str = Field(pattern=r"^\d{1,18}$")


class Explanation(Model):
    """The stored trace of one turn."""

    trace: dict[str, Any]


class SpentShape(Model):
    """`name` is a provider, or what the calls were for: answer, suggestion, translation, or
    golden (questions asked to try something)."""

    name: str
    calls: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    cost_micro_usd: int

    @classmethod
    def of(cls, spent: Spent) -> SpentShape:
        return cls(
            name=spent.key,
            calls=spent.calls,
            input_tokens=spent.usage.input_tokens,
            output_tokens=spent.usage.output_tokens,
            cache_read_tokens=spent.usage.cache_read_tokens,
            cache_write_tokens=spent.usage.cache_write_tokens,
            cost_micro_usd=spent.usage.cost_micro_usd,
        )


class SpendingQuery(Model):
    conversation_id: str | None = Field(
        default=None,
        pattern=r"^\d{1,18}$",
        description="What one conversation has cost, instead of the month.",
    )


class SpendingShape(Model):
    """`limit_micro_usd` is null without a budget; at 80 % staff are told, at 100 % models rest."""

    month: date
    spent_micro_usd: int
    limit_micro_usd: int | None
    is_nearly_spent: bool
    is_spent: bool
    by_provider: list[SpentShape]
    by_purpose: list[SpentShape]


@routes.add(
    "GET",
    "/api/v1/ai/spending",
    query=SpendingQuery,
    answer=SpendingShape,
    needs=Permission.READ_SYSTEM,
)
async def get_spending(call: Call[SpendingQuery, Nothing]) -> SpendingShape:
    """What models have cost this month, of how much."""
    wanted = call.query.conversation_id
    found = await call.desk.spending.month(conversation_id=int(wanted) if wanted else None)
    return SpendingShape(
        month=found.month,
        spent_micro_usd=found.spent,
        limit_micro_usd=found.limit or None,
        is_nearly_spent=found.is_nearly_spent,
        is_spent=found.is_spent,
        by_provider=[SpentShape.of(spent) for spent in found.by_provider],
        by_purpose=[SpentShape.of(spent) for spent in found.by_purpose],
    )


class AgreementShape(Model):
    """`cases` are the compared answers of two months, `agreed` those in which staff said the same."""

    topic: str
    level: Autonomy
    cases: int
    agreed: int
    counts: dict[str, int] = Field(
        description="By what became of Jack's words: used, edited, discarded, beside, corrected."
    )
    is_proposed: bool = Field(description="Whether there is enough agreement for auto.")

    @classmethod
    def of(cls, found: Agreement) -> AgreementShape:
        return cls(
            topic=found.topic,
            level=found.level,
            cases=found.cases,
            agreed=found.agreed,
            counts=dict(found.counts),
            is_proposed=found.is_proposed,
        )


class Agreements(Model):
    topics: list[AgreementShape]


@routes.add("GET", "/api/v1/ai/agreement", answer=Agreements, needs=Permission.MANAGE_SETTINGS)
async def get_agreement(call: Call[Nothing, Nothing]) -> Agreements:
    """How often staff said the same as Jack, by topic."""
    found = await call.desk.shadowing.agreement(call.who)
    return Agreements(topics=[AgreementShape.of(each) for each in found])


@routes.add("POST", "/api/v1/ai/classify", body=Text, answer=Classified, needs=Permission.USE_AI)
async def classify(call: Call[Nothing, Text]) -> Classified:
    """Intents, language and urgency of a text, without a model."""
    found = await call.desk.classify(call.body.text)
    return Classified(
        intents=[IntentShape(name=i.name, confidence=i.confidence) for i in found.intents],
        language=found.language,
        sentiment=found.sentiment,
        asks_for_human=found.asks_for_human,
        emergency=found.emergency,
    )


@routes.add(
    "GET",
    "/api/v1/ai/explain",
    query=Why,
    answer=Explanation,
    needs=Permission.READ_CONVERSATIONS,
    errors=("NOT_FOUND",),
)
async def explain(call: Call[Why, Nothing]) -> Explanation:
    """Why Jack said that: what was found, which rules fired, how long it took, what it cost."""
    trace = await call.desk.conversations.explain(int(call.query.message_id))
    return Explanation(trace=_outside(trace))


def _outside(found: Any) -> Any:
    """A stored trace as the API writes things: ids as decimal strings, times as ISO 8601."""
    if isinstance(found, dict):
        return {key: _outside_value(key, value) for key, value in found.items()}
    return [_outside(item) for item in found] if isinstance(found, list) else found


def _outside_value(key: str, value: Any) -> Any:
    if key.endswith("Id") and isinstance(value, int):
        return str(value)
    if key.endswith("At") and isinstance(value, int):
        return to_iso(value)
    return _outside(value)
