"""`jack explain`: why Jack said that (R13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.output import Json

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context


HOW = {
    "kept": "kept from an equal question",
    "shared": "shared with an equal question",
    "repaired": "at the second try",
}
"""How an answer came about where nobody failed."""


def register(app: typer.Typer) -> None:
    app.command("explain")(explain)


def explain(
    context: typer.Context,
    message_id: Annotated[
        int, typer.Argument(help="The guest's message or Jack's answer.", metavar="MESSAGE_ID")
    ],
    as_json: Json = False,
) -> None:
    """Say why Jack said that: who decided, on what grounds, how long it took, what it cost."""
    jack: Context = context.obj

    async def work(app: App) -> dict[str, Any]:
        return await app.conversations.explain(message_id)

    trace = jack.run(work)
    if as_json:
        output.as_json(_json(trace))
        return
    for line in _lines(trace):
        typer.echo(line)


def _json(trace: Mapping[str, Any]) -> dict[str, Any]:
    """Ids as the API prints them, and the time in words of ISO 8601."""
    from jack.model.clock import to_iso

    ids = {key: str(trace[key]) for key in trace if key.endswith("Id") and trace[key] is not None}
    return {**trace, **ids, "createdAt": to_iso(trace["createdAt"])}


def _lines(trace: Mapping[str, Any]) -> Iterator[str]:
    from jack.model.clock import to_iso

    yield f"Guest     {_quoted(trace.get('question'))}"
    delivery = f"  ({trace['delivery']})" if trace.get("delivery") else ""
    yield f"Jack      {_quoted(trace.get('answer'))}{delivery}"
    yield f"When      {to_iso(trace['createdAt'])}, message {trace.get('questionId')}"
    yield f"Decided   {_decision(trace)}"
    if rules := trace.get("rules"):
        yield f"Rules     {', '.join(map(str, rules))}"
    if intents := trace.get("intents"):
        named = (f"{intent['name']} {intent['confidence']:.2f}" for intent in intents)
        yield f"Intents   {', '.join(named)}"
    yield from _passages(trace.get("passages", ()))
    yield from _sentences(trace.get("sentences", ()))
    if steps := trace.get("steps"):
        taken = (f"{step['step']} {step['ms']:g} ms" for step in steps)
        yield f"Steps     {', '.join(taken)}"
    if usage := trace.get("usage"):
        yield f"Cost      {_cost(usage)}"


def _decision(trace: Mapping[str, Any]) -> str:
    parts = [str(trace.get("provider", "rules"))]
    if trace.get("model"):
        parts[0] += f" ({trace['model']}, prompt {trace['promptVersion']})"
    if trace.get("confidence") is not None:
        parts.append(f"confidence {trace['confidence']:.2f}")
    failed = [a for a in trace.get("attempts", ()) if a["outcome"] != "ok"]
    parts += [_failure(attempt) for attempt in failed]
    return ", ".join(parts)


def _failure(attempt: Mapping[str, Any]) -> str:
    found = f" for {', '.join(attempt['faults'])}" if attempt.get("faults") else ""
    told = HOW.get(attempt["outcome"], f"after {attempt['provider']} {attempt['outcome']}")
    return told + found


def _passages(passages: Any) -> Iterator[str]:
    for number, passage in enumerate(passages):
        label = "Found" if number == 0 else ""
        used = "used" if passage["used"] else ""
        yield (
            f"{label:<9} {passage['score']:.2f}  {used:<4}  {passage['title']}"
            f"  (entry {passage['entryId']}, version {passage['version']},"
            f" similarity {passage['similarity']:.3f})"
        )
        if passage["used"] and passage.get("text"):
            changed = passage["versionNow"] != passage["version"]
            now = f"  (changed since: version {passage['versionNow']})" if changed else ""
            yield f"{'':<11}{_quoted(' '.join(passage['text'].split()))}{now}"


def _sentences(sentences: Any) -> Iterator[str]:
    """What each sentence rests on; nothing where no entry was used."""
    if not any(sentence["quote"] for sentence in sentences):
        return
    for number, sentence in enumerate(sentences):
        yield f"{'Rests on' if number == 0 else '':<9} {_quoted(sentence['text'])}"
        if sentence["quote"]:
            yield f"{'':<11}entry {sentence['entryId']}: {_quoted(sentence['quote'])}"
        else:
            yield f"{'':<11}no sentence of an entry was found for it"


def _cost(usage: Mapping[str, int]) -> str:
    tokens = f"{usage['inputTokens']} + {usage['outputTokens']} tokens"
    return f"${usage['costMicroUsd'] / 1_000_000:.6f} ({tokens}, {usage['cacheReadTokens']} cached)"


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else "(nothing)"
