"""R2: a request that comes again under its key is done once."""

from __future__ import annotations

import asyncio

import pytest

from jack.db import repeatable as store
from jack.db import sql
from jack.db.database import Database
from jack.errors import Conflict, Invalid
from jack.model.staff import Role
from jack.services.repeatable import Answer, Repeatable
from tests.conftest import FakeClock
from tests.house import House

DONE = Answer(201, b'{"id":"7"}')


@pytest.fixture
def once(db: Database, clock: FakeClock, house: House) -> Repeatable:
    house.staff("Ana Silva")
    house.staff("Ben Reis", Role.MANAGER)
    return Repeatable(db, clock, clock())


async def test_the_same_request_gets_the_same_answer(once: Repeatable) -> None:
    assert await once.begin(1, "k", "POST /a {}") is None
    await once.finish(1, "k", DONE)

    assert await once.begin(1, "k", "POST /a {}") == DONE


async def test_r14_whoever_reads_the_table_reads_no_guests_words(
    once: Repeatable, db: Database
) -> None:
    await once.begin(1, "reply-1", "POST /a {}")
    await once.finish(1, "reply-1", Answer(201, '{"content":"Dear Ana Silvá"}'.encode()))

    kept = str(db.read_now(sql.rows, "SELECT * FROM repeatable"))

    assert "Ana" not in kept
    assert "reply-1" not in kept
    repeated = await once.begin(1, "reply-1", "POST /a {}")
    assert repeated == Answer(201, '{"content":"Dear Ana Silvá"}'.encode())


async def test_another_request_under_the_key_is_a_conflict(once: Repeatable) -> None:
    await once.begin(1, "k", "POST /a {}")
    await once.finish(1, "k", DONE)

    with pytest.raises(Conflict, match="another request"):
        await once.begin(1, "k", 'POST /a {"x":1}')


async def test_keys_belong_to_a_person(once: Repeatable) -> None:
    await once.begin(1, "k", "POST /a {}")

    assert await once.begin(2, "k", "POST /b {}") is None


async def test_two_at_once_are_done_once(once: Repeatable) -> None:
    begun = await asyncio.gather(
        *(once.begin(1, "k", "POST /a {}") for _ in range(3)), return_exceptions=True
    )

    assert begun.count(None) == 1
    assert sum(isinstance(each, Conflict) for each in begun) == 2


async def test_what_was_refused_may_be_tried_again(once: Repeatable) -> None:
    await once.begin(1, "k", "POST /a {}")
    await once.undo(1, "k")

    assert await once.begin(1, "k", "POST /a {}") is None


async def test_what_a_crash_cut_off_is_not_done_again(
    once: Repeatable, db: Database, clock: FakeClock
) -> None:
    await once.begin(1, "k", "POST /a {}")
    clock.forward(10)
    restarted = Repeatable(db, clock, clock())

    with pytest.raises(Conflict, match="cut off"):
        await restarted.begin(1, "k", "POST /a {}")


async def test_a_day_later_a_key_is_new(once: Repeatable, db: Database, clock: FakeClock) -> None:
    await once.begin(1, "k", "POST /a {}")
    await once.finish(1, "k", DONE)
    clock.forward(86_399)
    assert await once.begin(1, "k", "POST /a {}") == DONE

    clock.forward(1)
    assert await once.begin(1, "k", "POST /b {}") is None
    assert db.write_now(store.forget, clock() + 1) == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "é", "a\nb"])
async def test_a_key_is_short_and_plain(once: Repeatable, key: str) -> None:
    with pytest.raises(Invalid):
        await once.begin(1, key, "POST /a {}")
