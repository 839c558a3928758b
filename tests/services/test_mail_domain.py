"""What is said of a domain's records, and what to do about each."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from jack.services.mail_domain import Published, published

GOOD = {
    "hotel.example": ["google-site-verification=x", "v=spf1 include:mx.example -all"],
    "s1._domainkey.hotel.example": ["v=DKIM1; k=rsa; p=MIGf"],
    "_dmarc.hotel.example": ["v=DMARC1; p=quarantine; rua=mailto:d@hotel.example"],
}


async def look(
    records: Mapping[str, list[str]], domain: str = "hotel.example", selector: str = "s1"
) -> list[Published]:
    async def ask(name: str) -> list[str]:
        return list(records.get(name, ()))

    return await published(domain, selector, ask)


async def test_a_domain_that_has_all_of_it_needs_nothing() -> None:
    found = await look(GOOD)

    assert [each.fix for each in found] == ["", "", ""]
    assert "p=quarantine" in found[2].text


@pytest.mark.parametrize(
    ("changes", "number", "said"),
    [
        ({"hotel.example": []}, 0, "no SPF record"),
        ({"hotel.example": ["v=spf10 -all"]}, 0, "no SPF record"),
        ({"hotel.example": ["v=spf1 a -all", "v=spf1 mx -all"]}, 0, "2 SPF records"),
        ({"hotel.example": ["V=SPF1 +all"]}, 0, "lets everybody"),
        ({"s1._domainkey.hotel.example": []}, 1, "no DKIM key"),
        ({"s1._domainkey.hotel.example": ["v=DKIM1; p="]}, 1, "withdrawn"),
        ({"_dmarc.hotel.example": []}, 2, "no DMARC record"),
        ({"_dmarc.hotel.example": ["v=DMARC1; p=none"] * 2}, 2, "2 DMARC records"),
    ],
)
async def test_what_is_missing_or_wrong_is_said_with_a_remedy(
    changes: dict[str, list[str]], number: int, said: str
) -> None:
    found = await look(GOOD | changes)

    assert said in found[number].text
    assert found[number].fix
    assert [bool(each.fix) for each in found].count(True) == 1


async def test_the_domain_above_speaks_for_one_without_dmarc() -> None:
    found = await look(GOOD, domain="mail.hotel.example")

    assert found[2] == Published("hotel.example has DMARC (p=quarantine).")


async def test_without_a_selector_nothing_is_said_of_dkim() -> None:
    found = await look(GOOD, selector="")

    assert "not checked" in found[1].text
    assert not found[1].fix
