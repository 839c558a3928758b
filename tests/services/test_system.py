"""The health page's facts."""

from __future__ import annotations

from pathlib import Path

from jack.datadir import DataDir
from jack.services.system import ChannelSends, System
from tests.conftest import FakeClock
from tests.house import House


async def test_what_waits_and_what_failed_is_told_by_channel(
    house: House, clock: FakeClock, tmp_path: Path
) -> None:
    system = System(house.db, DataDir(tmp_path), clock)
    assert await system.sends_by_channel() == {}
    await house.talk("Hi there")
    await house.talk("Hi there", channel="webchat")

    assert await system.sends_by_channel() == {
        "whatsapp": ChannelSends(waiting=1),
        "webchat": ChannelSends(waiting=1),
    }
    clock.forward(600)
    state = await system.state()
    assert state.sends.overdue == 2
    assert state.database_bytes > 0
    assert state.free_bytes <= state.total_bytes


async def test_the_audit_log_is_read_newest_first(
    house: House, clock: FakeClock, tmp_path: Path
) -> None:
    maria = house.staff()
    await house.talk("Hi there")
    await house.conversations.claim(1, maria)
    await house.conversations.resolve(1, maria)

    entries = await System(house.db, DataDir(tmp_path), clock).audit(subject="conversation:1")

    assert [(entry.action, entry.name) for entry in entries] == [
        ("conversation.resolve", "Maria Costa"),
        ("conversation.claim", "Maria Costa"),
    ]
