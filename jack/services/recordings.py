"""What models said to golden questions, kept beside their file so that it runs without a network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jack.errors import Invalid, ReadError
from jack.llm.recorded import dumped, loaded
from jack.model.answers import Draft
from jack.model.golden import Result

ENDING = ".recorded.json"


@dataclass(frozen=True, slots=True)
class Recording:
    """`drafts` by key, and the `answers` that became of them, by question."""

    drafts: Mapping[str, Draft] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


def beside(path: Path) -> Path:
    """`faq.yaml` has its recording in `faq.recorded.json`."""
    return path.with_name(path.stem + ENDING)


def read(path: Path) -> Recording | None:
    """None when nothing was recorded. Raises Invalid, ReadError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        drafts = {key: loaded(draft) for key, draft in data["drafts"].items()}
        return Recording(drafts, {str(key): str(text) for key, text in data["answers"].items()})
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReadError(f"Cannot read {path}: {error.strerror}.", path=str(path)) from error
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise Invalid(
            f"{path} holds no recorded answers. Record them anew: jack eval record"
        ) from error


def write(path: Path, drafts: Mapping[str, Draft], results: Sequence[Result]) -> None:
    """Raises ReadError when it cannot be written."""
    data: dict[str, Any] = {
        "drafts": {key: dumped(drafts[key]) for key in sorted(drafts)},
        "answers": {each.golden.question: each.answer.text for each in results},
    }
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReadError(f"Cannot write {path}: {error.strerror}.", path=str(path)) from error
