"""Twilio's webhooks: whom they are from, judged beside Twilio's own validator, and what they say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from jack.channels.sms_parse import (
    BACK_OFF_CODES,
    HINTS,
    fields_of,
    hint,
    is_genuine,
    parse,
    signature,
)
from jack.errors import Invalid
from jack.model.consent import OptOut
from jack.model.messages import Delivery, Inbound, Kind, StatusReport

TOKEN = "12345"
URL = "https://jack.hotel.example/webhooks/sms/status?outbox=7&note=a%20b%2Bc"
TWILIO = RequestValidator(TOKEN)


# -- signatures --------------------------------------------------------------------------------


def test_the_signature_of_twilios_own_example_is_found() -> None:
    url = "https://example.com/myapp.php?foo=1&bar=2"
    told = "CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310&To=%2B18005551212"

    assert signature(TOKEN, url, fields_of(told)) == "L/OH5YylLD5NRKLltdqwSvS0BnU="


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.dictionaries(texts.filter(bool), texts, max_size=8))
def test_it_is_what_twilios_validator_computes_whatever_the_parameters(
    params: dict[str, str],
) -> None:
    fields = fields_of(urlencode(params))

    assert signature(TOKEN, URL, fields) == TWILIO.compute_signature(URL, params)
    assert is_genuine(TOKEN, URL, fields, TWILIO.compute_signature(URL, params))


@pytest.mark.parametrize(
    "params",
    [
        {"Body": "  spaces around  ", "From": "+49151"},
        {"Body": "", "Empty": ""},
        {"Body": "line\r\nbreak\ttab"},
        {"Body": "+ & = % ? # 🛎️ שלום مرحبا"},
        {"body": "a", "Body": "b", "BODY": "c"},
    ],
)
def test_nothing_received_is_trimmed_or_left_out(params: dict[str, str]) -> None:
    given_signature = TWILIO.compute_signature(URL, params)

    assert is_genuine(TOKEN, URL, fields_of(urlencode(params)), given_signature)
    trimmed = {name: value.strip() for name, value in params.items() if value.strip()}
    if trimmed != params:
        assert not is_genuine(TOKEN, URL, fields_of(urlencode(trimmed)), given_signature)


class Repeated(dict[str, str]):
    """Several values of one name, as Twilio's validator takes them."""

    def getall(self, name: str) -> list[str]:
        return ["b", "a", "b"] if name == "Media" else [self[name]]


def test_a_name_that_comes_several_times_is_signed_with_all_its_values() -> None:
    params = Repeated({"Media": "b", "From": "+1"})
    given_signature = TWILIO.compute_signature(URL, params)

    assert is_genuine(TOKEN, URL, fields_of("Media=b&Media=a&Media=b&From=%2B1"), given_signature)


@pytest.mark.parametrize(
    ("signed", "known"),
    [
        ("https://jack.example/webhooks/sms", "https://jack.example/webhooks/sms"),
        ("https://jack.example:443/webhooks/sms", "https://jack.example/webhooks/sms"),
        ("https://jack.example/webhooks/sms", "https://jack.example:443/webhooks/sms"),
        ("https://jack.example/webhooks/sms", "https://jack.example:8443/webhooks/sms"),
        ("https://jack.example:8443/webhooks/sms", "https://jack.example:8443/webhooks/sms"),
        ("http://jack.example:80/webhooks/sms?a=1", "http://jack.example/webhooks/sms?a=1"),
    ],
)
def test_a_port_may_be_left_out_as_twilios_validator_allows(signed: str, known: str) -> None:
    params = {"From": "+1"}
    given_signature = TWILIO.compute_signature(signed, params)

    assert TWILIO.validate(known, params, given_signature)
    assert is_genuine(TOKEN, known, {"From": ["+1"]}, given_signature)


@pytest.mark.parametrize(
    "url",
    [
        "http://jack.hotel.example/webhooks/sms/status?outbox=7&note=a%20b%2Bc",
        "https://jack.hotel.example/webhooks/sms/status?outbox=8&note=a%20b%2Bc",
        "https://jack.hotel.example/webhooks/sms/status?outbox=7&note=a+b%2Bc",
        "https://jack.hotel.example/webhooks/sms/status/?outbox=7&note=a%20b%2Bc",
        "https://10.0.0.5/webhooks/sms/status?outbox=7&note=a%20b%2Bc",
    ],
)
def test_r15_another_address_is_another_signature(url: str) -> None:
    assert not is_genuine(
        TOKEN, url, {"From": ["+1"]}, TWILIO.compute_signature(URL, {"From": "+1"})
    )


@pytest.mark.parametrize("given_signature", ["", "x", "ä\udcff", "L/OH5YylLD5NRKLltdqwSvS0BnU="])
def test_r15_what_is_no_signature_of_this_call_is_refused(given_signature: str) -> None:
    assert not is_genuine(TOKEN, URL, {"From": ["+1"]}, given_signature)


def json_call(body: str) -> tuple[str, str]:
    """The URL and signature of a JSON webhook."""
    url = f"{URL}&bodySHA256={sha256(body.encode()).hexdigest()}"
    return url, TWILIO.compute_signature(url, {})


def test_a_json_body_is_proven_by_its_hash_in_the_signed_address() -> None:
    body = json.dumps({"Body": "Grüße 🛎️"}, ensure_ascii=False)
    url, given_signature = json_call(body)

    assert TWILIO.validate(url, body, given_signature)
    assert is_genuine(TOKEN, url, {}, given_signature, body.encode())


@pytest.mark.parametrize("changed", [b"", b"{}", b'{"Body": "other"}'])
def test_r15_a_json_body_that_was_exchanged_is_refused(changed: bytes) -> None:
    url, given_signature = json_call('{"Body": "Hello"}')

    assert not is_genuine(TOKEN, url, {}, given_signature, changed)


def test_r15_a_json_body_without_a_hash_is_refused() -> None:
    assert not is_genuine(TOKEN, URL, {}, TWILIO.compute_signature(URL, {}), b'{"Body": "Hi"}')


@pytest.mark.parametrize(
    "encoded", ["a=%ff", "&".join(f"p{i}=1" for i in range(1001))], ids=["no UTF-8", "endless"]
)
def test_what_is_no_form_is_refused(encoded: str) -> None:
    with pytest.raises(Invalid):
        fields_of(encoded)


# -- messages ----------------------------------------------------------------------------------

SMS = {
    "MessageSid": "SM1",
    "SmsSid": "SM1",
    "SmsStatus": "received",
    "AccountSid": "AC1",
    "From": "+4915112345678",
    "To": "+15005550006",
    "Body": " Wo ist der Pool? ",
    "NumMedia": "0",
}


def read(params: Mapping[str, str], **given_more: str) -> list[Inbound]:
    fields = fields_of(urlencode({**params, **given_more}))
    return list(parse(fields, query={}, fallback_id="token").messages)


def test_a_message_is_read_with_sender_number_and_text() -> None:
    [message] = read(SMS)

    assert message == Inbound(
        channel="sms",
        account="+15005550006",
        vendor_id="SM1",
        address="+4915112345678",
        kind=Kind.TEXT,
        text=" Wo ist der Pool? ",
        phone="+4915112345678",
    )


@pytest.mark.parametrize("text", ["مرحبا، أريد مناشف", "שלום", "👨‍👩‍👧 " * 20, "नमस्ते", "\u202eab"])
def test_any_writing_survives(text: str) -> None:
    assert [message.text for message in read(SMS, Body=text)] == [text]


def test_what_the_database_cannot_hold_is_taken_out() -> None:
    assert [message.text for message in read(SMS, Body="a\x00b")] == ["ab"]


def test_without_ids_of_a_message_the_deliverys_token_names_it() -> None:
    bare = {name: value for name, value in SMS.items() if not name.endswith("Sid")}

    assert [message.vendor_id for message in read(bare)] == ["token"]
    assert [message.vendor_id for message in read({**bare, "SmsSid": "SM9"})] == ["SM9"]


def test_what_names_no_sender_is_no_message() -> None:
    assert read({"MessageSid": "SM1", "Body": "Hi"}) == []


@pytest.mark.parametrize("sender", ["72975", "AMAZON", "+123", "0049151234567"])
def test_machines_are_heard_but_never_answered(sender: str) -> None:
    [message] = read(SMS, From=sender)

    assert (message.kind, message.phone) == (Kind.SYSTEM, None)


def test_whatsapp_by_way_of_twilio_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="no SMS"):
        read(SMS, From="whatsapp:+4915112345678")


@pytest.mark.parametrize(
    ("mime_type", "kind"),
    [
        ("image/jpeg", Kind.IMAGE),
        ("IMAGE/PNG", Kind.IMAGE),
        ("audio/amr", Kind.AUDIO),
        ("video/3gpp", Kind.VIDEO),
        ("text/vcard", Kind.CONTACTS),
        ("text/x-vcard", Kind.CONTACTS),
        ("application/pdf", Kind.DOCUMENT),
        ("", Kind.DOCUMENT),
    ],
)
def test_an_mms_keeps_what_it_is_and_where_it_lies(mime_type: str, kind: Kind) -> None:
    url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
    [message] = read(SMS, Body="My room", NumMedia="1", MediaUrl0=url, MediaContentType0=mime_type)

    assert (message.kind, message.text) == (kind, "My room")
    assert message.data == {"media": [{"url": url, "mime_type": mime_type}]}


@pytest.mark.parametrize("count", ["-1", "x", "", "99999999999999999999", "3"])
def test_a_wrong_count_of_media_does_no_harm(count: str) -> None:
    [message] = read(SMS, NumMedia=count, MediaUrl0="https://m.example/0", MediaContentType0="a/b")

    kept = message.data.get("media", [])
    assert isinstance(kept, list)
    assert len(kept) == (1 if count == "3" else 0)


@pytest.mark.parametrize(
    ("kind", "opt_out"),
    [
        ("STOP", OptOut.STOP),
        ("START", OptOut.START),
        ("HELP", OptOut.HELP),
        ("stop", OptOut.STOP),
        ("", None),
        ("NEW", None),
    ],
)
def test_r8_what_twilio_understood_as_an_opt_out_comes_with_the_message(
    kind: str, opt_out: OptOut | None
) -> None:
    assert [message.opt_out for message in read(SMS, OptOutType=kind)] == [opt_out]


# -- statuses ----------------------------------------------------------------------------------


def told(status: str, query: str = "outbox=7", **more: str) -> list[StatusReport]:
    fields = {"MessageSid": "SM1", "MessageStatus": status, "SmsStatus": status, **more}
    parsed = parse(fields_of(urlencode(fields)), query=fields_of(query))
    assert list(parsed.messages) == []
    return list(parsed.statuses)


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        ("accepted", Delivery.SENT),
        ("scheduled", Delivery.SENT),
        ("queued", Delivery.SENT),
        ("sending", Delivery.SENT),
        ("sent", Delivery.SENT),
        ("delivered", Delivery.DELIVERED),
        ("read", Delivery.READ),
        ("undelivered", Delivery.FAILED),
        ("failed", Delivery.FAILED),
        ("canceled", Delivery.FAILED),
    ],
)
def test_every_status_of_twilios_has_its_place(status: str, delivery: Delivery) -> None:
    [report] = told(status)

    assert (report.status, report.vendor_id, report.outbox_id) == (delivery, "SM1", 7)


@pytest.mark.parametrize("status", ["none", "receiving", "partially_delivered"])
def test_a_status_that_says_nothing_is_none(status: str) -> None:
    assert told(status) == []


@pytest.mark.parametrize("query", ["", "outbox=", "outbox=x", "outbox=-1", "outbox=" + "9" * 30])
def test_a_status_without_our_number_still_has_twilios(query: str) -> None:
    assert [report.outbox_id for report in told("sent", query)] == [None]


def test_a_failure_says_why_in_words_though_twilio_sends_none() -> None:
    [report] = told("undelivered", ErrorCode="30005", ErrorMessage="")

    assert (report.error_code, report.error_text) == ("30005", HINTS["30005"])
    assert not report.is_temporary


def test_a_failure_without_a_code_goes_by_its_status() -> None:
    [report] = told("failed", ErrorCode="0")

    assert report.error_code == "failed"
    assert report.error_text == "Twilio could not deliver it: no reason given."


@pytest.mark.parametrize("code", sorted(BACK_OFF_CODES))
def test_some_failures_may_pass(code: str) -> None:
    assert [report.is_temporary for report in told("undelivered", ErrorCode=code)] == [True]


@pytest.mark.parametrize(
    "code", ["21211", "21614", "21610", "30005", "30006", "30007", "30034", "99999"]
)
def test_others_are_final(code: str) -> None:
    assert [report.is_temporary for report in told("undelivered", ErrorCode=code)] == [False]


def test_r8_a_refusal_for_stop_is_an_opt_out() -> None:
    assert [r.is_opt_out for r in told("failed", ErrorCode="21610")] == [True]
    assert [r.is_opt_out for r in told("failed", ErrorCode="30007")] == [False]


def test_an_arrival_has_no_error_whatever_else_is_sent() -> None:
    [report] = told("delivered", ErrorCode="30003")

    assert (report.error_code, report.error_text, report.is_temporary) == (None, None, False)


@pytest.mark.parametrize(
    "code", ["21211", "21614", "21610", "30003", "30005", "30006", "30007", "30034", "20429"]
)
def test_the_codes_staff_will_meet_have_a_sentence(code: str) -> None:
    assert hint(code).endswith(".")
    assert "Twilio could not deliver it" not in hint(code)
