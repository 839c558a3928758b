"""Numbers, addresses and languages as hotels type them."""

from __future__ import annotations

import pytest

from jack.pms import contact


@pytest.mark.parametrize(
    ("raw", "country", "number"),
    [
        ("+351 912 003 371", None, "+351912003371"),
        ("00351912003371", None, "+351912003371"),
        ("(+33) 6 39-98-01-26", "DE", "+33639980126"),
        ("912 003 371", "pt", "+351912003371"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("00420123456789", None, "+420123456789"),
        ("＋４４７７００９００１４２", None, "+447700900142"),
        (" +1 305 555 0117 ext. 4 ", None, "+13055550117"),
        ("+52 1 55 1234 5678", None, "+525512345678"),
    ],
)
def test_a_number_becomes_e164(raw: str, country: str | None, number: str) -> None:
    assert contact.phone(raw, country) == number


@pytest.mark.parametrize(
    ("raw", "country"),
    [
        ("912 003 371", None),
        ("912 003 371", "XX"),
        ("912 003 371", "Portugal"),
        ("912 003 371", "GB"),
        ("+", None),
        ("+1", None),
        ("00000 123 456 789", "CZ"),
        ("n/a", "PT"),
        ("", "PT"),
        ("9" * 400, "PT"),
        (912003371, "PT"),
        (None, "PT"),
    ],
)
def test_what_could_reach_nobody_or_a_stranger_is_no_number(
    raw: object, country: str | None
) -> None:
    assert contact.phone(raw, country) is None


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        (" Ines.Carvalho@Example.com ", "ines.carvalho@example.com"),
        ("mailto:a@b.example", "a@b.example"),
        ("joão@exämple.pt", "joão@exämple.pt"),
        ("ines@example", None),
        ("ines example.com", None),
        ("a@b.example, c@d.example", None),
        ("Ines <ines@example.com>", None),
        ("a@@b.example", None),
        ("a" * 250 + "@b.example", None),
        (7, None),
        (None, None),
    ],
)
def test_an_address_is_case_folded_or_none(raw: object, address: str | None) -> None:
    assert contact.email(raw) == address


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("pt-BR", "pt"),
        ("zh_Hant_TW", "zh"),
        ("DE", "de"),
        ("German", None),
        ("e", None),
        ("", None),
        (None, None),
        (3, None),
    ],
)
def test_a_language_is_the_first_part_of_its_tag(raw: object, language: str | None) -> None:
    assert contact.language(raw) == language
