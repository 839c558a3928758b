"""First mails of guests: any language, charset and shape, and the files that come with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tests.channels.mails.base import (
    DESK,
    SUBJECT,
    Fate,
    Place,
    Sample,
    attached,
    coded,
    crlf,
    head,
    html,
    mail,
    multipart,
    part,
    plain,
    within,
    word,
)

ASKS: Mapping[str, str] = {
    "en": "Good morning,\n\nwhen can we check in on Friday? We arrive with two children.",
    "es": "Buenos días:\n\n¿A qué hora podemos llegar el viernes? Somos cuatro.",
    "fr": "Bonjour,\n\nà quelle heure pouvons-nous arriver vendredi ? Nous sommes quatre.",
    "de": "Guten Tag,\n\nab wann können wir am Freitag einchecken? Grüße aus Köln!",
    "it": "Buongiorno,\n\na che ora possiamo arrivare venerdì? Siamo in quattro.",
    "pt": "Bom dia,\n\na que horas podemos chegar na sexta-feira? Somos quatro.",
    "ar": "صباح الخير،\n\nمتى يمكننا تسجيل الوصول يوم الجمعة؟ نحن أربعة.",
    "zh": "您好，\n\n星期五我们几点可以入住？我们一共四个人。",
    "ja": "おはようございます。\n\n金曜日は何時からチェックインできますか。",
    "ru": "Здравствуйте!\n\nВо сколько можно заселиться в пятницу? Нас четверо.",
    "hi": "नमस्ते,\n\nशुक्रवार को हम कितने बजे चेक-इन कर सकते हैं?",
}
CHARSETS: Mapping[str, tuple[str, ...]] = {
    "en": ("us-ascii",),
    "es": ("iso-8859-1", "windows-1252", "iso-8859-15"),
    "fr": ("iso-8859-15", "utf-8"),
    "de": ("iso-8859-1", "utf-8", "utf-7"),
    "pt": ("windows-1252",),
    "ar": ("windows-1256", "iso-8859-6"),
    "zh": ("gb2312", "gbk", "gb18030"),
    "ja": ("iso-2022-jp", "shift_jis", "euc-jp"),
    "ru": ("koi8-r", "windows-1251", "iso-8859-5"),
}
ENGLISH = ASKS["en"]
FIRST = f"{SUBJECT}\n\n"
"""The subject of a first mail is part of what is said."""

Make = Callable[[Place], bytes]


def _plain(text: str, place: Place) -> bytes:
    return mail(head(place), text)


def _signed_page(language: str, place: Place) -> bytes:
    paragraphs = "".join(f"<p>{each}</p>" for each in ASKS[language].split("\n\n"))
    direction = "rtl" if language == "ar" else "ltr"
    style = "<head><style>p { color: red }</style></head>"
    page = f"<html>{style}<body dir={direction}>{paragraphs}</body></html>"
    return mail(head(place), page, "text/html; charset=utf-8")


def _charset(language: str, charset: str, encoding: str, place: Place) -> bytes:
    text = ASKS[language].replace("؟", "?") if charset == "iso-8859-6" else ASKS[language]
    return crlf(f"{head(place)}\n".encode() + coded(text, charset, encoding))


def _lying(language: str, real: str, told: str, place: Place) -> bytes:
    return mail(head(place), ASKS[language].encode(real), f"text/plain; charset={told}")


def _subject(subject: str, place: Place) -> bytes:
    return mail(head(place, subject=subject), ENGLISH)


def _alternative(place: Place) -> bytes:
    page = f"<div>{ENGLISH.replace(chr(10), '<br>')}</div>"
    return multipart(head(place), "alternative", plain(ENGLISH), html(page))


def _related(place: Place) -> bytes:
    page = "<p>Good morning,</p><p>when can we check in on Friday? We arrive with two children.</p>"
    logo = b"Content-ID: <logo>\n" + attached("logo.png", "image/png", b"\x89PNG", how="inline")
    inner = within("related", html(f'{page}<img src="cid:logo">'), logo, boundary="inner")
    return multipart(head(place), "alternative", plain(ENGLISH), inner)


def _mixed(place: Place) -> bytes:
    voucher = attached("voucher.pdf", "application/pdf")
    return multipart(head(place), "mixed", plain(ENGLISH), voucher)


def _photo_between(place: Place) -> bytes:
    """Apple Mail: text, picture, text."""
    photo = attached("IMG_0007.jpeg", "image/jpeg", b"\xff\xd8\xff", how="inline")
    first, second = "The lamp in our room is broken:", "Could somebody have a look?"
    return multipart(head(place), "mixed", plain(first), photo, plain(second))


def _photo_only(place: Place) -> bytes:
    photo = attached("IMG_0008.jpeg", "image/jpeg", b"\xff\xd8\xff")
    return multipart(head(place, subject=""), "mixed", photo)


def _voucher_only(place: Place) -> bytes:
    voucher = attached("voucher.pdf", "application/pdf")
    return multipart(head(place, subject=""), "mixed", plain("\n"), voucher)


def _empty(place: Place) -> bytes:
    return mail(head(place, subject=""), "")


def _subject_only(place: Place) -> bytes:
    return mail(head(place, subject="Is there a swimming pool?"), "\n\n")


def _forwarded(place: Place) -> bytes:
    text = (
        f"{ENGLISH}\n\n---------- Forwarded message ---------\nFrom: Travel Desk"
        " <travel@example.org>\nDate: Mon, 23 Nov 2026 at 09:00\nSubject: Your booking\n"
        f"To: Ana <{place.sender}>\n\nYour booking is confirmed: AB12CD.\n"
    )
    return mail(head(place, subject=f"Fwd: {SUBJECT}"), text)


def _only_forwarded(place: Place) -> bytes:
    """Nothing is said but what is forwarded, so that is what there is to read."""
    text = (
        "---------- Forwarded message ---------\nFrom: Travel Desk <travel@example.org>\n"
        f"Date: Mon, 23 Nov 2026 at 09:00\nSubject: Your booking\nTo: Ana <{place.sender}>\n\n"
        "Please reserve a table for four at eight."
    )
    return mail(head(place, subject=f"Fwd: {SUBJECT}"), text)


def _calendar(place: Place) -> bytes:
    event = (
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Dinner\nEND:VEVENT\nEND:VCALENDAR"
    )
    invitation = part("text/calendar; method=REQUEST; charset=utf-8", event)
    return multipart(
        head(place), "alternative", plain("Dinner at eight, table for four?"), invitation
    )


def _winmail(place: Place) -> bytes:
    rich = attached("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22")
    return multipart(head(place), "mixed", plain(ENGLISH), rich)


def _signed(place: Place) -> bytes:
    """S/MIME: the signature is a file beside the text."""
    signature = attached("smime.p7s", "application/pkcs7-signature", b"0\x80")
    kind = 'signed; protocol="application/pkcs7-signature"; micalg=sha-256'
    return multipart(head(place), kind, plain(ENGLISH), signature)


def _encrypted(place: Place) -> bytes:
    version = part("application/pgp-encrypted", "Version: 1\n")
    data = part(
        "application/octet-stream", "-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----"
    )
    kind = 'encrypted; protocol="application/pgp-encrypted"'
    return multipart(head(place, subject=""), kind, version, data)


def _receipt_wanted(place: Place) -> bytes:
    more = {"disposition_notification_to": place.sender, "return_receipt_to": place.sender}
    return mail(head(place, **more), ENGLISH)


def _important(place: Place) -> bytes:
    return mail(head(place, x_priority="1", importance="High", precedence="first-class"), ENGLISH)


def _says_no(place: Place) -> bytes:
    return mail(head(place, auto_submitted="no"), ENGLISH)


def _of_several(place: Place) -> bytes:
    to = f'"Desk; front" <{DESK}>, Ben <ben@example.org>'
    return mail(head(place, to=to, cc="Eve <eve@example.org>"), ENGLISH)


def _flowed(place: Place) -> bytes:
    text = "Good morning,\n\nwhen can we check in \non Friday? We arrive \nwith two children."
    return mail(head(place), text, "text/plain; charset=utf-8; format=flowed")


def _signature(place: Place) -> bytes:
    return mail(head(place), f"{ENGLISH}\n\n-- \nAna Silva\n+351 910 000 000\nwww.example.com\n")


def _disclaimer(place: Place) -> bytes:
    line = "_" * 40
    text = f"{ENGLISH}\n\n{line}\nThis e-mail is confidential. If you are not the recipient, delete it."
    return mail(head(place), text)


def _table(place: Place) -> bytes:
    page = (
        "<table><tr><td>Arrival</td><td>Friday</td></tr><tr><td>Guests</td><td>4</td></tr></table>"
        "<p>Is that possible?</p>"
    )
    return mail(head(place), page, "text/html; charset=utf-8")


def _entities(place: Place) -> bytes:
    page = "<p>Caf&eacute; &amp; bar open at 7&#8239;am?&nbsp;&nbsp;Thanks &lt;3</p><script>x()</script>"
    return mail(head(place), page, "text/html")


def _booking_site(place: Place) -> bytes:
    """A guest's question passed on by a portal, to be answered to an address of its own."""
    return mail(head(place, reply_to="conversation-77@portal.example"), ENGLISH)


SPECIAL: Mapping[str, tuple[Make, str]] = {
    "alternative": (_alternative, ENGLISH),
    "related within alternative": (_related, ENGLISH),
    "a file beside the text": (_mixed, ENGLISH),
    "a photo between two texts": (
        _photo_between,
        "The lamp in our room is broken:\nCould somebody have a look?",
    ),
    "forwarded with a question": (_forwarded, ENGLISH),
    "calendar invitation": (_calendar, "Dinner at eight, table for four?"),
    "winmail.dat": (_winmail, ENGLISH),
    "signed by S/MIME": (_signed, ENGLISH),
    "asks for a receipt": (_receipt_wanted, ENGLISH),
    "marked important": (_important, ENGLISH),
    "says that no machine wrote it": (_says_no, ENGLISH),
    "to several": (_of_several, ENGLISH),
    "flowed": (_flowed, ENGLISH),
    "signature": (_signature, ENGLISH),
    "by a portal": (_booking_site, ENGLISH),
    "entities": (_entities, "Café & bar open at 7\u202fam? Thanks <3"),
}
WITH_FILES = {
    *("a file beside the text", "a photo between two texts"),
    *("calendar invitation", "winmail.dat"),
}
SUBJECTS: Mapping[str, tuple[str, str]] = {
    "encoded word B": (word("Ankunft früh"), "Ankunft früh"),
    "encoded word Q": (word("Ankunft früh", how="Q"), "Ankunft früh"),
    "encoded word koi8-r": (word("Приезд", "koi8-r"), "Приезд"),
    "encoded words folded": (f"{word('到着')}\n {word('時間')}", "到着時間"),
    "raw UTF-8": ("Приезд завтра", "Приезд завтра"),
    "broken encoded word": ("=?utf-8?B?!!!?= stay", "stay"),
    "very long": ("Towels " * 60, ("Towels " * 60).strip()),
}


def _samples() -> Iterator[Sample]:
    def asked(name: str, make: Make, says: str, fate: Fate = Fate.ANSWERED) -> Sample:
        return Sample(name, fate, says, make)

    for language, text in ASKS.items():
        yield asked(f"plain {language}", partial(_plain, text), FIRST + text)
    for language in ("en", "de", "ar", "zh"):
        yield asked(f"html {language}", partial(_signed_page, language), FIRST + ASKS[language])
    for number, (language, charset) in enumerate((k, c) for k, v in CHARSETS.items() for c in v):
        encoding = ("base64", "quoted-printable")[number % 2]
        says = ASKS[language].replace("؟", "?") if charset == "iso-8859-6" else ASKS[language]
        make = partial(_charset, language, charset, encoding)
        yield asked(f"{charset} {language}", make, FIRST + says)
    for language, real, told in (
        ("de", "utf-8", "iso-8859-1"),
        ("de", "windows-1252", "us-ascii"),
        ("zh", "gb18030", "gb2312"),
        ("ja", "utf-8", "iso-2022-jp"),
        ("ru", "utf-8", "x-unknown"),
        ("fr", "utf-8", '"no such charset"'),
    ):
        make = partial(_lying, language, real, told)
        yield asked(f"{real} said to be {told}", make, FIRST + ASKS[language])
    for name, (given, read) in SUBJECTS.items():
        yield asked(f"subject {name}", partial(_subject, given), f"{read}\n\n{ENGLISH}")
    for name, (special, says) in SPECIAL.items():
        subject = f"Fwd: {SUBJECT}" if name.startswith("forwarded") else SUBJECT
        fate = Fate.STAFF if name in WITH_FILES else Fate.ANSWERED
        yield asked(name, special, f"{subject}\n\n{says}", fate)
    yield asked("table", _table, f"{FIRST}Arrival Friday\nGuests 4\n\nIs that possible?")
    yield asked("subject alone", _subject_only, "Is there a swimming pool?")
    yield asked(
        "nothing but forwarded",
        _only_forwarded,
        f"Fwd: {FIRST}---------- Forwarded message ---------\nFrom: Travel Desk <travel@example.org>\n"
        "Date: Mon, 23 Nov 2026 at 09:00\nSubject: Your booking\nTo: Ana <{sender}>\n\n"
        "Please reserve a table for four at eight.",
    )
    yield asked("photo alone", _photo_only, "", Fate.STAFF)
    yield asked("voucher alone", _voucher_only, "", Fate.STAFF)
    yield asked("encrypted", _encrypted, "", Fate.STAFF)
    yield asked("empty", _empty, "", Fate.STAFF)


SAMPLES = tuple(_samples())
