"""The composition root."""

from __future__ import annotations

from pathlib import Path

import pytest

from jack.app import open_app
from jack.config import load


@pytest.mark.parametrize(("order", "shared"), [("anthropic,local", True), ("anthropic", False)])
async def test_messages_are_classified_locally_whatever_answers_them(
    tmp_path: Path, order: str, *, shared: bool
) -> None:
    environ = {"JACK_LLM__ORDER": order, "ANTHROPIC_API_KEY": "key"}
    loaded = load(environ=environ, data_dir=tmp_path / "data")

    async with open_app(loaded, as_server=True) as app:
        names = [provider.name for provider in app.models.providers]

        assert names == order.split(",")
        assert any(provider is app.local for provider in app.models.providers) is shared
        assert app.local.name == "local"


async def test_copies_that_a_crash_left_behind_are_gone_after_the_next_start(
    tmp_path: Path,
) -> None:
    left = tmp_path / "data" / "trial-x1"
    left.mkdir(parents=True)
    (left / "trial.db").write_bytes(b"nobody has the key")

    async with open_app(load(environ={}, data_dir=tmp_path / "data"), as_server=True):
        assert not left.exists()
