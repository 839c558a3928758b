"""What models cost, to show and limit spending."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens, which is micro-dollars per token.

    `cached` and `cache_write` are factors on the price of input.
    """

    input: float
    output: float
    cached: float = 0.1
    cache_write: float = 1.25

    def cost(
        self, *, input_tokens: int, output_tokens: int, cache_read: int = 0, cache_write: int = 0
    ) -> int:
        """Micro-USD of one call; `input_tokens` are those beside the cache."""
        read = self.cached * cache_read + self.cache_write * cache_write
        return round(self.input * (input_tokens + read) + self.output * output_tokens)


FREE = Price(0, 0)


PRICES: dict[str, Price] = {
    "claude-fable-5-2": Price(8, 40),
    "claude-fable-5-1": Price(10, 50),
    "claude-opus-5-5": Price(4, 20),
    "claude-opus-5": Price(5, 25),
    "claude-opus-4-7": Price(5, 25),
    "claude-opus-4-6": Price(5, 25),
    "claude-opus-4-5": Price(5, 25),
    "claude-sonnet-5-5": Price(2, 10),
    "claude-sonnet-5": Price(2, 10),
    "claude-sonnet-4-6": Price(3, 15),
    "claude-sonnet-4-5": Price(3, 15),
    "claude-haiku-5-5": Price(0.10, 0.50),
    "claude-haiku-4-5": Price(1, 5),
}
"""platform.claude.com/docs/en/about-claude/pricing, November 2026; prompts under 100,000 tokens."""

_SNAPSHOT = re.compile(r"-\d{8}$")


def list_price(model: str) -> Price:
    """What Anthropic asks for a model, a dated snapshot like the model; free when it is not known.

    Its cache lives five minutes: written at 1.25 times the price of input, read at a tenth.
    """
    return PRICES.get(_SNAPSHOT.sub("", model), FREE)
