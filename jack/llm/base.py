"""What every provider offers, and nothing about any one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from jack.errors import Transient
from jack.model.answers import Draft, Question, Usage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Embed = Callable[[str], "Awaitable[NDArray[np.float32]]"]
"""Text to a unit vector of 384 float32; the same text again costs nothing."""


class Unusable(Transient):
    """A model's reply that cannot be read as one. `usage` is paid for all the same."""

    def __init__(self, message: str, usage: Usage) -> None:
        super().__init__(message, reason="bad_output")
        self.usage = usage


class Translated(NamedTuple):
    text: str
    model: str
    usage: Usage


@runtime_checkable
class Translator(Protocol):
    """A provider that translates as well. Raises like `Provider`."""

    async def translate(self, text: str, language: str, *, complaint: str = "") -> Translated:
        """`text` in the language (ISO 639-1). `complaint`: what was wrong with a first try."""
        ...


class Provider(Protocol):
    """A model that turns a question into a draft. One call, no side effects.

    Raises `Transient` when another try may help, `Permanent` when not; never anything else.
    """

    @property
    def name(self) -> str: ...

    async def answer(self, question: Question) -> Draft: ...

    async def warm(self) -> None:
        """Do the slow imports and loads. May be called twice; need not be called at all."""

    async def check(self) -> str:
        """Prove that the provider answers; the text says with what. Raises `Delivery`."""
        ...

    async def close(self) -> None: ...
