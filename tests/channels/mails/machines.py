"""What machines send: out-of-office replies, tickets, lists, newsletters, receipts, warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from tests.channels.mails.base import (
    DESK,
    Fate,
    Place,
    Sample,
    attached,
    head,
    html,
    mail,
    multipart,
    part,
    plain,
    reply_head,
)

AWAY: Mapping[str, str] = {
    "en": "I am out of the office until Monday. In an emergency, please call my colleague.",
    "es": "Estoy fuera de la oficina hasta el lunes. En caso de urgencia, llame a mi compañera.",
    "fr": "Je suis absent jusqu'à lundi. En cas d'urgence, appelez ma collègue.",
    "de": "Ich bin bis Montag nicht im Büro. In dringenden Fällen rufen Sie bitte an.",
    "it": "Sono fuori sede fino a lunedì. Per urgenze chiamate la collega.",
    "ja": "月曜日まで不在にしております。お急ぎの方はお電話ください。",
    "ar": "أنا خارج المكتب حتى يوم الاثنين. للضرورة يرجى الاتصال بزميلتي.",
}

DIALECTS: Mapping[str, Mapping[str, str]] = {
    "RFC 3834": {"auto_submitted": "auto-replied"},
    "RFC 5230, sieve": {"auto_submitted": "auto-replied (vacation)", "precedence": "bulk"},
    "Exchange": {"x_auto_response_suppress": "All", "auto_submitted": "auto-generated"},
    "Exchange of old": {
        "x_auto_response_suppress": "DR, OOF, AutoReply",
        "x_ms_exchange_generated_message_source": "Mailbox Rules Agent",
    },
    "Gmail": {"auto_submitted": "auto-replied", "precedence": "bulk", "x_autoreply": "yes"},
    "Yahoo": {"x_autorespond": "yes", "precedence": "bulk"},
    "cPanel": {"x_autorespond": "Our stay", "precedence": "auto_reply", "x_loop": "ana"},
    "Plesk": {"x_autoreply": "yes", "precedence": "junk"},
    "GMX": {"x_autoreply": "yes", "auto_submitted": "auto-replied"},
    "Lotus Notes": {"auto_submitted": "auto-generated", "x_mailer": "IBM Notes"},
    "vacation of BSD": {"precedence": "bulk", "auto_submitted": "auto-replied"},
    "procmail": {"x_loop": "ana@example.com", "precedence": "junk"},
    "Zimbra": {"auto_submitted": "auto-replied (zimbra; readonly)", "precedence": "bulk"},
    "by Return-Path": {"return_path": "<>"},
    "Domino": {"x_autoresponder": "OutOfOffice"},
    "FreeMail": {"x_mail_autoreply": "1", "precedence": "bulk"},
    "x-autoreply-from": {"x_autoreply_from": "ana@example.com"},
    "delivered to": {"x_auto_reply": "yes"},
}
TICKETS: Mapping[str, Mapping[str, str]] = {
    "OTRS": {"x_otrs_loop": "support", "precedence": "bulk", "auto_submitted": "auto-generated"},
    "Zendesk": {"auto_submitted": "auto-generated", "x_zendesk_from_account_id": "77"},
    "Jira": {"auto_submitted": "auto-generated", "precedence": "bulk", "x_jira_fingerprint": "ab"},
    "Freshdesk": {"auto_submitted": "auto-generated", "x_fd_type": "Ticket"},
    "RT": {"rt_ticket": "example.com #77", "precedence": "bulk", "x_rt_loop_prevention": "e"},
    "Salesforce": {"x_sfdc_lk": "77", "auto_submitted": "auto-replied"},
}
MASSES: Mapping[str, Mapping[str, str]] = {
    "mailing list": {"list_id": "<talk.example.com>", "list_post": "<mailto:talk@example.com>"},
    "list by precedence": {"precedence": "list"},
    "newsletter": {"list_unsubscribe": "<https://example.com/u>", "precedence": "bulk"},
    "one-click newsletter": {
        "list_unsubscribe": "<https://example.com/u>",
        "list_unsubscribe_post": "List-Unsubscribe=One-Click",
    },
    "campaign": {"x_campaign": "77", "feedback_id": "77:shop:news"},
    "campaign by id": {"x_campaign_id": "77"},
    "groups": {"list_help": "<https://example.com/h>", "x_google_group_id": "7"},
}
NOBODIES: Mapping[str, str] = {
    "no-reply": "No Reply <no-reply@airline.example>",
    "noreply": "noreply@shop.example",
    "donotreply": "Shop <donotreply@shop.example>",
    "do-not-reply with tag": "do-not-reply+77@shop.example",
    "notifications": "Portal <notifications@portal.example>",
    "mailer-daemon": "Mail Delivery System <MAILER-DAEMON@mx.example>",
    "the hotel itself": f"Hotel Miramar <{DESK}>",
    "another house of ours": "Events <events@hotel.example>",
    "nobody": "",
    "no address": "A friend of yours",
}


def _away(language: str, headers: Mapping[str, str], is_reply: bool, place: Place) -> bytes:
    given = {"subject": "Automatic reply: Our stay", **headers}
    return mail((reply_head if is_reply else head)(place, **given), AWAY[language])


def _ticket(headers: Mapping[str, str], place: Place) -> bytes:
    return mail(
        head(place, **{"subject": "[#77] Received"} | dict(headers)), "We opened ticket 77."
    )


def _mass(headers: Mapping[str, str], place: Place) -> bytes:
    page = "<h1>Twenty per cent off</h1><p>This week only!</p>"
    given = {"subject": "Twenty per cent off", **headers}
    return multipart(head(place, **given), "alternative", plain("20 % off"), html(page))


def _nobody(sender: str, place: Place) -> bytes:
    given = {"from": sender, "subject": "Your booking"}
    return mail(head(place, **given), "Your flight leaves at ten.")


def _read_receipt(place: Place) -> bytes:
    told = "Reporting-UA: example.com; Mail\nFinal-Recipient: rfc822;ana@example.com\n"
    told += f"Original-Message-ID: {place.ours}\n"
    told += "Disposition: manual-action/MDN-sent-manually; displayed\n"
    notice = part("message/disposition-notification", told)
    kind = "report; report-type=disposition-notification"
    return multipart(
        head(place, subject="Read: Our stay"), kind, plain("Your mail was read."), notice
    )


def _calendar_reply(place: Place) -> bytes:
    """Accepted by a calendar program: no words, nothing to answer."""
    event = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR"
    invitation = part("text/calendar; method=REPLY; charset=utf-8", event)
    given = {"subject": "Accepted: Dinner", "auto_submitted": "auto-replied"}
    return multipart(head(place, **given), "alternative", plain("Ana has accepted."), invitation)


def _report_of_dmarc(place: Place) -> bytes:
    given = {"from": "noreply-dmarc@provider.example", "subject": "Report domain: hotel.example"}
    report = attached("hotel.example.xml.gz", "application/gzip", b"\x1f\x8b")
    return multipart(head(place, **given), "mixed", plain("A report."), report)


def _complaint(place: Place) -> bytes:
    """A provider passes on that somebody called a mail spam (RFC 5965)."""
    told = part("message/feedback-report", "Feedback-Type: abuse\nVersion: 1\n")
    kind = "report; report-type=feedback-report"
    given = {"from": "feedback@provider.example", "subject": "Complaint"}
    return multipart(head(place, **given), kind, plain("An abuse report."), told)


NUMBERS = "I am away. Call 450 123, or write to ben@example.org (room 5.1.1)."


def _away_with_numbers(place: Place) -> bytes:
    """Looks like the words of a bounce to who looks for numbers and addresses."""
    given = {"return_path": "<>", "auto_submitted": "auto-replied"}
    return mail(reply_head(place, **given), NUMBERS)


def _samples() -> Iterator[Sample]:
    languages = list(AWAY)
    for number, (name, headers) in enumerate(DIALECTS.items()):
        language = languages[number % len(languages)]
        made = partial(_away, language, headers, False)
        yield Sample(f"away {name}", Fate.LEFT, "", made)
    for language in languages:
        made = partial(_away, language, DIALECTS["RFC 3834"], True)
        yield Sample(
            f"away in our thread {language}", Fate.SHOWN, AWAY[language], made, is_reply=True
        )
    yield Sample("away with numbers", Fate.SHOWN, NUMBERS, _away_with_numbers, is_reply=True)
    for name, headers in TICKETS.items():
        yield Sample(f"ticket {name}", Fate.LEFT, "", partial(_ticket, headers))
    for name, headers in MASSES.items():
        yield Sample(name, Fate.LEFT, "", partial(_mass, headers))
    for name, sender in NOBODIES.items():
        yield Sample(f"from {name}", Fate.LEFT, "", partial(_nobody, sender))
    yield Sample("read receipt", Fate.LEFT, "", _read_receipt, is_reply=True)
    yield Sample("calendar reply", Fate.LEFT, "", _calendar_reply)
    yield Sample("report of DMARC", Fate.LEFT, "", _report_of_dmarc)
    yield Sample("complaint", Fate.LEFT, "", _complaint)


SAMPLES = tuple(_samples())
