"""R1: when the disk fills up in the middle of a group, nothing is called done that is not stored."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jack.db import outbox, settings, sql
from jack.errors import DatabaseError
from jack.model.messages import Delivery
from tests.standins.graph import Delivered
from tests.workers.test_vendor_faults import Hotel, open_hotel

GUESTS = 20


def fill_up() -> None:
    """Write more than fits in what this leaves of the disk: ends the whole group's transaction."""
    pages = sql.value("PRAGMA page_count")
    sql.value(f"PRAGMA max_page_count = {pages + 4}")
    settings.put("filler", "x" * 1_000_000, 0)


async def write_from_all(hotel: Hotel) -> list[Delivered]:
    return await asyncio.gather(
        *(hotel.graph.deliver("Hello", sender=f"4915112345{n:03}") for n in range(GUESTS))
    )


async def test_r1_r2_a_full_disk_amid_load_loses_and_repeats_nothing(tmp_path: Path) -> None:
    async with open_hotel(tmp_path) as hotel:
        app = hotel.server.app
        filling = [asyncio.create_task(app.db.write(fill_up)) for _ in range(5)]
        delivered = await write_from_all(hotel)
        filled = await asyncio.gather(*filling, return_exceptions=True)

        for each in (each for each in delivered if each.status != 200):
            assert each.status == 503
            await hotel.graph.deliver("Hello", message_id=each.message_id, until_accepted=True)
        async with asyncio.timeout(30):
            while any((await app.queues.waiting())[::2]):
                await asyncio.sleep(0.05)
        await hotel.graph.statuses_delivered()

        stored = await app.db.read(sql.rows, "SELECT vendor_id FROM inbox")
        assert all(isinstance(error, DatabaseError) for error in filled)
        assert {row[0] for row in stored} == {each.message_id for each in delivered}
        assert len(hotel.graph.accepted) == len({m.to for m in hotel.graph.accepted}) == GUESTS
        sends = await app.db.read(
            outbox.listed, states=tuple(Delivery), before=None, limit=2 * GUESTS
        )
        assert {item.state for item in sends} == {Delivery.DELIVERED}
