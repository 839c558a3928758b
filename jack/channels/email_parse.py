"""What a mail is, who wrote it and what it says: pure, and never at a loss over broken MIME."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser

from jack.channels.email_bounces import bounces_of, returned
from jack.channels.email_headers import (
    addresses,
    all_of,
    date_of,
    header,
    own_id,
    references_of,
    tokens_of,
    without_comments,
)
from jack.channels.email_parts import content_of
from jack.channels.email_text import MAX_CHARS, from_html, newest
from jack.model.mails import Letter, Verdict

_NOBODY = re.compile(
    r"(?:mailer-daemon|postmaster|(?:do[-_.]?)?no[-_.]?t?[-_.]?reply|bounces?|daemon|auto-?reply"
    r"|notifications?)(?:[-_.+=].*)?",
    re.IGNORECASE,
)
_LISTS = ("list-", "feedback-id", "x-campaign")
_AUTO_HEADERS = (
    *("x-autoreply", "x-auto-reply", "x-mail-autoreply"),
    *("x-autorespon", "x-auto-response-suppress"),
)
"""How the names of headers begin that automatic replies carry; one that says `none` says nothing."""


def parse(
    raw: bytes,
    *,
    own: Sequence[str] = (),
    trusted: Sequence[str] = (),
    is_cut: bool = False,
) -> Letter:
    """Read a mail. `own` are the hotel's addresses, `trusted` the names of the servers whose
    Authentication-Results are believed. Never fails: what cannot be read stays empty.
    """
    try:
        return _read(message_from_bytes(raw), raw, own, trusted, is_cut=is_cut)
    except Exception:
        # The standard library breaks on some mails in ways nobody lists, endless nesting among
        # them; a mail is not dropped for that (R1).
        message = BytesHeaderParser().parsebytes(raw)
        for name in ("content-type", "content-transfer-encoding"):
            del message[name]
        return _read(message, raw, own, trusted, is_cut=is_cut)


def _read(
    message: Message, raw: bytes, own: Sequence[str], trusted: Sequence[str], *, is_cut: bool
) -> Letter:
    senders = addresses(message, "from")
    name, address = senders[0] if senders else ("", "")
    plain, html, attachments = content_of(message, is_cut=is_cut)
    shown, said = _texts(plain, html, is_cut=is_cut)
    is_only_sender = len(senders) == 1 and len(message.get_all("from", [])) == 1
    bounces = bounces_of(message, address, shown, own)
    return Letter(
        message_id=own_id(message, raw),
        address=address,
        name=name,
        subject=" ".join(header(message, "subject").split()),
        text=said,
        whole=shown,
        verdict=_verdict(message, address, own, has_bounces=bool(bounces)),
        is_proven=is_only_sender and _is_authentic(message, address, trusted),
        references=references_of(message),
        tokens=tuple(tokens_of(message, own)),
        bounces=bounces,
        returned=returned(message, shown) if bounces else (),
        attachments=tuple(attachments),
        sent_at=date_of(message),
    )


def _texts(plain: str, html: str, *, is_cut: bool) -> tuple[str, str]:
    """(all of it, what its writer says now)."""
    if plain.strip() or not html:
        whole, said = plain[:MAX_CHARS], newest(plain)
    else:
        whole = from_html(html)[:MAX_CHARS]
        said = newest(from_html(html, is_whole=False)) or newest(whole)
    return (f"{whole}\n\n[…]" if is_cut else whole).strip("\n"), said


# -- who, and whether it may be answered -----------------------------------------------------------


def _verdict(message: Message, address: str, own: Sequence[str], *, has_bounces: bool) -> Verdict:
    """RFC 3834, section 2, and what is not in it but customary."""
    if has_bounces or _is_report(message):
        return Verdict.BOUNCE
    if not address:
        return Verdict.NOBODY
    local, _, domain = address.partition("@")
    if address in own or f"{local.partition('+')[0]}@{domain}" in own:
        return Verdict.OWN
    automatic = (
        without_comments(header(message, "auto-submitted")).partition(";")[0].strip().lower()
    )
    if automatic not in ("", "no") or header(message, "return-path") == "<>":
        return Verdict.AUTO
    if any(
        name.lower().startswith(_AUTO_HEADERS) and str(value).strip().lower() not in ("none", "no")
        for name, value in message.raw_items()
    ):
        return Verdict.AUTO
    if header(message, "precedence").lower() in ("bulk", "list", "junk"):
        return Verdict.LIST
    if header(message, "precedence").lower() == "auto_reply":
        return Verdict.AUTO
    if any(name.lower().startswith(_LISTS) for name, _ in message.raw_items()):
        return Verdict.LIST
    return Verdict.NOBODY if _NOBODY.fullmatch(local) else Verdict.PERSON


def _is_report(message: Message) -> bool:
    return str(message.get_content_type()) == "multipart/report"


def _is_authentic(message: Message, address: str, trusted: Sequence[str]) -> bool:
    """Whether the topmost word of a trusted server is that the sender's domain passed DMARC.

    A server prepends its own header (RFC 8601), so one further down under its name is forged.
    """
    domain = address.rpartition("@")[2]
    for value in all_of(message, "authentication-results"):
        server, *results = (part.split() for part in without_comments(value).split(";"))
        if not server or server[0].lower() not in trusted:
            continue
        for result in results:
            if result and result[0].lower().startswith("dmarc="):
                properties = dict(
                    part.lower().partition("=")[::2] for part in result if "=" in part
                )
                said = properties.get("header.from", domain).strip('"')
                return properties["dmarc"] == "pass" and said == domain
        return False
    return False


def authorities(headers: bytes) -> list[str]:
    """Who wrote the Authentication-Results in these headers, the topmost first."""
    message = BytesHeaderParser().parsebytes(headers)
    values = (without_comments(each) for each in all_of(message, "authentication-results"))
    named = (value.partition(";")[0].split() for value in values)
    return [words[0].lower() for words in named if words]
