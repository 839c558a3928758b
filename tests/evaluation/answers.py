"""How well Jack answers the questions of evaluation hotels, without a model.

`python -m tests.evaluation.answers [FOLDER]` prints hit@1, hit@3, how many answers state the fact,
and how many unanswerable questions are handed over: for the hotel in FOLDER (`hotel.csv` and
`kb_questions.jsonl`), else for our own seven. Each hotel is ingested into a fresh data directory the
way `jack kb ingest` does it.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from jack.app import App, open_app
from jack.config import load
from jack.knowledge.memory import MemoryIndex
from jack.knowledge.readers import read_path
from jack.model.answers import Draft, Question
from jack.model.knowledge import Passage
from jack.pipeline.pipeline import profile
from jack.services import languages
from tests.evaluation.sets import Hotel, Score, from_folder, new_scores, note, own, shown


async def ask(app: App, text: str) -> tuple[list[Passage], Draft]:
    language = languages.choose(text, known=None, default="en")
    passages = await app.knowledge.search(text)
    question = Question(text, language, "webchat", profile(app.config), passages)
    return passages, (await app.models.answer(question)).draft


async def measure(hotel: Hotel, scores: dict[str, Score]) -> None:
    with tempfile.TemporaryDirectory() as data:
        environ = {"JACK_HOTEL__NAME": "Evaluation hotel"}
        loaded = load(environ=environ, data_dir=Path(data), system_file=Path("/nonexistent"))
        async with open_app(loaded, offline=True) as app:
            await app.knowledge.ingest(read_path(hotel.file))
            await app.knowledge.use(MemoryIndex())
            await app.knowledge.index_pending()
            for asked in hotel.questions:
                passages, draft = await ask(app, asked.text)
                keys = [(await app.knowledge.get(p.entry_id)).key for p in passages]
                is_silent = not draft.answered and draft.escalation is not None
                note(scores, asked, found=keys, text=draft.text, is_handed_over=is_silent)


async def main(folder: Path | None) -> dict[str, Score]:
    scores = new_scores()
    for hotel in [from_folder(folder)] if folder else own():
        await measure(hotel, scores)
    return scores


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--details", action="store_true", help="show what was missed")
    arguments = parser.parse_args()
    print(shown(asyncio.run(main(arguments.folder)), details=arguments.details))
