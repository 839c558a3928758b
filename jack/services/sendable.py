"""What can be sent to an address now: free words, a template that the vendor approved, or nothing.

Everything that starts a message asks here, so that no vendor has to refuse it. Runs inside a read or
write.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jack.db import guests, templates, vendor_templates
from jack.model.clock import Micros
from jack.model.consent import Purpose
from jack.model.templates import MessageTemplate, Trust, render
from jack.model.vendor_templates import (
    TemplateCategory,
    VendorTemplate,
    one_line,
    shown,
)
from jack.model.windows import CLOSED_TEXT, closes_at, is_open
from jack.services import consent


class Way(StrEnum):
    """How a message may go out."""

    TEXT = "text"
    TEMPLATE = "template"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Offer:
    """A template that may be sent, with what fills its gaps for this guest.

    `own` is Jack's template that it stands for; `values` are empty where nothing fills a gap, which
    `missing` names. `text` is what the guest will read.
    """

    template: VendorTemplate
    own: MessageTemplate | None
    values: tuple[str, ...]
    missing: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Sendable:
    """`reason` says in words why free text is not possible. `until` is when it ends to be.

    `offers` are there whenever the channel has templates, those in the guest's language first.
    """

    way: Way
    reason: str = ""
    until: Micros | None = None
    offers: tuple[Offer, ...] = ()


def sendable(
    channels: Collection[str],
    guest_id: int,
    channel: str,
    address: str,
    at: Micros,
    *,
    language: str,
    values: Mapping[str, str],
    trust: Trust,
    purpose: Purpose | None = Purpose.MESSAGES,
) -> Sendable:
    """What the guest can be sent on this channel, as `purpose`; without one a person writes.

    `values` fill the gaps of Jack's texts; what is private among them, as far as the address is
    trusted (R6).
    """
    if channel not in channels:
        return Sendable(Way.NOTHING, f"{channel} is not switched on.")
    if purpose is not None and not consent.may_start(guest_id, channel, purpose):
        if purpose is Purpose.MARKETING and not consent.has_refused(guest_id, channel):
            return Sendable(Way.NOTHING, "The guest has not agreed to offers.")
        return Sendable(Way.NOTHING, f"The guest said stop on {channel}.")
    wrote_at = guests.wrote_at(channel, address)
    offers = _offers(guest_id, channel, language, values, purpose, trust=trust)
    if is_open(channel, wrote_at, at):
        return Sendable(Way.TEXT, until=closes_at(channel, wrote_at), offers=offers)
    if offers:
        return Sendable(Way.TEMPLATE, CLOSED_TEXT, offers=offers)
    return Sendable(Way.NOTHING, f"{CLOSED_TEXT} There is none that Jack can send.")


def may_market(guest_id: int, channel: str, purpose: Purpose | None) -> bool:
    """Whether a template that Meta counts as marketing may go out: a person's word needs no yes,
    but a no holds it back."""
    marketing = guests.has_consent(guest_id, channel, Purpose.MARKETING)
    return marketing is not False if purpose is None else marketing is True


def _offers(
    guest_id: int,
    channel: str,
    language: str,
    values: Mapping[str, str],
    purpose: Purpose | None,
    *,
    trust: Trust,
) -> tuple[Offer, ...]:
    may_offer = may_market(guest_id, channel, purpose)
    approved = {
        each.id: each
        for each in vendor_templates.listed(channel)
        if each.is_sendable
        and each.category is not TemplateCategory.AUTHENTICATION
        and (may_offer or each.category is not TemplateCategory.MARKETING)
    }
    bound = [own for own in templates.bound(channel) if own.vendor_id in approved]
    taken = {own.vendor_id for own in bound}
    found = [
        _offer(approved[own.vendor_id], own, values, trust=trust)
        for own in bound
        if own.vendor_id is not None
    ]
    found += [
        _offer(each, None, values, trust=trust)
        for number, each in approved.items()
        if number not in taken
    ]
    return tuple(sorted(found, key=lambda offer: _language(offer.template) != language))


def _offer(
    template: VendorTemplate,
    own: MessageTemplate | None,
    values: Mapping[str, str],
    *,
    trust: Trust,
) -> Offer:
    fills = own.fills if own is not None else ()
    filled = [one_line(render(fill, values, trust=trust).text) for fill in fills]
    filled = (filled + [""] * len(template.gaps))[: len(template.gaps)]
    missing = tuple(gap for gap, value in zip(template.gaps, filled, strict=True) if not value)
    return Offer(template, own, tuple(filled), missing, shown(template, filled))


def _language(template: VendorTemplate) -> str:
    return template.language.partition("_")[0]
