"""The headers of a mail, however they are written: folded, encoded, in raw bytes, with comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from jack.channels.email_text import decoded
from jack.model.clock import Micros, from_datetime

MAX_REFERENCES = 100
MAX_HEADER = 20_000
MAX_ADDRESS = 254
"""RFC 5321: the longest address that a path can hold."""

MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")


def header(message: Message, name: str) -> str:
    """The first header of that name, unfolded and decoded (RFC 2047, RFC 6532, or raw bytes)."""
    for found, value in message.raw_items():
        if found.lower() == name:
            return readable(str(value))
    return ""


def all_of(message: Message, name: str) -> list[str]:
    """Every header of that name as it was sent, unfolded, the topmost first."""
    found = [str(value) for each, value in message.raw_items() if each.lower() == name]
    return [unfolded(value) for value in found]


def unfolded(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    return re.sub(r"[\r\n]+[ \t]*", " ", decoded(raw, "utf-8")).strip()


def readable(value: str) -> str:
    """Encoded words as text; what is no encoded word stays."""
    text = unfolded(value)
    try:
        parts = decode_header(text)
    except (ValueError, LookupError):
        return text
    return "".join(
        decoded(part, charset) if isinstance(part, bytes) else part for part, charset in parts
    ).strip()


def addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """(name, address in small letters), as far as they are addresses."""
    found = []
    values = [without_comments(value[:MAX_HEADER]) for value in all_of(message, name)]
    try:
        given = getaddresses(values)
    except RecursionError:  # groups within groups
        return []
    for shown, address in given:
        address = address.strip().lower()
        if len(address) <= MAX_ADDRESS and ADDRESS.fullmatch(address):
            found.append((readable(shown)[:200], address))
    return found


def own_id(message: Message, raw: bytes) -> str:
    """Its Message-ID; of a mail that has none, one made of its content."""
    found = MESSAGE_ID.search(" ".join(all_of(message, "message-id")[:1]))
    return found[0] if found else f"<{sha256(raw).hexdigest()}@no-message-id>"


def references_of(message: Message) -> tuple[str, ...]:
    """What it answers, the nearest first: In-Reply-To, then References from the end."""
    answered = MESSAGE_ID.findall(" ".join(all_of(message, "in-reply-to")))
    chain = MESSAGE_ID.findall(" ".join(all_of(message, "references")))
    return tuple(dict.fromkeys([*answered, *reversed(chain)]))[:MAX_REFERENCES]


def tokens_of(message: Message, own: Sequence[str]) -> Iterator[str]:
    """The part after `+` of every address of ours that it was sent to."""
    for name in ("to", "cc", "delivered-to", "x-original-to", "envelope-to"):
        for _, address in addresses(message, name):
            local, _, domain = address.partition("@")
            base, plus, token = local.partition("+")
            if plus and token and f"{base}@{domain}" in own:
                yield token


def date_of(message: Message) -> Micros | None:
    try:
        at = parsedate_to_datetime(header(message, "date"))
        return from_datetime(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def without_comments(value: str) -> str:
    """Comments may nest and may hold anything, also `dmarc=pass`."""
    out, depth, is_quoted, is_escaped = [], 0, False, False
    for letter in value:
        if is_escaped:
            is_escaped = False
        elif letter == "\\":
            is_escaped = True
            continue
        elif letter == '"' and not depth:
            is_quoted = not is_quoted
        elif letter == "(" and not is_quoted:
            depth += 1
            continue
        elif letter == ")" and depth:
            depth -= 1
            continue
        if not depth and not (is_quoted and letter == ";"):
            out.append(letter)
    return "".join(out)
