"""How long a text is by SMS, and how to keep it short. Pure.

Sources: 3GPP TS 23.038 (the GSM 7-bit alphabet), Twilio's pages on encodings and segments.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_CHARS = 1600
"""Longest body that Twilio takes (21617 above it)."""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Sent with an escape before them, so they count twice."""

PLAINER = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "′": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "«": '"',
        "»": '"',
        "″": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "•": "-",
        "·": "-",
        "…": "...",
        "×": "x",
        "`": "'",
        "´": "'",
        "\t": " ",
        "\u00a0": " ",
        "\u2002": " ",
        "\u2003": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u200b": "",
        "\u2060": "",
        "\ufeff": "",
    }
)
"""Typography that says the same in plain letters; one of these alone would double the price."""


class Alphabet(StrEnum):
    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


_SIZES = {Alphabet.GSM_7: (160, 153), Alphabet.UCS_2: (70, 67)}
"""Units in a text of one segment, and in each of several: those carry a header."""


@dataclass(frozen=True, slots=True)
class Size:
    alphabet: Alphabet
    units: int
    segments: int


def measure(text: str) -> Size:
    """How `text` travels. No unit of two halves is divided between segments."""
    is_plain = all(letter in BASIC or letter in EXTENDED for letter in text)
    alphabet = Alphabet.GSM_7 if is_plain else Alphabet.UCS_2
    widths = [_width(letter, alphabet) for letter in text]
    single, part = _SIZES[alphabet]
    units = sum(widths)
    if units <= single:
        return Size(alphabet, units, 1 if units else 0)
    segments, room = 1, part
    for width in widths:
        if width > room:
            segments, room = segments + 1, part
        room -= width
    return Size(alphabet, units, segments)


def plainer(text: str) -> str:
    """`text` with plain quotes, dashes and spaces where that makes it GSM-7; else as it is."""
    plain = text.translate(PLAINER)
    return plain if measure(plain).alphabet is Alphabet.GSM_7 else text


def _width(letter: str, alphabet: Alphabet) -> int:
    """Units of 7 bits, or of UTF-16: an emoji takes two."""
    if alphabet is Alphabet.GSM_7:
        return 2 if letter in EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1
