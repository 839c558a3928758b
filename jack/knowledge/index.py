"""The vector index: Chroma, embedded. A cache of the database that can always be rebuilt.

Only the process that holds the data directory's lock opens it: two processes on one path lose
each other's rows.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

COLLECTION = "knowledge"
BATCH = 1000
EXPORTER = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"


class ChromaIndex:
    def __init__(self, path: Path) -> None:
        _leave_out_exporter()
        import chromadb
        from chromadb.config import Settings

        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._client: Any = chromadb.PersistentClient(
            path=str(path), settings=Settings(anonymized_telemetry=False, allow_reset=True)
        )
        self._collection = self._open()

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            self._collection.upsert(ids=[str(i) for i in ids[part]], embeddings=vectors[part])

    def remove(self, ids: Sequence[int]) -> None:
        if ids:
            self._collection.delete(ids=[str(i) for i in ids])

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        found = self._collection.query(
            query_embeddings=[vector], n_results=k, include=["distances"]
        )
        return [
            (int(found_id), 1.0 - float(distance))
            for found_id, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def ids(self) -> set[int]:
        return {int(found_id) for found_id in self._collection.get(include=[])["ids"]}

    def reset(self) -> None:
        self._client.delete_collection(COLLECTION)
        self._collection = self._open()

    def close(self) -> None:
        close = getattr(self._client, "close", None)
        if close is not None:
            close()

    def _open(self) -> Any:
        return self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, metadata={"hnsw:space": "cosine"}
        )


def _leave_out_exporter() -> None:
    """Chroma imports gRPC to send traces of itself somewhere, which it does only where it is told to.
    Jack never tells it; without, 12 MiB less are in memory."""
    left_out = ModuleType(EXPORTER)
    left_out.__dict__["OTLPSpanExporter"] = None
    sys.modules.setdefault(EXPORTER, left_out)
