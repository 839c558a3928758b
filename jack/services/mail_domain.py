"""What the hotel's domain publishes about its mail, by which others decide whether it arrives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Ask = Callable[[str], Awaitable[Sequence[str]]]
"""The TXT records of a name."""


@dataclass(frozen=True, slots=True)
class Published:
    """One record as it is. `fix` is empty where there is nothing to do."""

    text: str
    fix: str = ""


async def published(domain: str, selector: str, ask: Ask) -> list[Published]:
    """SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489), in this order.

    Whether SPF names the right server only a mail that is sent shows: a bounce or the headers of a
    mail to oneself. Raises what `ask` raises.
    """
    return [
        _spf(domain, await ask(domain)),
        _dkim(domain, selector, await ask(f"{selector}._domainkey.{domain}") if selector else ()),
        await _dmarc(domain, ask),
    ]


def _spf(domain: str, records: Sequence[str]) -> Published:
    found = [each for each in records if each.lower().split(" ")[0] == "v=spf1"]
    if not found:
        fix = f"publish a TXT record v=spf1 for {domain} as your mail provider says"
        return Published(f"{domain} has no SPF record: mail of Jack's may be taken for spam.", fix)
    if len(found) > 1:
        fix = f"make one SPF record out of the {len(found)} of {domain}"
        return Published(f"{domain} has {len(found)} SPF records, which counts as none.", fix)
    last = found[0].lower().split()[-1]
    if last in ("+all", "all"):
        fix = f"end the SPF record of {domain} with -all or ~all"
        return Published(f"The SPF record of {domain} lets everybody send in its name.", fix)
    return Published(f"{domain} has SPF.")


def _dkim(domain: str, selector: str, records: Sequence[str]) -> Published:
    if not selector:
        return Published("DKIM was not checked: channels.email.dkim_selector is not set.")
    name = f"{selector}._domainkey.{domain}"
    keys = [_tags(each).get("p") for each in records]
    if not any(key is not None for key in keys):
        fix = f"publish the key your mail provider shows as a TXT record of {name}"
        return Published(f"{name} has no DKIM key: signatures of {domain} cannot be checked.", fix)
    if not any(keys):
        return Published(
            f"The DKIM key {name} was withdrawn.", "set channels.email.dkim_selector to a newer one"
        )
    return Published(f"{domain} has a DKIM key.")


async def _dmarc(domain: str, ask: Ask) -> Published:
    """At the domain itself, else at the one above it, which speaks for it."""
    for name in _upwards(domain):
        policies = [_tags(each) for each in await ask(f"_dmarc.{name}")]
        found = [tags for tags in policies if tags.get("v", "").upper() == "DMARC1"]
        if not found:
            continue
        if len(found) > 1:
            fix = f"leave one DMARC record at _dmarc.{name}"
            return Published(f"{name} has {len(found)} DMARC records, which counts as none.", fix)
        return Published(f"{name} has DMARC (p={found[0].get('p', 'none')}).")
    fix = f"publish a TXT record v=DMARC1; p=none at _dmarc.{domain}, then a stricter one"
    return Published(f"{domain} has no DMARC record: large providers may refuse its mail.", fix)


def _upwards(domain: str) -> list[str]:
    labels = domain.split(".")
    return [domain, *(".".join(labels[n:]) for n in range(1, len(labels) - 1))]


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
