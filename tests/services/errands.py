"""Tasks of a guest of the test hotel, and what the guest is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jack.db import notices, task_events, tasks
from jack.model.messages import Message, Sender
from jack.model.tasks import Department, Item, Notice, Task, TaskKind, TaskProposal
from jack.services.notices import Describe, Notices, plain
from jack.services.tasks import Tasks
from tests.house import House

BATCH_S = 120


@dataclass
class Errands:
    """The services on a house's database. The house's first conversation is the guest's."""

    house: House
    describe: Describe = plain

    def __post_init__(self) -> None:
        house = self.house
        self.notices = Notices(house.db, house.bus, house.config, house.clock, self.describe)
        self.tasks = Tasks(house.db, house.bus, house.clock, self.notices)

    def ask(self, *things: str, by_guest: bool = True, **changes: Any) -> int:
        """A request, or what `changes` make of it; its id."""
        given: dict[str, Any] = {
            "department": Department.HOUSEKEEPING,
            "title": "Request",
            "items": tuple(Item(thing) for thing in things),
        }
        proposal = TaskProposal(**(given | changes))
        about = {"conversation_id": 1, "guest_id": self.house.conversation().guest_id}
        return self.house.db.write_now(
            tasks.add, proposal, self.house.clock(), **(about if by_guest else {})
        )

    def ask_leave(self, **changes: Any) -> int:
        """An approval at the front desk; its id."""
        given = {
            "department": Department.FRONT_DESK,
            "title": "Late check-out",
            "kind": TaskKind.APPROVAL,
            "intent": "request.room.late_checkout",
        }
        return self.ask(**(given | changes))

    async def later(self, seconds: float = BATCH_S) -> int:
        """Time passes and the notices that are due are settled; how many messages came of it."""
        self.house.clock.forward(seconds)
        return await self.notices.run()

    def task(self, task_id: int) -> Task:
        found = self.house.db.read_now(tasks.get, task_id)
        assert found is not None
        return found

    def news(self, task_id: int) -> list[Notice]:
        return self.house.db.read_now(notices.of, task_id)

    def history(self, task_id: int) -> list[str]:
        return [event.action for event in self.house.db.read_now(task_events.of, task_id)]

    def last_words(self, task_id: int) -> str:
        """The text of the last line of its history."""
        return self.house.db.read_now(task_events.of, task_id)[-1].text

    def told(self) -> list[Message]:
        """What Jack said after his first answer."""
        return [m for m in self.house.said() if m.sender is Sender.AI][1:]
