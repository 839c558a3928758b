"""What Meta tells of our token, number, webhooks and templates, for the doctor. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jack.channels.base import Capability
from jack.model.clock import DAY, SECOND, Micros, to_datetime
from jack.model.vendor_templates import VendorStatus, VendorTemplate

NUMBER_FIELDS = (
    "display_phone_number,verified_name,status,quality_rating,name_status,webhook_configuration"
)
SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management")
WARN_BEFORE_END: Micros = 14 * DAY
RENEW = "make a token of a system user with both scopes, and restart Jack"


def token(told: Mapping[str, Any], at: Micros) -> Iterator[Capability]:
    """`GET /debug_token`: whether it is valid, for how long and for what."""
    data = told.get("data")
    if not isinstance(data, dict) or data.get("is_valid") is not True:
        yield Capability(False, "Meta does not take the access token.", RENEW)
        return
    scopes = data.get("scopes")
    missing = [scope for scope in SCOPES if scope not in (scopes or ())]
    if isinstance(scopes, list) and missing:
        text = f"The access token lacks {' and '.join(missing)}."
        yield Capability(False, text, RENEW, is_hint=SCOPES[0] in scopes)
    ends = data.get("expires_at")
    if isinstance(ends, int) and ends > 0:
        end = ends * SECOND
        yield Capability(
            end - at > WARN_BEFORE_END,
            f"The access token ends on {to_datetime(end):%Y-%m-%d}.",
            RENEW,
            is_hint=True,
        )
    else:
        yield Capability(True, "The access token has no end.")


def number(told: Mapping[str, Any], ours: str) -> Iterator[Capability]:
    """The business number: whether it is connected, what guests think of it, where its webhooks go.

    `ours` is the address that Meta should call; empty where Jack has no public one.
    """
    shown = told.get("display_phone_number") or "The number"
    status = told.get("status")
    if status not in (None, "CONNECTED"):
        fix = "see the number in the WhatsApp Manager at Meta"
        yield Capability(False, f"{shown} is {str(status).lower()} at Meta.", fix)
    quality = told.get("quality_rating")
    if quality in ("RED", "YELLOW"):
        fix = "write less unasked: guests have blocked or reported messages"
        text = f"The quality of {shown} is {quality.lower()}."
        yield Capability(False, text, fix, is_hint=True)
    else:
        yield Capability(True, f"{shown} is in good standing.")
    configured = told.get("webhook_configuration")
    urls = list(configured.values()) if isinstance(configured, dict) else []
    if urls and ours and ours not in urls:
        fix = f"at Meta, WhatsApp → Configuration, set the callback URL to {ours}"
        yield Capability(False, f"Its webhooks go to {urls[0]}.", fix)


def subscriptions(told: Mapping[str, Any]) -> Iterator[Capability]:
    """`GET /{business-account}/subscribed_apps`: without one nothing is delivered."""
    apps = told.get("data")
    if isinstance(apps, list) and apps:
        yield Capability(True, "Meta sends its webhooks to an app.")
        return
    fix = "at Meta, WhatsApp → Configuration → Webhook, subscribe to the field messages"
    yield Capability(False, "No app gets the webhooks of the business account.", fix)


def templates(found: Sequence[VendorTemplate]) -> Iterator[Capability]:
    """Those that could be sent and cannot any more."""
    fallen = (VendorStatus.REJECTED, VendorStatus.PAUSED, VendorStatus.DISABLED)
    names = sorted({f"{each.name} ({each.status})" for each in found if each.status in fallen})
    sendable = sum(each.is_sendable for each in found)
    text = f"{sendable} templates can be sent"
    if names:
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        text = f"{text}; not {', '.join(names[:5])}{more}"
        yield Capability(False, f"{text}.", "see Templates in the web page", is_hint=True)
    elif not sendable:
        fix = "write one at Meta: it is all WhatsApp takes a day after a guest wrote"
        yield Capability(False, "No template can be sent.", fix, is_hint=True)
    else:
        yield Capability(True, f"{text}.")
