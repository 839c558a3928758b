"""WhatsApp webhooks as Jack's own nouns. Pure: bytes in, messages and statuses out.

Shapes: Cloud API webhooks reference, `entry[] × changes[] × value.(messages[] | statuses[])`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jack.channels.whatsapp_templates import reports
from jack.errors import Invalid
from jack.model.clock import SECOND, Micros
from jack.model.consent import ConsentReport, Purpose
from jack.model.media import IncomingFile
from jack.model.messages import Delivery, Inbound, Kind, Parsed, StatusReport, Whereabouts
from jack.model.phones import dialable

CALLBACK_PREFIX = "jack:"
_CHANGED = re.compile(r"changed from (\S+) to \S+\s*$")
_MEDIA = ("image", "audio", "video", "document", "sticker")
_STATUSES = {
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "failed": Delivery.FAILED,
}

WINDOW_CLOSED, OFFERS_STOPPED = "131047", "131050"
HINTS = {
    WINDOW_CLOSED: "The 24-hour window is closed: the guest has not written for a day. Use a template.",
    "131026": "WhatsApp cannot deliver to this guest. Try another channel.",
    "131051": "WhatsApp does not take this type of message.",
    "131049": "Meta holds back marketing messages to this guest.",
    OFFERS_STOPPED: "The guest has stopped marketing messages.",
    "0": "Meta does not take the access token. Make a new one and restart Jack.",
    "130429": "Too many messages from this number at once; Jack sends it later.",
    "131056": "Too many messages to this guest at once; Jack sends it later.",
    "130472": "Meta holds this message back: the guest is part of an experiment of WhatsApp's.",
    "131045": "The business number is not registered with WhatsApp. Register it at Meta.",
    "131042": "Meta cannot charge for messages. Check the payment method at Meta.",
    "131031": "Meta has locked the business account. See the Business Manager.",
    "132000": "The template has another number of gaps at Meta. Read the templates anew.",
    "132001": "There is no such template in this language at Meta. Read the templates anew.",
    "132005": "With these words the template is longer than WhatsApp takes.",
    "132007": "The template breaks a rule of Meta's.",
    "132012": "The template has gaps of another kind at Meta. Read the templates anew.",
    "132015": "Meta has paused this template. Choose another one.",
    "132016": "Meta has disabled this template for good. Choose another one.",
    "190": "The access token is not valid any more. Make a new one and restart Jack.",
    "100": "WhatsApp refused the request.",
}
"""What staff read in place of the vendor's words."""


def parse(body: bytes) -> Parsed:
    """Everything one webhook carries, in its order. Raises Invalid when it is not an envelope."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid("The webhook is not JSON.") from error
    if not isinstance(envelope, dict) or not isinstance(envelope.get("entry"), list):
        raise Invalid("The webhook has no entry list.")
    messages: list[Inbound] = []
    statuses: list[StatusReport] = []
    consents = tuple(
        told
        for value in _values(envelope, "user_preferences")
        for preference in _dicts(value.get("user_preferences"))
        if (told := _consent(preference)) is not None
    )
    templates = tuple(
        report
        for field in ("message_template_status_update", "template_category_update")
        for value in _values(envelope, field)
        for report in reports(field, value)
    )
    troubles = tuple(
        error_text(error)[0] for value in _values(envelope) for error in _dicts(value.get("errors"))
    )
    for value in _values(envelope):
        account = _text(_dict(value.get("metadata")).get("phone_number_id"))
        names = _names(value)
        for message in _dicts(value.get("messages")):
            if (inbound := _message(message, account, names)) is not None:
                messages.append(inbound)
        for status in _dicts(value.get("statuses")):
            if (report := _status(status)) is not None:
                statuses.append(report)
    return Parsed(messages, statuses, consents, templates, troubles)


def error_text(error: Mapping[str, Any]) -> tuple[str, str]:
    """(code, words) of a Graph error object."""
    details = _text(_dict(error.get("error_data")).get("details"))
    words = details or _text(error.get("message")) or _text(error.get("title"))
    return str(error.get("code", "unknown")), words or "The vendor gave no reason."


def _values(envelope: Mapping[str, Any], field: str = "messages") -> Iterator[dict[str, Any]]:
    for entry in _dicts(envelope.get("entry")):
        for change in _dicts(entry.get("changes")):
            if change.get("field", "messages") == field:
                yield _dict(change.get("value"))


def _names(value: Mapping[str, Any]) -> dict[str, str]:
    """Profile names by phone and by user id: a sender may have either or both."""
    names = {}
    for contact in _dicts(value.get("contacts")):
        name = _text(_dict(contact.get("profile")).get("name"))
        for key in ("wa_id", "user_id"):
            if address := _text(contact.get(key)):
                names[address] = name
    return names


def _message(message: Mapping[str, Any], account: str, names: Mapping[str, str]) -> Inbound | None:
    vendor_id = _text(message.get("id"))
    phone = _text(message.get("from"))
    # A guest with a user name may come without a phone number; then only the business-scoped
    # user id tells who it is.
    user_id = _text(message.get("from_user_id")) or _text(message.get("user_id"))
    kind, text, data = _content(message)
    moves_to = _moves_to(data) if kind is Kind.SYSTEM else None
    if moves_to is not None and moves_to.user_id:
        user_id = _previous_user_id(data) or user_id
    address = phone or user_id
    if not vendor_id or not address:
        return None
    return Inbound(
        channel="whatsapp",
        files=_files(kind, data),
        account=account,
        vendor_id=vendor_id,
        address=address,
        kind=kind,
        text=text,
        sent_at=_timestamp(message.get("timestamp")),
        name=names.get(address) or names.get(user_id, ""),
        phone=_e164(phone),
        data=data,
        user_id=user_id or None,
        moves_to=moves_to,
    )


def _files(kind: Kind, data: Mapping[str, Any]) -> tuple[IncomingFile, ...]:
    """Where a picture, voice note or document can be fetched: by its id, for seven days."""
    media_id = _text(data.get("id"))
    if kind not in _MEDIA or not media_id:
        return ()
    ref = {"id": media_id, "sha256": _text(data.get("sha256"))}
    name, content_type = _text(data.get("filename")), _text(data.get("mime_type"))
    return (IncomingFile(name=name, content_type=content_type, ref=ref),)


def _moves_to(system: Mapping[str, Any]) -> Whereabouts | None:
    """Who writes from now on, as a system message announces it.

    `user_changed_number` names the new number in `wa_id` (`new_wa_id` before version 12),
    `user_changed_user_id` the new id in `user_id`, with or without the number.
    """
    if _text(system.get("type")) not in ("user_changed_number", "user_changed_user_id"):
        return None
    user_id = _text(system.get("user_id"))
    phone = _text(system.get("new_wa_id")) or _text(system.get("wa_id"))
    if not user_id and not phone:
        return None
    return Whereabouts(user_id or None, phone or user_id, _e164(phone))


def _previous_user_id(system: Mapping[str, Any]) -> str:
    """The id that a system message replaces; where no field holds it, its words do."""
    named = _text(system.get("previous_user_id"))
    said = _CHANGED.search(_text(system.get("body")))
    return named or (said[1] if said and not said[1].isdigit() else "")


def _e164(phone: str) -> str | None:
    return dialable(f"+{phone}") if phone.isdigit() and phone.isascii() else None


def _content(message: Mapping[str, Any]) -> tuple[Kind, str, dict[str, object]]:
    """(kind, what the guest said in words, what else is worth keeping)."""
    name = _text(message.get("type"))
    part = _dict(message.get(name))
    if name == "text":
        return Kind.TEXT, _text(part.get("body")), {}
    if name in _MEDIA:
        kept: dict[str, object] = {
            key: part[key] for key in ("id", "mime_type", "sha256", "filename") if key in part
        }
        return Kind(name), _text(part.get("caption")), kept
    if name == "button":
        return Kind.BUTTON, _text(part.get("text")), {"payload": part.get("payload")}
    if name == "interactive":
        reply = _dict(part.get(_text(part.get("type"))))
        text = _text(reply.get("title")) or _flow(reply)
        return Kind.BUTTON, text, {"id": reply.get("id"), "reply": reply.get("response_json")}
    if name == "location":
        place = " ".join(filter(None, (_text(part.get("name")), _text(part.get("address")))))
        return Kind.LOCATION, place, {k: part.get(k) for k in ("latitude", "longitude")}
    if name == "contacts":
        return Kind.CONTACTS, "", {"contacts": message.get("contacts")}
    if name == "reaction":
        return Kind.REACTION, _text(part.get("emoji")), {"message_id": part.get("message_id")}
    if name == "order":
        return Kind.ORDER, _text(part.get("text")), {"items": part.get("product_items")}
    if name == "system":
        return Kind.SYSTEM, _text(part.get("body")), dict(part)
    return Kind.UNSUPPORTED, "", {"type": name, "errors": message.get("errors")}


def _flow(reply: Mapping[str, Any]) -> str:
    """What was filled into a form, a line for each field."""
    try:
        told = json.loads(_text(reply.get("response_json")))
    except (ValueError, RecursionError):
        told = None
    fields = told if isinstance(told, dict) else {}
    lines = [
        f"{name}: {value}"
        for name, value in fields.items()
        if name != "flow_token" and isinstance(value, str | int | float) and f"{value}".strip()
    ]
    return _text("\n".join(lines)) or _text(reply.get("body"))


def _status(status: Mapping[str, Any]) -> StatusReport | None:
    delivery = _STATUSES.get(_text(status.get("status")))
    if delivery is None:
        return None
    code, words = None, None
    if errors := _dicts(status.get("errors")):
        code, words = error_text(errors[0])
        words = HINTS.get(code, words)
    return StatusReport(
        channel="whatsapp",
        status=delivery,
        vendor_id=_text(status.get("id")) or None,
        outbox_id=_outbox_id(status.get("biz_opaque_callback_data")),
        error_code=code,
        error_text=words,
        at=_timestamp(status.get("timestamp")),
        stops_offers=code == OFFERS_STOPPED,
        closes_window=code == WINDOW_CLOSED,
    )


def _consent(preference: Mapping[str, Any]) -> ConsentReport | None:
    """A guest stopped marketing messages in WhatsApp itself, or took them up again."""
    address = _text(preference.get("wa_id")) or _text(preference.get("user_id"))
    given = {"stop": False, "resume": True}.get(_text(preference.get("value")))
    is_marketing = preference.get("category", "marketing_messages") == "marketing_messages"
    if not address or given is None or not is_marketing:
        return None
    at = _timestamp(preference.get("timestamp"))
    return ConsentReport("whatsapp", address, Purpose.MARKETING, is_given=given, at=at)


def _outbox_id(callback: object) -> int | None:
    text = _text(callback)
    digits = text.removeprefix(CALLBACK_PREFIX)
    is_ours = text != digits and digits.isdecimal() and len(digits) < 19
    return int(digits) if is_ours else None


def _timestamp(value: object) -> Micros | None:
    text = str(value)
    return int(text) * SECOND if text.isdecimal() and len(text) <= 11 else None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """A string without what the database or a display cannot hold."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
