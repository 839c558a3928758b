"""The pieces of a message that may each want something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jack.model.concepts import concepts

MAX_PARTS = 6
"""Each further part costs an embedding (about 15 ms); nobody asks for more in one message."""

MAX_LOOKED_UP = 4

_JOINTS = re.compile(
    r"\s*[,;،؛，；、\n]\s*(?:and|also|plus|but|y|e|et|und|mais|però|pero|mas|aber|и|а|но|و|और|还有|とか|また)?\s+"
    r"|[,;،؛，；、\n]|\s+[-–—]+\s+"
    r"|\s+(?:and|also|y|e|et|und|sowie|также|и|और|तथा)\s+"
    r"|\s+و(?=\w{3})"
    r"|(?:还有|以及|并且|另外)|(?:それと|あと、)",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]")


def clauses(text: str, split: Callable[[str], Sequence[str]]) -> list[str]:
    """Pieces of a message that may each want something else; words too few to mean anything stay
    with the piece before. `split` cuts into sentences."""
    pieces: list[str] = []
    for sentence in split(text):
        start = len(pieces)
        for piece in _JOINTS.split(sentence):
            piece = piece.strip(" .!?,;،")
            if not piece:
                continue
            if len(pieces) > start and not _says_something(piece):
                pieces[-1] += f" {piece}"
            else:
                pieces.append(piece)
    return pieces[:MAX_PARTS]


def matters(text: str, split: Callable[[str], Sequence[str]]) -> list[str]:
    """The pieces to look up one by one: each names a thing the others do not. Else the whole."""
    named = [(piece, concepts(piece)) for piece in clauses(text, split)]
    apart = [
        piece
        for at, (piece, things) in enumerate(named)
        if things and not any(things & others for _, others in named[:at])
    ]
    return apart[:MAX_LOOKED_UP] if len(apart) > 1 else [text]


def _says_something(piece: str) -> bool:
    return len(piece.split()) >= 2 or len(_WIDE.findall(piece)) >= 4
