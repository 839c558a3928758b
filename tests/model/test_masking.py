"""Cards and papers leave no number behind, however it is written."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jack.model.masking import WITHHELD, mask, mask_all, mask_payload

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the rules."""

CARD = "4111111111111111"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (CARD, "•••• 1111"),
        ("my card is 4111 1111 1111 1111, thanks", "my card is •••• 1111, thanks"),
        ("4111-1111-1111-1111 12/27 123", "•••• 1111 12/27 123"),
        ("4111 1111 1111 1111 123", "•••• 1111 123"),
        ("room 412 5555 5555 5555 4444", "room 412 •••• 4444"),
        ("Amex 3782 822463 10005", "Amex •••• 0005"),
        ("6011111111111117 and 3530111333300000", "•••• 1117 and •••• 0000"),
        ("30569309025904", "•••• 5904"),
        ("6212345678901232", "•••• 1232"),
        ("2223003122003222", "•••• 3222"),
        ("6759649826438453", "•••• 8453"),
        ("4222222222222", "•••• 2222"),
        (f"{CARD} {CARD}", "•••• 1111 •••• 1111"),
        ("٤١١١ ١١١١ ١١١١ ١١١١", "•••• ١١١١"),
    ],
)
def test_card_numbers_leave_only_their_last_four_digits(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "call me on +49 151 2345 6789 012",
        "+41111111111111111",
        "my booking is 4111111111111112",
        "confirmation 1234567890123",
        "4915123456783",
        "IBAN DE89 3704 0044 0532 0130 00",
        "room 412, 2 towels, 10:30",
        "41111111111111111111111",
    ],
)
def test_phone_numbers_and_booking_codes_stay(text: str) -> None:
    assert mask(text) == text


def _with_check_digit(digits: str) -> str:
    return next(
        number
        for number in (digits + str(last) for last in range(10))
        if sum(sum(divmod(int(digit) * (1 + at % 2), 10)) for at, digit in enumerate(number[::-1]))
        % 10
        == 0
    )


cards = st.one_of(
    st.from_regex(r"4[0-9]{14}|5[1-5][0-9]{13}|62[0-9]{13}", fullmatch=True),
    st.from_regex(r"3[47][0-9]{12}", fullmatch=True),
).map(_with_check_digit)


@PATIENT
@given(cards, st.sampled_from(["", " ", "-"]), st.sampled_from(["", "card: ", "pay with "]))
def test_every_valid_card_number_is_masked(card: str, separator: str, before: str) -> None:
    grouped = separator.join(re.findall("[0-9]{1,4}", card))

    masked = mask(f"{before}{grouped} please")

    assert masked == f"{before}•••• {card[-4:]} please"


@PATIENT
@given(st.text(alphabet=st.sampled_from("0123456789 -.+•a\n"), max_size=80))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    masked = mask(text)

    assert mask(masked) == masked


@PATIENT
@given(st.lists(cards, min_size=1, max_size=3), st.sampled_from([" ", ", ", "\n", " - "]))
def test_masking_several_cards_twice_changes_nothing_more(numbers: list[str], glue: str) -> None:
    masked = mask(glue.join(numbers))

    assert mask(masked) == masked
    assert not any(number in masked for number in numbers)


@PATIENT
@given(st.text(max_size=200).filter(lambda text: sum(map(str.isdecimal, text)) < 5))
def test_text_with_few_digits_is_never_touched(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "4111/1111/1111/1111",
        "4111_1111_1111_1111",
        "4111, then 1111, then 1111 and at last 1111",
        "my visa: 4111 (first) 1111 (second) 1111 (third) 1111 (last)",
        "4111\u200b1111\u200b1111\u200b1111",
        "four one one one, one one one one, one one one one, one one one one",
        "cuatro uno uno uno uno uno uno uno uno uno uno uno uno uno uno uno".replace("uno", "un"),
        "vier ein ein ein ein ein ein ein ein ein ein ein ein ein ein ein",
        "四一一一 一一一一 一一一一 一一一一",
        "４１１１　１１１１　１１１１　１１１１",
        "Amex 3782 and 822463 and 10005",
    ],
)
def test_words_and_signs_between_the_groups_do_not_hide_a_card(text: str) -> None:
    digits = re.sub(r"\D", "", mask(text))

    assert "••••" in mask(text)
    assert len(digits) <= 4
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rooms 1203, 1204, 1305 and 1306 please",
        "We stay 2026 2027 2028 2029",
        "one towel, two pillows and three hangers for four people at five",
        "Between 1000 and 1200, then 1400 to 1600",
        "call 0151 2345 6789 0123",
    ],
)
def test_groups_of_digits_that_are_no_card_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("My passport number is X1234567", "X1234567"),
        ("passport: 123456789", "123456789"),
        ("Mi pasaporte es AAB123456", "AAB123456"),
        ("numéro de passeport 12AB34567", "12AB34567"),
        ("Meine Reisepassnummer lautet C01X00T47", "C01X00T47"),
        ("il mio passaporto: YA1234567", "YA1234567"),
        ("meu passaporte FX123456", "FX123456"),
        ("رقم جواز السفر A12345678", "A12345678"),
        ("我的护照号码是E12345678", "E12345678"),
        ("パスポート番号はTK1234567です", "TK1234567"),
        ("मेरा पासपोर्ट नंबर P1234567 है", "P1234567"),
        ("номер паспорта 45 07 123456", "45 07 123456"),
        ("Personalausweis L01X00T471", "L01X00T471"),
        ("DNI 12345678Z", "12345678Z"),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "P<UTOERIKSSON"),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", "L898902C36UTO"),
    ],
)
def test_the_number_of_a_paper_is_taken_out(text: str, number: str) -> None:
    masked = mask(text)

    assert number not in masked
    assert "•••••" in masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Do I need my passport at check-in at 15:00?",
        "My confirmation number is AB1234567",
        "I pass by at 10, room 12345",
        "My passport is in room 204, call +351 912 345 678",
        "I have my passport and confirmation number AB1234567",
        "Ich habe nie 123456 bekommen",
    ],
)
def test_other_numbers_beside_a_paper_stay(text: str) -> None:
    assert mask(text) == text


def test_what_lies_deeper_is_masked_too() -> None:
    assert mask_all({"a": [f"x {CARD}", 1], "b": None}) == {"a": ["x •••• 1111", 1], "b": None}


MAIL = "From: a@b.example\r\nSubject: hi\r\nContent-Type: text/plain; charset=utf-8\r\n"


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"entry": [{"text": {"body": f"pay with {CARD}"}}]}).encode(),
        json.dumps({"text": {"body": "4111 1111 1111 1111"}}).replace("4", "\\u0034").encode(),
        urlencode({"SmsSid": "SM1", "Body": "4111 1111 1111 1111"}).encode(),
        urlencode({"SmsSid": "SM1", "Body": "4111-1111-1111-1111"}).encode(),
        f"{MAIL}\r\nmy card {CARD}".encode(),
        (MAIL + "Content-Transfer-Encoding: base64\r\n\r\n").encode()
        + base64.b64encode(f"my card is {CARD}, thank you".encode()),
        (
            MAIL + "Content-Transfer-Encoding: quoted-printable\r\n\r\n4111=201111=201111=201111"
        ).encode(),
        MAIL.replace("hi", "=?utf-8?b?" + base64.b64encode(CARD.encode()).decode() + "?=").encode(),
        (MAIL.replace("plain", "html") + "\r\n<b>4111</b><i>1111</i>1111&#49;111").encode(),
    ],
)
def test_a_payload_that_holds_a_card_in_any_encoding_is_withheld(body: bytes) -> None:
    assert mask_payload(body) == WITHHELD


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"",
        b"\xff\xfe",
        b"Subject: =?utf-8?b?a?= x\r\n\r\nHello",
        b"Subject: =?no-such-charset?q?abc?=\r\n\r\nHello",
        b"Subject: =?utf-8?q?=ff?=\r\nDate: =?nonsense?b?###?=\r\n\r\nHello",
        b"[1, 2",
        json.dumps(
            {"messages": [{"from": "4222222222222", "id": "wamid.1", "body": "hi"}]}
        ).encode(),
        urlencode({"From": "+351912345678", "Body": "two towels"}).encode(),
        f"{MAIL}\r\nHello".encode(),
    ],
)
def test_other_payloads_are_kept_as_they_came(body: bytes) -> None:
    assert mask_payload(body) == body


@given(st.binary(max_size=300))
@PATIENT
def test_no_bytes_keep_a_message_from_being_taken_in(body: bytes) -> None:
    assert mask_payload(b"Subject: =?utf-8?b?" + body) is not None
    assert mask_payload(body) in (body, WITHHELD)


def test_a_payload_nested_without_end_is_withheld() -> None:
    assert mask_payload(b"[" * 100_000 + b"]" * 100_000) == WITHHELD
