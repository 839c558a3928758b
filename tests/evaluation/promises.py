"""How well promises are found (R5): `python -m tests.evaluation.promises` prints it by language."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jack.model.promise_words import Kind
from jack.model.promises import commitments

LINES = Path(__file__).with_name("promises.tsv")


@dataclass(frozen=True, slots=True)
class Line:
    language: str
    kind: Kind | None
    text: str

    @property
    def found(self) -> bool:
        return bool(commitments(self.text))

    @property
    def is_of_its_kind(self) -> bool:
        return self.kind in {each.kind for each in commitments(self.text)}


@dataclass(frozen=True, slots=True)
class Score:
    promises: int
    found: int
    false_alarms: int

    @property
    def recall(self) -> float:
        return self.found / self.promises

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false_alarms or 1)


def read() -> list[Line]:
    """Promises and what looks like one, in the guest languages."""
    with LINES.open(encoding="utf-8") as file:
        rows = csv.reader(
            (line for line in file if not line.startswith("#")), "excel-tab", quoting=csv.QUOTE_NONE
        )
        return [Line(row[0], None if row[1] == "none" else Kind(row[1]), row[2]) for row in rows]


def score(lines: Iterable[Line]) -> Score:
    counted = Counter((line.kind is not None, line.found) for line in lines)
    return Score(
        counted[True, True] + counted[True, False], counted[True, True], counted[False, True]
    )


def main() -> None:
    lines = read()
    print(f"{'':8} {'n':>4} {'promises':>8} {'recall':>7} {'precision':>9}")
    for language in [*dict.fromkeys(line.language for line in lines), "all"]:
        part = [line for line in lines if language in (line.language, "all")]
        found = score(part)
        print(
            f"{language:8} {len(part):4} {found.promises:8} {found.recall:7.3f}"
            f" {found.precision:9.3f}"
        )
    promises = [line for line in lines if line.kind is not None]
    print(f"of its kind: {sum(line.is_of_its_kind for line in promises)} of {len(promises)}")
    for line in lines:
        if line.found is not (line.kind is not None) or (line.kind and not line.is_of_its_kind):
            print(
                f"  {line.language} {line.kind or 'none'}: {line.text} → {commitments(line.text)}"
            )


if __name__ == "__main__":
    main()
