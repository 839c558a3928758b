"""How each channel is tried by the contract: its vendor, and what a guest and the vendor do."""

from __future__ import annotations

import hashlib
import hmac
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, ClassVar, cast

from aiohttp import web

from jack.channels.base import Call, Channel
from jack.channels.factory import CHANNELS
from jack.config import Config
from jack.model.clock import SECOND
from jack.model.messages import Delivery
from tests.channels.example_channel import Pigeon
from tests.conftest import FakeClock
from tests.standins import smtp, twilio
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import JsonObject, Standin
from tests.standins.graph import GraphStandin
from tests.standins.smtp import MailServer
from tests.standins.twilio import TwilioStandin

PUBLIC = "https://jack.hotel.example"
NOW = datetime.fromtimestamp(FakeClock().at / SECOND, tz=UTC)
"""Where the clock of the tests stands."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the vendor took."""

    vendor_id: str
    text: str
    outbox_id: int


class Trial(ABC):
    """`settings` of the channel against its vendor; `address` of a guest there. `tells_when`: a
    vendor in trouble says when to come again."""

    name: ClassVar[str]
    address: ClassVar[str]
    settings: ClassVar[Mapping[str, Any]] = {}
    tells_when: ClassVar[bool] = True
    has_files_in_hand: ClassVar[bool] = False
    """Files come with the message and are not fetched."""

    def __init__(self) -> None:
        self.now: Callable[[], datetime] = lambda: NOW
        self.vendor: Any = self.make_vendor()

    def config(self) -> Config:
        """A configuration with this channel alone."""
        others = {other: {"enabled": False} for other in CHANNELS}
        mine = {**self.settings, "api_url": self.vendor.url} if self.settings else {"enabled": True}
        return Config.model_validate(
            {
                "data": {"dir": "/nowhere"},
                "server": {"public_url": PUBLIC},
                "channels": {**others, **self.section(mine)},
            }
        )

    def section(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        return {self.name: settings}

    def build(self, config: Config) -> Channel:
        built = CHANNELS[self.name](config)
        assert built is not None
        return built

    @abstractmethod
    def make_vendor(self) -> Any: ...

    @abstractmethod
    def message(self, text: str, vendor_id: str) -> Call:
        """A guest's message as the vendor posts it."""

    def photo(self, data: bytes, text: str, vendor_id: str) -> Call | None:
        """A picture with words under it; None where none can come by a webhook."""
        return None

    def sent_files(self) -> list[bytes]:
        """The files that the vendor took, in order."""
        return []

    @abstractmethod
    def status(self, sent: Sent, state: Delivery) -> Call:
        """What the vendor says became of a message."""

    @abstractmethod
    def sent(self) -> list[Sent]: ...

    @abstractmethod
    def refuse(self) -> None:
        """From now on the vendor takes nothing for this guest, for good."""


class WhatsAppTrial(Trial):
    name = "whatsapp"
    address = webhooks.GUEST_PHONE
    settings: ClassVar = {
        "enabled": True,
        "access_token": "graph-token",
        "app_secret": "app-secret",
        "verify_token": "verify-me",
        "phone_number_id": webhooks.PHONE_NUMBER_ID,
        "timeout_s": 20.0,
    }

    def make_vendor(self) -> Standin:
        standin = GraphStandin(clock=lambda: self.now())
        standin.open_window(self.address)
        return standin

    def message(self, text: str, vendor_id: str) -> Call:
        self.vendor.open_window(self.address)
        return self._call(
            webhooks.envelope([webhooks.text_message(text, message_id=vendor_id, at=self.now())])
        )

    def photo(self, data: bytes, text: str, vendor_id: str) -> Call:
        self.vendor.open_window(self.address)
        kept = self.vendor.media.add(data, "image/jpeg")
        message = webhooks.media_message(
            "image",
            media_id=kept.id,
            sha256=kept.webhook_sha256,
            caption=text,
            message_id=vendor_id,
        )
        return self._call(webhooks.envelope([message | {"timestamp": _seconds(self.now())}]))

    def sent_files(self) -> list[bytes]:
        return [
            self.vendor.media.kept[each.body[each.kind]["id"]].data
            for each in self.vendor.accepted
            if each.kind in ("image", "document")
        ]

    def status(self, sent: Sent, state: Delivery) -> Call:
        update = webhooks.status_update(
            sent.vendor_id,
            cast("Any", state.value),
            callback_data=f"jack:{sent.outbox_id}",
        )
        return self._call(webhooks.envelope(statuses=[update]))

    def sent(self) -> list[Sent]:
        return [
            Sent(each.wamid, each.text, int(str(each.callback_data).removeprefix("jack:")))
            for each in self.vendor.accepted
        ]

    def refuse(self) -> None:
        self.vendor.undeliverable.add(self.address)

    def _call(self, envelope: JsonObject) -> Call:
        body = json.dumps(envelope).encode()
        headers = {"X-Hub-Signature-256": webhooks.sign("app-secret", body)}
        return Call("/webhooks/whatsapp", headers, body)


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


class SmsTrial(Trial):
    name = "sms"
    address = twilio.GUEST
    settings: ClassVar = {
        "enabled": True,
        "account_sid": twilio.ACCOUNT_SID,
        "auth_token": "twilio-token",
        "from_number": twilio.NUMBER,
        "timeout_s": 20.0,
        "mms": True,
    }

    def make_vendor(self) -> Standin:
        return TwilioStandin(public_url=PUBLIC, clock=lambda: self.now())

    def message(self, text: str, vendor_id: str) -> Call:
        return self._call(self.vendor.message(text, sid=vendor_id))

    def photo(self, data: bytes, text: str, vendor_id: str) -> Call:
        media = [self.vendor.add_picture(data, "image/jpeg")]
        return self._call(self.vendor.message(text, sid=vendor_id, media=media))

    def status(self, sent: Sent, state: Delivery) -> Call:
        name = "undelivered" if state is Delivery.FAILED else state.value
        [message] = [each for each in self.vendor.accepted if each.sid == sent.vendor_id]
        code = 30005 if state is Delivery.FAILED else None
        return self._call(self.vendor.status(message, name, code=code))

    def sent(self) -> list[Sent]:
        return [
            Sent(each.sid, each.text, int(str(each.status_callback).rpartition("=")[2]))
            for each in self.vendor.accepted
        ]

    def refuse(self) -> None:
        self.vendor.landlines.add(self.address)

    def _call(self, posted: twilio.Posted) -> Call:
        return Call(posted.path, posted.headers, posted.body)


class EmailTrial(Trial):
    """The hotel's mail server; what became of a mail is told by delivery reports."""

    name = "email"
    address = "ana@example.com"
    tells_when = False
    has_files_in_hand = True
    settings: ClassVar = {
        "enabled": True,
        "address": "desk@hotel.example",
        "password": smtp.PASSWORD,
        "imap_host": "127.0.0.1",
        "imap_security": "none",
        "smtp_host": "127.0.0.1",
        "smtp_security": "none",
        "timeout_s": 5.0,
    }

    def make_vendor(self) -> Any:
        return MailServer()

    def section(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        ports = {"imap_port": self.vendor.imap_port, "smtp_port": self.vendor.port}
        return {"email": {**self.settings, **ports}}

    def message(self, text: str, vendor_id: str) -> Call:
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Ana <{self.address}>", "desk@hotel.example"
        mail["Message-ID"] = f"<{vendor_id}@example.com>"
        mail.set_content(text, cte="base64")
        return Call("", {}, mail.as_bytes())

    def status(self, sent: Sent, state: Delivery) -> Call:
        action, code = ("failed", "5.1.1") if state is Delivery.FAILED else ("delivered", "2.0.0")
        self._reports = getattr(self, "_reports", 0) + 1
        lines = (
            "From: MAILER-DAEMON@example.com",
            f"Message-ID: <report-{self._reports}@example.com>",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example.com",
            "",
            f"Final-Recipient: rfc822; {self.address}",
            f"Action: {action}",
            f"Status: {code}",
            "",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {sent.vendor_id}",
            "",
            "--b--",
        )
        return Call("", {}, "\r\n".join(lines).encode())

    def photo(self, data: bytes, text: str, vendor_id: str) -> Call:
        mail = message_from_bytes(self.message(text, vendor_id).body, policy=policy.SMTP)
        mail.add_attachment(data, maintype="image", subtype="jpeg", filename="pool.jpg")
        return Call("", {}, mail.as_bytes())

    def sent_files(self) -> list[bytes]:
        return [
            part.get_content()
            for each in self.vendor.accepted
            for part in each.mail.iter_attachments()
        ]

    def sent(self) -> list[Sent]:
        return [Sent(each.mail["Message-ID"], each.text, 0) for each in self.vendor.accepted]

    def refuse(self) -> None:
        self.vendor.unknown.add(self.address)


class WebChatTrial(Trial):
    """Jack is the vendor: what is sent is shown, nothing fails, and there is no webhook."""

    name = "webchat"
    address = "v-1"

    def make_vendor(self) -> Standin:
        return GraphStandin()

    def message(self, text: str, vendor_id: str) -> Call:
        raise NotImplementedError

    def status(self, sent: Sent, state: Delivery) -> Call:
        raise NotImplementedError

    def sent(self) -> list[Sent]:
        raise NotImplementedError

    def refuse(self) -> None:
        raise NotImplementedError


class PigeonStandin(Standin):
    """The made-up vendor of the example."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: list[dict[str, str]] = []
        self.is_closed_to_guest = False

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/letters", self._take)
        router.add_post("/loft", self._loft)

    def counts(self, call: Any) -> bool:
        return bool(call.path == "/letters")

    def status_answer(self, status: int) -> web.Response:
        return web.json_response({"why": "planned", "retryAfter": 2}, status=status)

    def accepted_as_json(self) -> list[JsonObject]:
        return [dict(letter) for letter in self.accepted]

    async def _take(self, request: web.Request) -> web.Response:
        letter = await request.json()
        if self.is_closed_to_guest:
            return web.json_response({"why": "This guest keeps a cat."}, status=403)
        if len(letter["text"]) > 500:
            return web.json_response({"why": "Too heavy to carry."}, status=400)
        self.accepted.append({**letter, "ring": f"ring-{len(self.accepted)}"})
        return web.json_response({"ring": self.accepted[-1]["ring"]})

    async def _loft(self, _: web.Request) -> web.Response:
        return web.json_response({"pigeons": 12})


class PigeonTrial(Trial):
    """A channel from outside the tree: its row is `build`, it needs no change of Jack."""

    name = "pigeon"
    address = "the tower"

    def make_vendor(self) -> Standin:
        return PigeonStandin()

    def section(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def build(self, config: Config) -> Channel:
        return Pigeon(
            token="t", secret="s", api_url=self.vendor.url, public_url=config.server.public_url
        )

    def message(self, text: str, vendor_id: str) -> Call:
        letter = {"ring": vendor_id, "from": self.address, "text": text}
        return self._call({"letters": [letter]})

    def status(self, sent: Sent, state: Delivery) -> Call:
        names = {Delivery.SENT: "sent", Delivery.FAILED: "lost"}
        flight = {
            "ring": sent.vendor_id,
            "state": names.get(state, "arrived"),
            "reference": str(sent.outbox_id),
        }
        return self._call({"flights": [flight]})

    def sent(self) -> list[Sent]:
        return [
            Sent(letter["ring"], letter["text"], int(letter["reference"]))
            for letter in self.vendor.accepted
        ]

    def refuse(self) -> None:
        self.vendor.is_closed_to_guest = True

    def _call(self, told: JsonObject) -> Call:
        body = json.dumps(told, ensure_ascii=False).encode()
        signature = hmac.new(b"s", body, hashlib.sha256).hexdigest()
        return Call("/webhooks/pigeon", {"X-Pigeon-Signature": signature}, body)


TRIALS: Mapping[str, type[Trial]] = {
    trial.name: trial for trial in (WhatsAppTrial, SmsTrial, EmailTrial, WebChatTrial, PigeonTrial)
}
"""A new channel gets a row here."""
