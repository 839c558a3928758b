"""What every command starts from: the options before its name, and the configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jack.config import Loaded


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
