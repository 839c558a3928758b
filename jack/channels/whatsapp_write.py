"""A message as the Cloud API takes it. Pure: what waits to be sent in, the body's own part out."""

from __future__ import annotations

from collections.abc import Iterable

from jack.model.messages import OutboxItem
from jack.model.vendor_templates import TemplateCall


def content(item: OutboxItem) -> dict[str, object]:
    """`type` and what goes with it: the template, else the text."""
    if item.template is not None:
        return {"type": "template", "template": _template(item.template)}
    return {"type": "text", "text": {"body": item.text, "preview_url": False}}


def _template(call: TemplateCall) -> dict[str, object]:
    parts = (("header", call.header), ("body", call.body))
    return {
        "name": call.name,
        "language": {"code": call.language},
        "components": [
            {"type": kind, "parameters": list(_parameters(filled))}
            for kind, filled in parts
            if filled
        ],
    }


def _parameters(filled: Iterable[tuple[str, str]]) -> Iterable[dict[str, str]]:
    """Gaps with names are filled by name, others by their order."""
    for gap, value in filled:
        named = {} if gap.isdecimal() else {"parameter_name": gap}
        yield {"type": "text", **named, "text": value}
