"""Mail that comes back: delivery reports by the standard (RFC 3464), and the words of servers that send
none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message

from jack.channels.email_headers import (
    ADDRESS,
    MESSAGE_ID,
    addresses,
    all_of,
    header,
    references_of,
)
from jack.channels.email_parts import payload
from jack.model.mails import Bounce, Fate

_CODE = re.compile(
    r"(?<![\d.])(?P<status>[45]\.\d{1,3}\.\d{1,3})(?![\d.])|(?<![\d.#])(?P<reply>[45]\d\d)[ -]"
)
"""The status of RFC 3463, or the reply of RFC 5321, that a report in words names."""
_RETURNED_ID = re.compile(r"^\W{0,3}message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)


def bounces_of(message: Message, address: str, text: str, own: Sequence[str]) -> tuple[Bounce, ...]:
    """The recipients of whom a mail says what became of ours. `address` wrote it, `text` it says."""
    return tuple(_reported(message)) or tuple(_told_in_words(message, address, text, own))


def _reported(message: Message) -> Iterator[Bounce]:
    """The recipients of a delivery report (RFC 3464)."""
    for part in message.walk():
        inner = part.get_payload()
        if part.get_content_type() != "message/delivery-status" or not isinstance(inner, list):
            continue
        for block in inner:
            if isinstance(block, Message) and (bounce := _bounce(block)) is not None:
                yield bounce


def _bounce(block: Message) -> Bounce | None:
    action = header(block, "action").lower()
    fates = {"failed": Fate.FAILED, "delayed": Fate.DELAYED}
    if not action:
        return None
    fate = fates.get(action, Fate.DELIVERED)
    told = header(block, "final-recipient") or header(block, "original-recipient")
    recipient = told.partition(";")[2].strip().strip("<>").lower() or told.strip().lower()
    status = header(block, "status").split()
    text = header(block, "diagnostic-code").partition(";")[2].strip()
    return Bounce(recipient, fate, status[0] if status else "", text[:300])


def _told_in_words(
    message: Message, address: str, text: str, own: Sequence[str]
) -> Iterator[Bounce]:
    """What servers say that send no report: qmail, exim, Exchange. Only from a daemon, and only with
    a code or a header that names who was not reached; others may be on holiday."""
    failed = [found for _, found in addresses(message, "x-failed-recipients")]
    if not failed and address.partition("@")[0] not in ("mailer-daemon", "postmaster"):
        return
    code = _CODE.search(text)
    if code is None and not failed:
        return
    status = ""
    if code is not None:
        status = code["status"] or f"{code['reply'][0]}.0.0"
    named = failed or [found.lower().strip(".") for found in ADDRESS.findall(text)]
    recipient = next((found for found in named if found not in own and found != address), "")
    if not recipient:
        return
    line = text[code.start() : code.start() + 200].partition("\n")[0] if code else ""
    yield Bounce(recipient, Fate.FAILED, status, line.strip())


def returned(message: Message, text: str) -> tuple[str, ...]:
    """The Message-IDs of the mail that a report returns, or that it answers."""
    found: list[str] = _RETURNED_ID.findall(text)
    for part in message.walk():
        inner = part.get_payload()
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(inner, list):
            for each in inner:
                found += _ids(each) if isinstance(each, Message) else []
        elif kind == "text/rfc822-headers":
            found += _ids(message_from_bytes(payload(part)))
    return tuple(dict.fromkeys([*found, *references_of(message)]))


def _ids(message: Message) -> list[str]:
    return MESSAGE_ID.findall(" ".join(all_of(message, "message-id")))
