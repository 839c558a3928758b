"""A stand-in for Twilio's messaging: takes SMS as Twilio does, and calls signed webhooks.

Signatures are made by Twilio's own validator, over the address that the public knows, while the
call goes to `connect_to`: like a proxy in front of Jack.
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import secrets
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.standins.base import (
    MODEL_FAULTS,
    Call,
    Clock,
    JsonObject,
    Standin,
    utc_now,
    with_retry_after,
)
from tests.standins.twilio_rules import ERRORS, TwilioError, Wanted, opt_out_type, read_message

ACCOUNT_SID = "AC" + "a1" * 16
SERVICE_SID = "MG" + "b2" * 16
NUMBER = "+15005550006"
GUEST = "+4915112345678"
STATUSES = ("queued", "sending", "sent", "delivered", "undelivered", "failed", "read")
FORM = "application/x-www-form-urlencoded"
_TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(slots=True)
class Accepted:
    """A message that Twilio took. `status` goes on as callbacks tell."""

    to: str
    sender: str
    text: str
    status_callback: str | None
    sid: str
    at: datetime
    fields: Mapping[str, str]
    status: str = "queued"
    error_code: int | None = None
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    code: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the receiver answered to a webhook, and the SID of the message in it."""

    status: int
    sid: str
    answer: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """One webhook as it is posted: by the public address, with the headers of Twilio."""

    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


class TwilioStandin(Standin):
    """Enforces credentials, form encoding, numbers, length, opt-out and pace.

    `statuses` ("sent,delivered") are posted to each message's callback, one after the other;
    `duplicate_statuses` posts each twice, `shuffle` mixes their order. There is none for the initial
    status. `landlines` are refused, `unreachable` numbers take a message and report the code that
    goes with them. Numbers that wrote STOP are refused until START.
    """

    unsupported_faults = MODEL_FAULTS

    def __init__(
        self,
        *,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = "twilio-token",
        numbers: Sequence[str] = (NUMBER,),
        services: Sequence[str] = (SERVICE_SID,),
        public_url: str = "https://jack.hotel.example",
        connect_to: str | None = None,
        statuses: str = "",
        duplicate_statuses: bool = False,
        shuffle: random.Random | None = None,
        per_second: int | None = None,
        landlines: Iterable[str] = (),
        unreachable: Mapping[str, int] | None = None,
        tries: int = 2,
        retry_first_s: float = 0.05,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock)
        self.accepted: list[Accepted] = []
        self.rejected: list[Rejected] = []
        self.opted_out: set[str] = set()
        self.keyword_replies: list[tuple[str, str]] = []
        self.landlines = set(landlines)
        self.unreachable = dict(unreachable or {})
        self.number_url = f"{public_url}/webhooks/sms"
        self.can_sms = True
        self.can_mms = True
        self.pictures: dict[str, tuple[bytes, str]] = {}
        self.sends_media_to = ""
        self.account_status = "active"
        self.connect_to = connect_to
        self._account_sid = account_sid
        self._auth_token = auth_token
        self._numbers = tuple(numbers)
        self._services = tuple(services)
        self.public_url = public_url
        self._statuses = _status_names(statuses)
        self._duplicate_statuses = duplicate_statuses
        self._shuffle = shuffle
        self._per_second = per_second
        self._last_second: deque[datetime] = deque()
        self._tries = tries
        self._retry_first_s = retry_first_s
        self._validator = RequestValidator(auth_token)
        self._session: aiohttp.ClientSession | None = None
        self._posting: set[asyncio.Task[None]] = set()

    # -- what tests do --

    def message(
        self,
        text: str,
        *,
        sender: str = GUEST,
        sid: str | None = None,
        media: Sequence[tuple[str, str]] = (),
        has_advanced_opt_out: bool = False,
        path: str = "/webhooks/sms",
        **more: str,
    ) -> Posted:
        """A guest's message as Twilio posts it. `media` are (URL, MIME type).

        A keyword changes whether the guest can be sent to, and Twilio answers it itself.
        """
        sid = sid or new_sid("MM" if media else "SM")
        fields = {
            "ToCountry": "US",
            "SmsMessageSid": sid,
            "NumMedia": str(len(media)),
            "SmsSid": sid,
            "SmsStatus": "received",
            "FromCountry": "",
            "Body": text,
            "To": self._numbers[0],
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": self._account_sid,
            "From": sender,
            "ApiVersion": "2010-04-01",
        }
        for index, (url, mime_type) in enumerate(media):
            fields |= {f"MediaUrl{index}": url, f"MediaContentType{index}": mime_type}
        kind = opt_out_type(text)
        if kind is not None:
            self._obey(kind, sender)
            if has_advanced_opt_out:
                fields["OptOutType"] = kind
        return self.posted(f"{self.public_url}{path}", fields | more)

    def status(self, message: Accepted, status: str, *, code: int | None = None) -> Posted:
        """One callback for an accepted message."""
        assert message.status_callback is not None, "no callback was asked for"
        fields = {
            "ApiVersion": "2010-04-01",
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.to,
            "From": message.sender,
            "MessageSid": message.sid,
            "AccountSid": self._account_sid,
        }
        if code is not None:
            fields["ErrorCode"] = str(code)
        return self.posted(message.status_callback, fields)

    def posted(self, url: str, fields: Mapping[str, str]) -> Posted:
        """A signed form."""
        headers = {
            "Content-Type": f"{FORM}; charset=UTF-8",
            "X-Twilio-Signature": self._validator.compute_signature(url, dict(fields)),
            "I-Twilio-Idempotency-Token": secrets.token_hex(16),
        }
        return Posted(url, headers, urlencode(fields).encode())

    async def deliver(
        self,
        text: str,
        *,
        sender: str = GUEST,
        sid: str | None = None,
        media: Sequence[tuple[str, str]] = (),
        has_advanced_opt_out: bool = False,
    ) -> Delivered:
        """Post a guest's message to the webhook."""
        sid = sid or new_sid("MM" if media else "SM")
        posted = self.message(
            text, sender=sender, sid=sid, media=media, has_advanced_opt_out=has_advanced_opt_out
        )
        status, answer, content_type = await self.post(posted)
        return Delivered(status, sid, answer, content_type)

    async def deliver_status(
        self, message: Accepted, status: str, *, code: int | None = None
    ) -> int:
        message.status, message.error_code = status, code
        return (await self.post(self.status(message, status, code=code)))[0]

    async def post(self, posted: Posted) -> tuple[int, str, str]:
        """(status, body, content type) of the answer; tried again after no answer or 5xx, with the
        same idempotency token."""
        pause = self._retry_first_s
        for attempt in range(1, self._tries + 1):
            try:
                answer = await self._post_once(posted)
            except (aiohttp.ClientError, TimeoutError):
                answer = (0, "", "")
            if answer[0] and answer[0] < 500:
                return answer
            if attempt < self._tries:
                await asyncio.sleep(pause)
                pause *= 2
        return answer

    async def statuses_delivered(self) -> None:
        """Wait until every status was posted."""
        while self._posting:
            await asyncio.wait(set(self._posting))

    # -- the server --

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/_control/rejected", self._control_rejected)
        router.add_post("/_control/deliver", self._control_deliver)
        account = "/2010-04-01/Accounts/{account}"
        router.add_post(f"{account}/Messages.json", self._take)
        router.add_get(f"{account}/Messages.json", self._list)
        router.add_get(f"{account}/Messages/{{message}}/Media/{{media}}", self._hand_out)
        router.add_get("/store/{media}", self._store)
        router.add_get(f"{account}/IncomingPhoneNumbers.json", self._describe_numbers)
        router.add_get("/2010-04-01/Accounts/{account}.json", self._describe)
        router.add_route("*", "/{path:.*}", self._unknown_path)

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        await super().start()

    async def close(self) -> None:
        posting = list(self._posting)
        for task in posting:
            task.cancel()
        await asyncio.gather(*posting, return_exceptions=True)
        await super().close()
        if self._session is not None:
            await self._session.close()

    def counts(self, call: Call) -> bool:
        """Planned faults hit messages; look-ups pass between them."""
        return call.method == "POST"

    def status_answer(self, status: int) -> web.Response:
        code = {401: 20003, 404: 20404, 429: 20429}.get(status, 20500)
        answer = self._refuse(TwilioError(code))
        answer.set_status(status)
        return answer

    def accepted_as_json(self) -> list[JsonObject]:
        return [asdict(message) | {"at": message.at.isoformat()} for message in self.accepted]

    async def _take(self, request: web.Request) -> web.Response:
        try:
            self._check_caller(request)
            if request.content_type != FORM:
                raise TwilioError(21602)  # what is no form has no parameters
            raw = (await request.read()).decode("ascii")
            pairs = parse_qsl(raw, keep_blank_values=True, errors="strict")
            fields = dict(pairs)
            media = [value for name, value in pairs if name == "MediaUrl"]
            if media and not self.can_mms:
                raise TwilioError(21612)
            wanted = read_message(
                fields, numbers=self._numbers, services=self._services, media=media
            )
            self._check_recipient(wanted)
            self._check_pace()
        except TwilioError as error:
            return self._refuse(error)
        except ValueError:
            return self._refuse(TwilioError(21602))
        return self._accept(wanted, fields, media)

    def _check_caller(self, request: web.Request) -> None:
        pair = f"{self._account_sid}:{self._auth_token}".encode()
        if request.headers.get("Authorization") != f"Basic {base64.b64encode(pair).decode()}":
            raise TwilioError(20003)
        if request.match_info["account"] != self._account_sid:
            raise TwilioError(20404)

    def _check_recipient(self, wanted: Wanted) -> None:
        if wanted.to in self.opted_out:
            raise TwilioError(21610)
        if wanted.to in self.landlines:
            raise TwilioError(21614)

    def _check_pace(self) -> None:
        now = self._clock()
        while self._last_second and now - self._last_second[0] >= timedelta(seconds=1):
            self._last_second.popleft()
        if self._per_second is not None and len(self._last_second) >= self._per_second:
            raise TwilioError(20429, retry_after_s=1)
        self._last_second.append(now)

    def _accept(
        self, wanted: Wanted, fields: Mapping[str, str], media: Sequence[str]
    ) -> web.Response:
        message = Accepted(
            to=wanted.to,
            sender=wanted.sender,
            text=wanted.body,
            status_callback=wanted.status_callback,
            sid=new_sid(),
            at=self._clock(),
            fields=fields,
            media=tuple(media),
        )
        self.accepted.append(message)
        if self.connect_to and wanted.status_callback:
            task = asyncio.create_task(self._report(message))
            self._posting.add(task)
            task.add_done_callback(self._posting.discard)
        return web.json_response(self._as_json(message), status=201)

    async def _report(self, message: Accepted) -> None:
        if message.to in self.unreachable:
            code = self.unreachable[message.to]
            await self.deliver_status(message, "undelivered", code=code)
            return
        names = list(self._statuses) * (2 if self._duplicate_statuses else 1)
        if self._shuffle is not None:
            self._shuffle.shuffle(names)
        for name in names:
            await self.deliver_status(message, name)

    async def _list(self, request: web.Request) -> web.Response:
        """Newest first, by recipient and day of sending; what has not been sent has no such day."""
        try:
            self._check_caller(request)
        except TwilioError as error:
            return self._refuse(error)
        to, since = request.query.get("To"), request.query.get("DateSent>")
        found = [
            message
            for message in reversed(self.accepted)
            if to in (None, message.to)
            and (
                since is None or (message.status != "queued" and f"{message.at:%Y-%m-%d}" >= since)
            )
        ]
        size = int(request.query.get("PageSize", "50"))
        shown = [self._as_json(message) for message in found[:size]]
        return web.json_response({"messages": shown, "page": 0, "page_size": size})

    def _as_json(self, message: Accepted) -> JsonObject:
        is_service = message.sender in self._services
        return {
            "sid": message.sid,
            "account_sid": self._account_sid,
            "to": message.to,
            "from": None if is_service else message.sender,
            "messaging_service_sid": message.sender if is_service else None,
            "body": message.text,
            "status": message.status,
            "direction": "outbound-api",
            "error_code": message.error_code,
            "error_message": None,
            "date_created": format_datetime(message.at),
            "date_sent": None if message.status == "queued" else format_datetime(message.at),
            "num_segments": "1",
        }

    def add_picture(self, data: bytes, mime_type: str) -> tuple[str, str]:
        """(address, type) of a picture that a guest sends, for `message(media=[…])`."""
        media = "ME" + secrets.token_hex(16)
        self.pictures[media] = (data, mime_type)
        path = f"/2010-04-01/Accounts/{self._account_sid}/Messages/{new_sid('MM')}/Media/{media}"
        return f"{self.url}{path}", mime_type

    async def _hand_out(self, request: web.Request) -> web.Response:
        """To who has the credentials, the address at the file store."""
        try:
            self._check_caller(request)
        except TwilioError as error:
            return self._refuse(error)
        media = request.match_info["media"]
        if media not in self.pictures:
            return self._refuse(TwilioError(20404))
        where = self.sends_media_to or f"{self.url}/store/{media}"
        return web.Response(status=307, headers={"Location": where})

    async def _store(self, request: web.Request) -> web.Response:
        """The file store knows no credentials and refuses who shows some, as S3 does."""
        if "Authorization" in request.headers:
            return web.Response(status=400)
        data, mime_type = self.pictures[request.match_info["media"]]
        return web.Response(body=data, content_type=mime_type)

    async def _describe(self, request: web.Request) -> web.Response:
        try:
            self._check_caller(request)
        except TwilioError as error:
            return self._refuse(error)
        return web.json_response(
            {
                "sid": self._account_sid,
                "friendly_name": "Hotel Stand-in",
                "status": self.account_status,
                "type": "Full",
            }
        )

    async def _describe_numbers(self, request: web.Request) -> web.Response:
        try:
            self._check_caller(request)
        except TwilioError as error:
            return self._refuse(error)
        wanted = request.query.get("PhoneNumber")
        found = [
            {
                "phone_number": number,
                "capabilities": {"sms": self.can_sms, "mms": self.can_mms, "voice": True},
                "sms_url": self.number_url,
                "sms_method": "POST",
            }
            for number in self._numbers
            if wanted in (None, number)
        ]
        return web.json_response({"incoming_phone_numbers": found})

    async def _unknown_path(self, _: web.Request) -> web.Response:
        return self._refuse(TwilioError(20404))

    def _refuse(self, error: TwilioError) -> web.Response:
        self.rejected.append(Rejected(error.code, self._clock()))
        answer = web.json_response(
            {
                "code": error.code,
                "message": ERRORS[error.code][1],
                "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
                "status": error.status,
            },
            status=error.status,
        )
        return with_retry_after(answer, error.retry_after_s)

    # -- webhooks --

    def _obey(self, kind: str, sender: str) -> None:
        if kind == "STOP":
            self.opted_out.add(sender)
        elif kind == "START":
            self.opted_out.discard(sender)
        self.keyword_replies.append((sender, kind))

    async def _post_once(self, posted: Posted) -> tuple[int, str, str]:
        if self._session is None or self.connect_to is None:
            raise RuntimeError("the stand-in is not started or has no connect_to")
        async with self._session.post(
            self.connect_to + posted.path, data=BytesIO(posted.body), headers=posted.headers
        ) as answer:
            return answer.status, await answer.text(), answer.content_type

    async def _control_rejected(self, _: web.Request) -> web.Response:
        return web.json_response(
            [asdict(refusal) | {"at": refusal.at.isoformat()} for refusal in self.rejected]
        )

    async def _control_deliver(self, request: web.Request) -> web.Response:
        """`{"text": …, "sender": …, "sid": …, "media": [[URL, MIME type]]}`, all but text optional."""
        try:
            delivered = await self.deliver(**json.loads(await request.read()))
        except (TypeError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        except RuntimeError as error:
            return web.json_response({"error": str(error)}, status=502)
        return web.json_response(asdict(delivered))


def new_sid(prefix: str = "SM") -> str:
    return prefix + secrets.token_hex(16)


def _status_names(names: str) -> tuple[str, ...]:
    wanted = tuple(name for name in names.replace(" ", "").split(",") if name)
    if unknown := set(wanted) - set(STATUSES):
        raise ValueError(f"no such status: {', '.join(sorted(unknown))}")
    return wanted
