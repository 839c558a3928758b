"""The same questions through the running product: web chat in, the stored decision out.

`python -m tests.evaluation.product [FOLDER]` takes each question in as a visitor's message of its own,
lets the workers' code take the turn, and reads what was stored: the reply's text, the passages and
the sources in its trace, and whether a person was called.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from jack.app import App, open_app
from jack.config import load
from jack.db import escalations, sql, traces
from jack.knowledge.memory import MemoryIndex
from jack.knowledge.readers import read_path
from jack.model.clock import MINUTE
from jack.model.messages import Inbound, Kind, Parsed
from tests.evaluation.sets import Asked, Hotel, Score, from_folder, new_scores, note, own, shown

ENVIRON = {
    "JACK_HOTEL__NAME": "Evaluation hotel",
    "JACK_CONVERSATION__BURST_WINDOW_S": "0",
    "JACK_CHANNELS__WEBCHAT__ENABLED": "true",
}


async def ask(app: App, asked: Asked, number: int) -> tuple[list[str], str, bool]:
    """The keys of what was found, what the guest reads, and whether a person was called for it."""
    inbound = Inbound("webchat", "web", f"q{number}", f"visitor-{number}", Kind.TEXT, asked.text)
    accepted = await app.intake.accept("webchat", Parsed([inbound]), payload=None)
    (message_id,) = accepted.message_ids
    item = await app.queues.claim_turn(message_id, lease=MINUTE)
    if item is not None:
        await app.pipeline.run(item)

    def read() -> tuple[list[int], str, bool]:
        data = traces.of_message(message_id) or {}
        found = [passage["entryId"] for passage in data.get("passages", [])]
        text = sql.value("SELECT text FROM message WHERE id = ?", data.get("answerId") or 0) or ""
        conversation_id = sql.value("SELECT conversation_id FROM message WHERE id = ?", message_id)
        is_called = bool(escalations.of(conversation_id))
        return found, str(text), is_called and not data.get("answered", False)

    found, text, is_called = await app.db.read(read)
    keys = [(await app.knowledge.get(entry_id)).key for entry_id in found]
    return keys, text, is_called


async def measure(hotel: Hotel, scores: dict[str, Score]) -> None:
    with tempfile.TemporaryDirectory() as data:
        loaded = load(environ=ENVIRON, data_dir=Path(data), system_file=Path("/nonexistent"))
        async with open_app(loaded, offline=True) as app:
            await app.knowledge.ingest(read_path(hotel.file))
            await app.knowledge.use(MemoryIndex())
            await app.knowledge.index_pending()
            for number, asked in enumerate(hotel.questions):
                keys, text, is_called = await ask(app, asked, number)
                note(scores, asked, found=keys, text=text, is_handed_over=is_called)


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
