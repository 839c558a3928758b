"""A vector index in memory: for commands beside a running server, which alone may open Chroma."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jack.knowledge.base import DIMENSIONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class MemoryIndex:
    """Exact, and fast enough for some ten thousand chunks."""

    def __init__(self) -> None:
        self._vectors: dict[int, Vectors] = {}

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        self._vectors.update(zip(ids, vectors, strict=True))

    def remove(self, ids: Sequence[int]) -> None:
        for found_id in ids:
            self._vectors.pop(found_id, None)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        import numpy as np

        if not self._vectors:
            return []
        ids = list(self._vectors)
        similarities = np.vstack(list(self._vectors.values())).reshape(-1, DIMENSIONS) @ vector
        order = np.argsort(-similarities)[:k]
        return [(ids[i], float(similarities[i])) for i in order]

    def ids(self) -> set[int]:
        return set(self._vectors)

    def reset(self) -> None:
        self._vectors.clear()

    def close(self) -> None:
        self.reset()
