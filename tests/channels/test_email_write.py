"""What Jack's mails look like to the guest, to mail programs and to other auto-responders."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from jack.channels.email_parse import parse
from jack.channels.email_write import compose, subject
from jack.errors import Permanent
from jack.model.clock import SECOND
from jack.model.mails import Thread, Verdict
from jack.model.messages import OutboxKind

THREAD = Thread("<ours@hotel.example>", "Towels", ("<a@x>", "<b@x>"))


def composed(text: str = "They are on their list.", **given: Any) -> EmailMessage:
    """As the guest's mail program reads it."""
    made: dict[str, Any] = {
        "sender": "desk@hotel.example",
        "hotel": "Hotel Miramar",
        "to": "ana@example.com",
        "kind": OutboxKind.ANSWER,
        "thread": THREAD,
        "at": 1_800_000_000 * SECOND,
    }
    raw = compose(text=text, **(made | given)).as_bytes()
    return message_from_bytes(raw, policy=policy.default)


def test_a_mail_says_who_writes_to_whom_about_what() -> None:
    mail = composed()

    assert mail["From"] == "Hotel Miramar <desk@hotel.example>"
    assert (mail["To"], mail["Subject"]) == ("ana@example.com", "Re: Towels")
    assert mail["Message-ID"] == "<ours@hotel.example>"
    assert mail["Date"] == "Fri, 15 Jan 2027 08:00:00 +0000"


def test_a_mail_stays_in_its_thread_with_the_whole_chain() -> None:
    mail = composed()

    assert mail["In-Reply-To"] == "<b@x>"
    assert mail["References"] == "<a@x> <b@x>"


def test_a_very_long_chain_keeps_its_beginning_and_its_end() -> None:
    chain = tuple(f"<{n}@x>" for n in range(400))

    kept = composed(thread=Thread("<o@x>", "Towels", chain))["References"].split()

    assert (kept[0], kept[-1], len(kept)) == ("<0@x>", "<399@x>", 50)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (OutboxKind.ANSWER, "auto-replied"),
        (OutboxKind.SAFETY, "auto-replied"),
        (OutboxKind.CONSENT, "auto-replied"),
        (OutboxKind.NOTICE, "auto-generated"),
        (OutboxKind.STAFF, None),
    ],
)
def test_what_jack_sends_by_himself_says_so_and_what_staff_send_does_not(
    kind: OutboxKind, says: str | None
) -> None:
    mail = composed(kind=kind)

    assert mail["Auto-Submitted"] == says
    assert mail["X-Auto-Response-Suppress"] == ("All" if says else None)


def test_another_jack_would_not_answer_it() -> None:
    raw = compose(
        sender="desk@other.example",
        hotel="Other",
        to="desk@hotel.example",
        text="Hello",
        kind=OutboxKind.ANSWER,
        thread=THREAD,
        at=0,
    ).as_bytes()

    assert parse(raw, own=("desk@hotel.example",)).verdict is Verdict.AUTO


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Towels", "Re: Towels"),
        ("Re: Towels", "Re: Towels"),
        ("RE: AW: Re[2]: Towels", "Re: Towels"),
        ("回复：毛巾", "Re: 毛巾"),
        ("Reception", "Re: Reception"),
        ("", "Re: Hotel Miramar"),
        ("Towels\r\nBcc: eve@evil.example", "Re: Towels Bcc: eve@evil.example"),
        ("x" * 900, "Re: " + "x" * 200),
    ],
)
def test_a_subject_has_one_re(known: str, written: str) -> None:
    assert subject(Thread("<o@x>", known, ("<a@x>",)), "Hotel Miramar") == written


def test_a_mail_that_answers_nothing_has_the_hotels_name_as_subject() -> None:
    mail = composed(thread=Thread("<o@x>"))

    assert (mail["Subject"], mail["In-Reply-To"]) == ("Hotel Miramar", None)


def test_a_mail_that_begins_a_thread_has_its_own_subject_in_one_line() -> None:
    mail = composed(thread=Thread("<o@x>", "Before you arrive\r\nBcc: eve@evil.example"))

    assert mail["Subject"] == "Before you arrive Bcc: eve@evil.example"
    assert (mail["Bcc"], mail["References"]) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Grüße",
        "مرحبا",
        "朝食は七時から",
        "👨‍👩‍👧‍👦",
        "plain",
        "a\n\nb\nc",
        "x" * 5000,
        ".\n..\nFrom me",
    ],
)
def test_both_parts_say_the_same(text: str) -> None:
    mail = composed(text)
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None

    read = parse(b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.get_content().encode())

    assert plain.get_content().strip().replace("\r\n", "\n") == text
    assert read.whole.replace("\n", "").startswith(text.replace("\n", ""))
    assert max(map(len, mail.as_bytes().splitlines())) < 998, "RFC 5322"


def test_what_a_guest_or_model_wrote_is_no_html() -> None:
    page = composed('<script>alert(1)</script> & "x" https://e.example/?a=1&b=2.').get_body(
        ("html",)
    )
    assert page is not None
    html = page.get_content()

    assert "<script>" not in html
    assert '<a href="https://e.example/?a=1&amp;b=2">' in html


@pytest.mark.parametrize(
    "to",
    [
        "ana@example.com\r\nBcc: eve@evil.example",
        "ana@example.com, eve@evil.example",
        "ana",
        "",
        "Ana <ana@example.com>",
        "a b@example.com",
    ],
)
def test_an_address_that_is_more_than_one_is_refused(to: str) -> None:
    with pytest.raises(Permanent):
        composed(to=to)


def test_headers_cannot_be_smuggled_in_by_hotel_name_or_references() -> None:
    thread = Thread("<o@x>", "Hi\nX-Evil: 1", ("<a@x>\r\nX-Evil: 1", "<b@x>"))
    mail = composed(hotel='Mi"ra\r\nX-Evil: 1', thread=thread)

    assert mail["X-Evil"] is None
    assert mail["References"] == "<b@x>"
    with pytest.raises(Permanent):
        composed(thread=Thread("<o@x>\r\nX-Evil: 1"))


def test_addresses_and_names_outside_ascii_are_written_as_rfc_6532_and_2047_say() -> None:
    raw = compose(
        sender="desk@hotel.example",
        hotel="Hôtel Zürich",
        to="aña@exämple.com",
        text="Hi",
        kind=OutboxKind.STAFF,
        thread=THREAD,
        at=0,
    ).as_bytes()

    assert "aña@exämple.com".encode() in raw
    assert composed(hotel="Hôtel Zürich")["From"] == "Hôtel Zürich <desk@hotel.example>"


def test_r8_what_jack_starts_says_how_to_stop_it_and_answers_do_not() -> None:
    started = composed(kind=OutboxKind.NOTICE)

    assert started["List-Unsubscribe"] == "<mailto:desk@hotel.example?subject=STOP>"
    for kind in set(OutboxKind) - {OutboxKind.NOTICE}:
        assert "List-Unsubscribe" not in composed(kind=kind)
