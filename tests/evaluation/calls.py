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


@dataclass(frozen=True, slots=True)
class Told:
    """A message, and why a person was called for it."""

    message: Message
    why: frozenset[str]

    @property
    def is_called(self) -> bool:
        return bool(self.why - UNKNOWN)

    @property
    def is_danger(self) -> bool:
        return any(reason.startswith("emergency") for reason in self.why)


def figures(told: Sequence[Told]) -> str:
    critical = [each.is_danger for each in told if each.message.is_critical]
    needed = [each.is_called for each in told if each.message.is_needed]
    calls = [each.message.is_needed for each in told if each.is_called]
    return (
        f"danger seen {share(sum(critical), len(critical))}"
        f"   called if needed {share(sum(needed), len(needed))}"
        f"   calls needed {share(sum(calls), len(calls))}"
    )


def report(found: Sequence[Message], called: Sequence[frozenset[str]]) -> str:
    told = [Told(*each) for each in zip(found, called, strict=True)]
    lines = [f"all {figures(told)}"]
    for language in sorted({each.message.language for each in told}):
        part = [each for each in told if each.message.language == language]
        lines.append(f" {language} {figures(part)}")
    for each in told:
        if each.message.is_needed and not each.is_called:
            lines.append(f"  missed: {each.message.text}")
        if each.message.is_critical and not each.is_danger:
            lines.append(f"  danger not seen: {each.message.text}")
        if each.is_called and not each.message.is_needed:
            lines.append(f"  false: {each.message.text} -> {sorted(each.why)}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    found = messages(arguments)
    print(report(found, asyncio.run(run(found))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
