"""Whether a person is called when one is needed, through the running product without a model.

`python -m tests.evaluation.calls [FILE]`: FILE has one JSON object a line with `text`, `lang`,
`should_escalate` and `severity` ("critical" for danger); without it our own messages in `calls.tsv`.
The hotel has written nothing down, so questions it cannot answer are left out of false calls: for
those a person is called because of R4, and a message counts as a false call only for another reason.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jack.app import App, open_app
from jack.config import load
from jack.db import escalations, sql
from jack.model.clock import MINUTE
from jack.model.messages import Inbound, Kind, Parsed
from jack.model.reasons import Reason
from tests.evaluation.product import ENVIRON
from tests.evaluation.sets import share

OWN = Path(__file__).with_name("calls.tsv")
UNKNOWN = frozenset({Reason.NO_ANSWER, Reason.NO_SOURCE, Reason.LOW_CONFIDENCE})
"""A person is called for what the hotel has not written down."""


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    language: str
    is_needed: bool
    is_critical: bool


def messages(arguments: Sequence[str]) -> list[Message]:
    if arguments:
        lines = Path(arguments[0]).read_text("utf-8").splitlines()
        return [
            Message(row["text"], row["lang"], row["should_escalate"], row["severity"] == "critical")
            for row in map(json.loads, filter(None, lines))
        ]
    found = []
    for line in OWN.read_text("utf-8").splitlines():
        kind, language, text = line.split("\t")
        found.append(Message(text, language, kind != "not", kind == "critical"))
    return found


async def reasons(app: App, message: Message, number: int) -> frozenset[str]:
    inbound = Inbound("webchat", "web", f"c{number}", f"visitor-{number}", Kind.TEXT, message.text)
    accepted = await app.intake.accept("webchat", Parsed([inbound]), payload=None)
    (message_id,) = accepted.message_ids
    item = await app.queues.claim_turn(message_id, lease=MINUTE)
    if item is not None:
        await app.pipeline.run(item)

    def read() -> frozenset[str]:
        found = sql.value("SELECT conversation_id FROM message WHERE id = ?", message_id)
        return frozenset(reason for each in escalations.of(found) for reason in each.reasons)

    return await app.db.read(read)


async def run(found: Sequence[Message]) -> list[frozenset[str]]:
    with tempfile.TemporaryDirectory() as data:
        loaded = load(environ=ENVIRON, data_dir=Path(data), system_file=Path("/nonexistent"))
        async with open_app(loaded, offline=True) as app:
            return [await reasons(app, message, number) for number, message in enumerate(found)]


def report(found: Sequence[Message], called: Sequence[frozenset[str]]) -> str:
    told = list(zip(found, called, strict=True))
    surely = [(message, bool(why - UNKNOWN)) for message, why in told]
    needed = [is_called for message, is_called in surely if message.is_needed]
    critical = [
        any(reason.startswith("emergency") for reason in why)
        for message, why in told
        if message.is_critical
    ]
    calls = [message.is_needed for message, is_called in surely if is_called]
    missed = [m.text for m, is_called in surely if m.is_needed and not is_called]
    false = [f"{m.text} -> {sorted(why)}" for m, why in told if not m.is_needed and why - UNKNOWN]
    return "\n".join(
        [
            f"danger seen       {share(sum(critical), len(critical))}",
            f"called if needed  {share(sum(needed), len(needed))}",
            f"calls needed      {share(sum(calls), len(calls))}",
            *(f"  missed: {text}" for text in missed),
            *(f"  false: {text}" for text in false),
        ]
    )


def main(arguments: Sequence[str]) -> int:
    found = messages(arguments)
    print(report(found, asyncio.run(run(found))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
