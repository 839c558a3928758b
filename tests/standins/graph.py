"""A stand-in for the WhatsApp Cloud API: takes messages as Meta does, and posts signed webhooks."""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.parser import BytesParser
from email.policy import default
from typing import Any, cast, get_args

import aiohttp
from aiohttp import web

from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import (
    MODEL_FAULTS,
    Call,
    Clock,
    JsonObject,
    Standin,
    utc_now,
    with_retry_after,
)
from tests.standins.graph_limits import SendLimits
from tests.standins.graph_media import MediaStore, described
from tests.standins.graph_rules import ERRORS, GraphError, MarkRead, Send, parse_body
from tests.standins.graph_templates import check
from tests.standins.webhook_posts import WebhookPosts
from tests.standins.whatsapp_webhooks import StatusName

_VERSION = re.compile(r"^v\d+\.\d+$")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that WhatsApp would deliver. `to` is a phone number or a user id."""

    to: str
    kind: str
    text: str
    callback_data: str | None
    wamid: str
    at: datetime
    body: JsonObject


@dataclass(frozen=True, slots=True)
class Rejected:
    code: int
    details: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the receiver answered to a webhook, and the vendor's id of the message in it."""

    status: int
    message_id: str


class GraphStandin(Standin):
    """Enforces token, path, body, limits and the 24-hour window; keeps what it took and refused.

    `statuses` ("sent,delivered,read") are posted to `webhook_url` after each accepted message, one
    after the other, each until it is answered with 2xx; `duplicate_statuses` posts each twice,
    `shuffle` mixes their order. `pair_interval` is the least time between two messages to one
    guest, `per_second` the number of messages taken within a second; both are off unless given.
    Guests in `undeliverable` are refused with 131026. With `templates` (made by `graph_templates`)
    only those of them that are approved are taken, rightly filled; those in `stopped_marketing` get
    no marketing ones. `token`, `number` and `subscribed_apps` are what Meta tells of them. `media`
    keeps files; `media_host`, `redirects_media_to` and `spoils_media` lead who fetches them astray.
    """

    unsupported_faults = MODEL_FAULTS

    def __init__(
        self,
        *,
        access_token: str = "graph-token",
        phone_number_id: str = webhooks.PHONE_NUMBER_ID,
        business_account_id: str = webhooks.BUSINESS_ACCOUNT_ID,
        templates: Sequence[JsonObject] | None = None,
        app_secret: str = "app-secret",
        webhook_url: str | None = None,
        statuses: str = "",
        duplicate_statuses: bool = False,
        shuffle: random.Random | None = None,
        enforce_window: bool = True,
        pair_interval: timedelta | None = None,
        per_second: int | None = None,
        retry_first_s: float = 0.05,
        retry_max_s: float = 1.0,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock)
        self.accepted: list[Accepted] = []
        self.rejected: list[Rejected] = []
        self.read_marks: list[str] = []
        self.typing_marks: list[str] = []
        self.undeliverable: set[str] = set()
        self.media = MediaStore(clock)
        self.token = {
            "is_valid": True,
            "expires_at": 0,
            "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"],
        }
        self.number: JsonObject = {}
        self.subscribed_apps: list[JsonObject] = [{"whatsapp_business_api_data": {"name": "Jack"}}]
        self.media_host = ""
        self.redirects_media_to = ""
        self.spoils_media = False
        self.templates = list(templates) if templates is not None else None
        self.stopped_marketing: set[str] = set()
        self._business_account_id = business_account_id
        self._access_token = access_token
        self._phone_number_id = phone_number_id
        self._statuses = _status_names(statuses)
        self._duplicate_statuses = duplicate_statuses
        self._shuffle = shuffle
        self._limits = SendLimits(
            enforce_window=enforce_window, pair_interval=pair_interval, per_second=per_second
        )
        self._posting: set[asyncio.Task[None]] = set()
        self._posts = WebhookPosts(
            webhook_url, secret=app_secret, retry_first_s=retry_first_s, retry_max_s=retry_max_s
        )

    # -- what tests do --

    @property
    def webhook_url(self) -> str | None:
        """Where webhooks go. May be set later: a receiver often gets its port after this one."""
        return self._posts.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self._posts.url = url

    def open_window(self, to: str, *, at: datetime | None = None) -> None:
        """Let free text through to this guest for 24 hours from `at` (now)."""
        self._limits.open_window(to, at or self._clock())

    @property
    def enforce_window(self) -> bool:
        return self._limits.enforce_window

    @enforce_window.setter
    def enforce_window(self, enforced: bool) -> None:
        self._limits.enforce_window = enforced

    async def deliver(
        self,
        text: str,
        *,
        sender: str = webhooks.GUEST_PHONE,
        message_id: str | None = None,
        name: str = "Ana Silva",
        until_accepted: bool = False,
    ) -> Delivered:
        """Post a guest's text to the webhook; `sender` is a phone number or a user id."""
        inbound = webhooks.text_message(
            text, sender=sender, message_id=message_id, at=self._clock()
        )
        payload = webhooks.envelope([inbound], name=name, phone_number_id=self._phone_number_id)
        status = await self.post(payload, until_accepted=until_accepted)
        return Delivered(status, inbound["id"])

    async def deliver_status(self, message: Accepted, status: StatusName, *, code: int = 0) -> int:
        """Post one status of an accepted message, `failed` with the error `code`."""
        errors = [webhooks.error_object(code, ERRORS[code][1], ERRORS[code][1])] if code else []
        return await self.post(self._status_envelope(message, status, errors))

    async def post(
        self,
        payload: JsonObject | bytes,
        *,
        signature: str | None = None,
        until_accepted: bool = False,
    ) -> int:
        """Post to the webhook, signed over the raw bytes unless `signature` says otherwise.

        An object (not bytes) opens the window of every guest who writes in it; a reaction or a
        system message is no writing. With
        `until_accepted` it is repeated with back-off until the answer is 2xx, as Meta does; else a
        receiver that is down raises aiohttp.ClientError. Returns the HTTP status.
        """
        if isinstance(payload, bytes):
            body = payload
        else:
            body = json.dumps(payload).encode()
            self._open_windows(payload)
        post = self._posts.until_accepted if until_accepted else self._posts.once
        return await post(body, signature=signature)

    async def statuses_delivered(self) -> None:
        """Wait until the receiver has taken every status posted so far."""
        while self._posting:
            await asyncio.wait(set(self._posting))

    # -- the server --

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/_control/rejected", self._control_rejected)
        router.add_post("/_control/deliver", self._control_deliver)
        router.add_post("/{version}/{node}/messages", self._take)
        router.add_get("/{version}/debug_token", self._debug_token)
        router.add_get("/{version}/{node}/subscribed_apps", self._list_apps)
        router.add_post("/{version}/{node}/media", self._take_media)
        router.add_get("/whatsapp_business/attachments/", self._hand_out)
        router.add_get("/{version}/{node}/message_templates", self._list_templates)
        router.add_get("/{version}/{node}", self._describe)
        router.add_route("*", "/{path:.*}", self._unknown_path)

    async def start(self) -> None:
        await self._posts.open()
        await super().start()

    async def close(self) -> None:
        posting = list(self._posting)
        for task in posting:
            task.cancel()
        await asyncio.gather(*posting, return_exceptions=True)
        await super().close()
        await self._posts.close()

    def counts(self, call: Call) -> bool:
        """Planned faults hit messages; read marks and look-ups pass between them."""
        return is_send(call)

    def status_answer(self, status: int) -> web.Response:
        code = {401: 190, 429: 130429, 500: 131000, 503: 2}.get(status, 131000)
        answer = self._refuse(GraphError(code, "planned by the test"))
        answer.set_status(status)
        return answer

    def accepted_as_json(self) -> list[JsonObject]:
        return [asdict(message) | {"at": message.at.isoformat()} for message in self.accepted]

    async def _take(self, request: web.Request) -> web.Response:
        shown = ""
        try:
            self._check_caller(request)
            body = _json_object(request, await request.read())
            wanted = parse_body(body)
            if isinstance(wanted, MarkRead):
                self.read_marks.append(wanted.message_id)
                if wanted.typing_indicator is not None:
                    self.typing_marks.append(wanted.message_id)
                return web.json_response({"success": True})
            self.media.check(wanted)
            if wanted.address in self.undeliverable:
                raise GraphError(131026, "the recipient cannot take this message")
            if wanted.template is not None and self.templates is not None:
                shown = check(wanted, self.templates, self.stopped_marketing)
            self._limits.check(wanted, self._clock())
        except GraphError as error:
            return self._refuse(error)
        return self._accept(wanted, body, shown)

    async def _list_templates(self, request: web.Request) -> web.Response:
        """In pages, as `limit` and `after` ask."""
        try:
            self._check_caller(request, node=self._business_account_id)
        except GraphError as error:
            return self._refuse(error)
        known = self.templates or []
        begin, size = int(request.query.get("after", 0)), int(request.query.get("limit", 25))
        end = min(begin + size, len(known))
        paging: JsonObject = {"cursors": {"before": str(begin), "after": str(end)}}
        if end < len(known):
            paging["next"] = f"{self.url}{request.path}?after={end}"
        return web.json_response({"data": known[begin:end], "paging": paging})

    async def _debug_token(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self._access_token}":
            return self._refuse(GraphError(190, "the access token is missing or wrong"))
        if request.query.get("input_token") != self._access_token:
            return web.json_response({"data": {"is_valid": False}})
        return web.json_response({"data": self.token})

    async def _list_apps(self, request: web.Request) -> web.Response:
        try:
            self._check_caller(request, node=self._business_account_id)
        except GraphError as error:
            return self._refuse(error)
        return web.json_response({"data": self.subscribed_apps})

    async def _take_media(self, request: web.Request) -> web.Response:
        try:
            self._check_caller(request)
            form = _form(request, await request.read())
            file = form.get("file")
            if "messaging_product" not in form or file is None:
                raise GraphError(131008, "messaging_product and file are needed")
            if form["type"].get_payload() != file.get_content_type():
                raise GraphError(100, "type must be that of the file")
            data = file.get_payload(decode=True)
            kept = self.media.take(data, file.get_content_type(), file.get_filename() or "")
        except GraphError as error:
            return self._refuse(error)
        return web.json_response({"id": kept.id})

    async def _hand_out(self, request: web.Request) -> web.StreamResponse:
        """The bytes, to who has the token."""
        if request.headers.get("Authorization") != f"Bearer {self._access_token}":
            return web.Response(status=401)
        if self.redirects_media_to:
            raise web.HTTPFound(self.redirects_media_to)
        kept = self.media.at(request.query.get("mid", ""))
        if kept is None:
            return web.Response(status=404)
        data = kept.data[:-1] + b"!" if self.spoils_media else kept.data
        return web.Response(body=data, content_type=kept.mime_type)

    async def _describe(self, request: web.Request) -> web.Response:
        node = request.match_info["node"]
        if node != self._phone_number_id:
            return self._describe_media(request, node)
        try:
            self._check_caller(request)
        except GraphError as error:
            return self._refuse(error)
        known = {
            "display_phone_number": "+1 555-078-3881",
            "verified_name": "Hotel Stand-in",
            "quality_rating": "GREEN",
            "status": "CONNECTED",
            "webhook_configuration": {},
        } | self.number
        fields = request.query.get("fields", ",".join(known)).split(",")
        shown = {field: known[field] for field in fields if field in known}
        return web.json_response(shown | {"id": self._phone_number_id})

    def _describe_media(self, request: web.Request, node: str) -> web.Response:
        try:
            self._check_caller(request, node=node)
            kept = self.media.get(node)
        except GraphError as error:
            return self._refuse(error)
        host = self.media_host or self.url
        return web.json_response(described(kept, host + self.media.address_of(kept)))

    async def _unknown_path(self, _: web.Request) -> web.Response:
        return self._refuse(GraphError(2500, "no such path or method"))

    def _check_caller(self, request: web.Request, *, node: str = "") -> None:
        if request.headers.get("Authorization") != f"Bearer {self._access_token}":
            raise GraphError(190, "the access token is missing or wrong")
        if not _VERSION.match(request.match_info["version"]):
            raise GraphError(2500, "the version must look like v26.0")
        if request.match_info["node"] != (node or self._phone_number_id):
            raise GraphError(100, f"no object with id {request.match_info['node']!r}")

    def _accept(self, wanted: Send, body: JsonObject, shown: str) -> web.Response:
        to, now = wanted.address, self._clock()
        message = Accepted(
            to=to,
            kind=wanted.type,
            text=shown or wanted.shown_text,
            callback_data=wanted.biz_opaque_callback_data,
            wamid=webhooks.new_wamid(),
            at=now,
            body=body,
        )
        self.accepted.append(message)
        self._limits.record(to, now)
        if self._statuses and self.webhook_url:
            task = asyncio.create_task(self._report(message))
            self._posting.add(task)
            task.add_done_callback(self._posting.discard)
        id_key = "user_id" if webhooks.is_user_id(to) else "wa_id"
        return web.json_response(
            {
                "messaging_product": "whatsapp",
                "contacts": [{"input": to, id_key: to}],
                "messages": [{"id": message.wamid}],
            }
        )

    def _refuse(self, error: GraphError) -> web.Response:
        self.rejected.append(Rejected(error.code, error.details, self._clock()))
        status, title = ERRORS[error.code]
        envelope = {
            "message": f"(#{error.code}) {title}",
            "type": "OAuthException",
            "code": error.code,
            "error_data": {"messaging_product": "whatsapp", "details": error.details},
            "fbtrace_id": secrets.token_urlsafe(11),
        }
        answer = web.json_response({"error": envelope}, status=status)
        return with_retry_after(answer, error.retry_after_s)

    # -- webhooks --

    def _open_windows(self, payload: JsonObject) -> None:
        for inbound in webhooks.messages_in(payload):
            if inbound["type"] in ("system", "reaction"):
                continue
            for key in ("from", "from_user_id"):
                if key in inbound:
                    self.open_window(inbound[key])

    async def _report(self, message: Accepted) -> None:
        names = list(self._statuses) * (2 if self._duplicate_statuses else 1)
        if self._shuffle is not None:
            self._shuffle.shuffle(names)
        for name in names:
            await self.post(self._status_envelope(message, name), until_accepted=True)

    def _status_envelope(
        self, message: Accepted, status: StatusName, errors: Iterable[JsonObject] = ()
    ) -> JsonObject:
        update = webhooks.status_update(
            message.wamid,
            status,
            recipient=message.to,
            callback_data=message.callback_data,
            errors=list(errors),
            at=self._clock(),
        )
        return webhooks.envelope(statuses=[update], phone_number_id=self._phone_number_id)

    async def _control_rejected(self, _: web.Request) -> web.Response:
        return web.json_response(
            [asdict(refusal) | {"at": refusal.at.isoformat()} for refusal in self.rejected]
        )

    async def _control_deliver(self, request: web.Request) -> web.Response:
        """`{"text": …, "sender": …, "message_id": …, "name": …}`, all but text optional."""
        try:
            delivered = await self.deliver(**await request.json())
        except TypeError as error:
            return web.json_response({"error": str(error)}, status=400)
        except (aiohttp.ClientError, RuntimeError) as error:
            return web.json_response({"error": str(error)}, status=502)
        return web.json_response(asdict(delivered))


def is_send(call: Call) -> bool:
    """Whether this call asks for a message to be sent (not a read mark); for `faults_by` too."""
    if call.method != "POST":
        return False
    try:
        body = json.loads(call.body)
    except ValueError:
        return True
    return not (isinstance(body, dict) and "status" in body)


def _form(request: web.Request, body: bytes) -> dict[str, Any]:
    """The parts of a multipart form by their names."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parsed = BytesParser(policy=default).parsebytes(head + body)
    return {str(part["content-disposition"].params["name"]): part for part in parsed.iter_parts()}


def _status_names(names: str) -> tuple[StatusName, ...]:
    wanted = tuple(name for name in names.replace(" ", "").split(",") if name)
    if unknown := set(wanted) - set(get_args(StatusName)):
        raise ValueError(f"no such status: {', '.join(sorted(unknown))}")
    return cast("tuple[StatusName, ...]", wanted)


def _json_object(request: web.Request, body: bytes) -> JsonObject:
    if request.content_type != "application/json":
        raise GraphError(100, "the body must be application/json")
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise GraphError(100, "the body is not JSON") from error
    if not isinstance(parsed, dict):
        raise GraphError(100, "the body must be a JSON object")
    return parsed
