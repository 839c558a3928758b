"""Evaluation hotels: what they wrote down, and what guests ask of it, with and without an answer.

`hotels/` holds seven made-up ones (hostel, beach resort, business hotel, guest house, ski lodge, flats, B&B;
in English, Spanish and German), asked in eleven languages. A folder from elsewhere has `hotel.csv` and
`kb_questions.jsonl`.
"""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

OWN = Path(__file__).with_name("hotels")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `entries` are the keys of those that answer it, none where nothing does."""

    text: str
    language: str
    entries: frozenset[str]
    facts: tuple[str, ...]

    @property
    def group(self) -> str:
        if not self.entries:
            return "unanswerable"
        return "English" if self.language == "en" else "other languages"


@dataclass(frozen=True, slots=True)
class Hotel:
    name: str
    file: Path
    questions: tuple[Asked, ...]

    def rows(self) -> list[dict[str, str]]:
        with self.file.open(encoding="utf-8") as lines:
            return list(csv.DictReader(lines))


def own() -> list[Hotel]:
    return [_own(file) for file in sorted(OWN.glob("*.csv"))]


def from_folder(folder: Path) -> Hotel:
    lines = (folder / "kb_questions.jsonl").read_text("utf-8").splitlines()
    questions = [
        Asked(
            text=row["question"],
            language=row["lang"],
            entries=frozenset(row["answer_ids"]),
            facts=tuple(row["key_facts"]),
        )
        for row in map(json.loads, lines)
    ]
    return Hotel(folder.name, folder / "hotel.csv", tuple(questions))


def _own(file: Path) -> Hotel:
    lines = file.with_suffix(".tsv").read_text("utf-8").splitlines()
    questions = []
    for language, entries, facts, text in (line.split("\t") for line in lines):
        known = frozenset() if entries == "-" else frozenset(entries.split(","))
        questions.append(Asked(text, language, known, tuple(filter(None, facts.split(";")))))
    return Hotel(file.stem, file, tuple(questions))


@dataclass
class Score:
    """Counts of one group, and what was missed."""

    asked: int = 0
    first: int = 0
    third: int = 0
    fact: int = 0
    silent: int = 0
    missed: list[str] = field(default_factory=list)


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share."""
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return middle - half, middle + half


def share(hits: int, n: int) -> str:
    low, high = wilson(hits, n)
    return f"{hits:3}/{n:<3} {hits / n if n else 0.0:.2f} [{low:.2f}, {high:.2f}]"


def note(
    scores: dict[str, Score],
    asked: Asked,
    *,
    found: Sequence[str],
    text: str,
    is_handed_over: bool,
) -> None:
    """Count one answer: `found` are keys of entries, best first."""
    for name in (asked.group, f"  {asked.language}" if asked.entries else ""):
        if not name:
            continue
        score = scores[name]
        score.asked += 1
        if not asked.entries:
            score.silent += is_handed_over
        else:
            score.first += bool(found) and found[0] in asked.entries
            score.third += bool(asked.entries.intersection(found[:3]))
            score.fact += states(asked, text)
    is_right = states(asked, text) if asked.entries else is_handed_over
    if not is_right:
        scores[asked.group].missed.append(f"{asked.language} {asked.text} -> {text[:100]!r}")


def states(asked: Asked, text: str) -> bool:
    return all(fact.casefold() in text.casefold() for fact in asked.facts)


def new_scores() -> dict[str, Score]:
    return defaultdict(Score)


def shown(scores: dict[str, Score], *, details: bool) -> str:
    order = sorted(scores, key=lambda name: (name.startswith(" "), name))
    lines = []
    for name in order:
        score = scores[name]
        if name == "unanswerable":
            lines.append(f"{name:16} says so and hands over {share(score.silent, score.asked)}")
        else:
            lines.append(
                f"{name:16} hit@1 {share(score.first, score.asked)}"
                f"   hit@3 {share(score.third, score.asked)}"
                f"   states the fact {share(score.fact, score.asked)}"
            )
        lines += [f"    {line}" for line in score.missed] if details else []
    return "\n".join(lines)
