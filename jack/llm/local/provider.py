"""The provider of last resort: light to build, its rules and weights are loaded behind the port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jack.llm.base import Embed
from jack.llm.local import NAME
from jack.model.answers import Classification, Draft, Question

if TYPE_CHECKING:
    from jack.llm.local.answering import Answering


@dataclass(frozen=True, slots=True)
class Local:
    """Answers without any model: needs the embedder, nothing else (R12).

    `threshold` is the least passage score that counts as an answer; `split` cuts into sentences.
    """

    embed: Embed
    split: Callable[[str], list[str]]
    threshold: float

    @property
    def name(self) -> str:
        return NAME

    async def answer(self, question: Question) -> Draft:
        return await self._answering().answer(question)

    async def classify(self, text: str, language: str) -> Classification:
        """Intents, sentiment and dangers of a text on its own."""
        return await self._answering().classify(text, language)

    async def warm(self) -> None:
        """Load the rules, the weights and the embedder."""
        await asyncio.to_thread(_load)
        await self.embed("towels")

    async def check(self) -> str:
        await self.warm()
        return f"{_load()} intents, without a key or a network"

    async def close(self) -> None:
        """Nothing is held open."""

    def _answering(self) -> Answering:
        """Without `warm` the first call pays for loading; an import happens once on any thread."""
        from jack.llm.local.answering import Answering

        return Answering(self.embed, self.split, self.threshold)


def _load() -> int:
    """Compile the rules and read the weights, once; how many intents they know."""
    from jack.llm.local.answering import load

    return load()
