"""Fetches pages of one site. An address may come from anybody: it is checked before every request,
also after a redirect, and a name only leads to addresses of the internet (`jack.internet`)."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp

from jack import __version__
from jack.internet import is_public, public_resolver
from jack.knowledge.website.addresses import normalised, origin_of

MAX_REDIRECTS = 5
TIMEOUT_S = 20.0
AGENT = f"JackTheButler/{__version__} (reads its own hotel's website)"


Follows = Callable[[str], bool]


def anywhere(_: str) -> bool:
    return True


class Unreachable(Exception):
    """A page that cannot be had; the text says why, in words for a person."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`address` is where the redirects led."""

    address: str
    status: int
    kind: str
    data: bytes
    charset: str | None = None
    robots: str = ""
    is_cut: bool = False


class Fetcher:
    """`local_sites` are origins that may be in the hotel's own network."""

    def __init__(self, local_sites: Collection[str] = (), *, timeout_s: float = TIMEOUT_S) -> None:
        self._local = frozenset(local_sites)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=public_resolver(self._local), limit=2, use_dns_cache=False
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": AGENT, "Accept": "text/html, application/xhtml+xml, */*;q=0.5"},
            timeout=aiohttp.ClientTimeout(total=timeout_s),
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def get(self, address: str, *, max_bytes: int, follows: Follows = anywhere) -> Answer:
        """The page there, or where it moved. Raises Unreachable.

        A redirect to where `follows` forbids is given back, with its target as address.
        """
        for _ in range(MAX_REDIRECTS + 1):
            self._check(address)
            try:
                async with self._session.get(address, allow_redirects=False) as answer:
                    to = answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
                    if not to:
                        return await _read(address, answer, max_bytes)
            except TimeoutError as error:
                raise Unreachable("it did not answer in time") from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise Unreachable(_reason(error)) from error
            target = normalised(to, address)
            if target is None:
                raise Unreachable("it leads to what is no web page")
            address = target
            if not follows(address):
                return Answer(address, answer.status, "", b"")
        raise Unreachable(f"it leads on more than {MAX_REDIRECTS} times")

    def _check(self, address: str) -> None:
        """Addresses in place of names are resolved by nobody, so they are looked at here."""
        host = urlsplit(address).hostname or ""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return
        if origin_of(address) not in self._local and not is_public(host):
            raise Unreachable("this address is in a private network, which Jack does not read")


async def _read(address: str, answer: aiohttp.ClientResponse, max_bytes: int) -> Answer:
    data = bytearray()
    async for part in answer.content.iter_chunked(65_536):
        data += part
        if len(data) > max_bytes:
            break
    return Answer(
        address=address,
        status=answer.status,
        kind=answer.content_type,
        data=bytes(data[:max_bytes]),
        charset=answer.charset,
        robots=",".join(answer.headers.getall("X-Robots-Tag", [])),
        is_cut=len(data) > max_bytes,
    )


def _reason(error: Exception) -> str:
    if "no public address" in str(error):
        return "this name leads into a private network, which Jack does not read"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "there is no such host"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "its certificate is not valid"
    return "it cannot be reached"


async def pause(seconds: float) -> None:
    await asyncio.sleep(seconds)
