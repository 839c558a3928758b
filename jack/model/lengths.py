"""How long a message may be on each channel, and cutting what is longer where a person would."""

from __future__ import annotations

import re
from collections.abc import Mapping

MAX_CHARS: Mapping[str, int] = {
    "whatsapp": 4096,
    "sms": 1600,
    "webchat": 4000,
    "email": 20_000,
}
AIM_CHARS: Mapping[str, int] = {"sms": 320}
"""What an answer of Jack's should keep to: two segments, which people read and hotels pay for."""

_PLACES = (
    re.compile(r"\n\s*\n"),
    re.compile(r"(?<=[.!?…])\s+|(?<=[。！？।])|\n"),
    re.compile(r"\s+|(?<=[、，,;])"),
)
"""Where to cut, the best first: paragraphs, sentences, words."""


def split(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` characters, cut at the last good place that fits."""
    pieces = []
    rest = text.strip()
    while len(rest) > limit:
        end = _last_place(rest, limit)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def shorten(text: str, limit: int) -> str:
    """The beginning of `text`, whole sentences where there are any; cut words end in `…`."""
    if len(text) <= limit:
        return text
    start = text[: limit + 1]
    for place in _PLACES[:2]:
        ends = [match.start() for match in place.finditer(start) if 0 < match.start() <= limit]
        if ends and ends[-1] >= limit // 3:
            return start[: ends[-1]].rstrip()
    words = [match.start() for match in _PLACES[2].finditer(start[:limit]) if match.start() > 0]
    return start[: words[-1] if words else limit - 1].rstrip() + "…"


def _last_place(text: str, limit: int) -> int:
    """A place in the second half of what fits; else the first that comes before it, else anywhere."""
    start = text[: limit + 1]
    found = [
        [match.start() for match in place.finditer(start) if 0 < match.start() <= limit]
        for place in _PLACES
    ]
    for ends in found:
        if ends and ends[-1] >= limit // 2:
            return ends[-1]
    return max((ends[-1] for ends in found if ends), default=limit)
