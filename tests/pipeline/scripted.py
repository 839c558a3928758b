"""A hotel whose model is Claude's stand-in on a script, behind the real adapter, checks and rules."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from jack.llm.anthropic import Anthropic
from jack.llm.chain import Chain
from jack.llm.prices import list_price
from jack.model.answers import EscalationProposal
from jack.model.messages import Message
from jack.model.phrases import Phrase, say
from jack.model.tasks import Task
from jack.pipeline.checks import faults
from tests.conftest import FakeClock
from tests.house import House, Model, draft
from tests.standins.anthropic import AnthropicStandin
from tests.standins.base import JsonObject

NOBODY: JsonObject = {
    "needed": False,
    "reasons": [],
    "priority": "standard",
    "department": "front_desk",
}


def reply(text: str, intent: str = "inquiry.dining", **changes: Any) -> JsonObject:
    """What a model may say through its tool, as sure as can be."""
    said: JsonObject = {
        "reply": text,
        "language": "en",
        "intents": [{"name": intent, "confidence": 1.0}],
        "sentiment": "neutral",
        "confidence": 1.0,
        "answered": True,
        "used_sources": ["1"],
        "tasks": [],
        "preferences": [],
        "escalation": NOBODY,
    }
    return said | changes


def task(title: str, **changes: Any) -> JsonObject:
    plain: JsonObject = {
        "department": "housekeeping",
        "kind": "request",
        "title": title,
        "items": [],
        "room": "",
        "priority": "standard",
        "intent": "request.service.other",
    }
    return plain | changes


def last_resort() -> Model:
    """What `local` says when nothing fits: that a colleague is asked."""
    told = draft(
        say(Phrase.NOT_FOUND, "en"),
        "inquiry.general",
        escalation=EscalationProposal(("no_answer",)),
    )
    return Model(told, name="local")


@dataclass
class Scripted:
    house: House
    claude: AnthropicStandin

    def says(self, *replies: JsonObject | Callable[[JsonObject], JsonObject]) -> None:
        """These in order, the last one for ever."""
        left = list(replies)

        def next_one(request: JsonObject) -> JsonObject:
            said = left.pop(0) if len(left) > 1 else left[0]
            return said(request) if callable(said) else said

        self.claude.reply = next_one

    async def ask(self, *texts: str, **given: Any) -> Message | None:
        """Jack's answer to what a guest writes; None when he is silent."""
        await self.house.write(*texts, **given)
        for item in await self.house.claim():
            await self.house.pipeline.run(item)
        found = self.house.by_jack()
        return found[-1] if found else None

    def tasks(self) -> list[Task]:
        return self.house.tasks()

    @property
    def sent(self) -> str:
        """Everything the model was ever told."""
        return str(self.claude.requests)


@asynccontextmanager
async def scripted(house: House, clock: FakeClock) -> AsyncIterator[Scripted]:
    async with AnthropicStandin(api_key="key") as claude:
        provider = Anthropic(
            api_key="key",
            base_url=claude.url,
            model="claude-sonnet-4-6",
            price=list_price("claude-sonnet-4-6"),
            max_tokens=1024,
            timeout_s=1.0,
            retries=1,
            concurrency=4,
            first_retry_s=0.001,
        )
        await provider.warm()
        house.pipeline = house.pipeline_with(chain=Chain([provider, last_resort()], check=faults))
        try:
            yield Scripted(house, claude)
        finally:
            await provider.close()
