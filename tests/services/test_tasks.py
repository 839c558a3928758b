"""Tasks as staff see them."""

from __future__ import annotations

import pytest

from jack.errors import NotFound
from jack.services.tasks import Tasks
from tests.house import House


async def test_a_task_is_found_by_its_number_and_in_the_list(house: House) -> None:
    await house.write("Help, there is a fire in my room!")
    tasks = Tasks(house.db)

    task = await tasks.get(1)

    assert task.title == "EMERGENCY: fire"
    assert await tasks.listed(statuses=("pending",), department="front_desk") == [task]
    assert await tasks.listed(conversation_id=2) == []


async def test_a_task_that_does_not_exist_is_not_found(house: House) -> None:
    with pytest.raises(NotFound, match="no task 7"):
        await Tasks(house.db).get(7)
