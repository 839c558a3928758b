"""What a site asks of programs that read it: robots.txt (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

NAME = "jackthebutler"
MAX_BYTES = 500 * 1024
"""RFC 9309, section 2.5."""
MAX_DELAY_S = 10.0


@dataclass(frozen=True, slots=True)
class Robots:
    """`rules` are (path pattern, is allowed) of the groups that speak to Jack, or else to all."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay_s: float = 0.0
    sitemaps: tuple[str, ...] = ()

    def allows(self, path: str) -> bool:
        """The longest pattern that fits decides, of equally long ones the one that allows."""
        if path == "/robots.txt":
            return True
        found = [
            (len(pattern), allowed)
            for pattern, allowed in self.rules
            if _pattern(pattern).match(path)
        ]
        return max(found, default=(0, True))[1]


CLOSED = Robots(rules=(("/", False),))
"""For a site whose robots.txt cannot be had: RFC 9309, section 2.3.1.4."""


@dataclass(slots=True)
class _Group:
    names: set[str] = field(default_factory=set)
    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay_s: float = 0.0
    is_open: bool = True
    """Whether further names belong to it: no rule was read yet."""


def parse(text: str) -> Robots:
    """Lines that mean nothing are passed over, as the RFC wants it."""
    groups: list[_Group] = []
    sitemaps: list[str] = []
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().casefold(), value.strip()
        if name == "sitemap" and value:
            sitemaps.append(value)
        elif name == "user-agent":
            if not groups or not groups[-1].is_open:
                groups.append(_Group())
            groups[-1].names.add(value.casefold())
        elif groups and name in ("allow", "disallow"):
            groups[-1].is_open = False
            if value:
                groups[-1].rules.append((value, name == "allow"))
        elif groups and name == "crawl-delay":
            groups[-1].is_open = False
            groups[-1].delay_s = _seconds(value)
    mine = [group for group in groups if NAME in group.names] or [
        group for group in groups if "*" in group.names
    ]
    return Robots(
        rules=tuple(rule for group in mine for rule in group.rules),
        delay_s=max((group.delay_s for group in mine), default=0.0),
        sitemaps=tuple(sitemaps),
    )


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 0.0), MAX_DELAY_S)
    except ValueError:
        return 0.0


@lru_cache(512)
def _pattern(pattern: str) -> re.Pattern[str]:
    """`*` is any text, `$` at the end is the end of the path."""
    is_whole = pattern.endswith("$")
    parts = re.split(r"\*+", pattern.removesuffix("$") if is_whole else pattern)
    # A lazy run per star: patterns have few of them, and paths are short.
    return re.compile(".*?".join(map(re.escape, parts)) + ("$" if is_whole else ""))
