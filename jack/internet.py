"""Calling addresses that come from outside: only public ones, so that no name leads into the hotel."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def public_resolver(local_origins: Collection[str]) -> Any:
    """Finds public addresses only, and what it finds is what is connected to. Hosts of
    `local_origins` may be anywhere. Addresses in place of names never come here: `is_public`."""
    from aiohttp.abc import ResolveResult
    from aiohttp.resolver import ThreadedResolver

    local_hosts = {urlsplit(origin).hostname for origin in local_origins}

    class PublicResolver(ThreadedResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            found = await super().resolve(host, port, family)
            if host in local_hosts:
                return found
            public = [entry for entry in found if is_public(entry["host"])]
            if not public:
                raise OSError(None, "This name leads to no public address.")
            return public

    return PublicResolver()


def is_public(address: str) -> bool:
    """Whether an address is one of the internet, also the one that another is made of (IPv4 within
    IPv6, 6to4, Teredo, NAT64)."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in _with_inner(parsed))


def _with_inner(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    inner = [address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(each for each in inner if each is not None)]
