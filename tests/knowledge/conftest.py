"""Reading a file that a test writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jack.knowledge.readers import EntryDraft, ReadProblem, read_path

Read = Callable[[str, str | bytes], "Result"]


class Result:
    """What was read from one file, entries and problems apart."""

    def __init__(self, path: Path, category: str | None = None) -> None:
        found = list(read_path(path, category=category))
        self.entries = [item for item in found if isinstance(item, EntryDraft)]
        self.problems = [item for item in found if isinstance(item, ReadProblem)]

    @property
    def texts(self) -> dict[str, str]:
        return {entry.title: entry.body for entry in self.entries}

    @property
    def only(self) -> EntryDraft:
        assert len(self.entries) == 1, self.entries
        assert not self.problems, self.problems
        return self.entries[0]

    @property
    def complaint(self) -> ReadProblem:
        assert len(self.problems) == 1, self.problems
        return self.problems[0]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(name: str, content: str | bytes) -> Result:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Result(path)

    return write_and_read
