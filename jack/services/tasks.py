"""Tasks as staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jack.db import tasks
from jack.db.database import Database
from jack.errors import NotFound
from jack.model.tasks import Task


@dataclass(frozen=True, slots=True)
class Tasks:
    db: Database

    async def get(self, task_id: int) -> Task:
        task = await self.db.read(tasks.get, task_id)
        if task is None:
            raise NotFound(f"There is no task {task_id}.")
        return task

    async def listed(
        self,
        *,
        statuses: Sequence[str] = (),
        department: str | None = None,
        conversation_id: int | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Task]:
        """Newest first."""
        return await self.db.read(
            tasks.listed,
            statuses=statuses,
            department=department,
            conversation_id=conversation_id,
            before=before,
            limit=limit,
        )
