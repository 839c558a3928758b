"""The machine and the installation, as the health page shows them."""

from __future__ import annotations

import asyncio
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from jack import logs
from jack.datadir import DataDir
from jack.db import audit, health, outbox
from jack.db.database import Database
from jack.db.health import Sends
from jack.model.audit import AuditEntry
from jack.model.clock import MINUTE, Clock, Micros

OVERDUE = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class SystemState:
    python: str
    machine: str
    free_bytes: int
    total_bytes: int
    database_bytes: int
    sends: Sends
    errors: tuple[logs.Line, ...]


@dataclass(frozen=True, slots=True)
class ChannelSends:
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class System:
    db: Database
    directory: DataDir
    clock: Clock

    async def state(self) -> SystemState:
        sends = await self.db.read(health.sends, self.clock() - OVERDUE)
        disk = await asyncio.to_thread(shutil.disk_usage, self.directory.path)
        size = await asyncio.to_thread(self.directory.database.stat)
        return SystemState(
            python=platform.python_version(),
            machine=f"{platform.system()} {platform.machine()}",
            free_bytes=disk.free,
            total_bytes=disk.total,
            database_bytes=size.st_size,
            sends=sends,
            errors=logs.RECENT.lines(),
        )

    async def sends_by_channel(self) -> Mapping[str, ChannelSends]:
        """What waits and what failed; channels without either are left out."""
        found = await self.db.read(outbox.by_channel)
        return {name: ChannelSends(*counts) for name, counts in found.items()}

    async def audit(
        self,
        *,
        actor: str | None = None,
        action: str | None = None,
        subject: str | None = None,
        since: Micros | None = None,
        until: Micros | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[AuditEntry]:
        """Newest first. `action` and `subject` may be beginnings: `token.` or `conversation:`."""
        return await self.db.read(
            audit.page,
            actor=actor,
            action=action,
            subject=subject,
            since=since,
            until=until,
            before=before,
            limit=limit,
        )
