"""Twilio's webhooks as Jack's own nouns. Pure: parameters in, messages and statuses out.

Sources: Twilio's pages on webhook security, the parameters of an incoming message, status
callbacks, and errors.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from jack.errors import Invalid
from jack.model.consent import OptOut
from jack.model.media import IncomingFile
from jack.model.messages import Delivery, Inbound, Kind, Parsed, StatusReport

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
OUTBOX = "outbox"
"""Our own parameter of a status callback's address: the row it speaks of."""
MAX_FIELDS = 1000
MAX_MEDIA = 10

OPTED_OUT_CODE = "21610"
TOO_FAST_CODE = "20429"
LOCKED_CODES = frozenset({"20003", "30002"})
"""Wrong credentials, or a suspended account: nothing goes before a person mends it."""
BACK_OFF_CODES = frozenset({"20429", "20503", "30001", "30003", "30022", "30027", "63018"})
"""Too fast, or a phone that is off at the moment: worth another try. All others are final."""

HINTS = {
    "20003": "Twilio refused the account SID or the auth token. Check both and restart Jack.",
    "20404": "Twilio does not know this account or number. Check account_sid and api_url.",
    "20429": "Too many calls to Twilio at once; Jack sends it later.",
    "21211": "This is not a phone number that Twilio can send to.",
    "21265": "A messaging service sends this already. Check from_number.",
    "21266": "The guest's number is Jack's own.",
    "21408": "Twilio is not allowed to send to this country. Allow it under Geo permissions.",
    "21601": "Jack's number cannot send SMS. Choose another one at Twilio.",
    "21602": "The message is empty.",
    "21603": "Twilio knows no sender. Set from_number or messaging_service_sid.",
    "21606": "from_number is not a number of this Twilio account.",
    "21608": "A trial account sends to verified numbers only. Upgrade it at Twilio.",
    OPTED_OUT_CODE: "The guest has stopped SMS. Nothing can be sent until they write START.",
    "21611": "Too many messages wait at Twilio for this number.",
    "21612": "Twilio cannot send from Jack's number to the guest's.",
    "21614": "This number cannot take SMS: it is a landline.",
    "21617": "The message is longer than 1600 characters.",
    "21620": "Twilio cannot fetch the picture: it takes https addresses that it can reach.",
    "21623": "A message has at most 10 pictures.",
    "30019": "The picture is too large for the guest's carrier.",
    "21659": "from_number is not a number of this Twilio account.",
    "21703": "The messaging service has no number that can send.",
    "21705": "The messaging service does not exist. Check messaging_service_sid.",
    "30001": "Too much waits at Twilio.",
    "30002": "Twilio has suspended the account.",
    "30003": "The phone cannot be reached at the moment.",
    "30004": "The guest's phone or carrier blocks messages.",
    "30005": "The number does not exist.",
    "30006": "This number cannot take SMS: it is a landline, or its carrier cannot be reached.",
    "30007": "The carrier took it for spam and filtered it.",
    "30008": "It did not arrive; the carrier gives no reason.",
    "30022": "Too many messages in a short time for this campaign.",
    "30032": "The toll-free number is not verified. Verify it at Twilio.",
    "30034": "Jack's number is not registered for this country's carriers (A2P 10DLC).",
    "30036": "It could not be delivered in time.",
    "30410": "The carrier did not answer in time.",
}
"""What staff read. Twilio's own `ErrorMessage` is mostly empty."""

_STATUSES = {
    **dict.fromkeys(("accepted", "queued", "scheduled", "sending", "sent"), Delivery.SENT),
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    **dict.fromkeys(("undelivered", "failed", "canceled"), Delivery.FAILED),
}
_OPT_OUTS = {"STOP": OptOut.STOP, "START": OptOut.START, "HELP": OptOut.HELP}
_KINDS = (
    ("image/", Kind.IMAGE),
    ("audio/", Kind.AUDIO),
    ("video/", Kind.VIDEO),
    ("text/vcard", Kind.CONTACTS),
    ("text/x-vcard", Kind.CONTACTS),
)

Fields = Mapping[str, Sequence[str]]
"""Parameters as they were sent: nothing trimmed, repeats kept in order."""


# -- who calls -------------------------------------------------------------------------------------


def fields_of(encoded: str) -> Fields:
    """A form or a query as names with their values. Raises Invalid."""
    try:
        pairs = parse_qsl(
            encoded, keep_blank_values=True, encoding="utf-8", errors="strict",
            max_num_fields=MAX_FIELDS,
        )  # fmt: skip
    except ValueError as error:
        raise Invalid("The webhook is not a form.") from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def signature(auth_token: str, url: str, fields: Fields) -> str:
    """What Twilio writes into `X-Twilio-Signature` for a call of `url` with these parameters."""
    signed = url + "".join(
        name + value for name in sorted(fields) for value in sorted(set(fields[name]))
    )
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_genuine(
    auth_token: str, url: str, fields: Fields, given: str, body: bytes | None = None
) -> bool:
    """Whether Twilio signed this call. `body` is that of a call that is no form.

    Twilio is not consistent about a port that goes without saying: with and without it count.
    Every comparison takes the same time, whatever is wrong.
    """
    hashes = fields_of(urlsplit(url).query).get("bodySHA256", ())
    is_whole = True
    if body is not None:
        actual = hashlib.sha256(body).hexdigest()
        is_whole = len(hashes) == 1 and _same(hashes[0], actual)
    expected = [signature(auth_token, spelling, fields) for spelling in _spellings(url)]
    matches = [_same(given, each) for each in expected]
    return is_whole and any(matches)


def _spellings(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    default = 443 if parts.scheme == "https" else 80
    if parts.port is None:
        return url, url.replace(parts.netloc, f"{parts.netloc}:{default}", 1)
    if parts.port == default:
        return url, url.replace(parts.netloc, parts.netloc.rpartition(":")[0], 1)
    return (url, url.replace(parts.netloc, parts.netloc.rpartition(":")[0], 1))


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


# -- what it says ----------------------------------------------------------------------------------


def parse(fields: Fields, *, query: Fields, fallback_id: str = "") -> Parsed:
    """A guest's message, or what became of one of ours; nothing of both in a call of another kind.

    `fallback_id` names a delivery whose message has no id: Twilio repeats it with every try.
    """
    if _one(fields, "MessageStatus") or _one(fields, "SmsStatus") not in ("", "received"):
        report = _status(fields, query)
        return Parsed([], [report] if report else [])
    message = _message(fields, fallback_id)
    return Parsed([message] if message else [])


def _message(fields: Fields, fallback_id: str) -> Inbound | None:
    sender, own = _one(fields, "From"), _one(fields, "To")
    vendor_id = _one(fields, "MessageSid") or _one(fields, "SmsSid") or fallback_id
    if not sender or not vendor_id:
        return None
    if ":" in sender:
        raise Invalid("This is no SMS; Jack takes WhatsApp from Meta, not by way of Twilio.")
    is_phone = E164.fullmatch(sender) is not None
    media = _media(fields)
    return Inbound(
        channel="sms",
        account=own,
        vendor_id=vendor_id,
        address=sender,
        # Short codes and names are machines: they get no answer.
        kind=_kind(media) if is_phone else Kind.SYSTEM,
        text=_one(fields, "Body"),
        phone=sender if is_phone else None,
        data={"media": media} if media else {},
        files=tuple(
            IncomingFile(content_type=part["mime_type"], ref={"url": part["url"]}) for part in media
        ),
        opt_out=_OPT_OUTS.get(_one(fields, "OptOutType").upper()),
    )


def _media(fields: Fields) -> list[dict[str, str]]:
    """Where the parts of an MMS can be fetched, with the account's credentials, and what they are."""
    count = _one(fields, "NumMedia")
    number = min(int(count), MAX_MEDIA) if count.isdecimal() and len(count) < 4 else 0
    parts = [
        {"url": _one(fields, f"MediaUrl{i}"), "mime_type": _one(fields, f"MediaContentType{i}")}
        for i in range(number)
    ]
    return [part for part in parts if part["url"]]


def _kind(media: Sequence[Mapping[str, str]]) -> Kind:
    """By the first part: a caption is the message's text."""
    if not media:
        return Kind.TEXT
    mime_type = media[0]["mime_type"].lower()
    return next((kind for start, kind in _KINDS if mime_type.startswith(start)), Kind.DOCUMENT)


def _status(fields: Fields, query: Fields) -> StatusReport | None:
    name = _one(fields, "MessageStatus") or _one(fields, "SmsStatus")
    return report(
        name.lower(),
        vendor_id=_one(fields, "MessageSid") or _one(fields, "SmsSid"),
        code=_one(fields, "ErrorCode"),
        words=_one(fields, "ErrorMessage"),
        outbox_id=_outbox_id(_one(query, OUTBOX)),
    )


def report(
    status: str, *, vendor_id: str, code: str, words: str = "", outbox_id: int | None = None
) -> StatusReport | None:
    """A status of Twilio's as ours; None for one that says nothing."""
    delivery = _STATUSES.get(status)
    if delivery is None or not (vendor_id or outbox_id):
        return None
    is_failure = delivery is Delivery.FAILED
    code = code if code not in ("", "0") else ""
    return StatusReport(
        channel="sms",
        status=delivery,
        vendor_id=vendor_id or None,
        outbox_id=outbox_id,
        error_code=(code or status) if is_failure else None,
        error_text=hint(code, words) if is_failure else None,
        is_temporary=is_failure and code in BACK_OFF_CODES,
        is_opt_out=code == OPTED_OUT_CODE,
    )


def hint(code: str, words: str = "") -> str:
    """What a code of Twilio's means, for staff."""
    known = HINTS.get(code)
    return known or f"Twilio could not deliver it: {words or code or 'no reason given'}."


def _outbox_id(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def _one(fields: Fields, name: str) -> str:
    """The first value, without what the database or a display cannot hold."""
    values = fields.get(name)
    text = values[0] if values else ""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
