"""What a person says in a mail is told from what their mail program adds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jack.channels.email_text import decoded, from_html, newest, unflowed

SAID = "Two towels for room 305, please."

# ruff: noqa: E501 replies are kept as they are sent
# fmt: off
REPLIES = {
    "gmail_en": "On Tue, Nov 24, 2026 at 10:12 AM Hotel Miramar <desk@hotel.example> wrote:\n\n> Good morning\n> How can we help?",
    "gmail_wrapped": "On Tue, Nov 24, 2026 at 10:12 AM Hotel Miramar <\ndesk@hotel.example> wrote:\n\n> Good morning",
    "gmail_de": "Am Di., 24. Nov. 2026 um 10:12 Uhr schrieb Hotel Miramar <\ndesk@hotel.example>:\n\n> Guten Morgen",
    "gmail_fr": "Le mar. 24 nov. 2026 à 10:12, Hotel Miramar <desk@hotel.example> a écrit :\n\n> Bonjour",
    "gmail_es": "El mar, 24 nov 2026 a las 10:12, Hotel Miramar (<desk@hotel.example>) escribió:\n\n> Buenos días",
    "gmail_pt": "Hotel Miramar <desk@hotel.example> escreveu (terça, 24/11/2026 à(s) 10:12):\n\n> Bom dia",
    "gmail_it": "Il giorno mar 24 nov 2026 alle ore 10:12 Hotel Miramar <desk@hotel.example> ha scritto:\n\n> Buongiorno",
    "gmail_ru": "вт, 24 нояб. 2026 г. в 10:12, Hotel Miramar <desk@hotel.example>:\n\n> Доброе утро",
    "gmail_ja": "2026年11月24日(火) 10:12 Hotel Miramar <desk@hotel.example>:\n\n> おはようございます",
    "gmail_zh": "Hotel Miramar <desk@hotel.example> 于2026年11月24日周二 10:12写道：\n\n> 早上好",
    "gmail_ar": "في الثلاثاء، ٢٤ نوفمبر ٢٠٢٦ في ١٠:١٢ ص تمت كتابة ما يلي بواسطة Hotel Miramar <desk@hotel.example>:\n\n> صباح الخير",
    "gmail_hi": "मंगल, 24 नव॰ 2026 को 10:12 am बजे को Hotel Miramar <desk@hotel.example> ने लिखा:\n\n> सुप्रभात",
    "apple": "> On 24 Nov 2026, at 10:12, Hotel Miramar <desk@hotel.example> wrote:\n> \n> Good morning",
    "thunderbird": "Am 24.11.26 um 10:12 schrieb Hotel Miramar:\n> Guten Morgen\n>\n> Gruß",
    "outlook_en": "From: Hotel Miramar <desk@hotel.example>\nSent: Tuesday, 24 November 2026 10:12\nTo: Ana <ana@example.com>\nSubject: Re: Towels\n\nGood morning",
    "outlook_rule": "________________________________\nVon: Hotel Miramar <desk@hotel.example>\nGesendet: Dienstag, 24. November 2026 10:12\nAn: Ana <ana@example.com>\nBetreff: AW: Handtücher\n\nGuten Morgen",
    "outlook_fr": "De : Hotel Miramar <desk@hotel.example>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Ana <ana@example.com>\nObjet : RE: Serviettes\n\nBonjour",
    "original": "-----Original Message-----\nFrom: Hotel Miramar <desk@hotel.example>\nSent: 24 November 2026 10:12\nTo: Ana\nSubject: Towels\n\nGood morning",
    "unmarked": "On Tue, 24 Nov 2026 at 10:12, <desk@hotel.example> wrote:\n\nGood morning, how can we help?",
    "qq": "------------------ 原始邮件 ------------------\n发件人: Hotel <desk@hotel.example>\n发送时间: 2026年11月24日 10:12\n收件人: Ana <ana@example.com>\n主题: Re: towels\n\n早上好",
}
# fmt: on

SIGNATURES = {
    "delimiter": "-- \nAna Silva\nHead of Everything",
    "stripped_delimiter": "--\nAna Silva",
    "iphone": "Sent from my iPhone",
    "iphone_de": "Von meinem iPhone gesendet",
    "iphone_fr": "Envoyé de mon iPhone",
    "outlook": "Get Outlook for iOS",
}


@pytest.mark.parametrize("client", REPLIES)
def test_a_quoted_reply_leaves_what_the_guest_says(client: str) -> None:
    assert newest(f"{SAID}\n\n{REPLIES[client]}") == SAID


@pytest.mark.parametrize("kind", SIGNATURES)
def test_a_signature_is_not_said(kind: str) -> None:
    assert newest(f"{SAID}\n\n{SIGNATURES[kind]}\n") == SAID


def test_an_answer_below_and_between_the_quotation_is_kept() -> None:
    text = (
        "On 24 Nov 2026 at 10:12, Hotel <desk@hotel.example> wrote:\n"
        "> When do you arrive?\nAt nine.\n\n> Do you need parking?\nYes, one car."
    )

    assert newest(text) == "At nine.\nYes, one car."


@pytest.mark.parametrize(
    "text",
    [
        "Room: 305\nName: Ana\nPlease: two towels",
        "We arrive on 24 November 2026 at 10:12:\nana@example.com is my address",
        "Prices: 1 > 2 and 3 > 2",
        "Hello\n- towels\n- pillows",
        "My list of wishes:\n\nA view.",
        "> only a quotation",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    assert newest(text).split()[:2] == text.split()[:2]


def test_a_long_mail_made_to_be_slow_is_read_at_once() -> None:
    started = time.perf_counter()

    for hostile in ("On 2026 <a@b> " * 8000, "-" * 100_000, ": \n" * 30_000, ">\n" * 50_000):
        newest(hostile)

    assert time.perf_counter() - started < 5


@settings(deadline=None)
@given(st.text())
def test_any_text_has_something_said_where_it_says_something(text: str) -> None:
    assert bool(newest(text)) == bool(text.strip())


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "iso-8859-1", "Grüße"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("“quoted” €".encode("cp1252"), "iso-8859-1", "“quoted” €"),
        ("Grüße".encode("latin-1"), "us-ascii", "Grüße"),
        ("Grüße".encode(), None, "Grüße"),
        ("привет".encode("koi8-r"), "koi8-r", "привет"),
        ("привет".encode("cp1251"), '"windows-1251"', "привет"),
        ("朝食".encode("iso-2022-jp"), "iso-2022-jp", "朝食"),
        ("朝食①".encode("cp932"), "shift_jis", "朝食①"),
        ("早餐".encode("gb18030"), "GB2312", "早餐"),
        ("مرحبا".encode("cp1256"), "windows-1256", "مرحبا"),
        ("שלום".encode("iso-8859-8"), "iso-8859-8-i", "שלום"),
        ("hi".encode("utf-16"), "utf-16", "hi"),
        (b"plain", "no-such-charset", "plain"),
        (b"plain", "rot13", "plain"),
        (b"caf\xe9", "base64", "café"),
        (b"a\x00b\x1bc", "utf-8", "abc"),
        ("Tür".encode("utf-7"), "utf-7", "Tür"),
    ],
)
def test_charsets_are_read_also_where_they_lie(data: bytes, charset: str, text: str) -> None:
    assert decoded(data, charset) == text


@settings(deadline=None)
@given(st.binary(), st.sampled_from(["utf-8", "utf-16", "hz", "idna", "punycode", "hex", "", "\0"]))
def test_no_bytes_are_unreadable(data: bytes, charset: str) -> None:
    decoded(data, charset).encode("utf-8")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Two towels</p><p>please</p>", "Two towels\n\nplease"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<style>p{color:red}</style><p>Hi<script>alert(1)</script></p>", "Hi"),
        ("<ul><li>towels</li><li>pillows</li></ul>", "towels\npillows"),
        ("<div>one</div><div>two</div><div><br></div><div>three<br></div>", "one\ntwo\n\nthree"),
        ("<p>one<br>\n  two</p>\n<p>three\nfour</p>", "one\ntwo\n\nthree four"),
        (
            "<p class=MsoNormal>one</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>two</p>",
            "one\n\ntwo",
        ),
        ("<pre>one\n  two\n</pre>three", "one\ntwo\nthree"),
        ("<table><tr><td>Room</td><td>305</td></tr></table>", "Room 305"),
        ("a &amp; b&nbsp;c &lt;d&gt;", "a & b c <d>"),
        ("<table><tr><td>unclosed", "unclosed"),
        ("", ""),
        ("<div><b>bo</b>ld</div>", "bold"),
    ],
)
def test_html_reads_as_text(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    "quoted",
    [
        '<div class="gmail_quote"><div>On Tue … wrote:</div><blockquote>Morning</blockquote></div>',
        '<blockquote type="cite">Morning</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Hotel</div><div>Morning</div>',
        '<div class="yahoo_quoted">Morning</div>',
    ],
)
def test_quotations_in_html_are_left_out_of_what_is_said_and_kept_in_the_whole(quoted: str) -> None:
    html = f"<html><body><p>{SAID}</p>{quoted}</body></html>"

    assert from_html(html, is_whole=False) == SAID
    assert "Morning" in from_html(html)


def test_flowed_paragraphs_are_joined() -> None:
    text = "Two towels \nplease.\n> quoted \n-- \nAna"

    assert unflowed(text, delsp=False) == "Two towels please.\n> quoted\n-- \nAna"
    assert unflowed("あ \nい", delsp=True) == "あい"
