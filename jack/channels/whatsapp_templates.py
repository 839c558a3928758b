"""Message templates as the Graph API tells them. Pure: its JSON in, Jack's own nouns out.

Shapes: `GET /{business-account}/message_templates`, and the webhooks `message_template_status_update`
and `template_category_update`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jack.model.vendor_templates import (
    TemplateCategory,
    TemplateReport,
    VendorStatus,
    VendorTemplate,
)

FIELDS = "id,name,language,status,category,components,rejected_reason"

_STATUSES = {
    "APPROVED": VendorStatus.APPROVED,
    "REINSTATED": VendorStatus.APPROVED,
    "UNARCHIVED": VendorStatus.APPROVED,
    "PENDING": VendorStatus.PENDING,
    "IN_APPEAL": VendorStatus.REJECTED,
    "REJECTED": VendorStatus.REJECTED,
    "PAUSED": VendorStatus.PAUSED,
}
"""Every other word means that it cannot be sent any more."""
_NO_NEWS = ("FLAGGED", "LOCKED", "UNLOCKED")
"""Warnings: what was approved still goes."""


def read(told: Mapping[str, Any]) -> VendorTemplate | None:
    """One of the templates of a business account; None for what is none."""
    name, language = told.get("name"), told.get("language")
    if not isinstance(name, str) or not isinstance(language, str):
        return None
    parts = {
        str(part.get("type", "")).upper(): part
        for part in told.get("components") or ()
        if isinstance(part, dict)
    }
    header, buttons = parts.get("HEADER", {}), _buttons(parts.get("BUTTONS", {}))
    return VendorTemplate(
        channel="whatsapp",
        vendor_id=str(told.get("id", "")),
        name=name,
        language=language,
        category=_category(told.get("category")) or TemplateCategory.MARKETING,
        status=_STATUSES.get(str(told.get("status", "")).upper(), VendorStatus.DISABLED),
        body=_text(parts.get("BODY", {})),
        header=_text(header) if _format(header) == "TEXT" else "",
        footer=_text(parts.get("FOOTER", {})),
        buttons=tuple(str(button.get("text", "")) for button in buttons),
        reason=_reason(told.get("rejected_reason")),
        lacks=_lacks(parts, header, buttons),
    )


def reports(field: str, value: Mapping[str, Any]) -> Iterator[TemplateReport]:
    """What a webhook of this field says of a template."""
    name, language = value.get("message_template_name"), value.get("message_template_language")
    if not isinstance(name, str) or not isinstance(language, str):
        return
    event = str(value.get("event", "")).upper()
    is_status = field == "message_template_status_update" and event and event not in _NO_NEWS
    category = value.get("new_category") if field == "template_category_update" else None
    yield TemplateReport(
        channel="whatsapp",
        vendor_id=str(value.get("message_template_id", "")),
        name=name,
        language=language,
        status=_STATUSES.get(event, VendorStatus.DISABLED) if is_status else None,
        category=_category(category),
        reason=_reason(value.get("reason")),
    )


def _lacks(
    parts: Mapping[str, Mapping[str, Any]],
    header: Mapping[str, Any],
    buttons: list[Mapping[str, Any]],
) -> str:
    """Why Jack cannot send it: what a send would have to carry beside words."""
    if "BODY" not in parts:
        return "It has no text."
    if header and _format(header) != "TEXT":
        return f"Its header needs a file ({_format(header).lower()})."
    for button in buttons:
        kind = str(button.get("type", "")).upper()
        if kind in ("COPY_CODE", "OTP", "FLOW", "CATALOG", "MPM", "SPM"):
            return f"It has a button that Jack cannot fill ({kind.lower()})."
        if kind == "URL" and "{{" in str(button.get("url", "")):
            return "It has a button whose link has a gap."
    if unknown := set(parts) - {"HEADER", "BODY", "FOOTER", "BUTTONS"}:
        return f"It has a part that Jack does not know ({', '.join(sorted(unknown)).lower()})."
    return ""


def _buttons(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [button for button in part.get("buttons") or () if isinstance(button, dict)]


def _format(header: Mapping[str, Any]) -> str:
    return str(header.get("format", "TEXT")).upper()


def _text(part: Mapping[str, Any]) -> str:
    text = part.get("text")
    return text if isinstance(text, str) else ""


def _category(name: object) -> TemplateCategory | None:
    try:
        return TemplateCategory(str(name).lower())
    except ValueError:
        return None


def _reason(told: object) -> str:
    return told if isinstance(told, str) and told.upper() != "NONE" else ""
