"""Templates that a vendor approves: what may be sent to a guest who has not written for a day.

Gaps are `{{1}}` or `{{first_name}}`, each filled with one line of words (Cloud API, message
templates). Jack sends a text header and the body; what else a template needs, it `lacks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jack.errors import Invalid
from jack.model.clock import Micros

MAX_BODY, MAX_HEADER = 1024, 60
"""Characters once the gaps are filled; Meta refuses longer ones (132005)."""

_GAP = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")


class VendorStatus(StrEnum):
    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"


class TemplateCategory(StrEnum):
    """Marketing needs a guest's consent; the others belong to their stay."""

    UTILITY = "utility"
    MARKETING = "marketing"
    AUTHENTICATION = "authentication"


@dataclass(frozen=True, slots=True)
class VendorTemplate:
    """`language` is the vendor's tag ("pt_BR"). `reason` is why the vendor does not take it, `lacks`
    why Jack cannot send it; both are empty where all is well. `id` is 0 until it is stored."""

    channel: str
    vendor_id: str
    name: str
    language: str
    category: TemplateCategory
    status: VendorStatus
    body: str
    header: str = ""
    footer: str = ""
    buttons: tuple[str, ...] = ()
    reason: str = ""
    lacks: str = ""
    id: int = 0
    seen_at: Micros = 0

    @property
    def is_sendable(self) -> bool:
        return self.status is VendorStatus.APPROVED and not self.lacks

    @property
    def gaps(self) -> tuple[str, ...]:
        """Every gap in its order, those of the header first; one that comes twice is filled once."""
        return (*_gaps(self.header), *_gaps(self.body))


@dataclass(frozen=True, slots=True)
class TemplateCall:
    """A vendor's template with its gaps filled: (gap, value) each, in the order of the text."""

    name: str
    language: str
    header: tuple[tuple[str, str], ...] = ()
    body: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """A vendor's word that one of its templates has changed. What it does not tell is None."""

    channel: str
    vendor_id: str
    name: str
    language: str
    status: VendorStatus | None = None
    category: TemplateCategory | None = None
    reason: str = ""


def shown(template: VendorTemplate, values: Sequence[str]) -> str:
    """What the guest reads; a gap without a value stays a gap."""
    header, body = _split(template, values)
    parts = (_filled(template.header, header), _filled(template.body, body), template.footer)
    return "\n\n".join(part for part in parts if part)


def call(template: VendorTemplate, values: Sequence[str]) -> TemplateCall:
    """The template with its gaps filled. Raises Invalid where the vendor would refuse it."""
    if not template.is_sendable:
        raise Invalid(template.lacks or f"The template {template.name} is {template.status}.")
    lines = tuple(one_line(value) for value in values)
    if len(lines) != len(template.gaps):
        raise Invalid(f"This template has {len(template.gaps)} gaps.", field="values")
    if missing := [gap for gap, line in zip(template.gaps, lines, strict=True) if not line]:
        raise Invalid(f"Nothing fills {', '.join(map(_named, missing))}.", field="values")
    header, body = _split(template, lines)
    is_long = len(_filled(template.header, header)) > MAX_HEADER
    if is_long or len(_filled(template.body, body)) > MAX_BODY:
        raise Invalid("With these words the template is longer than WhatsApp takes.")
    return TemplateCall(
        template.name, template.language, tuple(header.items()), tuple(body.items())
    )


def one_line(text: str) -> str:
    """A value as the vendor takes it: no line breaks or tabs, single spaces."""
    return " ".join(text.split())


def _gaps(text: str) -> tuple[str, ...]:
    found = dict.fromkeys(_GAP.findall(text))
    return tuple(sorted(found, key=int) if all(map(str.isdecimal, found)) else found)


def _split(
    template: VendorTemplate, values: Sequence[str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The values of the header's gaps, and those of the body's."""
    header, body = _gaps(template.header), _gaps(template.body)
    return (
        dict(zip(header, values, strict=False)),
        dict(zip(body, values[len(header) :], strict=False)),
    )


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _GAP.sub(lambda match: values.get(match[1]) or match[0], text)


def _named(gap: str) -> str:
    return f"{{{{{gap}}}}}"
