"""Prints how many messages of a file get their coarse intent: `python -m tests.evaluation.intents FILE`.

FILE has one JSON object a line: `text`, `lang`, `label` and `also_ok` (further labels that are right).
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jack.knowledge.chunking import sentences
from jack.llm.local.provider import Local
from jack.model.intents import coarse
from tests.llm.local.vectors import embed


def wilson(right: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share."""
    if n == 0:
        return 0.0, 1.0
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return middle - half, middle + half


def line(name: str, right: int, n: int) -> str:
    low, high = wilson(right, n)
    share = right / n if n else 0.0
    return f"{name:34} {right:4}/{n:<4} {share:.3f}  [{low:.3f}, {high:.3f}]"


async def labels(records: Sequence[dict[str, Any]]) -> list[str]:
    """The coarse group that the local provider reads in each text."""
    local = Local(embed, sentences, threshold=0.5)
    found = [await local.classify(record["text"], record["lang"]) for record in records]
    return [
        "human_handover" if each.asks_for_human else coarse(each.intents[0].name) for each in found
    ]


def report(records: Sequence[dict[str, Any]], found: Sequence[str]) -> str:
    accepted = [
        got == record["label"] or got in record["also_ok"]
        for record, got in zip(records, found, strict=True)
    ]
    exact = [got == record["label"] for record, got in zip(records, found, strict=True)]
    n = len(records)
    rows = [
        line("coarse intent, also_ok counted", sum(accepted), n),
        line("coarse intent, label only", sum(exact), n),
    ]
    for label, count in sorted(Counter(record["label"] for record in records).items()):
        right = sum(
            ok for record, ok in zip(records, accepted, strict=True) if record["label"] == label
        )
        rows.append(line(f"  {label}", right, count))
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m tests.evaluation.intents FILE", file=sys.stderr)
        return 2
    lines = Path(arguments[0]).read_text("utf-8").splitlines()
    records = [json.loads(text) for text in lines if text.strip()]
    print(report(records, asyncio.run(labels(records))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
