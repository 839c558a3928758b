"""The mails Jack sends: one text in two shapes, in its thread, told apart from a person's."""

from __future__ import annotations

import html
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from jack.channels.base import StaffMail
from jack.errors import Permanent
from jack.model.clock import Micros, to_datetime
from jack.model.mails import Thread
from jack.model.messages import OutboxKind

MAX_SUBJECT = 200
MAX_REFERENCES = 50
"""Chains longer than this keep their first one, which holds the thread together, and the newest."""

_RE = re.compile(
    r"(?:(?:re|aw|antw|sv|vs|odp|ref|rif|res|ynt|回复|回覆|答复|返信|رد|отв)(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def compose(
    *,
    sender: str,
    hotel: str,
    to: str,
    text: str,
    kind: OutboxKind,
    thread: Thread,
    at: Micros,
    reply_to: str = "",
) -> EmailMessage:
    """A mail of Jack's or of staff. What Jack sends by himself says so (RFC 3834); staff's does not.
    What he starts says how to stop it (RFC 2369), which is a mail that means so (R8).

    Raises Permanent for an address or Message-ID that would become more than one header.
    """
    message = EmailMessage(policy=_policy(to))
    message["From"] = Address(_one_line(hotel), addr_spec=_checked(sender))
    message["To"] = _checked(to)
    if reply_to:
        message["Reply-To"] = _checked(reply_to)
    message["Subject"] = subject(thread, hotel)
    message["Date"] = format_datetime(to_datetime(at))
    message["Message-ID"] = _id(thread.message_id)
    chain = [_id(each) for each in thread.references if _MESSAGE_ID.fullmatch(each)]
    if chain:
        message["In-Reply-To"] = chain[-1]
        message["References"] = " ".join(_shortened(chain))
    if kind is not OutboxKind.STAFF:
        message["Auto-Submitted"] = (
            "auto-generated" if kind is OutboxKind.NOTICE else "auto-replied"
        )
        message["X-Auto-Response-Suppress"] = "All"
    if kind is OutboxKind.NOTICE:
        message["List-Unsubscribe"] = f"<mailto:{sender}?subject=STOP>"
    message.set_content(text, cte=_encoding(text))
    message.add_alternative(page(text, hotel), subtype="html", cte="quoted-printable")
    return message


def attach(message: EmailMessage, name: str, content_type: str, data: bytes) -> None:
    """Put a file beside the text."""
    main, _, kind = content_type.partition("/")
    message.add_attachment(data, maintype=main, subtype=kind, filename=_one_line(name))


def compose_for_staff(mail: StaffMail, *, sender: str, hotel: str, at: Micros) -> EmailMessage:
    """A mail to the hotel's own people, which no machine is to answer. Raises Permanent."""
    message = EmailMessage(policy=_policy(mail.to))
    message["From"] = Address(_one_line(hotel), addr_spec=_checked(sender))
    message["To"] = _checked(mail.to)
    message["Subject"] = _one_line(mail.subject)[:MAX_SUBJECT]
    message["Date"] = format_datetime(to_datetime(at))
    message["Message-ID"] = _id(mail.message_id)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, cte=_encoding(mail.text))
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


def subject(thread: Thread, hotel: str) -> str:
    """`Re:` once, whatever mail programs have put in front; its own where nothing is answered, or
    the hotel's name."""
    known = _RE.sub("", _one_line(thread.subject), count=1).strip()[:MAX_SUBJECT]
    if not known:
        return f"Re: {hotel}" if thread.references else _one_line(hotel) or "Your message"
    return f"Re: {known}" if thread.references else known


def _policy(to: str) -> EmailPolicy[EmailMessage]:
    """Addresses with letters outside ASCII need a server that takes them (RFC 6532)."""
    return SMTP if to.isascii() else SMTP.clone(utf8=True)


def _checked(address: str) -> str:
    if _UNSAFE.search(address) or address.count("@") != 1 or re.search(r"[\s<>,;:()\"]", address):
        raise Permanent("This is not an e-mail address.", reason="bad_address")
    return address


def _id(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise Permanent("This is not a Message-ID.", reason="bad_message_id")
    return message_id


def _one_line(text: str) -> str:
    return " ".join(_UNSAFE.sub(" ", text).split())


def _shortened(chain: list[str]) -> list[str]:
    return chain if len(chain) <= MAX_REFERENCES else [chain[0], *chain[1 - MAX_REFERENCES :]]


def _encoding(text: str) -> str:
    """Base64 only where most letters are none of Latin's: it is shorter there."""
    foreign = sum(not letter.isascii() for letter in text)
    return "base64" if foreign * 3 > len(text) else "quoted-printable"


def page(text: str, hotel: str) -> str:
    """The text as HTML: paragraphs, links, its own direction, and the hotel's name below.

    Nothing in it is fetched from anywhere.
    """
    paragraphs = "".join(
        f'<p dir="auto" style="margin:0 0 1em">{_lines(paragraph)}</p>\n'
        for paragraph in re.split(r"\n\s*\n", text.strip())
    )
    name = html.escape(_one_line(hotel))
    footer = (
        f'<p dir="auto" style="margin:1.5em 0 0;color:#666;font-size:13px">{name}</p>\n'
        if name
        else ""
    )
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n'
        '<body style="font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;'
        f'color:#222">\n{paragraphs}{footer}</body></html>\n'
    )


def _lines(paragraph: str) -> str:
    parts, end = [], 0
    for found in _LINK.finditer(paragraph):
        url = html.escape(found[0])
        parts += [html.escape(paragraph[end : found.start()]), f'<a href="{url}">{url}</a>']
        end = found.end()
    parts.append(html.escape(paragraph[end:]))
    return "".join(parts).replace("\n", "<br>\n")
