"""Fetching a vendor's files: no more than wanted, and credentials to nobody but the vendor."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp

from jack.channels.base import Downloaded
from jack.errors import Permanent, Transient

BLOCK = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})


def origin(url: str) -> tuple[str, str | None, int]:
    """(scheme, host, port) of an address; the port that goes without saying too."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


async def taken(response: aiohttp.ClientResponse, *, limit_bytes: int, vendor: str) -> Downloaded:
    """The body of an answer that holds the file. Raises Permanent `too_large` or `gone`, Transient."""
    if response.status in GONE:
        raise Permanent("The file is no longer there.", reason="gone")
    if response.status in (401, 403):
        raise Permanent(f"{vendor} does not hand the file out.", reason="rejected")
    if response.status != 200:
        raise Transient(f"{vendor} answers {response.status}.", reason=str(response.status))
    if (response.content_length or 0) > limit_bytes:
        raise Permanent("The file is too large.", reason="too_large")
    data = bytearray()
    async for block in response.content.iter_chunked(BLOCK):
        data += block
        if len(data) > limit_bytes:
            raise Permanent("The file is too large.", reason="too_large")
    return Downloaded(bytes(data), _type(response.headers))


def _type(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()
