"""What a guest's message wants: vectors scored against weights learned from our own examples."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jack.llm.base import Embed
from jack.model.answers import Intent
from jack.model.clauses import clauses
from jack.model.intents import Group, spec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXAMPLES = Path(__file__).with_name("examples.jsonl")
WEIGHTS = Path(__file__).with_name("weights.npz")

_SMALL_TALK = "other."


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message that wants one thing."""

    text: str
    intent: Intent


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole message: what it wants altogether, and its parts in order (at least one)."""

    intents: tuple[Intent, ...]
    parts: tuple[Part, ...]


def softmax(scores: Any) -> Any:
    """Probabilities along the last axis."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Weights:
    """What `build` stored: shape (385, intents), the bias in the last row."""

    matrix: NDArray[np.float32]
    names: tuple[str, ...]
    digest: str

    def best(self, vector: NDArray[np.float32]) -> Intent:
        """The likeliest intent. Its confidence is that of all its kin: whether towels or pillows
        are meant is of no account for "something is wanted"."""
        likely = softmax(vector @ self.matrix[:-1] + self.matrix[-1])
        best = int(likely.argmax())
        shared = float(likely[_kinfolk(self.names, best)].sum())
        return Intent(self.names[best], round(min(1.0, shared), 4))


@cache
def load() -> Weights:
    """The shipped weights."""
    import numpy as np

    with np.load(WEIGHTS) as stored:
        return Weights(
            matrix=stored["weights"].astype(np.float32),
            names=tuple(str(name) for name in stored["names"]),
            digest=str(stored["digest"]),
        )


async def read(text: str, embed: Embed, split: Callable[[str], Sequence[str]]) -> Reading:
    """What `text` wants. A short message is embedded once, as it stands."""
    weights = load()
    whole = await _part(text, embed, weights)
    pieces = clauses(text, split)
    if len(pieces) < 2:
        return Reading(_merged([whole]), (whole,))
    parts = await asyncio.gather(*(_part(piece, embed, weights) for piece in pieces))
    wanted = _sure_wishes(parts)
    if len({part.intent.name for part in wanted}) > 1:
        return Reading(_merged(wanted), wanted)
    if wanted and whole.intent.name.startswith(_SMALL_TALK):
        return Reading(_merged([*wanted, whole]), wanted)
    return Reading(_merged([whole, *wanted]), (whole,))


def _sure_wishes(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that surely want something, beyond a greeting or thanks around it."""
    return tuple(
        part
        for part in parts
        if not part.intent.name.startswith(_SMALL_TALK)
        and part.intent.confidence >= spec(part.intent.name).threshold
    )


async def _part(text: str, embed: Embed, weights: Weights) -> Part:
    return Part(text, weights.best(await embed(text)))


def _merged(parts: Sequence[Part]) -> tuple[Intent, ...]:
    """The parts' intents, the surest first, each once."""
    best: dict[str, Intent] = {}
    for part in parts:
        known = best.get(part.intent.name)
        if known is None or part.intent.confidence > known.confidence:
            best[part.intent.name] = part.intent
    return tuple(sorted(best.values(), key=lambda intent: -intent.confidence))


@cache
def _kinfolk(names: tuple[str, ...], index: int) -> list[int]:
    """Where the kin of the intent at `index` stand among `names`, itself included."""
    kin = _kin(names[index])
    return [at for at, name in enumerate(names) if _kin(name) == kin]


def _kin(name: str) -> tuple[str, bool]:
    """Intents between which a mistake costs little: the same group, and a task for both or none."""
    row = spec(name)
    if row.group is Group.SMALL_TALK:
        return name, False
    return row.group, row.kind is not None
