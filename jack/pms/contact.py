"""How to reach and address a person, read from what a PMS or a file says about one."""

from __future__ import annotations

import re

from jack.model.phones import dialable

MAX_EMAIL = 254
"""RFC 5321, 4.5.3.1.3: a path without its angle brackets."""

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.\d]{2,}")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_COUNTRY = re.compile(r"[A-Za-z]{2}")


def phone(raw: object, country: str | None) -> str | None:
    """A number in E.164, None for what is no number that could be dialled.

    `country` (ISO 3166-1 alpha-2, of the person or the hotel) is what a number without an
    international prefix is read with; without it only `+` and `00` numbers can be read. A number
    that hangs on the country has to be in use there: a guess must not reach a stranger.
    """
    import phonenumbers  # heavy: loads the tables of all countries

    if not isinstance(raw, str):
        return None
    text = raw.strip()
    if text.startswith("00"):
        text = "+" + text[2:]
    region = country.upper() if country and _COUNTRY.fullmatch(country) else None
    try:
        number = phonenumbers.parse(text, region)
        found = dialable(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        number = phonenumbers.parse(found)
    except phonenumbers.NumberParseException:
        return None
    is_international = text.lstrip("( ").startswith(("+", "\uff0b"))
    is_number = (
        phonenumbers.is_possible_number if is_international else phonenumbers.is_valid_number
    )
    return found if is_number(number) else None


def email(raw: object) -> str | None:
    """An address, case-folded; None for what cannot be one."""
    if not isinstance(raw, str):
        return None
    text = raw.strip().removeprefix("mailto:").casefold()
    is_address = len(text) <= MAX_EMAIL and text.isprintable() and _EMAIL.fullmatch(text)
    return text if is_address else None


def language(raw: object) -> str | None:
    """The language of a BCP 47 tag as its lower-case ISO 639 code: `pt` of "pt-BR" or "pt_PT".

    Names of languages ("German") are not tags and give None.
    """
    if not isinstance(raw, str):
        return None
    tag = _LANGUAGE.fullmatch(raw.strip())
    return tag[1].lower() if tag else None
