"""Addresses that come from outside lead to the internet only (R15)."""

from __future__ import annotations

import pytest

from jack.internet import is_public, public_resolver


@pytest.mark.parametrize(
    ("address", "is_it"),
    [
        ("142.250.74.106", True),
        ("2a00:1450:4001:830::200a", True),
        ("10.1.2.3", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a01:0203::1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::8efa:4a6a", True),
        ("no address", False),
    ],
)
def test_r15_public_addresses_are_told_from_the_hotels_own(address: str, is_it: bool) -> None:
    assert is_public(address) is is_it


async def test_r15_a_name_that_leads_home_is_not_followed() -> None:
    resolver = public_resolver(frozenset())

    with pytest.raises(OSError, match="no public address"):
        await resolver.resolve("localhost", 443)

    own = public_resolver(frozenset({"http://localhost:9000"}))
    assert await own.resolve("localhost", 9000)
