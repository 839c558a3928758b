"""Texts as vendors and files give them, made fit to be kept and shown."""

from __future__ import annotations

import re

UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff\ud800-\udfff]")
"""No text has these: NUL and other controls, halves of letters (no database takes them), and what
is left of letters that could not be decoded."""
MAX_TEXT = 200


def one_line(value: object) -> str:
    """A string on one line, cut to `MAX_TEXT`, without what no text has; anything else is empty."""
    if not isinstance(value, str):
        return ""
    return " ".join(UNWANTED.sub("", value).split())[:MAX_TEXT].strip()
