"""Which providers there are, and which of them this hotel's configuration asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points

from jack.config_schema import Anthropic as AnthropicSettings
from jack.config_schema import Config
from jack.config_schema import OpenAI as OpenAISettings
from jack.llm.base import Embed, Provider
from jack.llm.prices import FREE, Price, list_price

ENTRY_POINTS = "jack.llm"
"""Group of the entry points of third-party providers; each is a `Builder`."""

LAST_RESORT = "local"

Split = Callable[[str], list[str]]
"""Text to its sentences."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a provider may be built with besides the configuration."""

    embed: Embed
    split: Split


Builder = Callable[[Config, Parts], Provider | None]
"""None when the configuration lacks what the provider needs, like a key."""


def build(config: Config, *, embed: Embed, split: Split, offline: bool = False) -> list[Provider]:
    """The providers of `llm.order` that can work, in that order.

    Third-party ones come before the last resort. `offline` leaves out all that ask over the
    network. When nothing else is left there is still the last resort (R12).
    """
    parts = Parts(embed, split)
    providers = [
        provider
        for builder in _wanted(config, offline=offline)
        if (provider := builder(config, parts)) is not None
    ]
    return providers or [_local(config, parts)]


def _wanted(config: Config, *, offline: bool) -> Iterator[Builder]:
    names = [name for name in config.llm.order if name == LAST_RESORT or not offline]
    before, last = (names[:-1], names[-1:]) if names[-1:] == [LAST_RESORT] else (names, [])
    yield from (BUILDERS[name] for name in before)
    if not offline:
        yield from (entry_point.load() for entry_point in entry_points(group=ENTRY_POINTS))
    yield from (BUILDERS[name] for name in last)


def _anthropic(config: Config, parts: Parts) -> Provider | None:
    from jack.llm.anthropic import Anthropic

    settings = config.llm.anthropic
    api_key = settings.api_key.get_secret_value()
    if not api_key:
        return None
    return Anthropic(
        api_key=api_key,
        base_url=settings.base_url,
        model=settings.model,
        price=_price(settings) or list_price(settings.model),
        max_tokens=settings.max_tokens,
        timeout_s=settings.timeout_s or config.llm.timeout_s,
        retries=settings.retries,
        concurrency=config.llm.max_concurrent,
    )


def _openai(config: Config, parts: Parts) -> Provider | None:
    from jack.llm.openai import OpenAI

    settings = config.llm.openai
    if not settings.is_ready:
        return None
    return OpenAI(
        api_key=settings.api_key.get_secret_value(),
        base_url=settings.base_url,
        model=settings.model,
        price=_price(settings) or FREE,
        max_tokens=settings.max_tokens,
        timeout_s=settings.timeout_s or config.llm.timeout_s,
        retries=settings.retries,
        concurrency=config.llm.max_concurrent,
    )


def is_paid(name: str, config: Config) -> bool:
    """Whether a provider's calls count against the month's budget."""
    if name == "openai":
        return bool(config.llm.openai.input_price or config.llm.openai.output_price)
    return name != LAST_RESORT


def _price(settings: AnthropicSettings | OpenAISettings) -> Price | None:
    """The price that the hotel has set, if it has."""
    if not settings.input_price and not settings.output_price:
        return None
    return Price(settings.input_price, settings.output_price)


def _local(config: Config, parts: Parts) -> Provider:
    from jack.llm.local.provider import Local

    return Local(parts.embed, parts.split, config.knowledge.answer_threshold)


BUILDERS: Mapping[str, Builder] = {
    "anthropic": _anthropic,
    "openai": _openai,
    "local": _local,
}
