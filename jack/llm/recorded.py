"""A provider that says again what another one said: golden answers without a network."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from jack.errors import Permanent
from jack.llm.base import Provider
from jack.model.answers import Draft, Question, Usage

NAME = "recorded"


def key_of(question: Question) -> str:
    """What a recording is found by: the question alone, so that it is held against the knowledge of
    today like any other answer."""
    text = " ".join(question.text.split())
    return hashlib.sha256(f"{question.language}\x1f{text}".encode()).hexdigest()[:32]


@cache
def _drafts() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Draft)


def dumped(draft: Draft) -> dict[str, Any]:
    written: dict[str, Any] = _drafts().dump_python(draft, mode="json")
    return written


def loaded(written: Mapping[str, Any]) -> Draft:
    """Raises ValueError for what is no draft."""
    draft: Draft = _drafts().validate_python(written)
    return draft


class Recorded:
    """Answers from recordings by `key_of`. What was not recorded is refused."""

    name = NAME

    def __init__(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts = drafts

    async def answer(self, question: Question) -> Draft:
        draft = self._drafts.get(key_of(question))
        if draft is None:
            raise Permanent("This question was not recorded.", reason="not_recorded")
        # It was paid for when it was recorded.
        return replace(draft, usage=Usage())

    async def warm(self) -> None:
        """Nothing to load."""

    async def check(self) -> str:
        return f"{len(self._drafts)} recorded answers"

    async def close(self) -> None:
        """Nothing to close."""


class Recorder:
    """Asks `provider` and keeps the last draft for each question."""

    def __init__(self, provider: Provider, drafts: dict[str, Draft]) -> None:
        self._provider = provider
        self._drafts = drafts
        self.name = provider.name

    async def answer(self, question: Question) -> Draft:
        draft = await self._provider.answer(question)
        self._drafts[key_of(question)] = draft
        return draft

    async def warm(self) -> None:
        await self._provider.warm()

    async def check(self) -> str:
        return await self._provider.check()

    async def close(self) -> None:
        """The provider is closed by who opened it."""
