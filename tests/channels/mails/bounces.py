"""What comes back: delivery reports by the standard and by servers that never heard of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.channels.mails.base import (
    DESK,
    HOTEL,
    SUBJECT,
    Fate,
    Place,
    Sample,
    head,
    mail,
    multipart,
    part,
    plain,
)

DAEMON = {"from": "Mail Delivery System <MAILER-DAEMON@mx.example.com>", "return_path": "<>"}


def _ours(place: Place) -> str:
    """The headers of the mail that could not be delivered."""
    return (
        f"From: {HOTEL} <{DESK}>\nTo: {place.sender}\nSubject: Re: {SUBJECT}\n"
        f"Message-ID: {place.ours}\nDate: Tue, 24 Nov 2026 10:12:00 +0000\n"
    )


def report(
    action: str, status: str, why: str, returned: str, place: Place, *, envelope: str = "<>"
) -> bytes:
    """RFC 3464, with the whole mail, its headers or nothing returned."""
    told = (
        "Reporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; {place.sender}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {why}\n"
    )
    parts = [plain("Your message could not be delivered."), part("message/delivery-status", told)]
    if returned == "mail":
        parts.append(part("message/rfc822", f"{_ours(place)}\nGood morning!\n"))
    elif returned == "headers":
        parts.append(part("text/rfc822-headers", _ours(place)))
    given = DAEMON | {"return_path": envelope, "subject": "Undelivered Mail Returned to Sender"}
    if returned == "nothing":
        given |= {"in_reply_to": place.ours, "references": place.ours}
    return multipart(head(place, **given), "report; report-type=delivery-status", *parts)


def _qmail(place: Place) -> bytes:
    """QSBMF: words, then the mail itself, in plain text."""
    text = (
        "Hi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver"
        " your message to the following addresses.\nThis is a permanent error; I've given up."
        f"\n\n<{place.sender}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\n"
        f"Return-Path: <{DESK}>\n{_ours(place)}\nGood morning!\n"
    )
    return mail(head(place, **DAEMON, subject="failure notice"), text)


def _exim(place: Place) -> bytes:
    text = (
        "This message was created automatically by mail delivery software.\n\nA message that you sent"
        " could not be delivered to one or more of its recipients. This is a permanent error.\n\n"
        f"  {place.sender}\n    SMTP error from remote mail server after RCPT TO:\n    550 5.1.1"
        " no such user\n\n------ This is a copy of your message, including all the headers. ------\n\n"
        f"{_ours(place)}\nGood morning!\n"
    )
    given = DAEMON | {"x_failed_recipients": place.sender, "auto_submitted": "auto-replied"}
    return mail(head(place, **given, subject="Mail delivery failed"), text)


def _exchange(place: Place) -> bytes:
    """Words alone; what it is about stands in References."""
    text = (
        f"Delivery has failed to these recipients or groups:\n\nAna ({place.sender})\nThe e-mail"
        " address you entered couldn't be found.\n\nDiagnostic information for administrators:\n\n"
        f"Generating server: mx.example.com\n\n{place.sender}\n#550 5.1.10 RESOLVER.ADR.NotFound ##\n"
    )
    given = {
        "from": "postmaster@example.com",
        "return_path": "<>",
        "subject": "Undeliverable: Our stay",
        "in_reply_to": place.ours,
        "references": place.ours,
        "x_ms_exchange_message_is_ndr": "",
    }
    return mail(head(place, **given), text)


def _postfix_of_old(place: Place) -> bytes:
    """The mail is returned whole, without a report."""
    words = plain(f"<{place.sender}>: host mx.example.com said: 550 5.1.1 unknown user")
    returned = part("message/rfc822", f"{_ours(place)}\nGood morning!\n")
    given = DAEMON | {"subject": "Undelivered Mail"}
    return multipart(head(place, **given), "mixed", words, returned)


def _of_somebody_else(place: Place) -> bytes:
    """Backscatter: a mail that we never sent."""
    elsewhere = Place(place.sender, place.message_id, "<spam@elsewhere.example>")
    return report("failed", "5.1.1", "550 5.1.1 no such user", "mail", elsewhere)


def _samples() -> Iterator[Sample]:
    gone = "550 5.1.1 no such user"
    for name, fate, made in (
        ("report with the mail", Fate.BOUNCE, partial(report, "failed", "5.1.1", gone, "mail")),
        ("report with headers", Fate.BOUNCE, partial(report, "failed", "5.1.1", gone, "headers")),
        ("report with nothing", Fate.BOUNCE, partial(report, "failed", "5.1.1", gone, "nothing")),
        (
            "report of a full mailbox",
            Fate.BOUNCE,
            partial(report, "failed", "4.2.2", "452 4.2.2 mailbox full", "headers"),
        ),
        (
            "report from a named sender",
            Fate.BOUNCE,
            partial(
                report, "failed", "5.7.1", "550 5.7.1 spam", "mail", envelope="<b@example.com>"
            ),
        ),
        (
            "report of a delay",
            Fate.LEFT,
            partial(report, "delayed", "4.4.1", "451 4.4.1 no answer", "headers"),
        ),
        (
            "report of arrival",
            Fate.STATUS,
            partial(report, "delivered", "2.1.5", "250 2.1.5 ok", "headers"),
        ),
        (
            "report of passing on",
            Fate.STATUS,
            partial(report, "relayed", "2.1.9", "250 2.1.9 relayed", "mail"),
        ),
        ("qmail", Fate.BOUNCE, _qmail),
        ("exim", Fate.BOUNCE, _exim),
        ("Exchange in words", Fate.BOUNCE, _exchange),
        ("the mail returned without a report", Fate.BOUNCE, _postfix_of_old),
    ):
        yield Sample(f"bounce {name}", fate, "", made, is_reply=True)
    yield Sample("bounce of a mail that is not ours", Fate.LEFT, "", _of_somebody_else)


SAMPLES = tuple(_samples())
