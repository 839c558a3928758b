"""Telephone numbers that a vendor writes otherwise than they are dialled."""

from __future__ import annotations

import re

_MEXICO = re.compile(r"\+521([2-9]\d{9})", re.ASCII)
_BRAZIL = re.compile(r"\+55([1-9]{2})([6-9]\d{7})", re.ASCII)


def dialable(phone: str) -> str:
    """A number in E.164 as it is dialled today.

    WhatsApp names guests by the number they once joined with. Mexico's mobile numbers have lost the
    1 behind the country code since, Brazil's have got a 9 behind the area code; whoever booked has
    told the hotel today's number.
    """
    if found := _MEXICO.fullmatch(phone):
        return f"+52{found[1]}"
    if found := _BRAZIL.fullmatch(phone):
        return f"+55{found[1]}9{found[2]}"
    return phone
