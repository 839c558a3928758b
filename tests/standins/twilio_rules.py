"""What Twilio takes and refuses of a message, and its errors. Pure.

Sources: Twilio's Message resource, its error and warning dictionary, its page on opt-out keywords.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

E164 = re.compile(r"\+[1-9]\d{6,14}")
MAX_BODY = 1600
MAX_MEDIA = 10
MAX_VALIDITY_S = 36_000

STOP_WORDS = {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"}
START_WORDS = {"START", "UNSTOP", "YES"}
HELP_WORDS = {"HELP", "INFO"}

ERRORS: Mapping[int, tuple[int, str]] = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    21211: (400, "Invalid 'To' Phone Number"),
    21602: (400, "Message body is required"),
    21603: (400, "A 'From' phone number is required"),
    21606: (400, "The 'From' phone number is not a valid, SMS-capable number of your account"),
    21609: (400, "The 'StatusCallback' URL is not a valid URL"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21612: (400, "The 'To' phone number is not currently reachable using the 'From' phone number"),
    21620: (400, "Invalid media URL(s)"),
    21623: (400, "Number of media files exceeds allowed limit"),
    21705: (400, "The Messaging Service Sid is invalid"),
    21635: (400, "The validity period is out of range"),
}


class TwilioError(Exception):
    """A refusal with a code of the dictionary."""

    def __init__(self, code: int, *, retry_after_s: float | None = None) -> None:
        super().__init__(ERRORS[code][1])
        self.code = code
        self.retry_after_s = retry_after_s

    @property
    def status(self) -> int:
        return ERRORS[self.code][0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message that Twilio is asked to send. `sender` is a number or a messaging service."""

    to: str
    sender: str
    body: str
    status_callback: str | None


def read_message(
    fields: Mapping[str, str],
    *,
    numbers: Collection[str],
    services: Collection[str],
    media: Sequence[str] = (),
) -> Wanted:
    """Raises TwilioError for what Twilio refuses whoever it is for."""
    to, body = fields.get("To", ""), fields.get("Body", "")
    if not E164.fullmatch(to):
        raise TwilioError(21211)
    if not body and not media:
        raise TwilioError(21602)
    if len(body) > MAX_BODY:
        raise TwilioError(21617)
    if len(media) > MAX_MEDIA:
        raise TwilioError(21623)
    if any(urlsplit(url).scheme not in ("http", "https") for url in media):
        raise TwilioError(21620)
    sender = fields.get("MessagingServiceSid") or fields.get("From", "")
    if not sender:
        raise TwilioError(21603)
    if sender not in (services if "MessagingServiceSid" in fields else numbers):
        raise TwilioError(21705 if "MessagingServiceSid" in fields else 21606)
    callback = fields.get("StatusCallback")
    if callback is not None and urlsplit(callback).scheme not in ("http", "https"):
        raise TwilioError(21609)
    validity = fields.get("ValidityPeriod", "1")
    if not validity.isdecimal() or not 1 <= int(validity) <= MAX_VALIDITY_S:
        raise TwilioError(21635)
    return Wanted(to, sender, body, callback)


def opt_out_type(text: str) -> str | None:
    """The keyword that is the whole of a message: STOP, START or HELP."""
    word = "".join(text.split()).upper()
    kinds = {"STOP": STOP_WORDS, "START": START_WORDS, "HELP": HELP_WORDS}
    return next((kind for kind, words in kinds.items() if word in words), None)
