"""Whoever gives out access tokens for a mail server (RFC 6749): signed, and over after a while."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Self

import jwt
from aiohttp import web

CLIENT_ID, CLIENT_SECRET = "jack-at-the-hotel", "client-secret"


@dataclass(slots=True)
class Issuer:
    """Use as `async with`. Gives a token of `user` for a refresh token it knows, or to the client
    itself; `is_revoked` refuses everybody, as after a change of the password.

    `key` is what a mail server checks signatures with. `rotates`: a refresh token is good once.
    """

    user: str = "desk@hotel.example"
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    asked: list[dict[str, str]] = field(default_factory=list)
    refresh_tokens: set[str] = field(default_factory=lambda: {"r0"})
    rotates: bool = True
    is_revoked: bool = False
    lasts_s: int = 3600
    status: int = 200
    text: str | None = None
    url: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/token", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/token"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def token(self, *, lasts_s: float = 3600, user: str | None = None) -> str:
        """An access token as the mail server takes it."""
        at = int(time.time())
        claims = {"sub": user or self.user, "iat": at, "exp": int(at + lasts_s)}
        return jwt.encode(claims | {"jti": secrets.token_hex(4)}, self.key, algorithm="HS256")

    def is_good(self, token: str) -> bool:
        """What a mail server that is no Dovecot asks."""
        try:
            claims = jwt.decode(token, self.key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        return bool(claims["sub"] == self.user)

    async def _answer(self, request: web.Request) -> web.Response:
        asked = {key: str(value) for key, value in (await request.post()).items()}
        self.asked.append(asked)
        if self.text is not None:
            return web.Response(text=self.text)
        if self.status != 200:
            return web.json_response({"error": "server_error"}, status=self.status)
        if why := self._why_not(asked):
            return web.json_response({"error": why}, status=400)
        told: dict[str, Any] = {"access_token": self.token(lasts_s=self.lasts_s)}
        told |= {"token_type": "Bearer", "expires_in": self.lasts_s}
        if asked["grant_type"] == "refresh_token" and self.rotates:
            self.refresh_tokens.discard(asked["refresh_token"])
            told["refresh_token"] = f"r{len(self.asked)}"
            self.refresh_tokens.add(told["refresh_token"])
        return web.json_response(told)

    def _why_not(self, asked: dict[str, str]) -> str:
        if asked.get("client_id") != CLIENT_ID:
            return "invalid_client"
        if self.is_revoked:
            return "invalid_grant"
        match asked.get("grant_type"):
            case "refresh_token":
                return "" if asked.get("refresh_token") in self.refresh_tokens else "invalid_grant"
            case "client_credentials":
                return "" if asked.get("client_secret") == CLIENT_SECRET else "invalid_client"
        return "unsupported_grant_type"
