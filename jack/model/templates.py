"""Texts with gaps: `{{name|fallback}}`, no logic. What is private is filled for verified guests only.

A gap that nothing fills and that has no fallback stays empty and is named, so that nobody sends it
unseen. `{{name|-}}` leaves out the whole line it stands in, so that no sentence is left without its
point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jack.errors import Invalid
from jack.model.clock import Micros
from jack.model.languages import Language

MAX_TEXT = 4000
MAX_SUBJECT = 150
ANY_CHANNEL = "any"
"""The channel of a template that is written once for all of them."""
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
SECRET = ("stay.room", "stay.confirmation", "hotel.wifi_password", "task.title")
"""R6: of these not even to an address that stands in the booking: whoever typed it may have erred."""

LEAVE_OUT = "-"
"""The fallback that takes its line with it."""

_GAP = re.compile(r"\{\{([^{}\n]*)\}\}")
_EMPTY_LINES = re.compile(r"\n{3,}")
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
    """`vendor_id` is the approved template that goes out where the vendor takes no free text, and
    `fills` what fills its gaps, in their order: texts with gaps of ours."""

    id: int
    name: str
    channel: str
    language: Language
    body: str
    status: TemplateStatus
    updated_at: Micros
    subject: str = ""
    asks_rating: bool = False
    vendor_id: int | None = None
    fills: tuple[str, ...] = ()


class Trust(StrEnum):
    """How sure it is that an address is the guest's (R6).

    `none`: nobody knows. `known`: it stands in the booking. `proven`: the guest wrote from it on a
    channel that proves who writes, or has matched name and confirmation number there.
    """

    NONE = "none"
    KNOWN = "known"
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class Gap:
    name: str
    fallback: str | None

    @property
    def is_private(self) -> bool:
        return self.name.startswith(PRIVATE)

    def is_for(self, trust: Trust) -> bool:
        """Whether who is trusted so far may read what fills it."""
        if trust is Trust.KNOWN:
            return self.name not in SECRET
        return trust is Trust.PROVEN or not self.is_private


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


def render(text: str, values: Mapping[str, str], *, trust: Trust) -> Rendered:
    """Fill the gaps. A fallback takes the place of what is missing or withheld. Raises Invalid.

    What is left empty takes the space in front of it along; lines that nothing is left of go too.
    """
    gaps(text)
    missing: dict[str, None] = {}
    withheld: dict[str, None] = {}

    def fill(gap: Gap) -> str | None:
        """None: the line is to be left out."""
        is_withheld = not gap.is_for(trust)
        value = "" if is_withheld else values.get(gap.name, "")
        if value:
            return value
        if is_withheld:
            withheld[gap.name] = None
        if gap.fallback is None:
            missing[gap.name] = None
        return None if gap.fallback == LEAVE_OUT else gap.fallback or ""

    lines = [_line(line, fill) for line in text.split("\n")]
    kept = [line for line in lines if line is not None]
    if len(kept) < len(lines):
        kept = _EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip("\n").split("\n")
    return Rendered("\n".join(kept), tuple(missing), tuple(withheld))


def _line(line: str, fill: Callable[[Gap], str | None]) -> str | None:
    """A line with its gaps filled; None for one that is left out."""
    written, end, is_left_out = "", 0, False
    for match in _GAP.finditer(line):
        written += line[end : match.start()]
        value = fill(_gap(match[1]))
        is_left_out = is_left_out or value is None
        end = match.end()
        if value:
            written += value
        elif written.endswith(" "):
            written = written[:-1]
        elif not written and line[end : end + 1] == " ":
            end += 1
    return None if is_left_out else written + line[end:]


def _gap(inside: str) -> Gap:
    name, bar, fallback = (part.strip() for part in inside.partition("|"))
    if name not in VARIABLES and not _LINK.fullmatch(name):
        known = ", ".join((*VARIABLES, "link.<name>"))
        raise Invalid(f"{{{{{name[:60]}}}}} is no variable. There are: {known}.")
    return Gap(name, fallback if bar else None)
