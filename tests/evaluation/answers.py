"""How well Jack answers the questions of an evaluation hotel, without a model.

`python -m tests.evaluation.answers FOLDER` with `hotel.csv` and `kb_questions.jsonl` in FOLDER prints
hit@1, hit@3, how many answers state the fact, and how many unanswerable questions are handed over.
The hotel is ingested into a fresh data directory the way `jack kb ingest` does it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jack.app import App, open_app
from jack.config import load
from jack.knowledge.memory import MemoryIndex
from jack.knowledge.readers import read_path
from jack.model.answers import Draft, Question
from jack.model.knowledge import Passage
from jack.pipeline.pipeline import profile
from jack.services import languages


@dataclass
class Score:
    asked: int = 0
    first: int = 0
    third: int = 0
    fact: int = 0
    silent: int = 0
    missed: list[str] = field(default_factory=list)


async def ask(app: App, text: str) -> tuple[list[Passage], Draft]:
    language = languages.choose(text, known=None, default="en")
    passages = await app.knowledge.search(text)
    question = Question(text, language, "webchat", profile(app.config), passages)
    return passages, (await app.models.answer(question)).draft


async def main(folder: Path) -> dict[str, Score]:
    questions = [json.loads(line) for line in (folder / "kb_questions.jsonl").open()]
    scores: dict[str, Score] = defaultdict(Score)
    with tempfile.TemporaryDirectory() as data:
        environ = {"JACK_HOTEL__NAME": "Evaluation hotel"}
        loaded = load(environ=environ, data_dir=Path(data), system_file=Path("/nonexistent"))
        async with open_app(loaded, offline=True) as app:
            await app.knowledge.ingest(read_path(folder / "hotel.csv"))
            await app.knowledge.use(MemoryIndex())
            await app.knowledge.index_pending()
            for question in questions:
                passages, draft = await ask(app, question["question"])
                keys = [(await app.knowledge.get(p.entry_id)).key for p in passages]
                note(scores, question, keys, draft)
    return dict(scores)


def note(scores: dict[str, Score], question: dict[str, Any], keys: list[str], draft: Draft) -> None:
    if not question["answerable"]:
        score = scores["unanswerable"]
        score.asked += 1
        is_silent = not draft.answered and draft.escalation is not None
        score.silent += is_silent
        if not is_silent:
            score.missed.append(f"{question['question']} -> {draft.text[:90]}")
        return
    score = scores["English" if question["lang"] == "en" else "other languages"]
    wanted = {key.casefold() for key in question["answer_ids"]}
    found = [key.casefold() for key in keys]
    states = all(fact.casefold() in draft.text.casefold() for fact in question["key_facts"])
    score.asked += 1
    score.first += found[0] in wanted
    score.third += bool(set(found[:3]) & wanted)
    score.fact += states
    if not states:
        score.missed.append(f"{question['question']} -> {draft.text[:90]}")


def share(hits: int, asked: int) -> str:
    """A share with its 95 % Wilson interval."""
    if not asked:
        return "–"
    z, p = 1.96, hits / asked
    middle = (p + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z * math.sqrt(p * (1 - p) / asked + z * z / (4 * asked**2)) / (1 + z * z / asked)
    return f"{hits}/{asked} = {p:.2f} [{middle - half:.2f}, {middle + half:.2f}]"


def show(scores: dict[str, Score], *, details: bool) -> None:
    for name, score in sorted(scores.items()):
        if name == "unanswerable":
            print(f"{name:16} says so and hands over {share(score.silent, score.asked)}")
        else:
            print(
                f"{name:16} hit@1 {share(score.first, score.asked)}"
                f"  hit@3 {share(score.third, score.asked)}"
                f"  states the fact {share(score.fact, score.asked)}"
            )
        for line in score.missed if details else ():
            print(f"    {line}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--details", action="store_true", help="show what was missed")
    arguments = parser.parse_args()
    show(asyncio.run(main(arguments.folder)), details=arguments.details)
