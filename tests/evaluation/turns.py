"""A thousand turns of guests with a model: calls, tokens, Jack's own time.

`python -m tests.evaluation.turns` replays messages of every kind (the English examples of the intents,
mixed with a fixed seed; a third of the conversations ask questions that others have asked too) through
the whole pipeline on a real database. The model is Claude's stand-in: it enforces the protocol,
counts tokens and its cache as the vendor does, and answers from the nearest entry; one reply in
twenty has a wrong time in it and has to be written again. It prints

- model calls for each turn of a guest;
- tokens for each turn, beside a plain design of three calls: classify, answer, find tasks, each with
  its own instructions and the history, uncached (the schema and rules are split between them);
- with a model that takes 1.5 s, what Jack himself adds.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import tempfile
import time
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from jack.db.database import Database
from jack.db.migrate import migrate
from jack.knowledge.chunking import sentences
from jack.knowledge.memory import MemoryIndex
from jack.knowledge.readers import read_path
from jack.llm import prompt, reply
from jack.llm.anthropic import Anthropic
from jack.llm.chain import Chain
from jack.llm.local.provider import Local
from jack.llm.prices import list_price
from jack.model.answers import Question
from jack.model.intents import spec
from jack.pipeline.checks import faults
from jack.pipeline.keeping import KeptAnswers
from jack.services.knowledge import Knowledge
from tests.conftest import KEY, FakeClock
from tests.evaluation.embedder import Embedder
from tests.house import House
from tests.pipeline.scripted import reply as said
from tests.pipeline.scripted import task
from tests.standins.anthropic import AnthropicStandin
from tests.standins.base import Fault, JsonObject
from tests.standins.prompt_cache import tokens_in

TURNS = 1000
A_CONVERSATION = 3
WRONG_EVERY = 20
SLOW_TURNS = 30
MODEL_S = 1.5
_NEAR = re.compile(r"nearest first: (\d+)")
_GUEST = re.compile(r"<guest_message>\n(.*?)\n</guest_message>", re.DOTALL)


@dataclass
class Script:
    """What the model says: by the label of the example, from the nearest entry."""

    labels: dict[str, str]
    said: int = 0
    outputs: list[int] = field(default_factory=list)

    def __call__(self, request: JsonObject) -> JsonObject:
        told = "\n".join(block["text"] for block in request["messages"][-1]["content"])
        text = _GUEST.findall(told)[-1]
        answer = self._reply(self.labels.get(text, "other.unclear"), told, str(request["system"]))
        is_second = "A first reply to this message" in told
        self.said += 1
        if self.said % WRONG_EVERY == 0 and not is_second:
            answer = answer | {"reply": "It is at 3:33."}
        self.outputs.append(tokens_in(json.dumps(answer)))
        return answer

    def _reply(self, intent: str, told: str, system: str) -> JsonObject:
        wanted = spec(intent)
        if wanted.kind is not None and wanted.department is not None:
            given = task(
                wanted.title or "A request",
                department=wanted.department.value,
                kind=wanted.kind.value,
                intent=intent,
            )
            text = "I've passed your request on to my colleagues."
            return said(text, intent, answered=False, used_sources=[], tasks=[given])
        found = _NEAR.search(told)
        if intent.startswith("inquiry.") and found is not None:
            body = re.search(rf'<passage id="{found[1]}">\\n[^\\]*\\n(.*?)\\n</passage>', system)
            text = sentences(body[1])[0] if body else "Certainly."
            return said(text, intent, used_sources=[found[1]])
        if intent.startswith("other."):
            return said("Happy to help.", intent, answered=False, used_sources=[])
        calls = {
            "needed": True,
            "reasons": ["complaint"],
            "priority": "high",
            "department": "front_desk",
        }
        text = "I am sorry to hear that; I have told a colleague."
        return said(text, intent, answered=False, used_sources=[], escalation=calls)


@dataclass
class Plain:
    """Input tokens of the three-call design for the same turns."""

    tokens: int = 0

    def count(self, question: Question, output: int) -> None:
        half_schema = tokens_in(json.dumps(reply.input_schema())) // 2
        rules = tokens_in(prompt.house_rules() + prompt.describe_hotel(question.hotel))
        history = sum(tokens_in(each.text) for each in question.history)
        text = tokens_in(question.text) + 20
        found = sum(tokens_in(each.title + each.body) for each in question.passages)
        classify = rules // 2 + half_schema + history + text
        answer = rules + history + text + found
        tasks = rules // 2 + half_schema + history + text + output
        self.tokens += classify + answer + tasks


@dataclass
class Watched:
    """Models that tell `plain` of every question they are asked."""

    models: KeptAnswers
    plain: Plain
    script: Script

    async def answer(self, question: Question) -> Any:
        answered = await self.models.answer(question)
        self.plain.count(question, self.script.outputs[-1] if self.script.outputs else 200)
        return answered


def traffic(seed: int = 7) -> list[tuple[str, str]]:
    """(text, intent) of every message, in the order they come."""
    lines = files("jack.llm.local").joinpath("examples.jsonl").read_text("utf-8").splitlines()
    examples = [json.loads(line) for line in lines]
    english = [(e["text"], e["intent"]) for e in examples if e.get("lang") == "en"]
    asked = [each for each in english if each[1].startswith("inquiry.")]
    chosen = random.Random(seed)
    return [
        chosen.choice(asked[:40]) if turn % A_CONVERSATION == 0 else chosen.choice(english)
        for turn in range(TURNS)
    ]


async def hotel(house: House, embedder: Embedder) -> None:
    house.knowledge = Knowledge(
        house.db, embedder, clock=house.clock, timezone=house.config.hotel.timezone
    )
    folder = Path(str(files("jack.demo").joinpath("knowledge")))
    english = [
        each
        for name in ("faq", "policy", "amenity", "menu", "local", "service")
        for each in read_path(folder / f"{name}.md")
    ]
    await house.knowledge.ingest(english)
    await house.knowledge.use(MemoryIndex())
    await house.knowledge.index_pending()


async def replay(folder: Path) -> str:
    path = folder / "jack.db"
    migrate(path, KEY, backups=folder, version="test")
    db, clock, embedder = Database(path, KEY), FakeClock(), Embedder()
    house = House(db, clock)
    await hotel(house, embedder)
    messages = traffic()
    script, plain = Script(dict(messages)), Plain()
    local = Local(embedder.question, sentences, threshold=0.5)
    async with AnthropicStandin(api_key="key", reply=script, min_cache_tokens=1024) as claude:
        provider = _provider(claude)
        kept = KeptAnswers(
            Chain([provider, local], check=faults),
            house.knowledge.vector_of,
            lambda: house.knowledge.generation,
            clock,
        )
        house.pipeline = replace(
            house.pipeline,
            knowledge=house.knowledge,
            models=Watched(kept, plain, script),
            classify=local.classify,
        )
        turns = 0
        for number, (text, _) in enumerate(messages):
            turns += await _turn(house, text, f"visitor-{number // A_CONVERSATION}", number)
        lines = _report(house, turns, len(claude.requests), plain)
        own = await _own_share(house, claude, messages)
        await provider.close()
    db.close()
    embedder.close()
    return "\n".join([*lines, *own])


async def _turn(house: House, text: str, address: str, number: int) -> int:
    await house.write(text, channel="webchat", address=address, vendor_id=f"web.{number}")
    items = await house.claim()
    for item in items:
        await house.pipeline.run(item)
    return len(items)


def _provider(claude: AnthropicStandin) -> Anthropic:
    return Anthropic(
        api_key="key",
        base_url=claude.url,
        model="claude-sonnet-4-6",
        price=list_price("claude-sonnet-4-6"),
        max_tokens=1024,
        timeout_s=20.0,
        retries=1,
        concurrency=4,
    )


def _report(house: House, turns: int, calls: int, plain: Plain) -> list[str]:
    (fresh, output, read, written, cost) = house.rows(
        "SELECT sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),"
        " sum(cache_write_tokens), sum(cost_micro_usd) FROM model_call"
    )[0]
    whole, billed = fresh + read + written, fresh + 0.1 * read + 1.25 * written
    return [
        f"{TURNS} messages, {turns} turns, {calls} model calls: {calls / turns:.2f} a turn",
        f"input tokens a turn: {whole / turns:.0f} (fresh {fresh / turns:.0f},"
        f" from the cache {read / turns:.0f}, into it {written / turns:.0f}),"
        f" billed as {billed / turns:.0f}; output {output / turns:.0f}; ${cost / turns / 1e6:.5f}",
        f"three calls, uncached: {plain.tokens / turns:.0f} input tokens a turn;"
        f" billed share {billed / plain.tokens:.2f}",
    ]


async def _own_share(
    house: House, claude: AnthropicStandin, messages: list[tuple[str, str]]
) -> list[str]:
    """What a turn takes besides the 1.5 s that the model takes."""
    taken: list[float] = []
    for number, (text, _) in enumerate(messages):
        claude.clear_faults()
        claude.fail_next(2, Fault("delay", delay_s=MODEL_S))
        calls = len(claude.calls)
        address = f"slow-{number}"
        await house.write(text, channel="webchat", address=address, vendor_id=f"slow.{number}")
        for item in await house.claim():
            started = time.perf_counter()
            await house.pipeline.run(item)
            asked = len(claude.calls) - calls
            if asked == 1:
                taken.append(time.perf_counter() - started - MODEL_S)
        if len(taken) == SLOW_TURNS:
            break
    ms = sorted(each * 1000 for each in taken)
    return [
        f"a model of {MODEL_S} s: Jack's own share p50 {statistics.median(ms):.0f} ms,"
        f" p90 {ms[int(len(ms) * 0.9)]:.0f} ms of {len(ms)} turns (target < 60)"
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(replay(Path(folder))))


if __name__ == "__main__":
    main()
