"""A message as the Cloud API takes it. Pure: what waits to be sent in, the body's own part out."""

from __future__ import annotations

from collections.abc import Iterable

from jack.model.media import kind_of
from jack.model.messages import OutboxItem
from jack.model.vendor_templates import TemplateCall


def content(item: OutboxItem, media: str | None = None) -> dict[str, object]:
    """`type` and what goes with it: the template, else the file with the text under it, else the text.

    `media` is the id that the vendor gave the file when it was uploaded.
    """
    if item.template is not None:
        return {"type": "template", "template": _template(item.template)}
    if media is not None:
        return _media(item, media)
    return {"type": "text", "text": {"body": item.text, "preview_url": False}}


def _media(item: OutboxItem, media: str) -> dict[str, object]:
    """A voice note or a song has no words under it."""
    (file,) = item.files
    kind = kind_of(file.content_type)
    caption = {"caption": item.text} if item.text and kind != "audio" else {}
    name = {"filename": file.name} if kind == "document" else {}
    return {"type": kind, kind: {"id": media, **caption, **name}}


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
