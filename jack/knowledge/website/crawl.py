"""Walks a site from page to page: what its sitemap lists and its links lead to, within limits."""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.readers.files import text_of
from jack.knowledge.readers.findings import Flaw, Found, Wrong
from jack.knowledge.readers.pdf import read_pdf
from jack.knowledge.website import robots as robots_txt
from jack.knowledge.website.addresses import (
    Site,
    is_page,
    normalised,
    origin_of,
    path_of,
)
from jack.knowledge.website.fetching import Answer, Fetcher, Follows, Unreachable, anywhere, pause
from jack.knowledge.website.pages import Page, page_of
from jack.knowledge.website.shared import Read, drafts_of
from jack.model.knowledge import Category

PAGE_BYTES = 5 * 1024 * 1024
PDF_BYTES = 20 * 1024 * 1024
SITEMAP_BYTES = 10 * 1024 * 1024
MAX_SITEMAPS = 10
MAX_LISTED = 5_000
MAX_TEXT_CHARS = 20_000_000
MAX_PROBLEMS = 200
HTML = ("text/html", "application/xhtml+xml")
PDF = "application/pdf"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """`delay_s` between two requests; robots.txt may ask for more. `depth` counts links from the
    first page."""

    pages: int = 50
    depth: int = 4
    delay_s: float = 0.5
    seconds: float = 900.0


@dataclass(frozen=True, slots=True)
class SiteRead:
    """What a site says. `site` is None when the walk did not come to its end, so that nobody takes
    what was not visited for gone."""

    found: tuple[EntryDraft | ReadProblem, ...]
    pages: int
    site: Site | None


async def read_site(
    start: str,
    fetcher: Fetcher,
    *,
    limits: Limits,
    fallback: Category,
    progress: Progress = lambda done, known: None,
    wait: Callable[[float], Awaitable[None]] = pause,
) -> SiteRead:
    """Read a site from its page `start` on. Raises Unreachable when that page cannot be had."""
    walk = _Walk(fetcher, limits, progress, wait)
    await walk.run(start)
    found = drafts_of(walk.read, fallback)
    site = walk.site if walk.is_complete else None
    return SiteRead((*found, *walk.problems), len(walk.read), site)


@dataclass(slots=True)
class _Walk:
    fetcher: Fetcher
    limits: Limits
    progress: Progress
    wait: Callable[[float], Awaitable[None]]
    site: Site = field(default_factory=lambda: Site(""))
    robots: robots_txt.Robots = field(default_factory=robots_txt.Robots)
    waiting: deque[tuple[str, int]] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    read: list[Read] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    chars: int = 0
    is_complete: bool = True
    has_asked: bool = False

    async def run(self, start: str) -> None:
        first, start = await self._begin(start)
        self.known.add(start)
        await self._take(start, 0, first)
        for address in await self._listed():
            self._add(address, 1)
        deadline = time.monotonic() + self.limits.seconds
        while self.waiting:
            is_late = time.monotonic() > deadline
            if len(self.read) >= self.limits.pages or self.chars > MAX_TEXT_CHARS or is_late:
                self._give_up()
                return
            address, depth = self.waiting.popleft()
            self.progress(len(self.read), len(self.read) + len(self.waiting) + 1)
            try:
                answer = await self._get(address, follows=self._may_follow)
            except Unreachable as error:
                self._complain(address, f"Cannot be read: {error}")
                continue
            await self._take(address, depth, answer)
        self.progress(len(self.read), len(self.read))

    async def _begin(self, start: str) -> tuple[Answer, str]:
        """The first page, and its address: a site may answer by its other name."""
        for _ in range(3):
            self.site = Site.of(start)
            self.robots = await self._robots()
            if not self.robots.allows(path_of(start)):
                raise Unreachable("its robots.txt asks not to read it")
            answer = await self._get(start, follows=self._may_follow)
            if origin_of(answer.address) == self.site.origin:
                if answer.status >= 400:
                    raise Unreachable(f"it answered {answer.status}")
                if not self.robots.allows(path_of(answer.address)):
                    raise Unreachable("its robots.txt asks not to read it")
                if not self.site.holds(answer.address):
                    self.site = Site.of(answer.address)
                return answer, answer.address
            if not self.site.may_lead_to(answer.address):
                raise Unreachable(f"it leads to another site, {origin_of(answer.address)}")
            start = answer.address
        raise Unreachable("its addresses lead to each other")

    async def _robots(self) -> robots_txt.Robots:
        address = f"{self.site.origin}/robots.txt"
        try:
            answer = await self._get(address, max_bytes=robots_txt.MAX_BYTES)
        except Unreachable as error:
            raise Unreachable(f"its robots.txt cannot be had: {error}") from error
        if answer.status >= 500:
            return robots_txt.CLOSED
        if answer.status >= 400:
            return robots_txt.Robots()
        return robots_txt.parse(answer.data.decode("utf-8", "replace"))

    async def _get(
        self, address: str, *, max_bytes: int = PDF_BYTES, follows: Follows = anywhere
    ) -> Answer:
        if self.has_asked:
            await self.wait(max(self.limits.delay_s, self.robots.delay_s))
        self.has_asked = True
        return await self.fetcher.get(address, max_bytes=max_bytes, follows=follows)

    def _may_follow(self, address: str) -> bool:
        is_here = origin_of(address) == self.site.origin
        return is_here and self.robots.allows(path_of(address))

    # -- one page --------------------------------------------------------------------------

    async def _take(self, asked: str, depth: int, answer: Answer) -> None:
        address = answer.address
        if answer.status in (404, 410):
            return
        if answer.status >= 400:
            self._complain(asked, f"Cannot be read: it answered {answer.status}")
        elif not self.site.holds(address):
            return
        elif not self.robots.allows(path_of(address)):
            self._complain(address, "Not read: robots.txt asks not to")
        elif answer.kind in HTML:
            self.known.add(address)
            await self._take_page(address, depth, answer)
        elif answer.kind == PDF:
            await self._take_pdf(address, answer)

    async def _take_page(self, address: str, depth: int, answer: Answer) -> None:
        if answer.is_cut or len(answer.data) > PAGE_BYTES:
            self._complain(address, f"Cannot be read: larger than {PAGE_BYTES // 1024**2} MB")
            return
        try:
            page, found = await asyncio.to_thread(_page, answer)
        except Wrong as error:
            self._complain(address, f"Cannot be read: {error}")
            return
        own = normalised(page.canonical, address) if page.canonical else None
        source = own if own is not None and self.site.holds(own) else address
        if page.is_followed:
            for link in page.links:
                if target := normalised(link, address):
                    self._add(target, depth + 1)
        if not page.is_indexed:
            self._complain(address, "Not read: the page asks not to be")
        elif source not in self.sources:
            self._keep(source, found)

    async def _take_pdf(self, address: str, answer: Answer) -> None:
        if answer.is_cut:
            self._complain(address, f"Cannot be read: larger than {PDF_BYTES // 1024**2} MB")
            return
        try:
            found = await asyncio.to_thread(_document, answer)
        except Wrong as error:
            self._complain(address, f"Cannot be read: {error}")
            return
        self._keep(address, found)

    def _keep(self, source: str, found: list[Found | Flaw]) -> None:
        self.sources.add(source)
        self.read.append(Read(source, found))
        self.chars += sum(
            len(each.values.get("body", "")) for each in found if isinstance(each, Found)
        )

    # -- where to go -----------------------------------------------------------------------

    def _add(self, address: str, depth: int) -> None:
        if address in self.known or not self.site.holds(address) or not is_page(address):
            return
        if depth > self.limits.depth or len(self.known) > MAX_LISTED:
            self.is_complete = False
            return
        self.known.add(address)
        if self.robots.allows(path_of(address)):
            self.waiting.append((address, depth))
        else:
            self._complain(address, "Not read: robots.txt asks not to")

    async def _listed(self) -> list[str]:
        """The pages of the site's sitemaps (sitemaps.org/protocol.html)."""
        own = f"{self.site.origin}/sitemap.xml"
        waiting = deque(self.robots.sitemaps or (own,))
        seen, found = set[str](), list[str]()
        while waiting and len(seen) < MAX_SITEMAPS and len(found) < MAX_LISTED:
            address = normalised(waiting.popleft())
            if address is None or address in seen or origin_of(address) != self.site.origin:
                continue
            seen.add(address)
            try:
                answer = await self._get(address, max_bytes=SITEMAP_BYTES, follows=self._may_follow)
                if answer.status == 200:
                    pages, maps = _locations(_unpacked(answer.data))
                    found += filter(None, map(normalised, pages))
                    waiting += maps
            except (Unreachable, Wrong):
                continue
        return found[:MAX_LISTED]

    def _complain(self, address: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(ReadProblem(address, None, message))
        else:
            self.is_complete = False

    def _give_up(self) -> None:
        self.is_complete = False
        count = len(self.waiting)
        self._complain(
            self.site.origin + self.site.path,
            f"Only {len(self.read)} pages were read; at least {count} more are there",
        )


def _page(answer: Answer) -> tuple[Page, list[Found | Flaw]]:
    page = page_of(_decoded(answer), robots=answer.robots)
    return page, list(page.entries(_stem(answer.address)))


def _document(answer: Answer) -> list[Found | Flaw]:
    return list(read_pdf(answer.data, _stem(answer.address)))


def _decoded(answer: Answer) -> str:
    """As the server says, if it says what Python knows; else as the page does."""
    if answer.charset:
        try:
            return text_of(answer.data.decode(answer.charset, "replace").encode(), is_html=True)
        except LookupError:
            pass
    return text_of(answer.data, is_html=True)


def _stem(address: str) -> str:
    """The name for a page without a title, from the last part of its path, else its host."""
    parts = urlsplit(address)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return re.sub(r"\.[a-z]{2,5}$", "", last, flags=re.I) or parts.netloc


def _unpacked(data: bytes) -> bytes:
    """Sitemaps are often gzip files."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, SITEMAP_BYTES)
    except zlib.error as error:
        raise Wrong("the sitemap is damaged") from error


def _locations(data: bytes) -> tuple[list[str], list[str]]:
    """The pages and the further sitemaps that a sitemap names. Raises Wrong."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    path: list[str] = []
    pages, maps = list[str](), list[str]()

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        if len(path) > 10:
            raise Wrong("the sitemap is nested too deep")
        if path[-2:] in (["url", "loc"], ["sitemap", "loc"]):
            (pages if path[-2] == "url" else maps).append("")

    def take(text: str) -> None:
        if path[-2:] == ["url", "loc"]:
            pages[-1] += text
        elif path[-2:] == ["sitemap", "loc"]:
            maps[-1] += text

    def refuse(*_: object) -> None:
        raise Wrong("the sitemap declares a document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = take
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Wrong("the sitemap is damaged") from error
    return pages, maps
