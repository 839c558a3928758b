"""A message as the Cloud API takes it. Pure: what waits to be sent in, the body's own part out."""

from __future__ import annotations

from collections.abc import Iterable

from jack.model.media import kind_of
from jack.model.messages import OutboxItem
from jack.model.vendor_templates import TemplateCall

MAX_BUTTONS, BUTTON_CHARS, BUTTON_BODY = 3, 20, 1024
MAX_ROWS, ROW_CHARS = 10, 24
LIST_LABEL = "☰"
"""What opens a list: a sign, for every language."""


def content(item: OutboxItem, media: str | None = None) -> dict[str, object]:
    """`type` and what goes with it: the template, else the file with the text under it, else the text.

    `media` is the id that the vendor gave the file when it was uploaded.
    """
    if item.template is not None:
        return {"type": "template", "template": _template(item.template)}
    if media is not None:
        return _media(item, media)
    if (choice := _choice(item)) is not None:
        return {"type": "interactive", "interactive": choice}
    return {"type": "text", "text": {"body": item.text, "preview_url": False}}


def _choice(item: OutboxItem) -> dict[str, object] | None:
    """Answers to tap: as buttons, else as a list. None where they do not fit: the text says them."""
    options = item.options
    if not options or len(set(options)) < len(options):
        return None
    longest = max(map(len, options))
    if len(options) <= MAX_BUTTONS and longest <= BUTTON_CHARS and len(item.text) <= BUTTON_BODY:
        buttons = [
            {"type": "reply", "reply": {"id": str(number), "title": title}}
            for number, title in enumerate(options, 1)
        ]
        return {"type": "button", "body": {"text": item.text}, "action": {"buttons": buttons}}
    if len(options) <= MAX_ROWS and longest <= ROW_CHARS:
        rows = [{"id": str(number), "title": title} for number, title in enumerate(options, 1)]
        action = {"button": LIST_LABEL, "sections": [{"rows": rows}]}
        return {"type": "list", "body": {"text": item.text}, "action": action}
    return None


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
