"""The parts of a mail: its words in two shapes, and its files without logos and signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message

from jack.channels.email_headers import all_of, header, readable
from jack.channels.email_text import decoded, images, unflowed
from jack.model.mails import Attachment

MAX_PARTS = 200
LOGO_BYTES = 20_000
"""A picture within a page that is smaller is one of a signature or a template."""

_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)


def content_of(message: Message, *, is_cut: bool) -> tuple[str, str, list[Attachment]]:
    """(plain text, HTML, what is attached). Of alternatives, the first of each kind."""
    plain: list[str] = []
    html: list[str] = []
    found: list[tuple[Attachment, str]] = []
    for part in leaves(message):
        kind = str(part.get_content_type())
        name = _file_name(part)
        disposition = str(part.get("content-disposition", "")).partition(";")[0].strip().lower()
        data = payload(part)
        is_text = kind in ("text/plain", "text/html") and disposition != "attachment"
        if kind.startswith("multipart/") and data.strip():  # without the parts that it promises
            plain.append(_text(part, data))
        elif is_text and not (name and (plain or html)):
            (html if kind == "text/html" else plain).append(_text(part, data))
        elif kind not in ("message/delivery-status", "text/rfc822-headers"):
            inline_id = header(part, "content-id").strip("<> ")
            is_content = kind not in _SIGNATURES
            file = Attachment(name, kind, len(data), data, is_content=is_content)
            found.append((file, inline_id))
    page = html[0] if html else ""
    attachments = _without_decoration(found, page)
    if is_cut and attachments:
        attachments[-1] = replace(attachments[-1], data=None)
    return "\n".join(plain).strip("\n"), page, attachments


def _without_decoration(found: Sequence[tuple[Attachment, str]], html: str) -> list[Attachment]:
    """Small pictures that a page shows are logos; those in what is quoted were sent before."""
    in_all = images(html) if any(inline_id for _, inline_id in found) else frozenset()
    in_said = images(html, is_whole=False) if in_all else frozenset()
    attachments = []
    for file, inline_id in found:
        source = f"cid:{inline_id}"
        is_decoration = source in in_all and (source not in in_said or file.size < LOGO_BYTES)
        attachments.append(replace(file, is_content=file.is_content and not is_decoration))
    return attachments


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a mail within a mail is one of them, unopened."""
    waiting, count = [message], 0
    while waiting and count < MAX_PARTS:
        part = waiting.pop(0)
        count += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting[:0] = [each for each in inner if isinstance(each, Message)]
        else:
            yield part


def payload(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(bytes(each) for each in inner if isinstance(each, Message))
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else str(inner or "").encode("utf-8", "replace")


def _text(part: Message, data: bytes) -> str:
    text = decoded(data, parameter(part, "charset"))
    if (parameter(part, "format") or "").lower() == "flowed":
        return unflowed(text, delsp=(parameter(part, "delsp") or "").lower() == "yes")
    return text


def parameter(part: Message, name: str) -> str | None:
    try:
        found = part.get_param(name)
    except (ValueError, LookupError, TypeError):
        return None
    return str(found[2] if isinstance(found, tuple) else found) if found is not None else None


def _file_name(part: Message) -> str:
    named = Message()
    for name in ("content-type", "content-disposition"):
        named[name] = "".join(all_of(part, name)[:1])  # decoded, where they are not in ASCII
    try:
        found = named.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        found = ""
    return readable(found).replace("/", "_").replace("\\", "_")[:200]
