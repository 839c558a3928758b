"""Proving to a mail server who we are, by password or by an access token (XOAUTH2), and hearing
from it who it is."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field

import aiohttp

from jack.channels.base import Find, Keep
from jack.errors import Permanent, Transient

EARLY_S = 60.0
"""A token is renewed so long before it ends."""

FIX_TOKEN = "sign in with the mailbox again and set channels.email.oauth_refresh_token"  # noqa: S105
FIX_CLIENT = "set channels.email.oauth_client_id and oauth_client_secret as the issuer shows them"
FIX_PASSWORD = "set channels.email.password"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Secret:
    """What a login sends: a password, or an access token."""

    text: str
    is_token: bool = False

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclass(slots=True)
class Logins:
    """`token_url` is empty where the password is used; without `refresh_token` the client itself is
    given a token (RFC 6749, 4.4), as Microsoft does for an application that may use the mailbox."""

    username: str
    password: str
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    scope: str = ""
    timeout_s: float = 20.0
    find: Find | None = None
    keep: Keep | None = None
    _token: str = ""
    _ends_at: float = field(default=0.0)
    _configured: str = ""

    def __post_init__(self) -> None:
        self._configured = self.refresh_token

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

    @property
    def fix(self) -> str:
        """What to do where the server refuses what the issuer gave."""
        if not self.token_url:
            return FIX_PASSWORD
        return "let this account use IMAP and SMTP at its provider, and check oauth_scope"

    async def _renew(self) -> None:
        if self.find is not None and self._configured:
            # Another process, `jack doctor`, may have renewed it meanwhile.
            self.refresh_token = await self.find(self._configured) or self.refresh_token
        form = {
            "grant_type": "refresh_token" if self.refresh_token else "client_credentials",
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
                f"No access token: {code or status}. Sign in again for e-mail.",
                reason="login",
                fix=FIX_TOKEN if self.refresh_token else FIX_CLIENT,
            )
        self._token = str(told["access_token"])
        lasts = told.get("expires_in")
        lasts_s = float(lasts) if isinstance(lasts, int | float) else 300.0
        self._ends_at = time.monotonic() + lasts_s
        if self.refresh_token and isinstance(told.get("refresh_token"), str):
            await self._keep(told["refresh_token"])

    async def _keep(self, renewed: str) -> None:
        """Some issuers take each refresh token once: the next one has to outlive a restart."""
        is_new, self.refresh_token = renewed != self.refresh_token, renewed
        if is_new and self.keep is not None:
            await self.keep(self._configured, renewed)


def unproven(host: str, setting: str, error: BaseException) -> Permanent | None:
    """A server that could not show that it is `host`, or cannot encrypt; None for other errors.

    `setting` names the key that holds the host.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Permanent(
                f"{host} shows a certificate that is not trusted: {cause.verify_message}",
                reason="certificate",
                fix=f"set channels.email.{setting} to a name in the certificate, or"
                " channels.email.ca_file to the certificate of whoever signed it",
            )
        if isinstance(cause, ssl.SSLError) and cause.reason == "WRONG_VERSION_NUMBER":
            return no_tls(host, setting)
        cause = cause.__cause__ or cause.__context__
    return None


def no_tls(host: str, setting: str) -> Permanent:
    prefix = setting.partition("_")[0]
    return Permanent(
        f"{host} does not encrypt the connection that way.",
        reason="no_tls",
        fix=f"set channels.email.{prefix}_port and {prefix}_security as the provider says",
    )
