"""Thinking waits for webhooks that are being taken in, but not for ever."""

from __future__ import annotations

import asyncio

import pytest

from jack.services.rush import MANY, Rush


async def test_without_webhooks_nothing_waits() -> None:
    await Rush().over(within_s=60)


async def test_a_turn_waits_until_the_last_webhook_is_stored() -> None:
    rush = Rush()

    with rush.storing():
        with rush.storing():
            turn = asyncio.create_task(rush.over(within_s=60))
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not turn.done()

    await turn


async def test_a_webhook_that_fails_is_no_longer_waited_for() -> None:
    rush = Rush()

    with pytest.raises(OSError, match="full"), rush.storing():
        raise OSError("full")

    await rush.over(within_s=60)


async def test_after_many_at_once_a_turn_waits_for_those_that_come_next() -> None:
    rush = Rush()
    together = [rush.storing() for _ in range(MANY)]
    for each in together:
        each.__enter__()
    turn = asyncio.create_task(rush.over(within_s=60))
    await asyncio.sleep(0)
    for each in together:
        each.__exit__(None, None, None)
    await asyncio.sleep(0)

    with rush.storing():
        await asyncio.sleep(0)
        assert not turn.done()

    await turn


async def test_a_rush_without_end_does_not_hold_back_answers() -> None:
    rush = Rush()

    with rush.storing():
        await rush.over(within_s=0)
