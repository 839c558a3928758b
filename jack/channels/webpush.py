"""Notices to browsers through their push services (RFC 8030, encrypted by RFC 8291, signed by RFC 8292).

Addresses come from browsers, so from outside: only https, only known services, only public addresses.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jack.channels.base import Browser
from jack.errors import Invalid, Permanent, Transient
from jack.internet import public_resolver
from jack.model.clock import SECOND, Clock

if TYPE_CHECKING:
    import aiohttp

MAX_ENDPOINT = 1000
TOKEN_LIFE_S = 12 * 3600
"""RFC 8292, section 2: at most a day."""
TIMEOUT_S = 15.0
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256."""
GONE = "gone"


class WebPush:
    """`key` is 32 random bytes, kept for ever: browsers know Jack by it."""

    def __init__(
        self,
        key: bytes,
        *,
        contact: str,
        services: Sequence[str],
        local_services: Sequence[str],
        clock: Clock,
    ) -> None:
        self._scalar = int.from_bytes(key, "big") % (ORDER - 1) + 1
        self._contact = contact
        self._services = tuple(services)
        self._local = frozenset(local_services)
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    @property
    def public_key(self) -> str:
        """What `pushManager.subscribe` takes as `applicationServerKey`."""
        from cryptography.hazmat.primitives import serialization

        raw = self._vapid().public_key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return _b64(raw)

    def check(self, browser: Browser) -> None:
        """Raises Invalid for an address Jack does not call, or keys that are none."""
        self._check_address(browser.endpoint)
        point, secret = _raw(browser.p256dh), _raw(browser.auth)
        if len(secret) != 16:
            raise Invalid("auth must be 16 bytes in base64url.", field="auth")
        from cryptography.hazmat.primitives.asymmetric import ec

        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        except ValueError as error:
            raise Invalid("p256dh is no public key of P-256.", field="p256dh") from error

    async def send(
        self, browser: Browser, payload: bytes, *, ttl_s: int, is_urgent: bool, topic: str
    ) -> None:
        """Hand a notice to the push service.

        Raises Permanent (reason `gone` when the browser is), or Transient.
        """
        import aiohttp

        try:
            origin = self._check_address(browser.endpoint)
            body = await asyncio.to_thread(_encrypt, browser, payload)
        except Invalid as error:
            raise Permanent(str(error), reason=GONE) from error
        headers = {
            "TTL": str(max(ttl_s, 0)),
            "Urgency": "high" if is_urgent else "normal",
            "Topic": topic,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            **self._signed(origin),
        }
        try:
            async with (
                asyncio.timeout(TIMEOUT_S),
                self._client().post(
                    browser.endpoint, data=body, headers=headers, allow_redirects=False
                ) as answer,
            ):
                status, wait = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Transient("The push service did not answer.", reason="network") from error
        _judge(status, wait)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    # -- parts -----------------------------------------------------------------------------

    def _check_address(self, endpoint: str) -> str:
        """The origin of an address that may be called. Raises Invalid."""
        try:
            parts = urlsplit(endpoint)
            port = parts.port
        except ValueError as error:
            raise Invalid("endpoint is no URL.", field="endpoint") from error
        origin = f"{parts.scheme}://{parts.netloc}"
        if len(endpoint) > MAX_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable():
            raise Invalid("endpoint is no URL of a push service.", field="endpoint")
        if origin in self._local:
            return origin
        host = (parts.hostname or "").rstrip(".").lower()
        is_known = any(host == name or host.endswith(f".{name}") for name in self._services)
        is_plain = parts.username is None and parts.password is None and port in (None, 443)
        if parts.scheme != "https" or not is_plain or not is_known:
            raise Invalid(
                "This push service is not called. Services are named in push.services.",
                field="endpoint",
            )
        return origin

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            import aiohttp

            connector = aiohttp.TCPConnector(
                resolver=public_resolver(self._local), limit_per_host=8, use_dns_cache=False
            )
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            )
        return self._session

    def _vapid(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric import ec
        from py_vapid import Vapid02

        return Vapid02(ec.derive_private_key(self._scalar, ec.SECP256R1()))

    def _signed(self, audience: str) -> dict[str, str]:
        expires_at = self._clock() // SECOND + TOKEN_LIFE_S
        claims = {"aud": audience, "exp": expires_at, "sub": self._contact}
        signed: dict[str, str] = self._vapid().sign(claims)
        return signed


def _encrypt(browser: Browser, payload: bytes) -> bytes:
    from pywebpush import WebPusher

    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    pusher = WebPusher({"endpoint": browser.endpoint, "keys": keys})
    return bytes(pusher.encode(payload)["body"])


def _judge(status: int, wait: str) -> None:
    """What the service's answer means (RFC 8030, sections 5 and 7)."""
    if 200 <= status < 300:
        return
    if status in (404, 410):
        raise Permanent("This browser no longer listens.", reason=GONE)
    if status == 429 or status >= 500:
        retry_after_s = float(wait) if wait.isdecimal() and len(wait) < 6 else None
        raise Transient(
            f"The push service answered {status}.",
            reason=str(status),
            retry_after_s=retry_after_s,
        )
    raise Permanent(f"The push service refused: {status}.", reason=str(status))


def _raw(text: str) -> bytes:
    """base64url, with or without padding. Raises Invalid."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise Invalid("Keys are written in base64url.", field="keys") from error


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
