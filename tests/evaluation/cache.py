"""What kept answers save: `python -m tests.evaluation.cache HOTEL_CSV QUESTIONS_JSONL`.

Every question is asked by one guest and then, in other words, by others, all mixed with a fixed seed.
The model knows the right entry, so that a kept answer given to another question shows as wrong.
HOTEL_CSV has `id`, `title` and `content`; QUESTIONS_JSONL has `question`, `lang` and `answer_ids`.
"""

from __future__ import annotations

import asyncio
import csv
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jack.llm import prompt
from jack.llm.chain import Chain
from jack.llm.prices import list_price
from jack.model.answers import Draft, HotelProfile, Intent, Question, Usage
from jack.model.knowledge import Category, Passage
from jack.model.messages import Source
from jack.pipeline.keeping import KeptAnswers
from tests.conftest import FakeClock
from tests.llm.local.vectors import embed

WAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Hi! {0}", "{0} Thanks!", "Hello, could you tell me: {0}"),
    "es": ("¡Hola! {0}", "{0} Gracias."),
    "fr": ("Bonjour, {0}", "{0} Merci !"),
    "de": ("Guten Tag! {0}", "{0} Danke!"),
    "it": ("Buongiorno, {0}", "{0} Grazie!"),
    "pt": ("Olá! {0}", "{0} Obrigado!"),
    "zh": ("您好，{0}", "{0}谢谢"),
    "ja": ("すみません、{0}", "{0}ありがとう"),
    "ru": ("Здравствуйте! {0}", "{0} Спасибо!"),
    "ar": ("مرحبا، {0}", "{0} شكرا"),
    "hi": ("नमस्ते, {0}", "{0} धन्यवाद"),
}
MODEL = "claude-sonnet-4-6"
OUTPUT_TOKENS = 180


@dataclass
class Oracle:
    """A model that answers from the right entry. `right` is which that is for a text."""

    right: dict[str, tuple[str, ...]]
    library: Sequence[Passage]
    name: str = "model"
    calls: int = 0

    async def answer(self, question: Question) -> Draft:
        self.calls += 1
        ids = self.right[question.text]
        stable = prompt.house_rules() + prompt.describe_library(self.library)
        turn = prompt.describe_turn(question) + question.text
        read = prompt.estimate_tokens(stable)
        fresh = prompt.estimate_tokens(turn)
        cost = list_price(MODEL).cost(
            input_tokens=fresh, output_tokens=OUTPUT_TOKENS, cache_read=read
        )
        return Draft(
            text=" ".join(ids),
            language=question.language,
            intents=(Intent("inquiry.general", 0.9),),
            confidence=0.9,
            answered=bool(ids),
            provider=self.name,
            sources=tuple(Source("entry", each) for each in ids),
            usage=Usage(fresh, OUTPUT_TOKENS, read, 0, cost),
        )

    async def warm(self) -> None:
        """Nothing to load."""

    async def check(self) -> str:
        return self.name

    async def close(self) -> None:
        """Nothing to close."""


def entries(file: Path) -> list[Passage]:
    with file.open(encoding="utf-8") as lines:
        return [
            Passage(
                entry_id=number,
                version=1,
                title=row["title"],
                body=row["content"],
                text=row["content"],
                category=Category.FAQ,
                language="en",
                similarity=0.0,
                word_overlap=0.0,
                score=0.0,
            )
            for number, row in enumerate(csv.DictReader(lines), 1)
        ]


def asked(records: Sequence[dict[str, Any]], seed: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """(text, language, right entries): each question as it is and in every way, mixed."""
    found = [
        (way.format(record["question"]), record["lang"], tuple(sorted(record["answer_ids"])))
        for record in records
        for way in ("{0}", *WAYS.get(record["lang"], ()))
    ]
    random.Random(seed).shuffle(found)
    return found


async def measure(library: Sequence[Passage], records: Sequence[dict[str, Any]]) -> str:
    texts = asked(records, seed=1)
    oracle = Oracle({text: ids for text, _, ids in texts}, library)
    clock = FakeClock()
    kept = KeptAnswers(Chain([oracle]), embed, lambda: 1, clock)
    hits, wrong, paid, saved = 0, [], Usage(), 0
    for text, language, ids in texts:
        hotel = HotelProfile(name="Gonville", timezone="Europe/London", language="en")
        question = Question(
            text=text,
            language=language,
            channel="webchat",
            hotel=hotel,
            library=library,
            now_local="Saturday 2026-05-02 18:10",
        )
        answered = await kept.answer(question)
        paid += answered.usage
        if answered.attempts[-1].provider == "cache":
            hits += 1
            saved += (await oracle.answer(question)).usage.cost_micro_usd
            if tuple(sorted(answered.draft.text.split())) != ids:
                wrong.append(f"  wrong: {text} → {answered.draft.text}")
    n, answerable = len(texts), sum(bool(ids) for _, _, ids in texts)
    whole = paid.cost_micro_usd + saved
    return "\n".join(
        [
            f"{n} questions of {len(records)}, {answerable} with an answer in {len(library)} entries",
            f"hits {hits} of {n} ({hits / n:.0%}); of those with an answer {hits / answerable:.0%}",
            f"wrong hits {len(wrong)}",
            f"cost ${paid.cost_micro_usd / 1e6:.4f} instead of ${whole / 1e6:.4f}"
            f" ({saved / whole:.0%} saved, {MODEL})",
            *wrong,
        ]
    )


def main(hotel: str, questions: str) -> None:
    lines = Path(questions).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    print(asyncio.run(measure(entries(Path(hotel)), records)))


if __name__ == "__main__":
    main(*sys.argv[1:])
