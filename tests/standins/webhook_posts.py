"""Posting signed webhooks as Meta does: once for tests, or again and again until they are taken."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.standins.whatsapp_webhooks import sign

_TIMEOUT = aiohttp.ClientTimeout(total=10)


class WebhookPosts:
    """The vendor's side of a webhook. `url` may change while it runs."""

    def __init__(
        self, url: str | None, *, secret: str, retry_first_s: float, retry_max_s: float
    ) -> None:
        self.url = url
        self._secret = secret
        self._retry_first_s = retry_first_s
        self._retry_max_s = retry_max_s
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def once(self, body: bytes, *, signature: str | None = None) -> int:
        """The HTTP status of the answer.

        Raises aiohttp.ClientError or TimeoutError when there is none, RuntimeError without a url.
        """
        if self._session is None or self.url is None:
            raise RuntimeError("the stand-in is not started or has no webhook_url")
        headers = {
            "Content-Type": "application/json",
            "X-Hub-Signature-256": signature or sign(self._secret, body),
        }
        async with self._session.post(self.url, data=body, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def until_accepted(self, body: bytes, *, signature: str | None = None) -> int:
        """Repeat with back-off until the answer is 2xx; at least once, so possibly twice."""
        pause = self._retry_first_s
        while True:
            try:
                status = await self.once(body, signature=signature)
            except (aiohttp.ClientError, TimeoutError):
                status = 0
            if 200 <= status < 300:
                return status
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._retry_max_s)
