"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import pytest

from jack.knowledge.website.robots import MAX_DELAY_S, parse

RULES = """\ufeff# ours
User-agent: otherbot
Disallow: /

User-agent: *
Disallow: /private
Allow: /private/menu
Disallow: /*.pdf$
Disallow: /search*q=
Disallow:
Crawl-delay: 4

Sitemap: https://hotel.example/sitemap.xml
nonsense
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private", False),
        ("/privately", False),
        ("/private/menu/today", True),
        ("/menu.pdf", False),
        ("/menu.pdf?x=1", True),
        ("/search?q=1", False),
        ("/search", True),
    ],
)
def test_the_longest_rule_that_fits_decides(path: str, allowed: bool) -> None:
    assert parse(RULES).allows(path) is allowed


def test_rules_for_jack_count_instead_of_those_for_all() -> None:
    own = parse(
        "User-agent: a\nUser-agent: JackTheButler\nDisallow: /x\n\nUser-agent: *\nDisallow: /"
    )

    assert (own.allows("/y"), own.allows("/x")) == (True, False)


def test_delay_and_sitemaps_are_told() -> None:
    found = parse(RULES)

    assert (found.delay_s, found.sitemaps) == (4.0, ("https://hotel.example/sitemap.xml",))
    assert parse("User-agent: *\nCrawl-delay: 86400").delay_s == MAX_DELAY_S
    assert parse("User-agent: *\nCrawl-delay: soon").delay_s == 0.0


def test_allow_wins_where_both_fit_alike_and_a_page_of_html_means_nothing() -> None:
    assert parse("User-agent: *\nDisallow: /a\nAllow: /a").allows("/a")
    assert parse("<html><body>Not found</body></html>").allows("/a")
