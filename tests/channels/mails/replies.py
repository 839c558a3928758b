"""Replies to a mail of ours: what ten and more mail programs put around what the guest says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from tests.channels.mails.base import (
    DESK,
    HOTEL,
    SUBJECT,
    Fate,
    Place,
    Sample,
    html,
    mail,
    multipart,
    plain,
    quoted,
    reply_head,
)

SAYS: Mapping[str, str] = {
    "en": "Yes please, at half past seven.\nCould we also have two more towels?",
    "es": "Sí, por favor, a las siete y media.\n¿Nos pueden traer dos toallas más?",
    "fr": "Oui, à sept heures et demie.\nPourrions-nous avoir deux serviettes de plus ?",
    "de": "Ja gern, um halb acht.\nKönnten wir noch zwei Handtücher bekommen?",
    "it": "Sì, alle sette e mezza.\nPotremmo avere altri due asciugamani?",
    "pt": "Sim, às sete e meia.\nPodemos ter mais duas toalhas?",
    "ar": "نعم من فضلك، في السابعة والنصف.\nهل يمكننا الحصول على منشفتين إضافيتين؟",
    "zh": "好的，七点半。\n可以再给我们两条毛巾吗？",
    "ja": "はい、七時半でお願いします。\nタオルをあと二枚いただけますか？",
    "ru": "Да, в половине восьмого.\nМожно нам ещё два полотенца?",
    "hi": "हाँ, साढ़े सात बजे।\nक्या हमें दो तौलिये और मिल सकते हैं?",
}

GMAIL: Mapping[str, str] = {
    "en": "On Tue, Nov 24, 2026 at 10:12 AM {hotel} <{desk}> wrote:",
    "es": "El mar, 24 nov 2026 a las 10:12, {hotel} (<{desk}>) escribió:",
    "fr": "Le mar. 24 nov. 2026 à 10:12, {hotel} <{desk}> a écrit :",
    "de": "Am Di., 24. Nov. 2026 um 10:12 Uhr schrieb {hotel} <{desk}>:",
    "it": "Il giorno mar 24 nov 2026 alle ore 10:12 {hotel} <{desk}> ha scritto:",
    "pt": "Em ter., 24 de nov. de 2026 às 10:12, {hotel} <{desk}> escreveu:",
    "ar": "في الثلاثاء، ٢٤ نوفمبر ٢٠٢٦ في ١٠:١٢ ص تمت كتابة ما يلي بواسطة ‪{hotel}‬‏ <‪{desk}‬‏>:",
    "zh": "{hotel} <{desk}> 于2026年11月24日周二 10:12写道：",
    "ja": "2026年11月24日(火) 10:12 {hotel} <{desk}>:",
    "ru": "вт, 24 нояб. 2026 г. в 10:12, {hotel} <{desk}>:",
    "hi": "मंगल, 24 नव॰ 2026 को 10:12 am बजे को {hotel} <{desk}> ने लिखा:",
}
APPLE: Mapping[str, str] = {
    "en": "On 24 Nov 2026, at 10:12, {hotel} <{desk}> wrote:",
    "es": "El 24 nov 2026, a las 10:12, {hotel} <{desk}> escribió:",
    "fr": "Le 24 nov. 2026 à 10:12, {hotel} <{desk}> a écrit :",
    "de": "Am 24.11.2026 um 10:12 schrieb {hotel} <{desk}>:",
    "it": "Il giorno 24 nov 2026, alle ore 10:12, {hotel} <{desk}> ha scritto:",
    "pt": "No dia 24/11/2026, às 10:12, {hotel} <{desk}> escreveu:",
    "ar": "في ٢٤ نوفمبر ٢٠٢٦، الساعة ١٠:١٢ ص، كتب {hotel} <{desk}>:",
    "zh": "2026年11月24日 10:12，{hotel} <{desk}> 写道：",
    "ja": "2026/11/24 10:12、{hotel} <{desk}>のメール:",
    "ru": "24 нояб. 2026 г., в 10:12, {hotel} <{desk}> написал(а):",
    "hi": "24 नवंबर 2026 को, सुबह 10:12 बजे, {hotel} <{desk}> ने लिखा:",
}
THUNDERBIRD: Mapping[str, str] = {
    "en": "On 24/11/2026 10:12, {hotel} wrote:",
    "es": "El 24/11/2026 a las 10:12, {hotel} escribió:",
    "fr": "Le 24/11/2026 à 10:12, {hotel} a écrit :",
    "de": "Am 24.11.26 um 10:12 schrieb {hotel}:",
    "it": "Il 24/11/2026 10:12, {hotel} ha scritto:",
    "pt": "Em 24/11/2026 10:12, {hotel} escreveu:",
    "zh": "在 2026/11/24 10:12, {hotel} 写道:",
    "ru": "24.11.2026 10:12, {hotel} пишет:",
}
YAHOO: Mapping[str, str] = {
    "en": "On Tuesday, November 24, 2026 at 10:12:33 AM GMT+1, {hotel} <{desk}> wrote:",
    "es": "El martes, 24 de noviembre de 2026, 10:12:33 CET, {hotel} <{desk}> escribió:",
    "fr": "Le mardi 24 novembre 2026 à 10:12:33 UTC+1, {hotel} <{desk}> a écrit :",
    "de": "Am Dienstag, 24. November 2026 um 10:12:33 MEZ hat {hotel} <{desk}> Folgendes geschrieben:",
    "it": "Il martedì 24 novembre 2026 alle ore 10:12:33 CET, {hotel} <{desk}> ha scritto:",
}
PROTON: Mapping[str, str] = {
    "en": "On Tuesday, 24 November 2026 at 10:12, {hotel} <{desk}> wrote:",
    "de": "{hotel} <{desk}> schrieb am Dienstag, 24. November 2026 um 10:12:",
    "fr": "Le mardi 24 novembre 2026 à 10:12, {hotel} <{desk}> a écrit :",
}
OUTLOOK: Mapping[str, tuple[str, str, str, str, str]] = {
    "en": ("From", "Sent", "To", "Subject", "Tuesday, November 24, 2026 10:12 AM"),
    "es": ("De", "Enviado el", "Para", "Asunto", "martes, 24 de noviembre de 2026 10:12"),
    "fr": ("De", "Envoyé", "À", "Objet", "mardi 24 novembre 2026 10:12"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Dienstag, 24. November 2026 10:12"),
    "it": ("Da", "Inviato", "A", "Oggetto", "martedì 24 novembre 2026 10:12"),
    "pt": ("De", "Enviado", "Para", "Assunto", "terça-feira, 24 de novembro de 2026 10:12"),
    "ar": ("من", "تم الإرسال", "إلى", "الموضوع", "الثلاثاء، 24 نوفمبر، 2026 10:12 ص"),
    "zh": ("发件人", "发送时间", "收件人", "主题", "2026年11月24日 10:12"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "2026年11月24日 10:12"),
    "ru": ("От", "Отправлено", "Кому", "Тема", "24 ноября 2026 г. 10:12"),
}
ORIGINAL: Mapping[str, str] = {
    "en": "-----Original Message-----",
    "es": "-----Mensaje original-----",
    "fr": "-----Message d'origine-----",
    "de": "-----Ursprüngliche Nachricht-----",
    "it": "-----Messaggio originale-----",
    "pt": "-----Mensagem original-----",
    "ru": "-----Исходное сообщение-----",
    "ja": "-----元のメッセージ-----",
}
PHONE: Mapping[str, str] = {
    "en": "Sent from my iPhone",
    "es": "Enviado desde mi iPhone",
    "fr": "Envoyé de mon iPhone",
    "de": "Von meinem iPhone gesendet",
    "it": "Inviato da iPhone",
    "pt": "Enviado do meu iPhone",
    "ar": "أُرسلت من الـ iPhone",
    "zh": "发自我的iPhone",
    "ja": "iPhoneから送信",
    "ru": "Отправлено с iPhone",
    "hi": "मेरे iPhone से भेजा गया",
}
GALAXY: Mapping[str, str] = {
    "en": "Sent from my Galaxy",
    "es": "Enviado desde mi Galaxy",
    "de": "Von meinem Galaxy gesendet",
    "pt": "Enviado do meu Galaxy",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a guest says in a language, above or below the mail that is answered."""

    place: Place
    language: str

    @property
    def says(self) -> str:
        return SAYS[self.language]

    @property
    def head(self) -> str:
        return reply_head(self.place)

    def line(self, lines: Mapping[str, str]) -> str:
        return lines[self.language].format(hotel=HOTEL, desk=DESK)

    def block(self, *, bold: bool = False) -> str:
        """The headers that Outlook copies above an answered mail."""
        sent_by, sent, to, subject, at = OUTLOOK[self.language]
        values = (f"{HOTEL} <{DESK}>", at, self.place.sender, f"Re: {SUBJECT}")
        names = (sent_by, sent, to, subject)
        mark = "*" if bold else ""
        return "\n".join(
            f"{mark}{name}:{mark} {value}" for name, value in zip(names, values, strict=True)
        )

    def block_html(self) -> str:
        sent_by, sent, to, subject, at = OUTLOOK[self.language]
        return (
            f"<b>{sent_by}:</b> {HOTEL} &lt;{DESK}&gt;<br><b>{sent}:</b> {at}<br>"
            f"<b>{to}:</b> {self.place.sender}<br><b>{subject}:</b> Re: {SUBJECT}"
        )

    @property
    def lines_html(self) -> str:
        return self.says.replace("\n", "<br>\n")

    @property
    def said_html(self) -> str:
        return self.place.said.replace("\n", "<br>\n")


def gmail(reply: Reply) -> bytes:
    text = f"{reply.says}\n\n{reply.line(GMAIL)}\n\n{quoted(reply.place.said)}\n"
    line = reply.line(GMAIL).replace("<", "&lt;").replace(">", "&gt;")
    page = (
        f'<div dir="auto">{reply.lines_html}</div><br><div class="gmail_quote '
        f'gmail_quote_container"><div dir="ltr" class="gmail_attr">{line}<br></div><blockquote '
        f'class="gmail_quote" style="margin:0 0 0 .8ex">{reply.said_html}</blockquote></div>'
    )
    return multipart(reply.head, "alternative", plain(text), html(page))


def gmail_wrapped(reply: Reply) -> bytes:
    """Plain text is wrapped at 72 letters, the attribution with it."""
    line = reply.line(GMAIL).replace(f" <{DESK}>", f"\n<{DESK}>")
    return mail(reply.head, f"{reply.says}\n\n{line}\n\n{quoted(reply.place.said)}\n")


def gmail_page(reply: Reply) -> bytes:
    """As some gateways leave it: HTML alone."""
    page = (
        f'<div dir="ltr">{reply.lines_html}</div><br><div class="gmail_quote"><div class="gmail_attr">'
        f"{reply.line(GMAIL).replace('<', '&lt;')}<br></div><blockquote>{reply.said_html}</blockquote>"
        "</div>"
    )
    return mail(reply.head, page, "text/html; charset=utf-8")


def outlook(reply: Reply) -> bytes:
    text = f"{reply.says}\n\n{ORIGINAL[reply.language]}\n{reply.block()}\n\n{reply.place.said}\n"
    return mail(reply.head, text)


def outlook_page(reply: Reply) -> bytes:
    """Word writes the HTML, the copied headers stand under a border."""
    paragraphs = "".join(
        f"<p class=MsoNormal>{line}<o:p></o:p></p>" for line in reply.says.split("\n")
    )
    page = (
        f"<html><body lang=EN-GB><div class=WordSection1>{paragraphs}<p class=MsoNormal><o:p>&nbsp;"
        "</o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm"
        f" 0cm'><p class=MsoNormal>{reply.block_html()}<o:p></o:p></p></div><p class=MsoNormal>"
        f"{reply.said_html}<o:p></o:p></p></div></body></html>"
    )
    return mail(reply.head, page, "text/html; charset=utf-8")


def outlook_web(reply: Reply) -> bytes:
    text = f"{reply.says}\n________________________________\n{reply.block()}\n\n{reply.place.said}"
    page = (
        f'<div class="elementToProof">{reply.lines_html}</div><div id="appendonsend"></div><hr '
        f'style="width:98%"><div id="divRplyFwdMsg" dir="ltr">{reply.block_html()}</div><div>'
        f"{reply.said_html}</div>"
    )
    return multipart(reply.head, "alternative", plain(text), html(page))


def outlook_mobile(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n"
        f"________________________________\n{reply.block()}\n\n{reply.place.said}"
    )
    return mail(reply.head, text)


def outlook_mobile_page(reply: Reply) -> bytes:
    page = (
        f'<div dir="ltr">{reply.lines_html}</div><div id="ms-outlook-mobile-signature"><div>Get <a '
        'href="https://aka.ms/o0ukef">Outlook for iOS</a></div></div><hr><div id="divRplyFwdMsg">'
        f"{reply.block_html()}</div><div>{reply.said_html}</div>"
    )
    return mail(reply.head, page, "text/html; charset=utf-8")


def apple_mail(reply: Reply) -> bytes:
    """The attribution is part of the quotation."""
    text = f"{reply.says}\n\n> {reply.line(APPLE)}\n> \n{quoted(reply.place.said)}\n"
    line = reply.line(APPLE).replace("<", "&lt;")
    page = (
        f'<body>{reply.lines_html}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote '
        f'type="cite"><div>{line}</div><br><div>{reply.said_html}</div></blockquote></div></body>'
    )
    return multipart(reply.head, "alternative", plain(text), html(page))


def iphone(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\n{PHONE[reply.language]}\n\n> {reply.line(APPLE)}\n> \n"
        f"> \ufeff{quoted(reply.place.said).removeprefix('> ')}\n"
    )
    return mail(reply.head, text)


def thunderbird(reply: Reply) -> bytes:
    text = f"{reply.says}\n\n{reply.line(THUNDERBIRD)}\n{quoted(reply.place.said)}\n"
    return mail(reply.head, text, "text/plain; charset=utf-8; format=flowed")


def thunderbird_below(reply: Reply) -> bytes:
    """The old custom: the answer stands below what is answered."""
    text = (
        f"{reply.line(THUNDERBIRD)}\n{quoted(reply.place.said)}\n\n{reply.says}\n\n-- \nAna Silva\n"
    )
    return mail(reply.head, text, "text/plain; charset=utf-8; format=flowed")


def thunderbird_page(reply: Reply) -> bytes:
    page = (
        f"<p>{reply.lines_html}</p><div class='moz-cite-prefix'>{reply.line(THUNDERBIRD)}<br></div>"
        f"<blockquote type='cite' cite='mid:1'>{reply.said_html}</blockquote>"
        "<div class='moz-signature'>-- <br>Ana Silva<br>Lisboa</div>"
    )
    return mail(reply.head, page, "text/html; charset=utf-8")


def yahoo(reply: Reply) -> bytes:
    """What is answered stands unmarked below."""
    text = f" {reply.says}\n\n    {reply.line(YAHOO)}  \n \n {reply.place.said}  "
    line = reply.line(YAHOO).replace("<", "&lt;")
    page = (
        f'<div class="ydp1">{reply.lines_html}</div><div id="yahoo_quoted_77" class="yahoo_quoted">'
        f"<div>{line}</div><div>{reply.said_html}</div></div>"
    )
    return multipart(reply.head, "alternative", plain(text), html(page))


def proton(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\nSent with [Proton Mail](https://proton.me/mail/home) secure email.\n\n"
        f"{reply.line(PROTON)}\n\n{quoted(reply.place.said)}\n"
    )
    return mail(reply.head, text)


def proton_page(reply: Reply) -> bytes:
    page = (
        f'<div style="font-family:Arial">{reply.lines_html}</div><div '
        'class="protonmail_signature_block"><div>Sent with <a href="https://proton.me">Proton Mail'
        '</a> secure email.</div></div><div class="protonmail_quote">'
        f"{reply.line(PROTON).replace('<', '&lt;')}<br><blockquote>{reply.said_html}</blockquote></div>"
    )
    return mail(reply.head, page, "text/html; charset=utf-8")


def gmx(reply: Reply) -> bytes:
    sent_by, sent, to, subject, at = OUTLOOK[reply.language]
    text = (
        f'{reply.says}\n \n\n{sent}: {at}\n{sent_by}: "{HOTEL}" <{DESK}>\n'
        f"{to}: {reply.place.sender}\n{subject}: Re: {SUBJECT}\n\n{reply.place.said}\n"
    )
    return mail(reply.head, text)


def gmx_page(reply: Reply) -> bytes:
    sent_by, sent, to, subject, at = OUTLOOK[reply.language]
    page = (
        f"<html><body><div>{reply.lines_html}<br>&nbsp;</div><div name='quote' style='margin:10px 5px"
        " 5px 10px; border-left:2px solid #C3D9E5;'><div style='margin:0 0 10px 0;'><b>"
        f"{sent}:</b>&nbsp;{at}<br><b>{sent_by}:</b>&nbsp;{HOTEL} &lt;{DESK}&gt;<br><b>{to}:</b>"
        f"&nbsp;{reply.place.sender}<br><b>{subject}:</b>&nbsp;Re: {SUBJECT}</div><div "
        f"name='quoted-content'>{reply.said_html}</div></div></body></html>"
    )
    return mail(reply.head, page, "text/html; charset=utf-8")


def samsung(reply: Reply) -> bytes:
    sent_by, _, to, subject, _ = OUTLOOK[reply.language]
    text = (
        f"{reply.says}\n\n{GALAXY[reply.language]}\n\n-------- Original message --------\n"
        f"{sent_by}: {HOTEL} <{DESK}> \nDate: 24/11/2026  10:12  (GMT+01:00) \n"
        f"{to}: {reply.place.sender} \n{subject}: Re: {SUBJECT} \n\n{reply.place.said}\n"
    )
    return mail(reply.head, text)


def roundcube(reply: Reply) -> bytes:
    lines = {
        "en": "On 2026-11-24 10:12, {hotel} wrote:",
        "de": "Am 2026-11-24 10:12, schrieb {hotel}:",
    }
    text = f"{reply.line(lines)}\n{quoted(reply.place.said)}\n\n{reply.says}\n"
    return mail(reply.head, text)


def zoho(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\n\n---- On Tue, 24 Nov 2026 10:12:00 +0100 {HOTEL} <{DESK}> wrote ---\n\n"
        f"{reply.place.said}\n"
    )
    return mail(reply.head, text)


def mail_ru(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\n \n>Вторник, 24 ноября 2026, 10:12 +03:00 от {HOTEL} <{DESK}>:\n> \n"
        f"{quoted(reply.place.said, '>')}\n"
    )
    return mail(reply.head, text)


def yandex(reply: Reply) -> bytes:
    text = f'{reply.says}\n\n24.11.2026, 10:12, "{HOTEL}" <{DESK}>:\n{quoted(reply.place.said)}\n'
    return mail(reply.head, text)


def qq(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n"
        f'发件人: "{HOTEL}" <{DESK}>;\n发送时间:&nbsp;2026年11月24日(星期二) 上午10:12\n'
        f'收件人:&nbsp;"ana"<{reply.place.sender}>;\n主题:&nbsp;Re: {SUBJECT}\n\n{reply.place.said}\n'
    )
    return mail(reply.head, text)


def netease(reply: Reply) -> bytes:
    line = f'At 2026-11-24 10:12:00, "{HOTEL}" <{DESK}> wrote:'
    return mail(reply.head, f"{reply.says}\n\n\n\n{line}\n{quoted(reply.place.said, '>')}\n")


def notes(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\n\n\nFrom:\t{HOTEL} <{DESK}>\nTo:\t{reply.place.sender}\n"
        f"Date:\t24/11/2026 10:12\nSubject:\tRe: {SUBJECT}\n\n\n\n{reply.place.said}\n"
    )
    return mail(reply.head, text)


def between(reply: Reply) -> bytes:
    """Each answer under its question: the old custom of those who answer point by point."""
    first, second = reply.says.split("\n")
    greeting, question = reply.place.said.split("\n")
    text = f"{reply.line(GMAIL)}\n> {greeting}\n\n{first}\n\n> {question}\n\n{second}\n"
    return mail(reply.head, text)


def with_signature(reply: Reply) -> bytes:
    text = (
        f"{reply.says}\n\n-- \nAna Silva\nHead of Sales, Example Lda.\nTel. +351 21 000 0000\n\n"
        f"{reply.line(GMAIL)}\n{quoted(reply.place.said)}\n"
    )
    return mail(reply.head, text)


CLIENTS: Mapping[Callable[[Reply], bytes], tuple[str, ...]] = {
    gmail: tuple(GMAIL),
    gmail_wrapped: ("en", "es", "de", "it"),
    gmail_page: ("en", "ar", "zh"),
    outlook: tuple(ORIGINAL),
    outlook_page: ("en", "de", "es", "ar", "zh"),
    outlook_web: ("en", "fr", "pt", "ja", "ru"),
    outlook_mobile: ("en", "de", "es"),
    outlook_mobile_page: ("en", "it"),
    apple_mail: tuple(APPLE),
    iphone: tuple(PHONE),
    thunderbird: tuple(THUNDERBIRD),
    thunderbird_below: ("en", "de", "fr"),
    thunderbird_page: ("en", "es"),
    yahoo: tuple(YAHOO),
    proton: tuple(PROTON),
    proton_page: ("en", "de"),
    gmx: ("de", "en"),
    gmx_page: ("de",),
    samsung: tuple(GALAXY),
    roundcube: ("en", "de"),
    zoho: ("en",),
    mail_ru: ("ru",),
    yandex: ("ru",),
    qq: ("zh",),
    netease: ("zh",),
    notes: ("en",),
    with_signature: ("en", "de", "ar"),
}


def _samples() -> Iterator[Sample]:
    for client, languages in CLIENTS.items():
        for language in languages:
            make = partial(_make, client, language)
            name = f"reply {client.__name__} {language}"
            yield Sample(name, Fate.ANSWERED, SAYS[language], make, is_reply=True)
    points = SAYS["en"].replace("\n", "\n\n")
    make = partial(_make, between, "en")
    yield Sample("reply between the lines", Fate.ANSWERED, points, make, is_reply=True)


def _make(client: Callable[[Reply], bytes], language: str, place: Place) -> bytes:
    return client(Reply(place, language))


SAMPLES = tuple(_samples())
