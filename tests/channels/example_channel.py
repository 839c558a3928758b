"""A channel in one module: the example of docs/adding-a-channel.md.

The vendor is made up, and like most: it takes JSON with a bearer token, and calls a webhook signed by
an HMAC over its raw bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from jack.channels.base import Call, Probe, Thanks, Traits
from jack.errors import Ambiguous, BadSignature, Forbidden, Invalid, Permanent, Transient
from jack.model.messages import Delivery, Inbound, Kind, OutboxItem, Parsed, StatusReport

STATES = {"sent": Delivery.SENT, "arrived": Delivery.DELIVERED, "lost": Delivery.FAILED}


class Pigeon:
    name = "pigeon"
    traits = Traits(proves_identity=True, is_repeatable=False, max_chars=500)
    thanks = Thanks()

    def __init__(self, *, token: str, secret: str, api_url: str, public_url: str) -> None:
        self._token, self._secret = token, secret.encode()
        self._api_url, self._public_url = api_url, public_url
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {self._token}"},
            timeout=aiohttp.ClientTimeout(total=10),
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    # -- coming in: prove it, then parse it ------------------------------------------------

    def subscribe(self, query: Mapping[str, str]) -> str:
        raise Forbidden("This vendor asks for no such thing.")

    def receive(self, call: Call) -> Parsed:
        given = call.headers.get("X-Pigeon-Signature", "")
        if not given:
            raise BadSignature("The webhook is not signed.", reason="unsigned")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._sign(call.body)):
            raise BadSignature("The webhook's signature is wrong.", reason="bad_signature")
        try:
            told = json.loads(call.body)
        except ValueError as error:
            raise Invalid("The webhook is not JSON.") from error
        return Parsed(
            [_message(letter) for letter in told.get("letters", ())],
            [_status(flight) for flight in told.get("flights", ())],
        )

    def probe(self) -> Probe:
        body = b"{}"
        headers = {"X-Pigeon-Signature": self._sign(body).decode()}
        return Probe(f"{self._public_url}/webhooks/{self.name}", headers, body)

    def _sign(self, body: bytes) -> bytes:
        return hmac.new(self._secret, body, hashlib.sha256).hexdigest().encode()

    # -- going out: say what an error means for another try --------------------------------

    async def send(self, item: OutboxItem) -> str:
        letter = {"to": item.address, "text": item.text, "reference": str(item.id)}
        status, answer = await self._post("/letters", letter)
        if status == 429 or status >= 500:
            wait = float(answer.get("retryAfter", 1))
            raise Transient("The pigeons are resting.", reason=str(status), retry_after_s=wait)
        if status >= 400:
            raise Permanent(str(answer.get("why", "Refused.")), reason=str(status))
        return str(answer["ring"])

    async def check(self) -> str:
        status, answer = await self._post("/loft", {})
        if status != 200:
            raise Permanent("The loft does not know this token.", reason=str(status))
        return f"The loft answers with {answer['pigeons']} pigeons"

    async def _post(self, path: str, body: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        if self._session is None:
            raise Transient("The channel is not started.", reason="not_started")
        try:
            async with self._session.post(self._api_url + path, json=body) as response:
                return response.status, await response.json()
        except aiohttp.ClientConnectorError as error:
            raise Transient("The loft cannot be reached.", reason="unreachable") from error
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise Ambiguous("The loft did not answer.", reason="lost") from error


def _message(letter: Mapping[str, Any]) -> Inbound:
    return Inbound(
        channel="pigeon",
        account="loft",
        vendor_id=letter["ring"],
        address=letter["from"],
        kind=Kind.TEXT,
        text=letter["text"],
    )


def _status(flight: Mapping[str, Any]) -> StatusReport:
    """`reference` is the outbox row: it settles a send whose answer was lost."""
    return StatusReport("pigeon", STATES[flight["state"]], flight["ring"], int(flight["reference"]))
