"""Proving to a mail server who we are: by password, or by an access token (XOAUTH2)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import aiohttp

from jack.errors import Permanent, Transient

EARLY_S = 60.0
"""A token is renewed so long before it ends."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What a login sends: a password, or an access token."""

    text: str
    is_token: bool = False

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclass(slots=True)
class Logins:
    """`token_url` is empty where the password is used."""

    username: str
    password: str
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    scope: str = ""
    timeout_s: float = 20.0
    _token: str = ""
    _ends_at: float = field(default=0.0)

    async def secret(self) -> Secret:
        """Raises Permanent when the issuer refuses, Transient when it cannot be asked."""
        if not self.token_url:
            return Secret(self.password)
        if time.monotonic() > self._ends_at - EARLY_S:
            await self._renew()
        return Secret(self._token, is_token=True)

    def refused(self) -> None:
        """The server did not take the token: get another one next time."""
        self._ends_at = 0.0

    async def _renew(self) -> None:
        form = {
            "grant_type": "refresh_token",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "refresh_token": self.refresh_token,
            "scope": self.scope,
        }
        timeout = aiohttp.ClientTimeout(total=self.timeout_s)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(
                    self.token_url, data={name: value for name, value in form.items() if value}
                ) as response,
            ):
                status = response.status
                told = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Transient("No access token: its issuer cannot be reached.") from error
        if status >= 500 or status == 429:
            raise Transient(f"No access token: its issuer answers {status}.")
        if status >= 400 or not isinstance(told, dict) or not told.get("access_token"):
            code = told.get("error") if isinstance(told, dict) else None
            raise Permanent(
                f"No access token: {code or status}. Sign in again for e-mail.", reason="login"
            )
        self._token = str(told["access_token"])
        lasts = told.get("expires_in")
        lasts_s = float(lasts) if isinstance(lasts, int | float) else 300.0
        self._ends_at = time.monotonic() + lasts_s
        if isinstance(told.get("refresh_token"), str):
            self.refresh_token = told["refresh_token"]
