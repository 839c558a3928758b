"""Webhooks of ours to others: signed POSTs, to public addresses only.

Addresses come from rules, so from people: https at public addresses, or origins that the hotel's IT
has allowed. The signature proves that Jack calls and that nobody changed or repeats the words.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jack.errors import Permanent, Transient
from jack.internet import is_public, public_resolver
from jack.model.clock import SECOND, Clock

if TYPE_CHECKING:
    import aiohttp

TIMEOUT_S = 10.0
LONGEST_WAIT_S = 24 * 3600.0
FORBIDDEN = "forbidden_address"


class Hooks:
    """`secret` is shared with whoever takes the calls; `local_origins` may be anywhere."""

    def __init__(
        self, secret: bytes, *, local_origins: Sequence[str], agent: str, clock: Clock
    ) -> None:
        self._secret = secret
        self._local = frozenset(local_origins)
        self._agent = agent
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def call(self, url: str, body: str, *, call_id: int) -> int:
        """POST `body`; the status of the answer, 2xx.

        Raises Permanent (an address that is not called, or 410: nobody wants it any more), or
        Transient.
        """
        import aiohttp

        self._check(url)
        content = body.encode()
        try:
            async with (
                asyncio.timeout(TIMEOUT_S),
                self._client().post(
                    url,
                    data=content,
                    headers=self._headers(content, call_id),
                    allow_redirects=False,
                ) as answer,
            ):
                status, wait = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise Transient("Nobody answered.", reason="network") from error
        if 200 <= status < 300:
            return status
        if status == 410:
            raise Permanent("It answered 410: nobody takes this any more.", reason="410")
        retry_after_s = min(float(wait), LONGEST_WAIT_S) if _is_count(wait) else None
        raise Transient(f"It answered {status}.", reason=str(status), retry_after_s=retry_after_s)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    # -- parts -----------------------------------------------------------------------------

    def _check(self, url: str) -> None:
        """Raises Permanent. A name is looked at again when it is resolved."""
        if not self._secret:
            raise Permanent(
                "automations.webhook_secret is not set: nobody could tell the call is Jack's.",
                reason="no_secret",
            )
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" in self._local:
            return
        host = (parts.hostname or "").rstrip(".")
        with suppress(ValueError):
            ipaddress.ip_address(host)
            if not is_public(host):
                host = ""
        if parts.scheme != "https" or not host or parts.username is not None:
            raise Permanent(
                "This address is not called: webhooks go by https to public addresses, or to origins"
                " named in automations.webhook_local.",
                reason=FORBIDDEN,
            )

    def _headers(self, body: bytes, call_id: int) -> dict[str, str]:
        timestamp = str(self._clock() // SECOND)
        return {
            "Content-Type": "application/json",
            "User-Agent": self._agent,
            "X-Jack-Id": str(call_id),
            "X-Jack-Timestamp": timestamp,
            "X-Jack-Signature": f"sha256={signature(self._secret, timestamp, body)}",
        }

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            import aiohttp

            connector = aiohttp.TCPConnector(
                resolver=public_resolver(self._local), limit_per_host=4, use_dns_cache=False
            )
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            )
        return self._session


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `TIMESTAMP.BODY`, in hexadecimal."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 8
