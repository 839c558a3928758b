"""How many messages get their coarse intent: `python -m tests.evaluation.intents [FILE]`.

FILE has one JSON object a line: `text`, `lang`, `label` and `also_ok` (further labels that are right).
It is only tested on. Without FILE the classifier's own examples are cross-validated: each is read by
weights that were fitted without its fifth of them (about two minutes).
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from jack.knowledge.chunking import sentences
from jack.llm.local.build import held_out_scores
from jack.llm.local.intents import EXAMPLES
from jack.llm.local.provider import Local
from jack.model.intents import coarse
from tests.evaluation.sets import share
from tests.llm.local.vectors import embed


def line(name: str, right: int, n: int) -> str:
    return f"{name:34} {share(right, n)}"


async def labels(records: Sequence[dict[str, Any]]) -> list[str]:
    """The coarse group that the local provider reads in each text."""
    local = Local(embed, sentences, threshold=0.5)
    found = [await local.classify(record["text"], record["lang"]) for record in records]
    return [
        "human_handover" if each.asks_for_human else coarse(each.intents[0].name) for each in found
    ]


async def held_out(records: Sequence[dict[str, Any]]) -> list[str]:
    """The coarse group of each example, by weights that do not know it."""
    names = sorted({record["intent"] for record in records})
    told = np.array([names.index(record["intent"]) for record in records])
    vectors = np.stack([await embed(record["text"]) for record in records]).astype(np.float64)
    scores = held_out_scores(vectors, told, len(names))
    return [coarse(names[best]) for best in scores.argmax(axis=1)]


def own() -> list[dict[str, Any]]:
    lines = EXAMPLES.read_text("utf-8").splitlines()
    return [
        {**record, "label": coarse(record["intent"]), "also_ok": []}
        for record in map(json.loads, lines)
    ]


def report(records: Sequence[dict[str, Any]], found: Sequence[str]) -> str:
    exact = [got == record["label"] for record, got in zip(records, found, strict=True)]
    right = [
        ok or got in record["also_ok"]
        for record, got, ok in zip(records, found, exact, strict=True)
    ]
    rows = [
        line("coarse intent, also_ok counted", sum(right), len(records)),
        line("coarse intent, label only", sum(exact), len(records)),
    ]
    for part in ("lang", "label"):
        asked = Counter(record[part] for record in records)
        known = Counter(record[part] for record, ok in zip(records, right, strict=True) if ok)
        rows += [line(f"  {name}", known[name], n) for name, n in sorted(asked.items())]
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> int:
    if arguments:
        lines = Path(arguments[0]).read_text("utf-8").splitlines()
        records = [json.loads(text) for text in lines if text.strip()]
        print(report(records, asyncio.run(labels(records))))
    else:
        records = own()
        print(report(records, asyncio.run(held_out(records))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
