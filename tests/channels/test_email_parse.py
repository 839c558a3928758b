"""Who wrote a mail, whether it is answered, what it belongs to and what it says."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jack.channels.email_parse import parse
from jack.model.clock import SECOND
from jack.model.mails import Bounce, Fate, Letter, Verdict

DESK = "desk@hotel.example"
ANA = "ana@example.com"
SERVER = "mx.hotel.example"


def mail(body: str = "Two towels, please.", **headers: str) -> bytes:
    """Underscores in names of headers are hyphens."""
    given = {"from": f"Ana Silva <{ANA}>", "to": DESK, "message_id": "<1@example.com>", **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value]
    return ("\r\n".join(lines) + f"\r\n\r\n{body}").encode("utf-8", "surrogateescape")


def read(raw: bytes) -> Letter:
    return parse(raw, own=(DESK,), trusted=(SERVER,))


def test_a_plain_mail_is_read() -> None:
    letter = read(mail(subject="Towels", date="Tue, 24 Nov 2026 10:12:00 +0100"))

    assert (letter.address, letter.name) == (ANA, "Ana Silva")
    assert letter.subject == "Towels"
    assert letter.text == letter.whole == "Two towels, please."
    assert (letter.message_id, letter.verdict) == ("<1@example.com>", Verdict.PERSON)
    assert letter.sent_at == 1_795_511_520 * SECOND


# -- whether it is answered ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({}, Verdict.PERSON),
        ({"auto_submitted": "no"}, Verdict.PERSON),
        ({"auto_submitted": "No (a person)"}, Verdict.PERSON),
        ({"precedence": "first-class"}, Verdict.PERSON),
        ({"auto_submitted": "auto-replied"}, Verdict.AUTO),
        ({"auto_submitted": "Auto-Generated; owner-email=x@y"}, Verdict.AUTO),
        ({"auto_submitted": "(vacation) auto-replied"}, Verdict.AUTO),
        ({"auto_submitted": "auto-notified"}, Verdict.AUTO),
        ({"x_auto_response_suppress": "All"}, Verdict.AUTO),
        ({"x_autoreply": "yes"}, Verdict.AUTO),
        ({"precedence": "auto_reply"}, Verdict.AUTO),
        ({"precedence": "Bulk"}, Verdict.LIST),
        ({"precedence": "list"}, Verdict.LIST),
        ({"precedence": "junk"}, Verdict.LIST),
        ({"list_id": "<news.example.com>"}, Verdict.LIST),
        ({"list_unsubscribe": "<https://example.com/u>"}, Verdict.LIST),
        ({"return_path": "<>"}, Verdict.AUTO),
        ({"x_auto_response_suppress": "None"}, Verdict.PERSON),
        ({"from": "MAILER-DAEMON@example.com"}, Verdict.NOBODY),
        ({"from": "Postmaster <postmaster@example.com>"}, Verdict.NOBODY),
        ({"from": "no-reply@example.com"}, Verdict.NOBODY),
        ({"from": "noreply+123@example.com"}, Verdict.NOBODY),
        ({"from": "do_not_reply@example.com"}, Verdict.NOBODY),
        ({"from": "bounces-77@example.com"}, Verdict.NOBODY),
        ({"from": "norah@example.com"}, Verdict.PERSON),
        ({"from": "noreplyana@example.com"}, Verdict.PERSON),
        ({"from": ""}, Verdict.NOBODY),
        ({"from": "undisclosed"}, Verdict.NOBODY),
        ({"from": DESK}, Verdict.OWN),
        ({"from": "Desk@Hotel.Example"}, Verdict.OWN),
        ({"from": "desk+token@hotel.example"}, Verdict.OWN),
    ],
)
def test_only_what_a_person_wrote_is_answered(headers: dict[str, str], verdict: Verdict) -> None:
    assert read(mail(**headers)).verdict is verdict


def test_a_receipt_for_reading_is_not_answered() -> None:
    kind = 'multipart/report; report-type=disposition-notification; boundary="b"'

    assert read(mail("--b\r\n\r\nread\r\n--b--", content_type=kind)).verdict is Verdict.BOUNCE


# -- who wrote it (R6) -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "is_proven"),
    [
        (f"{SERVER}; dmarc=pass header.from=example.com", True),
        (f"{SERVER} 1; spf=pass; dkim=pass header.d=example.com;\r\n dmarc=pass (p=none)", True),
        ("MX.Hotel.Example; DMARC=PASS header.from=EXAMPLE.com", True),
        (f"{SERVER}; dmarc=fail header.from=example.com", False),
        (f"{SERVER}; dmarc=none", False),
        (f"{SERVER}; spf=pass; dkim=pass", False),
        (f"{SERVER}; dmarc=pass header.from=evil.example", False),
        (f"{SERVER}; spf=fail (dmarc=pass header.from=example.com); dmarc=fail", False),
        (f'{SERVER}; spf=fail reason="; dmarc=pass"; dmarc=fail', False),
        (f"{SERVER} (evil; dmarc=pass", False),
        ("mx.evil.example; dmarc=pass header.from=example.com", False),
        (f"{SERVER}.evil.example; dmarc=pass", False),
        ("", False),
        (";;;", False),
    ],
)
def test_r6_a_sender_is_known_only_by_dmarc_from_a_trusted_server(
    results: str, is_proven: bool
) -> None:
    assert read(mail(authentication_results=results)).is_proven is is_proven


def test_r6_without_a_trusted_server_nobody_is_known() -> None:
    raw = mail(authentication_results=f"{SERVER}; dmarc=pass header.from=example.com")

    assert not parse(raw, own=(DESK,)).is_proven


def test_r6_a_forged_result_below_that_of_the_server_does_not_count() -> None:
    genuine = f"Authentication-Results: {SERVER}; dmarc=fail\r\n".encode()
    forged = mail(authentication_results=f"{SERVER}; dmarc=pass header.from=example.com")

    assert not read(genuine + forged).is_proven


def test_r6_two_senders_are_no_sender() -> None:
    results = f"{SERVER}; dmarc=pass header.from=example.com"
    both = mail(**{"from": f"{ANA}, ben@example.com"}, authentication_results=results)
    twice = b"From: eve@evil.example\r\n" + mail(authentication_results=results)

    assert not read(both).is_proven
    assert not read(twice).is_proven


def test_r6_reply_to_is_not_looked_at() -> None:
    assert read(mail(reply_to="eve@evil.example")).address == ANA


# -- what it belongs to ----------------------------------------------------------------------------


def test_it_answers_in_reply_to_first_then_the_newest_reference() -> None:
    letter = read(mail(in_reply_to="<c@x>", references="<a@x>\r\n <b@x> <c@x>"))

    assert letter.references == ("<c@x>", "<b@x>", "<a@x>")


def test_the_plus_part_of_our_address_is_a_token() -> None:
    letter = read(mail(to="Desk <desk+abc@hotel.example>, other+no@x.example", cc="desk@x"))

    assert letter.tokens == ("abc",)


def test_a_mail_without_message_id_is_known_by_its_content() -> None:
    raw = mail(message_id="")

    assert read(raw).message_id == read(raw).message_id != read(raw + b"!").message_id


# -- what it says ----------------------------------------------------------------------------------


def composed(message: EmailMessage) -> Letter:
    message["From"], message["To"], message["Message-ID"] = ANA, DESK, "<1@example.com>"
    return read(message.as_bytes())


def test_plain_text_is_preferred_to_html() -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<p>html</p>", subtype="html")

    assert composed(message).text == "plain"


def test_html_alone_is_read_as_text_and_its_quotation_kept_for_staff() -> None:
    message = EmailMessage()
    message.set_content("<p>Hi</p><blockquote>Before</blockquote>", subtype="html")
    letter = composed(message)

    assert (letter.text, letter.whole) == ("Hi", "Hi\n\nBefore")


def test_what_is_quoted_is_kept_for_staff() -> None:
    letter = read(mail("Yes.\n\n> Towels?\n"))

    assert (letter.text, letter.whole) == ("Yes.", "Yes.\n\n> Towels?")


def test_attachments_are_told_of_and_not_read() -> None:
    message = EmailMessage()
    message.set_content("See the picture.")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="../Zürich.png")
    message.add_attachment("secret list", filename="list.txt")
    letter = composed(message)

    assert letter.text == "See the picture."
    assert [(each.content_type, each.name) for each in letter.attachments] == [
        ("image/png", ".._Zürich.png"),
        ("text/plain", "list.txt"),
    ]
    assert letter.attachments[0].size == 4


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe?=\r\n =?iso-8859-1?Q?_aus?=", "Grüße aus"),
        ("=?nonsense?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?B?!!!?=", None),
        ("Grüße", "Grüße"),
        ("Gr\udcfc\udcdfe", "Grüße"),
        ("one\r\n two", "one two"),
    ],
)
def test_subjects_are_read_however_they_are_written(subject: str, text: str | None) -> None:
    found = read(mail(subject=subject)).subject

    assert text is None or found == text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"no headers at all",
        mail("text", content_type="multipart/mixed"),
        mail("--x\r\nnever closed", content_type='multipart/mixed; boundary="x"'),
        mail("not base64 !!!", content_transfer_encoding="base64"),
        mail("text", content_type="text/plain; charset*=x''%FF%; =;"),
        mail("text", content_type="///;;;"),
        mail("a=ZZb=", content_transfer_encoding="quoted-printable"),
        mail("x", date="not a date", message_id="<<>>", references="<" * 5000),
        mail("x", content_disposition="attachment; filename*0*=utf-8''%E4; filename*1=b"),
        mail("x", content_type="message/rfc822"),
        mail("x", **{"from": '"unclosed <ana@example.com>'}),
        mail("x", **{"from": "(" * 3000}),
        mail("x", **{"from": "a:" * 3000}),
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(raw: bytes) -> None:
    assert read(raw).message_id


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_too_broken(data: bytes) -> None:
    read(data)
    read(mail(content_type='multipart/mixed; boundary="x"') + b"\r\n--x\r\n" + data)
    read(b"From: " + data + b"\r\nContent-Type: " + data + b"\r\n\r\n" + data)


@pytest.mark.parametrize("depth", [400, 5000])
def test_deep_nesting_ends(depth: int) -> None:
    raw = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(depth)
    )

    assert read(mail("").rstrip() + b"\r\n" + raw).address == ANA


def test_a_mail_that_was_cut_says_so_to_staff() -> None:
    assert parse(mail("long"), is_cut=True).whole == "long\n\n[…]"


# -- delivery reports ------------------------------------------------------------------------------

REPORT = """--b
Content-Type: text/plain

Your mail was not delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Type: {kind}

Message-ID: <ours@hotel.example>
Subject: Re: Towels

--b--
"""


def report(action: str, status: str, kind: str = "text/rfc822-headers") -> Letter:
    body = REPORT.format(recipient=ANA, action=action, status=status, kind=kind)
    return read(
        mail(
            body.replace("\n", "\r\n"),
            **{"from": "MAILER-DAEMON@mx.example.com"},
            return_path="<>",
            auto_submitted="auto-replied",
            content_type='multipart/report; report-type=delivery-status; boundary="b"',
        )
    )


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_bounce_names_recipient_reason_and_the_mail_that_came_back(kind: str) -> None:
    letter = report("failed", "5.1.1", kind)

    assert letter.verdict is Verdict.BOUNCE
    assert letter.bounces == (Bounce(ANA, Fate.FAILED, "5.1.1", "550 5.1.1 no such user"),)
    assert letter.returned == ("<ours@hotel.example>",)


@pytest.mark.parametrize(
    ("action", "status", "fate", "is_permanent"),
    [
        ("failed", "5.1.1", Fate.FAILED, True),
        ("failed", "4.4.7", Fate.FAILED, False),
        ("delayed", "4.2.2", Fate.DELAYED, False),
        ("delivered", "2.0.0", Fate.DELIVERED, False),
        ("relayed", "2.0.0", Fate.DELIVERED, False),
    ],
)
def test_a_report_says_what_became_of_a_mail(
    action: str, status: str, fate: Fate, is_permanent: bool
) -> None:
    (bounce,) = report(action, status).bounces

    assert (bounce.fate, bounce.is_permanent) == (fate, is_permanent)


# -- files -----------------------------------------------------------------------------------------

LOGO, PHOTO = bytes(5_000), bytes(50_000)


def page(html: str, *pictures: tuple[str, bytes]) -> bytes:
    """A page with pictures in it, by their content ids."""
    message = EmailMessage()
    message["From"], message["Message-ID"] = ANA, "<1@example.com>"
    message.set_content("words")
    message.add_alternative(html, subtype="html")
    body = message.get_body(("html",))
    assert body is not None
    for name, data in pictures:
        body.add_related(data, "image", "png", cid=f"<{name}>", filename=f"{name}.png")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("html", "is_content"),
    [
        ('<p>Hi</p><img src="cid:a"><img src="cid:b">', [False, True]),
        ('<p>Hi</p><blockquote><img src="cid:a"><img src="cid:b"></blockquote>', [False, False]),
        ('<p>Hi</p><img src="cid:b"><blockquote><img src="cid:b"></blockquote>', [True, True]),
        ("<p>Hi</p>", [True, True]),
    ],
)
def test_logos_and_pictures_of_what_is_quoted_are_nothing_to_look_at(
    html: str, is_content: list[bool]
) -> None:
    letter = read(page(html, ("a", LOGO), ("b", PHOTO)))

    assert [(each.name, each.is_content) for each in letter.attachments] == [
        ("a.png", is_content[0]),
        ("b.png", is_content[1]),
    ]


def test_a_signature_is_nothing_to_look_at() -> None:
    message = EmailMessage()
    message["From"] = ANA
    message.set_content("words")
    message.add_attachment(
        b"x", maintype="application", subtype="pkcs7-signature", filename="s.p7s"
    )

    assert [each.is_content for each in read(message.as_bytes()).attachments] == [False]
