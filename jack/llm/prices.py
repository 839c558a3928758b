"""What Anthropic's models cost, to show and limit spending."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens, which is micro-dollars per token."""

    input: float
    output: float


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

CACHE_WRITE = 1.25
CACHE_READ = 0.1
"""Factors on the price of input, for a cache that lives five minutes."""

_SNAPSHOT = re.compile(r"-\d{8}$")


def cost_micro_usd(
    model: str, *, input_tokens: int, output_tokens: int, cache_read: int = 0, cache_write: int = 0
) -> int:
    """The cost of one call in micro-USD; 0 for a model whose price is not known.

    `input_tokens` are those beside the cache. A dated snapshot costs what its model costs.
    """
    price = PRICES.get(_SNAPSHOT.sub("", model))
    if price is None:
        return 0
    billed_input = input_tokens + CACHE_WRITE * cache_write + CACHE_READ * cache_read
    return round(price.input * billed_input + price.output * output_tokens)
