"""A website is looked at first, and read one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from jack.config import Config
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.model.clock import HOUR
from jack.model.staff import Role, Staff
from jack.services.websites import ReadingState, Websites
from tests.conftest import FakeClock
from tests.house import House
from tests.standins.website import WebsiteStandin, page


@pytest.fixture
async def site() -> AsyncIterator[WebsiteStandin]:
    async with WebsiteStandin() as standin:
        standin.replies["/"] = page("Pool", "<p>The pool is open in May.</p>")
        yield standin


@pytest.fixture
async def websites(house: House, site: WebsiteStandin) -> AsyncIterator[Websites]:
    plain = house.config.model_dump()
    plain["knowledge"] |= {"local_sites": [site.url], "site_delay_s": 0}
    made = Websites(house.knowledge, Config.model_validate(plain), house.clock)
    yield made
    await made.close()


@pytest.fixture
def boss(house: House) -> Staff:
    return house.staff("Bea Boss", Role.MANAGER)


async def test_nothing_is_stored_before_a_person_says_so(
    house: House, site: WebsiteStandin, websites: Websites, boss: Staff
) -> None:
    reading = websites.start(boss, site.url, category="amenities")
    with pytest.raises(Conflict, match="not read yet"):
        await websites.take(boss, reading.id, dry_run=True, prune=False)
    assert reading.task is not None
    await reading.task

    shown = await websites.take(boss, reading.id, dry_run=True, prune=False)
    before = await house.knowledge.count()
    taken = await websites.take(boss, reading.id, dry_run=False, prune=False)

    assert (reading.state, reading.done) == (ReadingState.READ, 1)
    assert [(each.title, each.body, each.category) for each in shown.drafts] == [
        ("Pool", "The pool is open in May.", "amenity")
    ]
    assert (before, len(taken.report.added), await house.knowledge.count()) == (0, 1, 1)
    with pytest.raises(NotFound):
        websites.look(boss, reading.id)


async def test_one_at_a_time_and_stopping_makes_room(
    site: WebsiteStandin, websites: Websites, boss: Staff
) -> None:
    first = websites.start(boss, site.url, category=None)

    with pytest.raises(Conflict, match="is being read"):
        websites.start(boss, site.url, category=None)
    await websites.leave(boss, first.id)

    assert first.task is not None
    assert first.task.cancelled()
    second = websites.start(boss, site.url, category=None)
    assert websites.look(boss, second.id) is second


async def test_a_site_that_cannot_be_read_says_why(
    site: WebsiteStandin, websites: Websites, boss: Staff
) -> None:
    reading = websites.start(boss, f"{site.url}/nowhere", category=None)
    assert reading.task is not None
    await reading.task

    assert reading.state is ReadingState.FAILED
    assert "answered 404" in reading.failure


async def test_what_was_read_does_not_wait_for_ever(
    site: WebsiteStandin, websites: Websites, boss: Staff, clock: FakeClock
) -> None:
    reading = websites.start(boss, site.url, category=None)
    await asyncio.gather(reading.task or asyncio.sleep(0))
    clock.forward(2 * HOUR / 1_000_000)

    with pytest.raises(NotFound, match="is over"):
        websites.look(boss, reading.id)


async def test_who_may_not_write_knowledge_reads_no_website(
    house: House, websites: Websites, boss: Staff
) -> None:
    with pytest.raises(Forbidden):
        websites.start(house.staff(), "https://hotel.example", category=None)
    with pytest.raises(Invalid):
        websites.start(boss, "ftp://hotel.example", category=None)
    with pytest.raises(Invalid):
        websites.start(boss, "https://hotel.example", category="spaceships")
