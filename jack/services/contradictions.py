"""Where the hotel's entries contradict each other or its settings, for a person to settle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import combinations

from jack.config import Config
from jack.db import accords, audit
from jack.db import knowledge as store
from jack.db.database import Database
from jack.errors import NotFound
from jack.knowledge.chunking import sentences
from jack.model.clock import Clock, Micros
from jack.model.contradictions import (
    Contradiction,
    Profile,
    Statement,
    between,
    with_profile,
)
from jack.model.gaps import words_of
from jack.model.knowledge import Audience, Entry
from jack.model.staff import Permission, Staff
from jack.services.knowledge import Knowledge
from jack.services.permits import must

MOST = 200
ALIKE_TITLES = 0.6


class Contradictions:
    """What was found is kept until the knowledge or the settings change."""

    def __init__(
        self, db: Database, knowledge: Knowledge, config: Callable[[], Config], clock: Clock
    ) -> None:
        self._db = db
        self._knowledge = knowledge
        self._config = config
        self._clock = clock
        self._found: tuple[object, list[Contradiction]] | None = None

    async def listed(self, by: Staff) -> list[Contradiction]:
        """Those that nobody has called none, the first `MOST`."""
        must(by, Permission.WRITE_KNOWLEDGE)
        return await self.open()

    async def open(self) -> list[Contradiction]:
        """For commands of the machine, which need no permission."""
        settled = await self._db.read(accords.keys)
        found = await self._all()
        return [each for each in found if each.key not in settled][:MOST]

    async def accept(self, by: Staff, key: str) -> None:
        """It is none: not shown again until one of the two sentences changes."""
        must(by, Permission.WRITE_KNOWLEDGE)
        if key not in {each.key for each in await self._all()}:
            raise NotFound("There is no such contradiction.")

        def work(at: Micros) -> None:
            accords.add(key, at, staff_id=by.id)
            audit.add(f"staff:{by.id}", "knowledge.accord", "knowledge", at, key=key)

        await self._db.write(work, self._clock())

    async def _all(self) -> list[Contradiction]:
        profile = _profile(self._config())
        state = (await self._db.read(store.generation), profile)
        if self._found is None or self._found[0] != state:
            entries = await self._knowledge.everything(audience=Audience.GUEST)
            pairs = await self._knowledge.about_the_same(entries)
            found = await asyncio.to_thread(_found, entries, pairs, profile)
            self._found = (state, found)
        return self._found[1]


def _profile(config: Config) -> Profile:
    hotel = config.hotel
    return Profile(hotel.checkin_time, hotel.checkout_time, hotel.phone, hotel.wifi_network)


def _found(
    entries: Sequence[Entry], pairs: Sequence[tuple[int, int]], profile: Profile
) -> list[Contradiction]:
    statements = [
        Statement(entry.id, entry.version, entry.title, entry.body, entry.language)
        for entry in entries
    ]
    found: dict[str, Contradiction] = {}
    for statement in statements:
        for each in with_profile(statement, profile, split=sentences):
            found.setdefault(each.key, each)
    for one, other in dict.fromkeys([*pairs, *_by_words(entries)]):
        for each in between(statements[one], statements[other], split=sentences):
            found.setdefault(each.key, each)
    return list(found.values())


def _by_words(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Entries of one language whose titles share their words: some may have no vectors."""
    words = [words_of(entry.title) for entry in entries]
    return [
        (one, other)
        for one, other in combinations(range(len(entries)), 2)
        if entries[one].language == entries[other].language
        and len(words[one] & words[other]) >= ALIKE_TITLES * min(len(words[one]), len(words[other]))
    ]
