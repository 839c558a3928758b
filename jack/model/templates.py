"""Texts with gaps: `{{name|fallback}}`, no logic. What is private is filled for verified guests only.

A gap that nothing fills and that has no fallback stays empty and is named, so that nobody sends it
unseen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jack.errors import Invalid
from jack.model.clock import Micros
from jack.model.languages import Language

MAX_TEXT = 4000
VARIABLES = (
    "guest.first_name",
    "guest.last_name",
    "guest.title",
    "stay.arrival",
    "stay.departure",
    "stay.nights",
    "stay.room",
    "stay.room_type",
    "stay.confirmation",
    "hotel.name",
    "hotel.phone",
    "hotel.address",
    "hotel.checkin_time",
    "hotel.checkout_time",
    "hotel.wifi_network",
    "hotel.wifi_password",
    "task.title",
)
LINKS = "link."
"""Before the name of a link of the hotel's profile."""

PRIVATE = ("guest.", "stay.", "task.", "hotel.wifi_password")
"""R6: only for guests who have proven who they are."""

_GAP = re.compile(r"\{\{([^{}]*)\}\}")
_LINK = re.compile(r"link\.[a-z][a-z0-9_]*")


class TemplateStatus(StrEnum):
    """Where a template stands; vendors approve some before they may be sent."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class CannedReply:
    id: int
    shortcut: str
    language: Language
    text: str
    updated_at: Micros


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    id: int
    name: str
    channel: str
    language: Language
    body: str
    status: TemplateStatus
    updated_at: Micros


@dataclass(frozen=True, slots=True)
class Gap:
    name: str
    fallback: str | None

    @property
    def is_private(self) -> bool:
        return self.name.startswith(PRIVATE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """`missing` names the gaps that nothing filled, `withheld` those kept from this guest."""

    text: str
    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def gaps(text: str) -> list[Gap]:
    """The gaps of a text, in order. Raises Invalid that names an unknown one, or a stray brace."""
    found = [_gap(match[1]) for match in _GAP.finditer(text)]
    if "{{" in (rest := _GAP.sub("", text)) or "}}" in rest:
        raise Invalid("A {{ or }} stands alone. A gap is written {{name}} or {{name|fallback}}.")
    return found


def render(text: str, values: Mapping[str, str], *, is_verified: bool) -> Rendered:
    """Fill the gaps. A fallback takes the place of what is missing or withheld. Raises Invalid."""
    gaps(text)
    missing: dict[str, None] = {}
    withheld: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        gap = _gap(match[1])
        is_withheld = gap.is_private and not is_verified
        value = "" if is_withheld else values.get(gap.name, "")
        if value:
            return value
        if is_withheld:
            withheld[gap.name] = None
        if gap.fallback is None:
            missing[gap.name] = None
        return gap.fallback or ""

    return Rendered(_GAP.sub(fill, text), tuple(missing), tuple(withheld))


def _gap(inside: str) -> Gap:
    name, bar, fallback = (part.strip() for part in inside.partition("|"))
    if name not in VARIABLES and not _LINK.fullmatch(name):
        known = ", ".join((*VARIABLES, "link.<name>"))
        raise Invalid(f"{{{{{name[:60]}}}}} is no variable. There are: {known}.")
    return Gap(name, fallback if bar else None)
