"""SMS by Twilio."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp

from jack.channels.base import Call, Capability, Downloaded, Probe, Thanks, Traits
from jack.channels.fetching import REDIRECTS, origin, taken
from jack.channels.sms_parse import (
    BACK_OFF_CODES,
    E164,
    LOCKED_CODES,
    MAX_MEDIA,
    OPTED_OUT_CODE,
    OUTBOX,
    TOO_FAST_CODE,
    Fields,
    fields_of,
    hint,
    is_genuine,
    parse,
    report,
    signature,
)
from jack.channels.sms_text import MAX_CHARS, plainer
from jack.errors import (
    Ambiguous,
    BadSignature,
    Delivery,
    Forbidden,
    Invalid,
    LockedOut,
    OptedOut,
    Permanent,
    Throttled,
    Transient,
)
from jack.internet import public_resolver
from jack.model.clock import SECOND, from_datetime, to_datetime
from jack.model.messages import OutboxItem, Parsed, StatusReport

FILE_TIMEOUT = aiohttp.ClientTimeout(total=50, sock_connect=5)
PICTURES: Mapping[str, int] = dict.fromkeys(
    ("image/jpeg", "image/png", "image/gif"), 5 * 1024 * 1024
)
"""What Twilio makes fit for any phone (its page on media types)."""
MAX_REDIRECTS = 3
FORM = "application/x-www-form-urlencoded"
SIGNATURE = "X-Twilio-Signature"
MAX_VALIDITY_S = 36_000
"""Longest time that Twilio keeps a message it cannot deliver at once."""
PAGE = 50
LOOK_BACK = timedelta(minutes=2)
"""How far our clock and Twilio's may be apart."""


class Sms:
    name = "sms"
    thanks = Thanks("<Response/>", "text/xml")
    """An empty answer: whatever Jack says goes out by REST, where its fate is known."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        from_number: str,
        messaging_service_sid: str,
        api_url: str,
        public_url: str,
        timeout_s: float,
        has_mms: bool = False,
    ) -> None:
        self.traits = Traits(
            proves_identity=True,
            is_repeatable=False,
            max_chars=MAX_CHARS,
            stop_is_total=True,
            files=PICTURES if has_mms else {},
            max_files=MAX_MEDIA,
        )
        self._api_url = api_url
        self._token = auth_token
        credentials = base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}"}
        self._from = from_number
        self._service = messaging_service_sid
        self._account = f"{api_url.rstrip('/')}/2010-04-01/Accounts/{account_sid}"
        self._public_url = public_url
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=min(5, timeout_s))
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(
            timeout=self._timeout,
            headers=self._headers,
            connector=aiohttp.TCPConnector(limit=64),
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    # -- coming in -------------------------------------------------------------------------

    def subscribe(self, query: Mapping[str, str]) -> str:
        raise Forbidden("Twilio asks for no such thing.")

    def receive(self, call: Call) -> Parsed:
        """The signature covers the address that Twilio was told, so it is built from
        `server.public_url`: what a proxy says of host and scheme does not count."""
        given = call.headers.get(SIGNATURE, "")
        if not given:
            raise BadSignature("The webhook is not signed.", reason="unsigned")
        content_type = call.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        is_form = content_type in (FORM, "")
        fields = _form(call.body) if is_form else {}
        body = None if is_form else call.body
        if not is_genuine(self._token, self._public_url + call.path, fields, given, body):
            raise BadSignature("The webhook's signature is wrong.", reason="bad_signature")
        return parse(
            fields if is_form else _json_fields(call.body),
            query=fields_of(urlsplit(call.path).query),
            fallback_id=call.headers.get("I-Twilio-Idempotency-Token", ""),
        )

    def probe(self) -> Probe:
        """A status of no message, signed as Twilio signs: Jack answers it and stores nothing."""
        url = f"{self._public_url}/webhooks/sms/status"
        fields = {"MessageSid": ["SM" + "0" * 32], "MessageStatus": ["none"]}
        return Probe(
            url,
            {"Content-Type": FORM, SIGNATURE: signature(self._token, url, fields)},
            urlencode(fields, doseq=True).encode(),
        )

    # -- going out -------------------------------------------------------------------------

    async def send(self, item: OutboxItem) -> str:
        """Send text, and pictures by addresses that Twilio can fetch for a while. The callback's
        address names the outbox row, which settles a lost answer."""
        fields = {
            "To": item.address,
            "Body": plainer(item.text),
            **self._sender(item.account),
            "StatusCallback": (
                f"{self._public_url}/webhooks/sms/status?{urlencode({OUTBOX: item.id})}"
            ),
            "ValidityPeriod": str(_validity_s(item)),
        }
        pictures = [("MediaUrl", link) for file in item.files if (link := file.link())]
        answer = await self._call("POST", "Messages.json", data=[*fields.items(), *pictures])
        sid = answer.get("sid")
        if not isinstance(sid, str) or not sid:
            raise Ambiguous("Twilio's answer has no message SID.", reason="garbage")
        return sid

    async def page(self, number: str, text: str) -> None:
        """A text to the hotel's own people; nothing of it is awaited back."""
        fields = {"To": number, "Body": plainer(text), **self._sender("")}
        await self._call("POST", "Messages.json", data=[*fields.items()])

    def _sender(self, account: str) -> dict[str, str]:
        """The number the guest wrote to, so that they see one thread."""
        if self._service:
            return {"MessagingServiceSid": self._service}
        return {"From": account if E164.fullmatch(account) else self._from}

    async def settle(self, item: OutboxItem) -> list[StatusReport]:
        """Twilio's messages that may be this row's send, newest first, by recipient, day and text."""
        since = to_datetime(item.created_at) - LOOK_BACK
        text = plainer(item.text)
        # What has not left Twilio yet has no date of sending, and is only listed without one.
        for query in ({"DateSent>": f"{since:%Y-%m-%d}"}, {}):
            answer = await self._call(
                "GET", "Messages.json", params={"To": item.address, "PageSize": str(PAGE), **query}
            )
            found = [m for m in _messages(answer) if m.get("body") == text and _is_ours(m, since)]
            if found:
                return list(filter(None, (_report(message, item) for message in found)))
        return []

    # -- pictures --------------------------------------------------------------------------

    async def download(self, ref: Mapping[str, str], *, limit_bytes: int) -> Downloaded:
        """A part of an MMS. The credentials go to Twilio's API alone: it answers with an address at
        its file store, which is asked without them and has to be a public one."""
        url = ref.get("url", "")
        if not self._is_twilios(url):
            raise Permanent("The picture is at a foreign address.", reason="foreign")
        if self._session is None:
            raise Transient("SMS is not started.", reason="not_started")
        try:
            async with self._session.get(
                url, allow_redirects=False, timeout=FILE_TIMEOUT
            ) as response:
                if response.status not in REDIRECTS:
                    return await taken(response, limit_bytes=limit_bytes, vendor="Twilio")
                onward = urljoin(url, response.headers.get("Location", ""))
            return await self._from_store(onward, limit_bytes)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Transient("The picture could not be fetched.", reason="unreachable") from error

    def _is_twilios(self, url: str) -> bool:
        scheme, host, _ = origin(url)
        is_twilio = scheme == "https" and (host or "").endswith(".twilio.com")
        return origin(url) == origin(self._api_url) or is_twilio

    async def _from_store(self, url: str, limit_bytes: int) -> Downloaded:
        connector = aiohttp.TCPConnector(resolver=public_resolver([self._api_url]))
        async with aiohttp.ClientSession(timeout=FILE_TIMEOUT, connector=connector) as session:
            for _ in range(MAX_REDIRECTS):
                if not self._may_ask(url):
                    raise Permanent("Twilio sends us to a foreign address.", reason="foreign")
                async with session.get(url, allow_redirects=False) as response:
                    if response.status not in REDIRECTS:
                        return await taken(response, limit_bytes=limit_bytes, vendor="Twilio")
                    url = urljoin(url, response.headers.get("Location", ""))
        raise Permanent("Twilio sends us around in circles.", reason="foreign")

    def _may_ask(self, url: str) -> bool:
        """Names are looked up by a resolver that finds public addresses only; addresses are not."""
        if origin(url) == origin(self._api_url):
            return True
        scheme, host, _ = origin(url)
        is_address = (host or "").replace(".", "").isdigit() or ":" in (host or "")
        return scheme == "https" and bool(host) and not is_address

    # -- is all well -----------------------------------------------------------------------

    async def check(self) -> str:
        answer = await self._call("GET", ".json")
        status = answer.get("status")
        if status != "active":
            raise Permanent(f"The Twilio account is {status}.", reason="account")
        return f"Twilio answers for {answer.get('friendly_name') or 'the account'}"

    async def capabilities(self) -> list[Capability]:
        """What the number can do, and where it sends its messages."""
        if not self._from:
            return [Capability(True, "A messaging service chooses the number.")]
        answer = await self._call(
            "GET", "IncomingPhoneNumbers.json", params={"PhoneNumber": self._from}
        )
        numbers = answer.get("incoming_phone_numbers")
        number = numbers[0] if isinstance(numbers, list) and numbers else None
        if not isinstance(number, dict):
            text = f"{self._from} is not a number of this Twilio account."
            return [Capability(False, text, "set channels.sms.from_number to one that is")]
        return [self._can_send(number), *self._can_mms(number), self._comes_here(number)]

    def _can_send(self, number: Mapping[str, Any]) -> Capability:
        able = number.get("capabilities")
        if isinstance(able, dict) and able.get("sms") is True:
            return Capability(True, f"{self._from} can send and take SMS.")
        return Capability(
            False, f"{self._from} cannot send SMS.", "buy a number with SMS at Twilio"
        )

    def _can_mms(self, number: Mapping[str, Any]) -> list[Capability]:
        if not self.traits.files:
            return []
        able = number.get("capabilities")
        if isinstance(able, dict) and able.get("mms") is True:
            return [Capability(True, "It can send pictures (MMS).")]
        fix = "set channels.sms.mms = false, or buy a number with MMS at Twilio"
        return [Capability(False, f"{self._from} cannot send pictures (MMS).", fix)]

    def _comes_here(self, number: Mapping[str, Any]) -> Capability:
        ours = [f"{self._public_url}/webhooks/{path}" for path in ("sms", "twilio/sms")]
        fix = f"at Twilio, set the number's 'A message comes in' to POST {ours[0]}"
        url, method = number.get("sms_url"), number.get("sms_method")
        if self._service or (url in ours and method == "POST"):
            return Capability(True, "Its messages come to Jack.")
        return Capability(False, f"Its messages go to {url or 'nowhere'} by {method}.", fix)

    async def _call(self, verb: str, path: str, **sent: Any) -> dict[str, Any]:
        if self._session is None:
            raise Transient("SMS is not started.", reason="not_started")
        url = f"{self._account}{path}" if path.startswith(".") else f"{self._account}/{path}"
        try:
            async with self._session.request(verb, url, **sent) as response:
                return _read(response.status, response.headers, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Transient("Twilio cannot be reached.", reason="unreachable") from error
        except TimeoutError as error:
            raise Ambiguous("Twilio did not answer in time.", reason="timeout") from error
        except aiohttp.ClientError as error:
            raise Ambiguous("The connection to Twilio broke.", reason="reset") from error


def _form(body: bytes) -> Fields:
    try:
        return fields_of(body.decode("ascii"))
    except UnicodeDecodeError as error:
        raise Invalid("The webhook is not a form.") from error


def _json_fields(body: bytes) -> Fields:
    """The same parameters, where Twilio was told to send JSON."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid("The webhook is not JSON.") from error
    if not isinstance(told, dict):
        raise Invalid("The webhook is no JSON object.")
    return {name: [value] for name, value in told.items() if isinstance(value, str)}


def _validity_s(item: OutboxItem) -> int:
    """How long Twilio may try: not after the message has stopped being true."""
    left = (item.expires_at - item.next_at) // SECOND
    return max(1, min(left, MAX_VALIDITY_S))


def _messages(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    found = answer.get("messages")
    if not isinstance(found, list):
        raise Ambiguous("Twilio's list of messages is of no use.", reason="garbage")
    yield from (message for message in found if isinstance(message, dict))


def _report(message: Mapping[str, Any], item: OutboxItem) -> StatusReport | None:
    return report(
        str(message.get("status")),
        vendor_id=str(message.get("sid") or ""),
        code=str(message.get("error_code") or ""),
        words=str(message.get("error_message") or ""),
        outbox_id=item.id,
    )


def _is_ours(message: Mapping[str, Any], since: datetime) -> bool:
    """Sent by this account, and not before `since`."""
    try:
        made = parsedate_to_datetime(str(message.get("date_created")))
    except ValueError:
        return False
    made = made if made.tzinfo else made.replace(tzinfo=UTC)
    is_outbound = str(message.get("direction", "")).startswith("outbound")
    return is_outbound and from_datetime(made) >= from_datetime(since)


def _read(status: int, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """Twilio's answer, or what its error means for another try."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if 200 <= status < 300:
        if not isinstance(answer, dict):
            raise Ambiguous("Twilio's answer is not JSON.", reason="garbage")
        return answer
    raise _failure(status, headers, answer)


def _failure(status: int, headers: Mapping[str, str], answer: object) -> Delivery:
    error = answer if isinstance(answer, dict) else {}
    code = str(error.get("code") or status)
    text = hint(code, str(error.get("message") or ""))
    retry_after = headers.get("Retry-After", "")
    wait = float(retry_after) if retry_after.isdecimal() else None
    if code in LOCKED_CODES:
        return LockedOut(text, reason=code)
    if status == 429 or code == TOO_FAST_CODE:
        return Throttled(text, reason=code, retry_after_s=wait)
    if status >= 500 or code in BACK_OFF_CODES:
        return Transient(text, reason=code, retry_after_s=wait)
    if code == OPTED_OUT_CODE:
        return OptedOut(text, reason=code)
    return Permanent(text, reason=code)
