"""The bell that wakes a worker."""

from __future__ import annotations

import asyncio
import time

from jack.workers.wake import POLL_S, Alarm


async def test_a_ring_before_the_wait_is_heard_once() -> None:
    alarm = Alarm()
    alarm.ring()
    alarm.ring()

    async with asyncio.timeout(POLL_S / 2):
        await alarm.wait(60)
    started = time.monotonic()
    await alarm.wait(0.05)

    assert time.monotonic() - started >= 0.04


async def test_a_ring_ends_a_wait() -> None:
    alarm = Alarm()
    waiting = asyncio.create_task(alarm.wait(60))
    await asyncio.sleep(0)

    alarm.ring()

    async with asyncio.timeout(POLL_S / 2):
        await waiting


async def test_nobody_sleeps_longer_than_the_poll() -> None:
    started = time.monotonic()

    await Alarm().wait(3600)

    assert POLL_S * 0.9 <= time.monotonic() - started < 4 * POLL_S


async def test_what_is_overdue_does_not_wait() -> None:
    async with asyncio.timeout(POLL_S / 2):
        await Alarm().wait(-5)
