"""What a sample is, and the pieces that mails are put together from."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

DESK = "desk@hotel.example"
HOTEL = "Hotel Miramar"
SUBJECT = "Our stay"


class Fate(StrEnum):
    """What a person would expect to become of a mail.

    `shown` stands in the thread and is not answered, `staff` is answered as far as it has words and
    waits for a person to look at it, `bounce` says that
    a mail of ours did not arrive, `status` that it did; of what is `left` nobody hears.
    """

    ANSWERED = "answered"
    STAFF = "staff"
    SHOWN = "shown"
    LEFT = "left"
    BOUNCE = "bounce"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sample comes from. `ours` is the Message-ID of the mail it answers or speaks of, `said`
    what stood in that one."""

    sender: str
    message_id: str
    ours: str = "<ours@hotel.example>"
    said: str = "Good morning!\nHow can I help?"


@dataclass(frozen=True, slots=True)
class Sample:
    """`says`: what the model and staff are shown of it. `is_reply`: it belongs to a mail of ours."""

    name: str
    fate: Fate
    says: str
    make: Callable[[Place], bytes]
    is_reply: bool = False


def reply_head(place: Place, **more: str) -> str:
    """Those of an answer to ours."""
    given = {"subject": f"Re: {SUBJECT}", "in_reply_to": place.ours, "references": place.ours}
    return head(place, **given | more)


def head(place: Place, **more: str) -> str:
    """The headers of a mail, without the empty line. Underscores are hyphens; empty ones left out."""
    given = {
        "return_path": f"<{place.sender}>",
        "received": "from mail.example.com by mx.hotel.example; Tue, 24 Nov 2026 10:12:09 +0000",
        "from": f"Ana Silva <{place.sender}>",
        "to": f"{HOTEL} <{DESK}>",
        "subject": SUBJECT,
        "date": "Tue, 24 Nov 2026 10:12:00 +0000",
        "message_id": place.message_id,
        "mime_version": "1.0",
    }
    given |= more
    named = ((name.replace("_", "-").title(), value) for name, value in given.items())
    return "\n".join(f"{name}: {value}" for name, value in named if value)


def mail(head: str, body: str | bytes, kind: str = "text/plain; charset=utf-8") -> bytes:
    """A mail of one part, in 8bit."""
    raw = body.encode() if isinstance(body, str) else body
    lines = f"{head}\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n"
    return crlf(lines.encode() + raw)


def multipart(head: str, kind: str, *parts: bytes, boundary: str = "frontier") -> bytes:
    """A mail of several parts; `kind` like `alternative`, with parameters if it has any."""
    return crlf(f"{head}\n".encode() + within(kind, *parts, boundary=boundary))


def within(kind: str, *parts: bytes, boundary: str) -> bytes:
    """Several parts as one."""
    opened = f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()
    inner = b"".join(f"--{boundary}\n".encode() + part + b"\n" for part in parts)
    return opened + inner + f"--{boundary}--\n".encode()


def part(kind: str, body: str | bytes, **more: str) -> bytes:
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in more.items()]
    return "\n".join(lines).encode() + b"\n\n" + raw


def plain(text: str, charset: str = "utf-8") -> bytes:
    return part(f"text/plain; charset={charset}", text.encode(charset))


def html(page: str) -> bytes:
    return part("text/html; charset=utf-8", page)


def attached(
    name: str, kind: str, data: bytes = b"%PDF-1.7 not much", how: str = "attachment"
) -> bytes:
    return part(
        f'{kind}; name="{name}"',
        base64.encodebytes(data),
        content_transfer_encoding="base64",
        content_disposition=f'{how}; filename="{name}"',
    )


def coded(text: str, charset: str, encoding: str) -> bytes:
    """A text part as bytes of a charset in base64 or quoted-printable."""
    raw = text.encode(charset)
    body = base64.encodebytes(raw) if encoding == "base64" else quopri.encodestring(raw)
    return part(f'text/plain; charset="{charset}"', body, content_transfer_encoding=encoding)


def word(text: str, charset: str = "utf-8", how: str = "B") -> str:
    """An encoded word (RFC 2047)."""
    raw = text.encode(charset)
    if how == "B":
        return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="
    letters = "".join(f"={byte:02X}" for byte in raw)
    return f"=?{charset}?Q?{letters}?="


def quoted(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
