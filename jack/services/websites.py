"""Reading the hotel's website into the knowledge base: first a look, then a person's yes."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from jack.config import Config
from jack.errors import Conflict, Invalid, NotFound, ReadError
from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.readers import category_of
from jack.model.clock import HOUR, Clock, Micros
from jack.model.knowledge import Category
from jack.model.staff import Permission, Staff
from jack.services import languages
from jack.services.curation import MOST_SHOWN, Imported
from jack.services.knowledge import Knowledge, Scope, nothing_else
from jack.services.permits import must

if TYPE_CHECKING:
    from jack.knowledge.website.crawl import SiteRead

log = logging.getLogger(__name__)

MOST_IDS = 10**15
KEPT = HOUR
"""How long what was read waits for a yes."""
Progress = Callable[[int, int], None]


class ReadingState(StrEnum):
    READING = "reading"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Site:
    """What a website says; `scope` tells which sources are its pages."""

    found: tuple[EntryDraft | ReadProblem, ...]
    pages: int
    scope: Scope


@dataclass(slots=True)
class Reading:
    """A walk through a website, under way or done. `known` pages are read or waiting."""

    id: int
    url: str
    by: int
    started_at: Micros
    state: ReadingState = ReadingState.READING
    done: int = 0
    known: int = 1
    failure: str = ""
    site: Site | None = None
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    def progress(self, done: int, known: int) -> None:
        self.done, self.known = done, known


class Websites:
    """One reading at a time: what it found is kept in memory until it is taken or left."""

    def __init__(self, knowledge: Knowledge, config: Config, clock: Clock) -> None:
        self._knowledge = knowledge
        self._config = config
        self._clock = clock
        self._reading: Reading | None = None

    async def read(
        self,
        url: str,
        *,
        pages: int | None = None,
        category: str | None = None,
        progress: Progress = lambda done, known: None,
    ) -> Site:
        """Read a site from a page on; nothing is stored.

        Raises Invalid for what is no address, ReadError when the page cannot be had.
        """
        from jack.knowledge.website.addresses import start_of
        from jack.knowledge.website.crawl import Limits, read_site
        from jack.knowledge.website.fetching import Fetcher, Unreachable

        start, settings = start_of(url), self._config.knowledge
        fallback = (category_of(category) if category else None) or Category.FAQ
        limits = Limits(pages=pages or settings.site_pages, delay_s=settings.site_delay_s)
        async with Fetcher(settings.local_sites) as fetcher:
            try:
                found = await read_site(
                    start, fetcher, limits=limits, fallback=fallback, progress=progress
                )
            except Unreachable as error:
                raise ReadError(f"{start} cannot be read: {error}.", url=start) from error
        return _site(found)

    # -- with a look first -----------------------------------------------------------------

    def start(self, by: Staff, url: str, *, category: str | None) -> Reading:
        """Begin to read. Raises Invalid, and Conflict while another website is being read."""
        from jack.knowledge.website.addresses import start_of

        must(by, Permission.WRITE_KNOWLEDGE)
        if category is not None and category_of(category) is None:
            raise Invalid(f"{category} is no category.", field="category")
        before = self._reading
        if before is not None and before.state is ReadingState.READING:
            raise Conflict("A website is being read. Wait for it, or stop it.", id=str(before.id))
        reading = Reading(secrets.randbelow(MOST_IDS), start_of(url), by.id, self._clock())
        reading.task = asyncio.create_task(self._work(reading, category))
        self._reading = reading
        return reading

    def look(self, by: Staff, reading_id: int) -> Reading:
        """How far it is. Raises NotFound when it is over for long."""
        must(by, Permission.WRITE_KNOWLEDGE)
        reading = self._reading
        if reading is None or reading.id != reading_id:
            raise NotFound("This reading is over. Begin anew.")
        is_done = reading.state is not ReadingState.READING
        if is_done and reading.started_at + KEPT < self._clock():
            self._reading = None
            raise NotFound("This reading is over. Begin anew.")
        return reading

    def read_site(self, by: Staff, reading_id: int) -> Site:
        """What was read. Raises Conflict before its end."""
        reading = self.look(by, reading_id)
        if reading.site is None:
            raise Conflict("The website is not read yet.")
        return reading.site

    async def take(self, by: Staff, reading_id: int, *, dry_run: bool, prune: bool) -> Imported:
        """Store what was read, or say what would become of it. Raises Conflict before its end."""
        site = self.read_site(by, reading_id)
        if not languages.is_warm():
            await asyncio.to_thread(languages.warm)
        report = await self._knowledge.ingest(
            site.found, dry_run=dry_run, prune=prune, scope=site.scope, actor=f"staff:{by.id}"
        )
        drafts = tuple(each for each in site.found if isinstance(each, EntryDraft))
        if not dry_run:
            self._reading = None
        return Imported(report, drafts[:MOST_SHOWN], len(drafts))

    async def leave(self, by: Staff, reading_id: int) -> None:
        """Stop reading, and forget what was read."""
        self.look(by, reading_id)
        await self.close()

    async def close(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None and reading.task is not None:
            reading.task.cancel()
            await asyncio.gather(reading.task, return_exceptions=True)

    async def _work(self, reading: Reading, category: str | None) -> None:
        try:
            reading.site = await self.read(
                reading.url, category=category, progress=reading.progress
            )
            reading.done = reading.known = reading.site.pages
            reading.state = ReadingState.READ
        except ReadError as error:
            reading.state, reading.failure = ReadingState.FAILED, str(error)
        except Exception:
            # Nobody waits for this task: who looks has to be told.
            log.exception("website not read")
            reading.state = ReadingState.FAILED
            reading.failure = "It could not be read: something went wrong in Jack."


def _site(found: SiteRead) -> Site:
    scope = found.site.holds if found.site is not None else nothing_else
    return Site(found.found, found.pages, scope)
