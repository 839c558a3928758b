"""WhatsApp by Meta's Cloud API."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp

from jack.channels import whatsapp_account as account
from jack.channels.base import Call, Capability, Downloaded, Probe, Thanks, Traits
from jack.channels.fetching import GONE, REDIRECTS, origin, taken
from jack.channels.whatsapp_media import FILES, MAX_CAPTION, MEDIA_HOST, is_intact
from jack.channels.whatsapp_parse import (
    CALLBACK_PREFIX,
    HINTS,
    OFFERS_STOPPED,
    WINDOW_CLOSED,
    error_text,
    parse,
)
from jack.channels.whatsapp_templates import FIELDS, read
from jack.channels.whatsapp_write import content
from jack.errors import (
    Ambiguous,
    BadSignature,
    Delivery,
    Forbidden,
    LockedOut,
    NoOffers,
    Permanent,
    Throttled,
    Transient,
    WindowClosed,
)
from jack.model.clock import HOUR, now, seconds
from jack.model.media import OutgoingFile
from jack.model.messages import OutboxItem, Parsed
from jack.model.vendor_templates import VendorTemplate

MAX_TEXT = 4096
PAGE, MAX_PAGES = 100, 100
"""Templates asked for at once; a business account has 6000 at most."""
FILE_TIMEOUT = aiohttp.ClientTimeout(total=50, sock_connect=5)
"""Files are larger than messages, and the worker waits a minute for a send."""
BACK_OFF = {"1", "2", "131056", "131016", "131000", "133004"}
"""Codes of Meta's own trouble, or of too many messages to one guest."""
PAIR_RATE, PAIR_WAIT_S = "131056", 6.0
"""Too many messages to one guest, and the least time that mends it."""
TOO_FAST = {"4", "80007", "130429", "131048"}
"""Codes that ask the whole number to slow down."""
LOCKED = {"0", "190", "131031", "131042", "131045"}
"""Codes that a person has to mend before anything goes: token, lock, payment, registration.
Everything else is final for the one message."""


class WhatsApp:
    name = "whatsapp"
    thanks = Thanks()

    def __init__(
        self,
        *,
        access_token: str,
        app_secret: str,
        verify_token: str,
        phone_number_id: str,
        api_url: str,
        api_version: str,
        timeout_s: float,
        max_age_hours: int,
        business_account_id: str = "",
        pair_interval_s: float = 0.0,
        mark_read: bool = True,
        public_url: str = "",
    ) -> None:
        self.traits = Traits(
            proves_identity=True,
            is_repeatable=False,
            max_chars=MAX_TEXT,
            max_age=max_age_hours * HOUR,
            pacing=seconds(pair_interval_s),
            files=FILES,
            max_caption=MAX_CAPTION,
        )
        self._token = access_token
        self._secret = app_secret.encode()
        self._verify_token = verify_token
        self._public_url = public_url
        self._graph = f"{api_url.rstrip('/')}/{api_version}"
        self._number = f"{self._graph}/{phone_number_id}"
        self._account = business_account_id
        self.has_receipts = mark_read
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=min(5, timeout_s))
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(
            timeout=self._timeout,
            headers={"Authorization": f"Bearer {self._token}"},
            connector=aiohttp.TCPConnector(limit=64),
            json_serialize=lambda data: json.dumps(data, ensure_ascii=False),
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    # -- coming in -------------------------------------------------------------------------

    def subscribe(self, query: Mapping[str, str]) -> str:
        given = query.get("hub.verify_token", "")
        is_ours = hmac.compare_digest(_bytes(given), _bytes(self._verify_token))
        if query.get("hub.mode") != "subscribe" or not is_ours:
            raise Forbidden("The verify token is wrong.")
        return query.get("hub.challenge", "")

    def receive(self, call: Call) -> Parsed:
        """`X-Hub-Signature-256` is the HMAC of the raw bytes; JSON written anew would differ."""
        given = call.headers.get("X-Hub-Signature-256", "")
        if not given:
            raise BadSignature("The webhook is not signed.", reason="unsigned")
        if not hmac.compare_digest(_bytes(given), _bytes(self._signature(call.body))):
            raise BadSignature("The webhook's signature is wrong.", reason="bad_signature")
        return parse(call.body)

    def probe(self) -> Probe:
        body = b'{"object":"whatsapp_business_account","entry":[]}'
        return Probe(
            f"{self._public_url}/webhooks/{self.name}",
            {"Content-Type": "application/json", "X-Hub-Signature-256": self._signature(body)},
            body,
        )

    def _signature(self, body: bytes) -> str:
        return "sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest()

    # -- going out -------------------------------------------------------------------------

    async def send(self, item: OutboxItem) -> str:
        """Send text or a file, or the template in their place. The outbox id comes back in every
        status, which settles a lost answer."""
        is_file = item.files and item.template is None
        media = await self._upload(item.files[0]) if is_file else None
        answer = await self._call(
            "POST",
            f"{self._number}/messages",
            json={
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                **_recipient(item.address),
                **content(item, media),
                "biz_opaque_callback_data": f"{CALLBACK_PREFIX}{item.id}",
            },
        )
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise Ambiguous("WhatsApp's answer has no message id.", reason="garbage") from error

    async def mark_read(self, vendor_id: str, *, is_answering: bool) -> None:
        """Two blue ticks; and for up to 25 seconds, or until the answer comes, three dots."""
        typing = {"typing_indicator": {"type": "text"}} if is_answering else {}
        await self._call(
            "POST",
            f"{self._number}/messages",
            json={
                "messaging_product": "whatsapp",
                "status": "read",
                "message_id": vendor_id,
                **typing,
            },
        )

    # -- files -----------------------------------------------------------------------------

    async def _upload(self, file: OutgoingFile) -> str:
        """Meta's id of the file. Nothing is sent yet, so a lost answer costs an upload and no more."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", file.content_type)
        form.add_field(
            "file", await file.read(), filename=file.name, content_type=file.content_type
        )
        try:
            answer = await self._call(
                "POST", f"{self._number}/media", data=form, timeout=FILE_TIMEOUT
            )
        except Ambiguous as error:
            raise Transient(str(error), reason=error.reason) from error
        media = answer.get("id")
        if not isinstance(media, str) or not media:
            raise Transient("WhatsApp's answer has no media id.", reason="garbage")
        return media

    async def download(self, ref: Mapping[str, str], *, limit_bytes: int) -> Downloaded:
        """The file of a guest's message: its id leads to an address, and that to the bytes.

        The token goes to Meta's hosts alone, and no redirect takes it elsewhere.
        """
        try:
            told = await self._call("GET", f"{self._graph}/{quote(ref['id'], safe='')}")
        except Ambiguous as error:
            raise Transient(str(error), reason=error.reason) from error
        except Permanent as error:
            reason = "gone" if error.reason == "100" else error.reason
            raise Permanent(str(error), reason=reason) from error
        if _size(told) > limit_bytes:
            raise Permanent("The file is too large.", reason="too_large")
        found = await self._fetch(str(told.get("url", "")), limit_bytes)
        if not is_intact(found.data, ref.get("sha256") or str(told.get("sha256") or "")):
            raise Transient("The file did not come whole.", reason="spoiled")
        return replace(found, content_type=str(told.get("mime_type") or found.content_type))

    async def _fetch(self, url: str, limit_bytes: int) -> Downloaded:
        if origin(url) not in (origin(self._graph), ("https", MEDIA_HOST, 443)):
            raise Permanent("WhatsApp names a foreign address for the file.", reason="foreign")
        assert self._session is not None, "the look-up has used it"
        try:
            async with self._session.get(
                url, allow_redirects=False, timeout=FILE_TIMEOUT
            ) as response:
                if response.status in REDIRECTS:
                    raise Permanent("WhatsApp sends us elsewhere for the file.", reason="foreign")
                if (
                    response.status in GONE
                ):  # the address lives for minutes; the id leads to a new one
                    raise Transient("The file's address has ended.", reason="expired")
                return await taken(response, limit_bytes=limit_bytes, vendor="WhatsApp")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Transient("The file could not be fetched.", reason="unreachable") from error

    # -- templates -------------------------------------------------------------------------

    @property
    def has_templates(self) -> bool:
        return bool(self._account)

    async def templates(self) -> list[VendorTemplate]:
        """Everything the business account has, page by page."""
        found: list[VendorTemplate] = []
        query = {"fields": FIELDS, "limit": str(PAGE)}
        for _ in range(MAX_PAGES):
            answer = await self._call(
                "GET", f"{self._graph}/{self._account}/message_templates?{urlencode(query)}"
            )
            told = answer.get("data")
            if not isinstance(told, list):
                raise Ambiguous("WhatsApp's list of templates is of no use.", reason="garbage")
            found += [each for one in told if isinstance(one, dict) and (each := read(one))]
            after = _after(answer)
            if not after:
                break
            query["after"] = after
        return found

    async def check(self) -> str:
        answer = await self._call("GET", self._number)
        number = answer.get("display_phone_number") or answer.get("id")
        return f"WhatsApp answers for {number}"

    async def capabilities(self) -> list[Capability]:
        """Token, number, and, where the business account is known, its webhooks and templates."""
        query = urlencode({"input_token": self._token})
        ours = f"{self._public_url}/webhooks/{self.name}" if self._public_url else ""
        told = await self._call("GET", f"{self._graph}/debug_token?{query}")
        found = [*account.token(told, now())]
        if not all(each.is_fine or each.is_hint for each in found):
            return found
        number = await self._call("GET", f"{self._number}?fields={account.NUMBER_FIELDS}")
        found += account.number(number, ours)
        if self._account:
            apps = await self._call("GET", f"{self._graph}/{self._account}/subscribed_apps")
            found += account.subscriptions(apps)
            found += account.templates(await self.templates())
        else:
            text = "Its templates are not known: only guests who wrote within a day can be reached."
            fix = "set channels.whatsapp.business_account_id"
            found.append(Capability(False, text, fix, is_hint=True))
        return found

    async def _call(self, method: str, url: str, **sent: Any) -> dict[str, Any]:
        if self._session is None:
            raise Transient("WhatsApp is not started.", reason="not_started")
        try:
            async with self._session.request(method, url, **sent) as response:
                return _read(response.status, response.headers, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Transient("WhatsApp cannot be reached.", reason="unreachable") from error
        except TimeoutError as error:
            raise Ambiguous("WhatsApp did not answer in time.", reason="timeout") from error
        except aiohttp.ClientError as error:
            raise Ambiguous("The connection to WhatsApp broke.", reason="reset") from error


def _size(told: Mapping[str, Any]) -> int:
    size = str(told.get("file_size", ""))
    return int(size) if size.isdecimal() else 0


def _after(answer: Mapping[str, Any]) -> str:
    """Where the next page begins; empty on the last."""
    paging = answer.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return ""
    cursors = paging.get("cursors")
    return str(cursors.get("after", "")) if isinstance(cursors, dict) else ""


def _bytes(text: str) -> bytes:
    """What compare_digest takes, also of a header that is no UTF-8."""
    return text.encode("utf-8", "replace")


def _recipient(address: str) -> dict[str, str]:
    """A phone number goes in `to`; a guest without one is reached by user id in `recipient`."""
    return {"to": address} if address.isdigit() else {"recipient": address}


def _read(status: int, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """Graph's answer, or what its error means for another try."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if 200 <= status < 300:
        if not isinstance(answer, dict):
            raise Ambiguous("WhatsApp's answer is not JSON.", reason="garbage")
        return answer
    raise _failure(status, headers, answer)


def _failure(status: int, headers: Mapping[str, str], answer: object) -> Delivery:
    error = answer.get("error") if isinstance(answer, dict) else None
    code, words = error_text(error) if isinstance(error, dict) else (str(status), "")
    text = HINTS.get(code) or f"WhatsApp refused it: {words or status}"
    retry_after = headers.get("Retry-After", "")
    wait = float(retry_after) if retry_after.isdecimal() else None
    if code in LOCKED:
        return LockedOut(text, reason=code)
    if code == PAIR_RATE:
        return Transient(text, reason=code, retry_after_s=max(wait or 0.0, PAIR_WAIT_S))
    if status == 429 or code in TOO_FAST:
        return Throttled(text, reason=code, retry_after_s=wait)
    if status >= 500 or code in BACK_OFF:
        return Transient(text, reason=code, retry_after_s=wait)
    refusals = {WINDOW_CLOSED: WindowClosed, OFFERS_STOPPED: NoOffers}
    return refusals.get(code, Permanent)(text, reason=code)
