"""A push service: takes notices only if they are encrypted for the browser and signed by who may push.

RFC 8030 (delivery), RFC 8291 (encryption), RFC 8292 (VAPID).
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
from dataclasses import dataclass
from typing import Any

import http_ece
import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from jack.channels.base import Browser
from tests.standins.base import JsonObject, Standin

MAX_BODY = 4096
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as the browser shows it."""

    browser: str
    data: dict[str, Any]
    ttl_s: int
    urgency: str
    topic: str


class PushStandin(Standin):
    """`browser(name)` is one that listens; `gone` are those that no longer do."""

    def __init__(self, public_key: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.public_key = public_key
        self.notices: list[Notice] = []
        self.gone: set[str] = set()
        self.refused: list[str] = []
        self.arrived = asyncio.Event()
        self._keys: dict[str, tuple[ec.EllipticCurvePrivateKey, bytes]] = {}

    def browser(self, name: str = "one") -> Browser:
        key, secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self._keys[name] = key, secret
        point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return Browser(f"{self.url}/send/{name}", b64(point), b64(secret))

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/send/{name}", self._take)

    def status_answer(self, status: int) -> web.Response:
        return web.Response(status=status)

    def accepted_as_json(self) -> list[JsonObject]:
        return [notice.data for notice in self.notices]

    async def _take(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name in self.gone or name not in self._keys:
            return web.Response(status=410)
        body = await request.read()
        problem = self._problem(request, body)
        if problem:
            self.refused.append(problem)
            return web.Response(status=400, text=problem)
        key, secret = self._keys[name]
        try:
            plain = http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")
        except Exception:
            self.refused.append("not encrypted for this browser")
            return web.Response(status=400)
        headers = request.headers
        self.notices.append(
            Notice(
                name, json.loads(plain), int(headers["TTL"]), headers["Urgency"], headers["Topic"]
            )
        )
        self.arrived.set()
        return web.Response(status=201, headers={"Location": f"{self.url}/message/1"})

    def _problem(self, request: web.Request, body: bytes) -> str:
        headers = request.headers
        if len(body) > MAX_BODY:
            return "too large"
        if headers.get("Content-Encoding") != "aes128gcm" or not headers.get("TTL", "").isdecimal():
            return "Content-Encoding or TTL"
        if len(headers.get("Topic", "")) > 32:
            return "Topic"
        scheme, _, fields = headers.get("Authorization", "").partition(" ")
        given = dict(part.strip().split("=", 1) for part in fields.split(",") if "=" in part)
        if scheme != "vapid" or given.get("k") != self.public_key:
            return "not signed by the subscribed key"
        point = base64.urlsafe_b64decode(given["k"] + "=" * (-len(given["k"]) % 4))
        try:
            claims = jwt.decode(
                given["t"],
                ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point),
                algorithms=["ES256"],
                audience=self.url,
                options={"require": ["exp", "aud", "sub"], "verify_exp": False},
            )
        except jwt.InvalidTokenError as error:
            return f"token: {error}"
        now = self._clock().timestamp()
        if not now < claims["exp"] <= now + DAY_S:
            return "exp"
        return "" if claims["sub"].startswith(("mailto:", "https:")) else "sub"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
