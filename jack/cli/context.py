"""What every command starts from: the options before its name, and the configuration."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from jack.app import App
    from jack.config import Config, Loaded

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    config_path: Path | None
    data_dir: Path | None
    debug: bool

    def load(
        self,
        flags: Mapping[str, object] | None = None,
        *,
        stored: Mapping[str, object] | None = None,
        demo: bool = False,
        data_dir: Path | None = None,
    ) -> Loaded:
        """The effective configuration. Raises ConfigError."""
        from jack.config import load

        return load(
            environ=os.environ,
            config_path=self.config_path,
            data_dir=data_dir or self.data_dir,
            flags=flags or {},
            stored=stored or {},
            demo=demo,
        )

    def run(self, work: Callable[[App], Awaitable[T]]) -> T:
        """Open Jack, beside a server or without one, do `work` and close him again.

        What goes wrong is told by `output.fail`: log lines are a server's, or wanted by --debug.
        """
        import asyncio
        import logging

        if not self.debug and not logging.getLogger("jack").hasHandlers():
            logging.getLogger("jack").addHandler(logging.NullHandler())

        from jack.app import open_app

        async def opened() -> T:
            async with open_app(self.load()) as app:
                return await work(app)

        return asyncio.run(opened())


def own_url(config: Config) -> str:
    """Where the server of this configuration answers on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.server.host, config.server.host)  # noqa: S104 compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{config.server.port}"


def public_url(config: Config) -> str:
    """Where people reach this server, as far as the configuration says."""
    return config.server.public_url or own_url(config)
