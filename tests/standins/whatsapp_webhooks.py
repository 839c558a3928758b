"""Bodies that WhatsApp posts to a webhook, shaped as Meta documents them, and their signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from tests.standins.base import JsonObject, utc_now

MediaKind = Literal["image", "audio", "video", "document", "sticker"]
StatusName = Literal["sent", "delivered", "read", "failed"]

GUEST_PHONE = "4915112345678"
PHONE_NUMBER_ID = "106540352242922"
BUSINESS_ACCOUNT_ID = "102290129340398"
BUSINESS_PHONE = "15550783881"

_MIME_TYPES: dict[MediaKind, str] = {
    "image": "image/jpeg",
    "audio": "audio/ogg; codecs=opus",
    "video": "video/mp4",
    "document": "application/pdf",
    "sticker": "image/webp",
}


def sign(secret: str, body: bytes) -> str:
    """The value of `X-Hub-Signature-256` for these raw bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def new_wamid() -> str:
    return "wamid." + base64.b64encode(secrets.token_bytes(24)).decode()


def is_user_id(address: str) -> bool:
    """Whether this is a business-scoped user id (`US.1349…`), not a phone number."""
    return "." in address


def message(
    kind: str,
    content: object,
    *,
    sender: str = GUEST_PHONE,
    user_id: str | None = None,
    message_id: str | None = None,
    at: datetime | None = None,
    reply_to: str | None = None,
) -> JsonObject:
    """One entry of `messages[]`.

    `sender` is a phone number in digits, or a user id: then there is no `from`, as with guests who
    took a username. `user_id` adds the id beside a phone number, as Meta does since 2026.
    """
    result: JsonObject = {
        "id": message_id or new_wamid(),
        "timestamp": str(int((at or utc_now()).timestamp())),
        "type": kind,
        kind: content,
    }
    if not is_user_id(sender):
        result["from"] = sender
    if scoped := sender if is_user_id(sender) else user_id:
        result["from_user_id"] = scoped
    if reply_to is not None:
        result["context"] = {"from": BUSINESS_PHONE, "id": reply_to}
    return result


def sender_of(inbound: JsonObject) -> str:
    """The phone number of an entry of `messages[]`, or else the user id."""
    return str(inbound.get("from") or inbound["from_user_id"])


def text_message(
    text: str,
    *,
    sender: str = GUEST_PHONE,
    user_id: str | None = None,
    message_id: str | None = None,
    at: datetime | None = None,
    reply_to: str | None = None,
) -> JsonObject:
    return message(
        "text",
        {"body": text},
        sender=sender,
        user_id=user_id,
        message_id=message_id,
        at=at,
        reply_to=reply_to,
    )


def media_message(
    kind: MediaKind,
    *,
    media_id: str = "1908647269898587",
    mime_type: str | None = None,
    sha256: str | None = None,
    caption: str | None = None,
    sender: str = GUEST_PHONE,
    message_id: str | None = None,
) -> JsonObject:
    """Only the reference travels in the webhook; `audio` is a voice message."""
    content: JsonObject = {
        "id": media_id,
        "mime_type": mime_type or _MIME_TYPES[kind],
        "sha256": sha256 or base64.b64encode(hashlib.sha256(media_id.encode()).digest()).decode(),
    }
    if caption is not None:
        content["caption"] = caption
    match kind:
        case "audio":
            content["voice"] = True
        case "document":
            content["filename"] = "passport.pdf"
        case "sticker":
            content["animated"] = False
        case _:
            pass
    return message(kind, content, sender=sender, message_id=message_id)


def location_message(*, sender: str = GUEST_PHONE, message_id: str | None = None) -> JsonObject:
    place = {"latitude": 52.5163, "longitude": 13.3777, "name": "Pariser Platz"}
    return message("location", place, sender=sender, message_id=message_id)


def contacts_message(*, sender: str = GUEST_PHONE, message_id: str | None = None) -> JsonObject:
    card = {
        "name": {"formatted_name": "Ana Silva", "first_name": "Ana", "last_name": "Silva"},
        "phones": [{"phone": "+351 912 345 678", "wa_id": "351912345678", "type": "CELL"}],
    }
    return message("contacts", [card], sender=sender, message_id=message_id)


def button_message(
    text: str, *, payload: str = "", sender: str = GUEST_PHONE, message_id: str | None = None
) -> JsonObject:
    """A tap on a template's quick-reply button."""
    content = {"text": text, "payload": payload or text}
    return message(
        "button", content, sender=sender, message_id=message_id, reply_to="wamid.template"
    )


def interactive_message(
    kind: Literal["button_reply", "list_reply", "nfm_reply"],
    *,
    title: str = "Yes",
    option_id: str = "yes",
    sender: str = GUEST_PHONE,
    message_id: str | None = None,
) -> JsonObject:
    """A tap on a reply button or a list row, or a completed flow (`nfm_reply`)."""
    reply: JsonObject = {"id": option_id, "title": title}
    if kind == "nfm_reply":
        reply = {"name": "flow", "body": "Sent", "response_json": '{"flow_token": "t"}'}
    content = {"type": kind, kind: reply}
    return message(
        "interactive", content, sender=sender, message_id=message_id, reply_to="wamid.options"
    )


def reaction_message(
    emoji: str, *, to: str, sender: str = GUEST_PHONE, message_id: str | None = None
) -> JsonObject:
    """`to` is the message reacted to; a removed reaction comes without `emoji`, so pass ''."""
    content = {"message_id": to} | ({"emoji": emoji} if emoji else {})
    return message("reaction", content, sender=sender, message_id=message_id)


def order_message(*, sender: str = GUEST_PHONE, message_id: str | None = None) -> JsonObject:
    item = {
        "product_retailer_id": "club-sandwich",
        "quantity": 1,
        "item_price": 14.5,
        "currency": "EUR",
    }
    content = {"catalog_id": "194836987003835", "text": "", "product_items": [item]}
    return message("order", content, sender=sender, message_id=message_id)


def system_message(
    *,
    sender: str = GUEST_PHONE,
    new_phone: str = "4915199999999",
    message_id: str | None = None,
) -> JsonObject:
    """The guest's number changed: from now on `new_phone` writes."""
    content = {
        "body": f"User changed from {sender} to {new_phone}",
        "wa_id": new_phone,
        "type": "user_changed_number",
    }
    return message("system", content, sender=sender, message_id=message_id)


def user_id_message(
    old: str,
    new: str,
    *,
    sender: str | None = None,
    new_phone: str | None = None,
    message_id: str | None = None,
) -> JsonObject:
    """The guest's user id changed, as it does with the number, which may not be told."""
    content = {
        "body": f"User Ana Silva changed from {old} to {new}",
        "user_id": new,
        "type": "user_changed_user_id",
    }
    if new_phone is not None:
        content["wa_id"] = new_phone
    return message("system", content, sender=sender or old, message_id=message_id)


def unsupported_message(*, sender: str = GUEST_PHONE, message_id: str | None = None) -> JsonObject:
    result = message("unsupported", {"type": "poll_creation"}, sender=sender, message_id=message_id)
    details = "Message type is currently not supported."
    result["errors"] = [error_object(131051, "Message type unknown", details)]
    return result


def error_object(code: int, title: str, details: str) -> JsonObject:
    """An error as it stands in webhooks, in `errors[]` of a message, a status or the value."""
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details},
        "href": "/documentation/business-messaging/whatsapp/support/error-codes",
    }


def status_update(
    wamid: str,
    status: StatusName,
    *,
    recipient: str = GUEST_PHONE,
    callback_data: str | None = None,
    errors: Sequence[JsonObject] = (),
    at: datetime | None = None,
) -> JsonObject:
    """One entry of `statuses[]`; `callback_data` is what was sent as `biz_opaque_callback_data`."""
    result: JsonObject = {
        "id": wamid,
        "status": status,
        "timestamp": str(int((at or utc_now()).timestamp())),
        "recipient_user_id" if is_user_id(recipient) else "recipient_id": recipient,
    }
    if callback_data is not None:
        result["biz_opaque_callback_data"] = callback_data
    if errors:
        result["errors"] = list(errors)
    return result


def envelope(
    messages: Sequence[JsonObject] = (),
    *,
    statuses: Sequence[JsonObject] = (),
    errors: Sequence[JsonObject] = (),
    name: str = "Ana Silva",
    phone_number_id: str = PHONE_NUMBER_ID,
) -> JsonObject:
    """One entry with one change that carries all of these; join several with `batch`."""
    value: JsonObject = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": BUSINESS_PHONE, "phone_number_id": phone_number_id},
    }
    if messages:
        value["contacts"] = _contacts(messages, name)
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    if errors:
        value["errors"] = list(errors)
    change = {"field": "messages", "value": value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": BUSINESS_ACCOUNT_ID, "changes": [change]}],
    }


def account_change(field: str, value: JsonObject) -> JsonObject:
    """What the business account is told: of its templates, or what guests prefer."""
    change = {"field": field, "value": value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": BUSINESS_ACCOUNT_ID, "changes": [change]}],
    }


def template_update(
    name: str, event: str, *, language: str = "en_US", reason: str = "NONE"
) -> JsonObject:
    return account_change(
        "message_template_status_update",
        {
            "event": event,
            "message_template_id": 1689556908129832,
            "message_template_name": name,
            "message_template_language": language,
            "reason": reason,
        },
    )


def batch(*envelopes: JsonObject) -> JsonObject:
    """One POST that carries the entries of all of them, in order."""
    entries = [entry for each in envelopes for entry in each["entry"]]
    return {"object": "whatsapp_business_account", "entry": entries}


def messages_in(payload: JsonObject) -> list[JsonObject]:
    """All `messages[]` of an envelope, across entries and changes."""
    return [
        inbound
        for entry in payload.get("entry", ())
        for change in entry.get("changes", ())
        for inbound in change.get("value", {}).get("messages", ())
    ]


def _contacts(messages: Sequence[JsonObject], name: str) -> list[JsonObject]:
    contacts: dict[str, JsonObject] = {}
    for inbound in messages:
        contact: JsonObject = {"profile": {"name": name}}
        if "from" in inbound:
            contact["wa_id"] = inbound["from"]
        if "from_user_id" in inbound:
            contact["user_id"] = inbound["from_user_id"]
        contacts.setdefault(sender_of(inbound), contact)
    return list(contacts.values())
