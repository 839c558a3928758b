"""What Jack understands and why he said something."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from jack.model.clock import to_iso
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
