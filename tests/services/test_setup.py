"""First steps: seen as done where they are done, skipped and found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from jack.config import load
from jack.errors import Forbidden
from jack.model.staff import Role
from jack.services.settings import Settings
from jack.services.setup import Setup, Step, StepState
from tests.house import House


@pytest.fixture
def setup(house: House, tmp_path: Path) -> Setup:
    loaded = load(environ={}, data_dir=tmp_path, system_file=tmp_path / "none.toml")
    settings = Settings(house.db, loaded, b"s" * 32, house.clock)
    return Setup(house.db, settings, house.clock)


async def test_a_new_hotel_has_everything_before_it(setup: Setup) -> None:
    assert await setup.needs_account()
    assert await setup.steps() == dict.fromkeys(Step, StepState.OPEN)


async def test_a_step_is_done_when_its_thing_is_there(setup: Setup, house: House) -> None:
    admin = house.staff("Ida Alves", Role.ADMIN)
    await house.know("Breakfast", "From seven to ten.")
    await setup.settings.change(
        admin,
        {
            "hotel.name": "Harbour Inn",
            "hotel.timezone": "Europe/Lisbon",
            "hotel.language": "pt",
            "llm.order": ["local"],
            "channels.webchat.allowed_origins": ["https://hotel.example"],
        },
    )

    assert not await setup.needs_account()
    assert await setup.steps() == dict.fromkeys(Step, StepState.DONE)


async def test_a_skipped_step_is_found_again(setup: Setup, house: House) -> None:
    admin = house.staff("Ida Alves", Role.ADMIN)

    await setup.skip(admin, Step.CHANNELS, is_skipped=True)
    skipped = await setup.skip(admin, Step.MODEL, is_skipped=True)
    back = await setup.skip(admin, Step.CHANNELS, is_skipped=False)

    assert (skipped[Step.CHANNELS], skipped[Step.MODEL]) == (StepState.SKIPPED,) * 2
    assert (back[Step.CHANNELS], back[Step.MODEL]) == (StepState.OPEN, StepState.SKIPPED)
    assert back[Step.ACCOUNT] is StepState.DONE


async def test_setting_up_is_for_admins(setup: Setup, house: House) -> None:
    with pytest.raises(Forbidden):
        await setup.skip(house.staff("Mia Lopes", Role.MANAGER), Step.MODEL, is_skipped=True)
