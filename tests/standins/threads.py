"""A stand-in in a thread of its own, for tests that block while they use it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TypeVar

T = TypeVar("T")
OPENS_WITHIN_S = 10


@contextmanager
def in_a_thread(standin: AbstractAsyncContextManager[T]) -> Iterator[T]:
    opened: list[T] = []
    is_open, is_over = threading.Event(), threading.Event()

    async def live() -> None:
        async with standin as inner:
            opened.append(inner)
            is_open.set()
            await asyncio.to_thread(is_over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    try:
        assert is_open.wait(OPENS_WITHIN_S)
        yield opened[0]
    finally:
        is_over.set()
        thread.join()
