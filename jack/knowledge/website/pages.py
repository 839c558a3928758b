"""What a web page says, without what surrounds it on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jack.knowledge.readers.findings import Findings
from jack.knowledge.readers.html import read_html
from jack.knowledge.readers.plain import parsed_html

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SURROUNDINGS = (
    "[hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo],"
    " [role=search], [role=dialog], [role=alertdialog], dialog, [style*='display:none'],"
    " [style*='display: none']"
)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|onetrust|cookiebot|cky|breadcrumbs?|newsletter|social"
    r"|sharing|share|skip(?:-?link)?|sr-only|screen-reader(?:-text)?|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
LEAST_LINKS = 3
MOST_LINKS_SHARE = 0.8
"""A list of which more than this is links leads elsewhere and says nothing itself."""
LONG_LINK_CHARS = 60


@dataclass(frozen=True, slots=True)
class Page:
    """`links` as they are written, `canonical` the address the page gives as its own."""

    html: str
    links: tuple[str, ...]
    canonical: str
    is_indexed: bool
    is_followed: bool

    def entries(self, stem: str) -> Findings:
        return read_html(self.html, stem)


def page_of(html: str, *, robots: str = "") -> Page:
    """Raises Wrong for a page nested too deeply."""
    tree = parsed_html(html)
    wishes = ",".join([robots, *_meta(tree, "robots")]).casefold()
    links = tuple(
        node.attributes.get("href") or ""
        for node in tree.css("a[href]")
        if "nofollow" not in (node.attributes.get("rel") or "")
    )
    canonical = tree.css_first("link[rel=canonical]")
    _clean(tree)
    return Page(
        html=tree.html or "",
        links=links,
        canonical=(canonical.attributes.get("href") or "") if canonical else "",
        is_indexed=not re.search(r"\b(?:noindex|none)\b", wishes),
        is_followed=not re.search(r"\b(?:nofollow|none)\b", wishes),
    )


def _meta(tree: LexborHTMLParser, name: str) -> Iterator[str]:
    for node in tree.css("meta[name]"):
        if (node.attributes.get("name") or "").casefold() == name:
            yield node.attributes.get("content") or ""


def _clean(tree: LexborHTMLParser) -> None:
    body = tree.body
    if body is None:
        return
    doomed = [*body.css(_SURROUNDINGS)]
    doomed += [
        node
        for node in body.css("[class], [id]")
        if _NAMED.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}")
    ]
    doomed += [node for node in body.css("ul, ol, p") if _is_of_links(node)]
    for node in doomed:
        if node.css_first("h1, main, article") is None:
            # Emptied, not taken away: other nodes of the list may lie within.
            node.inner_html = ""


def _is_of_links(node: LexborNode) -> bool:
    links = node.css("a[href]")
    if len(links) < LEAST_LINKS:
        return False
    labels = [link.text(strip=True) for link in links]
    whole = len("".join(node.text().split()))
    linked = sum(len("".join(label.split())) for label in labels)
    is_short = max(map(len, labels)) <= LONG_LINK_CHARS
    return is_short and linked > MOST_LINKS_SHARE * whole
