"""What rules may do, and what must be right about it. A new action is a dataclass, its row in
`jack.model.automations.ACTIONS` and its check here, and its effect in `jack.services.automation_acts`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from jack.errors import Invalid
from jack.model.automations import (
    AddTag,
    CallWebhook,
    CreateTask,
    NotifyStaff,
    RemoveTag,
    SendMessage,
    SetPreference,
)
from jack.model.conversations import Channel
from jack.model.templates import gaps

MAX_TEXT = 200
MAX_NOTE = 2000
MAX_URL = 1000


def _send_message(action: SendMessage) -> None:
    _must_have("template", action.template)
    unknown = [name for name in action.channels if name not in set(Channel)]
    if unknown:
        raise Invalid(f"{unknown[0]} is no channel. Channels are {', '.join(Channel)}.")
    if Channel.WEBCHAT in action.channels:
        raise Invalid("A visitor of the web chat cannot be written to first.")


def _create_task(action: CreateTask) -> None:
    _must_have("title", action.title)
    gaps(action.title)
    gaps(action.note)
    if len(action.note) > MAX_NOTE:
        raise Invalid(f"The note has at most {MAX_NOTE} characters.")


def _notify_staff(action: NotifyStaff) -> None:
    _must_have("text", action.text)
    gaps(action.text)


def _tag(action: AddTag | RemoveTag) -> None:
    _must_have("tag", action.tag)


def _set_preference(action: SetPreference) -> None:
    _must_have("name", action.name)
    _must_have("value", action.value)


def _call_webhook(action: CallWebhook) -> None:
    """What may be called at all is decided when it is called: names and networks change."""
    try:
        parts = urlsplit(action.url)
        is_fine = parts.scheme in ("https", "http") and bool(parts.hostname)
        is_fine = is_fine and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        is_fine = False
    if not is_fine or len(action.url) > MAX_URL or not action.url.isascii():
        raise Invalid("The address of a webhook is a URL like https://example.org/hook.")


CHECKS: Mapping[type, Callable[[Any], None]] = {
    SendMessage: _send_message,
    CreateTask: _create_task,
    NotifyStaff: _notify_staff,
    AddTag: _tag,
    RemoveTag: _tag,
    SetPreference: _set_preference,
    CallWebhook: _call_webhook,
}


def _must_have(name: str, text: str) -> None:
    if not text.strip() or len(text) > MAX_TEXT:
        raise Invalid(f"The {name} has 1 to {MAX_TEXT} characters.")
