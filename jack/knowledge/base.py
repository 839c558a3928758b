"""What an embedder and a vector index are, whoever makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DIMENSIONS = 384


class Embedder(Protocol):
    """Text to unit vectors. Slow and synchronous: call it on its own thread.

    Questions and passages are embedded differently; both are cleaned and capped by the embedder.
    """

    @property
    def model(self) -> str:
        """Stored with every vector; vectors of different models never meet."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """float32, shape (len(texts), 384), unit length."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """float32, shape (len(texts), 384), unit length."""


class Index(Protocol):
    """Nearest neighbours by cosine. Holds ids and vectors only, never text."""

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Insert or replace."""

    def remove(self, ids: Sequence[int]) -> None:
        """Forget ids; unknown ones are no error."""

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """(id, cosine similarity), best first."""

    def ids(self) -> set[int]: ...

    def reset(self) -> None:
        """Forget everything."""

    def close(self) -> None: ...


class Questions(Protocol):
    """An embedder made asynchronous; questions are remembered."""

    @property
    def model(self) -> str: ...

    async def question(self, text: str) -> Vectors:
        """float32, shape (384,), unit length."""

    async def passages(self, texts: Sequence[str]) -> Vectors:
        """float32, shape (len(texts), 384), unit length."""

    def close(self) -> None: ...
