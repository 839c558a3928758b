"""Which property management systems there are. A new one is a module or package and a row here."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from jack.config_schema import Config
from jack.errors import ConfigError
from jack.model.clock import Clock
from jack.pms.base import Pms

ENTRY_POINTS = "jack.pms"
"""Group of the entry points of third-party adapters; each is a `Builder`."""

Builder = Callable[[Config, Clock], Pms]


def _mews(config: Config, clock: Clock) -> Pms:
    from jack.pms.mews.adapter import Mews

    settings = config.pms.mews
    return Mews(
        client_token=settings.client_token.get_secret_value(),
        access_token=settings.access_token.get_secret_value(),
        client_name=settings.client_name,
        api_url=settings.api_url,
        timeout_s=config.pms.timeout_s,
        clock=clock,
    )


def _cloudbeds(config: Config, clock: Clock) -> Pms:
    from jack.pms.cloudbeds.adapter import Cloudbeds

    settings = config.pms.cloudbeds
    return Cloudbeds(
        api_key=settings.api_key.get_secret_value(),
        property_id=settings.property_id,
        api_url=settings.api_url,
        timeout_s=config.pms.timeout_s,
        clock=clock,
    )


def _mock(config: Config, clock: Clock) -> Pms:
    from jack.pms.mock import Mock

    return Mock(timezone=config.hotel.timezone, clock=clock)


BUILDERS: dict[str, Builder] = {"mews": _mews, "cloudbeds": _cloudbeds, "mock": _mock}


def build(config: Config, clock: Clock) -> Pms | None:
    """The hotel's PMS; None when it has none. Raises ConfigError for a name nobody knows."""
    name = config.pms.provider
    if not name:
        return None
    if name in BUILDERS:
        return BUILDERS[name](config, clock)
    found = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    if name not in found:
        known = ", ".join(sorted([*BUILDERS, *found]))
        raise ConfigError(f"pms.provider = {name!r} is not known. There are: {known}.")
    built: Pms = found[name].load()(config, clock)
    return built
