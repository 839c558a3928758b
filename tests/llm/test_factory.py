"""Which providers a configuration asks for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jack.config_schema import Config
from jack.llm.factory import build

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEY = {"anthropic": {"api_key": "key"}}


async def embed(text: str) -> NDArray[np.float32]:
    raise AssertionError(f"nobody asked about {text!r}")


def split(text: str) -> list[str]:
    return [text]


def names(llm: Mapping[str, object], *, offline: bool = False) -> list[str]:
    config = Config.model_validate({"data": {"dir": "/nowhere"}, "llm": llm})
    return [provider.name for provider in build(config, embed=embed, split=split, offline=offline)]


def test_a_provider_with_its_key_comes_before_the_one_that_needs_none() -> None:
    assert names(KEY) == ["anthropic", "local"]


def test_a_server_of_one_s_own_needs_its_address_and_a_model_and_no_key() -> None:
    local = {"base_url": "http://127.0.0.1:11434/v1"}

    assert names({"openai": {"model": "small", **local}}) == ["openai", "local"]
    assert names({"openai": local}) == ["local"]
    assert names({"openai": {"model": "small"}}) == ["local"]
    assert names({"openai": {"model": "small", "api_key": "key"}}) == ["openai", "local"]


def test_a_provider_without_its_key_is_left_out() -> None:
    assert names({}) == ["local"]


def test_offline_leaves_out_what_asks_over_the_network() -> None:
    assert names(KEY, offline=True) == ["local"]


def test_the_order_is_the_hotels() -> None:
    assert names({"order": ["local", "anthropic"], **KEY}) == ["local", "anthropic"]


def test_r12_when_nothing_else_is_left_there_is_the_last_resort() -> None:
    assert names({"order": ["anthropic"]}) == ["local"]
    assert names({"order": ["anthropic"], **KEY}, offline=True) == ["local"]


def test_an_installed_package_may_bring_a_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata = tmp_path / "oracle-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: oracle\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[jack.llm]\noracle = oracle_of_tests:build\n")
    (tmp_path / "oracle_of_tests.py").write_text(
        "class Oracle:\n    name = 'oracle'\n\ndef build(config, parts):\n    return Oracle()\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    found = names(KEY)
    offline = names(KEY, offline=True)
    sys.modules.pop("oracle_of_tests", None)

    assert found == ["anthropic", "oracle", "local"]
    assert offline == ["local"]
