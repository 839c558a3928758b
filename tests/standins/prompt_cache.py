"""The prompt cache of the Messages API, as far as its token counts tell of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tests.standins.anthropic_rules import Request, cache_control_of

CHARS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class CachedUsage:
    """Tokens of one prompt, split as the vendor bills them; together they are the whole prompt."""

    input_tokens: int
    cache_creation_input_tokens: int
    cache_read_input_tokens: int


class PromptCache:
    """Prefixes seen so far, per model.

    A prefix ends at a part with `cache_control`; the longest one seen before is read, the rest up
    to the last `cache_control` is written. A prefix below `min_tokens` is not cached, silently, as
    with the vendor.
    """

    def __init__(self, *, min_tokens: int = 0) -> None:
        self._min_tokens = min_tokens
        self._seen: set[str] = set()

    def use(self, request: Request) -> CachedUsage:
        digest = hashlib.sha256(request.model.encode())
        total = read = cacheable = 0
        fresh: list[str] = []
        for part in request.parts():
            written = part if isinstance(part, str) else part.model_dump_json()
            digest.update(written.encode() + b"\0")
            total += tokens_in(written)
            if cache_control_of(part) is None or total < self._min_tokens:
                continue
            cacheable = total
            if digest.hexdigest() in self._seen:
                read = total
            fresh.append(digest.hexdigest())
        self._seen.update(fresh)
        return CachedUsage(total - cacheable, cacheable - read, read)


def tokens_in(text: str) -> int:
    """A rough count, never 0 for a text with letters in it."""
    return -(-len(text) // CHARS_PER_TOKEN)
